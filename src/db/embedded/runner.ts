import { spawnSync } from 'node:child_process'
import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cleanEnv } from './native.ts'

/** Whom PostgreSQL runs as when Stepwell is root (PostgreSQL refuses to be root); null: as ourselves. */
export type Runner = { uid: number; gid: number; name: string } | null

export const weAreRoot = (): boolean => process.getuid?.() === 0

function lookUp(name: string): Runner {
  const ask = (flag: string): number => {
    const { status, stdout } = spawnSync('id', [flag, name], { env: cleanEnv(), encoding: 'utf8' })
    return status === 0 ? Number(stdout.trim()) : Number.NaN
  }
  const [uid, gid] = [ask('-u'), ask('-g')]
  return uid > 0 && Number.isInteger(gid) ? { uid, gid, name } : null
}

const nameOf = (uid: number): string =>
  spawnSync('id', ['-un', String(uid)], { env: cleanEnv(), encoding: 'utf8' }).stdout?.trim() || `number ${uid}`

function create(name: string): Runner {
  const nowhere = ['--no-create-home', '--shell', '/usr/sbin/nologin', name]
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--home-dir', '/nonexistent', ...nowhere]],
    ['adduser', ['--system', '--group', '--home', '/nonexistent', ...nowhere]],
  ]
  for (const [program, args] of ways) {
    const env = { ...cleanEnv(), PATH: `${cleanEnv().PATH}:/usr/sbin:/sbin` }
    if (spawnSync(program, args, { env }).status === 0) return lookUp(name)
  }
  return null
}

/**
 * The owner of an existing cluster comes first: a container that is made anew may number its users differently, and the
 * files must not change hands at each start.
 */
export function chooseRunner(cluster: string): Runner {
  if (!weAreRoot()) return null
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) }
  return lookUp('stepwell') ?? lookUp('postgres') ?? create('stepwell') ?? lookUp('nobody')
}

/** Gives a folder and all in it to the runner; the folder itself last, so that an interrupted run is seen and redone. */
export function giveTo(runner: Runner, folder: string): void {
  if (!runner) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) giveTo(runner, path)
    else lchownSync(path, runner.uid, runner.gid)
  }
  chownSync(folder, runner.uid, runner.gid)
}
