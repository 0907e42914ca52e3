import { sql } from 'kysely'
import { ageOn, dayAt } from '../../../basics/dates.ts'
import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { keepConsent } from '../../consents/actions.ts'
import type { FilledDocument } from '../../consents/documents.ts'
import { type Signature, signatureFaults } from '../../consents/signature.ts'
import { keepMade } from '../../files/actions/keep.ts'
import { consentDocumentOf } from '../consent-of.ts'
import { endOf, filledPaper } from '../filling.ts'
import { isPaperKind, type PaperKind } from '../paper.ts'
import { publishedWordings } from '../queries/packs.ts'
import { answersOf, type Signing, signingById } from '../queries/signings.ts'
import { authorityWords, type PackItem } from '../rules.ts'
import { type Tongue, type Wording, wordingOn } from '../wordings.ts'
import { signedPdf } from './signed-pdf.ts'

/** Where an answer comes from: what the door of the link knows. */
export type Through = {
  linkId: string
  signingId: string
  manner: 'link' | 'tablet'
  isIn: boolean
  address: string
  userAgent: string
}
export type PaperNow = {
  signing: Signing
  item: PackItem
  wording: Wording
  filled: FilledDocument
  text: string
  hash: string
}

/** A paper of this signing as it is to be read today, in a language. */
export async function paperNow(
  work: Work,
  signingId: string,
  kind: string,
  language: Tongue,
): Promise<PaperNow | undefined> {
  const signing = await signingById(work, signingId)
  const item = signing?.papers.find((one) => one.kind === kind)
  if (signing === undefined || item === undefined || !isPaperKind(kind)) return undefined
  const wording = wordingOn(kind, language, dayAt(work.at, work.clinic.timeZone), await publishedWordings(work))
  if (wording === null) return undefined
  const filled = filledPaper(wording, signing.blanks)
  if (isRefusal(filled)) return undefined
  return { signing, item, wording, ...filled, hash: sha256(filled.text) }
}

type Given = { kind: string; shownHash: string; language: Tongue }

/** Asks whether this paper may be answered now. One answer waits for the other, so that two windows cannot both give one. */
async function answerable(work: Work, through: Through, given: Given): Promise<PaperNow | Refusal> {
  if (work.by.kind !== 'link' || !through.isIn) return refuse('not-in', 'Open your link again.')
  await sql`select pg_advisory_xact_lock(hashtextextended(${through.signingId}, 27))`.execute(work.db)
  const paper = await paperNow(work, through.signingId, given.kind, given.language)
  if (paper === undefined) return refuse('no-paper', 'This paper is not among yours.')
  const before = (await answersOf(work, through.signingId)).find(({ kind }) => kind === given.kind)
  if (before !== undefined) return alreadyAnswered
  // What is signed is what was on the screen: a paper that changed meanwhile is read again first.
  if (paper.hash !== given.shownHash)
    return refuse('document-changed', 'The words of this paper changed while it was open. Read it once more.')
  return paper
}

// Two records turned out to be one person, at this moment: the papers are laid out again for the record that stays.
const mergedAway = { client_stands: 'These papers belong to a record that was closed. Ask the clinic for new ones.' }
const alreadyAnswered = refuse('already-answered', 'This paper was answered already, perhaps in another window.')

