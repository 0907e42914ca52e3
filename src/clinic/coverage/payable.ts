import { addDays, type Day, weekdayOf } from '../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../basics/text.ts'
import { serviceKind } from '../programs/library.ts'
import { type PayClass, payClassOf, payClassWords, type PayTerms } from './payer-terms.ts'

// Would this week be paid? One function for the week as it is planned and as it was, and for the claim: what a page says
// beforehand and what is billed afterwards cannot differ.

/** One session as a payer counts it. `minutes` are those that are to be counted, and nothing else is (see sessionsFor). */
export type PaySession = {
  id: string
  name: string
  /** A service kind's key. */
  service: string
  day: Day
  minutes: number
  byVideo: boolean
  /** How many clients are in the room; null: nobody knows, and the size of the group is not held against it. */
  people: number | null
  /** Null: not known, or not asked. */
  isLicensed: boolean | null
  isNoteSigned: boolean | null
}

export type WeekToPay = {
  /** The first day of the payer's week. */
  from: Day
  sessions: readonly PaySession[]
  /** Admitted or discharged in the middle of it. */
  isPart: boolean
  /** What is left of the authorization, in its unit; null: not known, or none needed. */
  unitsLeft: number | null
}

export type Line = { day: Day; code: string; units: number }
export type CountedSession = { id: string; name: string; counts: boolean; minutes: number; because: string }
export type PaidDay = {
  day: Day
  isPaid: boolean
  /** Units of the payer's own unit; a single service under another code is in `lines` alone. */
  units: number
  minutes: number
  services: number
  sessions: CountedSession[]
  lines: Line[]
  because: string
}
export type PayVerdict = 'paid' | 'at-risk' | 'partly' | 'not-paid' | 'nothing'
export type PaidWeek = {
  verdict: PayVerdict
  days: PaidDay[]
  paidDays: number
  units: number
  minutes: number
  services: number
  /** What the week takes from the authorization, in its unit. */
  authUnits: number
  lines: Line[]
  /** What the week still lacks for the payer, whatever its policy for such weeks is. */
  lacking: { minutes: number; days: number; services: number }
  alerts: string[]
  sentence: string
}

/** The first day of the payer's week that holds a day: from 1 Monday to 7 Sunday. */
export const payWeekOf = (day: Day, weekStart: number): Day => addDays(day, -((weekdayOf(day) - weekStart + 7) % 7))

/**
 * What a payer pays for in a week, day by day, with the reason of each. Minutes are whole and come from the sessions alone;
 * days outside the seven from `week.from` are left out. A day is paid whole when it reaches the payer's minutes and services;
 * a shorter one by the payer's own policy. Never more than `maxUnitsPerDay` on a day nor more than `maxDaysPerWeek` days: of
 * too many, those with the most units. A part week is never refused for being under the week's least, because no source says
 * so: it is flagged. Refuses nothing: a week without sessions is 'nothing'. Source: clinical.md §2.4.
 */
