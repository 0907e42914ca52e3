// Every page of Stepwell in a real browser, wide and narrow, light and dark: axe finds nothing, nothing is wider than the
// screen, and the browser has nothing to complain of. The pages come from urls.ts, so that a new one cannot be forgotten.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { urls } from '../src/urls.ts'
import {
  axeFinds,
  axeOnEveryPage,
  launch,
  noBrowser,
  openWindow,
  type Rules,
  type Served,
  serveHouse,
  tooWide,
  type Window,
} from './browser.ts'
import { seriesId } from './world.ts'
import { lentPage } from './things-lent.ts'
import { thingsToSee } from './things-to-see.ts'

const widest = 1440
const narrowest = 360
/** A script's word for everything that is drawn. */
const visible = `[...document.querySelectorAll('body *')].filter((one) => one.checkVisibility())`
/** Not pages: files, and words for machines. */
const forMachines = [
  'asset',
  'favicon',
  'healthz',
  'readyz',
  'fhirMetadata',
  'file',
  'packetBundle',
  'callEntry',
  'mineFeed',
  'reportFile',
  // A part of the week board, not a page: looked at there.
  'moveConsequences',
]
const pages = Object.entries(urls).filter(
  ([name, { audience, methods }]) =>
    ['staff', 'anyone', 'visitor', 'client'].includes(audience) &&
    methods.includes('get') &&
    !forMachines.includes(name),
)
const forVisitors = pages.filter(([, { audience }]) => audience === 'visitor').map(([name]) => name)
const forClients = pages.filter(([, { audience }]) => audience === 'client').map(([name]) => name)
// Signed out, these show something else than signed in; the house without a clinic has its own front page.
const beforeSignIn = ['signIn']
const beforeFounding = ['setup']
/** What is lent: a tablet that goes round a room, its places, and one at a door. Each opens in its own browser alone. */
const lent = ['round', 'roundPlace', 'atDoor'] as const
const signedIn = pages
  .map(([name]) => name)
  .filter((name) => ![...beforeSignIn, ...beforeFounding, ...forVisitors, ...forClients].includes(name))

describe('Every page', { skip: noBrowser }, () => {
  let browser: Browser
  let served: Served
  let empty: Served
  let window: Window
  let pathOf: (name: string) => string

  before(async () => {
    ;[served, empty, browser] = await Promise.all([serveHouse(), serveHouse('empty'), launch()])
    pathOf = pathsOf(await thingsToSee(served))
    window = await openWindow(browser, {}, /403 \(Forbidden\)/)
    await axeOnEveryPage(window.page)
  })
  after(async () => {
    await browser?.close()
    await Promise.all([served?.close(), empty?.close()])
  })

  /** The window belongs to this member of the cast now. */
  async function comesIn(key: string): Promise<void> {
    const cookies = (await served.house.as(key)).cookie().split('; ')
    const context = window.page.context()
    await context.clearCookies()
    await context.addCookies(
      cookies.map((one) => ({ name: one.split('=')[0] ?? '', value: one.split('=')[1] ?? '', url: served.at })),
    )
  }

  /**
   * What is wrong with the page as it comes to a telephone, where its scripts run, then in the dark, then on a wide screen; null
   * when it is not for whoever sits here.
   */
  async function looksAt(at: string, name: string): Promise<string[] | null> {
    const { page, complaints } = window
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: narrowest, height: 900 })
    const status = (await page.goto(at + pathOf(name)))?.status()
    if (status === 403) return null
    const found = status === 200 ? [] : [`${pathOf(name)} answered ${status}`]
    const asks = async (where: string, which: Rules, within?: string) => {
      found.push(...(await axeFinds(page, which, within)).map((line) => `${where}: ${line}`))
    }
    found.push(...(await tooWide(page)), ...(await openTabHidden(page)))
    await asks('narrow, light', 'all')
    // Only colours differ in the dark: the rules about them are asked again.
    await page.emulateMedia({ colorScheme: 'dark' })
    await asks('narrow, dark', 'colors')
    await page.evaluate(`globalThis.seenNarrow = new Set(${visible})`)
    await page.setViewportSize({ width: widest, height: 900 })
    await asks('wide, dark', 'shown')
    // The colours that are shown wide alone, by day as well: of the others nothing is left to ask.
    await page.emulateMedia({ colorScheme: 'light' })
    const news = `${visible}.filter((one) => !seenNarrow.has(one))`
    if (await page.evaluate(`${news}.length > 0`)) await asks('wide, light', 'colors', `{ include: ${news} }`)
    found.push(...(await tooWide(page)))
    return [...found, ...complaints()]
  }
  const assertWell = (found: string[] | null) => {
    assert.ok(found !== null, 'neither the director nor the administrator nor the prescriber may open it')
    assert.equal(found.join('\n'), '')
  }

  for (const name of beforeSignIn) it(`is well made: ${name}`, async () => assertWell(await looksAt(served.at, name)))
  for (const name of beforeFounding) it(`is well made: ${name}`, async () => assertWell(await looksAt(empty.at, name)))

  for (const name of forVisitors)
    it(`is well made for visitors: ${name}`, async () => assertWell(await looksAt(served.at, name)))

  for (const name of forClients)
    it(`is well made for a client on their own page: ${name}`, async () => assertWell(await looksAt(served.at, name)))

  for (const name of lent)
    it(`is well made on a tablet: ${name}`, async () => {
      await window.page.context().clearCookies()
      const { path, cookie } = await lentPage(served, name)
      const [key = '', value = ''] = cookie.split('=')
      await window.page.context().addCookies([{ name: key, value, url: served.at }])
      lentPaths.set(name, path)
      assertWell(await looksAt(served.at, name))
    })

  const notTheDirectors: string[] = []
  it('opens to the director', () => comesIn('dana'))
  for (const name of signedIn) {
    it(`is well made: ${name}`, async (t) => {
      const found = await looksAt(served.at, name)
      if (found !== null) return assertWell(found)
      notTheDirectors.push(name)
      t.diagnostic('is not the director’s: looked at below')
    })
  }
  it('opens to the administrator, or to the prescriber, where it is not the director’s', async (t) => {
    const left: string[] = []
    await comesIn('ada')
    for (const name of notTheDirectors)
      await t.test(`is well made: ${name}`, async () => {
        const found = await looksAt(served.at, name)
        if (found === null) left.push(name)
        else assertWell(found)
      })
    await comesIn('priya')
    for (const name of left)
      await t.test(`is well made: ${name}`, async () => assertWell(await looksAt(served.at, name)))
  })
})

