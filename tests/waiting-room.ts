import { randomUUID } from 'node:crypto'
import { addDays } from '../src/basics/dates.ts'
import { connect, kyselyOn, type Pool } from '../src/db/connect.ts'
import { asPerson, type StaffPerson, type Work } from '../src/db/work.ts'
import { castId, riverbend, staffPerson } from './cast.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { todayHere } from './world.ts'

// A database with groups and people of its own making, for tests of who waits, who is offered a seat and who shares a room.

const clinic = riverbend.id
const today = todayHere()

export type WaitingRoom = Awaited<ReturnType<typeof openWaitingRoom>>
type GroupOver = { weekday?: number; starts?: string; affinity?: string; name?: string; first?: string }

export async function openWaitingRoom(connections = 24) {
  const db: TestDatabase = await freshDatabase()
  const pool: Pool = connect(db.appUrl, connections)
  let hour = 0
  return {
    db,
    pool,
    noor: staffPerson('noor'),
    dana: staffPerson('dana'),
    lee: staffPerson('lee'),
    as: <T>(by: StaffPerson, at: Date, deed: (work: Work) => Promise<T>) => asPerson(pool, clinic, by, at, deed),
    asVisitor: <T>(at: Date, deed: (work: Work) => Promise<T>) =>
      asPerson(pool, clinic, { kind: 'visitor', id: null, name: 'Visitor' }, at, deed),
    /** As the client's own page does it: in the narrow role, where only their rows are. */
    asClient: async <T>(clientId: string, at: Date, deed: (work: Work) => Promise<T>): Promise<T> => {
      const connection = await pool.connect()
      try {
        await connection.query('begin; set local role stepwell_client')
        const page = randomUUID()
        await connection.query(
          "select set_config('app.clinic', $1, true), set_config('app.person', $2, true), set_config('app.role', 'client', true), set_config('app.own_client', $3, true)",
          [clinic, page, clientId],
        )
        const answer = await deed({
          db: kyselyOn(connection),
          by: { kind: 'client', id: page, clientId, name: 'On their own page' },
          at,
          clinic: { ...riverbend, clientWord: 'client', isDemo: false },
          requestId: 'test',
        })
        await connection.query('commit')
        return answer
      } catch (error) {
        await connection.query('rollback')
        throw error
      } finally {
        connection.release()
      }
    },
    /** A group of the day program with so many chairs, at an hour that no other group of this room has. */
    group: async (chairs: number, over: GroupOver = {}) => {
      const [id, room] = [randomUUID(), randomUUID()]
      const slot = hour
      hour += 1
      const starts =
        over.starts ?? `${String(20 + (Math.floor(slot / 7) % 3)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`
      await db.owner.query('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, 60)', [
        clinic,
        room,
        castId('mill'),
        `Room ${room}`,
      ])
      await db.owner.query(
        "insert into group_series (clinic_id, id, program_id, room_id, name, kind, affinity, is_open, weekday, starts, minutes, time_zone, during, opened_at) values ($1, $2, $3, $4, $5, 'process', $6, true, $7, $8, 30, $9, daterange($10, null), now())",
        [
          clinic,
          id,
          castId('day'),
          room,
          over.name ?? 'Night group',
          over.affinity ?? '',
          over.weekday ?? (slot % 7) + 1,
          starts,
          riverbend.timeZone,
          over.first ?? addDays(today, -30),
        ],
      )
      await db.owner.query(
        'insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, $3::int) n',
        [clinic, id, chairs],
      )
      await db.owner.query(
        `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
         select $1, gen_random_uuid(), $2, $3, d::date, tstzrange((d::date + $4::time) at time zone $5, (d::date + $4::time + interval '30 minutes') at time zone $5), now()
         from generate_series($6::date, $6::date + 20, interval '1 day') d where extract(isodow from d) = $7`,
        [clinic, id, room, starts, riverbend.timeZone, addDays(today, 1), over.weekday ?? (slot % 7) + 1],
      )
      return id
    },
    people: async (count: number, since = addDays(today, -10)): Promise<{ client: string; episode: string }[]> => {
      const all = Array.from({ length: count }, () => ({ client: randomUUID(), episode: randomUUID() }))
      for (const { client, episode } of all) {
        await db.owner.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
          clinic,
          client,
          client,
        ])
        await db.owner.query(
          "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, $2, $3, 'Ana', 'Lima', '1990-01-01', 'female', 'ana lima', now())",
          [clinic, randomUUID(), client],
        )
        await db.owner.query(
          "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5, null), 'home', $6, now())",
          [clinic, episode, client, castId('day'), since, castId('dana')],
        )
      }
      return all
    },
    suits: (client: string, affinity: string) =>
      db.owner.query(
        'insert into client_affinity (clinic_id, id, client_id, affinity, suits, recorded_at) values ($1, $2, $3, $4, true, now())',
        [clinic, randomUUID(), client, affinity],
      ),
    byHand: (series: string) =>
      db.owner.query(
        'insert into series_offering (clinic_id, id, series_id, is_automatic, from_day, set_by, set_at) values ($1, $2, $3, false, $4, $5, now())',
        [clinic, randomUUID(), series, addDays(today, -1), castId('dana')],
      ),
    sitting: async (series: string): Promise<string[]> =>
      (
        await db.owner.query<{ client_id: string }>(
          'select client_id from seat where series_id = $1 and (during @> $2::date or lower(during) > $2::date) order by number',
          [series, today],
        )
      ).rows.map((row) => row.client_id),
    close: async () => {
      await pool.end()
      await db.close()
    },
  }
}
