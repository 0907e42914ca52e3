import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { castId, riverbend } from '../../../tests/cast.ts'
import { diceOf } from '../../../tests/instance-dice.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { asPerson, type Work } from '../../db/work.ts'
import { stayById } from '../plans/queries.ts'
import { groupsFor, peopleFor } from './queries/house.ts'
import { wordsOf } from './queries/kept.ts'

const clinic = riverbend.id
const monday = addDays(weekOf(todayHere()), 7)
const named = ['priya', 'lee', 'marcus', 'dana'].map(castId)

describe('What is kept of a house', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const as = <T>(deed: (work: Work) => Promise<T>) =>
    asPerson(house.db.pool, clinic, { kind: 'stepwell', id: null, name: 'Clock' }, new Date(), deed)

  /** Everything that is kept, as it is answered now; `anew`: as if nothing had ever been read. */
  const read = async (work: Work, anew: boolean) => {
    const stay = await stayById(work, castId('maya episode'))
    assert.ok(stay)
    const known = await wordsOf(work)
    const words = anew ? { ...known, house: randomUUID() } : known
    const siteId = castId('mill')
    const asked = { programId: stay.programId, siteId, siteOnly: false, named }
    const groups = await groupsFor(work, words, { stay, from: monday, siteId, held: [] })
    const people = await peopleFor(work, words, asked, monday)
    return {
      free: [...groups.offered].map(([id, one]) => [id, one.chairs, one.row.leaders]).toSorted(),
      rooms: [...groups.rooms]
        .map(([id, one]) => [id, one.leaders, [...one.members].toSorted(), one.newcomers])
        .toSorted(),
      people: people.map(({ id, works, led, primaryFor, caseloadCap, diary }) => [
        id,
        works,
        led.map((time) => JSON.stringify(time)).toSorted(),
        caseloadCap === null ? null : primaryFor,
        caseloadCap,
        diary.times.map((time) => JSON.stringify(time)).toSorted(),
      ]),
    }
  }
  const sameAsAnew = (said: string) =>
    as(async (work) => assert.deepEqual(await read(work, false), await read(work, true), said))

  type Facts = { series: string[]; staff: string[]; clients: { client: string; episode: string }[] }
  const facts = async (): Promise<Facts> => {
    const { offered, people } = await as(async (work) => {
      const stay = await stayById(work, castId('maya episode'))
      assert.ok(stay)
      const words = await wordsOf(work)
      const asked = { programId: stay.programId, siteId: castId('mill'), siteOnly: false, named }
      return {
        offered: (await groupsFor(work, words, { stay, from: monday, siteId: castId('mill'), held: [] })).offered,
        people: await peopleFor(work, words, asked, monday),
      }
    })
    const { rows } = await house.db.owner.query<{ client: string; episode: string }>(
      'select client_id as client, id as episode from episode where clinic_id = $1 and upper_inf(during) order by id',
      [clinic],
    )
    return { series: [...offered.keys()], staff: people.map(({ id }) => id), clients: rows }
  }

  /** One thing that changes a house, as somebody else would do it in a transaction of their own. */
  const deeds: ((work: Work, known: Facts, dice: () => number) => Promise<unknown>)[] = [
    (work, known, dice) => {
      const { client, episode } = one(known.clients, dice)
      const day = addDays(monday, Math.floor(dice() * 30))
      const number = 1 + Math.floor(dice() * 8)
      return sql`insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
        select clinic_id, gen_random_uuid(), id, ${number}, ${client}, ${episode}, daterange(${day}::date, null), int4range(20000 + ${Math.floor(dice() * 1e6)}, null), ${castId('dana')}, now()
        from group_series where id = ${one(known.series, dice)}`.execute(work.db)
    },
    (work, known, dice) =>
      sql`update seat set during = daterange(lower(during), greatest(lower(during), ${monday}::date))
        where id = (select id from seat where series_id = ${one(known.series, dice)} and upper_inf(during) order by id limit 1)`.execute(
        work.db,
      ),
    (work, known, dice) => {
      const { client, episode } = one(known.clients, dice)
      const day = addDays(monday, Math.floor(dice() * 50))
      const at = sql`(${day}::date + make_interval(hours => ${6 + Math.floor(dice() * 12)})) at time zone 'UTC'`
      return sql`insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
        values (${clinic}, gen_random_uuid(), ${client}, ${episode}, 'individual', ${one(known.staff, dice)}, ${day}, tstzrange(${at}, ${at} + interval '45 minutes'), 45, ${castId('dana')}, now())`.execute(
        work.db,
      )
    },
    (work, known, dice) =>
      sql`update visit set during = 'empty' where id = (select id from visit where staff_id = ${one(known.staff, dice)}
        and held_on >= ${monday}::date and not isempty(during) order by id limit 1)`.execute(work.db),
    (work, known, dice) =>
      sql`insert into time_away (clinic_id, id, staff_id, during, set_by, set_at)
        values (${clinic}, gen_random_uuid(), ${one(known.staff, dice)}, tstzrange(${addDays(monday, 1)}::timestamptz, ${addDays(monday, 4)}::timestamptz), ${castId('dana')}, now())`.execute(
        work.db,
      ),
    (work) =>
      sql`insert into time_away_end (clinic_id, id, away_id, ended_by, ended_at)
        select clinic_id, gen_random_uuid(), id, ${castId('dana')}, now() from time_away t
        where not exists (select from time_away_end e where e.away_id = t.id) order by id limit 1`.execute(work.db),
    (work, known, dice) =>
      sql`update series_leader set during = daterange(lower(during), greatest(lower(during), ${monday}::date))
        where id = (select id from series_leader where series_id = ${one(known.series, dice)} and upper_inf(during) limit 1)`.execute(
        work.db,
      ),
    (work, known, dice) =>
      sql`insert into working_hours (clinic_id, id, staff_id, weekday, starts, ends, site_id, during, set_by, set_at)
        values (${clinic}, gen_random_uuid(), ${one(known.staff, dice)}, 7, ${`0${Math.floor(dice() * 5)}:00`}, ${`0${5 + Math.floor(dice() * 4)}:30`}, ${castId('mill')}, daterange(${monday}::date, ${addDays(monday, 60)}::date), ${castId('dana')}, now())`.execute(
        work.db,
      ),
    (work, known, dice) =>
      sql`insert into caseload_cap (clinic_id, id, staff_id, most, effective_from, set_by, set_at)
        values (${clinic}, gen_random_uuid(), ${one(known.staff, dice)}, ${Math.floor(dice() * 60)}, ${monday}, ${castId('dana')}, clock_timestamp())`.execute(
        work.db,
      ),
    (work, known, dice) =>
      sql`insert into primary_therapist (clinic_id, id, episode_id, staff_id, from_day, assigned_by, assigned_at)
        values (${clinic}, gen_random_uuid(), ${one(known.clients, dice).episode}, ${one(known.staff, dice)}, ${monday}, ${castId('dana')}, clock_timestamp())`.execute(
        work.db,
      ),
  ]
  const one = <T>(list: readonly T[], dice: () => number): T => {
    const found = list[Math.floor(dice() * list.length)]
    assert.ok(found !== undefined)
    return found
  }

  it('is what would be read anew, after anything that anybody does, takes back, or does at the same moment', async () => {
    const known = await facts()
    assert.ok(known.series.length > 2 && known.staff.length > 1 && known.clients.length > 2, JSON.stringify(known))
    await sameAsAnew('before anything')
    const dice = diceOf(71)
    let [kept, undone] = [0, 0]
    for (let round = 0; round < 60; round += 1) {
      // By turns one alone, who sees at once what they do themselves, and three at the same moment while somebody looks.
      const isAlone = round % 2 === 0
      const acts = (isAlone ? [1] : [1, 2, 3]).map(() => one(deeds, dice))
      const takesBack = dice() < 0.3
      const several = acts.map((deed, n) =>
        as(async (work) => {
          await deed(work, known, dice)
          if (isAlone) assert.deepEqual(await read(work, false), await read(work, true))
          if (takesBack && n === 0) throw new Error('taken back')
        }).then(
          () => (kept += 1),
          // Two on one chair, an hour twice: the database says no, and that is taken back too.
          (error: unknown) => {
            if (error instanceof assert.AssertionError) throw error
            undone += 1
          },
        ),
      )
      await Promise.all([...several, ...(isAlone ? [] : [as((work) => read(work, false))])])
      await sameAsAnew(`round ${round}`)
    }
    assert.ok(kept > 40 && undone > 10, `${kept} kept, ${undone} undone`)
  })

  it('is kept at all: what nobody changed is not asked again', async () => {
    const asked = async () => {
      let questions = 0
      await as(async (work) => {
        await read({ ...work, db: counted(work.db, () => (questions += 1)) }, false)
      })
      return questions
    }
    await asked()
    const again = await asked()
    await house.db.owner.query(
      "insert into time_away (clinic_id, id, staff_id, during, set_by, set_at) values ($1, gen_random_uuid(), $2, tstzrange(now(), now() + interval '9 days'), $2, now())",
      [clinic, castId('priya')],
    )
    assert.equal(await asked(), again + 1)
  })

  it('forgets what changed long ago, and nothing of the last hours', async () => {
    const count = async () =>
      Number((await house.db.owner.query<{ n: string }>('select count(*) as n from house_change')).rows[0]?.n)
    const lately = await count()
    assert.ok(lately > 0)
    await house.db.owner.query(
      "insert into house_change (clinic_id, what, made_at) select $1, 'timetable', now() - interval '4 hours' from generate_series(1, 5)",
      [clinic],
    )
    await house.db.pool.query('select forget_house_changes()')
    assert.equal(await count(), lately)
  })
})

/** The same database, with every question counted. */
function counted(db: Work['db'], count: () => void): Work['db'] {
  return db.withPlugin({
    transformQuery: ({ node }) => {
      count()
      return node
    },
    transformResult: async ({ result }) => result,
  })
}
