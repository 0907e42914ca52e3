import { hourSuits, unfitFor, waysTo } from '../src/clinic/matching/fit.ts'
import type { Clinician, Need, Seeker, SeriesOption, WeekTime } from '../src/clinic/matching/instance.ts'
import { minutesOf, overlaps } from '../src/clinic/matching/week.ts'
import { chance, type Dice, oneOf, weighted } from './instance-dice.ts'
import { states, topics } from './instance-mix.ts'

type Home = { id: string; site: string | null; state: string }
const workdays = [1, 2, 3, 4, 5]
const days = [1, 2, 3, 4, 5, 6]
const span = (weekday: number, from: number, to: number): WeekTime => ({ weekday, from: from * 60, to: to * 60 })

/** Somebody who could have a whole week if nobody else were there; who could not is nearly always drawn again. */
export function clientOf(
  dice: Dice,
  home: Home,
  series: readonly SeriesOption[],
  clinicians: readonly Clinician[],
): Seeker {
  for (let attempt = 0; ; attempt++) {
    const drawn = draw(dice, home)
    if (attempt > 60 || couldBeWhole(drawn, series, clinicians) || chance(dice, 0.03)) return drawn
  }
}

function draw(dice: Dice, home: Home): Seeker {
  const specialty = weighted(dice, { 'substance-use': 42, dbt: 27, ptsd: 13, eating: 8, adolescent: 10 })
  const young = specialty === 'adolescent'
  const free = withoutAppointments(dice, young ? school() : adultHours(dice))
  const isNew = chance(dice, 0.35)
  return {
    id: home.id,
    site: home.site,
    takesVideo: home.site === null || chance(dice, 0.2),
    state:
      home.site === null
        ? weighted(dice, { OH: 55, PA: 20, MI: 15, IN: 10 })
        : (states.find((one) => one === home.state) ?? 'OH'),
    age: young ? 'adolescent' : 'adult',
    specialty,
    affinities: [
      ...(!young && chance(dice, 0.3) ? ['women'] : !young && chance(dice, 0.3) ? ['men'] : []),
      ...(chance(dice, 0.12) ? ['lgbtq'] : []),
    ],
    free,
    unloved: free.filter(() => chance(dice, 0.12)).map((one) => ({ ...one, to: Math.min(one.to, one.from + 180) })),
    familyFree: chance(dice, 0.6) ? [...workdays.map((day) => span(day, 17, 21)), span(6, 8, 21)] : null,
    languages: chance(dice, 0.08) ? ['es'] : ['en'],
    clinicianGender: chance(dice, 0.14) ? 'female' : chance(dice, 0.04) ? 'male' : null,
    acuity: Number(weighted(dice, { '1': 50, '2': 35, '3': 15 })),
    waitingDays: isNew ? Math.floor(dice() * 30) : 0,
    isNew,
    need: needOf(dice, young),
    pinned: [],
    now: null,
  }
}

const needOf = (dice: Dice, young: boolean): Need => ({
  minutes: young ? 360 : 540,
  mostMinutes: young ? 540 : 720,
  coreMinutes: 180,
  topics: !young && chance(dice, 0.6) ? [oneOf(dice, topics)] : [],
  days: young ? 2 : 3,
  mostMinutesADay: 180,
  individual: { minutes: 45, every: 1 },
  family: chance(dice, 0.45) ? { minutes: 60, every: 2 } : null,
  medication: chance(dice, 0.5) ? { minutes: 25, every: 4 } : null,
})

const school = (): WeekTime[] => [...workdays.map((day) => span(day, 15.5, 20.5)), span(6, 9, 17)]

function adultHours(dice: Dice): WeekTime[] {
  const kind = weighted(dice, { job: 36, childcare: 16, flexible: 22, shifts: 12, part: 14 })
  if (kind === 'job') return [...workdays.map((day) => span(day, 17, 21)), span(6, 8, 21)]
  if (kind === 'childcare') return workdays.map((day) => span(day, 9, 14.5))
  if (kind === 'flexible') return days.map((day) => span(day, 8, 21))
  if (kind === 'shifts') return days.filter(() => chance(dice, 0.7)).map((day) => span(day, 8, 21))
  const early = chance(dice, 0.5)
  return days.map((day) => (day > 3 ? span(day, 8, 21) : early ? span(day, 8, 13) : span(day, 13, 21)))
}

/** None to two standing appointments of two hours, cut out. */
function withoutAppointments(dice: Dice, free: readonly WeekTime[]): WeekTime[] {
  let left = [...free]
  for (let count = Math.floor(dice() * 3); count > 0 && left.length > 0; count--) {
    const { weekday, from, to } = oneOf(dice, left)
    const start = from + Math.floor((dice() * (to - from)) / 60) * 60
    left = left.flatMap((one) =>
      one.weekday !== weekday
        ? one
        : [
            { ...one, to: Math.min(one.to, start) },
            { ...one, from: Math.max(one.from, start + 120) },
          ].filter((part) => part.to > part.from),
    )
  }
  return left
}

/** Whether a whole week exists on empty chairs. Says nothing about a clash of visits with groups. */
function couldBeWhole(client: Seeker, series: readonly SeriesOption[], clinicians: readonly Clinician[]): boolean {
  const { need } = client
  const possible = series.filter((one) => unfitFor(client, one) === null)
  const suits = (part: Clinician['part'], visit: Need['individual'], withFamily: boolean) =>
    visit === null ||
    clinicians.some((one) => {
      const ways = waysTo(client, one)
      return (
        one.part === part &&
        (ways.onSite || ways.byVideo) &&
        one.hours.some((hour) => hourSuits(client, visit, hour, withFamily))
      )
    })
  return (
    suits('therapist', need.individual, false) &&
    suits('therapist', need.family, true) &&
    suits('prescriber', need.medication, false) &&
    reaches(client, possible, 0, [])
  )
}

function reaches(client: Seeker, possible: readonly SeriesOption[], at: number, chosen: SeriesOption[]): boolean {
  const { need } = client
  const minutes = chosen.reduce((all, one) => all + minutesOf(one.time), 0)
  if (
    minutes >= need.minutes &&
    chosen.filter((one) => one.isCore).reduce((all, one) => all + minutesOf(one.time), 0) >= need.coreMinutes &&
    need.topics.every((topic) => chosen.some((one) => one.topic === topic))
  )
    return true
  if (minutes >= need.minutes + 180) return false
  for (let next = at; next < possible.length; next++) {
    const one = possible[next]
    if (one === undefined) continue
    const today = chosen.filter((other) => other.time.weekday === one.time.weekday)
    if (today.some((other) => overlaps(other.time, one.time))) continue
    if (today.reduce((all, other) => all + minutesOf(other.time), minutesOf(one.time)) > need.mostMinutesADay) continue
    if (reaches(client, possible, next + 1, [...chosen, one])) return true
  }
  return false
}
