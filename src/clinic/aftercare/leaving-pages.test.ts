import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const maya = { episode: castId('maya episode') }
const tomasz = { episode: castId('tomasz episode') }

describe('The plan for afterwards', () => {
  let house: TestHouse
  let noor: Visitor
  let lee: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
    lee = await house.as('lee')
  })
  after(() => house.close())
  const count = async (sql: string, values: unknown[] = []) =>
    Number((await house.db.owner.query(`select count(*)::int as n from ${sql}`, values)).rows[0].n)
  const give = async (client: string) =>
    /\/mine\/([\w-]{43})/.exec(
      (await noor.post(urls.ownPage({ client }), { language: 'en', birthDate: 'left-out' })).text,
    )?.[1] ?? 'none'
  const basesOf = (html: string): Record<string, string> =>
    Object.fromEntries(
      [...html.matchAll(/name="(base-\w+)" value="([^"]*)"/g)].map(([, name, id]) => [name ?? '', id ?? '']),
    )

  it('grows with what it holds: words, an appointment, a person with a number', async () => {
    const before = await lee.get(urls.leavingPlan(maya))
    assert.equal(before.status, 200)
    const had = Number(/Ready for leaving: (\d) of 9/.exec(before.text)?.[1])
    await house.db.owner.query(
      `insert into continuing_care_done (clinic_id, id, item_id, words, done_by, done_at)
       select clinic_id, gen_random_uuid(), id, '', $2, now() from continuing_care_item where episode_id = $1`,
      [maya.episode, castId('lee')],
    )
    assert.equal((await lee.post(urls.leavingWords(maya), { work: 'Back on Mondays', peers: '' })).status, 303)
    const visit = {
      kind: 'therapy',
      withWhom: 'Dr. Osei',
      onDay: addDays(today, 9),
      atTime: '14:30',
      place: 'Oak Street',
      phone: '',
      words: '',
    }
    assert.equal((await lee.post(urls.aftercareVisits(maya), visit)).status, 303)
    const person = {
      name: 'Rosa Alvarez',
      relation: 'mother',
      phone: '518 555 0144',
      helpsWith: 'A ride',
      wishesTold: 'yes',
    }
    assert.equal((await lee.post(urls.leavingSupports(maya), person)).status, 303)
    const page = await lee.get(urls.leavingPlan(maya))
    assert.match(page.text, new RegExp(`Ready for leaving: ${had + 3} of 9`))
    assert.match(page.text, /Dr\. Osei[\s\S]*2:30 PM/)
    assert.match(page.text, /Wish, no consent yet/)
    // A second press names nobody twice.
    assert.equal((await lee.post(urls.leavingSupports(maya), person)).status, 422)
    assert.equal(await count('leaving_support where episode_id = $1', [maya.episode]), 1)
    // The page before discharge says the same.
    assert.match((await lee.get(urls.discharge(maya))).text, new RegExp(`${had + 3} of 9`))
    assert.match(
      (await lee.get(urls.chartSessions({ client: castId('maya') }))).text,
      new RegExp(`Ready for leaving: ${had + 3} of 9`),
    )
    const board = await lee.get(urls.leavingBoard({ whose: 'all' }))
    assert.match(board.text, /Maya Alvarez/)
    assert.match(board.text, new RegExp(`${had + 3} of 9`))
  })

  it('says what may be told to a person only where a consent names them', async () => {
    await house.db.owner.query(
      `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, information, recipients, purposes,
         expires_when, signer_name, signer_capacity, method, signature, signed_at, taken_by)
       select clinic_id, gen_random_uuid(), client_id, 'specific', 'own', '1', 'x', repeat('0', 64), '{presence,attendance}',
         '[{"kind":"person","name":"Rosa Alvarez"}]', '{family}', 'end of treatment', 'Maya Alvarez', 'client', 'typed', 'Maya Alvarez',
         now() - interval '1 hour', $2 from episode where id = $1`,
      [maya.episode, castId('lee')],
    )
    assert.match((await lee.get(urls.leavingPlan(maya))).text, /May be told: that they are here, attendance/)
  })

  it('is written by the client too, who loses nothing and sees the other’s words; staff see what changed', async () => {
    const token = await give(castId('maya'))
    const phone = house.stranger()
    const page = await phone.get(urls.mineLeaving({ token }))
    assert.equal(page.status, 200)
    assert.match(page.text, /Back on Mondays/)
    const bases = basesOf(page.text)
    assert.equal((await lee.post(urls.leavingWords(maya), { ...bases, housing: 'With her aunt' })).status, 303)
    // The client had the page open since before.
    const kept = await phone.post(urls.mineLeaving({ token }), { ...bases, housing: 'My own room', work: 'Tuesdays' })
    assert.equal(kept.status, 303)
    assert.match(kept.location ?? '', /kept=both/)
    const now = await lee.get(urls.leavingPlan(maya))
    assert.match(now.text, /With her aunt\nMy own room/)
    assert.match(now.text, /on their own page/)
    assert.match(now.text, /<del>Back on Mondays<\/del>/)
    assert.equal(await count(`leaving_words where episode_id = $1 and page_id is not null`, [maya.episode]), 2)
    // Pressed again, nothing is written twice.
    const again = basesOf((await phone.get(urls.mineLeaving({ token }))).text)
    await phone.post(urls.mineLeaving({ token }), { ...again, work: 'Tuesdays' })
    assert.equal(await count(`leaving_words where episode_id = $1 and page_id is not null`, [maya.episode]), 2)
  })

  it('keeps a client to their own stay, and to their own people', async () => {
    const token = await give(castId('tomasz'))
    const phone = house.stranger()
    await phone.post(urls.mineSupports({ token }), { name: 'Ola', phone: '518 555 0101', wishesTold: 'no' })
    assert.equal(await count(`leaving_support where episode_id = $1 and name = 'Ola'`, [tomasz.episode]), 1)
    const mayas = (await house.db.owner.query('select id from leaving_support where episode_id = $1', [maya.episode]))
      .rows[0].id
    await phone.post(urls.mineSupportEnd({ token, support: mayas }), {})
    assert.equal(await count('leaving_support_end'), 0)
    assert.ok(!(await phone.get(urls.mineLeaving({ token }))).text.includes('Rosa'))
    const own = (await house.db.owner.query('select id from leaving_support where episode_id = $1', [tomasz.episode]))
      .rows[0].id
    await phone.post(urls.mineSupportEnd({ token, support: own }), {})
    assert.equal(await count('leaving_support_end'), 1)
    for (const support of [randomUUID(), 'nobody'])
      assert.equal((await phone.post(urls.mineSupportEnd({ token, support }), {})).status, 303)
  })

  it('takes an appointment that a client made themself, once, and says so to staff', async () => {
    const token = await give(castId('tomasz'))
    const phone = house.stranger()
    const visit = {
      withWhom: 'Dr. Lindgren',
      onDay: addDays(today, 12),
      atTime: '09:15',
      place: 'Mill Lane',
      phone: '',
    }
    const add = (change: Record<string, string> = {}) =>
      phone.post(urls.mineAftercareVisits({ token }), { ...visit, ...change })
    const late = await add({ onDay: addDays(today, 400) })
    assert.equal(late.status, 422)
    assert.match(late.text, /Dr\. Lindgren/)
    assert.equal((await add({ withWhom: ' ' })).status, 422)
    assert.deepEqual([(await add()).status, (await add()).status], [303, 303])
    const own = `aftercare_visit where episode_id = $1 and page_id is not null and made_by is null`
    assert.equal(await count(own, [tomasz.episode]), 1)
    assert.match((await phone.get(urls.mineLeaving({ token }))).text, /Dr\. Lindgren/)
    const seen = (await lee.get(urls.leavingPlan(tomasz))).text
    assert.match(seen, /Dr\. Lindgren/)
    assert.match(seen, /Written by them/)
  })

  it('lets a client take back what they added, in two tabs once, and nothing of anybody else’s', async () => {
    const token = await give(castId('tomasz'))
    const phone = house.stranger()
    const page = async () => (await phone.get(urls.mineLeaving({ token }))).text
    await phone.post(urls.mineAftercareVisits({ token }), { withWhom: 'Dr. Ferry', onDay: addDays(today, 20) })
    await lee.post(urls.aftercareVisits(tomasz), {
      kind: 'other',
      withWhom: 'Dr. Team',
      place: '',
      phone: '',
      atTime: '',
      words: '',
      onDay: addDays(today, 21),
    })
    const idOf = async (who: string) =>
      (await house.db.owner.query<{ id: string }>('select id from aftercare_visit where with_whom = $1', [who])).rows[0]
        ?.id ?? ''
    const [own, teams] = [await idOf('Dr. Ferry'), await idOf('Dr. Team')]
    const takeBack = (appointment: string, by = token) =>
      phone.post(urls.mineAftercareVisitEnd({ token: by, appointment }), {})
    assert.match(await page(), /Take it back: Dr\. Ferry/)
    assert.doesNotMatch(await page(), /Take it back: Dr\. Team/)
    // The team’s, another client’s, nobody’s, and what is no id: nothing ends, and no page breaks.
    const mayas = await give(castId('maya'))
    for (const [appointment, by] of [
      [teams, token],
      [own, mayas],
      [randomUUID(), token],
      ['x', token],
    ] as const)
      assert.equal((await takeBack(appointment, by)).status, 303)
    const ends = (id: string) => count('aftercare_visit_end where visit_id = $1', [id])
    assert.equal((await ends(own)) + (await ends(teams)), 0)
    assert.deepEqual(
      (await Promise.all([takeBack(own), takeBack(own)])).map(({ status }) => status),
      [303, 303],
    )
    assert.equal(await ends(own), 1)
    assert.equal(
      await count(`aftercare_visit_end where visit_id = $1 and page_id is not null and ended_by is null`, [own]),
      1,
    )
    assert.doesNotMatch(await page(), /Dr\. Ferry/)
    // Staff see that it is off, and cannot end it once more; taken back, it can be written anew.
    assert.equal((await lee.post(urls.aftercareVisitEnd({ appointment: own }), { how: 'kept', words: '' })).status, 422)
    await phone.post(urls.mineAftercareVisits({ token }), { withWhom: 'Dr. Ferry', onDay: addDays(today, 22) })
    assert.match(await page(), /Take it back: Dr\. Ferry/)
  })

  it('speaks Spanish, and names no kind of care', async () => {
    const token = await give(castId('maya'))
    const words = (html: string) => html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ')
    const spanish = words((await house.stranger().get(urls.mineLeaving({ token }, { lang: 'es' }))).text)
    assert.match(spanish, /Mi plan para después/)
    for (const english of ['Appointments', ' with ', 'Medicines', ' my '])
      assert.ok(!spanish.includes(english), english)
    const english = words((await house.stranger().get(urls.mineLeaving({ token }))).text).toLowerCase()
    for (const word of [
      'riverbend',
      'treatment',
      'recovery',
      'relapse',
      'sober',
      'program',
      'clinic',
      'client',
      'therap',
    ])
      assert.ok(!english.includes(word), word)
  })

  it('is one page on a sudden evening: gaps with what can be done, and a sheet in their language', async () => {
    const page = await lee.get(urls.leavingSheet(tomasz))
    assert.equal(page.status, 200)
    assert.match(page.text, /gaps to close before they go/)
    assert.match(page.text, /Put a kit into their hand/)
    assert.match(page.text, /In danger: 911/)
    assert.match((await lee.get(urls.leavingSheet(tomasz, { in: 'es' }))).text, /En peligro: 911/)
    // What stands is on it: here the person, her number and the appointment.
    const mayas = (await lee.get(urls.leavingSheet(maya))).text
    for (const held of ['Rosa Alvarez (mother)', '(518) 555-0144', 'Dr. Osei', 'Tuesdays'])
      assert.ok(mayas.includes(held), held)
    // A kit that was given closes its gap.
    await lee.post(urls.medicalChecks({ client: castId('tomasz') }), {
      kind: 'naloxone',
      outcome: 'given',
      words: '',
      onDay: today,
    })
    assert.ok(!(await lee.get(urls.leavingSheet(tomasz))).text.includes('Put a kit into their hand'))
  })

  it('stays with them on their own page after they left', async () => {
    const token = await give(castId('maya'))
    await noor.post(urls.discharge(maya), {
      onDay: today,
      reason: 'dropped-out',
      words: 'Called, left tonight.',
      sawOpenItems: 'yes',
    })
    const page = await house.stranger().get(urls.mineLeaving({ token }))
    assert.equal(page.status, 200)
    assert.match(page.text, /Rosa Alvarez/)
    assert.equal((await house.stranger().post(urls.mineLeaving({ token }), { family: 'They know' })).status, 303)
  })

  it('settles a part with words alone, and an appointment once', async () => {
    assert.equal(
      (await lee.post(urls.leavingMark(tomasz), { part: 'work', mark: 'not-needed', because: ' ' })).status,
      422,
    )
    assert.equal(
      (await lee.post(urls.leavingMark(tomasz), { part: 'work', mark: 'not-needed', because: 'Retired' })).status,
      303,
    )
    assert.match((await lee.get(urls.leavingPlan(tomasz))).text, /Not needed: Retired/)
    assert.equal((await lee.post(urls.leavingMark(tomasz), { part: 'soul', mark: 'ready', because: '' })).status, 422)
    const draft = { kind: 'medical', withWhom: 'Dr. Lin', onDay: today, atTime: '', place: '', phone: '', words: '' }
    await lee.post(urls.aftercareVisits(tomasz), draft)
    assert.equal((await lee.post(urls.aftercareVisits(tomasz), { ...draft, onDay: addDays(today, -3) })).status, 422)
    const { rows } = await house.db.owner.query(
      "select id from aftercare_visit where episode_id = $1 and with_whom = 'Dr. Lin'",
      [tomasz.episode],
    )
    const visit = rows[0].id
    await Promise.all(
      [1, 2, 3].map(() => lee.post(urls.aftercareVisitEnd({ appointment: visit }), { how: 'kept', words: '' })),
    )
    assert.equal(await count('aftercare_visit_end where visit_id = $1', [visit]), 1)
  })

  it('is closed to billing and administration, and to whoever asks for what is not there', async () => {
    for (const key of ['ben', 'ada'])
      for (const path of [urls.leavingPlan(tomasz), urls.leavingSheet(tomasz), urls.leavingBoard()])
        assert.equal((await (await house.as(key)).get(path)).status, 403, `${key} ${path}`)
    assert.equal((await (await house.as('ben')).post(urls.leavingWords(tomasz), { work: 'x' })).status, 403)
    assert.ok(!(await (await house.as('ben')).get(urls.discharge(tomasz))).text.includes('of 9'))
    for (const episode of [randomUUID(), 'nobody'])
      for (const path of [urls.leavingPlan({ episode }), urls.leavingSheet({ episode })])
        assert.equal((await lee.get(path)).status, 404)
    for (const appointment of [randomUUID(), 'nobody'])
      assert.equal((await lee.post(urls.aftercareVisitEnd({ appointment }), { how: 'kept', words: '' })).status, 404)
    assert.equal((await lee.post(urls.leavingSupportEnd({ support: 'nobody' }), {})).status, 404)
    // What a biller's session could ask of the database itself.
    const client = await house.db.pool.connect()
    try {
      await client.query('begin')
      const { rows } = await house.db.owner.query('select clinic_id from episode where id = $1', [tomasz.episode])
      for (const [duty, least] of [
        ['biller', 0],
        ['therapist', 1],
      ] as const) {
        await client.query(`select set_config('app.clinic', $1, true), set_config('app.role', $2, true)`, [
          rows[0].clinic_id,
          duty,
        ])
        const seen = Number((await client.query('select count(*)::int as n from leaving_words')).rows[0].n)
        assert.ok(duty === 'biller' ? seen === 0 : seen >= least, duty)
      }
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
