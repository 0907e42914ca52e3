import { createHash, createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))
// Any number will do, as long as every copy of Stepwell takes the same one.
const lock = 7_203_518

export type Migrated = { applied: string[]; level: string; appUrl: string }

/**
 * Brings the database of `ownerUrl` to today's shape and answers with the address that the application uses:
 * a login that owns nothing. Several copies may start at once; one migrates, the others wait.
 */
export async function migrate(
  ownerUrl: string,
  log: (line: Record<string, unknown>) => void = () => {},
): Promise<Migrated> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    await refuseUnsupportedServer(client)
    const applied = await applyMissing(client, log)
    const appUrl = await ensureApplicationLogin(client, ownerUrl)
    await client.query('select pg_advisory_unlock($1)', [lock])
    return { applied, level: migrationFiles().at(-1)?.name ?? 'none', appUrl }
  } finally {
    await client.end()
  }
}

export const migrationFiles = (): { name: string; sql: string; checksum: string }[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(folder + name, 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })

async function refuseUnsupportedServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  const version = rows[0]?.version ?? 0
  if (version < 150_000) {
    throw new Error(`Stepwell needs PostgreSQL 15 or newer; this server is ${Math.floor(version / 10_000)}.`)
  }
}

async function applyMissing(client: pg.Client, log: (line: Record<string, unknown>) => void): Promise<string[]> {
  await client.query(
    'create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')
  const known = new Map(rows.map((row) => [row.name, row.checksum]))
  const files = migrationFiles()
  const newest = [...known.keys()].sort().at(-1)
  if (newest !== undefined && !files.some((file) => file.name === newest)) {
    throw new Error(`This database was used by a newer Stepwell (${newest}). Start that version, or restore a backup.`)
  }

  const applied: string[] = []
  for (const file of files) {
    const before = known.get(file.name)
    if (before === file.checksum) continue
    if (before !== undefined) {
      throw new Error(`Migration ${file.name} was changed after it had been applied. Migrations never change.`)
    }
    await client.query('begin')
    try {
      await client.query(file.sql)
      await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [file.name, file.checksum])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(
        `Migration ${file.name} did not apply: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      )
    }
    applied.push(file.name)
    log({ event: 'migrated', migration: file.name })
  }
  return applied
}

/**
 * The application signs in as a role of its own. Its password follows from the owner's, so that every copy behind a
 * load balancer knows it without one more setting to keep secret.
 */
async function ensureApplicationLogin(client: pg.Client, ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl)
  const { rows } = await client.query<{ name: string }>('select current_user as name')
  const login = `${rows[0]?.name ?? 'stepwell'}_app_login`.slice(0, 63)
  const password = createHmac('sha256', decodeURIComponent(url.password))
    .update('stepwell application login')
    .digest('hex')
  url.username = encodeURIComponent(login)
  url.password = password
  const appUrl = url.toString()
  // Roles belong to the whole server: touching one that works already would make copies that start together collide.
  if (await canSignIn(appUrl)) return appUrl

  const name = client.escapeIdentifier(login)
  const exists = await client.query('select 1 from pg_roles where rolname = $1', [login])
  if (exists.rowCount === 0) await client.query(`create role ${name} login`)
  await client.query(`alter role ${name} with login password ${client.escapeLiteral(password)}`)
  await client.query(`grant stepwell_app to ${name}`)
  return appUrl
}

async function canSignIn(appUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: appUrl })
  try {
    await client.connect()
    const { rows } = await client.query<{ member: boolean }>(
      "select pg_has_role(current_user, 'stepwell_app', 'member') as member",
    )
    return rows[0]?.member === true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
