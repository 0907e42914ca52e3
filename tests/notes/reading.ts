import assert from 'node:assert/strict'
import { it } from 'node:test'
import { newId } from '../../src/basics/ids.ts'
import { castId, riverbend } from '../cast.ts'
import { urls } from '../../src/urls.ts'
import { refusedIn, saw, didNotSee, type NoteDesk } from './desk.ts'

/** Whose it is, and who reads it. */
export function reading({ house, lee, dana, session, count, whole, words, sign, pageIn }: NoteDesk): void {
  it('is written by whoever led the group, or the director; others get a sentence', async () => {
    const ines = await house().as('ines')
    const page = await ines.get(urls.note({ session: session() }))
    assert.equal(page.status, 200)
    saw(page, /Lee Park or Sam Iyer led Process group A and writes its note/)
    didNotSee(page, /name="topic"/)
    assert.equal(refusedIn(await ines.post(urls.noteSignature({ session: session() }), whole())), 'not-leader')
    assert.equal(refusedIn(await ines.post(urls.noteDraft({ session: session() }), whole())), 'not-leader')
    assert.equal(await count('note_draft'), 0)
    assert.equal((await sign(dana())).status, 303)
    const { rows } = await house().db.owner.query('select id from group_note')
    const add = await ines.post(urls.noteAddenda({ note: rows[0].id }), { client: '', words: 'Something of mine.' })
    assert.equal(refusedIn(add), 'not-leader')
  })

  it('shows a biller and an administrator nothing of its words, on the page or in the database', async () => {
    await sign(lee())
    const { rows } = await house().db.owner.query('select id from group_note')
    for (const key of ['ben', 'ada']) {
      const visitor = await house().as(key)
      for (const url of [urls.note({ session: session() }), urls.notes()]) {
        const page = await visitor.get(url)
        assert.equal(page.status, 403)
        didNotSee(page, /calm and listened|poem/)
      }
      for (const url of [
        urls.noteDraft({ session: session() }),
        urls.noteSignature({ session: session() }),
        urls.noteAddenda({ note: rows[0].id }),
        urls.noteCosignature({ note: rows[0].id }),
      ]) {
        const answer = await visitor.post(url, whole({ words: 'x' }))
        assert.ok([403, 404].includes(answer.status), `${url} answered ${answer.status}`)
      }
    }
    const client = await house().db.pool.connect()
    for (const role of ['biller', 'administrator', 'system', 'nobody']) {
      await client.query('begin')
      await client.query("select set_config('app.clinic', $1, true), set_config('app.role', $2, true)", [
        riverbend.id,
        role,
      ])
      for (const table of ['group_note', 'client_note', 'note_draft', 'note_addendum']) {
        const seen = await client.query(`select * from ${table}`)
        assert.equal(seen.rowCount, role === 'nobody' ? seen.rowCount : 0, `${role} reads ${table}`)
      }
      const signed = await client.query('select * from note_signature')
      assert.equal(signed.rowCount, 1)
      await client.query('rollback')
    }
    client.release()
  })

  it('does not exist for another clinic', async () => {
    await sign(lee())
    const { rows } = await house().db.owner.query('select id from group_note')
    const sofia = await house().as('sofia')
    assert.equal((await sofia.get(urls.note({ session: session() }))).status, 404)
    for (const url of [
      urls.noteDraft({ session: session() }),
      urls.noteSignature({ session: session() }),
      urls.noteAddenda({ note: rows[0].id }),
      urls.noteCosignature({ note: rows[0].id }),
    ]) {
      assert.equal((await sofia.post(url, whole({ words: 'x' }))).status, 404, url)
    }
    saw(await sofia.get(urls.notes()), /Every note is signed/)
  })

  it('keeps any text whole: lines, other scripts, half a character, and markup that stays text', async () => {
    const text =
      'First line of what was said.\r\nسطر ثانٍ — 第三行 🌊 <script>alert(1)</script> & "quotes" \ud800 \0 end.'
    const page = pageIn(await lee().get(urls.note({ session: session() })))
    assert.equal(
      (await lee().post(urls.noteDraft({ session: session() }), { ...page, [words('rosa')]: text })).status,
      303,
    )
    const shown = await lee().get(urls.note({ session: session() }))
    saw(shown, /سطر ثانٍ — 第三行 🌊 &lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; &quot;quotes&quot;/)
    assert.equal(
      (await sign(lee(), { ...pageIn(shown), [words('rosa')]: text.replace('\ud800', '\ufffd').replace('\0', '') }))
        .status,
      303,
    )
    const { rows } = await house().db.owner.query('select own_words from client_note where client_id = $1', [
      castId('rosa'),
    ])
    assert.match(rows[0].own_words, /^First line of what was said\.\nسطر ثانٍ/)
    const long = await lee().post(urls.noteDraft({ session: session() }), { page: newId(), topic: 'x'.repeat(10_001) })
    assert.equal(long.status, 422)
  })
}
