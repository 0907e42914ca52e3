import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { Per } from '../guideline.ts'
import type { Cents } from '../money.ts'
import { applicationById, applicationsOf } from '../queries/assistance.ts'
import { mayDecide, type DecisionSaid } from '../rules.ts'

const nobody = refuse('no-such-application', 'This application is not in the record.')
const isClosed = refuse('application-closed', 'This application is closed already.')

export type ApplicationSaid = {
  household: number
  incomes: { source: string; amount: Cents; per: Per }[]
  requested: string
}

/** Opens an application for help with the bill. A client has one open at a time. */
export async function openApplication(
  work: Work,
  clientId: string,
  said: ApplicationSaid,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  if (!Number.isInteger(said.household) || said.household < 1 || said.household > 30)
    return refuse('bad-household', 'Count the people of the household: a whole number from 1 to 30.')
  const before = await applicationsOf(work, clientId)
  if (before.some((one) => one.isOpen)) return isOpenAlready
  const id = newId()
  const opened = await unlessRefused(
    work,
    { assistance_application_clinic_id_client_id_number_key: isOpenAlready.because },
    async () => {
      await work.db
        .insertInto('assistanceApplication')
        .values({
          clinicId: work.clinic.id,
          id,
          clientId,
          number: (before[0]?.number ?? 0) + 1,
          household: said.household,
          requested: said.requested,
          openedBy: work.by.id,
          openedAt: work.at,
        })
        .execute()
      return null
    },
  )
  if (isRefusal(opened)) return isOpenAlready
  if (said.incomes.length > 0)
    await work.db
      .insertInto('assistanceIncome')
      .values(said.incomes.map((income) => ({ clinicId: work.clinic.id, id: newId(), applicationId: id, ...income })))
      .execute()
  await record(work, 'assistance.opened', { clients: [clientId], about: { application: id } })
  return { id }
}
const isOpenAlready = refuse(
  'application-open',
  'An application of this client is open already. Decide it, or withdraw it.',
)

/** Notes a paper that somebody has seen, with the file it is kept in when there is one. */
export async function addDocument(
  work: Work,
  applicationId: string,
  label: string,
  fileId: string | null,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const application = await applicationById(work, applicationId)
  if (application === undefined) return nobody
  if (!application.isOpen) return isClosed
  await work.db
    .insertInto('assistanceDocument')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      applicationId,
      label,
      fileId,
      seenBy: work.by.id,
      seenAt: work.at,
    })
    .execute()
  await record(work, 'assistance.document-seen', {
    clients: [application.clientId],
    about: { application: applicationId },
  })
  return null
}

/** Decides an application: grants a share from one day to another, or denies with how to appeal. Once. */
export async function decideApplication(
  work: Work,
  applicationId: string,
  said: DecisionSaid,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'assistance.decide')
  if (denied) return denied
  const application = await applicationById(work, applicationId)
  if (application === undefined || work.by.id === null) return nobody
  if (!application.isOpen) return isClosed
  const refused = mayDecide(said)
  if (refused) return refused
  const decidedBy = work.by.id
  const done = await unlessRefused(work, { assistance_decision_of: isClosed.because }, async () => {
    await work.db
      .insertInto('assistanceDecision')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        applicationId,
        isGranted: said.isGranted,
        sharePercent: said.isGranted ? said.sharePercent : null,
        startsOn: said.isGranted ? said.startsOn : null,
        endsOn: said.isGranted ? said.endsOn : null,
        because: said.because,
        appeal: said.isGranted ? '' : said.appeal,
        decidedBy,
        decidedAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(done)) return done
  await record(work, said.isGranted ? 'assistance.granted' : 'assistance.denied', {
    clients: [application.clientId],
    about: { application: applicationId, on: dayAt(work.at, work.clinic.timeZone) },
  })
  return null
}

/** Closes an application that the person no longer wants. */
export async function withdrawApplication(work: Work, applicationId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const application = await applicationById(work, applicationId)
  if (application === undefined) return nobody
  if (!application.isOpen) return isClosed
  const done = await unlessRefused(work, { assistance_withdrawal_of: isClosed.because }, async () => {
    await work.db
      .insertInto('assistanceWithdrawal')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        applicationId,
        because,
        withdrawnBy: work.by.id,
        withdrawnAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(done)) return done
  await record(work, 'assistance.withdrawn', { clients: [application.clientId], about: { application: applicationId } })
  return null
}
