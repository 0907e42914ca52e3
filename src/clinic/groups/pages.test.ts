import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const clinic = riverbend.id
const will = { episode: castId('will episode') }

describe('Seats', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('offers the groups that fit, and says of the others why not', async () => {
    const noor = await house.as('noor')
    const page = await noor.get(urls.seats(will))
    assert.equal(page.status, 200)
    for (const words of [
      'Which groups fit?',
      'Process group A',
      '2 of 12 seats free',
      'Nobody has asked Will yet',
      'Scheduled nothing yet: 9 h and 3 days below the floor of 9 h on 3 days.',
      'DBT skills is for Evening program; Will is in Day program.',
      'A new day',
    ])
      assert.ok(page.text.includes(words), words)
  })

  it('gives a seat, says what the week comes to, and takes it back with a day and a reason', async () => {
    const noor = await house.as('noor')
    for (const [n, key] of ['process-a', 'relapse-prevention'].entries()) {
      for (const weekday of [1, 3, 5]) {
        const answer = await noor.post(urls.seats(will), { deed: 'take', series: seriesId(key, weekday), from: today })
        assert.equal(answer.status, 303, `${n} ${weekday} ${answer.text}`)
      }
    }
    const page = await noor.get(urls.seats(will, { from: today }))
    assert.match(
      page.text,
      /A seat in Relapse prevention, Friday 10:30 to 11:50, from .* on\. 8 h on 3 days: 1 h below the floor/,
    )
    assert.match(page.text, /Scheduled 8 h on 3 days: 1 h below the floor of 9 h on 3 days/)
    assert.match(page.text, /Will already holds a seat in Process group A/)
    const enough = await noor.post(urls.seats(will), { deed: 'take', series: seriesId('process-a', 2), from: today })
    assert.equal(enough.status, 303)
    assert.match((await noor.get(urls.seats(will))).text, /9 h 20 on 4 days: reaches the floor of 9 h on 3 days/)

    const { rows } = await house.db.owner.query('select id, number from seat where client_id = $1 and series_id = $2', [
      castId('will'),
      seriesId('process-a', 2),
    ])
    assert.equal(rows[0].number, 11, 'the lowest free chair')
    const release = urls.seatRelease({ seat: rows[0].id })
    const unsaid = await noor.post(release, { lastDay: addDays(today, 7), because: '' })
    assert.equal(unsaid.status, 422)
    assert.match(unsaid.text, /Say why, in a few words/)
    assert.equal((await noor.post(release, { lastDay: addDays(today, 7), because: 'Work shift' })).status, 303)
    const after = await noor.get(urls.seats(will))
    assert.match(after.text, /The seat in Process group A ends/)
    assert.match(after.text, /Give it again/)
    assert.match((await noor.post(release, { lastDay: today, because: 'Twice' })).text, /data-refused="has-ended"/)
    const again = await noor.post(urls.seats(will), {
      deed: 'take',
      series: seriesId('process-a', 2),
      from: addDays(today, 8),
    })
    assert.equal(again.status, 303)
  })

  it('gives the last seat to exactly one of 64 who press at once: 63 read a sentence, nobody an error', async () => {
    const noor = await house.as('noor')
    const series = seriesId('process-a', weekdayOf(addDays(today, 2)))
    const before = await house.db.owner.query(
      'select count(*)::int as n from seat where series_id = $1 and upper_inf(during)',
      [series],
    )
    const takers = Array.from({ length: 64 }, (_, n) => castId(`taker ${n}`))
    await house.db.owner.query(
      'insert into client (clinic_id, id, number, added_at) select $1, t, t, now() from unnest($2::text[]) x(t0) cross join lateral (select t0::uuid as u, t0 as t) y'.replace(
        'select $1, t, t,',
        'select $1, u, t,',
      ),
      [clinic, takers],
    )
    await house.db.owner.query(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) select $1, gen_random_uuid(), t, 'Ana', 'Lima', '1990-01-01', 'female', 'ana lima', now() from unnest($2::uuid[]) t",
      [clinic, takers],
    )
    await house.db.owner.query(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) select $1, t, t, $3, '2.1', daterange($4, null), 'home', $5, now() from unnest($2::uuid[]) t",
      [clinic, takers, castId('day'), addDays(today, -3), castId('dana')],
    )
    // Fill the group until one chair is left.
    for (let n = before.rows[0].n; n < 11; n += 1)
      assert.equal(
        (await noor.post(urls.seats({ episode: takers.pop() ?? '' }), { deed: 'take', series, from: today })).status,
        303,
      )
    const answers = await Promise.all(
      takers.map((episode) => noor.post(urls.seats({ episode }), { deed: 'take', series, from: today })),
    )
    const seated = answers.filter((answer) => answer.status === 303)
    const told = answers.filter((answer) => answer.status === 422)
    assert.equal(seated.length, 1)
    assert.equal(told.length, takers.length - 1)
    for (const answer of told) assert.match(answer.text, /The last seat in Process group A was taken a moment ago\./)
    const { rows } = await house.db.owner.query(
      'select count(*)::int as n from seat where series_id = $1 and upper_inf(during)',
      [series],
    )
    assert.equal(rows[0].n, 12)
  })

  it('keeps what a client says of a group that is kept for some', async () => {
    const noor = await house.as('noor')
    const series = seriesId('relapse-prevention', 7)
    await house.db.owner.query("update group_series set affinity = 'women' where id = $1", [series])
    const page = await noor.get(urls.seats(will))
    assert.match(page.text, /kept for women/)
    const answer = await noor.post(urls.seats(will), { deed: 'affinity', affinity: 'women', suits: 'yes', from: today })
    assert.equal(answer.status, 303)
    assert.equal((await noor.post(urls.seats(will), { deed: 'take', series, from: today })).status, 303)
  })

  it('is for those who give seats, in this clinic', async () => {
    assert.equal((await (await house.as('ben')).get(urls.seats(will))).status, 403)
    assert.equal(
      (
        await (
          await house.as('priya')
        ).post(urls.seats(will), { deed: 'take', series: seriesId('process-a', 1), from: today })
      ).status,
      403,
    )
    assert.equal((await (await house.as('sofia')).get(urls.seats(will))).status, 404)
    const noor = await house.as('noor')
    assert.equal((await noor.post(urls.seats(will), { deed: 'take', series: 'x', from: today })).status, 422)
    assert.equal((await noor.post(urls.seats(will), {})).status, 422)
  })
})