/** Signs a paper: keeps the very text, the signature and how it came about, the consent where it is one, and the PDF. */
export async function signPaper(
  work: Work,
  through: Through,
  given: Given & { signature: Signature | null; signatureKept: string; intends: boolean },
): Promise<{ id: string } | Refusal> {
  const paper = await answerable(work, through, given)
  if (isRefusal(paper)) return paper
  const { signing, filled, text, hash } = paper
  const on = dayAt(work.at, work.clinic.timeZone)
  const client = {
    id: signing.clientId,
    name: signing.clientNames[0] ?? '',
    names: signing.clientNames,
    age: ageOn(signing.clientBorn, on),
  }
  const draft = {
    signature: given.signature,
    intends: given.intends,
    signerName: signing.signerName,
    capacity: signing.capacity,
    authority: authorityWords(signing.authorityKind, signing.authorityEvidence, given.language),
  }
  const faults = signatureFaults(draft, client)
  if (faults.length > 0 || given.signature === null)
    return refuse('signature', 'The signature does not count yet.', [...faults])
  const consentId = await unlessRefused(work, mergedAway, () =>
    consentOf(work, through, paper, { client, draft, signatureKept: given.signatureKept }),
  )
  if (isRefusal(consentId)) return consentId
  const { method } = given.signature
  const shared = {
    signerName: signing.signerName,
    capacity: signing.capacity,
    authority: draft.authority,
    method,
    signature: given.signatureKept,
    manner: through.manner,
    address: through.address,
    userAgent: through.userAgent,
    textHash: hash,
  }
  const bytes = await signedPdf({
    ...shared,
    clinic: work.clinic.name,
    zone: work.clinic.timeZone,
    filled,
    lang: given.language,
    at: work.at,
  })
  return unlessRefused(work, { signed_document_once: alreadyAnswered.because, ...mergedAway }, async () => {
    const file = await keepMade(work, {
      clientId: signing.clientId,
      kind: 'signed',
      name: `${filled.title}, ${on}.pdf`,
      bytes,
    })
    if (isRefusal(file)) return file
    const id = newId()
    await work.db
      .insertInto('signedDocument')
      .values({
        ...shared,
        clinicId: work.clinic.id,
        id,
        signingId: signing.id,
        linkId: through.linkId,
        clientId: signing.clientId,
        kind: given.kind,
        documentId: filled.id,
        documentVersion: filled.version,
        language: given.language,
        title: filled.title,
        textShown: text,
        signedAt: work.at,
        consentId,
        fileId: file.id,
        fileHash: sha256(bytes),
      })
      .execute()
    await record(work, 'paper.signed', {
      clients: [signing.clientId],
      about: { paper: id, kind: given.kind, document: `${filled.id} ${filled.version}`, manner: through.manner },
    })
    return { id }
  })
}

type Consenting = Pick<Parameters<typeof keepConsent>[1], 'client' | 'draft' | 'signatureKept'>

async function consentOf(
  work: Work,
  through: Through,
  paper: PaperNow,
  given: Consenting,
): Promise<string | null | Refusal> {
  const { signing, wording, filled, hash } = paper
  const document = consentDocumentOf(wording, signing.blanks)
  if (document === null) return null
  const kept = await keepConsent(
    work,
    {
      ...given,
      document,
      filled,
      expiry: endOf(wording.kind, signing.blanks[wording.language].clinic ?? '', wording.language),
      shownHash: hash,
    },
    { by: signing.preparedBy, through: through.manner, address: through.address, userAgent: through.userAgent },
  )
  return isRefusal(kept) ? kept : kept.id
}

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/** Declines a paper that may be declined, with the signer's own reason. It can be prepared again later. */
export async function declinePaper(
  work: Work,
  through: Through,
  given: Given & { reason: string },
): Promise<{ id: string; kind: PaperKind } | Refusal> {
  const paper = await answerable(work, through, given)
  if (isRefusal(paper)) return paper
  const { signing, item, filled, hash } = paper
  if (item.required) return refuse('required', 'Care cannot begin without this paper. Talk with the clinic about it.')
  if (letters(given.reason) < 2) return refuse('no-reason', 'Say in a few words why you do not want to sign.')
  return unlessRefused(work, { declined_document_once: alreadyAnswered.because, ...mergedAway }, async () => {
    const id = newId()
    await work.db
      .insertInto('declinedDocument')
      .values({
        clinicId: work.clinic.id,
        id,
        signingId: signing.id,
        linkId: through.linkId,
        clientId: signing.clientId,
        kind: item.kind,
        documentId: filled.id,
        documentVersion: filled.version,
        language: given.language,
        textHash: hash,
        reason: given.reason,
        manner: through.manner,
        address: through.address,
        declinedAt: work.at,
      })
      .execute()
    await record(work, 'paper.declined', {
      clients: [signing.clientId],
      about: { paper: id, kind: item.kind, document: `${filled.id} ${filled.version}`, manner: through.manner },
    })
    return { id, kind: item.kind }
  })
}
