import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { askedIn, type Cadence, dueOn } from './cadence.ts'

const row = (over: Partial<Cadence>): Cadence => ({
  instrument: 'phq-9',
  programId: null,
  everyDays: 7,
  from: '2026-01-01',
  setAt: new Date('2025-12-01T12:00:00Z'),
  source: 'Our own policy',
  ...over,
})
const used = ['phq-9', 'gad-7', 'pcl-5'] as const
const days = (rows: Cadence[], day = '2026-06-01', program = 'evening') =>
  Object.fromEntries(askedIn(program, rows, day, used).map((one) => [one.instrument, one.everyDays]))

describe('What a program asks', () => {
  it('is the default where nobody decided, and says that it is to be confirmed', () => {
    assert.deepEqual(days([]), { 'phq-9': 14, 'gad-7': 14 })
    assert.deepEqual(
      askedIn('evening', [], '2026-06-01', used).map((one) => one.mark),
      ['K', 'K'],
    )
  })
  it('is the clinic’s row, unless the program has its own', () => {
    const rows = [row({}), row({ programId: 'evening', everyDays: 3, from: '2020-01-01' })]
    assert.deepEqual(days(rows), { 'phq-9': 3, 'gad-7': 14 })
    assert.deepEqual(days(rows, '2026-06-01', 'day'), { 'phq-9': 7, 'gad-7': 14 })
  })
  it('begins on its day, and the one that was set later wins on one day', () => {
    const rows = [
      row({}),
      row({ everyDays: 10, from: '2026-06-02' }),
      row({ everyDays: 9, setAt: new Date('2025-12-02T12:00:00Z') }),
    ]
    assert.deepEqual(days(rows, '2026-06-01')['phq-9'], 9)
    assert.deepEqual(days(rows, '2026-06-02')['phq-9'], 10)
  })
  it('takes out what has no days, adds what has, and leaves out what the clinic does not use', () => {
    const rows = [row({ everyDays: null }), row({ instrument: 'pcl-5', everyDays: 30 }), row({ instrument: 'cows' })]
    assert.deepEqual(days(rows), { 'gad-7': 14, 'pcl-5': 30 })
  })
})

describe('When it is due', () => {
  const cases: [string, string, string | null, string][] = [
    ['on the first day', '2026-03-02', null, '2026-03-02'],
    [
      'on the first day of a new stay, whatever was answered in the one before',
      '2026-03-02',
      '2026-01-30',
      '2026-03-02',
    ],
    ['so many days after the last', '2026-03-02', '2026-03-09', '2026-03-23'],
    ['across a leap day', '2028-01-01', '2028-02-20', '2028-03-05'],
  ]
  for (const [name, first, last, due] of cases) it(name, () => assert.equal(dueOn({ everyDays: 14 }, first, last), due))
})
