// A whole Stepwell behind a real port, and a real Chromium before it.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import process from 'node:process'
import { serve } from '@hono/node-server'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { demoPassword, staff } from './cast.ts'
import { openHouse, type TestHouse } from './knock.ts'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
/** Why no browser test can run here; false when one can. */
export const noBrowser = existsSync(executablePath)
  ? false
  : `no Chromium at ${executablePath}: install it or set CHROMIUM`

const flags = [
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
  // Lets a page be asked which role and name Chromium gives to what stands on it.
  'enable-blink-features=ComputedAccessibilityInfo',
]
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: flags.map((flag) => `--${flag}`) })

export type Served = {
  house: TestHouse
  at: string
  /** Sets the clock of the house; from there it goes on, as a clinic's does. */
  setTime: (at: Date) => void
  close: () => Promise<void>
}

/** A house of the cast, or an empty one, served on a free port of this machine. */
export async function serveHouse(kind: 'cast' | 'empty' = 'cast'): Promise<Served> {
  let ahead = 0
  const port = await freePort()
  const at = `http://127.0.0.1:${port}`
  const house = await openHouse(kind, {
    secureCookies: false,
    baseUrl: at,
    now: () => new Date(Date.now() + ahead),
  })
  const server = serve({ fetch: house.app.fetch, port, hostname: '127.0.0.1' })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  return {
    house,
    at,
    setTime: (to) => {
      ahead = to.getTime() - Date.now()
    },
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await house.close()
    },
  }
}

/** The house names its own address, so its port is chosen before it opens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  assert.ok(address !== null && typeof address === 'object')
  probe.close()
  await once(probe, 'close')
  return address.port
}

export type Window = {
  page: Page
  /** What the browser complained of since the last look: a script's error, a broken Content-Security-Policy. */
  complaints: () => string[]
  close: () => Promise<void>
}

/** A window of its own: cookies and all. `expected` names complaints that the test brings about itself. */
export async function openWindow(
  browser: Browser,
  options: BrowserContextOptions = {},
  expected: RegExp = /(?!)/,
): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'America/New_York',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  let heard: string[] = []
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !expected.test(message.text())) heard.push(message.text())
  })
  return {
    page,
    complaints: () => {
      const since = heard
      heard = []
      return since
    },
    close: () => context.close(),
  }
}

/** Signs a member of the cast in, through the page. */
export async function signIn(page: Page, at: string, key: string): Promise<void> {
  const person = staff.find((one) => one.key === key)
  assert.ok(person, `nobody in the cast is called ${key}`)
  await page.goto(`${at}/sign-in`)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/today')
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { id: string; nodes: { target: string[]; failureSummary: string }[] }

const colors = ['color-contrast', 'link-in-text-block']
const asked = {
  all: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  colors,
  /** What another width can change: what is shown, how large it is and on what it stands. Attributes and their values stay. */
  shown: [
    ...colors,
    'target-size',
    'scrollable-region-focusable',
    'aria-command-name',
    'aria-hidden-focus',
    'aria-input-field-name',
    'aria-meter-name',
    'aria-progressbar-name',
    'aria-required-children',
    'aria-required-parent',
    'aria-toggle-field-name',
    'button-name',
    'empty-heading',
    'empty-table-header',
    'heading-order',
    'image-alt',
    'input-button-name',
    'label',
    'label-content-name-mismatch',
    'landmark-main-is-top-level',
    'landmark-one-main',
    'landmark-unique',
    'link-name',
    'page-has-heading-one',
    'region',
    'role-img-alt',
    'select-name',
    'skip-link',
    'summary-name',
    'svg-img-alt',
  ],
}

export type Rules = keyof typeof asked

/** For a window in which every page is asked: axe-core comes with each, which is half the work of sending it there. */
export const axeOnEveryPage = (page: Page): Promise<unknown> => page.addInitScript({ content: axe })

/** What axe-core finds on the page as it stands, a line each. `within` is a script's word for the part to look at. */
export async function axeFinds(page: Page, which: Rules = 'all', within = 'document'): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe)
  const found: Violation[] = await page.evaluate(
    `axe.run(${within}, { preload: false, resultTypes: ['violations'], runOnly: ${JSON.stringify(asked[which])} }).then((result) => result.violations)`,
  )
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}

/** How many pixels the page is wider than its window, and what sticks out; empty when all is well. */
export async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return []
    const out = [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
      && !['auto', 'scroll'].includes(getComputedStyle(one.closest('.table, .tabs, pre') ?? one).overflowX))
    return [document.documentElement.scrollWidth + ' pixels in a window of ' + innerWidth + ': ' +
      out.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' ')]
  })()`)
}
