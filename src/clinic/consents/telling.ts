import { dayAt } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { plainLetters } from '../../basics/text.ts'
import {
  type ConsentRow,
  type Information,
  type Purpose,
  recipientClasses,
  type RecipientKind,
  type Revocation,
  type SignerCapacity,
  tpoPurposes,
} from './consent.ts'
import { attachWithNotice, type Notice, noticeOn } from './notice.ts'
import { isOver, isRevoked, signsAs, standsNow } from './standing.ts'

export type Telling = {
  what: Information
  purpose: Purpose
  /** `name` is needed unless the consent names the whole class. */
  recipient: { kind: RecipientKind; name: string | null }
  /** Every consent of this one client, standing or not. */
  consents: readonly ConsentRow[]
  revocations: readonly Revocation[]
  /** Whose signatures a consent of this client needs (authority.ts). */
  signersNeeded: readonly SignerCapacity[]
  now: Date
  /** The clinic's time zone: a consent ends with the end of its day there. */
  zone: string
}

export type MayTell = { allowed: true; consentId: string; notice: Notice; attach: string }

/**
 * May this fact about a client leave, to this recipient, for this purpose, at this instant? Yes with the consent it rests
 * on and the notice that must go along, or a refusal that says what is missing. Without a consent that covers it, never.
 * A revocation counts from its instant on; what was told before stands. Refusals, from the nearest miss:
 * 'consent-revoked', 'consent-expired', 'not-all-signed', 'consent-not-yet', 'consent-false', 'recipient-not-named',
 * 'purpose-not-covered', 'information-not-covered', 'notes-need-own-consent', 'proceedings-need-own-consent', 'no-consent'.
 * The exceptions without consent (emergency, first report of child abuse, court order, audit) are not decided here.
 * 42 CFR 2.13, 2.31, 2.32, 2.33.
 */
export function decideTelling(telling: Telling): MayTell | Refusal {
  const misses: { step: number; refusal: Refusal }[] = []
  const candidates = telling.consents.toSorted(
    (a, b) => b.signedAt.getTime() - a.signedAt.getTime() || (a.id < b.id ? 1 : -1),
  )
  for (const consent of candidates) {
    if (consent.scope === 'treatment') continue
    const step = checks.findIndex((check) => !check.holds(consent, telling))
    const missed = checks[step]
    if (missed === undefined)
      return {
        allowed: true,
        consentId: consent.id,
        notice: noticeOn(dayAt(telling.now, telling.zone)),
        attach: attachWithNotice,
      }
    misses.push({ step, refusal: missed.refusal })
  }
  const nearest = misses.reduce<{ step: number; refusal: Refusal } | null>(
    (best, miss) => (best === null || miss.step > best.step ? miss : best),
    null,
  )
  if (telling.what === 'counselling-notes' && (nearest === null || nearest.step <= 1))
    return refuse('notes-need-own-consent', 'Counselling notes leave only with a consent of their own.')
  if (telling.purpose === 'legal-proceedings' && (nearest === null || nearest.step <= 1))
    return refuse(
      'proceedings-need-own-consent',
      'Legal proceedings need a consent of their own, or a court order. Call the privacy officer.',
    )
  return nearest?.refusal ?? noConsent
}

const noConsent = refuse(
  'no-consent',
  'No consent covers this. Say neither yes nor no to whether this person is a client.',
)

/** In order: what a consent is about, to whom, then whether it stands. The furthest that one got names the refusal. */
const checks: readonly { holds: (consent: ConsentRow, telling: Telling) => boolean; refusal: Refusal }[] = [
  {
    holds: (consent, { what }) => covers(consent, what),
    refusal: refuse(
      'information-not-covered',
      'The consent does not cover this information. Ask the client for one that does.',
    ),
  },
  {
    holds: (consent, { purpose }) => serves(consent, purpose),
    refusal: refuse(
      'purpose-not-covered',
      'The consent does not cover this purpose. Ask the client for one that does.',
    ),
  },
  {
    holds: (consent, { recipient }) => reaches(consent, recipient),
    refusal: refuse(
      'recipient-not-named',
      'The consent does not name this recipient. Say neither yes nor no to whether this person is a client.',
    ),
  },
  {
    holds: (consent) => consent.knownFalse !== true,
    refusal: refuse(
      'consent-false',
      'This consent is known to be false and may not be relied on. Call the privacy officer.',
    ),
  },
  {
    holds: (consent, { now }) => consent.signedAt <= now,
    refusal: refuse('consent-not-yet', 'The consent was signed later than this.'),
  },
  {
    holds: (consent, telling) => telling.signersNeeded.every((capacity) => isSignedBy(capacity, consent, telling)),
    refusal: refuse('not-all-signed', 'Someone else has to sign this consent too before anything may be told.'),
  },
  {
    holds: (consent, { revocations, now }) => !isRevoked(consent, revocations, now),
    refusal: refuse('consent-revoked', 'The client took this consent back. Tell nothing more.'),
  },
  {
    holds: (consent, telling) => !isOver(consent, telling.now, telling.zone),
    refusal: refuse('consent-expired', 'The consent has ended. Ask the client for a new one.'),
  },
]

/** The record holds everything but counselling notes; to tell anything of it tells that the person is a client. */
function covers(consent: ConsentRow, what: Information): boolean {
  if (what === 'counselling-notes') return consent.scope === 'counselling-notes' && consent.information.includes(what)
  if (consent.scope === 'counselling-notes') return false
  if (consent.information.includes('record') || consent.information.includes(what)) return true
  return what === 'presence' && consent.information.some((each) => each !== 'counselling-notes')
}

/** The one consent never serves anything but its three purposes, whatever else its row may list. */
function serves(consent: ConsentRow, purpose: Purpose): boolean {
  if (!consent.purposes.includes(purpose)) return false
  if (consent.scope === 'tpo') return tpoPurposes.includes(purpose)
  return (
    (purpose === 'legal-proceedings') === (consent.scope === 'legal') &&
    (purpose === 'criminal-justice') === (consent.scope === 'criminal-justice')
  )
}

/** Does this consent name this recipient, or the whole class they are of? Says nothing of whether it stands. */
export const reaches = (consent: ConsentRow, recipient: Telling['recipient']): boolean =>
  consent.recipients.some((named) => {
    if (named.kind !== recipient.kind) return false
    if (named.name === null) return recipientClasses.includes(named.kind)
    return (
      recipient.name !== null &&
      plainLetters(named.name) !== '' &&
      plainLetters(named.name) === plainLetters(recipient.name)
    )
  })

/** The second signer's row must cover the same thing and stand by itself; the first one's own standing is checked apart. */
const isSignedBy = (capacity: SignerCapacity, consent: ConsentRow, telling: Telling): boolean =>
  telling.consents.some(
    (row) =>
      row.scope === consent.scope &&
      row.document === consent.document &&
      signsAs(row, capacity, telling.signersNeeded) &&
      covers(row, telling.what) &&
      serves(row, telling.purpose) &&
      reaches(row, telling.recipient) &&
      (row.id === consent.id || standsNow(row, telling.revocations, telling.now, telling.zone)),
  )
