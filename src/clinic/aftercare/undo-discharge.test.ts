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
const because = 'Wrong person: it was another Maya who left.'

describe('Leaving, by the book and back', () => {
  let house: TestHouse
  let noor: Visitor
  let lee: Visitor
  let dana: Visitor
  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows
  before(async () => {
    house = await openHouse()
    ;[noor, lee, dana] = [await house.as('noor'), await house.as('lee'), await house.as('dana')]
  })
  after(() => house.close())

  const leaving = (change: Record<string, string> = {}) => ({
    onDay: today,
    reason: 'completed',
    words: '',
    sawOpenItems: 'yes',
    ...change,
  })
  const meaning = async (key: string) => ({
    seats: (
      await ask(
        'select s.series_id as series, (unnest(range_agg(s.during)))::text as days from seat s where s.client_id = $1 group by 1',
        [castId(key)],
      )
    )
      .map((one) => `${one.series} ${one.days}`)
      .toSorted(),
    stay: await ask('select level_of_care, program_id, during::text from episode where id = $1', [stayOf(key).episode]),
    visits: await ask(
      'select kind, staff_id, during::text from visit where episode_id = $1 and not isempty(during) order by 3',
      [stayOf(key).episode],
    ),
    weeks: await ask(
      'select week::text, expected_minutes, is_part_week from episode_week where episode_id = $1 and week >= $2::date - 7 order by 1',
      [stayOf(key).episode, today],
    ),
    away: await ask(
      `select p.kind, p.words, p.owner_id from stay_pause p left join stay_pause_end x on x.pause_id = p.id where p.episode_id = $1 and x.id is null`,
      [stayOf(key).episode],
    ),
  })

  it('gives back stay, seats, visits and the pause that stood, and the calls after leaving stop', async () => {
    const begins = instantAt(addDays(today, 4), '12:10', riverbend.timeZone)
    await ask(
      `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
       values ($1, $2, $3, $4, 'individual', $5, $6, tstzrange($7, $8), 50, $5, now())`,
      [
        riverbend.id,
        randomUUID(),
        castId('maya'),
        stayOf('maya').episode,
        castId('lee'),
        addDays(today, 4),
        begins,
        new Date(begins.getTime() + 3_000_000),
      ],
    )
    const was = await meaning('maya')
    assert.ok(was.seats.length > 0 && was.visits.length > 0)
    assert.equal((await noor.post(urls.discharge(stayOf('maya')), leaving())).status, 303)
    assert.match((await noor.get(urls.discharge(stayOf('maya')))).text, /Take the discharge back/)
    assert.equal((await noor.get(urls.followUp({ gone: stayOf('maya').episode }))).status, 200)
    const back = await noor.post(urls.dischargeUndo(stayOf('maya')), { because })
    assert.equal(back.status, 303, back.text.slice(0, 300))
    assert.deepEqual(await meaning('maya'), was)
    const page = await noor.get(urls.discharge(stayOf('maya')))
    assert.match(page.text, /A discharge was taken back by Noor/)
    assert.match(page.text, /Why the stay ends/)
    assert.equal((await noor.get(urls.followUp({ gone: stayOf('maya').episode }))).status, 404)
    const twice = await noor.post(urls.dischargeUndo(stayOf('maya')), { because })
    assert.equal(twice.status, 422)
    assert.match(twice.text, /no discharge to take back/)
    // A stay can end again, and the first end is still in the record.
    assert.equal((await noor.post(urls.discharge(stayOf('maya')), leaving())).status, 303)
    assert.equal(
      (await ask('select 1 from discharge_undone where episode_id = $1', [stayOf('maya').episode])).length,
      1,
    )
  })

  it('goes on with the pause that the discharge ended', async () => {
    const away = await noor.post(urls.pauses(stayOf('amina')), {
      kind: 'hospital',
      fromDay: addDays(today, -1),
      words: 'On ward 4.',
      nextOn: addDays(today, 2),
      owner: castId('noor'),
      seats: 'kept',
      seatsUntil: addDays(today, 20),
    })
    assert.equal(away.status, 303, away.text.slice(0, 200))
    const was = await meaning('amina')
    assert.equal(
      (
        await noor.post(
          urls.discharge(stayOf('amina')),
          leaving({ reason: 'moved', words: 'Moved to her sister in Ohio.' }),
        )
      ).status,
      303,
    )
    assert.deepEqual(
      (await ask('select reason, kind from discharge where episode_id = $1', [stayOf('amina').episode]))[0],
      { reason: 'other', kind: 'moved' },
    )
    assert.equal((await meaning('amina')).away.length, 0)
    assert.equal((await noor.post(urls.dischargeUndo(stayOf('amina')), { because })).status, 303)
    const now = await meaning('amina')
    assert.deepEqual(now.away, was.away)
    assert.deepEqual(now.seats, was.seats)
    assert.deepEqual(now.weeks, was.weeks)
  })

  it('taken back by two at once, is taken back once', async () => {
    assert.equal((await noor.post(urls.discharge(stayOf('kofi')), leaving())).status, 303)
    const both = await Promise.all([noor, dana].map((one) => one.post(urls.dischargeUndo(stayOf('kofi')), { because })))
    assert.deepEqual(both.map((one) => one.status).toSorted(), [303, 422])
  })

  it('is not taken back after a day, nor without a word, nor by whoever may not discharge', async () => {
    assert.equal((await noor.post(urls.discharge(stayOf('linh')), leaving())).status, 303)
    assert.equal((await noor.post(urls.dischargeUndo(stayOf('linh')), { because: 'no' })).status, 422)
    assert.equal((await (await house.as('priya')).post(urls.dischargeUndo(stayOf('linh')), { because })).status, 403)
    assert.equal((await (await house.as('sofia')).post(urls.dischargeUndo(stayOf('linh')), { because })).status, 404)
    await ask(
      "update discharge set discharged_at = discharged_at - interval '24 hours 1 second' where episode_id = $1",
      [stayOf('linh').episode],
    )
    const late = await noor.post(urls.dischargeUndo(stayOf('linh')), { because })
    assert.equal(late.status, 422)
    assert.match(late.text, /More than 24 hours/)
    assert.doesNotMatch((await noor.get(urls.discharge(stayOf('linh')))).text, /Take the discharge back/)
  })

  it('by the clinic only with notice, review by another and time to appeal', async () => {
    const ends = () =>
      noor.post(urls.discharge(stayOf('rosa')), leaving({ reason: 'terminated', words: 'Threatened the group twice.' }))
    assert.match((await ends()).text, /Give notice first/)
    const notice = {
      givenOn: today,
      endsOn: today,
      appealBy: addDays(today, 10),
      howGiven: 'in-person',
      reasons: 'Threatened a member of the group twice.',
      offered: 'A place at Hudson Outpatient, from Monday.',
      danger: '',
    }
    const soon = await lee.post(urls.leavingNotices(stayOf('rosa')), notice)
    assert.equal(soon.status, 422)
    assert.match(soon.text, /Sooner only for a danger/)
    assert.match(soon.text, /Hudson Outpatient/)
    assert.equal(
      (await lee.post(urls.leavingNotices(stayOf('rosa')), { ...notice, danger: 'Brought a knife into the building.' }))
        .status,
      303,
    )
    assert.match((await ends()).text, /reviews the notice first/)
    const [{ id }] = await ask('select id from discharge_notice where episode_id = $1', [stayOf('rosa').episode])
    const answer = (who: Visitor, what: string) =>
      who.post(urls.leavingNoticeAnswers({ notice: id }), { what, words: 'Weighed with the team this noon.' })
    assert.match((await answer(lee, 'reviewed')).text, /Your role cannot do this/)
    assert.equal((await answer(dana, 'appeal-stands')).status, 422)
    assert.equal((await answer(dana, 'reviewed')).status, 303)
    assert.equal((await answer(noor, 'appealed')).status, 303)
    assert.match((await ends()).text, /Decide on the appeal first/)
    assert.equal((await answer(dana, 'appeal-stands')).status, 303)
    assert.equal((await ends()).status, 303)
    assert.match((await noor.get(urls.discharge(stayOf('rosa')))).text, /The clinic ends it/)
  })

  it('owes a summary by its day, filled in from the chart, signed once', async () => {
    const episode = stayOf('rosa')
    const page = await lee.get(urls.dischargeSummary(episode))
    assert.equal(page.status, 200)
    assert.match(page.text, /Within 45 days of the last one\. 14 NYCRR 822, as commonly read; confirm \(K\)/)
    assert.match(page.text, /Admitted to /)
    assert.match(page.text, /Threatened the group twice/)
    assert.match((await lee.get(urls.moving())).text, /Summaries owed/)
    const body = {
      reason: 'Came for alcohol.',
      course: 'Two goals, one met.',
      attendance: 'Most days.',
      measures: 'None.',
      medicines: 'None.',
      risk: 'None known.',
      continuing: '',
    }
    const half = await lee.post(urls.dischargeSummarySignature(episode), body)
    assert.equal(half.status, 422)
    assert.match(half.text, /How care goes on.{1,8} is empty/)
    assert.equal((await lee.post(urls.dischargeSummary(episode), body)).status, 303)
    assert.match((await lee.get(urls.dischargeSummary(episode))).text, /Two goals, one met/)
    const whole = { ...body, continuing: 'Hudson Outpatient from Monday.' }
    const both = await Promise.all([lee, dana].map((one) => one.post(urls.dischargeSummarySignature(episode), whole)))
    assert.deepEqual(both.map((one) => one.status).toSorted(), [303, 422])
    assert.match((await lee.get(urls.dischargeSummary(episode))).text, /Signed by /)
    for (const [key, status] of [
      ['ben', 403],
      ['ada', 403],
      ['sofia', 404],
    ] as const)
      assert.equal((await (await house.as(key)).get(urls.dischargeSummary(episode))).status, status, key)
  })

  it('brings together what two people type in a summary, waits for a second name where a licence asks for it, and grows later', async () => {
    const episode = stayOf('kofi')
    const at = urls.dischargeSummary(episode)
    assert.equal((await noor.post(urls.discharge(episode), leaving())).status, 303)
    const leila = await house.as('leila')
    const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
    const opened = async (one: Visitor) => {
      const { text } = await one.get(at)
      return { page: hidden(text, 'page'), basedOn: hidden(text, 'basedOn') }
    }
    const parts = {
      reason: 'Came for opioids.',
      attendance: 'Most days.',
      measures: 'None.',
      medicines: 'None.',
      risk: 'None known.',
      continuing: 'Hudson Outpatient.',
    }
    const [first, second] = [await opened(leila), await opened(lee)]
    assert.notEqual(first.page, second.page)
    const grief = { ...parts, course: 'Grief, mostly.', ...first }
    assert.equal((await leila.post(at, grief)).status, 303)
    assert.equal((await lee.post(at, { ...parts, course: 'Anger, mostly.', ...second })).status, 303)
    const both = (await leila.get(at)).text
    assert.match(both, /Anger, mostly\./)
    assert.match(both, /also typed here at .*Grief, mostly\./s)
    // Nobody signs words that they have not read.
    assert.equal((await leila.post(urls.dischargeSummarySignature(episode), grief)).status, 303)
    const signed = () => ask('select needs_cosign from discharge_summary where episode_id = $1', [episode.episode])
    assert.deepEqual(await signed(), [])
    const read = await leila.get(at)
    const text = { ...parts, course: 'Anger, mostly.\nGrief, mostly.' }
    const key = /name="leave" value="([^"]+)"/.exec(read.text)?.[1] ?? ''
    assert.equal((await leila.post(at, { ...text, ...(await opened(leila)), leave: key })).status, 303)
    assert.equal(
      (await leila.post(urls.dischargeSummarySignature(episode), { ...text, ...(await opened(leila)) })).status,
      303,
    )
    assert.deepEqual(await signed(), [{ needs_cosign: true }])
    assert.match((await dana.get(urls.moving())).text, /Summaries for you to co-sign/)
    // Somebody beside them, or they themselves, is not the second name; a supervisor or the director is, once.
    const cosign = async (one: Visitor) => (await one.post(urls.dischargeSummaryCosign(episode), {})).status
    assert.deepEqual([await cosign(leila), await cosign(lee), await cosign(noor)], [422, 422, 403])
    const twice = await Promise.all([cosign(dana), cosign(dana)])
    assert.deepEqual(twice.toSorted(), [303, 422])
    assert.match((await lee.get(at)).text, /Co-signed by Dana Ortiz, LCSW/)
    assert.doesNotMatch((await dana.get(urls.moving())).text, /Summaries for you to co-sign/)
    const add = (words: string) => lee.post(urls.dischargeSummaryAddenda(episode), { words })
    assert.equal((await add('')).status, 422)
    assert.equal((await add('The laboratory’s last report came on Monday.')).status, 303)
    const whole = (await lee.get(at)).text
    assert.match(whole, /The laboratory’s last report came on Monday\./)
    assert.match(whole, /Grief, mostly\./)
    // Words of somebody whose page was open meanwhile are shown, though it is signed.
    const late = await noor.post(at, { ...parts, course: 'Something else entirely.' })
    assert.equal(late.status, 422)
    assert.match(late.text, /Something else entirely\./)
  })

  it('is proposed after silence, on the day of the last contact, and done by a person alone', async () => {
    const [{ id: program }] = await ask('select program_id as id from episode where id = $1', [stayOf('yusuf').episode])
    const [client, episode] = [randomUUID(), randomUUID()]
    await ask('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
      riverbend.id,
      client,
      client.slice(0, 8),
    ])
    await ask(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, gen_random_uuid(), $2, 'Silent', 'Case', '1990-05-05', 'female', 'silent case', now())",
      [riverbend.id, client],
    )
    await ask(
      `insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5, null), 'home', $6, now())`,
      [riverbend.id, episode, client, program, addDays(today, -60), castId('noor')],
    )
    const [session] = await ask(
      'select id, held_on::text as day from group_session where held_on < $1 order by held_on desc limit 1',
      [addDays(today, -1)],
    )
    await ask(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at) values ($1, $2, $3, $4, $5, 'here', 80, $6, now())`,
      [riverbend.id, randomUUID(), session.id, client, addDays(today, -40), castId('lee')],
    )
    const last = addDays(today, -40)
    assert.match((await noor.get(urls.moving())).text, /Silent Case/)
    const page = await noor.get(urls.discharge({ episode }))
    assert.match(page.text, /Nobody has heard from them since/)
    assert.match(page.text, new RegExp(`name="onDay"[^>]*value="${last}"|value="${last}"[^>]*name="onDay"`))
    const wrong = await noor.post(urls.discharge({ episode }), leaving({ reason: 'dropped-out' }))
    assert.equal(wrong.status, 422)
    assert.ok(wrong.text.includes(`since ${last}: that is the last day`))
    assert.equal((await ask('select upper_inf(during) as open from episode where id = $1', [episode]))[0].open, true)
    // Bad input loses nothing of what was typed.
    const tooFar = await noor.post(urls.silenceLooks({ episode }), {
      words: 'Her mother says she is well.',
      lookAgainOn: addDays(today, 40),
    })
    assert.equal(tooFar.status, 422)
    assert.match(tooFar.text, /Choose a day within two weeks/)
    assert.match(tooFar.text, /Her mother says she is well\./)
    const off = await noor.post(urls.silenceLooks({ episode }), {
      words: 'Her mother says she is well.',
      lookAgainOn: addDays(today, 5),
    })
    assert.equal(off.status, 303)
    assert.doesNotMatch((await noor.get(urls.moving())).text, /Silent Case/)
    assert.equal(
      (await noor.post(urls.discharge({ episode }), leaving({ reason: 'dropped-out', onDay: last }))).status,
      303,
    )
  })

  it('has days by state that a clinic writes itself, each a dated row', async () => {
    const ada = await house.as('ada')
    assert.match((await ada.get(urls.leavingRules())).text, /65D-30/)
    const said = { what: 'discharge-summary', state: 'NY', days: '20', from: today, source: 'Our own policy' }
    assert.equal((await ada.post(urls.leavingRules(), { ...said, from: addDays(today, -1) })).status, 422)
    assert.equal((await ada.post(urls.leavingRules(), { ...said, state: 'new' })).status, 422)
    assert.equal((await ada.post(urls.leavingRules(), said)).status, 303)
    assert.match((await ada.get(urls.leavingRules())).text, /Our own policy/)
    assert.equal((await lee.post(urls.leavingRules(), said)).status, 403)
  })
})