/** On a narrow screen the tabs scroll: the one that is open must be among those in sight. */
const openTabHidden = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('.tabs [aria-current]')]
    .filter((one) => { const { left, right } = one.getBoundingClientRect(); return left < -1 || right > innerWidth + 1 })
    .map((one) => 'the open tab is out of sight: ' + one.textContent)`)

const queries: Record<string, string> = {
  newConsent: '?scope=tpo',
  mine: '?lang=es',
  mineSwitch: '?lang=es',
  minePrint: '?lang=es',
}
/** Whose private link an address holds. */
const links: Record<string, string> = {
  seatHold: 'holdToken',
  callLink: 'callToken',
  callTime: 'callToken',
  callCancellation: 'callToken',
  messageLink: 'messageToken',
  mine: 'ownToken',
  mineSwitch: 'ownToken',
  minePrint: 'ownToken',
  mineQuestions: 'ownToken',
  mineSafetyPlan: 'ownToken',
  mineTogether: 'ownToken',
  mineHowIAm: 'ownToken',
  mineMedicine: 'ownToken',
  mineCheckIn: 'ownToken',
  minePlan: 'ownToken',
  mineNotes: 'ownToken',
  mineLeaving: 'ownToken',
  mineMeetings: 'ownToken',
  mineMeetingLog: 'ownToken',
  mineMeetingSlip: 'ownToken',
}
const lentPaths = new Map<string, string>()
const pathsOf = (things: Record<string, string>) => (name: string) => {
  const lentPath = lentPaths.get(name)
  if (lentPath !== undefined) return lentPath
  const pattern = pages.find(([one]) => one === name)?.[1].pattern ?? ''
  return (
    pattern.replace(/:(\w+)(\{[^}]*\})?/g, (_, word: string) => {
      // Spanish is the longer of the two: what fits in it fits in English.
      if (word === 'lang') return 'es'
      if (word === 'series' && name in { publicGroup: 1, newSeatHold: 1 }) return seriesId('process-a', 1)
      const key = word === 'token' ? (links[name] ?? word) : word
      assert.ok(things[key], `${name} names a ${key}: say in thingsToSee which one to look at`)
      return things[key]
    }) + (queries[name] ?? '')
  )
}
