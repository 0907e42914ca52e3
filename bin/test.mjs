// npm test: installs what is missing, then hands over to bin/test.ts on Node 24.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { ensureInstalled, nodeBinary, root } from './install.mjs'

await ensureInstalled({ withTools: true })
const child = spawn(
  nodeBinary(),
  ['--disable-warning=ExperimentalWarning', '--import', './bin/loader.mjs', 'bin/test.ts', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
