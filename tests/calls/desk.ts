import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { riverbend } from '../cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../knock.ts'
import { addDays, dayAt, instantAt, weekOf } from '../../src/basics/dates.ts'
import { urls } from '../../src/urls.ts'

// The admissions desk's telephone, through the front doors: what visitors see and press, and what the desk sees of it. Each part goes
// on from what the parts before it left.

export const zone = riverbend.timeZone
// A Monday that lies ahead, so that booked times are in the future of the database's own clock too.
export const monday = addDays(weekOf(dayAt(new Date(), zone)), 14)
export const on = (day: string, time: string) => instantAt(day, time, zone)
export const iso = (day: string, time: string) => on(day, time).toISOString()
export const typed = (at: string, over: Record<string, string> = {}) => ({
  at,
  zone,
  phone: '(518) 555-0143',
  name: 'Quinn',
  askFor: 'Casey',
  language: 'en',
  forWhom: 'self',
  leaveMessage: 'no',
  words: 'Evenings are hard.',
  agree: 'yes',
  ...over,
})
export const tokenIn = (answer: Answer) => /\/mine\/([\w-]{43})$/.exec(answer.location ?? '')?.[1] ?? ''

export type CallsDesk = ReturnType<typeof callsDesk>

/** A house for one suite, opened before its tests, and what its parts do in it. */
export function callsDesk() {
  let house: TestHouse
  let visitor: Visitor
  let noor: Visitor
  let dana: Visitor
  before(async () => {
    // Each form from another address: the guard's own limits have their own tests.
    let sent = 0
    house = await openHouse('cast', { addressOf: () => `198.51.${(sent += 1) >> 8}.${sent & 255}` })
    house.setNow(on(monday, '08:00'))
    visitor = house.stranger()
    noor = await house.as('noor')
    dana = await house.as('dana')
  })
  after(() => house.close())

  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows
  const book = async (day: string, time: string, over: Record<string, string> = {}) => {
    const answer = await visitor.post(urls.bookCall({ lang: 'en' }), typed(iso(day, time), over))
    assert.equal(answer.status, 303, answer.text.slice(0, 3000))
    return tokenIn(answer)
  }
  const link = (token: string) => urls.callLink({ lang: 'en', token })
  const stands = () => ask('select b.starts_at, b.staff_id from call_booking b where not isempty(b.during)')

  return { house: () => house, visitor: () => visitor, noor: () => noor, dana: () => dana, ask, book, link, stands }
}
