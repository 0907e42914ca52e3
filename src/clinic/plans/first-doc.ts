import type { Doc } from '../../basics/draft.ts'
import type { Day } from '../../basics/dates.ts'
import { serviceKind } from '../programs/library.ts'
import { most } from './plan-doc.ts'
import type { Booked } from './scheduled.ts'

export type Known = {
  goals: readonly { id: string; words: string; objective: string }[]
  diagnoses: readonly { id: string; words: string }[]
  booked: readonly Booked[]
  days: number | null
  fromWeek: Day
  reviewOn: Day
}

/**
 * What a first draft begins with: the goals that were written before there was a plan, with their objective; a problem for each
 * diagnosis; and the services that the person's week holds already, as often and as long as it holds them.
 */
export function firstDoc(known: Known): Doc {
  const doc: Doc = { fromWeek: known.fromWeek, reviewOn: known.reviewOn }
  for (const [n, one] of known.diagnoses.slice(0, most.problems).entries()) {
    doc[`p${n + 1}-words`] = one.words
    doc[`p${n + 1}-diagnosis`] = one.id
  }
  for (const [n, one] of known.goals.slice(0, most.goals).entries()) {
    doc[`g${n + 1}-id`] = one.id
    doc[`g${n + 1}-words`] = one.words
    if (one.objective !== '') doc[`g${n + 1}o1-words`] = one.objective
  }
  const kinds = Map.groupBy(
    known.booked.filter((one) => serviceKind(one.service) !== null),
    (one) => `${one.service} ${one.minutes}`,
  )
  for (const [n, same] of [...kinds.values()].slice(0, most.services).entries()) {
    const [first] = same
    if (first === undefined) continue
    const slot = `s${n + 1}`
    doc[`${slot}-kind`] = first.service
    doc[`${slot}-times`] = `${same.length}`
    doc[`${slot}-every`] = '1'
    doc[`${slot}-minutes`] = `${first.minutes}`
    doc[`${slot}-who`] = first.what === 'visit' ? first.name : 'The leaders of the group'
    doc[`${slot}-for`] = ''
  }
  const days = known.days ?? new Set(known.booked.map((one) => one.weekday)).size
  if (days > 0) doc.days = `${Math.min(7, days)}`
  return doc
}

/** The next version begins as a copy: what was met is not carried on, and the days are chosen anew. */
export function nextDoc(last: Doc, met: ReadonlySet<string>, fresh: { fromWeek: Day; reviewOn: Day }): Doc {
  const doc: Doc = { ...last, because: '', ...fresh }
  const gone = new Set(
    Object.entries(doc).flatMap(([name, id]) => (/^g\do\d-id$/.test(name) && met.has(id) ? [name.slice(0, -3)] : [])),
  )
  for (const name of Object.keys(doc)) if (gone.has(name.split('-')[0] ?? '')) delete doc[name]
  for (const [name, text] of Object.entries(doc)) {
    if (!/^s\d+-for$/.test(name)) continue
    doc[name] = text
      .split(' ')
      .filter((slot) => !gone.has(slot))
      .join(' ')
  }
  return doc
}
