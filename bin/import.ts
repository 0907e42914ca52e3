import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { dayAt } from '../src/basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../src/basics/refusal.ts'
import { plural } from '../src/basics/text.ts'
import { importReferral } from '../src/clinic/inquiries/actions/import.ts'
import { readDocument } from '../src/clinic/inquiries/actions/reading.ts'
import { MAX_BYTES, tooLarge } from '../src/clinic/inquiries/document.ts'
import { coordinatorToImportAs, type Importer } from '../src/clinic/inquiries/queries/importer.ts'
import { connect, type Pool } from '../src/db/connect.ts'
import { connectToRunning, startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { asPerson } from '../src/db/work.ts'
import { settingsFrom } from '../src/settings.ts'

// npm run import -- FILE… [--as EMAIL]: the referral of the main job from the command line, as a named coordinator.

const calledFrom = process.env.STEPWELL_CALLED_FROM ?? process.cwd()
const asked = argumentsFrom(process.argv.slice(2))
process.exitCode = isRefusal(asked) ? complain(asked) : await importAll(asked.files, asked.as)

function argumentsFrom(words: string[]): { files: string[]; as: string | null } | Refusal {
  const files: string[] = []
  let as: string | null = null
  for (let n = 0; n < words.length; n += 1) {
    const word = words[n] ?? ''
    if (word === '--as') as = words[(n += 1)] ?? ''
    else if (word.startsWith('--as=')) as = word.slice(5)
    else files.push(word)
  }
  if (files.length === 0 || as === '')
    return refuse('how', 'Say which files to import: npm run import -- FILE… [--as EMAIL]')
  return { files, as }
}

async function importAll(files: string[], as: string | null): Promise<number> {
  const settings = settingsFrom(process.env, calledFrom)
  if ('problems' in settings) return complain(refuse('settings', settings.problems.join('\n')))
  const database = await databaseOf(settings).catch((error: unknown) => sentenceOf(error))
  if (isRefusal(database)) return complain(database)
  try {
    const { appUrl } = await migrate(database.url)
    const pool = connect(appUrl, 2)
    try {
      const importer = await coordinatorToImportAs(pool, as)
      if (isRefusal(importer)) return complain(importer)
      let failed = 0
      for (const file of files) failed += await importOne(pool, importer, file, files.length > 1)
      return failed > 0 ? 1 : 0
    } finally {
      await pool.end()
    }
  } finally {
    await database.stop()
  }
}

/** The database of a Stepwell that runs, the demo's too; else the clinic's own, started for this. */
async function databaseOf(settings: {
  dataDir: string
  databaseUrl: string | null
}): Promise<{ url: string; stop: () => Promise<void> }> {
  const leave = async () => {}
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, stop: leave }
  const folders = [settings.dataDir, path.join(settings.dataDir, 'demo')]
  for (const dataDir of folders) {
    const running = await connectToRunning({ dataDir })
    if (running !== null) return { url: running.url, stop: leave }
  }
  // A demo is all there is: it is meant.
  const dataDir = folders.find((folder) => existsSync(path.join(folder, 'postgres'))) ?? settings.dataDir
  return startEmbedded({ dataDir, log: () => {} })
}

async function importOne(
  pool: Pool,
  { clinicId, clinicName, zone, by }: Importer,
  file: string,
  several: boolean,
): Promise<number> {
  const at = new Date()
  const whose = several ? `${file}: ` : ''
  const bytes = bytesOf(path.resolve(calledFrom, file), file)
  if (isRefusal(bytes)) return complain(bytes, whose)
  const read = await readDocument(bytes, dayAt(at, zone))
  if (isRefusal(read)) return complain(read, whose)
  const done = await everythingOrNothing(() =>
    asPerson(pool, clinicId, by, at, async (work) => {
      const accepted = await importReferral(work, { name: path.basename(file), bytes, read })
      if (isRefusal(accepted)) throw Object.assign(new Error(accepted.because), accepted)
      return accepted
    }),
  )
  if (isRefusal(done)) return complain(done, whose)
  const { problems, medications, allergies, coverages, notUnderstood, warnings } = read
  const left = notUnderstood.reduce((sum, { count }) => sum + count, 0)
  console.log(
    `${whose}Imported at ${clinicName} by ${by.name} as No. ${done.number}: ${[
      plural(problems.length, 'problem', 'problems'),
      plural(medications.length, 'medication', 'medications'),
      plural(allergies.length, 'allergy', 'allergies'),
      plural(coverages.length, 'coverage', 'coverages'),
      plural(warnings.length, 'warning', 'warnings'),
    ].join(
      ', ',
    )}; ${plural(left, 'record or field was', 'records or fields were')} not taken and ${left === 1 ? 'is' : 'are'} listed with the referral.`,
  )
  return 0
}

function bytesOf(file: string, named: string): Uint8Array | Refusal {
  try {
    const { size } = statSync(file)
    return size > MAX_BYTES ? tooLarge : readFileSync(file)
  } catch {
    return refuse('no-file', `${named} cannot be read. Look at the path, and whether you may read it.`)
  }
}

/** A refusal undoes the transaction as an exception does, and comes back as the sentence that it is. */
async function everythingOrNothing<T>(deed: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await deed()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}

function complain(refusal: Refusal, whose = ''): 1 {
  console.error(`${whose}${refusal.because}`)
  return 1
}

const sentenceOf = (error: unknown): Refusal =>
  isRefusal(error) ? error : refuse('no-database', error instanceof Error ? error.message : String(error))
