import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays, instantAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const yesterday = addDays(today, -1)
const maya = { client: castId('maya') }
const refusedIn = (answer: Answer) => /data-refused="([^"]+)"/.exec(answer.text)?.[1]

describe('Open notes', () => {
  let house: TestHouse
  let lee: Visitor
  let dana: Visitor
  let own: Visitor
  let token: string
  let bare: string
  const signed = async (staff: string, client: string, words: string, hour: string) => {
    const visit = newId()
    await house.db.owner.query(
      `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
       values ($1, $2, $3, $4, 'individual', $5, $6, tstzrange($7, $7::timestamptz + interval '50 minutes'), 50, $5, now())`,
      [
        riverbend.id,
        visit,
        castId(client),
        castId(`${client} episode`),
        castId(staff),
        yesterday,
        instantAt(yesterday, hour, riverbend.timeZone),
      ],
    )
    const who = await house.as(staff)
    await who.post(urls.visitMarks({ visit }), { mark: 'here' })
    const note = (await who.post(urls.noteOfVisit({ visit }))).location?.split('/').at(-1) ?? ''
    const page = await who.get(urls.visitNote({ note }))
    const hidden = (name: string) => new RegExp(`name="${name}" value="([0-9a-f-]{36})"`).exec(page.text)?.[1] ?? ''
    const answer = await who.post(urls.visitNoteSignature({ note }), {
      page: hidden('page'),
      basedOn: hidden('basedOn'),
      mark: hidden('mark'),
      'pick-template': 'dap',
      'pick-goals': hidden('pick-goals'),
      'pick-interventions': ['motivational'],
      'pick-progress': 'forward',
      'pick-risk': 'none-voiced',
      'section-data': words,
      'section-assessment': 'Sees more clearly what the evenings are for.',
      'section-plan': 'Comes back on Thursday and brings the list.',
    })
    assert.equal(answer.status, 303, refusedIn(answer))
    return note
  }
  const mine = () => own.get(urls.mineNotes({ token }))
  const setOpen = (isOpen: 'yes' | 'no') =>
    dana.post(urls.openNotesPolicy(), { isOpen, afterHours: '0', from: today, because: '' })
  let note: string

  before(async () => {
    house = await openHouse()
    ;[lee, dana] = (await Promise.all(['lee', 'dana'].map((key) => house.as(key)))) as [Visitor, Visitor]
    const noor = await house.as('noor')
    const link = async (birthDate: string) =>
      /\/mine\/([\w-]{43})/.exec((await noor.post(urls.ownPage(maya), { language: 'en', birthDate })).text)?.[1] ?? ''
    bare = await link('left-out')
    note = await signed('lee', 'maya', 'Told of the orchard and of the ladder that broke under her.', '09:00')
    await signed('lee', 'rosa', 'Rosa’s own words about the harbour and the ships.', '10:00')
    const before = await house.stranger().get(urls.mineNotes({ token: bare }))
    assert.doesNotMatch(before.text, /orchard/)
    await setOpen('yes')
    const without = await house.stranger().get(urls.mineNotes({ token: bare }))
    assert.match(without.text, /only on a link that asks for your date of birth/)
    assert.doesNotMatch(without.text, /orchard/)
    token = await link('asked')
    own = house.stranger()
    const { rows } = await house.db.owner.query(
      'select birth_date::text as born from client_identity where client_id = $1',
      [maya.client],
    )
    const [year, month, day] = String(rows[0].born).split('-')
    const unproven = await own.get(urls.mineNotes({ token }))
    assert.doesNotMatch(unproven.text, /orchard/)
    const entered = await own.post(urls.mineEntry({ token }), {
      year: year ?? '',
      month: String(Number(month)),
      day: String(Number(day)),
    })
    assert.equal(entered.status, 303, entered.text.slice(0, 200))
  })
  after(() => house.close())

  it('show a client their own finished notes, and nobody else’s, once the clinic opens them', async () => {
    const page = await mine()
    assert.equal(page.status, 200)
    assert.match(page.text, /orchard/)
    assert.doesNotMatch(page.text, /harbour|Rosa/)
    assert.match((await own.get(`${urls.mineNotes({ token })}?lang=es`)).text, /Mis notas/)
    await setOpen('no')
    assert.doesNotMatch((await mine()).text, /orchard/)
    await setOpen('yes')
    assert.match((await mine()).text, /orchard/)
    const looks = await house.db.owner.query("select from trail where verb = 'own-notes.read' and by_kind = 'client'")
    assert.ok((looks.rowCount ?? 0) >= 2)
  })

  it('wait for the second signature', async () => {
    await signed('sam', 'maya', 'Spoke of the quarry road and of the cold that night.', '12:00')
    assert.doesNotMatch((await mine()).text, /quarry/)
    const { rows } = await house.db.owner.query(
      "select n.id as note, v.id as version from visit_note n join visit_note_version v on v.note_id = n.id where v.body::text like '%quarry%'",
    )
    const [found] = rows
    assert.equal(
      (await dana.post(urls.visitNoteCosignature({ note: found.note }), { version: found.version })).status,
      303,
    )
    assert.match((await mine()).text, /quarry/)
  })

  it('leave out what is withheld, say so with the ground, and let somebody else look again', async () => {
    const because = 'Her ex-partner reads her telephone, and the note names where she sleeps.'
    const until = addDays(today, 30)
    assert.equal(
      (await lee.post(urls.noteWithheld(maya), { note: `visit-${note}`, ground: 'danger', because, until })).status,
      303,
    )
    const page = await mine()
    assert.doesNotMatch(page.text, /orchard|ex-partner/)
    assert.match(page.text, /One note is not shown here/)
    assert.match(page.text, /could put somebody in danger/)
    const asked = await own.post(urls.mineNoteWords({ token }), {
      note: `visit-${note}`,
      kind: 'review',
      words: 'Please look again.',
    })
    assert.equal(asked.status, 303)
    assert.match((await dana.get(urls.notes())).text, /Wants a note that is not shown looked at again/)
    const { rows } = await house.db.owner.query('select id from note_withheld')
    const withheld = rows[0].id as string
    assert.equal(
      refusedIn(
        await lee.post(urls.noteWithheldReview({ withheld }), { outcome: 'stands', because: 'I still think so.' }),
      ),
      'own-decision',
    )
    assert.equal(
      (
        await dana.post(urls.noteWithheldReview({ withheld }), {
          outcome: 'opened',
          because: 'She moved; it is safe now.',
        })
      ).status,
      303,
    )
    assert.match((await mine()).text, /orchard/)
  })

  it('take the client’s own words, which are answered by the deadline and stand in the chart', async () => {
    const words = { note: `visit-${note}`, kind: 'amendment', words: 'It was a stool, not a ladder.' }
    assert.equal((await own.post(urls.mineNoteWords({ token }), words)).status, 303)
    const { rows } = await house.db.owner.query(
      "select id, due_on::text, made_at from note_statement where kind = 'amendment'",
    )
    assert.equal(rows.length, 1)
    assert.equal(rows[0].due_on, addDays(today, 60))
    assert.match((await lee.get(urls.notes())).text, /Wants a note corrected/)
    const statement = rows[0].id as string
    assert.equal(
      refusedIn(
        await lee.post(urls.noteStatementAnswer({ statement }), {
          outcome: 'declined',
          ground: '',
          words: 'No.  Not so.',
        }),
      ),
      'no-ground',
    )
    assert.equal(
      (
        await lee.post(urls.noteStatementAnswer({ statement }), {
          outcome: 'accepted',
          ground: '',
          words: 'You are right: a stool.',
        })
      ).status,
      303,
    )
    assert.equal(
      refusedIn(
        await dana.post(urls.noteStatementAnswer({ statement }), { outcome: 'accepted', ground: '', words: 'Yes yes' }),
      ),
      'answered',
    )
    assert.match((await mine()).text, /You are right: a stool\./)
    const chart = (await lee.get(urls.chartNotes(maya))).text
    assert.match(chart, /It was a stool, not a ladder\./)
    assert.match(chart, /Addendum[\s\S]*Corrected at the client’s wish of [\d-]+[^<]*You are right: a stool\./)
    const added = await house.db.owner.query(
      'select x.words from visit_note_addendum x join note_statement_answer a on a.id = x.answer_id where a.statement_id = $1',
      [statement],
    )
    assert.equal(added.rowCount, 1, 'once, whoever answers second')
  })

  it('take no words to another client’s note, nor without an end', async () => {
    const { rows } = await house.db.owner.query('select id from visit_note where client_id = $1', [castId('rosa')])
    const theirs = { note: `visit-${rows[0].id}`, kind: 'statement', words: 'Not mine.' }
    assert.match((await own.post(urls.mineNoteWords({ token }), theirs)).location ?? '', /said=gone/)
    assert.equal((await house.db.owner.query("select from note_statement where words = 'Not mine.'")).rowCount, 0)
    for (let n = 0; n < 12; n++)
      await own.post(urls.mineNoteWords({ token }), { note: `visit-${note}`, kind: 'statement', words: `Word ${n}` })
    assert.equal((await house.db.owner.query('select from note_statement where by_kind = $1', ['client'])).rowCount, 10)
  })

  it('leave to another system only by consent, never what is held apart, and never a returned or half-signed note', async () => {
    await lee.post(urls.heldApart(maya), {
      kind: 'psychotherapy',
      day: yesterday,
      words: 'zephyrine-fhir-77',
      replaces: '',
    })
    await signed('sam', 'maya', 'Spoke of the tannery and what it smelt like there.', '14:00')
    const ada = await house.as('ada')
    await ada.post(urls.systems(), {
      name: 'Hudson General',
      recipientClass: 'treating-provider',
      purpose: 'treatment',
    })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'Hudson General'")
    const given = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    const key = /class="token">([\w-]{43})</.exec(given.text)?.[1] ?? ''
    const ask = (path: string) => house.stranger().get(path, { authorization: `Bearer ${key}` })
    const path = `/fhir/R4/DocumentReference?patient=${maya.client}`
    const none = await ask(path)
    assert.equal(none.status, 200, none.text.slice(0, 200))
    assert.deepEqual(JSON.parse(none.text).entry, [])
    await house.db.owner.query(
      `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, information, recipients, purposes,
         signer_name, signer_capacity, method, signature, signed_at, taken_by)
       values ($1, gen_random_uuid(), $2, 'tpo', 'tpo', '1', 'Text', repeat('a', 64), '{record}', $3, '{treatment,payment,operations}', 'Maya Alvarez', 'client', 'typed', 'Maya', now() - interval '1 hour', $4)`,
      [riverbend.id, maya.client, JSON.stringify([{ kind: 'treating-provider', name: null }]), castId('dana')],
    )
    const some = JSON.parse((await ask(path)).text)
    const texts = some.entry.map((one: { resource: { content: { attachment: { data: string } }[] } }) =>
      Buffer.from(one.resource.content[0]?.attachment.data ?? '', 'base64').toString('utf8'),
    )
    assert.equal(texts.length, 2)
    assert.ok(texts.some((text: string) => text.includes('orchard') && text.includes('It was a stool')))
    assert.ok(!texts.some((text: string) => /tannery|zephyrine|harbour/.test(text)))
    const one = await ask(`/fhir/R4/DocumentReference/${some.entry[0].resource.id}`)
    assert.equal(one.status, 200)
    assert.match(one.text, /42CFRPart2/)
    assert.equal((await ask(`/fhir/R4/DocumentReference?patient=${castId('rosa')}`)).text.includes('harbour'), false)
  })
})