export function payOf(week: WeekToPay, payer: string, terms: PayTerms): PaidWeek {
  const last = addDays(week.from, 6)
  const inWeek = week.sessions.filter((one) => one.day >= week.from && one.day <= last)
  const daysHeld = [...new Set(inWeek.map((one) => one.day))].sort()
  const judged = daysHeld.map((day) =>
    dayOf(
      day,
      inWeek.filter((one) => one.day === day),
      payer,
      terms,
    ),
  )
  const minutes = total(judged, (day) => day.minutes)
  const services = total(judged, (day) => day.services)
  const lacking = {
    minutes: Math.max(0, terms.minutesPerWeek - minutes),
    days: Math.max(0, terms.daysPerWeek - judged.filter((day) => day.isPaid && day.units > 0).length),
    services: Math.max(0, terms.servicesPerWeek - services),
  }
  if (terms.unit === 'week') lacking.days = Math.max(0, terms.daysPerWeek - judged.filter((day) => day.isPaid).length)
  const isUnder = lacking.minutes > 0 || lacking.days > 0 || lacking.services > 0
  const denied = isUnder && (terms.unit === 'week' || (terms.underWeek === 'deny' && !week.isPart))
  const within = withinTheWeek(judged, payer, terms)
  const covered = denied
    ? within.map((day) => withoutPay(day, underWords(lacking, payer)))
    : withinUnits(within, week, terms)
  const days = terms.unit === 'week' && !denied ? wholeWeek(covered, terms) : covered
  const paid = days.filter((day) => day.isPaid)
  const alerts = alertsOf({ week, terms, payer, lacking, isUnder, denied, minutes, inWeek, paid })
  const held = minutes > 0 || days.some((day) => day.sessions.length > 0)
  const verdict = !held
    ? 'nothing'
    : paid.length === 0
      ? 'not-paid'
      : paid.length < days.filter((day) => day.minutes > 0).length
        ? 'partly'
        : isUnder && terms.underWeek !== 'bill'
          ? 'at-risk'
          : 'paid'
  const units = round(total(days, (day) => day.units))
  return {
    verdict,
    days,
    paidDays: paid.length,
    units,
    minutes,
    services,
    authUnits: authUnitsOf(paid, terms),
    lines: days.flatMap((day) => day.lines),
    lacking,
    alerts,
    sentence: sentenceOf(verdict, paid.length, days.length, minutes, payer, denied ? underWords(lacking, payer) : null),
  }
}

const total = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((sum, one) => sum + of(one), 0)
const round = (units: number): number => Math.round(units * 100) / 100
const inGroup = (kind: PayClass): boolean => kind === 'group' || kind === 'education' || kind === 'peer-support'

function countedOf(one: PaySession, payer: string, terms: PayTerms): CountedSession & { kind: PayClass | null } {
  const kind = payClassOf(one.service)
  const label = serviceKind(one.service)?.label ?? one.service
  const not = (because: string) => ({ id: one.id, name: one.name, counts: false, minutes: 0, because, kind })
  if (kind === null) return not(`${label}: good for the client, and paid by nobody.`)
  if (terms.separate.includes(kind)) return not(`${payClassWords[kind]}: billed on a line of its own, outside the day.`)
  if (!terms.counts.includes(kind)) return not(`${payClassWords[kind]}: ${payer} does not count it.`)
  if (one.byVideo && terms.telehealth === 'none') return not(`By video: ${payer} pays for the room alone.`)
  if (one.isLicensed === false && terms.needsLicence) return not(`No licensed leader: ${payer} asks for one.`)
  const people = inGroup(kind) ? one.people : null
  if (people !== null && people < terms.minGroup)
    return not(`${plural(people, 'client', 'clients')} in the group: ${payer} asks for ${terms.minGroup} and more.`)
  if (people !== null && terms.groupCap !== null && people > terms.groupCap)
    return not(`${people} clients in the group: ${payer} allows ${terms.groupCap}.`)
  const minutes = Number.isFinite(one.minutes) ? Math.max(0, Math.floor(one.minutes)) : 0
  if (minutes === 0) return not('No minutes in the room.')
  return { id: one.id, name: one.name, counts: true, minutes, because: 'Counts.', kind }
}

