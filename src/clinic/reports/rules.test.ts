import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, daysBetween } from '../../basics/dates.ts'
import { inAddress, mostDays, periodOf, programsMeant } from './asked.ts'
import { safeCell } from './csv-cell.ts'
import { ageBand, languageOf, twelveMonths } from './equity-rows.ts'
import { dueAgain, occasions } from './occasions.ts'
import { ageCode, codeFor, type CodeRow, losCode, usualCodes } from './state-codes.ts'
import { answersFrom, fieldsAt, stateFields } from './state-fields.ts'
import { columnsOf, gapsOf, recordOf, type StayTold } from './state-record.ts'
import { lengthOfStay, type Stayed } from './staying.ts'

describe('The period of a report', () => {
  it('is what was asked, or so many days up to today', () => {
    assert.deepEqual(periodOf({ from: '2024-02-01', to: '2024-02-29' }, '2024-04-01', 28), {
      from: '2024-02-01',
      to: '2024-02-29',
    })
    assert.deepEqual(periodOf({}, '2024-03-28', 29), { from: '2024-02-29', to: '2024-03-28' })
    for (const typed of [
      { from: 'x', to: '2024-02-30' },
      { from: '9999-01-01', to: '9999-12-31' },
      { from: '2024-03-02', to: '2024-03-01' },
    ])
      assert.ok(daysBetween(periodOf(typed, '2024-04-01', 28).from, periodOf(typed, '2024-04-01', 28).to) === 27)
    assert.equal(daysBetween(periodOf({ from: '1900-01-01' }, '2024-04-01', 1).from, '2024-04-01') + 1, mostDays)
  })

  it('is of the programs that belong to both, and of nobody where there is none', () => {
    const [one, two, site] = ['1', '2', '3'].map((n) => `0000000${n}-0000-4000-8000-000000000000`)
    const places = [
      { id: one ?? '', siteId: site ?? '' },
      { id: two ?? '', siteId: one ?? '' },
    ]
    assert.equal(programsMeant({}, places).programs, null)
    assert.deepEqual(programsMeant({ site }, places).programs, [one])
    assert.deepEqual(programsMeant({ site, program: two }, places).programs, [])
    assert.deepEqual(programsMeant({ program: "'; drop" }, places).programs, null)
    assert.equal(
      inAddress({ ...programsMeant({ site }, places), from: 'a', to: 'b', today: 'c', now: new Date(0), zone: '' })
        .site,
      site,
    )
  })

  it('is twelve whole months where small numbers are told apart', () => {
    assert.deepEqual(twelveMonths('2024-11-22', '2024-11-22'), { from: '2023-11-01', to: '2024-10-31' })
    assert.deepEqual(twelveMonths('2024-02-29', '2024-11-22'), { from: '2023-03-01', to: '2024-02-29' })
    assert.deepEqual(twelveMonths('2024-02-03', '2024-11-22'), { from: '2023-03-01', to: '2024-02-29' })
  })
})

describe('The length of stay', () => {
  const stays = (...list: [days: number, left: boolean][]): Stayed[] =>
    list.map(([days, left]) => ({ days, left, n: 1 }))

  it('counts who is still in care for every day so far', () => {
    assert.deepEqual(lengthOfStay(stays([10, true], [11, true], [30, true], [32, false], [33, false], [61, false])), {
      lower: 11,
      median: 30,
      upper: null,
    })
    // Left out, the three who are still here would make it read 11 days.
    assert.equal(lengthOfStay(stays([10, true], [11, true], [30, true])).median, 11)
    assert.deepEqual(lengthOfStay([]), { lower: null, median: null, upper: null })
    assert.deepEqual(lengthOfStay(stays([5, false])), { lower: null, median: null, upper: null })
    // Freireich’s 21 on 6-MP, as every textbook has them: median 23.
    const mp: [number, boolean][] = [
      ...([6, 6, 6, 7, 10, 13, 16, 22, 23] as const).map((days): [number, boolean] => [days, true]),
      ...([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35] as const).map((days): [number, boolean] => [days, false]),
    ]
    assert.deepEqual(lengthOfStay(stays(...mp)), { lower: 13, median: 23, upper: null })
  })

  it('of stays that are all over is the plain median, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 }), (days) => {
        const sorted = days.toSorted((one, other) => one - other)
        const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]
        const found = lengthOfStay(days.map((one) => ({ days: one, left: true, n: 1 })))
        assert.deepEqual(found, { lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75) })
      }),
    )
  })
})

