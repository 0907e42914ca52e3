import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { urls } from '../../urls.ts'

const fresh = {
  givenName: 'Nils',
  familyName: 'Aas',
  credential: 'LCSW',
  email: 'Nils@riverbend.example',
  npi: '',
  role: 'therapist',
  password: 'a boat beneath the alders',
}

describe('Staff', () => {
  let house: TestHouse
  let ada: Visitor
  before(async () => {
    house = await openHouse()
    ada = await house.as('ada')
  })
  after(() => house.close())

  it('is added by an administrator, comes in with the first password, and must choose another', async () => {
    const added = await ada.post(urls.newStaff(), fresh)
    assert.equal(added.status, 303)
    const nils = house.stranger()
    assert.equal(
      (await nils.post(urls.signIn(), { email: 'nils@riverbend.example', password: fresh.password })).status,
      303,
    )
    assert.equal((await nils.get(urls.staff())).location, urls.password())
    assert.equal(
      (await nils.post(urls.password(), { old: fresh.password, fresh: 'eleven grey geese at dusk' })).status,
      303,
    )
    assert.equal((await nils.get(urls.staff())).status, 200)
  })

  it('keeps everything but the password when something is wrong, and names each field', async () => {
    const answer = await ada.post(urls.newStaff(), { ...fresh, email: 'not an address', npi: '12' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /This is not an email address/)
    assert.match(answer.text, /An NPI has ten digits/)
    assert.match(answer.text, /value="Nils"/)
    assert.doesNotMatch(answer.text, /alders/)
  })

  it('cannot have the same address twice', async () => {
    assert.match(
      (await ada.post(urls.newStaff(), { ...fresh, email: 'dana@riverbend.example' })).text,
      /works here already/,
    )
  })

  it('cannot lose its only administrator', async () => {
    const answer = await ada.post(urls.staffRole({ member: castId('ada') }), { role: 'none', because: '' })
    assert.match(answer.text, /data-refused="last-administrator"/)
  })

  it('loses its sessions with its role, at once', async () => {
    const theo = await house.as('theo')
    assert.equal((await theo.get(urls.staff())).status, 200)
    assert.equal(
      (await ada.post(urls.staffRole({ member: castId('theo') }), { role: 'none', because: 'moved away' })).status,
      303,
    )
    assert.equal((await theo.get(urls.staff())).status, 303)
    await assert.rejects(house.as('theo'))
  })

  for (const key of ['dana', 'noor', 'lee', 'priya', 'ben']) {
    it(`is not changed by ${key}`, async () => {
      const visitor = await house.as(key)
      assert.equal((await visitor.get(urls.newStaff())).status, 403)
      assert.equal((await visitor.post(urls.newStaff(), { ...fresh, email: 'x@y.example' })).status, 403)
      assert.equal((await visitor.post(urls.staffRole({ member: castId(key) }), { role: 'administrator' })).status, 403)
      assert.equal(
        (await visitor.post(urls.systems(), { name: 'x', recipientClass: 'health-plan', purpose: 'payment' })).status,
        403,
      )
    })
  }

  it('has licences that say when they end', async () => {
    const member = { member: castId('lee') }
    const wrong = await ada.post(urls.staffLicense(member), {
      kind: 'LMHC',
      number: '1',
      state: 'ny',
      issuedOn: '2026-02-30',
      expiresOn: '',
    })
    assert.match(wrong.text, /not a date that exists/)
    assert.equal(
      (
        await ada.post(urls.staffLicense(member), {
          kind: 'LMHC',
          number: '1',
          state: 'ny',
          issuedOn: '',
          expiresOn: '2031-01-31',
        })
      ).status,
      303,
    )
    assert.match((await ada.get(urls.staffMember(member))).text, /Until 31 Jan 2031/)
  })

  it('is shown in parts where there are many, and each is found by a word of the name, the role or the address', async () => {
    const small = (await ada.get(urls.staff())).text
    assert.doesNotMatch(small, /Name, role or email|aria-label="Pages"/)
    await house.db.owner.query(
      `with added as (
         insert into staff_member (clinic_id, id, given_name, family_name, credential, email, added_at)
         select $1, gen_random_uuid(), 'Many' || n, 'Zzfolk', '', 'many' || n || '@riverbend.example', now() from generate_series(1, 120) n
         returning clinic_id, id)
       insert into staff_role (clinic_id, id, staff_id, role, given_at) select clinic_id, gen_random_uuid(), id, 'therapist', now() from added`,
      [riverbend.id],
    )
    const { rows } = await house.db.owner.query<{ id: string }>('select id from staff_member where clinic_id = $1', [
      riverbend.id,
    ])
    const everyone = rows.map(({ id }) => id)
    const shown = (text: string) => new Set([...text.matchAll(/href="\/staff\/([0-9a-f-]{36})"/g)].map(([, id]) => id))
    const [first, second] = [await ada.get(urls.staff()), await ada.get(urls.staff({ page: '2' }))]
    assert.match(first.text, new RegExp(`1 to 100 of ${everyone.length}`))
    assert.equal(shown(first.text).size, 100)
    assert.deepEqual(new Set([...shown(first.text), ...shown(second.text)]), new Set(everyone))
    const found = (await ada.get(urls.staff({ q: 'zzf many77' }))).text
    assert.equal(shown(found).size, 1)
    assert.match(found, /many77@riverbend\.example/)
    assert.match((await ada.get(urls.staff({ q: 'nobody of this name' }))).text, /Nobody of that name/)
    assert.equal(shown((await ada.get(urls.staff({ q: 'many', page: '2' }))).text).size, 20)
    assert.equal((await house.stranger().get(urls.staff({ q: 'many' }))).status, 303)
  })
})

describe('Another system', () => {
  it('gets a token that is shown once and can be ended', async () => {
    const house = await openHouse()
    const ada = await house.as('ada')
    await ada.post(urls.systems(), { name: 'County Health', recipientClass: 'treating-provider', purpose: 'treatment' })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'County Health'")
    const shown = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    const token = /class="token">([\w-]{43})</.exec(shown.text)?.[1] ?? ''
    assert.notEqual(token, '')
    assert.doesNotMatch((await ada.get(urls.systems())).text, new RegExp(token))
    const tokens = await house.db.owner.query('select id from system_token')
    const end = urls.systemTokenEnd({ token: tokens.rows[0].id })
    assert.equal((await ada.post(end)).status, 303)
    assert.equal((await ada.post(end)).status, 422)
    await house.close()
  })
})
