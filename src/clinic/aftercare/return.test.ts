import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { nothingFound } from '../placement/answered.ts'
import { gateOf } from '../placement/gate.ts'
import { type Known, returnRefusal, whatStands } from './returning.ts'

const today = todayHere()
const rules = { wayBack: 366, coverageGood: 30 }

describe('Who comes back', () => {
  it('may within a year after a stay that ended, and not where somebody died or is here', () => {
    const left = (lastDay: string | null, reason = 'dropped-out') => ({
      episodeId: 'e',
      from: '2026-01-05',
      lastDay,
      reason,
    })
    const refused = (last: Parameters<typeof returnRefusal>[0], on = '2026-11-22') =>
      returnRefusal(last, on, rules)?.refused ?? null
    assert.equal(refused(null), 'never-here')
    assert.equal(refused(left(null)), 'in-care')
    assert.equal(refused(left('2026-06-01', 'died')), 'died')
    assert.equal(refused(left('2026-06-01')), null)
    assert.equal(refused(left('2026-06-01'), addDays('2026-06-01', rules.wayBack)), null)
    assert.equal(refused(left('2026-06-01'), addDays('2026-06-01', rules.wayBack + 1)), 'long-ago')
  })

  it('is asked again only what has to be', () => {
    const known: Known = {
      contacts: 2,
      coverages: [{ payerName: 'River Mutual', endsOn: null, checkedOn: '2026-11-01' }],
      allergies: 1,
      noneKnown: false,
      medicines: 2,
      consents: [
        { name: 'Consent to treatment', stands: true },
        { name: 'Sharing', stands: false },
      ],
      papersMissing: [],
      intakeSignedOn: '2026-03-01',
      residence: 'home',
    }
    const of = (more: Partial<Known> = {}) =>
      Object.fromEntries(whatStands({ ...known, ...more }, '2026-11-22', rules).map(({ what, state }) => [what, state]))
    assert.deepEqual(of(), {
      contacts: 'stands',
      coverage: 'stands',
      allergies: 'stands',
      medicines: 'ask',
      consents: 'ask',
      papers: 'stands',
      intake: 'stands',
    }) // prettier-ignore
    assert.equal(of({ coverages: [] }).coverage, 'ask')
    assert.equal(of({ coverages: [{ payerName: 'A', endsOn: '2026-11-21', checkedOn: '2026-11-20' }] }).coverage, 'ask')
    assert.equal(of({ coverages: [{ payerName: 'A', endsOn: null, checkedOn: '2026-10-22' }] }).coverage, 'ask')
    assert.equal(of({ coverages: [{ payerName: 'A', endsOn: null, checkedOn: null }] }).coverage, 'ask')
    assert.deepEqual(
      [of({ allergies: 0 }).allergies, of({ allergies: 0, noneKnown: true }).allergies],
      ['ask', 'stands'],
    )
    assert.deepEqual([of({ papersMissing: null }).papers, of({ intakeSignedOn: null }).intake], ['ask', 'ask'])
    const consents = whatStands(known, '2026-11-22', rules).find(({ what }) => what === 'consents')
    assert.equal(consents?.words, 'Still valid: Consent to treatment. No longer: Sharing.')
  })
})

