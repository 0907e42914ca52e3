import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { urls } from '../../urls.ts'

const validator = new Fhir()
type Told = {
  id: string
  status: string
  meta: { security: { code: string }[] }
  payor: { display: string }[]
} & Record<string, unknown>
type Answer = { status: number; body: Told & { entry: { resource: Told }[] } }

describe('A plan as FHIR Coverage', () => {
  let house: TestHouse
  let token = ''
  const plans: string[] = []
  before(async () => {
    house = await openHouse()
    const [ada, noor] = [await house.as('ada'), await house.as('noor')]
    await ada.post(urls.systems(), { name: 'County Health', recipientClass: 'treating-provider', purpose: 'treatment' })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'County Health'")
    const shown = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    token = /class="token">([\w-]{43})</.exec(shown.text)?.[1] ?? ''
    const page = await noor.get(urls.newConsent({ client: castId('maya') }, { scope: 'tpo' }))
    const name = /name="signerName"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="signerName"/.exec(page.text)
    const signerName = name?.[1] ?? name?.[2] ?? ''
    const signed = await noor.post(urls.newConsent({ client: castId('maya') }), {
      scope: 'tpo',
      shown: /name="shown" value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? '',
      signerName,
      capacity: 'client',
      authority: '',
      signature: signerName,
      signaturePath: '',
      intends: 'yes',
    })
    assert.equal(signed.status, 303)
    const whole = {
      payerId: '',
      newPayerKind: 'commercial',
      plan: 'Silver 20',
      memberNumber: 'RM1',
      groupNumber: 'G1',
      startsOn: '2026-01-01',
    }
    const add = async (key: string, fields: Record<string, string>) => {
      const answer = await noor.post(urls.newCoverage({ client: castId(key) }), fields)
      assert.equal(answer.status, 303)
    }
    await add('maya', { ...whole, newPayer: 'River Mutual', relation: 'self', priority: '1' })
    await add('maya', {
      payerId: '',
      newPayer: 'Old Mutual',
      newPayerKind: 'other',
      relation: 'child',
      subscriberName: 'Rosa Alvarez',
      priority: '2',
    })
    await add('tomasz', { ...whole, newPayer: 'Hill Health', relation: 'self', priority: '1' })
    const found = await house.db.owner.query('select id from coverage_now where client_id = $1 order by priority', [
      castId('maya'),
    ])
    plans.push(...found.rows.map((row) => row.id))
    const ended = await noor.post(urls.coverageEnd({ coverage: plans[1] ?? '' }), {
      on: '2026-06-30',
      because: 'Moved',
    })
    assert.equal(ended.status, 303)
  })
  after(() => house.close())

  const ask = async (path: string): Promise<Answer> => {
    const response = await house.app.request(`/fhir/R4/${path}`, { headers: { authorization: `Bearer ${token}` } })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }
  const idsIn = (answer: Answer): string[] => answer.body.entry.map(({ resource }) => resource.id).sort()

  it('is valid, labelled, and says what is recorded and nothing else', async () => {
    const { status, body } = await ask(`Coverage/${plans[0]}`)
    assert.equal(status, 200)
    const { valid, messages } = validator.validate(body)
    assert.ok(valid, JSON.stringify(messages.filter((one) => one.severity === 'error')))
    const { meta, text: _, ...rest } = body
    assert.ok(meta.security.some(({ code }) => code === '42CFRPart2'))
    assert.deepEqual(rest, {
      resourceType: 'Coverage',
      id: plans[0],
      status: 'active',
      subscriberId: 'RM1',
      subscriber: { reference: `Patient/${castId('maya')}` },
      beneficiary: { reference: `Patient/${castId('maya')}` },
      relationship: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/subscriber-relationship', code: 'self' }],
      },
      period: { start: '2026-01-01' },
      payor: [{ display: 'River Mutual' }],
      class: [
        {
          type: {
            coding: [
              { system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'group', display: 'Group' },
            ],
          },
          value: 'G1',
        },
        {
          type: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'plan', display: 'Plan' }],
          },
          value: 'Silver 20',
        },
      ],
      order: 1,
    })
  })
  it('tells an ended one as cancelled, with its holder and its last day', async () => {
    const { body } = await ask(`Coverage/${plans[1]}`)
    assert.ok(validator.validate(body).valid)
    assert.deepEqual(
      [body.status, body.subscriber, body.period],
      ['cancelled', { display: 'Rosa Alvarez' }, { end: '2026-06-30' }],
    )
    assert.equal('subscriberId' in body, false)
  })
  it('is found by its person and status', async () => {
    assert.deepEqual(idsIn(await ask(`Coverage?beneficiary=Patient/${castId('maya')}`)), [...plans].sort())
    assert.deepEqual(idsIn(await ask(`Coverage?patient=${castId('maya')}&status=active`)), [plans[0]])
    assert.deepEqual(idsIn(await ask(`Coverage?_id=${plans[1]}&beneficiary=${castId('maya')}`)), [plans[1]])
    assert.deepEqual(idsIn(await ask(`Coverage?_id=${plans[1]}&beneficiary=${castId('tomasz')}`)), [])
  })
  it('walks page by page', async () => {
    const first = await ask(`Coverage?beneficiary=${castId('maya')}&_count=1`)
    assert.equal(first.body.entry.length, 1)
    const second = await ask(`Coverage?beneficiary=${castId('maya')}&_count=1&_after=${idsIn(first)[0]}`)
    assert.deepEqual([...idsIn(first), ...idsIn(second)].sort(), [...plans].sort())
  })
  it('does not leave without a consent, and does not say that there is one', async () => {
    const { rows } = await house.db.owner.query('select id from coverage where client_id = $1', [castId('tomasz')])
    const [known, unknown] = [await ask(`Coverage/${rows[0].id}`), await ask(`Coverage/${castId('nobody')}`)]
    assert.deepEqual([known.status, unknown.status], [404, 404])
    assert.deepEqual(known.body, unknown.body)
    assert.deepEqual(idsIn(await ask(`Coverage?patient=${castId('tomasz')}`)), [])
  })
  it('is not searched through without naming a person', async () => {
    assert.equal((await ask('Coverage?status=active')).status, 400)
    assert.equal((await ask('Coverage/not-an-id')).status, 404)
  })
  it('writes what left into the accounting', async () => {
    const { rows } = await house.db.owner.query(
      "select count(*)::int as n from trail where clinic_id = $1 and about::text like '%FHIR Coverage%'",
      [riverbend.id],
    )
    assert.ok(rows[0].n > 0)
  })
})