function dayOf(day: Day, sessions: readonly PaySession[], payer: string, terms: PayTerms): PaidDay {
  const counted = sessions.map((one) => countedOf(one, payer, terms))
  const minutes = total(counted, (one) => one.minutes)
  const served = counted.filter(
    (one) => one.counts && one.minutes >= (one.kind === null ? 1 : (terms.leastMinutes[one.kind] ?? 1)),
  )
  const services = served.length
  const hasPrimary =
    terms.primary.length === 0 || served.some((one) => one.kind !== null && terms.primary.includes(one.kind))
  const enough = minutes > 0 && minutes >= (terms.minutesPerDay ?? 1) && services >= terms.servicesPerDay && hasPrimary
  const plain = { day, minutes, services, sessions: counted.map(({ kind: _, ...one }) => one) }
  if (enough) {
    const units = Math.min(terms.maxUnitsPerDay, wholeUnits(minutes, terms))
    const lines = units > 0 ? [{ day, code: terms.code, units }] : []
    const because =
      terms.unit === 'service-count'
        ? `${plural(services, 'service', 'services')}${services > terms.servicesPerDay ? ': the higher rate' : ''}.`
        : `${hoursAndMinutes(minutes)} count.`
    return { ...plain, isPaid: units > 0 || terms.unit === 'week', units, lines, because }
  }
  const lack =
    minutes === 0
      ? 'Nothing that counts.'
      : services < terms.servicesPerDay
        ? `${services} of ${terms.servicesPerDay} services.`
        : !hasPrimary
          ? 'No primary service among them.'
          : `${hoursAndMinutes(minutes)} of ${hoursAndMinutes(terms.minutesPerDay ?? 0)}.`
  return { ...plain, ...partOfDay(day, minutes, counted, payer, terms, lack) }
}

function wholeUnits(minutes: number, terms: PayTerms): number {
  if (terms.unit === 'week') return 0
  if (terms.unit === 'half-day') return 2
  if (terms.unit === 'hour') return Math.floor(minutes / 60)
  if (terms.unit === 'quarter-hour') return Math.floor(minutes / 15)
  return 1
}

/** What a day earns that is too short for a whole one. */
function partOfDay(
  day: Day,
  minutes: number,
  counted: readonly (CountedSession & { kind: PayClass | null })[],
  payer: string,
  terms: PayTerms,
  lack: string,
): Pick<PaidDay, 'isPaid' | 'units' | 'lines' | 'because'> {
  const asked = terms.minutesPerDay ?? 0
  const paid = (units: number, because: string) => ({
    isPaid: true,
    units,
    lines: [{ day, code: terms.code, units }],
    because,
  })
  if (terms.unit === 'half-day' && minutes > 0 && asked > 0 && minutes * 2 >= asked)
    return paid(Math.min(1, terms.maxUnitsPerDay), `${lack} Half a day.`)
  if (
    terms.partial === 'prorate' &&
    minutes > 0 &&
    asked > 0 &&
    (terms.unit === 'day' || terms.unit === 'hour' || terms.unit === 'quarter-hour')
  ) {
    const share =
      terms.unit === 'day' ? Math.floor((Math.min(minutes, asked) * 100) / asked) / 100 : wholeUnits(minutes, terms)
    const units = Math.min(terms.maxUnitsPerDay, share)
    if (units > 0) return paid(units, `${lack} ${payer} pays the share of it.`)
  }
  if (terms.partial === 'downcode') {
    const lines = terms.downCodes.flatMap((rule): Line[] => {
      const fit = counted.filter((one) => one.counts && one.kind === rule.of && one.minutes >= rule.leastMinutes)
      const units =
        rule.minutesPerUnit === null ? fit.length : Math.floor(total(fit, (one) => one.minutes) / rule.minutesPerUnit)
      return units > 0 ? [{ day, code: rule.code, units: Math.min(rule.mostUnits, units) }] : []
    })
    if (lines.length > 0) {
      const named = lines.map((line) => `${line.code} × ${line.units}`).join(' and ')
      return { isPaid: true, units: 0, lines, because: `${lack} Billed as ${named}.` }
    }
  }
  return { isPaid: false, units: 0, lines: [], because: `${lack} ${payer} pays nothing for it.` }
}

const withoutPay = (day: PaidDay, because: string): PaidDay =>
  day.isPaid ? { ...day, isPaid: false, units: 0, lines: [], because } : day

/** Of more days than the payer pays for in a week, those with the most units stay. */
function withinTheWeek(days: readonly PaidDay[], payer: string, terms: PayTerms): PaidDay[] {
  const most = terms.maxDaysPerWeek
  if (most === null) return [...days]
  const kept = new Set(
    days
      .filter((day) => day.units > 0)
      .sort((a, b) => b.units - a.units || (a.day < b.day ? -1 : 1))
      .slice(0, most)
      .map((day) => day.day),
  )
  return days.map((day) =>
    day.units === 0 || kept.has(day.day)
      ? day
      : withoutPay(day, `${payer} pays for ${plural(most, 'day', 'days')} a week.`),
  )
}

