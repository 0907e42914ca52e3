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

describe('Concerns', () => {
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
  /** Marks somebody in the process group, so many days ago. */
  async function mark(key: string, daysAgo: number, kind: 'absent' | 'here'): Promise<void> {
    const day = addDays(today, -daysAgo)
    const [session] = await ask('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId('process-a', weekdayOf(day)),
      day,
    ])
    await ask(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
      [riverbend.id, randomUUID(), session.id, castId(key), day, kind, kind === 'here' ? 80 : 0, castId('lee')],
    )
  }
  const contact = (change: Record<string, string> = {}) => ({
    how: 'phone',
    reached: 'no',
    reason: '',
    words: 'Left a neutral message',
    nextOn: addDays(today, 1),
    ...change,
  })
  const row = (text: string, name: string): string => text.split('<li').find((part) => part.includes(name)) ?? ''

  it('says so when nobody is waiting', async () => {
    const page = await dana.get(urls.concerns({ whose: 'all' }))
    assert.equal(page.status, 200)
    assert.match(page.text, /Nobody has been called yet/)
    assert.match(page.text, /No call was promised for today/)
  })

  it('lists who missed, with misses in a row, tries, whose it is and the step', async () => {
    await mark('tomasz', 1, 'absent')
    for (const ago of [3, 2, 1]) await mark('amina', ago, 'absent')
    const { text } = await dana.get(urls.concerns())
    assert.match(row(text, 'Tomasz Jankowski'), /Call the same day/)
    assert.match(row(text, 'Tomasz Jankowski'), /Did not attend on the last day; not reached yet/)
    assert.match(row(text, 'Tomasz Jankowski'), /Nobody has tried yet/)
    assert.match(row(text, 'Tomasz Jankowski'), /Lee Park&#39;s to act|Lee Park's to act/)
    assert.match(row(text, 'Amina Bello'), /Review whether the stay goes on/)
    assert.match(row(text, 'Amina Bello'), /Did not attend on the last 3 days/)
  })

  it('lists who is in care and was not heard of for two weeks', async () => {
    const { text } = await dana.get(urls.concerns())
    assert.match(row(text, 'Ruth Wanjiru'), /No word for \d+ days/)
    assert.equal(row(text, 'José Santos'), '', 'three days here is not silence')
  })

  it('keeps a try, counts it, and promises the next', async () => {
    const answer = await lee.post(urls.outreach(client('tomasz')), contact({ nextOn: today }))
    assert.equal(answer.status, 303)
    assert.equal(answer.location, urls.outreach(client('tomasz')))
    const { text } = await dana.get(urls.concerns())
    const [waiting, promised] = [
      text.indexOf('To be tried again by today'),
      text.indexOf('Contacts of the last 14 days'),
    ]
    assert.match(row(text.slice(0, waiting), 'Tomasz Jankowski'), /1 try/)
    assert.match(row(text.slice(waiting, promised), 'Tomasz Jankowski'), /Not reached last time, phone call/)
    assert.match(row(text.slice(promised), 'Tomasz Jankowski'), /Lee Park.*Left a neutral message/s)
  })

  it('lets go of whoever was reached, and says so in their record', async () => {
    const answer = await lee.post(
      urls.outreach(client('tomasz')),
      contact({ reached: 'yes', reason: 'No way to get here', words: 'Bus; has a ride tomorrow', nextOn: '' }),
    )
    assert.equal(answer.status, 303)
    const { text } = await dana.get(urls.concerns())
    const [calls, open] = [
      text.indexOf('Concerns and help that are open'),
      text.indexOf('Contacts of the last 14 days'),
    ]
    assert.equal(row(text.slice(0, calls), 'Tomasz Jankowski'), '')
    assert.match(row(text.slice(calls, open), 'Tomasz Jankowski'), /No way to get here.*Find a ride/s)
    const own = await dana.get(urls.outreach(client('tomasz')))
    assert.match(own.text, /reached since/)
    assert.match(own.text, /No way to get here/)
    assert.match(own.text, /2 contacts so far/)
    assert.deepEqual(await ask('select 1 from unreached where client_id = $1', [castId('tomasz')]), [])
    assert.equal(
      (
        await ask("select 1 from trail where verb = 'outreach.made' and client_ids @> array[$1::uuid]", [
          castId('tomasz'),
        ])
      ).length,
      2,
    )
  })

  it('keeps a reason only of somebody who answered', async () => {
    await lee.post(urls.outreach(client('amina')), contact({ reason: 'Work' }))
    const [kept] = await ask('select reason from outreach where client_id = $1', [castId('amina')])
    assert.equal(kept.reason, '')
  })

  for (const [name, change, says] of [
    ['without a way', { how: '' }, /Choose how you tried/],
    ['by a way that does not exist', { how: 'pigeon' }, /Choose how you tried/],
    ['without saying whether they answered', { reached: '' }, /Say whether the client answered/],
    [
      'that reached an emergency contact as if it were the client',
      { how: 'emergency-contact', reached: 'yes', reason: 'Work' },
      /An emergency contact who passes it on is a try/,
    ],
    ['that reached them without saying why', { reached: 'yes' }, /Choose what they said/],
    ['with a reason of its own', { reached: 'yes', reason: 'Laziness' }, /Choose what they said/],
    ['without a next try', { nextOn: '' }, /say on which day somebody tries again/],
    ['with a next try yesterday', { nextOn: addDays(today, -1) }, /from today to 60 days ahead/],
    ['with a next try in three months', { nextOn: addDays(today, 90) }, /from today to 60 days ahead/],
  ] as const) {
    it(`refuses a contact ${name}, and keeps what was typed`, async () => {
      const answer = await lee.post(urls.outreach(client('kofi')), contact(change))
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.match(answer.text, /Left a neutral message/)
      assert.deepEqual(await ask('select 1 from outreach where client_id = $1', [castId('kofi')]), [])
    })
  }

  it('shows a therapist their own clients first', async () => {
    await mark('kofi', 1, 'absent')
    assert.match((await lee.get(urls.concerns())).text, /Kofi Lartey/)
    const sam = await house.as('sam')
    assert.doesNotMatch((await sam.get(urls.concerns())).text, /Kofi Lartey/)
    assert.match((await sam.get(urls.concerns({ whose: 'all' }))).text, /Kofi Lartey/)
  })

  it('shows the numbers to call, and whether a message may be left', async () => {
    await ask(
      `insert into client_contact (clinic_id, id, client_id, kind, value, label, may_leave_message, recorded_at)
       values ($1, gen_random_uuid(), $2, 'phone', '+1 845 555 0142', 'Mobile', false, now())`,
      [riverbend.id, castId('kofi')],
    )
    const { text } = await lee.get(urls.outreach(client('kofi')))
    assert.match(text, /href="tel:\+18455550142"/)
    assert.match(text, /leave no message/)
  })

  it('is written in the trail of looks', async () => {
    await house.looksWritten()
    const looks = await ask(
      "select 1 from trail where verb = 'looked' and about->>'screen' = 'concerns' and client_ids @> array[$1::uuid]",
      [castId('kofi')],
    )
    assert.ok(looks.length > 0)
  })

  it('is for those who call; a stranger finds nobody', async () => {
    for (const [key, boardStatus, own] of [
      ['noor', 200, 200],
      ['priya', 200, 200],
      ['ben', 403, 403],
      ['ada', 403, 403],
      ['sofia', 200, 404],
    ] as const) {
      const visitor = await house.as(key)
      const board = await visitor.get(urls.concerns({ whose: 'all' }))
      assert.equal(board.status, boardStatus, key)
      assert.equal((await visitor.get(urls.outreach(client('kofi')))).status, own, key)
      if (own !== 200) {
        assert.doesNotMatch(board.text, /Lartey/)
        assert.equal((await visitor.post(urls.outreach(client('kofi')), contact())).status, own, key)
      }
    }
  })
})
