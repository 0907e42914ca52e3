import type {
  Clinician,
  ClientWeek,
  Instance,
  Seeker,
  SeriesOption,
  VisitPlan,
  WeekTime,
} from '../src/clinic/matching/instance.ts'
import { evaluate } from '../src/clinic/matching/evaluate.ts'
import { overlaps } from '../src/clinic/matching/week.ts'
import type { Weights } from '../src/clinic/matching/weights.ts'
import { chance, diceOf, type Dice, oneOf } from './instance-dice.ts'

// Clinics so small that every week of a client can be tried, and so odd that no size of group or rhythm of visit is usual.

const clock = (dice: Dice, length: number): WeekTime => {
  const from = 9 * 60 + Math.floor(dice() * 10) * 30
  return { weekday: oneOf(dice, [1, 2, 3] as const), from, to: from + length }
}

export function tinyCase(seed: number): { instance: Instance; client: Seeker; other: ClientWeek } {
  const dice = diceOf(seed * 101 + 7)
  const series = Array.from(
    { length: 5 },
    (_, at): SeriesOption => ({
      id: `g${at}`,
      site: chance(dice, 0.7) ? 'n1' : null,
      time: clock(dice, oneOf(dice, [50, 60, 75, 90, 120, 180] as const)),
      seats: oneOf(dice, [1, 2, 6] as const),
      least: oneOf(dice, [1, 3, 4] as const),
      takes: chance(dice, 0.9) ? ['dbt'] : ['ptsd'],
      topic: oneOf(dice, ['core', 'skills', 'art'] as const),
      isCore: chance(dice, 0.5),
      counts: chance(dice, 0.8),
      affinity: null,
      age: 'any',
      states: null,
      leaders: [],
      isClosed: chance(dice, 0.1),
    }),
  )
  const clinicians = ['t1', 't2', 'p1'].map(
    (id): Clinician => ({
      id,
      part: id === 'p1' ? 'prescriber' : 'therapist',
      sites: chance(dice, 0.8) ? ['n1'] : [],
      byVideo: chance(dice, 0.5),
      states: ['OH'],
      takes: chance(dice, 0.5) ? ['dbt'] : ['ptsd'],
      ages: ['adult'],
      gender: chance(dice, 0.5) ? 'female' : 'male',
      languages: chance(dice, 0.5) ? ['en'] : ['es'],
      affinities: [],
      caseload: oneOf(dice, [1, 2] as const),
      hours: apartFromEachOther(Array.from({ length: 3 }, () => clock(dice, 60))),
    }),
  )
  const visit = (share: number) =>
    chance(dice, share) ? { minutes: 50, every: oneOf(dice, [1, 2, 4] as const) } : null
  const client: Seeker = {
    id: 'c1',
    site: 'n1',
    takesVideo: chance(dice, 0.7),
    state: 'OH',
    age: 'adult',
    specialty: 'dbt',
    affinities: [],
    free: [1, 2, 3].map((weekday) => ({ weekday, from: 8 * 60, to: chance(dice, 0.5) ? 13 * 60 : 18 * 60 })),
    unloved: [clock(dice, 120), clock(dice, 120)],
    familyFree: chance(dice, 0.5) ? [1, 2].map((weekday) => ({ weekday, from: 9 * 60, to: 18 * 60 })) : null,
    languages: ['en'],
    clinicianGender: chance(dice, 0.2) ? 'female' : null,
    acuity: oneOf(dice, [1, 2, 3] as const),
    waitingDays: Math.floor(dice() * 20),
    isNew: chance(dice, 0.5),
    need: {
      minutes: oneOf(dice, [120, 180, 240] as const),
      mostMinutes: 300,
      coreMinutes: oneOf(dice, [0, 60, 90] as const),
      topics: chance(dice, 0.6) ? ['skills', 'art'] : [],
      days: oneOf(dice, [1, 2, 3] as const),
      mostMinutesADay: 180,
      individual: visit(0.8),
      family: visit(0.6),
      medication: visit(0.6),
    },
    pinned: [],
    now: null,
  }
  // Somebody else, who takes a seat or two and an hour, and whom the client may have to keep away from.
  const other: ClientWeek = {
    client: 'c2',
    series: series.filter(() => chance(dice, 0.3)).map((one) => one.id),
    individual: null,
    family: null,
    medication: null,
  }
  const second: Seeker = { ...client, id: 'c2', isNew: true }
  return {
    instance: { series, clinicians, clients: [client, second], apart: chance(dice, 0.3) ? [['c1', 'c2']] : [] },
    client,
    other,
  }
}

const apartFromEachOther = (hours: readonly WeekTime[]): WeekTime[] =>
  hours.filter((one, at) => !hours.slice(0, at).some((before) => overlaps(before, one)))

/** The cheapest of all weeks that the judge lets stand, tried one after the other. Visits that only alternate are left out. */
export function cheapestByTrying({ instance, client, other }: ReturnType<typeof tinyCase>, weights: Weights): number {
  const none: ClientWeek = { client: 'c1', series: [], individual: null, family: null, medication: null }
  const known = new Set(evaluate(instance, { weeks: [other] }, weights).violations.map((one) => one.sentence))
  const before = evaluate(instance, { weeks: [other] }, weights)
  const alone = evaluate({ ...instance, clients: [client] }, { weeks: [none] }, weights).cost
  const judged = (week: ClientWeek): number | null => {
    const verdict = evaluate(instance, { weeks: [other, week] }, weights)
    // Without a week of their own the client is judged as having an empty one: that is in `before` already.
    return verdict.violations.some((one) => !known.has(one.sentence)) ? null : verdict.cost - before.cost + alone
  }
  const hours = (part: Clinician['part']): (VisitPlan | null)[] => [
    null,
    ...instance.clinicians
      .filter((one) => one.part === part)
      .flatMap((one) =>
        one.hours.flatMap((time) =>
          [false, true].map((byVideo): VisitPlan => ({ clinician: one.id, time, phase: 0, byVideo })),
        ),
      ),
  ]
  const may = (visit: VisitPlan | null, kind: 'individual' | 'family' | 'medication') =>
    visit === null || judged({ ...none, [kind]: visit, ...(kind === 'family' ? { individual: null } : {}) }) !== null
  const individuals = hours('therapist').filter((one) => may(one, 'individual'))
  const families = hours('therapist').filter(
    (one) => one === null || (client.need.family !== null && (client.need.individual !== null || may(one, 'family'))),
  )
  const medications = hours('prescriber').filter((one) => may(one, 'medication'))
  let best = Number.POSITIVE_INFINITY
  for (let set = 0; set < 1 << instance.series.length; set++) {
    const series = instance.series.filter((_, at) => (set & (1 << at)) !== 0).map((one) => one.id)
    if (judged({ ...none, series }) === null) continue
    const busy = instance.series.filter((one) => series.includes(one.id)).map((one) => one.time)
    const clear = (visit: VisitPlan | null, others: readonly (VisitPlan | null)[]) =>
      visit === null ||
      ![...busy, ...others.flatMap((one) => one?.time ?? [])].some((time) => overlaps(time, visit.time))
    for (const individual of individuals)
      for (const family of families)
        for (const medication of medications) {
          if (family !== null && individual !== null && family.clinician !== individual.clinician) continue
          if (family !== null && individual === null && client.need.individual !== null) continue
          if (!clear(individual, [family, medication]) || !clear(family, [medication]) || !clear(medication, []))
            continue
          const cost = judged({ ...none, series, individual, family, medication })
          if (cost !== null && cost < best) best = cost
        }
  }
  return best
}
