// Every page of Stepwell in a real browser, wide and narrow, light and dark: axe finds nothing, nothing is wider than the
// screen, and the browser has nothing to complain of. The pages come from urls.ts, so that a new one cannot be forgotten.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { addDays } from '../src/basics/dates.ts'
import { newId } from '../src/basics/ids.ts'
import { urls } from '../src/urls.ts'
import { axeFinds, launch, noBrowser, openWindow, type Served, serveHouse, tooWide, type Window } from './browser.ts'
import { castId } from './cast.ts'
import { sample271 } from '../src/clinic/coverage/x12-271-examples.ts'
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
  const laid = await dana.post(urls.newSigning(maya), {
    program: castId('evening'),
    'papers[]': ['financial', 'telehealth'],
    capacity: 'client',
    language: 'en',
  })
  const signing = laid.location?.split('/').at(-1) ?? ''
  const tablet = await house.as('lee')
  const token = (await tablet.post(urls.signingTablet({ signing }))).location?.split('/')[2] ?? ''
  const toSign = urls.signPaper({ token, kind: 'financial' })
  const read = /name="shown" value="([0-9a-f]{64})"/.exec((await tablet.get(toSign)).text)?.[1] ?? ''
  await tablet.post(toSign, { shown: read, signature: 'Maya Alvarez', intends: 'yes' })
  await dana.post(urls.federalRows())
  await dana.post(urls.newCoverage(maya), {
    newPayer: 'River Mutual',
    newPayerKind: 'commercial',
    relation: 'self',
    priority: '1',
  })
  const coverage = await id('select id from coverage where client_id = $1', [maya.client])
  const answer = await dana.post(urls.newEligibilityFile({ coverage }), { text: sample271 })
  const intake = (await dana.post(urls.clientIntakes(maya))).location?.split('/').at(-1) ?? 'not begun'
  const inquiry = await dana.post(urls.newInquiry(), {
    channel: 'telephone',
    forWhom: 'loved-one',
    name: 'Ida Quist',
    phone: '518 555 0111',
    language: 'es',
    source: 'provider',
    sender: 'Beacon Family Practice',
    words: 'Her son drinks again.',
  })
  return {
    inquiry: inquiry.location?.split('/').at(-1) ?? `answered ${inquiry.status}`,
    referrer: await id('select id from referrer limit 1'),
    other: castId('tomasz'),
    coverage,
    answer: answer.location?.split('/').at(-1) ?? `answered ${answer.status}`,
    intake,
    signing,
    paper: await id('select id from signed_document where signing_id = $1', [signing]),
    program: castId('evening'),
    kind: 'tpo',
    document: 'stepwell-tpo',
    version: '1',
    section: 'substances',
    instrument: 'phq-9',
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
