// Figure: fifty people who want the same free call at the same moment. Run: npm run bench bookings
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { addDays, dayAt, instantAt, weekOf } from '../src/basics/dates.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { urls } from '../src/urls.ts'
import { castId, riverbend } from '../tests/cast.ts'
import { figure, median, say, sayMachine } from './run.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'stepwell-bookings-'))
const embedded = await startEmbedded({ dataDir, log: () => {} })
// The tests' house asks for its server once, as it is loaded.
process.env.STEPWELL_TEST_SERVER = embedded.url
const { openHouse } = await import('../tests/knock.ts')

say('\n# Fifty bookings of one time at once')
sayMachine()
const zone = riverbend.timeZone
const monday = addDays(weekOf(dayAt(new Date(), zone)), 14)
const atOnce = 50
// Each from another address: what one address may send is the guard's figure, not this one.
let sent = 0
const house = await openHouse('cast', { addressOf: () => `198.51.${(sent += 1) >> 8}.${sent & 255}` })
try {
  house.setNow(instantAt(monday, '08:00', zone))
  const dana = await house.as('dana')
  const people = ['noor', 'theo', 'dana']
  for (const key of people) {
    const answer = await dana.post(urls.callHours(), {
      staffId: castId(key),
      'weekdays[]': ['1', '2', '3', '4', '5'],
      starts: '10:00',
      ends: '17:00',
      slotMinutes: '20',
      firstDay: monday,
      lastDay: '',
    })
    if (answer.status !== 303) throw new Error(`The hours were not taken: ${answer.status}`)
  }
  const visitor = house.stranger()
  const book = (at: string, n: number) =>
    visitor.post(urls.bookCall({ lang: 'en' }), {
      at,
      zone,
      phone: '5185550143',
      name: `Caller ${n}`,
      language: 'en',
      forWhom: 'self',
      leaveMessage: 'no',
      agree: 'yes',
    })
  const many = async (ask: (n: number) => Promise<{ status: number }>) => {
    const began = performance.now()
    const answers = await Promise.all(Array.from({ length: atOnce }, (_, n) => ask(n)))
    return { ms: performance.now() - began, statuses: answers.map((one) => one.status) }
  }
  const booked: number[] = []
  const read: number[] = []
  let given = 0
  let other = 0
  const rounds = 6
  for (let round = 0; round < rounds; round += 1) {
    // A minute between: what is sent in one breath by everybody is the flood guard's to judge.
    house.setNow(new Date(instantAt(monday, '08:00', zone).getTime() + round * 60_000))
    const at = instantAt(addDays(monday, 1), `1${round}:00`, zone).toISOString()
    const pages = await many(() => visitor.get(urls.bookCall({ lang: 'en' }, { at, zone })))
    const books = await many((n) => book(at, n))
    if (pages.statuses.some((status) => status !== 200)) throw new Error('A page was not served.')
    given += books.statuses.filter((status) => status === 303).length
    other += books.statuses.filter((status) => status !== 303 && status !== 422).length
    // The first round warms the house up.
    if (round === 0) continue
    read.push(pages.ms)
    booked.push(books.ms)
  }
  const { rows } = await house.db.owner.query<{ doubled: number }>(
    `select count(*)::int as doubled from call_booking a join call_booking b
       on a.clinic_id = b.clinic_id and a.staff_id = b.staff_id and a.id < b.id and a.during && b.during`,
  )
  const [one, two] = [median(booked), median(read)]
  say(
    `  ${atOnce} bookings at once: ${one.toFixed(0)} ms; ${atOnce} plain readings of the same page: ${two.toFixed(0)} ms`,
  )
  const doubled = rows[0]?.doubled ?? -1
  figure('Calls booked twice over each other', String(doubled), 'none', doubled === 0)
  figure(
    'Given of one time, by those who are free',
    `${given / rounds} of ${people.length}`,
    'all',
    given === rounds * people.length,
  )
  figure('Answers that were neither a booking nor the next free times', String(other), 'none', other === 0)
  figure('Fifty bookings, beside fifty readings', `${(one / two).toFixed(2)} ×`, '4 × or less', one / two <= 4)
} finally {
  await house.close()
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
