import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const client = (key: string) => ({ client: castId(key) })

describe('Concerns of the staff', () => {
  let house: TestHouse
  let dana: Visitor
  let lee: Visitor
  before(async () => {
    house = await openHouse()
    dana = await house.as('dana')
    lee = await house.as('lee')
  })
  after(() => house.close())

  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows

  /** Marks somebody in the process group on each of so many days before today. */
  async function miss(key: string, days: number): Promise<void> {
    for (let ago = days; ago >= 1; ago -= 1) {
      const day = addDays(today, -ago)
      const [session] = await ask('select id from group_session where series_id = $1 and held_on = $2', [
        seriesId('process-a', weekdayOf(day)),
        day,
      ])
      if (session === undefined) continue
      await ask(
        `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
         values ($1, $2, $3, $4, $5, 'absent', 0, $6, now())`,
        [riverbend.id, randomUUID(), session.id, castId(key), day, castId('lee')],
      )
    }
  }
  const raise = (change: Record<string, string> = {}) => ({
    client: castId('kofi'),
    words: 'Gave away his watch',
    urgency: 'today',
    ...change,
  })
  const idIn = (location: string | null) => location?.split('/').at(-1) ?? ''

  describe('a concern', () => {
    it('is raised from any page by anyone, and is at once somebody’s with a step and a day', async () => {
      for (const key of ['ada', 'dana', 'noor', 'lee', 'priya', 'ben']) {
        const visitor = await house.as(key)
        assert.match((await visitor.get(urls.today())).text, /id="raise-concern"/, key)
      }
      const answer = await lee.post(urls.newConcern(), raise())
      assert.equal(answer.status, 303)
      const [one] = await ask('select * from concern_now where id = $1', [idIn(answer.location)])
      assert.equal(one.client_id, castId('kofi'))
      assert.equal(one.due_on, today)
      assert.ok(one.owner_id)
      assert.match((await lee.get(urls.client(client('kofi')))).text, /name="client" value="[0-9a-f-]{36}"/)
    })

    it('leads to the safety gate at once where there is danger', async () => {
      const answer = await lee.post(urls.newConcern(), raise({ urgency: 'danger' }))
      assert.equal(answer.location, urls.safetyScreen(client('kofi')))
      const ada = await house.as('ada')
      const other = await ada.post(urls.newConcern(), {
        about: 'A young man in the hall',
        words: 'Says goodbye to all',
        urgency: 'danger',
      })
      assert.equal(other.location, urls.today())
      assert.match((await ada.get(urls.today())).text, /call 911 first/)
    })

    it('finds whom a name means, and asks where two are called so', async () => {
      const answer = await lee.post(urls.newConcern(), { about: 'kofi lartey', words: 'Tired', urgency: 'mention' })
      assert.equal(
        (await ask('select client_id from concern where id = $1', [idIn(answer.location)]))[0].client_id,
        castId('kofi'),
      )
      const ada = await house.as('ada')
      await ada.post(urls.newConcern(), { about: 'Kofi Lartey', words: 'Heard him cry', urgency: 'soon' })
      const [named] = await ask("select client_id, about from concern where words = 'Heard him cry'")
      assert.deepEqual(
        named,
        { client_id: null, about: 'Kofi Lartey' },
        'who may not see clients names nobody in the record',
      )
    })

    it('is put to a person by somebody who knows, once', async () => {
      const [one] = await ask("select id from concern where words = 'Heard him cry'")
      assert.match(
        (await dana.post(urls.concernPerson({ concern: one.id }), { who: 'Nobody Known' })).text,
        /Nobody here has this name/,
      )
      assert.equal((await dana.post(urls.concernPerson({ concern: one.id }), { who: 'Kofi Lartey' })).status, 303)
      assert.match(
        (await dana.post(urls.concernPerson({ concern: one.id }), { who: 'Maya Alvarez' })).text,
        /already said whom/,
      )
    })

    it('takes a next step from the page that shows the last, steps up with a reason, and ends with an outcome', async () => {
      const id = idIn((await lee.post(urls.newConcern(), raise({ words: 'Slept in the car' }))).location)
      const seen =
        /name="seen" value="([0-9a-f-]{36})"/.exec((await lee.get(urls.concern({ concern: id }))).text)?.[1] ?? ''
      const step = (change: Record<string, string> = {}) => ({
        seen,
        ownerId: castId('dana'),
        step: 'Look for a bed',
        dueOn: addDays(today, 1),
        because: '',
        ...change,
      })
      assert.match(
        (await lee.post(urls.concernSteps({ concern: id }), step({ isEscalation: 'yes' }))).text,
        /Say why this goes to somebody else/,
      )
      assert.match(
        (await lee.post(urls.concernSteps({ concern: id }), step({ dueOn: addDays(today, -1) }))).text,
        /from today to 30 days ahead/,
      )
      assert.equal(
        (
          await lee.post(
            urls.concernSteps({ concern: id }),
            step({ isEscalation: 'yes', because: 'No shelter has room' }),
          )
        ).status,
        303,
      )
      const late = await dana.post(urls.concernSteps({ concern: id }), step({ step: 'Wait' }))
      assert.equal(late.status, 422)
      assert.match(late.text, /Somebody set another step meanwhile/)
      assert.match((await dana.get(urls.concern({ concern: id }))).text, /Stepped up/)
      assert.match(
        (await dana.post(urls.concernEnd({ concern: id }), { outcome: 'helped', words: '' })).text,
        /Say what came of it/,
      )
      assert.equal(
        (await dana.post(urls.concernEnd({ concern: id }), { outcome: 'helped', words: 'A bed at the mission' }))
          .status,
        303,
      )
      assert.match(
        (await lee.post(urls.concernEnd({ concern: id }), { outcome: 'settled', words: 'x' })).text,
        /has ended/,
      )
      assert.equal(
        (await ask("select 1 from trail where verb like 'concern.%' and about->>'concern' = $1", [id])).length,
        3,
      )
    })
  })

  describe('a reason that keeps somebody away', () => {
    for (const [reason, help] of [
      ['No way to get here', 'ride'],
      ['Caring for somebody', 'childcare'],
      ['Phone, link or internet did not work', 'device'],
      ['Used, and stayed away', 'craving'],
      ['Felt low, or too anxious', 'fear'],
    ] as const)
      it(`${reason}: opens ${help}, once, with an owner and a day`, async () => {
        for (const _ of [1, 2]) {
          const answer = await lee.post(urls.outreach(client('amina')), {
            how: 'phone',
            reached: 'yes',
            reason,
            craving: '',
            words: 'x',
            nextOn: '',
          })
          assert.match(answer.location ?? '', /^\/concerns\//)
        }
        const rows = await ask('select owner_id, due_on, kind from concern_now where client_id = $1 and help = $2', [
          castId('amina'),
          help,
        ])
        assert.equal(rows.length, 1)
        assert.ok(rows[0].owner_id && rows[0].due_on >= today)
      })
  })

  it('brings in supervisor and another contact after the second miss, and says what may be told to whom', async () => {
    await miss('tomasz', 9)
    await ask(
      "insert into client_contact (clinic_id, id, client_id, kind, value, name, relationship, recorded_at) values ($1, gen_random_uuid(), $2, 'emergency', '+1 845 555 0199', 'Ana Santos', 'sister', now())",
      [riverbend.id, castId('tomasz')],
    )
    const { text } = await lee.get(urls.outreach(client('tomasz')))
    assert.match(text, /Second miss: bring in two more/)
    assert.match(text, /No consent to tell them anything/)
  })

  it('has a review decided by the director alone, after which the next look counts', async () => {
    const [stay] = await ask('select id from episode where client_id = $1 and upper_inf(during)', [castId('tomasz')])
    const review = { decision: 'goes-on', words: 'A ride is found; asked Tomasz and Lee', nextOn: addDays(today, 7) }
    assert.equal((await lee.post(urls.stayReviews({ episode: stay.id }), review)).status, 403)
    assert.match((await dana.get(urls.outreach(client('tomasz')))).text, /Keep the review/)
    assert.equal((await dana.post(urls.stayReviews({ episode: stay.id }), { ...review, nextOn: today })).status, 422)
    assert.equal((await dana.post(urls.stayReviews({ episode: stay.id }), review)).status, 303)
    const { text } = await dana.get(urls.outreach(client('tomasz')))
    assert.match(text, /Reviewed/)
    assert.doesNotMatch(text, /Keep the review/)
  })

  it('tells the morning on one page, by program', async () => {
    const all = await dana.get(urls.huddle())
    assert.equal(all.status, 200)
    assert.match(all.text, /Missed, and not reached: \d/)
    assert.match(all.text, /Concerns: \d/)
    const other = await dana.get(urls.huddle({ program: castId('virtual') }))
    assert.equal(other.status, 200)
    assert.equal((await dana.get(urls.huddle({ program: 'nonsense' }))).status, 200)
  })

  it('is nobody’s business next door', async () => {
    const sofia = await house.as('sofia')
    const [one] = await ask('select id from concern where clinic_id = $1 limit 1', [riverbend.id])
    const [stay] = await ask('select id from episode where client_id = $1', [castId('tomasz')])
    assert.equal((await sofia.get(urls.concern({ concern: one.id }))).status, 404)
    assert.equal(
      (await sofia.post(urls.concernEnd({ concern: one.id }), { outcome: 'settled', words: 'x' })).status,
      404,
    )
    assert.equal(
      (
        await sofia.post(urls.stayReviews({ episode: stay.id }), {
          decision: 'ends',
          words: 'x',
          nextOn: addDays(today, 1),
        })
      ).status,
      404,
    )
    assert.equal((await sofia.post(urls.newConcern(), raise())).status, 404)
    assert.doesNotMatch((await sofia.get(urls.huddle())).text, /Lartey|Jankowski/)
    const ben = await house.as('ben')
    for (const url of [urls.huddle(), urls.concern({ concern: one.id })])
      assert.equal((await ben.get(url)).status, 403, url)
  })
})
