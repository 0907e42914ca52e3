import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isRefusal, type Refusal } from '../basics/refusal.ts'
import { type Backup, backup } from './backup.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { type Manifest, manifestText } from './embedded/manifest.ts'
import { connectTo, lives, readLockFile } from './embedded/postmaster.ts'
import { restore } from './restore.ts'

const ground = mkdtempSync(join(tmpdir(), 'stepwell-backup-'))
const at = (name: string): string => join(ground, name)
let clinic: Embedded
let whole: Backup

const done = <T>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) assert.fail(outcome.because)
  return outcome
}
const refused = (outcome: unknown, pattern: RegExp): void => {
  assert.ok(isRefusal(outcome), 'should have been refused')
  assert.match(outcome.because, pattern)
}
async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = await connectTo(url)
  try {
    // Several statements at once answer with several results, which nobody here looks at.
    return (await client.query({ text: sql, rowMode: 'array' })).rows?.flat() ?? []
  } finally {
    await client.end()
  }
}
/** A copy of the whole backup to be damaged. */
const spoilt = (name: string): string => {
  cpSync(whole.folder, at(name), { recursive: true })
  return at(name)
}

before(async () => {
  clinic = await startEmbedded({ dataDir: at('clinic'), log: () => {} })
  await ask(
    clinic.url,
    `create table schema_migration (name text primary key);
     insert into schema_migration values ('001-people.sql'), ('002-clients.sql');
     create table note (id int primary key, twin int not null unique, body text not null);
     create unlogged table scratch (id int)`,
  )
})
after(async () => {
  await clinic.stop()
  rmSync(ground, { recursive: true, force: true, maxRetries: 5 })
})

test('a backup taken while people write brings back every row acknowledged before its end', async () => {
  const acknowledged: { id: number; at: number }[] = []
  let writing = true
  const writer = async (first: number): Promise<void> => {
    const client = await connectTo(clinic.url)
    for (let id = first; writing; id += 2) {
      await client.query('begin')
      await client.query('insert into note values ($1::int, -$1::int, repeat($2, 200))', [id, `part ${id} `])
      await client.query('update note set body = body || $1 where id = $2', ['signed', id])
      await client.query('commit')
      acknowledged.push({ id, at: Date.now() })
    }
    await client.end()
  }
  const writers = [writer(1), writer(2)]
  // Checkpoints and journal switches would throw away what the backup needs, did the slot not hold it.
  const disturber = (async () => {
    while (writing) await ask(clinic.url, 'select pg_switch_wal(); checkpoint')
  })()
  const said: string[] = []
  try {
    const until = Date.now() + 10_000
    while (acknowledged.length < 100 && Date.now() < until) await sleep(10)
    whole = done(await backup({ dataDir: at('clinic'), to: at('backups'), say: (line) => said.push(line) }))
  } finally {
    writing = false
    await Promise.all([...writers, disturber])
  }

  assert.match(basename(whole.folder), /^stepwell-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/)
  assert.equal(whole.manifest.about.migration, '002-clients.sql')
  assert.match(whole.manifest.about.postgres, /^PostgreSQL 18\./)
  assert.ok(said.length >= 3, 'progress is told')
  assert.equal(statSync(whole.folder).mode & 0o777, 0o700)
  assert.equal(statSync(join(whole.folder, 'secrets/database-password')).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(at('backups')), [basename(whole.folder)])
  assert.deepEqual(await ask(clinic.url, 'select slot_name from pg_replication_slots'), [], 'the slot is gone')

  const back = done(await restore({ dataDir: at('restored'), from: whole.folder }))
  assert.ok(back.tables > 2)
  const restored = await startEmbedded({ dataDir: at('restored'), log: () => {} })
  try {
    const end = Date.parse(whole.manifest.about.holdsAllUntil)
    const promised = acknowledged.filter((row) => row.at < end).map((row) => row.id)
    assert.ok(promised.length >= 100 && promised.length < acknowledged.length, 'the writers wrote before and after')
    const there = new Set(await ask(restored.url, 'select id from note'))
    assert.deepEqual(
      promised.filter((id) => !there.has(id)),
      [],
    )
    assert.deepEqual(await ask(restored.url, "select id from note where body not like '%signed' or twin <> -id"), [])
    // It is a database of its own: writing to it leaves the first as it was.
    await ask(restored.url, "insert into note values (0, 0, 'after')")
    assert.deepEqual(await ask(clinic.url, 'select id from note where id = 0'), [])
    assert.deepEqual(await ask(restored.url, "select extname from pg_extension where extname = 'amcheck'"), [])
  } finally {
    await restored.stop()
  }
})

test('one altered byte is refused by the name of its file, and nothing is left behind', async () => {
  const from = spoilt('altered')
  const sizes = Object.entries(whole.manifest.files).filter(([name]) => name.startsWith('cluster/base/'))
  const [name] = sizes.reduce((a, b) => (a[1].bytes >= b[1].bytes ? a : b))
  const file = openSync(join(from, name), 'r+')
  writeSync(file, Buffer.from([0xff]), 0, 1, 4242)
  closeSync(file)
  const outcome = await restore({ dataDir: at('never'), from })
  refused(outcome, new RegExp(`${name} is not as it was written`))
  assert.deepEqual(
    readdirSync(at('never')).filter((entry) => entry.startsWith('postgres')),
    [],
  )
  assert.deepEqual(readdirSync(at('never/secrets')), [])
  rmSync(join(from, name))
  refused(await restore({ dataDir: at('never'), from }), new RegExp(`${name} is missing`))
})

