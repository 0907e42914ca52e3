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

/** What is wrong with a signature, by name: faces that speak other languages have their own sentence for each. */
export const signatureSentences = {
  'no-signature': 'Sign by drawing or by typing your name.',
  'too-short': 'Type your name to sign: two letters or more.',
  'other-name': 'Type your name as it is printed, or your initials.',
  'not-drawn': 'Draw your signature in the box.',
  'not-meant': 'Tick that you have read this and mean to sign it.',
  'no-name': 'Print the name of the person who signs.',
  'not-the-client': 'The printed name is not the client’s. Choose in what capacity this person signs.',
  'adult-signs': 'An adult signs for themselves. If a court or a proxy says otherwise, sign as representative.',
  'no-right': 'Say by what right you sign: mother, guardian by court order, health care proxy.',
} as const
export type SignatureFault = keyof typeof signatureSentences

type Signers = { names: readonly string[]; age: number | null }

/**
 * What keeps a signature from counting; empty when it counts. Typed: two letters or more that stand for the printed name
 * (or another name of the client, such as the preferred one). Drawn: at least one stroke. Either: the intention ticked and
 * the signer's name printed. A guardian or representative says by what right; nobody signs as guardian for an adult. `age`
 * of the client in completed years, null when not known. ESIGN Act, 15 USC 7006(5).
 */
export function signatureFaults(draft: SignatureDraft, client: Signers): SignatureFault[] {
  const faults: SignatureFault[] = []
  const { signature, capacity, signerName } = draft
  if (signature === null) faults.push('no-signature')
  else if (signature.method === 'typed') {
    const own = capacity === 'client' ? [signerName, ...client.names] : [signerName]
    if (lettersIn(signature.text) < 2) faults.push('too-short')
    else if (!standsFor(signature.text, own)) faults.push('other-name')
  } else if (!isDrawn(signature.strokes)) faults.push('not-drawn')
  if (!draft.intends) faults.push('not-meant')
  if (lettersIn(signerName) < 2) faults.push('no-name')
  if (capacity === 'client' && lettersIn(signerName) >= 2 && !standsFor(signerName, client.names))
    faults.push('not-the-client')
  if (capacity === 'guardian' && client.age !== null && client.age >= 18) faults.push('adult-signs')
  if (capacity !== 'client' && lettersIn(draft.authority) < 3) faults.push('no-right')
  return faults
}

/** The faults of a signature as sentences for staff. */
export const signatureProblems = (draft: SignatureDraft, client: Signers): string[] =>
  signatureFaults(draft, client).map((fault) => signatureSentences[fault])

/** A line that was drawn comes as path data ("M10 20L30 40"); the rules weigh strokes. */
export function signatureFrom(given: { typed: string; path: string | null } | null): Signature | null {
  if (given === null) return null
  if (given.path === null) return { method: 'typed', text: given.typed }
  const strokes = given.path
    .split('M')
    .filter((part) => part !== '')
    .map((part) => part.split('L').map((pair): Point => [Number(pair.split(' ')[0]), Number(pair.split(' ')[1])]))
  return { method: 'drawn', strokes }
}
