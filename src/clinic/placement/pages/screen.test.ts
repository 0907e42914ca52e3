import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../../tests/knock.ts'
import {
  assessAs,
  clear,
  count,
  hidden,
  notInCare,
  screenAs,
  standing,
  thoughts,
  toIop,
  today,
  withdrawing,
} from '../../../../tests/placement.ts'
import { asPerson } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'
import { stopsDue } from '../queries/stops-due.ts'

const ruth = { client: castId('ruth') }

let house: TestHouse
let noor: Visitor
let lee: Visitor
before(async () => {
  house = await openHouse()
  for (const key of ['ruth', 'tomasz']) await notInCare(house, castId(key))
  noor = await house.as('noor')
  lee = await house.as('lee')
})
after(() => house.close())

describe('The safety gate', () => {
  it('names every question that is still blank, keeps what was typed, and saves nothing', async () => {
    const { pulse: _, psychosis: __, ...rest } = clear
    const answer = await screenAs(noor, ruth, { ...rest, 'alcohol-30': 'yes', 'alcohol-week': '12' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /href="#pulse">Needs an answer: Resting pulse/)
    assert.match(answer.text, /href="#psychosis">Needs an answer/)
    assert.match(answer.text, /href="#ciwa">Needs an answer: CIWA-Ar/)
    assert.match(answer.text, /name="alcohol-week"[^>]*value="12"/)
    assert.match(answer.text, /name="alcohol-30" value="yes" checked/)
    assert.equal(await count(house, 'safety_screen', ruth.client), 0)
  })

  it('names a number that cannot be', async () => {
    const answer = await screenAs(noor, ruth, { ...clear, pulse: '7600' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /href="#pulse">Give a number from 10 to 300 beats\/min/)
    assert.match(answer.text, /value="7600"/)
    for (const odd of ['seventy', '<b>7</b>', '\u0000', '1e9'])
      assert.equal((await screenAs(noor, ruth, { ...clear, pulse: odd })).status, 422)
  })

  it('keeps a dangerous answer at once, gaps and all, with the crisis line first', async () => {
    const answer = await screenAs(noor, ruth, { 'chest-pain': 'yes' })
    assert.equal(answer.status, 303)
    const page = (await noor.get(urls.placement(ruth))).text
    assert.match(page, /role="alert"[\s\S]*Call <b>911<\/b>/)
    assert.ok(page.indexOf('Danger now') < page.indexOf('Act now'))
    assert.match(page, /still blank/)
  })

  it('is taken up where it was left, and refused when somebody else went through it meanwhile', async () => {
    const page = (await lee.get(urls.safetyScreen(ruth))).text
    assert.match(page, /name="chest-pain" value="yes" checked/)
    assert.match(page, /The answers that Noor Haddad gave/)
    const dana = await house.as('dana')
    assert.equal((await screenAs(dana, ruth, thoughts)).status, 303)
    const stale = await lee.post(urls.safetyScreen(ruth), { ...clear, before: hidden(page, 'before') })
    assert.equal(stale.status, 422)
    assert.match(stale.text, /Dana Ortiz went through the safety gate/)
    assert.match(stale.text, /name="cssrs-2" value="no" checked/)
    assert.equal(await count(house, 'safety_screen', ruth.client), 2)
  })

  it('says what an earlier screen found and nobody settled', async () => {
    assert.match((await lee.get(urls.placement(ruth))).text, /1 stop was found hours earlier/)
  })

  it('lets only a clinician settle a stop, with a reason, once', async () => {
    const { screen, liveStops } = await standing(house, ruth.client)
    const [stop] = liveStops
    assert.equal(stop?.id, 'suicide-thoughts')
    const url = urls.stopDisposition({ screen: screen?.id ?? '' })
    const settle = {
      stop: 'suicide-thoughts',
      disposition: 'treated-alongside',
      because: 'Assessed today; safety plan written together.',
    }
    assert.equal((await noor.post(url, settle)).status, 403)
    assert.match((await noor.get(urls.placement(ruth))).text, /A director, therapist or prescriber who saw the person/)
    for (const [change, sentence] of [
      [{ because: 'Fine now' }, /Say what was found and done/],
      [{ disposition: '' }, /Say what became of it/],
      [{ disposition: 'handed-off' }, /Say what became of it/],
      [{ stop: 'made-up' }, /no such stop/],
    ] as const) {
      const refused = await lee.post(url, { ...settle, ...change })
      assert.equal(refused.status, 422, JSON.stringify(change))
      assert.match(refused.text, sentence)
      if (!('stop' in change)) assert.match(refused.text, 'because' in change ? /Fine now/ : /safety plan written/)
    }
    assert.equal((await lee.post(url, settle)).status, 303)
    assert.match((await lee.post(url, settle)).text, /settled already/)
    const after = await standing(house, ruth.client)
    assert.deepEqual(after.liveStops, [])
    assert.deepEqual(
      after.alongsideStops.map((one) => one.id),
      ['suicide-thoughts'],
    )
  })

  it('does not let the stops of an older screen be settled', async () => {
    const { rows } = await house.db.owner.query(
      'select id from safety_screen where client_id = $1 order by screened_at limit 1',
      [ruth.client],
    )
    const refused = await lee.post(urls.stopDisposition({ screen: rows[0].id }), {
      stop: 'chest-pain',
      disposition: 'cleared-by-clinician',
      because: 'Seen in the emergency department, heart is well.',
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /gone through again since/)
  })

  it('of two people who send at once keeps one, and shows it to the other', async () => {
    const devon = { client: castId('devon') }
    const sent = await Promise.all(
      [noor, lee].map((who) => who.post(urls.safetyScreen(devon), { ...clear, before: '' })),
    )
    assert.deepEqual(sent.map((answer) => answer.status).toSorted(), [303, 422])
    assert.match(sent.map((answer) => answer.text).join(''), /went through the safety gate at/)
    assert.equal(await count(house, 'safety_screen', devon.client), 1)
  })

  it('takes "not known" as a gap that a clinician settles with words', async () => {
    const linh = { client: castId('linh') }
    const { pulse: _, ...rest } = clear
    assert.equal((await screenAs(noor, linh, { ...rest, 'pulse-unknown': 'yes', pregnant: 'not-known' })).status, 303)
    const page = (await lee.get(urls.placement(linh))).text
    assert.match(page, /Not known: Resting pulse/)
    assert.match(page, /Next: settle what is not known/)
    const { screen } = await standing(house, linh.client)
    for (const stop of ['not-known:pulse', 'not-known:pregnant'])
      assert.equal(
        (
          await lee.post(urls.stopDisposition({ screen: screen?.id ?? '' }), {
            stop,
            disposition: 'cleared-by-clinician',
            because: 'Seen by me today; nothing that points to danger.',
          })
        ).status,
        303,
      )
    assert.match((await lee.get(urls.placement(linh))).text, /Next: the six dimensions/)
  })
})

describe('A hard stop', () => {
  const tomasz = { client: castId('tomasz') }

  it('cannot be decided into intensive outpatient care before a clinician has settled it', async () => {
    await screenAs(noor, tomasz, withdrawing)
    assert.equal((await assessAs(noor, tomasz, { ...toIop, hasDiagnosis: 'yes' })).status, 303)
    const { rows } = await house.db.owner.query('select id from placement_assessment where client_id = $1', [
      tomasz.client,
    ])
    const url = urls.placementDecision({ assessment: rows[0].id })
    const draft = { level: '2.1', because: 'He prefers to stay at home with his family.', seen: '' }
    const refused = await lee.post(url, draft)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Hand the person off \(/)
    assert.match(refused.text, /He prefers to stay at home/)
    const { screen, liveStops } = await standing(house, tomasz.client)
    for (const stop of liveStops)
      assert.equal(
        (
          await lee.post(urls.stopDisposition({ screen: screen?.id ?? '' }), {
            stop: stop.id,
            disposition: 'cleared-by-clinician',
            because: 'Scored again by our prescriber: CIWA-Ar 4, steady.',
          })
        ).status,
        303,
      )
    assert.match((await lee.get(urls.placement(tomasz))).text, /The safety gate changed after this assessment/)
    assert.equal((await lee.post(url, draft)).status, 303)
  })

  it('that asks for two places keeps asking until each has its hand-off', async () => {
    const peter = { client: castId('peter') }
    await screenAs(noor, peter, {
      ...clear,
      'cssrs-1': 'yes',
      'cssrs-2': 'yes',
      'cssrs-4': 'yes',
      'cssrs-3': 'yes',
      'cssrs-5': 'no',
      'abuse-child': 'yes',
      'abuse-danger-now': 'no',
    })
    const { screen, liveStops } = await standing(house, peter.client)
    assert.deepEqual(
      liveStops.map((stop) => stop.id),
      ['suicide-intent', 'abuse-child'],
    )
    const handOff = async (stop: string) => {
      const page = (await noor.get(urls.newHandOff(peter, { screen: screen?.id, stop }))).text
      const ticked = [...page.matchAll(/name="stops\[\]" value="([^"]+)" checked/g)].map(([, id]) => id)
      assert.deepEqual(ticked, [stop])
      return noor.post(urls.newHandOff(peter), {
        id: hidden(page, 'id'),
        screen: screen?.id ?? '',
        'stops[]': stop,
        toLevel: /<option value="([^"]+)" selected/.exec(page)?.[1] ?? '',
        toWhom: 'County, the person on duty',
        because: 'As told today, in their own words.',
        dueDay: /name="dueDay"[^>]*value="([^"]+)"/.exec(page)?.[1] ?? '',
        dueTime: /name="dueTime"[^>]*value="([^"]+)"/.exec(page)?.[1] ?? '',
        backOn: today(),
        owner: castId('noor'),
      })
    }
    assert.equal((await handOff('suicide-intent')).status, 303)
    assert.match((await noor.get(urls.placement(peter))).text, /Act now: 2 stops stand[\s\S]*stop=abuse-child/)
    assert.equal((await handOff('abuse-child')).status, 303)
    assert.match((await noor.get(urls.placement(peter))).text, /Next: follow the hand-off/)
  })

  it('makes an assessment that was opened before it look again', async () => {
    const page = (await noor.get(urls.assessment(tomasz))).text
    await screenAs(noor, tomasz, clear)
    const stale = await noor.post(urls.assessment(tomasz), { ...toIop, screen: hidden(page, 'screen') })
    assert.equal(stale.status, 422)
    assert.match(stale.text, /went through the safety gate again/)
    assert.match(stale.text, /What was told about d6\./)
  })

  it('leaves the decision to the latest assessment', async () => {
    const { rows } = await house.db.owner.query('select id from placement_assessment where client_id = $1', [
      tomasz.client,
    ])
    assert.equal((await assessAs(noor, tomasz, toIop)).status, 303)
    const seen = hidden((await lee.get(urls.placement(tomasz))).text, 'seen')
    const refused = await lee.post(urls.placementDecision({ assessment: rows[0].id }), {
      level: '2.1',
      because: '',
      seen,
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Noor Haddad assessed this person again/)
    assert.equal(await count(house, 'placement_decision', tomasz.client), 1)
  })
})

