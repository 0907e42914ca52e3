// npm run bench: every figure, one after the other; `npm run bench today` runs one. Options go on: `-- --scale 20`.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const benches = [
  'today',
  'scale',
  'bytes',
  'acts',
  'chart-page',
  'leaks',
  'visit',
  'flood',
  'bookings',
  'match-page',
  'apart',
  'start',
  'match',
  'compose',
  'weeks',
  'trouble',
  'reports',
  'pages',
]
const [first, ...others] = process.argv.slice(2)
const named = first !== undefined && !first.startsWith('--')
if (named && !benches.includes(first)) {
  process.stderr.write(`There is no bench "${first}". There are: ${benches.join(', ')}.\n`)
  process.exit(1)
}
const options = named ? others : process.argv.slice(2)
let worst = 0
for (const name of named ? [first] : benches) {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const { status } = spawnSync(process.execPath, [...process.execArgv, file, ...options], { stdio: 'inherit' })
  worst = Math.max(worst, status ?? 1)
}
// 0: every figure is reached; 2: one falls short; 1: one could not be measured.
process.exitCode = worst
