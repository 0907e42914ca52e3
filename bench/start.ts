// Figure: from a fresh clone to a served page, and the second start. Run: npm run bench start
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { figure, say, sayMachine } from './run.ts'

say('\n# The demo from a fresh clone to a served page')
sayMachine()
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'stepwell-start-'))
const clone = path.join(folder, 'stepwell')
const running = new Set<ChildProcess>()
try {
  const began = performance.now()
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone])
  say(`  cloned ${execFileSync('git', ['-C', clone, 'rev-parse', '--short', 'HEAD']).toString().trim()}`)
  const first = await startDemo(300)
  const whole = (performance.now() - began) / 1000
  const left = await stopDemo(first)
  const again = performance.now()
  const second = await startDemo(60)
  const restart = (performance.now() - again) / 1000
  left.push(...(await stopDemo(second)))
  figure('Fresh clone to served page, install included', `${whole.toFixed(1)} s`, '90 s or less', whole <= 90)
  figure('Second start', `${restart.toFixed(1)} s`, '5 s or less', restart <= 5)
  for (const line of left) if (line.includes('stepwell.mjs')) say(`  left behind, with all that it started: ${line}`)
  figure('Processes left after SIGTERM to npm', String(left.length), 'none', left.length === 0)
} finally {
  for (const child of running) child.kill('SIGTERM')
  for (let wait = 0; wait < 50 && processesOf(folder).length > 0; wait += 1) await sleep(200)
  // Whatever still runs out of our own folder was started here, and would hold it for ever.
  for (const line of processesOf(folder)) process.kill(Number.parseInt(line, 10), 'SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

type Demo = { child: ChildProcess; ended: Promise<number | null>; said: () => string }

async function startDemo(seconds: number): Promise<Demo> {
  const port = await freePort()
  const { npm_config_prefix: _, ...env } = process.env
  const child = spawn('npm', ['run', '--silent', 'demo'], {
    cwd: clone,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (words += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const until = performance.now() + seconds * 1000
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/sign-in`).catch(() => null)
    if (answer?.status === 200 && (await answer.text()).includes('<form')) return { child, ended, said: () => words }
    if (child.exitCode !== null || performance.now() > until) throw new Error(`The demo did not start:\n${words}`)
    await sleep(50)
  }
}

/** As a supervisor does: SIGTERM to the process it started, and nothing else. Answers with what still runs afterwards. */
async function stopDemo({ child, ended, said }: Demo): Promise<string[]> {
  const began = performance.now()
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
  child.kill('SIGTERM')
  const code = await Promise.race([ended, sleep(20_000, 'late' as const)])
  running.delete(child)
  say(
    `  SIGTERM to npm: ${code === 'late' ? 'it still ran after 20 s' : `it ended with ${code ?? 'the signal'}`} after ${seconds()} s`,
  )
  const left = await quiet(8)
  if (left.length > 0) {
    // The clinic's own process, orphaned: it has to be told by itself before the folder is free again.
    const own = left.filter((line) => line.includes('bin/stepwell.mjs') && !line.includes('sh -c'))
    for (const line of own) process.kill(Number.parseInt(line, 10), 'SIGTERM')
    const told = performance.now()
    const still = await quiet(20)
    say(
      `  SIGTERM to Stepwell's own process: ${still.length} left after ${((performance.now() - told) / 1000).toFixed(1)} s`,
    )
    if (still.length > 0) throw new Error(`These do not end:\n${still.join('\n')}`)
  } else say(`  everything had ended after ${seconds()} s`)
  if (/error/i.test(said())) say(`  it said: ${said().slice(-500)}`)
  return left
}

async function quiet(seconds: number): Promise<string[]> {
  const until = performance.now() + seconds * 1000
  let left = processesOf(folder)
  while (left.length > 0 && performance.now() < until) {
    await sleep(200)
    left = processesOf(folder)
  }
  return left
}

/** Every process that was started in the folder or names it. */
function processesOf(place: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,args='])
    .toString()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(place) || workPlaceOf(line).startsWith(place))
}

function workPlaceOf(line: string): string {
  try {
    return readlinkSync(`/proc/${Number.parseInt(line, 10)}/cwd`)
  } catch {
    return '' // it has ended, it is not ours to look at, or this is no Linux
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
