import { dayAt } from '../../basics/dates.ts'
import type { ConsentRow, ConsentScope, Revocation, SignerCapacity } from './consent.ts'

/** Taken back, from the instant of the revocation on. What was told before stands. 42 CFR 2.31(a)(6). */
export const isRevoked = (consent: Pick<ConsentRow, 'id'>, revocations: readonly Revocation[], now: Date): boolean =>
  revocations.some((revocation) => revocation.consentId === consent.id && revocation.revokedAt <= now)

/** Over at the first instant after its last day at the clinic, or at the instant of the event that ends it. */
export const isOver = (consent: Pick<ConsentRow, 'expiresOn' | 'endedAt'>, now: Date, zone: string): boolean =>
  (consent.expiresOn !== null && dayAt(now, zone) > consent.expiresOn) ||
  (consent.endedAt !== null && consent.endedAt <= now)

/** A consent that stands now by itself: signed, not taken back, not over, not known to be false. */
export const standsNow = (consent: ConsentRow, revocations: readonly Revocation[], now: Date, zone: string): boolean =>
  consent.signedAt <= now &&
  consent.knownFalse !== true &&
  !isRevoked(consent, revocations, now) &&
  !isOver(consent, now, zone)

/** A representative signs in the client's place, but never in the place of a minor who has to sign beside a parent. */
export const signsAs = (
  row: Pick<ConsentRow, 'signerCapacity'>,
  capacity: SignerCapacity,
  needed: readonly SignerCapacity[],
): boolean =>
  row.signerCapacity === capacity ||
  (row.signerCapacity === 'representative' && capacity === 'client' && !needed.includes('guardian'))

/**
 * The rows of one document of this scope that everyone who has to sign has signed, and that stand now; the newest such
 * document. Null when there is none. `needed` from `signersNeeded` (authority.ts).
 */
export function standingConsent(
  scope: ConsentScope,
  consents: readonly ConsentRow[],
  revocations: readonly Revocation[],
  needed: readonly SignerCapacity[],
  now: Date,
  zone: string,
): ConsentRow[] | null {
  const standing = consents
    .filter((row) => row.scope === scope && standsNow(row, revocations, now, zone))
    .toSorted((a, b) => b.signedAt.getTime() - a.signedAt.getTime())
  for (const { document } of standing) {
    const rows = needed.map((capacity) =>
      standing.find((row) => row.document === document && signsAs(row, capacity, needed)),
    )
    const found = rows.filter((row) => row !== undefined)
    if (needed.length > 0 && found.length === needed.length) return found
  }
  return null
}
