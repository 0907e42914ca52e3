import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'
import { openHouse, type Answer, type TestHouse } from '../../tests/knock.ts'
import { limits } from './pressure.ts'
import { turnstile } from './visitor-gate.tsx'

const mood: Record<string, string> = {
  who: 'self',
  'body-now': 'no',
  thoughts: 'no',
  others: 'no',
  'mind-now': 'no',
  age: '18-64',
  about: 'mood',
  doctor: 'no',
  mood: 'much',
  want: 'torn',
  return: 'likely',
  tried: 'nothing',
  home: 'supports',
  time: 'yes',
}
const handed = { ...mood, do: 'hand-over', name: 'Luz', email: 'luz@example.org', phone: '', leave: 'no', agree: 'yes' }

/** Does by force what the browser does: the number behind the problem. */
function solve(page: Answer): string {
  const text = /problem="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&') ?? '{}'
  const { maxnumber, ...problem } = JSON.parse(text) as { maxnumber: number; challenge: string; salt: string }
  for (let number = 0; number <= maxnumber; number += 1) {
    if (createHash('sha256').update(`${problem.salt}${number}`).digest('hex') === problem.challenge)
      return btoa(JSON.stringify({ ...problem, number }))
  }
  throw new Error('The problem has no solution')
}

describe('The guard of the public pages', () => {
  let house: TestHouse
  let next = 0
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  beforeEach(async () => {
    await house.db.owner.query('truncate visitor_knock')
    await house.db.owner.query('truncate inquiry cascade')
  })
  const send = (fields: Record<string, string>, from = `198.51.100.${(next += 1)}`) =>
    house.stranger().post('/en/self-check', { ...handed, ...fields }, { 'x-from': from })
  const kept = async () => {
    const { rows } = await house.db.owner.query<{ board: number; back: number }>(
      'select count(*) filter (where not held_back)::int as board, count(*) filter (where held_back)::int as back from inquiry',
    )
    return rows[0]
  }
  const page = () => house.stranger().post('/en/self-check', mood, { 'x-from': `203.0.113.${(next += 1)}` })

  it('turns away what fills the field that people do not see', async () => {
    assert.equal((await send({ website: 'https://spam.example' })).status, 422)
    assert.deepEqual(await kept(), { board: 0, back: 0 })
  })

  it('holds back forms without proof once they are many, and never those that did the work', async () => {
    for (let n = 0; n < limits.unproved + 3; n += 1) assert.equal((await send({})).status, 200)
    assert.deepEqual(await kept(), { board: limits.unproved, back: 3 })
    const proof = solve(await page())
    assert.equal((await send({ proof })).status, 200)
    assert.deepEqual(await kept(), { board: limits.unproved + 1, back: 3 })
  })

  it('counts a proof once, however it is written', async () => {
    await house.db.owner.query(
      `insert into visitor_knock select id, gen_random_uuid(), repeat('0', 64), false, now() from clinic, generate_series(1, $1::int) where id in (select clinic_id from public_front)`,
      [limits.unproved],
    )
    const proof = solve(await page())
    await send({ proof })
    await send({ proof: btoa(JSON.stringify({ ...JSON.parse(atob(proof)), extra: 1 })) })
    await send({ proof: btoa('{"signature":"x"}') })
    await send({ proof: 'not base64 at all' })
    assert.deepEqual(await kept(), { board: 1, back: 3 })
  })

  it('refuses one more from an address that handed in many, with everything typed', async () => {
    for (let n = 0; n < limits.fromOneAddress; n += 1) await send({}, '198.51.100.250')
    const answer = await send({ name: 'Thirteenth' }, '198.51.100.250')
    assert.equal(answer.status, 422)
    assert.match(answer.text, /value="Thirteenth"/)
    assert.equal((await send({})).status, 200)
  })

  it('puts no more than an hour’s worth on the board, and keeps the rest apart', async () => {
    await house.db.owner.query(
      `insert into visitor_knock select id, gen_random_uuid(), repeat('0', 64), true, now() from clinic, generate_series(1, $1::int) where id in (select clinic_id from public_front)`,
      [limits.everyone],
    )
    await send({ proof: solve(await page()) })
    assert.deepEqual(await kept(), { board: 0, back: 1 })
  })

  it('stops one address that sends without end, before the database, and nobody else', async () => {
    const statuses: number[] = []
    for (let n = 0; n < limits.burst + 5; n += 1)
      statuses.push(
        (await house.stranger().post('/es/self-check', { who: 'self' }, { 'x-from': '198.51.100.251' })).status,
      )
    assert.ok(statuses.filter((status) => status === 429).length >= 3)
    assert.equal((await house.stranger().post('/es/self-check', {}, { 'x-from': '198.51.100.252' })).status, 200)
  })

  it('refuses a form longer than any', async () => {
    const answer = await house
      .stranger()
      .post('/es/self-check', { name: 'x' }, { 'content-length': String(limits.bytes + 1), 'x-from': '198.51.100.253' })
    assert.equal(answer.status, 413)
    assert.match(answer.text, /más largo/)
  })

  it('takes turns: so many at once, so many waiting, the next is told', async () => {
    const turns = turnstile(2, 1)
    const enter = () => turns.enter()
    const [a, b] = [await enter(), await enter()]
    const c = enter()
    assert.equal(await enter(), null)
    a?.()
    const third = await c
    assert.ok(third)
    b?.()
    third()
    assert.ok(await enter())
  })
})
