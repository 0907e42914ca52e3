import type { RecipientKind } from './consent.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { plainLetters } from '../../basics/text.ts'

/** How staff can know that a caller is who they say. A voice and a name are not enough. */
export const verifications = {
  'called-back': 'I called back on the number on file',
  'through-their-desk': 'I called their office’s public number and was put through',
  'photo-id': 'They stand here, and I saw a photo ID',
} as const
export type Verification = keyof typeof verifications
export const verificationKinds = ['called-back', 'through-their-desk', 'photo-id'] as const

export type Caller = { name: string; kind: RecipientKind; organisation: string; phone: string }

/** The names by which a consent could mean this caller: their own, and of an organisation its. */
export const namesOf = ({ name, kind, organisation }: Pick<Caller, 'name' | 'kind' | 'organisation'>): string[] =>
  (kind === 'person' ? [name] : [organisation, name]).filter((one) => one.trim() !== '')

/** Does somebody on file go by this name? Accents, case and doubled spaces do not count. */
export const sameName = (one: string, other: string): boolean =>
  plainLetters(one) !== '' && plainLetters(one) === plainLetters(other)

/**
 * May what was said be recorded so? Null when yes. Refuses 'not-verified' without a way in which the caller was verified,
 * 'notice-not-said' when the sentence of 42 CFR 2.32(a)(2) was not said, 'nothing-chosen' and 'no-words'.
 */
export function saidRefusal(said: {
  what: readonly string[]
  words: string
  verified: Verification | null
  noticeSaid: boolean
}): Refusal | null {
  if (said.what.length === 0) return refuse('nothing-chosen', 'Choose what you told.')
  if (said.words.trim().length < 3) return refuse('no-words', 'Write what you said, in a sentence.')
  if (said.verified === null)
    return refuse('not-verified', 'Verify the caller first: call back on the number on file. Then tell.')
  if (!said.noticeSaid)
    return refuse('notice-not-said', 'Say the sentence of the notice too, and tick that you did (42 CFR 2.32).')
  return null
}
