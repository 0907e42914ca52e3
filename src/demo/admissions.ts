import { ageOn, type Day } from '../basics/dates.ts'
import { castId } from '../../tests/cast.ts'
import type { Source } from '../clinic/inquiries/senders.ts'
import { defaultThresholds } from '../clinic/placement/thresholds.ts'
import { minutesAfter } from './calendar.ts'
import { pick, weighted, whole } from './chance.ts'
import { referrerId } from './clinic-partners.ts'
import { addConsents } from './consents.ts'
import { goalsFor } from './goals.ts'
import type { Colleague, House } from './house.ts'
import { demoId } from './ids.ts'
import type { Goal } from './notes.ts'
import { type Screening, screeningOf, weighingOf } from './placements.ts'
import { daysFrom, type Sheaf } from './rows.ts'
import type { Stay } from './stays.ts'

/** How people come, and from whom. The level is the care they come from. */
const ways: { source: Source; referrer: string; priorLevel: string }[] = [
  { source: 'self', referrer: '', priorLevel: '' },
  { source: 'self', referrer: '', priorLevel: '' },
  { source: 'family', referrer: '', priorLevel: '' },
  { source: 'hospital', referrer: 'Hudson Valley General, social work', priorLevel: '4' },
  { source: 'hospital', referrer: 'Stony Brook House, withdrawal unit', priorLevel: '3.7' },
  { source: 'provider', referrer: 'Cold Spring Residence', priorLevel: '3.5' },
  { source: 'provider', referrer: 'Beacon Family Practice', priorLevel: '' },
  { source: 'provider', referrer: 'Miriam Osei, LMHC', priorLevel: '1.5' },
  { source: 'court', referrer: 'Dutchess County Probation', priorLevel: '' },
  { source: 'employer', referrer: 'Harborline Employee Assistance', priorLevel: '' },
]

export const programNamed: Record<string, string> = {
  day: 'Day program',
  evening: 'Evening program',
  virtual: 'Virtual program',
  'lake-day': 'Day program',
}

/** How a person came: who asked for a place, and when somebody took it on. */
export function addReferral(house: House, sheaf: Sheaf, stay: Stay): { source: string; priorLevel: string } {
  if (stay.after !== null) return { source: 'provider', priorLevel: '2.1' }
  const way = pick(ways, house.chance(stay.person.id, 'came by'))
  if (stay.person.isKnown === true) return way
  const at = minutesAfter(stay.person.knownSince, 4)
  sheaf.add('referral', {
    id: demoId(at, stay.person.id, 'referral'),
    clientId: stay.person.id,
    ...way,
    referrerId: referrerId(house, way.referrer),
    acceptedBy: pick(house.coordinators, house.chance(stay.person.id, 'took on')).id,
    acceptedAt: at,
  })
  return way
}

/** The safety screen of this stay: nothing found, or something to keep an eye on. */
export function addScreen(
  house: House,
  sheaf: Sheaf,
  stay: Stay,
  at: Date,
  day: Day,
  screening?: Screening,
): { id: string } & Screening {
  const { person } = stay
  const found = screening ?? screeningOf(person.trouble, { age: ageOn(person.birthDate, day), sex: person.sex }, null)
  const id = demoId(at, stay.id, 'screen')
  sheaf.add('safetyScreen', {
    id,
    clientId: person.id,
    answers: { ...found.answers },
    thresholds: house.number === 0 ? JSON.parse(JSON.stringify(defaultThresholds)) : { id: found.gate.thresholds },
    stops: JSON.parse(JSON.stringify(found.gate.stops)),
    cautions: JSON.parse(JSON.stringify(found.gate.cautions)),
    screenedBy: pick(house.coordinators, house.chance(stay.id, 'screened by')).id,
    screenedAt: at,
  })
  return { id, ...found }
}

export function addAssessment(
  house: House,
  sheaf: Sheaf,
  stay: Stay,
  screen: { id: string } & Screening,
  at: Date,
  by: Colleague,
): { id: string; recommended: string } {
  const program = house.programs.find((one) => one.key === stay.program)?.kind ?? 'substance-use'
  const n = whole(0, 15, house.chance(stay.id, 'ratings'))
  const heavy = house.chance(stay.id, 'heavy') < 0.08
  const weighing = weighingOf({ program, ageGroup: 'adult', level: stay.level, heavy, n }, screen.gate)
  const id = demoId(at, stay.id, 'assessment')
  sheaf.add('placementAssessment', {
    id,
    clientId: stay.person.id,
    screenId: screen.id,
    edition: weighing.edition,
    ratings: weighing.ratings,
    facts: weighing.facts,
    recommendedLevel: weighing.recommendation.level,
    recommendation: JSON.parse(JSON.stringify(weighing.recommendation)),
    assessedBy: by.id,
    assessedAt: at,
  })
  return { id, recommended: weighing.recommendation.level }
}

const whyOtherwise = [
  'Lives with family who help, and starts here with a review after one week.',
  'Works nights; agreed on three days and a call on the others.',
  'Tried the next level in spring and left; wants this one and has a plan for nights.',
]