describe('Coming back', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())
  const maya = { client: castId('maya') }
  const ask = async (sql: string, values: unknown[] = []) => (await house.db.owner.query(sql, values)).rows
  const fields = (change: Record<string, string | string[]> = {}) => ({
    program: castId('evening'),
    startsOn: today,
    therapist: castId('lee'),
    coordinator: castId('noor'),
    prescriber: '',
    residence: 'home',
    residenceWords: '',
    sharingDeclined: 'Told what the payer and her doctor then do not hear; wants it so.',
    words: 'Used twice since; called herself.',
    'still[]': ['identity', 'contacts', 'never-heard-of'],
    ...change,
  })

  it('is offered on the follow-up page and where the front desk searches, once somebody has left', async () => {
    const stay = { episode: castId('maya episode') }
    await noor.post(urls.leavingWords(stay), { signs: 'I stop calling people', work: 'Back on Mondays' })
    await noor.post(urls.leavingSupports(stay), {
      name: 'Rosa',
      relation: 'mother',
      phone: '518 555 0144',
      helpsWith: '',
    })
    const early = await noor.get(urls.stayReturn(maya))
    assert.match(early.text, /They are in care since/)
    assert.ok(!(await noor.get(urls.clients({ q: 'Alvarez' }))).text.includes(urls.stayReturn(maya)))
    await house.db.owner.query('alter table episode disable trigger user')
    await house.db.owner.query(
      `insert into discharge (clinic_id, id, episode_id, on_day, reason, words, discharged_by, discharged_at)
       select clinic_id, gen_random_uuid(), id, $2, 'dropped-out', '', $3, now() from episode where id = $1`,
      [stay.episode, addDays(today, -20), castId('dana')],
    )
    await house.db.owner.query(`update episode set during = daterange($2::date, $3::date) where id = $1`, [
      stay.episode,
      addDays(today, -90),
      addDays(today, -19),
    ])
    await house.db.owner.query('alter table episode enable trigger user')
    assert.ok((await noor.get(urls.clients({ q: 'Alvarez' }))).text.includes(urls.stayReturn(maya)))
    assert.ok((await noor.get(urls.followUp({ gone: stay.episode }))).text.includes(urls.stayReturn(maya)))
  })

  it('shows what stands, and is refused until what every admission needs is in place', async () => {
    const page = await noor.get(urls.stayReturn(maya))
    assert.equal(page.status, 200)
    assert.match(page.text, /Nothing is asked twice/)
    assert.match(page.text, /20 days ago/)
    // Who led the stay before leads again.
    assert.match(page.text, new RegExp(`value="${castId('lee')}" selected`))
    const refused = await noor.post(urls.stayReturn(maya), fields())
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Used twice since; called herself/)
    assert.equal((await ask('select 1 from stay_return')).length, 0)
    assert.equal((await (await house.as('ben')).get(urls.stayReturn(maya))).status, 403)
    assert.equal((await (await house.as('lee')).post(urls.stayReturn(maya), fields())).status, 403)
    for (const client of [randomUUID(), 'nobody'])
      assert.equal((await noor.get(urls.stayReturn({ client }))).status, 404)
  })

  it('opens one stay from one page, with the plan carried over, and the medicines due again', async () => {
    const [screen, assessment] = [randomUUID(), randomUUID()]
    const gate = gateOf(nothingFound, { age: 36 })
    await ask(
      `insert into safety_screen (clinic_id, id, client_id, answers, thresholds, stops, cautions, screened_by, screened_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
      [
        riverbend.id,
        screen,
        maya.client,
        nothingFound,
        { id: gate.thresholds },
        JSON.stringify(gate.stops),
        JSON.stringify(gate.cautions),
        castId('dana'),
      ],
    )
    const recommendation = {
      rules: 'stepwell-placement-1',
      level: '2.1',
      levelLabel: 'Intensive outpatient',
      alongside: [],
      alsoConsider: [],
      reasons: [],
      notes: [],
      blocked: false,
    } // prettier-ignore
    await ask(
      `insert into placement_assessment (clinic_id, id, client_id, screen_id, edition, ratings, recommended_level, recommendation, assessed_by, assessed_at)
       values ($1, $2, $3, $4, 'six', '{}', '2.1', $5, $6, now())`,
      [riverbend.id, assessment, maya.client, screen, recommendation, castId('dana')],
    )
    await ask(
      'insert into placement_decision (clinic_id, id, assessment_id, client_id, level_of_care, decided_by, decided_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, now())',
      [riverbend.id, assessment, maya.client, '2.1', castId('dana')],
    )
    const paper = await noor.get(urls.newConsent(maya, { scope: 'treatment' }))
    const shown = /name="shown" value="([0-9a-f]{64})"/.exec(paper.text)?.[1] ?? ''
    await noor.post(urls.newConsent(maya), {
      scope: 'treatment',
      shown,
      signerName: 'Maya Alvarez',
      capacity: 'client',
      authority: '',
      signature: 'Maya Alvarez',
      signaturePath: '',
      intends: 'yes',
    }) // prettier-ignore
    const answers = await Promise.all([1, 2].map(() => noor.post(urls.stayReturn(maya), fields())))
    assert.deepEqual(
      answers.map(({ status }) => status).sort(),
      [303, 422],
      answers.map(({ text }) => /data-refused="[^"]+"/.exec(text)?.[0]).join(),
    )
    const [row] = await ask('select episode_id, from_episode_id, still_so, words from stay_return')
    assert.equal(row.from_episode_id, castId('maya episode'))
    assert.deepEqual(row.still_so, ['identity', 'contacts'])
    const episode = row.episode_id
    const plan = (await noor.get(urls.leavingPlan({ episode }))).text
    for (const held of ['I stop calling people', 'Back on Mondays', 'Rosa']) assert.ok(plan.includes(held), held)
    assert.equal((await ask('select 1 from continuing_care_item where episode_id = $1', [episode])).length > 5, true)
    assert.match((await noor.get(urls.medical(maya))).text, /admission/i)
    const again = await noor.get(urls.stayReturn(maya))
    assert.match(again.text, /They are in care since/)
    // Who is back is called no more.
    assert.match((await noor.get(urls.followUp({ gone: castId('maya episode') }))).text, /They are in care here again/)
  })
})
