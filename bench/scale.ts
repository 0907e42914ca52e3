// Figure: the same Today page on a hundred times the clinic. Run: npm run bench scale [-- --scale 20]
import process from 'node:process'
import pg from 'pg'
import { todayFor } from '../src/clinic/today/queries.ts'
import { asPerson } from '../src/db/work.ts'
import { riverbend } from '../tests/cast.ts'
import { keepUnheldCounted } from '../src/clinic/today/actions/unheld.ts'
import { urls } from '../src/urls.ts'
import { constantsOf } from './bare.tsx'
import { openBenchHouse, type BenchHouse } from './house.ts'
import { figure, inWords, measure, median, medianTimes, option, say, sayMachine, type Times } from './run.ts'

const scale = Number(option('scale', '100'))
const months = Number(option('months', '3'))
const rounds = Number(option('rounds', '5'))
const seconds = Number(option('seconds', '3'))

say(`\n# Today on ${scale}× the demo clinic against 1×, one connection, ${rounds} rounds of ${seconds} s`)
sayMachine()
const small = await openBenchHouse({ scale: 1, months, folder: option('small', '') || undefined })
const large = await openBenchHouse({ scale, months, folder: option('large', '') || undefined }).catch(async (error) => {
  await small.close()
  throw error
})
try {
  for (const house of [small, large]) await keepUnheldCounted(house.pool, house.now)
  for (const house of [small, large]) say(`  ${await sizeOf(house)}`)
  for (const [name, urlIn] of [
    ['Today page', async () => urls.today()],
    ['Board of moves', async () => urls.moving()],
    ['Week board', async () => urls.weekBoard()],
    ['Roster page', async (house: BenchHouse) => urls.roster({ session: (await constantsOf(house)).session.id })],
  ] as const) {
    const pages = await Promise.all([small, large].map(async (house) => ({ house, path: await urlIn(house) })))
    // A larger clinic's page also shows more: lists that were half full are full.
    const shown = await Promise.all(
      pages.map(({ house, path }) =>
        fetch(`${house.baseUrl}${path}`, { headers: { cookie: house.cookie } }).then((answer) => answer.text()),
      ),
    )
    const ask = ({ house, path }: (typeof pages)[number]) =>
      measure({ url: `${house.baseUrl}${path}`, headers: { cookie: house.cookie }, connections: 1, seconds })
    const times: Times[][] = [[], []]
    for (const page of pages) await ask(page)
    // One after the other, so that what else the machine does falls on both alike.
    for (let round = 0; round < rounds; round += 1)
      for (const [which, page] of pages.entries()) times[which]?.push(await ask(page))
    const [one = [], hundred = []] = times
    if (one.concat(hundred).some((round) => round.wrong > 0)) throw new Error('Some answers were not 200.')
    const ratio = median(hundred.map((round, place) => round.p50 / (one[place]?.p50 ?? 1)))
    say(`\n${name}: ${shown.map((html) => `${(html.length / 1000).toFixed(1)} kB of HTML`).join(' against ')}`)
    say(`  1×:   ${inWords(medianTimes(one))}`)
    say(`  ${scale}×: ${inWords(medianTimes(hundred))}`)
    figure(`${name}, ${scale}× the data against 1×`, `${ratio.toFixed(2)} × the time`, '1.5 or less', ratio <= 1.5)
  }
} finally {
  await large.close()
  await small.close()
}
process.exit()

async function sizeOf({ ownerUrl, pool, director, now }: BenchHouse): Promise<string> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  // The planner's own counts: the owner may not read the rows of a clinic.
  const { rows } = await owner.query<{ name: string; n: number }>(
    "select relname as name, reltuples::int as n from pg_class where relname in ('client', 'group_session', 'attendance_mark') order by 1",
  )
  await owner.end()
  const { census } = await asPerson(pool, riverbend.id, director, now, todayFor)
  const inCare = census.reduce((sum, row) => sum + row.n, 0)
  return `${inCare} in care; about ${rows.map(({ name, n }) => `${n} rows of ${name}`).join(', ')}`
}
