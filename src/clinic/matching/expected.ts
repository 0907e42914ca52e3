import { addDays, type Day } from '../../basics/dates.ts'
import type { Instance, Seeker } from './instance.ts'

/** Who came lately, and how many of them: what a night expects of the two weeks to come. */
export type Lately = {
  /** First days of those in care, by client. */
  firstDays: ReadonlyMap<string, Day>
  /** Everybody admitted within `lookBackDays`, also those who have left since. */
  admissions: number
}

/** How far a night looks back and ahead; below so many admissions, or so many of them still here, it knows too little. */
export const lookBackDays = 84
const lookAheadDays = 14
const leastAdmissions = 12
const leastKnown = 8

/**
 * Several draws of the people who are likely to come within two weeks: as many as come in two weeks at the pace of the last
 * twelve, each like somebody who came then, drawn with putting back. Null where there is too little to draw from. The same seed
 * draws the same people. `today`: the day of the night. Source: forecast of admissions, formulation of the week 5.3 (decisions/011).
 */
export function expectedFrom(
  instance: Instance,
  { firstDays, admissions }: Lately,
  today: Day,
  { draws, seed }: { draws: number; seed: number },
): Seeker[][] | null {
  const since = addDays(today, -lookBackDays)
  const known = instance.clients.filter(({ id }) => {
    const first = firstDays.get(id)
    return first !== undefined && first > since && first <= today
  })
  if (admissions < leastAdmissions || known.length < leastKnown) return null
  const count = Math.max(1, Math.round((admissions * lookAheadDays) / lookBackDays))
  const chance = chanceFrom(seed)
  return Array.from({ length: draws }, () =>
    Array.from({ length: count }, () => known[Math.floor(chance() * known.length)]).flatMap((one) =>
      one === undefined ? [] : [{ ...one, isNew: true, waitingDays: 0 }],
    ),
  )
}

/** mulberry32. */
function chanceFrom(start: number): () => number {
  let a = start
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
