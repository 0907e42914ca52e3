import { existsSync, statSync } from 'node:fs'
import { chooseRunner, giveTo } from './embedded/runner.ts'
import {
  clearUnfinished,
  closeToOthers,
  clusterState,
  type Folder,
  folderOf,
  openFolder,
  passwordOf,
} from './embedded/folder.ts'
import { launch, type Launch } from './embedded/launch.ts'
import { lockFolder } from './embedded/lock.ts'
import { makeCluster } from './embedded/make.ts'
import { readyNative } from './embedded/native.ts'
import { findRunning, lives, readLockFile, stopPostmaster, urlOf } from './embedded/postmaster.ts'
import { stopWith } from './embedded/refusing.ts'

/** `url` is the owner's: for migrations and backups. `adopted`: the server outlived the Stepwell that started it. */
export type Embedded = { url: string; adopted: boolean; stop(): Promise<void> }
type Log = (line: Record<string, unknown>) => void

/**
 * Brings up the clinic's own PostgreSQL in `dataDir`, making it on the first start. Rejects with an error that
 * `isRefusal` knows, whose `because` is for the person at the terminal: another Stepwell holds the folder, it is not a
 * database of ours, the programs do not run here.
 *
 * PostgreSQL outlives a Node that is killed. The next start then adopts it: two servers on one cluster would destroy it,
 * and the lock file is PostgreSQL's own to judge, so it is never deleted here.
 */
export async function startEmbedded(o: {
  dataDir: string
  log: Log
  settings?: Record<string, string>
}): Promise<Embedded> {
  const folder = folderOf(o.dataDir)
  openFolder(folder)
  const unlock = lockFolder(folder.dataDir)
  try {
    return await startLocked(folder, o.log, o.settings, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function startLocked(
  folder: Folder,
  log: Log,
  settings: Record<string, string> | undefined,
  unlock: () => void,
): Promise<Embedded> {
  const began = Date.now()
  await clearUnfinished(folder, log)
  const state = clusterState(folder)
  const password = passwordOf(folder, { make: state === 'none' })
  const runner = chooseRunner(folder.cluster)
  const found = state === 'whole' ? await findRunning(folder.cluster, password) : { running: null }
  if (found.running) {
    log({ event: 'the database was still running and is taken over', pid: found.running.pid, port: found.running.port })
  } else if ('silent' in found) {
    stopWith(
      'database-silent',
      `The database in ${folder.cluster} is running as process ${found.silent} and does not answer Stepwell: stop that process with "kill -INT ${found.silent}", then start again.`,
    )
  }
  const native = readyNative({ runner, dataDir: folder.dataDir, log })
  if (state === 'none') {
    log({ event: 'making the database', folder: folder.cluster, runsAs: runner?.name })
    await makeCluster({ folder, native, runner, password })
  } else {
    if (runner && statSync(folder.cluster).uid !== runner.uid) giveTo(runner, folder.cluster)
    closeToOthers(folder.cluster)
  }
  const how: Launch = { folder, cluster: folder.cluster, native, runner, log, settings }
  if ('notOurs' in found) how.notOurs = found.notOurs
  const server = found.running ?? (await launch(how))
  if (!found.running)
    log({ event: 'the database is up', pid: server.pid, port: server.port, milliseconds: Date.now() - began })
  const watch = keepUp(how, server)
  let stopping: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    const pid = await watch.end()
    await stopPostmaster(folder.cluster, pid, log)
    unlock()
    log({ event: 'the database is stopped' })
  }
  return { url: urlOf(password, server.port), adopted: found.running !== null, stop: () => (stopping ??= stop()) }
}

/** Starts the server again, on the same port, should it die under us (out of memory, a stray kill). */
function keepUp(how: Launch, server: { pid: number; port: number }): { end(): Promise<number> } {
  let { pid } = server
  let busy: Promise<void> | null = null
  let notBefore = 0
  const revive = async (): Promise<void> => {
    how.log({ event: 'the database has died and is started again', pid })
    try {
      pid = (await launch({ ...how, port: server.port, notOurs: undefined })).pid
      how.log({ event: 'the database is up again', pid, port: server.port })
    } catch (error) {
      notBefore = Date.now() + 5000
      how.log({ event: 'the database could not be started again', why: (error as Error).message })
    }
  }
  const timer = setInterval(() => {
    if (busy || Date.now() < notBefore || lives(pid)) return
    busy = revive().finally(() => (busy = null))
  }, 250)
  timer.unref()
  return {
    async end() {
      clearInterval(timer)
      await busy
      return pid
    },
  }
}

/** The server of this folder, if it is up: for commands beside a running Stepwell. Takes no lock and starts nothing. */
export async function connectToRunning(o: { dataDir: string }): Promise<{ url: string } | null> {
  const folder = folderOf(o.dataDir)
  if (!existsSync(folder.cluster) || readLockFile(folder.cluster) === null) return null
  if (clusterState(folder) === 'none') return null
  const password = passwordOf(folder, { make: false })
  const found = await findRunning(folder.cluster, password)
  return found.running ? { url: urlOf(password, found.running.port) } : null
}
