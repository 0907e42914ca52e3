import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, timeAt, weekdayOf, weekOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { asPerson, type StaffPerson, type Work } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'
import { lineageOf, seatLine } from '../queries/lineage.ts'
import { changeSeries, type SeriesChange } from './change-series.ts'
import { laySessions } from './lay.ts'
import { takeSeat } from './seats.ts'
import { withdrawChange } from './withdraw-change.ts'

const clinic = riverbend.id
const today = todayHere()
const from = addDays(weekOf(today), 14)
const dana: StaffPerson = {
  kind: 'staff',
  id: castId('dana'),
  role: 'director',
  name: 'Dana Ortiz',
  givenName: 'Dana',
  familyName: 'Ortiz',
  credential: 'LCSW',
  sessionId: castId('dana'),
}

describe('A change of a group that is withdrawn', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const as = <T>(deed: (work: Work) => Promise<T>, by: StaffPerson = dana) =>
    asPerson(house.db.pool, clinic, by, new Date(), deed)
  const rows = async <Row extends object>(text: string, values: unknown[]) =>
    (await house.db.owner.query<Row>(text, values)).rows
  function done<T>(answer: T): Exclude<T, { refused: string }> {
    assert.ok(!isRefusal(answer), JSON.stringify(answer))
    return answer as Exclude<T, { refused: string }> // a refusal was ruled out on the line before
  }
  const code = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')

  let evening = 0
  /** A group on Tuesdays every other week with a leader and a room of its own, and its meetings laid. */
  async function group(over: { weekday?: number; starts?: string; every?: number } = {}) {
    evening += 1
    const { weekday = 2, starts = `20:${String(evening).padStart(2, '0')}`, every = 1 } = over
    const [id, leader, roomId] = [randomUUID(), randomUUID(), randomUUID()]
    const begun = addDays(weekOf(today), -56)
    const put = (text: string, values: unknown[]) => house.db.owner.query(text, values)
    await put('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, 20)', [
      clinic,
      roomId,
      castId('mill'),
      `Room ${id.slice(0, 4)}`,
    ])
    await put(
      "insert into staff_member (clinic_id, id, given_name, family_name, credential, email, added_at) values ($1, $2, 'Ivo', 'Lang', 'LCSW', $3, now())",
      [clinic, leader, `${leader}@riverbend.example`],
    )
    await put(
      "insert into staff_role (clinic_id, id, staff_id, role, given_at) values ($1, gen_random_uuid(), $2, 'therapist', now())",
      [clinic, leader],
    )
    await put(
      "insert into staff_license (clinic_id, id, staff_id, kind, number, state, expires_on, recorded_at) values ($1, gen_random_uuid(), $2, 'LCSW', 'L-1', 'NY', current_date + 900, now())",
      [clinic, leader],
    )
    await put(
      "insert into group_series (clinic_id, id, program_id, room_id, name, kind, weekday, starts, minutes, time_zone, during, opened_at, every_weeks, anchor) values ($1, $2, $3, $4, $9, 'process', $5, $6, 60, $7, daterange($8, null), now(), $10, $8)",
      [clinic, id, castId('day'), roomId, weekday, starts, riverbend.timeZone, begun, `Night ${evening}`, every],
    )
    await put(
      "insert into series_leader (clinic_id, id, series_id, staff_id, part, during, assigned_at) values ($1, gen_random_uuid(), $2, $3, 'lead', daterange($4, null), now())",
      [clinic, id, leader, begun],
    )
    await put('insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, 4) n', [
      clinic,
      id,
    ])
    await as((work) => laySessions(work, today, addDays(today, 42), id))
    return { id, roomId, starts, leader }
  }

  async function person() {
    const [client, episode] = [randomUUID(), randomUUID()]
    await house.db.owner.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
      clinic,
      client,
      client,
    ])
    await house.db.owner.query(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, gen_random_uuid(), $2, 'Ana', 'Lima', '1990-01-01', 'female', 'ana lima', now())",
      [clinic, client],
    )
    await house.db.owner.query(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5, null), 'home', $6, now())",
      [clinic, episode, client, castId('day'), addDays(today, -30), castId('dana')],
    )
    return { client, episode }
  }
  const take = async (episode: string, seriesId: string, first = today) =>
    done(await as((work) => takeSeat(work, episode, { seriesId, from: first })))
  const thursday = (roomId: string, over: Partial<SeriesChange> = {}): SeriesChange => ({
    from,
    weekday: 4,
    starts: '17:30',
    minutes: 90,
    roomId,
    because: 'More people can come',
    ...over,
  })
  const seats = (series: string) =>
    rows<{ client: string; number: number; first: string; last: string | null }>(
      `select client_id as client, number, lower(during)::text as first, (upper(during) - 1)::text as last from seat
       where series_id = $1 and not isempty(during) order by number`,
      [series],
    )
  const meetings = async (line: string) =>
    (
      await rows<{ day: string; starts: Date }>(
        `select held_on::text as day, lower(during) as starts from group_session
         where series_id in (select line_of($1, $2::uuid)) and not isempty(during) order by 1`,
        [clinic, line],
      )
    ).map(({ day, starts }) => `${day} ${timeAt(starts, riverbend.timeZone)}`)

  it('leaves the group as if nothing had been planned: hour, turn, room, leader, chairs, meetings and everyone on theirs', async () => {
    const one = await group({ every: 2 })
    const [ana, bo] = [await person(), await person()]
    await take(ana.episode, one.id)
    await take(bo.episode, one.id, addDays(from, 9))
    const before = await meetings(one.id)
    const other = await group({ weekday: 1 })
    const change = thursday(other.roomId, { every: 1, seats: 9, leadId: castId('priya') })
    const planned = done(await as((work) => changeSeries(work, one.id, change)))
    assert.notDeepEqual(await meetings(one.id), before)
    const back = done(await as((work) => withdrawChange(work, one.id, { because: 'The room is not free after all' })))
    assert.deepEqual(await meetings(one.id), before)
    assert.deepEqual(await seats(planned.id), [])
    assert.deepEqual(await seats(back.id), [
      { client: ana.client, number: 1, first: from, last: null },
      { client: bo.client, number: 2, first: addDays(from, 9), last: null },
    ])
    const line = await as((work) => lineageOf(work, one.id))
    const [was, is] = line
    assert.deepEqual(
      [is?.weekday, is?.starts, is?.minutes, is?.roomId, is?.every, is?.anchor],
      [was?.weekday, was?.starts, was?.minutes, was?.roomId, was?.every, was?.anchor],
    )
    const chairs = await rows<{ n: number }>('select number as n from series_chair where series_id = $1 order by 1', [
      back.id,
    ])
    assert.deepEqual(
      chairs.map(({ n }) => n),
      [1, 2, 3, 4],
    )
    const leads = await rows<{ who: string }>(
      'select staff_id as who from series_leader where series_id = $1 and not isempty(during)',
      [back.id],
    )
    assert.deepEqual(leads, [{ who: one.leader }])
    const trail = await rows('select 1 from trail where verb = $1 and about::text like $2', [
      'series.change-withdrawn',
      `%${one.id}%`,
    ])
    assert.equal(trail.length, 1)
    // Nothing is planned now: it cannot be withdrawn a second time, and the group can be changed anew on that day.
    assert.equal(code(await as((work) => withdrawChange(work, one.id, { because: 'x' }))), 'withdrawn-already')
    done(await as((work) => changeSeries(work, back.id, thursday(one.roomId))))
  })

  it('is told on the group’s page, and withdrawn there by whoever manages groups', async () => {
    const one = await group()
    const ana = await person()
    await take(ana.episode, one.id)
    const [director, coordinator] = [await house.as('dana'), await house.as('noor')]
    const page = urls.seriesChangeWithdrawal({ series: one.id })
    assert.match((await director.get(page)).text, /No change of this group is planned/)
    done(await as((work) => changeSeries(work, one.id, thursday(one.roomId))))
    assert.match((await director.get(urls.series({ series: one.id }))).text, /Withdraw this change/)
    assert.doesNotMatch((await coordinator.get(urls.series({ series: one.id }))).text, /Withdraw this change/)
    assert.match((await director.get(page)).text, /More people can come/)
    assert.equal((await coordinator.get(page)).status, 403)
    assert.equal((await coordinator.post(page, { because: 'No' })).status, 403)
    assert.equal((await director.get(urls.seriesChangeWithdrawal({ series: 'what' }))).status, 404)
    assert.equal((await director.post(page, { because: '' })).status, 422)
    const answer = await director.post(page, { because: 'Nobody can come then' })
    assert.equal(answer.status, 303)
    const shown = (await director.get(answer.location ?? '')).text
    assert.match(shown, /was withdrawn/)
    assert.match(shown, /Nobody can come then/)
    assert.doesNotMatch(shown, /It changes on/)
    assert.match((await director.get(page)).text, /No change of this group is planned/)
    assert.equal((await director.post(page, { because: 'Again' })).status, 422)
  })

  it('stops where its old room or somebody’s old hour was given away since, and says whose seat ended for it', async () => {
    const [one, late] = [await group(), await group({ weekday: 4, starts: '17:00' })]
    const [ana, bo] = [await person(), await person()]
    await take(ana.episode, one.id)
    await take(ana.episode, late.id)
    await take(bo.episode, one.id)
    done(await as((work) => changeSeries(work, one.id, thursday(one.roomId, { leaveBehind: [ana.client] }))))
    const page = urls.seriesChangeWithdrawal({ series: one.id })
    const director = await house.as('dana')
    assert.match((await director.get(page)).text, /Whose seat ended for this change/)
    const then = await group({ starts: one.starts })
    await take(bo.episode, then.id, addDays(from, 7))
    assert.equal(code(await as((work) => withdrawChange(work, one.id, { because: 'x' }))), 'members-clash')
    const shown = await director.post(page, { because: 'x' })
    assert.equal(shown.status, 422)
    assert.match(shown.text, /the seat ends/)
    await house.db.owner.query('update group_series set room_id = $2 where id = $1', [then.id, one.roomId])
    assert.equal(code(await as((work) => withdrawChange(work, one.id, { because: 'x' }))), 'room')
    assert.equal(weekdayOf(from), 1)
  })

  describe('that others follow', () => {
    /** A group with two planned changes: from week 2 on Thursdays at 17:30, from week 4 on Fridays at 08:00. */
    async function twice() {
      const one = await group()
      const [ana, bo] = [await person(), await person()]
      await take(ana.episode, one.id)
      await take(bo.episode, one.id, addDays(from, 9))
      const first = done(await as((work) => changeSeries(work, one.id, thursday(one.roomId))))
      const later = thursday(one.roomId, {
        from: addDays(from, 14),
        weekday: 5,
        starts: '08:00',
        because: 'The summer',
      })
      const second = done(await as((work) => changeSeries(work, first.id, later)))
      return { one, ana, bo, first, second }
    }

    it('stays itself what follows, with its day, its reason and everybody on their chairs', async () => {
      const { one, ana, bo, first, second } = await twice()
      const director = await house.as('dana')
      const page = await director.get(urls.seriesChangeWithdrawal({ series: first.id }))
      assert.match(page.text, /stays planned from/)
      assert.match(page.text, /stands instead until/)
      const answer = await director.post(urls.seriesChangeWithdrawal({ series: first.id }), { because: 'Not yet' })
      assert.equal(answer.status, 303, answer.text)
      const line = await as((work) => lineageOf(work, one.id))
      assert.deepEqual(
        line.map((row) => [row.weekday, row.from, row.to, row.because]),
        [
          [2, addDays(weekOf(today), -56), addDays(from, -1), 'More people can come'],
          [2, from, addDays(from, 13), 'The summer'],
          [5, addDays(from, 14), null, null],
        ],
      )
      assert.deepEqual(await seats(second.id), [
        { client: ana.client, number: 1, first: addDays(from, 14), last: null },
        { client: bo.client, number: 2, first: addDays(from, 14), last: null },
      ])
      assert.deepEqual(await seats(line[1]?.id ?? ''), [
        { client: ana.client, number: 1, first: from, last: addDays(from, 13) },
        { client: bo.client, number: 2, first: addDays(from, 9), last: addDays(from, 13) },
      ])
      // One seat through all rows: nobody has left the group, and nobody is in it twice.
      const [seat] = await rows<{ id: string }>('select id from seat where series_id = $1 and client_id = $2', [
        one.id,
        ana.client,
      ])
      const whole = await as((work) => seatLine(work, seat?.id ?? ''))
      assert.deepEqual(
        whole.map((part) => [part.from, part.to]),
        [
          [today, addDays(from, -1)],
          [from, addDays(from, 13)],
          [addDays(from, 14), null],
        ],
      )
      const shown = (await director.get(urls.series({ series: one.id }))).text
      assert.match(shown, /was withdrawn/)
      assert.match(shown, /It changes on/)
      // Pressed in another tab: nothing else is withdrawn by it.
      assert.equal(code(await as((work) => withdrawChange(work, first.id, { because: 'x' }))), 'withdrawn-already')
      assert.equal((await as((work) => lineageOf(work, one.id))).length, 3)
      // What follows can be withdrawn after it, for the hour that stands then.
      done(await as((work) => withdrawChange(work, second.id, { because: 'Nor that' })))
      assert.deepEqual(
        (await as((work) => lineageOf(work, one.id))).map((row) => row.weekday),
        [2, 2, 2],
      )
      const days = await meetings(one.id)
      assert.ok(days.every((day) => day.endsWith(one.starts)))
    })

    it('is withdrawn once by two directors at one moment, and a new member goes on through all of it', async () => {
      const { one, first, second } = await twice()
      const both = await Promise.all(
        [1, 2].map(() => as((work) => withdrawChange(work, first.id, { because: 'Not yet' }))),
      )
      assert.deepEqual(both.map(code).sort(), ['done', 'withdrawn-already'])
      const cy = await person()
      await take(cy.episode, one.id)
      assert.deepEqual(
        (await seats(second.id)).filter((seat) => seat.client === cy.client).map((seat) => seat.first),
        [addDays(from, 14)],
      )
    })

    it('ends the whole seat of whoever is left behind, also in what follows', async () => {
      const { one, ana, first, second } = await twice()
      const then = await group({ starts: one.starts })
      await take(ana.episode, then.id, from)
      assert.equal(code(await as((work) => withdrawChange(work, first.id, { because: 'x' }))), 'members-clash')
      done(await as((work) => withdrawChange(work, first.id, { because: 'x', leaveBehind: [ana.client] })))
      assert.deepEqual(
        (await seats(second.id)).map((seat) => seat.client === ana.client),
        [false],
      )
    })
  })
})
