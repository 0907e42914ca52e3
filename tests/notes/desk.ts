import assert from 'node:assert/strict'
import { after, before, beforeEach } from 'node:test'
import { instantAt } from '../../src/basics/dates.ts'
import { newId } from '../../src/basics/ids.ts'
import { castId, riverbend } from '../cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../knock.ts'
import { seriesId, todayHere, weekdayHere } from '../world.ts'
import { urls } from '../../src/urls.ts'

// The note of a group, through the front door.

export const today = todayHere()
export const at = (time: string) => instantAt(today, time, riverbend.timeZone)
export const refusedIn = (answer: Answer) => /data-refused="([^"]+)"/.exec(answer.text)?.[1]
export const saw = (answer: Answer, words: RegExp) =>
  assert.ok(words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is not on the page (${answer.status})`)
export const didNotSee = (answer: Answer, words: RegExp) =>
  assert.ok(!words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is on the page (${answer.status})`)

export const present = ['amina', 'rosa', 'tomasz', 'yusuf', 'kofi', 'devon', 'peter', 'jose', 'linh']
export const said = [
  'Told us about a night without sleep and how it ended without pills.',
  'Brought breakfast for the first time, and read a poem aloud.',
  'Quiet at first; later described the walk home past the old bar.',
  'Worked out what to do with the pay before Friday comes.',
  'Came late from the yard, said why, and stayed with the topic.',
  'Asked the room for a number to call in the evening, and got three.',
  'Found a meeting nearby and wants to go there on Thursday with a friend.',
  'Third day here; listened closely and answered when asked about pain.',
  'Read the letter to a sister that is not sent yet, and cried a little.',
]

export type NoteDesk = ReturnType<typeof noteDesk>

/** A house for one suite, opened before its tests, and what its parts do in it. */
export function noteDesk() {
  let house: TestHouse
  let lee: Visitor
  let sam: Visitor
  let dana: Visitor
  let session: string
  let now = at('10:30').getTime()
  before(async () => {
    house = await openHouse()
    house.setNow(new Date(now))
    ;[lee, sam, dana] = await Promise.all([working('lee'), working('sam'), working('dana')])
    const { rows } = await house.db.owner.query('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId('process-a', weekdayHere()),
      today,
    ])
    session = rows[0].id
    await lee.post(urls.allHere({ session }))
    await lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'late', minutesLate: '18' })
    await lee.post(urls.marks({ session }), { client: castId('clara'), mark: 'absent', reason: 'illness' })
  })
  beforeEach(async () => {
    for (const table of ['note_addendum', 'note_signature', 'client_note', 'group_note', 'note_draft'])
      await house.db.owner.query(`delete from ${table}`)
  })
  after(() => house.close())

  const working = async (key: string): Promise<Visitor> => {
    const visitor = await house.as(key)
    return {
      ...visitor,
      post: (url, fields, headers) => {
        now += 20
        house.setNow(new Date(now))
        return visitor.post(url, fields, headers)
      },
    }
  }
  const count = async (table: string) => {
    const { rows } = await house.db.owner.query(`select count(*)::int as n from ${table} where session_id = $1`, [
      session,
    ])
    return rows[0].n as number
  }
  /** A whole note, as the form sends it. */
  const whole = (over: Record<string, string> = {}): Record<string, string> => ({
    page: newId(),
    topic: 'What is here today',
    intervention: 'Opened with a round, then looked at what each of us does when it gets hard.',
    howItWent: 'The room was calm and listened well.',
    ...Object.fromEntries(present.map((key, n) => [`words-${castId(key)}`, said[n] ?? ''])),
    ...Object.fromEntries(present.map((key) => [`goal-${castId(key)}`, castId(`${key} goal 1`)])),
    ...over,
  })
  const words = (key: string) => `words-${castId(key)}`
  const rosterOn = async (who: Visitor) =>
    /name="roster" value="([^"]*)"/.exec((await who.get(urls.note({ session }))).text)?.[1] ?? ''
  const sign = async (who: Visitor, over: Record<string, string> = {}) =>
    who.post(urls.noteSignature({ session }), whole({ roster: await rosterOn(who), ...over }))
  const pageIn = (answer: Answer) => ({
    page: /name="page" value="([^"]+)"/.exec(answer.text)?.[1] ?? '',
    basedOn: /name="basedOn" value="([^"]*)"/.exec(answer.text)?.[1] ?? '',
  })

  return {
    house: () => house,
    /** The clock of the house, from which each press goes on. */
    setClock: (time: string) => {
      now = at(time).getTime()
    },
    lee: () => lee,
    sam: () => sam,
    dana: () => dana,
    session: () => session,
    working,
    count,
    whole,
    words,
    rosterOn,
    sign,
    pageIn,
  }
}
