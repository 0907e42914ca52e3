import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { addDays, dayAt } from '../src/basics/dates.ts'
import { castId, clients, riverbend } from './cast.ts'
import type { TestDatabase } from './database.ts'

// What happens to stays, one deed after another, from a seed.

const clinic = riverbend.id
const dana = castId('dana')
const today = dayAt(new Date(), riverbend.timeZone)

let seed = 20_261_122
const chance = (n: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * n)
}
const pick = <T>(list: readonly T[]): T => list[chance(list.length)] as T // never asked of an empty list
/** One moment after another, so that of two rows one is the later. */
let second = 0
const later = () => new Date(Date.now() - 3_600_000 + (second += 1) * 1000)

export type Deeds = Record<string, () => Promise<unknown>>

/** A row of a table, written as the owner. */
export const putIn = (db: TestDatabase) => (table: string, row: Record<string, unknown>) =>
  db.owner.query(
    `insert into ${table} (clinic_id, ${Object.keys(row).join(', ')}) select $1, ${Object.keys(row)
      .map((one) => `x.${one}`)
      .join(', ')} from jsonb_populate_record(null::${table}, $2) x`,
    [clinic, JSON.stringify(row)],
  )

/** What every deed is made of. */
export function deedTools(db: TestDatabase) {
  const ask = async (text: string, values: unknown[] = []) => (await db.owner.query(text, values)).rows
  const put = putIn(db)
  const open = () =>
    ask(
      'select id, client_id, program_id, level_of_care, lower(during)::text as first from episode where clinic_id = $1 and upper_inf(during) order by id',
      [clinic],
    )
  const versions = () =>
    ask(
      'select s.version_id, s.client_id, s.episode_id, s.number from plan_standing s join episode e on e.id = s.episode_id where s.clinic_id = $1 and upper_inf(e.during) order by 1',
      [clinic],
    )
  const refusedBy =
    (...names: string[]) =>
    (error: { constraint?: string; code?: string }) => {
      if (!names.includes(error.constraint ?? '') && !names.includes(error.code ?? '')) throw error
    }

  return { ask, put, open, versions, refusedBy, pick, chance, later }
}
export type DeedTools = ReturnType<typeof deedTools>

/** Coming, staying away, being asked about. */
export function deedsOfDays(db: TestDatabase, { ask, put, open, refusedBy, pick, chance, later }: DeedTools): Deeds {
  return {
    mark: async () => {
      const stay = pick(await open())
      const session = pick(
        await ask(
          'select id, held_on::text as held_on from group_session where clinic_id = $1 and not isempty(during) and held_on between $2 and $3 order by id',
          [clinic, addDays(today, -25), today],
        ),
      )
      const mark = pick(['here', 'late', 'absent', 'absent', 'excused'])
      await put('attendance_mark', {
        id: randomUUID(),
        session_id: session.id,
        client_id: stay.client_id,
        held_on: session.held_on,
        mark,
        minutes: ['here', 'late'].includes(mark) ? 60 : 0,
        minutes_late: 0,
        minutes_left_early: 0,
        reason: '',
        is_walk_in: false,
        marked_by: dana,
        marked_at: later(),
      })
    },
    undo: async () => {
      const marks = await ask(
        'select * from attendance_mark m where clinic_id = $1 and undoes is null and not exists (select from attendance_mark u where u.undoes = m.id) order by id',
        [clinic],
      )
      if (marks.length === 0) return
      const { id, session_id, visit_id, client_id, held_on } = pick(marks)
      await put('attendance_mark', {
        id: randomUUID(),
        session_id,
        visit_id,
        client_id,
        held_on,
        mark: 'cleared',
        minutes: 0,
        minutes_late: 0,
        minutes_left_early: 0,
        reason: '',
        is_walk_in: false,
        undoes: id,
        marked_by: dana,
        marked_at: later(),
      })
    },
    outreach: async () =>
      put('outreach', {
        id: randomUUID(),
        client_id: castId(pick(clients).key),
        how: 'phone',
        reached: chance(2) === 0,
        reason: '',
        words: '',
        made_by: dana,
        made_at: new Date(Date.now() - chance(20) * 86_400_000),
      }),
    // Whoever may not read of pauses and silences writes too, and the boards still see them.
    outreachByWhoSeesLess: async () => {
      const client = await db.pool.connect()
      try {
        await client.query('begin')
        await client.query("select set_config('app.clinic', $1, true), set_config('app.role', $2, true)", [
          clinic,
          pick(['administrator', 'system']),
        ])
        await client.query(
          "insert into outreach (clinic_id, id, client_id, how, reached, made_by, made_at) values ($1, $2, $3, 'phone', true, $4, now())",
          [clinic, randomUUID(), pick(await open()).client_id, dana],
        )
        // Afterwards it sees as little as before.
        assert.equal((await client.query('select from stay_watch')).rows.length, 0)
        await client.query('commit')
      } finally {
        client.release()
      }
    },
    page: async () => {
      const [id, { client_id }] = [randomUUID(), pick(await open())]
      await put('client_page', {
        id,
        client_id,
        token_hash: id,
        language: 'en',
        expires_at: '2030-01-01',
        made_by: dana,
        made_at: later(),
      })
      await put('client_page_try', {
        id: randomUUID(),
        page_id: id,
        succeeded: chance(2) === 0,
        at: new Date(Date.now() - chance(9) * 86_400_000),
      })
    },
    pause: async () => {
      const stay = pick(await open())
      await put('stay_pause', {
        id: randomUUID(),
        episode_id: stay.id,
        client_id: stay.client_id,
        kind: 'vacation',
        from_day: addDays(today, chance(12) - 6),
        next_on: addDays(today, chance(9)),
        owner_id: castId(pick(['lee', 'dana'])),
        words: 'away',
        paused_by: dana,
        paused_at: later(),
      }).catch(refusedBy('one_pause_at_a_time', 'pause_within_stay'))
    },
    heard: async () => {
      const pauses = await ask('select id from stay_pause_now where clinic_id = $1 and end_id is null order by id', [
        clinic,
      ])
      if (pauses.length > 0)
        await put('stay_pause_touch', {
          id: randomUUID(),
          pause_id: pick(pauses).id,
          next_on: addDays(today, chance(20)),
          owner_id: castId(pick(['lee', 'dana'])),
          words: 'well',
          noted_by: dana,
          noted_at: later(),
        })
    },
    back: async () => {
      const pauses = await ask(
        'select id, from_day::text as from_day from stay_pause_now where clinic_id = $1 and end_id is null order by id',
        [clinic],
      )
      if (pauses.length === 0) return
      const one = pick(pauses)
      await put('stay_pause_end', {
        id: randomUUID(),
        pause_id: one.id,
        on_day: addDays(one.from_day, chance(5)),
        because: pick(['came-back', 'not-back', 'entered-in-error']),
        words: '',
        ended_by: dana,
        ended_at: later(),
      })
    },
    putOff: async () =>
      put('silence_look', {
        id: randomUUID(),
        episode_id: pick(await open()).id,
        words: 'x',
        look_again_on: addDays(today, chance(20) - 9),
        looked_by: dana,
        looked_at: later(),
      }),
  }
}
