import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import type pg from 'pg'
import { sha256 } from '../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../basics/refusal.ts'
import { plural } from '../basics/text.ts'
import { connectToRunning, startEmbedded } from './embedded.ts'
import { copyFile, eachOf, megabytes, progressOf } from './embedded/copy.ts'
import { clusterState, type Folder, folderOf, syncFolder } from './embedded/folder.ts'
import {
  type FileRecord,
  type Manifest,
  manifestName,
  manifestText,
  totalOf,
  unfinishedEnding,
} from './embedded/manifest.ts'
import { connectTo } from './embedded/postmaster.ts'
import { stopWith } from './embedded/refusing.ts'
import { ask, beginBackup, endBackup, journalBetween, migrationLevel, steadyControlFile } from './embedded/snapshot.ts'
import { listCluster, needRoom } from './embedded/tree.ts'

export type Backup = { folder: string; bytes: number; manifest: Manifest }

export const providersTools = (what: 'Backup' | 'Restore'): Refusal =>
  refuse(
    'not-embedded',
    `${what} is for the database that Stepwell brings along: DATABASE_URL is set, so use the tools of whoever runs that PostgreSQL (pg_basebackup, pgBackRest, your provider's snapshots).`,
  )

/**
 * A whole copy of the clinic's database, taken while people work: `<to>/stepwell-<UTC time>/`. It holds all that was
 * acknowledged before `manifest.about.holdsAllUntil`.
 *
 * The backup contains the secrets folder. The database's password protects a loopback port, and whoever can read the
 * backup's files can read every chart anyway: so the backup folder is for the same eyes only (0700, files 0600), and a
 * restore brings back one that works at once.
 */
export async function backup(o: {
  dataDir: string
  to: string
  databaseUrl?: string | undefined
  say?: (sentence: string) => void
  signal?: AbortSignal
}): Promise<Backup | Refusal> {
  if (o.databaseUrl) return providersTools('Backup')
  const say = o.say ?? (() => {})
  const folder = folderOf(o.dataDir)
  try {
    if (!existsSync(folder.dataDir) || clusterState(folder) === 'none')
      return refuse(
        'no-database',
        `There is no database in ${folder.dataDir} yet: nothing to back up.${demoBeside(folder)}`,
      )
    if (`${resolve(o.to)}${sep}`.startsWith(`${folder.cluster}${sep}`))
      return refuse('inside-database', `${o.to} lies inside the database itself: choose a folder elsewhere.`)
    const running = await connectToRunning(folder)
    if (running) return await writeBackup(folder, resolve(o.to), running.url, say, o.signal)
    say('Stepwell is not running: starting its database for the backup')
    const started = await startEmbedded({ dataDir: folder.dataDir, log: () => {} })
    try {
      return await writeBackup(folder, resolve(o.to), started.url, say, o.signal)
    } finally {
      await started.stop()
    }
  } catch (error) {
    if (isRefusal(error)) return refuse(error.refused, error.because)
    throw error
  }
}

/** `npm run demo` keeps its clinic apart from the real one, in a folder inside. */
function demoBeside({ dataDir }: Folder): string {
  const demo = folderOf(join(dataDir, 'demo'))
  return existsSync(demo.cluster) ? ` For the demo clinic, set DATA_DIR=${demo.dataDir}.` : ''
}

