import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { newId, sha256 } from '../basics/ids.ts'
import { kyselyOn } from '../db/connect.ts'
import { abandon, type LentTablet, type Work } from '../db/work.ts'
import { cookieNames, type Entrance } from './door.ts'

/** What a tablet is lent for: it stands at the door of a site, or goes round the room of one meeting. */
export type Purpose = 'door' | 'round'

export type TabletDoor = { Variables: { work: Work; lent: { by: LentTablet; token: string }; requestId: string } }

export const lentOf = (c: Context<TabletDoor>): { work: Work; by: LentTablet; token: string } => ({
  work: c.get('work'),
  ...c.get('lent'),
})

const cookieOf = (purpose: Purpose, secure: boolean): string => `${secure ? '__Host-' : ''}stepwell-${purpose}`

/** From here on this browser is what it was lent for: the staff session is over in it, and going back takes a sign-in. */
export function lendBrowser(
  c: Context,
  { purpose, secure, secret, seconds }: { purpose: Purpose; secure: boolean; secret: string; seconds: number },
): void {
  deleteCookie(c, cookieNames(secure).session, { path: '/', secure })
  setCookie(c, cookieOf(purpose, secure), secret, {
    path: '/',
    httpOnly: true,
    secure,
    sameSite: 'Lax',
    maxAge: seconds,
  })
  c.header('clear-site-data', '"cache"')
}

/**
 * The door of a tablet that is lent: the key in its address and the secret in its cookie → transaction, as `stepwell_tablet`, a role
 * that is granted no table. What throws, and what is refused (4xx, 5xx), leaves nothing behind.
 */
export const tabletDoor =
  (
    entrance: Entrance,
    purpose: Purpose,
    onStranger: (c: Context) => Response | Promise<Response>,
  ): MiddlewareHandler<TabletDoor> =>
  async (c, next) => {
    // '/round/:token/:place' is met by several patterns: who came through once is in.
    if ('lent' in c.var) return next()
    const token = c.req.path.split('/')[2] ?? ''
    const secret = getCookie(c, cookieOf(purpose, entrance.secureCookies)) ?? ''
    if (!/^[\w-]{20,100}$/.test(token) || secret === '') return onStranger(c)
    const at = entrance.now()
    const client = await entrance.pool.connect()
    try {
      // Hashes and a date of our own making: nothing that somebody typed goes into the query.
      const answers: unknown = await client.query(
        `begin; set local role stepwell_tablet; select * from begin_lent('${purpose}', '${sha256(token)}', '${sha256(secret)}', '${at.toISOString()}')`,
      )
      // Several statements in one message are answered by an array of results, which the driver's types do not say.
      const row = (answers as { rows: Row[] }[])[2]?.rows[0]
      const by = row && lentTo(row)
      if (row === undefined || by === undefined) {
        await abandon(client)
        return onStranger(c)
      }
      c.set('lent', { by, token })
      c.set('work', {
        db: kyselyOn(client),
        by,
        at,
        now: entrance.now,
        clinic: {
          id: row.clinic_id,
          name: row.clinic_name,
          state: row.clinic_state,
          timeZone: row.time_zone,
          clientWord: row.client_word,
          isDemo: row.is_demo,
        },
        requestId: c.get('requestId') ?? newId(),
      })
      c.header('x-robots-tag', 'noindex, nofollow')
      await next()
      // Hono swallows what a handler throws and sets c.error: without this line half-done work would be committed.
      if (c.error) throw c.error
      if (c.res.status >= 400) return await abandon(client)
      await client.query('commit')
      client.release()
    } catch (error) {
      await abandon(client)
      throw error
    }
  }

type Row = {
  clinic_id: string
  clinic_name: string
  clinic_state: string
  time_zone: string
  client_word: 'client' | 'patient'
  is_demo: boolean
  tablet_id: string
  site_id: string | null
  session_id: string | null
}

function lentTo({ tablet_id: id, site_id: siteId, session_id: sessionId }: Row): LentTablet | undefined {
  if (siteId !== null) return { kind: 'door', id, siteId, name: 'At the door' }
  if (sessionId !== null) return { kind: 'tablet', id, sessionId, name: 'On a tablet that goes round' }
  return undefined
}
