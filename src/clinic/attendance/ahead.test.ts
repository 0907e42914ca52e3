import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import { isLookDue, isShortForClosures, type LostHour, lookAhead, makeUpRuleOn, usualMakeUpRule } from './ahead.ts'
import { freeHoursOn, mayByVideo, ownHour, placeOfHour } from './own-hour.ts'

const floor = { minutesPerWeek: 540, daysPerWeek: 3, source: '', mark: 'V' as const }
const lost = (day: string, minutes: number): LostHour => ({
  seriesId: 'a',
  name: 'A',
  day,
  minutes,
  because: 'closed',
})
const [mon, wed, thu, fri] = ['2026-11-23', '2026-11-25', '2026-11-26', '2026-11-27'] as const

test('a week is short for its closures alone where the lost hours would have filled the floor, in minutes and in days', () => {
  const kept = { minutes: 360, days: [mon, wed] }
  assert.equal(isShortForClosures(kept, [lost(fri, 180)], floor), true)
  // Thanksgiving week: two days gone, and what was planned filled the floor with both.
  assert.equal(isShortForClosures({ minutes: 360, days: [mon, wed] }, [lost(thu, 90), lost(fri, 90)], floor), true)
  assert.equal(isShortForClosures(kept, [lost(fri, 90)], floor), false, 'planned too little from the start')
  assert.equal(isShortForClosures(kept, [lost(wed, 180)], floor), false, 'a third day was never planned')
  assert.equal(
    isShortForClosures({ minutes: 600, days: [mon, wed, fri] }, [lost(thu, 90)], floor),
    false,
    'holds still',
  )
  assert.equal(isShortForClosures(kept, [], floor), false)
  assert.equal(isShortForClosures(kept, [lost(fri, 180)], null), false)
})

test('the rule of a day is the last that had begun; nought days ahead looks at nothing', () => {
  const rule = { ...usualMakeUpRule, daysAhead: 7, from: '2026-11-01' }
  assert.equal(makeUpRuleOn([], mon), usualMakeUpRule)
  assert.equal(makeUpRuleOn([rule, { ...rule, daysAhead: 3, from: '2026-12-01' }], mon).daysAhead, 7)
  assert.deepEqual(lookAhead({ ...rule, uncoveredDays: 9 }, mon, addDays), {
    closures: addDays(mon, 7),
    uncovered: addDays(mon, 7),
  })
  assert.deepEqual(lookAhead({ ...rule, daysAhead: 0 }, mon, addDays), { closures: null, uncovered: null })
})

test('the clock asks again when its offer is over, and no oftener than the rule says', () => {
  const at = (hours: number) => new Date(Date.UTC(2026, 10, 20, hours))
  const due = (looks: { at: Date; offered: number }[], now: number) => isLookDue(looks, usualMakeUpRule, at(now))
  assert.equal(due([], 0), true)
  assert.equal(due([{ at: at(0), offered: 3 }], 47), false)
  assert.equal(due([{ at: at(0), offered: 3 }], 48), true)
  assert.equal(due([{ at: at(0), offered: 0 }], 3), false)
  assert.equal(due([{ at: at(0), offered: 0 }], 4), true)
  const twice = [
    { at: at(0), offered: 3 },
    { at: at(48), offered: 1 },
  ]
  assert.equal(due(twice, 400), false)
})

test('an hour beside what the client has anyway stands first, within both people’s times', () => {
  const day = {
    works: [{ starts: '08:15', ends: '18:00' }],
    canCome: [{ starts: '09:00', ends: '16:30' }],
    held: [{ starts: '13:00', ends: '14:00' }],
    comes: [{ starts: '10:00', ends: '12:00' }],
    notBefore: '00:00',
  }
  assert.deepEqual(freeHoursOn(day), [
    { starts: '09:00', ends: '10:00' },
    { starts: '12:00', ends: '13:00' },
  ])
  assert.deepEqual(freeHoursOn({ ...day, notBefore: '15:01' }), [{ starts: '15:30', ends: '16:30' }])
  assert.deepEqual(freeHoursOn({ ...day, canCome: [] }), [])
  assert.deepEqual(freeHoursOn({ ...day, canCome: null, works: [] }), [])
})

const span = fc
  .tuple(fc.integer({ min: 0, max: 46 }), fc.integer({ min: 1, max: 12 }))
  .map(([from, long]) => ({ starts: clock(from), ends: clock(Math.min(48, from + long)) }))
const clock = (halves: number) => `${String(Math.floor(halves / 2)).padStart(2, '0')}:${halves % 2 === 0 ? '00' : '30'}`

test('whatever the diaries hold, a free hour meets nothing, lies in both people’s times, and shares no minute with another', () => {
  const meets = (a: { starts: string; ends: string }, b: { starts: string; ends: string }) =>
    a.starts < b.ends && b.starts < a.ends
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 3 }),
      fc.option(fc.array(span, { maxLength: 3 }), { nil: null }),
      fc.array(span, { maxLength: 5 }),
      fc.array(span, { maxLength: 3 }),
      fc.integer({ min: 0, max: 48 }).map(clock),
      (works, canCome, held, comes, notBefore) => {
        const free = freeHoursOn({ works, canCome, held, comes, notBefore })
        assert.ok(free.length <= ownHour.aDay)
        for (const [n, one] of free.entries()) {
          assert.ok(works.some((work) => work.starts <= one.starts && one.ends <= work.ends))
          assert.ok(canCome === null || canCome.some((can) => can.starts <= one.starts && one.ends <= can.ends))
          assert.ok(![...held, ...comes].some((other) => meets(other, one)))
          assert.ok(one.starts >= notBefore)
          assert.ok(free.slice(n + 1).every((other) => !meets(other, one)))
        }
      },
    ),
  )
})

test('by video only with consent, wish and licence; on a day they come anyway in the house', () => {
  const all = { agreed: true, wish: 'either', isLicensed: true } as const
  assert.equal(mayByVideo(all), true)
  assert.equal(mayByVideo({ ...all, agreed: false }), false)
  assert.equal(mayByVideo({ ...all, wish: 'on-site' }), false)
  assert.equal(mayByVideo({ ...all, isLicensed: false }), false)
  assert.equal(placeOfHour({ comesThatDay: true, onSite: true, video: true }), 'on-site')
  assert.equal(placeOfHour({ comesThatDay: false, onSite: true, video: true }), 'video')
  assert.equal(placeOfHour({ comesThatDay: false, onSite: true, video: false }), 'on-site')
  assert.equal(placeOfHour({ comesThatDay: true, onSite: false, video: true }), 'video')
  assert.equal(placeOfHour({ comesThatDay: true, onSite: false, video: false }), null)
})
