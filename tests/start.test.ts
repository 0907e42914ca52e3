import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { connectToRunning } from '../src/db/embedded.ts'

// The real thing, as an operator runs it: first run, stop, kill, start again, back up, restore.

const node = [process.execPath, ['--disable-warning=ExperimentalWarning', '--import', './bin/loader.mjs']] as const
type Server = { child: ChildProcess; url: string; said: () => string; ended: Promise<number | null> }

describe('A Stepwell of one’s own', { timeout: 170_000 }, () => {
  let folder: string
  let server: Server
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'stepwell-start-'))
    server = await open(path.join(folder, 'data'))
  })
  after(async () => {
    server.child.kill('SIGKILL')
    for (const name of ['data', 'fresh']) await stopDatabase(path.join(folder, name))
    rmSync(folder, { recursive: true, force: true })
  })

  it('prints a one-time code and opens a clinic with it', async () => {
    const code = /create your clinic:\s+([A-Z2-9]{5}-[A-Z2-9]{5})/.exec(server.said())?.[1] ?? ''
    assert.notEqual(code, '')
    const form = new URLSearchParams({
      code,
      clinicName: 'Willow House',
      state: 'OR',
      timeZone: 'America/Los_Angeles',
      givenName: 'Ana',
      familyName: 'Reyes',
      email: 'ana@willow.example',
      password: 'a lantern and two oars',
    })
    const answer = await send(`${server.url}/setup`, form)
    assert.equal(answer.status, 303)
    assert.equal((await signIn(server.url)).status, 303)
  })

  it('is watched: alive, ready, and figures for the machine itself', async () => {
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
    assert.equal((await fetch(`${server.url}/readyz`)).status, 200)
    const figures = await (await fetch(`${server.url}/metrics`)).text()
    assert.match(figures, /stepwell_request_seconds_count\{method="GET",route="\/healthz"/)
    assert.equal((await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.5' } })).status, 404)
  })

  it('refuses a second Stepwell on the same folder with one sentence', async () => {
    const second = start(path.join(folder, 'data'), await freePort())
    assert.equal(await second.ended, 1)
    assert.match(second.said(), /Stepwell/)
    assert.doesNotMatch(second.said(), /at .*\.ts:/)
  })

  it('loses nothing when it is killed, adopts its database, and is open again', async () => {
    server.child.kill('SIGKILL')
    await server.ended
    server = await open(path.join(folder, 'data'))
    assert.equal((await signIn(server.url)).status, 303)
    assert.doesNotMatch(server.said(), /create your clinic/)
  })

  it('is backed up while people work, and comes back whole in a fresh folder', async () => {
    const rows = async (dataDir: string) => {
      const running = await connectToRunning({ dataDir })
      const client = new pg.Client({ connectionString: running?.url })
      await client.connect()
      const { rows: tables } = await client.query<{ name: string }>(
        "select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('session', 'sign_in_attempt', 'known_device') order by 1",
      )
      const counts: Record<string, number> = {}
      for (const { name } of tables)
        counts[name] = (await client.query<{ n: number }>(`select count(*)::int as n from "${name}"`)).rows[0]?.n ?? -1
      await client.end()
      return counts
    }
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const before = await rows(path.join(folder, 'data'))
    assert.equal((await run(['bin/backup.ts', path.join(folder, 'backups')], path.join(folder, 'data'))).code, 0)
    const [backup = ''] = readdirSync(path.join(folder, 'backups'))
    assert.equal(
      (await run(['bin/restore.ts', path.join(folder, 'backups', backup)], path.join(folder, 'fresh'))).code,
      0,
    )
    const trail = await run(['bin/trail.ts'], path.join(folder, 'fresh'))
    assert.match(trail.output, /Willow House: the trail is whole/)
    const restored = await open(path.join(folder, 'fresh'))
    assert.deepEqual(await rows(path.join(folder, 'fresh')), before)
    assert.equal((await signIn(restored.url)).status, 303)
    restored.child.kill('SIGTERM')
    assert.equal(await restored.ended, 0)
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`stops cleanly on ${signal}: no lost write, no PostgreSQL left behind`, async () => {
      server.child.kill(signal)
      assert.equal(await server.ended, 0)
      assert.equal(await connectToRunning({ dataDir: path.join(folder, 'data') }), null)
      server = await open(path.join(folder, 'data'))
      assert.equal((await signIn(server.url)).status, 303)
    })
  }
})

function start(dataDir: string, port: number): Server {
  const child = spawn(node[0], [...node[1], 'src/server.ts'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return {
    child,
    url: `http://localhost:${port}`,
    said: () => text,
    ended: new Promise((resolve) => child.once('exit', resolve)),
  }
}

async function open(dataDir: string): Promise<Server> {
  const server = start(dataDir, await freePort())
  for (let n = 0; n < 400; n += 1) {
    if (server.said().includes('Stepwell is open at')) return server
    if (server.child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`It did not open: ${server.said()}`)
}

const send = (url: string, body: URLSearchParams) =>
  fetch(url, { method: 'POST', body, redirect: 'manual', headers: { 'sec-fetch-site': 'same-origin' } })
const signIn = (url: string) =>
  send(`${url}/sign-in`, new URLSearchParams({ email: 'ana@willow.example', password: 'a lantern and two oars' }))

function run(args: string[], dataDir: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(node[0], [...node[1], ...args], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })))
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function stopDatabase(dataDir: string): Promise<void> {
  const running = await connectToRunning({ dataDir }).catch(() => null)
  if (running === null) return
  const client = new pg.Client({ connectionString: running.url })
  await client.connect()
  const { rows } = await client.query<{ pid: string }>(
    "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid",
  )
  await client.end()
  process.kill(Number(rows[0]?.pid), 'SIGINT')
}
