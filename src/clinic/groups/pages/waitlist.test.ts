import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../../tests/world.ts'
import { addDays, instantAt, weekdayOf } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'
import { passOffersOn } from '../actions/offers.ts'

const today = todayHere()
const noon = instantAt(today, '12:00', riverbend.timeZone)
const will = { episode: castId('will episode') }
const process = seriesId('process-a', weekdayOf(addDays(today, 1)))

let house: TestHouse
before(async () => {
  house = await openHouse()
  house.setNow(noon)
})
after(() => house.close())

const one = async (sql: string, values: unknown[] = []) =>
  (await house.db.owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? castId('nothing')
/** Leaves a group with as many chairs as people sit there. */
const fill = (series: string) =>
  house.db.owner.query(
    'delete from series_chair c where c.series_id = $1 and not exists (select from seat t where t.series_id = c.series_id and t.number = c.number)',
    [series],
  )

describe('The waitlist in the house', () => {
  it('begins on the seats of a client where a group is full, and shows the place with why', async () => {
    await fill(process)
    const noor = await house.as('noor')
    const seats = await noor.get(urls.seats(will))
    assert.match(seats.text, /Join the waitlist/)
    const joined = await noor.post(urls.newWait(will), {
      series: process,
      kind: '',
      topic: '',
      affinity: '',
      since: '',
      sinceBecause: '',
    })
    assert.equal(joined.status, 303)
    const place = await noor.get(joined.location ?? '')
    assert.match(place.text, /Place 1 of 1 place: 0 points · Waits 0 days: 0 points · Acuity not said yet/)
    assert.doesNotMatch(place.text, /name="acuity"/, 'a coordinator does not say how urgent it is')
    const again = await noor.post(urls.newWait(will), { series: process })
    assert.equal(again.location, joined.location)
    const list = await noor.get(urls.waitlist())
    assert.match(list.text, /1 place on the waitlist/)
    assert.match((await noor.get(urls.seriesWaits({ series: process }))).text, /1 person waits/)
    assert.match((await noor.get(urls.seats(will))).text, /Place 1 · since/)
    const biller = await house.as('omar').catch(() => null)
    if (biller !== null) assert.equal((await biller.get(urls.waitlist())).status, 403)
  })

  it('takes urgency and priority from a clinician, and shows whose word it is', async () => {
    const lee = await house.as('lee')
    const wait = await one('select id from waitlist_entry')
    const missing = await lee.post(urls.waitFacts({ wait }), { deed: 'urgency', acuity: '3', because: '' })
    assert.equal(missing.status, 422)
    await lee.post(urls.waitFacts({ wait }), {
      deed: 'urgency',
      acuity: '3',
      because: 'Drank again after two calm weeks.',
    })
    await lee.post(urls.waitFacts({ wait }), { deed: 'priorities', 'priorities[]': ['injecting'] })
    const page = await lee.get(urls.wait({ wait }))
    assert.match(page.text, /3 of 3: Drank again after two calm weeks\./)
    assert.match(page.text, /Injects drugs: before everybody without this priority/)
    assert.match(page.text, /Acuity 3: 42 points/)
  })

  it('offers a freed chair by itself, shows the time left, and seats them after a telephone call', async () => {
    const seat = await one('select id from seat where series_id = $1 order by number limit 1', [process])
    const noor = await house.as('noor')
    const gone = await noor.post(urls.seatRelease({ seat }), { lastDay: today, because: 'Moves to the evening.' })
    assert.equal(gone.status, 303)
    await passOffersOn(house.db.pool, noon)
    const wait = await one('select id from waitlist_entry')
    const offer = await one('select id from seat_offer')
    const page = await noor.get(urls.wait({ wait }))
    assert.match(page.text, /24 h 0 min left/)
    assert.match(page.text, /They accept/)
    assert.match((await noor.get(urls.waitlist())).text, /1 offer to be answered/)
    const answered = await noor.post(urls.seatOfferAnswer({ offer }), { answer: 'accepted' })
    assert.equal(answered.status, 303)
    assert.match((await noor.get(urls.wait({ wait }))).text, /They have the seat since/)
    assert.equal((await noor.post(urls.seatOfferAnswer({ offer }), { answer: 'declined' })).status, 422)
    assert.equal(
      await one('select client_id as id from seat where series_id = $1 and upper_inf(during) and client_id = $2', [
        process,
        castId('will'),
      ]),
      castId('will'),
    )
  })

  it('lets a director change what counts, from a day on and with a source', async () => {
    const dana = await house.as('dana')
    const lee = await house.as('lee')
    const from = { from: today, source: 'Team meeting' }
    assert.equal(
      (await lee.post(urls.waitlistRules(), { deed: 'weights', aDay: '2', acuity2: '10', acuity3: '50', ...from }))
        .status,
      403,
    )
    const turned = await dana.post(urls.waitlistRules(), {
      deed: 'weights',
      aDay: '2',
      acuity2: '60',
      acuity3: '50',
      ...from,
    })
    assert.match(turned.text, /Acuity 3 is the most urgent/)
    assert.equal(
      (await dana.post(urls.waitlistRules(), { deed: 'weights', aDay: '2', acuity2: '10', acuity3: '50', ...from }))
        .status,
      303,
    )
    assert.equal(
      (await dana.post(urls.waitlistRules(), { deed: 'priority', key: '', label: 'Veterans', rank: '4', ...from }))
        .status,
      303,
    )
    assert.equal(
      (
        await dana.post(urls.waitlistRules(), {
          deed: 'policy',
          replyHours: '36',
          quietFrom: '21:00',
          quietTo: '08:00',
          restDays: '5',
          ...from,
        })
      ).status,
      303,
    )
    const page = (await lee.get(urls.waitlistRules())).text
    assert.match(page, /2 points/)
    assert.match(page, /36 hours/)
    assert.match(page, /Veterans/)
    assert.match(page, /Pregnant and injects drugs/, 'what Stepwell brought stays until it is changed')
    const by = await dana.post(urls.seriesWaits({ series: process }), { how: 'by-hand', fromDay: today })
    assert.equal(by.status, 303)
    assert.match((await lee.get(urls.seriesWaits({ series: process }))).text, /By hand: somebody opens a place/)
  })
})

describe('Who does not share a room', () => {
  const apart = seriesId('process-a', weekdayOf(addDays(today, 2)))
  const mixed = seriesId('process-a', weekdayOf(addDays(today, 3)))

  it('is a director’s page; to everybody else it is a closed door that says nothing', async () => {
    for (const key of ['noor', 'lee']) {
      const who = await house.as(key)
      assert.equal((await who.get(urls.roomDecisions())).status, 403)
      assert.equal((await who.post(urls.roomDecisions(), { deed: 'apart' })).status, 403)
      assert.doesNotMatch((await who.get(urls.waitlist())).text, /room-decisions/)
    }
  })

  it('answers a coordinator in the same words, letter for letter, as an ordinary decision about a room', async () => {
    const dana = await house.as('dana')
    const noor = await house.as('noor')
    const bodies: string[] = []
    const others: Record<string, string>[] = []
    const asks = {
      therapist: await house.as('lee'),
      prescriber: await house.as('priya'),
      biller: await house.as('ben'),
      administrator: await house.as('ada'),
      visitor: house.stranger(),
    }
    // The same house twice: once with a rule behind the refusal, once with a decision about the mix of the room.
    const other = await one(
      'select client_id as id from seat where series_id = $1 and upper_inf(during) and client_id <> $2 order by number limit 1',
      [apart, castId('will')],
    )
    for (const how of ['apart', 'mix']) {
      if (how === 'apart') {
        const noted = await dana.post(urls.roomDecisions(), {
          deed: 'apart',
          one: castId('will'),
          other,
          kind: 'relatives',
          because: 'Cousins.',
          lastDay: '',
        })
        assert.equal(noted.status, 303, noted.text)
      } else {
        const rule = await one('select id from apart_rule')
        assert.equal(
          (await dana.post(urls.roomDecisionEnd({ decision: rule }), { because: 'For the test.' })).status,
          303,
        )
        // Every group that other one sits in, as the rule had it.
        const groups = await house.db.owner.query<{ id: string }>(
          'select distinct series_id as id from seat where client_id = $1',
          [other],
        )
        for (const { id } of groups.rows)
          assert.equal(
            (
              await dana.post(urls.roomDecisions(), {
                deed: 'room',
                series: id,
                client: castId('will'),
                because: 'Mix.',
                from: today,
                to: '',
              })
            ).status,
            303,
          )
      }
      // What the optimiser proposes and why not, too.
      const composed = await noor.get(urls.composeWeek(will))
      assert.equal(composed.status, 200)
      const refused = await noor.post(urls.seats(will), { deed: 'take', series: apart, from: today })
      const listed = await noor.get(urls.seats(will))
      const another = await noor.post(urls.seats(will), { deed: 'take', series: mixed, from: today })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /data-refused="not-now"/)
      const seen: Record<string, string> = {}
      for (const [who, desk] of Object.entries(asks))
        for (const url of [
          urls.seats(will),
          urls.composeWeek(will),
          urls.newWait(will),
          urls.series({ series: apart }),
          urls.seriesWaits({ series: apart }),
          urls.weekBoard(),
          urls.clients(),
          urls.client({ client: castId('will') }),
          urls.publicGroups({ lang: 'en' }),
          urls.publicGroup({ lang: 'en', series: apart }),
        ]) {
          const answer = await desk.get(url)
          seen[`${who} ${url}`] = `${answer.status} ${answer.text}`
        }
      for (const who of ['therapist', 'prescriber', 'biller'] as const) {
        const tried = await asks[who].post(urls.seats(will), { deed: 'take', series: apart, from: today })
        seen[`${who} tries`] = `${tried.status} ${tried.text}`
      }
      others.push(seen)
      bodies.push([composed.text, refused.status, refused.text, listed.text, another.status, another.text].join('\n'))
    }
    assert.equal(bodies[0], bodies[1])
    assert.deepEqual(others[0], others[1])
    assert.doesNotMatch(JSON.stringify(others), /Cousins/)
    const statuses = Object.values(others[0] ?? {}).map((text) => text.slice(0, 3))
    assert.ok(statuses.filter((status) => status === '200').length > 15, 'most of these pages are theirs to see')
    assert.doesNotMatch(bodies[0] ?? '', /Cousins|relative|apart|order/i)
  })

  it('says to the director at once who sits together and what to do, and to nobody else', async () => {
    const dana = await house.as('dana')
    const two = await house.db.owner.query<{ id: string }>(
      'select client_id as id from seat where series_id = $1 and upper_inf(during) and client_id <> $2 order by number desc limit 2',
      [apart, castId('will')],
    )
    const [a, b] = two.rows.map((row) => row.id)
    const before = (await (await house.as('noor')).get(urls.series({ series: apart }))).text
    await dana.post(urls.roomDecisions(), {
      deed: 'apart',
      one: a ?? '',
      other: b ?? '',
      kind: 'protective-order',
      because: '',
      lastDay: '',
    })
    const page = await dana.get(urls.roomDecisions())
    assert.match(page.text, /sit in one group/)
    assert.match(page.text, /decide who moves/)
    assert.equal((await (await house.as('noor')).get(urls.series({ series: apart }))).text, before)
  })

  it('says in the trail of everybody in care alike that they may have stood on the page', async () => {
    const dana = await house.as('dana')
    const gone = castId('will')
    await dana.post(urls.roomDecisions(), {
      deed: 'apart',
      one: gone,
      other: castId('rosa'),
      kind: 'relatives',
      because: '',
      lastDay: '',
    })
    await house.db.owner.query(
      "update episode set during = case when lower(during) < $2::date then daterange(lower(during), $2::date) else 'empty' end where client_id = $1",
      [gone, today],
    )
    assert.match((await dana.get(urls.roomDecisions())).text, /Will/, 'the rule stands on the page')
    await house.looksWritten()
    const { rows } = await house.db.owner.query<{ looked: string[]; here: string[] }>(
      `select t.client_ids::text[] as looked, array(select distinct client_id::text from episode
         where clinic_id = t.clinic_id and during && daterange($1::date, null) order by 1) as here
       from trail t where t.verb = 'looked' and t.by_id = $2 and t.about ->> 'screen' = 'group' order by t.at desc, t.id desc limit 1`,
      [today, castId('dana')],
    )
    assert.deepEqual(rows[0]?.looked.toSorted(), rows[0]?.here)
    assert.ok(!rows[0]?.here.includes(gone))
  })

  it('takes a person and a group by a part of their name or the number, and asks where several fit', async () => {
    const dana = await house.as('dana')
    const count = async () => Number(await one('select count(*)::text as id from apart_rule'))
    const before = await count()
    const pair = { deed: 'apart', kind: 'coworkers', because: '', lastDay: '' }
    const number = await one('select number as id from client where id = $1', [castId('kofi')])
    const several = await dana.post(urls.roomDecisions(), { ...pair, one: number, other: 'a' })
    assert.equal(several.status, 422)
    assert.match(several.text, /fit “a”: choose one/)
    assert.match(several.text, new RegExp(`<option value="${castId('ruth')}"`))
    const nobody = await dana.post(urls.roomDecisions(), { ...pair, one: number, other: 'Nobody Atall' })
    assert.equal(nobody.status, 422)
    assert.match(nobody.text, /Nobody in care fits “Nobody Atall”/)
    assert.equal(await count(), before)
    assert.equal((await dana.post(urls.roomDecisions(), { ...pair, one: number, other: 'ruth' })).status, 303)
    assert.equal(await count(), before + 1)
    assert.equal(
      await one(
        'select (client_a = any ($1) and client_b = any ($1))::text as id from apart_rule order by noted_at desc, id desc limit 1',
        [[castId('kofi'), castId('ruth')]],
      ),
      'true',
    )
    const group = { deed: 'room', client: '', because: '', from: today, to: '' }
    assert.match(
      (await dana.post(urls.roomDecisions(), { ...group, series: 'no such group' })).text,
      /No group that meets fits/,
    )
    const name = await one('select name as id from group_series where id = $1', [apart])
    const { status, text } = await dana.post(urls.roomDecisions(), { ...group, series: name })
    if (status === 422) assert.match(text, new RegExp(`<option value="${apart}"`))
    else
      assert.equal(
        await one('select series_id as id from room_decision order by decided_at desc, id desc limit 1'),
        apart,
      )
  })
})
