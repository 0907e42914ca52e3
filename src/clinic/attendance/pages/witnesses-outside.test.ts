import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { at, didNotSee, openWitnessRoom, saw, type WitnessRoom } from '../../../../tests/witness-room.ts'
import { newId } from '../../../basics/ids.ts'
import { asPerson } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'

const director = {
  kind: 'staff',
  id: castId('dana'),
  role: 'director',
  name: 'Dana Ortiz',
  givenName: 'Dana',
  familyName: 'Ortiz',
  credential: 'LCSW',
  sessionId: castId('dana'),
} as const

describe('Three witnesses, from outside', () => {
  let house: WitnessRoom['house']
  let lee: WitnessRoom['lee']
  let dana: WitnessRoom['dana']
  let noor: WitnessRoom['noor']
  let session: WitnessRoom['session']
  let numbers: WitnessRoom['numbers']
  let ask: WitnessRoom['ask']
  let setTime: WitnessRoom['setTime']
  let sessionOf: WitnessRoom['sessionOf']
  let evidence: WitnessRoom['evidence']
  let row: WitnessRoom['row']
  let read: WitnessRoom['read']
  let settle: WitnessRoom['settle']
  let standing: WitnessRoom['standing']
  before(async () => {
    const room = await openWitnessRoom()
    ;({ house, lee, dana, noor, session, numbers, ask, setTime, sessionOf, evidence, row, read, settle, standing } =
      room)
  })
  after(() => house.close())

  let token = ''
  let otherToken = ''
  const give = async (client: string) => {
    const answer = await noor.post(urls.ownPage({ client }), { language: 'en', birthDate: 'left-out' })
    return /\/mine\/([\w-]{43})/.exec(answer.text)?.[1] ?? `none in ${answer.status}`
  }
  const video = {
    place: 'video',
    whereNow: 'At my sister’s, 12 Elm Street',
    contactName: 'Ana Santos',
    contactPhone: '518 555 0101',
  }
  before(async () => {
    token = await give(castId('jose'))
    otherToken = await give(castId('tomasz'))
    await read([
      row('t1', 'tomasz', 'joined', '09:05', 'Tomasz’s tablet'),
      row('t2', 'tomasz', 'left', '10:20', 'Tomasz’s tablet'),
    ])
  })

  it('opens a quarter of an hour before it begins, and ends with it', async () => {
    const client = house.stranger()
    const press = () => client.post(urls.mineCheckIn({ token }), { meeting: session, place: 'on-site' })
    for (const [time, open] of [
      ['08:40', false],
      ['08:50', true],
      ['10:21', false],
    ] as const) {
      setTime(time)
      const page = await client.get(urls.mine({ token }))
      assert.equal(page.text.includes(`id="here-${session}"`), open, time)
      if (!open) assert.match((await press()).location ?? '', /said=gone/)
    }
    assert.equal((await ask('select count(*)::int as n from check_in'))[0].n, 0)
  })

  it('takes each time where they are and whom to call, and shows it to those who care for them alone', async () => {
    const client = house.stranger()
    setTime('08:58')
    const half = await client.post(urls.mineCheckIn({ token }), { ...video, meeting: session, contactPhone: '' })
    assert.equal(half.status, 422)
    saw(half, /Write their phone number\./)
    saw(half, /At my sister’s, 12 Elm Street/)
    const whole = await client.post(urls.mineCheckIn({ token }), { ...video, meeting: session })
    assert.match(whole.location ?? '', /said=saidHere/)
    await client.post(urls.mineCheckIn({ token }), { ...video, meeting: session })
    assert.equal((await ask('select count(*)::int as n from check_in'))[0].n, 1)
    saw(await client.get(urls.mine({ token })), /You said at 8:58.AM that you join by video\./)
    saw(
      await lee.get(urls.roster({ session })),
      /Checked in 08:58, by video: At my sister’s, 12 Elm Street\. To call today: Ana Santos, 518 555 0101/,
    )
    const ben = await house.as('ben')
    for (const path of [urls.roster({ session }), evidence('jose')]) {
      const page = await ben.get(path)
      saw(page, /by video/)
      didNotSee(page, /Elm Street|Ana Santos/)
    }
  })

  it('is a witness: marked away, and checked in', async () => {
    setTime('11:30')
    await lee.post(urls.marks({ session }), { client: castId('jose'), mark: 'absent', reason: 'unknown' })
    saw(await lee.get(urls.witnesses()), /Marked away, and checked in\./)
    await read([
      row('j1', 'jose', 'joined', '09:00', 'Jose’s laptop'),
      row('j2', 'jose', 'left', '10:20', 'Jose’s laptop'),
    ])
    assert.equal((await settle(lee, 'jose', { stands: 'video' })).status, 303)
    assert.equal(await standing('jose'), 'here 80 (0, 0)')
  })

  it('shows them their own events, and nobody else’s device to anybody', async () => {
    const own = await house.stranger().get(urls.mineCheckIn({ token }))
    saw(own, /Jose’s laptop/)
    didNotSee(own, /Tomasz’s tablet/)
    saw(await house.stranger().get(urls.mineCheckIn({ token: otherToken })), /Tomasz’s tablet/)
    for (const path of [evidence('jose'), urls.presenceImports(), urls.witnesses()])
      didNotSee(await dana.get(path), /Jose’s laptop/)
    const names = await asPerson(house.db.pool, riverbend.id, director, new Date(), (work) =>
      work.db.selectFrom('presenceDevice').select('name').execute(),
    )
    assert.deepEqual(names, [])
    assert.ok((await ask('select name from presence_device')).length >= 4)
  })

  it('checks nobody else in', async () => {
    setTime('08:58')
    const tries: [string, string][] = [
      [token, await sessionOf('dbt-evening')],
      [token, newId()],
      [token, 'no id'],
    ]
    const before = (await ask('select count(*)::int as n from check_in'))[0].n
    for (const [key, meeting] of tries) {
      const answer = await house.stranger().post(urls.mineCheckIn({ token: key }), { meeting, place: 'on-site' })
      assert.ok(answer.status === 422 || /said=gone/.test(answer.location ?? ''))
    }
    assert.equal((await ask('select count(*)::int as n from check_in'))[0].n, before)
  })

  it('may be told to staff, who write it down as theirs', async () => {
    setTime('09:01')
    const path = urls.checkInTaken({ meeting: session, client: castId('amina') })
    assert.equal(
      (await lee.post(path, { place: 'video', whereNow: 'Home', contactName: '', contactPhone: '' })).status,
      422,
    )
    assert.equal((await lee.post(path, { ...video, whereNow: 'Home, 4 Mill Lane' })).status, 303)
    saw(await lee.get(urls.roster({ session })), /Told Lee Park 09:01, by video: Home, 4 Mill Lane/)
    setTime('11:40')
  })

  it('is closed to strangers, to other clinics, and to those whose work it is not', async () => {
    const kim = await house.as('kim')
    const ben = await house.as('ben')
    const settlement = urls.settlement({ meeting: session, client: castId('kofi') })
    assert.equal((await kim.get(evidence('kofi'))).status, 404)
    assert.equal((await kim.post(settlement, { stands: 'roster', because: 'x', saw: 'x' })).status, 404)
    didNotSee(await kim.get(urls.witnesses()), /Process group A/)
    assert.equal((await ben.post(settlement, { stands: 'roster', because: 'x', saw: 'x' })).status, 403)
    assert.equal((await ben.get(urls.presenceImports())).status, 403)
    assert.equal((await lee.get(urls.presenceImports())).status, 403)
    assert.equal((await house.stranger().get(evidence('kofi'))).status, 303)
    for (const [meeting, client] of [
      ['x', castId('kofi')],
      [session, 'x'],
      [newId(), castId('kofi')],
      [session, newId()],
      [session, castId('maya')],
    ] as const)
      assert.equal((await dana.get(urls.evidence({ meeting, client }))).status, 404)
  })

  it('takes events from a system that an administrator allowed, and tells it nothing', async () => {
    const ada = await house.as('ada')
    await ada.post(urls.systems(), { name: 'Video house', recipientClass: 'program-operations', purpose: 'operations' })
    const [system] = await ask(`select id from outside_system where name = 'Video house'`)
    const issued = await ada.post(urls.systemTokens({ system: system.id }), { days: '30' })
    const bearer = /<code class="token">([^<]+)<\/code>/.exec(issued.text)?.[1] ?? ''
    const send = (rows: unknown[], token = bearer) =>
      house.app.request(urls.videoEvents(), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(rows),
      })
    const event = (id: string, person: string | undefined, what: string, time: string) => ({
      event_id: id,
      meeting: session,
      person,
      event: what,
      at: at(time).toISOString(),
      device: 'x',
    })
    const events = [
      event('p1', numbers.get('peter'), 'joined', '09:00'),
      event('p2', numbers.get('peter'), 'left', '10:20'),
    ]
    assert.equal((await send(events, 'x'.repeat(43))).status, 401)
    assert.equal((await send(events)).status, 403)
    assert.equal((await lee.post(urls.presenceSenders(), { system: system.id, send: 'yes' })).status, 403)
    assert.equal((await ada.post(urls.presenceSenders(), { system: system.id, send: 'yes' })).status, 303)
    const taken = await send(events)
    assert.deepEqual([taken.status, await taken.json()], [200, { received: 2 }])
    const unknown = await send([event('p3', '9998', 'joined', '09:00')])
    assert.deepEqual([unknown.status, await unknown.json()], [200, { received: 1 }])
    await send(events)
    assert.equal((await ask(`select count(*)::int as n from presence_event where event_id like 'p%'`))[0].n, 2)
    saw(await noor.get(urls.presenceImports()), /Video house, sent by itself/)
    saw(await lee.get(evidence('peter')), /From Video house/)
    await ada.post(urls.presenceSenders(), { system: system.id, send: 'no' })
    assert.equal((await send(events)).status, 403)
  })

  it('leads from a FHIR Encounter to where its minutes come from', async () => {
    const ada = await house.as('ada')
    await ada.post(urls.systems(), { name: 'County', recipientClass: 'treating-provider', purpose: 'treatment' })
    const [system] = await ask(`select id from outside_system where name = 'County'`)
    const issued = await ada.post(urls.systemTokens({ system: system.id }), { days: '30' })
    const bearer = /class="token">([\w-]{43})</.exec(issued.text)?.[1] ?? ''
    const fetched = async (path: string) => {
      const answer = await house.app.request(path, { headers: { authorization: `Bearer ${bearer}` } })
      return { status: answer.status, body: JSON.parse(await answer.text()) }
    }
    const [settled] = await ask('select mark_id, client_id from presence_settlement where client_id = $1', [
      castId('jose'),
    ])
    // Without a consent nobody learns that there is anything.
    assert.equal((await fetched(`/fhir/R4/Provenance/${settled.mark_id}`)).status, 404)
    const client = { client: settled.client_id }
    const form = (await noor.get(urls.newConsent(client, { scope: 'tpo' }))).text
    await noor.post(urls.newConsent(client), {
      scope: 'tpo',
      shown: /name="shown" value="([0-9a-f]{64})"/.exec(form)?.[1] ?? '',
      signerName: 'José Santos',
      capacity: 'client',
      authority: '',
      signature: 'José Santos',
      signaturePath: '',
      intends: 'yes',
    })
    const encounters = await fetched(`/fhir/R4/Encounter?patient=${settled.client_id}`)
    const encounter = encounters.body.entry[0].resource
    assert.equal(encounter.length.value, 80)
    const { reference } = encounter.extension[0].valueReference
    assert.equal(reference, `Provenance/${settled.mark_id}`)
    const { status, body } = await fetched(`/fhir/R4/${reference}`)
    assert.equal(status, 200)
    assert.deepEqual(body.target, [{ reference: `Encounter/${encounter.id}` }])
    assert.deepEqual(
      body.agent.map(({ who }: { who: { display: string } }) => who.display),
      ['Lee Park, LMHC', 'Lee Park'],
    )
    assert.deepEqual(
      body.entity.map(({ what }: { what: { display: string } }) => what.display),
      ['Mark on the roster', 'Video events: 2', 'The client’s own check-in'],
    )
    const { valid, messages } = new Fhir().validate(body)
    assert.ok(valid, JSON.stringify(messages))
    const found = await fetched(`/fhir/R4/Provenance?target=Encounter/${encounter.id}`)
    assert.equal(found.body.entry.length, 1)
    assert.equal((await fetched('/fhir/R4/Provenance')).status, 400)
    assert.equal((await fetched('/fhir/R4/Provenance?target=Encounter/x')).body.entry.length, 0)
  })
})
