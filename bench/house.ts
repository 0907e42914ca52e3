import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import pg from 'pg'
import { createApp, type House } from '../src/app.ts'
import { addDays, dayAt, instantAt, weekdayOf } from '../src/basics/dates.ts'
import { connect, type Pool } from '../src/db/connect.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import type { StaffPerson } from '../src/db/work.ts'
import { loadDemo } from '../src/demo/load.ts'
import { createOps } from '../src/ops.ts'
import { loadAssets } from '../src/ui/assets.ts'
import { lookKeeper } from '../src/web/looks.ts'
import { castId, demoPassword, riverbend, staff } from '../tests/cast.ts'
import { openPort, say } from './run.ts'

export type BenchHouse = {
  baseUrl: string
  /** The director's, signed in through the front door. */
  cookie: string
  director: StaffPerson
  pool: Pool
  ownerUrl: string
  now: Date
  close: () => Promise<void>
}

/** Last working day, 10:30 in the clinic: groups behind, under way and ahead, whenever the bench is run. */
export function benchMoment(): Date {
  const zone = riverbend.timeZone
  let day = dayAt(new Date(), zone)
  while (instantAt(day, '10:30', zone) > new Date() || weekdayOf(day) > 5) day = addDays(day, -1)
  return instantAt(day, '10:30', zone)
}

/**
 * A whole Stepwell with the demo's data on a PostgreSQL of its own, listening on loopback. `folder` keeps the data for a
 * second run; without it, everything is in a temporary folder and is gone at the end.
 */
export async function openBenchHouse(o: {
  scale: number
  months: number
  folder?: string
  over?: Partial<House>
}): Promise<BenchHouse> {
  const dataDir = o.folder ?? mkdtempSync(path.join(tmpdir(), 'stepwell-bench-'))
  const kept = path.join(dataDir, 'bench-moment')
  const loaded = existsSync(kept)
  const now = loaded ? new Date(readFileSync(kept, 'utf8')) : benchMoment()
  const embedded = await startEmbedded({ dataDir, log: () => {} })
  try {
    const { appUrl } = await migrate(embedded.url)
    if (!loaded) {
      const began = performance.now()
      let said = began
      const onProgress = (done: number, of: number) => {
        if (performance.now() - said < 30_000) return
        said = performance.now()
        say(`  … ${done} of ${of} houses loaded, ${Math.round((said - began) / 1000)} s`)
      }
      const today = dayAt(now, riverbend.timeZone)
      await loadDemo(embedded.url, { today, at: now, scale: o.scale, months: o.months, onProgress })
      await rest(embedded.url)
      say(`  loaded ${o.scale}× the demo clinic, ${o.months} months, in ${seconds(performance.now() - began)}`)
      if (o.folder !== undefined) writeFileSync(kept, now.toISOString())
    }
    const pool = connect(appUrl, 12)
    const looks = lookKeeper(pool, (error) => say(`  a look could not be written: ${String(error)}`))
    const app = createApp({
      pool,
      now: () => now,
      looks,
      secureCookies: true,
      baseUrl: 'http://127.0.0.1',
      assets: await loadAssets(),
      ops: createOps(pool, () => true, null),
      setupCode: null,
      addressOf: () => '192.0.2.1',
      furnish: async () => {},
      demo: null,
      log: (line) => say(JSON.stringify(line)),
      ...o.over,
    })
    const { baseUrl, close } = await openPort((port, listening) =>
      serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, listening),
    )
    const cookie = await signIn(baseUrl)
    return {
      baseUrl,
      cookie,
      director: directorInPerson(),
      pool,
      ownerUrl: embedded.url,
      now,
      async close() {
        await close()
        await looks.flush()
        await pool.end()
        await embedded.stop()
        if (o.folder === undefined) rmSync(dataDir, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

/** What autovacuum does to a clinic within its first hour: without it, an index alone cannot answer. */
async function rest(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query('vacuum (analyze)')
  await owner.end()
}

async function signIn(baseUrl: string): Promise<string> {
  const email = staff.find((one) => one.role === 'director')?.email ?? ''
  const answer = await fetch(`${baseUrl}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email, password: demoPassword }),
  })
  if (answer.status !== 303) throw new Error(`The director could not sign in: ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

function directorInPerson(): StaffPerson {
  const one = staff.find((person) => person.role === 'director')
  if (one === undefined) throw new Error('The cast has no director.')
  const { givenName, familyName, credential, role } = one
  return {
    kind: 'staff',
    id: castId(one.key),
    role,
    name: `${givenName} ${familyName}`,
    givenName,
    familyName,
    credential,
    sessionId: '',
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
