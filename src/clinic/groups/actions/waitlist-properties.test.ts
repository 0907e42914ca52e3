import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openWaitingRoom, type WaitingRoom } from '../../../../tests/waiting-room.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, dayAt, instantAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { seriesToTake } from '../queries/seating.ts'
import { wantedById } from '../queries/waiting.ts'
import { answerOffer, makeOffer, passOffersOn } from './offers.ts'
import { releaseSeat, takeSeat } from './seats.ts'
import { joinWaitlist, leaveWaitlist } from './waitlist.ts'

// Hundreds of random operations by several connections at once, with a clock that jumps ahead, on a real PostgreSQL. Whatever
// comes first: no chair has two people or two offers, the order is kept, every offer ends, and no chair is lost.

const clinic = riverbend.id
const zone = riverbend.timeZone
const today = todayHere()
const atOnce = 36
// Longer at night, or after a change of the waitlist: WAITLIST_ROUNDS=60 makes two thousand operations.
const rounds = Number(process.env.WAITLIST_ROUNDS ?? 15)

/** A small generator of numbers that comes out the same for the same seed. */
function dice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    below: (n: number) => Math.floor(next() * n),
    one: <T>(of: readonly T[]): T | undefined => of[Math.floor(next() * of.length)],
  }
}

type OfferRow = {
  id: string
  entry: string
  series: string
  made: Date
  reply: Date
  answer: string | null
  answered: Date | null
  place: number
  passed: { place: number; code: string }[]
  turn: string
}
type EntryRow = { id: string; client: string; series: string | null; joined: Date; left: Date | null }

