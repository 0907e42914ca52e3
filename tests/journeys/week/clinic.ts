// The house of the journey through a week: an evening program of its own beside the cast's, who sits there, and what time it is.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { addDays, dayAt, instantAt, weekOf, type Day } from '../../../src/basics/dates.ts'
import { isRefusal } from '../../../src/basics/refusal.ts'
import { adoptPayerRule } from '../../../src/clinic/coverage/actions/payer-rules.ts'
import { laySessionsEverywhere } from '../../../src/clinic/groups/actions/lay.ts'
import { passOffersOn } from '../../../src/clinic/groups/actions/offers.ts'
import { words } from '../../../src/clinic/chart/portal/words.ts'
import { asPerson } from '../../../src/db/work.ts'
import { urls } from '../../../src/urls.ts'
import { launch, openWindow, serveHouse, tooWide, type Served, type Window } from '../../browser.ts'
import { castId, demoPassword, riverbend } from '../../cast.ts'
import type { TestDatabase } from '../../database.ts'
import { layEvening } from '../../evening.ts'
import { nextClockChange, todayHere } from '../../world.ts'
import { handsOn } from '../hands.ts'

const clinic = riverbend.id

/** The Monday of the journey: of next week, so that the days around it stand in every calendar. */
export const monday: Day = addDays(weekOf(todayHere()), 7)
export const tuesday: Day = addDays(monday, 1)

/** The Sunday on which the clock changes next, the Monday of the second week after it, and the Friday of that week. */
export const clockChange: Day = nextClockChange(addDays(monday, 28))
export const firstNewDay: Day = addDays(weekOf(clockChange), 14)
export const newFriday: Day = addDays(firstNewDay, 4)

const evenings = ['Opening circle', 'Tuesday skills', 'Midweek circle', 'Thursday skills', 'Closing circle']
const es = words('es')

export type Week = Awaited<ReturnType<typeof openWeek>>
type Person = { client: string; episode: string }
type Staff = 'noor' | 'lee' | 'dana' | 'priya'

