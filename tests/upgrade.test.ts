import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { sha256 } from '../src/basics/ids.ts'
import { migrationFiles } from '../src/db/migrate.ts'
import { castId, lakeside, riverbend } from './cast.ts'
import { server } from './database.ts'

// A house that was in use is brought to today's shape: what it held stands, and opens as it did.

const at = (name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).toString()

describe('An upgrade from the tablets of 068 and 072', () => {
  const name = `upgrade_${randomBytes(6).toString('hex')}`
  const [round, door, over] = [castId('a round'), castId('a door'), castId('a door that is over')]
  let owner: pg.Client
  const ask = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows
  before(async () => {
    const admin = new pg.Client({ connectionString: server })
    await admin.connect()
    await admin.query(`create database ${name}`)
    await admin.end()
    owner = new pg.Client({ connectionString: at(name) })
    await owner.connect()
    for (const file of migrationFiles().filter((one) => one.name < '079'))
      await owner.query(`begin; ${file.sql}; commit`)
    // What stands around them is another test's: a tablet, its places and its presses are what moves.
    await ask("set session_replication_role = 'replica'")
    for (const clinic of [riverbend, lakeside]) {
      const [own, keys] = [clinic === riverbend, `${clinic.id} `]
      const ids = own
        ? { round, door, over }
        : { round: castId('their round'), door: castId('their door'), over: castId('their old door') }
      await ask("select set_config('app.clinic', $1, false)", [clinic.id])
      await ask(
        "insert into clinic (id, name, state, time_zone, created_at) values ($1, $2, 'NY', 'America/New_York', now())",
        [clinic.id, clinic.name],
      )
      await ask(
        "insert into site (clinic_id, id, name, state, time_zone) values ($1, $2, 'Main Street', 'NY', 'America/New_York')",
        [clinic.id, castId('main-street')],
      )
      await ask(
        `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
         values ($1, $2, $2, $2, '2026-06-12', tstzrange('2026-06-12 13:00Z', '2026-06-12 16:00Z'), '2026-06-01')`,
        [clinic.id, castId('a meeting')],
      )
      await ask(
        `insert into tablet_round (clinic_id, id, session_id, token_hash, secret_hash, expires_at, opened_by, opened_at)
         values ($1, $2, $3, $4, $5, '2026-06-12 18:00Z', $6, '2026-06-12 16:00Z')`,
        [clinic.id, ids.round, castId('a meeting'), sha256(`${keys}round`), sha256(`${keys}secret`), castId('lee')],
      )
      for (const [id, what] of [
        [ids.door, 'door'],
        [ids.over, 'over'],
      ] as const)
        await ask(
          `insert into door_tablet (clinic_id, id, site_id, token_hash, secret_hash, expires_at, opened_by, opened_at)
           values ($1, $2, $3, $4, $5, '2026-06-13 03:59Z', $6, '2026-06-12 12:00Z')`,
          [clinic.id, id, castId('main-street'), sha256(`${keys}${what}`), sha256(`${keys}secret`), castId('noor')],
        )
      await ask(
        "insert into tablet_round_end (clinic_id, id, round_id, ended_by, ended_at) values ($1, gen_random_uuid(), $2, $3, '2026-06-12 17:00Z')",
        [clinic.id, ids.round, castId('dana')],
      )
      await ask(
        "insert into door_tablet_end (clinic_id, id, door_id, ended_by, ended_at) values ($1, gen_random_uuid(), $2, $3, '2026-06-12 13:00Z')",
        [clinic.id, ids.over, castId('dana')],
      )
      await ask(
        "insert into door_press (clinic_id, id, door_id, at) select $1, gen_random_uuid(), $2, '2026-06-12 12:30Z' from generate_series(1, 3)",
        [clinic.id, ids.door],
      )
      await ask(
        "insert into tablet_place (clinic_id, id, round_id, client_id, label) values ($1, gen_random_uuid(), $2, $3, 'K')",
        [clinic.id, ids.round, castId('kofi')],
      )
      await ask(
        `insert into check_in (clinic_id, id, session_id, client_id, held_on, place, door_id, at)
         values ($1, gen_random_uuid(), $2, $3, '2026-06-12', 'on-site', $4, '2026-06-12 12:30Z')`,
        [clinic.id, castId('a meeting'), castId('kofi'), ids.door],
      )
    }
    await ask('reset session_replication_role')
    await ask("select set_config('app.clinic', '', false)")
    // Who owns a clinic's database is nobody's superuser: row-level security holds them as it holds anybody.
    await ask(`create role ${name}; grant create on schema public to ${name}; grant ${name} to current_user`)
    await ask(`do $$ declare one record; begin
      for one in select oid::regclass as it from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') loop
        execute format('alter table %s owner to ${name}', one.it);
      end loop;
      for one in select oid::regprocedure as it from pg_proc where pronamespace = 'public'::regnamespace and proname in ('begin_round', 'begin_door') loop
        execute format('alter function %s owner to ${name}', one.it);
      end loop;
    end $$`)
    const sql = migrationFiles().find((one) => one.name === '079-lent-tablets.sql')?.sql ?? ''
    await owner.query(`set role ${name}; begin; ${sql}; commit; reset role`)
  })
  after(async () => {
    await owner.end()
    const admin = new pg.Client({ connectionString: server })
    await admin.connect()
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.query(`drop role if exists ${name}`)
    await admin.end()
  })

  it('moves every row, of every clinic, under the id it had', async () => {
    const rows = await ask(
      `select id, purpose, site_id, session_id, token_hash, secret_hash, expires_at, lent_by, lent_at from lent_tablet
       where clinic_id = $1 order by purpose, token_hash = $2`,
      [riverbend.id, sha256(`${riverbend.id} over`)],
    )
    const secret = sha256(`${riverbend.id} secret`)
    const standing = {
      purpose: 'door',
      site_id: castId('main-street'),
      session_id: null,
      secret_hash: secret,
      expires_at: new Date('2026-06-13T03:59Z'),
      lent_by: castId('noor'),
      lent_at: new Date('2026-06-12T12:00Z'),
    }
    assert.deepEqual(rows, [
      { id: door, ...standing, token_hash: sha256(`${riverbend.id} door`) },
      { id: over, ...standing, token_hash: sha256(`${riverbend.id} over`) },
      {
        id: round,
        purpose: 'round',
        site_id: null,
        session_id: castId('a meeting'),
        token_hash: sha256(`${riverbend.id} round`),
        secret_hash: secret,
        expires_at: new Date('2026-06-12T18:00Z'),
        lent_by: castId('lee'),
        lent_at: new Date('2026-06-12T16:00Z'),
      },
    ])
    const counted = async (table: string) => (await ask(`select count(*)::int as n from ${table}`))[0]?.n
    assert.deepEqual(await Promise.all(['lent_tablet', 'lent_tablet_end', 'lent_tablet_press'].map(counted)), [6, 4, 6])
    assert.deepEqual(
      await ask('select tablet_id, ended_by, ended_at from lent_tablet_end where clinic_id = $1 order by ended_at', [
        riverbend.id,
      ]),
      [
        { tablet_id: over, ended_by: castId('dana'), ended_at: new Date('2026-06-12T13:00Z') },
        { tablet_id: round, ended_by: castId('dana'), ended_at: new Date('2026-06-12T17:00Z') },
      ],
    )
  })

  it('opens what stood, with the keys it had, and nothing that was over', async () => {
    const opens = async (purpose: string, key: string, at = '2026-06-12 12:45Z') =>
      (
        await ask('select tablet_id from begin_lent($1, $2, $3, $4)', [
          purpose,
          sha256(`${riverbend.id} ${key}`),
          sha256(`${riverbend.id} secret`),
          at,
        ])
      ).map((row) => row.tablet_id)
    assert.deepEqual(await opens('door', 'door'), [door])
    for (const [purpose, key, when] of [
      ['round', 'door', undefined],
      ['door', 'over', undefined],
      ['round', 'round', '2026-06-12 16:30Z'],
      ['door', 'door', '2026-06-13 04:00Z'],
    ] as const)
      assert.deepEqual(await opens(purpose, key, when), [], `${purpose} ${key}`)
  })

  it('leaves nothing behind that is dead, and what names a tablet names it still', async () => {
    const dead = await ask(
      "select relname from pg_class where relname ~ '^(tablet_round|door_tablet|door_press)' union all select proname from pg_proc where proname in ('begin_round', 'begin_door')",
    )
    assert.deepEqual(dead, [])
    const named = await ask(
      `select conrelid::regclass::text as "table" from pg_constraint where contype = 'f' and confrelid = 'lent_tablet'::regclass order by 1`,
    )
    assert.deepEqual(
      named.map((row) => row.table),
      ['check_in', 'lent_tablet_end', 'lent_tablet_press', 'tablet_place'],
    )
    for (const [table, column] of [
      ['check_in', 'door_id'],
      ['tablet_place', 'round_id'],
    ] as const)
      assert.deepEqual(
        await ask(
          `select count(*)::int as n from ${table} x where not exists (select from lent_tablet t where t.clinic_id = x.clinic_id and t.id = x.${column})`,
        ),
        [{ n: 0 }],
      )
  })
})
