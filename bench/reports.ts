// Figure: every report as a page, in its own usual period, on a large clinic. Run: npm run bench reports -- --scale 20 --months 3
import process from 'node:process'
import pg from 'pg'
import { catalog } from '../src/clinic/reports/catalog.ts'
import { urls } from '../src/urls.ts'
import { openBenchHouse, type BenchHouse } from './house.ts'
import { figure, median, option, say, sayMachine } from './run.ts'

const scale = Number(option('scale', '20'))
const months = Number(option('months', '3'))
const rounds = Number(option('rounds', '5'))

say(
  `\n# Reports on ${scale}× the demo clinic, ${months} months, against 1×: the whole page, ${rounds} rounds, one after the other`,
)
sayMachine()
const small = await openBenchHouse({ scale: 1, months, folder: option('small', '') || undefined })
const large = await openBenchHouse({ scale, months, folder: option('large', '') || undefined }).catch(async (error) => {
  await small.close()
  throw error
})
try {
  for (const house of [small, large]) say(`  ${await sizeOf(house)}`)
  say(`  ${await settingsOf(large)}`)
  for (const { key, title, days } of catalog) {
    const [one, many] = [await timesOf(small, key), await timesOf(large, key)]
    const worst = Math.max(...many)
    say(`${title}, ${days} days: 1× ${median(one).toFixed(0)} ms, ${scale}× ${median(many).toFixed(0)} ms`)
    figure(
      `${title} on ${scale}×`,
      `${median(many).toFixed(0)} ms (slowest ${worst.toFixed(0)} ms)`,
      '1000 ms or less',
      median(many) <= 1000,
    )
  }
} finally {
  await large.close()
  await small.close()
}
process.exit()

/** Milliseconds of the page, the first one (plans, caches) left out. */
async function timesOf(house: BenchHouse, report: string): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now()
    const answer = await fetch(`${house.baseUrl}${urls.report({ report })}`, { headers: { cookie: house.cookie } })
    await answer.text()
    if (answer.status !== 200) throw new Error(`${report}: ${answer.status}`)
    if (round > 0) times.push(performance.now() - began)
  }
  return times
}

/** The settings that decide about large questions: those that Stepwell's own PostgreSQL has at every clinic. */
async function settingsOf({ ownerUrl }: BenchHouse): Promise<string> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const { rows } = await owner.query<{ name: string; setting: string }>(
    "select name, current_setting(name) as setting from pg_settings where name in ('jit', 'max_parallel_workers_per_gather', 'work_mem', 'shared_buffers', 'server_version') order by 1",
  )
  await owner.end()
  return `PostgreSQL: ${rows.map(({ name, setting }) => `${name} ${setting}`).join(', ')}; reports sort in 64 MB`
}

async function sizeOf({ ownerUrl }: BenchHouse): Promise<string> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  // The planner's own counts: the owner may not read the rows of a clinic.
  const { rows } = await owner.query<{ name: string; n: number }>(
    "select relname as name, reltuples::int as n from pg_class where relname in ('episode', 'group_session', 'attendance_mark', 'measure', 'note_signature') order by 1",
  )
  await owner.end()
  return `about ${rows.map(({ name, n }) => `${n} rows of ${name}`).join(', ')}`
}
