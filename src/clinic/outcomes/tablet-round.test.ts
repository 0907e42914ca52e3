import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { seriesId, todayHere, weekdayHere } from '../../../tests/world.ts'
import { instantAt } from '../../basics/dates.ts'
import { newId, sha256 } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'

const today = todayHere()

describe('A tablet that goes round the room', () => {
  let house: TestHouse
  let session = ''
  before(async () => {
    house = await openHouse()
    house.setNow(instantAt(today, '10:30', riverbend.timeZone))
    session =
      (
        await house.db.owner.query<{ id: string }>(
          'select id from group_session where series_id = $1 and held_on = $2',
          [seriesId('process-a', weekdayHere()), today],
        )
      ).rows[0]?.id ?? ''
  })
  beforeEach(async () => {
    await house.db.owner.query(
      'truncate measure_correction, tablet_answer, safety_alarm_answer, safety_alarm, measure cascade',
    )
  })
  after(() => house.close())

  const count = async (what: string): Promise<number> =>
    Number((await house.db.owner.query<{ n: string }>(`select count(*) as n from ${what}`)).rows[0]?.n)

  /** Signs in as the leader, hands a tablet round, and answers with the tablet and the address of each person's place. */
  async function handed(who = 'lee') {
    const tablet = await house.as(who)
    const form = (await tablet.get(urls.newRound({ session }))).text
    const fields = Object.fromEntries(
      [...form.matchAll(/name="(label-[0-9a-f-]{36})"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>
    assert.ok(Object.keys(fields).length >= 5, 'the room has people with something to answer')
    const answer = await tablet.post(urls.newRound({ session }), fields)
    assert.equal(answer.status, 303, answer.text)
    const all = answer.location ?? ''
    const { rows } = await house.db.owner.query<{ id: string; label: string; client: string }>(
      `select p.id, p.label, p.client_id as client from tablet_place p join lent_tablet r on r.id = p.round_id
       where r.token_hash = $1 order by p.label`,
      [sha256(all.split('/')[2] ?? '')],
    )
    return { tablet, all, places: rows.map((row) => ({ ...row, at: `${all}/${row.id}` })) }
  }
  const turnIn = (text: string): string => /name="turn" value="([0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
  const keyIn = (text: string): string => /name="questions" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const full = (questions: number, last = '0') =>
    Object.fromEntries(Array.from({ length: questions }, (_, n) => [`q${n + 1}`, n === questions - 1 ? last : '1']))
  /** Answers everything at a place, one form after another. */
  async function answerAll(tablet: Visitor, at: string, item9 = '0') {
    for (let n = 0; n < 4; n += 1) {
      const page = await tablet.get(at)
      if (page.status === 303) return
      const key = keyIn(page.text)
      const sent = await tablet.post(at, {
        questions: key,
        turn: turnIn(page.text),
        language: 'en',
        ...(key === 'phq-9' ? full(9, item9) : full(7)),
      })
      assert.equal(sent.status, 303, sent.text)
    }
  }

  it('shows signs and nobody’s name, and leaves no way back to the staff pages', async () => {
    const { tablet, all, places } = await handed()
    const page = await tablet.get(all)
    assert.equal(page.status, 200)
    const { rows } = await house.db.owner.query<{ family: string; given: string }>(
      'select family_name as family, given_name as given from client_identity where clinic_id = $1',
      [riverbend.id],
    )
    for (const { text } of [page, await tablet.get(places[0]?.at ?? '')])
      for (const { family, given } of rows)
        assert.doesNotMatch(text, new RegExp(`\\b(${family}|${given})\\b`), `${given} ${family}`)
    for (const path of [urls.today(), urls.roomMeasures({ session }), urls.measures({ client: castId('maya') })])
      assert.match((await tablet.get(path)).location ?? '', /sign-in/, path)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    assert.match(page.text, /sign-in\?next=/)
  })

  it('opens in this browser alone, until it is taken back or over', async () => {
    const { tablet, all, places } = await handed()
    const at = places[0]?.at ?? ''
    for (const path of [all, at]) {
      assert.equal((await house.stranger().get(path)).status, 404, 'the address alone')
      assert.equal((await (await house.as('dana')).get(path)).status, 404, 'staff have no round')
    }
    assert.equal((await tablet.get(`${all}/${newId()}`)).status, 404)
    assert.equal((await tablet.get(`${all}/x`)).status, 404)
    const lee = await house.as('lee')
    const round = /action="\/tablets\/([0-9a-f-]{36})\/end"/.exec(
      (await lee.get(urls.roomMeasures({ session }))).text,
    )?.[1]
    for (const stranger of ['ben', 'tess'])
      assert.ok((await (await house.as(stranger)).post(urls.tabletEnd({ tablet: round ?? '' }))).status >= 400)
    for (const { id } of (await house.db.owner.query<{ id: string }>('select id from lent_tablet')).rows)
      assert.equal((await lee.post(urls.tabletEnd({ tablet: id }))).status, 303)
    assert.equal((await tablet.get(all)).status, 404)
    assert.equal((await tablet.post(at, { questions: 'phq-9', turn: newId(), ...full(9) })).status, 404)
    assert.equal(await count('measure'), 0)
    const late = await handed()
    house.setNow(instantAt(today, '23:59', riverbend.timeZone))
    assert.equal((await late.tablet.get(late.all)).status, 404)
    house.setNow(instantAt(today, '10:30', riverbend.timeZone))
  })

  it('takes each person’s answers to that person, once, and strikes them off', async () => {
    const { tablet, all, places } = await handed()
    const [first, second] = places
    await answerAll(tablet, first?.at ?? '')
    const done = await tablet.get(`${all}?done=yes`)
    assert.match(done.text, /Thank you. Please hand the tablet on/)
    assert.doesNotMatch(done.text, new RegExp(`>${first?.label}<`))
    assert.match(done.text, new RegExp(`>\\s*${second?.label}\\s*<`))
    const { rows } = await house.db.owner.query<{ client: string; instrument: string; score: number; mode: string }>(
      'select client_id as client, instrument, score, mode from measure order by instrument',
    )
    assert.deepEqual(rows, [
      { client: first?.client, instrument: 'gad-7', score: 6, mode: 'self' },
      { client: first?.client, instrument: 'phq-9', score: 8, mode: 'self' },
    ])
    const lee = await house.as('lee')
    assert.match((await lee.get(urls.roomMeasures({ session }))).text, /1 answered today/)
    assert.match((await lee.get(urls.measures({ client: first?.client ?? '' }))).text, /8, Mild/)
  })

  it('opens the safety pathway before the person leaves, and shows the next one nothing of it', async () => {
    const { tablet, all, places } = await handed()
    const [calm, hurt] = places
    await answerAll(tablet, calm?.at ?? '')
    const before = (await tablet.get(`${all}?done=yes`)).text
    await answerAll(tablet, hurt?.at ?? '', '3')
    assert.equal(await count('safety_alarm'), 1)
    const afterwards = (await tablet.get(`${all}?done=yes`)).text
    // The same page, but for the sign that is gone.
    const plain = (text: string) => text.replace(/<li>[\s\S]*?<\/li>/g, '')
    assert.equal(plain(afterwards), plain(before))
    const lee = await house.as('lee')
    for (const path of [urls.roomMeasures({ session }), urls.today()])
      assert.match((await lee.get(path)).text, /Somebody is to be seen before they leave/, path)
    const alarm = /href="(\/safety-alarms\/[0-9a-f-]{36})"/.exec((await lee.get(urls.measuresDue())).text)?.[1] ?? ''
    assert.match((await lee.get(alarm)).text, /Answered on the tablet in the group/)
  })

  it('keeps what was half answered, with its alarm, and shows nobody what was marked', async () => {
    const { tablet, places } = await handed()
    const at = places[0]?.at ?? ''
    const client = places[0]?.client ?? ''
    const page = await tablet.get(at)
    const half = { questions: 'phq-9', turn: turnIn(page.text), language: 'en', q1: '2', q9: '2', stop: 'yes' }
    const sent = await tablet.post(at, half)
    assert.equal(sent.status, 303)
    assert.equal((await tablet.post(at, half)).status, 303, 'a second press')
    assert.equal(await count("measure where score is null and score_status = 'not-scored'"), 1)
    assert.equal(await count('measure'), 1)
    assert.equal(await count('safety_alarm'), 1)
    const again = (await tablet.get(at)).text
    assert.equal(keyIn(again), 'phq-9', 'it is still to be answered')
    assert.doesNotMatch(again, /<input[^>]* checked/)
    assert.match((await (await house.as('lee')).get(urls.roomMeasures({ session }))).text, /Handed on halfway/)
    await answerAll(tablet, at)
    const { rows } = await house.db.owner.query<{ n: string }>(
      "select count(*) as n from measure where client_id = $1 and instrument = 'phq-9' and score = 8",
      [client],
    )
    assert.equal(Number(rows[0]?.n), 1)
    assert.equal((await tablet.get(at)).status, 303, 'and then no more')
  })

  it('keeps nothing of a form that was opened and handed on, and asks for one answer before it sends', async () => {
    const { tablet, places } = await handed()
    const at = places[0]?.at ?? ''
    const turn = turnIn((await tablet.get(at)).text)
    assert.equal((await tablet.post(at, { questions: 'phq-9', turn, stop: 'yes' })).status, 303)
    const empty = await tablet.post(at, { questions: 'phq-9', turn })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Nothing is marked yet/)
    assert.equal(await count('measure'), 0)
    assert.equal(await count('tablet_answer'), 0)
  })

  it('after the back button sends the same answers once, and others beside the first', async () => {
    const { tablet, places } = await handed()
    const at = places[0]?.at ?? ''
    const page = (await tablet.get(at)).text
    const sent = { questions: 'phq-9', turn: turnIn(page), language: 'en', ...full(9) }
    for (let n = 0; n < 3; n += 1) assert.equal((await tablet.post(at, sent)).status, 303)
    assert.equal(await count('measure'), 1)
    // Somebody goes back to the page that was left open, marks item 9, and sends it from a new turn.
    assert.equal((await tablet.post(at, { ...sent, turn: newId(), q9: '3' })).status, 303)
    assert.equal(await count('measure where score = 8'), 1)
    assert.equal(await count('measure where score is null'), 1)
    assert.equal(await count('safety_alarm'), 1)
  })

  it('goes round twice at once: every place answered whole once, nothing lost, nobody mixed up', async () => {
    const [one, two] = [await handed('lee'), await handed('lee')]
    const turns = await Promise.all(
      [one, two].flatMap(({ tablet, places }) =>
        places.slice(0, 4).map(async (place, n) => {
          const turn = turnIn((await tablet.get(place.at)).text)
          const answers = Object.fromEntries(Array.from({ length: 9 }, (_, q) => [`q${q + 1}`, q < n + 1 ? '3' : '0']))
          return { tablet, place, turn, answers }
        }),
      ),
    )
    const sent = await Promise.all(
      turns.map(({ tablet, place, turn, answers }) =>
        tablet.post(place.at, { questions: 'phq-9', turn, language: 'en', ...answers }),
      ),
    )
    assert.deepEqual([...new Set(sent.map(({ status }) => status))], [303])
    const { rows } = await house.db.owner.query<{ client: string; scores: number[]; all: string }>(
      `select client_id as client, array_agg(score) filter (where score is not null) as scores, count(*) as all
       from measure group by 1`,
    )
    const wanted = new Map(one.places.slice(0, 4).map(({ client }, n) => [client, 3 * (n + 1)]))
    assert.equal(rows.length, 4)
    for (const row of rows) {
      assert.deepEqual(row.scores, [wanted.get(row.client)])
      assert.equal(Number(row.all), 2, 'the second stands beside the first')
    }
  })

  it('takes no instrument that is not asked there, nor one that a clinician observes', async () => {
    const { tablet, places } = await handed()
    const at = places[0]?.at ?? ''
    for (const questions of ['cows', 'pcl-5', 'nothing', '']) {
      const answer = await tablet.post(at, { questions, turn: newId(), q1: '1' })
      assert.equal(answer.status, 303)
    }
    assert.equal((await tablet.post(at, { questions: 'phq-9', turn: 'x', ...full(9) })).status, 303)
    assert.equal(await count('measure'), 0)
  })

  it('may be handed round by whoever records measures, on the day of the group', async () => {
    assert.equal((await (await house.as('ben')).get(urls.newRound({ session }))).status, 403)
    assert.equal((await (await house.as('ben')).post(urls.newRound({ session }))).status, 403)
    assert.equal((await (await house.as('tess')).get(urls.newRound({ session }))).status, 404)
    const lee = await house.as('lee')
    const nobody = await lee.post(urls.newRound({ session }), { [`label-${castId('maya')}`]: '' })
    assert.equal(nobody.status, 422)
    assert.match(nobody.text, /Name at least one place/)
    house.setNow(new Date(instantAt(today, '10:30', riverbend.timeZone).getTime() + 2 * 86_400_000))
    assert.match(
      (await (await house.as('lee')).post(urls.newRound({ session }), { [`label-${castId('maya')}`]: 'M' })).text,
      /on the day of the group/,
    )
    house.setNow(instantAt(today, '10:30', riverbend.timeZone))
  })

  it('is granted no table: what it shows is counted by the house', async () => {
    const { rows } = await house.db.owner.query<{ name: string }>(
      `select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
         and (has_any_column_privilege('stepwell_tablet', c.oid, 'select') or has_any_column_privilege('stepwell_tablet', c.oid, 'insert')
           or has_any_column_privilege('stepwell_tablet', c.oid, 'update') or has_table_privilege('stepwell_tablet', c.oid, 'delete'))`,
    )
    assert.deepEqual(rows, [])
  })
})
