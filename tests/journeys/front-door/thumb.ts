// A thumb on a telephone: what is tapped is found by the words that the visitor reads.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import ICAL from 'ical.js'
import type { Page } from 'playwright-core'
import { selfCheckWords } from '../../../src/clinic/placement/self-check-words.ts'
import { tooWide } from '../../browser.ts'

export const title = async (page: Page): Promise<string> =>
  (await page.getByRole('heading', { level: 1 }).innerText()).trim()

/** Goes where a link or a button with these words leads; what comes fits the screen. */
export async function taps(page: Page, role: 'link' | 'button', name: string | RegExp): Promise<void> {
  const one = page
    .getByRole('main')
    .getByRole(role, { name, exact: typeof name === 'string' })
    .first()
  await Promise.all([page.waitForEvent('load'), one.tap()])
  assert.deepEqual(await tooWide(page), [], page.url())
}

/** Answers one question a page, by the words of the answer where `told` has the question, else by the first and mildest. */
export async function answersSelfCheck(page: Page, told: Record<string, string>): Promise<string[]> {
  const asked: string[] = []
  while ((await page.locator('form.one-question').count()) > 0) {
    const question = await title(page)
    assert.ok(!asked.includes(question), `asked twice: ${question}`)
    asked.push(question)
    const name = Object.entries(told).find(([words]) => question.includes(words))?.[1]
    const answers = page.getByRole('radio', name === undefined ? {} : { name, exact: true })
    await answers.first().check()
    await taps(page, 'button', selfCheckWords('es')('next'))
  }
  return asked
}

/** Nothing of the visit is on the device: no cookie, nothing in any store. */
export async function leavesNothing(page: Page): Promise<void> {
  assert.deepEqual(await page.context().cookies(), [])
  const stored: unknown = await page.evaluate(`(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }))()`)
  assert.deepEqual(stored, { local: 0, session: 0, databases: 0, caches: 0, workers: 0 })
}

/** Leads away, without a request leaving this machine; answers with the address that was asked for. */
export async function leavesQuickly(page: Page, press: () => Promise<void>): Promise<string> {
  const went: string[] = []
  const elsewhere = (url: URL) => url.hostname !== '127.0.0.1'
  await page.route(elsewhere, (route) => {
    went.push(route.request().url())
    return route.fulfill({ contentType: 'text/html', body: '<link rel=icon href=data:,><title>Forecast</title>' })
  })
  await Promise.all([page.waitForURL(elsewhere), press()])
  await page.unroute(elsewhere)
  return went[0] ?? ''
}

/** Saves the calendar entry and reads it with another program than the one that wrote it. */
export async function savesEntry(page: Page, name: string): Promise<ICAL.Event> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).tap(),
  ])
  assert.match(download.suggestedFilename(), /\.ics$/)
  const calendar = new ICAL.Component(ICAL.parse(await readFile(await download.path(), 'utf8')))
  const event = calendar.getFirstSubcomponent('vevent')
  assert.ok(event)
  return new ICAL.Event(event)
}
