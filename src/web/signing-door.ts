import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { newId, sha256 } from '../basics/ids.ts'
import { kyselyOn } from '../db/connect.ts'
import { abandon, type Work } from '../db/work.ts'
import { isLanguage, languageAsked, type Language } from '../ui/language.ts'
import type { Entrance } from './door.ts'

/** How a link stands: open, answered to the end ('done' while a copy may be had, then 'used'), or over. */
export type LinkStanding = 'open' | 'done' | 'used' | 'expired' | 'taken back' | 'replaced' | 'locked'

export type Visit = {
  linkId: string
  signingId: string
  manner: 'link' | 'tablet'
  standing: LinkStanding
  /** The second factor was given in this browser, not long ago: until then nothing about anyone may be shown. */
  isIn: boolean
  /** Empty until then. */
  signerName: string
  lang: Language
  /** The member of staff who prepared the papers. */
  preparedBy: string
  proofHash: string | null
  visitMinutes: number
  expiresAt: Date
  clinicPhone: string
  address: string
  userAgent: string
}
export type SigningDoor = { Variables: { work: Work; visit: Visit; requestId: string } }

export const visitOf = (c: Context<SigningDoor>): { work: Work; visit: Visit } => ({
  work: c.get('work'),
  visit: c.get('visit'),
})

export const signingCookie = (secure: boolean): string => (secure ? '__Host-stepwell-papers' : 'stepwell-papers')

/** The language that somebody without a valid link reads: what their browser asks for. */
export const strangersLanguage = (c: Context): Language => languageAsked(c.req.header('accept-language'))

/**
 * The door of whoever holds a link: token → transaction, as `stepwell_link`, a role that sees the papers of this one signing
 * and no other row, and these only after the second factor. What throws, and what is refused (4xx, 5xx), leaves nothing behind.
 */
export function signingDoor(
  entrance: Entrance & { addressOf: (c: Context) => string },
  onStranger: (c: Context) => Response | Promise<Response>,
): MiddlewareHandler<SigningDoor> {
  const cookie = signingCookie(entrance.secureCookies)
  return async (c, next) => {
    // '/sign/:token/:kind' is met by several patterns: who came through once is in.
    if ('visit' in c.var) return next()
    const token = c.req.path.split('/')[2] ?? ''
    if (!/^[\w-]{20,100}$/.test(token)) return onStranger(c)
    const secret = getCookie(c, cookie) ?? ''
    const at = entrance.now()
    const client = await entrance.pool.connect()
    try {
      const hashed = secret === '' ? '' : sha256(secret)
      // Hashes and a date of our own making: nothing that somebody typed goes into the query.
      const answers: unknown = await client.query(
        `begin; set local role stepwell_link; select * from begin_signing('${sha256(token)}', '${hashed}', '${at.toISOString()}')`,
      )
      // Several statements in one message are answered by an array of results, which the driver's types do not say.
      const row = (answers as { rows: SigningRow[] }[])[2]?.rows[0]
      if (row === undefined) {
        await abandon(client)
        return onStranger(c)
      }
      const asked = c.req.query('lang')
      c.set('work', {
        db: kyselyOn(client),
        // The trail is read by people who may not know who is a client: the link says who it was, the name does not.
        by: { kind: 'link', id: row.link_id, name: 'Holder of a link' },
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
      c.set('visit', {
        linkId: row.link_id,
        signingId: row.signing_id,
        manner: row.manner,
        standing: row.standing,
        isIn: row.is_in,
        signerName: row.signer_name,
        lang: asked !== undefined && isLanguage(asked) ? asked : row.language,
        preparedBy: row.prepared_by,
        proofHash: row.proof_hash,
        visitMinutes: row.visit_minutes,
        expiresAt: row.expires_at,
        clinicPhone: row.phone,
        address: entrance.addressOf(c),
        userAgent: (c.req.header('user-agent') ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 300),
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
}

type SigningRow = {
  clinic_id: string
  clinic_name: string
  clinic_state: string
  time_zone: string
  client_word: 'client' | 'patient'
  is_demo: boolean
  phone: string
  link_id: string
  signing_id: string
  manner: 'link' | 'tablet'
  language: Language
  signer_name: string
  prepared_by: string
  proof_hash: string | null
  standing: LinkStanding
  is_in: boolean
  visit_minutes: number
  expires_at: Date
}
