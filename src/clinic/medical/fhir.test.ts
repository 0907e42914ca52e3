import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'

const validator = new Fhir()
type Told = { id: string; resourceType: string; status: string; meta: { security: { code: string }[] } } & Record<
  string,
  unknown
>
const types = ['AllergyIntolerance', 'MedicationRequest', 'MedicationStatement', 'Observation', 'DiagnosticReport']
const maya = { client: castId('maya') }
const tomasz = { client: castId('tomasz') }

describe('Medicine as FHIR', () => {
  let house: TestHouse
  let token = ''
  before(async () => {
    house = await openHouse()
    const [ada, noor, priya] = [await house.as('ada'), await house.as('noor'), await house.as('priya')]
    await ada.post(urls.systems(), { name: 'County Health', recipientClass: 'treating-provider', purpose: 'treatment' })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'County Health'")
    const shown = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    token = /class="token">([\w-]{43})</.exec(shown.text)?.[1] ?? ''
    const page = await noor.get(urls.newConsent(maya, { scope: 'tpo' }))
    const signed = await noor.post(urls.newConsent(maya), {
      scope: 'tpo',
      shown: /name="shown" value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? '',
      signerName: 'Maya Alvarez',
      capacity: 'client',
      authority: '',
      signature: 'Maya Alvarez',
      signaturePath: '',
      intends: 'yes',
    })
    assert.equal(signed.status, 303)
    for (const one of [maya, tomasz]) {
      const today = todayHere()
      const line = {
        dose: '8 mg film',
        amount: '8',
        unit: 'mg',
        times: '1',
        everyDays: '1',
        route: 'under the tongue',
        whatFor: '',
        rxnorm: '1819',
      }
      const posts = [
        await priya.post(urls.allergies(one), {
          kind: 'allergy',
          substance: 'Penicillin',
          reaction: 'hives',
          severity: 'severe',
          assertedBy: 'client',
          rxnorm: '',
        }),
        await priya.post(urls.newMedicationOrder(one), {
          ...line,
          name: 'Buprenorphine',
          because: 'OUD',
          startOn: today,
          stopOn: '',
          daysSupplied: '14',
          refills: '0',
        }),
        await priya.post(urls.newMedication(one), {
          ...line,
          rxnorm: '',
          name: 'Sertraline',
          source: 'told',
          fromWhom: '',
          startedOn: '',
        }),
        await priya.post(urls.flowsheet(one), {
          onDay: today,
          atTime: '00:01',
          systolic: '128',
          diastolic: '82',
          pulse: '76',
          temperature: '98.4',
          breaths: '14',
          oxygen: '98',
          weight: '160',
          breathAlcohol: '0.02',
          words: '',
        }),
        await priya.post(urls.toxOrders(one), {
          why: 'admission',
          because: '',
          'panel[]': ['cocaine'],
          specimen: 'urine',
          method: 'point-of-care',
          laboratory: '',
          dueOn: today,
        }),
      ]
      assert.deepEqual(
        posts.map(({ status }) => status),
        [303, 303, 303, 303, 303],
      )
      const test = posts.at(-1)?.location?.split('/').at(-1) ?? ''
      await priya.post(urls.toxCollections({ test }), {
        outcome: 'collected',
        onDay: today,
        atTime: '00:01',
        temperature: '',
        seal: '',
        words: '',
      })
      await priya.post(urls.toxReports({ test }), {
        source: 'point-of-care',
        certainty: 'presumptive',
        laboratory: '',
        creatinine: '',
        temperature: '',
        words: '',
        because: '',
        'of-cocaine': 'negative',
      })
    }
  })
  after(() => house.close())
  const ask = async (path: string) => {
    const response = await house.app.request(path, { headers: { authorization: `Bearer ${token}` } })
    // The test reads what the server answers; its parts are checked below.
    return { status: response.status, body: (await response.json()) as Told & { entry?: { resource: Told }[] } }
  }

  it('is told of whoever consented, labelled, as resources that hold to R4', async () => {
    for (const type of types) {
      const { status, body } = await ask(`/fhir/R4/${type}?patient=${maya.client}`)
      assert.equal(status, 200, type)
      const all = (body.entry ?? []).map(({ resource }) => resource)
      assert.equal(all.length, 1, type)
      for (const one of all) {
        assert.equal(one.resourceType, type)
        const codes = one.meta.security.map(({ code }) => code)
        for (const label of ['R', '42CFRPart2', 'SUD']) assert.ok(codes.includes(label), `${type} ${label}`)
        const valid = validator.validate(JSON.stringify(one))
        assert.deepEqual(
          valid.messages.filter(({ severity }) => severity === 'error'),
          [],
          type,
        )
        assert.equal((await ask(`/fhir/R4/${type}/${one.id}`)).body.id, one.id)
      }
    }
  })

  it('is told of nobody without a consent, and never of everybody', async () => {
    for (const type of types) {
      assert.deepEqual((await ask(`/fhir/R4/${type}?patient=${tomasz.client}`)).body.entry ?? [], [], type)
      assert.equal((await ask(`/fhir/R4/${type}`)).status, 400, type)
      assert.deepEqual((await ask(`/fhir/R4/${type}?_id=nonsense`)).body.entry ?? [], [], type)
    }
    const { rows } = await house.db.owner.query<{ id: string }>(
      'select id from allergy where client_id = $1 and clinic_id = $2',
      [tomasz.client, riverbend.id],
    )
    assert.notEqual((await ask(`/fhir/R4/AllergyIntolerance/${rows[0]?.id}`)).status, 200)
  })
})
