import process from 'node:process'
import { parseArgs } from 'node:util'
import { riverbend } from '../tests/cast.ts'
import { dayAt } from '../src/basics/dates.ts'
import { isRefusal } from '../src/basics/refusal.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { fileKeysFrom, setFileKeys } from '../src/db/sealing.ts'
import { isEmpty, loadDemo } from '../src/demo/load.ts'
import { progressBar } from '../src/demo/progress.ts'
import { settingsFrom } from '../src/settings.ts'

// Lays the demo clinic, of any size: what `npm run demo` shows, and a hundred times that for the benches.
const usage = 'npm run load -- [--clients 90] [--months 12] [--scale 1] [--seed 7]'
const say = (text: string) => void process.stdout.write(`${text}\n`)

try {
  const wish = wishFrom(process.argv.slice(2))
  const settings = settingsFrom(process.env, process.env.STEPWELL_CALLED_FROM ?? process.cwd())
  if ('problems' in settings) throw new Error(settings.problems.join('\n'))
  const embedded =
    settings.databaseUrl === null ? await startEmbedded({ dataDir: `${settings.dataDir}/demo`, log: () => {} }) : null
  try {
    const ownerUrl = embedded?.url ?? settings.databaseUrl ?? ''
    await migrate(ownerUrl)
    const keys = fileKeysFrom(settings.fileKeys, `${settings.dataDir}/demo`, embedded !== null)
    if (Array.isArray(keys)) setFileKeys(keys)
    else say(`${keys.missing}\nUntil then the demo has no signed papers and no estimates.`)
    if (!(await isEmpty(ownerUrl))) {
      throw new Error('This database holds a clinic already. Give the demo an empty database of its own.')
    }
    const at = new Date()
    const began = performance.now()
    const onProgress = progressBar('Laying the demo clinic', say)
    await loadDemo(ownerUrl, { today: dayAt(at, riverbend.timeZone), at, ...wish, onProgress })
    say(`The demo clinic is laid (${Math.round((performance.now() - began) / 1000)} s).`)
  } finally {
    await embedded?.stop()
  }
} catch (error) {
  process.stderr.write(`${isRefusal(error) ? error.because : error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function wishFrom(given: string[]): { clients: number; months: number; scale: number; seed: number } {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: given, options: { clients: text, months: text, scale: text, seed: text } })
  const number = (name: keyof typeof values, usual: number, most: number): number => {
    const value = Number(values[name] ?? usual)
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw new Error(`--${name} is a whole number from 1 to ${most}. ${usage}`)
    }
    return value
  }
  return {
    clients: number('clients', 90, 110),
    months: number('months', 12, 24),
    scale: number('scale', 1, 1000),
    seed: number('seed', 7, 1_000_000),
  }
}
