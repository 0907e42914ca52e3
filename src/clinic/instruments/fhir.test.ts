import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { urls } from '../../urls.ts'
import type { Questionnaire } from './form.ts'

const validator = new Fhir()
type Bundle = {
  entry: { resource: Questionnaire; fullUrl: string }[]
  link: { relation: string; url: string }[]
  issue?: { diagnostics: string }[]
}

describe('Questionnaires through FHIR', () => {
  let house: TestHouse
  let token = ''
  before(async () => {
    house = await openHouse()
    const ada = await house.as('ada')
    await ada.post(urls.systems(), { name: 'County Health', recipientClass: 'treating-provider', purpose: 'treatment' })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'County Health'")
    const shown = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    token = /class="token">([\w-]{43})</.exec(shown.text)?.[1] ?? ''
  })
  after(() => house.close())

  const ask = async <T>(path: string, bearer = token): Promise<{ status: number; body: T }> => {
    const response = await house.app.request(path, { headers: { authorization: `Bearer ${bearer}` } })
    return { status: response.status, body: (await response.json()) as T } // what each test asks for
  }

  it('serves every questionnaire in use, whole and valid, and says so in the capability statement', async () => {
    const { status, body } = await ask<Bundle>('/fhir/R4/Questionnaire')
    assert.equal(status, 200)
    assert.deepEqual(
      body.entry.map(({ resource }) => resource.id),
      ['audit-c', 'c-ssrs-screener', 'ciwa-ar', 'cows', 'gad-7', 'pc-ptsd-5', 'pcl-5', 'phq-9'],
    )
    for (const { resource, fullUrl } of body.entry) {
      const { valid, messages } = validator.validate(resource)
      assert.ok(valid, `${resource.id} ${JSON.stringify(messages.filter(({ severity }) => severity === 'error'))}`)
      const one = await ask<Questionnaire>(new URL(fullUrl).pathname)
      assert.deepEqual(one.body, resource)
      assert.equal(/LOINC/.test(resource.copyright), resource.code !== undefined)
    }
    const { body: says } = await ask<{ rest: { resource: { type: string }[] }[] }>('/fhir/R4/metadata')
    assert.ok(says.rest[0]?.resource.some(({ type }) => type === 'Questionnaire'))
  })

  it('is searched by what it is called, page by page, and refuses what it does not know', async () => {
    const ids = async (query: string) =>
      (await ask<Bundle>(`/fhir/R4/Questionnaire?${query}`)).body.entry.map(({ resource }) => resource.id)
    assert.deepEqual(await ids('code=http://loinc.org|44249-1'), ['phq-9'])
    assert.deepEqual(await ids('title=primary'), ['pc-ptsd-5'])
    assert.deepEqual(await ids('_id=cows,gad-7'), ['cows', 'gad-7'])
    assert.deepEqual(await ids('url=urn:stepwell:questionnaire:pcl-5&version=1'), ['pcl-5'])
    assert.deepEqual(await ids('name=nothing'), [])
    const seen: string[] = []
    const walk = async (path: string): Promise<void> => {
      const { body } = await ask<Bundle>(path)
      seen.push(...body.entry.map(({ resource }) => resource.id))
      const next = body.link.find(({ relation }) => relation === 'next')
      if (next) await walk(new URL(next.url).pathname + new URL(next.url).search)
    }
    await walk('/fhir/R4/Questionnaire?_count=3')
    assert.equal(seen.length, 8)
    assert.equal(new Set(seen).size, 8)
    const { status } = await ask<Bundle>('/fhir/R4/Questionnaire?publisher=x')
    assert.equal(status, 400)
  })

  it('is for systems with a token, and holds nothing that this clinic does not use', async () => {
    assert.equal((await ask('/fhir/R4/Questionnaire', 'x'.repeat(43))).status, 401)
    assert.equal((await ask('/fhir/R4/Questionnaire/dast-10')).status, 404)
    assert.equal((await ask('/fhir/R4/Questionnaire/bdi')).status, 404)
    const dana = await house.as('dana')
    await dana.post(urls.instruments(), { instrument: 'dast-10', setting: 'in-use', value: 'yes', confirmed: 'yes' })
    assert.equal((await ask('/fhir/R4/Questionnaire/dast-10')).status, 200)
    await dana.post(urls.instruments(), { instrument: 'dast-10', setting: 'in-use', value: 'no' })
    assert.equal((await ask('/fhir/R4/Questionnaire/dast-10')).status, 404)
  })
})
