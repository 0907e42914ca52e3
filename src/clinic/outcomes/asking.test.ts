import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const maya = { client: castId('maya') }
const phq9 = (item9: string) =>
  Object.fromEntries([
    ['questions', 'phq-9'],
    ...Array.from({ length: 8 }, (_, n) => [`q${n + 1}`, '1']),
    ['q9', item9],
  ])

describe('Asking, and an answer that alarms', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    await house.db.owner.query('delete from measure')
  })
  after(() => house.close())

  const linkOf = async (key: string, language = 'en') => {
    const noor = await house.as('noor')
    const given = await noor.post(urls.ownPage({ client: castId(key) }), { language, birthDate: 'left-out' })
    return (
      /\/mine\/([\w-]{20,})/.exec(given.text)?.[1] ??
      /\/mine\/([\w-]{20,})/.exec((await noor.get(given.location ?? '')).text)?.[1] ??
      ''
    )
  }
  const count = async (what: string) =>
    Number((await house.db.owner.query<{ n: string }>(`select count(*) as n from ${what}`)).rows[0]?.n)

  it('asks everyone in care by the default until a director says otherwise, from a day on', async () => {
    const lee = await house.as('lee')
    const list = (await lee.get(urls.measuresDue())).text
    assert.match(list, /PHQ-9 never answered/)
    assert.match(list, /GAD-7 never answered/)
    const dana = await house.as('dana')
    assert.equal((await lee.post(urls.measureRules(), {})).status, 403)
    const no = await dana.post(urls.measureRules(), {
      instrument: 'gad-7',
      days: '400',
      from: today,
      source: 'Policy 12',
    })
    assert.equal(no.status, 422)
    assert.match(no.text, /Give whole days from 1 to 366/)
    const past = await dana.post(urls.measureRules(), {
      instrument: 'gad-7',
      days: '',
      from: addDays(today, -1),
      source: 'Policy 12',
    })
    assert.match(past.text, /What was asked in the past stays as it was/)
    const set = await dana.post(urls.measureRules(), {
      instrument: 'gad-7',
      days: '',
      from: today,
      source: 'Policy 12',
    })
    assert.equal(set.status, 303, set.text)
    assert.match((await dana.get(urls.measureRules())).text, /GAD-7 asked no more/)
    assert.doesNotMatch((await lee.get(urls.measuresDue())).text, /GAD-7/)
  })

  it('lets a client answer alone on their own page, once, and says nothing of what it is about before', async () => {
    const token = await linkOf('tomasz')
    const phone = house.stranger()
    const week = (await phone.get(urls.mine({ token }))).text
    assert.match(week, /A few questions for you/)
    assert.doesNotMatch(week, /PHQ|depress|hurting/i)
    const asked = urls.mineQuestions({ token })
    assert.match((await phone.get(asked)).text, /Little interest or pleasure/)
    const empty = await phone.post(asked, { questions: 'phq-9' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /No question is answered yet/)
    const sent = await phone.post(asked, phq9('0'))
    assert.equal(sent.status, 303)
    assert.match((await phone.get(sent.location ?? '')).text, /Thank you. Your answers are with the people/)
    assert.equal((await phone.post(asked, phq9('0'))).status, 303, 'a second press is answered')
    assert.equal(await count('measure where page_id is not null'), 1)
    assert.doesNotMatch((await phone.get(urls.mine({ token }))).text, /A few questions for you/)
    assert.match((await (await house.as('lee')).get(urls.measures({ client: castId('tomasz') }))).text, /8/)
  })

  it('offers nobody what was not asked, nor what a clinician asks', async () => {
    const token = await linkOf('amina')
    const phone = house.stranger()
    for (const instrument of ['c-ssrs-screener', 'cows', 'pcl-5', 'nothing', '../x'])
      assert.equal(
        (await phone.post(urls.mineQuestions({ token }), { questions: instrument, q1: '1' })).status,
        303,
        instrument,
      )
    assert.equal(await count("measure where instrument <> 'phq-9'"), 0)
  })

  it('shows whoever thinks of death a way to help at once, in their language, and staff a person to see', async () => {
    const token = await linkOf('amina', 'es')
    const phone = house.stranger()
    const told = await phone.post(urls.mineQuestions({ token }), phq9('2'))
    assert.equal(told.status, 200)
    assert.match(told.text, /No tiene que estar a solas con esto/)
    assert.match(told.text, /tel:988/)
    assert.match(told.text, /tel:911/)
    const lee = await house.as('lee')
    const list = (await lee.get(urls.measuresDue())).text
    assert.match(list, /Somebody is to be seen before they leave/)
    assert.match((await lee.get(urls.today())).text, /Somebody is to be seen before they leave/)
    assert.doesNotMatch((await (await house.as('ben')).get(urls.today())).text, /seen before they leave/)
    const path = /href="(\/safety-alarms\/[0-9a-f-]{36})"/.exec(list)?.[1] ?? ''
    const page = (await lee.get(path)).text
    assert.match(page, /Question 9 was answered above zero/)
    assert.match(page, /call them/)
    // Who may not judge danger sees it and does not close it; who has nothing to do with it sees nothing.
    const noor = await house.as('noor')
    assert.equal((await noor.get(path)).status, 200)
    assert.equal((await noor.post(path, { how: 'talked', words: 'x' })).status, 403)
    assert.equal((await (await house.as('ben')).get(path)).status, 403)
    assert.equal((await (await house.as('tess')).get(path)).status, 404)
    assert.equal((await lee.post(path, { how: 'talked', words: '' })).status, 422)
    // Two who deal with it at one moment: the first stands, the second reads it.
    const both = await Promise.all(
      ['lee', 'priya'].map(async (key) => (await house.as(key)).post(path, { how: 'screened', words: `By ${key}.` })),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    assert.match(both.find(({ status }) => status === 422)?.text ?? '', /A colleague has dealt with this already/)
    assert.equal(await count('safety_alarm_answer'), 1)
    assert.doesNotMatch((await lee.get(urls.measuresDue())).text, /to be seen before they leave/)
  })

  it('alarms as well when staff record the answers', async () => {
    const lee = await house.as('lee')
    const recorded = await lee.post(urls.newMeasure(maya), {
      instrument: 'phq-9',
      takenOn: today,
      mode: 'self',
      ...phq9('3'),
    })
    assert.match(recorded.text, /See this person before they leave/)
    assert.match((await lee.get(urls.measures(maya))).text, /Somebody is to be seen before they leave/)
  })

  it('keeps a plan for hard hours that client and staff write at one time, and loses neither', async () => {
    const token = await linkOf('maya')
    const phone = house.stranger()
    const lee = await house.as('lee')
    const empty = await phone.post(urls.mineSafetyPlan({ token }), { signs: ' ' })
    assert.equal(empty.status, 422)
    assert.equal((await lee.post(urls.safetyPlan(maya), { signs: 'I stop sleeping', basedOn: '' })).status, 303)
    const basedOn =
      /name="basedOn" value="([0-9a-f-]{36})"/.exec((await lee.get(urls.safetyPlan(maya))).text)?.[1] ?? ''
    const plan = { signs: 'I stop sleeping', alone: 'Walk the dog', basedOn }
    assert.equal((await phone.post(urls.mineSafetyPlan({ token }), plan)).status, 303)
    const late = await lee.post(urls.safetyPlan(maya), { signs: 'I stop sleeping and eating', alone: 'Draw', basedOn })
    assert.equal(late.status, 303)
    const page = (await phone.get(urls.mineSafetyPlan({ token }))).text
    assert.match(page, /Walk the dog\s*\n?\s*Draw/)
    assert.match(page, /I stop sleeping and eating/)
    assert.equal(await count('safety_plan'), 3)
    assert.match((await lee.get(urls.safetyPlan(maya))).text, /on their own page/)
    assert.equal((await (await house.as('ben')).get(urls.safetyPlan(maya))).status, 403)
    assert.equal((await (await house.as('ada')).post(urls.safetyPlan(maya), { signs: 'x' })).status, 403)
  })

  it('keeps alarms, safety plans and calls after leaving from biller, administrator and other systems in the database too', async () => {
    const { rows } = await house.db.owner.query<{ table: string; rule: string }>(
      "select tablename as table, qual as rule from pg_policies where policyname = 'clinical_only' and permissive = 'RESTRICTIVE'",
    )
    for (const table of ['safety_alarm', 'safety_alarm_answer', 'safety_plan', 'follow_up', 'alumni_choice'])
      for (const duty of ['biller', 'administrator', 'system'])
        assert.ok(rows.find((row) => row.table === table)?.rule.includes(duty), `${table}, ${duty}`)
  })

  it('asks a whole room as its group begins', async () => {
    const { rows } = await house.db.owner.query<{ id: string }>(
      `select g.id from group_session g join seat s on s.series_id = g.series_id and s.during @> g.held_on and s.client_id = $1
       order by g.held_on desc limit 1`,
      [castId('maya')],
    )
    const session = rows[0]?.id ?? ''
    const lee = await house.as('lee')
    const page = await lee.get(urls.roomMeasures({ session }))
    assert.equal(page.status, 200)
    assert.match(page.text, /something to answer|has answered/)
    assert.equal((await (await house.as('ben')).get(urls.roomMeasures({ session }))).status, 403)
    assert.equal((await (await house.as('tess')).get(urls.roomMeasures({ session }))).status, 404)
  })
})
