import type { Context, MiddlewareHandler } from 'hono'
import { newId } from '../basics/ids.ts'
import { kyselyOn } from '../db/connect.ts'
import { abandon, type Work } from '../db/work.ts'
import { isLanguage, type Language } from '../ui/language.ts'
import type { Entrance } from './door.ts'

/** What the clinic shows the world beside its name, and the language that the address asks for. */
export type Front = { lang: Language; phone: string; crisisPhone: string; email: string }
export type VisitorDoor = { Variables: { work: Work; front: Front; requestId: string; address: string } }

export const visitOf = (c: Context<VisitorDoor>): { work: Work; front: Front } => ({
  work: c.get('work'),
  front: c.get('front'),
})

/**
 * The visitors' door: no account, no cookie. The transaction runs as `stepwell_visitor`, a role that cannot read a client,
 * so that a mistake in a public page shows nothing. What throws, and what is refused (4xx, 5xx), leaves nothing behind.
 */
export function visitorDoor(
  entrance: Entrance & { addressOf: (c: Context) => string },
  onClosed: (c: Context) => Response | Promise<Response>,
): MiddlewareHandler<VisitorDoor> {
  return async (c, next) => {
    if ('front' in c.var) return next()
    const lang = c.req.path.split('/')[1] ?? ''
    if (!isLanguage(lang)) return onClosed(c)
    const client = await entrance.pool.connect()
    try {
      const answers: unknown = await client.query(
        `begin; set local role stepwell_visitor; select * from begin_visit('${hostOf(c)}')`,
      )
      // Several statements in one message are answered by an array of results, which the driver's types do not say.
      const row = (answers as { rows: FrontRow[] }[])[2]?.rows[0]
      if (row === undefined) {
        await abandon(client)
        return onClosed(c)
      }
      c.set('work', {
        db: kyselyOn(client),
        by: { kind: 'visitor', id: null, name: 'A visitor' },
        at: entrance.now(),
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
      c.set('front', { lang, phone: row.phone, crisisPhone: row.crisis_phone, email: row.email })
      c.set('address', entrance.addressOf(c))
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

/** Whether the name in the address bar leads to a clinic whose public pages are open. */
export async function isFrontOpen(pool: Entrance['pool'], c: Context): Promise<boolean> {
  const { rows } = await pool.query<{ open: boolean }>('select exists (select from begin_visit($1)) as open', [
    hostOf(c),
  ])
  return rows[0]?.open ?? false
}

type FrontRow = {
  clinic_id: string
  clinic_name: string
  clinic_state: string
  time_zone: string
  client_word: 'client' | 'patient'
  is_demo: boolean
  phone: string
  crisis_phone: string
  email: string
}

/** The name in the address bar, without its port. Anything that is not a plain name counts as none: it goes into a query. */
const hostOf = (c: Context): string => {
  const host = (c.req.header('host') ?? '').replace(/:\d+$/, '').toLowerCase()
  return /^[a-z0-9.-]{1,253}$/.test(host) ? host : ''
}
