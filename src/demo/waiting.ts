import { ageOn, type Day } from '../basics/dates.ts'
import { addAssessment, addReferral, addScreen } from './admissions.ts'
import { minutesAfter } from './calendar.ts'
import { pick } from './chance.ts'
import { partnerId } from './clinic-partners.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { addPerson, newPerson } from './people.ts'
import { type Danger, screeningOf } from './placements.ts'
import type { Sheaf } from './rows.ts'
import type { Stay } from './stays.ts'

// People at the front door: referred and not screened, screened, assessed, or sent elsewhere first.

type Step = 'referred' | 'screened' | 'assessed'
const steps: { step: Step; days: number }[] = [
  { step: 'referred', days: 1 },
  { step: 'assessed', days: 2 },
  { step: 'referred', days: 2 },
  { step: 'screened', days: 3 },
]

/** The working day so many working days before today. */
function workday(house: House, back: number): Day {
  const { calendar } = house
  let day = house.today
  for (let left = back; left > 0; ) {
    day = calendar.add(day, -1)
    if (calendar.weekday(day) <= 5) left -= 1
  }
  return day
}

/** Someone who is not admitted: a stay that has not begun carries what is known. */
function newcomer(house: House, key: string, program: string, knownSince: Date): Stay {
  const person = newPerson(house, key, program, knownSince)
  const id = demoId(knownSince, person.id, 'no stay yet')
  const today = house.today
  return {
    id,
    person,
    program,
    level: '2.1',
    from: today,
    until: today,
    isOver: false,
    ending: 'other',
    cast: null,
    after: null,
  }
}

const programAt = (house: House, n: number): string => house.programs[n % house.programs.length]?.key ?? ''

/** Writes people who wait for the next step toward admission. `round` tells one time of waiting from the next. */
export function addWaiting(house: House, sheaf: Sheaf, round: Day, number: () => string, most = steps.length): void {
  steps.slice(0, most).forEach(({ step, days }, n) => {
    const knownSince = minutesAfter(house.calendar.instant(workday(house, days), '10:20'), 47 * n)
    if (knownSince > house.at) return
    const stay = newcomer(house, `waiting ${round} ${n}`, programAt(house, n), knownSince)
    addPerson(house, sheaf, stay.person, number())
    addReferral(house, sheaf, stay)
    if (step === 'referred') return
    const screen = addScreen(house, sheaf, stay, minutesAfter(knownSince, 90), workday(house, days))
    if (step === 'screened') return
    const [therapist = house.director] = house.therapists[stay.program] ?? []
    addAssessment(house, sheaf, stay, screen, minutesAfter(knownSince, 150), therapist)
  })
}

type Away = { danger: Danger; toLevel: string; toWhom: string; partner: string; because: string; words: string }
const away: Away[] = [
  {
    danger: 'suicide',
    toLevel: 'crisis',
    toWhom: 'Dutchess mobile crisis team, duty clinician',
    partner: 'crisis-team',
    because: 'Thoughts of ending life with some intention to act; means within reach. Not left alone.',
    words: '',
  },
  {
    danger: 'alcohol withdrawal',
    toLevel: '3.7',
    toWhom: 'Stony Brook House, withdrawal unit, charge nurse',
    partner: 'stony-brook',
    because: 'Drinking daily, shaking this morning, a seizure after stopping two years ago.',
    words: 'By phone: a bed today, about five days.',
  },
  {
    danger: 'alcohol withdrawal',
    toLevel: 'ed',
    toWhom: 'Hudson Valley General, emergency department',
    partner: 'hv-general',
    because: 'Sweating and confused since last night. Taken there by a relative.',
    words: '',
  },
]

/** Three hand-offs that are open: one overdue, one accepted whose way back lies ahead, one of this very hour. */
export function addHandOffs(house: House, sheaf: Sheaf, round: Day, number: () => string, most = away.length): void {
  const { calendar } = house
  const made = [
    minutesAfter(calendar.instant(workday(house, 1), '14:10'), 0),
    minutesAfter(calendar.instant(workday(house, 2), '11:30'), 0),
    minutesAfter(house.at, -40),
  ]
  away.slice(0, most).forEach((one, n) => {
    const madeAt = made[n]
    if (madeAt === undefined || madeAt > house.at) return
    const stay = newcomer(house, `away ${round} ${n}`, programAt(house, n), minutesAfter(madeAt, -180))
    const { person } = stay
    const screening = screeningOf(
      person.trouble,
      { age: ageOn(person.birthDate, house.today), sex: person.sex },
      one.danger,
    )
    const [stop] = screening.gate.stops
    if (stop === undefined) return
    addPerson(house, sheaf, person, number())
    addReferral(house, sheaf, stay)
    const screen = addScreen(house, sheaf, stay, minutesAfter(madeAt, -25), house.today, screening)
    const owner = pick(house.coordinators, 0)
    const therapist = house.therapists[stay.program]?.[0] ?? house.director
    for (const each of screening.gate.stops) {
      sheaf.add('stopDisposition', {
        id: demoId(madeAt, screen.id, each.id),
        screenId: screen.id,
        stop: each.id,
        disposition: 'handed-off',
        because: one.because,
        decidedBy: therapist.id,
        decidedAt: minutesAfter(madeAt, -3),
      })
    }
    const handOffId = demoId(madeAt, screen.id, 'hand-off')
    sheaf.add('handOff', {
      id: handOffId,
      clientId: person.id,
      screenId: screen.id,
      toLevel: one.toLevel,
      toWhom: one.toWhom,
      partnerId: partnerId(one.partner),
      because: one.because,
      dueAt: minutesAfter(madeAt, stop.within === 'now' ? 60 : stop.within),
      backOn: calendar.add(house.today, 2 + n),
      ownerId: owner.id,
      madeBy: therapist.id,
      madeAt,
    })
    if (one.words === '') return
    const recordedAt = minutesAfter(madeAt, 35)
    const id = demoId(recordedAt, handOffId, 'accepted')
    sheaf.add('handOffAnswer', {
      id,
      handOffId,
      answer: 'accepted',
      byWhom: 'Charge nurse',
      words: one.words,
      recordedBy: owner.id,
      recordedAt,
    })
  })
}
