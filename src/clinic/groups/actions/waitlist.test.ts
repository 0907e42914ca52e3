import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../../tests/cast.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, instantAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { openWaitingRoom, type WaitingRoom } from '../../../../tests/waiting-room.ts'
import { offersOf, offersOfEntry, groundsOf } from '../queries/offers.ts'
import { waitingFor, wantedById } from '../queries/waiting.ts'
import { answerOffer, makeOffer, passOffersOn } from './offers.ts'
import { holdSeat } from './holds.ts'
import { releaseSeat, takeSeat } from './seats.ts'
import { joinWaitlist, leaveWaitlist, sayPriorities, sayUrgency } from './waitlist.ts'

const today = todayHere()
const noon = instantAt(today, '12:00', 'America/New_York')
const later = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

let room: WaitingRoom
before(async () => {
  room = await openWaitingRoom()
})
after(() => room.close())

const at = <T>(when: Date, deed: (work: Work) => Promise<T>, by = room.noor) => room.as(by, when, deed)
const fine = <T>(answer: T): Exclude<T, { refused: string }> => {
  if (isRefusal(answer)) throw new Error(`${answer.refused}: ${answer.because}`)
  return answer as Exclude<T, { refused: string }> // Not a refusal: the line above.
}
const join = async (episode: string, seriesId: string, when = noon) =>
  fine(await at(when, (work) => joinWaitlist(work, episode, { seriesId }))).id
const places = (seriesId: string, when = noon) =>
  at(when, async (work) => {
    const series = await wantedById(work, seriesId)
    return series === undefined ? [] : (await waitingFor(work, series)).map((one) => one.entry.id)
  })
const open = (client: string, when = noon) => at(when, (work) => offersOf(work, client))
const pass = (when: Date) => passOffersOn(room.pool, when)

