import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { stopWith } from './refusing.ts'

/**
 * One Stepwell server per folder. Node has no file lock of its own, but the SQLite inside it takes the kernel's: held
 * before the database is up (so that two first starts cannot race), gone with the process however it dies, and never in
 * need of cleaning up. The file stays empty. Only this function may open it: the kernel drops the lock when any other
 * handle of the same process on it is closed.
 */
export function lockFolder(dataDir: string): () => void {
  const file = join(dataDir, 'server.lock')
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch {
    // There from an earlier start; whether it can be opened is seen next.
  }
  const lock = new DatabaseSync(file)
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    // 5 is SQLITE_BUSY: somebody holds it.
    if (error instanceof Error && 'errcode' in error && error.errcode === 5)
      stopWith(
        'already-running',
        `Another Stepwell is already running on ${dataDir}: stop it first, or give this one another DATA_DIR.`,
      )
    throw error
  }
  return () => lock.close()
}
