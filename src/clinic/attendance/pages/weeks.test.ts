import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../../tests/world.ts'
import { addDays, instantAt, weekOf } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'

const clinic = riverbend.id
const zone = riverbend.timeZone
const thisWeek = weekOf(todayHere())
const at = (n: number, time: string) => instantAt(addDays(thisWeek, n), time, zone)

/** Marks everybody of a day's groups as here, but for some. */
async function markDay(house: TestHouse, n: number, away: string[] = []) {
  await house.db.owner.query(
    `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
     select g.clinic_id, gen_random_uuid(), g.id, s.client_id, g.held_on,
            case when s.client_id = any ($3) then 'absent' else 'here' end,
            case when s.client_id = any ($3) then 0 else (extract(epoch from upper(g.during) - lower(g.during)) / 60)::int end, $4, now()
     from group_session g join seat s on s.series_id = g.series_id and s.during @> g.held_on
     where g.clinic_id = $1 and g.held_on = $2 and not isempty(g.during)`,
    [clinic, addDays(thisWeek, n), away.map(castId), castId('lee')],
  )
}

/** In the cast everyone sits on seven days; here they come on Monday, Wednesday and Friday, 8 h of groups. */
async function threeDays(house: TestHouse) {
  await house.db.owner.query(
    `update seat s set during = 'empty' from group_series r where r.id = s.series_id and s.clinic_id = $1 and r.weekday not in (1, 3, 5)`,
    [clinic],
  )
}

describe("Everyone's week", () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    await threeDays(house)
    // Kofi has an hour more: a visit on Friday brings him to the nine hours.
    await house.db.owner.query(
      "insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at) values ($1, $2, $3, $4, 'individual', $5, $6, tstzrange($7, $8), 60, $9, now())",
      [
        clinic,
        castId('kofi visit'),
        castId('kofi'),
        castId('kofi episode'),
        castId('hana'),
        addDays(thisWeek, 4),
        at(4, '13:00'),
        at(4, '14:00'),
        castId('dana'),
      ],
    )
  })
  after(async () => {
    await house.close()
  })

  const order = (text: string) => [...text.matchAll(/href="\/clients\/([0-9a-f-]{36})\/week/g)].map((match) => match[1])
  const page = async (who: string, when: Date, query: Parameters<typeof urls.week>[0] = {}) => {
    house.setNow(when)
    const answer = await (await house.as(who)).get(urls.week(query))
    assert.equal(answer.status, 200)
    return answer.text
  }

  it('says before it happens who will fall short, and whose it is to act', async () => {
    const text = await page('noor', at(0, '07:00'))
    assert.match(text, /will fall short this week/)
    assert.match(text, /Will fall 1 h short: nothing attended yet, 8 h to come, of 9 h on 3 days/)
    assert.match(text, /Care coordinator.*offer a seat or a make-up session this week/)
    assert.match(text, /On course: nothing attended yet, 9 h to come, of 9 h on 3 days/)
    const shown = order(text)
    // José came on some day of these two weeks: in a part week nobody is short, and he stands last.
    const after = shown.slice(shown.indexOf(castId('kofi')) + 1)
    assert.deepEqual(
      after.filter((id) => id !== castId('jose')),
      [],
      'who is on course stands after everyone who is short',
    )
    assert.ok(shown.indexOf(castId('will')) < shown.indexOf(castId('amina')))
  })

  it('asks the facilitator first when marking could close the gap, and the therapist when somebody was missed', async () => {
    const tuesday = await page('noor', at(1, '08:00'))
    assert.match(tuesday, /Lee Park, Sam Iyer<\/b>: <a href="\/sessions\/[^"]+">mark Process group A, /)
    await markDay(house, 0, ['kofi'])
    const marked = await page('noor', at(1, '08:00'))
    assert.doesNotMatch(marked, /mark Process group A/)
    assert.match(marked, /Will fall 2 h 40 and 1 day short: nothing attended yet, 6 h 20 to come/)
    assert.match(marked, /Lee Park<\/b>: reach the client and offer a make-up session/)
  })

  it('shows the short alone, one program alone, and an earlier or later week', async () => {
    const monday = at(0, '07:00')
    const short = await page('noor', monday, { show: 'short' })
    const [, count = '', of = ''] = /(\d+) of (\d+) will fall short/.exec(short) ?? []
    const distinct = (text: string) => new Set(order(text)).size
    assert.equal(distinct(short), Number(count))
    assert.equal(distinct(await page('noor', monday)), Number(of))
    assert.ok(Number(count) > 0 && Number(count) <= Number(of))
    const evening = await page('noor', monday, { program: castId('evening') })
    assert.deepEqual([...new Set(order(evening))], [castId('maya')])
    assert.match(await page('noor', monday, { program: 'x', page: '-3', week: 'never' }), /this week/)
    const next = await page('noor', monday, { week: addDays(thisWeek, 8) })
    assert.match(next, /will fall short in the week of/)
    const before = await page('noor', monday, { week: addDays(thisWeek, -7) })
    assert.match(before, /fell short in the week of/)
    assert.match(await page('noor', monday, { week: addDays(thisWeek, -700) }), /Nobody is in care in this week/)
  })

  it('is written on the trail, for everybody whom it showed', async () => {
    await house.looksWritten()
    const { rows } = await house.db.owner.query(
      "select client_ids from trail where about->>'screen' = 'week' and by_name = 'Noor Haddad' order by cardinality(client_ids) desc limit 1",
    )
    assert.ok(rows[0].client_ids.length >= 12)
  })

  it('is not for an administrator; a biller sees the hours, without the doors to the roster of another clinic', async () => {
    house.setNow(null)
    assert.equal((await (await house.as('ada')).get(urls.week())).status, 403)
    assert.equal((await (await house.as('ben')).get(urls.week())).status, 200)
    const sofia = await (await house.as('sofia')).get(urls.week())
    assert.equal(sofia.status, 200)
    assert.doesNotMatch(sofia.text, /Alvarez/)
  })
})

