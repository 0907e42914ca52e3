import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type pg from 'pg'
import { newId, sha256 } from '../basics/ids.ts'
import { kyselyOn } from '../db/connect.ts'
import { withHouseEyes, type Work } from '../db/work.ts'
import { urls } from '../urls.ts'
import { castId, riverbend } from '../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../tests/knock.ts'
import { limits } from './pressure.ts'

// What the role behind a client's own page may read, table by table. The list comes from the database: a table that is
// granted to it must stand here, or hold a client's id, so that nobody grants one by mistake.

/** What tells nothing about anybody: all of it may be read. */
const aboutNobody = new Set(
  `clinic site room program group_series series_leader series_chair group_session session_cancellation session_cover
   session_leader staff_member mutual_meeting mutual_meeting_end dose_floor group_cap closed_day closed_day_end open_notes_policy presence_rule`.split(
    /\s+/,
  ),
)
/** Theirs by what it hangs on: what of it may be read is counted below. */
const theirsByWhat: Record<string, string> = {
  client: 'id',
  client_now: 'id',
  dose_order: '(select e.client_id from episode e where e.id = t.episode_id)',
  primary_therapist: '(select e.client_id from episode e where e.id = t.episode_id)',
  visit_cancellation: '(select v.client_id from visit v where v.id = t.visit_id)',
  notice_told: '(select n.client_id from notice n where n.id = t.notice_id)',
  notice_seen: '(select n.client_id from notice n where n.id = t.notice_id)',
  client_page_try: '(select p.client_id from client_page p where p.id = t.page_id)',
  switch_answer: '(select r.client_id from switch_request r where r.id = t.request_id)',
  allergy_end: '(select a.client_id from allergy a where a.id = t.allergy_id)',
  medication_end: '(select m.client_id from medication m where m.id = t.medication_id)',
  homework_end: '(select h.client_id from homework h where h.id = t.homework_id)',
  note_signature: '(select n.client_id from client_note n where n.note_id = t.note_id limit 1)',
  note_statement_answer: '(select s.client_id from note_statement s where s.id = t.statement_id)',
  visit_note_addendum: '(select n.client_id from visit_note n where n.id = t.note_id)',
  visit_note_signature: '(select n.client_id from visit_note n where n.id = t.note_id)',
  aftercare_visit_end: '(select v.client_id from aftercare_visit v where v.id = t.visit_id)',
  leaving_support_end: '(select s.client_id from leaving_support s where s.id = t.support_id)',
  meeting_log_end: '(select l.client_id from meeting_log l where l.id = t.log_id)',
  make_up_answer: '(select o.client_id from make_up_offer o where o.id = t.offer_id)',
}
/** What it may add, and no more. */
const mayAdd = new Set(
  `notice_seen client_page_try client_page_visit client_page_end own_page_titles leaving_words leaving_support leaving_support_end aftercare_visit aftercare_visit_end own_sharing meeting_log
   meeting_log_end sponsor_word sober_start switch_request switch_answer safety_plan homework_done
   plan_client_answer check_in check_in_place door_number alumni_choice follow_up_word trail`.split(/\s+/),
)

