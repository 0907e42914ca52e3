import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { newId } from '../../basics/ids.ts'
import { changeKey, changeRead } from './change-form.ts'
import { hoursFor } from './hours.ts'
import type { WeekTime } from './instance.ts'
import {
  mayNoteCommitment,
  mayWeigh,
  needOf,
  scarcityOf,
  visitOf,
  waitingDaysOf,
  weightsFrom,
  weightWords,
} from './rules.ts'
import { daysInWords } from './sayings.ts'
import type { Change } from './changes-possible.ts'
import { isInside, overlaps } from './week.ts'
import { seenOf, visitRead, weekFields, weekRead } from './week-form.ts'
import { usualWeights } from './weights.ts'
import { whyInWords, type WhyFacts } from './why-words.ts'

const at = (weekday: number, from: number, to: number): WeekTime => ({ weekday, from: from * 60, to: to * 60 })

describe('What a prescribed week asks for', () => {
  it('gathers short minutes into visits that are worth the way', () => {
    assert.deepEqual(visitOf('individual', 50), { minutes: 50, every: 1 })
    assert.deepEqual(visitOf('family', 25), { minutes: 50, every: 2 })
    assert.deepEqual(visitOf('medication', 5), { minutes: 20, every: 4 })
    assert.deepEqual(visitOf('individual', 200), { minutes: 120, every: 1 })
    assert.equal(visitOf('family', 0), null)
  })
  it('asks for no day and no core time where no group is prescribed', () => {
    const dose = { groupMinutes: 0, individualMinutes: 50, familyMinutes: 0, medicationMinutes: 0, days: 3 }
    const need = needOf(dose, 180, [])
    assert.equal(need.days, 0)
    assert.equal(need.coreMinutes, 0)
  })
})

describe('Weights', () => {
  it('may stand as the house has them, and not with treatment lighter than a hard day', () => {
    assert.equal(mayWeigh(usualWeights), null)
    assert.equal(mayWeigh({ ...usualWeights, family: 12 })?.refused, 'too-light')
    assert.equal(mayWeigh({ ...usualWeights, minutes: -1 })?.refused, 'points')
    assert.equal(mayWeigh({ ...usualWeights, minutes: 1.5 })?.refused, 'points')
  })
  it('are all said on the page, each once', () => {
    assert.deepEqual(weightWords.map(({ key }) => key).toSorted(), Object.keys(usualWeights).toSorted())
  })
  it('fall back to the house where a stored row says nothing readable', () => {
    assert.deepEqual(weightsFrom({ day: 350, minutes: 'many', other: 1 }), { ...usualWeights, day: 350 })
  })
  it('call a seat scarce from a hundred points on', () => {
    assert.deepEqual([0, 24.9, 25, 99, 100].map(scarcityOf), ['low', 'low', 'medium', 'medium', 'high'])
  })
})

describe('Hours of a clinician', () => {
  const time = fc
    .record({
      weekday: fc.integer({ min: 1, max: 3 }),
      from: fc.integer({ min: 0, max: 90 }),
      long: fc.integer({ min: 1, max: 40 }),
    })
    .map(({ weekday, from, long }) => ({ weekday, from: from * 15, to: Math.min(1440, (from + long) * 15) }))
  it('never overlap, are a visit long, and lie where they work and are free', () => {
    fc.assert(
      fc.property(
        fc.array(time),
        fc.array(time),
        fc.array(time),
        fc.constantFrom(20, 30, 50, 60),
        (works, busy, wanted, minutes) => {
          const hours = hoursFor(works, busy, [], wanted, minutes)
          for (const [n, one] of hours.entries()) {
            assert.equal(one.to - one.from, minutes)
            assert.ok(isInside(one, works))
            assert.ok(!busy.some((other) => overlaps(one, other)))
            assert.ok(!hours.slice(n + 1).some((other) => overlaps(one, other)))
          }
        },
      ),
    )
  })
  it('keep what stands today, and are cut where the client can come', () => {
    const hours = hoursFor([at(1, 9, 17)], [], [at(1, 12, 13)], [{ weekday: 1, from: 14.5 * 60, to: 15.5 * 60 }], 60)
    assert.ok(hours.some((one) => one.from === 12 * 60 && one.to === 13 * 60))
    assert.ok(hours.some((one) => one.from === 14.5 * 60))
  })
})

