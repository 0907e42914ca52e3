import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { newId } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'

describe('Somebody who sends people', () => {
  let house: TestHouse
  let noor: Visitor
  let practice = ''
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
    await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
  })
  after(() => house.close())

  const facts = {
    kind: 'organisation',
    recipientKind: 'treating-provider',
    name: 'Beacon Family Practice',
    organisation: '',
    phone: '845 555 0100',
    fax: '',
    email: '',
    address: '',
    notes: '',
  }
  const sent = async (): Promise<string> =>
    (await noor.get(practice)).text.split('Whom they sent').slice(1).join('').split('How to reach them')[0] ?? ''

  it('is kept once, found by name, and corrected by a row', async () => {
    const answer = await noor.post(urls.newReferrer(), facts)
    assert.equal(answer.status, 303)
    practice = answer.location ?? ''
    const twice = await noor.post(urls.newReferrer(), { ...facts, name: ' beacon  family PRACTICE ' })
    assert.match(twice.text, /data-refused="known-referrer"/)
    assert.match((await noor.post(urls.newReferrer(), { ...facts, name: '' })).text, /name-error/)
    assert.equal((await noor.post(practice, { ...facts, phone: '845 555 0199' })).status, 303)
    const page = (await noor.get(practice)).text
    assert.match(page, /845 555 0199/)
    assert.match((await noor.get(urls.referrers({ q: 'family' }))).text, /Beacon Family Practice/)
    assert.match((await noor.get(urls.referrers({ q: '100%' }))).text, /Nobody has this name/)
    assert.equal((await noor.get(urls.referrer({ referrer: newId() }))).status, 404)
  })

  it('is told nothing of whom they sent, not even that she came, until she agrees in writing', async () => {
    const entered = await noor.post(urls.newClient(), {
      given: 'Nadia',
      family: 'Petrov',
      birthDate: '1988-03-09',
      sex: 'female',
      phone: '845 555 0142',
      source: 'provider',
      referrer: 'Beacon family practice',
    })
    const client = entered.location?.split('/').at(-1) ?? ''
    const { rows } = await house.db.owner.query(
      'select i.id, x.source from inquiry i join inquiry_client k on k.inquiry_id = i.id join inquiry_sender x on x.inquiry_id = i.id where k.client_id = $1',
      [client],
    )
    assert.equal(rows.length, 1, 'her coming is an inquiry')
    assert.equal(rows[0].source, 'provider')
    assert.match(await sent(), /Nadia Petrov/)
    assert.match(await sent(), /Without consent: not even that they came/)
    const consent = newId()
    await house.db.owner.query(
      `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, language, text_signed, text_hash, information,
         recipients, purposes, signer_name, signer_capacity, method, signature, signed_at, taken_by)
       values ($1, $2, $3, 'specific', 'test', '1', 'en', 'x', repeat('a', 64), '{attendance}',
         '[{"kind": "treating-provider", "name": "Beacon Family Practice"}]', '{treatment}', 'Nadia Petrov', 'client', 'typed', 'Nadia Petrov', now(), $4)`,
      [riverbend.id, consent, client, castId('dana')],
    )
    assert.match(await sent(), /With their consent: that they are here, whether they come, for their treatment/)
    assert.match(await sent(), /Thanks allowed/)
    assert.match((await noor.get(urls.inquiry({ inquiry: rows[0].id }))).text, /With their consent/)
    await house.db.owner.query(
      "insert into consent_revocation (clinic_id, id, consent_id, how, revoked_at, recorded_by, recorded_at) values ($1, $2, $3, 'by telephone', now(), $4, now())",
      [riverbend.id, newId(), consent, castId('dana')],
    )
    assert.match(await sent(), /Without consent: not even that they came/)
  })

  it('is one, though two inquiries name them at once', async () => {
    const ask = (phone: string) =>
      noor.post(urls.newInquiry(), {
        channel: 'telephone',
        forWhom: 'self',
        name: 'Somebody',
        phone,
        language: 'en',
        source: 'court',
        sender: 'Drug court of Ulster',
      })
    const answers = await Promise.all([ask('845 555 0171'), ask('845 555 0172')])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    )
    const { rows } = await house.db.owner.query(
      "select recipient_kind from referrer_now where name = 'Drug court of Ulster'",
    )
    assert.deepEqual(rows, [{ recipient_kind: 'court' }])
  })
})
