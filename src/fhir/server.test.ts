import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { Client } from 'fhir-kit-client'
import { serve } from '@hono/node-server'
import { castId, lakeside, riverbend } from '../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../tests/knock.ts'
import { urls } from '../urls.ts'

const validator = new Fhir()
type Bundle = {
  resourceType: string
  entry: {
    resource: { id: string; resourceType: string; meta: { security: { code: string }[] }; text: { div: string } }
  }[]
  link: { relation: string; url: string }[]
  meta?: { security: { code: string }[] }
}

describe('FHIR', () => {
  let house: TestHouse
  let token = ''
  before(async () => {
    house = await openHouse()
    const ada = await house.as('ada')
    await ada.post(urls.systems(), { name: 'County Health', recipientClass: 'treating-provider', purpose: 'treatment' })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'County Health'")
    const shown = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    token = /class="token">([\w-]{43})</.exec(shown.text)?.[1] ?? ''
    const noor = await house.as('noor')
    for (const key of ['maya', 'kofi', 'ruth']) {
      const client = { client: castId(key) }
      const page = await noor.get(urls.newConsent(client, { scope: 'tpo' }))
      const name = /name="signerName"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="signerName"/.exec(page.text)
      const signerName = name?.[1] ?? name?.[2] ?? ''
      const shownHash = /name="shown" value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? ''
      const signed = await noor.post(urls.newConsent(client), {
        scope: 'tpo',
        shown: shownHash,
        signerName,
        capacity: 'client',
        authority: '',
        signature: signerName,
        signaturePath: '',
        intends: 'yes',
      })
      assert.equal(signed.status, 303)
    }
    await house.db.owner.query(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, minutes_late, marked_by, marked_at)
       select g.clinic_id, gen_random_uuid(), g.id, $2, g.held_on, 'late', 60, 20, $3, now() from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
       where g.clinic_id = $1 and r.name = 'Process group A' and g.held_on < current_date - 1 order by g.held_on desc limit 5`,
      [riverbend.id, castId('kofi'), castId('lee')],
    )
  })
  after(() => house.close())

  const ask = async (path: string, bearer: string | null = token) => {
    const response = await house.app.request(path, {
      headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
    })
    return { status: response.status, body: (await response.json()) as Bundle & { issue?: { diagnostics: string }[] } }
  }
  const valid = (resource: unknown) => {
    const { valid: isValid, messages } = validator.validate(resource as object)
    assert.ok(
      isValid,
      JSON.stringify(messages.filter((message) => message.severity === 'error' || message.severity === 'fatal')),
    )
  }

  it('says what it does without a token', async () => {
    const { status, body } = await ask(urls.fhirMetadata(), null)
    assert.equal(status, 200)
    valid(body)
  })

  for (const bearer of [null, 'x'.repeat(43), '', `' or true --${'x'.repeat(30)}`]) {
    it(`answers nothing to the token ${JSON.stringify(bearer)}`, async () => {
      for (const path of ['/fhir/R4/Patient', `/fhir/R4/Patient/${castId('maya')}`, '/fhir/R4/Encounter?patient=x']) {
        const { status, body } = await ask(path, bearer)
        assert.equal(status, 401)
        assert.equal(body.resourceType, 'OperationOutcome')
      }
    })
  }

  it('tells of those who consented, and of nobody else', async () => {
    const { body } = await ask('/fhir/R4/Patient')
    assert.deepEqual(body.entry.map((entry) => entry.resource.id).sort(), ['maya', 'kofi', 'ruth'].map(castId).sort())
    valid(body)
  })

  it('labels everything R and 42CFRPart2, with the notice', async () => {
    for (const path of ['/fhir/R4/Patient', '/fhir/R4/EpisodeOfCare', `/fhir/R4/Encounter?patient=${castId('kofi')}`]) {
      const { body } = await ask(path)
      assert.ok(body.entry.length > 0, path)
      valid(body)
      for (const { resource } of body.entry) {
        const codes = resource.meta.security.map((label) => label.code)
        assert.ok(codes.includes('R') && codes.includes('42CFRPart2'), path)
        assert.match(resource.text.div, /42 CFR part 2/)
      }
      assert.ok(body.meta?.security.some((label) => label.code === 'R'))
    }
  })

  it('has one encounter for each meeting, from arrival to departure', async () => {
    const { body } = await ask(`/fhir/R4/Encounter?patient=Patient/${castId('kofi')}`)
    assert.equal(body.entry.length, 5)
    for (const { resource } of body.entry) {
      const encounter = resource as unknown as { period: { start: string; end: string }; length: { value: number } }
      assert.equal((Date.parse(encounter.period.end) - Date.parse(encounter.period.start)) / 60_000, 60)
      assert.equal(encounter.length.value, 60)
      const one = await ask(`/fhir/R4/Encounter/${resource.id}`)
      assert.equal(one.status, 200)
      valid(one.body)
    }
  })

  it('says the same of somebody who did not consent and of somebody who does not exist', async () => {
    const [unconsented, unknown] = [
      await ask(`/fhir/R4/Patient/${castId('tomasz')}`),
      await ask(`/fhir/R4/Patient/${castId('nobody')}`),
    ]
    assert.deepEqual([unconsented.status, unconsented.body], [404, unknown.body])
    assert.deepEqual((await ask(`/fhir/R4/Encounter?patient=${castId('tomasz')}`)).body.entry, [])
  })

  it('pages through all of them, none twice', async () => {
    const seen: string[] = []
    let next: string | undefined = '/fhir/R4/Patient?_count=1'
    for (let n = 0; next !== undefined && n < 10; n += 1) {
      const { body }: { body: Bundle } = await ask(next)
      seen.push(...body.entry.map((entry) => entry.resource.id))
      const link: string | undefined = body.link.find((one) => one.relation === 'next')?.url
      next = link === undefined ? undefined : new URL(link).pathname + new URL(link).search
    }
    assert.deepEqual(seen.sort(), ['maya', 'kofi', 'ruth'].map(castId).sort())
  })

  for (const [path, status] of [
    ['/fhir/R4/Patient?favourite=blue', 400],
    ['/fhir/R4/Patient?birthdate=yesterday', 400],
    ['/fhir/R4/Encounter', 400],
    ['/fhir/R4/Slot', 404],
    ['/fhir/R4/Patient/not-an-id', 404],
    ['/fhir/R4/Encounter/x.y', 404],
    ['/fhir/R4/Patient?_count=many', 400],
    ['/fhir/R4/Patient?name:missing=true', 400],
  ] as const) {
    it(`answers ${status} with an outcome to ${path}`, async () => {
      const answer = await ask(path)
      assert.equal(answer.status, status)
      valid(answer.body)
    })
  }

  for (const [query, keys] of [
    [`birthdate=1991-04-17`, ['maya']],
    ['family=alv', ['maya']],
    ['name=Kofi', ['kofi']],
    ['gender=female', ['maya', 'ruth']],
    ['birthdate=ge1990-01-01&birthdate=lt1992-01-01', ['maya']],
    ['given=%25', []],
  ] as const) {
    it(`finds ${keys.join(', ') || 'nobody'} by ${query}`, async () => {
      const { body } = await ask(`/fhir/R4/Patient?${query}`)
      assert.deepEqual(body.entry.map((entry) => entry.resource.id).sort(), keys.map(castId).sort())
    })
  }

  it('writes every telling into the accounting, and every reading into the trail', async () => {
    await house.looksWritten()
    const told = await house.db.owner.query(
      "select 1 from disclosure where client_id = $1 and recipient = 'County Health'",
      [castId('maya')],
    )
    assert.ok((told.rowCount ?? 0) > 0)
    const looked = await house.db.owner.query(
      "select 1 from trail where by_kind = 'system' and client_ids @> array[$1::uuid]",
      [castId('maya')],
    )
    assert.ok((looked.rowCount ?? 0) > 0)
    const none = await house.db.owner.query('select 1 from disclosure where client_id = $1', [castId('tomasz')])
    assert.equal(none.rowCount, 0)
  })

  it('speaks to an independent client', async () => {
    const server = serve({ fetch: house.app.fetch, port: 0, hostname: '127.0.0.1' })
    const address = await new Promise<{ port: number }>((resolve) =>
      server.once('listening', () => resolve(server.address() as { port: number })),
    )
    const client = new Client({
      baseUrl: `http://127.0.0.1:${address.port}/fhir/R4`,
      customHeaders: { authorization: `Bearer ${token}` },
    })
    const found = (await client.search({
      resourceType: 'EpisodeOfCare',
      searchParams: { patient: castId('maya'), status: 'active' },
    })) as unknown as Bundle
    assert.equal(found.entry.length, 1)
    await new Promise((resolve) => server.close(resolve))
  })

  it('stops at once when the consent is taken back, and when the token ends', async () => {
    const noor = await house.as('noor')
    const { rows } = await house.db.owner.query("select id from consent where client_id = $1 and scope = 'tpo'", [
      castId('ruth'),
    ])
    await noor.post(urls.consentRevocation({ consent: rows[0].id }), { how: 'by letter' })
    assert.equal((await ask(`/fhir/R4/Patient/${castId('ruth')}`)).status, 404)
    const tokens = await house.db.owner.query('select id from system_token where clinic_id <> $1', [lakeside.id])
    await (await house.as('ada')).post(urls.systemTokenEnd({ token: tokens.rows[0].id }))
    assert.equal((await ask('/fhir/R4/Patient')).status, 401)
  })
})
