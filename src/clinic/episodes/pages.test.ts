import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { drinking, nothingFound } from '../placement/answered.ts'
import { gateOf } from '../placement/gate.ts'
import type { Answers } from '../placement/question.ts'

const clinic = riverbend.id
const dana = castId('dana')
const declined = 'Told that the payer and her doctor hear nothing; wants it so for now.'

describe('Admission', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  const write = (text: string, values: unknown[]) => house.db.owner.query(text, values)

  type Newcomer = {
    answers?: Answers
    gate?: boolean
    level?: string | null
    beside?: string[]
    born?: string
    daysAgo?: number
  }
  /** Somebody who was referred, and has come as far as the placement says. */
  async function newcomer(o: Newcomer = {}): Promise<string> {
    const [id, screen, assessment] = [randomUUID(), randomUUID(), randomUUID()]
    await write('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
      clinic,
      id,
      id.slice(0, 8),
    ])
    await write(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, gen_random_uuid(), $2, 'Nadia', 'Osei', $3, 'female', 'nadia osei', now())",
      [clinic, id, o.born ?? '1990-05-05'],
    )
    if (o.gate === false) return id
    const given = { ...nothingFound, ...o.answers }
    const gate = gateOf(given, { age: 36 })
    const ago = `${o.daysAgo ?? 0} days`
    await write(
      `insert into safety_screen (clinic_id, id, client_id, answers, thresholds, stops, cautions, screened_by, screened_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now() - $9::interval)`,
      [
        clinic,
        screen,
        id,
        given,
        { id: gate.thresholds },
        JSON.stringify(gate.stops),
        JSON.stringify(gate.cautions),
        dana,
        ago,
      ],
    )
    if (o.level === null) return id
    const alongside = (o.beside ?? []).map((level) => ({ level, label: level, because: 'The home is rated 3.' }))
    const recommendation = {
      rules: 'stepwell-placement-1',
      level: '2.1',
      levelLabel: 'Intensive outpatient',
      alongside,
      alsoConsider: [],
      reasons: [],
      notes: [],
      blocked: false,
    }
    await write(
      `insert into placement_assessment (clinic_id, id, client_id, screen_id, edition, ratings, recommended_level, recommendation, assessed_by, assessed_at)
       values ($1, $2, $3, $4, 'six', '{}', '2.1', $5, $6, now())`,
      [clinic, assessment, id, screen, recommendation, dana],
    )
    await write(
      'insert into placement_decision (clinic_id, id, assessment_id, client_id, level_of_care, decided_by, decided_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, now())',
      [clinic, assessment, id, o.level ?? '2.1', dana],
    )
    return id
  }

  async function sign(client: string, scope: 'treatment' | 'tpo'): Promise<void> {
    const paper = await noor.get(urls.newConsent({ client }, { scope }))
    const shown = /name="shown" value="([0-9a-f]{64})"/.exec(paper.text)?.[1] ?? ''
    const answer = await noor.post(urls.newConsent({ client }), {
      scope,
      shown,
      signerName: 'Nadia Osei',
      capacity: 'client',
      authority: '',
      signature: 'Nadia Osei',
      signaturePath: '',
      intends: 'yes',
    })
    assert.equal(answer.status, 303)
  }

  async function ready(o: Newcomer = {}): Promise<string> {
    const client = await newcomer(o)
    await sign(client, 'treatment')
    await sign(client, 'tpo')
    return client
  }

  const fields = (change: Record<string, string> = {}): Record<string, string> => ({
    program: castId('evening'),
    startsOn: todayHere(),
    therapist: castId('lee'),
    coordinator: castId('noor'),
    prescriber: castId('priya'),
    residence: 'home',
    residenceWords: '',
    sharingDeclined: '',
    referralSource: 'Hospital',
    priorLevel: '3.7',
    ...change,
  })
  const episodesOf = async (client: string) =>
    (await write('select *, lower(during)::text as starts from episode where client_id = $1', [client])).rows

  it('shows what is missing, each with the way there', async () => {
    const client = await newcomer({ gate: false })
    const page = await noor.get(urls.admission({ client }))
    assert.equal(page.status, 200)
    assert.match(page.text, /4 of 4 still missing/)
    for (const way of [
      urls.safetyScreen({ client }),
      urls.placement({ client }),
      urls.newConsent({ client }, { scope: 'treatment' }),
      urls.newConsent({ client }, { scope: 'tpo' }),
    ])
      assert.ok(page.text.includes(`href="${way}"`), `no way to ${way}`)
  })

  it('says that everything is in place when it is', async () => {
    const page = await noor.get(urls.admission({ client: await ready() }))
    assert.match(page.text, /Everything is in place/)
    assert.doesNotMatch(page.text, /still missing/)
  })

  const refusals: [name: string, who: () => Promise<string>, change: Record<string, string>, says: RegExp][] = [
    ['without the safety gate', () => newcomer({ gate: false }), {}, /Go through the safety gate first/],
    ['with a gate that is 8 days old', () => newcomer({ daysAgo: 8 }), {}, /more than 7 days old/],
    ['while a stop stands', () => newcomer({ answers: { ...drinking, ciwa: 12 } }), {}, /Hand the person off/],
    [
      'with an open question',
      () => newcomer({ answers: { homicidal: null } }),
      {},
      /an unanswered question is not a no/,
    ],
    ['without a decision', () => newcomer({ level: null }), {}, /A clinician decides on the level of care first/],
    ['at another level than decided', () => newcomer({ level: '2.5' }), {}, /Level 2\.5 was decided/],
    ['without consent to treatment', () => newcomer(), {}, /Consent to treatment has to be signed first/],
    ['before the decision', () => ready(), { startsOn: addDays(todayHere(), -1) }, /cannot lie before the decision/],
    ['31 days ahead', () => ready(), { startsOn: addDays(todayHere(), 31) }, /Admit nearer to it/],
    ['on no day', () => ready(), { startsOn: '2026-02-30' }, /not a date that exists/],
    ['at seventeen', () => newcomer({ born: addDays(todayHere(), -6300) }), {}, /choose a program for adolescents/],
    ['into a program of nobody', () => ready(), { program: randomUUID() }, /Choose a program/],
    ['without a therapist', () => ready(), { therapist: '' }, /Name the primary therapist/],
    ['led by a biller', () => ready(), { therapist: castId('ben') }, /Name the primary therapist/],
    ['coordinated by a biller', () => ready(), { coordinator: castId('ben') }, /Name the care coordinator/],
    ['living nowhere', () => ready(), { residence: 'boat' }, /Say where the person lives/],
    [
      'away from the residence that was advised',
      () => ready({ beside: ['3.1'] }),
      {},
      /A recovery residence was recommended/,
    ],
  ]
  // No program of theirs exists here, so there is no form to bring back.
  const nothingToFillIn = new Set(['at another level than decided', 'at seventeen'])
  for (const [name, who, change, says] of refusals) {
    it(`is refused ${name}, and keeps what was typed`, async () => {
      const client = await who()
      const answer = await noor.post(urls.admission({ client }), fields({ priorLevel: '3.5', ...change }))
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.equal(/value="3\.5" selected/.test(answer.text), !nothingToFillIn.has(name), 'what was typed')
      assert.deepEqual(await episodesOf(client), [])
    })
  }

  it('is refused without the sharing consent, and goes on when the client declines it with words', async () => {
    const client = await newcomer()
    await sign(client, 'treatment')
    const first = await noor.post(urls.admission({ client }), fields())
    assert.equal(first.status, 422)
    assert.match(first.text, /or the client declines it: say what they were told/)
    const again = await noor.post(urls.admission({ client }), fields({ sharingDeclined: declined }))
    assert.equal(again.status, 303)
    assert.equal((await episodesOf(client))[0]?.sharing_declined, declined)
  })

  it('opens the stay, who leads it, and the plan for leaving, in one deed, and goes on to the dose', async () => {
    const client = await ready({ answers: { 'opioid-use': 'yes', cows: 2 }, beside: ['3.1'] })
    const words = 'Lives with her sister, who is sober and at home at night.'
    const answer = await noor.post(urls.admission({ client }), fields({ residenceWords: words }))
    assert.equal(answer.status, 303)
    const [episode] = await episodesOf(client)
    assert.equal(answer.location, urls.dose({ episode: episode.id }))
    assert.equal(episode.starts, todayHere())
    assert.equal(episode.level_of_care, '2.1')
    assert.equal(episode.residence_words, words)
    assert.notEqual(episode.placement_decision_id, null)
    const { rows: items } = await write(
      'select kind, owner_id, due_on::text as due from continuing_care_item where episode_id = $1',
      [episode.id],
    )
    const owner = (kind: string) => items.find((item) => item.kind === kind)?.owner_id
    assert.equal(owner('naloxone'), castId('lee'))
    assert.equal(owner('medication-continuity'), castId('priya'))
    assert.equal(owner('continuing-care-provider'), castId('noor'))
    assert.equal(owner('recovery-residence'), castId('noor'))
    assert.equal(items.find((item) => item.kind === 'follow-up-7-days')?.due, addDays(todayHere(), 28))
    const { rows: led } = await write('select staff_id from primary_therapist where episode_id = $1', [episode.id])
    assert.deepEqual(led, [{ staff_id: castId('lee') }])
    const { rows: trail } = await write(
      "select verb from trail where client_ids @> array[$1::uuid] and verb = 'episode.admitted'",
      [client],
    )
    assert.equal(trail.length, 1)
    const { rows: weeks } = await write('select 1 from episode_week where episode_id = $1', [episode.id])
    assert.ok(weeks.length > 0, 'the boards know of the stay')
  })

  it('happens once when two tabs send it at once: one stay, and one clean sentence', async () => {
    const client = await ready()
    const theo = await house.as('theo')
    const answers = await Promise.all(
      [noor, theo, noor, theo].map((one) => one.post(urls.admission({ client }), fields())),
    )
    assert.deepEqual(answers.map((one) => one.status).toSorted(), [303, 422, 422, 422])
    for (const one of answers.filter((each) => each.status === 422))
      assert.match(one.text, /has just been admitted|Already in care/)
    assert.equal((await episodesOf(client)).length, 1)
    const { rows } = await write(
      'select 1 from continuing_care_item i join episode e on e.id = i.episode_id where e.client_id = $1 and i.kind = $2',
      [client, 'naloxone'],
    )
    assert.equal(rows.length, 1)
  })

  it('of somebody in care shows the stay instead of a form', async () => {
    const page = await noor.get(urls.admission({ client: castId('maya') }))
    assert.equal(page.status, 200)
    assert.match(page.text, /In care in Evening program since/)
    assert.doesNotMatch(page.text, />Admit</)
  })

  it('is for directors and coordinators', async () => {
    const client = await newcomer()
    for (const [key, status] of [
      ['dana', 200],
      ['lee', 403],
      ['priya', 403],
      ['ben', 403],
      ['ada', 403],
      ['sofia', 404],
      ['tess', 404],
    ] as const) {
      const visitor = await house.as(key)
      const page = await visitor.get(urls.admission({ client }))
      assert.equal(page.status, status, key)
      if (status !== 200) assert.equal((await visitor.post(urls.admission({ client }), fields())).status, status, key)
    }
  })

  it('uses a decision once: after a discharge somebody decides afresh', async () => {
    const client = await ready()
    assert.equal((await noor.post(urls.admission({ client }), fields())).status, 303)
    const [episode] = await episodesOf(client)
    await noor.post(urls.discharge({ episode: episode.id }), {
      onDay: todayHere(),
      reason: 'dropped-out',
      words: '',
      sawOpenItems: 'yes',
    })
    const again = await noor.post(urls.admission({ client }), fields({ startsOn: addDays(todayHere(), 1) }))
    assert.equal(again.status, 422)
    assert.match(again.text, /A clinician decides on the level of care first/)
  })

  it('that lies ahead can be taken back, once and with a reason, and leaves nothing booked', async () => {
    const client = await ready()
    const startsOn = addDays(todayHere(), 5)
    assert.equal((await noor.post(urls.admission({ client }), fields({ startsOn }))).status, 303)
    const [{ id: episode }] = await episodesOf(client)
    const page = await noor.get(urls.discharge({ episode }))
    assert.match(page.text, /Take back the admission/)
    const short = await noor.post(urls.discharge({ episode }), { words: 'No' })
    assert.equal(short.status, 422)
    assert.match(short.text, /Say why they will not come/)
    const words = 'Called: a bed in residential care came free today.'
    const answers = await Promise.all(
      [noor, await house.as('theo')].map((one) => one.post(urls.discharge({ episode }), { words })),
    )
    assert.deepEqual(answers.map((one) => one.status).filter((status) => status === 303).length, 1)
    assert.ok(answers.every((one) => [303, 404, 422].includes(one.status)))
    const { rows } = await write(
      'select isempty(e.during) as gone, d.words from episode e join discharge d on d.episode_id = e.id where e.id = $1',
      [episode],
    )
    assert.deepEqual(rows, [{ gone: true, words }])
    assert.deepEqual((await write('select 1 from episode_week where episode_id = $1', [episode])).rows, [])
    assert.match((await noor.get(urls.admission({ client }))).text, /A clinician decides on the level of care first/)
  })
})
