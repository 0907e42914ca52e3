import { readdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { megabytes } from './copy.ts'
import { askPrefix } from './postmaster.ts'
import { stopWith } from './refusing.ts'

// As pg_basebackup does: folders whose content a start makes anew, and files that belong to the running process.
const emptied = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const leftOut = new Set([
  'log',
  'postmaster.pid',
  'postmaster.opts',
  'current_logfiles',
  'backup_label',
  'backup_label.old',
  'tablespace_map',
  'tablespace_map.old',
  // Copied last, when all else is there.
  'global/pg_control',
])
const passing = (name: string): boolean =>
  name.startsWith('pgsql_tmp') || name.startsWith('pg_internal.init') || name.startsWith(askPrefix)

/** What a backup copies, by its path in the cluster. The journal's own files are copied separately, at the end. */
export function listCluster(cluster: string): { folders: string[]; files: string[]; bytes: number } {
  const list = { folders: [] as string[], files: [] as string[], bytes: 0 }
  const visit = (folder: string): void => {
    for (const name of namesIn(join(cluster, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (leftOut.has(path) || passing(name)) continue
      const found = statSync(join(cluster, path), { throwIfNoEntry: false })
      if (found?.isDirectory()) {
        list.folders.push(path)
        if (!emptied.has(path)) visit(path)
      } else if (found?.isFile() && !folder.startsWith('pg_wal')) {
        list.files.push(path)
        list.bytes += found.size
      }
    }
  }
  visit('')
  return list
}

/** Empty for a folder that went away meanwhile. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The journal that grows meanwhile and the folders need a little more than the files. */
export function needRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const needed = bytes + 64e6
  if (bavail * bsize < needed)
    stopWith(
      'disk-full',
      `${folder} has room for ${megabytes(bavail * bsize)}, and ${megabytes(needed)} are needed: choose a larger disk.`,
    )
}
