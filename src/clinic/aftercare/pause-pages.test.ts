import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const stayOf = (key: string) => ({ episode: castId(`${key} episode`) })

describe('Away for a while', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  const ask = async (text: string, values: unknown[]) => (await house.db.owner.query(text, values)).rows
  const pause = (change: Record<string, string> = {}) => ({
    kind: 'hospital',
    fromDay: today,
    expectedBack: addDays(today, 10),
    words: 'Hudson General, ward 4. Her sister called.',
    nextOn: addDays(today, 2),
    owner: castId('noor'),
    seats: 'kept',
    seatsUntil: addDays(today, 14),
    ...change,
  })
  const pauseOf = async (key: string): Promise<string> =>
    (
      await ask('select id from stay_pause where episode_id = $1 order by paused_at desc limit 1', [
        stayOf(key).episode,
      ])
    )[0]?.id
  const seatDays = async (key: string) =>
    (
      await ask(
        `select s.series_id as series, lower(r)::text as first, upper(r)::text as after
         from seat s, unnest((select range_agg(x.during) from seat x where x.series_id = s.series_id and x.client_id = s.client_id)) r
         where s.client_id = $1 group by 1, 2, 3 order by 1, 2`,
        [castId(key)],
      )
    ).map(({ series, first, after: end }) => `${series} ${first} ${end ?? ''}`)
  const expected = async (key: string) =>
    (
      await ask(
        'select coalesce(sum(expected_minutes), 0)::int as n from episode_week where episode_id = $1 and week > $2::date',
        [stayOf(key).episode, today],
      )
    )[0].n

  it('keeps the seats to a day, expects nobody, and says so on chart, caseload and week', async () => {
    assert.ok((await expected('amina')) > 0)
    const answer = await noor.post(urls.pauses(stayOf('amina')), pause())
    assert.equal(answer.status, 303)
    assert.equal(await expected('amina'), 0)
    const kept = await ask(
      'select upper(during)::text as after from seat where client_id = $1 and not isempty(during)',
      [castId('amina')],
    )
    assert.ok(kept.length > 0 && kept.every((one) => one.after === addDays(today, 15)))
    assert.match((await noor.get(urls.client({ client: castId('amina') }))).text, /In hospital since/)
    assert.match((await noor.get(urls.caseload())).text, /In hospital/)
    assert.match(
      (await noor.get(urls.chartWeek({ client: castId('amina') }))).text,
      /Away in this week, floor not expected/,
    )
    const page = await noor.get(urls.pauses(stayOf('amina')))
    assert.match(page.text, /Her sister called/)
    assert.match(page.text, /Noor [^<]*, on /)
    // Their own page says that nobody expects them, and nothing of where they are.
    const link = await noor.post(urls.ownPage({ client: castId('amina') }), { language: 'en', birthDate: 'left-out' })
    const token = /\/mine\/([\w-]{43})/.exec(link.text)?.[1] ?? ''
    const own = await house.stranger().get(urls.mine({ token }))
    assert.match(own.text, /You are away/)
    assert.doesNotMatch(own.text, /hospital|Hudson/i)
    const ben = await house.as('ben')
    assert.doesNotMatch((await ben.get(urls.client({ client: castId('amina') }))).text, /hospital|Hudson/i)
    assert.equal((await ben.get(urls.pauses(stayOf('amina')))).status, 403)
  })

  it('is not a second pause while the first stands, also for two at once', async () => {
    const twice = await noor.post(urls.pauses(stayOf('amina')), pause())
    assert.equal(twice.status, 422)
    assert.match(twice.text, /They are away on these days already/)
    const theo = await house.as('theo')
    const both = await Promise.all(
      [noor, theo].map((one) => one.post(urls.pauses(stayOf('kofi')), pause({ kind: 'jail' }))),
    )
    assert.deepEqual(both.map((one) => one.status).toSorted(), [303, 422])
    assert.equal((await ask('select 1 from stay_pause where episode_id = $1', [stayOf('kofi').episode])).length, 1)
  })

  it('refused by the database too, when somebody writes past the verb', async () => {
    const write = (from: string, key = 'kofi') =>
      ask(
        `insert into stay_pause (clinic_id, id, episode_id, client_id, kind, from_day, next_on, owner_id, words, paused_by, paused_at)
         values ($1, $2, $3, $4, 'other', $5, $5, $6, 'x', $6, now())`,
        [riverbend.id, randomUUID(), stayOf(key).episode, castId(key), from, castId('noor')],
      )
    await assert.rejects(write(today), /There is a pause on these days/)
    await assert.rejects(write('2001-01-01', 'linh'), /A pause lies within the stay/)
    await assert.rejects(
      ask(
        `insert into stay_pause_end (clinic_id, id, pause_id, on_day, because, ended_by, ended_at) values ($1, $2, $3, $4, 'came-back', $5, now())`,
        [riverbend.id, randomUUID(), await pauseOf('kofi'), addDays(today, -1), castId('noor')],
      ),
      /A pause ends after it began/,
    )
  })

  it('notes what was heard, and moves the day on which somebody asks again', async () => {
    const url = urls.pauseNotes({ pause: await pauseOf('amina') })
    const note = {
      words: 'Goes home on Friday.',
      nextOn: addDays(today, 5),
      expectedBack: addDays(today, 6),
      owner: castId('lee'),
    }
    assert.equal((await noor.post(url, { ...note, nextOn: today })).status, 422)
    assert.equal((await noor.post(url, note)).status, 303)
    const [now] = await ask(
      'select next_on::text as next, owner_id, expected_back::text as back from stay_pause_now where id = $1',
      [await pauseOf('amina')],
    )
    assert.deepEqual(now, { next: addDays(today, 5), owner_id: castId('lee'), back: addDays(today, 6) })
  })

  it('gives back seats and visits to whoever returns, the same days in the same groups', async () => {
    const begins = instantAt(addDays(today, 3), '12:10', riverbend.timeZone)
    const visit = randomUUID()
    await ask(
      `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
       values ($1, $2, $3, $4, 'individual', $5, $6, tstzrange($7, $8), 50, $5, now())`,
      [
        riverbend.id,
        visit,
        castId('tomasz'),
        stayOf('tomasz').episode,
        castId('lee'),
        addDays(today, 3),
        begins,
        new Date(begins.getTime() + 3_000_000),
      ],
    )
    const before = { seats: await seatDays('tomasz'), minutes: await expected('tomasz') }
    assert.equal(
      (await noor.post(urls.pauses(stayOf('tomasz')), pause({ seats: 'given', seatsUntil: '', kind: 'vacation' })))
        .status,
      303,
    )
    assert.equal(
      (
        await ask('select 1 from seat where client_id = $1 and during @> $2::date', [
          castId('tomasz'),
          addDays(today, 1),
        ])
      ).length,
      0,
    )
    assert.equal((await ask('select isempty(during) as off from visit where id = $1', [visit]))[0].off, true)
    const back = await noor.post(urls.pauseEnd({ pause: await pauseOf('tomasz') }), {
      because: 'came-back',
      onDay: today,
      words: '',
    })
    assert.equal(back.status, 303)
    assert.deepEqual({ seats: await seatDays('tomasz'), minutes: await expected('tomasz') }, before)
    const again = await ask('select 1 from visit where client_id = $1 and lower(during) = $2', [
      castId('tomasz'),
      begins,
    ])
    assert.equal(again.length, 1)
    const twice = await noor.post(urls.pauseEnd({ pause: await pauseOf('tomasz') }), {
      because: 'came-back',
      onDay: today,
      words: '',
    })
    assert.equal(twice.status, 422)
    assert.match(twice.text, /written down already/)
  })

  it('names the group whose chairs somebody else took meanwhile, and gives back the rest', async () => {
    assert.equal((await noor.post(urls.pauses(stayOf('rosa')), pause({ seats: 'given', seatsUntil: '' }))).status, 303)
    const lost = await ask(
      `select m.seat_id, s.series_id, s.week_minutes::text as week, g.name, r.name as series from moved_seat m join seat s on s.id = m.seat_id
       join group_series r on r.id = s.series_id join group_series g on g.id = s.series_id where m.cause_id = $1 order by r.id`,
      [await pauseOf('rosa')],
    )
    const [first] = lost
    assert.ok(first !== undefined && lost.length > 1)
    const free = await ask(
      `select c.number from series_chair c where c.series_id = $1 and not exists (select from seat s where s.series_id = c.series_id and s.number = c.number and s.during && daterange($2, null))`,
      [first.series_id, today],
    )
    // Every free chair of that group goes to somebody else: people of another world, who have no other hours.
    for (const { number } of free) {
      const client = randomUUID()
      const episode = randomUUID()
      await ask(`insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())`, [
        riverbend.id,
        client,
        client.slice(0, 8),
      ])
      await ask(
        `insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at)
         select clinic_id, $1, $2, program_id, level_of_care, daterange($3, null), 'home', admitted_by, now() from episode where id = $4`,
        [episode, client, today, stayOf('rosa').episode],
      )
      await ask(
        `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
         values ($1, $2, $3, $4, $5, $6, daterange($7, null), $8::int4range, $9, now())`,
        [riverbend.id, randomUUID(), first.series_id, number, client, episode, today, first.week, castId('noor')],
      )
    }
    const back = await noor.post(urls.pauseEnd({ pause: await pauseOf('rosa') }), {
      because: 'came-back',
      onDay: today,
      words: '',
    })
    assert.equal(back.status, 303)
    const page = await noor.get(urls.pauses(stayOf('rosa')))
    assert.ok(page.text.includes(`Somebody has the seat in ${first.series} now.`), 'the group is named')
    const seats = await ask('select series_id from seat where client_id = $1 and during @> $2::date', [
      castId('rosa'),
      addDays(today, 1),
    ])
    assert.equal(seats.length, lost.length - 1)
    assert.ok(seats.every((one) => one.series_id !== first.series_id))
  })

  it('lets nobody who is away be missed', async () => {
    const [session] = await ask(
      'select id, held_on::text as day from group_session where held_on < $1 and series_id = any($2::uuid[]) order by held_on desc limit 1',
      [today, [1, 2, 3, 4, 5, 6, 7].map((n) => castId(`process-a-${n}`))],
    )
    await ask(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       values ($1, $2, $3, $4, $5, 'absent', 0, $6, now())`,
      [riverbend.id, randomUUID(), session.id, castId('devon'), session.day, castId('lee')],
    )
    const missed = () => ask('select 1 from unreached where client_id = $1', [castId('devon')])
    assert.equal((await missed()).length, 1)
    const from = addDays(session.day, 0)
    assert.equal((await noor.post(urls.pauses(stayOf('devon')), pause({ fromDay: from, kind: 'jail' }))).status, 303)
    assert.equal((await missed()).length, 0)
    const wrong = await noor.post(urls.pauseEnd({ pause: await pauseOf('devon') }), {
      because: 'entered-in-error',
      onDay: today,
      words: 'The wrong Devon',
    })
    assert.equal(wrong.status, 303)
    assert.equal((await missed()).length, 1)
  })

  it('of somebody who does not come back keeps no seat, ends nothing, and leads to leaving', async () => {
    const answer = await noor.post(urls.pauseEnd({ pause: await pauseOf('kofi') }), {
      because: 'not-back',
      onDay: today,
      words: 'Serves a sentence.',
    })
    assert.equal(answer.status, 303)
    assert.equal(answer.location, urls.discharge(stayOf('kofi')))
    assert.equal(
      (await ask('select 1 from seat where client_id = $1 and during @> $2::date', [castId('kofi'), addDays(today, 1)]))
        .length,
      0,
    )
    assert.equal(
      (await ask('select upper_inf(during) as open from episode where id = $1', [stayOf('kofi').episode]))[0].open,
      true,
    )
  })

  it('keeps strangers and wrong addresses out', async () => {
    const sofia = await house.as('sofia')
    const id = await pauseOf('amina')
    for (const url of [
      urls.pauses(stayOf('amina')),
      urls.pauseNotes({ pause: id }),
      urls.pauseEnd({ pause: id }),
      urls.pauseEnd({ pause: 'nonsense' }),
    ])
      assert.equal((await sofia.post(url, pause())).status, 404)
    assert.equal((await noor.get(urls.pauses({ episode: 'nonsense' }))).status, 404)
  })
})
