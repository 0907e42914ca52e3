import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const stayOf = (key: string) => ({ episode: castId(`${key} episode`) })

describe('Leaving', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  const ask = async (text: string, values: unknown[]) => (await house.db.owner.query(text, values)).rows
  const openItem = async (key: string, dueOn = addDays(today, 3)): Promise<string> => {
    const answer = await noor.post(urls.continuingCareItems(stayOf(key)), {
      kind: 'housing',
      what: `Confirm the room at the river house for ${key}`,
      dueOn,
      owner: castId('noor'),
    })
    assert.equal(answer.status, 303)
    const [row] = await ask(
      'select id from continuing_care_item where episode_id = $1 order by opened_at desc limit 1',
      [stayOf(key).episode],
    )
    return row.id
  }
  const leaving = (change: Record<string, string> = {}) => ({
    onDay: today,
    reason: 'completed',
    words: '',
    sawOpenItems: 'yes',
    ...change,
  })

  it('stands as a tab of everyone in care, and shows what is open first', async () => {
    await openItem('tomasz')
    const page = await noor.get(urls.discharge(stayOf('tomasz')))
    assert.equal(page.status, 200)
    assert.match(page.text, /aria-current="page"[^>]*>\s*Leaving|Leaving<\/a>/)
    assert.match(page.text, /1 thing to do before they leave/)
    assert.ok(page.text.indexOf('river house for tomasz') < page.text.indexOf('Why the stay ends'))
    assert.match(page.text, /Lee Park, LMHC leads this stay/)
  })

  it('keeps an item with whose it is, and ticks it off once, with words', async () => {
    const item = await openItem('amina', today)
    const first = await noor.post(urls.continuingCareDone({ item }), { words: 'Keys on the 3rd' })
    assert.equal(first.status, 303)
    const page = await noor.get(urls.discharge(stayOf('amina')))
    assert.match(page.text, /Nothing is open before they leave/)
    assert.match(page.text, /Keys on the 3rd/)
    const twice = await noor.post(urls.continuingCareDone({ item }), { words: '' })
    assert.equal(twice.status, 422)
    assert.match(twice.text, /This is done already/)
  })

  it('ticked off by two at once, is done once', async () => {
    const item = await openItem('amina')
    const theo = await house.as('theo')
    const both = await Promise.all(
      [noor, theo].map((one) => one.post(urls.continuingCareDone({ item }), { words: '' })),
    )
    assert.deepEqual(both.map((one) => one.status).toSorted(), [303, 422])
  })

  for (const [name, change, says] of [
    ['without words', { what: ' ' }, /Say what is to be done/],
    ['about nothing', { kind: 'weather' }, /Choose what it is about/],
    ['due yesterday', { dueOn: addDays(today, -1) }, /from today to a year ahead/],
    ['due in two years', { dueOn: addDays(today, 730) }, /from today to a year ahead/],
    ['of a biller', { owner: castId('ben') }, /Choose whose it is/],
  ] as const) {
    it(`refuses an item ${name}, and keeps what was typed`, async () => {
      const answer = await noor.post(urls.continuingCareItems(stayOf('kofi')), {
        kind: 'housing',
        what: 'Ask the sister',
        dueOn: today,
        owner: castId('noor'),
        ...change,
      })
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      if (!('what' in change)) assert.match(answer.text, /value="Ask the sister"/)
    })
  }

  it('changes who leads with a reason, and keeps who led before', async () => {
    const url = urls.primaryTherapist(stayOf('kofi'))
    const because = 'Lee goes on leave; Sam runs his groups.'
    for (const [fields, says] of [
      [{ therapist: castId('sam'), because: '' }, /Say why it changes/],
      [{ therapist: castId('sam'), because: 'short' }, /Say why it changes, in a sentence/],
      [{ therapist: castId('ben'), because }, /Choose a clinician from the list/],
      [{ therapist: castId('lee'), because }, /This is the primary therapist already/],
    ] as const) {
      const answer = await noor.post(url, fields)
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
    }
    assert.equal((await noor.post(url, { therapist: castId('sam'), because })).status, 303)
    const page = await noor.get(urls.discharge(stayOf('kofi')))
    assert.match(page.text, /Sam Iyer, CASAC leads this stay/)
    assert.match(page.text, /Lee Park, LMHC, from/)
    assert.equal((await (await house.as('lee')).post(url, { therapist: castId('lee'), because })).status, 403)
  })

  for (const [name, change, says] of [
    ['without a reason', { reason: '' }, /Choose why the stay ends/],
    ['for a reason that does not exist', { reason: 'bored' }, /Choose why the stay ends/],
    ['tomorrow', { onDay: addDays(today, 1) }, /from .* to today/],
    ['before it began', { onDay: addDays(today, -400) }, /from .* to today/],
    ['on no day', { onDay: '' }, /Give the last day of care|not a date/],
    ['to somewhere without saying where', { reason: 'transferred' }, /Say where to, and who took over/],
    ['by the program without saying why', { reason: 'terminated', words: 'no' }, /Say what happened/],
    ['without a look at what is open', { sawOpenItems: '' }, /1 item is still open/],
  ] as const) {
    it(`does not end ${name}, and keeps what was typed`, async () => {
      if (
        (await ask('select 1 from continuing_care_item where episode_id = $1', [stayOf('linh').episode])).length === 0
      )
        await openItem('linh')
      const answer = await noor.post(
        urls.discharge(stayOf('linh')),
        leaving({
          words: 'Goes home to her sister',
          ...(change.reason === 'transferred' ? { words: '' } : {}),
          ...change,
        }),
      )
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      const [row] = await ask('select upper_inf(during) as open from episode where id = $1', [stayOf('linh').episode])
      assert.equal(row.open, true)
    })
  }

  it('does not end before a day on which they were there', async () => {
    const [session] = await ask('select id from group_session where series_id = $1', [
      castId(`process-a-${new Date(`${today}T12:00:00Z`).getUTCDay() || 7}`),
    ])
    await ask(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       values ($1, $2, $3, $4, $5, 'here', 80, $6, now())`,
      [riverbend.id, randomUUID(), session.id, castId('peter'), today, castId('lee')],
    )
    const answer = await noor.post(urls.discharge(stayOf('peter')), leaving({ onDay: addDays(today, -1) }))
    assert.equal(answer.status, 422)
    assert.match(answer.text, new RegExp(`They attended on ${today}`))
  })

  it('ends the stay, frees the seats, cancels the visits, and the boards follow', async () => {
    const { episode } = stayOf('yusuf')
    const client = castId('yusuf')
    const visit = randomUUID()
    const day = addDays(today, 2)
    const begins = instantAt(day, '13:00', riverbend.timeZone)
    await ask(
      `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
       values ($1, $2, $3, $4, 'individual', $5, $6, tstzrange($7, $8), 50, $5, now())`,
      [riverbend.id, visit, client, episode, castId('lee'), day, begins, new Date(begins.getTime() + 3_000_000)],
    )
    const seated = await ask('select series_id from seat where episode_id = $1', [episode])
    assert.ok(seated.length > 0)
    const expected =
      'select coalesce(sum(expected_minutes), 0)::int as n from episode_week where episode_id = $1 and week > $2::date'
    assert.ok((await ask(expected, [episode, today]))[0].n > 0, 'weeks ahead were counted')

    const answer = await noor.post(
      urls.discharge(stayOf('yusuf')),
      leaving({ reason: 'transferred', words: 'Cold Spring Residence took over; spoke with R. Ames.' }),
    )
    assert.equal(answer.status, 303)
    const [stay] = await ask('select (upper(during) - 1)::text as last from episode where id = $1', [episode])
    assert.equal(stay.last, today)
    assert.deepEqual(
      await ask('select 1 from seat where episode_id = $1 and during && daterange($2::date + 1, null)', [
        episode,
        today,
      ]),
      [],
    )
    assert.equal(
      (await ask('select 1 from seat_release r join seat s on s.id = r.seat_id where s.episode_id = $1', [episode]))
        .length,
      seated.length,
    )
    const [gone] = await ask(
      'select isempty(v.during) as empty, lower(x.was_during) as was from visit v join visit_cancellation x on x.visit_id = v.id where v.id = $1',
      [visit],
    )
    assert.equal(gone.empty, true)
    assert.equal(gone.was.toISOString(), begins.toISOString())
    assert.equal((await ask(expected, [episode, today]))[0].n, 0, 'nobody expects them in the weeks ahead')
    const [free] = await ask(
      'select 1 as ok from series_chair c where c.series_id = $1 and not exists (select from seat s where s.series_id = c.series_id and s.number = c.number and s.during @> ($2::date + 1))',
      [seated[0].series_id, today],
    )
    assert.equal(free.ok, 1)
    const page = await noor.get(urls.discharge(stayOf('yusuf')))
    assert.match(page.text, /Goes on elsewhere/)
    assert.match(page.text, /R\. Ames/)
    assert.doesNotMatch(page.text, /Why the stay ends/)
    assert.equal(
      (await ask("select 1 from trail where verb = 'episode.ended' and client_ids @> array[$1::uuid]", [client]))
        .length,
      1,
    )
  })

  it('twice is one sentence, and leaves everything as the first left it', async () => {
    const answer = await noor.post(urls.discharge(stayOf('yusuf')), leaving())
    assert.equal(answer.status, 422)
    assert.match(answer.text, /This episode ended on/)
  })

  it('pressed by four at once, ends the stay once', async () => {
    const [dana, lee, theo] = [await house.as('dana'), await house.as('lee'), await house.as('theo')]
    const answers = await Promise.all(
      [noor, dana, lee, theo].map((one) => one.post(urls.discharge(stayOf('clara')), leaving())),
    )
    assert.deepEqual(answers.map((one) => one.status).toSorted(), [303, 422, 422, 422])
    for (const one of answers.filter((each) => each.status === 422))
      assert.match(one.text, /ended on|has ended already/)
    assert.equal((await ask('select 1 from discharge where episode_id = $1', [stayOf('clara').episode])).length, 1)
  })

  it('lets go of whoever missed and was not reached', async () => {
    const client = castId('devon')
    const [session] = await ask(
      'select id, held_on::text as day from group_session where held_on < $1 and series_id = any($2::uuid[]) order by held_on desc limit 1',
      [today, [1, 2, 3, 4, 5, 6, 7].map((n) => castId(`process-a-${n}`))],
    )
    await ask(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       values ($1, $2, $3, $4, $5, 'absent', 0, $6, now())`,
      [riverbend.id, randomUUID(), session.id, client, session.day, castId('lee')],
    )
    const waiting = () => ask('select 1 from unreached where client_id = $1', [client])
    assert.equal((await waiting()).length, 1)
    assert.equal((await noor.post(urls.discharge(stayOf('devon')), leaving({ reason: 'dropped-out' }))).status, 303)
    assert.equal((await waiting()).length, 0)
  })

  it('goes on after the last day: open items can still be done, and added', async () => {
    const item = await openItem('clara')
    assert.equal((await noor.post(urls.continuingCareDone({ item }), { words: '' })).status, 303)
  })

  it('is seen by a biller, done by those who may, and unknown to a stranger', async () => {
    const url = urls.discharge(stayOf('rosa'))
    for (const [key, sees, ends] of [
      ['ben', 200, 403],
      ['priya', 200, 403],
      ['ada', 403, 403],
      ['sofia', 404, 404],
    ] as const) {
      const visitor = await house.as(key)
      const page = await visitor.get(url)
      assert.equal(page.status, sees, key)
      assert.doesNotMatch(page.text, /Why the stay ends/)
      assert.equal((await visitor.post(url, leaving())).status, ends, key)
      const adds = await visitor.post(urls.continuingCareItems(stayOf('rosa')), {})
      assert.equal(adds.status, key === 'priya' ? 422 : ends, key)
    }
    assert.equal(
      (await (await house.as('sofia')).post(urls.continuingCareDone({ item: await openItem('rosa') }), {})).status,
      404,
    )
  })
})
