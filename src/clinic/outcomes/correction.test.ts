import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { newId } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const maya = { client: castId('maya') }
const cows = (pulse: string) => ({
  instrument: 'cows',
  takenOn: today,
  mode: 'clinician',
  ...Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`q${n + 1}`, n === 0 ? pulse : '0'])),
})

describe('A measure that was recorded wrongly', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  beforeEach(async () => {
    await house.db.owner.query('truncate measure_correction, safety_alarm, measure cascade')
  })
  after(() => house.close())

  const recordCows = async (pulse: string): Promise<string> => {
    const answer = await (await house.as('lee')).post(urls.newMeasure(maya), cows(pulse))
    assert.ok(answer.status < 400, answer.text)
    const { rows } = await house.db.owner.query<{ id: string }>(
      'select id from measure order by recorded_at desc limit 1',
    )
    return rows[0]?.id ?? ''
  }
  const standing = async () =>
    (await house.db.owner.query<{ score: number }>('select score from measure_now order by recorded_at')).rows.map(
      ({ score }) => score,
    )

  it('is corrected by a row of its own: the wrong one counts no more, and both stay readable', async () => {
    const wrong = await recordCows('2')
    const lee = await house.as('lee')
    const path = urls.measureCorrection({ measure: wrong })
    const page = (await lee.get(path)).text
    assert.match(page, /checked/, 'what stands is filled in')
    const bare = await lee.post(path, { ...cows('1') })
    assert.equal(bare.status, 422)
    assert.match(bare.text, /Say what was wrong/)
    const before = await standing()
    const right = await lee.post(path, { ...cows('1'), because: 'Read from the wrong line' })
    assert.equal(right.status, 303, right.text)
    assert.equal(before.length, 1)
    assert.deepEqual(await standing(), [1])
    const { rows } = await house.db.owner.query('select score from measure order by recorded_at')
    assert.equal(rows.length, 2)
    for (const where of [urls.measures(maya), urls.flowsheet(maya)]) {
      const text = (await (await house.as('priya')).get(where)).text
      assert.match(text, /<s>COWS/, where)
      assert.match(text, /Read from the wrong line/, where)
      assert.match(text, /Corrects an earlier one/, where)
    }
  })

  it('is corrected once, by whoever comes first', async () => {
    const wrong = await recordCows('1')
    const path = urls.measureCorrection({ measure: wrong })
    const answers = await Promise.all(
      ['lee', 'priya'].map(async (key) => (await house.as(key)).post(path, { ...cows('2'), because: `By ${key}` })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.match(answers.find(({ status }) => status === 422)?.text ?? '', /corrected this a moment ago/)
    assert.equal((await standing()).length, 1)
    // And the one that corrects may itself be wrong.
    const { rows } = await house.db.owner.query<{ id: string }>('select by_measure_id as id from measure_correction')
    const again = await (await house.as('lee')).post(urls.measureCorrection({ measure: rows[0]?.id ?? '' }), {
      takenOn: today,
      take: 'yes',
      because: 'It was somebody else',
    })
    assert.equal(again.status, 303)
    assert.deepEqual(await standing(), [])
  })

  it('that the client answered alone is taken back and never changed', async () => {
    const noor = await house.as('noor')
    const given = await noor.post(urls.ownPage(maya), { language: 'en', birthDate: 'left-out' })
    const token = /\/mine\/([\w-]{20,})/.exec(given.text)?.[1] ?? ''
    const answers = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`q${n + 1}`, '1']))
    await house.stranger().post(urls.mineQuestions({ token }), { questions: 'phq-9', ...answers })
    const { rows } = await house.db.owner.query<{ id: string }>('select id from measure')
    const path = urls.measureCorrection({ measure: rows[0]?.id ?? '' })
    const lee = await house.as('lee')
    assert.doesNotMatch((await lee.get(path)).text, /Little interest/)
    const changed = await lee.post(path, { takenOn: today, ...answers, q1: '0', because: 'I think less' })
    assert.equal(changed.status, 422)
    assert.match(changed.text, /answered this alone/)
    assert.equal(
      (await lee.post(path, { takenOn: today, take: 'yes', because: 'Another person’s telephone' })).status,
      303,
    )
    assert.deepEqual(await standing(), [])
    assert.match((await lee.get(urls.measuresDue())).text, /PHQ-9/, 'it is asked again')
    assert.equal((await house.db.owner.query('select from safety_alarm')).rowCount, 1, 'its alarm waits for an answer')
  })

  it('is nobody’s business who may not record measures', async () => {
    const path = urls.measureCorrection({ measure: await recordCows('1') })
    assert.equal((await (await house.as('ben')).get(path)).status, 403)
    assert.equal((await (await house.as('tess')).get(path)).status, 404)
    assert.equal((await (await house.as('tess')).post(path, { take: 'yes', because: 'xxx' })).status, 404)
    assert.equal((await (await house.as('lee')).get(urls.measureCorrection({ measure: newId() }))).status, 404)
    assert.equal((await house.db.owner.query('select from measure_correction')).rowCount, 0)
  })
})
