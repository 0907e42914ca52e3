import { resolve } from 'node:path'
import { isRefusal } from '../src/basics/refusal.ts'
import { restore } from '../src/db/restore.ts'

const [dir, ...more] = process.argv.slice(2)
if (dir === undefined || more.length > 0) {
  console.error('Say which backup to restore: npm run restore -- DIR (a folder stepwell-… that npm run backup wrote)')
  process.exit(1)
}

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())

const calledFrom = process.env.STEPWELL_CALLED_FROM ?? process.cwd()
const outcome = await restore({
  dataDir: resolve(calledFrom, process.env.DATA_DIR || './data'),
  from: resolve(calledFrom, dir),
  databaseUrl: process.env.DATABASE_URL,
  say: (sentence) => console.log(sentence),
  signal: stop.signal,
})
if (isRefusal(outcome)) {
  console.error(outcome.because)
  process.exitCode = 1
} else {
  const { holdsAllUntil } = outcome.manifest.about
  console.log(`Restore done: ${outcome.dataDir} holds all work until ${holdsAllUntil}; every table and index was read.`)
}
