// Figure: whether the time of a page tells that somebody is kept out of a room with somebody else. The page of one client's weeks is
// asked of people before and after half of them have a rule. Run: npm run bench apart
import process from 'node:process'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { dayAt } from '../src/basics/dates.ts'
import { notNowFor } from '../src/clinic/groups/queries/apart.ts'
import { asPerson } from '../src/db/work.ts'
import { urls } from '../src/urls.ts'
import { castId, riverbend } from '../tests/cast.ts'
import { openBenchHouse } from './house.ts'
import { figure, median, option, say, sayMachine } from './run.ts'

const scale = Number(option('scale', '23'))
const asked = Number(option('clients', '60'))
const looks = Number(option('looks', '9'))

say(`\n# Apart-rules by the clock at ${scale}× the demo clinic: ${asked} people with a rule, ${asked} without`)
sayMachine()
const house = await openBenchHouse({
  scale,
  months: Number(option('months', '1')),
  folder: option('folder', '') || undefined,
})
const owner = new pg.Client({ connectionString: house.ownerUrl })
await owner.connect()
try {
  await owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
  const { rows: people } = await owner.query<{ client: string; episode: string; program: string }>(
    `select client_id as client, id as episode, program_id as program from episode
     where clinic_id = $2 and during @> $1::date order by md5(id::text)`,
    [dayAt(house.now, riverbend.timeZone), riverbend.id],
  )
  const chosen = people.slice(0, 2 * asked)
  const has = chosen.filter((_, n) => n % 2 === 0)
  const hasNot = chosen.filter((_, n) => n % 2 === 1)
  const before = await timesOf(chosen)
  // Each with somebody of their own program whose page nobody asks for.
  for (const one of has) {
    const at = people.findIndex((other, n) => n >= 2 * asked && other.program === one.program)
    const [other] = people.splice(at, 1)
    if (other === undefined) continue
    const [a = '', b = ''] = [one.client, other.client].toSorted()
    await owner.query(
      "insert into apart_rule (clinic_id, id, client_a, client_b, kind, because, noted_by, noted_at) values ($1, $2, $3, $4, 'other', '', $5, now())",
      [riverbend.id, randomUUID(), a, b, castId('dana')],
    )
  }
  const after = await timesOf(chosen)
  const question = async (some: typeof chosen): Promise<number[]> =>
    asPerson(house.pool, riverbend.id, house.director, house.now, async (work) => {
      const times: number[] = []
      for (const { client } of [...some, ...some]) {
        const began = performance.now()
        await notNowFor(work, client, dayAt(house.now, riverbend.timeZone))
        times.push(performance.now() - began)
      }
      return times.slice(some.length)
    })
  const [asksLong, asksShort] = [median(await question(has)), median(await question(hasNot))]
  await owner.query('delete from apart_rule where noted_by = $1 and because = $2', [castId('dana'), ''])

  const grown = (some: typeof chosen) =>
    some.map(({ client }) => median(after.get(client) ?? []) - median(before.get(client) ?? []))
  const [withRule, without] = [median(grown(has)), median(grown(hasNot))]
  const oneLook = (some: typeof chosen) => some.flatMap(({ client }) => after.get(client) ?? [])
  const told = chanceOf(oneLook(has), oneLook(hasNot))
  say(
    `  ${people.length + has.length} in care, ${looks} looks at each page: p50 ${median(oneLook(hasNot)).toFixed(1)} ms without a rule, ${median(oneLook(has)).toFixed(1)} with one`,
  )
  say(
    `  the same people before there was a rule: p50 ${median(has.flatMap(({ client }) => before.get(client) ?? [])).toFixed(1)} ms and ${median(hasNot.flatMap(({ client }) => before.get(client) ?? [])).toFixed(1)}`,
  )
  say(`  the question itself: p50 ${asksShort.toFixed(2)} ms without a rule, ${asksLong.toFixed(2)} with one`)
  figure(
    'What a rule adds to the page, median',
    `${(withRule - without).toFixed(1)} ms`,
    '2 ms or less',
    withRule - without <= 2,
  )
  figure(
    'Who has a rule, told by one look at the time',
    `${(told * 100).toFixed(0)} of 100 pairs`,
    '55 or less; by chance 50',
    told <= 0.55,
  )
} finally {
  await owner.end()
  await house.close()
}
process.exit()

/** So many looks at the page of each, in turn, after one that warms the house up. */
async function timesOf(some: readonly { client: string; episode: string }[]): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(some.map(({ client }) => [client, []]))
  for (let look = -1; look < looks; look += 1)
    for (const { client, episode } of some) {
      const began = performance.now()
      const answer = await fetch(`${house.baseUrl}${urls.composeWeek({ episode })}`, {
        headers: { cookie: house.cookie },
      })
      await answer.text()
      if (answer.status !== 200) throw new Error(`${answer.status} for the week of ${episode}`)
      if (look >= 0) times.get(client)?.push(performance.now() - began)
    }
  return times
}

/** How often one of `some` is longer than one of `others`, ties by half: 0.5 tells nothing, 1 everything. */
function chanceOf(some: readonly number[], others: readonly number[]): number {
  let wins = 0
  for (const one of some) for (const other of others) wins += one > other ? 1 : one === other ? 0.5 : 0
  return wins / (some.length * others.length)
}
