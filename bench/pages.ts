// Figure: every page of the staff that needs no choice, on a large clinic. Run: npm run bench pages [-- --scale 20]
import process from 'node:process'
import { urls } from '../src/urls.ts'
import { openBenchHouse, type BenchHouse } from './house.ts'
import { figure, median, option, say, sayMachine } from './run.ts'

const scale = Number(option('scale', '20'))
const months = Number(option('months', '3'))
const rounds = Number(option('rounds', '3'))
const only = option('page', '')
/** Longer than this nobody waits for a page, and the round ends. */
const patience = 20_000

say(`\n# Every page of the staff on ${scale}× the demo clinic, ${months} months, the director's, ${rounds} rounds`)
sayMachine()
const house = await openBenchHouse({ scale, months, folder: option('large', '') || undefined })
try {
  const asked: { path: string; ms: number; kilobytes: number; whole: boolean }[] = []
  for (const url of Object.values(urls)) {
    const { audience, methods, pattern } = url
    if (audience !== 'staff' || !methods.includes('get') || pattern.includes(':')) continue
    if (only === '' || pattern === only) asked.push(await timeOf(house, pattern))
  }
  asked.sort((one, other) => other.ms - one.ms)
  const slow = asked.filter(({ ms, whole }) => ms > 1000 || !whole)
  for (const { path, ms, kilobytes, whole } of asked.slice(0, Math.max(15, slow.length)))
    say(
      `${whole ? `${ms.toFixed(0)} ms`.padStart(9) : 'no answer'}  ${`${kilobytes.toFixed(0)} kB`.padStart(8)}  ${path}`,
    )
  const heavy = asked.filter(({ kilobytes }) => kilobytes > 500)
  figure(
    `Pages of ${asked.length} that take longer than a second on ${scale}×`,
    `${slow.length}`,
    '0',
    slow.length === 0,
  )
  figure(`Pages of ${asked.length} heavier than 500 kB of HTML`, `${heavy.length}`, '0', heavy.length === 0)
} finally {
  await house.close()
}
process.exit()

/** The median of some rounds after the first one, which fills caches; a page that does not answer in time is asked once. */
async function timeOf({ baseUrl, cookie }: BenchHouse, path: string) {
  const times: number[] = []
  let size = 0
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now()
    try {
      const signal = AbortSignal.timeout(patience)
      const answer = await fetch(`${baseUrl}${path}`, { headers: { cookie }, redirect: 'manual', signal })
      size = (await answer.text()).length
    } catch {
      return { path, ms: patience, kilobytes: 0, whole: false }
    }
    if (round > 0) times.push(performance.now() - began)
  }
  return { path, ms: median(times), kilobytes: size / 1000, whole: true }
}
