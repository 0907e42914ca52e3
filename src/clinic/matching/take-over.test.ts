import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { stayById } from '../plans/queries.ts'
import type { ClientWeek } from './instance.ts'
import { knownOf } from './queries/instance.ts'

// A proposal is an answer to the house as it stood when it was asked. What was arranged since is never undone by it.

const from = addDays(weekOf(todayHere()), 14)
const figures = {
  clients: 1,
  wholeBefore: 0,
  wholeAfter: 1,
  costBefore: 2,
  costAfter: 1,
  movedSeries: 0,
  touchedClients: 1,
  otherTherapist: 0,
  violations: 0,
  bound: 1,
}

describe('Taking over a proposal', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const proposed = async (result: { moves?: unknown[]; weeks?: unknown[] }) => {
    const proposal = newId()
    const question = { programs: [], seconds: 60, without: null, room: null, evening: null }
    const row = [riverbend.id, proposal]
    await house.db.owner.query(
      'insert into proposal (clinic_id, id, name, from_day, question, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6, now())',
      [...row, 'By hand', from, JSON.stringify(question), castId('dana')],
    )
    await house.db.owner.query(
      'insert into proposal_result (clinic_id, id, proposal_id, moves, weeks, figures, found_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, now())',
      [...row, JSON.stringify(result.moves ?? []), JSON.stringify(result.weeks ?? []), JSON.stringify(figures)],
    )
    await house.db.owner.query(
      "insert into proposal_step (clinic_id, id, proposal_id, kind, at) values ($1, gen_random_uuid(), $2, 'done', now())",
      row,
    )
    return proposal
  }
  const weekNow = (key: string): Promise<ClientWeek> =>
    asPerson(
      house.db.pool,
      riverbend.id,
      {
        kind: 'staff',
        id: castId('dana'),
        role: 'director',
        name: 'Dana Ortiz',
        givenName: 'Dana',
        familyName: 'Ortiz',
        credential: 'LCSW',
        sessionId: newId(),
      },
      new Date(),
      async (work) => {
        const stay = await stayById(work, castId(`${key} episode`))
        assert.ok(stay)
        const { now } = (await knownOf(work, stay, from)).seeker
        assert.ok(now, 'sits somewhere')
        return now
      },
    )
  const parts = async (proposal: string) =>
    (
      await house.db.owner.query(
        'select series_id, client_id, is_done, because from proposal_part where proposal_id = $1 order by taken_at, id',
        [proposal],
      )
    ).rows

  it('leaves a week alone that somebody changed since, and asks the rules alone about one that stands as it stood', async () => {
    const dana = await house.as('dana')
    const [maya, amina] = [await weekNow('maya'), await weekNow('amina')]
    const less = (week: ClientWeek): ClientWeek => ({ ...week, series: week.series.slice(1) })
    const proposal = await proposed({
      weeks: [
        { client: maya.client, before: maya, after: less(maya) },
        { client: amina.client, before: amina, after: amina },
      ],
    })
    // Since then a coordinator gave back another seat of Maya's.
    const noor = await house.as('noor')
    const last = maya.series.at(-1)
    const seat = (
      await house.db.owner.query('select id from seat where client_id = $1 and series_id = $2 and upper_inf(during)', [
        maya.client,
        last,
      ])
    ).rows[0].id
    assert.equal(
      (await noor.post(urls.seatRelease({ seat }), { lastDay: addDays(from, -1), because: 'Asked for it' })).status,
      303,
    )
    const stands = await weekNow('maya')
    assert.notDeepEqual(stands.series, maya.series)

    assert.equal(
      (await dana.post(urls.proposalParts({ proposal }), { 'clients[]': [maya.client, amina.client] })).status,
      303,
    )
    assert.deepEqual(await weekNow('maya'), stands)
    const said = await parts(proposal)
    const [hers, another] = [maya.client, amina.client].map((id) => said.find((part) => part.client_id === id))
    assert.equal(hers.is_done, false)
    assert.match(hers.because, /somebody changed this week since/)
    // Nobody touched hers: whatever else the rules say of it, it counts as standing.
    assert.doesNotMatch(another.because, /somebody changed this week since/)
  })

  it('moves a group once where two directors press at one moment', async () => {
    const series = seriesId('dbt-evening', 2)
    const time = { weekday: 2, from: 1050, to: 1140 }
    const stands = { time, room: castId('studio'), leaders: [castId('ines')] }
    const proposal = await proposed({ moves: [{ series, from: stands, to: { ...stands, room: castId('loft') } }] })
    const [one, two] = [await house.as('dana'), await house.as('dana')]
    const answers = await Promise.all(
      [one, two].map((desk) => desk.post(urls.proposalParts({ proposal }), { 'series[]': [series] })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.deepEqual(
      (await parts(proposal)).map((part) => part.is_done),
      [true],
    )
  })

  it('takes every diary before the calendar: whoever changes one of its groups meanwhile waits in no ring', async () => {
    const [first, second] = [seriesId('dbt-evening', 3), seriesId('dbt-evening', 4)]
    const moves = [first, second].map((series, n) => {
      const stands = {
        time: { weekday: n + 3, from: 1050, to: 1140 },
        room: castId('studio'),
        leaders: [castId('ines')],
      }
      return { series, from: stands, to: { ...stands, room: castId('loft') } }
    })
    const proposal = await proposed({ moves })
    const dana = await house.as('dana')
    const colleague = new pg.Client({ connectionString: house.db.ownerUrl })
    await colleague.connect()
    // A coordinator changes the second group by hand: first its diary, then the calendar, as every change of a group.
    const hold = (key: string) => colleague.query('select pg_advisory_xact_lock(hashtextextended($1, 7203522))', [key])
    await colleague.query('begin')
    await hold(second)
    const pressed = dana.post(urls.proposalParts({ proposal }), { 'series[]': [first, second] })
    for (let n = 0; n < 500; n += 1) {
      const { rows } = await house.db.owner.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      if (rows.length > 0) break
      await new Promise((done) => setTimeout(done, 10))
    }
    await hold(`calendar ${riverbend.id}`)
    await colleague.query('commit')
    await colleague.end()
    assert.equal((await pressed).status, 303)
    assert.deepEqual(
      (await parts(proposal)).map((part) => part.is_done),
      [true, true],
    )
  })

  it('leaves a group alone that has other leaders or another room since', async () => {
    const series = seriesId('relapse-prevention', 3)
    const time = { weekday: 3, from: 630, to: 710 }
    const then = { time, room: castId('cedar'), leaders: [castId('marcus')] }
    const proposal = await proposed({
      moves: [{ series, from: then, to: { ...then, time: { ...time, weekday: 5, from: 840, to: 920 } } }],
    })
    const dana = await house.as('dana')
    assert.equal((await dana.post(urls.proposalParts({ proposal }), { 'series[]': [series] })).status, 303)
    const [part] = await parts(proposal)
    assert.equal(part.is_done, false)
    assert.match(part.because, /changed since this was proposed/)
    const { rows } = await house.db.owner.query('select 1 from series_change where series_id = $1', [series])
    assert.equal(rows.length, 0)
  })
})
