import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { addDays, dayAt, instantAt, weekdayOf } from '../src/basics/dates.ts'
import { castId, clients, riverbend } from './cast.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { seriesId } from './world.ts'

// Making every board again from the rows, after anything at all, changes nothing.

const clinic = riverbend.id
const dana = castId('dana')
const zone = riverbend.timeZone

let db: TestDatabase
before(async () => {
  db = await freshDatabase()
})
after(() => db.close())

const write = (text: string, values: unknown[]) => db.owner.query(text, values)

const boards = {
  episode_week: "client_id || ' ' || week || ' ' || episode_id",
  unreached: 'client_id::text',
  note_due: 'session_id::text',
  open_hand_off: 'hand_off_id::text',
  stay_watch: 'episode_id::text',
  plan_wait: "episode_id || ' ' || what",
  summary_due: 'discharge_id::text',
}

async function shown(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [board, key] of Object.entries(boards)) {
    const { rows } = await db.owner.query<{ key: string; row: unknown }>(
      `select ${key} as key, to_jsonb(b) as row from ${board} b where clinic_id = $1`,
      [clinic],
    )
    for (const { key: id, row } of rows) found.set(`${board} ${id}`, JSON.stringify(row))
  }
  return found
}

/** Everything derived again from the rows is what stands there already. */
async function same(): Promise<void> {
  const before = await shown()
  await db.owner.query('select rebuild_boards($1)', [clinic])
  const after = await shown()
  const differ = [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({ key, before: before.get(key), after: after.get(key) }))
  assert.deepEqual(differ.slice(0, 3), [])
  assert.ok(before.size > 20)
}

