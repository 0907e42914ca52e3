import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { urls } from '../../urls.ts'

const someone = {
  given: 'Nadia',
  family: 'Petrov',
  birthDate: '1988-03-09',
  sex: 'female',
  pronouns: 'she/her',
  phone: '(845) 555-0142',
  mayLeaveMessage: 'no',
  email: '',
  language: '',
  source: 'court',
  referrer: 'Dutchess County drug court',
}

describe('A person entered by hand', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  const people = async (): Promise<number> =>
    (await house.db.owner.query('select count(*)::int as n from client')).rows[0].n

  it('gets the next number, a face sheet and a place among those who wait', async () => {
    const answer = await noor.post(urls.newClient(), someone)
    assert.equal(answer.status, 303)
    const face = await noor.get(answer.location ?? '')
    for (const words of [
      'Nadia Petrov',
      'No. 1014',
      '(845) 555-0142',
      'Leave no message',
      'Dutchess County drug court',
    ])
      assert.ok(face.text.includes(words), words)
    const board = await noor.get(urls.admissions())
    assert.match(board.text, /Accepted, not screened/)
    assert.ok(board.text.includes(urls.safetyScreen({ client: answer.location?.split('/').at(-1) ?? '' })))
  })

  it('is refused field by field, and everything typed stays', async () => {
    const was = await people()
    const answer = await noor.post(urls.newClient(), {
      ...someone,
      given: '<script>alert(1)</script>',
      birthDate: '2030-01-01',
      phone: '12',
      source: '',
    })
    assert.equal(answer.status, 422)
    for (const field of ['given', 'birthDate', 'phone', 'source'])
      assert.match(answer.text, new RegExp(`id="${field}-error"`), field)
    assert.match(answer.text, /value="Petrov"/)
    assert.doesNotMatch(answer.text, /<script>alert/)
    assert.equal(await people(), was)
  })

  it('who may be known already is compared before anything is saved', async () => {
    const was = await people()
    const maya = { ...someone, given: 'Maia', family: 'Alvares', birthDate: '1991-04-17', phone: '' }
    const asked = await noor.post(urls.newClient(), maya)
    assert.equal(asked.status, 422)
    assert.match(asked.text, /Is it one of these\?/)
    assert.ok(asked.text.includes(urls.client({ client: castId('maya') })), 'with the way to use this one')
    assert.match(asked.text, /value="Maia"/)
    assert.equal(await people(), was)
    const other = await noor.post(urls.newClient(), { ...maya, 'seen[]': [castId('maya')] })
    assert.equal(other.status, 303)
    assert.equal(await people(), was + 1)
  })

  it('by two tabs at once becomes one chart', async () => {
    const twin = { ...someone, given: 'Otis', family: 'Hargrove', birthDate: '1959-12-01', phone: '' }
    const answers = await Promise.all(Array.from({ length: 4 }, () => noor.post(urls.newClient(), twin)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422, 422, 422])
  })

  it('different people at once get different numbers', async () => {
    const names = ['Abbott', 'Brandt', 'Chaudhry', 'Delacroix', 'Eriksen', 'Fofana']
    const answers = await Promise.all(
      names.map((family, n) =>
        noor.post(urls.newClient(), {
          ...someone,
          given: `P${n}`,
          family,
          birthDate: `19${50 + 5 * n}-0${n + 1}-1${n}`,
          phone: '',
        }),
      ),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303])
    const { rows } = await house.db.owner.query('select number from client group by number having count(*) > 1')
    assert.equal(rows.length, 0)
  })

  it('is not for a therapist or a biller', async () => {
    for (const key of ['lee', 'ben', 'priya', 'ada']) {
      const one = await house.as(key)
      assert.equal((await one.get(urls.newClient())).status, 403, key)
      assert.equal((await one.post(urls.newClient(), someone)).status, 403, key)
    }
  })
})
