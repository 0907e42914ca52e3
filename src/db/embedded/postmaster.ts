import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** PostgreSQL's lock file, as far as it concerns us. */
export type Postmaster = { pid: number; port: number; state: string }

export function readLockFile(cluster: string): Postmaster | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Math.abs(Number(lines[0]))
    return pid > 0 ? { pid, port: Number(lines[3] ?? 0), state: (lines[7] ?? '').trim() } : null
  } catch {
    return null
  }
}

/** A process that has ended but that nobody has collected (a container without an init) counts as gone. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const stat = procStat(pid)
  return stat === null || !(stat.state === 'Z' || stat.state === 'X')
}

function procStat(pid: number): { name: string; state: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [from, to] = [text.indexOf('('), text.lastIndexOf(')')]
    return { name: text.slice(from + 1, to), state: text.slice(to + 2, to + 3) }
  } catch {
    return null
  }
}

/**
 * Is the living process `pid` the server of this very folder? After a power cut the number in the lock file may belong to
 * anybody. A server stands in its own folder, which the kernel tells us where it may (not in every container).
 */
function standsIn(cluster: string, pid: number): 'yes' | 'no' | 'unknown' {
  const stat = procStat(pid)
  if (stat && stat.name !== 'postgres') return 'no'
  try {
    const [there, here] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)]
    return there.ino === here.ino && there.dev === here.dev ? 'yes' : 'no'
  } catch {
    return 'unknown'
  }
}

export const urlOf = (password: string, port: number, database = 'stepwell'): string =>
  `postgres://stepwell:${password}@127.0.0.1:${port}/${database}`

export async function connectTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, application_name: 'stepwell' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return client
}

/** Marks of ours in a cluster that come and go; not part of a backup. */
export const askPrefix = 'stepwell-asks-'

/**
 * Asks the server on `port` to read a word that we just wrote into this folder: a copied folder brings the lock file and
 * the password of its original along, but the original's server cannot know this word.
 */
async function answersFor(cluster: string, password: string, port: number): Promise<'yes' | 'no' | 'wait' | 'refused'> {
  const name = `${askPrefix}${randomBytes(8).toString('hex')}`
  const word = randomBytes(16).toString('hex')
  writeFileSync(join(cluster, name), word, { mode: 0o644, flag: 'wx' })
  try {
    const client = await connectTo(urlOf(password, port))
    try {
      const { rows } = await client.query<{ word: string | null }>('select pg_read_file($1, 0, 100, true) as word', [
        name,
      ])
      return rows[0]?.word === word ? 'yes' : 'no'
    } finally {
      await client.end()
    }
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ECONNREFUSED') return 'refused'
    // 28…: password or user unknown, 3D000: no such database. All else (starting up, stopping, too many) may pass.
    return code !== undefined && /^(28|3D)/.test(code) ? 'no' : 'wait'
  } finally {
    rmSync(join(cluster, name), { force: true })
  }
}

export type Found = { running: Postmaster } | { running: null; notOurs?: number } | { running: null; silent: number }

/** The server of this folder, if there is one. Waits while it is starting, recovering or stopping. */
export async function findRunning(cluster: string, password: string, patience = 60_000): Promise<Found> {
  const until = Date.now() + patience
  let refusedSince: number | null = null
  for (;;) {
    const file = readLockFile(cluster)
    if (!file || !lives(file.pid)) return { running: null }
    const stands = standsIn(cluster, file.pid)
    if (stands === 'no') return { running: null, notOurs: file.pid }
    const answer = file.port > 0 ? await answersFor(cluster, password, file.port) : 'refused'
    if (answer === 'yes') return { running: file }
    if (answer === 'no')
      return stands === 'yes' ? { running: null, silent: file.pid } : { running: null, notOurs: file.pid }
    // A server listens from its first moments to its last: a closed port is somebody else's process number.
    refusedSince = answer === 'refused' ? (refusedSince ?? Date.now()) : null
    if (stands === 'unknown' && refusedSince !== null && Date.now() - refusedSince > 5000)
      return { running: null, notOurs: file.pid }
    if (Date.now() > until) return { running: null, silent: file.pid }
    await sleep(50)
  }
}

/** Fast shutdown: sessions end, nothing acknowledged is lost. Returns when the process is gone. */
export async function stopPostmaster(
  cluster: string,
  pid: number,
  log: (line: Record<string, unknown>) => void,
): Promise<void> {
  // Already gone: the number may be a stranger's by now.
  if (readLockFile(cluster)?.pid !== pid) return
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  signal('SIGINT')
  const asked = Date.now()
  let pressed = false
  while (lives(pid)) {
    await sleep(10)
    if (Date.now() - asked > 60_000 && !pressed) {
      pressed = true
      // Immediate shutdown: the next start replays the WAL, acknowledged work is kept.
      log({ event: 'the database did not stop within a minute and is stopped at once', pid })
      signal('SIGQUIT')
    }
  }
}

/** Ends a server whose folder is about to be removed; what it held was never finished. */
export async function endUnfinished(cluster: string): Promise<void> {
  const file = readLockFile(cluster)
  if (!file || !lives(file.pid) || standsIn(cluster, file.pid) !== 'yes') return
  process.kill(file.pid, 'SIGQUIT')
  while (lives(file.pid)) await sleep(10)
}
