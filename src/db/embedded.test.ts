import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRefusal } from '../basics/refusal.ts'
import { connectToRunning, type Embedded, startEmbedded } from './embedded.ts'
import { cleanEnv, mendLinks, packagedNative } from './embedded/native.ts'
import { connectTo, lives, readLockFile } from './embedded/postmaster.ts'

const ground = mkdtempSync(join(tmpdir(), 'stepwell-embedded-'))
const ends: (() => unknown)[] = []
after(async () => {
  for (const end of ends.reverse()) await end()
  rmSync(ground, { recursive: true, force: true, maxRetries: 5 })
})

const start = async (name: string): Promise<Embedded> => {
  const started = await startEmbedded({ dataDir: join(ground, name), log: () => {} })
  ends.push(() => started.stop())
  return started
}
const serverOf = (name: string): number => {
  const pid = readLockFile(join(ground, name, 'postgres'))?.pid
  assert.ok(pid !== undefined && lives(pid), `no server lives in ${name}`)
  return pid
}
async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = await connectTo(url)
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}
const refusal = (pattern: RegExp) => (error: unknown) =>
  isRefusal(error) && pattern.test(error.because) && !error.because.includes('\n')

/** Another Stepwell: says 'up' when its database is, then waits to be killed. */
function otherStepwell(name: string): { child: ChildProcess; up: Promise<unknown> } {
  const code = `import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    await startEmbedded({ dataDir: process.argv[1], log: () => {} })
    console.log('up'); setInterval(() => {}, 1e6)`
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code, join(ground, name)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  ends.push(() => child.kill('SIGKILL'))
  return { child, up: once(child.stdout, 'data') }
}
async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('the first start makes a database of the owner, closed to others and safe by default; the second finds it', async () => {
  const first = await start('first')
  const url = new URL(first.url)
  assert.equal(first.adopted, false)
  assert.deepEqual([url.username, url.hostname, url.pathname], ['stepwell', '127.0.0.1', '/stepwell'])
  const facts = await ask(
    first.url,
    `select current_user, current_database(), datlocprovider, datlocale, pg_encoding_to_char(encoding),
            current_setting('data_checksums'), current_setting('fsync'), current_setting('synchronous_commit'),
            current_setting('listen_addresses'), current_setting('unix_socket_directories'),
            current_setting('password_encryption'), current_setting('wal_level'), current_setting('shared_buffers'),
            current_setting('jit'), current_setting('timezone'), current_setting('log_error_verbosity'),
            (select count(*)::text from pg_hba_file_rules where auth_method <> 'scram-sha-256')
       from pg_database where datname = current_database()`,
  )
  const expected = 'stepwell stepwell b C.UTF-8 UTF8 on on on 127.0.0.1  scram-sha-256 replica 256MB off UTC terse 0'
  assert.deepEqual(facts, expected.split(' '))
  for (const file of ['secrets/database-password', 'server.lock', 'postgres.port'])
    assert.equal(statSync(join(ground, 'first', file)).mode & 0o777, 0o600, file)
  const wrong = Object.assign(new URL(first.url), { password: 'guess' })
  await assert.rejects(connectTo(wrong.href), { code: '28P01' })

  const pid = serverOf('first')
  await first.stop()
  assert.equal(lives(pid), false)
  assert.equal(existsSync(join(ground, 'first/postgres/postmaster.pid')), false)
  await assert.rejects(connectTo(first.url), { code: 'ECONNREFUSED' })
  assert.equal(await connectToRunning({ dataDir: join(ground, 'first') }), null)

  const second = await start('first')
  assert.deepEqual([second.url, second.adopted], [first.url, false])
  await second.stop()
})

test('after kill -9 of Stepwell the database lives on and is adopted, and stopping leaves no process', async () => {
  const { child, up } = otherStepwell('first')
  await up
  const pid = serverOf('first')
  const running = await connectToRunning({ dataDir: join(ground, 'first') })
  assert.ok(running)
  await ask(running.url, "create table kept as select 'a signed note' as what")
  await killed(child)
  assert.ok(lives(pid), 'the database should outlive Node')

  const next = await start('first')
  assert.equal(next.adopted, true)
  assert.equal(serverOf('first'), pid)
  assert.deepEqual(await ask(next.url, 'select what from kept'), ['a signed note'])
  await next.stop()
  assert.equal(lives(pid), false)
})

