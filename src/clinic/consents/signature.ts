import { plainLetters } from '../../basics/text.ts'
import type { SignerCapacity } from './consent.ts'

export type Point = readonly [x: number, y: number]
export type Signature =
  | { method: 'typed'; text: string }
  /** Strokes in the order drawn, in the units of the pad. */
  | { method: 'drawn'; strokes: readonly (readonly Point[])[] }

export type SignatureDraft = {
  signature: Signature | null
  /** The box "I have read this and I mean to sign it" is ticked. */
  intends: boolean
  /** The printed name beside the signature. */
  signerName: string
  capacity: SignerCapacity
  /** By what right someone else signs: "mother", "health care proxy of 3 May 2025". Blank for the client. */
  authority: string
}

const lettersIn = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

const wordsIn = (name: string): string[] => plainLetters(name).match(/\p{L}+/gu) ?? []

/**
 * Does a typed signature stand for this name? It shares a whole word with it, or is its initials in order ("JG", "J. G.").
 * Accents and case do not count. What makes it a signature is the intention that is ticked beside it; this only catches
 * someone else's name typed by mistake.
 */
export function standsFor(typed: string, names: readonly string[]): boolean {
  const given = wordsIn(typed)
  return names.some((name) => {
    const words = wordsIn(name)
    const initials = words.map((word) => /\p{L}/u.exec(word)?.[0] ?? '').join('')
    return (
      given.some((word) => words.includes(word) && lettersIn(word) >= 2) ||
      (given.length > 0 && given.join('') === initials)
    )
  })
}

/** A drawing holds at least one stroke that goes somewhere: two points that differ. A dot or an empty pad is none. */
const isDrawn = (strokes: readonly (readonly Point[])[]): boolean =>
  strokes.some(([first, ...rest]) => first !== undefined && rest.some(([x, y]) => x !== first[0] || y !== first[1]))

/**
 * What keeps a signature from counting, as sentences; empty when it counts. Typed: two letters or more that stand for the
 * printed name (or another name of the client, such as the preferred one). Drawn: at least one stroke. Either: the
 * intention ticked and the signer's name printed. A guardian or representative says by what right; nobody signs as
 * guardian for an adult. `age` of the client in completed years, null when not known. ESIGN Act, 15 USC 7006(5).
 */
export function signatureProblems(
  draft: SignatureDraft,
  client: { names: readonly string[]; age: number | null },
): string[] {
  const problems: string[] = []
  const { signature, capacity, signerName } = draft
  if (signature === null) problems.push('Sign by drawing or by typing your name.')
  else if (signature.method === 'typed') {
    const own = capacity === 'client' ? [signerName, ...client.names] : [signerName]
    if (lettersIn(signature.text) < 2) problems.push('Type your name to sign: two letters or more.')
    else if (!standsFor(signature.text, own)) problems.push('Type your name as it is printed, or your initials.')
  } else if (!isDrawn(signature.strokes)) problems.push('Draw your signature in the box.')
  if (!draft.intends) problems.push('Tick that you have read this and mean to sign it.')
  if (lettersIn(signerName) < 2) problems.push('Print the name of the person who signs.')
  if (capacity === 'client' && lettersIn(signerName) >= 2 && !standsFor(signerName, client.names))
    problems.push('The printed name is not the client’s. Choose in what capacity this person signs.')
  if (capacity === 'guardian' && client.age !== null && client.age >= 18)
    problems.push('An adult signs for themselves. If a court or a proxy says otherwise, sign as representative.')
  if (capacity !== 'client' && lettersIn(draft.authority) < 3)
    problems.push('Say by what right you sign: mother, guardian by court order, health care proxy.')
  return problems
}
