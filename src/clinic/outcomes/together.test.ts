import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { urls } from '../../urls.ts'
import { ownPageDefault } from '../clients/own-page.ts'
import { type Asking, isShown, mayAnswer, stateOf } from './asking.ts'

const begun = new Date('2026-03-02T15:00:00Z')
const { askingMinutes } = ownPageDefault
const after20 = new Date(begun.getTime() + askingMinutes * 60_000)
const plain: Asking = {
  id: 'a',
  clientId: 'c',
  askedAt: begun,
  until: after20,
  isAnswered: false,
  ended: null,
  isAskedOtherwise: false,
}

describe('An asking about danger', () => {
  for (const [what, over, at, shown, taken, state] of [
    ['while somebody is with them', {}, begun, true, true, 'waits'],
    ['after the time ran out', {}, after20, false, true, 'silent'],
    ['a day later', {}, new Date(begun.getTime() + 86_400_000), false, false, 'silent'],
    ['taken back', { ended: 'taken-back' }, begun, false, true, 'settled'],
    ['who would rather talk', { ended: 'rather-talks' }, begun, false, true, 'rather-talks'],
    [
      'who would rather talk, and was asked',
      { ended: 'rather-talks', isAskedOtherwise: true },
      begun,
      false,
      true,
      'settled',
    ],
    ['answered', { isAnswered: true }, begun, false, false, 'settled'],
    ['asked in another way', { isAskedOtherwise: true }, after20, false, true, 'settled'],
  ] as const)
    it(`${what}: shown ${shown}, taken ${taken}, ${state}`, () => {
      const one = { ...plain, ...over }
      assert.equal(isShown(one, at), shown)
      assert.equal(!isRefusal(mayAnswer(one, at)), taken)
      assert.equal(stateOf(one, at), state)
    })
})

const maya = { client: castId('maya') }
const none = { q1: '0', q2: '0', q6: '0' }
const high = { q1: '1', q2: '1', q3: '0', q4: '1', q5: '0', q6: '0' }