test('a list that was altered, or that leads out of the backup, is refused', async () => {
  const from = spoilt('listed')
  const list = join(from, 'manifest.json')
  const text = readFileSync(list, 'utf8')
  writeFileSync(list, text.replace('"cluster/PG_VERSION"', '"cluster/PG_VERSIOM"'))
  refused(await restore({ dataDir: at('never'), from }), /manifest\.json is not as it was written/)
  writeFileSync(list, text.slice(0, 5000))
  refused(await restore({ dataDir: at('never'), from }), /manifest\.json is not as it was written/)
  const { seal: _, ...manifest } = JSON.parse(text) as Manifest & { seal: string }
  const outside = { ...manifest, files: { ...manifest.files, 'cluster/../../escaped': { bytes: 1, sha256: '0' } } }
  writeFileSync(list, manifestText(outside))
  refused(await restore({ dataDir: at('never'), from }), /manifest\.json is not as it was written/)
})

test('a backup without the end of its journal is refused even when its list says it is whole', async () => {
  const from = spoilt('cut-off')
  const files = { ...whole.manifest.files }
  const last = Object.keys(files)
    .filter((name) => /^cluster\/pg_wal\/[0-9A-F]{24}$/.test(name))
    .sort()
    .at(-1)
  assert.ok(last)
  delete files[last]
  writeFileSync(join(from, 'manifest.json'), manifestText({ ...whole.manifest, files }))
  refused(await restore({ dataDir: at('never'), from }), /did not start|journal/)
  assert.equal(existsSync(at('never/postgres')), false)
})

test('a wrong folder, an unfinished backup, a folder of backups and a used DATA_DIR are each told apart', async () => {
  mkdirSync(at('holiday-pictures'))
  refused(await restore({ dataDir: at('untouched'), from: at('holiday-pictures') }), /not a Stepwell backup/)
  refused(await restore({ dataDir: at('untouched'), from: at('nowhere') }), /There is no folder/)
  refused(await restore({ dataDir: at('untouched'), from: at('backups') }), /the newest is .*stepwell-/)
  const cut = spoilt('stepwell-2026-01-01T00-00-00Z.unfinished')
  refused(await restore({ dataDir: at('untouched'), from: cut }), /never finished/)
  assert.equal(existsSync(at('untouched')), false)
  const before = readFileSync(at('restored/secrets/database-password'))
  refused(await restore({ dataDir: at('restored'), from: whole.folder }), /already holds a database.*another folder/)
  assert.deepEqual(readFileSync(at('restored/secrets/database-password')), before)
  refused(await restore({ dataDir: at('clinic'), from: whole.folder }), /already running/)
})

test('what cannot be backed up is said in a sentence', async () => {
  const databaseUrl = 'postgres://elsewhere/clinic'
  refused(await backup({ dataDir: at('clinic'), to: at('b'), databaseUrl }), /DATABASE_URL is set/)
  refused(await restore({ dataDir: at('r'), from: whole.folder, databaseUrl }), /DATABASE_URL is set/)
  refused(await backup({ dataDir: at('empty'), to: at('b') }), /nothing to back up\.$/)
  mkdirSync(at('empty/demo/postgres'), { recursive: true })
  refused(await backup({ dataDir: at('empty'), to: at('b') }), /For the demo clinic, set DATA_DIR=.*empty\/demo\./)
  refused(await backup({ dataDir: at('clinic'), to: at('clinic/postgres/base') }), /inside the database/)
  writeFileSync(at('file'), '')
  refused(await backup({ dataDir: at('clinic'), to: at('file') }), /cannot be written to/)
  const stop = new AbortController()
  const say = (line: string): void => (line.startsWith('Copying') ? stop.abort() : undefined)
  refused(await backup({ dataDir: at('clinic'), to: at('b'), say, signal: stop.signal }), /was stopped/)
  assert.deepEqual(readdirSync(at('b')), [])
})

test('the commands print progress and one last line, and work without a running server', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const run = (file: string, dir: string, DATA_DIR: string) => {
    const { DATABASE_URL: _, ...env } = process.env
    const args = ['--disable-warning=ExperimentalWarning', '--import', './bin/loader.mjs', `bin/${file}.ts`, dir]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      env: { ...env, DATA_DIR },
      encoding: 'utf8',
    })
    return { status, lines: stdout.trim().split('\n'), stderr: stderr.trim() }
  }
  const saved = run('backup', at('second'), at('restored'))
  assert.equal(saved.status, 0, saved.stderr)
  const pid = readLockFile(at('restored/postgres'))?.pid
  assert.ok(pid === undefined || !lives(pid), 'the command stops what it started')
  assert.match(saved.lines.at(-1) ?? '', /^Backup done: .*stepwell-.* holds all work until /)
  const [folder] = readdirSync(at('second'))
  const back = run('restore', join(at('second'), folder ?? ''), at('third'))
  assert.equal(back.status, 0, back.stderr)
  assert.ok(back.lines.length >= 4)
  assert.match(back.lines.at(-1) ?? '', /^Restore done: .*third holds all work until /)
  const third = await startEmbedded({ dataDir: at('third'), log: () => {} })
  assert.deepEqual(await ask(third.url, 'select body from note where id = 0'), ['after'])
  await third.stop()
  const again = run('restore', join(at('second'), folder ?? ''), at('third'))
  assert.equal(again.status, 1)
  assert.match(again.stderr, /^.*already holds a database.*$/)
})
