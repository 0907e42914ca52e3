import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { newId, sha256 } from '../basics/ids.ts'
import { kyselyOn } from '../db/connect.ts'
import { abandon, type DoorTablet, type TabletRound, type Work } from '../db/work.ts'
import type { Entrance } from './door.ts'

export type Round = { by: TabletRound; token: string; phone: string; expiresAt: Date }
export type TabletDoor = { Variables: { work: Work; round: Round; requestId: string } }

export type AtDoor = { Variables: { work: Work; atDoor: { by: DoorTablet; token: string }; requestId: string } }

export const roundOf = (c: Context<TabletDoor>): { work: Work; round: Round } => ({
  work: c.get('work'),
  round: c.get('round'),
})

export const doorOf = (c: Context<AtDoor>): { work: Work; by: DoorTablet; token: string } => ({
  work: c.get('work'),
  ...c.get('atDoor'),
})

export const doorCookie = (secure: boolean): string => (secure ? '__Host-stepwell-door' : 'stepwell-door')
export const tabletCookie = (secure: boolean): string => (secure ? '__Host-stepwell-round' : 'stepwell-round')

/**
 * The door of a tablet that goes round a room: the key in its address and the secret in its cookie → transaction, as
 * `stepwell_tablet`, a role that is granted no table. What throws, and what is refused (4xx, 5xx), leaves nothing behind.
 */
export const tabletDoor = (entrance: Entrance, onStranger: OnStranger): MiddlewareHandler<TabletDoor> =>
  lent<TabletDoor, RoundRow>(entrance, onStranger, {
    // '/round/:token/:place' is met by several patterns: who came through once is in.
    isIn: (c) => 'round' in c.var,
    cookie: tabletCookie(entrance.secureCookies),
    opens: 'begin_round',
    comesIn: (c, row, token) => {
      const by: TabletRound = {
        kind: 'tablet',
        id: row.round_id,
        sessionId: row.session_id,
        name: 'On a tablet that goes round',
      }
      c.set('round', { by, token, phone: row.phone, expiresAt: row.expires_at })
      return by
    },
    begins: (c, work) => c.set('work', work),
  })

/** The same for a tablet that stands at the door of a site. */
export const siteDoor = (entrance: Entrance, onStranger: OnStranger): MiddlewareHandler<AtDoor> =>
  lent<AtDoor, DoorRow>(entrance, onStranger, {
    isIn: (c) => 'atDoor' in c.var,
    cookie: doorCookie(entrance.secureCookies),
    opens: 'begin_door',
    comesIn: (c, row, token) => {
      const by: DoorTablet = { kind: 'door', id: row.door_id, siteId: row.site_id, name: 'At the door' }
      c.set('atDoor', { by, token })
      return by
    },
    begins: (c, work) => c.set('work', work),
  })

type OnStranger = (c: Context) => Response | Promise<Response>
type Lent<E extends { Variables: { requestId: string } }, Row> = {
  isIn: (c: Context<E>) => boolean
  cookie: string
  /** The function of the database that opens the request. */
  opens: 'begin_round' | 'begin_door'
  comesIn: (c: Context<E>, row: Row, token: string) => TabletRound | DoorTablet
  begins: (c: Context<E>, work: Work) => void
}

function lent<E extends { Variables: { requestId: string } }, Row extends ClinicRow>(
  entrance: Entrance,
  onStranger: OnStranger,
  { isIn, cookie, opens, comesIn, begins }: Lent<E, Row>,
): MiddlewareHandler<E> {
  return async (c, next) => {
    if (isIn(c)) return next()
    const token = c.req.path.split('/')[2] ?? ''
    const secret = getCookie(c, cookie) ?? ''
    if (!/^[\w-]{20,100}$/.test(token) || secret === '') return onStranger(c)
    const at = entrance.now()
    const client = await entrance.pool.connect()
    try {
      // Hashes and a date of our own making: nothing that somebody typed goes into the query.
      const answers: unknown = await client.query(
        `begin; set local role stepwell_tablet; select * from ${opens}('${sha256(token)}', '${sha256(secret)}', '${at.toISOString()}')`,
      )
      // Several statements in one message are answered by an array of results, which the driver's types do not say.
      const row = (answers as { rows: Row[] }[])[2]?.rows[0]
      if (row === undefined) {
        await abandon(client)
        return onStranger(c)
      }
      begins(c, {
        db: kyselyOn(client),
        by: comesIn(c, row, token),
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

type ClinicRow = {
  clinic_id: string
  clinic_name: string
  clinic_state: string
  time_zone: string
  client_word: 'client' | 'patient'
  is_demo: boolean
}
type RoundRow = ClinicRow & { phone: string; round_id: string; session_id: string; expires_at: Date }
type DoorRow = ClinicRow & { door_id: string; site_id: string }
