import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { moveInquiry } from '../../inquiries/actions/move.ts'
import type { Benefits } from '../benefits.ts'
import { coverageById, eligibilityFileById } from '../queries/coverages.ts'
import { compareInsured, isSamePerson } from '../x12-271-benefits.ts'
import { read271 } from '../x12-271.ts'

const nobody = refuse('no-such-coverage', 'This plan is not in the record.')
const noFile = refuse('no-such-file', 'This file is not in the record.')

export type CallSaid = { checkedOn: Day; toldBy: string; reference: string; words: string; benefits: Benefits }

/** Records what a payer said on a call: who said it, when, under which reference. */
export async function recordCall(work: Work, coverageId: string, said: CallSaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const coverage = await coverageById(work, coverageId)
  if (coverage === undefined) return nobody
  if (said.checkedOn > dayAt(work.at, work.clinic.timeZone))
    return refuse('call-ahead', 'The day of the call lies ahead. Look at it again.')
  const refused = mayBeBenefits(said.benefits)
  if (refused) return refused
  const { benefits, ...call } = said
  await write(work, coverageId, { how: 'call', fileId: null, ...call }, benefits)
  await record(work, 'benefits.recorded', {
    clients: [coverage.clientId],
    about: { coverage: coverageId, how: 'call' },
  })
  await moveInquiry(work, coverage.clientId, 'benefits', 'Benefits are recorded')
  return null
}

/** What is met of a sum is never more than it; so with days. */
function mayBeBenefits(benefits: Benefits): Refusal | null {
  const pairs: [number | null, number | null, string][] = [
    [benefits.deductible, benefits.deductibleMet, 'the deductible'],
    [benefits.outOfPocketMax, benefits.outOfPocketMet, 'the out-of-pocket maximum'],
  ]
  for (const [whole, met, words] of pairs)
    if (whole !== null && met !== null && met > whole)
      return refuse('met-too-much', `More of ${words} is met than it holds. Look at the two amounts.`)
  return null
}

type Told = {
  how: 'call' | 'file'
  fileId: string | null
  checkedOn: Day
  toldBy: string
  reference: string
  words: string
}

const write = (work: Work, coverageId: string, told: Told, benefits: Benefits) =>
  work.db
    .insertInto('benefitCheck')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      coverageId,
      ...told,
      ...benefits,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()

/** Keeps a payer's answer as it came, once it can be read. Nothing is taken over from it yet. */
export async function keepEligibilityFile(
  work: Work,
  coverageId: string,
  file: { name: string; text: string },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const coverage = await coverageById(work, coverageId)
  if (coverage === undefined) return nobody
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff adds a file.')
  const uploadedBy = work.by.id
  const answer = read271(file.text)
  if (isRefusal(answer)) return answer
  const id = newId()
  const document = file.text.replaceAll('\0', '')
  const kept = await unlessRefused(
    work,
    { eligibility_file_once: 'This very file is in the record already. Look under the plan’s answers.' },
    async () => {
      await work.db
        .insertInto('eligibilityFile')
        .values({
          clinicId: work.clinic.id,
          id,
          coverageId,
          fileName: file.name.slice(0, 200),
          document,
          documentHash: sha256(document),
          uploadedBy,
          uploadedAt: work.at,
        })
        .execute()
      return null
    },
  )
  if (isRefusal(kept)) return kept
  await record(work, 'eligibility-file.kept', {
    clients: [coverage.clientId],
    about: { file: id, coverage: coverageId },
  })
  return { id }
}

export type Acceptance = { person: number; isLookedAt: boolean; benefits: Benefits; words: string }

/** Takes over what a file says. When its person is not beyond doubt this client, somebody must have looked and said so. */
export async function acceptEligibility(work: Work, fileId: string, said: Acceptance): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const file = await eligibilityFileById(work, fileId)
  const coverage = file && (await coverageById(work, file.coverageId))
  const client = coverage && (await clientById(work, coverage.clientId))
  if (file === undefined || coverage === undefined || client === undefined) return noFile
  if (file.setAsideBecause !== null) return refuse('set-aside', 'This file was set aside. Add it again to use it.')
  const answer = read271(file.document)
  if (isRefusal(answer)) return answer
  const insured = answer.people[said.person]
  if (insured === undefined)
    return refuse('nobody-in-file', 'The payer tells nothing about a person in this file. Set it aside.')
  if (insured.lines.length === 0)
    return refuse('no-benefits', 'The payer tells no benefit of this person. Read its reasons, and set the file aside.')
  const rows = compareInsured({ ...client, memberNumber: coverage.memberNumber }, insured)
  if (!isSamePerson(rows) && !said.isLookedAt)
    return refuse(
      'another-person',
      'The file may be about somebody else. Compare the two, and tick that it is this client.',
    )
  const refused = mayBeBenefits(said.benefits)
  if (refused) return refused
  const taken = await unlessRefused(
    work,
    { benefit_check_from_file: 'This file was taken over already.' },
    async () => {
      await write(
        work,
        coverage.id,
        {
          how: 'file',
          fileId,
          checkedOn: answer.answeredOn ?? dayAt(file.uploadedAt, work.clinic.timeZone),
          toldBy: answer.payerName,
          reference: answer.reference,
          words: said.words,
        },
        said.benefits,
      )
      return null
    },
  )
  if (isRefusal(taken)) return taken
  await record(work, 'benefits.recorded', {
    clients: [client.id],
    about: { coverage: coverage.id, how: 'file', file: fileId },
  })
  await moveInquiry(work, client.id, 'benefits', 'Benefits are recorded')
  return null
}

export async function setAsideEligibility(work: Work, fileId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const file = await eligibilityFileById(work, fileId)
  const coverage = file && (await coverageById(work, file.coverageId))
  if (file === undefined || coverage === undefined || work.by.id === null) return noFile
  if (file.checkId !== null) return refuse('taken-over', 'This file was taken over. Record a newer answer instead.')
  const setAsideBy = work.by.id
  const done = await unlessRefused(work, { eligibility_set_aside_of: 'This file was set aside already.' }, async () => {
    await work.db
      .insertInto('eligibilitySetAside')
      .values({ clinicId: work.clinic.id, id: newId(), fileId, because, setAsideBy, setAsideAt: work.at })
      .execute()
    return null
  })
  if (isRefusal(done)) return done
  await record(work, 'eligibility-file.set-aside', { clients: [coverage.clientId], about: { file: fileId } })
  return null
}
