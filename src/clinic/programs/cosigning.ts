import { refuse, type Refusal } from '../../basics/refusal.ts'
import { defaultSigners, mustBeCosigned, type SignerRow } from './signers.ts'

/** A signature as it stands under a document. */
export type Signature = { part: 'author' | 'co-signer'; by: string; name: string; needsCosign: boolean }

/**
 * Whether someone may co-sign a document now (`what`: 'note', 'assessment'): it waits for a second signature, they did
 * not sign it first, and their own credential needs nobody's. Source: clinical.md §7.4 [K].
 */
export function mayCosign(
  what: string,
  signatures: readonly Signature[],
  person: { id: string; credential: string },
  state: string | null,
  table: readonly SignerRow[] = defaultSigners,
): Refusal | null {
  const author = signatures.find((signature) => signature.part === 'author')
  const second = signatures.find((signature) => signature.part === 'co-signer')
  if (author === undefined) return refuse('not-signed', `Nobody has signed this ${what} yet.`)
  if (second !== undefined) return refuse('cosigned', `${second.name} co-signed this ${what} already.`)
  if (!author.needsCosign) return refuse('no-cosign', `This ${what} is complete with the signature it has.`)
  if (author.by === person.id) {
    return refuse('own-note', `You wrote this ${what}, so somebody else co-signs it.`)
  }
  if (mustBeCosigned(person.credential, state, table).cosign) {
    return refuse(
      'credential',
      'A co-signature needs a credential that signs alone. Ask an administrator to add yours.',
    )
  }
  return null
}

/** 'Lee Park, LMHC': a name as it stands under what somebody signs. */
export const signsAs = ({ name, credential }: { name: string; credential: string }): string =>
  [name, credential.trim()].filter((part) => part !== '').join(', ')
