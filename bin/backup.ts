import { resolve } from 'node:path'
import { isRefusal } from '../src/basics/refusal.ts'
import { backup } from '../src/db/backup.ts'
import { megabytes } from '../src/db/embedded/copy.ts'

const [dir, ...more] = process.argv.slice(2)
if (dir === undefined || more.length > 0) {
  console.error('Say where to put the backup: npm run backup -- DIR')
  process.exit(1)
}

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())

const calledFrom = process.env.STEPWELL_CALLED_FROM ?? process.cwd()
const outcome = await backup({
  dataDir: resolve(calledFrom, process.env.DATA_DIR || './data'),
  to: resolve(calledFrom, dir),
  databaseUrl: process.env.DATABASE_URL,
  say: (sentence) => console.log(sentence),
  signal: stop.signal,
})
if (isRefusal(outcome)) {
  console.error(outcome.because)
  process.exitCode = 1
} else {
  const { holdsAllUntil } = outcome.manifest.about
  console.log(`Backup done: ${outcome.folder} (${megabytes(outcome.bytes)}) holds all work until ${holdsAllUntil}.`)
}