describe('A stop has an owner and a time', () => {
  const amina = { client: castId('amina') }
  const screenOf = async () => (await standing(house, amina.client)).screen?.id ?? ''

  it('is whoever found it, until somebody takes it over', async () => {
    assert.equal((await screenAs(noor, amina, { 'chest-pain': 'yes' })).status, 303)
    const page = (await lee.get(urls.placement(amina))).text
    assert.match(page, /Whose it is: <b[^>]*>Noor Haddad<\/b>/)
    const owners = urls.stopOwner({ screen: await screenOf() })
    for (const [fields, sentence] of [
      [{ stop: 'chest-pain', owner: '' }, /Choose who takes this stop/],
      [{ stop: 'chest-pain', owner: castId('ben') }, /Choose who takes this stop/],
      [{ stop: 'made-up', owner: castId('lee') }, /no longer stands/],
    ] as const) {
      const refused = await noor.post(owners, fields)
      assert.equal(refused.status, 422)
      assert.match(refused.text, sentence)
    }
    const { liveStops } = await standing(house, amina.client)
    assert.equal((await noor.post(owners, { stop: liveStops[0]?.id ?? '', owner: castId('lee') })).status, 303)
    assert.match((await noor.get(urls.placement(amina))).text, /Whose it is: <b[^>]*>Lee Park<\/b>/)
  })

  it('stands on the board with its owner, and is late after its time', async () => {
    const due = () =>
      asPerson(
        house.db.pool,
        riverbend.id,
        { kind: 'stepwell', id: null, name: 'Test' },
        new Date(Date.now() + 3_600_000),
        (work) => stopsDue(work),
      )
    const ours = (await due()).filter((one) => one.clientId === amina.client)
    assert.deepEqual(
      ours.map(({ owner, isLate, handOff }) => [owner.name, isLate, handOff]),
      [['Lee Park', true, null]],
    )
    house.setNow(new Date(Date.now() + 3_600_000))
    const page = (await noor.get(urls.placement(amina))).text
    const board = (await noor.get(urls.handOffs())).text
    house.setNow(null)
    assert.match(page, /and that has passed/)
    assert.match(board, /Stops to act on[\s\S]*Lee Park/)
  })

  it('is not asked by a coordinator until it is gone: a clinician asks, or allows it, once', async () => {
    const refused = await screenAs(noor, amina, thoughts)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /these answers would lose it/)
    assert.match(refused.text, /name="cssrs-2" value="yes" checked/)
    assert.equal(await count(house, 'safety_screen', amina.client), 1)
    assert.equal((await screenAs(noor, amina, { 'chest-pain': 'yes', 'seizure-now': 'yes' })).status, 303)
    const allowance = urls.screenAllowance({ screen: await screenOf() })
    const because = 'The pain was a pulled muscle; our nurse saw her.'
    assert.equal((await noor.post(allowance, { allowing: because })).status, 403)
    const short = await lee.post(allowance, { allowing: 'fine' })
    assert.equal(short.status, 422)
    assert.match(short.text, /Say why it may be asked again/)
    assert.equal((await lee.post(allowance, { allowing: because })).status, 303)
    assert.match((await noor.get(urls.placement(amina))).text, /Lee Park<\/b> let it be asked again/)
    assert.equal((await screenAs(noor, amina, { 'seizure-now': 'yes' })).status, 303)
    assert.equal((await screenAs(noor, amina, thoughts)).status, 422)
    assert.equal((await screenAs(lee, amina, thoughts)).status, 303)
    const gone = await lee.post(allowance, { allowing: because })
    assert.equal(gone.status, 422)
    assert.match(gone.text, /gone through again since/)
  })

  it('is closed to another clinic', async () => {
    const sofia = await house.as('sofia')
    const screen = await screenOf()
    assert.equal(
      (await sofia.post(urls.stopOwner({ screen }), { stop: 'chest-pain', owner: castId('sofia') })).status,
      404,
    )
    assert.equal(
      (await sofia.post(urls.screenAllowance({ screen }), { allowing: 'Seen by me, all is well.' })).status,
      404,
    )
  })
})
