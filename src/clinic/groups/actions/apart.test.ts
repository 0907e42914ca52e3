import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { todayHere } from '../../../../tests/world.ts'
import { openWaitingRoom, type WaitingRoom } from '../../../../tests/waiting-room.ts'
import { addDays, instantAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { asPerson, type StaffPerson, type Work } from '../../../db/work.ts'
import { addWalkIn } from '../../attendance/actions/walk-in.ts'
import { apartPairs } from '../queries/apart.ts'
import { apartRules } from '../queries/apart-rules.ts'
import { makeUpsFor, seekerOf, seriesToOffer } from '../queries/seating.ts'
import { waitsOpen } from '../queries/waiting.ts'
import { stayById } from '../../plans/queries.ts'
import { seatOffers } from '../rules.ts'
import { decideRoom, endApart, endRoomDecision, noteApart } from './apart.ts'
import { holdSeat } from './holds.ts'
import { makeOffer, passOffersOn } from './offers.ts'
import { releaseSeat, takeSeat } from './seats.ts'
import { joinWaitlist } from './waitlist.ts'

const today = todayHere()
const noon = instantAt(today, '12:00', 'America/New_York')

let room: WaitingRoom
before(async () => {
  room = await openWaitingRoom()
})
after(() => room.close())

const as = <T>(deed: (work: Work) => Promise<T>, by: StaffPerson = room.noor, at = noon) => room.as(by, at, deed)
const fine = <T>(answer: T): Exclude<T, { refused: string }> => {
  if (isRefusal(answer)) throw new Error(`${answer.refused}: ${answer.because}`)
  return answer as Exclude<T, { refused: string }> // Not a refusal: the line above.
}
const take = (episode: string, seriesId: string, from = today) =>
  as((work) => takeSeat(work, episode, { seriesId, from }))
const apart = async (one: string, other: string) =>
  fine(
    await as(
      (work) =>
        noteApart(work, { one, other, kind: 'protective-order', because: 'Order of the county court.', lastDay: null }),
      room.dana,
    ),
  )
const two = async () => {
  const [a, b] = await room.people(2)
  if (a === undefined || b === undefined) throw new Error('Two people')
  return [a, b] as const
}

describe('An apart-rule', () => {
  it('is read and written by a director alone; in the database too, whatever the application asks', async () => {
    const [a, b] = await two()
    await apart(a.client, b.client)
    for (const duty of [
      'coordinator',
      'therapist',
      'prescriber',
      'administrator',
      'biller',
      'stepwell',
      'client',
      'system',
    ])
      for (const table of ['apart_rule', 'apart_end', 'room_decision', 'room_decision_end']) {
        const connection = await room.pool.connect()
        try {
          await connection.query('begin')
          await connection.query("select set_config('app.clinic', $1, true), set_config('app.role', $2, true)", [
            riverbend.id,
            duty,
          ])
          assert.equal((await connection.query(`select * from ${table}`)).rowCount, 0, `${duty} reads ${table}`)
          await assert.rejects(
            connection.query(
              "insert into apart_rule (clinic_id, id, client_a, client_b, kind, noted_by, noted_at) values ($1, $2, least($3::uuid, $4), greatest($3::uuid, $4), 'other', $2, now())",
              [riverbend.id, randomUUID(), a.client, b.client],
            ),
            /row-level security/,
          )
          await connection.query('rollback')
        } finally {
          connection.release()
        }
      }
    const [rule] = (await as(apartRules, room.dana)).filter((one) => [one.one.id, one.other.id].includes(a.client))
    assert.equal(rule?.because, 'Order of the county court.')
    for (const by of [room.noor, room.lee]) {
      const refused = await as(
        (work) => noteApart(work, { one: a.client, other: b.client, kind: 'other', because: '', lastDay: null }),
        by,
      )
      assert.ok(isRefusal(refused) && refused.refused === 'not-allowed')
    }
    const again = await as(
      (work) => noteApart(work, { one: b.client, other: a.client, kind: 'other', because: '', lastDay: null }),
      room.dana,
    )
    assert.ok(isRefusal(again) && again.refused === 'stands')
    // The trail is read by administrators: it names nobody and no pair.
    const { rows } = await room.db.owner.query("select client_ids, about from trail where verb = 'room.decided'")
    assert.ok(rows.length > 0 && rows.every((row) => row.client_ids.length === 0 && JSON.stringify(row.about) === '{}'))
  })

  it('is met as "not now", in the words, the place in the list and the work of any director’s decision about a room', async () => {
    const [a, b] = await two()
    const [c] = await room.people(1)
    const ruled = await room.group(3, { name: 'North group' })
    const mixed = await room.group(3, { name: 'North group' })
    fine(await take(b.episode, ruled))
    await apart(a.client, b.client)
    fine(
      await as(
        (work) =>
          decideRoom(work, {
            seriesId: mixed,
            clientId: c?.client ?? '',
            because: 'Too many newcomers.',
            from: today,
            to: null,
          }),
        room.dana,
      ),
    )
    const answers = [await take(a.episode, ruled), await take(c?.episode ?? '', mixed)]
    assert.deepEqual(answers[0], answers[1])
    assert.deepEqual(answers[0], {
      refused: 'not-now',
      because: 'North group does not take this person now. Choose another group, or ask a director about this one.',
    })
    const listed = async (episode: string, series: string) =>
      as(async (work) => {
        const stay = await stayById(work, episode)
        if (stay === undefined) throw new Error('A stay')
        const offers = seatOffers(
          (await seriesToOffer(work, today, null, stay.clientId)).map((one) => one.series),
          await seekerOf(work, stay, today),
          today,
        )
        const place = offers.notFitting.findIndex((one) => one.series.id === series)
        return {
          refusal: offers.notFitting[place]?.refusal,
          place,
          fits: offers.fitting.some((one) => one.series.id === series),
        }
      })
    assert.deepEqual(await listed(a.episode, ruled), await listed(c?.episode ?? '', mixed))
    // To somebody else both groups are open, and count the same.
    const [d] = await room.people(1)
    assert.equal((await listed(d?.episode ?? '', ruled)).fits, true)
    assert.equal((await listed(d?.episode ?? '', mixed)).fits, true)
  })

  it('costs the same questions to the database with a rule and without one', async () => {
    const [a, b] = await two()
    const [c] = await room.people(1)
    const series = await room.group(5)
    fine(await take(b.episode, series))
    await apart(a.client, b.client)
    const asked = (episode: string) =>
      asPerson(room.pool, riverbend.id, room.noor, noon, async (work) => {
        const seen: string[] = []
        const db = work.db.withPlugin({
          transformQuery: ({ node }) => {
            seen.push(
              node.kind === 'RawNode' && 'sqlFragments' in node
                ? node.sqlFragments.join('?')
                : JSON.stringify(node).replaceAll(/"value":("[^"]*"|null|\d+)/g, '"value"'),
            )
            return node
          },
          transformResult: async ({ result }) => result,
        })
        const stay = await stayById(work, episode)
        if (stay === undefined) throw new Error('A stay')
        const own = { ...work, db }
        const seeker = await seekerOf(own, stay, today)
        const offers = seatOffers(
          (await seriesToOffer(own, today, null, stay.clientId)).map((one) => one.series),
          seeker,
          today,
        )
        await makeUpsFor(own, stay, [])
        return { seen, open: offers.fitting.some((one) => one.series.id === series) }
      })
    const [withRule, without] = [await asked(a.episode), await asked(c?.episode ?? '')]
    assert.equal(withRule.open, false)
    assert.equal(without.open, true)
    assert.ok(withRule.seen.length >= 6)
    assert.deepEqual(withRule.seen, without.seen)
  })

  it('lets one of two have the seat when both press at once, by the database alone when nobody asked before', async () => {
    for (let n = 0; n < 6; n += 1) {
      const [a, b] = await two()
      await apart(a.client, b.client)
      const series = await room.group(6)
      const answers = await Promise.all([take(a.episode, series), take(b.episode, series)])
      assert.equal(answers.filter((one) => isRefusal(one)).length, 1)
      assert.ok(answers.every((one) => !isRefusal(one) || one.refused === 'not-now'))
      assert.equal((await room.sitting(series)).length, 1)
    }
    const [a, b] = await two()
    await apart(a.client, b.client)
    const series = await room.group(6)
    const insert = async ({ client, episode }: { client: string; episode: string }, chair: number) =>
      asPerson(room.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Import' }, noon, async (work) => {
        await work.db
          .insertInto('seat')
          .values({
            clinicId: riverbend.id,
            id: randomUUID(),
            seriesId: series,
            number: chair,
            clientId: client,
            episodeId: episode,
            during: `[${today},)`,
            weekMinutes: '[10000,10030)',
            takenBy: castId('dana'),
            takenAt: noon,
          })
          .execute()
        // Still inside the transaction, while the other one is at the door.
        await new Promise((go) => setTimeout(go, 50))
      }).then(
        () => 'seated',
        (error: unknown) =>
          typeof error === 'object' && error !== null && 'constraint' in error ? error.constraint : error,
      )
    assert.deepEqual((await Promise.all([insert(a, 1), insert(b, 2)])).sort(), ['not_now', 'seated'])
  })

  it('holds for offers: the one on the list is passed over with the same code, and the other is asked', async () => {
    const [a, b] = await two()
    const [sits, c] = await room.people(2)
    const series = await room.group(2)
    const seat = fine(await take(sits?.episode ?? '', series, addDays(today, -3)))
    fine(await take(b.episode, series))
    await apart(a.client, b.client)
    const first = fine(await as((work) => joinWaitlist(work, a.episode, { seriesId: series })))
    fine(await as((work) => joinWaitlist(work, c?.episode ?? '', { seriesId: series })))
    fine(await as((work) => releaseSeat(work, seat.id, { lastDay: addDays(today, -1), because: 'Done.' })))
    await passOffersOn(room.pool, noon)
    const waits = await as((work) => waitsOpen(work))
    assert.equal(waits.find((one) => one.id === first.id)?.offer, null)
    const [offered] = waits.filter((one) => one.clientId === c?.client)
    assert.ok(offered !== undefined && offered.offer !== null)
    const { rows } = await room.db.owner.query('select passed from seat_offer_ground where offer_id = $1', [
      offered.offer.id,
    ])
    assert.deepEqual(rows[0]?.passed, [{ place: 1, code: 'not-now' }])
    const other = await room.group(2)
    fine(await take(b.episode, other))
    const wait = fine(await as((work) => joinWaitlist(work, a.episode, { seriesId: other })))
    const refused = await as((work) => makeOffer(work, wait.id, { seriesId: other, because: 'She asks every day.' }))
    assert.ok(isRefusal(refused) && refused.refused === 'not-now')
  })

  it('holds at the door for one meeting, and for a seat that makes up for another', async () => {
    const [a, b] = await two()
    const weekday = ((new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7) + 1
    const series = await room.group(3, { weekday, starts: '20:00' })
    fine(await take(b.episode, series))
    await apart(a.client, b.client)
    const session = randomUUID()
    await room.db.owner.query(
      `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at) select clinic_id, $2, id, room_id, $3,
         tstzrange(($3::date + time '20:00') at time zone time_zone, ($3::date + time '20:30') at time zone time_zone), now() from group_series where id = $1`,
      [series, session, today],
    )
    const evening = instantAt(today, '20:05', 'America/New_York')
    const refused = await as(
      (work) => addWalkIn(work, session, { clientId: a.client, minutesLate: null, lateChange: '' }),
      room.noor,
      evening,
    )
    assert.ok(isRefusal(refused) && refused.refused === 'not-now', JSON.stringify(refused))
    const makeUps = await as(async (work) => {
      const stay = await stayById(work, a.episode)
      return stay === undefined ? [] : makeUpsFor(work, stay, [today, addDays(today, 7)])
    })
    assert.ok(!makeUps.some((one) => one.row.id === series))
    const once = await as((work) =>
      takeSeat(work, a.episode, { seriesId: series, from: addDays(today, 7), to: addDays(today, 7) }),
    )
    assert.ok(isRefusal(once) && once.refused === 'not-now')
  })

  it('tells a director at once when both sit in one group, moves nobody, and says nothing right after one of them leaves', async () => {
    const [a, b] = await two()
    const [c] = await room.people(1)
    const series = await room.group(4)
    fine(await take(a.episode, series, addDays(today, -3)))
    const seat = fine(await take(b.episode, series, addDays(today, -3)))
    const rule = await apart(a.client, b.client)
    assert.deepEqual(
      rule.together.map((one) => one.id),
      [series],
    )
    assert.deepEqual((await room.sitting(series)).sort(), [a.client, b.client].sort())
    fine(await take(c?.episode ?? '', series))
    fine(
      await as((work) =>
        releaseSeat(work, seat.id, { lastDay: addDays(today, -1), because: 'Moves to another group.' }),
      ),
    )
    // Whoever moves people about to see whose seat opens another's learns nothing for two weeks.
    const back = await take(b.episode, series, today)
    assert.ok(isRefusal(back) && back.refused === 'not-now')
    assert.deepEqual(
      (await as(apartPairs)).some(([one, other]) => [one, other].sort().join() === [a.client, b.client].sort().join()),
      true,
    )
    fine(await as((work) => endApart(work, rule.id, 'Both wish to be in one room again.'), room.dana))
    fine(await take(b.episode, series, today))
  })

  it('ends a decision about a room as it was made', async () => {
    const [a] = await two()
    const series = await room.group(2)
    const kept = fine(
      await as(
        (work) =>
          decideRoom(work, {
            seriesId: series,
            clientId: null,
            because: 'For Ms. Quist, who comes on Monday.',
            from: today,
            to: null,
          }),
        room.dana,
      ),
    )
    const refused = await take(a.episode, series)
    assert.ok(isRefusal(refused) && refused.refused === 'not-now')
    const visitor = await room.asVisitor(noon, (work) =>
      holdSeat(work, series, {
        language: 'en',
        forWhom: 'self',
        name: 'Ida',
        phone: '518 555 0138',
        email: '',
        permission: 'yes',
        heldBack: false,
      }),
    )
    assert.ok(isRefusal(visitor) && visitor.refused === 'full')
    fine(await as((work) => endRoomDecision(work, kept.id), room.dana))
    fine(await take(a.episode, series))
  })
})
