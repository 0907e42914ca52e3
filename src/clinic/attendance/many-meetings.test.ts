import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { castId, riverbend, staffPerson } from '../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../tests/database.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { asPerson } from '../../db/work.ts'
import { hoursOf } from './queries/week.ts'

// The week of one person is read from their own few seats, however many groups the house has.

describe('A week in a house of many groups', () => {
  const monday = weekOf(todayHere())
  let db: TestDatabase
  before(async () => {
    db = await freshDatabase()
    // Rows alone: nobody sits in these groups, and no board has to follow them.
    await db.owner.query("set session_replication_role = 'replica'")
    await db.owner.query(
      `insert into room (clinic_id, id, site_id, name, places) select $1, md5('room ' || n)::uuid, $2, 'Room ' || n, 12 from generate_series(1, 700) n`,
      [riverbend.id, castId('mill')],
    )
    await db.owner.query(
      `insert into group_series (clinic_id, id, program_id, room_id, name, kind, topic, weekday, starts, minutes, time_zone, during, least_seats, opened_at)
       select $1, md5('group ' || n)::uuid, $2, md5('room ' || n)::uuid, 'Group ' || n, 'process', '', 1, '09:00', 60, $3, daterange($4::date, null), 1, now()
       from generate_series(1, 700) n`,
      [riverbend.id, castId('evening'), riverbend.timeZone, addDays(monday, -30)],
    )
    await db.owner.query(
      `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
       select $1, md5('meeting ' || n || ' ' || d)::uuid, md5('group ' || n)::uuid, md5('room ' || n)::uuid, $2::date + d,
         tstzrange($2::date + d + time '09:00', $2::date + d + time '10:00'), now()
       from generate_series(1, 700) n, generate_series(0, 6) d`,
      [riverbend.id, monday],
    )
    await db.owner.query("set session_replication_role = 'origin'")
    await db.owner.query('analyze group_session, group_series, seat')
  })
  after(() => db.close())

  it('reads the meetings of those who are asked about, and no others', async () => {
    await asPerson(db.pool, riverbend.id, staffPerson('dana'), new Date(), async (work) => {
      const read = async () => {
        const { rows } = await sql<{
          n: number
        }>`select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n
          from pg_stat_xact_user_tables where relname = 'group_session'`.execute(work.db)
        return rows[0]?.n ?? 0
      }
      const before = await read()
      const hours = await hoursOf(work, [castId('maya')], monday)
      assert.ok(hours.filter((hour) => hour.what === 'group').length >= 5, 'she sits in groups')
      const n = (await read()) - before
      assert.ok(n < 200, `${n} meetings were read for ${hours.length}`)
    })
  })
})
