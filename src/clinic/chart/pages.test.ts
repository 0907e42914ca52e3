import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, clients, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { urls } from '../../urls.ts'

const kofi = { client: castId('kofi') }

describe('The chart', () => {
  let house: TestHouse
  let dana: Visitor
  before(async () => {
    house = await openHouse()
    dana = await house.as('dana')
    await house.db.owner.query(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       select g.clinic_id, gen_random_uuid(), g.id, $2, g.held_on, 'here', 80, $3, now() from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
       where g.clinic_id = $1 and r.name = 'Process group A' and g.held_on < current_date - 1 order by g.held_on desc limit 4`,
      [riverbend.id, kofi.client, castId('lee')],
    )
  })
  after(() => house.close())

  it('tells the sessions with their minutes, the stay, and the weeks', async () => {
    const { text, status } = await dana.get(urls.chartSessions(kofi))
    assert.equal(status, 200)
    assert.match(text, /Came to 4 of the last 4/)
    assert.match(text, /5 h 20 in the room/)
    assert.match(text, /One stay/)
    assert.match(text, /Week of /)
  })

  it('says who looked, and this look is there the next time', async () => {
    await dana.get(urls.chartNotes(kofi))
    await house.looksWritten()
    const { text } = await dana.get(urls.chartTrail(kofi))
    assert.match(text, /Dana Ortiz/)
    assert.match(text, /Looked at notes/)
  })

  it('keeps answers item by item, scores them, and draws them over time', async () => {
    const form = (day: string, each: string) => ({
      instrument: 'phq-9',
      takenOn: day,
      mode: 'self',
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`q${n}`, each])),
      q9: '0',
    })
    assert.equal((await dana.post(urls.newMeasure(kofi), form('2026-11-02', '2'))).status, 303)
    assert.equal((await dana.post(urls.newMeasure(kofi), form('2026-11-16', '1'))).status, 303)
    const { rows } = await house.db.owner.query(
      'select score, answers from measure where client_id = $1 order by taken_on',
      [kofi.client],
    )
    assert.deepEqual(
      rows.map((row) => row.score),
      [16, 8],
    )
    const { text } = await dana.get(urls.measures(kofi))
    assert.match(text, /−8 points since/)
    assert.match(text, /recovered/)
  })

  it('does not let the answer to question 9 go by', async () => {
    const answers = {
      instrument: 'phq-9',
      takenOn: '2026-11-17',
      mode: 'self',
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`q${n}`, '0'])),
      q9: '1',
    }
    const { text } = await dana.post(urls.newMeasure(kofi), answers)
    assert.match(text, /See this person before they leave/)
    assert.match(text, /988/)
    assert.match(text, new RegExp(urls.safetyScreen(kofi)))
  })

  for (const [name, change, sentence] of [
    ['an answer that does not exist', { q1: '7' }, /has no answer 7/],
    ['a day that has not come', { takenOn: '2199-01-01' }, /has not come yet/],
    ['no day', { takenOn: '' }, /date/],
    [
      'no answer at all',
      Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`q${n}`, ''])),
      /No question is answered/,
    ],
  ] as const) {
    it(`refuses ${name}, and keeps what was chosen`, async () => {
      const before = await house.db.owner.query('select count(*)::int as n from measure')
      const answers: Record<string, string> = {
        instrument: 'phq-9',
        takenOn: '2026-11-17',
        mode: 'phone',
        ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`q${n}`, '0'])),
        ...change,
      }
      const answer = await dana.post(urls.newMeasure(kofi), answers)
      assert.equal(answer.status, 422)
      assert.match(answer.text, sentence)
      assert.match(answer.text, /<option value="phone" selected/)
      const afterwards = await house.db.owner.query('select count(*)::int as n from measure')
      assert.equal(afterwards.rows[0].n, before.rows[0].n)
    })
  }

  it('shows a biller no note and no measure', async () => {
    const ben = await house.as('ben')
    assert.equal((await ben.get(urls.chartNotes(kofi))).status, 403)
    assert.equal((await ben.get(urls.measures(kofi))).status, 403)
    assert.equal((await ben.get(urls.chartSessions(kofi))).status, 200)
  })
})

describe('Today', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('counts the census from the live rows, to the second', async () => {
    const dana = await house.as('dana')
    assert.match(
      (await dana.get(urls.today())).text,
      new RegExp(`In program</a><b class="value">${clients.length}</b>`),
    )
    await house.db.owner.query(
      'update episode set during = daterange(lower(during), current_date - 1) where client_id = $1 and lower(during) < current_date - 1',
      [castId('ruth')],
    )
    assert.match(
      (await dana.get(urls.today())).text,
      new RegExp(`In program</a><b class="value">${clients.length - 1}</b>`),
    )
  })

  it('shows who missed until somebody reaches them', async () => {
    const dana = await house.as('dana')
    await house.db.owner.query(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       select g.clinic_id, gen_random_uuid(), g.id, $2, g.held_on, 'absent', 0, $3, now() from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
       where g.clinic_id = $1 and r.name = 'Process group A' and g.held_on < current_date order by g.held_on desc limit 2`,
      [riverbend.id, castId('peter'), castId('lee')],
    )
    const missed = (await dana.get(urls.today())).text
    assert.match(missed, /1 person was missed and not reached/)
    assert.match(missed, /Peter Novak/)
    assert.match(missed, /2 days in a row/)
    await house.db.owner.query(
      "insert into outreach (clinic_id, id, client_id, how, reached, made_by, made_at) values ($1, gen_random_uuid(), $2, 'phone', true, $3, now())",
      [riverbend.id, castId('peter'), castId('lee')],
    )
    assert.doesNotMatch((await dana.get(urls.today())).text, /missed and not reached/)
  })

  it('shows a therapist their own groups and people', async () => {
    const sam = await house.as('sam')
    const { text } = await sam.get(urls.today())
    assert.match(text, /Relapse prevention/)
    assert.doesNotMatch(text, /DBT skills<\/a>.*Studio/)
  })

  it('shows an administrator no client by name', async () => {
    const ada = await house.as('ada')
    const { text } = await ada.get(urls.today())
    for (const one of clients) assert.ok(!text.includes(one.familyName), one.familyName)
  })
})
