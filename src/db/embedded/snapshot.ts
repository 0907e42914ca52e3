import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { stopWith } from './refusing.ts'

/** The first row, its values as text. */
export async function ask<Name extends string>(
  client: pg.Client,
  sql: string,
  values: unknown[] = [],
): Promise<Record<Name, string>> {
  const { rows } = await client.query<Record<Name, string>>(sql, values)
  return rows[0] ?? stopWith('no-answer', 'The database gave no answer to a question about itself: try again.')
}

/** The newest migration, null where none has run yet. */
export async function migrationLevel(client: pg.Client): Promise<string | null> {
  const { there } = await ask<'there'>(
    client,
    "select (to_regclass('public.schema_migration') is not null)::text as there",
  )
  if (there !== 'true') return null
  const { rows } = await client.query<{ name: string | null }>('select max(name) as name from public.schema_migration')
  return rows[0]?.name ?? null
}

/**
 * Puts the server in backup mode until the session ends. The slot keeps the journal from this moment until it has been
 * copied; being temporary, it cannot outlive the session and fill the disk.
 */
export async function beginBackup(client: pg.Client): Promise<string> {
  await client.query("select pg_create_physical_replication_slot('stepwell_backup_' || pg_backend_pid(), true, true)")
  const { lsn } = await ask<'lsn'>(client, "select pg_backup_start('stepwell', fast => true)::text as lsn")
  return lsn
}

/** Ends backup mode: until when all is held, where the journal ends that is needed, the label that goes with the copy. */
export async function endBackup(client: pg.Client): Promise<{ holdsAllUntil: string; lsn: string; label: string }> {
  const { ms } = await ask<'ms'>(client, 'select floor(extract(epoch from clock_timestamp()) * 1000)::text as ms')
  const { lsn, label } = await ask<'lsn' | 'label'>(
    client,
    'select lsn::text as lsn, labelfile as label from pg_backup_stop(wait_for_archive => false)',
  )
  return { holdsAllUntil: new Date(Number(ms)).toISOString(), lsn, label }
}

/** The journal's files between two positions, in order. */
export async function journalBetween(client: pg.Client, from: string, to: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select pg_walfile_name('0/0'::pg_lsn + (n * size + 1)) as name
       from (select pg_size_bytes(current_setting('wal_segment_size'))::numeric as size) s,
            generate_series(div($1::pg_lsn - '0/0', size), div($2::pg_lsn - '0/0' - 1, size)) n
      order by n`,
    [from, to],
  )
  return rows.map(({ name }) => name)
}

/** pg_control is rewritten in place now and then: the same bytes twice are a whole one. */
export async function steadyControlFile(cluster: string): Promise<Buffer> {
  const file = join(cluster, 'global/pg_control')
  let before = await readFile(file)
  for (;;) {
    await sleep(5)
    const now = await readFile(file)
    if (now.equals(before)) return now
    before = now
  }
}

/**
 * Reads every table and checks that every B-tree holds exactly what its table does: each page read is checked against
 * its checksum. Leaves nothing behind.
 */
export async function readEverything(client: pg.Client, say: (sentence: string) => void): Promise<number> {
  await client.query('begin')
  try {
    await client.query('create extension if not exists amcheck')
    const { rows: tables } = await client.query<{ id: string; name: string }>(
      `select oid::text as id, oid::regclass::text as name from pg_class
        where relkind in ('r', 'm') and relpersistence = 'p' order by pg_relation_size(oid)`,
    )
    let told = Date.now()
    for (const [at, table] of tables.entries()) {
      await client.query(`select count(*) from ${table.name}`)
      await client.query(
        `select bt_index_check(i.indexrelid, true) from pg_index i
           join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
          where i.indrelid = $1::oid and a.amname = 'btree' and i.indisvalid and i.indisready`,
        [table.id],
      )
      if (Date.now() - told > 1000) {
        told = Date.now()
        say(`Checked ${at + 1} of ${tables.length} tables`)
      }
    }
    return tables.length
  } finally {
    await client.query('rollback')
  }
}
