import { sha256 } from '../../basics/ids.ts'
import type { Day } from '../../basics/dates.ts'
import type { Observed } from './observed.ts'
import type { Shared } from './rules.ts'

/** Everything that a signature stands for. */
export type Content = {
  sessionId: string
  day: Day
  leaders: string
  shared: Shared
  parts: readonly {
    clientId: string
    goalId: string | null
    mark: string
    minutes: number
    ownWords: string
    numberPresent: number
    observed?: Observed
  }[]
}

/**
 * SHA-256, 64 hexadecimal digits, of what was signed: the same words give the same hash whatever the order of the rows.
 * The author's and the co-signer's signature carry the same one, or something was changed between them.
 */
export function contentHash({ sessionId, day, leaders, shared, parts }: Content): string {
  const sorted = [...parts].sort((a, b) => (a.clientId < b.clientId ? -1 : 1))
  return sha256(
    JSON.stringify([
      sessionId,
      day,
      leaders,
      [shared.topic, shared.intervention, shared.howItWent],
      sorted.map((one) => [
        one.clientId,
        one.goalId,
        one.mark,
        one.minutes,
        one.ownWords,
        one.numberPresent,
        // A note without observations has the hash that it always had.
        ...Object.entries(one.observed ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
      ]),
    ]),
  )
}
