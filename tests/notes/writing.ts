import assert from 'node:assert/strict'
import { it } from 'node:test'
import { newId } from '../../src/basics/ids.ts'
import { castId, clients } from '../cast.ts'
import { urls } from '../../src/urls.ts'
import { refusedIn, said, saw, didNotSee, type NoteDesk } from './desk.ts'

/** The note on its way: begun, kept, signed, added to. */
export function writing({
  house,
  lee,
  sam,
  dana,
  session,
  setClock,
  count,
  whole,
  words,
  rosterOn,
  sign,
  pageIn,
}: NoteDesk): void {
  it('opens with what is known: the topic, who was there and for how long, a goal for each', async () => {
    const page = await lee().get(urls.note({ session: session() }))
    saw(page, /Note for Process group A: 9 people in the room/)
    saw(page, /What is here today/)
    saw(page, /Kofi Lartey/)
    saw(page, /Came late · 62 min/)
    saw(page, /Goal 1: Keep my job at the yard/)
    saw(page, /Not in the room, and without a note: .*Clara Whitfield/)
    assert.equal([...page.text.matchAll(/name="words-/g)].length, 9)
  })

  it('is written once, signed, and stands in each attendee’s chart without anybody else', async () => {
    const answer = await sign(lee())
    assert.equal(answer.status, 303, refusedIn(answer))
    saw(await lee().get(urls.note({ session: session() })), /Process group A: the note is signed/)
    const { rows } = await house().db.owner.query(
      `select n.*, i.given_name, i.family_name from client_note n join client_identity i on i.client_id = n.client_id`,
    )
    assert.equal(rows.length, 9)
    for (const row of rows) {
      const text = [row.topic, row.intervention, row.how_it_went, row.own_words, row.leaders].join(' ')
      for (const client of clients) {
        for (const name of [client.givenName, client.familyName])
          assert.ok(!new RegExp(`\\b${name}\\b`, 'i').test(text), `${row.given_name}'s note names ${name}: ${text}`)
      }
      assert.equal(row.number_present, 9)
      assert.equal(row.leaders, 'Lee Park, LMHC; Sam Iyer, CASAC')
    }
    const kofi = rows.find((row) => row.client_id === castId('kofi'))
    assert.deepEqual(
      [kofi.mark, kofi.minutes, kofi.own_words, kofi.goal_id, kofi.episode_id],
      ['late', 62, said[4], castId('kofi goal 1'), castId('kofi episode')],
    )
    assert.equal(
      rows.some((row) => row.client_id === castId('clara')),
      false,
    )
    const signature = await house().db.owner.query('select * from note_signature')
    assert.equal(signature.rows[0].name_and_credential, 'Lee Park, LMHC')
    assert.equal(signature.rows[0].needs_cosign, false)
    assert.match(signature.rows[0].content_hash, /^[0-9a-f]{64}$/)
    const due = await house().db.owner.query('select * from note_due where session_id = $1', [session()])
    assert.equal(due.rowCount, 0)
  })

  it('refuses a shared part that names a member, marks the words, and keeps everything typed', async () => {
    const answer = await sign(lee(), { howItWent: 'Warm. Kofi made everyone laugh, and Bello answered.' })
    assert.equal(answer.status, 422)
    assert.equal(refusedIn(answer), 'name-in-shared')
    saw(answer, /<mark[^>]*>Kofi<span[^>]*> \(names Kofi Lartey\)<\/span><\/mark>/)
    saw(answer, /<mark[^>]*>Bello<span[^>]*> \(names Amina Bello\)/)
    saw(answer, /How it went: put it without “Kofi”, “Bello”\./)
    saw(answer, /cried a little/)
    assert.equal(await count('group_note'), 0)
    assert.equal(await count('client_note'), 0)
  })

  it('refuses another member’s name in somebody’s own part, and lets their own name stand', async () => {
    const answer = await sign(lee(), { [words('linh')]: 'Linh sat beside Rosa and they spoke about sisters for long.' })
    assert.equal(refusedIn(answer), 'name-in-part')
    saw(answer, /<mark[^>]*>Rosa<span[^>]*> \(names Rosa Giménez\)/)
    assert.equal(await count('client_note'), 0)
    const own = await sign(lee(), {
      [words('linh')]: 'Linh spoke of the letter, and of what it would cost to send it.',
    })
    assert.equal(own.status, 303)
  })

  it('says what is missing, at each place', async () => {
    const short = await sign(lee(), { [words('rosa')]: 'Fine.', [words('yusuf')]: '' })
    assert.equal(refusedIn(short), 'part-short')
    saw(short, /Write at least 40 characters about Rosa Giménez/)
    saw(short, /Write at least 40 characters about Yusuf Kaya/)
    const empty = await sign(lee(), { intervention: ' ' })
    assert.equal(refusedIn(empty), 'shared-empty')
    saw(empty, /Fill in what we did\./)
    const absent = await sign(lee(), { [words('clara')]: 'Said something, although she was not here.' })
    assert.equal(refusedIn(absent), 'part-of-absent')
    saw(absent, /Clara Whitfield did not attend: remove these words, or correct the roster/)
  })

  it('points out copies, and believes whoever has looked at them', async () => {
    const copy = 'Took an active part from start to end and gave good feedback to others.'
    const over = { [words('rosa')]: copy, [words('yusuf')]: copy }
    const asked = await sign(lee(), over)
    assert.equal(refusedIn(asked), 'too-alike')
    saw(asked, /Rosa Giménez and Yusuf Kaya: 100 % the same words/)
    const alike = /name="alike" value="([^"]+)"/.exec(asked.text)?.[1] ?? ''
    assert.equal(refusedIn(await sign(lee(), { ...over, alike: 'yes' })), 'too-alike')
    assert.equal((await sign(lee(), { ...over, alike })).status, 303)
  })

  it('waits until the group is over and everyone is marked', async () => {
    setClock('10:00')
    assert.equal(refusedIn(await sign(lee())), 'not-over')
    setClock('10:30')
    await lee().post(urls.markUndo({ session: session() }))
    await lee().post(urls.markUndo({ session: session() }))
    await lee().post(urls.markUndo({ session: session() }))
    assert.equal(refusedIn(await sign(lee())), 'unmarked')
    await lee().post(urls.allHere({ session: session() }))
    await lee().post(urls.marks({ session: session() }), { client: castId('kofi'), mark: 'late', minutesLate: '18' })
    await lee().post(urls.marks({ session: session() }), { client: castId('clara'), mark: 'absent', reason: 'illness' })
  })

  it('is not signed over minutes that the signer has not seen', async () => {
    const roster = await rosterOn(lee())
    await sam().post(urls.marks({ session: session() }), {
      client: castId('rosa'),
      mark: 'left-early',
      minutesLeftEarly: '25',
    })
    const answer = await sign(lee(), { roster })
    assert.equal(refusedIn(answer), 'roster-changed')
    saw(answer, /Left early · 55 min/)
    assert.equal(await count('client_note'), 0)
    await sam().post(urls.markUndo({ session: session() }))
  })

  it('is signed once, when two leaders press at once', async () => {
    const [one, two] = await Promise.all([sign(lee()), sign(sam()), sign(dana())])
    const statuses = [one.status, two.status]
    assert.ok(
      statuses.every((status) => status === 303 || status === 422),
      String(statuses),
    )
    const late = [one, two].find((answer) => answer.status === 422)
    assert.equal(await count('group_note'), 1)
    assert.equal(await count('client_note'), 9)
    assert.equal(await count('note_signature'), 1)
    if (late) {
      saw(late, /signed this note: it is locked/)
      // What the slower one had typed is not lost: it stands ready as an addendum.
      saw(late, /Read the letter to a sister/)
    }
  })

  it('keeps what is typed as it is typed, and brings it back on another device', async () => {
    const page = pageIn(await lee().get(urls.note({ session: session() })))
    const saved = await lee().post(
      urls.noteDraft({ session: session() }),
      { ...page, topic: 'Paydays', intervention: 'Half a sen' },
      { 'sec-fetch-dest': 'empty' },
    )
    assert.equal(saved.status, 204)
    const tablet = await lee().get(urls.note({ session: session() }))
    saw(tablet, /Half a sen/)
    saw(tablet, /Saved 10:30 by Lee Park/)
    // Saving the same again writes nothing.
    await lee().post(urls.noteDraft({ session: session() }), { ...page, topic: 'Paydays', intervention: 'Half a sen' })
    assert.equal(await count('note_draft'), 1)
  })

  it('loses no word when two people type at once', async () => {
    const lees = pageIn(await lee().get(urls.note({ session: session() })))
    const sams = pageIn(await sam().get(urls.note({ session: session() })))
    const draft = urls.noteDraft({ session: session() })
    await lee().post(draft, { ...lees, howItWent: 'Calm, with one hard moment.', [words('rosa')]: 'Ate well.' })
    await sam().post(draft, { ...sams, howItWent: 'Tense at the start.', [words('kofi')]: 'Came from the yard.' })
    const told = await lee().get(urls.note({ session: session() }, { page: lees.page, since: lees.basedOn }))
    saw(told, /Sam Iyer also typed here at 10:30/)
    assert.equal(
      (await sam().get(urls.note({ session: session() }, { page: sams.page, since: sams.basedOn }))).status,
      200,
    )
    const both = await lee().get(urls.note({ session: session() }))
    for (const text of [/Tense at the start\./, /Calm, with one hard moment\./, /Ate well\./, /Came from the yard\./])
      saw(both, text)
    saw(both, /Lee Park also typed here at 10:30/)
    // Signing waits until somebody has read and decided.
    const early = await sign(sam(), { ...sams, howItWent: 'Tense at the start.' })
    assert.equal(early.status, 303)
    assert.equal(await count('group_note'), 0)
    const take = /name="take" value="([^"]+)"/.exec(both.text)?.[1] ?? ''
    const next = pageIn(await lee().get(urls.note({ session: session() })))
    await lee().post(draft, { ...next, ...whole({ howItWent: 'Tense at the start.' }), page: next.page, take })
    const taken = await lee().get(urls.note({ session: session() }))
    saw(taken, /Tense at the start\.\nCalm, with one hard moment\./)
    didNotSee(taken, /value="howItWent /)
  })

  it('does not let somebody sign words that they have not seen', async () => {
    const page = pageIn(await lee().get(urls.note({ session: session() })))
    await sam().post(urls.noteDraft({ session: session() }), {
      ...pageIn(await sam().get(urls.note({ session: session() }))),
      [words('rosa')]: 'Sam saw something that matters.',
    })
    const answer = await sign(lee(), { ...page, [words('rosa')]: '' })
    assert.equal(answer.status, 303)
    assert.equal(await count('group_note'), 0)
    const again = await lee().get(answer.location ?? '')
    saw(again, /Somebody else typed here too/)
    saw(again, /Sam saw something that matters/)
    saw(again, /The room was calm and listened well/)
  })

  it('is locked when it is signed; what comes later is an addendum', async () => {
    await sign(lee())
    const { rows } = await house().db.owner.query('select id from group_note')
    const note = rows[0].id
    const draft = await sam().post(urls.noteDraft({ session: session() }), { page: newId(), topic: 'One thing more' })
    assert.equal(draft.status, 422)
    assert.equal(refusedIn(draft), 'signed')
    saw(draft, /One thing more/)
    assert.equal(refusedIn(await sign(sam())), 'signed')
    const added = await sam().post(urls.noteAddenda({ note }), {
      client: castId('rosa'),
      words: 'Rosa called after the group and was home by noon.',
    })
    assert.equal(added.status, 303)
    const all = await sam().post(urls.noteAddenda({ note }), {
      client: '',
      words: 'The room was cold; heaters are ordered.',
    })
    assert.equal(all.status, 303)
    saw(await lee().get(urls.note({ session: session() })), /Addendum by Sam Iyer, CASAC/)
    const leak = await sam().post(urls.noteAddenda({ note }), { client: '', words: 'Rosa called after the group.' })
    assert.equal(refusedIn(leak), 'name-in-shared')
    saw(leak, /Rosa called after the group\./)
    const other = await sam().post(urls.noteAddenda({ note }), { client: castId('linh'), words: 'Rosa called her.' })
    assert.equal(refusedIn(other), 'name-in-part')
    const nobody = await sam().post(urls.noteAddenda({ note }), { client: castId('clara'), words: 'Was ill.' })
    assert.equal(refusedIn(nobody), 'not-attended')
    assert.equal(refusedIn(await sam().post(urls.noteAddenda({ note }), { client: '', words: ' ' })), 'form')
    await assert.rejects(house().db.pool.query('update group_note set topic = $1', ['x']), /permission denied/)
    await assert.rejects(house().db.pool.query('delete from client_note'), /permission denied/)
    // A mark may still be corrected, with a reason; the note keeps what it said.
    const change = { client: castId('rosa'), mark: 'late', minutesLate: '10' }
    assert.equal(refusedIn(await lee().post(urls.marks({ session: session() }), change)), 'note-signed')
    assert.equal(
      (await lee().post(urls.marks({ session: session() }), { ...change, lateChange: 'Sam saw her come' })).status,
      303,
    )
    const kept = await house().db.owner.query('select minutes from client_note where client_id = $1', [castId('rosa')])
    assert.equal(kept.rows[0].minutes, 80)
    await house().db.owner.query(
      `delete from attendance_mark where session_id = $1 and reason <> '' and client_id = $2`,
      [session(), castId('rosa')],
    )
  })

  it('by a counselor waits for the director, who may return it, and co-signs once', async () => {
    assert.equal((await sign(sam())).status, 303)
    const { rows } = await house().db.owner.query('select id from group_note')
    const note = rows[0].id
    saw(await sam().get(urls.notes()), /Waits for its co-signature/)
    saw(await dana().get(urls.notes()), /1 to co-sign/)
    assert.equal(refusedIn(await lee().post(urls.noteCosignature({ note }))), 'not-supervisor')
    await dana().post(urls.noteAddenda({ note }), { client: '', words: 'Please add what was agreed for the weekend.' })
    saw(await sam().get(urls.notes()), /1 returned to you/)
    saw(await sam().get(urls.note({ session: session() })), /Returned to you/)
    await sam().post(urls.noteAddenda({ note }), { client: '', words: 'Everyone calls one person before Sunday.' })
    didNotSee(await sam().get(urls.notes()), /returned to you/)
    saw(await dana().get(urls.note({ session: session() })), /Co-sign note/)
    const [one, two] = await Promise.all([
      dana().post(urls.noteCosignature({ note })),
      (await house().as('dana')).post(urls.noteCosignature({ note })),
    ])
    assert.deepEqual([one.status, two.status].sort(), [303, 422])
    const signatures = await house().db.owner.query('select part, content_hash from note_signature order by part')
    assert.deepEqual(
      signatures.rows.map((row) => row.part),
      ['author', 'co-signer'],
    )
    assert.equal(signatures.rows[0].content_hash, signatures.rows[1].content_hash)
    didNotSee(await dana().get(urls.notes()), /to co-sign/)
  })
}
