import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../../tests/world.ts'
import { addDays, weekOf } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'

const next = addDays(weekOf(todayHere()), 7)

describe('The boards', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('show every group on its day with its seats, leaders and room, and what to look at', async () => {
    const dana = await house.as('dana')
    const page = await dana.get(urls.weekBoard({ week: next }))
    assert.equal(page.status, 200)
    for (const words of ['Process group A', '09:00–10:20', '10/12', 'Lee Park', 'Cedar room', 'Move'])
      assert.ok(page.text.includes(words), words)
    const evening = await dana.get(urls.weekBoard({ week: next, program: castId('evening') }))
    assert.ok(!evening.text.includes('Process group A') && evening.text.includes('DBT skills'))
    const mill = await dana.get(urls.weekBoard({ week: next, site: castId('mill') }))
    assert.ok(!mill.text.includes('Process group A') && mill.text.includes('DBT skills'))
    // An address that somebody made up shows this week.
    assert.equal((await dana.get(urls.weekBoard({ week: 'x', program: 'y' }))).status, 200)
  })

  it('show a meeting that is not held as such, and count its seats no more', async () => {
    const dana = await house.as('dana')
    const { rows } = await house.db.owner.query(
      'select id from group_session where series_id = $1 and held_on between $2 and $3',
      [seriesId('process-a', 2), next, addDays(next, 6)],
    )
    const before = await dana.get(urls.weekBoard({ week: next }))
    const cancelled = await dana.post(urls.sessionCancellation({ session: rows[0].id }), { because: 'Burst pipe' })
    assert.equal(cancelled.status, 303, cancelled.text)
    const after = await dana.get(urls.weekBoard({ week: next }))
    assert.match(after.text, /Burst pipe/)
    const meetings = (text: string) => Number(/in (\d+) meetings/.exec(text)?.[1])
    assert.equal(meetings(after.text), meetings(before.text) - 1)
  })

  it('let a coordinator look and not move', async () => {
    const noor = await house.as('noor')
    const page = await noor.get(urls.weekBoard({ week: next }))
    assert.equal(page.status, 200)
    assert.ok(!page.text.includes('class="move"') && !page.text.includes('draggable'))
    const query = { weekday: '4', starts: '17:30', room: castId('studio'), from: next }
    assert.equal((await noor.get(urls.moveConsequences({ series: seriesId('dbt-evening', 1) }, query))).status, 403)
  })

  it('say what a move would do before anything is dropped', async () => {
    const dana = await house.as('dana')
    const series = seriesId('process-a', 1)
    const ask = (over: Record<string, string>) =>
      dana.get(
        urls.moveConsequences(
          { series },
          { weekday: '7', starts: '09:00', room: castId('birch'), from: next, ...over },
        ),
      )
    const free = await ask({})
    assert.equal(free.status, 200)
    assert.match(free.text, /Process group A on Sunday 09:00 to 10:20/)
    const taken = await ask({ weekday: '2', room: castId('cedar') })
    assert.match(taken.text, /does not work as it is/)
    assert.match(taken.text, /Cedar room is taken by Process group A, Tuesday 09:00 to 10:20/)
    assert.match(taken.text, /class="ahead bad"/)
    const wrong: Record<string, string>[] = [{ weekday: '8' }, { starts: '25:00' }, { room: 'x' }, { from: 'soon' }]
    for (const one of wrong) assert.equal((await ask(one)).status, 404)
    const { rows } = await house.db.owner.query('select count(*)::int as n from series_change')
    assert.equal(rows[0].n, 0, 'nothing was changed')
  })

  it('show which room is free when', async () => {
    const lee = await house.as('lee')
    const page = await lee.get(urls.roomBoard({ week: next }))
    assert.equal(page.status, 200)
    assert.match(page.text, /free 08:00–09:00/)
    assert.match(page.text, /Loft/)
    // A room that another program has is not free, whatever program the reader leads groups of.
    const other = await lee.get(urls.roomBoard({ week: next, program: castId('evening') }))
    assert.match(other.text, /Process group A/)
  })

  it('show the rooms of a large house in parts, each room once', async () => {
    const dana = await house.as('dana')
    await house.db.owner.query(
      "insert into room (clinic_id, id, site_id, name, places) select $1, gen_random_uuid(), $2, 'Zeta ' || to_char(n, 'FM000'), 8 from generate_series(1, 90) n",
      [riverbend.id, castId('mill')],
    )
    const shown: string[] = []
    let part: string | undefined = urls.roomBoard({ week: next })
    for (let n = 0; part !== undefined && n < 9; n += 1) {
      const { text } = await dana.get(part)
      const rooms = [...text.matchAll(/Zeta \d{3}/g)].map(([name]) => name)
      assert.ok(rooms.length <= 40)
      shown.push(...rooms)
      part = /href="([^"]*)"[^>]*>Those after/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    assert.deepEqual([shown.length, new Set(shown).size], [90, 90])
    assert.match((await dana.get(urls.roomBoard({ week: next, part: '77' }))).text, /There are \d+ rooms/)
  })

  it('show who carries whom, with the limit that stands', async () => {
    const dana = await house.as('dana')
    await house.db.owner.query(
      "insert into caseload_cap (clinic_id, id, staff_id, most, effective_from, set_by, set_at) values ($1, gen_random_uuid(), $2, 1, '2020-01-01', $3, now())",
      [riverbend.id, castId('lee'), castId('dana')],
    )
    const page = await dana.get(urls.caseload())
    assert.equal(page.status, 200)
    assert.match(page.text, /Lee Park, LMHC/)
    assert.match(page.text, /of at most 1 client/)
    assert.match(page.text, /No limit set/)
    const ada = await house.as('ada')
    assert.equal((await ada.get(urls.caseload())).status, 403)
    assert.doesNotMatch(page.text, /Later in the list/)
    // Of a house of many, thirty caseloads at a time: everybody stands on one page of them, once.
    await house.db.owner.query(
      `with added as (
         insert into staff_member (clinic_id, id, given_name, family_name, email, added_at)
         select $1, gen_random_uuid(), 'Therapist', 'Extra' || to_char(n, 'FM000'), 'extra' || n || '@riverbend.example', now() from generate_series(1, 65) n
         returning clinic_id, id)
       insert into staff_role (clinic_id, id, staff_id, role, given_at) select clinic_id, gen_random_uuid(), id, 'therapist', now() from added`,
      [riverbend.id],
    )
    const seen: string[] = []
    let next: string | undefined = urls.caseload()
    while (next !== undefined && seen.length < 200) {
      const { text }: { text: string } = await dana.get(next)
      const cards = [...text.matchAll(/id="load-([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '')
      assert.ok(cards.length <= 30)
      seen.push(...cards)
      next = /href="([^"]*)"[^>]*rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    assert.ok(seen.length >= 66, String(seen.length))
    assert.equal(new Set(seen).size, seen.length)
    assert.equal((await dana.get(urls.caseload({ page: '99' }))).status, 200)
  })

  it('show a house of many groups one program and one part at a time, the reader’s own first, and say what is not shown', async () => {
    const dana = await house.as('dana')
    await house.db.owner.query(
      `insert into group_series select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'name', 'Extra ' || to_char(n, 'FM000'), 'line_id', null,
         'program_id', case when n <= 65 then r.program_id else $3 end))).*
       from group_series r, generate_series(1, 75) n where r.id = $1 and r.clinic_id = $2`,
      [seriesId('process-a', 2), riverbend.id, castId('evening')],
    )
    const rows = (text: string) => [...text.matchAll(/class="meeting /g)].length
    // Lee leads in the day program, and sees that first; Noor leads nothing.
    const own = (await (await house.as('lee')).get(urls.weekBoard({ week: next }))).text
    assert.equal(rows(own), 60)
    assert.match(own, /Groups 1 to 60 of \d+ of Day program/)
    assert.match(own, /Not shown: <a [^>]*>Evening program<\/a> \d+/)
    assert.match(own, /value="[^"]+" selected[^>]*>Day program</)
    const second = (await dana.get(urls.weekBoard({ week: next, program: castId('day'), part: '2' }))).text
    assert.ok(rows(second) > 0 && rows(second) <= 60)
    const names = (text: string) => new Set([...text.matchAll(/Extra (\d{3})/g)].map(([, n]) => n))
    const first = (await dana.get(urls.weekBoard({ week: next, program: castId('day') }))).text
    assert.equal(new Set([...names(first), ...names(second)]).size, 65)
    assert.equal([...names(first)].filter((n) => names(second).has(n)).length, 0)
    assert.match(second, /Those before/)
    const found = (await dana.get(urls.weekBoard({ week: next, program: 'every', find: 'extra 07' }))).text
    assert.deepEqual([...names(found)].sort(), ['070', '071', '072', '073', '074', '075'])
    assert.match(
      (await dana.get(urls.weekBoard({ week: next, program: 'every', find: '%' }))).text,
      /Nothing meets here/,
    )
    const every = (await dana.get(urls.weekBoard({ week: next, program: 'every' }))).text
    assert.match(every, /Groups 1 to 60 of \d+ of every program/)
    assert.doesNotMatch(every, /Not shown/)
  })

  it('names a few other programs, and only counts many: the page does not grow with the house', async () => {
    await house.db.owner.query(
      `with more as (
         insert into program select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'name', 'Branch ' || n))).*
         from program p, generate_series(1, 12) n where p.id = $2 and p.clinic_id = $1 returning id)
       insert into group_series select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'line_id', null, 'program_id', m.id))).*
       from group_series r, more m where r.id = $3 and r.clinic_id = $1`,
      [riverbend.id, castId('evening'), seriesId('process-a', 2)],
    )
    const { text } = await (await house.as('lee')).get(urls.weekBoard({ week: next, program: castId('day') }))
    assert.match(text, /Not shown: \d+ groups of 13 other programs\. Choose one above\./)
    assert.doesNotMatch(text, /<a [^>]*>Branch 3</)
  })
})
