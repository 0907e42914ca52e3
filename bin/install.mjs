import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const marker = path.join(root, 'node_modules', '.stepwell')
export const nodeBinary = () =>
  path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Installs the packages of the lock file unless this very lock file is installed already. */
export async function ensureInstalled({ withTools }) {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  const [installed, tools] = existsSync(marker) ? readFileSync(marker, 'utf8').split(' ') : []
  if (installed === lock && (tools === 'tools' || !withTools) && existsSync(nodeBinary())) return

  console.log('Installing packages (once for each version)…')
  const npm = process.env.npm_execpath
  // Not `npm ci`: the lock file was made where some other platforms' binaries cannot be had, and `ci` refuses such a lock.
  // This keeps to the lock's versions and hashes all the same, and adds the binaries of the platform it runs on.
  const args = [
    'install',
    '--no-save',
    ...(withTools ? [] : ['--omit=dev']),
    '--no-fund',
    '--no-audit',
    '--loglevel=error',
  ]
  const run = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], quiet())
    : spawnSync('npm', args, quiet())
  if (run.status !== 0 || !existsSync(nodeBinary())) {
    console.error(
      'The packages could not be installed. The lines above say why; the network or npm settings are the usual reason.',
    )
    process.exit(1)
  }
  writeFileSync(marker, `${lock} ${withTools ? 'tools' : 'plain'}`)
}

const quiet = () => ({ cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' })
