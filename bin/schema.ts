import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { freshDatabase } from '../tests/database.ts'

// Writes src/db/schema.d.ts from the migrated database; with --check, says whether it is up to date.
const committed = 'src/db/schema.d.ts'
const made = path.join(tmpdir(), `stepwell-schema-${process.pid}.d.ts`)
const db = await freshDatabase('empty')
const run = spawnSync(
  process.execPath,
  [
    'node_modules/kysely-codegen/dist/cli/bin.js',
    '--dialect',
    'postgres',
    '--url',
    db.ownerUrl,
    '--camel-case',
    '--out-file',
    made,
    '--date-parser',
    'string',
    '--numeric-parser',
    'number',
    '--exclude-pattern',
    'schema_migration',
    '--log-level',
    'error',
  ],
  { stdio: 'inherit' },
)
await db.close()
if (run.status !== 0) process.exit(1)

if (!process.argv.includes('--check')) {
  writeFileSync(committed, readFileSync(made))
} else if (readFileSync(committed, 'utf8') !== readFileSync(made, 'utf8')) {
  console.error(`${committed} is not what the migrations make. Run: node --import ./bin/loader.mjs bin/schema.ts`)
  process.exit(1)
}
