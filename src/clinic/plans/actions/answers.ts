import { ageOn, dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, withHouseEyes, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { signatureProblems, type SignatureDraft } from '../../consents/signature.ts'
import { laidBefore, signedVersion, versionById } from '../queries/versions.ts'
import { noPlan } from './write.ts'

type Given = {
  /** The hash of the words that were on the screen. */
  shown: string
} & ({ answer: 'signed'; draft: SignatureDraft; signatureKept: string } | { answer: 'declined'; because: string })

const changed = refuse('plan-changed', 'Another version of the plan stands by now. Read that one first.')
const answeredAlready = { plan_client_signed_once: 'This version is signed already, perhaps in another window.' }

/** The client signs or declines on a device of the clinic, with a member of staff beside them. A decline is recorded with why. */
export async function answerPlan(work: Work, versionId: string, given: Given): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'plan.client-signs')
  if (denied) return denied
  const version = await versionById(work, versionId)
  const signed = version && (await signedVersion(work, version.id))
  const client = version && (await clientById(work, version.clientId))
  if (version === undefined || client === undefined || work.by.id === null) return noPlan
  if (signed === undefined) return refuse('not-signed', 'A clinician signs this version first.')
  if (signed.contentHash !== given.shown) return changed
  if (version.answers.some((one) => one.answer === 'signed'))
    return refuse('answered', 'The client has signed this version already.')
  if (given.answer === 'declined' && given.because.trim() === '')
    return refuse('no-reason', 'Write down why, in the words of the person.')
  if (given.answer === 'signed') {
    const faults = signatureProblems(given.draft, {
      names: [`${client.givenName} ${client.familyName}`, client.name],
      age: ageOn(client.birthDate, dayAt(work.at, work.clinic.timeZone)),
    })
    if (faults.length > 0) return refuse('signature', 'The signature does not count yet.', faults)
  }
  const beside = work.by.id
  const written = await unlessRefused(work, answeredAlready, () =>
    write(work, { versionId: version.id, clientId: client.id, given, pageId: null, beside }),
  )
  if (isRefusal(written)) return written
  await record(work, `plan.client-${given.answer}`, { clients: [client.id], about: { plan: version.id } })
  return { clientId: client.id }
}

type Row = { versionId: string; clientId: string; given: Given; pageId: string | null; beside: string | null }

const write = (work: Work, { versionId, clientId, given, pageId, beside }: Row) =>
  work.db
    .insertInto('planClientAnswer')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      versionId,
      clientId,
      answer: given.answer,
      ...(given.answer === 'signed'
        ? {
            signerName: given.draft.signerName,
            capacity: given.draft.capacity,
            authority: given.draft.authority,
            signature: given.signatureKept,
          }
        : { because: given.because }),
      textHash: given.shown,
      pageId,
      beside,
      answeredAt: work.at,
    })
    .execute()

/** The same on their own page, for what staff laid before them there. */
export async function answerOwnPlan(work: Work, given: Given): Promise<null | Refusal> {
  const { by } = work
  if (by.kind !== 'client') return refuse('not-theirs', 'A client answers this on their own page.')
  const laid = await laidBefore(work, by.clientId)
  if (laid === undefined) return noPlan
  if (laid.clientHash !== given.shown) return changed
  if (laid.answer === 'signed') return refuse('answered', answeredAlready.plan_client_signed_once)
  // Who signs is compared with the record, which this page does not show whole.
  const client = await withHouseEyes(work, () => clientById(work, by.clientId))
  if (client === undefined) return noPlan
  const name = `${client.givenName} ${client.familyName}`
  const named: Given =
    given.answer === 'signed' ? { ...given, draft: { ...given.draft, signerName: name, capacity: 'client' } } : given
  if (named.answer === 'signed') {
    const age = ageOn(client.birthDate, dayAt(work.at, work.clinic.timeZone))
    const faults = signatureProblems(named.draft, { names: [name, client.name], age })
    if (faults.length > 0) return refuse('signature', 'The signature does not count yet.', faults)
  }
  const written = await unlessRefused(work, answeredAlready, () =>
    write(work, { versionId: laid.versionId, clientId: by.clientId, given: named, pageId: by.id, beside: null }),
  )
  if (isRefusal(written)) return written
  await record(work, `plan.client-${given.answer}`, { clients: [by.clientId], about: { plan: laid.versionId } })
  return null
}