async function writeBackup(
  folder: Folder,
  to: string,
  url: string,
  say: (sentence: string) => void,
  signal: AbortSignal | undefined,
): Promise<Backup> {
  const startedAt = new Date().toISOString()
  const final = join(to, `stepwell-${startedAt.slice(0, 19).replaceAll(':', '-')}Z`)
  if (existsSync(final))
    stopWith('backup-exists', `${final} is there already and is left as it is: try again in a second.`)
  const work = `${final}${unfinishedEnding}`
  try {
    mkdirSync(to, { recursive: true })
    mkdirSync(work, { mode: 0o700 })
  } catch (error) {
    stopWith('no-backup-folder', `The backup cannot be written to ${to} (${(error as Error).message}).`)
  }
  const client = await connectTo(url)
  try {
    const manifest = await copyAll({ folder, work, client, startedAt, say, signal })
    writeFileSync(join(work, manifestName), manifestText(manifest), { mode: 0o600, flush: true })
    for (const name of [...manifest.folders].sort().reverse()) syncFolder(join(work, name))
    syncFolder(work)
    renameSync(work, final)
    syncFolder(to)
    return { folder: final, bytes: totalOf(manifest.files), manifest }
  } catch (error) {
    rmSync(work, { recursive: true, force: true })
    if (signal?.aborted) stopWith('backup-stopped', 'The backup was stopped; nothing of it is kept.')
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      stopWith('disk-full', `There is no room left in ${to}; the unfinished backup is removed.`)
    if (/^(57P|08)|^ECONN/.test((error as { code?: string }).code ?? '') || /Connection terminated/.test(String(error)))
      stopWith('database-stopped', 'The database was stopped during the backup; nothing of it is kept: try again.')
    throw error
  } finally {
    // Ends the session, and with it the backup mode and the slot, whatever happened.
    await client.end().catch(() => {})
  }
}

type Copying = {
  folder: Folder
  work: string
  client: pg.Client
  startedAt: string
  say: (sentence: string) => void
  signal: AbortSignal | undefined
}

async function copyAll(o: Copying): Promise<Manifest> {
  const { client, folder, work } = o
  const spaces = await ask<'n'>(
    client,
    "select count(*)::text as n from pg_tablespace where spcname not in ('pg_default', 'pg_global')",
  )
  if (spaces.n !== '0')
    stopWith('tablespaces', 'This database has tablespaces outside its folder, which Stepwell does not back up.')
  const facts = await ask<'version' | 'system'>(
    client,
    'select version() as version, system_identifier::text as system from pg_control_system()',
  )
  const migration = await migrationLevel(client)
  o.say('Waiting for the database to write its state to the disk')
  const from = await beginBackup(client)

  const list = listCluster(folder.cluster)
  needRoom(work, list.bytes)
  const folders = ['cluster', 'secrets', ...list.folders.map((name) => `cluster/${name}`)]
  for (const name of folders) mkdirSync(join(work, name), { mode: 0o700 })
  const files: Record<string, FileRecord> = {}
  const progress = progressOf(list.bytes, 'Copied', o.say)
  const keep = async (source: string, name: string): Promise<boolean> => {
    o.signal?.throwIfAborted()
    const record = await copyFile(source, join(work, name), { lasting: true })
    if (record) files[name] = record
    progress(record?.bytes ?? 0)
    return record !== null
  }
  const place = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(work, name), content, { mode: 0o600, flush: true, flag: 'wx' })
    files[name] = { bytes: Buffer.byteLength(content), sha256: sha256(content) }
  }

  o.say(`Copying ${plural(list.files.length, 'file', 'files')}, ${megabytes(list.bytes)}`)
  await eachOf(list.files, async (name) => {
    await keep(join(folder.cluster, name), `cluster/${name}`)
  })
  // After all files, as PostgreSQL's own tool does: it must not be older than they are.
  place('cluster/global/pg_control', await steadyControlFile(folder.cluster))
  const end = await endBackup(client)
  place('cluster/backup_label', end.label)

  const journal = await journalBetween(client, from, end.lsn)
  o.say(`Copying ${plural(journal.length, 'file', 'files')} of the journal written meanwhile`)
  for (const name of journal) {
    if (!(await keep(join(folder.cluster, 'pg_wal', name), `cluster/pg_wal/${name}`)))
      stopWith('journal-gone', `The database dropped a part of its journal (${name}) before it was copied: try again.`)
  }
  for (const entry of readdirSync(folder.secrets, { withFileTypes: true }))
    if (entry.isFile()) await keep(join(folder.secrets, entry.name), `secrets/${entry.name}`)

  const about = {
    holdsAllUntil: end.holdsAllUntil,
    startedAt: o.startedAt,
    postgres: facts.version,
    platform: `${process.platform}-${process.arch}`,
    migration,
    systemIdentifier: facts.system,
    wal: { from, to: end.lsn },
  }
  return { format: 1, about, folders, files }
}
