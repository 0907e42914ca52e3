import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const monday = addDays(today, 8 - weekdayOf(today))

describe('Cover of one person by several', () => {
  let house: TestHouse
  let sessions: Record<string, string>
  before(async () => {
    house = await openHouse()
    const { rows } = await house.db.owner.query(
      'select id, series_id from group_session where held_on = $1 and clinic_id = $2',
      [monday, riverbend.id],
    )
    sessions = Object.fromEntries(rows.map((row) => [row.series_id, row.id]))
  })
  after(() => house.close())
  const session = () => sessions[seriesId('process-a', 1)] ?? ''
  const form = { staffId: castId('lee'), from: monday, to: monday, because: 'Is ill' }
  const lead = (key: string, seen = '') => ({ [`lead.${session()}`]: castId(key), [`seen.lead.${session()}`]: seen })
  const covers = async () =>
    (
      await house.db.owner.query(
        'select id, how, staff_id from session_cover where session_id = $1 order by covered_at, id',
        [session()],
      )
    ).rows

  it('lets one of many who press at once arrange it; the others read what was arranged', async () => {
    const [noor, dana] = [await house.as('noor'), await house.as('dana')]
    const answers = await Promise.all(
      ['marcus', 'hana', 'ines', 'owen', 'dana', 'grace'].map((key, n) =>
        (n % 2 === 0 ? noor : dana).post(urls.cover(), { ...form, ...lead(key) }),
      ),
    )
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422, 422, 422, 422, 422])
    for (const answer of answers.filter(({ status }) => status === 422)) {
      assert.match(answer.text, /data-refused="covered-already"/)
      assert.match(answer.text, /Is ill/, 'what was typed is kept')
    }
    assert.equal((await covers()).length, 1)
    const { rows } = await house.db.owner.query("select count(*)::int as n from notice where kind = 'leader-changed'")
    const { rows: seated } = await house.db.owner.query(
      'select count(*)::int as n from seat where series_id = $1 and during @> $2::date',
      [seriesId('process-a', 1), monday],
    )
    assert.equal(rows[0].n, seated[0].n, 'each is told once')
  })

  it('is taken back by a row, and the usual leader leads again', async () => {
    const noor = await house.as('noor')
    const [standing] = await covers()
    const back = await noor.post(urls.cover(), {
      ...form,
      [`lead.${session()}`]: 'as-usual',
      [`seen.lead.${session()}`]: standing.id,
    })
    assert.equal(back.status, 303, back.text)
    assert.equal((await covers()).length, 2)
    const { rows } = await house.db.owner.query(
      "select staff_id from session_leader where session_id = $1 and part = 'lead'",
      [session()],
    )
    assert.deepEqual(rows, [{ staff_id: castId('lee') }])
  })

  it('refuses who may not, who is busy, and nobody at all; nothing of the rest is kept then', async () => {
    const noor = await house.as('noor')
    await house.db.owner.query('update staff_license set expires_on = $2 where staff_id = $1', [
      castId('hana'),
      addDays(monday, -1),
    ])
    const stay = { episode: castId('amina episode') }
    const visit = {
      kind: 'individual',
      staffId: castId('marcus'),
      first: monday,
      starts: '14:00',
      minutes: '50',
      times: '1',
    }
    assert.equal((await noor.post(urls.visits(stay), visit)).status, 303)
    const { rows } = await house.db.owner.query(
      'select id from visit where staff_id = $1 and held_on = $2 and not isempty(during)',
      [castId('marcus'), monday],
    )
    const ofMarcus = { staffId: castId('marcus'), from: monday, to: monday, because: 'Is ill' }
    const before = (await covers()).length
    const seen = (await covers()).at(-1)?.id
    for (const [who, choice, code] of [
      [form, lead('hana', seen), 'unfit'],
      [form, lead('sam', seen), 'not-proposed'],
      [form, lead('noor', seen), 'not-proposed'],
      [
        ofMarcus,
        {
          [`visit.${rows[0].id}`]: 'move',
          [`day.visit.${rows[0].id}`]: monday,
          [`starts.visit.${rows[0].id}`]: '09:30',
        },
        'in-the-way',
      ],
      [form, {}, 'nothing-chosen'],
      [{ ...form, to: addDays(monday, 30) }, lead('ines', seen), 'too-long'],
    ] as const) {
      const answer = await noor.post(urls.cover(), { ...who, ...choice })
      assert.equal(answer.status, 422, code)
      assert.match(answer.text, new RegExp(`data-refused="${code}"`), code)
    }
    assert.equal((await covers()).length, before)
    const { rows: still } = await house.db.owner.query('select not isempty(during) as held from visit where id = $1', [
      rows[0].id,
    ])
    assert.equal(still[0].held, true, 'the visit that could not be moved still stands')
    const missing = await noor.post(urls.cover(), { ...ofMarcus, [`visit.${rows[0].id}`]: 'move' })
    assert.match(missing.text, /Give the day and the time to which it moves/)
  })

  it('gives a visit to somebody else, at the same hour, and tells the client', async () => {
    const noor = await house.as('noor')
    const { rows } = await house.db.owner.query(
      'select id, during from visit where staff_id = $1 and held_on = $2 and not isempty(during)',
      [castId('marcus'), monday],
    )
    const saved = await noor.post(urls.cover(), {
      staffId: castId('marcus'),
      from: monday,
      to: monday,
      because: 'Is ill',
      away: 'yes',
      [`visit.${rows[0].id}`]: castId('ines'),
    })
    assert.equal(saved.status, 303, saved.text)
    const { rows: now } = await house.db.owner.query(
      'select staff_id, during from visit where client_id = $1 and held_on = $2 and not isempty(during)',
      [castId('amina'), monday],
    )
    assert.deepEqual(now, [{ staff_id: castId('ines'), during: rows[0].during }])
    const { rows: told } = await house.db.owner.query(
      "select kind from notice where client_id = $1 and about ? 'visitId'",
      [castId('amina')],
    )
    assert.deepEqual(told, [{ kind: 'leader-changed' }])
    const again = await noor.post(urls.visits({ episode: castId('kofi episode') }), {
      kind: 'individual',
      staffId: castId('marcus'),
      first: monday,
      starts: '16:00',
      minutes: '50',
      times: '1',
    })
    assert.match(again.text, /Marcus Webb has time away/)
  })

  it('lets whoever covers write the note, and not who is covered', async () => {
    const { rows } = await house.db.owner.query(
      'select g.id from group_session g where g.series_id = any($1::uuid[]) and upper(g.during) < now() order by g.held_on desc limit 1',
      [[1, 2, 3, 4, 5, 6, 7].map((weekday) => seriesId('process-a', weekday))],
    )
    await house.db.owner.query(
      "insert into session_cover (clinic_id, id, session_id, part, how, staff_id, because, covered_by, covered_at) values ($1, gen_random_uuid(), $2, 'lead', 'instead', $3, 'was ill', $4, now() - interval '30 days')",
      [riverbend.id, rows[0].id, castId('ines'), castId('noor')],
    )
    const note = urls.noteDraft({ session: rows[0].id })
    assert.notEqual((await (await house.as('ines')).post(note, { topic: 'x' })).status, 403)
    assert.match((await (await house.as('ines')).get(urls.notes())).text, /Process group A/)
    const lee = await (await house.as('lee')).get(urls.note({ session: rows[0].id }))
    assert.doesNotMatch(lee.text, /Sign note/)
  })

  it('is for directors and coordinators, in this clinic', async () => {
    for (const key of ['lee', 'priya', 'ben', 'ada']) {
      const visitor = await house.as(key)
      assert.equal((await visitor.get(urls.cover())).status, 403, key)
      assert.equal((await visitor.post(urls.cover(), { ...form, ...lead('ines') })).status, 403, key)
    }
    const sofia = await house.as('sofia')
    const page = await sofia.get(urls.cover({ staff: castId('lee'), from: monday, to: monday }))
    assert.doesNotMatch(page.text, /Process group A|Lee Park/)
    assert.equal((await sofia.post(urls.cover(), { ...form, ...lead('ines') })).status, 422)
  })
})
