import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt, weekOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { followLevelsEverywhere } from './actions/follow-levels.ts'

const today = todayHere()
const stayOf = (key: string) => ({ episode: castId(`${key} episode`) })
const reasons = 'Goals of this level are met; hours can be fewer now.'

describe('The step card', () => {
  let house: TestHouse
  let lee: Visitor
  const low = randomUUID()
  const group = randomUUID()
  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows

  before(async () => {
    house = await openHouse()
    lee = await house.as('lee')
    await ask(
      `insert into program (clinic_id, id, site_id, name, kind, track, level_of_care, age_group)
       select clinic_id, $1, site_id, 'Outpatient evenings', kind, track, '1.5', age_group from program where id = $2`,
      [low, castId('day')],
    )
    await ask(
      `insert into group_series (clinic_id, id, program_id, room_id, name, kind, weekday, starts, minutes, time_zone, during, opened_at)
       select clinic_id, $1, $2, room_id, 'Keeping on', kind, 6, '20:10', 90, time_zone, during, opened_at from group_series where id = $3`,
      [group, low, castId('process-a-1')],
    )
    await ask('insert into series_chair (clinic_id, series_id, number) values ($1, $2, 1), ($1, $2, 2)', [
      riverbend.id,
      group,
    ])
  })
  after(() => house.close())

  const seatsOf = async (key: string) => {
    const rows = await ask(
      `select s.series_id as series, (unnest(range_agg(s.during)))::text as days from seat s where s.client_id = $1 group by 1`,
      [castId(key)],
    )
    return rows.map((one) => `${one.series} ${one.days}`).toSorted()
  }
  /** What the rows mean: seats by group and day, the week prescribed now and later, level, program, what the weeks ahead expect. */
  const meaning = async (key: string) => ({
    seats: await seatsOf(key),
    stay: await ask('select level_of_care, program_id, during::text from episode where id = $1', [stayOf(key).episode]),
    dose: await ask(
      `select w::text as week, (select d.group_minutes || ' ' || d.individual_minutes || ' ' || d.family_minutes || ' ' || d.medication_minutes || ' ' || d.days
         from dose_order d where d.episode_id = $1 and d.from_week <= w order by d.from_week desc, d.ordered_at desc, d.id desc limit 1) as dose
       from generate_series($2::date::timestamp, $2::date + 42, interval '7 days') w`,
      [stayOf(key).episode, weekOf(today)],
    ),
    weeks: await ask(
      'select week::text, expected_minutes, floor_minutes, floor_days, is_part_week from episode_week where episode_id = $1 and week >= $2 order by 1',
      [stayOf(key).episode, weekOf(today)],
    ),
    visits: await ask('select count(*)::int as n from visit where episode_id = $1 and not isempty(during)', [
      stayOf(key).episode,
    ]),
  })
  const seatIds = async (key: string) =>
    (
      await ask('select id from seat where client_id = $1 and during && daterange($2, null)', [
        castId(key),
        addDays(today, 2),
      ])
    ).map(({ id }) => id)

  const decision = async (key: string, change: Record<string, string | string[]> = {}) => ({
    kind: 'step-down',
    toProgram: low,
    after: '',
    act: 'do',
    fromDay: addDays(today, 2),
    'give[]': await seatIds(key),
    'take[]': [group],
    groupMinutes: '90',
    individualMinutes: '50',
    familyMinutes: '0',
    medicationMinutes: '0',
    days: '2',
    reasons,
    tookPart: 'Lee, Maya, her sister',
    clientView: 'disagrees',
    clientWords: 'I would rather stay two more weeks.',
    dissentWho: 'Priya Raman',
    dissentWords: 'The last test worries me.',
    lookAgainOn: addDays(today, 14),
    ...change,
  })
  const latest = async (key: string): Promise<string> =>
    (
      await ask('select id from step_decision where episode_id = $1 order by decided_at desc limit 1', [
        stayOf(key).episode,
      ])
    )[0]?.id
  const dosed = (key: string) =>
    ask(
      `insert into dose_order (clinic_id, id, episode_id, from_week, group_minutes, individual_minutes, family_minutes, medication_minutes, days, because, ordered_by, ordered_at)
       select $1, gen_random_uuid(), $2, week_of(lower(during)), 540, 50, 30, 0, 4, 'At first', $3, now() - interval '1 hour' from episode where id = $2`,
      [riverbend.id, stayOf(key).episode, castId('lee')],
    )

  it('puts levels, evidence by part and the ways on side by side, and says what is missing', async () => {
    const page = await lee.get(urls.steps(stayOf('maya')))
    assert.equal(page.status, 200)
    for (const words of [
      /Clinical/,
      /Payer/,
      /Nobody has said/,
      /Use, withdrawal and medicine/,
      /No drug test came back/,
      /Step down to Outpatient evenings, level 1\.5/,
      /Hand off now/,
    ])
      assert.match(page.text, words)
    assert.match(page.text, new RegExp(urls.newHandOff({ client: castId('maya') })))
    const form = await lee.get(urls.steps(stayOf('maya'), { kind: 'step-down', to: low }))
    assert.match(form.text, /Keeping on/)
    assert.match(form.text, /Seats that end the day before/)
  })

  it('shows what it would do without doing it, then does all of it, with dissent and tasks', async () => {
    await dosed('maya')
    const was = await meaning('maya')
    const look = await lee.post(urls.steps(stayOf('maya')), await decision('maya', { act: 'look' }))
    assert.equal(look.status, 200)
    assert.match(look.text, /Takes a seat in: Keeping on/)
    assert.match(look.text, /Gives back: /)
    assert.match(look.text, /I would rather stay two more weeks/)
    assert.deepEqual(await meaning('maya'), was)
    assert.equal((await ask('select 1 from step_decision where episode_id = $1', [stayOf('maya').episode])).length, 0)

    const answer = await lee.post(urls.steps(stayOf('maya')), await decision('maya'))
    assert.equal(answer.status, 303, answer.text.slice(0, 400))
    const step = await latest('maya')
    assert.equal(answer.location, urls.step({ step }))
    const now = await meaning('maya')
    assert.equal(now.stay[0].level_of_care, was.stay[0].level_of_care, 'the level changes on its day')
    assert.ok(now.seats.some((one) => one.startsWith(`${group} [${addDays(today, 2)}`)))
    assert.notDeepEqual(now.dose, was.dose)
    const page = await lee.get(urls.step({ step }))
    for (const words of [
      /The last test worries me/,
      /Sees it otherwise/,
      /Write the next version of the plan for level 1\.5/,
      /Take it back/,
    ])
      assert.match(page.text, words)
    // On its day, and not before, the clock makes the stay's own row say the new level.
    const levelNow = async () =>
      (await ask('select level_of_care as level from episode where id = $1', [stayOf('maya').episode]))[0].level
    const noon = (day: string) => instantAt(day, '12:00', riverbend.timeZone)
    await followLevelsEverywhere(house.db.pool, noon(addDays(today, 1)))
    assert.equal(await levelNow(), '2.1')
    assert.equal(await followLevelsEverywhere(house.db.pool, noon(addDays(today, 2))), 1)
    assert.equal(await levelNow(), '1.5')
    assert.equal(await followLevelsEverywhere(house.db.pool, noon(addDays(today, 3))), 0)

    const back = await lee.post(urls.stepUndo({ step }), { because: 'The test came back positive tonight.' })
    assert.equal(back.status, 303, back.text.slice(0, 400))
    assert.deepEqual(await meaning('maya'), was)
    assert.deepEqual(
      (
        await ask(
          'select distinct e.outcome from step_task t left join step_task_end e on e.task_id = t.id where t.decision_id = $1',
          [step],
        )
      ).map((one) => one.outcome),
      ['taken-back'],
    )
    const twice = await lee.post(urls.stepUndo({ step }), { because: 'Once more, to be sure of it.' })
    assert.equal(twice.status, 422)
    assert.match(twice.text, /taken back already/)
  })

  it('of today moves today, and comes back today', async () => {
    await dosed('tomasz')
    const was = await meaning('tomasz')
    const sent = await decision('tomasz', { fromDay: today, 'take[]': [] })
    assert.equal((await lee.post(urls.steps(stayOf('tomasz')), sent)).status, 303)
    assert.equal((await meaning('tomasz')).stay[0].level_of_care, '1.5')
    const step = await latest('tomasz')
    const two = await Promise.all(
      [lee, await house.as('dana')].map((one) =>
        one.post(urls.stepUndo({ step }), { because: 'Too early, both of us think.' }),
      ),
    )
    assert.deepEqual(two.map((one) => one.status).toSorted(), [303, 422])
    assert.deepEqual(await meaning('tomasz'), was)
  })

  it('is decided by one of two who decide at once, and the other is told', async () => {
    const dana = await house.as('dana')
    const sent = await decision('amina', { kind: 'stay', toProgram: '', 'give[]': [], 'take[]': [] })
    const two = await Promise.all([lee, dana].map((one) => one.post(urls.steps(stayOf('amina')), sent)))
    assert.deepEqual(two.map((one) => one.status).toSorted(), [303, 422])
    assert.match(two.find((one) => one.status === 422)?.text ?? '', /Somebody has decided on this stay/)
    const next = await lee.post(urls.steps(stayOf('amina')), { ...sent, after: await latest('amina') })
    assert.equal(next.status, 303)
    const first = (
      await ask('select id from step_decision where episode_id = $1 order by decided_at limit 1', [
        stayOf('amina').episode,
      ])
    )[0].id
    const old = await lee.post(urls.stepUndo({ step: first }), { because: 'The earlier one was wrong.' })
    assert.equal(old.status, 422)
    assert.match(old.text, /Another decision has followed/)
  })

  it('names the seat that somebody took meanwhile, and restores the rest', async () => {
    await dosed('rosa')
    const was = await meaning('rosa')
    assert.equal((await lee.post(urls.steps(stayOf('rosa')), await decision('rosa'))).status, 303)
    const step = await latest('rosa')
    const lost = await ask(
      'select s.series_id, s.week_minutes::text as week, r.name from moved_seat m join seat s on s.id = m.seat_id join group_series r on r.id = s.series_id where m.cause_id = $1 and m.was_during is not null order by r.id',
      [step],
    )
    const [first] = lost
    assert.ok(lost.length > 1)
    const chairs = await ask(
      'select c.number from series_chair c where c.series_id = $1 and not exists (select from seat s where s.series_id = c.series_id and s.number = c.number and s.during && daterange($2, null))',
      [first.series_id, addDays(today, 2)],
    )
    for (const { number } of chairs) {
      const [client, episode] = [randomUUID(), randomUUID()]
      await ask('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
        riverbend.id,
        client,
        client.slice(0, 8),
      ])
      await ask(
        `insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at)
         values ($1, $2, $3, $4, '2.1', daterange($5, null), 'home', $6, now())`,
        [riverbend.id, episode, client, castId('day'), today, castId('lee')],
      )
      await ask(
        `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
         values ($1, gen_random_uuid(), $2, $3, $4, $5, daterange($6, null), $7::int4range, $8, now())`,
        [riverbend.id, first.series_id, number, client, episode, addDays(today, 2), first.week, castId('lee')],
      )
    }
    assert.equal(
      (await lee.post(urls.stepUndo({ step }), { because: 'She is not ready for fewer hours.' })).status,
      303,
    )
    const page = await lee.get(urls.step({ step }))
    assert.ok(page.text.includes(`Somebody has the seat in ${first.name} now.`))
    const now = await meaning('rosa')
    assert.deepEqual(now.stay, was.stay)
    assert.deepEqual(now.dose, was.dose)
    const others = (list: string[]) => list.filter((one) => !one.startsWith(first.series_id))
    assert.deepEqual(others(now.seats), others(was.seats))
    assert.notDeepEqual(now.seats, was.seats)
  })

  for (const [name, change, says] of [
    ['without reasons', { reasons: 'no' }, /Say why, in a sentence/],
    ['up to less', { kind: 'step-up' }, /is no step up from 2\.1/],
    ['to where they are', { toProgram: castId('day') }, /They are in this program already/],
    ['yesterday', { fromDay: addDays(today, -1) }, /Choose the first day at the new level/],
    ['against the client without their words', { clientWords: '' }, /write down their words/],
    ['without a look at how the client sees it', { clientView: '' }, /Say how the client sees it/],
    ['to stay, for ever', { kind: 'stay', toProgram: '', lookAgainOn: '' }, /Say when somebody looks again/],
    ['with half a dissent', { dissentWords: '' }, /Give both/],
  ] as const)
    it(`is not decided ${name}, and nothing is lost`, async () => {
      const key = 'kofi'
      const was = await meaning(key)
      const day = (await ask('select program_id as id from episode where id = $1', [stayOf(key).episode]))[0].id
      const answer = await lee.post(
        urls.steps(stayOf(key)),
        await decision(key, 'toProgram' in change && change.toProgram !== '' ? { ...change, toProgram: day } : change),
      )
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.match(answer.text, /Lee, Maya, her sister/)
      assert.deepEqual(await meaning(key), was)
    })

  it('is not taken back after a day', async () => {
    const sent = await decision('linh', { kind: 'stay', toProgram: '', 'give[]': [], 'take[]': [] })
    assert.equal((await lee.post(urls.steps(stayOf('linh')), sent)).status, 303)
    const step = await latest('linh')
    await ask("update step_decision set decided_at = decided_at - interval '24 hours 1 second' where id = $1", [step])
    const answer = await lee.post(urls.stepUndo({ step }), { because: 'This was a mistake of mine.' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /More than 24 hours/)
  })

  it('leads to a hand-off for care elsewhere, and to leaving', async () => {
    for (const [kind, to] of [
      ['elsewhere', urls.newHandOff({ client: castId('devon') })],
      ['leave', urls.discharge(stayOf('devon'))],
    ] as const) {
      const sent = await decision('devon', {
        kind,
        toProgram: '',
        'give[]': [],
        'take[]': [],
        after: (await latest('devon')) ?? '',
      })
      const answer = await lee.post(urls.steps(stayOf('devon')), sent)
      assert.equal(answer.status, 303, answer.text.slice(0, 300))
      assert.equal(answer.location, to)
    }
    const tasks = await ask(
      'select t.id, t.kind from step_task t join step_decision d on d.id = t.decision_id where d.episode_id = $1',
      [stayOf('devon').episode],
    )
    assert.deepEqual(tasks.map(({ kind }) => kind).toSorted(), ['consents', 'continuing-care', 'continuing-care'])
    const url = urls.stepTaskEnd({ task: tasks[0].id })
    assert.equal((await lee.post(url, {})).status, 303)
    assert.equal((await lee.post(url, {})).status, 422)
  })

  it('is read by those who treat, decided by those who may, and unknown to strangers', async () => {
    const step = await latest('amina')
    for (const [key, sees, decides] of [
      ['priya', 200, 422],
      ['noor', 200, 403],
      ['ben', 403, 403],
      ['ada', 403, 403],
      ['sofia', 404, 404],
    ] as const) {
      const visitor = await house.as(key)
      assert.equal((await visitor.get(urls.steps(stayOf('amina')))).status, sees, key)
      assert.equal((await visitor.get(urls.step({ step }))).status, sees, key)
      assert.equal((await visitor.post(urls.steps(stayOf('amina')), {})).status, decides, key)
    }
    assert.equal((await lee.get(urls.step({ step: 'nonsense' }))).status, 404)
  })
})
