import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { at } from '../../../tests/small-clinic.ts'
import type { Placing, SeriesOption, TimetableInstance } from './instance.ts'
import { hoursLeft, timetableFaults } from './timetable.ts'

const clinic = instanceOf('S', 1)
const [first, second] = clinic.series

/** The clinic with one series, its placing, or both changed; hours follow, unless they are what is wrong. */
function turned(
  id: string | undefined,
  series: Partial<SeriesOption>,
  placing: Partial<Placing> = {},
): TimetableInstance {
  const all = clinic.series.map((one) => (one.id === id ? { ...one, ...series } : one))
  return {
    ...clinic,
    series: all,
    placings: clinic.placings.map((one) => (one.series === id ? { ...one, ...placing } : one)),
    clinicians: clinic.clinicians.map((one) => {
      const shift = clinic.shifts.find((other) => other.clinician === one.id)
      return shift === undefined ? one : { ...one, hours: hoursLeft(shift, all) }
    }),
  }
}
const codes = (timetable: TimetableInstance, before?: TimetableInstance) =>
  [...new Set(timetableFaults(timetable, before).map((one) => one.code))].toSorted()

describe('The judge of a timetable', () => {
  it('lets every timetable laid by hand stand', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      assert.deepEqual(timetableFaults(instanceOf('S', seed)), [])
      const medium = instanceOf('M', seed)
      assert.deepEqual(timetableFaults(medium, medium), [])
    }
  })

  it('names a room, a leader or an hour that is held twice or not theirs', () => {
    const roomOf = (id: string | undefined) => clinic.placings.find((one) => one.series === id)?.room ?? null
    const held = codes(turned(second?.id, { time: first?.time, leaders: first?.leaders }, { room: roomOf(first?.id) }))
    assert.ok(held.includes('room-twice') && held.includes('leads-twice'))
    assert.ok(codes(turned(first?.id, { time: at(7, '09:00', 180) })).includes('shut'))
    assert.ok(codes(turned(first?.id, { leaders: ['n1-p1'] })).includes('may-not-lead'))
    assert.ok(codes(turned(first?.id, { time: at(6, '18:00', 180) })).includes('off-shift'))
    assert.deepEqual(codes(turned(first?.id, {}, { room: null })), ['no-room'])
    assert.deepEqual(codes(turned(first?.id, { seats: 40 })), ['small-room'])
    assert.deepEqual(codes({ ...clinic, mostLedMinutes: 60 }), ['leads-too-much'])
    const always = clinic.clinicians.map((one) => ({ ...one, hours: [at(7, '03:00', 60)] }))
    assert.deepEqual(codes({ ...clinic, clinicians: always }), ['hours'])
    assert.deepEqual(codes(turned(first?.id, { states: ['XX'] })), ['licence'])
    assert.deepEqual(codes({ ...clinic, placings: [] }), ['unplaced'])
  })

  it('holds what must stay, and lets nothing change but time, room and leaders', () => {
    const fixed = clinic.placings.map((one) => ({ ...one, mayMove: false }))
    assert.ok(codes(turned(first?.id, {}, { room: 'n1-r4' }), { ...clinic, placings: fixed }).includes('fixed'))
    assert.ok(codes(turned(first?.id, { topic: 'another' }), clinic).includes('other'))
    assert.ok(codes({ ...clinic, series: clinic.series.slice(1) }, clinic).includes('lost'))
  })
})
