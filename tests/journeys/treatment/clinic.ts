// The house of the journeys through treatment: the cast, a program to step down to, a supervisor, and whom to call in an emergency.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { addDays, dayAt, type Day, instantAt, weekOf } from '../../../src/basics/dates.ts'
import { followLevelsEverywhere } from '../../../src/clinic/aftercare/actions/follow-levels.ts'
import { laySessionsEverywhere } from '../../../src/clinic/groups/actions/lay.ts'
import { leaveNobody } from '../../../src/clinic/today/actions/looks.ts'
import { type Next, nextTouchOf } from '../../../src/clinic/today/queries/next-touch.ts'
import { asPerson } from '../../../src/db/work.ts'
import { urls } from '../../../src/urls.ts'
import { launch, openWindow, serveHouse, type Served, type Window } from '../../browser.ts'
import { castId, demoPassword, riverbend } from '../../cast.ts'
import { seriesId, todayHere } from '../../world.ts'
import { handsOn } from '../hands.ts'

const clinic = riverbend.id
const zone = riverbend.timeZone
/** The Monday on which it begins: of next week, so that its days stand in every calendar. */
export const monday: Day = addDays(weekOf(todayHere()), 7)

export type Treatment = Awaited<ReturnType<typeof openTreatment>>

export async function openTreatment() {
  const served: Served = await serveHouse()
  const { db } = served.house
  const write = (text: string, values: unknown[]) => db.owner.query(text, values)
  await write(
    "insert into program (clinic_id, id, site_id, name, kind, track, level_of_care) values ($1, $2, $3, 'Step-down program', 'substance-use', 'evening', '1.5')",
    [clinic, randomUUID(), castId('main-street')],
  )
  await write(
    'insert into supervision (clinic_id, id, supervisor_id, supervisee_id, during, set_by, set_at) values ($1, $2, $3, $4, daterange($5::date, null), $3, now())',
    [clinic, randomUUID(), castId('dana'), castId('lee'), addDays(todayHere(), -30)],
  )
  for (const [kind, value, name] of [
    ['phone', '+15185550123', ''],
    ['emergency', '+15185550124', 'Ewa Jankowska'],
    ['emergency', '+15185550125', 'Adam Nowak'],
  ])
    await write(
      'insert into client_contact (clinic_id, id, client_id, kind, value, name, relationship, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, now())',
      [clinic, randomUUID(), castId('tomasz'), kind, value, name, name === '' ? '' : 'Family'],
    )
  // Of the two, one may hear that he was not there: he signed so when he came.
  await write(
    `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, information, recipients, purposes,
       signer_name, signer_capacity, method, signature, signed_at, taken_by, expires_on)
     values ($1, $2, $3, 'specific', 'stepwell-specific', $2::uuid::text, 'words', $4, '{attendance}', '[{"kind":"person","name":"Ewa Jankowska"}]', '{family}',
       'Tomasz Jankowski', 'client', 'typed', 'Tomasz Jankowski', now() - interval '1 hour', $5, current_date + 90)`,
    [clinic, randomUUID(), castId('tomasz'), 'a'.repeat(64), castId('noor')],
  )
  const setTime = (day: Day, time: string) => served.setTime(instantAt(day, time, zone))
  setTime(monday, '08:00')
  await laySessionsEverywhere(db.pool, instantAt(monday, '08:00', zone))
  const browser: Browser = await launch()
  // A refused form answers 422, which the browser reports; anything else it reports is a fault.
  const desk: Window = await openWindow(browser, {}, /status of 422/)
  const hands = handsOn(desk.page)

  const treatment = {
    served,
    hands,
    page: desk.page,
    setTime,
    today: (): Day => dayAt(served.house.house.now(), zone),
    complaints: () => desk.complaints(),
    series: (weekday: number) => seriesId('process-a', weekday),
    goto: (path: string) => desk.page.goto(served.at + path),
    pathNow: () => new URL(desk.page.url()).pathname,
    /** A member of the cast sits down at a browser that remembers nobody. */
    sitsDown: async (key: 'lee' | 'noor' | 'dana'): Promise<void> => {
      await desk.page.context().clearCookies()
      await desk.page.goto(served.at + urls.signIn())
      await hands.signIn(`${key}@riverbend.example`, demoPassword)
      assert.equal(treatment.pathNow(), urls.today())
    },
    /** The next day before somebody and whose it is, once the clock has done its chores; they lack nothing at any step of a journey. */
    ahead: async (key: string): Promise<Next | null> => {
      const at = served.house.house.now()
      await followLevelsEverywhere(db.pool, at)
      await leaveNobody(db.pool, at)
      const found = await asPerson(db.pool, clinic, { kind: 'stepwell', id: null, name: 'Test' }, at, (work) =>
        nextTouchOf(work, { keys: [castId(key)] }),
      )
      const [one] = found.people
      if (one === undefined) return null
      assert.equal(one.lack, null)
      assert.ok(one.owner !== null && one.nextOn !== null)
      return one
    },
    async close(): Promise<void> {
      await browser.close()
      await served.close()
    },
  }
  return treatment
}