const authUnitsOf = (paid: readonly PaidDay[], { authUnit }: PayTerms): number =>
  authUnit === 'date-range' ? 0 : authUnit === 'hour' ? Math.ceil(total(paid, (day) => day.minutes) / 60) : paid.length

/** The authorization is used up in the order of the days. */
function withinUnits(days: readonly PaidDay[], { unitsLeft }: WeekToPay, terms: PayTerms): PaidDay[] {
  if (unitsLeft === null || terms.authUnit === 'date-range') return [...days]
  const before: PaidDay[] = []
  return days.map((day) => {
    if (!day.isPaid) return day
    if (authUnitsOf([...before, day], terms) > unitsLeft)
      return withoutPay(day, 'The authorization is used up before this day.')
    before.push(day)
    return day
  })
}

/** A payer that pays by the week has one unit, on the last day that counted. */
function wholeWeek(days: readonly PaidDay[], terms: PayTerms): PaidDay[] {
  const last = days.findLast((day) => day.isPaid)?.day
  return days.map((day) =>
    day.day === last ? { ...day, units: 1, lines: [{ day: day.day, code: terms.code, units: 1 }] } : day,
  )
}

function underWords(lacking: PaidWeek['lacking'], payer: string): string {
  const parts = [
    ...(lacking.minutes > 0 ? [hoursAndMinutes(lacking.minutes)] : []),
    ...(lacking.days > 0 ? [plural(lacking.days, 'full day', 'full days')] : []),
    ...(lacking.services > 0 ? [plural(lacking.services, 'service', 'services')] : []),
  ]
  return `The week is ${parts.join(' and ')} under what ${payer} asks for.`
}

type Alerted = {
  week: WeekToPay
  terms: PayTerms
  payer: string
  lacking: PaidWeek['lacking']
  isUnder: boolean
  denied: boolean
  minutes: number
  inWeek: readonly PaySession[]
  paid: readonly PaidDay[]
}

function alertsOf({ week, terms, payer, lacking, isUnder, denied, minutes, inWeek, paid }: Alerted): string[] {
  const days = new Set(paid.map((day) => day.day))
  const unsigned = inWeek.filter((one) => days.has(one.day) && one.minutes > 0 && one.isNoteSigned === false).length
  return [
    ...(isUnder && !denied && terms.underWeek !== 'bill'
      ? [`${underWords(lacking, payer)}${week.isPart ? ' A part week: ask whether that holds for it.' : ''}`]
      : []),
    ...(terms.mostMinutesPerWeek !== null && minutes > terms.mostMinutesPerWeek
      ? [`More than ${hoursAndMinutes(terms.mostMinutesPerWeek)} a week: ${payer} may ask for a higher level of care.`]
      : []),
    ...(terms.needsSignedNote && unsigned > 0
      ? [`${plural(unsigned, 'note is', 'notes are')} not signed yet: the claim waits for them.`]
      : []),
    ...(week.unitsLeft !== null && week.unitsLeft <= 3
      ? [`${plural(Math.max(0, week.unitsLeft), 'unit', 'units')} left of the authorization before this week.`]
      : []),
  ]
}

function sentenceOf(
  verdict: PayVerdict,
  paid: number,
  held: number,
  minutes: number,
  payer: string,
  denied: string | null,
): string {
  if (verdict === 'nothing') return 'Nothing stands in this week.'
  if (denied !== null) return denied
  if (verdict === 'not-paid') return `${payer} would pay for none of the ${plural(held, 'day', 'days')}.`
  const days = `${payer} would pay for ${paid} of ${plural(held, 'day', 'days')}, ${hoursAndMinutes(minutes)} counted.`
  return verdict === 'at-risk' ? `${days} The week is under what it asks for.` : days
}
