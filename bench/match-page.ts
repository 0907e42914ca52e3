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
import { figure, median, option, say, sayMachine } from './run.ts'

const scale = Number(option('scale', '23'))
const months = Number(option('months', '1'))
const asked = Number(option('clients', '400'))

say(`\n# Whole weeks of one client at ${scale}× the demo clinic, ${asked} clients, one after the other`)
sayMachine()
const house = await openBenchHouse({ scale, months, folder: option('folder', '') || undefined })
try {
  const { census, stays } = await staysOf(house)
  const episodes = stays.map(({ id }) => id)
  say(`  ${census} in care`)
  const headers = { cookie: house.cookie }
  const pages: { ms: number; whole: boolean; isFirst: boolean; program: string; after: string }[] = []
  let wrong = 0
  const ask = async (episode: string) => {
    const began = performance.now()
    const answer = await fetch(`${house.baseUrl}${urls.composeWeek({ episode })}`, { headers })
    const html = await answer.text()
    if (answer.status !== 200) wrong += 1
    return { ms: performance.now() - began, whole: !html.includes('No whole week fits') }
  }
  // The first dozen warm the house up.
  const seen = new Set<string>()
  for (const { id, place } of stays.slice(0, 12)) {
    await ask(id)
    seen.add(place)
  }
  // Others work beside: before every page a visit is booked with somebody and a seat changes hands, now and then somebody is
  // admitted or a group changes. What was kept of them is read again.
  const colleagues = await busyHouse(house)
  const cpu = process.cpuUsage()
  for (const [n, { id, place, program }] of stays.entries()) {
    const after = await colleagues.work(n)
    pages.push({ ...(await ask(id)), isFirst: !seen.has(place), program, after })
    seen.add(place)
  }
  const { user, system } = process.cpuUsage(cpu)
  await colleagues.end()
  const matched: { ms: number; said: string }[] = []
  await asPerson(house.pool, riverbend.id, house.director, house.now, async (work) => {
    for (const episode of episodes) {
      const stay = await stayById(work, episode)
      if (stay === undefined) continue
      const { instance, seeker, occupancy } = await knownOf(work, stay, dayAt(house.now, work.clinic.timeZone))
      const ground = groundOf(instance, usualWeights)
      // CPU of the middle of three goes, as `bench match` counts: whatever else the machine does, and one go in three collects.
      const goes = [0, 1, 2].map(() => {
        const before = process.cpuUsage()
        matchWeeks({ ground, client: seeker, occupancy, prices: noPrices }, 5)
        const spent = process.cpuUsage(before)
        return (spent.user + spent.system) / 1000
      })
      const { need } = seeker
      const visits = [need.individual, need.family, need.medication].filter((one) => one !== null).length
      matched.push({
        ms: median(goes),
        said: `${stay.programName}, ${instance.series.length} groups, ${instance.clinicians.length} clinicians, ${visits} visits`,
      })
    }
  })
  const all = pages.map(({ ms }) => ms)
  const alone = matched.map(({ ms }) => ms)
  const whole = pages.filter((one) => one.whole)
  say(
    `  ${whole.length} of ${pages.length} have a whole week; where none is, a large program's ways out are searched when asked for`,
  )
  say(
    `  page: p50 ${at(all, 0.5)} ms, p95 ${at(all, 0.95)} ms; matcher alone: p50 ${at(alone, 0.5)} ms, p99 ${at(alone, 0.99)} ms CPU`,
  )
  const slowest = pages.toSorted((a, b) => b.ms - a.ms).slice(0, 10)
  say('  the ten slowest pages:')
  for (const { ms, program, whole: isWhole, isFirst, after } of slowest)
    say(
      `    ${ms.toFixed(0)} ms: ${program}, ${isWhole ? 'whole' : 'not whole'}${isFirst ? ', first of its program and site' : ''}${after === '' ? '' : `, after ${after}`}`,
    )
  say('  the five for whom the matcher took longest:')
  for (const { ms, said } of matched.toSorted((a, b) => b.ms - a.ms).slice(0, 5))
    say(`    ${ms.toFixed(1)} ms CPU: ${said}`)
  const ofFirst = pages.filter(({ isFirst }) => isFirst).map(({ ms }) => ms)
  const later = pages.filter(({ isFirst }) => !isFirst).map(({ ms }) => ms)
  say(
    `  ${ofFirst.length} first pages of a program and site since the start: p50 ${at(ofFirst, 0.5)} ms, p99 ${at(ofFirst, 0.99)} ms; ${later.length} others: p50 ${at(later, 0.5)} ms, p99 ${at(later, 0.99)} ms`,
  )
  say(
    `  CPU of Node, this bench's own asking included: ${((user + system) / 1000 / pages.length).toFixed(1)} ms a page, whatever else the machine does`,
  )
  if (wrong > 0) throw new Error(`${wrong} answers were not 200.`)
  figure('People in care', String(census), '2,000 or more', census >= 2000)
  figure('Whole page, p99', `${at(all, 0.99)} ms`, '50 ms or less', Number(at(all, 0.99)) <= 50)
  figure(
    'Matcher on what the page asks, p99',
    `${at(alone, 0.99)} ms CPU`,
    '5 ms or less',
    Number(at(alone, 0.99)) <= 5,
  )
} finally {
  await house.close()
}
process.exit()

/** How many are in care, and stays spread over the whole house. */
async function staysOf({
  ownerUrl,
  now,
}: BenchHouse): Promise<{ census: number; stays: { id: string; place: string; program: string }[] }> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
  const { rows } = await owner.query<{ id: string; place: string; program: string }>(
    // Program and site: what a first page reads for all those after it.
    `select id, program_id::text || coalesce((
       select o.site_id::text from seat t join group_series r on r.id = t.series_id join room o on o.id = r.room_id
       where t.episode_id = episode.id and t.during @> $1::date and not o.is_video group by 1 order by count(*) desc, 1 limit 1), '') as "place", (select name from program p where p.id = program_id) as program
     from episode where clinic_id = $2 and during @> $1::date order by md5(id::text)`,
    [dayAt(now, riverbend.timeZone), riverbend.id],
  )
  await owner.end()
  return { census: rows.length, stays: rows.slice(0, asked) }
}

/** What colleagues change while somebody composes, as the triggers write it: whose diary, which seats, caseloads, the timetable. */
async function busyHouse({
  ownerUrl,
}: BenchHouse): Promise<{ work: (n: number) => Promise<string>; end: () => Promise<void> }> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
  const change = (what: string, about: string) =>
    owner.query(`insert into house_change (clinic_id, what, about) select $1, $2, ${about}`, [riverbend.id, what])
  return {
    async work(n) {
      await change('diary', '(select staff_id from series_leader order by random() limit 1)')
      await change('seats', '(select series_id from series_leader order by random() limit 1)')
      if (n % 20 === 19) await change('caseload', 'null')
      if (n % 100 === 99) await change('timetable', 'null')
      return n % 100 === 99 ? 'a change of the timetable' : n % 20 === 19 ? 'an admission' : ''
    },
    end: () => owner.end(),
  }
}

function at(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}