export async function openWeek() {
  const [served, browser]: [Served, Browser] = await Promise.all([serveHouse(), launch()])
  const { db } = served.house
  const evening = await layEvening(db, [
    ...evenings.map((name, n) => ({ weekday: n + 1, starts: '17:30', minutes: 180, chairs: 10, name })),
    // Full with two: the group for which people wait.
    { weekday: 6, starts: '10:00', minutes: 90, chairs: 2, name: 'Saturday workshop', lead: 'ines' },
    { weekday: 3, starts: '17:30', minutes: 180, chairs: 10, name: 'Midweek skills', lead: 'marcus' },
  ])
  const sits = async (
    { client, episode }: Person,
    series: string,
    number: number,
    weekday: number,
    minutes: number,
  ) => {
    const from = (weekday - 1) * 1440 + (weekday === 6 ? 600 : 1050)
    await db.owner.query(
      `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
       values ($1, $2, $3, $4, $5, $6, daterange($7::date, null), int4range($8, $9), $10, now())`,
      [
        clinic,
        randomUUID(),
        series,
        number,
        client,
        episode,
        addDays(monday, -14),
        from,
        from + minutes,
        castId('dana'),
      ],
    )
  }
  // Seven people with nine hours on Monday, Wednesday and Thursday; two of them come on Saturdays as well.
  const people = new Map<string, Person>()
  for (const [n, name] of ['Bea', 'Bruno', 'Dora', 'Elsa', 'Fay', 'Gwen', 'Ida'].entries()) {
    const one = await evening.client(name, addDays(monday, -14))
    people.set(name, one)
    // Three come on Tuesday too: no payer pays for a group of one.
    for (const weekday of n < 3 ? [1, 2, 3, 4] : [1, 3, 4])
      await sits(one, evening.series[weekday - 1] ?? '', n + 1, weekday, 180)
    if (n < 2) await sits(one, evening.series[5] ?? '', n + 1, 6, 90)
  }
  people.set('Carmen', await evening.client('Carmen', monday))
  await layPayer(
    db,
    ['Fay', 'Gwen', 'Ida'].map((name) => people.get(name)?.client ?? ''),
  )

  const setTime = (day: Day, time: string) => served.setTime(instantAt(day, time, riverbend.timeZone))
  setTime(monday, '08:00')
  await laySessionsEverywhere(db.pool, instantAt(monday, '08:00', riverbend.timeZone))

  // A refused form answers 422, which the browser reports; anything else it reports is a fault.
  const desk: Window = await openWindow(browser, {}, /status of 422/)
  const hands = handsOn(desk.page)
  let complaints: string[] = []

  const week = {
    served,
    hands,
    person: (name: string): Person => {
      const one = people.get(name)
      assert.ok(one, `nobody in this week is called ${name}`)
      return one
    },
    series: (name: string): string => evening.series[[...evenings, 'Saturday workshop'].indexOf(name)] ?? '',
    setTime,
    /** The chores that the house's clock does by itself, done now. */
    async clockTicks(): Promise<void> {
      const at = served.house.house.now()
      await laySessionsEverywhere(db.pool, at)
      await passOffersOn(db.pool, at)
    },
    today: (): Day => dayAt(served.house.house.now(), riverbend.timeZone),
    pathNow: () => new URL(hands.page.url()).pathname,
    complaints: () => {
      const since = [...complaints, ...desk.complaints()]
      complaints = []
      return since
    },
    /** Another person of the cast sits down at the desk, at a browser that remembers nobody. */
    async sitsDown(key: Staff): Promise<void> {
      await desk.page.context().clearCookies()
      await hands.page.goto(served.at + urls.signIn())
      await hands.signIn(`${key}@riverbend.example`, demoPassword)
      assert.equal(week.pathNow(), urls.today())
    },
    /** Staff make somebody's private link at the desk, and read the address off the page. */
    async givesLink(name: string): Promise<string> {
      await hands.find(name)
      await hands.toMain()
      await hands.go(/^(Give the link|Open)$/)
      await hands.toMain()
      await hands.answer('In which language?', 'Español')
      await hands.go(/^(Make|Replace) the link$/)
      await hands.sees('Give this now. It is shown this once.')
      return (await hands.page.getByLabel('Address', { exact: true }).inputValue()).trim()
    },
    /** On somebody's own telephone, 360 pixels wide: in through the link and their date of birth. */
    async onTheirPhone(address: string, deed: (page: Page) => Promise<void>): Promise<void> {
      const phone = await openWindow(
        browser,
        { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'es-US' },
        /status of 422/,
      )
      try {
        await phone.page.goto(address)
        await phone.page.getByLabel(es('day'), { exact: true }).fill('3')
        await phone.page.getByLabel(es('month'), { exact: true }).fill('3')
        await phone.page.getByLabel(es('year'), { exact: true }).fill('1988')
        await Promise.all([phone.page.waitForEvent('load'), phone.page.getByRole('button', { name: es('goOn') }).tap()])
        await phone.page.getByRole('heading', { level: 1, name: /^Hola/ }).waitFor()
        assert.deepEqual(await tooWide(phone.page), [])
        await deed(phone.page)
        complaints.push(...phone.complaints())
      } finally {
        await phone.close()
      }
    },
    async close(): Promise<void> {
      await browser.close()
      await served.close()
    },
  }
  return week
}

/** A payer who pays by the day, from three hours on three days of the week on. */
async function layPayer(db: TestDatabase, clients: readonly string[]): Promise<void> {
  const payer = randomUUID()
  const since = addDays(monday, -90)
  await db.owner.query('insert into payer (clinic_id, id, added_at) values ($1, $2, now())', [clinic, payer])
  await db.owner.query(
    "insert into payer_fact (clinic_id, id, payer_id, name, kind, recorded_at) values ($1, gen_random_uuid(), $2, 'River Mutual', 'commercial', now())",
    [clinic, payer],
  )
  for (const client of clients) {
    const coverage = randomUUID()
    await db.owner.query('insert into coverage (clinic_id, id, client_id, added_at) values ($1, $2, $3, now())', [
      clinic,
      coverage,
      client,
    ])
    await db.owner.query(
      "insert into coverage_fact (clinic_id, id, coverage_id, payer_id, relation, priority, starts_on, recorded_at) values ($1, gen_random_uuid(), $2, $3, 'self', 1, $4, now())",
      [clinic, coverage, payer, since],
    )
  }
  const rule = await asPerson(db.pool, clinic, { kind: 'stepwell', id: null, name: 'Tests' }, new Date(), (work) =>
    adoptPayerRule(work, payer, { published: 'h0015', from: since }),
  )
  assert.ok(!isRefusal(rule), JSON.stringify(rule))
}

/** What a telephone shows, all of it. */
export const shown = (page: Page): Promise<string> => page.locator('main').innerText()
