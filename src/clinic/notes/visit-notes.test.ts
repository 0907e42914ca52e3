import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays, instantAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { asPerson } from '../../db/work.ts'
import { todayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const at = (time: string, day = today) => instantAt(day, time, riverbend.timeZone)
const refusedIn = (answer: Answer) => /data-refused="([^"]+)"/.exec(answer.text)?.[1]
const saw = (answer: Answer, words: RegExp) =>
  assert.ok(words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is not on the page (${answer.status})`)
const idIn = (answer: Answer) => answer.location?.split('/').at(-1) ?? `answered ${answer.status}`

describe('The note of one person’s hour', () => {
  let house: TestHouse
  let lee: Visitor
  let sam: Visitor
  let dana: Visitor
  let noor: Visitor
  let now = at('16:00').getTime()
  const go = (time: string, day = today) => {
    now = at(time, day).getTime()
    house.setNow(new Date(now))
  }
  const visitOf = async (
    staff: string,
    client: string,
    time: string,
    mark = 'here',
    kind = 'individual',
    day = today,
  ) => {
    const id = newId()
    await house.db.owner.query(
      `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
       values ($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9), 50, $6, now())`,
      [
        riverbend.id,
        id,
        castId(client),
        castId(`${client} episode`),
        kind,
        castId(staff),
        day,
        at(time, day),
        new Date(at(time, day).getTime() + 50 * 60_000),
      ],
    )
    if (mark !== '') {
      const answer = await noor.post(urls.visitMarks({ visit: id }), { mark, minutesLate: mark === 'late' ? '10' : '' })
      assert.equal(answer.status, 303)
    }
    return id
  }
  const noteFor = async (who: Visitor, visit: string) => idIn(await who.post(urls.noteOfVisit({ visit })))
  const fields = async (who: Visitor, note: string, over: Record<string, string | string[]> = {}) => {
    const page = await who.get(urls.visitNote({ note }))
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''
    return {
      page: hidden('page'),
      basedOn: hidden('basedOn'),
      mark: hidden('mark'),
      'pick-template': 'dap',
      'pick-goals': /name="pick-goals" value="([^"]+)"/.exec(page.text)?.[1] ?? '',
      'pick-interventions': ['motivational', 'relapse-prevention'],
      'pick-progress': 'forward',
      'pick-participation': 'active',
      'pick-mood': 'calm',
      'pick-risk': 'none-voiced',
      riskWords: '',
      'section-data': 'Told of the walk past the bar on Friday and of turning round at the corner to ring a friend.',
      'section-assessment': 'Sees the pattern by herself now and names the hour when it is hardest.',
      'section-plan': 'Writes the hard hours down until next week and brings the list along.',
      ...over,
    }
  }
  const sign = async (who: Visitor, note: string, over: Record<string, string | string[]> = {}) =>
    who.post(urls.visitNoteSignature({ note }), await fields(who, note, over))
  const due = async () =>
    (await house.db.owner.query('select visit_id from visit_note_due')).rows.map((row) => row.visit_id)

  before(async () => {
    house = await openHouse()
    house.setNow(new Date(now))
    ;[lee, sam, dana, noor] = (await Promise.all(['lee', 'sam', 'dana', 'noor'].map((key) => house.as(key)))) as [
      Visitor,
      Visitor,
      Visitor,
      Visitor,
    ]
  })
  after(() => house.close())

  it('is due the same day, from the minute the visit is over, and no more once it is signed', async () => {
    const visit = await visitOf('lee', 'maya', '09:00', 'late')
    assert.deepEqual(await due(), [visit])
    go('09:30')
    assert.doesNotMatch((await lee.get(urls.notes())).text, /Individual session: Maya/)
    go('10:00')
    saw(await lee.get(urls.notes()), /Individual session: Maya Alvarez/)
    assert.doesNotMatch((await sam.get(urls.notes())).text, /Maya/)
    saw(await dana.get(urls.notes()), /Individual session: Maya Alvarez/)
    const note = await noteFor(lee, visit)
    assert.equal(await noteFor(lee, visit), note, 'a second press opens the same note')
    const page = await lee.get(urls.visitNote({ note }))
    saw(page, /09:10|9:10/)
    saw(page, /40 min/)
    const answer = await sign(lee, note)
    assert.equal(answer.status, 303, refusedIn(answer))
    saw(await lee.get(urls.visitNote({ note })), /the note is signed/)
    assert.deepEqual(await due(), [])
    const { rows } = await house.db.owner.query(
      'select v.*, s.late_hours, s.needs_cosign, s.content_hash from visit_note_version v join visit_note_signature s on s.version_id = v.id where v.note_id = $1',
      [note],
    )
    assert.equal(rows.length, 1)
    assert.deepEqual(
      [rows[0].minutes, rows[0].late_hours, rows[0].needs_cosign, rows[0].risk],
      [40, null, false, 'none-voiced'],
    )
    assert.equal(refusedIn(await sign(lee, note)), 'signed')
  })

  it('of somebody who did not come is not signed, nor by somebody who did not hold it', async () => {
    const absent = await visitOf('lee', 'rosa', '10:00', 'absent')
    go('16:00')
    assert.ok(!(await due()).includes(absent))
    const note = await noteFor(lee, absent)
    assert.equal(refusedIn(await sign(lee, note)), 'not-there')
    const visit = await visitOf('lee', 'rosa', '11:00')
    const theirs = await noteFor(lee, visit)
    assert.equal((await sam.post(urls.noteOfVisit({ visit }))).status, 303, 'finds the note')
    assert.equal(
      refusedIn(await sam.post(urls.visitNoteSignature({ note: theirs }), await fields(lee, theirs))),
      'not-theirs',
    )
    assert.equal((await noor.get(urls.visitNote({ note: theirs }))).status, 200)
    assert.equal(refusedIn(await noor.get(urls.visitNote({ note: theirs }))), 'not-theirs')
    const ben = await house.as('ben')
    assert.equal((await ben.get(urls.visitNote({ note: theirs }))).status, 403)
  })

  it('says what is missing, and asks about danger every time', async () => {
    const note = await noteFor(lee, await visitOf('lee', 'kofi', '12:00'))
    for (const [over, refused] of [
      [{ 'section-plan': ' ' }, 'section-empty'],
      [{ 'pick-goals': '' }, 'no-goal'],
      [{ 'pick-interventions': '' }, 'no-intervention'],
      [{ 'pick-progress': '' }, 'no-progress'],
      [{ 'pick-risk': '' }, 'no-risk'],
      [{ 'pick-risk': 'present', riskWords: 'Yes.' }, 'risk-words'],
      [{ 'pick-risk': 'not-asked' }, 'risk-words'],
      [{ 'pick-template': 'soap' }, 'left-over'],
      [{ 'section-data': 'a', 'section-assessment': 'b', 'section-plan': 'c' }, 'too-short'],
    ] as const) {
      const answer = await sign(lee, note, over)
      assert.equal(answer.status, 422)
      assert.equal(refusedIn(answer), refused)
    }
    const { rows } = await house.db.owner.query('select from visit_note_version where note_id = $1', [note])
    assert.equal(rows.length, 0)
  })

  it('asks about names of other clients, and believes whoever says that it is somebody else', async () => {
    const note = await noteFor(lee, await visitOf('lee', 'amina', '13:00'))
    const over = {
      'section-data': 'Spoke of Rosa at length, and of how the two of them came to share a flat in the spring.',
    }
    const answer = await sign(lee, note, over)
    assert.equal(refusedIn(answer), 'names-another')
    saw(answer, /<mark[^>]*>Rosa<span[^>]*> \(may be Rosa Giménez\)/)
    const looked = /name="looked-names" value="([^"]+)"/.exec(answer.text)?.[1] ?? ''
    assert.equal(refusedIn(await sign(lee, note, { ...over, 'looked-names': 'yes' })), 'names-another')
    assert.equal((await sign(lee, note, { ...over, 'looked-names': looked })).status, 303)
  })

  it('shows what was said before and asks what was different; it never stands in the way', async () => {
    const first = await noteFor(lee, await visitOf('lee', 'tomasz', '08:00', 'here', 'individual', addDays(today, -1)))
    go('10:00')
    assert.equal(
      (
        await sign(lee, first, {
          'section-data': 'Spoke of the night shift and of sleeping through the alarm, and of the walk home at dawn.',
        })
      ).status,
      303,
    )
    const note = await noteFor(lee, await visitOf('lee', 'tomasz', '08:00'))
    const over = {
      'section-data': 'Spoke of the night shift and of sleeping through the alarm, and of the walk home at dawn.',
    }
    const answer = await sign(lee, note, over)
    assert.equal(refusedIn(answer), 'too-alike')
    saw(answer, /100 %/)
    saw(answer, /are the words of/)
    saw(answer, /<mark[^>]*>Spoke of the night shift/)
    saw(answer, /What was different today\?/)
    const looked = /name="looked-alike" value="([^"]+)"/.exec(answer.text)?.[1] ?? ''
    const told = await lee.post(
      urls.visitNoteSignature({ note }),
      await fields(lee, note, { ...over, different: 'Rang in from the bus today.', 'looked-alike': looked }),
    )
    assert.equal(told.status, 303)
    const page = await lee.get(urls.visitNote({ note }))
    saw(page, /Rang in from the bus today\./)
    saw(page, /Sign note/)
    const again = await sign(lee, note, {
      ...over,
      'section-data': `${over['section-data']}\nRang in from the bus today.`,
      'looked-alike': looked,
    })
    assert.equal(again.status, 303, refusedIn(again))
    saw(await lee.get(urls.visitNote({ note })), /the note is signed/)
  })

  it('by a counselor goes up the chain of supervision: given back with words, answered with a version, co-signed once', async () => {
    go('16:00')
    const note = await noteFor(sam, await visitOf('sam', 'linh', '14:00'))
    assert.equal((await sign(sam, note)).status, 303)
    saw(await sam.get(urls.notes()), /Waits for its co-signature/)
    const version = async () =>
      (await house.db.owner.query('select id from visit_note_version where note_id = $1 order by version desc', [note]))
        .rows[0].id as string
    const first = await version()
    assert.equal(refusedIn(await lee.post(urls.visitNoteCosignature({ note }), { version: first })), 'not-supervisor')
    await house.db.owner.query(
      'insert into supervision (clinic_id, id, supervisor_id, supervisee_id, during, set_by, set_at) values ($1, gen_random_uuid(), $2, $3, daterange($4::date - 9, null), $2, now()), ($1, gen_random_uuid(), $5, $2, daterange($4::date - 9, null), $2, now())',
      [riverbend.id, castId('lee'), castId('sam'), today, castId('hana')],
    )
    saw(await lee.get(urls.notes()), /Individual session: Linh/)
    saw(await lee.get(urls.notes()), /Read and co-sign/)
    saw(await (await house.as('hana')).get(urls.notes()), /Read and co-sign/)
    assert.doesNotMatch((await (await house.as('marcus')).get(urls.notes())).text, /Linh/)
    assert.equal(
      (await lee.post(urls.visitNoteReturn({ note }), { version: first, words: 'Which goal was this for?' })).status,
      303,
    )
    assert.equal(refusedIn(await lee.post(urls.visitNoteCosignature({ note }), { version: first })), 'returned')
    saw(await sam.get(urls.notes()), /Lee Park, LMHC asks: Which goal was this for\?/)
    const back = await sam.get(urls.visitNote({ note }))
    saw(back, /Lee Park, LMHC gave this note back/)
    saw(back, /turning round at the corner/)
    assert.equal(
      (
        await sign(sam, note, {
          'section-assessment': 'Goal one: sees the pattern and names the hour when it is hardest.',
        })
      ).status,
      303,
    )
    assert.equal(refusedIn(await lee.post(urls.visitNoteCosignature({ note }), { version: first })), 'newer')
    assert.equal((await lee.post(urls.visitNoteCosignature({ note }), { version: await version() })).status, 303)
    assert.equal(
      refusedIn(await dana.post(urls.visitNoteCosignature({ note }), { version: await version() })),
      'cosigned',
    )
    const { rows } = await house.db.owner.query(
      'select distinct s.content_hash from visit_note_signature s where s.version_id = $1',
      [await version()],
    )
    assert.equal(rows.length, 1, 'both signed the same words')
    saw(await dana.get(urls.visitNote({ note })), /The version before/)
  })

  it('signed late is marked as a late entry by the rule of its day, which the clinic may set', async () => {
    const day = addDays(today, -2)
    const note = await noteFor(lee, await visitOf('lee', 'yusuf', '09:00', 'here', 'individual', day))
    saw(await lee.get(urls.visitNote({ note })), /Why it is late/)
    assert.equal(
      (
        await sign(lee, note, {
          lateBecause: 'Was ill.',
          'section-data': 'Read two pages of the workbook aloud and stopped at the one about fathers.',
        })
      ).status,
      303,
    )
    saw(await lee.get(urls.visitNote({ note })), /Late entry: signed \d+ hours after/)
    await house.db.owner.query(
      "insert into note_rule (clinic_id, id, rule, hours, effective_from, source, set_by, set_at) values ($1, gen_random_uuid(), 'sign', 96, $2, 'Test', $3, now())",
      [riverbend.id, addDays(today, -30), castId('dana')],
    )
    const other = await noteFor(lee, await visitOf('lee', 'devon', '10:00', 'here', 'individual', day))
    assert.equal(
      (
        await sign(lee, other, {
          'section-data': 'Came with the letter from the school and went through it line by line with me.',
        })
      ).status,
      303,
    )
    assert.doesNotMatch((await lee.get(urls.visitNote({ note: other }))).text, /Late entry/)
  })

  it('keeps what two devices type at once: nothing vanishes', async () => {
    go('16:00')
    const note = await noteFor(lee, await visitOf('lee', 'peter', '15:00'))
    const desk = await fields(lee, note, { 'section-data': 'Typed at the desk.' })
    const phone = await fields(lee, note, {
      'section-data': 'Typed on the phone.',
      'section-plan': 'Plan from the phone.',
    })
    const quiet = { 'sec-fetch-dest': 'empty' }
    assert.equal((await lee.post(urls.visitNoteDraft({ note }), desk, quiet)).status, 204)
    now += 1000
    house.setNow(new Date(now))
    assert.equal((await lee.post(urls.visitNoteDraft({ note }), phone, quiet)).status, 204)
    const page = await lee.get(urls.visitNote({ note }))
    saw(page, /Typed at the desk\./)
    saw(page, /Typed on the phone\./)
    saw(page, /also typed here at/)
    const signed = await lee.post(urls.visitNoteSignature({ note }), desk)
    assert.equal(signed.status, 303)
    const { rows } = await house.db.owner.query('select from visit_note_version where note_id = $1', [note])
    assert.equal(rows.length, 0, 'words of the other device are read first')
  })

  it('of a contact nobody booked is opened for the client, by a coordinator too', async () => {
    const opened = await noor.post(urls.newVisitNote({ client: castId('maya') }), {
      kind: 'collateral',
      day: today,
      starts: '15:00',
      minutes: '12',
      withWhom: 'Her sister, by telephone',
    })
    assert.equal(opened.status, 303)
    const note = idIn(opened)
    saw(await noor.get(urls.notes()), /Contact with somebody else: Maya Alvarez/)
    const answer = await sign(noor, note, {
      'section-data': 'The sister asked when the family evening is and said who would come along.',
      'pick-risk': '',
      'pick-goals': '',
      'pick-interventions': '',
      'pick-progress': '',
    })
    assert.equal(answer.status, 303, refusedIn(answer))
    const individual = await noor.post(urls.newVisitNote({ client: castId('maya') }), {
      kind: 'individual',
      day: today,
      starts: '15:00',
      minutes: '12',
      withWhom: '',
    })
    assert.equal(individual.status, 422)
    const tomorrow = { kind: 'telephone', day: addDays(today, 1), starts: '09:00', minutes: '5', withWhom: '' }
    assert.equal(refusedIn(await noor.post(urls.newVisitNote({ client: castId('maya') }), tomorrow)), 'to-come')
  })

  it('is read by clinical roles alone: the database shows a biller and an administrator no word of it', async () => {
    const seenAs = (key: string, role: 'biller' | 'administrator' | 'therapist') =>
      asPerson(
        house.db.pool,
        riverbend.id,
        {
          kind: 'staff',
          id: castId(key),
          role,
          name: key,
          givenName: key,
          familyName: '',
          credential: '',
          sessionId: '',
        },
        new Date(),
        async (work) => {
          const tables = [
            'visitNoteVersion',
            'visitNoteDraft',
            'visitNoteReturn',
            'visitNoteAddendum',
            'clientNote',
          ] as const
          const found = await Promise.all(
            tables.map((table) =>
              work.db
                .selectFrom(table)
                .select((eb) => eb.fn.countAll<number>().as('n'))
                .executeTakeFirstOrThrow(),
            ),
          )
          return found.reduce((sum, { n }) => sum + Number(n), 0)
        },
      )
    assert.ok((await seenAs('lee', 'therapist')) > 5)
    assert.equal(await seenAs('ben', 'biller'), 0)
    assert.equal(await seenAs('ada', 'administrator'), 0)
  })
})
