// Every page of Stepwell in a real browser, wide and narrow, light and dark: axe finds nothing, nothing is wider than the
// screen, and the browser has nothing to complain of. The pages come from urls.ts, so that a new one cannot be forgotten.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { urls } from '../src/urls.ts'
import { axeFinds, launch, noBrowser, openWindow, type Served, serveHouse, tooWide, type Window } from './browser.ts'
import { seriesId } from './world.ts'
import { thingsToSee } from './things-to-see.ts'

const widths = [1440, 360]
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
const signedIn = pages
  .map(([name]) => name)
  .filter((name) => ![...beforeSignIn, ...beforeFounding, ...forVisitors, ...forClients].includes(name))

describe('Every page', { skip: noBrowser }, () => {
  let browser: Browser
  let served: Served
  let empty: Served
  let windows: Window[] = []
  let pathOf: (name: string) => string

  before(async () => {
    ;[served, empty, browser] = await Promise.all([serveHouse(), serveHouse('empty'), launch()])
    pathOf = pathsOf(await thingsToSee(served))
    windows = await Promise.all(
      widths.map((width) => openWindow(browser, { viewport: { width, height: 900 } }, /403 \(Forbidden\)/)),
    )
  })
  after(async () => {
    await browser?.close()
    await Promise.all([served?.close(), empty?.close()])
  })

  /** Both windows belong to this member of the cast now, or to nobody. */
  async function comesIn(key: string | null): Promise<void> {
    const cookies = key === null ? [] : (await served.house.as(key)).cookie().split('; ')
    for (const { page } of windows) {
      await page.context().clearCookies()
      await page
        .context()
        .addCookies(
          cookies.map((one) => ({ name: one.split('=')[0] ?? '', value: one.split('=')[1] ?? '', url: served.at })),
        )
    }
  }

  /** What is wrong with the page in this window; null when it is not for whoever sits here. */
  async function look({ page, complaints }: Window, at: string, name: string): Promise<string[] | null> {
    await page.emulateMedia({ colorScheme: 'light' })
    const answer = await page.goto(at + pathOf(name))
    if (answer?.status() === 403) return null
    const width = page.viewportSize()?.width ?? 0
    const lines = answer?.status() === 200 ? [] : [`${pathOf(name)} answered ${answer?.status()}`]
    lines.push(...(await axeFinds(page)).map((line) => `light: ${line}`))
    // Only colours differ in the dark: the rules about them are asked again.
    await page.emulateMedia({ colorScheme: 'dark' })
    lines.push(...(await axeFinds(page, 'colors')).map((line) => `dark: ${line}`))
    if (width === 360) lines.push(...(await tooWide(page)), ...(await openTabHidden(page)))
    return [...lines, ...complaints()].map((line) => `${width} ${line}`)
  }
  const inBoth = (at: string, name: string) => Promise.all(windows.map((window) => look(window, at, name)))
  const assertWell = (found: (string[] | null)[]) => {
    assert.ok(!found.includes(null), 'neither the director nor the administrator may open it')
    assert.equal(found.flat().join('\n'), '')
  }

  for (const name of beforeSignIn) it(`is well made: ${name}`, async () => assertWell(await inBoth(served.at, name)))
  for (const name of beforeFounding) it(`is well made: ${name}`, async () => assertWell(await inBoth(empty.at, name)))

  for (const name of forVisitors)
    it(`is well made for visitors: ${name}`, async () => assertWell(await inBoth(served.at, name)))

  for (const name of forClients)
    it(`is well made for a client on their own page: ${name}`, async () => assertWell(await inBoth(served.at, name)))

  const notTheDirectors: string[] = []
  it('opens to the director', () => comesIn('dana'))
  for (const name of signedIn) {
    it(`is well made: ${name}`, async (t) => {
      const found = await inBoth(served.at, name)
      if (!found.includes(null)) return assertWell(found)
      notTheDirectors.push(name)
      t.diagnostic('is the administrator’s: looked at below')
    })
  }
  it('opens to the administrator where it is not the director’s', async (t) => {
    await comesIn('ada')
    for (const name of notTheDirectors)
      await t.test(`is well made: ${name}`, async () => assertWell(await inBoth(served.at, name)))
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
}
const pathsOf = (things: Record<string, string>) => (name: string) => {
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
