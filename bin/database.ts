import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { refuse } from '../src/basics/refusal.ts'
import { connectToRunning, startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { settingsFrom } from '../src/settings.ts'

export type OpenDatabase = { appUrl: string; ownerUrl: string; close: () => Promise<void> }

/**
 * The database for a command: the one of DATABASE_URL; else the embedded one, beside a Stepwell that runs or by itself.
 * A folder that holds only the demo means the demo.
 */
export async function openDatabase(): Promise<OpenDatabase> {
  const settings = settingsFrom(process.env, process.env.STEPWELL_CALLED_FROM ?? process.cwd())
  if ('problems' in settings) throw refuse('settings', settings.problems.join('\n'))
  if (settings.databaseUrl !== null) return opened(settings.databaseUrl, async () => {})
  const dataDir = folderOf(settings.dataDir)
  const running = await connectToRunning({ dataDir })
  if (running !== null) return opened(running.url, async () => {})
  if (!existsSync(path.join(dataDir, 'postgres'))) {
    throw refuse(
      'no-database',
      `There is no database in ${dataDir} yet. Start Stepwell once, or set DATA_DIR or DATABASE_URL.`,
    )
  }
  const embedded = await startEmbedded({ dataDir, log: () => {} })
  return opened(embedded.url, () => embedded.stop())
}

const folderOf = (dataDir: string): string =>
  !existsSync(path.join(dataDir, 'postgres')) && existsSync(path.join(dataDir, 'demo', 'postgres'))
    ? path.join(dataDir, 'demo')
    : dataDir

async function opened(ownerUrl: string, close: () => Promise<void>): Promise<OpenDatabase> {
  const { appUrl } = await migrate(ownerUrl)
  return { appUrl, ownerUrl, close }
}
