import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const weekday = weekdayOf(today) % 7
const row = (slug: string, more: Record<string, unknown> = {}) => ({
  name: `Meeting ${slug}`,
  slug,
  day: weekday,
  time: '00:00',
  end_time: '01:00',
  address: '12 Pine Street',
  city: 'Albany',
  state: 'NY',
  types: ['O'],
  contact_1_name: 'Bob Secret',
  ...more,
})

describe('Meetings of mutual help', () => {
  let house: TestHouse
  let dana: Visitor
  let lee: Visitor
  before(async () => {
    house = await openHouse()
    dana = await house.as('dana')
    lee = await house.as('lee')
  })
  after(() => house.close())
  const count = async (sql: string, values: unknown[] = []) =>
    Number((await house.db.owner.query(`select count(*)::int as n from ${sql}`, values)).rows[0].n)
  const upload = (rows: unknown, more: Record<string, string> = {}, who = dana) => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ name: 'Capital district', ...more })) form.append(name, value)
    const text = typeof rows === 'string' ? rows : JSON.stringify(rows)
    form.append('list', new Blob([text], { type: 'application/json' }), 'meetings.json')
    return who.post(urls.meetingLists(), form)
  }
  const now = (where = 'true') =>
    count(`mutual_meeting m where ${where} and not exists (select from mutual_meeting_end e where e.meeting_id = m.id)`)
  const give = async (client: string) =>
    /\/mine\/([\w-]{43})/.exec(
      (await dana.post(urls.ownPage({ client }), { language: 'en', birthDate: 'left-out' })).text,
    )?.[1] ?? 'none'

  it('are read from a file: what cannot be read is set aside with why, and no member’s name is kept', async () => {
    const rows = [
      row('a'),
      row('b', { types: ['S', 'W'], conference_url: 'https://zoom.us/j/1' }),
      row('c', { day: 9 }),
      'odd',
    ]
    assert.equal((await upload(rows)).status, 303)
    const page = await dana.get(urls.meetingLists())
    assert.match(page.text, /4 rows: 2 new, 0 changed, 0 ended, 0 as they\s+were/)
    assert.match(page.text, /The day has to be a number from 0 \(Sunday\) to 6/)
    assert.match(page.text, /no fields/)
    const held = await house.db.owner.query('select held::text as held from meeting_import_aside')
    assert.ok(!JSON.stringify(held.rows).includes('Secret') && !page.text.includes('Secret'))
    assert.equal(await now(), 2)
  })

  it('are updated by reading again: changed, ended, and left alone where the row was unreadable', async () => {
    await upload([row('a'), row('b'), row('c', { day: weekday })])
    assert.equal(await now(), 3)
    await upload([row('a', { name: 'Renamed' }), row('c', { time: 'noon' })])
    assert.equal(await now(`slug = 'a' and name = 'Renamed'`), 1)
    assert.equal(await now(`slug = 'b'`), 0)
    assert.equal(await now(`slug = 'c'`), 1, 'what could not be read this time stands on')
    assert.equal(await count(`mutual_meeting_end where because = 'changed'`), 2)
    assert.equal(await count(`mutual_meeting_end where because = 'gone'`), 1)
    // Another list of the same keys is another list.
    await upload([row('a')], { name: 'Online' })
    assert.equal(await now(), 3)
  })

  it('are not emptied by a wrong file, nor by half a file without a word, nor twice by two at once', async () => {
    const many = Array.from({ length: 12 }, (_, n) => row(`m${n}`))
    await Promise.all([1, 2, 3].map(() => upload(many, { name: 'Big' })))
    const big = `feed_id = (select id from meeting_feed where name = 'Big')`
    assert.equal(await now(big), 12)
    for (const wrong of ['<html>', '{"a":1}', '[]', [{ name: 'x' }]])
      assert.equal((await upload(wrong, { name: 'Big' })).status, 422)
    const half = await upload(many.slice(0, 4), { name: 'Big' })
    assert.equal(half.status, 422)
    assert.match(half.text, /8 of the 12 meetings on this list would end/)
    assert.equal(await now(big), 12)
    assert.equal((await upload(many.slice(0, 4), { name: 'Big', mayShrink: 'yes' })).status, 303)
    assert.equal(await now(big), 4)
    await upload([row('m0')], { name: 'Big', mayShrink: 'yes' })
  })

  it('in the house are added and taken off by a director; everyone who treats finds them', async () => {
    const draft = {
      name: 'Noon here',
      weekday: String(weekday),
      starts: '12:00',
      ends: '13:00',
      place: 'Room 2',
      speaks: 'es',
      notes: '',
    }
    assert.equal((await dana.post(urls.newMeeting(), { ...draft, 'types[]': ['BE'] })).status, 303)
    assert.equal((await dana.post(urls.newMeeting(), { ...draft, ends: '12:00' })).status, 422)
    const list = (await lee.get(urls.meetings())).text
    assert.ok(
      list.indexOf('Noon here') > 0 && list.indexOf('Noon here') < list.indexOf('Renamed'),
      'the house’s own first',
    )
    assert.match(list, /In the house/)
    assert.match(list, /For beginners/)
    assert.ok(!(await lee.get(urls.meetings({ speaks: 'en' }))).text.includes('Noon here'))
    assert.match((await lee.get(urls.meetings({ how: 'online' }))).text, /No meeting fits on this day/)
    assert.match((await lee.get(urls.meetings({ on: addDays(today, 1) }))).text, /0 meetings on/)
    const { rows } = await house.db.owner.query(
      `select id, slug from mutual_meeting where slug = 'a' or is_on_site order by is_on_site`,
    )
    const listed = await dana.post(urls.meetingEnd({ meeting: rows.find(({ slug }) => slug === 'a').id }), {})
    assert.ok(listed.status === 303 || listed.status === 404)
    assert.equal(await now(`slug = 'a'`), 2, 'what a list holds ends with the list')
    assert.equal((await lee.post(urls.meetingEnd({ meeting: rows.at(-1).id }), {})).status, 403)
    for (const meeting of [randomUUID(), 'none'])
      assert.equal((await dana.post(urls.meetingEnd({ meeting }), {})).status, 404)
  })

  it('stand on a client’s own page by day, language and way, in both languages', async () => {
    const token = await give(castId('maya'))
    const phone = house.stranger()
    const page = await phone.get(urls.mineMeetings({ token }))
    assert.equal(page.status, 200)
    assert.match(page.text, /Noon here/)
    assert.match(page.text, /At our place/)
    assert.match((await phone.get(urls.mineMeetings({ token }, { lang: 'es' }))).text, /Reuniones cerca de mí/)
    assert.ok(!(await phone.get(urls.mineMeetings({ token }, { speaks: 'en' }))).text.includes('Noon here'))
    assert.match((await phone.get(urls.mineMeetings({ token }, { where: 'pine albany' }))).text, /Renamed/)
    assert.match((await phone.get(urls.mineMeetings({ token }, { on: 'never', from: '-5' }))).text, /Noon here/)
  })

  it('went to are counted by the client alone, and staff see nothing of it until they show it', async () => {
    const token = await give(castId('maya'))
    const phone = house.stranger()
    const { id: meeting } = (
      await house.db.owner.query(`select id from mutual_meeting where name = 'Renamed' and feed_id is not null limit 1`)
    ).rows[0]
    const went = { meeting, onDay: today, how: 'in-person' }
    await Promise.all([1, 2, 3].map(() => phone.post(urls.mineMeetingLog({ token }), went)))
    assert.equal(await count('meeting_log'), 1)
    for (const onDay of [addDays(today, 1), addDays(today, -61), 'soon'])
      assert.equal((await phone.post(urls.mineMeetingLog({ token }), { ...went, onDay })).status, 422, onDay)
    await phone.post(urls.mineSponsor({ token }), { has: 'yes', firstName: 'Jo' })
    assert.equal((await phone.post(urls.mineSponsor({ token }), { has: 'yes', firstName: 'Jo Smith' })).status, 422)
    await phone.post(urls.mineOwnDays({ token }), { since: addDays(today, -30) })
    assert.equal((await phone.post(urls.mineOwnDays({ token }), { since: addDays(today, 1) })).status, 422)
    assert.match((await phone.get(urls.mineMeetingLog({ token }))).text, /You have reached 30 days/)

    const plan = urls.leavingPlan({ episode: castId('maya episode') })
    const hidden = (await lee.get(plan)).text
    assert.match(hidden, /keeps these for themself/)
    for (const word of ['1 meeting', '30 days, since', 'Yes, Jo']) assert.ok(!hidden.includes(word), word)
    await phone.post(urls.mineSharing({ token }), { what: 'meetings', shares: 'yes' })
    const shown = (await lee.get(plan)).text
    assert.match(shown, /1 meeting</)
    assert.match(shown, /Yes, Jo/)
    assert.ok(!shown.includes('30 days, since'), 'the days are shown apart')
    await phone.post(urls.mineSharing({ token }), { what: 'meetings', shares: 'no' })
    await phone.post(urls.mineSharing({ token }), { what: 'days', shares: 'yes' })
    const days = (await lee.get(plan)).text
    assert.match(days, /30 days, since/)
    assert.ok(!days.includes('Yes, Jo'))
  })

  it('are closed in the database itself, to staff of every duty', async () => {
    const client = await house.db.pool.connect()
    try {
      await client.query('begin')
      const seen = async (duty: string) => {
        await client.query(
          `select set_config('app.clinic', $1, true), set_config('app.person', $2, true), set_config('app.role', $3, true)`,
          [riverbend.id, castId('lee'), duty],
        )
        const asked = ['meeting_log', 'sponsor_word', 'sober_start'].map(async (table) =>
          Number((await client.query(`select count(*)::int as n from ${table}`)).rows[0].n),
        )
        return Promise.all(asked)
      }
      // Her days are shown, by her choice; nothing else is.
      for (const duty of ['director', 'coordinator', 'therapist', 'prescriber'])
        assert.deepEqual(await seen(duty), [0, 0, 1], duty)
      for (const duty of ['biller', 'administrator', 'system']) assert.deepEqual(await seen(duty), [0, 0, 0], duty)
      assert.deepEqual(await seen('stepwell'), [1, 1, 1])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('ask once whether somebody else is named, and bar nothing', async () => {
    const token = await give(castId('tomasz'))
    const phone = house.stranger()
    const words = { onDay: today, how: 'online', words: 'Talked with Bob S. about work' }
    const asked = await phone.post(urls.mineMeetingLog({ token }), words)
    assert.equal(asked.status, 422)
    assert.match(asked.text, /We noticed: Bob S\./)
    assert.match(asked.text, /Talked with Bob S\. about work<\/textarea>/)
    assert.equal((await phone.post(urls.mineMeetingLog({ token }), { ...words, sure: 'yes' })).status, 303)
    assert.equal(
      (await phone.post(urls.mineMeetingLog({ token }), { ...words, words: 'I spoke for the first time' })).status,
      303,
    )
    assert.equal(await count('meeting_log where client_id = $1', [castId('tomasz')]), 2)
  })

  it('are stated by the client themself, on a slip that names no group and nobody', async () => {
    const token = await give(castId('maya'))
    const slip = (await house.stranger().get(urls.mineMeetingSlip({ token }))).text
    assert.match(slip, /I state that I was at a meeting of mutual support on these days/)
    assert.match(slip, /in person/)
    for (const name of ['Renamed', 'Pine Street', 'Jo<', 'Alvarez', 'Riverbend']) assert.ok(!slip.includes(name), name)
  })

  it('are taken out by whose they are alone', async () => {
    const mine = await give(castId('maya'))
    const other = await give(castId('tomasz'))
    const { id: entry } = (
      await house.db.owner.query('select id from meeting_log where client_id = $1', [castId('maya')])
    ).rows[0]
    for (const [token, id] of [
      [other, entry],
      [other, randomUUID()],
      [other, 'nothing'],
    ] as const)
      await house.stranger().post(urls.mineMeetingLogEnd({ token, entry: id }), {})
    assert.equal(await count('meeting_log_end'), 0)
    assert.ok(!(await house.stranger().get(urls.mineMeetingLog({ token: other }))).text.includes('Renamed'))
    await Promise.all([1, 2].map(() => house.stranger().post(urls.mineMeetingLogEnd({ token: mine, entry }), {})))
    assert.equal(await count('meeting_log_end'), 1)
  })

  it('never count as hours: no week, no dose, no paid day moves by them', async () => {
    const maya = { client: castId('maya') }
    const token = await give(maya.client)
    const looks = async () => {
      const pages = [urls.chartWeek(maya), urls.chartSessions(maya), urls.week(), urls.mine({ token })]
      const answers = await Promise.all(
        pages.map((path) => (path.startsWith('/mine') ? house.stranger() : dana).get(path)),
      )
      return answers.map(({ status, text }) => {
        assert.equal(status, 200)
        return text.replaceAll(/csp-nonce="[^"]*"|nonce="[^"]*"/g, '')
      })
    }
    const rows = async () => [
      await count('attendance_mark'),
      await count('seat'),
      await count('visit'),
      await count('group_session'),
      await count('group_series'),
      Number((await house.db.owner.query('select coalesce(sum(minutes), 0)::int as n from attendance_now')).rows[0].n),
    ]
    const [pagesBefore, rowsBefore] = [await looks(), await rows()]
    const { rows: all } = await house.db.owner.query('select id from mutual_meeting')
    for (let n = 0; n < 20; n += 1)
      assert.equal(
        (
          await house.stranger().post(urls.mineMeetingLog({ token }), {
            meeting: all[n % all.length].id,
            onDay: addDays(today, -n),
            how: 'in-person',
            words: '',
          })
        ).status,
        303,
      )
    assert.deepEqual(await rows(), rowsBefore)
    assert.deepEqual(await looks(), pagesBefore)
  })

  it('are managed by a director or an administrator, and seen by neither billing nor strangers', async () => {
    assert.equal((await upload([row('a')], {}, lee)).status, 403)
    assert.equal((await lee.get(urls.newMeeting())).status, 403)
    assert.equal((await (await house.as('ben')).get(urls.meetings())).status, 403)
    assert.equal((await (await house.as('ada')).get(urls.meetingLists())).status, 200)
    for (const path of [urls.meetings(), urls.meetingLists()])
      assert.equal((await house.stranger().get(path)).status, 303)
  })
})
