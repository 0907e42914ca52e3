import { refuse, type Refusal } from '../../basics/refusal.ts'

/**
 * May a booked call be moved or cancelled by its link? Until it begins, and only from a page that shows how it stands.
 * @param seen the number of the booking that the page showed
 */
export function mayChange(
  call: { startsAt: Date; ended: '' | 'moved' | 'cancelled'; number: number },
  seen: number,
  at: Date,
): Refusal | null {
  if (call.ended === 'cancelled') return refuse('call-cancelled', 'This call is cancelled. Book a new one if you like.')
  if (call.number !== seen)
    return refuse('call-changed', 'This call was changed on another page. Here is how it stands now.')
  if (at >= call.startsAt) return refuse('call-begun', 'The time of this call has come, so it cannot be changed here.')
  if (call.number >= mostMoves) return refuse('moved-often', 'This call was moved many times. Please telephone us.')
  return null
}

/** A call may be moved this often by its link: the desk's diary is no toy. */
export const mostMoves = 10

/** A visitor may write so many messages before somebody answers, and so many in all. */
export const mostUnanswered = 10
export const mostMessages = 200

/** May the holder of a link go on writing? Not after `silenceDays` of silence, nor on and on without an answer. */
export function mayWrite(
  messages: readonly { byVisitor: boolean; writtenAt: Date }[],
  silenceDays: number,
  at: Date,
): Refusal | null {
  if (isSilent(messages, silenceDays, at))
    return refuse(
      'thread-closed',
      `Nobody has written here for ${silenceDays} days, so this conversation is closed. Write a new message.`,
    )
  const lastAnswer = messages.findLastIndex((one) => !one.byVisitor)
  if (messages.length - 1 - lastAnswer >= mostUnanswered || messages.length >= mostMessages)
    return refuse('thread-full', 'There are many messages here already. Please wait for our answer, or telephone us.')
  return null
}

/** True after `silenceDays` whole days (of 24 h) without a message from either side. */
export function isSilent(messages: readonly { writtenAt: Date }[], silenceDays: number, at: Date): boolean {
  const last = Math.max(...messages.map((one) => one.writtenAt.getTime()))
  return at.getTime() - last >= silenceDays * 86_400_000
}

/** The desk promises an answer to be read within the hour only where it stays open for that hour. */
export const promisedMinutes = 60
