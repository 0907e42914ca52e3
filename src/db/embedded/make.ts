import { spawn } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Folder, newUnfinished, syncFolder } from './folder.ts'
import type { Native } from './native.ts'
import { stopWith } from './refusing.ts'
import { giveTo, type Runner } from './runner.ts'
import { includeLines } from './settings.ts'

/**
 * How the database's programs find the cluster when another user runs them: by the folder they stand in. Node enters it
 * as root before it changes the user, so no right on the folders above is needed and a clone under /root works, with the
 * data staying where DATA_DIR says.
 */
export const addressOf = (cluster: string, runner: Runner): string =>
  runner && existsSync('/proc/self/cwd') ? '/proc/self/cwd' : cluster

/** Makes the cluster aside and renames it into place: what is called `postgres` is always whole. */
export async function makeCluster(o: {
  folder: Folder
  native: Native
  runner: Runner
  password: string
}): Promise<void> {
  const work = newUnfinished(o.folder)
  try {
    await fill(work, o)
    moveIntoPlace(o.folder, work)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function fill(work: string, o: { native: Native; runner: Runner; password: string }): Promise<void> {
  const cluster = join(work, 'cluster')
  mkdirSync(cluster, { mode: 0o700 })
  writeFileSync(join(work, 'password'), `${o.password}\n`, { mode: 0o600 })
  giveTo(o.runner, work)
  const address = addressOf(cluster, o.runner)
  // The package's ICU is old and a system's libc differs: with the built-in collation text indexes survive a move.
  const locale = ['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '-E', 'UTF8']
  const owner = ['-U', 'stepwell', '--pwfile=../password', '-A', 'scram-sha-256']
  await run(o, cluster, o.native.initdb, ['-D', address, ...owner, ...locale, '--data-checksums'])
  await run(o, cluster, o.native.postgres, ['--single', '-D', address, 'postgres'], 'create database stepwell\n')
  appendFileSync(join(cluster, 'postgresql.conf'), includeLines, { flush: true })
}

/** `work/cluster` becomes DATA_DIR/postgres. */
export function moveIntoPlace(f: Folder, work: string): void {
  const cluster = join(work, 'cluster')
  syncFolder(cluster)
  if (existsSync(f.cluster)) rmdirSync(f.cluster)
  renameSync(cluster, f.cluster)
  syncFolder(f.dataDir)
}

/** Gives one file in the cluster to whom the database runs as. */
export function writeInCluster(file: string, text: string, runner: Runner): void {
  const fresh = `${file}.new`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, text, { mode: 0o600, flag: 'wx' })
  if (runner) chownSync(fresh, runner.uid, runner.gid)
  renameSync(fresh, file)
}

async function run(
  o: { native: Native; runner: Runner },
  cwd: string,
  program: string,
  args: string[],
  input = '',
): Promise<void> {
  const who = o.runner ? { uid: o.runner.uid, gid: o.runner.gid } : {}
  const child = spawn(program, args, { cwd, env: o.native.env, stdio: 'pipe', ...who })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  if (/could not look up effective user ID/.test(said))
    stopWith(
      'nameless-user',
      `PostgreSQL needs the user that Stepwell runs as (number ${process.getuid?.()}) to have a name in /etc/passwd: add it, or start Stepwell as a named user or as root.`,
    )
  if (code !== 0 || /^(FATAL|ERROR|PANIC):|^\S.* (FATAL|ERROR|PANIC): /m.test(said))
    stopWith('database-not-made', `The database could not be made: ${lastWords(said)}`)
}

export const lastWords = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-4)
    .join(' ')
