// The house of the journey through the front door: who stands where, what time it is, and what was kept.
import assert from 'node:assert/strict'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { addDays, instantAt, weekdayOf, type Day } from '../../../src/basics/dates.ts'
import { urls } from '../../../src/urls.ts'
import { launch, openWindow, serveHouse, type Served, type Window } from '../../browser.ts'
import { demoPassword, riverbend } from '../../cast.ts'
import { todayHere } from '../../world.ts'
import { handsOn } from '../hands.ts'

const nextWorkday = (day: Day): Day => (weekdayOf(day) > 5 ? nextWorkday(addDays(day, 1)) : day)

/** The morning on which admissions work, whatever day the test runs on; visitors come in the night before it. */
export const morning: Day = nextWorkday(addDays(todayHere(), 1))
export const nightBefore: Day = addDays(morning, -1)

export type FrontDoor = Awaited<ReturnType<typeof openFrontDoor>>

export async function openFrontDoor() {
  const [served, browser]: [Served, Browser] = await Promise.all([serveHouse(), launch()])
  // A refused form answers 422, which the browser reports; anything else it reports is a fault.
  const desk: Window = await openWindow(browser, {}, /status of 422/)
  const hands = handsOn(desk.page)
  const phones = new Map<string, Window>()
  return {
    served,
    browser,
    hands,
    /** Whom and what was met on the way, by id or address. */
    at: { ana: '', rafael: '', handOff: '' },
    setTime: (day: Day, time: string) => served.setTime(instantAt(day, time, riverbend.timeZone)),
    pathNow: () => new URL(hands.page.url()).pathname,
    /** Somebody's telephone: 360 pixels, in Spanish, in another zone than the clinic's. */
    async phone(whose: string, options: BrowserContextOptions = {}): Promise<Page> {
      const own = phones.get(whose)
      if (own !== undefined) return own.page
      const one = await openWindow(
        browser,
        {
          viewport: { width: 360, height: 740 },
          hasTouch: true,
          isMobile: true,
          locale: 'es-US',
          timezoneId: 'America/Chicago',
          ...options,
        },
        /status of 422/,
      )
      phones.set(whose, one)
      return one.page
    },
    complaints: () => [desk, ...phones.values()].flatMap((one) => one.complaints()),
    /** What the database holds, read by its owner. */
    async kept<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
      return (await served.house.db.owner.query<Row>(sql, values)).rows
    },
    /** Whoever sat at the desk leaves, and another person of the cast sits down. */
    async sitsDown(key: 'noor' | 'dana' | 'lee' | 'ada' | 'priya' | 'ben'): Promise<void> {
      if (hands.page.url().startsWith(served.at)) await hands.signOut()
      else await hands.page.goto(served.at + urls.signIn())
      await hands.signIn(`${key}@riverbend.example`, demoPassword)
      assert.equal(new URL(hands.page.url()).pathname, urls.today())
    },
    async close(): Promise<void> {
      await browser.close()
      await served.close()
    },
  }
}
