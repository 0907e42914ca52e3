// Figure: public pages on a slow phone: weight, and the first paint at 1.6 Mbit/s and 150 ms. Run: npm run bench visit
import process from 'node:process'
import pg from 'pg'
import { newId } from '../src/basics/ids.ts'
import { urls } from '../src/urls.ts'
import { riverbend } from '../tests/cast.ts'
import { launch, noBrowser } from '../tests/browser.ts'
import { openBenchHouse } from './house.ts'
import { figure, median, option, say, sayMachine } from './run.ts'
import { bytesOf, kilobytes, partsOf } from './wire.ts'

const rounds = Number(option('rounds', '5'))

say(`\n# Public pages at 360 px, 1.6 Mbit/s and 150 ms, nothing cached, the median of ${rounds} visits`)
sayMachine()
if (noBrowser !== false) throw new Error(noBrowser)
const house = await openBenchHouse({ scale: 1, months: 3, folder: option('folder', '') || undefined })
const browser = await launch()
try {
  await openFront()
  const lang = 'es'
  for (const [name, path] of [
    ['Self-check', urls.selfCheck({ lang })],
    ['Home', urls.publicHome({ lang })],
    ['Groups', urls.publicGroups({ lang })],
    ['Book a call', urls.bookCall({ lang })],
  ] as const) {
    const parts = await partsOf(house.baseUrl, path)
    const weight = bytesOf(parts)
    const painted: number[] = []
    for (let round = 0; round < rounds; round += 1) painted.push(await firstPaint(`${house.baseUrl}${path}`))
    say(`\n${name}`)
    for (const part of parts) say(`  ${part.path.padEnd(32)} ${kilobytes(part.bytes)}  ${part.encoding}`)
    figure(`${name}, weight`, kilobytes(weight), '35 kB or less', weight <= 35_000)
    figure(`${name}, first paint`, `${median(painted).toFixed(0)} ms`, '1,000 ms or less', median(painted) <= 1000)
  }
} finally {
  await browser.close()
  await house.close()
}
process.exit()

/** A visit with nothing cached, through a line as slow as a phone's at night. */
async function firstPaint(url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  const line = await context.newCDPSession(page)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await page.goto(url, { waitUntil: 'load' })
  const at = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const seen = performance.getEntriesByName('first-contentful-paint')[0]
        if (seen !== undefined) return resolve(seen.startTime)
        new PerformanceObserver((list) => {
          const entry = list.getEntriesByName('first-contentful-paint')[0]
          if (entry !== undefined) resolve(entry.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
  await context.close()
  return at
}

/** The demo's public pages, opened unless they are. */
async function openFront(): Promise<void> {
  const owner = new pg.Client({ connectionString: house.ownerUrl })
  await owner.connect()
  await owner.query(
    `insert into public_front (clinic_id, id, is_open, phone, set_at)
     select $1, $2, true, '+15185550100', now() where not exists (select from public_front where is_open)`,
    [riverbend.id, newId()],
  )
  await owner.end()
}
