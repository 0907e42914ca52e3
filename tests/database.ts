import { randomBytes } from 'node:crypto'
import process from 'node:process'
import pg from 'pg'
import { connect, type Pool } from '../src/db/connect.ts'
import { setFileKeys } from '../src/db/sealing.ts'
import { migrate, migrationFiles } from '../src/db/migrate.ts'
import { sha256 } from '../src/basics/ids.ts'
import './properties.ts'
import { layWorld, todayHere } from './world.ts'

// Every test file gets a database of its own: a copy of a template that is migrated and holds the cast.
// `npm test` starts the server and sets this; by hand, any PostgreSQL of yours does. There is no default: a test that found a server
// by luck would pass on one machine alone.
export const server = process.env.STEPWELL_TEST_SERVER ?? ''
if (server === '')
  throw new Error('Tests on a database need STEPWELL_TEST_SERVER, or run them with `npm test -- path`.')

// Files in tests are sealed with a key of their own.
setFileKeys([Buffer.alloc(32, 'stepwell tests').toString('base64')])

export type TestDatabase = {
  pool: Pool
  owner: pg.Client
  ownerUrl: string
  appUrl: string
  close: () => Promise<void>
}

/** A fresh copy. `empty` leaves out the cast: a migrated database in which nobody founded a clinic yet. */
export async function freshDatabase(kind: 'cast' | 'empty' = 'cast'): Promise<TestDatabase> {
  const template = await ensureTemplate(kind)
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(async (client) => {
    // File by file: page by page through the log of changes is twice the work.
    await client.query(`create database ${name} template ${template} strategy file_copy`)
    // What 037-without-jit.sql sets of a database is not copied with it. With it the boards' own questions take thirty times as long.
    await client.query(`alter database ${name} set jit = off`)
  })
  const ownerUrl = at(name)
  // What is copied is migrated. The login is the server's: whoever has found it once finds it by the same words again.
  appLogin ??= migrate(ownerUrl)
  const appUrl = at(name, (await appLogin).appUrl)
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const pool = connect(appUrl, 8)
  return {
    pool,
    owner,
    ownerUrl,
    appUrl,
    close: async () => {
      await Promise.all([pool.end(), owner.end()])
      await onServer((client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

let appLogin: ReturnType<typeof migrate> | null = null
let fingerprint = ''

async function ensureTemplate(kind: 'cast' | 'empty'): Promise<string> {
  fingerprint ||= sha256(
    migrationFiles()
      .map((file) => file.checksum)
      .join() + layWorld.toString(),
  ).slice(0, 12)
  // The cast is seated around the clinic's day, which begins when Greenwich is hours into it.
  const name = `template_${kind}_${fingerprint}_${todayHere().replaceAll('-', '')}`
  return onServer(async (client) => {
    await client.query('select pg_advisory_lock(7203520)')
    const there = await client.query('select 1 from pg_database where datname = $1', [name])
    if (there.rowCount === 0) {
      const raw = `${name}_raw`
      await client.query(`drop database if exists ${raw} with (force)`)
      await client.query(`create database ${raw}`)
      await migrate(at(raw))
      if (kind === 'cast') await layWorld(at(raw))
      await client.query(`alter database ${raw} rename to ${name}`)
    }
    await client.query('select pg_advisory_unlock(7203520)')
    return name
  })
}

function at(database: string, like = server): string {
  const url = new URL(like)
  url.pathname = `/${database}`
  return url.toString()
}

async function onServer<T>(deed: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return await deed(client)
  } finally {
    await client.end()
  }
}
