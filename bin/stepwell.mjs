// Starts every command on Node 24, whatever Node called npm; installs what is missing first. Plain JavaScript for that reason.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { ensureInstalled, nodeBinary, root } from './install.mjs'

const commands = {
  start: ['src/server.ts'],
  demo: ['src/server.ts', '--demo'],
  import: ['bin/import.ts'],
  backup: ['bin/backup.ts'],
  restore: ['bin/restore.ts'],
  trail: ['bin/trail.ts'],
  load: ['bin/load-demo.ts'],
  bench: ['bench/all.ts'],
}

const [name = 'start', ...rest] = process.argv.slice(2)
const command = commands[name]
if (command === undefined) {
  console.error(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`)
  process.exit(1)
}

await ensureInstalled({ withTools: name === 'bench' })
const [file, ...fixed] = command
const child = spawn(
  nodeBinary(),
  ['--disable-warning=ExperimentalWarning', '--import', './bin/loader.mjs', file, ...fixed, ...rest],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, STEPWELL_CALLED_FROM: process.cwd() },
  },
)

// A terminal sends Ctrl-C to everybody; a supervisor sends SIGTERM to us alone. Either way the child ends first.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm that is killed outright tells nobody: whoever lost the parent it was started by stops as well.
const parent = process.ppid
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 1)
})
