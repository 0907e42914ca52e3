import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { castId } from '../../../../tests/cast.ts'
import type { Visitor } from '../../../../tests/knock.ts'
import { at, openWitnessRoom, today, type WitnessRoom } from '../../../../tests/witness-room.ts'
import { addDays } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { urls } from '../../../urls.ts'
import { doorNumberFrom } from '../door.ts'
import { pressesOn, usualRule } from '../witnesses.ts'

const usual = pressesOn(usualRule)

describe('A tablet at the door', () => {
  let room: WitnessRoom
  let house: WitnessRoom['house']
  const site = castId('main-street')
  before(async () => {
    room = await openWitnessRoom()
    house = room.house
    // They meet in a room of Main Street again.
    await room.ask(
      'update group_session set room_id = (select id from room where site_id = $1 and not is_video order by id limit 1) where id = $2',
      [site, room.session],
    )
  })
  beforeEach(async () => {
    room.setTime('08:55')
    await room.ask('truncate lent_tablet_press, door_number cascade')
    await room.ask('delete from check_in')
  })
  after(() => house.close())

  const stand = async (where = site): Promise<{ tablet: Visitor; path: string }> => {
    const tablet = await house.as('noor')
    const answer = await tablet.post(urls.doors(), { site: where })
    assert.equal(answer.status, 303, answer.text)
    return { tablet, path: answer.location ?? '' }
  }
  const numberOf = async (key: string): Promise<string> => {
    const client = { client: castId(key) }
    await room.noor.post(urls.doorNumber(client))
    return /class="door-number">([0-9 ]{7})</.exec((await room.noor.get(urls.doorNumber(client))).text)?.[1] ?? 'none'
  }
  const checkIns = () => room.ask('select client_id, place, door_id is not null as at_door, session_id from check_in')
  const press = async (tablet: Visitor, path: string, number: string) =>
    (await tablet.get((await tablet.post(path, { number })).location ?? '')).text
  const main = (text: string) => text.slice(text.indexOf('<main'))

  it('takes a check-in like that of the own page, for what begins now', async () => {
    const number = await numberOf('kofi')
    const { tablet, path } = await stand()
    assert.match(
      await press(tablet, path, number),
      /Thank you\. If something of yours begins now, we know that you are here\./,
    )
    const rows = await checkIns()
    assert.deepEqual(rows, [{ client_id: castId('kofi'), place: 'on-site', at_door: true, session_id: room.session }])
    // Pressed twice it is said once.
    await press(tablet, path, number)
    assert.equal((await checkIns()).length, 1)
    room.setTime('11:00')
    assert.match((await room.lee.get(room.evidence('kofi'))).text, /their own page or at the door/)
  })

  it('answers everybody in the same words, and names nobody', async () => {
    const [kofi, gone] = [await numberOf('kofi'), await numberOf('ruth')]
    const { tablet, path } = await stand()
    const [right, elsewhere, nobodys] = [
      await press(tablet, path, kofi),
      await press(tablet, path, gone),
      await press(tablet, path, doorNumberFrom(77_777)),
    ]
    const again = await press(tablet, path, kofi)
    for (const other of [elsewhere, nobodys, again]) assert.equal(main(other), main(right))
    for (const text of [right, (await tablet.get(path)).text])
      assert.doesNotMatch(text, /Kofi|Mensah|Ruth|Process group|Maya|Lee Park/)
    // What was typed is nowhere on the next page.
    assert.ok(!right.includes(kofi) && !right.includes(kofi.replace(' ', '')))
    assert.doesNotMatch(right, /<li><a [^>]*client/)
  })

  it('tells of a slip, and of nothing else', async () => {
    const number = (await numberOf('kofi')).replace(' ', '')
    const { tablet, path } = await stand()
    const wrong = `${number.slice(0, 5)}${(Number(number[5]) + 1) % 10}`
    for (const typed of [wrong, '', 'Kofi', '12345', "' or 1=1", '9'.repeat(60)])
      assert.match(await press(tablet, path, typed), /This is not a whole number/, typed)
    assert.deepEqual(await checkIns(), [])
    assert.match((await tablet.get(`${path}?lang=es`)).text, /¿Cuál es su número\?/)
  })

  it('knows the latest number of each alone', async () => {
    const first = await numberOf('kofi')
    room.setTime('08:56')
    const second = await numberOf('kofi')
    assert.notEqual(first, second)
    const { tablet, path } = await stand()
    await press(tablet, path, first)
    assert.equal((await checkIns()).length, 0)
    await press(tablet, path, second)
    assert.equal((await checkIns()).length, 1)
  })

  it('checks in to what is held at its own site, in a room, around now', async () => {
    const number = await numberOf('kofi')
    const mill = await stand(castId('mill'))
    await press(mill.tablet, mill.path, number)
    assert.deepEqual(await checkIns(), [])
    const { tablet, path } = await stand()
    room.setTime('06:00')
    await press(tablet, path, number)
    assert.deepEqual(await checkIns(), [], 'hours before')
    await room.ask('update group_session set room_id = $1 where id = $2', [castId('video-1'), room.session])
    room.setTime('08:55')
    await press(tablet, path, number)
    assert.deepEqual(await checkIns(), [], 'by video nobody stands at the door')
    await room.ask(
      'update group_session set room_id = (select id from room where site_id = $1 and not is_video order by id limit 1) where id = $2',
      [site, room.session],
    )
  })

  it('asks for patience where it is pressed without end, right numbers or wrong', async () => {
    const number = await numberOf('kofi')
    const { tablet, path } = await stand()
    for (let n = 0; n < usual.inAMinute; n += 1) await tablet.post(path, { number: doorNumberFrom(n) })
    assert.match(await press(tablet, path, number), /One minute, please/)
    assert.deepEqual(await checkIns(), [])
    assert.match(await press(tablet, path, doorNumberFrom(3)), /One minute, please/)
    // Another tablet is pressed by others.
    const other = await stand()
    assert.match(await press(other.tablet, other.path, number), /Thank you/)
    room.setTime('08:57')
    assert.match(await press(tablet, path, number), /Thank you/)
  })

  it('takes so many presses as the clinic set from today on', async () => {
    const rule = {
      differMinutes: '5',
      skewSeconds: '60',
      opensMinutes: '15',
      from: today,
      source: 'Compliance, 12 June',
    }
    const dana = await house.as('dana')
    assert.match((await dana.get(urls.presenceRules())).text, /12 presses in 1 min, 60 in 10 min \(K\)/)
    const turned = await dana.post(urls.presenceRules(), { ...rule, pressesInMinute: '9', pressesInTenMinutes: '3' })
    assert.equal(turned.status, 422)
    const set = await dana.post(urls.presenceRules(), { ...rule, pressesInMinute: '2', pressesInTenMinutes: '3' })
    assert.equal(set.status, 303, set.text)
    assert.match((await dana.get(urls.presenceRules())).text, /2 presses in 1 min, 3 in 10 min</)
    const { tablet, path } = await stand()
    for (const n of [1, 2]) assert.match(await press(tablet, path, doorNumberFrom(n)), /Thank you/)
    assert.match(await press(tablet, path, doorNumberFrom(3)), /One minute, please/)
    room.setTime('08:57')
    assert.match(await press(tablet, path, doorNumberFrom(3)), /Thank you/)
    room.setTime('08:59')
    assert.match(await press(tablet, path, doorNumberFrom(4)), /One minute, please/, 'three in ten minutes')
    await room.ask('delete from presence_rule')
  })

  it('counts presses that come at once one after the other', async () => {
    const { tablet, path } = await stand()
    await Promise.all(
      Array.from({ length: usual.inAMinute + 8 }, (_, n) => tablet.post(path, { number: doorNumberFrom(n) })),
    )
    const [{ n } = { n: 0 }] = await room.ask('select count(*)::int as n from lent_tablet_press')
    assert.equal(n, usual.inAMinute)
  })

  it('signs its member of staff out, and opens nothing to anybody else', async () => {
    const { tablet, path } = await stand()
    assert.equal((await tablet.get(urls.today())).status, 303)
    const stranger = house.stranger()
    assert.equal((await stranger.get(path)).status, 404, 'without its cookie')
    assert.equal((await stranger.get(urls.atDoor({ token: 'x'.repeat(43) }))).status, 404)
    const other = await stand()
    assert.equal((await tablet.get(other.path)).status, 404, 'another tablet’s address')
    // A tablet that goes round is no door, and the other way about.
    assert.equal((await tablet.get(path.replace('/door/', '/round/'))).status, 404)
    const [{ n } = { n: 1 }] = await room.ask(
      `select count(*)::int as n from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
       and has_any_column_privilege('stepwell_tablet', c.oid, 'select, insert, update')`,
    )
    assert.equal(n, 0, 'its role is granted no table')
  })

  it('shows nothing more when it is taken away, or its day is over', async () => {
    const number = await numberOf('kofi')
    const { tablet, path } = await stand()
    const [{ id } = { id: '' }] = await room.ask('select id from lent_tablet order by lent_at desc, id limit 1')
    for (const [key, status] of [
      ['ben', 403],
      ['kim', 404],
    ] as const)
      assert.equal((await (await house.as(key)).post(urls.tabletEnd({ tablet: id }))).status, status, key)
    assert.match((await room.noor.get(urls.doors())).text, /Main Street/)
    assert.equal((await room.noor.post(urls.tabletEnd({ tablet: newId() }))).status, 404)
    await room.ask('delete from lent_tablet_end')
    for (const { id: door } of await room.ask('select id from lent_tablet'))
      await room.noor.post(urls.tabletEnd({ tablet: door }))
    assert.equal((await tablet.get(path)).status, 404)
    assert.equal((await tablet.post(path, { number })).status, 404)
    const tomorrow = await stand()
    house.setNow(at('00:30', addDays(today, 1)))
    assert.equal((await tomorrow.tablet.get(tomorrow.path)).status, 404)
  })

  it('takes the number that a client gave themself on their own page, and nobody else’s', async () => {
    const given = await room.noor.post(urls.ownPage({ client: castId('kofi') }), {
      language: 'en',
      birthDate: 'left-out',
    })
    const token = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
    const phone = house.stranger()
    assert.match((await phone.get(urls.mineCheckIn({ token }))).text, /Give me a number/)
    assert.equal((await phone.post(urls.mineDoorNumber({ token }))).status, 303)
    const number =
      /class="door-number">([0-9 ]{7})</.exec((await phone.get(urls.mineCheckIn({ token }))).text)?.[1] ?? ''
    const { tablet, path } = await stand()
    await press(tablet, path, number)
    assert.deepEqual(
      (await checkIns()).map((row) => row.client_id),
      [castId('kofi')],
    )
    assert.equal((await (await house.as('ben')).get(urls.doorNumber({ client: castId('kofi') }))).status, 403)
    assert.equal((await (await house.as('kim')).get(urls.doorNumber({ client: castId('kofi') }))).status, 404)
  })
})
