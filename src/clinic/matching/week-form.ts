import { isId, sha256 } from '../../basics/ids.ts'
import { type VisitKind, visitKinds } from './cost.ts'
import type { ClientWeek, VisitPlan } from './instance.ts'

/** A visit as a form carries it: 'clinician weekday from to phase video'. */
const visitWritten = ({ clinician, time, phase, byVideo }: VisitPlan): string =>
  [clinician, time.weekday, time.from, time.to, phase, byVideo ? 1 : 0].join(' ')

/** Reads it back; null for anything that is none. */
export function visitRead(text: string): VisitPlan | null {
  const [clinician, ...numbers] = text.split(' ')
  const [weekday = 0, from = -1, to = -1, phase = -1, video = -1] = numbers.map(Number)
  if (!isId(clinician) || numbers.length !== 5 || ![weekday, from, to, phase, video].every(Number.isInteger))
    return null
  if (weekday < 1 || weekday > 7 || from < 0 || to > 1440 || from >= to || phase < 0 || phase > 3) return null
  return { clinician, time: { weekday, from, to }, phase, byVideo: video === 1 }
}

/** The fields of a form that carries a whole week. */
export const weekFields = (week: ClientWeek): [name: string, value: string][] => [
  ...week.series.map((id): [string, string] => ['series[]', id]),
  ...visitKinds.flatMap((kind): [string, string][] => {
    const visit = week[kind]
    return visit === null ? [] : [[kind, visitWritten(visit)]]
  }),
]

/** The week that a form carried, or null where it is none. */
export function weekRead(
  client: string,
  typed: { series: readonly string[] } & Record<VisitKind, string>,
): ClientWeek | null {
  const visits = visitKinds.map((kind) => (typed[kind] === '' ? null : visitRead(typed[kind])))
  const isWhole = visitKinds.every((kind, n) => typed[kind] === '' || visits[n] !== null)
  if (!isWhole || !typed.series.every(isId) || new Set(typed.series).size < typed.series.length) return null
  const [individual = null, family = null, medication = null] = visits
  return { client, series: [...typed.series].toSorted(), individual, family, medication }
}

/** What stood when the page was shown: another word means that somebody changed this client's week since. */
export const seenOf = (now: ClientWeek | null, lead: string | null): string =>
  sha256(JSON.stringify([now === null ? [] : weekFields({ ...now, series: now.series.toSorted() }), lead])).slice(0, 16)