describe("One client's week", () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    await threeDays(house)
  })
  after(async () => {
    await house.close()
  })
  const amina = { client: castId('amina') }

  it('stands day by day with minutes and marks, and offers what could be made up', async () => {
    await markDay(house, 0, ['amina'])
    house.setNow(at(1, '08:00'))
    const noor = await house.as('noor')
    const page = await noor.get(urls.chartWeek(amina))
    assert.equal(page.status, 200)
    for (const words of [
      'Will fall 3 h 40 and 1 day short: nothing attended yet, 5 h 20 to come, of 9 h on 3 days.',
      'Did not attend',
      'Process group A',
      'What could be made up this week?',
    ])
      assert.ok(page.text.includes(words), words)
    const offered = [...page.text.matchAll(/name="series" value="([^"]+)"/g)].map((match) => match[1])
    assert.ok(offered.includes(seriesId('process-a', 2)) && offered.includes(seriesId('relapse-prevention', 4)))
    assert.ok(!offered.includes(seriesId('process-a', 3)), 'where she sits already is not offered')
    assert.ok(!offered.includes(seriesId('process-a', 1)), 'nor what is over')

    const tuesday = addDays(thisWeek, 1)
    const held = await noor.post(urls.seats({ episode: castId('amina episode') }), {
      deed: 'take',
      series: seriesId('process-a', 2),
      from: tuesday,
      to: tuesday,
      back: 'week',
    })
    assert.equal(held.location, urls.chartWeek(amina, { week: thisWeek }))
    const after = await noor.get(urls.chartWeek(amina))
    assert.match(after.text, /Will fall 2 h 20 short: nothing attended yet, 6 h 40 to come/)
    const { rows } = await house.db.owner.query(
      'select lower(during) as first, upper(during) as after from seat where client_id = $1 and series_id = $2 and not isempty(during)',
      [amina.client, seriesId('process-a', 2)],
    )
    assert.deepEqual(rows, [{ first: tuesday, after: addDays(tuesday, 1) }])
  })

  it('counts the visit that is marked in it, by the rules of every mark, and takes marks back', async () => {
    house.setNow(at(0, '12:00'))
    const noor = await house.as('noor')
    const booked = await noor.post(urls.visits({ episode: castId('amina episode') }), {
      kind: 'individual',
      staffId: castId('hana'),
      first: addDays(thisWeek, 1),
      starts: '15:00',
      minutes: '50',
      times: '1',
    })
    assert.equal(booked.status, 303, booked.text)
    const { rows } = await house.db.owner.query('select id from visit where client_id = $1', [amina.client])
    const visit = { visit: rows[0].id }
    const early = await noor.post(urls.visitMarks(visit), { mark: 'here' })
    assert.equal(early.status, 422)
    assert.match(early.text, /Marking opens at 14:30, 30 minutes before Individual therapy starts/)
    house.setNow(at(1, '17:00'))
    const late = await noor.post(urls.visitMarks(visit), { mark: 'late', minutesLate: '' })
    assert.match(late.text, /Say when Amina arrived, or how many minutes late/)
    const marked = await noor.post(urls.visitMarks(visit), { mark: 'late', minutesLate: '10' })
    assert.equal(marked.location, `${urls.chartWeek(amina, { week: thisWeek })}#visit-${rows[0].id}`)
    assert.match((await noor.get(urls.chartWeek(amina))).text, /Late, 40 min/)
    assert.match((await noor.post(urls.visitCancellation(visit), { because: 'No' })).text, /data-refused="was-there"/)
    assert.equal((await noor.post(urls.visitMarks(visit), { mark: 'cleared', back: 'visits' })).status, 303)
    assert.match((await noor.post(urls.visitMarks(visit), { mark: 'cleared' })).text, /data-refused="nothing-to-undo"/)
    const excused = await noor.post(urls.visitMarks(visit), { mark: 'excused', reason: '' })
    assert.match(excused.text, /Choose why Amina is excused/)
    assert.equal((await noor.post(urls.visitMarks(visit), { mark: 'excused', reason: 'illness' })).status, 303)
    assert.match((await noor.get(urls.chartWeek(amina))).text, /Excused.*|Illness/)
    const { rows: week } = await house.db.owner.query(
      'select attended_minutes, missed_minutes from episode_week where client_id = $1 and week = $2',
      [amina.client, thisWeek],
    )
    assert.equal(week[0].missed_minutes, 160 + 50)
    assert.equal((await (await house.as('ben')).post(urls.visitMarks(visit), { mark: 'here' })).status, 403)
    assert.equal((await (await house.as('sofia')).post(urls.visitMarks(visit), { mark: 'here' })).status, 404)
  })

  it('marks a visit once, whoever presses at the same moment, and the last mark stands', async () => {
    house.setNow(at(2, '17:00'))
    const [noor, lee] = [await house.as('noor'), await house.as('lee')]
    const id = randomUUID()
    await house.db.owner.query(
      "insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at) values ($1, $2, $3, $4, 'family', $5, $6, tstzrange($7, $8), 60, $9, now())",
      [
        clinic,
        id,
        castId('linh'),
        castId('linh episode'),
        castId('hana'),
        addDays(thisWeek, 1),
        at(1, '13:00'),
        at(1, '14:00'),
        castId('dana'),
      ],
    )
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        (n % 2 === 0 ? noor : lee).post(urls.visitMarks({ visit: id }), { mark: 'here' }),
      ),
    )
    assert.ok(answers.every((answer) => answer.status === 303))
    const undone = await Promise.all(
      Array.from({ length: 3 }, () => noor.post(urls.visitMarks({ visit: id }), { mark: 'cleared' })),
    )
    assert.ok(undone.every((answer) => answer.status === 303))
    const { rows } = await house.db.owner.query(
      "select count(*)::int as n from attendance_mark where visit_id = $1 and mark = 'cleared'",
      [id],
    )
    assert.equal(rows[0].n, 3)
    assert.match((await noor.get(urls.chartWeek({ client: castId('linh') }))).text, /Here, 1 h/)
  })

  it('keeps a group that the clinic set outside the hours out of the sum', async () => {
    house.setNow(at(0, '07:00'))
    await house.db.owner.query('update group_series set counts_toward_dose = false where id = $1', [
      seriesId('process-a', 5),
    ])
    const page = await (await house.as('lee')).get(urls.chartWeek({ client: castId('linh') }))
    assert.match(page.text, /Outside the hours/)
    assert.match(page.text, /Will fall 1 h 20 short/)
  })

  it('says so when there was no stay', async () => {
    const page = await (await house.as('lee')).get(urls.chartWeek(amina, { week: '2020-01-06' }))
    assert.match(page.text, /Not in care in this week/)
  })
})