describe('Made again from the rows', () => {
  const today = dayAt(new Date(), zone)
  let seed = 20_261_122
  const chance = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % n
  }
  const pick = <T>(list: readonly T[]): T => list[chance(list.length)] as T // never asked of an empty list

  const deeds: Record<string, () => Promise<unknown>> = {
    mark: async () => {
      const { rows } = await db.owner.query(
        'select g.id, g.held_on, (extract(epoch from upper(g.during) - lower(g.during)) / 60)::int as minutes from group_session g where g.clinic_id = $1 and not isempty(g.during) and g.held_on between $2 and $3 order by g.id',
        [clinic, addDays(today, -13), today],
      )
      const session = pick(rows)
      const kind = pick(['here', 'late', 'left-early', 'absent', 'excused'])
      const minutes = ['absent', 'excused'].includes(kind)
        ? 0
        : kind === 'here'
          ? session.minutes
          : chance(session.minutes)
      return write(
        'insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())',
        [clinic, randomUUID(), session.id, castId(pick(clients).key), session.held_on, kind, minutes, dana],
      )
    },
    undo: async () => {
      const { rows } = await db.owner.query(
        'select m.* from attendance_mark m where m.clinic_id = $1 and m.undoes is null and not exists (select from attendance_mark u where u.undoes = m.id) order by m.id',
        [clinic],
      )
      if (rows.length === 0) return
      const m = pick(rows)
      return write(
        "insert into attendance_mark (clinic_id, id, session_id, visit_id, client_id, held_on, mark, minutes, undoes, marked_by, marked_at) values ($1, $2, $3, $4, $5, $6, 'cleared', 0, $7, $8, clock_timestamp())",
        [clinic, randomUUID(), m.session_id, m.visit_id, m.client_id, m.held_on, m.id, dana],
      )
    },
    release: async () => {
      const { rows } = await db.owner.query(
        'select id, lower(during) as first from seat where clinic_id = $1 and not isempty(during) and upper_inf(during) order by id',
        [clinic],
      )
      if (rows.length < 20) return
      const seat = pick(rows)
      return write('update seat set during = daterange($2, $3) where id = $1', [
        seat.id,
        seat.first,
        pick([seat.first, addDays(seat.first, chance(80))]),
      ])
    },
    seat: async () => {
      const [client, weekday] = [pick(clients), 1 + chance(7)]
      const from = addDays(today, chance(30) - 10)
      const minute = (weekday - 1) * 1440 + 9 * 60
      return write(
        `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
         select $1, $2, $3, n, $4, $5, daterange($6, null), int4range($7, $8), $9, now() from generate_series(1, 12) n
         where not exists (select from seat s where s.series_id = $3 and s.number = n and s.during && daterange($6, null))
           and not exists (select from seat s where s.client_id = $4 and s.during && daterange($6, null) and s.week_minutes && int4range($7, $8))
         limit 1`,
        [
          clinic,
          randomUUID(),
          seriesId('process-a', weekday),
          castId(client.key),
          castId(`${client.key} episode`),
          from,
          minute,
          minute + 80,
          dana,
        ],
      )
    },
    cancelSession: async () => {
      const { rows } = await db.owner.query(
        'select id from group_session where clinic_id = $1 and not isempty(during) and held_on > $2 order by id',
        [clinic, addDays(today, -10)],
      )
      return write("update group_session set during = 'empty' where id = $1", [pick(rows).id])
    },
    visit: async () => {
      const client = pick(clients)
      const held = addDays(today, chance(20) - 6)
      const begins = instantAt(held, `${String(6 + chance(2)).padStart(2, '0')}:${pick(['00', '30'])}`, zone)
      return write(
        `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
         select $1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9), 25, $10, now()
         where not exists (select from visit v where (v.staff_id = $6 or v.client_id = $3) and v.during && tstzrange($8, $9))`,
        [
          clinic,
          randomUUID(),
          castId(client.key),
          castId(`${client.key} episode`),
          pick(['individual', 'family', 'medication-management']),
          castId(pick(['lee', 'hana', 'priya'])),
          held,
          begins,
          new Date(begins.getTime() + 25 * 60_000),
          dana,
        ],
      )
    },
    markVisit: async () => {
      const { rows } = await db.owner.query(
        'select id, client_id, held_on from visit where clinic_id = $1 and not isempty(during) order by id',
        [clinic],
      )
      if (rows.length === 0) return
      const visit = pick(rows)
      const kind = pick(['here', 'absent', 'excused'])
      return write(
        'insert into attendance_mark (clinic_id, id, visit_id, client_id, held_on, mark, minutes, marked_by, marked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())',
        [clinic, randomUUID(), visit.id, visit.client_id, visit.held_on, kind, kind === 'here' ? 25 : 0, dana],
      )
    },
    cancelVisit: async () => {
      const { rows } = await db.owner.query(
        'select id from visit where clinic_id = $1 and not isempty(during) order by id',
        [clinic],
      )
      if (rows.length > 0) return write("update visit set during = 'empty' where id = $1", [pick(rows).id])
    },
    outreach: async () =>
      write(
        "insert into outreach (clinic_id, id, client_id, how, reached, made_by, made_at) values ($1, $2, $3, 'phone', $4, $5, clock_timestamp())",
        [clinic, randomUUID(), castId(pick(clients).key), chance(2) === 0, dana],
      ),
    sign: async () => {
      const { rows } = await db.owner.query(
        'select g.id from group_session g where g.clinic_id = $1 and not isempty(g.during) and g.held_on < $2 and not exists (select from group_note n where n.session_id = g.id) order by g.id',
        [clinic, today],
      )
      if (rows.length === 0) return
      const [session, note] = [pick(rows).id, randomUUID()]
      await write(
        "insert into group_note (clinic_id, id, session_id, topic, intervention, how_it_went, written_by, written_at) values ($1, $2, $3, 'a', 'b', 'c', $4, now())",
        [clinic, note, session, dana],
      )
      return write(
        "insert into note_signature (clinic_id, id, note_id, session_id, part, signed_by, name_and_credential, content_hash, signed_at) values ($1, $2, $3, $4, 'author', $5, 'Dana', $6, now())",
        [clinic, randomUUID(), note, session, dana, 'a'.repeat(64)],
      )
    },
    handOff: async () => {
      const id = randomUUID()
      await write(
        "insert into hand_off (clinic_id, id, client_id, to_level, to_whom, because, due_at, back_on, owner_id, made_by, made_at) values ($1, $2, $3, '3.7', 'Harbor', 'withdrawal', now(), current_date + 7, $4, $4, now())",
        [clinic, id, castId(pick(clients).key), dana],
      )
      if (chance(2) === 0) return
      return write(
        "insert into hand_off_answer (clinic_id, id, hand_off_id, answer, by_whom, recorded_by, recorded_at) values ($1, $2, $3, $4, 'Ana', $5, clock_timestamp())",
        [clinic, randomUUID(), id, pick(['accepted', 'declined', 'returned', 'did-not-arrive']), dana],
      )
    },
    discharge: async () => {
      const { rows } = await db.owner.query(
        'select id, lower(during) as first from episode where clinic_id = $1 and upper_inf(during) and not isempty(during) order by id',
        [clinic],
      )
      if (rows.length < 6) return
      const episode = pick(rows)
      return write('update episode set during = daterange($2, $3) where id = $1', [
        episode.id,
        episode.first,
        addDays(today, chance(20) - 15),
      ]).catch((error: { code?: string }) => {
        // The day lies before the stay began: refused, as it must be.
        if (error.code !== '22000') throw error
      })
    },
  }

  it('the boards stay the same, whatever was done', async () => {
    await same()
    const names = ['mark', 'mark', 'mark', 'mark', 'undo', 'undo', ...Object.keys(deeds)]
    for (let n = 0; n < 400; n += 1) {
      const name = n % 50 === 49 ? 'discharge' : pick(names.filter((one) => one !== 'discharge'))
      await deeds[name]?.()
      if (n % 80 === 79) await same()
    }
    await same()
  })

  it('two people who mark the same clients at one moment, each in their own room, are both counted', async () => {
    const weekday = weekdayOf(addDays(today, -1))
    const { rows } = await db.owner.query(
      'select g.id, g.held_on from group_session g where g.series_id = any ($1) and g.held_on = $2 and not isempty(g.during)',
      [[seriesId('process-a', weekday), seriesId('relapse-prevention', weekday)], addDays(today, -1)],
    )
    const everyone = clients.filter((client) => client.program === 'day').map((client) => castId(client.key))
    const others = await Promise.all(Array.from({ length: 6 }, async () => await db.pool.connect()))
    try {
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(
          others.map(async (client, n) => {
            const session = rows[n % Math.max(1, rows.length)]
            if (session === undefined) return
            await client.query('begin')
            await client.query("select set_config('app.clinic', $1, true), set_config('app.role', 'director', true)", [
              clinic,
            ])
            const people = n % 2 === 0 ? everyone : [...everyone].reverse()
            await client.query(
              `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
               select $1, gen_random_uuid(), $2, c, $3, 'late', $4, $5, clock_timestamp() from unnest($6::uuid[]) c`,
              [clinic, session.id, session.held_on, 10 + round, dana, people],
            )
            await client.query('commit')
          }),
        )
      }
    } finally {
      for (const client of others) client.release()
    }
    await same()
  })
})
