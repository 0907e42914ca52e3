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
})
