import { sql } from 'kysely'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import type { Purpose } from '../../web/tablet-door.ts'
import type { Presses } from './rules.ts'

export type LentRow = { id: string; purpose: Purpose; sessionId: string | null; isOver: boolean }

/** A tablet that is or was lent; undefined: there is none. */
export async function tabletById(work: Work, id: string): Promise<LentRow | undefined> {
  if (!isId(id)) return undefined
  const { rows } = await sql<LentRow>`
    select id, purpose, session_id as "sessionId" from lent_tablet where id = ${id}::uuid`.execute(work.db)
  return rows[0]
}

export type Lent = { id: string; site: string; by: string; lentAt: Date; expiresAt: Date }

/** The tablets that are lent now: at the doors of the house, or round one meeting. */
export async function tabletsLent(work: Work, where: 'door' | { session: string }): Promise<Lent[]> {
  const which = where === 'door' ? sql`t.purpose = 'door'` : sql`t.session_id = ${where.session}::uuid`
  const { rows } = await sql<Lent>`
    select t.id, coalesce(p.name, '') as site, m.given_name || ' ' || m.family_name as by, t.lent_at as "lentAt",
      t.expires_at as "expiresAt"
    from lent_tablet t
    left join site p on p.clinic_id = t.clinic_id and p.id = t.site_id
    left join staff_member m on m.clinic_id = t.clinic_id and m.id = t.lent_by
    where ${which} and t.expires_at > ${work.at}
      and not exists (select from lent_tablet_end e where e.clinic_id = t.clinic_id and e.tablet_id = t.id)
    order by p.name, t.lent_at, t.id`.execute(work.db)
  return rows
}

export async function pressesAt(work: Work, tabletId: string): Promise<Presses> {
  const { rows } = await sql<Presses>`
    select count(*) filter (where at > ${work.at}::timestamptz - interval '1 minute')::int as "inAMinute", count(*)::int as "inTenMinutes"
    from lent_tablet_press where tablet_id = ${tabletId}::uuid and at > ${work.at}::timestamptz - interval '10 minutes'`.execute(
    work.db,
  )
  return rows[0] ?? { inAMinute: 0, inTenMinutes: 0 }
}