describe('A group', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const monday = addDays(today, ((8 - weekdayOf(today)) % 7) + 7)
  const fresh = {
    name: 'Grief and loss',
    programId: castId('day'),
    kind: 'process',
    topic: 'Saying goodbye',
    affinity: '',
    isOpen: 'yes',
    counts: 'yes',
    weekday: '1',
    starts: '13:00',
    minutes: '90',
    roomId: castId('birch'),
    seats: '8',
    least: '3',
    from: monday,
    to: '',
    leadId: castId('hana'),
    coLeadId: castId('owen'),
  }

  it('shows who sits where, who leads, what comes and what was', async () => {
    const dana = await house.as('dana')
    const id = seriesId('process-a', weekdayOf(today))
    const page = await dana.get(urls.series({ series: id }))
    assert.equal(page.status, 200)
    for (const words of [
      'Process group A: 2 seats free',
      '10 of 12 chairs taken today',
      'Lee Park, LMHC',
      'Sam Iyer, CASAC',
      'Amina Bello',
      '09:00 to 10:20',
      'Next meetings',
      'Past meetings',
      'Note not signed',
    ])
      assert.ok(page.text.includes(words), words)
    const ada = await house.as('ada')
    const closed = await ada.get(urls.series({ series: id }))
    assert.equal(closed.status, 200)
    assert.doesNotMatch(closed.text, /Amina Bello/, 'an administrator sees how full it is, not who sits there')
    assert.equal((await dana.get(urls.series({ series: castId('no such group') }))).status, 404)
  })

  it('opens with its chairs and leaders, and its meetings stand in the calendar at once', async () => {
    const dana = await house.as('dana')
    assert.equal((await dana.get(urls.newSeries())).status, 200)
    const answer = await dana.post(urls.newSeries(), fresh)
    assert.equal(answer.status, 303, answer.text)
    const page = await dana.get(answer.location ?? '')
    for (const words of [
      'Grief and loss: 8 seats free',
      'Hana Sato, PhD',
      'Owen Byrne, CASAC',
      'meetings stand in the calendar',
      'Mondays, 13:00 to 14:30',
    ])
      assert.ok(page.text.includes(words), words)
    const { rows } = await house.db.owner.query(
      'select count(*)::int as n, min(held_on) as first from group_session g join group_series r on r.id = g.series_id where r.name = $1',
      [fresh.name],
    )
    assert.equal(rows[0].first, monday)
    assert.ok(rows[0].n >= 4)
  })

  it('is refused with the sentence that helps, and nothing typed is lost', async () => {
    const dana = await house.as('dana')
    const elsewhere = { ...fresh, name: 'Second group', starts: '15:00', leadId: castId('marcus'), coLeadId: '' }
    await house.db.owner.query('delete from staff_license where staff_id = $1', [castId('leila')])
    await house.db.owner.query('update staff_license set expires_on = $2 where staff_id = $1', [
      castId('ines'),
      addDays(today, 3),
    ])
    await house.db.owner.query(
      "insert into group_cap (clinic_id, id, state, kind, most, effective_from, source, mark, recorded_at) values ($1, gen_random_uuid(), 'NY', 'counselling', 11, '2020-01-01', 'test', 'K', now())",
      [clinic],
    )
    for (const [over, code] of [
      [{ starts: '13:30' }, 'room-taken'],
      [{ roomId: castId('loft'), starts: '14:00', leadId: castId('hana') }, 'leads-elsewhere'],
      [{ leadId: castId('leila') }, 'no-licence'],
      [{ leadId: castId('ines') }, 'licence-ended'],
      [{ leadId: castId('noor') }, 'leader'],
      [{ seats: '13' }, 'room-too-small'],
      [{ seats: '12' }, 'over-the-limit'],
      [{ least: '9' }, 'least'],
      [{ coLeadId: castId('marcus') }, 'one-leader'],
      [{ from: addDays(today, -7) }, 'in-the-past'],
      [{ to: addDays(monday, -1) }, 'dates-turned'],
      [{ starts: '23:00' }, 'past-midnight'],
    ] as const) {
      const answer = await dana.post(urls.newSeries(), { ...elsewhere, ...over })
      assert.equal(answer.status, 422, code)
      assert.match(answer.text, new RegExp(`data-refused="${code}"`), code)
      assert.match(answer.text, /Second group/)
    }
    const unknown = await dana.post(urls.newSeries(), { ...elsewhere, kind: 'knitting' })
    assert.match(unknown.text, /Choose a kind/)
    assert.equal((await (await house.as('lee')).post(urls.newSeries(), elsewhere)).status, 403)
    const { rows } = await house.db.owner.query(
      "select count(*)::int as n from group_series where name = 'Second group'",
    )
    assert.equal(rows[0].n, 0)
  })

  it('cannot be opened twice in one room by two who press at once', async () => {
    const dana = await house.as('dana')
    const twin = { ...fresh, roomId: castId('loft'), starts: '08:00', minutes: '60', coLeadId: '' }
    const answers = await Promise.all([
      dana.post(urls.newSeries(), { ...twin, name: 'Twin one', leadId: castId('marcus') }),
      dana.post(urls.newSeries(), { ...twin, name: 'Twin two', starts: '08:30', leadId: castId('grace') }),
    ])
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422])
  })

  it('changes its leader from a day on, and flags the dates on which a licence has ended', async () => {
    const dana = await house.as('dana')
    const weekday = weekdayOf(addDays(today, 3))
    const id = seriesId('process-a', weekday)
    const page = { series: id }
    const from = addDays(today, 3)
    assert.equal(
      (await dana.post(urls.seriesLeaders(page), { part: 'lead', staffId: castId('marcus'), from })).status,
      303,
    )
    assert.equal((await dana.post(urls.seriesLeaders(page), { part: 'co-lead', staffId: '', from })).status, 303)
    const { rows } = await house.db.owner.query(
      'select staff_id, part, lower(during) as first, upper(during) as after from series_leader where series_id = $1 and not isempty(during) order by part, lower(during)',
      [id],
    )
    assert.deepEqual(
      rows.map((row) => [row.staff_id, row.part, row.after]),
      [
        [castId('sam'), 'co-lead', from],
        [castId('lee'), 'lead', from],
        [castId('marcus'), 'lead', null],
      ],
    )
    for (const [fields, code] of [
      [{ part: 'lead', staffId: '', from }, 'no-lead'],
      [{ part: 'co-lead', staffId: castId('marcus'), from }, 'one-leader'],
      [{ part: 'lead', staffId: castId('lee'), from: addDays(today, -1) }, 'in-the-past'],
      [{ part: 'co-lead', staffId: castId('leila'), from }, 'no-licence'],
    ] as const) {
      const answer = await dana.post(urls.seriesLeaders(page), fields)
      assert.equal(answer.status, 422)
      assert.match(answer.text, new RegExp(`data-refused="${code}"`), code)
    }
    await house.db.owner.query('update staff_license set expires_on = $2 where staff_id = $1', [
      castId('marcus'),
      addDays(today, 5),
    ])
    const flagged = await dana.get(urls.series(page))
    assert.match(flagged.text, /coming meetings? needs? somebody else, or a licence/)
    assert.match(flagged.text, /The NY licence of Marcus Webb ends/)
    assert.equal(
      (await (await house.as('noor')).post(urls.seriesLeaders(page), { part: 'lead', staffId: castId('lee'), from }))
        .status,
      403,
    )
    assert.equal((await (await house.as('sofia')).get(urls.series(page))).status, 404)
  })
})
