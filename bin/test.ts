import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import process from 'node:process'
import { startEmbedded } from '../src/db/embedded.ts'
import { ensureChromium } from './chromium.ts'

// Everything that CI runs, in one readable list. `--fast` leaves out the browser; a path runs the test files under it only.
const fast = process.argv.includes('--fast')
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const tool = (name: string) => `node_modules/.bin/${name}`
const began = Date.now()
const counted = { pass: 0, fail: 0, skipped: 0 }
const broken: string[] = []

if (only.length === 0) {
  await step('types', tool('tsc'), ['-p', '.'])
  await step('format', tool('biome'), ['format', '.'])
  await step('lint', tool('oxlint'), ['--type-aware', '--quiet', 'src', 'tests', 'bin', 'bench'])
}

const files = globSync('{src,tests,bin}/**/*.test.{ts,tsx}')
  .sort()
  .filter((file) => only.length === 0 || only.some((path) => file.includes(path)))
const needs = new Map(files.map((file) => [file, reachedBy(file)]))
const inBrowser = files.filter((file) => /playwright-core|tests\/browser\.ts/.test(needs.get(file) ?? ''))
const onDatabase = files.filter(
  (file) =>
    !inBrowser.includes(file) &&
    /tests\/(database|knock)\.ts|src\/db\/(embedded|backup|restore)\.ts/.test(needs.get(file) ?? ''),
)
const pure = files.filter((file) => !inBrowser.includes(file) && !onDatabase.includes(file))

await tests('rules, without a database', pure, ['--test-isolation=none'])
if (onDatabase.length > 0 || (inBrowser.length > 0 && !fast)) {
  const server = await testServer()
  const env = { STEPWELL_TEST_SERVER: server.url }
  if (only.length === 0)
    await step('database types', process.execPath, ['--import', './bin/loader.mjs', 'bin/schema.ts', '--check'], env)
  await tests('actions and pages, on PostgreSQL', onDatabase, ['--test-concurrency=2'], env)
  if (!fast && inBrowser.length > 0) {
    await tests('journeys, in Chromium', inBrowser, ['--test-concurrency=1'], {
      ...env,
      CHROMIUM: await ensureChromium(),
    })
  }
  await server.stop()
}

const seconds = Math.round((Date.now() - began) / 1000)
console.log(`\n${broken.length === 0 ? 'Everything holds' : `These do not hold: ${broken.join(', ')}`} (${seconds} s).`)
console.log(`${counted.pass} passed, ${counted.fail} failed, ${counted.skipped} skipped`)
process.exit(broken.length === 0 ? 0 : 1)

async function step(name: string, command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  console.log(`\n── ${name}`)
  const { code } = await run(command, args, env)
  if (code !== 0) broken.push(name)
}

async function tests(name: string, paths: string[], flags: string[], env: Record<string, string> = {}): Promise<void> {
  if (paths.length === 0) return
  console.log(`\n── ${name} (${paths.length} files)`)
  const { code, output } = await run(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      './bin/loader.mjs',
      '--test',
      '--test-timeout=180000',
      ...flags,
      ...paths,
    ],
    env,
  )
  for (const key of ['pass', 'fail', 'skipped'] as const) {
    counted[key] += Number(new RegExp(`^ℹ ${key} (\\d+)$`, 'm').exec(output)?.[1] ?? 0)
  }
  if (code !== 0) broken.push(name)
}

function run(command: string, args: string[], env: Record<string, string>): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      process.stdout.write(chunk)
    })
    child.on('error', (error) => {
      console.error(error.message)
      resolve({ code: 1, output })
    })
    child.on('exit', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** A PostgreSQL for the tests alone, without fsync: what it holds is thrown away. One that is named in the environment is used as it is. */
async function testServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const named = process.env.STEPWELL_TEST_SERVER
  if (named !== undefined && named !== '') return { url: named, stop: async () => {} }
  const dataDir = '.cache/test-database'
  console.log(`\n── a PostgreSQL for the tests ${existsSync(dataDir) ? '' : '(made once)'}`)
  return startEmbedded({
    dataDir,
    log: () => {},
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  })
}

/** Every file and package that a test file imports, itself or by what it imports. */
function reachedBy(file: string, seen = new Set<string>()): string {
  seen.add(file)
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)) {
    const path = name.startsWith('.') ? relative('.', resolve(dirname(file), name)) : name
    if (!name.startsWith('.')) seen.add(path)
    else if (!seen.has(path) && existsSync(path)) reachedBy(path, seen)
  }
  return [...seen].join('\n')
}
