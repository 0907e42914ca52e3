import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Folder, writeDurably } from './folder.ts'
import { addressOf, lastWords, writeInCluster } from './make.ts'
import type { Native } from './native.ts'
import { readLockFile } from './postmaster.ts'
import { stopWith } from './refusing.ts'
import type { Runner } from './runner.ts'
import { settingsFile } from './settings.ts'

type Log = (line: Record<string, unknown>) => void
export type Launch = {
  folder: Folder
  cluster: string
  native: Native
  runner: Runner
  log: Log
  settings?: Record<string, string>
  /** Only this port will do: people are connected to it. */
  port?: number
  /** A process that wears the number in the lock file and is known not to be a server of this cluster. */
  notOurs?: number
}

/** Starts the server and returns when it takes connections, after replaying what a crash left. */
export async function launch(o: Launch): Promise<{ pid: number; port: number }> {
  writeInCluster(join(o.cluster, 'stepwell.conf'), settingsFile(), o.runner)
  const started = Date.now()
  for (;;) {
    const port = o.port ?? (await choosePort(o.folder))
    const outcome = await tryLaunch(o, port)
    if ('pid' in outcome) {
      if (o.port === undefined) rememberPort(o.folder, port)
      return { pid: outcome.pid, port }
    }
    // Somebody was quicker with the port; or the last sessions of a killed server still hold its memory for a moment.
    const passing = !(await isFree(port)) || /still in use|already exists/.test(outcome.said)
    if (!passing || Date.now() - started > 30_000)
      stopWith('database-not-started', `The database in ${o.cluster} did not start: ${lastWords(outcome.said)}`)
    await sleep(200)
  }
}

async function tryLaunch(o: Launch, port: number): Promise<{ pid: number } | { said: string }> {
  const startLog = join(o.folder.dataDir, 'postgres-start.log')
  const out = openSync(startLog, 'w', 0o600)
  const args = ['-D', addressOf(o.cluster, o.runner), '-p', String(port)]
  const fixed = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Which clinic's server this is, for whoever looks with ps.
    cluster_name: 'stepwell',
    'stepwell.folder': o.cluster,
    ...o.settings,
  }
  for (const [name, value] of Object.entries(fixed)) args.push('-c', `${name}=${value}`)
  // PostgreSQL trusts a lock file whose process lives, unless it is its own parent or grandparent (as pg_ctl tells it).
  const env = o.notOurs === undefined ? o.native.env : { ...o.native.env, PG_GRANDPARENT_PID: String(o.notOurs) }
  const who = o.runner ? { uid: o.runner.uid, gid: o.runner.gid } : {}
  // Its own session: Ctrl-C in a terminal reaches Node alone, which finishes its requests and then stops the database.
  const child = spawn(o.native.postgres, args, {
    cwd: o.cluster,
    env,
    detached: true,
    stdio: ['ignore', out, out],
    ...who,
  })
  closeSync(out)
  const end: { how?: string } = {}
  child.on('error', (error) => (end.how = error.message))
  child.on('exit', (code, signal) => (end.how ??= `it ended with ${signal ?? code}`))
  child.unref()
  const began = Date.now()
  let told = began
  while (end.how === undefined) {
    const file = readLockFile(o.cluster)
    if (file && file.pid === child.pid && file.state === 'ready') return { pid: file.pid }
    if (Date.now() - told > 5000) {
      told = Date.now()
      o.log({ event: 'the database is still starting (after a crash it replays its journal first)' })
    }
    await sleep(Date.now() - began < 1000 ? 5 : 50)
  }
  return { said: `${whatItSaid(o.cluster, startLog)} (${end.how})` }
}

/** The first lines go to the start log, all after that to the server's own file. */
function whatItSaid(cluster: string, startLog: string): string {
  const own = join(cluster, 'log')
  const texts = [readFileSync(startLog, 'utf8')]
  try {
    const today = `postgresql-${new Date().toUTCString().slice(0, 3)}.log`
    if (readdirSync(own).includes(today)) texts.push(readFileSync(join(own, today), 'utf8').slice(-1000))
  } catch {
    // No folder for logs yet.
  }
  const lines = texts.join('\n').split('\n')
  const serious = lines.filter((line) => /FATAL|PANIC|could not/.test(line))
  return lastWords((serious.length > 0 ? serious.slice(-2) : lines).join('\n'))
}

function rememberPort(f: Folder, port: number): void {
  if (rememberedPort(f) !== port) writeDurably(f.portFile, `${port}\n`)
}

function rememberedPort(f: Folder): number | null {
  try {
    const port = Number(readFileSync(f.portFile, 'utf8').trim())
    return Number.isInteger(port) && port > 1023 && port < 65536 ? port : null
  } catch {
    return null
  }
}

/** The port of last time, else a free one below those that systems hand out to outgoing connections. */
async function choosePort(f: Folder): Promise<number> {
  const known = rememberedPort(f)
  if (known !== null && (await isFree(known))) return known
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(20_000, 30_000)
    if (await isFree(port)) return port
  }
  return stopWith('no-free-port', 'No port between 20000 and 30000 is free on this machine for the database.')
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => done(true)))
  })
