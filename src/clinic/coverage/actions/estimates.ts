import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { keepMade } from '../../files/actions/keep.ts'
import { dueOf, type Occasion } from '../deadlines.ts'
import { estimateTotal, missingFrom, type EstimateContents } from '../estimate.ts'
import { estimateById, estimatesOf, requestById } from '../queries/estimates.ts'
import { deadlinesRecorded } from '../queries/fees.ts'
import { estimatePaper } from './estimate-paper.ts'

/**
 * Notes that an estimate is owed: asked for, or care was scheduled for somebody who pays themselves. Answers the day by
 * which it is due; null when scheduling so short before owes none.
 */
export async function askEstimate(
  work: Work,
  clientId: string,
  asked: { occasion: Occasion; askedOn: Day; serviceOn: Day | null },
): Promise<{ dueOn: Day | null } | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  if (asked.askedOn > dayAt(work.at, work.clinic.timeZone))
    return refuse('asked-ahead', 'The day of asking lies ahead. Look at it again.')
  const due = dueOf(asked, await deadlinesRecorded(work))
  if (isRefusal(due)) return due
  if (due === null) return { dueOn: null }
  const id = newId()
  await work.db
    .insertInto('estimateRequest')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId,
      ...asked,
      dueOn: due.on,
      deadlineSource: due.source,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'estimate.owed', {
    clients: [clientId],
    about: { request: id, due: due.on, occasion: asked.occasion },
  })
  return { dueOn: due.on }
}

/** Closes what is owed without an estimate: the person uses a plan after all, or does not come. */
export async function endEstimateRequest(work: Work, requestId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const request = await requestById(work, requestId)
  if (request === undefined) return refuse('no-such-request', 'This is not in the record.')
  const done = await unlessRefused(work, { estimate_request_end_of: 'This was closed already.' }, async () => {
    await work.db
      .insertInto('estimateRequestEnd')
      .values({ clinicId: work.clinic.id, id: newId(), requestId, because, endedBy: work.by.id, endedAt: work.at })
      .execute()
    return null
  })
  if (isRefusal(done)) return done
  await record(work, 'estimate.not-owed', { clients: [request.clientId], about: { request: requestId } })
  return null
}

/**
 * Makes a good-faith estimate: checks it against the law's list, writes the paper, keeps it as a file with its hash, as the
 * client's next version. The estimate is given when somebody hands it over: `giveEstimate`.
 */
export async function makeEstimate(
  work: Work,
  clientId: string,
  contents: EstimateContents,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined || work.by.id === null) return refuse('no-such-client', 'This client is not in the record.')
  const missing = missingFrom(contents)
  if (missing.length > 0)
    return refuse(
      'estimate-incomplete',
      'The law asks for more than is here yet.',
      missing.map((one) => `${one.because} (${one.source})`),
    )
  const version = ((await estimatesOf(work, clientId))[0]?.version ?? 0) + 1
  const bytes = await estimatePaper(work, contents, version)
  const file = await keepMade(work, {
    clientId,
    kind: 'estimate',
    name: `Good-faith estimate ${version}, ${contents.madeOn}.pdf`,
    bytes,
  })
  if (isRefusal(file)) return file
  const id = newId()
  const madeBy = work.by.id
  const made = await unlessRefused(
    work,
    { estimate_clinic_id_client_id_version_key: 'Somebody made an estimate at the same moment. Look at it first.' },
    async () => {
      await work.db
        .insertInto('estimate')
        .values({
          clinicId: work.clinic.id,
          id,
          clientId,
          version,
          contents: JSON.stringify(contents),
          total: estimateTotal(contents),
          fileId: file.id,
          documentHash: sha256(bytes),
          madeBy,
          madeAt: work.at,
        })
        .execute()
      return null
    },
  )
  if (isRefusal(made)) return made
  await record(work, 'estimate.made', {
    clients: [clientId],
    about: { estimate: id, version, total: estimateTotal(contents) },
  })
  return { id }
}

export const deliveries = ['paper', 'mail', 'email', 'portal'] as const
export type Delivery = (typeof deliveries)[number]

/** Notes that the person has the estimate: when, and how. What was owed since then is settled. */
export async function giveEstimate(work: Work, estimateId: string, how: Delivery, on: Day): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const estimate = await estimateById(work, estimateId)
  if (estimate === undefined) return refuse('no-such-estimate', 'This estimate is not in the record.')
  if (on > dayAt(work.at, work.clinic.timeZone))
    return refuse('given-ahead', 'That day lies ahead. Note it once the person has the estimate.')
  if (on < dayAt(estimate.madeAt, work.clinic.timeZone))
    return refuse('given-before', 'The estimate was made after that day. Look at the day again.')
  const done = await unlessRefused(
    work,
    { estimate_delivery_of: 'It is noted already that the person has this estimate.' },
    async () => {
      await work.db
        .insertInto('estimateDelivery')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          estimateId,
          givenOn: on,
          how,
          givenBy: work.by.id,
          recordedAt: work.at,
        })
        .execute()
      return null
    },
  )
  if (isRefusal(done)) return done
  await record(work, 'estimate.given', { clients: [estimate.clientId], about: { estimate: estimateId, how } })
  return null
}
