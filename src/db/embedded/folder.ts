import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endUnfinished } from './postmaster.ts'
import { stopWith } from './refusing.ts'
import { weAreRoot } from './runner.ts'

/** What lies where under DATA_DIR. */
export type Folder = { dataDir: string; cluster: string; secrets: string; passwordFile: string; portFile: string }

export const folderOf = (dataDir: string): Folder => {
  const at = resolve(dataDir)
  return {
    dataDir: at,
    cluster: join(at, 'postgres'),
    secrets: join(at, 'secrets'),
    passwordFile: join(at, 'secrets', 'database-password'),
    portFile: join(at, 'postgres.port'),
  }
}

/** Names of unfinished work. Whoever holds the lock may remove them: their maker is dead. */
const unfinished = 'postgres.new-'

export function openFolder(f: Folder): void {
  try {
    // As root the database runs as somebody else, who must be able to pass through.
    mkdirSync(f.dataDir, { recursive: true, mode: weAreRoot() ? 0o711 : 0o700 })
    mkdirSync(f.secrets, { recursive: true, mode: 0o700 })
  } catch (error) {
    stopWith(
      'no-data-dir',
      `Stepwell cannot write to ${f.dataDir} (${(error as Error).message}): choose another DATA_DIR.`,
    )
  }
}

export async function clearUnfinished(f: Folder, log: (line: Record<string, unknown>) => void): Promise<void> {
  for (const name of readdirSync(f.dataDir).filter((name) => name.startsWith(unfinished))) {
    log({ event: 'removing a database that was never finished', folder: name })
    const folder = join(f.dataDir, name)
    await endUnfinished(join(folder, 'cluster'))
    await removeContested(folder)
  }
}

/**
 * An initdb whose Stepwell was killed may still write here, and removes its own files when it finds some gone. Node's
 * rmSync then stops half way without a word: only looking tells whether the folder is gone.
 */
async function removeContested(folder: string): Promise<void> {
  for (let tries = 1; existsSync(folder); tries++) {
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      if (tries > 200) throw error
    }
    if (tries > 200)
      stopWith(
        'not-removed',
        `Stepwell cannot remove ${folder}, a database that was never finished: remove it by hand.`,
      )
    await sleep(20)
  }
}

export const newUnfinished = (f: Folder): string => {
  const folder = join(f.dataDir, `${unfinished}${randomBytes(6).toString('hex')}`)
  mkdirSync(folder, { mode: weAreRoot() ? 0o711 : 0o700 })
  return folder
}

/** 'whole', 'none', or a refusal: a folder that is something else is never written to. */
export function clusterState(f: Folder): 'whole' | 'none' {
  if (!existsSync(f.cluster)) return 'none'
  if (!existsSync(join(f.cluster, 'PG_VERSION'))) {
    if (readdirSync(f.cluster).length === 0) return 'none'
    return stopWith('not-a-database', `${f.cluster} is not a database, and not empty: choose another DATA_DIR.`)
  }
  const { uid } = statSync(f.cluster)
  const us = process.getuid?.()
  if (us !== undefined && us !== 0 && uid !== us)
    return stopWith(
      'not-our-database',
      `The database in ${f.cluster} belongs to another user of this system (number ${uid}): start Stepwell as that user or as root.`,
    )
  const version = readFileSync(join(f.cluster, 'PG_VERSION'), 'utf8').trim()
  if (version !== '18')
    return stopWith(
      'other-version',
      `The database in ${f.cluster} was made by PostgreSQL ${version}, and this Stepwell brings 18: use the Stepwell that made it.`,
    )
  return 'whole'
}

/** PostgreSQL refuses a folder that others may enter, as a plain copy of one often is. */
export function closeToOthers(cluster: string): void {
  if ((statSync(cluster).mode & 0o077) !== 0) chmodSync(cluster, 0o700)
}

/** The owner's password: made once, before the cluster that it opens. */
export function passwordOf(f: Folder, o: { make: boolean }): string {
  try {
    const kept = readFileSync(f.passwordFile, 'utf8').trim()
    if (kept !== '') return kept
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      stopWith(
        'password-unreadable',
        `Stepwell cannot read ${f.passwordFile}: start it as the user who owns that file.`,
      )
  }
  if (!o.make)
    stopWith(
      'password-lost',
      `The database's password file ${f.passwordFile} is gone: put it back from a backup's secrets folder.`,
    )
  const password = randomBytes(24).toString('base64url')
  writeDurably(f.passwordFile, `${password}\n`)
  return password
}

export function writeDurably(file: string, text: string): void {
  const fresh = `${file}.new`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, text, { mode: 0o600, flush: true })
  renameSync(fresh, file)
  syncFolder(dirname(file))
}

/** A rename is lasting only once its folder is on the disk. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
