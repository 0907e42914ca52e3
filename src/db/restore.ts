import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isRefusal, refuse, type Refusal } from '../basics/refusal.ts'
import { plural } from '../basics/text.ts'
import { providersTools } from './backup.ts'
import { copyFile, eachOf, megabytes, progressOf } from './embedded/copy.ts'
import {
  clearUnfinished,
  clusterState,
  type Folder,
  folderOf,
  newUnfinished,
  openFolder,
  passwordOf,
  syncFolder,
} from './embedded/folder.ts'
import { launch } from './embedded/launch.ts'
import { lockFolder } from './embedded/lock.ts'
import { moveIntoPlace } from './embedded/make.ts'
import { type Manifest, readManifest, totalOf } from './embedded/manifest.ts'
import { readyNative } from './embedded/native.ts'
import { connectTo, stopPostmaster, urlOf } from './embedded/postmaster.ts'
import { stopWith } from './embedded/refusing.ts'
import { chooseRunner, giveTo } from './embedded/runner.ts'
import { ask, migrationLevel, readEverything } from './embedded/snapshot.ts'
import { needRoom } from './embedded/tree.ts'

export type Restored = { dataDir: string; tables: number; manifest: Manifest }

/**
 * Brings a backup back into a DATA_DIR that has no database yet. All is done aside: every file is checked against the
 * manifest as it is copied, the server is started once to replay the journal and every table and index is read. Only
 * what passed becomes DATA_DIR/postgres.
 */
export async function restore(o: {
  dataDir: string
  from: string
  databaseUrl?: string | undefined
  say?: (sentence: string) => void
  signal?: AbortSignal
}): Promise<Restored | Refusal> {
  if (o.databaseUrl) return providersTools('Restore')
  const say = o.say ?? (() => {})
  const from = resolve(o.from)
  const folder = folderOf(o.dataDir)
  try {
    const manifest = readManifest(from)
    if (!manifest.about.postgres.startsWith('PostgreSQL 18.'))
      return refuse(
        'other-version',
        `The backup was made by ${manifest.about.postgres.split(' on ')[0]}, and this Stepwell brings PostgreSQL 18: restore it with the Stepwell that made it.`,
      )
    openFolder(folder)
    const unlock = lockFolder(folder.dataDir)
    try {
      refuseFull(folder)
      await clearUnfinished(folder, () => {})
      const tables = await bringBack(folder, from, manifest, say, o.signal)
      return { dataDir: folder.dataDir, tables, manifest }
    } finally {
      unlock()
    }
  } catch (error) {
    if (isRefusal(error)) return refuse(error.refused, error.because)
    throw error
  }
}

function refuseFull(folder: Folder): void {
  let state: string
  try {
    state = clusterState(folder)
  } catch {
    state = 'something'
  }
  if (state !== 'none')
    stopWith(
      'data-dir-in-use',
      `${folder.dataDir} already holds a database, and a restore never writes over one: choose another folder, as in DATA_DIR=${folder.dataDir}-restored.`,
    )
}

async function bringBack(
  folder: Folder,
  from: string,
  manifest: Manifest,
  say: (sentence: string) => void,
  signal: AbortSignal | undefined,
): Promise<number> {
  const runner = chooseRunner(folder.cluster)
  const native = readyNative({ runner, dataDir: folder.dataDir, log: () => {} })
  needRoom(folder.dataDir, totalOf(manifest.files))
  const work = newUnfinished(folder)
  const cluster = join(work, 'cluster')
  try {
    await copyChecked(from, work, manifest, say, signal)
    giveTo(runner, cluster)
    say('Starting the database to replay its journal')
    const password = passwordOf(
      { ...folder, passwordFile: join(work, 'secrets', 'database-password') },
      { make: false },
    )
    const server = await launch({ folder, cluster, native, runner, log: () => {} })
    let tables: number
    try {
      tables = await check(urlOf(password, server.port), manifest, say)
    } finally {
      await stopPostmaster(cluster, server.pid, () => {})
    }
    signal?.throwIfAborted()
    // The secrets first: once the database is in its place, the restore is done.
    for (const name of readdirSync(join(work, 'secrets')))
      renameSync(join(work, 'secrets', name), join(folder.secrets, name))
    syncFolder(folder.secrets)
    moveIntoPlace(folder, work)
    return tables
  } catch (error) {
    if (signal?.aborted) stopWith('restore-stopped', 'The restore was stopped; nothing of it is kept.')
    throw error
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** What is hashed is what was written: a disk that errs between two readings is caught too. */
async function copyChecked(
  from: string,
  work: string,
  manifest: Manifest,
  say: (sentence: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const entries = Object.entries(manifest.files)
  const whole = totalOf(manifest.files)
  say(`Copying and checking ${plural(entries.length, 'file', 'files')}, ${megabytes(whole)}`)
  for (const name of manifest.folders) mkdirSync(join(work, name), { recursive: true, mode: 0o700 })
  const progress = progressOf(whole, 'Copied', say)
  await eachOf(entries, async ([name, wanted]) => {
    signal?.throwIfAborted()
    const got = await copyFile(join(from, name), join(work, name), { lasting: name.startsWith('secrets/') })
    if (got === null)
      stopWith('damaged-backup', `The backup ${from} is damaged: ${name} is missing. Nothing was restored.`)
    if (got.sha256 !== wanted.sha256)
      stopWith(
        'damaged-backup',
        `The backup ${from} is damaged: ${name} is not as it was written. Nothing was restored.`,
      )
    progress(got.bytes)
  })
}

async function check(url: string, manifest: Manifest, say: (sentence: string) => void): Promise<number> {
  const client = await connectTo(url)
  try {
    const { system } = await ask<'system'>(client, 'select system_identifier::text as system from pg_control_system()')
    const migration = await migrationLevel(client)
    if (system !== manifest.about.systemIdentifier || migration !== manifest.about.migration)
      stopWith('another-database', 'The restored database is not the one that the backup names. Nothing was restored.')
    say('Reading every table and checking every index')
    return await readEverything(client, say)
  } catch (error) {
    if (isRefusal(error)) throw error
    return stopWith(
      'damaged-database',
      `The restored database is damaged (${(error as Error).message}). Nothing was restored.`,
    )
  } finally {
    await client.end()
  }
}
