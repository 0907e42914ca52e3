import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { mayDrawBy } from '../draws.ts'
import { mayPrescribe } from '../prescribing.ts'
import { custodyOf, testById } from '../queries/tests.ts'
import { byLicence, notAPerson, nothingHere } from './licensed.ts'
import { newNumber } from './number.ts'

type Method = 'point-of-care' | 'laboratory'

/** Sets how often somebody is drawn, from tomorrow's draw on; 0 a week ends it. */
export async function setPolicy(
  work: Work,
  clientId: string,
  said: { perWeek: number; weekdays: number[]; panel: string[]; method: Method; because: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'drug-test.order')
  if (denied) return denied
  const refused = mayDrawBy(said)
  if (refused) return refused
  if (said.perWeek > 0 && said.panel.length === 0) return refuse('no-panel', 'Choose what is looked for.')
  const licensed = await byLicence(work, clientId, mayPrescribe)
  if (isRefusal(licensed)) return licensed
  const weekdays = [...new Set(said.weekdays)].toSorted((a, b) => a - b)
  await work.db
    .insertInto('toxPolicy')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      ...said,
      weekdays,
      setBy: licensed.staffId,
      setAt: work.at,
    })
    .execute()
  await record(work, 'drug-test.policy-set', { clients: [clientId], about: { perWeek: said.perWeek } })
  return null
}

/** Orders one drug test, for a reason that is written down. */
export async function orderTest(
  work: Work,
  clientId: string,
  said: {
    why: 'admission' | 'concern' | 'scheduled' | 'asked'
    because: string
    panel: string[]
    specimen: 'urine' | 'oral-fluid' | 'blood' | 'breath'
    method: Method
    laboratory: string
    dueOn: Day
  },
): Promise<string | Refusal> {
  const denied = mayNot(work.by, 'drug-test.order')
  if (denied) return denied
  if (said.panel.length === 0) return refuse('no-panel', 'Choose what is looked for.')
  if (said.dueOn < dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-past', 'This day is over. Give a day from today on.')
  const licensed = await byLicence(work, clientId, mayPrescribe)
  if (isRefusal(licensed)) return licensed
  const id = newId()
  await work.db
    .insertInto('toxOrder')
    .values({
      clinicId: work.clinic.id,
      id,
      number: newNumber(),
      clientId,
      drawId: null,
      ...said,
      orderedBy: licensed.staffId,
      orderedAt: work.at,
    })
    .execute()
  await record(work, 'drug-test.ordered', { clients: [clientId], about: { test: id, why: said.why } })
  return id
}

export type NewCollection = {
  outcome: 'collected' | 'refused' | 'could-not' | 'did-not-come' | 'excused'
  at: Date
  observed: boolean
  temperature: number | null
  seal: string
  words: string
}

/** What came of a test on the day. A later word stands beside the earlier; a specimen that was given is not taken back by it. */
export async function collectTest(
  work: Work,
  testId: string,
  said: NewCollection,
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'drug-test.collect')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  const recordedBy = work.by.id
  await holdDiaries(work, [`test ${testId}`])
  const test = await testById(work, testId)
  if (test === undefined) return nothingHere
  if (test.outcome === 'collected') return refuse('collected', 'The specimen was collected already.')
  if (said.at.getTime() > work.at.getTime() + 60_000)
    return refuse('in-the-future', 'This time has not come yet. Give the time at which it was.')
  const isThere = said.outcome === 'collected'
  if (isThere && test.method === 'laboratory' && said.seal === '')
    return refuse('no-seal', 'Write the number of the seal: without it the specimen cannot be told from another.')
  if (!isThere && said.words === '') return refuse('why', 'Say in a few words how it was.')
  const id = newId()
  const written = await unlessRefused(
    work,
    { tox_collection_seal: 'This seal number stands on another specimen. Look at the seal again.' },
    () =>
      work.db
        .insertInto('toxCollection')
        .values({
          clinicId: work.clinic.id,
          id,
          orderId: testId,
          ...said,
          ...(isThere ? {} : { observed: false, temperature: null, seal: '' }),
          recordedBy,
          recordedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  if (isThere && said.seal !== '') {
    await work.db
      .insertInto('toxCustody')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        collectionId: id,
        place: 1,
        fromWhom: 'The client',
        toWhom: work.by.name.slice(0, 120),
        at: said.at,
        sealWhole: true,
        whatFor: 'Collected and sealed',
        recordedBy,
        recordedAt: work.at,
      })
      .execute()
  }
  await record(work, 'drug-test.collected', {
    clients: [test.clientId],
    about: { test: testId, outcome: said.outcome },
  })
  return { clientId: test.clientId }
}

/** The next hand: it takes the specimen from whoever had it last. */
export async function handOn(
  work: Work,
  testId: string,
  said: { toWhom: string; at: Date; sealWhole: boolean; whatFor: string; afterPlace: number },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'drug-test.collect')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  const recordedBy = work.by.id
  const test = await testById(work, testId)
  if (test === undefined || test.collectionId === null) return nothingHere
  const collectionId = test.collectionId
  await holdDiaries(work, [`test ${testId}`])
  const last = (await custodyOf(work, collectionId)).at(-1)
  if (last === undefined) return refuse('no-seal', 'This specimen was not sealed: it has no chain of hands.')
  if (last.place !== said.afterPlace)
    return refuse('another-hand', `Meanwhile it went to ${last.toWhom}. Look at the chain again.`)
  if (said.at < last.at) return refuse('before-last', 'This is before the hand that had it last. Look at the time.')
  if (said.at.getTime() > work.at.getTime() + 60_000) return refuse('in-the-future', 'This time has not come yet.')
  const { toWhom, at, sealWhole, whatFor } = said
  const written = await unlessRefused(
    work,
    { tox_custody_place: 'Meanwhile it went to another hand. Look at the chain again.' },
    () =>
      work.db
        .insertInto('toxCustody')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          collectionId,
          place: last.place + 1,
          fromWhom: last.toWhom,
          toWhom,
          at,
          sealWhole,
          whatFor,
          recordedBy,
          recordedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'drug-test.handed-on', { clients: [test.clientId], about: { test: testId, seal: sealWhole } })
  return null
}
