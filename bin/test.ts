import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, rmSync, statfsSync } from 'node:fs'
import { availableParallelism, freemem } from 'node:os'
import { resolve } from 'node:path'
import process from 'node:process'
import { startEmbedded } from '../src/db/embedded.ts'
import { ensureChromium } from './chromium.ts'
import { type Batch, planOf } from './test-plan.ts'

// Everything that CI runs. `--fast` leaves out the browser; a path runs the test files under it only.
//
// A job is one process, and as many run at once as the machine has cores. A journey waits for the browser as often as the browser
// waits for it: so on two cores one journey walks beside the checks and the tests on PostgreSQL, and neither core stands idle.
type Job = { name: string; command: string; args: string[]; env?: Record<string, string>; inBrowser?: true }

const fast = process.argv.includes('--fast')
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const atOnce = Math.max(2, Math.min(8, availableParallelism()))
/** Long, for a machine half as quick as ours: it ends what hangs, and measures nothing. */
const patience = '--test-timeout=300000'
const quiet = '--disable-warning=ExperimentalWarning --import ./bin/loader.mjs --import ./tests/properties.ts'
  .split(' ')
  .concat(patience)
/** What one process has made of the house's TypeScript the next takes as it is: a third of what it costs to begin. */
const compiled = { NODE_COMPILE_CACHE: resolve('.cache/compiled') }
const memory = '/dev/shm'
const began = Date.now()
const counted = { pass: 0, fail: 0, skipped: 0 }
const broken: string[] = []

const plan = planOf(only)
const needsServer = plan.onDatabase.length > 0 || (plan.inBrowser.length > 0 && !fast)
const server = needsServer ? await testServer() : null
const env: Record<string, string> = server === null ? {} : { STEPWELL_TEST_SERVER: server.url }
const browser = plan.inBrowser.length > 0 && !fast ? { ...env, CHROMIUM: await ensureChromium() } : null

await runAll([
  ...(browser === null ? [] : plan.inBrowser.map((batch) => together('in Chromium', batch, browser, true))),
  ...(only.length > 0 ? [] : checks()),
  ...(plan.pure.length === 0 ? [] : [pureTests()]),
  ...plan.onDatabase.map((batch) => together('on PostgreSQL', batch, env)),
])
await server?.stop()

const seconds = Math.round((Date.now() - began) / 1000)
console.log(`\n${broken.length === 0 ? 'Everything holds' : `These do not hold: ${broken.join(', ')}`} (${seconds} s).`)
console.log(`${counted.pass} passed, ${counted.fail} failed, ${counted.skipped} skipped`)
process.exit(broken.length === 0 ? 0 : 1)

function checks(): Job[] {
  const tool = (name: string) => `node_modules/.bin/${name}`
  const schema = ['--import', './bin/loader.mjs', 'bin/schema.ts', '--check']
  return [
    { name: 'format', command: tool('biome'), args: ['format', '.'] },
    { name: 'lint', command: tool('oxlint'), args: ['--type-aware', '--quiet', 'src', 'tests', 'bin', 'bench'] },
    { name: 'types', command: tool('tsc'), args: ['-p', '.'] },
    ...(server === null ? [] : [{ name: 'database types', command: process.execPath, args: schema, env }]),
  ]
}

function pureTests(): Job {
  const args = [...quiet, '--test', '--test-isolation=none', ...plan.pure]
  return { name: `rules, without a database (${plan.pure.length} files)`, command: process.execPath, args }
}

function together(where: string, { name, files }: Batch, env: Record<string, string>, inBrowser?: true): Job {
  const args = [...quiet, 'bin/tests-together.ts', ...files]
  const job: Job = { name: `${where}: ${name}`, command: process.execPath, args, env }
  return inBrowser ? { ...job, inBrowser } : job
}

/** Every job once, in order, as places come free; of two places one is the browser's, and it keeps out of the other. */
async function runAll(jobs: Job[]): Promise<void> {
  const waiting = [...jobs]
  const journeysAtOnce = Math.floor(atOnce / 2)
  let journeys = 0
  const placeAtWork = async (): Promise<void> => {
    for (;;) {
      const next = waiting.findIndex((job) => !job.inBrowser || journeys < journeysAtOnce)
      const [job] = next < 0 ? [] : waiting.splice(next, 1)
      if (job === undefined) return
      journeys += job.inBrowser ? 1 : 0
      await done(job)
      journeys -= job.inBrowser ? 1 : 0
    }
  }
  await Promise.all(Array.from({ length: atOnce }, placeAtWork))
}

/** What a job says is shown whole when it has ended: two at once would be read by nobody. */
async function done({ name, command, args, env }: Job): Promise<void> {
  const started = Date.now()
  const { code, output } = await run(command, args, env ?? {})
  console.log(`\n── ${name} (${Math.round((Date.now() - started) / 1000)} s)\n${output.trimEnd()}`)
  for (const key of ['pass', 'fail', 'skipped'] as const) {
    counted[key] += Number(new RegExp(`^ℹ ${key} (\\d+)$`, 'm').exec(output)?.[1] ?? 0)
  }
  if (code !== 0) broken.push(name)
}

function run(command: string, args: string[], env: Record<string, string>): Promise<{ code: number; output: string }> {
  return new Promise((ended) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...compiled, ...process.env, ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (words: string) => {
        output += words
      })
    child.on('error', (error) => ended({ code: 1, output: `${output}${error.message}` }))
    child.on('close', (code) => ended({ code: code ?? 1, output }))
  })
}

/** A PostgreSQL for the tests alone, without fsync: what it holds is thrown away. One that is named in the environment is used as it is. */
async function testServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const named = process.env.STEPWELL_TEST_SERVER
  if (named !== undefined && named !== '') return { url: named, stop: async () => {} }
  const dataDir = inMemory() ?? '.cache/test-database'
  console.log(`\n── a PostgreSQL for the tests in ${dataDir}${existsSync(dataDir) ? '' : ' (made now)'}`)
  const running = await startEmbedded({
    dataDir,
    log: () => {},
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      max_wal_size: '256MB',
    },
  })
  return {
    url: running.url,
    stop: async () => {
      await running.stop()
      if (dataDir.startsWith(memory)) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * Where the whole run keeps its databases when the machine has room: each test file copies one of 2300 files and drops it again,
 * and ext4 takes a second of a core to make so many files where as many were just deleted. A run of a few files begins sooner
 * on the database that stays on disk.
 */
function inMemory(): string | null {
  const least = 4 * 1024 ** 3
  if (only.length > 0 || !existsSync(memory)) return null
  const { bavail, bsize } = statfsSync(memory)
  const checkout = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 8)
  return bavail * bsize > least && freemem() > least ? `${memory}/stepwell-tests-${checkout}` : null
}
