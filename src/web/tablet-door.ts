import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { newId, sha256 } from '../basics/ids.ts'
import { kyselyOn } from '../db/connect.ts'
import { abandon, type TabletRound, type Work } from '../db/work.ts'
import type { Entrance } from './door.ts'

export type Round = { by: TabletRound; token: string; phone: string; expiresAt: Date }
export type TabletDoor = { Variables: { work: Work; round: Round; requestId: string } }

export const roundOf = (c: Context<TabletDoor>): { work: Work; round: Round } => ({
  work: c.get('work'),
  round: c.get('round'),
})

export const tabletCookie = (secure: boolean): string => (secure ? '__Host-stepwell-round' : 'stepwell-round')

/**
 * The door of a tablet that goes round a room: the key in its address and the secret in its cookie → transaction, as
 * `stepwell_tablet`, a role that is granted no table. What throws, and what is refused (4xx, 5xx), leaves nothing behind.
 */
export function tabletDoor(
  entrance: Entrance,
  onStranger: (c: Context) => Response | Promise<Response>,
): MiddlewareHandler<TabletDoor> {
  const cookie = tabletCookie(entrance.secureCookies)
  return async (c, next) => {
    // '/round/:token/:place' is met by several patterns: who came through once is in.
    if ('round' in c.var) return next()
    const token = c.req.path.split('/')[2] ?? ''
    const secret = getCookie(c, cookie) ?? ''
    if (!/^[\w-]{20,100}$/.test(token) || secret === '') return onStranger(c)
    const at = entrance.now()
    const client = await entrance.pool.connect()
    try {
      // Hashes and a date of our own making: nothing that somebody typed goes into the query.
      const answers: unknown = await client.query(
        `begin; set local role stepwell_tablet; select * from begin_round('${sha256(token)}', '${sha256(secret)}', '${at.toISOString()}')`,
      )
      // Several statements in one message are answered by an array of results, which the driver's types do not say.
      const row = (answers as { rows: RoundRow[] }[])[2]?.rows[0]
      if (row === undefined) {
        await abandon(client)
        return onStranger(c)
      }
      const by: TabletRound = {
        kind: 'tablet',
        id: row.round_id,
        sessionId: row.session_id,
        name: 'On a tablet that goes round',
      }
      c.set('work', {
        db: kyselyOn(client),
        by,
        at,
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
      c.set('round', { by, token, phone: row.phone, expiresAt: row.expires_at })
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
}

type RoundRow = {
  clinic_id: string
  clinic_name: string
  clinic_state: string
  time_zone: string
  client_word: 'client' | 'patient'
  is_demo: boolean
  phone: string
  round_id: string
  session_id: string
  expires_at: Date
}