describe('What a form carries', () => {
  const visit = { clinician: newId(), time: at(2, 17, 18), phase: 1, byVideo: true }
  const week = {
    client: newId(),
    series: [newId(), newId()].toSorted(),
    individual: visit,
    family: null,
    medication: null,
  }
  it('reads a week back as it was', () => {
    const fields = weekFields(week)
    const of = (name: string) => fields.find(([key]) => key === name)?.[1] ?? ''
    const series = fields.filter(([key]) => key === 'series[]').map(([, id]) => id)
    const typed = { series, individual: of('individual'), family: of('family'), medication: of('medication') }
    assert.deepEqual(weekRead(week.client, typed), week)
    assert.equal(weekRead(week.client, { ...typed, series: [series[0] ?? '', series[0] ?? ''] }), null)
    assert.equal(weekRead(week.client, { ...typed, individual: `${visit.clinician} 8 60 120 0 0` }), null)
  })
  it('takes nothing for a visit that is none, whatever is typed', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.equal(visitRead(text), null)))
  })
  it('reads every kind of change back as it was, and nothing else', () => {
    const changes: Change[] = [
      { kind: 'window', whose: 'client', window: at(4, 17, 21), side: 'earlier', minutes: 30 },
      { kind: 'window', whose: 'family', window: at(4, 17, 21), side: 'later', minutes: 15 },
      { kind: 'day', weekday: 6 },
      { kind: 'video' },
      { kind: 'gender' },
      { kind: 'topic', topic: 'skills' },
      { kind: 'seat', series: newId() },
      { kind: 'caseload', clinician: newId() },
    ]
    for (const change of changes) assert.deepEqual(changeRead(changeKey(change)), change)
    for (const text of ['', 'day 8', 'seat x', 'window client 1 600 500 later 15', 'window staff 1 500 600 later 15'])
      assert.equal(changeRead(text), null)
  })
  it('knows a week that changed from one that did not', () => {
    const same = { ...week, series: week.series.toReversed() }
    assert.equal(seenOf(week, null), seenOf(same, null))
    assert.notEqual(seenOf(week, null), seenOf({ ...week, individual: null }, null))
    assert.notEqual(seenOf(week, null), seenOf(week, visit.clinician))
  })
})

describe('Words', () => {
  it('say days as people do', () => {
    assert.deepEqual([[1, 2, 3, 4, 5], [2, 4], [7], [1, 3, 4], [1, 2, 3, 4, 5, 6, 7]].map(daysInWords), [
      'Mon to Fri',
      'Tue and Thu',
      'Sun',
      'Mon, Wed and Thu',
      'every day',
    ])
  })
  it('refuse a commitment without a day or an end', () => {
    const one = { whose: 'client', what: 'job', firmness: 'cannot', weekdays: [1], from: '09:00', to: '17:00' } as const
    assert.equal(mayNoteCommitment(one), null)
    assert.equal(mayNoteCommitment({ ...one, weekdays: [] })?.refused, 'no-weekday')
    assert.equal(mayNoteCommitment({ ...one, to: '09:00' })?.refused, 'turned')
  })
  it('name the commitment that binds an hour, with the way, and never why a room is not open', () => {
    const id = newId()
    const facts: WhyFacts = {
      names: {
        series: new Map([[id, { name: 'DBT', leaders: '', room: '', from: '2026-01-01' }]]),
        clinicians: new Map(),
        options: new Map(),
        seatPrices: new Map(),
        hourPrices: new Map(),
        wanted: new Map(),
        fromAfar: new Set(),
        misfits: new Map(),
      },
      firstName: 'Maya',
      bound: [{ ...at(4, 14, 18), what: 'childcare', firmness: 'cannot', whose: 'client' }],
      free: [at(4, 18.5, 24)],
      travel: 30,
      leftOut: [],
      waited: new Map(),
      nextFree: new Map(),
    }
    const bare = { series: id, times: [], inTheWay: [], seats: null, instead: null }
    const times = [{ weekday: 4, from: 17.5 * 60, to: 18.5 * 60 }]
    assert.equal(
      whyInWords({ ...bare, code: 'availability', times }, facts),
      'Thursday 17:30 to 18:30: childcare until 18:00, and 30 min on the way.',
    )
    assert.equal(
      whyInWords({ ...bare, code: 'availability', times: [at(5, 9, 10)] }, facts),
      'Maya comes on no Friday.',
    )
    assert.equal(whyInWords({ ...bare, code: 'not-now' }, facts), 'It is not open to them now.')
  })
})

describe('Days of waiting', () => {
  const of = (waitsSince: string | null, holdsSeat: boolean, firstDay: string) =>
    waitingDaysOf({ waitsSince, holdsSeat, firstDay }, '2026-03-30')
  it('count from the list, or from the first day while there is no seat, whichever is earlier', () => {
    assert.equal(of(null, true, '2026-01-05'), 0)
    assert.equal(of('2026-03-20', true, '2026-01-05'), 10)
    assert.equal(of(null, false, '2026-03-16'), 14)
    assert.equal(of('2026-03-20', false, '2026-03-16'), 14)
    assert.equal(of('2026-03-10', false, '2026-03-16'), 20)
  })
  it('are never below nothing, and never more than eight weeks', () => {
    assert.equal(of('2026-04-20', false, '2026-04-06'), 0)
    assert.equal(of('2025-03-20', true, '2025-01-05'), 56)
  })
})
