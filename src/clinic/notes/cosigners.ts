import { refuse, type Refusal } from '../../basics/refusal.ts'

/** Whoever stands above the writer that day, over any number of steps, nearest first. */
export type Chain = readonly { id: string; name: string }[]

/**
 * Whether this person may be the second name under what somebody wrote: their supervisor, whoever supervises that supervisor,
 * or the director. Whether their credential reaches that far is asked apart. Source: clinical.md §7.1, §7.4 [K].
 */
export function standsAbove(person: { id: string; role: string }, writer: string, chain: Chain): Refusal | null {
  if (person.role === 'director' || chain.some(({ id }) => id === person.id)) return null
  const names = chain.map(({ name }) => name)
  return refuse(
    'not-supervisor',
    names.length === 0
      ? `Nobody is recorded as supervisor of ${writer}, so the director co-signs.`
      : `${names.join(' or ')} supervises ${writer} and co-signs; the director may too.`,
  )
}
