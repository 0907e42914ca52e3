import type { Clinician, ClientWeek, Instance, Seeker, SeriesOption, VisitPlan } from './instance.ts'
import { misfitsOf } from './fit.ts'
import { isSameTime, minutesOf, sharedMinutes } from './week.ts'
import { urgency, type Weights } from './weights.ts'

/** One thing that costs points, and what it is about: a topic, a series or a clinician by its id, a weekday. */
export type CostLine = { kind: keyof Weights; points: number; client: string | null; about: string | null }

export type Lookup = {
  series: ReadonlyMap<string, SeriesOption>
  clinicians: ReadonlyMap<string, Clinician>
  clients: ReadonlyMap<string, Seeker>
}

export const lookupOf = (instance: Instance): Lookup => ({
  series: new Map(instance.series.map((one) => [one.id, one])),
  clinicians: new Map(instance.clinicians.map((one) => [one.id, one])),
  clients: new Map(instance.clients.map((one) => [one.id, one])),
})

export const emptyWeek = (client: string): ClientWeek => ({
  client,
  series: [],
  individual: null,
  family: null,
  medication: null,
})

/** The clinician who holds a client's week together: who sees them alone, else who sees their family. */
export const primaryOf = (week: ClientWeek): string | null =>
  week.individual?.clinician ?? week.family?.clinician ?? null

const kinds = ['individual', 'family', 'medication'] as const
export type VisitKind = (typeof kinds)[number]
export const visitKinds: readonly VisitKind[] = kinds

/** Shortfalls of a week, as their points: the lines that make it less than whole. */
const shortfalls: ReadonlySet<keyof Weights> = new Set([
  'minutes',
  'core',
  'topic',
  'day',
  'individual',
  'family',
  'medication',
])

/** A week is whole when nothing prescribed is missing from it. */
export const isWhole = (lines: readonly CostLine[]): boolean => !lines.some((line) => shortfalls.has(line.kind))
/** What a week lacks, in points: 0 where it is whole. */
export const lackIn = (lines: readonly CostLine[]): number =>
  pointsOf(lines.filter((line) => shortfalls.has(line.kind)))

/** Every point that one client's week costs by itself. What the rooms cost (`roomLines`) is not in it. */
export function weekLines(client: Seeker, week: ClientWeek, lookup: Lookup, weights: Weights): CostLine[] {
  const chosen = week.series.flatMap((id) => lookup.series.get(id) ?? [])
  const lines: CostLine[] = []
  const add = (kind: keyof Weights, amount: number, about: string | null = null) => {
    if (amount > 0) lines.push({ kind, points: amount * weights[kind], client: client.id, about })
  }
  const heavy = urgency(client)
  const counted = chosen.filter((one) => one.counts)
  const minutes = sum(counted.map((one) => minutesOf(one.time)))
  const core = sum(chosen.filter((one) => one.isCore).map((one) => minutesOf(one.time)))
  add('minutes', (heavy * Math.max(0, client.need.minutes - minutes)) / 90)
  add('core', (heavy * Math.max(0, client.need.coreMinutes - core)) / 90)
  for (const topic of client.need.topics) if (!chosen.some((one) => one.topic === topic)) add('topic', heavy, topic)
  add('day', heavy * Math.max(0, client.need.days - new Set(counted.map((one) => one.time.weekday)).size))
  for (const kind of kinds) if (client.need[kind] !== null && week[kind] === null) add(kind, heavy)

  for (const day of travelDays(week, chosen)) add('travelDay', 1, String(day))
  for (const one of chosen) add('unloved', sharedMinutes(one.time, client.unloved) / 90, one.id)
  for (const visit of visitsOf(week)) add('unloved', sharedMinutes(visit.time, client.unloved) / 90, visit.clinician)
  for (const id of new Set([primaryOf(week), week.medication?.clinician ?? null])) {
    const clinician = id === null ? undefined : lookup.clinicians.get(id)
    if (clinician !== undefined) add('misfit', misfitsOf(client, clinician), clinician.id)
  }
  const beyond = Math.max(0, minutes - client.need.minutes)
  const uncounted = sum(chosen.filter((one) => !one.counts).map((one) => minutesOf(one.time)))
  add('surplus', (beyond + uncounted) / 90)
  return [...lines, ...moves(client, week, weights)]
}

/** What it costs that this week is not today's. */
function moves(client: Seeker, week: ClientWeek, weights: Weights): CostLine[] {
  const { now } = client
  if (now === null) return []
  const line = (kind: keyof Weights, about: string): CostLine => ({
    kind,
    points: weights[kind],
    client: client.id,
    about,
  })
  const left = now.series.filter((id) => !week.series.includes(id)).map((id) => line('movedSeries', id))
  const moved = kinds.flatMap((kind) => {
    const before = now[kind]
    return client.need[kind] === null || before === null || isSameVisit(before, week[kind])
      ? []
      : [line('movedHour', before.clinician)]
  })
  const before = primaryOf(now)
  const isPrescribed = client.need.individual !== null || client.need.family !== null
  const other = isPrescribed && before !== null && before !== primaryOf(week) ? [line('movedTherapist', before)] : []
  return [...left, ...moved, ...other]
}

export const isSameVisit = (one: VisitPlan, other: VisitPlan | null): boolean =>
  other !== null && one.clinician === other.clinician && isSameTime(one.time, other.time)

export const visitsOf = (week: ClientWeek): VisitPlan[] =>
  [week.individual, week.family, week.medication].filter((one) => one !== null)

const travelDays = (week: ClientWeek, chosen: readonly SeriesOption[]): Set<number> =>
  new Set([
    ...chosen.filter((one) => one.site !== null).map((one) => one.time.weekday),
    ...visitsOf(week)
      .filter((one) => !one.byVideo)
      .map((one) => one.time.weekday),
  ])

/** What a room costs with so many people in it, of whom so many are new. Nobody in it: nothing. */
export const roomLines = (series: SeriesOption, members: number, newcomers: number, weights: Weights): CostLine[] => {
  if (members === 0) return []
  const line = (kind: keyof Weights, amount: number): CostLine[] =>
    amount > 0 ? [{ kind, points: amount * weights[kind], client: null, about: series.id }] : []
  return [
    ...line('running', 1),
    ...line('belowLeast', series.least - members),
    ...line('newcomer', newcomers - (2 / 3) * members),
  ]
}

export const roomCost = (series: SeriesOption, members: number, newcomers: number, weights: Weights): number =>
  members === 0
    ? 0
    : weights.running +
      weights.belowLeast * Math.max(0, series.least - members) +
      weights.newcomer * Math.max(0, newcomers - (2 / 3) * members)

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
export const pointsOf = (lines: readonly CostLine[]): number => sum(lines.map((line) => line.points))
