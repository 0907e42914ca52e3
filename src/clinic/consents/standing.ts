import { type Day, dayAt } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
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

/**
 * May this consent be taken back on `today`? At once, as a rule. Only one for a court or officer that made treatment a
 * condition may wait, for a day or an event (42 CFR 2.35(c), default: your compliance officer confirms). `eventCame`: that
 * event has been recorded.
 */
export const mayBeTakenBack = (
  consent: { scope: string; revocableOn: Day | null; revocableWhen: string | null },
  today: Day,
  eventCame: boolean,
): boolean => {
  if (consent.scope !== 'criminal-justice' || eventCame) return true
  if (consent.revocableOn !== null) return today >= consent.revocableOn
  return consent.revocableWhen === null
}

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

/**
 * May this be recorded of a consent? Null when yes. An event or a condition ends only a consent that names one ('no-event');
 * it came after the signing ('before-signing') and not in the future ('in-the-future'); only a consent that has to wait gets
 * an event from which it may be taken back ('not-waiting'). 42 CFR 2.31(a)(7), 2.31(c), 2.35(c).
 */
export function eventRefusal(
  consent: { signedAt: Date; expiresWhen: string | null; revocableWhen: string | null },
  event: { kind: 'ended' | 'revocable' | 'known-false'; happenedAt: Date; howKnown: string },
  now: Date,
): Refusal | null {
  if (event.kind === 'ended' && consent.expiresWhen === null)
    return refuse('no-event', 'This consent names no event that ends it. Take it back, or let it run to its day.')
  if (event.kind === 'revocable' && consent.revocableWhen === null)
    return refuse('not-waiting', 'This consent waits for no event before it can be taken back.')
  if (event.happenedAt > now) return refuse('in-the-future', 'This lies in the future. Record it when it has come.')
  if (event.kind !== 'known-false' && event.happenedAt < consent.signedAt)
    return refuse('before-signing', 'This came before the consent was signed. Look at the day and time again.')
  if (event.howKnown.trim().length < 3) return refuse('no-source', 'Say how you know.')
  return null
}
