import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { instantAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { castId, clients, riverbend } from '../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { seriesId, todayHere, weekdayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const at = (time: string) => instantAt(today, time, riverbend.timeZone)
const refusedIn = (answer: Answer) => /data-refused="([^"]+)"/.exec(answer.text)?.[1]
const saw = (answer: Answer, words: RegExp) =>
  assert.ok(words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is not on the page (${answer.status})`)
const didNotSee = (answer: Answer, words: RegExp) =>
  assert.ok(!words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is on the page (${answer.status})`)

const present = ['amina', 'rosa', 'tomasz', 'yusuf', 'kofi', 'devon', 'peter', 'jose', 'linh']
const said = [
  'Told us about a night without sleep and how it ended without pills.',
  'Brought breakfast for the first time, and read a poem aloud.',
  'Quiet at first; later described the walk home past the old bar.',
  'Worked out what to do with the pay before Friday comes.',
  'Came late from the yard, said why, and stayed with the topic.',
  'Asked the room for a number to call in the evening, and got three.',
  'Found a meeting nearby and wants to go there on Thursday with a friend.',
  'Third day here; listened closely and answered when asked about pain.',
  'Read the letter to a sister that is not sent yet, and cried a little.',
]

describe('The group note', () => {
  let house: TestHouse
  let lee: Visitor
  let sam: Visitor
  let dana: Visitor
  let session: string
  let now = at('10:30').getTime()
  const working = async (key: string): Promise<Visitor> => {
    const visitor = await house.as(key)
    return {
      ...visitor,
      post: (url, fields, headers) => {
        now += 20
        house.setNow(new Date(now))
        return visitor.post(url, fields, headers)
      },
    }
  }
  const count = async (table: string) => {
    const { rows } = await house.db.owner.query(`select count(*)::int as n from ${table} where session_id = $1`, [
      session,
    ])
    return rows[0].n as number
  }
  /** A whole note, as the form sends it. */
  const whole = (over: Record<string, string> = {}): Record<string, string> => ({
    page: newId(),
    topic: 'What is here today',
    intervention: 'Opened with a round, then looked at what each of us does when it gets hard.',
    howItWent: 'The room was calm and listened well.',
    ...Object.fromEntries(present.map((key, n) => [`words-${castId(key)}`, said[n] ?? ''])),
    ...Object.fromEntries(present.map((key) => [`goal-${castId(key)}`, castId(`${key} goal 1`)])),
    ...over,
  })
  const words = (key: string) => `words-${castId(key)}`
  const rosterOn = async (who: Visitor) =>
    /name="roster" value="([^"]*)"/.exec((await who.get(urls.note({ session }))).text)?.[1] ?? ''
  const sign = async (who: Visitor, over: Record<string, string> = {}) =>
    who.post(urls.noteSignature({ session }), whole({ roster: await rosterOn(who), ...over }))
  const pageIn = (answer: Answer) => ({
    page: /name="page" value="([^"]+)"/.exec(answer.text)?.[1] ?? '',
    basedOn: /name="basedOn" value="([^"]*)"/.exec(answer.text)?.[1] ?? '',
  })

  before(async () => {
    house = await openHouse()
    house.setNow(new Date(now))
    ;[lee, sam, dana] = await Promise.all([working('lee'), working('sam'), working('dana')])
    const { rows } = await house.db.owner.query('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId('process-a', weekdayHere()),
      today,
    ])
    session = rows[0].id
    await lee.post(urls.allHere({ session }))
    await lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'late', minutesLate: '18' })
    await lee.post(urls.marks({ session }), { client: castId('clara'), mark: 'absent', reason: 'illness' })
  })
  beforeEach(async () => {
    for (const table of ['note_addendum', 'note_signature', 'client_note', 'group_note', 'note_draft'])
      await house.db.owner.query(`delete from ${table}`)
  })
  after(() => house.close())

  it('opens with what is known: the topic, who was there and for how long, a goal for each', async () => {
    const page = await lee.get(urls.note({ session }))
    saw(page, /Note for Process group A: 9 people in the room/)
    saw(page, /What is here today/)
    saw(page, /Kofi Lartey/)
    saw(page, /Came late · 62 min/)
    saw(page, /Goal 1: Keep my job at the yard/)
    saw(page, /Not in the room, and without a note: .*Clara Whitfield/)
    assert.equal([...page.text.matchAll(/name="words-/g)].length, 9)
  })

  it('is written once, signed, and stands in each attendee’s chart without anybody else', async () => {
    const answer = await sign(lee)
    assert.equal(answer.status, 303, refusedIn(answer))
    saw(await lee.get(urls.note({ session })), /Process group A: the note is signed/)
    const { rows } = await house.db.owner.query(
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
    const signature = await house.db.owner.query('select * from note_signature')
    assert.equal(signature.rows[0].name_and_credential, 'Lee Park, LMHC')
    assert.equal(signature.rows[0].needs_cosign, false)
    assert.match(signature.rows[0].content_hash, /^[0-9a-f]{64}$/)
    const due = await house.db.owner.query('select * from note_due where session_id = $1', [session])
    assert.equal(due.rowCount, 0)
  })

  it('refuses a shared part that names a member, marks the words, and keeps everything typed', async () => {
    const answer = await sign(lee, { howItWent: 'Warm. Kofi made everyone laugh, and Bello answered.' })
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
    const answer = await sign(lee, { [words('linh')]: 'Linh sat beside Rosa and they spoke about sisters for long.' })
    assert.equal(refusedIn(answer), 'name-in-part')
    saw(answer, /<mark[^>]*>Rosa<span[^>]*> \(names Rosa Giménez\)/)
    assert.equal(await count('client_note'), 0)
    const own = await sign(lee, { [words('linh')]: 'Linh spoke of the letter, and of what it would cost to send it.' })
    assert.equal(own.status, 303)
  })

  it('says what is missing, at each place', async () => {
    const short = await sign(lee, { [words('rosa')]: 'Fine.', [words('yusuf')]: '' })
    assert.equal(refusedIn(short), 'part-short')
    saw(short, /Write at least 40 characters about Rosa Giménez/)
    saw(short, /Write at least 40 characters about Yusuf Kaya/)
    const empty = await sign(lee, { intervention: ' ' })
    assert.equal(refusedIn(empty), 'shared-empty')
    saw(empty, /Fill in what we did\./)
    const absent = await sign(lee, { [words('clara')]: 'Said something, although she was not here.' })
    assert.equal(refusedIn(absent), 'part-of-absent')
    saw(absent, /Clara Whitfield did not attend: remove these words, or correct the roster/)
  })

  it('points out copies, and believes whoever has looked at them', async () => {
    const copy = 'Took an active part from start to end and gave good feedback to others.'
    const over = { [words('rosa')]: copy, [words('yusuf')]: copy }
    const asked = await sign(lee, over)
    assert.equal(refusedIn(asked), 'too-alike')
    saw(asked, /Rosa Giménez and Yusuf Kaya: 100 % the same words/)
    const alike = /name="alike" value="([^"]+)"/.exec(asked.text)?.[1] ?? ''
    assert.equal(refusedIn(await sign(lee, { ...over, alike: 'yes' })), 'too-alike')
    assert.equal((await sign(lee, { ...over, alike })).status, 303)
  })

  it('waits until the group is over and everyone is marked', async () => {
    now = at('10:00').getTime()
    assert.equal(refusedIn(await sign(lee)), 'not-over')
    now = at('10:30').getTime()
    await lee.post(urls.markUndo({ session }))
    await lee.post(urls.markUndo({ session }))
    await lee.post(urls.markUndo({ session }))
    assert.equal(refusedIn(await sign(lee)), 'unmarked')
    await lee.post(urls.allHere({ session }))
    await lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'late', minutesLate: '18' })
    await lee.post(urls.marks({ session }), { client: castId('clara'), mark: 'absent', reason: 'illness' })
  })

  it('is not signed over minutes that the signer has not seen', async () => {
    const roster = await rosterOn(lee)
    await sam.post(urls.marks({ session }), { client: castId('rosa'), mark: 'left-early', minutesLeftEarly: '25' })
    const answer = await sign(lee, { roster })
    assert.equal(refusedIn(answer), 'roster-changed')
    saw(answer, /Left early · 55 min/)
    assert.equal(await count('client_note'), 0)
    await sam.post(urls.markUndo({ session }))
  })

  it('is signed once, when two leaders press at once', async () => {
    const [one, two] = await Promise.all([sign(lee), sign(sam), sign(dana)])
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
    const page = pageIn(await lee.get(urls.note({ session })))
    const saved = await lee.post(
      urls.noteDraft({ session }),
      { ...page, topic: 'Paydays', intervention: 'Half a sen' },
      { 'sec-fetch-dest': 'empty' },
    )
    assert.equal(saved.status, 204)
    const tablet = await lee.get(urls.note({ session }))
    saw(tablet, /Half a sen/)
    saw(tablet, /Saved 10:30 by Lee Park/)
    // Saving the same again writes nothing.
    await lee.post(urls.noteDraft({ session }), { ...page, topic: 'Paydays', intervention: 'Half a sen' })
    assert.equal(await count('note_draft'), 1)
  })

  it('loses no word when two people type at once', async () => {
    const lees = pageIn(await lee.get(urls.note({ session })))
    const sams = pageIn(await sam.get(urls.note({ session })))
    const draft = urls.noteDraft({ session })
    await lee.post(draft, { ...lees, howItWent: 'Calm, with one hard moment.', [words('rosa')]: 'Ate well.' })
    await sam.post(draft, { ...sams, howItWent: 'Tense at the start.', [words('kofi')]: 'Came from the yard.' })
    const told = await lee.get(urls.note({ session }, { page: lees.page, since: lees.basedOn }))
    saw(told, /Sam Iyer also typed here at 10:30/)
    assert.equal((await sam.get(urls.note({ session }, { page: sams.page, since: sams.basedOn }))).status, 200)
    const both = await lee.get(urls.note({ session }))
    for (const text of [/Tense at the start\./, /Calm, with one hard moment\./, /Ate well\./, /Came from the yard\./])
      saw(both, text)
    saw(both, /Lee Park also typed here at 10:30/)
    // Signing waits until somebody has read and decided.
    const early = await sign(sam, { ...sams, howItWent: 'Tense at the start.' })
    assert.equal(early.status, 303)
    assert.equal(await count('group_note'), 0)
    const take = /name="take" value="([^"]+)"/.exec(both.text)?.[1] ?? ''
    const next = pageIn(await lee.get(urls.note({ session })))
    await lee.post(draft, { ...next, ...whole({ howItWent: 'Tense at the start.' }), page: next.page, take })
    const taken = await lee.get(urls.note({ session }))
    saw(taken, /Tense at the start\.\nCalm, with one hard moment\./)
    didNotSee(taken, /value="howItWent /)
  })

  it('does not let somebody sign words that they have not seen', async () => {
    const page = pageIn(await lee.get(urls.note({ session })))
    await sam.post(urls.noteDraft({ session }), {
      ...pageIn(await sam.get(urls.note({ session }))),
      [words('rosa')]: 'Sam saw something that matters.',
    })
    const answer = await sign(lee, { ...page, [words('rosa')]: '' })
    assert.equal(answer.status, 303)
    assert.equal(await count('group_note'), 0)
    const again = await lee.get(answer.location ?? '')
    saw(again, /Somebody else typed here too/)
    saw(again, /Sam saw something that matters/)
    saw(again, /The room was calm and listened well/)
  })

  it('is locked when it is signed; what comes later is an addendum', async () => {
    await sign(lee)
    const { rows } = await house.db.owner.query('select id from group_note')
    const note = rows[0].id
    const draft = await sam.post(urls.noteDraft({ session }), { page: newId(), topic: 'One thing more' })
    assert.equal(draft.status, 422)
    assert.equal(refusedIn(draft), 'signed')
    saw(draft, /One thing more/)
    assert.equal(refusedIn(await sign(sam)), 'signed')
    const added = await sam.post(urls.noteAddenda({ note }), {
      client: castId('rosa'),
      words: 'Rosa called after the group and was home by noon.',
    })
    assert.equal(added.status, 303)
    const all = await sam.post(urls.noteAddenda({ note }), {
      client: '',
      words: 'The room was cold; heaters are ordered.',
    })
    assert.equal(all.status, 303)
    saw(await lee.get(urls.note({ session })), /Addendum by Sam Iyer, CASAC/)
    const leak = await sam.post(urls.noteAddenda({ note }), { client: '', words: 'Rosa called after the group.' })
    assert.equal(refusedIn(leak), 'name-in-shared')
    saw(leak, /Rosa called after the group\./)
    const other = await sam.post(urls.noteAddenda({ note }), { client: castId('linh'), words: 'Rosa called her.' })
    assert.equal(refusedIn(other), 'name-in-part')
    const nobody = await sam.post(urls.noteAddenda({ note }), { client: castId('clara'), words: 'Was ill.' })
    assert.equal(refusedIn(nobody), 'not-attended')
    assert.equal(refusedIn(await sam.post(urls.noteAddenda({ note }), { client: '', words: ' ' })), 'form')
    await assert.rejects(house.db.pool.query('update group_note set topic = $1', ['x']), /permission denied/)
    await assert.rejects(house.db.pool.query('delete from client_note'), /permission denied/)
    // A mark may still be corrected, with a reason; the note keeps what it said.
    const change = { client: castId('rosa'), mark: 'late', minutesLate: '10' }
    assert.equal(refusedIn(await lee.post(urls.marks({ session }), change)), 'note-signed')
    assert.equal((await lee.post(urls.marks({ session }), { ...change, lateChange: 'Sam saw her come' })).status, 303)
    const kept = await house.db.owner.query('select minutes from client_note where client_id = $1', [castId('rosa')])
    assert.equal(kept.rows[0].minutes, 80)
    await house.db.owner.query(
      `delete from attendance_mark where session_id = $1 and reason <> '' and client_id = $2`,
      [session, castId('rosa')],
    )
  })

  it('by a counselor waits for the director, who may return it, and co-signs once', async () => {
    assert.equal((await sign(sam)).status, 303)
    const { rows } = await house.db.owner.query('select id from group_note')
    const note = rows[0].id
    saw(await sam.get(urls.notes()), /Waits for its co-signature/)
    saw(await dana.get(urls.notes()), /1 to co-sign/)
    assert.equal(refusedIn(await lee.post(urls.noteCosignature({ note }))), 'not-supervisor')
    await dana.post(urls.noteAddenda({ note }), { client: '', words: 'Please add what was agreed for the weekend.' })
    saw(await sam.get(urls.notes()), /1 returned to you/)
    saw(await sam.get(urls.note({ session })), /Returned to you/)
    await sam.post(urls.noteAddenda({ note }), { client: '', words: 'Everyone calls one person before Sunday.' })
    didNotSee(await sam.get(urls.notes()), /returned to you/)
    saw(await dana.get(urls.note({ session })), /Co-sign note/)
    const [one, two] = await Promise.all([
      dana.post(urls.noteCosignature({ note })),
      (await house.as('dana')).post(urls.noteCosignature({ note })),
    ])
    assert.deepEqual([one.status, two.status].sort(), [303, 422])
    const signatures = await house.db.owner.query('select part, content_hash from note_signature order by part')
    assert.deepEqual(
      signatures.rows.map((row) => row.part),
      ['author', 'co-signer'],
    )
    assert.equal(signatures.rows[0].content_hash, signatures.rows[1].content_hash)
    didNotSee(await dana.get(urls.notes()), /to co-sign/)
  })

  it('is written by whoever led the group, or the director; others get a sentence', async () => {
    const ines = await house.as('ines')
    const page = await ines.get(urls.note({ session }))
    assert.equal(page.status, 200)
    saw(page, /Lee Park or Sam Iyer led Process group A and writes its note/)
    didNotSee(page, /name="topic"/)
    assert.equal(refusedIn(await ines.post(urls.noteSignature({ session }), whole())), 'not-leader')
    assert.equal(refusedIn(await ines.post(urls.noteDraft({ session }), whole())), 'not-leader')
    assert.equal(await count('note_draft'), 0)
    assert.equal((await sign(dana)).status, 303)
    const { rows } = await house.db.owner.query('select id from group_note')
    const add = await ines.post(urls.noteAddenda({ note: rows[0].id }), { client: '', words: 'Something of mine.' })
    assert.equal(refusedIn(add), 'not-leader')
  })

  it('shows a biller and an administrator nothing of its words, on the page or in the database', async () => {
    await sign(lee)
    const { rows } = await house.db.owner.query('select id from group_note')
    for (const key of ['ben', 'ada']) {
      const visitor = await house.as(key)
      for (const url of [urls.note({ session }), urls.notes()]) {
        const page = await visitor.get(url)
        assert.equal(page.status, 403)
        didNotSee(page, /calm and listened|poem/)
      }
      for (const url of [
        urls.noteDraft({ session }),
        urls.noteSignature({ session }),
        urls.noteAddenda({ note: rows[0].id }),
        urls.noteCosignature({ note: rows[0].id }),
      ]) {
        const answer = await visitor.post(url, whole({ words: 'x' }))
        assert.ok([403, 404].includes(answer.status), `${url} answered ${answer.status}`)
      }
    }
    const client = await house.db.pool.connect()
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
    await sign(lee)
    const { rows } = await house.db.owner.query('select id from group_note')
    const sofia = await house.as('sofia')
    assert.equal((await sofia.get(urls.note({ session }))).status, 404)
    for (const url of [
      urls.noteDraft({ session }),
      urls.noteSignature({ session }),
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
    const page = pageIn(await lee.get(urls.note({ session })))
    assert.equal((await lee.post(urls.noteDraft({ session }), { ...page, [words('rosa')]: text })).status, 303)
    const shown = await lee.get(urls.note({ session }))
    saw(shown, /سطر ثانٍ — 第三行 🌊 &lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; &quot;quotes&quot;/)
    assert.equal(
      (await sign(lee, { ...pageIn(shown), [words('rosa')]: text.replace('\ud800', '\ufffd').replace('\0', '') }))
        .status,
      303,
    )
    const { rows } = await house.db.owner.query('select own_words from client_note where client_id = $1', [
      castId('rosa'),
    ])
    assert.match(rows[0].own_words, /^First line of what was said\.\nسطر ثانٍ/)
    const long = await lee.post(urls.noteDraft({ session }), { page: newId(), topic: 'x'.repeat(10_001) })
    assert.equal(long.status, 422)
  })
})
