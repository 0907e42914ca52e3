import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const maya = { client: castId('maya') }
const who = {
  givenName: 'Maya',
  middleNames: '',
  familyName: 'Alvarez',
  preferredName: '',
  birthDate: '1991-04-17',
  sex: 'female',
  pronouns: 'she/her',
  language: '',
  because: 'Passport seen',
}

describe('The people of the clinic', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  it('are listed with what is asked at the desk, and by program', async () => {
    const page = await noor.get(urls.clients())
    assert.equal(page.status, 200)
    assert.match(page.text, /13 clients are in care/)
    for (const words of ['Maya Alvarez', 'she/her', 'Evening program', 'Lee Park', '>23<'])
      assert.ok(page.text.includes(words), words)
    const virtual = await noor.get(urls.clients({ program: castId('virtual') }))
    assert.match(virtual.text, /1 client is in care in Virtual program/)
    assert.doesNotMatch(virtual.text, /Maya Alvarez/)
  })

  for (const [typed, name] of [
    ['alva', 'Maya Alvarez'],
    ['Gimenez', 'Rosa Giménez'],
    ['ALVAREZ maya', 'Maya Alvarez'],
    ['Jankovsky', 'Tomasz Jankowski'],
    ['William', 'Will Hope'],
    ['1991-04-17', 'Maya Alvarez'],
    ['4/17/1991', 'Maya Alvarez'],
  ] as const) {
    it(`are found by “${typed}”`, async () => {
      const page = await noor.get(urls.clients({ q: typed }))
      assert.match(page.text, /1 person found/)
      assert.ok(page.text.includes(name))
    })
  }

  it('are found by their number at once', async () => {
    const answer = await noor.get(urls.clients({ q: '1001' }))
    assert.equal(answer.status, 303)
    assert.equal(answer.location, urls.client(maya))
  })

  for (const typed of [
    '%',
    '_',
    "'; drop table client; --",
    '<script>alert(1)</script>',
    '999999999999',
    '13/45/1991',
  ]) {
    it(`are not found by ${JSON.stringify(typed)}, and nothing breaks`, async () => {
      const page = await noor.get(urls.clients({ q: typed, page: '-3' }))
      assert.equal(page.status, 200)
      assert.doesNotMatch(page.text, /<script>alert/)
      assert.doesNotMatch(page.text, /Maya Alvarez/)
    })
  }

  it('are all listed when nothing but a control character is typed', async () => {
    assert.match((await noor.get(`${urls.clients()}?q=%00`)).text, /13 clients are in care/)
  })

  it('leave a look in the trail for everyone who was shown', async () => {
    await noor.get(urls.clients({ q: 'Wanjiru' }))
    await house.looksWritten()
    const { rowCount } = await house.db.owner.query(
      "select 1 from trail where verb = 'looked' and client_ids = array[$1::uuid] and about ->> 'screen' = 'a search for people'",
      [castId('ruth')],
    )
    assert.equal(rowCount, 1)
  })

  it('are unknown to a stranger and to an administrator', async () => {
    const tess = await house.as('tess')
    assert.match((await tess.get(urls.clients())).text, /0 clients are in care/)
    assert.match((await tess.get(urls.clients({ q: 'Alvarez' }))).text, /Nobody here is found/)
    assert.equal((await tess.get(urls.clients({ q: '1001' }))).status, 200)
    for (const url of [urls.client(maya), urls.clientIdentity(maya), urls.clientAvailability(maya)])
      assert.equal((await tess.get(url)).status, 404)
    assert.equal((await tess.post(urls.clientIdentity(maya), who)).status, 404)
    assert.equal((await (await house.as('ada')).get(urls.clients())).status, 403)
  })

  it('have a face sheet that a biller may read and not change', async () => {
    const ben = await house.as('ben')
    assert.equal((await ben.get(urls.client(maya))).status, 200)
    for (const url of [urls.clientIdentity(maya), urls.clientContacts(maya), urls.clientAvailability(maya)])
      assert.equal((await ben.post(url, who)).status, 403)
  })

  it('are corrected by a new row with its reason; the old name still finds them', async () => {
    const nothing = await noor.post(urls.clientIdentity(maya), who)
    assert.equal(nothing.status, 422)
    assert.match(nothing.text, /data-refused="nothing-changed"/)
    const bad = await noor.post(urls.clientIdentity(maya), {
      ...who,
      familyName: '<b>',
      because: '',
      birthDate: '2031-01-01',
    })
    assert.equal(bad.status, 422)
    for (const field of ['familyName', 'because', 'birthDate'])
      assert.match(bad.text, new RegExp(`id="${field}-error"`))
    assert.equal((await noor.post(urls.clientIdentity(maya), { ...who, familyName: 'Alvarez Ortega' })).status, 303)
    const face = await noor.get(urls.client(maya))
    assert.match(face.text, /Alvarez Ortega/)
    assert.match(face.text, /Passport seen/)
    const { rows } = await house.db.owner.query('select count(*)::int as n from client_identity where client_id = $1', [
      maya.client,
    ])
    assert.equal(rows[0].n, 2)
    assert.equal((await noor.post(urls.clientIdentity(maya), { ...who, familyName: 'Stone' })).status, 303)
    assert.match((await noor.get(urls.clients({ q: 'ortega' }))).text, /Maya Stone/)
  })

  it('are reached by contacts that are added, and taken out without being lost', async () => {
    const bad = await noor.post(urls.clientContacts(maya), { kind: 'phone', value: '12' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /id="value-error"/)
    const phone = {
      kind: 'phone',
      value: '845-555-0101',
      label: 'mobile',
      name: '',
      relationship: '',
      mayLeaveMessage: 'no',
    }
    assert.equal((await noor.post(urls.clientContacts(maya), phone)).status, 303)
    const face = await noor.get(urls.client(maya))
    assert.match(face.text, /Leave no message/)
    const end = /name="end" value="([0-9a-f-]{36})"/.exec(face.text)?.[1] ?? ''
    const taken = await Promise.all([1, 2].map(() => noor.post(urls.clientContacts(maya), { end })))
    assert.deepEqual(taken.map(({ status }) => status).sort(), [303, 422])
    assert.doesNotMatch((await noor.get(urls.client(maya))).text, /845-555-0101/)
    const { rows } = await house.db.owner.query('select value from client_contact where id = $1', [end])
    assert.equal(rows[0].value, '845-555-0101')
    assert.equal(
      (await noor.post(urls.clientContacts({ client: castId('kofi') }), { end })).status,
      422,
      'only their own',
    )
  })

  it('say when they can come, from a day on', async () => {
    const today = todayHere()
    const tuesday = { fromDay: today, can2: 'yes', from2: '09:00', to2: '12:30' }
    const bad = await noor.post(urls.clientAvailability(maya), { ...tuesday, to2: '08:00' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /On Tuesday it must end after it begins/)
    assert.equal(
      (await noor.post(urls.clientAvailability(maya), { ...tuesday, fromDay: addDays(today, -1) })).status,
      422,
    )
    assert.equal((await noor.post(urls.clientAvailability(maya), tuesday)).status, 303)
    assert.match((await noor.get(urls.client(maya))).text, /09:00 to 12:30/)
    assert.equal((await noor.post(urls.clientAvailability(maya), { fromDay: today })).status, 303)
    assert.match((await noor.get(urls.client(maya))).text, /Cannot come/)
    const { rows } = await house.db.owner.query(
      'select count(*)::int as n from client_availability where client_id = $1',
      [maya.client],
    )
    assert.equal(rows[0].n, 2, 'only what changed is written')
  })
})