describe('When a measure was due', () => {
  const asks = { first: '2024-02-29', last: null, everyDays: 14 }
  const states = (list: ReturnType<typeof occasions>) => list.map(({ due, state }) => `${due} ${state}`)

  it('is on the first day, and so many days after each answer', () => {
    assert.deepEqual(states(occasions({ ...asks, taken: ['2024-02-29', '2024-03-14'] }, '2024-04-01')), [
      '2024-02-29 done',
      '2024-03-14 done',
      '2024-03-28 open',
    ])
    assert.deepEqual(states(occasions({ ...asks, taken: [] }, '2024-04-01')), [
      '2024-02-29 missed',
      '2024-03-14 missed',
      '2024-03-28 open',
    ])
    // Late is done; the next is due from then. Twice in a week is once.
    assert.deepEqual(states(occasions({ ...asks, taken: ['2024-03-05', '2024-03-07'] }, '2024-03-22')), [
      '2024-02-29 done',
      '2024-03-21 open',
    ])
    // Of the intake before the first day nothing is due and nothing is settled, as the questions themselves have it.
    assert.deepEqual(states(occasions({ ...asks, taken: ['2024-02-20'] }, '2024-03-01')), ['2024-02-29 open'])
    assert.deepEqual(states(occasions({ ...asks, last: '2024-03-20', taken: ['2024-03-01'] }, '2024-04-01')), [
      '2024-02-29 done',
      '2024-03-15 left',
    ])
  })

  it('ends, in order, and counts each answer once at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 200 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.option(fc.integer({ min: 0, max: 150 }), { nil: null }),
        (days, everyDays, last) => {
          const taken = [...new Set(days)].toSorted((a, b) => a - b).map((n) => addDays('2024-01-01', n))
          const found = occasions(
            { first: '2024-01-01', last: last === null ? null : addDays('2024-01-01', last), everyDays, taken },
            '2024-06-01',
          )
          const dues = found.map(({ due }) => due)
          assert.deepEqual(dues, [...new Set(dues)].toSorted())
          const answers = found.flatMap(({ on }) => on ?? [])
          assert.equal(new Set(answers).size, answers.length)
          assert.ok(answers.every((on) => taken.includes(on)))
          assert.ok(found.every(({ due, on }) => on === null || (on >= due && on < dueAgain(due, everyDays))))
          assert.ok(found.slice(0, -1).every(({ state }) => state === 'done' || state === 'missed'))
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('A cell of a file', () => {
  it('opens no formula, and keeps numbers numbers', () => {
    for (const evil of ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])
      assert.equal(safeCell(evil)[0], "'", JSON.stringify(evil))
    for (const plain of ['-9', '-1.5', 'Maya', '12 %', '']) assert.equal(safeCell(plain), plain)
  })
})

describe('What is told apart', () => {
  it('has one name for one thing', () => {
    assert.deepEqual(['', 'en', 'English (US)', 'SPANISH', 'español', 'es', 'Tagalog', 'tagalog '].map(languageOf), [
      'Not recorded',
      'English',
      'English',
      'Spanish',
      'Spanish',
      'Spanish',
      'Tagalog',
      'Tagalog',
    ])
    assert.deepEqual([17, 18, 24, 25, 64, 65, 100].map(ageBand), [
      'Under 18',
      '18 to 24',
      '18 to 24',
      '25 to 34',
      '55 to 64',
      '65 and over',
      '65 and over',
    ])
  })
})

describe('A line for the state', () => {
  const stay: StayTold = {
    episodeId: 'e',
    clientId: 'c',
    number: '1001',
    name: 'Maya',
    years: 23,
    sex: 'female',
    level: '2.1',
    first: '2024-02-01',
    last: '2024-03-01',
    reason: 'completed',
    lastContact: '2024-02-28',
    diagnosis: 'F10.20',
    admission: { EDUC: '3' },
    discharge: { EMPLOY: '1' },
  }

  it('has the codes of the record, what was recorded, and −9 for the rest', () => {
    const line = recordOf(stay, 'discharge', [])
    assert.deepEqual(Object.keys(line).toSorted(), columnsOf('discharge').toSorted())
    assert.deepEqual(
      ['AGE', 'GENDER', 'SERVICES', 'DSMCRIT', 'EDUC', 'RACE', 'SERVICES_D', 'REASON', 'LOS', 'EMPLOY_D', 'EMPLOY'].map(
        (column) => line[column],
      ),
      ['4', '2', '6', '4', '3', '-9', '6', '1', '28', '1', '-9'],
    )
    assert.equal(recordOf({ ...stay, lastContact: null }, 'discharge', [])['LOS'], '30')
    assert.equal(JSON.stringify(line).includes('Maya'), false)
    assert.deepEqual(Object.keys(recordOf(stay, 'admission', [])).toSorted(), columnsOf('admission').toSorted())
  })

  it('follows the clinic’s own row from its day on', () => {
    const own: CodeRow[] = [
      { field: 'SERVICES', ours: '2.1', theirs: 'IOP', from: '2024-03-01', source: 'Manual', mark: 'C' },
    ]
    assert.equal(codeFor('SERVICES', '2.1', own, '2024-02-29'), '6')
    assert.equal(codeFor('SERVICES', '2.1', own, '2024-03-01'), 'IOP')
    assert.equal(codeFor('SERVICES', '9.9', own, '2024-03-01'), null)
    assert.deepEqual(
      ['F10.10', 'F10.229', 'F10.94', 'F11.20', 'F41.1', 'F33.1', 'F99', 'Z00'].map((code) =>
        codeFor('DSMCRIT', code, [], '2024-01-01'),
      ),
      ['9', '4', '1', '5', '14', '15', '19', null],
    )
    assert.ok(usualCodes.every(({ source, mark }) => source !== '' && ['V', 'K'].includes(mark)))
  })

  it('counts what is missing, the fullest gap first', () => {
    const lines = [recordOf(stay, 'admission', []), recordOf({ ...stay, admission: {} }, 'admission', [])]
    const gaps = gapsOf(lines, 'admission')
    assert.equal(gaps.find(({ column }) => column === 'EDUC')?.n, 1)
    assert.equal(gaps.find(({ column }) => column === 'RACE')?.n, 2)
    assert.equal(gaps.at(-1)?.column, 'EDUC')
    assert.ok(!gaps.some(({ column }) => column === 'AGE'))
  })

  it('takes nothing but the codes of its own fields', () => {
    assert.deepEqual(
      answersFrom('discharge', { EDUC: '3', EMPLOY: '2', ARRESTS: '7', LIVARAG: ['1'], constructor: '1' }),
      { EMPLOY: '2' },
    )
    assert.deepEqual([11, 12, 17, 18, 65].map(ageCode), [null, '1', '2', '3', '12'])
    assert.deepEqual([losCode(0), losCode(29)], ['1', '30'])
    assert.equal(new Set(stateFields.map(({ file }) => file)).size, stateFields.length)
    assert.ok(fieldsAt('discharge').length < fieldsAt('admission').length)
  })
})
