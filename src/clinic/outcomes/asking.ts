import { type Refusal, refuse } from '../../basics/refusal.ts'

/** The questions about danger, opened on a client's own page by somebody who is with them. */
export type Asking = {
  id: string
  clientId: string
  askedAt: Date
  until: Date
  isAnswered: boolean
  /** They said that they would rather talk, or it was taken back. */
  ended: 'rather-talks' | 'taken-back' | null
  /** The screener was recorded in another way since. */
  isAskedOtherwise: boolean
}

/** Whether the page shows the questions at an instant: somebody is with the client, and nothing has come of it yet. */
export const isShown = ({ until, isAnswered, ended }: Asking, now: Date): boolean =>
  !isAnswered && ended === null && now < until

/**
 * Whether answers are taken: once, within a day of being asked. What was marked while the time ran out, or while it was taken
 * back, is taken: the answer that says danger must never be the one that is turned away. Refuses 'answered', 'long-over'.
 */
export function mayAnswer({ isAnswered, askedAt }: Asking, now: Date): Refusal | null {
  if (isAnswered) return refuse('answered', 'These answers are here already.')
  return now.getTime() - askedAt.getTime() < 86_400_000
    ? null
    : refuse('long-over', 'These questions were for another day.')
}

export type AskingState = 'waits' | 'rather-talks' | 'silent' | 'settled'

/**
 * What staff have to know: it waits for the client; the client would rather talk; the time ran out and nothing came. The last two
 * stay until the screener is recorded in another way, or somebody takes the asking back. Source: clinical.md §1.6, decisions/020.
 */
export function stateOf(asking: Asking, now: Date): AskingState {
  if (asking.isAnswered || asking.isAskedOtherwise || asking.ended === 'taken-back') return 'settled'
  if (asking.ended === 'rather-talks') return 'rather-talks'
  return now < asking.until ? 'waits' : 'silent'
}
