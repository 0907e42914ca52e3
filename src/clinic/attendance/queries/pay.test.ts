import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, weekOf } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { asPerson } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'
import { payWeeks } from './pay.ts'

const monday = addDays(weekOf(todayHere()), 7)

let house: TestHouse
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const planned = () =>
  asPerson(
    house.db.pool,
    riverbend.id,
    {
      kind: 'staff',
      id: castId('dana'),
      role: 'director',
      name: 'Dana Ortiz',
      givenName: 'Dana',
      familyName: 'Ortiz',
      credential: 'LCSW',
      sessionId: newId(),
    },
    new Date(),
    async (work) => {
      const stay = { clientId: castId('maya'), programKind: 'substance-use', first: addDays(monday, -30), last: null }
      const week = (await payWeeks(work, [stay], monday)).get(stay.clientId)?.planned
      assert.ok(week, 'there is a payer with a rule')
      return week
    },
  )

it('sees before the week begins that nobody who leads a group is licensed on its day', async () => {
  const ben = await house.as('ben')
  const given = await ben.post(urls.newCoverage({ client: castId('maya') }), {
    newPayer: 'River Mutual',
    newPayerKind: 'commercial',
    relation: 'self',
    priority: '1',
  })
  assert.equal(given.status, 303)
  const own = house.db.owner
  await own.query(
    `insert into payer_rule (clinic_id, id, payer_id, program_kind, terms, effective_from, source, mark, recorded_at)
     select clinic_id, gen_random_uuid(), id, 'any', '{"minGroup": 1}', '2020-01-01', 'Its manual', 'K', now() from payer`,
  )
  const before = await planned()
  assert.ok(before.minutes > 0, JSON.stringify(before.days[0]))

  await own.query(
    `insert into staff_license_end (clinic_id, id, license_id, because, ended_by, ended_at)
     select clinic_id, gen_random_uuid(), id, 'Lapsed', $1, now() from staff_license`,
    [castId('ada')],
  )
  const after = await planned()
  assert.equal(after.minutes, 0)
  assert.match(JSON.stringify(after), /No licensed leader: River Mutual asks for one/)
})
