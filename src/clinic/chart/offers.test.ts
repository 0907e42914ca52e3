import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend, staff } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt, weekdayOf, type Day } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson, type StaffPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { passOffersOn } from '../groups/actions/offers.ts'
import { joinWaitlist } from '../groups/actions/waitlist.ts'

const maya = castId('maya')
const tomasz = castId('tomasz')
// Nobody is woken: offers go out by day.
const noon = instantAt(todayHere(), '12:00', riverbend.timeZone)

/** A member of the cast, as they come through the staff door. */
function person(key: string): StaffPerson {
  const one = staff.find((each) => each.key === key)
  if (one === undefined) throw new Error(`Nobody in the cast is called ${key}`)
  const { givenName, familyName, credential, role } = one
  const names = { name: `${givenName} ${familyName}`, givenName, familyName, credential }
  return { kind: 'staff', id: castId(key), role, ...names, sessionId: castId(key) }
}

let house: TestHouse
let noor: Visitor
before(async () => {
  house = await openHouse()
  house.setNow(noon)
  noor = await house.as('noor')
})
after(() => house.close())

const give = async (client: string): Promise<string> => {
  const answer = await noor.post(urls.ownPage({ client }), { language: 'en', birthDate: 'left-out' })
  return /\/mine\/([\w-]{43})/.exec(answer.text)?.[1] ?? `none in ${answer.status}`
}
const one = async (ask: string, values: unknown[] = []): Promise<Record<string, unknown>> =>
  (await house.db.owner.query(ask, values)).rows[0]

/** A group of one chair late on a day, when nobody has another. */
async function nightGroup(day: Day, starts: string): Promise<string> {
  const id = newId()
  await house.db.owner.query(
    `insert into group_series (clinic_id, id, program_id, room_id, name, kind, is_open, weekday, starts, minutes, time_zone, during, opened_at)
     values ($1, $2, $3, $4, 'Night group', 'process', true, $5, $8, 30, $6, daterange($7, null), now())`,
    [
      riverbend.id,
      id,
      castId('day'),
      castId('loft'),
      weekdayOf(day),
      riverbend.timeZone,
      addDays(todayHere(), -30),
      starts,
    ],
  )
  await house.db.owner.query('insert into series_chair (clinic_id, series_id, number) values ($1, $2, 1)', [
    riverbend.id,
    id,
  ])
  return id
}

describe('A place that is offered', () => {
  it('is taken with one press, twice pressed is one seat, and is nobody else’s to take', async () => {
    const id = await nightGroup(addDays(todayHere(), 2), '21:00')
    const joined = await asPerson(house.db.pool, riverbend.id, person('noor'), noon, (work) =>
      joinWaitlist(work, castId('tomasz episode'), { seriesId: id }),
    )
    assert.ok(!isRefusal(joined), JSON.stringify(joined))
    await passOffersOn(house.db.pool, noon)
    const token = await give(tomasz)
    const phone = house.stranger()
    const page = await phone.get(urls.mine({ token }))
    assert.match(page.text, /Offered to you/)
    assert.match(page.text, /9:00 PM to 9:30 PM/)
    assert.ok(!page.text.includes('Night group'))
    const offer = /seat-offers\/([0-9a-f-]{36})/.exec(page.text)?.[1] ?? ''
    const stranger = await house
      .stranger()
      .post(urls.mineSeatOffer({ token: await give(maya), offer }), { answer: 'accepted' })
    assert.match(stranger.location ?? '', /said=gone/)
    const answers = await Promise.all(
      [1, 2, 3].map(() => phone.post(urls.mineSeatOffer({ token, offer }), { answer: 'accepted' })),
    )
    for (const answer of answers) {
      assert.equal(answer.status, 303)
      assert.match(answer.location ?? '', /said=accepted/)
    }
    const seats = await one(
      'select count(*)::int as n, min(client_id::text) as client from seat where series_id = $1',
      [id],
    )
    assert.deepEqual(seats, { n: 1, client: tomasz })
    assert.ok(!(await phone.get(urls.mine({ token }))).text.includes('Offered to you'))
    assert.match(
      (await phone.post(urls.mineSeatOffer({ token, offer }), { answer: 'declined' })).location ?? '',
      /said=gone/,
    )
    const { by } = await one(`select by_kind as by from trail where verb = 'seat-offer.accepted'`)
    assert.equal(by, 'client')
  })

  it('for one meeting is taken with one press too, and the others that were offered with it are gone', async () => {
    const day = addDays(todayHere(), 2)
    const offers: string[] = []
    for (const starts of ['20:00', '22:00']) {
      const [series, session, offer] = [await nightGroup(day, starts), newId(), newId()]
      const begins = instantAt(day, starts, riverbend.timeZone)
      await house.db.owner.query(
        `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
         values ($1, $2, $3, $4, $5, tstzrange($6::timestamptz, $6::timestamptz + interval '30 minutes'), now())`,
        [riverbend.id, session, series, castId('loft'), day, begins],
      )
      await house.db.owner.query(
        `insert into make_up_offer (clinic_id, id, client_id, episode_id, series_id, session_id, held_on, expires_at, offered_by, offered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [riverbend.id, offer, tomasz, castId('tomasz episode'), series, session, day, begins, castId('noor'), noon],
      )
      offers.push(offer)
    }
    const [first = '', second = ''] = offers
    const [token, other] = [await give(tomasz), await give(maya)]
    const phone = house.stranger()
    const page = await phone.get(urls.mine({ token }, { lang: 'es' }))
    assert.match(page.text, /Para recuperar el tiempo que faltó/)
    assert.match(page.text, /de 8:00 p\.[\s\u202f\u00a0]?m\. a 8:30/)
    const press = (offer: string, answer: string, key = token) =>
      phone.post(urls.mineMakeUp({ token: key, offer }), { answer })
    assert.match((await press(first, 'accepted', other)).location ?? '', /said=gone/)
    const answers = await Promise.all([1, 2].map(() => press(first, 'accepted')))
    for (const answer of answers) assert.match(answer.location ?? '', /said=accepted/)
    const { n } = await one('select count(*)::int as n from seat where client_id = $1 and lower(during) = $2', [
      tomasz,
      day,
    ])
    assert.equal(n, 1)
    assert.match((await press(second, 'accepted')).location ?? '', /said=gone/)
    assert.ok(!(await phone.get(urls.mine({ token }))).text.includes('Offered to you'))
  })
})
