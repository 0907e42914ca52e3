import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, demoPassword, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { urls } from '../../urls.ts'

describe('Coming in', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('sends a stranger to sign in, and back to where they wanted to go', async () => {
    const visitor = house.stranger()
    const sent = await visitor.get(urls.clients())
    assert.equal(sent.status, 303)
    assert.equal(sent.location, '/sign-in?next=%2Fclients')
    const entered = await visitor.post(urls.signIn(), {
      email: 'dana@riverbend.example',
      password: demoPassword,
      next: '/clients',
    })
    assert.equal(entered.location, '/clients')
  })

  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
    it(`never leads elsewhere (${next})`, async () => {
      const entered = await house
        .stranger()
        .post(urls.signIn(), { email: 'dana@riverbend.example', password: demoPassword, next })
      assert.equal(entered.location, '/today')
    })
  }

  it('says the same to a wrong password and to an unknown address', async () => {
    const wrong = await house
      .stranger()
      .post(urls.signIn(), { email: 'lee@riverbend.example', password: 'not the password at all' })
    const unknown = await house
      .stranger()
      .post(urls.signIn(), { email: 'nobody@riverbend.example', password: 'not the password at all' })
    assert.equal(wrong.status, 422)
    assert.equal(unknown.status, 422)
    const sentence = (text: string) => /data-refused="([^"]+)"/.exec(text)?.[1]
    assert.equal(sentence(wrong.text), 'sign-in-wrong')
    assert.equal(sentence(wrong.text), sentence(unknown.text))
  })

  it('sets cookies that no script and no other host can read, and forbids inline code', async () => {
    const visitor = house.stranger()
    const entered = await visitor.post(urls.signIn(), { email: 'noor@riverbend.example', password: demoPassword })
    const cookies = entered.headers.getSetCookie()
    assert.ok(
      cookies.some((cookie) => /^__Host-stepwell=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax/.test(cookie)),
      cookies.join('\n'),
    )
    const page = await visitor.get(urls.password())
    assert.equal(page.status, 200)
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /default-src 'none'; style-src 'self'; script-src 'self'/,
    )
    assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /unsafe/)
    assert.equal(page.headers.get('cache-control'), 'no-store')
  })

  it('refuses a form that comes from another site', async () => {
    const dana = await house.as('dana')
    const answer = await dana.post(urls.signOutEverywhere(), {}, { 'sec-fetch-site': 'cross-site' })
    assert.equal(answer.status, 403)
    const noWord = await house.app.request('/session/end', { method: 'POST', headers: { cookie: dana.cookie() } })
    assert.equal(noWord.status, 403)
    assert.equal((await dana.get(urls.password())).status, 200)
  })

  it('ends a session for good when signing out, and every session when signing out everywhere', async () => {
    const [one, two] = [await house.as('sam'), await house.as('sam')]
    const stolen = one.cookie()
    await one.post(urls.signOut())
    assert.equal((await house.app.request('/password', { headers: { cookie: stolen } })).status, 303)
    assert.equal((await two.get(urls.password())).status, 200)
    const three = await house.as('sam')
    await three.post(urls.signOutEverywhere())
    assert.equal((await two.get(urls.password())).status, 303)
  })

  for (const [name, change] of [
    ['15 idle minutes', "last_seen_at = now() - interval '15 minutes 1 second'"],
    ['12 hours', "began_at = now() - interval '12 hours 1 second'"],
  ] as const) {
    it(`ends a session after ${name}, and keeps what was typed`, async () => {
      const ines = await house.as('ines')
      await house.db.owner.query(`update session set ${change} where staff_id = $1`, [castId('ines')])
      assert.equal((await ines.get(urls.password())).status, 303)
      const late = await ines.post(urls.newStaff(), { givenName: 'what I "typed" <b>', password: 'never to be seen' })
      assert.equal(late.status, 401)
      const kept =
        /name="kept" value="([^"]*)"/
          .exec(late.text)?.[1]
          ?.replaceAll('&quot;', '"')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&') ?? ''
      const again = await ines.post(urls.signIn(), { email: 'ines@riverbend.example', password: demoPassword, kept })
      assert.equal(again.status, 200)
      assert.match(again.text, /action="\/staff\/new"/)
      assert.match(again.text, /what I &quot;typed&quot; &lt;b&gt;/)
      assert.doesNotMatch(late.text + again.text, /never to be seen/)
    })
  }

  it('stops a guesser, and never the person whose account is being guessed at', async () => {
    const marcus = await house.as('marcus')
    for (let n = 0; n < 5; n += 1)
      await house
        .stranger()
        .post(urls.signIn(), { email: 'marcus@riverbend.example', password: `guess number ${n} of many` })
    const guesser = await house
      .stranger()
      .post(urls.signIn(), { email: 'marcus@riverbend.example', password: demoPassword })
    assert.match(guesser.text, /data-refused="too-many-attempts"/)
    await marcus.post(urls.signOut())
    const marcusAgain = await marcus.post(urls.signIn(), { email: 'marcus@riverbend.example', password: demoPassword })
    assert.equal(marcusAgain.status, 303, 'the device that Marcus used before still lets him in')
  })

  it('changes a password only with the old one, and signs the other devices out', async () => {
    const [here, there] = [await house.as('hana'), await house.as('hana')]
    assert.match(
      (await here.post(urls.password(), { old: 'wrong', fresh: 'seven herons by the weir' })).text,
      /old-password-wrong/,
    )
    assert.match((await here.post(urls.password(), { old: demoPassword, fresh: 'short' })).text, /password-short/)
    assert.equal(
      (await here.post(urls.password(), { old: demoPassword, fresh: 'seven herons by the weir' })).status,
      303,
    )
    assert.equal((await here.get(urls.password())).status, 200)
    assert.equal((await there.get(urls.password())).status, 303)
  })

  it('lets nobody in whose role was taken away', async () => {
    const owen = await house.as('owen')
    await house.db.owner.query(
      "insert into staff_role (clinic_id, id, staff_id, role, given_at) values ($1, gen_random_uuid(), $2, 'none', now())",
      [riverbend.id, castId('owen')],
    )
    assert.equal((await owen.get(urls.password())).status, 303)
    await assert.rejects(house.as('owen'))
  })
})

describe('The first run', () => {
  it('opens one clinic with the code of the terminal, and then never again', async () => {
    const house = await openHouse('empty')
    const visitor = house.stranger()
    assert.equal((await visitor.get('/')).location, '/setup')
    const fields = {
      code: 'abcde fghij',
      clinicName: 'Willow House',
      state: 'OR',
      timeZone: 'America/Los_Angeles',
      givenName: 'Ana',
      familyName: 'Reyes',
      email: 'Ana@Willow.example',
      password: 'a lantern and two oars',
    }
    const wrong = await visitor.post(urls.setup(), { ...fields, code: 'WRONG-CODE1' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Willow House/, 'what was typed is kept')
    assert.doesNotMatch(wrong.text, /two oars/)
    assert.equal((await visitor.post(urls.setup(), { ...fields, password: 'short' })).status, 422)
    const both = await Promise.all([
      visitor.post(urls.setup(), fields),
      house.stranger().post(urls.setup(), { ...fields, email: 'b@willow.example' }),
    ])
    assert.deepEqual(both.map((answer) => answer.status).sort(), [303, 422])
    assert.equal((await visitor.get(urls.setup())).status, 404)
    const { rows } = await house.db.owner.query('select email from staff_member')
    assert.equal((await visitor.post(urls.signIn(), { email: rows[0].email, password: fields.password })).status, 303)
    await house.close()
  })
})