test('a second Stepwell on the same folder is refused with one sentence; commands beside the first are not', async () => {
  const { child, up } = otherStepwell('first')
  await up
  const pid = serverOf('first')
  await assert.rejects(startEmbedded({ dataDir: join(ground, 'first'), log: () => {} }), refusal(/already running/))
  const beside = await connectToRunning({ dataDir: join(ground, 'first') })
  assert.deepEqual(await ask(beside?.url ?? '', 'select 1::text'), ['1'])
  assert.equal(serverOf('first'), pid)
  // Ctrl-C in a terminal goes to the whole group; the database is not in it, so that Node can finish its requests.
  const gone = once(child, 'exit')
  process.kill(-(child.pid ?? assert.fail()), 'SIGINT')
  await gone
  await sleep(100)
  assert.ok(lives(pid), 'Ctrl-C should not reach the database')
  // The lock died with its process; in one process it holds as well.
  const mine = await start('first')
  assert.equal(mine.adopted, true)
  await assert.rejects(startEmbedded({ dataDir: join(ground, 'first'), log: () => {} }), refusal(/already running/))
  assert.deepEqual(await ask(mine.url, 'select 1::text'), ['1'])
  await mine.stop()
})

test('a first start cut off by kill -9 is seen and done again', async () => {
  const { child } = otherStepwell('cut')
  const half = (): string | undefined =>
    existsSync(join(ground, 'cut'))
      ? readdirSync(join(ground, 'cut')).find((n) => n.startsWith('postgres.new-'))
      : undefined
  while (!existsSync(join(ground, 'cut', half() ?? 'none', 'cluster', 'base'))) await sleep(2)
  await killed(child)
  assert.ok(half(), 'initdb should have been cut off half way')
  assert.equal(existsSync(join(ground, 'cut/postgres')), false)
  const again = await start('cut')
  assert.equal(half(), undefined)
  assert.deepEqual(await ask(again.url, 'select current_database()::text'), ['stepwell'])
  await again.stop()
})

test('what an unfinished start left goes, even while its own initdb is removing it too', async () => {
  const left = join(ground, 'first/postgres.new-left')
  for (let at = 0; at < 400; at++) mkdirSync(join(left, 'cluster/base', String(at), 'x'), { recursive: true })
  const other = spawn('rm', ['-rf', join(left, 'cluster')], { stdio: 'ignore' })
  ends.push(() => other.kill('SIGKILL'))
  await once(other, 'spawn')
  const started = await start('first')
  assert.equal(existsSync(left), false)
  await started.stop()
})

test('a remembered port that somebody else took is replaced by another', async () => {
  const before = Number(readFileSync(join(ground, 'first/postgres.port'), 'utf8'))
  const squatter = createServer().listen(before, '127.0.0.1')
  await once(squatter, 'listening')
  const moved = await start('first')
  assert.notEqual(Number(new URL(moved.url).port), before)
  assert.deepEqual(await ask(moved.url, 'select what from kept'), ['a signed note'])
  await moved.stop()
  squatter.close()
})

test('a copy of the folder of a running database gets a server of its own, and the original keeps its', async () => {
  const original = await start('first')
  const pid = serverOf('first')
  await ask(original.url, 'checkpoint')
  cpSync(join(ground, 'first'), join(ground, 'copy'), { recursive: true })
  assert.equal(readLockFile(join(ground, 'copy/postgres'))?.pid, pid)
  assert.equal(await connectToRunning({ dataDir: join(ground, 'copy') }), null)
  const copy = await start('copy')
  assert.equal(copy.adopted, false)
  assert.notEqual(serverOf('copy'), pid)
  await ask(copy.url, "update kept set what = 'only here'")
  assert.deepEqual(await ask(original.url, 'select what from kept'), ['a signed note'])
  await copy.stop()
  assert.equal(serverOf('first'), pid)
  await original.stop()
})

