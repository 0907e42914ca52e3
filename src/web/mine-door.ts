import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { newId, sha256 } from '../basics/ids.ts'
import { kyselyOn } from '../db/connect.ts'
import { abandon, type ClientPerson, type Work } from '../db/work.ts'
import { isLanguage, type Language } from '../ui/language.ts'
import type { Entrance } from './door.ts'
import { visitorGate } from './visitor-gate.tsx'

export type Own = {
  client: ClientPerson
  lang: Language
  phone: string
  token: string
  /** False until the birth date was given, where it is asked for: the role sees nobody before. */
  isIn: boolean
  proofHash: string | null
  visitMinutes: number
  secureCookies: boolean
  /** Where this Stepwell stands, as its operator says: what a request claims of itself is nobody's address. */
  baseUrl: string
}
export type MineDoor = { Variables: { work: Work; own: Own; requestId: string } }

/** The client whose page this is, and the work in which only their own rows exist. */
export const ownOf = (c: Context<MineDoor>): { work: Work; own: Own } => ({ work: c.get('work'), own: c.get('own') })

export const ownCookie = (secure: boolean): string => (secure ? '__Host-own' : 'own')

const isFeed = (path: string): boolean => path.endsWith('/week.ics')

/**
 * The door of a client's own page: token → transaction, as `stepwell_client`, a role that sees what is theirs and what tells
 * nothing about anybody. What throws, and what is refused (4xx, 5xx), leaves nothing behind. Before it stands the gate of
 * the public pages, with a count of its own: whoever tries keys in a flood takes no connection from staff.
 */
export function mineDoor(
  entrance: Entrance & { baseUrl: string; addressOf: (c: Context) => string },
  onStranger: (c: Context) => Response | Promise<Response>,
): MiddlewareHandler<MineDoor> {
  const gate = visitorGate(entrance)
  const door: MiddlewareHandler<MineDoor> = async (c, next) => {
    // '/mine/:token/…' is met by several patterns: who came through once is in.
    if ('own' in c.var) return next()
    const token = c.req.path.split('/')[2] ?? ''
    if (!/^[\w-]{20,100}$/.test(token)) return onStranger(c)
    const at = entrance.now()
    const secret = getCookie(c, ownCookie(entrance.secureCookies)) ?? ''
    const client = await entrance.pool.connect()
    try {
      // Hashes and a date of our own making: nothing that somebody typed goes into the query.
      const answers: unknown = await client.query(
        `begin; set local role stepwell_client; select * from begin_own('${sha256(token)}', ${isFeed(c.req.path)}, '${secret === '' ? '' : sha256(secret)}', '${at.toISOString()}')`,
      )
      // Several statements in one message are answered by an array of results, which the driver's types do not say.
      const row = (answers as { rows: OwnRow[] }[])[2]?.rows[0]
      if (row === undefined) {
        await abandon(client)
        return onStranger(c)
      }
      // The trail is read by people who may not know who is a client: the page's id says who it was, the name does not.
      const by: ClientPerson = { kind: 'client', id: row.page_id, clientId: row.client_id, name: 'On their own page' }
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
      const asked = c.req.query('lang')
      const lang = asked !== undefined && isLanguage(asked) ? asked : row.language
      c.set('own', {
        client: by,
        lang,
        phone: row.phone,
        token,
        isIn: row.is_in,
        proofHash: row.proof_hash,
        visitMinutes: row.visit_minutes,
        secureCookies: entrance.secureCookies,
        baseUrl: entrance.baseUrl,
      })
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
  return (c, next) => {
    // A page whose address is a key: found by nobody. (Its address goes to no other site: 'same-origin', as everywhere.)
    c.header('x-robots-tag', 'noindex, nofollow')
    return gate(c, () => door(c, next) as Promise<void>) // the gate hands on whatever the door answers
  }
}

type OwnRow = {
  clinic_id: string
  clinic_name: string
  clinic_state: string
  time_zone: string
  client_word: 'client' | 'patient'
  is_demo: boolean
  phone: string
  page_id: string
  client_id: string
  language: Language
  is_in: boolean
  proof_hash: string | null
  visit_minutes: number
}
