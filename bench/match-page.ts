// Figure: the page of one client's whole weeks at a census of 2,000, every client another. Run: npm run bench match-page
import process from 'node:process'
import pg from 'pg'
import { dayAt } from '../src/basics/dates.ts'
import { groundOf } from '../src/clinic/matching/ground.ts'
import { matchWeeks } from '../src/clinic/matching/match.ts'
import { noPrices } from '../src/clinic/matching/prices.ts'
import { knownOf } from '../src/clinic/matching/queries/instance.ts'
import { usualWeights } from '../src/clinic/matching/weights.ts'
import { stayById } from '../src/clinic/plans/queries.ts'
import { asPerson } from '../src/db/work.ts'
import { urls } from '../src/urls.ts'
import { riverbend } from '../tests/cast.ts'
import { openBenchHouse, type BenchHouse } from './house.ts'
import { figure, option, say, sayMachine } from './run.ts'

const scale = Number(option('scale', '23'))
const months = Number(option('months', '1'))
const asked = Number(option('clients', '400'))

say(`\n# Whole weeks of one client at ${scale}× the demo clinic, ${asked} clients, one after the other`)
sayMachine()
const house = await openBenchHouse({ scale, months, folder: option('folder', '') || undefined })
try {
  const { census, episodes } = await staysOf(house)
  say(`  ${census} in care`)
  const headers = { cookie: house.cookie }
  const pages: { ms: number; whole: boolean }[] = []
  let wrong = 0
  const ask = async (episode: string) => {
    const began = performance.now()
    const answer = await fetch(`${house.baseUrl}${urls.composeWeek({ episode })}`, { headers })
    const html = await answer.text()
    if (answer.status !== 200) wrong += 1
    return { ms: performance.now() - began, whole: !html.includes('No whole week fits') }
  }
  // The first dozen warm the house up; a plain page of the same frame is the reference.
  for (const episode of episodes.slice(0, 12)) await ask(episode)
  const cpu = process.cpuUsage()
  for (const episode of episodes) pages.push(await ask(episode))
  const { user, system } = process.cpuUsage(cpu)
  const matched: number[] = []
  await asPerson(house.pool, riverbend.id, house.director, house.now, async (work) => {
    for (const episode of episodes.slice(0, 100)) {
      const stay = await stayById(work, episode)
      if (stay === undefined) continue
      const { instance, seeker, occupancy } = await knownOf(work, stay, dayAt(house.now, work.clinic.timeZone))
      const ground = groundOf(instance, usualWeights)
      const began = performance.now()
      matchWeeks({ ground, client: seeker, occupancy, prices: noPrices }, 5)
      matched.push(performance.now() - began)
    }
  })
  const all = pages.map(({ ms }) => ms)
  const whole = pages.filter((one) => one.whole)
  say(
    `  ${whole.length} of ${pages.length} have a whole week; where none is, a large program's ways out are searched when asked for`,
  )
  say(
    `  page: p50 ${at(all, 0.5)} ms, p95 ${at(all, 0.95)} ms; matcher alone: p50 ${at(matched, 0.5)} ms, p99 ${at(matched, 0.99)} ms`,
  )
  say(`  CPU of Node: ${((user + system) / 1000 / pages.length).toFixed(1)} ms a page, whatever else the machine does`)
  if (wrong > 0) throw new Error(`${wrong} answers were not 200.`)
  figure('People in care', String(census), '2,000 or more', census >= 2000)
  figure('Whole page, p99', `${at(all, 0.99)} ms`, '50 ms or less', Number(at(all, 0.99)) <= 50)
  figure(
    'Matcher on what the page asks, p99',
    `${at(matched, 0.99)} ms`,
    '5 ms or less',
    Number(at(matched, 0.99)) <= 5,
  )
} finally {
  await house.close()
}
process.exit()

/** How many are in care, and stays spread over the whole house. */
async function staysOf({ ownerUrl, now }: BenchHouse): Promise<{ census: number; episodes: string[] }> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
  const { rows } = await owner.query<{ id: string }>(
    'select id from episode where clinic_id = $2 and during @> $1::date order by md5(id::text)',
    [dayAt(now, riverbend.timeZone), riverbend.id],
  )
  await owner.end()
  return { census: rows.length, episodes: rows.slice(0, asked).map(({ id }) => id) }
}

function at(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}
