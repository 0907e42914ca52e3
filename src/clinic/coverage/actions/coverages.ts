import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { plainLetters } from '../../../basics/text.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { coverageById, coverageHeard, coveragesOf, payerById, payersOf } from '../queries/coverages.ts'
import { mayCover, mayEnd, type CoverageSaid, type PayerKind } from '../rules.ts'

const nobody = refuse('no-such-coverage', 'This plan is not in the record.')
const today = (work: Work): Day => dayAt(work.at, work.clinic.timeZone)

export type PayerSaid = { name: string; payerCode: string; kind: PayerKind; phone: string }

/** Adds a payer to the clinic's directory. Each name once. */
export async function addPayer(work: Work, said: PayerSaid): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  if ((await payersOf(work)).some((payer) => plainLetters(payer.name) === plainLetters(said.name)))
    return refuse('payer-known', 'This payer is in the directory already. Choose it there.')
  const id = newId()
  await work.db
    .insertInto('payer')
    .values({ clinicId: work.clinic.id, id, addedBy: work.by.id, addedAt: work.at })
    .execute()
  await writePayer(work, id, said)
  await record(work, 'payer.added', { about: { payer: id, kind: said.kind } })
  return { id }
}

/** Corrects what a payer is called and how it is reached; earlier rows stay. */
export async function correctPayer(work: Work, payerId: string, said: PayerSaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  if ((await payerById(work, payerId)) === undefined)
    return refuse('no-such-payer', 'This payer is not in the directory.')
  const others = (await payersOf(work)).filter((payer) => payer.id !== payerId)
  if (others.some((payer) => plainLetters(payer.name) === plainLetters(said.name)))
    return refuse('payer-known', 'Another payer of the directory has this name.')
  await writePayer(work, payerId, said)
  await record(work, 'payer.corrected', { about: { payer: payerId } })
  return null
}

const writePayer = (work: Work, payerId: string, said: PayerSaid) =>
  work.db
    .insertInto('payerFact')
    .values({ clinicId: work.clinic.id, id: newId(), payerId, ...said, recordedBy: work.by.id, recordedAt: work.at })
    .execute()

/** Records a plan of a client; `takenFrom` is the imported line that it was taken over from, each once. */
export async function addCoverage(
  work: Work,
  clientId: string,
  said: CoverageSaid,
  takenFrom: string | null = null,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  if ((await payerById(work, said.payerId)) === undefined)
    return refuse('no-such-payer', 'Choose the payer from the directory.')
  const running = (await coveragesOf(work, clientId)).filter((one) => one.endedOn === null)
  const refused = mayCover(said, running, today(work))
  if (refused) return refused
  const id = newId()
  const answer = await unlessRefused(work, { coverage_taken_once: 'This line was taken over already.' }, async () => {
    await work.db
      .insertInto('coverage')
      .values({ clinicId: work.clinic.id, id, clientId, takenFrom, addedBy: work.by.id, addedAt: work.at })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  await writeCoverage(work, id, said, '')
  await record(work, 'coverage.added', { clients: [clientId], about: { coverage: id, payer: said.payerId } })
  return { id }
}

/** Corrects a plan: a new row with why. The earlier ones stay. */
export async function correctCoverage(
  work: Work,
  coverageId: string,
  said: CoverageSaid,
  because: string,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const coverage = await coverageById(work, coverageId)
  if (coverage === undefined) return nobody
  if (coverage.endedOn !== null) return refuse('coverage-ended', 'This plan has ended. Record the new one beside it.')
  if ((await payerById(work, said.payerId)) === undefined)
    return refuse('no-such-payer', 'Choose the payer from the directory.')
  const others = (await coveragesOf(work, coverage.clientId)).filter(
    (one) => one.endedOn === null && one.id !== coverageId,
  )
  const refused = mayCover(said, others, today(work))
  if (refused) return refused
  await writeCoverage(work, coverageId, said, because)
  await record(work, 'coverage.corrected', { clients: [coverage.clientId], about: { coverage: coverageId } })
  return null
}

const writeCoverage = (work: Work, coverageId: string, said: CoverageSaid, because: string) =>
  work.db
    .insertInto('coverageFact')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      coverageId,
      ...said,
      subscriberName: said.relation === 'self' ? '' : said.subscriberName,
      subscriberBirthDate: said.relation === 'self' ? null : said.subscriberBirthDate,
      because,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()

/** Ends a plan: it runs up to and with this day. */
export async function endCoverage(work: Work, coverageId: string, on: Day, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const coverage = await coverageById(work, coverageId)
  if (coverage === undefined) return nobody
  const refused = mayEnd(coverage, on, today(work))
  if (refused) return refused
  const answer = await unlessRefused(work, { coverage_end_of: 'This plan has ended already.' }, async () => {
    await work.db
      .insertInto('coverageEnd')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        coverageId,
        endedOn: on,
        because,
        endedBy: work.by.id,
        endedAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  await record(work, 'coverage.ended', { clients: [coverage.clientId], about: { coverage: coverageId, on } })
  return null
}

/**
 * Takes an imported line over as a plan, in one press: the payer by its name, from the directory or new in it; member and
 * group as the line tells them. The place is the first that is free.
 */
export async function takeOverCoverage(
  work: Work,
  clientId: string,
  heardId: string,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return denied
  const heard = isId(heardId) ? (await coverageHeard(work, clientId)).find((one) => one.id === heardId) : undefined
  if (heard === undefined) return refuse('no-such-line', 'This line is not there any more, or was taken over already.')
  if (holdsAnother(heard.detail))
    return refuse('needs-subscriber', 'This line says that somebody else holds the plan. Open it, and add their name.')
  const known = (await payersOf(work)).find((payer) => plainLetters(payer.name) === plainLetters(heard.label))
  const payer =
    known ??
    (await addPayer(work, { name: heard.label.slice(0, 200), payerCode: '', kind: kindBy(heard.label), phone: '' }))
  if (isRefusal(payer)) return payer
  const taken = new Set(
    (await coveragesOf(work, clientId)).filter((one) => one.endedOn === null).map((one) => one.priority),
  )
  const told = (word: string) =>
    new RegExp(`(?:^|[;,·] *)${word} ([^;,·]+)`).exec(heard.detail ?? '')?.[1]?.trim() ?? ''
  return addCoverage(
    work,
    clientId,
    {
      payerId: payer.id,
      plan: told('plan'),
      memberNumber: told('member'),
      groupNumber: told('group'),
      relation: 'self',
      subscriberName: '',
      subscriberBirthDate: null,
      priority: [1, 2, 3, 4, 5, 6, 7, 8, 9].find((place) => !taken.has(place)) ?? 9,
      startsOn: heard.startedOn,
      endsOn:
        heard.endedOn !== null && heard.startedOn !== null && heard.endedOn < heard.startedOn ? null : heard.endedOn,
    },
    heard.id,
  )
}

/** Does an imported line say that the client is not the holder? Then their name is needed, and the line has none. */
export const holdsAnother = (detail: string | null): boolean => /subscriber[’']s /.test(detail ?? '')

const kindBy = (name: string): PayerKind =>
  /medicaid/i.test(name)
    ? 'medicaid'
    : /medicare/i.test(name)
      ? 'medicare'
      : /tricare/i.test(name)
        ? 'tricare'
        : 'commercial'
