import { sql } from 'kysely'
import { dayAt } from '../../basics/dates.ts'
import { newId, sha256 } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { signersOf } from './authority.ts'
import type { ConsentScope, Expiry, Information, Purpose, RecipientKind } from './consent.ts'
import { canonicalText, type ConsentDocument, type FilledDocument } from './documents.ts'
import { consentById, consentFacts } from './queries.ts'
import { consentProblems } from './rules.ts'
import type { SignatureDraft } from './signature.ts'
import type { OwnTerms } from './own-terms.ts'
import { mayBeTakenBack, standingConsent } from './standing.ts'
import { decideTelling } from './telling.ts'

export type Signing = {
  client: { id: string; names: string[]; name: string; age: number }
  document: ConsentDocument
  filled: FilledDocument
  expiry: Expiry
  draft: SignatureDraft
  signatureKept: string
  shownHash: string
  /** Of a consent of its own: from what its text was made. */
  terms?: OwnTerms
}

/** Who answers for the signing, and how it came about. */
export type Taken = { by: string; through: 'staff' | 'tablet' | 'link'; address: string; userAgent: string }

/** Keeps a consent that is signed at a member of staff's screen. */
export async function signConsent(work: Work, signing: Signing): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'consent.take')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff takes a consent.')
  return keepConsent(work, signing, { by: work.by.id, through: 'staff', address: '', userAgent: '' })
}

/**
 * Keeps a consent exactly as it was read and signed, with the hash of that text. Whoever calls has asked whether this
 * person may: staff at their screen (`signConsent`), or the signer whose link or tablet this is (packs).
 */
export async function keepConsent(work: Work, signing: Signing, taken: Taken): Promise<{ id: string } | Refusal> {
  const { client, document, filled, draft } = signing
  const today = dayAt(work.at, work.clinic.timeZone)
  const text = canonicalText(filled)
  // What is signed is what was on the screen: a document that changed meanwhile is read again first.
  if (sha256(text) !== signing.shownHash)
    return refuse('document-changed', 'The document changed while it was open. Read it once more and sign again.')
  const problems = consentProblems(
    {
      scope: document.scope,
      clientName: client.name,
      disclosers: [work.clinic.name],
      information: document.information,
      informationWords: document.informationWords,
      recipients: document.recipients,
      purposes: document.purposes,
      statements: document.statements,
      expiry: signing.expiry,
      revocableFrom: signing.terms?.revocableFrom ?? null,
      signature: draft,
      signedOn: today,
    },
    { today, client: { names: client.names, age: client.age } },
  )
  if (problems.length > 0)
    return refuse(
      'consent-incomplete',
      'This consent is not valid yet.',
      problems.map((problem) => problem.because),
    )
  const revocable = signing.terms?.revocableFrom
  const id = newId()
  await work.db
    .insertInto('consent')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: client.id,
      scope: document.scope,
      documentId: document.id,
      documentVersion: document.version,
      language: filled.language,
      textSigned: text,
      textHash: sha256(text),
      information: [...document.information],
      recipients: JSON.stringify(document.recipients),
      purposes: [...document.purposes],
      expiresOn: signing.expiry.kind === 'date' ? signing.expiry.on : null,
      expiresWhen: 'what' in signing.expiry ? signing.expiry.what : null,
      expiresBy: 'what' in signing.expiry ? signing.expiry.kind : null,
      terms: signing.terms === undefined ? null : JSON.stringify(signing.terms),
      revocableOn: revocable?.kind === 'date' ? revocable.on : null,
      revocableWhen: revocable?.kind === 'event' ? revocable.what : null,
      signerName: draft.signerName,
      signerCapacity: draft.capacity,
      authority: draft.authority,
      method: draft.signature?.method ?? 'typed',
      signature: signing.signatureKept,
      signedAt: work.at,
      takenBy: taken.by,
      signedThrough: taken.through,
      address: taken.address,
      userAgent: taken.userAgent,
    })
    .execute()
  await record(work, 'consent.signed', {
    clients: [client.id],
    about: { consent: id, scope: document.scope, document: `${document.id} ${document.version}` },
  })
  return { id }
}