describe('The questions about danger on a client’s own page', () => {
  let house: TestHouse
  let token = ''
  before(async () => {
    house = await openHouse()
    token = await linkOf('maya')
  })
  beforeEach(async () => {
    house.setNow(null)
    await house.db.owner.query('truncate danger_asking_end, danger_asking, safety_alarm, measure cascade')
  })
  after(() => house.close())

  const linkOf = async (key: string, language = 'en') => {
    const given = await (await house.as('noor')).post(urls.ownPage({ client: castId(key) }), {
      language,
      birthDate: 'left-out',
    })
    return /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
  }
  const open = async (key = 'lee') => (await house.as(key)).post(urls.dangerAskings(maya))
  const count = async (what: string) =>
    Number((await house.db.owner.query<{ n: string }>(`select count(*) as n from ${what}`)).rows[0]?.n)
  const later = (minutes: number) => house.setNow(new Date(Date.now() + minutes * 60_000))
  const page = urls.mineTogether

  it('are shut without somebody who is with them, and the numbers to call are not', async () => {
    const phone = house.stranger()
    const shut = await phone.get(page({ token }))
    assert.equal(shut.status, 200)
    assert.match(shut.text, /These questions are closed/)
    assert.match(shut.text, /tel:988/)
    assert.doesNotMatch(shut.text, /dead|killing|name="q1"/)
    await phone.post(page({ token }), high)
    await phone.post(urls.mineQuestions({ token }), { questions: 'c-ssrs-screener', ...high })
    assert.equal(await count('measure'), 0)
    assert.doesNotMatch((await phone.get(urls.mine({ token }))).text, /is with you/)
  })

  it('are opened by those who may judge danger, for whoever has a page', async () => {
    for (const [key, status] of [
      ['noor', 403],
      ['ben', 403],
      ['ada', 403],
      // Of another clinic, and no clinician there.
      ['tess', 403],
    ] as const)
      assert.equal((await open(key)).status, status, key)
    assert.equal(await count('danger_asking'), 0)
    const lee = await house.as('lee')
    const nowhere = await lee.post(urls.dangerAskings({ client: castId('tomasz') }))
    assert.match((await lee.get(nowhere.location ?? '')).text, /They have no link to their own page/)
    assert.equal((await lee.post(urls.dangerAskings({ client: newId() }))).status, 404)
    const answers = await Promise.all([open('lee'), open('priya')])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    )
    assert.equal(await count('danger_asking'), 1, 'one of two who come at once')
    assert.match((await lee.get(urls.measures(maya))).text, /The questions stand on Maya’s page/)
  })

  it('stand on the page under a first name, with help above the first of them', async () => {
    await open()
    const phone = house.stranger()
    const week = (await phone.get(urls.mine({ token }))).text
    assert.match(week, /Lee is with you/)
    assert.doesNotMatch(week, /hard thoughts|suicid|C-SSRS/i)
    const questions = (await phone.get(page({ token }))).text
    assert.ok(questions.indexOf('tel:988') < questions.indexOf('name="q1"'))
    assert.ok(questions.indexOf('tel:911') < questions.indexOf('name="q1"'))
    assert.match(questions, /If you are alone now, do not go on/)
    const empty = await phone.post(page({ token }), {})
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Nothing is marked yet/)
    const spanish = (await phone.get(page({ token }, { lang: 'es' }))).text
    assert.match(spanish, /Lee está con usted/)
  })

  it('alarm at once, and show the client whom to call', async () => {
    await open()
    const phone = house.stranger()
    const told = await phone.post(page({ token }), high)
    assert.match(told.text, /You do not have to be alone with this/)
    const { rows } = await house.db.owner.query('select is_imminent from safety_alarm')
    assert.deepEqual(rows, [{ is_imminent: true }])
    const lee = await house.as('lee')
    assert.match((await lee.get(urls.today())).text, /Somebody is to be seen before they leave/)
    assert.match((await lee.get(urls.measures(maya))).text, /High risk/)
    // Sent once more it is kept once, and nobody is left without a number.
    assert.match((await phone.post(page({ token }), none)).text, /tel:988/)
    assert.equal(await count('measure'), 1)
    assert.equal(await count("danger_asking_end where how = 'answered'"), 1)
  })

  it('say thank you where there is no danger, and raise no alarm', async () => {
    await open()
    const sent = await house.stranger().post(page({ token }), none)
    assert.equal(sent.status, 303)
    assert.equal(await count('measure where page_id is not null'), 1)
    assert.equal(await count('safety_alarm'), 0)
  })

  it('take an answer that was on its way, and show no question more', async () => {
    await open()
    later(askingMinutes + 1)
    const phone = house.stranger()
    assert.match((await phone.get(page({ token }))).text, /These questions are closed/)
    const lee = await house.as('lee')
    assert.match((await lee.get(urls.measuresDue())).text, /Asked about danger, and not answered/)
    assert.match((await lee.get(urls.today())).text, /Asked about danger, and no answer/)
    // Whoever may not judge danger reads nothing of it on Today.
    for (const key of ['noor', 'ben'])
      assert.doesNotMatch((await (await house.as(key)).get(urls.today())).text, /Asked about danger/)
    assert.match((await phone.post(page({ token }), high)).text, /tel:911/)
    assert.equal(await count('safety_alarm'), 1)
    assert.doesNotMatch((await lee.get(urls.measuresDue())).text, /Asked about danger, and not answered/)
    assert.doesNotMatch((await lee.get(urls.today())).text, /Asked about danger, and no answer/)
  })

  it('take it after they were taken back, too', async () => {
    await open()
    const { rows } = await house.db.owner.query<{ id: string }>('select id from danger_asking')
    const end = urls.dangerAskingEnd({ asking: rows[0]?.id ?? '' })
    assert.equal((await (await house.as('kim')).post(end)).status, 404, 'another clinic has no such asking')
    assert.equal((await (await house.as('noor')).post(end)).status, 403)
    const lee = await house.as('lee')
    assert.equal((await lee.post(end)).status, 303)
    assert.equal((await lee.post(end)).status, 303, 'a second press is told')
    assert.equal(await count('danger_asking_end'), 1)
    await house.stranger().post(page({ token }), high)
    assert.equal(await count('safety_alarm'), 1)
  })

  it('may be left for talking, and that stays until somebody asked', async () => {
    await open()
    const phone = house.stranger()
    assert.match((await phone.post(page({ token }), { talk: 'yes', ...high })).text, /Thank you for saying so/)
    assert.equal(await count('measure'), 0)
    await phone.post(page({ token }), { talk: 'yes' })
    const lee = await house.as('lee')
    assert.match((await lee.get(urls.measuresDue())).text, /would rather talk/)
    assert.match((await lee.get(urls.today())).text, /Would rather talk/)
    later(1)
    await (await house.as('lee')).post(urls.newMeasure(maya), {
      instrument: 'c-ssrs-screener',
      takenOn: todayHere(),
      mode: 'clinician',
      ...none,
    })
    assert.equal(await count('measure'), 1)
    assert.doesNotMatch((await lee.get(urls.measuresDue())).text, /would rather talk/)
  })

  it('are nobody else’s page', async () => {
    await open()
    const other = await linkOf('tomasz')
    assert.match((await house.stranger().get(page({ token: other }))).text, /These questions are closed/)
    await house.stranger().post(page({ token: other }), high)
    assert.equal(await count('measure'), 0)
  })

  it('are answered once by two who send at once', async () => {
    await open()
    const [one, two] = [house.stranger(), house.stranger()]
    const answers = await Promise.all([one.post(page({ token }), high), two.post(page({ token }), none)])
    for (const { status } of answers) assert.ok([200, 303].includes(status))
    assert.equal(await count('measure'), 1)
  })
})
