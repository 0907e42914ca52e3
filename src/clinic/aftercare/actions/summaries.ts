import { differing, waiting, type Doc, type Kept } from '../../../basics/draft.ts'
import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { episodeById } from '../../episodes/queries.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { standsAbove } from '../../notes/cosigners.ts'
import { chainAbove } from '../../notes/queries/cosigners.ts'
import { mayCosign, signsAs } from '../../programs/cosigning.ts'
import { signersNow } from '../../programs/queries/signers.ts'
import { mustBeCosigned } from '../../programs/signers.ts'
import { bringTogether, type Decision, keepDraft } from '../../staff/actions/drafts.ts'
import type { SentDraft } from '../../staff/queries/drafts.ts'
import { bodyFrom, emptyBody, type SummaryBody, summaryParts, summaryRefusal } from '../leaving-rules.ts'
import { summaryDraft } from '../queries/summary-draft.ts'
import { dischargeOf, summaryOf, summarySaves, type SummarySigned } from '../queries/summaries.ts'
import { todayOf } from './take-and-give-back.ts'

const notHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
const notSigned = refuse('not-signed', 'Nobody has signed this summary yet.')
const signedAlready = refuse(
  'signed-already',
  'This summary is signed already. Your words are still here: add them below it.',
)
/** Seven fields of prose: there is nothing to choose, so that nobody's words give way. */
const isChoice = () => false

/** What was typed, together with what others typed meanwhile; the discharge is held until this request is over. */
async function together(work: Work, episodeId: string, sent: SentDraft, decision?: Decision) {
  const stay = await episodeById(work, episodeId)
  const discharge = await dischargeOf(work, episodeId)
  if (stay === undefined) return notHere
  if (discharge === undefined)
    return refuse('not-discharged', 'The stay goes on. Its summary is written when it has ended.')
  await holdDiaries(work, [discharge.id])
  if ((await summaryOf(work, discharge.id)) !== undefined) return signedAlready
  const latest = await summarySaves.latest(work, discharge.id)
  const kept = await bringTogether(work, summarySaves, {
    of: discharge.id,
    sent,
    latest,
    isChoice,
    empty: emptyBody,
    // A page that was opened before anybody saved has shown what the chart says.
    otherwiseShown: await summaryDraft(work, episodeId),
    decision,
  })
  return { stay, discharge, latest, kept }
}

/** Keeps a summary as typed, with everyone's words; every save is a row. */
export async function saveSummary(
  work: Work,
  episodeId: string,
  sent: SentDraft,
  decision?: Decision,
): Promise<Kept | Refusal> {
  const denied = mayNot(work.by, 'summary.write')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A person writes this.')
  const answer = await together(work, episodeId, sent, decision)
  if (isRefusal(answer)) return answer
  await keepDraft(work, summarySaves, answer.discharge.id, answer.kept, answer.latest)
  return answer.kept
}

/** The hash under which a summary is signed and co-signed: of its parts, in their order. */
export const hashOfSummary = (body: SummaryBody): string =>
  sha256(JSON.stringify(summaryParts.map((part) => body[part])))

/**
 * Signs the summary of a discharge, once. Words that somebody else typed meanwhile are read before they are signed (`readFirst`).
 * Where the signer's licence asks for it, the summary waits for a second signature.
 */
export async function signSummary(
  work: Work,
  episodeId: string,
  sent: SentDraft,
): Promise<{ id: string; needsCosign: boolean } | { readFirst: true } | Refusal> {
  const denied = mayNot(work.by, 'summary.write')
  if (denied) return denied
  const answer = await together(work, episodeId, sent)
  if (isRefusal(answer)) return answer
  const { stay, discharge, latest, kept } = answer
  if (work.by.kind !== 'staff') return notHere
  const doc: Doc = { ...emptyBody, ...sent.doc }
  if (differing(doc, kept.merged, isChoice).length > 0 || waiting(kept).length > 0) {
    await keepDraft(work, summarySaves, discharge.id, kept, latest)
    return { readFirst: true }
  }
  const body = bodyFrom(kept.merged)
  const refused = summaryRefusal(body, { isOver: true, isSigned: false })
  if (refused) return refused
  const [id, by] = [newId(), work.by]
  const needsCosign = mustBeCosigned(by.credential, work.clinic.state, await signersNow(work)).cosign
  const written = await unlessRefused(work, { discharge_summary_of: signedAlready.because }, () =>
    work.db
      .insertInto('dischargeSummary')
      .values({
        clinicId: work.clinic.id,
        id,
        episodeId,
        dischargeId: discharge.id,
        body: JSON.stringify(body),
        signedBy: by.id,
        nameAndCredential: signsAs(by),
        needsCosign,
        signedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'summary.signed', {
    clients: [stay.clientId],
    about: { summary: id, episode: episodeId, hash: hashOfSummary(body), needsCosign },
  })
  return { id, needsCosign }
}

/** Whether this person may be the second name under a summary: the same rules as under a note. */
export async function mayCosignSummary(work: Work, one: SummarySigned): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'summary.cosign')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notHere
  const no = mayCosign('summary', one.signatures, work.by, work.clinic.state, await signersNow(work))
  return no ?? standsAbove(work.by, one.by, await chainAbove(work, one.signedById, todayOf(work)))
}

/** The second signature, over the very words of the first. */
export async function cosignSummary(work: Work, episodeId: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'summary.cosign')
  if (denied) return denied
  const found = await signedOf(work, episodeId)
  if (isRefusal(found)) return found
  const { stay, signed } = found
  const no = await mayCosignSummary(work, signed)
  if (no) return no
  if (work.by.kind !== 'staff') return notHere
  const by = work.by
  const written = await unlessRefused(
    work,
    { discharge_summary_cosigned_once: 'Somebody co-signed this summary a moment ago.' },
    () =>
      work.db
        .insertInto('dischargeSummaryCosign')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          summaryId: signed.id,
          contentHash: hashOfSummary(signed.body),
          signedBy: by.id,
          nameAndCredential: signsAs(by),
          signedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'summary.cosigned', { clients: [stay.clientId], about: { summary: signed.id } })
  return null
}

/** Adds words to a signed summary. What was signed stays as it was. */
export async function addSummaryAddendum(work: Work, episodeId: string, words: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'summary.write')
  if (denied) return denied
  const found = await signedOf(work, episodeId)
  if (isRefusal(found)) return found
  if (work.by.kind !== 'staff') return notHere
  await work.db
    .insertInto('dischargeSummaryAddendum')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      summaryId: found.signed.id,
      words,
      addedBy: work.by.id,
      nameAndCredential: signsAs(work.by),
      addedAt: work.at,
    })
    .execute()
  await record(work, 'summary.addendum', { clients: [found.stay.clientId], about: { summary: found.signed.id } })
  return null
}

async function signedOf(work: Work, episodeId: string) {
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return notHere
  const discharge = await dischargeOf(work, episodeId)
  const signed = discharge && (await summaryOf(work, discharge.id))
  return signed === undefined ? notSigned : { stay, signed }
}