/** Takes a consent back, from this instant on. What was told before stands. */
export async function revokeConsent(work: Work, consentId: string, how: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'consent.revoke')
  if (denied) return denied
  const consent = await consentById(work, consentId)
  if (consent === undefined || work.by.id === null)
    return refuse('no-such-consent', 'This consent is not in the record.')
  if (!mayBeTakenBack(consent, dayAt(work.at, work.clinic.timeZone), consent.revocableAt !== null))
    return refuse(
      'not-yet-revocable',
      `By its own words this consent can be taken back ${consent.revocableOn === null ? `once this has happened: ${consent.revocableWhen}` : `from ${consent.revocableOn} on`} (42 CFR 2.35). Ask the privacy officer before you promise more.`,
    )
  const recordedBy = work.by.id
  const answer = await unlessRefused(
    work,
    { consent_revocation_of: 'This consent was taken back already.' },
    async () => {
      await work.db
        .insertInto('consentRevocation')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          consentId,
          how,
          revokedAt: work.at,
          recordedBy,
          recordedAt: work.at,
        })
        .execute()
      return null
    },
  )
  if (isRefusal(answer)) return answer
  await record(work, 'consent.revoked', { clients: [consent.clientId], about: { consent: consentId } })
  return null
}

/** Is there a consent of this scope, signed by everyone who must, that stands now? */
export async function hasStandingConsent(
  work: Work,
  clientId: string,
  scope: ConsentScope,
  programKind: 'substance-use' | 'mental-health',
): Promise<boolean> {
  const [facts] = await consentFacts(work, [clientId])
  if (facts === undefined) return false
  const today = dayAt(work.at, work.clinic.timeZone)
  const needed = signersOf({ ...facts, programKind }, work.clinic.state, today, scope)
  return standingConsent(scope, facts.consents, facts.revocations, needed, work.at, work.clinic.timeZone) !== null
}

export type Ask = {
  what: Information
  purpose: Purpose
  recipient: { kind: RecipientKind; name: string | null }
  clients: string[]
}
export type Told = { clientId: string; consentId: string; notice: { version: string; text: string; short: string } }

/**
 * For which of these clients may this be told, to this recipient, for this purpose, now? Decides only; nothing is written.
 * Until the request is over, whatever would end a consent of these clients waits: what is told was allowed when it left.
 */
export async function mayTell(work: Work, ask: Ask): Promise<Map<string, Told>> {
  const allowed = new Map<string, Told>()
  const clients = [...new Set(ask.clients)]
  if (clients.length > 0) await sql`select hold_telling(${clients}::uuid[])`.execute(work.db)
  for (const facts of await consentFacts(work, clients)) {
    const answer = decideTelling({
      what: ask.what,
      purpose: ask.purpose,
      recipient: ask.recipient,
      consents: facts.consents,
      revocations: facts.revocations,
      signersNeeded: signersOf(facts, work.clinic.state, dayAt(work.at, work.clinic.timeZone)),
      now: work.at,
      zone: work.clinic.timeZone,
    })
    if (!isRefusal(answer))
      allowed.set(facts.clientId, { clientId: facts.clientId, consentId: answer.consentId, notice: answer.notice })
  }
  return allowed
}

/** Of what was said on the telephone: the words, how the caller was verified, and the call. */
export type SaidToCaller = { recipientKind: RecipientKind; words: string; verified: string; callId: string }

/** The accounting: one row for each client of whom something left, with the consent it rested on. */
export async function recordTelling(
  work: Work,
  told: Told[],
  ask: Pick<Ask, 'purpose'> & { recipient: string; what: string } & Partial<SaidToCaller>,
): Promise<void> {
  if (told.length === 0) return
  await work.db
    .insertInto('disclosure')
    .values(
      told.map((one) => ({
        clinicId: work.clinic.id,
        id: newId(),
        clientId: one.clientId,
        consentId: one.consentId,
        recipient: ask.recipient,
        what: ask.what,
        purpose: ask.purpose,
        noticeVersion: one.notice.version,
        toldBy: work.by.name,
        at: work.at,
        recipientKind: ask.recipientKind ?? '',
        words: ask.words ?? '',
        verified: ask.verified ?? '',
        callId: ask.callId ?? null,
      })),
    )
    .execute()
}
