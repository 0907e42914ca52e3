import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type pg from 'pg'
import { newId, sha256 } from '../basics/ids.ts'
import { kyselyOn, type Pool } from '../db/connect.ts'
import { abandon, type OutsideSystem, type Role, type Work } from '../db/work.ts'
import { urls } from '../urls.ts'
import type { Look, lookKeeper } from './looks.ts'

export type Door = { Variables: { work: Work; looks: Look[]; requestId: string; mustChangePassword: boolean } }
export type Entrance = { pool: Pool; now: () => Date; looks: ReturnType<typeof lookKeeper>; secureCookies: boolean }

export const cookieNames = (secure: boolean) =>
  secure
    ? { session: '__Host-stepwell', device: '__Host-stepwell-device' }
    : { session: 'stepwell', device: 'stepwell-device' }

/** Says which clients this answer shows. The trail learns of it after the answer has gone out. */
export function showing(c: Context<Door>, screen: string, clients: string[]): void {
  if (clients.length > 0) c.get('looks').push({ screen, clients })
}

export const workOf = (c: Context<Door>): Work => c.get('work')

/** The staff door: cookie → person → transaction. What throws, and what is refused (4xx, 5xx), leaves nothing behind. */
export function staffDoor(
  entrance: Entrance,
  onStranger: (c: Context<Door>) => Response | Promise<Response>,
): MiddlewareHandler<Door> {
  const cookie = cookieNames(entrance.secureCookies).session
  return async (c, next) => {
    // '/clients/new' is also a '/clients/:client': who came through once is in. A second transaction of the same session
    // would wait for the first, which waits for it.
    if ('work' in c.var) return next()
    const token = getCookie(c, cookie)
    if (token === undefined || token.length > 200) return onStranger(c)
    const client = await entrance.pool.connect()
    try {
      const row = await begin<StaffRow>(client, 'begin_request', token)
      if (row === undefined) {
        await abandon(client)
        return onStranger(c)
      }
      c.set('work', workFrom(row, c, client, entrance.now))
      c.set('mustChangePassword', row.must_change)
      c.set('looks', [])
      await next()
      await finish(c, client, entrance)
    } catch (error) {
      await abandon(client)
      throw error
    }
  }
}

/** The door for other systems: bearer token → system → transaction. */
export function systemDoor(entrance: Entrance, onStranger: (c: Context<Door>) => Response): MiddlewareHandler<Door> {
  return async (c, next) => {
    const token = /^Bearer ([\w~+/.=-]{20,200})$/.exec(c.req.header('authorization') ?? '')?.[1]
    if (token === undefined) return onStranger(c)
    const client = await entrance.pool.connect()
    try {
      const row = await begin<SystemRow>(client, 'begin_system_request', token)
      if (row === undefined) {
        await abandon(client)
        return onStranger(c)
      }
      const by: OutsideSystem = {
        kind: 'system',
        id: row.system_id,
        name: row.name,
        recipientClass: row.recipient_class,
        purpose: row.purpose,
      }
      c.set('work', {
        db: kyselyOn(client),
        by,
        at: entrance.now(),
        now: entrance.now,
        clinic: {
          id: row.clinic_id,
          name: row.clinic_name,
          state: '',
          timeZone: row.time_zone,
          clientWord: 'client',
          isDemo: false,
        },
        requestId: c.get('requestId') ?? newId(),
      })
      c.set('looks', [])
      await next()
      await finish(c, client, entrance)
    } catch (error) {
      await abandon(client)
      throw error
    }
  }
}

async function finish(c: Context<Door>, client: pg.PoolClient, entrance: Entrance): Promise<void> {
  // Hono swallows what a handler throws and sets c.error: without this line half-done work would be committed.
  if (c.error) throw c.error
  if (c.res.status >= 400) {
    await abandon(client)
  } else {
    await client.query('commit')
    client.release()
  }
  const { by, at, clinic, requestId } = c.get('work')
  for (const look of c.get('looks')) entrance.looks.saw({ clinicId: clinic.id, by, at, requestId, look })
}

type StaffRow = {
  clinic_id: string
  session_id: string
  staff_id: string
  role: Role
  given_name: string
  family_name: string
  credential: string
  clinic_name: string
  clinic_state: string
  time_zone: string
  client_word: 'client' | 'patient'
  is_demo: boolean
  must_change: boolean
}
type SystemRow = {
  clinic_id: string
  system_id: string
  name: string
  clinic_name: string
  time_zone: string
  recipient_class: OutsideSystem['recipientClass']
  purpose: OutsideSystem['purpose']
}

/** One round trip: begins the transaction, checks the token, tells row-level security who asks. The hash is hexadecimal. */
async function begin<Row>(
  client: pg.PoolClient,
  opens: 'begin_request' | 'begin_system_request',
  token: string,
): Promise<Row | undefined> {
  const answers: unknown = await client.query(`begin; select * from ${opens}('${sha256(token)}')`)
  // Two statements in one message are answered by an array of results, which the driver's types do not say.
  return (answers as { rows: Row[] }[])[1]?.rows[0]
}

function workFrom(row: StaffRow, c: Context<Door>, client: pg.PoolClient, now: () => Date): Work {
  return {
    db: kyselyOn(client),
    by: {
      kind: 'staff',
      id: row.staff_id,
      role: row.role,
      name: `${row.given_name} ${row.family_name}`,
      givenName: row.given_name,
      familyName: row.family_name,
      credential: row.credential,
      sessionId: row.session_id,
    },
    at: now(),
    now,
    clinic: {
      id: row.clinic_id,
      name: row.clinic_name,
      state: row.clinic_state,
      timeZone: row.time_zone,
      clientWord: row.client_word,
      isDemo: row.is_demo,
    },
    requestId: c.get('requestId') ?? newId(),
  }
}

/** A form that comes from another site is refused. Browsers say where a request began; what says nothing is refused too. */
export function sameSiteOnly(baseUrl: string, refuse: (c: Context) => Response | Promise<Response>): MiddlewareHandler {
  const home = new URL(baseUrl).host
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.path.startsWith('/fhir/')) return next()
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const host = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : undefined
    const isOurs =
      site === 'same-origin' ||
      (site === undefined && host !== undefined && (host === home || host === c.req.header('host')))
    return isOurs ? next() : refuse(c)
  }
}

export const securityHeaders =
  (secure: boolean): MiddlewareHandler =>
  async (c, next) => {
    await next()
    const headers = c.res.headers
    // A kept file brings a stricter one.
    const own = headers.get('content-security-policy')
    headers.set(
      'content-security-policy',
      own ??
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'",
    )
    headers.set('x-content-type-options', 'nosniff')
    headers.set('x-frame-options', 'DENY')
    // A page whose address is a key brings a stricter one.
    if (!headers.has('referrer-policy')) headers.set('referrer-policy', 'same-origin')
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('cross-origin-resource-policy', 'same-origin')
    headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), browsing-topics=()')
    if (secure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  }

export const nextPath = (c: Context): string => {
  const path = c.req.path
  return path === urls.home() || path === urls.signIn() ? urls.today() : path
}