test('a lock file left by a power cut, its number now worn by a stranger, does not stop the start', async () => {
  const cluster = join(ground, 'first/postgres')
  const { uid, gid } = statSync(cluster)
  const stranger = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' })
  ends.push(() => stranger.kill('SIGKILL'))
  writeFileSync(join(cluster, 'postmaster.pid'), `${stranger.pid}\n${cluster}\n1\n1\n\n127.0.0.1\n\nready\n`)
  chownSync(join(cluster, 'postmaster.pid'), uid, gid)
  assert.equal(await connectToRunning({ dataDir: join(ground, 'first') }), null)
  const started = await start('first')
  assert.equal(started.adopted, false)
  assert.deepEqual(await ask(started.url, 'select what from kept'), ['a signed note'])
  await started.stop()
  assert.equal(stranger.exitCode ?? stranger.signalCode, null, 'the stranger is left alone')
})

test('a database killed under a running Stepwell comes back on the same address with all that was acknowledged', async () => {
  const running = await start('first')
  const pid = serverOf('first')
  await ask(running.url, "insert into kept values ('acknowledged')")
  process.kill(pid, 'SIGKILL')
  const until = Date.now() + 15_000
  let rows: unknown[] = []
  while (rows.length === 0 && Date.now() < until) {
    await sleep(50)
    rows = await ask(running.url, "select what from kept where what = 'acknowledged'").catch(() => [])
  }
  assert.deepEqual(rows, ['acknowledged'])
  const revived = serverOf('first')
  assert.notEqual(revived, pid)
  await running.stop()
  assert.equal(lives(revived), false)
})

test('a folder that holds something else, or another version, is left alone with a sentence', async () => {
  mkdirSync(join(ground, 'else/postgres'), { recursive: true })
  writeFileSync(join(ground, 'else/postgres/thesis.txt'), 'mine')
  await assert.rejects(start('else'), refusal(/is not a database, and not empty/))
  writeFileSync(join(ground, 'else/postgres/PG_VERSION'), '17\n')
  await assert.rejects(start('else'), refusal(/made by PostgreSQL 17/))
  assert.deepEqual(readdirSync(join(ground, 'else/postgres')).sort(), ['PG_VERSION', 'thesis.txt'])
})

test('a database whose password file is gone says so instead of making another', async () => {
  const file = join(ground, 'cut/secrets/database-password')
  rmSync(file)
  await assert.rejects(start('cut'), refusal(/password file .* is gone/))
  assert.equal(existsSync(file), false)
})

test('libraries whose links were never made, because install scripts were off, are linked by the launcher', () => {
  const { root } = packagedNative()
  for (const [name, beside] of [
    ['in-place', null],
    ['read-only', 'links'],
  ] as const) {
    const bare = join(ground, name)
    for (const folder of ['bin', 'lib']) {
      mkdirSync(join(bare, folder), { recursive: true })
      for (const entry of readdirSync(join(root, folder), { withFileTypes: true }))
        if (entry.isFile()) linkOrCopy(join(root, folder, entry.name), join(bare, folder, entry.name))
    }
    cpSync(join(root, 'pg-symlinks.json'), join(bare, 'pg-symlinks.json'))
    const run = (extra: Record<string, string>) =>
      spawnSync(join(bare, 'bin/initdb'), ['--version'], { env: { ...cleanEnv(), ...extra }, encoding: 'utf8' })
    assert.notEqual(run({}).status, 0, 'without its links initdb cannot start')
    const links = beside === null ? join(bare, 'lib') : join(bare, beside)
    assert.equal(mendLinks(bare, links), true)
    const { status, stdout } = run(beside === null ? {} : { LD_LIBRARY_PATH: `${links}:${join(bare, 'lib')}` })
    assert.deepEqual([status, stdout.startsWith('initdb (PostgreSQL) 18')], [0, true])
  }
  // Where the links cannot be written, it is said, not thrown.
  symlinkSync('/dev/null', join(ground, 'nowhere'))
  assert.equal(mendLinks(join(ground, 'in-place'), join(ground, 'nowhere/lib')), false)
})

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    cpSync(from, to)
  }
}
