import { plural } from '../../basics/text.ts'

/** `left`: how many more fit under the limit; below 0 when there are too many; null without a limit. */
export type Load = { clients: number; most: number | null; left: number | null; words: string }

/** How a caseload stands against its limit (whole clients, from 0). Source: the clinic's dated rows (clinical.md §7.1). */
export function loadOf(n: number, most: number | null): Load {
  return {
    clients: n,
    most,
    left: most === null ? null : most - n,
    words: most === null ? plural(n, 'client', 'clients') : `${n} of at most ${plural(most, 'client', 'clients')}`,
  }
}
