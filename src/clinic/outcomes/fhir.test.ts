import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'

const validator = new Fhir()
type Answer = { linkId: string; answer: { valueCoding?: { code: string }; valueInteger?: number }[] }
type Told = {
  id: string
  resourceType: string
  status: string
  questionnaire?: string
  meta: { security: { code: string }[] }
  category?: { coding: { code: string }[] }[]
  code?: { coding: { code: string }[] }
  valueInteger?: number
  valueCodeableConcept?: { coding: { code: string }[] }
  interpretation?: { text: string }[]
  derivedFrom?: { reference: string }[]
  extension?: { url: string; valueReference: { reference: string } }[]
  author?: { reference?: string; display?: string }
  note?: { text: string }[]
  item?: Answer[]
}
const today = todayHere()
const [maya, tomasz] = [{ client: castId('maya') }, { client: castId('tomasz') }]
const nine = (points: string, without: readonly number[] = []) =>
  Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`q${n + 1}`, without.includes(n + 1) ? '' : points] as const))

describe('Measures as FHIR', () => {
  let house: TestHouse
  let token = ''
  const ids: Record<string, string> = {}
  const newest = async () =>
    (await house.db.owner.query<{ id: string }>('select id from measure order by recorded_at desc, id limit 1')).rows[0]
      ?.id ?? ''
  const recordAs = async (key: string, whose: { client: string }, fields: Record<string, string>): Promise<string> => {
    const answer = await (await house.as(key)).post(urls.newMeasure(whose), {
      takenOn: today,
      mode: 'clinician',
      ...fields,
    })
    assert.ok(answer.status < 400, answer.text)
    return newest()
  }
  before(async () => {
    house = await openHouse()
    const [ada, noor, lee] = [await house.as('ada'), await house.as('noor'), await house.as('lee')]
    await house.db.owner.query('truncate measure_correction, safety_alarm, measure cascade')
    await ada.post(urls.systems(), { name: 'County Health', recipientClass: 'treating-provider', purpose: 'treatment' })
    const { rows } = await house.db.owner.query("select id from outside_system where name = 'County Health'")
    const shown = await ada.post(urls.systemTokens({ system: rows[0].id }), { days: '30' })
    token = /class="token">([\w-]{43})</.exec(shown.text)?.[1] ?? ''
    const page = await noor.get(urls.newConsent(maya, { scope: 'tpo' }))
    await noor.post(urls.newConsent(maya), {
      scope: 'tpo',
      shown: /name="shown" value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? '',
      signerName: 'Maya Alvarez',
      capacity: 'client',
      authority: '',
      signature: 'Maya Alvarez',
      signaturePath: '',
      intends: 'yes',
    })
    ids.whole = await recordAs('lee', maya, { instrument: 'phq-9', ...nine('1') })
    ids.prorated = await recordAs('lee', maya, { instrument: 'phq-9', ...nine('2', [3]) })
    ids.halfway = await recordAs('lee', maya, { instrument: 'phq-9', ...nine('1', [1, 2, 3, 4, 5]) })
    ids.level = await recordAs('lee', maya, {
      instrument: 'c-ssrs-screener',
      q1: '1',
      q2: '1',
      q3: '0',
      q4: '1',
      q5: '0',
      q6: '0',
    })
    ids.wrong = await recordAs('lee', maya, { instrument: 'gad-7', ...nine('3') })
    ids.mistaken = await recordAs('lee', maya, { instrument: 'gad-7', ...nine('1') })
    ids.others = await recordAs('lee', tomasz, { instrument: 'phq-9', ...nine('3') })
    const right = await lee.post(urls.measureCorrection({ measure: ids.wrong ?? '' }), {
      takenOn: today,
      mode: 'clinician',
      ...nine('2'),
      because: 'Read from the wrong line',
    })
    assert.equal(right.status, 303, right.text)
    ids.right = await newest()
    const back = await lee.post(urls.measureCorrection({ measure: ids.mistaken ?? '' }), {
      takenOn: today,
      take: 'yes',
      because: 'It was somebody else',
    })
    assert.equal(back.status, 303)
    const given = await noor.post(urls.ownPage(maya), { language: 'es', birthDate: 'left-out' })
    const own = /\/mine\/([\w-]{20,})/.exec(given.text)?.[1] ?? ''
    await house.db.owner.query("update measure set taken_on = taken_on - 30 where instrument = 'gad-7'")
    const sent = await house
      .stranger()
      .post(urls.mineQuestions({ token: own }), { questions: 'gad-7', language: 'es', ...nine('0') })
    assert.equal(sent.status, 303, sent.text)
    ids.alone = await newest()
  })
  after(() => house.close())

  const ask = async (path: string) => {
    const response = await house.app.request(`/fhir/R4/${path}`, { headers: { authorization: `Bearer ${token}` } })
    // The test reads what the server answers; its parts are checked below.
    const body = (await response.json()) as Told & {
      entry?: { resource: Told }[]
      link?: { relation: string; url: string }[]
    }
    return { status: response.status, body, all: (body.entry ?? []).map(({ resource }) => resource) }
  }
  const observed = async (id: string | undefined) => (await ask(`Observation/${id}`)).body
  const answered = async (id: string | undefined) => (await ask(`QuestionnaireResponse/${id}`)).body

  it('goes out twice: as it was answered, and what it comes to', async () => {
    const [answers, score] = [await answered(ids.whole), await observed(ids.whole)]
    assert.equal(answers.questionnaire, 'urn:stepwell:questionnaire:phq-9|1')
    assert.equal(answers.status, 'completed')
    assert.equal(answers.item?.filter(({ linkId }) => /^q\d/.test(linkId)).length, 9)
    assert.equal(answers.item?.find(({ linkId }) => linkId === 'total')?.answer[0]?.valueInteger, 9)
    assert.equal(score.status, 'final')
    assert.equal(score.valueInteger, 9)
    assert.deepEqual(
      score.category?.[0]?.coding.map(({ code }) => code),
      ['survey'],
    )
    assert.equal(score.code?.coding[0]?.code, '44261-6')
    assert.match(score.interpretation?.[0]?.text ?? '', /^Mild/)
    assert.deepEqual(score.derivedFrom, [{ reference: `QuestionnaireResponse/${ids.whole}` }])
    // The form that it answers is served beside it, and knows every question and answer that is named.
    const form = (await ask('Questionnaire?url=urn:stepwell:questionnaire:phq-9')).all[0] as unknown as {
      url: string
      version: string
      item: { linkId: string; answerOption?: { valueCoding: { code: string } }[] }[]
    }
    assert.equal(`${form.url}|${form.version}`, answers.questionnaire)
    for (const { linkId, answer } of answers.item ?? []) {
      const item = form.item.find((one) => one.linkId === linkId)
      assert.ok(item, linkId)
      const code = answer[0]?.valueCoding?.code
      if (code !== undefined)
        assert.ok(
          item.answerOption?.some(({ valueCoding }) => valueCoding.code === code),
          linkId,
        )
    }
  })

  it('says what was left open, what was prorated, and what could not be scored', async () => {
    assert.match((await observed(ids.prorated)).note?.[0]?.text ?? '', /1 question was left open/)
    assert.equal(
      (await answered(ids.prorated)).item?.some(({ linkId }) => linkId === 'q3'),
      false,
    )
    assert.equal((await answered(ids.halfway)).status, 'stopped')
    assert.equal((await ask(`Observation/${ids.halfway}`)).status, 404)
  })

  it('gives the level of a triage, never a sum', async () => {
    const level = await observed(ids.level)
    assert.equal(level.valueInteger, undefined)
    assert.equal(level.code?.coding[0]?.code, '93374-7')
    assert.deepEqual(
      level.valueCodeableConcept?.coding.map(({ code }) => code),
      ['high'],
    )
  })

  it('keeps what was wrong, and says that it is', async () => {
    for (const read of [observed, answered]) {
      assert.equal((await read(ids.wrong)).status, 'entered-in-error')
      assert.equal((await read(ids.mistaken)).status, 'entered-in-error')
    }
    const [score, answers] = [await observed(ids.right), await answered(ids.right)]
    assert.deepEqual([score.status, score.valueInteger, answers.status], ['corrected', 14, 'amended'])
    assert.equal(score.extension?.[0]?.valueReference.reference, `Observation/${ids.wrong}`)
    assert.equal(answers.extension?.[0]?.valueReference.reference, `QuestionnaireResponse/${ids.wrong}`)
  })

  it('names who recorded it, and the client where they answered alone', async () => {
    assert.equal((await answered(ids.whole)).author?.display, 'Lee Park')
    assert.deepEqual((await answered(ids.alone)).author, { reference: `Patient/${maya.client}` })
    assert.equal((await observed(ids.alone)).valueInteger, 0)
  })

  it('holds to R4, labelled, all of it, page by page', async () => {
    for (const type of ['QuestionnaireResponse', 'Observation']) {
      const { all } = await ask(`${type}?patient=${maya.client}&_count=200`)
      assert.equal(all.length, type === 'Observation' ? 7 : 8, type)
      for (const one of all) {
        const codes = one.meta.security.map(({ code }) => code)
        for (const label of ['R', '42CFRPart2', 'SUD']) assert.ok(codes.includes(label), `${type} ${label}`)
        const { messages } = validator.validate(JSON.stringify(one))
        assert.deepEqual(
          messages.filter(({ severity }) => severity === 'error' || severity === 'fatal'),
          [],
          type,
        )
      }
      const seen: string[] = []
      let next: string | undefined = `${type}?patient=${maya.client}&_count=3`
      while (next !== undefined) {
        const answer: Awaited<ReturnType<typeof ask>> = await ask(next)
        seen.push(...answer.all.map(({ id }) => id))
        const link: string | undefined = answer.body.link?.find(({ relation }) => relation === 'next')?.url
        next = link?.split('/fhir/R4/')[1]
      }
      assert.deepEqual(
        seen,
        all.map(({ id }) => id),
        type,
      )
    }
  })

  it('shares Observation with vital signs, each under its category', async () => {
    await (await house.as('priya')).post(urls.flowsheet(maya), {
      onDay: today,
      atTime: '00:01',
      systolic: '128',
      diastolic: '82',
      pulse: '76',
      temperature: '',
      breaths: '',
      oxygen: '',
      weight: '',
      breathAlcohol: '',
      words: '',
    })
    const count = async (query: string) => (await ask(`Observation?patient=${maya.client}${query}`)).all.length
    assert.equal(await count(''), 8)
    assert.equal(await count('&category=survey'), 7)
    assert.equal(await count('&category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs'), 1)
    assert.equal(await count('&category=survey,vital-signs'), 8)
    assert.equal(await count('&category=laboratory'), 0)
    assert.equal((await ask(`Observation?category=survey`)).status, 400)
    assert.equal((await ask(`Observation?patient=${maya.client}&questionnaire=x`)).status, 400)
  })

  it('is asked for by its form', async () => {
    const count = async (form: string) =>
      (await ask(`QuestionnaireResponse?patient=${maya.client}&questionnaire=${encodeURIComponent(form)}`)).all.length
    assert.equal(await count('urn:stepwell:questionnaire:gad-7'), 4)
    assert.equal(await count('urn:stepwell:questionnaire:gad-7|1'), 4)
    assert.equal(await count('urn:stepwell:questionnaire:gad-7|2'), 0)
  })

  it('is told of nobody without a consent, and never of everybody', async () => {
    for (const type of ['QuestionnaireResponse', 'Observation']) {
      assert.deepEqual((await ask(`${type}?patient=${tomasz.client}`)).all, [], type)
      assert.equal((await ask(`${type}/${ids.others}`)).status, 404, type)
      assert.equal((await ask(type)).status, 400, type)
      assert.deepEqual((await ask(`${type}?_id=nonsense`)).all, [], type)
      assert.equal((await ask(`${type}/nonsense`)).status, 404, type)
    }
    const { rows } = await house.db.owner.query<{ what: string }>(
      'select distinct what from disclosure where client_id = $1',
      [maya.client],
    )
    assert.ok(
      rows.some(({ what }) => what.startsWith('FHIR QuestionnaireResponse')),
      'it stands in the accounting',
    )
  })
})