describe('A waitlist', () => {
  it('keeps one place however often the button is pressed, and shows it with why', async () => {
    const series = await room.group(1)
    const [sits, waits] = await room.people(2)
    fine(await at(noon, (work) => takeSeat(work, sits?.episode ?? '', { seriesId: series, from: today })))
    const answers = await Promise.all(Array.from({ length: 6 }, () => join(waits?.episode ?? '', series)))
    assert.equal(new Set(answers).size, 1)
    assert.deepEqual(await places(series), [answers[0]])
  })

  it('holds nobody up behind somebody whose stay ends before the chair comes free', async () => {
    const series = await room.group(1)
    const [sits, leaves, stays] = await room.people(3)
    const taken = fine(await at(noon, (work) => takeSeat(work, sits?.episode ?? '', { seriesId: series, from: today })))
    const first = await join(leaves?.episode ?? '', series)
    await join(stays?.episode ?? '', series)
    await room.db.owner.query('update episode set during = daterange(lower(during), $2::date) where id = $1', [
      leaves?.episode,
      addDays(today, 3),
    ])
    fine(await at(noon, (work) => releaseSeat(work, taken.id, { lastDay: addDays(today, 7), because: 'Moves away.' })))
    const by = await at(noon, (work) => makeOffer(work, first, { seriesId: series, because: '' }))
    assert.ok(isRefusal(by) && by.refused === 'after-stay', JSON.stringify(by))
    await pass(noon)
    assert.equal((await open(leaves?.client ?? '')).length, 0)
    assert.equal((await open(stays?.client ?? '')).length, 1)
  })

  it('puts urgency and priority before days, by what a clinician says; a coordinator cannot say it', async () => {
    const series = await room.group(1)
    const [sits, a, b, c] = await room.people(4)
    fine(await at(noon, (work) => takeSeat(work, sits?.episode ?? '', { seriesId: series, from: today })))
    const ids = [
      await join(a?.episode ?? '', series),
      await join(b?.episode ?? '', series),
      await join(c?.episode ?? '', series),
    ]
    const refused = await at(noon, (work) => sayUrgency(work, ids[1] ?? '', { acuity: 3, because: 'x' }))
    assert.ok(isRefusal(refused) && refused.refused === 'not-allowed')
    fine(
      await at(
        noon,
        (work) => sayUrgency(work, ids[1] ?? '', { acuity: 3, because: 'Two falls this week.' }),
        room.lee,
      ),
    )
    assert.deepEqual(await places(series), [ids[1], ids[0], ids[2]])
    fine(await at(noon, (work) => sayPriorities(work, ids[2] ?? '', ['pregnant-injecting']), room.lee))
    assert.deepEqual(await places(series), [ids[2], ids[1], ids[0]])
  })

  it('offers a freed chair to the next, keeps it, passes it on when it is declined or not answered, and seats who accepts', async () => {
    const series = await room.group(1)
    const [sits, a, b, c, stranger] = await room.people(5)
    const seat = fine(
      await at(noon, (work) => takeSeat(work, sits?.episode ?? '', { seriesId: series, from: addDays(today, -3) })),
    )
    for (const one of [a, b, c]) await join(one?.episode ?? '', series)
    await pass(noon)
    assert.equal((await open(a?.client ?? '')).length, 0, 'nothing is free')
    fine(
      await at(later(1), (work) => releaseSeat(work, seat.id, { lastDay: addDays(today, -1), because: 'Moves away.' })),
    )
    await pass(later(1))
    await pass(later(1))
    const [first] = await open(a?.client ?? '', later(1))
    assert.equal(first?.replyBy.getTime(), later(25).getTime())
    // Kept: nobody else is given it, staff or visitor.
    const taken = await at(later(2), (work) =>
      takeSeat(work, stranger?.episode ?? '', { seriesId: series, from: today }),
    )
    assert.ok(isRefusal(taken) && taken.refused === 'seat-gone')
    const held = await room.asVisitor(later(2), (work) =>
      holdSeat(work, series, {
        language: 'en',
        forWhom: 'self',
        name: 'Ida',
        phone: '518 555 0137',
        email: '',
        permission: 'yes',
        heldBack: false,
      }),
    )
    assert.ok(isRefusal(held) && held.refused === 'full')

    assert.equal(fine(await at(later(3), (work) => answerOffer(work, first?.id ?? '', 'declined'))).seatId, null)
    // At once, in the same breath.
    const [second] = await open(b?.client ?? '', later(3))
    assert.ok(second !== undefined)
    // A day later nobody has answered: it is over before the clock says so, and the next is asked when it does.
    assert.deepEqual(await open(b?.client ?? '', later(27)), [])
    const late = await at(later(27), (work) => answerOffer(work, second.id, 'accepted'))
    assert.ok(isRefusal(late) && late.refused === 'offer-over')
    await pass(later(28))
    const [third] = await open(c?.client ?? '', later(28))
    const twice = await Promise.all(
      [1, 2, 3].map(() => at(later(29), (work) => answerOffer(work, third?.id ?? '', 'accepted'))),
    )
    assert.equal(twice.filter((one) => !isRefusal(one) && one.seatId !== null).length, 1)
    assert.ok(twice.every((one) => !isRefusal(one)))
    assert.deepEqual(await room.sitting(series), [c?.client])
    assert.equal((await places(series, later(30))).length, 2, 'whoever is seated waits no more')
    const rows = await room.db.owner.query(
      'select answer from seat_offer_answer a join seat_offer o on o.id = a.offer_id where o.series_id = $1 order by answered_at',
      [series],
    )
    assert.deepEqual(
      rows.rows.map((row) => row.answer),
      ['declined', 'lapsed', 'accepted'],
    )
  })

  it('says whom it passed over and why, and goes out of turn only with a reason', async () => {
    const series = await room.group(1, { affinity: 'women' })
    const [sits, a, b] = await room.people(3)
    for (const one of [sits, b]) await room.suits(one?.client ?? '', 'women')
    const seat = fine(
      await at(noon, (work) => takeSeat(work, sits?.episode ?? '', { seriesId: series, from: addDays(today, -3) })),
    )
    const first = await join(a?.episode ?? '', series)
    await join(b?.episode ?? '', series)
    fine(
      await at(later(1), (work) => releaseSeat(work, seat.id, { lastDay: addDays(today, -1), because: 'Moves away.' })),
    )
    await pass(later(1))
    const [offer] = await open(b?.client ?? '', later(1))
    const ground = await at(later(1), (work) => groundsOf(work, [offer?.id ?? '']))
    assert.deepEqual(ground.get(offer?.id ?? '')?.passed, [{ place: 1, code: 'affinity' }])
    const lacking = await at(later(1), (work) => makeOffer(work, first, { seriesId: series, because: '' }))
    assert.ok(isRefusal(lacking), 'there is no second chair')

    const other = await room.group(1)
    const [sits2, c, d] = await room.people(3)
    const seat2 = fine(
      await at(noon, (work) => takeSeat(work, sits2?.episode ?? '', { seriesId: other, from: addDays(today, -3) })),
    )
    await join(c?.episode ?? '', other)
    const second = await join(d?.episode ?? '', other)
    await room.byHand(other)
    fine(
      await at(later(1), (work) =>
        releaseSeat(work, seat2.id, { lastDay: addDays(today, -1), because: 'Moves away.' }),
      ),
    )
    await pass(later(1))
    assert.deepEqual(await open(c?.client ?? '', later(1)), [], 'by hand: nothing is offered by itself')
    // A plain seat does not go past those who wait.
    const past = await at(later(1), (work) => takeSeat(work, d?.episode ?? '', { seriesId: other, from: today }))
    assert.ok(isRefusal(past) && past.refused === 'waited-for')
    const without = await at(later(1), (work) => makeOffer(work, second, { seriesId: other, because: '' }))
    assert.ok(isRefusal(without) && without.refused === 'not-in-turn')
    const out = fine(
      await at(later(1), (work) =>
        makeOffer(work, second, { seriesId: other, because: 'Starts chemotherapy; cannot wait.' }),
      ),
    )
    const why = (await at(later(1), (work) => groundsOf(work, [out.id]))).get(out.id)
    assert.equal(why?.outOfTurn, 'Starts chemotherapy; cannot wait.')
    assert.deepEqual(why?.passed, [{ place: 1, code: 'out-of-turn' }])
  })

  it('asks nobody at night, and offers no seat to whoever left the list or the clinic', async () => {
    const series = await room.group(2)
    const [a, b] = await room.people(2)
    const night = instantAt(today, '23:30', 'America/New_York')
    await join(a?.episode ?? '', series, noon)
    await join(b?.episode ?? '', series, noon)
    await pass(night)
    assert.deepEqual(await open(a?.client ?? '', night), [])
    const morning = instantAt(addDays(today, 1), '09:30', 'America/New_York')
    const gone = (await places(series))[0] ?? ''
    fine(await at(noon, (work) => leaveWaitlist(work, gone, { because: 'asked', words: '' })))
    await room.db.owner.query('update episode set during = daterange(lower(during), $2::date) where id = $1', [
      b?.episode,
      addDays(today, 1),
    ])
    await pass(morning)
    assert.equal((await room.db.owner.query('select 1 from seat_offer where series_id = $1', [series])).rowCount, 0)
    const left = await room.db.owner.query(
      'select because from waitlist_leave l join waitlist_entry e on e.id = l.entry_id where e.series_id = $1 order by 1',
      [series],
    )
    assert.deepEqual(
      left.rows.map((row) => row.because),
      ['asked', 'stay-ended'],
    )
  })

  it('offers nothing for a place that ended while whoever offers was waiting', async () => {
    const series = await room.group(1)
    const [waits] = await room.people(1)
    const place = await join(waits?.episode ?? '', series)
    fine(await at(later(2), (work) => leaveWaitlist(work, place, { because: 'asked', words: '' })))
    // Began a moment before, and came second.
    const late = new Date(later(2).getTime() - 5)
    const offered = await at(late, (work) => makeOffer(work, place, { seriesId: series, because: '' }))
    assert.ok(isRefusal(offered) && offered.refused === 'not-found')
    await pass(late)
    assert.deepEqual(await places(series, late), [])
    assert.equal((await open(waits?.client ?? '', late)).length, 0)
  })

  it('lets a client answer for themselves alone', async () => {
    const series = await room.group(1)
    const [a, b] = await room.people(2)
    const entry = await join(a?.episode ?? '', series)
    await pass(noon)
    const [offer] = await open(a?.client ?? '')
    const theirs = await room.asClient(b?.client ?? '', later(1), (work) =>
      answerOffer(work, offer?.id ?? '', 'accepted'),
    )
    assert.ok(isRefusal(theirs) && theirs.refused === 'not-found')
    const seen = await room.asClient(a?.client ?? '', later(1), (work) => offersOf(work, a?.client ?? ''))
    assert.deepEqual(
      seen.map((one) => one.id),
      [offer?.id],
    )
    const own = fine(
      await room.asClient(a?.client ?? '', later(1), (work) => answerOffer(work, offer?.id ?? '', 'accepted')),
    )
    assert.ok(own.seatId !== null)
    assert.deepEqual(await room.sitting(series), [a?.client])
    const [row] = await at(later(2), (work) => offersOfEntry(work, entry))
    assert.equal(row?.state, 'accepted')
    assert.equal(row?.answeredBy, 'client')
    assert.equal(castId('noor'), room.noor.id)
  })
})
