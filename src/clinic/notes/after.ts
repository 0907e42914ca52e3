import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { namesIn, type Member } from './guards.ts'
import { mayCosign as mayCosignThis, type Signature } from '../programs/cosigning.ts'

import type { SignerRow } from '../programs/signers.ts'

export type { Signature } from '../programs/cosigning.ts'

/** Whether someone may co-sign a note now. Source: clinical.md §7.4 [K]. */
export const mayCosign = (
  signatures: readonly Signature[],
  person: { id: string; credential: string },
  state: string | null,
  table?: readonly SignerRow[],
): Refusal | null => mayCosignThis('note', signatures, person, state, table)

/**
 * What is added to a note when a client's wish to have it corrected is accepted: what it says now, and where their own words stand.
 * Their words are not copied into it, since they may name others. Source: 45 CFR 164.526(c)(1) (append, or link).
 */
export const amendmentInWords = (askedOn: Day, corrected: string): string =>
  `Corrected at the client’s wish of ${askedOn}, which stands beside this note. ${corrected}`

export type Attendee = { clientId: string; called: string; names: Member }

/**
 * Whether these words may be added to a signed note. An addendum for everyone stands in every attendee's chart and names
 * none of them; one for a client names nobody else. Source: clinical.md §0 fact 8, §7.3.
 */
export function mayAdd(
  note: { groupName: string; isTheirs: boolean; attendees: readonly Attendee[] },
  said: { clientId: string | undefined; words: string },
): Refusal | null {
  if (!note.isTheirs) {
    return refuse('not-leader', `Whoever led ${note.groupName} adds to its note, or the director.`)
  }
  const own = note.attendees.find((one) => one.clientId === said.clientId)
  if (said.clientId !== undefined && own === undefined) {
    return refuse('not-attended', 'Choose somebody who attended, or everyone.')
  }
  const others = note.attendees.filter((one) => one !== own).map((one) => one.names)
  const words = [...new Set(namesIn(said.words, others, own?.names ?? null).map((found) => `“${found.text}”`))]
  if (words.length === 0) return null
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
  return own === undefined
    ? refuse('name-in-shared', `Every attendee’s chart shows this. Put it without ${list}.`, words)
    : refuse('name-in-part', `This is for ${own.called}’s chart alone. Put it without ${list}.`, words)
}

export type Added = { by: string; at: string }

/**
 * Whether a note that waits for its second signature is with its author again: whoever co-signs asked for something in
 * an addendum, and the author has not answered with one since.
 */
export function isReturned(signatures: readonly Signature[], addenda: readonly Added[]): boolean {
  const author = signatures.find((signature) => signature.part === 'author')
  if (author === undefined || !author.needsCosign || signatures.some(({ part }) => part === 'co-signer')) return false
  const last = addenda.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1)
  return last !== undefined && last.by !== author.by
}
