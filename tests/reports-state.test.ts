import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { urls } from '../src/urls.ts'
import { castId, lakeside } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'
import { lake, laySpring, noon, spring } from './reports-world.ts'

describe('What the state is told', () => {
  let house: TestHouse
  let sofia: Visitor
  before(async () => {
    house = await openHouse()
    sofia = await house.as('sofia')
    house.setNow(noon)
    await laySpring(house)
    await house.db.owner.query(
      `insert into diagnosis (clinic_id, id, client_id, code, words, certainty, made_on, made_by, name_and_credential, made_at)
       values ($1, gen_random_uuid(), $2, 'F10.20', 'Alcohol', 'confirmed', '2024-03-01', $3, 'Kim', $4)`,
      [lakeside.id, lake('b'), castId('kim'), noon],
    )
  })
  after(() => house.close())
  const chosen = (page: string, field: string) =>
    new RegExp(`<select[^>]*name="${field}"[\\s\\S]*?</select>`)
      .exec(page)?.[0]
      .match(/<option[^>]*value="([^"]*)"[^>]*selected/)?.[1] ?? ''

  it('begins with what the chart knows, names what is open, and keeps nothing before somebody looked', async () => {
    const episode = lake('b stay')
    const form = (await sofia.get(urls.stateDataOf({ episode }))).text
    assert.deepEqual(
      ['LIVARAG', 'SUB1', 'EDUC', 'HLTHINS'].map((field) => chosen(form, field)),
      ['3', '2', '', ''],
    )
    assert.match(form, /From the chart: 2 answers/)
    assert.match(form, /The chart: lives at home\./)
    assert.match(form, /Still open, \d+ of \d+:[\s\S]*School finished/)
    const { rows } = await house.db.owner.query('select from state_data where clinic_id = $1', [lakeside.id])
    assert.equal(rows.length, 0)
    assert.equal((await sofia.post(urls.stateDataOf({ episode }), { moment: 'admission', EDUC: '3' })).status, 303)
    // What was left open once stays open.
    const kept = (await sofia.get(urls.stateDataOf({ episode }))).text
    assert.deepEqual(
      ['LIVARAG', 'EDUC'].map((field) => chosen(kept, field)),
      ['', '3'],
    )
    assert.doesNotMatch(kept, /From the chart:/)
  })

  it('stands in the chart of a stay of addiction treatment, and of no other', async () => {
    const address = (key: string) => urls.stateDataOf({ episode: lake(`${key} stay`) })
    assert.ok((await sofia.get(urls.client({ client: lake('b') }))).text.includes(`href="${address('b')}"`))
    assert.ok(!(await sofia.get(urls.client({ client: lake('d') }))).text.includes(`href="${address('d')}"`))
  })

  it('is told each of them in their accounting, as a basis of its own, and nobody else', async () => {
    const asked = { ...spring, moment: 'admission', recipient: 'State office', ground: 'Agreement 7' }
    const before = (await sofia.get(urls.accounting({ client: lake('b') }))).text
    assert.doesNotMatch(before, /State office|45 CFR 164\.528/)
    assert.equal((await sofia.post(urls.stateFiles(), asked)).status, 200)
    const page = (await sofia.get(urls.accounting({ client: lake('b') }))).text
    for (const words of [
      /State office/,
      /Agreement 7/,
      /State client data \(TEDS\): admissions from 2024-02-01 to 2024-03-31/,
      /a report that the state requires/,
      /K: to be confirmed/,
      /45 CFR 164\.528/,
    ])
      assert.match(page, words)
    // Evening is a mental-health program: its stays are not in the file.
    assert.doesNotMatch((await sofia.get(urls.accounting({ client: lake('d') }))).text, /State office/)
    assert.doesNotMatch(
      (await sofia.get(urls.accounting({ client: lake('b') }, { only: 'intermediary' }))).text,
      /State office/,
    )
    for (const language of ['en', 'es'])
      assert.equal(
        (await sofia.post(urls.accounting({ client: lake('b') }), { years: '6', only: 'all', language })).status,
        303,
      )
  })
})
