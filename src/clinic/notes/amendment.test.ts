import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { didNotSee, noteDesk, saw } from '../../../tests/notes/desk.ts'
import { urls } from '../../urls.ts'

describe('A wish to have a group’s note corrected', () => {
  const desk = noteDesk()
  const amina = castId('amina')
  afterEach(async () => {
    for (const table of ['note_addendum', 'note_statement_answer', 'note_statement'])
      await desk.house().db.owner.query(`delete from ${table}`)
  })

  it('when it is accepted is added to their own part in the same breath, and to nobody else’s', async () => {
    assert.equal((await desk.sign(desk.lee())).status, 303)
    const owner = desk.house().db.owner
    const { rows } = await owner.query<{ id: string }>(
      'select id from client_note where session_id = $1 and client_id = $2',
      [desk.session(), amina],
    )
    const asked = await desk.lee().post(urls.noteStatements({ client: amina }), {
      note: `group-${rows[0]?.id}`,
      kind: 'amendment',
      words: 'I slept four hours, as Rosa knows.',
    })
    assert.equal(asked.status, 303, asked.text)
    const statement = (await owner.query<{ id: string }>('select id from note_statement')).rows[0]?.id ?? ''
    const both = await Promise.all(
      [desk.lee(), desk.dana()].map((who) =>
        who.post(urls.noteStatementAnswer({ statement }), {
          outcome: 'accepted',
          ground: '',
          words: 'Four hours of sleep, not none.',
        }),
      ),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    const added = await owner.query(
      'select client_id as client, words, answer_id is not null as answers from note_addendum',
    )
    assert.equal(added.rowCount, 1)
    assert.equal(added.rows[0].client, amina)
    assert.equal(added.rows[0].answers, true)
    assert.doesNotMatch(added.rows[0].words, /Rosa/, 'their own words may name others, and stay beside the note')
    saw(
      await desk.lee().get(urls.chartNotes({ client: amina })),
      /Corrected at the client’s wish of .*Four hours of sleep/,
    )
    didNotSee(await desk.lee().get(urls.chartNotes({ client: castId('tomasz') })), /Four hours of sleep/)
  })

  it('when it is declined adds nothing', async () => {
    const owner = desk.house().db.owner
    assert.equal((await desk.sign(desk.lee())).status, 303)
    const { rows } = await owner.query<{ id: string }>('select id from client_note where client_id = $1', [amina])
    await desk.lee().post(urls.noteStatements({ client: amina }), {
      note: `group-${rows[0]?.id}`,
      kind: 'amendment',
      words: 'I was not there.',
    })
    const statement = (await owner.query<{ id: string }>('select id from note_statement')).rows[0]?.id ?? ''
    const answer = await desk.lee().post(urls.noteStatementAnswer({ statement }), {
      outcome: 'declined',
      ground: 'is-right',
      words: 'The roster has you from nine.',
    })
    assert.equal(answer.status, 303, answer.text)
    assert.equal((await owner.query('select from note_addendum')).rowCount, 0)
  })
})