describe('The door of a client’s own page', () => {
  let house: TestHouse
  const maya = castId('maya')
  const tomasz = castId('tomasz')
  let token = ''
  const give = async (client: string, birthDate = 'left-out') => {
    const answer = await (await house.as('noor')).post(urls.ownPage({ client }), { language: 'en', birthDate })
    return /\/mine\/([\w-]{43})/.exec(answer.text)?.[1] ?? `none in ${answer.status}`
  }
  before(async () => {
    house = await openHouse()
    token = await give(maya)
    // One row of each kind that is somebody else's.
    const other = await give(tomasz)
    await house.stranger().post(urls.mineSwitch({ token: other }), { wants: 'times', words: 'Mornings' })
    await house.stranger().post(urls.mineTitles({ token: other }), { titles: 'plain' })
    for (const client of [maya, tomasz])
      await house.db.owner.query(
        `insert into notice (clinic_id, id, client_id, kind, about, made_at) values ($1, $2, $3, 'week-changed', '{}', now())`,
        [riverbend.id, newId(), client],
      )
    await (await house.as('noor')).post(urls.toTell(), { 'notice[]': [await noticeOf(tomasz)], how: 'telephone' })
  })
  after(() => house.close())

  const noticeOf = async (client: string): Promise<string> =>
    (await house.db.owner.query('select id from notice where client_id = $1', [client])).rows[0].id

  /** As the page itself, by its key; what is done is undone. */
  async function asPage<T>(deed: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await house.db.pool.connect()
    try {
      await client.query('begin; set local role stepwell_client')
      const { rows } = await client.query('select * from begin_own($1, false, $2, now())', [sha256(token), ''])
      assert.equal(rows.length, 1)
      return await deed(client)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const granted = async (right: 'select' | 'insert' | 'update' | 'delete'): Promise<string[]> =>
    (
      await house.db.owner.query<{ name: string }>(
        `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
           and case when $1 = 'delete' then has_table_privilege('stepwell_client', c.oid, 'delete')
                    else has_any_column_privilege('stepwell_client', c.oid, $1) end order by 1`,
        [right],
      )
    ).rows.map(({ name }) => name)

  it('reads, of every table, what is theirs or what tells nothing about anybody', async () => {
    const tables = await granted('select')
    assert.ok(tables.length > 20)
    const { rows: withClient } = await house.db.owner.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace`,
    )
    const holdsClient = new Set(withClient.map(({ name }) => name))
    const wrong: string[] = []
    let othersThere = 0
    for (const name of tables) {
      if (aboutNobody.has(name)) continue
      const whose = holdsClient.has(name) ? 'client_id' : theirsByWhat[name]
      if (whose === undefined) {
        wrong.push(`${name} is granted, and this test does not know whose it is`)
        continue
      }
      const all = await house.db.owner.query<{ ids: string[] }>(
        `select array(select distinct (${whose})::text from "${name}" t) as ids`,
      )
      const ids = (all.rows[0]?.ids ?? []).filter((id) => id !== null && id !== maya)
      if (ids.length > 0) othersThere += 1
      // Counted in rows, because the page may not read the column that says whose each is.
      const own = await house.db.owner.query<{ n: number }>(
        `select count(*)::int as n from "${name}" t where clinic_id = $1 and (${whose}) = $2`,
        [riverbend.id, maya],
      )
      const seen = await asPage(
        async (client) => (await client.query(`select count(*)::int as n from "${name}"`)).rows[0].n,
      )
      if (seen !== own.rows[0]?.n) wrong.push(`${name}: sees ${seen} rows, ${own.rows[0]?.n} are theirs`)
    }
    assert.deepEqual(wrong, [])
    assert.ok(othersThere >= 9, `others had rows in ${othersThere} of these tables: enough to tell`)
  })

  it('adds what a page may add, and changes and takes away nothing', async () => {
    assert.deepEqual(
      (await granted('insert')).filter((name) => !mayAdd.has(name)),
      [],
    )
    assert.deepEqual([await granted('update'), await granted('delete')], [[], []])
  })

  it('reads no address of staff, and no reason that staff wrote for each other', async () => {
    for (const ask of [
      'select email from staff_member',
      'select because from session_cancellation',
      'select because from visit_cancellation',
      'select words from switch_answer',
      'select token_hash from client_page',
      'select client_id from client_contact',
      'select * from trail',
    ])
      await assert.rejects(
        asPage((client) => client.query(ask)),
        /permission denied/,
        ask,
      )
  })

  it('writes in nobody else’s name, and about nobody else', async () => {
    const page = (await house.db.owner.query('select id from client_page where client_id = $1', [maya])).rows[0].id
    const others = (await house.db.owner.query('select id from client_page where client_id = $1', [tomasz])).rows[0].id
    const at = 'now()'
    const tries: [string, unknown[]][] = [
      [
        `insert into switch_request (clinic_id, id, client_id, wants, page_id, asked_at) values ($1, $2, $3, 'times', $4, ${at})`,
        [riverbend.id, newId(), tomasz, page],
      ],
      [
        `insert into switch_request (clinic_id, id, client_id, wants, page_id, asked_at) values ($1, $2, $3, 'times', $4, ${at})`,
        [riverbend.id, newId(), maya, others],
      ],
      [
        `insert into own_page_titles (clinic_id, id, client_id, titles, page_id, chosen_at) values ($1, $2, $3, 'plain', $4, ${at})`,
        [riverbend.id, newId(), tomasz, page],
      ],
      [
        `insert into notice_seen (clinic_id, id, notice_id, page_id, seen_at) values ($1, $2, $3, $4, ${at})`,
        [riverbend.id, newId(), await noticeOf(tomasz), page],
      ],
      ...[
        [tomasz, page],
        [maya, others],
      ].map(([client, from]): [string, unknown[]] => [
        `insert into safety_plan (clinic_id, id, client_id, parts, page_id, written_at) values ($1, $2, $3, '{}', $4, ${at})`,
        [riverbend.id, newId(), client, from],
      ]),
      [
        `insert into client_page_end (clinic_id, id, page_id, because, ended_at) values ($1, $2, $3, 'locked', ${at})`,
        [riverbend.id, newId(), others],
      ],
      [
        `insert into client_page_end (clinic_id, id, page_id, because, ended_at) values ($1, $2, $3, 'taken back', ${at})`,
        [riverbend.id, newId(), page],
      ],
      [
        `insert into client_page_visit (clinic_id, id, page_id, secret_hash, began_at, expires_at) values ($1, $2, $3, 'x', ${at}, ${at})`,
        [riverbend.id, newId(), others],
      ],
      [
        `insert into trail (clinic_id, id, at, by_kind, by_id, by_name, verb) values ($1, $2, ${at}, 'staff', $3, 'Dana Ortiz', 'note.signed')`,
        [riverbend.id, newId(), castId('dana')],
      ],
      [
        `insert into trail (clinic_id, id, at, by_kind, by_id, by_name, verb) values ($1, $2, ${at}, 'client', $3, 'Somebody', 'notice.read')`,
        [riverbend.id, newId(), others],
      ],
    ]
    for (const [ask, values] of tries)
      await assert.rejects(
        asPage((client) => client.query(ask, values)),
        /row-level security/,
        ask,
      )
  })

  it('sees nobody before the birth date was given, where it is asked for', async () => {
    const asking = await give(castId('amina'), 'asked')
    await asPage(async (client) => {
      const { rows } = await client.query('select is_in from begin_own($1, false, $2, now())', [sha256(asking), ''])
      assert.deepEqual(rows, [{ is_in: false }])
      for (const table of ['client', 'client_identity', 'seat', 'visit', 'episode', 'notice'])
        assert.equal((await client.query(`select count(*)::int as n from ${table}`)).rows[0].n, 0, table)
    })
  })

  it('lends a verb the eyes of the house, also within another, and takes them back after it, even when it fails', async () => {
    const client = await house.db.pool.connect()
    try {
      await client.query('begin; set local role stepwell_client')
      const { rows } = await client.query('select * from begin_own($1, false, $2, now())', [sha256(token), ''])
      const work: Work = {
        db: kyselyOn(client),
        by: { kind: 'client', id: rows[0].page_id, clientId: maya, name: 'On their own page' },
        at: new Date(),
        clinic: { ...riverbend, clientWord: 'client', isDemo: false },
        requestId: 'test',
      }
      const seen = async () => (await client.query('select count(*)::int as n from client')).rows[0].n
      await withHouseEyes(work, async () => {
        await withHouseEyes(work, async () => assert.ok((await seen()) > 1))
        assert.ok((await seen()) > 1, 'the inner verb took the eyes of the outer')
      })
      assert.equal(await seen(), 1)
      await assert.rejects(
        withHouseEyes(work, () => Promise.reject(new Error('no'))),
        /no/,
      )
      assert.equal(await seen(), 1)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('says what went wrong without naming the clinic or what it runs on', async () => {
    for (const path of [urls.mine({ token: 'wrong-wrong-wrong-wrong' }), `/mine/${token}/nothing`]) {
      const answer = await house.stranger().get(path)
      assert.equal(answer.status, 404)
      for (const word of ['Stepwell', 'Riverbend', 'Today'])
        assert.ok(!answer.text.includes(`${word}<`), `${path} says ${word}`)
    }
  })

  it('stands behind the gate of the public pages: a flood of guesses waits, and the rest is sent away', async () => {
    const guesses = Array.from({ length: limits.atOnce + limits.waiting + 20 }, () =>
      house.stranger().get(urls.mine({ token: `${newId().replaceAll('-', '')}guess` })),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    assert.equal(statuses.filter((status) => status === 404).length, limits.atOnce + limits.waiting)
    assert.equal(statuses.filter((status) => status === 503).length, 20)
    // And whoever has the key comes in again as soon as it is over.
    assert.equal((await house.stranger().get(urls.mine({ token }))).status, 200)
  })
})