/** From the first call to the first group: referral, screen, assessment, decision, consents, episode, plan and dose. */
export function admit(house: House, sheaf: Sheaf, stay: Stay, therapist: Colleague, full: boolean): Goal[] {
  const { calendar, chance } = house
  const { person } = stay
  const { source, priorLevel } = addReferral(house, sheaf, stay)
  const morning = calendar.instant(stay.from, '08:00')
  const screenedAt = new Date(
    Math.max(minutesAfter(person.knownSince, 60).getTime(), minutesAfter(morning, -1440).getTime()),
  )
  const screen = addScreen(house, sheaf, stay, screenedAt, stay.from)
  const assessment = addAssessment(house, sheaf, stay, screen, minutesAfter(screenedAt, 50), therapist)
  const decidedAt = minutesAfter(screenedAt, 75)
  const decisionId = demoId(decidedAt, stay.id, 'decision')
  sheaf.add('placementDecision', {
    id: decisionId,
    assessmentId: assessment.id,
    clientId: person.id,
    levelOfCare: stay.level,
    because: assessment.recommended === stay.level ? '' : pick(whyOtherwise, chance(stay.id, 'otherwise')),
    decidedBy: therapist.id,
    decidedAt,
  })

  const by = pick(house.coordinators, chance(stay.id, 'admitted by')).id
  const admittedAt = minutesAfter(morning, whole(10, 28, chance(stay.id, 'minute')))
  if (full) addConsents(house, sheaf, stay, minutesAfter(admittedAt, -6), programNamed[stay.program] ?? 'program', by)
  sheaf.add('episode', {
    id: stay.id,
    clientId: person.id,
    programId: house.programs.find((one) => one.key === stay.program)?.id ?? '',
    levelOfCare: stay.level,
    during: daysFrom(stay.from, stay.isOver ? calendar.add(stay.until, 1) : null),
    residence: weighted(
      { home: 52, 'with-family': 22, 'sober-living': 16, shelter: 5, facility: 2, other: 3 },
      chance(person.id, 'lives'),
    ),
    referralSource: source,
    priorLevel,
    placementDecisionId: decisionId,
    admittedBy: by,
    admittedAt,
  })
  sheaf.add('primaryTherapist', {
    id: demoId(admittedAt, stay.id, 'therapist'),
    episodeId: stay.id,
    staffId: therapist.id,
    fromDay: stay.from,
    assignedBy: by,
    assignedAt: admittedAt,
  })
  sheaf.add('doseOrder', {
    id: demoId(admittedAt, stay.id, 'dose'),
    episodeId: stay.id,
    fromWeek: calendar.monday(stay.from),
    ...(stay.level === '1.5' ? { groupMinutes: 180, days: 1 } : { groupMinutes: 540, days: 3 }),
    individualMinutes: 50,
    // Every fourth week an hour with the family.
    familyMinutes: chance(stay.id, 'family hour') < 0.2 ? 15 : 0,
    medicationMinutes: chance(stay.id, 'medication') > 0.66 ? 0 : 10,
    because: '',
    orderedBy: therapist.id,
    orderedAt: minutesAfter(admittedAt, 4),
  })
  return addGoals(house, sheaf, stay, therapist, minutesAfter(admittedAt, 20))
}

function addGoals(house: House, sheaf: Sheaf, stay: Stay, therapist: Colleague, at: Date): Goal[] {
  const { chance } = house
  const pool = goalsFor(stay.person.trouble)
  const first = pick(pool.own, chance(stay.id, 'goal 1'))
  const second = pick(pool.shared, chance(stay.id, 'goal 2'))
  const third = pick(pool.own, chance(stay.id, 'goal 3'))
  const wanted = [
    stay.cast === null ? first : { words: stay.cast.goal, objective: first.objective },
    second,
    ...(third.words === first.words && stay.cast === null ? [] : [third]),
  ]
  const goals = wanted.map(({ words, objective }, n) => {
    const id = stay.cast === null ? demoId(at, stay.id, 'goal', n + 1) : castId(`${stay.cast.key} goal ${n + 1}`)
    sheaf.add('planGoal', {
      id,
      episodeId: stay.id,
      position: n + 1,
      words,
      objective,
      openedBy: therapist.id,
      openedAt: at,
    })
    return { id, words }
  })
  if (stay.isOver) endGoals(house, sheaf, stay, goals, therapist)
  return goals
}

/** What became of the goals of someone who leaves as planned. Who drops out leaves them open. */
export function endGoals(house: House, sheaf: Sheaf, stay: Stay, goals: Goal[], therapist: Colleague): void {
  if (stay.ending !== 'completed' && stay.ending !== 'transferred') return
  const endedAt = house.calendar.instant(stay.until, '16:00')
  for (const { id } of goals) {
    const met = house.chance(id, 'met') < (stay.ending === 'completed' ? 0.72 : 0.3)
    const outcome = met ? 'met' : 'dropped'
    sheaf.add('planGoalEnd', {
      id: demoId(endedAt, id, 'ended'),
      goalId: id,
      outcome,
      words: '',
      endedBy: therapist.id,
      endedAt,
    })
  }
}
