import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve, sep } from 'node:path'
import { stopWith } from './refusing.ts'

/** What a backup says of itself, in manifest.json. */
export type About = {
  /** All work acknowledged before this instant is in the backup. */
  holdsAllUntil: string
  startedAt: string
  postgres: string
  platform: string
  /** The newest migration, or null in a database that has none yet. */
  migration: string | null
  systemIdentifier: string
  wal: { from: string; to: string }
}
export type FileRecord = { bytes: number; sha256: string }
export type Manifest = { format: 1; about: About; folders: string[]; files: Record<string, FileRecord> }

export const manifestName = 'manifest.json'
/** A backup that is being written, or whose writing was cut off. */
export const unfinishedEnding = '.unfinished'

const seal = (manifest: Manifest): string => createHash('sha256').update(JSON.stringify(manifest)).digest('hex')

/** The seal is over all before it, so that a damaged list cannot pass for a whole backup. */
export const manifestText = (manifest: Manifest): string =>
  `${JSON.stringify({ ...manifest, seal: seal(manifest) }, null, 1)}\n`

export function readManifest(dir: string): Manifest {
  const file = join(dir, manifestName)
  if (!existsSync(dir)) stopWith('no-backup', `There is no folder ${dir}.`)
  if (basename(resolve(dir)).endsWith(unfinishedEnding))
    stopWith('unfinished-backup', `${dir} is a backup that was never finished: restore an older one.`)
  if (!existsSync(file)) {
    const inside = readdirSync(dir).filter((name) => existsSync(join(dir, name, manifestName)))
    const newest = inside
      .filter((name) => !name.endsWith(unfinishedEnding))
      .sort()
      .at(-1)
    return newest === undefined
      ? stopWith('not-a-backup', `${dir} is not a Stepwell backup: it has no ${manifestName}.`)
      : stopWith('not-a-backup', `${dir} holds backups but is not one itself: the newest is ${join(dir, newest)}.`)
  }
  const damaged = (): never =>
    stopWith('damaged-backup', `The backup ${dir} is damaged: ${manifestName} is not as it was written.`)
  let said: Manifest & { seal: string }
  try {
    said = JSON.parse(readFileSync(file, 'utf8')) as Manifest & { seal: string } // its seal is checked next
  } catch {
    return damaged()
  }
  if (typeof said !== 'object' || said === null) return damaged()
  const { seal: sealed, ...manifest } = said
  if (manifest.format !== 1 && Number.isInteger(manifest.format))
    stopWith('newer-backup', `The backup ${dir} was written by a newer Stepwell: restore it with that one.`)
  if (sealed !== seal(manifest)) return damaged()
  // A seal can be made by anyone: no name may lead out of the folder.
  for (const path of [...manifest.folders, ...Object.keys(manifest.files)]) {
    const [top] = path.split('/')
    if ((top !== 'cluster' && top !== 'secrets') || path.split('/').some((part) => part === '..' || part.includes(sep)))
      return damaged()
  }
  return manifest
}

export const totalOf = (files: Record<string, FileRecord>): number =>
  Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0)
