import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, instantAt } from '../../basics/dates.ts'
import {
  chairsToOffer,
  closes,
  type MakeUp,
  mayAnswerMakeUp,
  offerState,
  offerUntil,
  rankMakeUps,
  seatsToOffer,
} from './make-up-rules.ts'

const seat = (over: Partial<MakeUp>): MakeUp => ({
  sessionId: 'a',
  minutes: 90,
  starts: new Date('2026-11-18T15:00:00Z'),
  isNewDay: false,
  unitsGained: 0,
  countsForPayer: true,
  leadersKnown: 0,
  membersKnown: 0,
  byVideo: false,
  ...over,
})
const order = (seats: MakeUp[], gap = { minutes: 90, days: 0 }) => rankMakeUps(seats, gap).map((one) => one.sessionId)

test('what closes the gap alone stands first, then what the payer pays more for, then whom they know', () => {
  const plain = seat({ sessionId: 'plain', minutes: 60 })
  assert.deepEqual(
    order([
      plain,
      seat({ sessionId: 'faces', minutes: 60, membersKnown: 2 }),
      seat({ sessionId: 'leader', minutes: 60, leadersKnown: 1 }),
      seat({ sessionId: 'paid', minutes: 60, unitsGained: 1 }),
      seat({ sessionId: 'whole' }),
    ]),
    ['whole', 'paid', 'leader', 'faces', 'plain'],
  )
})

test('no travel on a day that was free, and by video none at all; of equals the earliest', () => {
  const later = new Date('2026-11-19T15:00:00Z')
  assert.deepEqual(
    order([
      seat({ sessionId: 'travel', isNewDay: true }),
      seat({ sessionId: 'later', starts: later }),
      seat({ sessionId: 'same day' }),
      seat({ sessionId: 'video', isNewDay: true, byVideo: true, starts: later }),
    ]),
    ['same day', 'later', 'video', 'travel'],
  )
})

test('a missing day is closed by a meeting on a new day alone', () => {
  assert.equal(closes(seat({}), { minutes: 0, days: 1 }), false)
  assert.equal(closes(seat({ isNewDay: true }), { minutes: 0, days: 1 }), true)
  assert.equal(closes(seat({ isNewDay: true }), { minutes: 90, days: 2 }), false)
})

test('what the payer does not count is not offered; without a rule nothing is held against a seat', () => {
  assert.deepEqual(
    order([
      seat({ sessionId: 'no', countsForPayer: false }),
      seat({ sessionId: 'unknown', countsForPayer: null, unitsGained: null }),
    ]),
    ['unknown'],
  )
})

test('ranking loses nothing that counts, and does not depend on the order in which seats come', () => {
  const any = fc.record({
    sessionId: fc.uuid(),
    minutes: fc.integer({ min: 0, max: 180 }),
    isNewDay: fc.boolean(),
    unitsGained: fc.constantFrom(null, 0, 1),
    countsForPayer: fc.constantFrom(null, true, false),
    leadersKnown: fc.nat(2),
    membersKnown: fc.nat(3),
    byVideo: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(any, { maxLength: 12, selector: (one) => one.sessionId }),
      fc.nat(240),
      fc.nat(2),
      (list, minutes, days) => {
        const seats = list.map((one) => seat(one))
        const ranked = order(seats, { minutes, days })
        assert.deepEqual(ranked, order([...seats].reverse(), { minutes, days }))
        assert.deepEqual(
          [...ranked].sort(),
          seats
            .filter((one) => one.minutes > 0 && one.countsForPayer !== false)
            .map((one) => one.sessionId)
            .sort(),
        )
      },
    ),
  )
})

test('an offer stands for a day, ends an hour before the meeting, and is not made later than that', () => {
  const at = (time: string) => new Date(`2026-11-18T${time}:00Z`)
  assert.deepEqual(offerUntil(at('15:00'), at('09:00')), at('14:00'))
  assert.deepEqual(offerUntil(new Date('2026-11-21T15:00:00Z'), at('09:00')), new Date('2026-11-19T09:00:00Z'))
  assert.equal(offerUntil(at('15:00'), at('14:00')), null)
  // A day is 24 hours that pass, in the night of the clock change too.
  const before = instantAt('2026-10-31', '12:00', 'America/New_York')
  assert.equal(
    offerUntil(instantAt(addDays('2026-10-31', 5), '12:00', 'America/New_York'), before)?.toISOString(),
    instantAt('2026-11-01', '11:00', 'America/New_York').toISOString(),
  )
})

test('what became of an offer, and who may answer it', () => {
  const now = new Date('2026-11-18T15:00:00Z')
  const offer = { expiresAt: new Date('2026-11-18T15:00:01Z'), answer: null }
  assert.equal(offerState(offer, now), 'open')
  assert.equal(offerState(offer, offer.expiresAt), 'expired')
  assert.equal(offerState({ ...offer, answer: 'accepted' }, new Date('2027-01-01')), 'accepted')
  assert.equal(mayAnswerMakeUp('open', 'accepted'), null)
  assert.equal(mayAnswerMakeUp('accepted', 'accepted'), null)
  assert.deepEqual(
    (['expired', 'withdrawn', 'declined'] as const).map((state) => mayAnswerMakeUp(state, 'accepted')?.refused),
    ['offer-over', 'offer-withdrawn', 'offer-answered'],
  )
})

test('no meeting is offered whose free chairs are all promised, and at most four at once', () => {
  const seats = ['a', 'b', 'c', 'd', 'e', 'f'].map((sessionId) => seat({ sessionId }))
  const offered = seatsToOffer(seats, { minutes: 90, days: 0 }, (id) => (id === 'b' ? 0 : 1))
  assert.deepEqual(
    offered.map((one) => one.sessionId),
    ['a', 'c', 'd', 'e'],
  )
  assert.deepEqual(
    seatsToOffer([], { minutes: 90, days: 0 }, () => 1),
    [],
  )
})

test('a free chair is offered to two, and one that is not free to nobody', () => {
  assert.deepEqual(
    (
      [
        [3, 0],
        [3, 5],
        [3, 6],
        [1, 3],
        [0, 0],
        [-1, 0],
      ] as const
    ).map(([free, open]) => chairsToOffer(free, open)),
    [6, 1, 0, 0, 0, 0],
  )
})

test('a whole day that was missed is offered as meetings that can be taken together, on one day', () => {
  const at = (day: number, hour: number) => new Date(Date.UTC(2026, 10, 17 + day, hour))
  const seats = [
    seat({ sessionId: 'tue 9', starts: at(0, 9), isNewDay: true }),
    seat({ sessionId: 'tue 9 next door', starts: at(0, 9), isNewDay: true }),
    seat({ sessionId: 'thu 9', starts: at(2, 9), isNewDay: true }),
    seat({ sessionId: 'tue 11', starts: at(0, 11), isNewDay: true }),
    seat({ sessionId: 'thu 11', starts: at(2, 11), isNewDay: true }),
  ]
  assert.deepEqual(
    seatsToOffer(seats, { minutes: 180, days: 1 }, () => 1).map((one) => one.sessionId),
    ['tue 9', 'tue 11', 'thu 9', 'thu 11'],
  )
})
