import { randomInt } from 'node:crypto'
import { newId, newToken, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { signOut } from '../../access/actions/session.ts'
import { hashPassword } from '../../access/passwords.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { mergedInto } from '../../clients/queries/merges.ts'
import { policies } from '../queries/packs.ts'
import { answersOf, linksOf, linkById, type Signing, signingById } from '../queries/signings.ts'
import { nextPaper, proofOf } from '../rules.ts'

const minutes = (count: number): number => count * 60_000

/** The papers that may be given out: there, and not answered to the end. */
async function openSigning(work: Work, signingId: string): Promise<Signing | Refusal> {
  const denied = mayNot(work.by, 'paper.prepare')
  if (denied) return denied
  const signing = await signingById(work, signingId)
  if (signing === undefined) return refuse('no-signing', 'These papers are not in the record.')
  const into = await mergedInto(work, signing.clientId)
  if (into !== undefined)
    return refuse('merged-record', `This record was merged into No. ${into.number}. Lay the papers out there.`)
  const answered = await answersOf(work, signingId)
  if (
    nextPaper(
      signing.papers,
      answered.map(({ kind }) => kind),
    ) === null
  )
    return refuse('all-answered', 'Every one of these papers is answered. Prepare new ones if more is to be signed.')
  return signing
}

/** Whatever was given out before for these papers opens nothing any more: there is one way in at a time. */
async function endOthers(work: Work, signingId: string): Promise<void> {
  for (const link of await linksOf(work, signingId))
    if (link.because === null && link.expiresAt > work.at) await ended(work, link.id, 'replaced')
}

const ended = (work: Work, linkId: string, because: 'taken back' | 'replaced') =>
  unlessRefused(work, { signing_link_end_of: 'This link opens nothing any more.' }, async () => {
    await work.db
      .insertInto('signingLinkEnd')
      .values({ clinicId: work.clinic.id, id: newId(), linkId, because, endedBy: work.by.id, endedAt: work.at })
      .execute()
    return null
  })

/**
 * Makes the address that lets one person sign these papers on their own phone, and the code that staff tell them by voice.
 * Both are answered this once; only their hashes are kept. Nothing is sent.
 */
export async function makeLink(
  work: Work,
  signingId: string,
): Promise<{ token: string; code: string; expiresAt: Date } | Refusal> {
  const signing = await openSigning(work, signingId)
  if (isRefusal(signing)) return signing
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff makes a link.')
  await endOthers(work, signingId)
  const { now: policy } = await policies(work)
  const token = newToken()
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  const expiresAt = new Date(work.at.getTime() + minutes(policy.linkHours * 60))
  const id = newId()
  await work.db
    .insertInto('signingLink')
    .values({
      clinicId: work.clinic.id,
      id,
      signingId,
      manner: 'link',
      tokenHash: sha256(token),
      proofHash: await hashPassword(proofOf(signing.signerBorn, code)),
      visitMinutes: policy.visitMinutes,
      copyMinutes: policy.copyMinutes,
      expiresAt,
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  await record(work, 'signing.link-made', { clients: [signing.clientId], about: { signing: signingId, link: id } })
  return { token, code, expiresAt }
}

/**
 * Hands this very browser to the signer: the member of staff is signed out of it, and it shows these papers alone until
 * somebody signs in again.
 */
export async function handOver(
  work: Work,
  signingId: string,
): Promise<{ token: string; secret: string; minutes: number; language: string } | Refusal> {
  const signing = await openSigning(work, signingId)
  if (isRefusal(signing)) return signing
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff hands the tablet over.')
  await endOthers(work, signingId)
  const { now: policy } = await policies(work)
  const [token, secret, id] = [newToken(), newToken(), newId()]
  const expiresAt = new Date(work.at.getTime() + minutes(policy.visitMinutes))
  await work.db
    .insertInto('signingLink')
    .values({
      clinicId: work.clinic.id,
      id,
      signingId,
      manner: 'tablet',
      tokenHash: sha256(token),
      proofHash: null,
      visitMinutes: policy.visitMinutes,
      copyMinutes: policy.copyMinutes,
      expiresAt,
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  await work.db
    .insertInto('signingVisit')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      linkId: id,
      secretHash: sha256(secret),
      beganAt: work.at,
      // The copy is there for a while after the last paper.
      expiresAt: new Date(expiresAt.getTime() + minutes(policy.copyMinutes)),
    })
    .execute()
  await record(work, 'signing.handed-over', { clients: [signing.clientId], about: { signing: signingId, link: id } })
  await signOut(work)
  return { token, secret, minutes: policy.visitMinutes + policy.copyMinutes, language: signing.language }
}

/** Takes a link back: from now on it opens nothing. What was signed through it stands. */
export async function endLink(work: Work, linkId: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'paper.prepare')
  if (denied) return denied
  const link = await linkById(work, linkId)
  if (link === undefined) return refuse('no-link', 'This link is not in the record.')
  const answer = await ended(work, linkId, 'taken back')
  if (isRefusal(answer)) return answer
  await record(work, 'signing.link-ended', { clients: [link.clientId], about: { link: linkId } })
  return null
}
