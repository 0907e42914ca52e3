import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'
import { instrument } from './catalog.ts'
import { textsOf } from './translation.ts'

const pcl5 = urls.instrumentWords({ instrument: 'pcl-5' })
const typed = (key: 'pcl-5', but: Record<string, string> = {}) => ({
  ...Object.fromEntries(textsOf(instrument(key).form).map((text, n) => [`text-${n}`, `ES ${text}`])),
  source: 'PCL-5 en español, a translation of our own county',
  leave: 'Con permiso del condado.',
  ...but,
})

describe('Instruments in Spanish, on every page', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    await house.db.owner.query('delete from measure')
  })
  after(() => house.close())

  const linkOf = async (key: string, language: string) => {
    const noor = await house.as('noor')
    const given = await noor.post(urls.ownPage({ client: castId(key) }), { language, birthDate: 'left-out' })
    return /\/mine\/([\w-]{20,})/.exec(given.text)?.[1] ?? ''
  }

  it('ask a client in their language on their own page, and keep in which they answered', async () => {
    const token = await linkOf('tomasz', 'es')
    const phone = house.stranger()
    const page = (await phone.get(urls.mineQuestions({ token }))).text
    assert.match(page, /Poco interés o placer en hacer cosas/)
    assert.match(page, /No se requiere permiso/)
    assert.doesNotMatch(page, /Little interest|solo en inglés/)
    assert.match((await phone.get(urls.mineQuestions({ token }, { lang: 'en' }))).text, /Little interest/)
    const answers = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`q${n + 1}`, n === 8 ? '0' : '2']))
    assert.equal(
      (await phone.post(urls.mineQuestions({ token }), { questions: 'phq-9', language: 'es', ...answers })).status,
      303,
    )
    const { rows } = await house.db.owner.query('select language, score, form_version as version from measure')
    assert.deepEqual(rows, [{ language: 'es', score: 16, version: '1' }])
  })

  it('stay in English, and say so, where nothing is published and the clinic has no words of its own', async () => {
    await house.db.owner.query('delete from measure')
    const dana = await house.as('dana')
    const asked = { instrument: 'pcl-5', days: '30', from: todayHere(), source: 'Trauma track' }
    assert.equal((await dana.post(urls.measureRules(), asked)).status, 303)
    for (const instrumentKey of ['phq-9', 'gad-7'])
      await dana.post(urls.measureRules(), { ...asked, instrument: instrumentKey, days: '' })
    const token = await linkOf('amina', 'es')
    const phone = house.stranger()
    const page = (await phone.get(urls.mineQuestions({ token }))).text
    assert.match(page, /solo en inglés/)
    assert.match(page, /name="language" value="en"/)
    // A page that claims a language that is not there is not believed.
    const forged = await phone.post(urls.mineQuestions({ token }), { questions: 'pcl-5', language: 'es', q1: '1' })
    assert.equal(forged.status, 422)
    assert.match((await dana.get(pcl5)).text, /asked in English alone/)
  })

  it('take a clinic’s own translation whole, with its source and leave, and give it back', async () => {
    const [ada, lee] = [await house.as('ada'), await house.as('lee')]
    assert.equal((await lee.post(pcl5, typed('pcl-5'))).status, 403)
    assert.equal((await (await house.as('ben')).get(pcl5)).status, 403)
    const torn = await ada.post(pcl5, typed('pcl-5', { 'text-3': ' ' }))
    assert.equal(torn.status, 422)
    assert.match(torn.text, /has no translation yet/)
    assert.match(torn.text, /ES /, 'nothing typed is lost')
    assert.match((await ada.post(pcl5, typed('pcl-5', { leave: '' }))).text, /by whose leave/)
    assert.match((await ada.post(pcl5, typed('pcl-5', { take: 'yes' }))).text, /no translation to take back/)
    assert.equal((await ada.post(pcl5, typed('pcl-5'))).status, 303)
    const token = await linkOf('amina', 'es')
    const phone = house.stranger()
    assert.match((await phone.get(urls.mineQuestions({ token }))).text, /ES [\s\S]*Con permiso del condado/)
    assert.match((await lee.get(pcl5)).text, /our own county/)
    assert.match((await lee.get(urls.instruments())).text, /own translation/)
    assert.equal((await ada.post(pcl5, typed('pcl-5', { take: 'yes' }))).status, 303)
    assert.match((await phone.get(urls.mineQuestions({ token }))).text, /solo en inglés/)
    assert.equal((await house.db.owner.query('select from instrument_translation')).rowCount, 2)
  })

  it('leave published words as they are, and what clinicians read in English', async () => {
    const ada = await house.as('ada')
    for (const [key, sentence] of [
      ['phq-9', /published and free/],
      ['cows', /read by a clinician/],
    ] as const) {
      const path = urls.instrumentWords({ instrument: key })
      assert.doesNotMatch((await ada.get(path)).text, /Ask in these words/)
      assert.match((await ada.post(path, { source: 'Ours', leave: 'Ours', 'text-0': 'x' })).text, sentence)
    }
    assert.equal((await ada.get(urls.instrumentWords({ instrument: 'bdi' }))).status, 404)
  })

  it('are told to other systems beside the English ones, as FHIR tells a translation', async () => {
    const ada = await house.as('ada')
    await ada.post(urls.systems(), { name: 'County Health', recipientClass: 'treating-provider', purpose: 'treatment' })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'County Health'")
    const shown = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    const token = /class="token">([\w-]{43})</.exec(shown.text)?.[1] ?? ''
    const ask = async (id: string) => {
      const response = await house.app.request(`/fhir/R4/Questionnaire/${id}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return (await response.json()) as Record<string, unknown> // a questionnaire, which the validator looks through
    }
    const phq9 = await ask('phq-9')
    const { valid, messages } = new Fhir().validate(phq9)
    assert.ok(valid, JSON.stringify(messages))
    const said = JSON.stringify(phq9)
    assert.match(said, /"url":"http:\/\/hl7.org\/fhir\/StructureDefinition\/translation"/)
    assert.match(said, /"valueCode":"es"\},\{"url":"content","valueString":"Poco interés o placer en hacer cosas"/)
    assert.match(said, /"_display":\{"extension"/)
    assert.doesNotMatch(JSON.stringify(await ask('pcl-5')), /translation/)
  })
})
