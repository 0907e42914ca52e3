// Every page of Stepwell in a real browser, wide and narrow, light and dark: axe finds nothing, nothing is wider than the
// screen, and the browser has nothing to complain of. The pages come from urls.ts, so that a new one cannot be forgotten.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { addDays } from '../src/basics/dates.ts'
import { newId } from '../src/basics/ids.ts'
import { urls } from '../src/urls.ts'
import { axeFinds, launch, noBrowser, openWindow, type Served, serveHouse, tooWide } from './browser.ts'
import { castId } from './cast.ts'
import { referralOf } from './referral-example.ts'
import { seriesId, todayHere, weekdayHere } from './world.ts'

const widths = [1440, 360]
/** Not pages: files, and words for machines. */
const forMachines = ['asset', 'favicon', 'healthz', 'readyz', 'fhirMetadata']
const pages = Object.entries(urls).filter(
  ([name, { audience, methods }]) =>
    (audience === 'staff' || audience === 'anyone') && methods.includes('get') && !forMachines.includes(name),
)
// Signed out, these show something else than signed in; the house without a clinic has its own front page.
const beforeSignIn = ['signIn']
const beforeFounding = ['setup']
const signedIn = pages.map(([name]) => name).filter((name) => ![...beforeSignIn, ...beforeFounding].includes(name))

describe('Every page', { skip: noBrowser }, () => {
  let browser: Browser
  let served: Served
  let empty: Served
  const found = new Map<string, string[]>()
  const say = (name: string, lines: string[]) => found.set(name, [...(found.get(name) ?? []), ...lines])

  before(async () => {
    ;[served, empty, browser] = await Promise.all([serveHouse(), serveHouse('empty'), launch()])
    const pathOf = pathsOf(await thingsToSee(served))
    await Promise.all(
      widths.map(async (width) => {
        await look(width, served.at, beforeSignIn, pathOf)
        await look(width, empty.at, beforeFounding, pathOf)
        const left = await look(width, served.at, signedIn, pathOf, 'dana')
        const shut = await look(width, served.at, left, pathOf, 'ada')
        for (const name of shut) say(name, ['neither the director nor the administrator may open it'])
      }),
    )
  })
  after(async () => {
    await browser?.close()
    await Promise.all([served?.close(), empty?.close()])
  })

  /** Walks the pages in one window of this width, as nobody or as a member of the cast. Returns those that were not theirs. */
  async function look(
    width: number,
    at: string,
    names: string[],
    pathOf: (name: string) => string,
    key?: string,
  ): Promise<string[]> {
    const window = await openWindow(browser, { viewport: { width, height: 900 } }, /403 \(Forbidden\)/)
    const { page } = window
    const notTheirs: string[] = []
    if (key !== undefined) {
      const cookies = (await served.house.as(key)).cookie().split('; ')
      await page
        .context()
        .addCookies(cookies.map((one) => ({ name: one.split('=')[0] ?? '', value: one.split('=')[1] ?? '', url: at })))
    }
    for (const name of names) {
      const path = pathOf(name)
      const answer = await page.goto(at + path)
      if (answer?.status() === 403) {
        notTheirs.push(name)
        continue
      }
      const lines = answer?.status() === 200 ? [] : [`${path} answered ${answer?.status()}`]
      await page.emulateMedia({ colorScheme: 'light' })
      lines.push(...(await axeFinds(page)).map((line) => `light: ${line}`))
      // Only colours differ in the dark: the rules about them are asked again.
      await page.emulateMedia({ colorScheme: 'dark' })
      lines.push(...(await axeFinds(page, 'colors')).map((line) => `dark: ${line}`))
      if (width === 360) lines.push(...(await tooWide(page)))
      lines.push(...window.complaints())
      say(
        name,
        lines.map((line) => `${width} ${line}`),
      )
    }
    await window.close()
    return notTheirs
  }

  for (const [name] of pages) {
    it(`is well made: ${name}`, () => {
      assert.ok(found.has(name), `${name} was not looked at`)
      assert.equal(found.get(name)?.join('\n'), '')
    })
  }
})

/** One thing of each kind that an address may name, made through the front door. */
async function thingsToSee({ house }: Served): Promise<Record<string, string>> {
  const dana = await house.as('dana')
  const id = async (sql: string, values: unknown[] = []) =>
    (await house.db.owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? castId('nothing')
  const maya = { client: castId('maya') }
  const today = todayHere()

  const upload = new FormData()
  upload.append('document', new Blob([JSON.stringify(referralOf())], { type: 'application/json' }), 'referral.json')
  const referral = await dana.post(urls.newReferral(), upload)
  const handOff = await dana.post(urls.newHandOff(maya), {
    id: newId(),
    toLevel: '3.7',
    toWhom: 'Hudson General, Jo Reyes, charge nurse',
    because: 'Asked for a bed for the withdrawal.',
    dueDay: addDays(today, 1),
    dueTime: '12:00',
    backOn: addDays(today, 3),
    owner: castId('dana'),
  })
  const shown =
    /name="shown" value="([0-9a-f]{64})"/.exec((await dana.get(urls.newConsent(maya, { scope: 'tpo' }))).text)?.[1] ??
    ''
  await dana.post(urls.newConsent(maya), {
    scope: 'tpo',
    shown,
    signerName: 'Maya Alvarez',
    capacity: 'client',
    authority: '',
    signature: 'Maya Alvarez',
    signaturePath: '',
    intends: 'yes',
  })
  return {
    client: maya.client,
    episode: castId('maya episode'),
    member: castId('lee'),
    series: castId('process-a-1'),
    session: await id('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId('process-a', weekdayHere()),
      today,
    ]),
    referral: referral.location?.split('/').at(-1) ?? `answered ${referral.status}`,
    handOff: handOff.location?.split('/').at(-1) ?? `answered ${handOff.status}`,
    consent: await id('select id from consent where client_id = $1', [maya.client]),
  }
}

const queries: Record<string, string> = { newConsent: '?scope=tpo' }
const pathsOf = (things: Record<string, string>) => (name: string) => {
  const pattern = pages.find(([one]) => one === name)?.[1].pattern ?? ''
  return (
    pattern.replace(/:(\w+)/g, (_, key: string) => {
      assert.ok(things[key], `${name} names a ${key}: say in thingsToSee which one to look at`)
      return things[key]
    }) + (queries[name] ?? '')
  )
}
