import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDays } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import {
  deadlinesFor,
  defaultDeadlines,
  dueBy,
  withOwnDeadlines,
  type DeadlineQuestion,
  type DeadlineRow,
} from './deadlines.ts'
import { defaultLicences, licenceOf, mayDiagnose, mayPutNameUnderPlan, withOwnLicences } from './licences.ts'

const today = '2026-03-02'

describe('By when', () => {
  const ask = (over: Partial<DeadlineQuestion>): DeadlineQuestion => ({
    what: 'first-plan',
    state: 'WY',
    level: '2.1',
    programId: 'p',
    payerId: null,
    ...over,
  })
  const days = (question: Partial<DeadlineQuestion>, rows: readonly DeadlineRow[] = defaultDeadlines) =>
    deadlinesFor(rows, ask(question), today).map((row) => row.days)
  const table: [string, Partial<DeadlineQuestion>, (number | null)[]][] = [
    ['anywhere', {}, [30]],
    ['Florida, intensive outpatient', { state: 'FL' }, [30]],
    ['Florida, day or night', { state: 'FL', level: '2.5' }, [10]],
    ['Florida, countersignature', { state: 'FL', what: 'cosignature' }, [10]],
    ['Texas, first plan', { state: 'TX' }, [7]],
    ['Texas, review', { state: 'TX', what: 'review' }, [null]],
    ['New York, review', { state: 'NY', what: 'review' }, [90]],
    ['California, review', { state: 'CA', what: 'review' }, [90]],
  ]
  for (const [where, question, expected] of table)
    it(`counts ${where}`, () => assert.deepEqual(days(question), expected))

  it('hears the payer that asks sooner, and the clinic’s own row before those that came', () => {
    const own = (over: Partial<DeadlineRow>): DeadlineRow => ({
      what: 'first-plan',
      state: null,
      level: null,
      programId: null,
      payerId: null,
      days: 5,
      from: '2026-01-01',
      source: 's',
      mark: 'V',
      ...over,
    })
    const rows = withOwnDeadlines([
      own({ payerId: 'y', days: 3 }),
      own({ state: 'NY', days: 14 }),
      own({ state: 'NY', days: 20, from: '2026-06-01' }),
    ])
    assert.deepEqual(days({ state: 'NY', payerId: 'y' }, rows), [14, 3])
    assert.equal(
      dueBy(deadlinesFor(rows, ask({ state: 'NY', payerId: 'y' }), today), today, null)?.on,
      addDays(today, 3),
    )
    assert.deepEqual(days({ state: 'NY' }, rows), [14])
    assert.equal(dueBy([], today, null), null)
  })
  it('counts the mid-point from the expected weeks', () => {
    const row = deadlinesFor(defaultDeadlines, ask({ state: 'TX', what: 'review' }), today)
    assert.equal(dueBy(row, today, 12)?.on, addDays(today, 42))
    assert.equal(dueBy(row, today, null)?.on, addDays(today, 30))
  })
})

describe('By whose license', () => {
  const table: [string, boolean | string, string][] = [
    ['LCSW', false, 'yes'],
    ['Ph.D.', false, 'yes'],
    ['LMSW', true, 'provisional'],
    ['CASAC', true, 'no'],
    ['CADC-II', true, 'no'],
    ['LMSW, LCSW', false, 'yes'],
    ['RN', 'credential', 'no'],
    ['', 'no-credential', 'no'],
    ['XYZ', true, 'no'],
  ]
  for (const [credential, signs, diagnoses] of table)
    it(`lets ${credential === '' ? 'nobody without one' : credential} do what it may`, () => {
      const name = mayPutNameUnderPlan(credential, 'NY')
      assert.equal(isRefusal(name) ? name.refused : name.needsCosign, signs)
      assert.equal(mayDiagnose(credential, 'provisional', 'NY') === null, diagnoses !== 'no')
      assert.equal(mayDiagnose(credential, 'confirmed', 'NY') === null, diagnoses === 'yes')
    })
  it('lets a state’s own row speak first, and an own row before the one that came', () => {
    const row = { credential: 'LADC', state: 'MN', diagnoses: 'yes', signs: 'alone', source: 's', mark: 'V' } as const
    const rows = withOwnLicences([row])
    assert.equal(licenceOf('LADC', 'MN', rows)?.diagnoses, 'yes')
    assert.equal(licenceOf('LADC', 'NY', rows)?.diagnoses, 'no')
    assert.equal(
      defaultLicences.every((one) => one.mark === 'K'),
      true,
    )
  })
})
