// The week's boards and pages with the worst data, on a telephone in a real Chromium: nothing sticks out of the screen, no
// text is cut where nobody can reach the rest, and no page breaks.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { weekOf } from '../src/basics/dates.ts'
import { urls } from '../src/urls.ts'
import { launch, noBrowser, openWindow, type Served, serveHouse, tooWide, type Window } from './browser.ts'
import { castId } from './cast.ts'
import { thingsToSee } from './things-to-see.ts'
import { seriesId, todayHere, weekdayHere } from './world.ts'
import { layWorstData, longWord } from './worst-data.ts'

describe('The week with the worst data', { skip: noBrowser }, () => {
  let browser: Browser
  let served: Served
  let window: Window
  let things: Record<string, string>

  before(async () => {
    ;[served, browser] = await Promise.all([serveHouse(), launch()])
    things = await thingsToSee(served)
    const cookies = (await served.house.as('dana')).cookie().split('; ')
    await layWorstData(served.house.db.owner)
    window = await openWindow(browser, { viewport: { width: 360, height: 900 } })
    await window.page
      .context()
      .addCookies(
        cookies.map((one) => ({ name: one.split('=')[0] ?? '', value: one.split('=')[1] ?? '', url: served.at })),
      )
  })
  after(async () => {
    await browser?.close()
    await served?.close()
  })

  const pages: Record<string, () => string> = {
    'the week board': () => urls.weekBoard(),
    'the room board': () => urls.roomBoard(),
    'the caseload board': () => urls.caseload(),
    'the groups of a day': () => urls.groups(),
    'a group of sixty': () => urls.series({ series: seriesId('process-a', weekdayHere()) }),
    'its change': () => urls.seriesChanges({ series: seriesId('process-a', weekdayHere()) }),
    'its waitlist': () => urls.seriesWaits({ series: seriesId('process-a', weekdayHere()) }),
    'its curriculum': () => urls.seriesCurriculum({ series: seriesId('process-a', weekdayHere()) }),
    'its roster': () => urls.roster({ session: things['session'] ?? '' }),
    'a new group': () => urls.newSeries(),
    'the waitlist': () => urls.waitlist(),
    'one wait': () => urls.wait({ wait: things['wait'] ?? '' }),
    'decisions about rooms': () => urls.roomDecisions(),
    'closed days': () => urls.daysClosed(),
    cover: () => urls.cover({ staff: castId('lee'), from: todayHere(), to: todayHere() }),
    'who may not hold': () => urls.comingUnheld(),
    'a whole week for one client': () => urls.composeWeek({ episode: castId('maya episode') }),
    'wishes and twelve commitments': () => urls.clientWishes({ client: castId('maya') }),
    seats: () => urls.seats({ episode: castId('maya episode') }),
    'a transfer': () => urls.seatTransfer({ seat: things['seat'] ?? '' }),
    visits: () => urls.visits({ episode: castId('maya episode') }),
    'what was learnt': () => urls.learning({ client: castId('maya') }),
    'one client’s week': () => urls.chartWeek({ client: castId('maya') }, { week: weekOf(todayHere()) }),
    'the week': () => urls.week(),
    'make-up seats': () => urls.makeUps(),
    'would it be paid': () => urls.weekPay(),
    proposals: () => urls.proposals(),
    'one proposal': () => urls.proposal({ proposal: things['proposal'] ?? '' }),
    services: () => urls.services(),
    'one curriculum': () => urls.curriculum({ curriculum: things['curriculum'] ?? '' }),
    'somebody’s licences': () => urls.staffCredentials({ member: castId('lee') }),
    'one’s own page': () => urls.mine({ token: things['ownToken'] ?? '' }),
  }
  for (const [name, url] of Object.entries(pages))
    it(`fits on a telephone: ${name}`, async () => {
      const { page, complaints } = window
      const answer = await page.goto(served.at + url())
      assert.equal(answer?.status(), 200)
      assert.deepEqual([...(await tooWide(page)), ...(await cutOff(page)), ...complaints()], [])
    })

  it('looked at what it was meant to look at', async () => {
    const { page } = window
    await page.goto(served.at + urls.series({ series: seriesId('process-a', weekdayHere()) }))
    assert.ok((await page.getByText('Wolfeschlegel').count()) >= 10, 'sixty people, every fourth of a long name')
    await page.goto(served.at + urls.weekBoard())
    assert.ok((await page.getByText(longWord.slice(0, 40)).count()) >= 14, 'fourteen groups of long names')
  })
})

/** What is cut at an edge although nothing scrolls there: whoever reads cannot come to the rest. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('main *')]
    .filter((one) => {
      const style = getComputedStyle(one)
      return ['hidden', 'clip'].includes(style.overflowX) && one.checkVisibility() && one.clientWidth > 40
        && one.scrollWidth > one.clientWidth + 1 && !one.closest('.hidden-text')
    })
    .slice(0, 3)
    .map((one) => 'cut at its edge: ' + one.outerHTML.slice(0, 160))`)
