import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import {
  assessAs,
  clear,
  count,
  decisionUrl,
  hidden,
  notInCare,
  screenAs,
  standing,
  toIop,
  today,
  withdrawing,
} from '../../../tests/placement.ts'
import { addDays, dayAt, timeAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'

const kofi = { client: castId('kofi') }
const ruth = { client: castId('ruth') }

let house: TestHouse
let noor: Visitor
let lee: Visitor
before(async () => {
  house = await openHouse()
  await notInCare(house, kofi.client)
  noor = await house.as('noor')
  lee = await house.as('lee')
})
after(() => house.close())

describe('The way of one person: a stop, a hand-off, the way back, the six dimensions, the decision', () => {
  let handOff = ''

  it('begins with the safety gate', async () => {
    const page = await noor.get(urls.placement(kofi))
    assert.equal(page.status, 200)
    assert.match(page.text, /Start the safety gate/)
    assert.match((await noor.get(urls.assessment(kofi))).text, /The safety gate comes first/)
  })

  it('finds a stop, says what to do in order, where to and by when, and is kept with the numbers that judged it', async () => {
    const kept = await screenAs(noor, kofi, withdrawing)
    assert.equal(kept.status, 303)
    assert.equal(kept.location, urls.placement(kofi))
    const page = (await noor.get(urls.placement(kofi))).text
    assert.match(page, /Act now/)
    assert.match(page, /What to do now, in order<\/b><ol><li>/)
    const { rows } = await house.db.owner.query(
      'select answers, thresholds, stops, screened_by from safety_screen where client_id = $1',
      [kofi.client],
    )
    assert.equal(rows.length, 1)
    assert.equal(rows[0].answers.ciwa, 15)
    assert.equal(rows[0].thresholds.rows.ciwaNeedsCover.value, 10)
    assert.equal(rows[0].screened_by, castId('noor'))
    const { liveStops } = await standing(house, kofi.client)
    assert.ok(liveStops.length > 0)
    assert.ok(liveStops.every((stop) => page.includes(stop.routeLabel)))
  })

  it('fills in the hand-off from the stop, and refuses one to nobody with everything kept', async () => {
    const { screen } = await standing(house, kofi.client)
    const page = (await noor.get(urls.newHandOff(kofi, { screen: screen?.id }))).text
    assert.match(page, /<option value="3.7" selected/)
    const draft = {
      id: hidden(page, 'id'),
      screen: screen?.id ?? '',
      'stops[]': (screen?.gate.stops ?? []).map((stop) => stop.id),
      toLevel: '3.7',
      toWhom: '',
      because: 'Shaking this morning, last drink yesterday evening.',
      dueDay: hidden(page, 'dueDay') || today(),
      dueTime: '',
      backOn: addDays(today(), 3),
      owner: castId('noor'),
    }
    const soon = new Date(Date.now() + 10 * 60_000)
    const timed = { ...draft, dueDay: dayAt(soon, riverbend.timeZone), dueTime: timeAt(soon, riverbend.timeZone) }
    for (const [change, sentence] of [
      [{}, /Name who takes the person over/],
      [{ toWhom: 'Stony Brook House', because: 'no' }, /Say why/],
      [{ toWhom: 'Stony Brook House', because: 'Shaking' }, /Say what was found and done/],
      [{ toWhom: 'Stony Brook House', toLevel: 'moon' }, /Choose where the person goes/],
      [{ toWhom: 'Stony Brook House', owner: castId('ben') }, /Say who follows/],
      [{ toWhom: 'Stony Brook House', backOn: addDays(today(), 91) }, /from today to 90 days/],
      [{ toWhom: 'Stony Brook House', dueTime: '' }, /Give the day and the time/],
      [{ toWhom: 'Stony Brook House', dueDay: addDays(today(), 4) }, /cannot wait longer than/],
      [{ toWhom: 'Stony Brook House', 'stops[]': ['made-up'] }, /no such stop/],
      [{ toWhom: 'Stony Brook House', screen: newId() }, /not in this person/],
    ] as const) {
      const answer = await noor.post(urls.newHandOff(kofi), {
        ...timed,
        ...change,
        'stops[]': [...('stops[]' in change ? change['stops[]'] : draft['stops[]'])],
      })
      assert.equal(answer.status, 422, JSON.stringify(change))
      assert.match(answer.text, sentence)
      assert.match(answer.text, new RegExp('because' in change ? change.because : draft.because))
    }
    assert.equal(await count(house, 'hand_off', kofi.client), 0)
    const whole = { ...timed, toWhom: 'Stony Brook House, charge nurse' }
    const made = await noor.post(urls.newHandOff(kofi), whole)
    assert.equal(made.status, 303)
    handOff = (made.location ?? '').split('/').at(-1) ?? ''
    const again = await noor.post(urls.newHandOff(kofi), whole)
    assert.equal(again.status, 422)
    assert.match(again.text, /recorded already/)
    assert.equal(await count(house, 'hand_off', kofi.client), 1)
  })

  it('keeps the stop standing while the person is away, and shows the hand-off on the board', async () => {
    const { liveStops, dispositions } = await standing(house, kofi.client)
    assert.ok(liveStops.length > 0)
    assert.deepEqual([...new Set(dispositions.map((one) => one.disposition))], ['handed-off'])
    assert.match(
      (await lee.get(urls.handOffs())).text,
      /1 hand-off is open, none to act on now[\s\S]*Stony Brook House/,
    )
    assert.match((await lee.get(urls.placement(kofi))).text, /Next: follow the hand-off/)
  })

  it('says an hour later that nobody has accepted, first on the board', async () => {
    house.setNow(new Date(Date.now() + 3_600_000))
    const board = (await lee.get(urls.handOffs())).text
    house.setNow(null)
    assert.match(board, /1 hand-off is open, 1 to act on now/)
    assert.match(board, /Overdue/)
  })

  it('is accepted by name; an answer without a name, without words or said twice is refused', async () => {
    const say = (answer: Record<string, string>) => noor.post(urls.handOffAnswers({ handOff }), answer)
    for (const [answer, sentence] of [
      [{ answer: '', byWhom: 'Jo Reyes', words: 'by phone' }, /Say what they answered/],
      [{ answer: 'accepted', byWhom: '', words: 'by phone' }, /Name the person/],
      [{ answer: 'accepted', byWhom: 'Jo Reyes, charge nurse', words: '' }, /Say how they accepted/],
      [{ answer: 'declined', byWhom: 'Jo Reyes, charge nurse', words: '' }, /Say why they declined/],
    ] as const) {
      const refused = await say(answer)
      assert.equal(refused.status, 422)
      assert.match(refused.text, sentence)
      assert.match(refused.text, new RegExp(answer.byWhom === '' ? answer.words : answer.byWhom))
    }
    const accepted = { answer: 'accepted', byWhom: 'Jo Reyes, charge nurse', words: 'By phone: a bed today.' }
    assert.equal((await say(accepted)).status, 303)
    assert.match((await say(accepted)).text, /already recorded/)
    assert.match((await noor.get(urls.handOff({ handOff }))).text, /Accepted. Check on the way back on/)
  })

  it('is back: the board is empty, and the gate comes first again', async () => {
    const back = await noor.post(urls.handOffAnswers({ handOff }), {
      answer: 'returned',
      byWhom: 'Kofi himself',
      words: '',
    })
    assert.equal(back.location, urls.placement(kofi))
    assert.match((await noor.get(urls.placement(kofi))).text, /safety gate, once more/)
    assert.match((await noor.get(urls.handOffs())).text, /No hand-off is open/)
    const more = await noor.post(urls.handOffAnswers({ handOff }), {
      answer: 'declined',
      byWhom: 'Jo',
      words: 'no bed',
    })
    assert.match(more.text, /The person is back/)
    assert.equal((await screenAs(noor, kofi, clear)).status, 303)
    assert.match((await noor.get(urls.placement(kofi))).text, /Next: the six dimensions/)
  })

  it('is assessed: a rating without words is named at its field, and nothing typed is lost', async () => {
    const refused = await assessAs(noor, kofi, {
      ...toIop,
      'd5-words': '',
      'd2-rating': '',
      'didNotHold[]': '1.5',
      outsideTool: 'LevelTool',
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Say in a few words why “Relapse and continued problems” is rated 2/)
    assert.match(refused.text, /href="#d2-rating">Rate “Physical health”/)
    assert.match(refused.text, /What was told about d3\./)
    assert.match(refused.text, /name="didNotHold\[\]" value="1.5" checked/)
    assert.match(refused.text, /value="LevelTool"/)
    assert.equal(await count(house, 'placement_assessment', kofi.client), 0)
  })

  it('is assessed: the recommendation says its level and ties each reason to its rating', async () => {
    const kept = await assessAs(noor, kofi, {
      ...toIop,
      outsideTool: 'LevelTool',
      outsideLevel: '2.1',
      outsideOn: today(),
    })
    assert.equal(kept.location, `${urls.placement(kofi)}#recommendation`)
    const page = (await lee.get(urls.placement(kofi))).text
    assert.match(page, /Recommended: 2.1, Intensive outpatient/)
    assert.match(page, /Relapse and continued problems, rated 2: /)
    assert.match(page, /LevelTool: 2.1/)
    assert.match(page, /Points here/)
  })

  it('is not decided by a coordinator; a different level without a reason is refused with everything kept', async () => {
    const page = (await lee.get(urls.placement(kofi))).text
    const url = decisionUrl(page)
    assert.equal((await noor.post(url, { level: '2.1', because: '', seen: '' })).status, 403)
    assert.doesNotMatch((await noor.get(urls.placement(kofi))).text, /action="\/assessments/)
    for (const [draft, sentence] of [
      [{ level: '1.5', because: 'Rather not' }, /You decide on 1.5 where 2.1 was recommended: say why/],
      [{ level: 'moon', because: 'Somewhere else' }, /Choose a level of care from the list/],
      [{ level: '', because: 'Somewhere else' }, /Choose a level of care from the list/],
    ] as const) {
      const refused = await lee.post(url, { ...draft, seen: '' })
      assert.equal(refused.status, 422)
      assert.match(refused.text, sentence)
      assert.match(refused.text, new RegExp(draft.because))
      if (draft.level === '1.5') assert.match(refused.text, /<option value="1.5" selected/)
    }
    assert.equal(await count(house, 'placement_decision', kofi.client), 0)
    assert.equal((await lee.post(url, { level: '2.1', because: '', seen: '' })).status, 303)
    const { decision } = await standing(house, kofi.client)
    assert.equal(decision?.level, '2.1')
    assert.deepEqual(decision?.alongside, [])
    assert.match((await noor.get(urls.placement(kofi))).text, /Next: admission/)
  })

  it('is decided anew only by someone who saw the decision that stands', async () => {
    const page = (await lee.get(urls.placement(kofi))).text
    const draft = { level: '1.5', because: 'Asked for one evening a week, and has a sponsor.' }
    const old = await lee.post(decisionUrl(page), { ...draft, seen: '' })
    assert.equal(old.status, 422)
    assert.match(old.text, /Lee Park, LMHC decided on level 2.1 while this was open/)
    assert.match(old.text, /has a sponsor/)
    assert.equal((await lee.post(decisionUrl(page), { ...draft, seen: hidden(page, 'seen') })).status, 303)
    assert.equal((await standing(house, kofi.client)).decision?.level, '1.5')
  })

  it('wrote each deed in the trail, once, and each look', async () => {
    await house.looksWritten()
    const { rows } = await house.db.owner.query(
      'select verb, count(*)::int as n from trail where $1 = any (client_ids) and verb !~ $2 group by 1 order by 1',
      [kofi.client, '^look'],
    )
    const done = Object.fromEntries(rows.map((row) => [row.verb, row.n]))
    assert.equal(done['safety-screen.done'], 2)
    assert.equal(done['hand-off.made'], 1)
    assert.equal(done['hand-off.accepted'], 1)
    assert.equal(done['hand-off.returned'], 1)
    assert.equal(done['placement.assessed'], 1)
    assert.equal(done['placement.decided'], 2)
  })
})

describe('Placement is closed', () => {
  const paths = () => [
    urls.placement(kofi),
    urls.safetyScreen(kofi),
    urls.assessment(kofi),
    urls.newHandOff(kofi),
    urls.handOffs(),
  ]

  it('to roles that have no part in it', async () => {
    for (const key of ['ben', 'ada']) {
      const who = await house.as(key)
      for (const path of paths()) assert.equal((await who.get(path)).status, 403, `${key} ${path}`)
      for (const url of [urls.safetyScreen(kofi), urls.assessment(kofi), urls.newHandOff(kofi)])
        assert.equal((await who.post(url, clear)).status, 403, `${key} ${url}`)
    }
  })

  it('to another clinic, as if it did not exist', async () => {
    const { screen } = await standing(house, kofi.client)
    const sofia = await house.as('sofia')
    const { rows } = await house.db.owner.query('select id from hand_off limit 1')
    const { rows: assessed } = await house.db.owner.query('select id from placement_assessment limit 1')
    for (const path of [...paths().slice(0, 4), urls.handOff({ handOff: rows[0].id })])
      assert.equal((await sofia.get(path)).status, 404, path)
    for (const url of [
      urls.safetyScreen(kofi),
      urls.newHandOff(kofi),
      urls.assessment(kofi),
      urls.stopDisposition({ screen: screen?.id ?? '' }),
      urls.handOffAnswers({ handOff: rows[0].id }),
      urls.placementDecision({ assessment: assessed[0].id }),
    ])
      assert.equal((await sofia.post(url, {})).status, 404, url)
    assert.match((await sofia.get(urls.handOffs())).text, /No hand-off is open/)
  })

  it('to a screen of somebody else in a hand-off', async () => {
    const { screen } = await standing(house, kofi.client)
    assert.equal((await noor.get(urls.newHandOff(ruth, { screen: screen?.id }))).status, 404)
  })
})
