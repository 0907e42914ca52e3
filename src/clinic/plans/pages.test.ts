import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const maya = { client: castId('maya') }
const stay = { episode: castId('maya episode') }
const monday = addDays(weekOf(todayHere()), 7)
const nine = {
  groupMinutes: '540',
  individualMinutes: '50',
  familyMinutes: '0',
  medicationMinutes: '25',
  days: '4',
  fromWeek: monday,
  because: '',
}

describe('The plan of care', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('reads as one page: goals, who leads, how much, and when', async () => {
    const lee = await house.as('lee')
    const page = await lee.get(urls.plan(maya))
    assert.equal(page.status, 200)
    for (const words of [
      'Ask for help before using',
      'Lee Park, LMHC',
      'Evening program, level 2.1',
      'Scheduled 10 h 30 on 7 days: reaches the floor of 9 h on 3 days.',
      'DBT skills',
      '17:30, 1 h 30',
    ])
      assert.ok(page.text.includes(words), words)
    await house.looksWritten()
    const { rows } = await house.db.owner.query(
      "select about->>'screen' as screen from trail where verb like 'look%' and client_ids = $1",
      [[maya.client]],
    )
    assert.ok(rows.some((row) => row.screen === 'plan'))
  })

  it('takes goals in the words of the person, ends them once, and keeps them', async () => {
    const lee = await house.as('lee')
    const goal = { words: 'أريد أن أنام "بهدوء" <b>', objective: 'Six nights of seven\nby March' }
    assert.equal((await lee.post(urls.goals(stay), goal)).location, urls.plan(maya))
    assert.equal((await lee.post(urls.goals(stay), { words: '  ', objective: 'kept here' })).status, 422)
    const { rows } = await house.db.owner.query('select id, position, objective from plan_goal where words = $1', [
      goal.words,
    ])
    assert.deepEqual([rows[0].position, rows[0].objective], [2, goal.objective])
    const end = urls.goalEnd({ goal: rows[0].id })
    const unsaid = await lee.post(end, { words: 'only words' })
    assert.equal(unsaid.status, 422)
    assert.match(unsaid.text, /only words/)
    assert.equal((await lee.post(end, { outcome: 'met', words: 'sleeps' })).status, 303)
    const again = await lee.post(end, { outcome: 'dropped' })
    assert.equal(again.status, 422)
    assert.match(again.text, /This goal has ended already/)
    const page = await lee.get(urls.plan(maya))
    assert.match(page.text, /Goals that ended/)
    assert.doesNotMatch(page.text, /"بهدوء" <b>/, 'what people type is escaped')
  })

  it('numbers goals one after the other when two people add at once', async () => {
    const [lee, dana] = [await house.as('lee'), await house.as('dana')]
    const kofi = { episode: castId('kofi episode') }
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((n) =>
        (n % 2 === 0 ? lee : dana).post(urls.goals(kofi), { words: `Goal ${n}`, objective: '' }),
      ),
    )
    assert.ok(answers.every((answer) => [303, 422].includes(answer.status)))
    for (const answer of answers) if (answer.status === 422) assert.match(answer.text, /Send yours once more/)
    const { rows } = await house.db.owner.query('select position from plan_goal where episode_id = $1 order by 1', [
      kofi.episode,
    ])
    assert.deepEqual(
      rows.map((row) => row.position),
      rows.map((_, n) => n + 1),
    )
    assert.equal(rows.length - 1, answers.filter((answer) => answer.status === 303).length)
  })

  it('prescribes a week, keeps every order, and asks why it changes', async () => {
    const lee = await house.as('lee')
    const first = await lee.get(urls.dose(stay))
    assert.match(first.text, /Filled in with the floor/)
    assert.match(first.text, /name="groupMinutes"[^>]*value="540"/)
    assert.equal((await lee.post(urls.dose(stay), nine)).status, 303)
    const why = await lee.post(urls.dose(stay), { ...nine, groupMinutes: '600' })
    assert.equal(why.status, 422)
    assert.match(why.text, /data-refused="why-changed"/)
    assert.match(why.text, /name="groupMinutes"[^>]*value="600"/, 'what was typed is kept')
    assert.equal(
      (await lee.post(urls.dose(stay), { ...nine, groupMinutes: '600', because: 'More skills practice' })).status,
      303,
    )
    const page = await lee.get(urls.dose(stay))
    for (const words of ['10 h 15 on 4 days', '11 h 15 on 4 days', 'More skills practice', 'Lee Park, LMHC'])
      assert.ok(page.text.includes(words), words)
    const { rows } = await house.db.owner.query('select count(*)::int as n from dose_order where episode_id = $1', [
      stay.episode,
    ])
    assert.equal(rows[0].n, 2)
  })

  it('refuses a dose below the floor without a reason, flags it with one, and says whose it is to act', async () => {
    const dana = await house.as('dana')
    const jose = { episode: castId('jose episode') }
    const less = { ...nine, groupMinutes: '360', individualMinutes: '0', medicationMinutes: '0', days: '2' }
    const refused = await dana.post(urls.dose(jose), less)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /6 h on 2 days is 3 h and 1 day below the floor of 9 h on 3 days/)
    assert.equal((await dana.post(urls.dose(jose), { ...less, because: 'Back at work two days' })).status, 303)
    const page = await dana.get(urls.plan({ client: castId('jose') }))
    assert.match(page.text, /Prescribed 3 h and 1 day below the floor.*The clinical director decides/)
  })

  it('is for those who treat; a biller and another clinic see none of it', async () => {
    const ben = await house.as('ben')
    assert.equal((await ben.get(urls.plan(maya))).status, 403)
    assert.equal((await ben.get(urls.dose(stay))).status, 403)
    const noor = await house.as('noor')
    assert.equal((await noor.get(urls.plan(maya))).status, 200)
    assert.doesNotMatch((await noor.get(urls.plan(maya))).text, /Add goal/)
    assert.equal((await noor.post(urls.goals(stay), { words: 'Mine' })).status, 403)
    assert.equal((await noor.post(urls.dose(stay), nine)).status, 403)
    const sofia = await house.as('sofia')
    assert.equal((await sofia.get(urls.plan(maya))).status, 404)
    assert.equal((await sofia.post(urls.dose(stay), nine)).status, 404)
  })

  it('is closed when the stay has ended', async () => {
    const peter = { episode: castId('peter episode') }
    await house.db.owner.query('update episode set during = daterange(lower(during), $2) where id = $1', [
      peter.episode,
      addDays(todayHere(), -2),
    ])
    const lee = await house.as('lee')
    const page = await lee.get(urls.plan({ client: castId('peter') }))
    assert.match(page.text, /stay that has ended/)
    assert.doesNotMatch(page.text, /Add goal/)
    assert.match((await lee.post(urls.goals(peter), { words: 'Late', objective: '' })).text, /data-refused="stay-over"/)
    assert.match((await lee.post(urls.dose(peter), nine)).text, /data-refused="after-stay"/)
  })
})
