import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { asPerson, roles, type Person } from '../../db/work.ts'
import { castId, riverbend, staff } from '../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'

const planted = 'zephyrine-quillon-0451'
const today = todayHere()
const maya = castId('maya')
const refusedIn = (answer: Answer) => /data-refused="([^"]+)"/.exec(answer.text)?.[1]

describe('What is held apart', () => {
  let house: TestHouse
  let lee: Visitor
  let note: string
  before(async () => {
    house = await openHouse()
    lee = await house.as('lee')
    const answer = await lee.post(urls.heldApart({ client: maya }), {
      kind: 'sud-counselling',
      day: today,
      words: `What she said of her father, ${planted}.`,
      replaces: '',
    })
    assert.equal(answer.status, 303, answer.text.slice(0, 300))
    note = (await house.db.owner.query('select id from held_apart_note')).rows[0].id
    await house.db.owner.query(
      'insert into supervision (clinic_id, id, supervisor_id, supervisee_id, during, set_by, set_at) values ($1, gen_random_uuid(), $2, $3, daterange($4::date - 9, null), $2, now())',
      [riverbend.id, castId('hana'), castId('lee'), today],
    )
  })
  after(() => house.close())

  it('is read by its author, and is on no other page, of no role, and in no other system', async () => {
    assert.match((await lee.get(urls.heldApart({ client: maya }))).text, new RegExp(planted))
    const ids: Record<string, string> = {
      ':client': maya,
      ':episode': castId('maya episode'),
      ':member': castId('lee'),
      ':apart': note,
      ':note': note,
      ':session': (await house.db.owner.query('select id from group_session limit 1')).rows[0].id,
      ':series': castId('process-a-1'),
      ':program': castId('evening'),
      ':kind': 'counselling-notes',
    }
    const found: string[] = []
    const walked: string[] = []
    for (const { key } of [...staff.slice(0, 6), ...staff.filter((one) => one.key === 'hana')]) {
      const visitor = await house.as(key)
      for (const [name, url] of Object.entries(urls)) {
        if (url.audience !== 'staff' || !url.methods.includes('get')) continue
        const path = url.pattern.replace(/:\w+/g, (param) => ids[param] ?? castId('nothing'))
        if (key === 'lee' && name === 'heldApart') continue
        for (const asked of name === 'clients' ? [path, `${path}?q=zephyrine`, `${path}?q=${planted}`] : [path]) {
          const answer = await visitor.get(asked)
          walked.push(asked)
          const shown = answer.text.replaceAll(`value="${planted}"`, '').replaceAll(`“${planted}”`, '')
          if (/father, zephyrine/.test(answer.text) || (asked === path && shown.includes(planted)))
            found.push(`${key} ${name}`)
        }
      }
    }
    assert.deepEqual(found, [])
    assert.ok(walked.length > 300, `${walked.length} pages were walked`)
  })

  it('is a closed table to every role but its author’s, to the clock, to other systems, and to the client', async () => {
    const seen = async (by: Person) =>
      asPerson(house.db.pool, riverbend.id, by, new Date(), async (work) =>
        Number(
          (
            await work.db
              .selectFrom('heldApartNote')
              .select((eb) => eb.fn.countAll<number>().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        ),
      )
    const person = (id: string, role: (typeof roles)[number]): Person => ({
      kind: 'staff',
      id,
      role,
      name: 'Somebody',
      givenName: 'Some',
      familyName: 'Body',
      credential: '',
      sessionId: '',
    })
    assert.equal(await seen(person(castId('lee'), 'therapist')), 1)
    for (const role of roles) assert.equal(await seen(person(castId('dana'), role)), 0, role)
    for (const role of ['administrator', 'coordinator', 'biller'] as const)
      assert.equal(await seen(person(castId('lee'), role)), 0, `the author, were they made ${role}`)
    assert.equal(await seen({ kind: 'stepwell', id: null, name: 'Clock' }), 0)
    const system = {
      kind: 'system',
      id: castId('lee'),
      name: 'Hudson',
      recipientClass: 'treating-provider',
      purpose: 'treatment',
    } as const
    assert.equal(await seen(system), 0)
    assert.equal(await seen({ kind: 'client', id: castId('lee'), clientId: maya, name: 'Maya' }), 0)
    await assert.rejects(
      asPerson(house.db.pool, riverbend.id, person(castId('dana'), 'director'), new Date(), (work) =>
        work.db
          .insertInto('heldApartNote')
          .values({
            clinicId: riverbend.id,
            id: newId(),
            clientId: maya,
            kind: 'psychotherapy',
            heldOn: today,
            words: 'In another’s name',
            writtenBy: castId('lee'),
            writtenAt: new Date(),
          })
          .execute(),
      ),
      /row-level security/,
    )
  })

  it('leaves neither its words nor the client in the trail', async () => {
    const { rows } = await house.db.owner.query("select * from trail where verb like 'held-apart%'")
    assert.equal(rows.length, 1)
    assert.deepEqual(rows[0].client_ids, [])
    const all = await house.db.owner.query('select count(*)::int as n from trail where about::text like $1', [
      `%${planted}%`,
    ])
    assert.equal(all.rows[0].n, 0)
    assert.doesNotMatch(
      (await (await house.as('dana')).get(urls.chartTrail({ client: maya }))).text,
      /held|apart|own notes/i,
    )
  })

  it('is read along by the supervisor of the author’s training for as long as the author lets them, and by nobody else', async () => {
    const until = { lastDay: addDays(today, 20), because: 'Supervision of my training' }
    const sam = await lee.post(urls.heldApartGrants({ client: maya }), { readerId: castId('sam'), ...until })
    assert.equal(refusedIn(sam), 'not-supervisor')
    assert.equal(
      (await lee.post(urls.heldApartGrants({ client: maya }), { readerId: castId('hana'), ...until })).status,
      303,
    )
    const hana = await house.as('hana')
    assert.match((await hana.get(urls.heldApart({ client: maya }))).text, new RegExp(planted))
    assert.doesNotMatch(
      (await (await house.as('dana')).get(urls.heldApart({ client: maya }))).text,
      new RegExp(planted),
    )
    const grant = (await house.db.owner.query('select id from held_apart_grant')).rows[0].id
    assert.equal((await hana.post(urls.heldApartGrantEnd({ grant }))).status, 404)
    assert.equal((await lee.post(urls.heldApartGrantEnd({ grant }))).status, 303)
    assert.doesNotMatch((await hana.get(urls.heldApart({ client: maya }))).text, new RegExp(planted))
  })

  it('is handed out by a consent of its own alone: one for the whole record does not do', async () => {
    const to = { recipientKind: 'treating-provider', recipientName: 'Hudson General', purpose: 'treatment' }
    const consent = (scope: string, information: string[]) =>
      house.db.owner.query(
        `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, information, recipients, purposes,
           signer_name, signer_capacity, method, signature, signed_at, taken_by, expires_on)
         values ($1, gen_random_uuid(), $2, $3, $3, '1', 'Text', repeat('a', 64), $4, $5, $6, 'Maya Alvarez', 'client', 'typed', 'Maya Alvarez',
           now() - interval '1 hour', $7, current_date + 90)`,
        [
          riverbend.id,
          maya,
          scope,
          information,
          JSON.stringify([{ kind: 'treating-provider', name: 'Hudson General' }]),
          ['treatment', 'payment', 'operations'],
          castId('dana'),
        ],
      )
    assert.equal(refusedIn(await lee.post(urls.heldApartCopy({ apart: note }), to)), 'notes-need-own-consent')
    await consent('tpo', ['record'])
    assert.equal(refusedIn(await lee.post(urls.heldApartCopy({ apart: note }), to)), 'notes-need-own-consent')
    await consent('counselling-notes', ['counselling-notes'])
    assert.equal((await (await house.as('dana')).post(urls.heldApartCopy({ apart: note }), to)).status, 404)
    const other = { ...to, recipientName: 'Somebody Else' }
    assert.equal(refusedIn(await lee.post(urls.heldApartCopy({ apart: note }), other)), 'notes-need-own-consent')
    const copy = await lee.post(urls.heldApartCopy({ apart: note }), to)
    assert.equal(copy.status, 200)
    assert.match(copy.text, new RegExp(planted))
    assert.match(copy.text, /42 CFR part 2/)
    const { rows } = await house.db.owner.query("select recipient from disclosure where what = 'Counselling notes'")
    assert.deepEqual(rows, [{ recipient: 'Hudson General' }])
  })
})
