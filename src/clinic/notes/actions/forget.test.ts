import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../../tests/database.ts'
import { seriesId, todayHere, weekdayHere } from '../../../../tests/world.ts'
import { forgetDrafts } from './forget.ts'

describe('Drafts', () => {
  let db: TestDatabase
  before(async () => {
    db = await freshDatabase()
  })
  after(() => db.close())

  it('are forgotten a day after the note was signed, and never before', async () => {
    const signedAt = new Date('2026-11-20T15:00:00Z')
    const sessions: string[] = []
    for (const series of ['process-a', 'relapse-prevention']) {
      const { rows } = await db.owner.query('select id from group_session where series_id = $1 and held_on = $2', [
        seriesId(series, weekdayHere()),
        todayHere(),
      ])
      sessions.push(rows[0].id)
      await db.owner.query(
        `insert into note_draft (clinic_id, id, session_id, body, saved_by, saved_at) values ($1, gen_random_uuid(), $2, '{}', $3, now())`,
        [riverbend.id, rows[0].id, castId('lee')],
      )
    }
    const note = castId('note')
    await db.owner.query(
      `insert into group_note (clinic_id, id, session_id, topic, intervention, how_it_went, written_by, written_at)
       values ($1, $2, $3, '', '', '', $4, $5)`,
      [riverbend.id, note, sessions[0], castId('lee'), signedAt],
    )
    await db.owner.query(
      `insert into note_signature (clinic_id, id, note_id, session_id, part, signed_by, name_and_credential, content_hash, signed_at)
       values ($1, gen_random_uuid(), $2, $3, 'author', $4, 'Lee Park, LMHC', repeat('a', 64), $5)`,
      [riverbend.id, note, sessions[0], castId('lee'), signedAt],
    )
    const after = (hours: number) => new Date(signedAt.getTime() + hours * 3_600_000)
    assert.equal(await forgetDrafts(db.pool, after(23)), 0)
    assert.equal(await forgetDrafts(db.pool, after(25)), 1)
    const { rows } = await db.owner.query('select session_id from note_draft')
    assert.deepEqual(
      rows.map((row) => row.session_id),
      [sessions[1]],
    )
  })

  it('of one person’s hour too, by the clinic’s own hours, and never what was typed after it came back', async () => {
    const signedAt = new Date('2026-11-20T15:00:00Z')
    const after = (hours: number) => new Date(signedAt.getTime() + hours * 3_600_000)
    const [note, version] = [castId('visit note'), castId('visit note version')]
    const put = (sql: string, values: unknown[]) => db.owner.query(sql, [riverbend.id, ...values])
    await put(
      `insert into visit_note (clinic_id, id, client_id, kind, held_on, starts_at, ends_at, opened_by, opened_at)
       values ($1, $2, $3, 'telephone', '2026-11-20', $4, $5, $6, $4)`,
      [note, castId('maya'), after(-2), after(-1), castId('lee')],
    )
    for (const [key, savedAt] of [
      ['typed before', after(-0.5)],
      ['typed after', after(1)],
    ] as const)
      await put(
        `insert into visit_note_draft (clinic_id, id, note_id, body, saved_by, saved_at) values ($1, $2, $3, '{}', $4, $5)`,
        [castId(key), note, castId('lee'), savedAt],
      )
    assert.equal(await forgetDrafts(db.pool, after(200)), 0, 'it is not signed')
    const { rows: columns } = await db.owner.query<{ name: string }>(
      "select column_name as name from information_schema.columns where table_name = 'visit_note_version' and is_nullable = 'NO' and column_default is null order by 1",
    )
    const known: Record<string, unknown> = {
      clinic_id: riverbend.id,
      id: version,
      note_id: note,
      client_id: castId('maya'),
      version: 1,
      template: 'dap',
      body: '{}',
      observations: '{}',
      goal_ids: [],
      objective_ids: [],
      risk: 'not-asked',
      arrived_at: after(-2),
      left_at: after(-1),
      minutes: 60,
      written_by: castId('lee'),
      written_at: signedAt,
      content_hash: 'a'.repeat(64),
    }
    const names = columns.map(({ name }) => name)
    await db.owner.query(
      `insert into visit_note_version (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
      names.map((name) => known[name]),
    )
    await put(
      `insert into visit_note_signature (clinic_id, id, note_id, version_id, part, signed_by, name_and_credential, content_hash, signed_at)
       values ($1, gen_random_uuid(), $2, $3, 'author', $4, 'Lee Park, LMHC', repeat('a', 64), $5)`,
      [note, version, castId('lee'), signedAt],
    )
    await put(
      `insert into note_rule (clinic_id, id, rule, hours, effective_from, source, set_at) values ($1, gen_random_uuid(), 'drafts', 72, '2026-11-01', 'Policy 9', now())`,
      [],
    )
    assert.equal(await forgetDrafts(db.pool, after(71)), 0, 'the clinic keeps them for three days')
    assert.equal(await forgetDrafts(db.pool, after(73)), 1)
    const { rows } = await db.owner.query('select id from visit_note_draft')
    assert.deepEqual(rows, [{ id: castId('typed after') }])
  })
})