describe('A waitlist under many hands', () => {
  let room: WaitingRoom
  before(async () => {
    room = await openWaitingRoom(atOnce)
    await room.db.owner.query(
      "insert into waitlist_policy (clinic_id, id, reply_hours, quiet_from, quiet_to, rest_days, effective_from, source, set_by, set_at) values ($1, $2, 5, '00:00', '00:00', 1, $3, 'Test', $4, now())",
      [clinic, randomUUID(), addDays(today, -1), castId('dana')],
    )
  })
  after(() => room.close())

  it('never gives a chair twice, keeps the order, ends every offer and loses no chair', async (test) => {
    const chairs = [1, 2, 3]
    const series: string[] = []
    for (const n of chairs) series.push(await room.group(n))
    const people = await room.people(18)
    const draw = dice(20260522)
    const counted = new Map<string, number>()
    const windows: Date[] = []
    let clock = instantAt(today, '09:00', zone)

    const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
      (await room.db.owner.query<T>(sql, values)).rows

    for (let round = 0; round < rounds; round += 1) {
      windows.push(clock)
      const seats = await rows<{ id: string }>(
        'select id from seat where series_id = any ($1) and not isempty(during) and upper_inf(during)',
        [series],
      )
      const entries = await rows<{ id: string; series: string }>(
        'select id, series_id as series from waitlist_entry where upper_inf(during)',
      )
      const offers = await rows<{ id: string; client: string }>(
        'select o.id, o.client_id as client from seat_offer o where not exists (select from seat_offer_answer a where a.offer_id = o.id)',
      )
      const hand = (at: Date): Promise<unknown> => {
        const who = draw.one(people)
        const group = draw.one(series) ?? ''
        const entry = draw.one(entries)
        const offer = draw.one(offers)
        const seat = draw.one(seats)
        const as = <T>(deed: (work: Work) => Promise<T>) => room.as(room.noor, at, deed)
        const episode = who?.episode ?? ''
        const deed = draw.below(20)
        if (deed < 6) return as((work) => joinWaitlist(work, episode, { seriesId: group }))
        if (deed < 7 && entry) return as((work) => leaveWaitlist(work, entry.id, { because: 'asked', words: '' }))
        if (deed < 9 && entry)
          return as((work) =>
            makeOffer(work, entry.id, { seriesId: entry.series, because: draw.below(2) ? '' : 'Cannot wait.' }),
          )
        if (deed < 12 && offer) return as((work) => answerOffer(work, offer.id, 'accepted'))
        if (deed < 13 && offer)
          return room.asClient(offer.client, at, (work) => answerOffer(work, offer.id, 'accepted'))
        if (deed < 14 && offer) return as((work) => answerOffer(work, offer.id, 'declined'))
        if (deed < 17 && seat)
          return as((work) => releaseSeat(work, seat.id, { lastDay: addDays(dayAt(at, zone), -1), because: 'Leaves.' }))
        if (deed < 18) return passOffersOn(room.pool, at)
        return as((work) => takeSeat(work, episode, { seriesId: group, from: dayAt(at, zone) }))
      }
      const moment = clock
      const answers = await Promise.all(Array.from({ length: atOnce }, (_, n) => hand(new Date(moment.getTime() + n))))
      for (const answer of answers) {
        const code = isRefusal(answer) ? answer.refused : typeof answer === 'number' ? 'passed on' : 'done'
        counted.set(code, (counted.get(code) ?? 0) + 1)
      }
      const now = new Date(clock.getTime() + atOnce)
      const doubled = await rows(
        `select c.series_id, c.number from series_chair c where c.series_id = any ($1) and
           (select count(*) from seat t where t.series_id = c.series_id and t.number = c.number and not isempty(t.during) and upper_inf(t.during)) +
           (select count(*) from seat_offer o where o.series_id = c.series_id and o.number = c.number and o.during @> $2::timestamptz) > 1`,
        [series, now],
      )
      assert.deepEqual(doubled, [], `round ${round}`)
      const toNobody = await rows(
        `select o.id from seat_offer o join waitlist_entry w on w.clinic_id = o.clinic_id and w.id = o.entry_id
         where not upper_inf(w.during) and o.during @> $1::timestamptz`,
        [now],
      )
      assert.deepEqual(toNobody, [], `round ${round}: offered for a place that has ended`)
      clock = new Date(clock.getTime() + 600_000 + draw.below(5 * 3_600_000))
      // Whatever has run out is written down by the chore; until then it counts as run out all the same.
      if (draw.below(2) === 0) await passOffersOn(room.pool, new Date(clock.getTime() - 1000))
    }
    await passOffersOn(room.pool, new Date(clock.getTime() + 6 * 3_600_000))

    const offers = await rows<OfferRow>(
      `select o.id, o.entry_id as entry, o.series_id as series, o.made_at as made, o.reply_by as reply, a.answer, a.answered_at as answered,
         g.place, g.passed, g.out_of_turn as turn
       from seat_offer o join seat_offer_ground g on g.offer_id = o.id left join seat_offer_answer a on a.offer_id = o.id order by o.made_at`,
    )
    const entries = await rows<EntryRow>(
      `select w.id, w.client_id as client, w.series_id as series, w.joined_at as joined, l.left_at as left
       from waitlist_entry w left join waitlist_leave l on l.entry_id = w.id`,
    )
    const end = new Date(clock.getTime() + 6 * 3_600_000)
    assert.ok(offers.length > rounds, `${offers.length} offers were made in ${rounds} rounds`)

    // Every offer is answered or passed on; none was accepted after its time.
    for (const offer of offers) {
      if (offer.answer === null) assert.ok(offer.reply > end, 'an open offer has time left')
      if (offer.answer === 'accepted') assert.ok((offer.answered ?? end) < offer.reply)
      if (offer.answer === 'lapsed') assert.ok((offer.answered ?? end) >= offer.reply)
    }
    const bare = await rows(
      "select a.id from seat_offer_answer a left join seat t on t.id = a.seat_id and t.client_id = a.client_id where a.answer = 'accepted' and t.id is null",
    )
    assert.deepEqual(bare, [])

    // Nobody who stood before and could come was passed over: told by the rows alone, not by what the offer says of itself.
    let before = 0
    for (const offer of offers.filter((one) => one.turn === '')) {
      const own = entries.find((entry) => entry.id === offer.entry)
      // What happened in the same breath may have happened in any order: only what stood when the round began is judged.
      const began = windows.filter((start) => start <= offer.made).at(-1) ?? offer.made
      const ended = new Date(offer.made.getTime() + 1000)
      const ahead = entries.filter(
        (entry) =>
          entry.series === offer.series &&
          entry.id !== offer.entry &&
          dayAt(entry.joined, zone) <= dayAt(own?.joined ?? offer.made, zone) &&
          entry.joined < began &&
          (own === undefined || entry.joined < own.joined) &&
          (entry.left === null || entry.left > ended),
      )
      for (const entry of ahead) {
        before += 1
        const asked = offers.filter((one) => one.entry === entry.id && one.made <= ended)
        const isOpen = asked.some((one) => (one.answered ?? end) >= began && one.reply >= began)
        const lately = asked.some(
          (one) =>
            (one.answer === 'declined' || one.answer === 'lapsed' || one.reply <= ended) &&
            (one.answered ?? one.reply).getTime() > began.getTime() - 25 * 3_600_000,
        )
        assert.ok(isOpen || lately, `offer ${offer.id} passed over ${entry.id} without a reason`)
      }
      assert.equal(offer.passed.length, offer.place - 1, 'each place before has its reason')
    }
    assert.ok(before > 0, `${before} places stood before an offer`)

    // No chair is lost: when everybody has gone, each can be taken again.
    const late = new Date(end.getTime() + 40 * 86_400_000)
    for (const [n, group] of series.entries()) {
      for (const { id } of await rows<{ id: string }>(
        'select id from seat where series_id = $1 and upper_inf(during)',
        [group],
      ))
        await room.as(room.noor, late, (work) =>
          releaseSeat(work, id, { lastDay: addDays(dayAt(late, zone), -1), because: 'The end.' }),
        )
      const free = await room.as(room.noor, late, async (work) =>
        (await wantedById(work, group)) === undefined ? null : seriesToTake(work, group, dayAt(late, zone)),
      )
      assert.equal(free?.chairs.length, chairs[n])
    }
    const done = [...counted.values()].reduce((sum, n) => sum + n, 0)
    assert.equal(done, rounds * atOnce)
    test.diagnostic(`${done} operations in ${rounds} rounds, ${offers.length} offers: ${JSON.stringify([...counted])}`)
    for (const code of ['done', 'waited-for', 'seat-gone'])
      assert.ok((counted.get(code) ?? 0) > 0, `${code} never happened: ${JSON.stringify([...counted])}`)
  })
})
