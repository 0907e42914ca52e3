import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type OpenDoor = { id: string; site: string; by: string; openedAt: Date; expiresAt: Date; checkIns: number }

/** The tablets that stand at a door now. */
export async function doorsOpen(work: Work): Promise<OpenDoor[]> {
  const { rows } = await sql<OpenDoor>`
    select d.id, p.name as site, m.given_name || ' ' || m.family_name as by, d.opened_at as "openedAt", d.expires_at as "expiresAt",
      (select count(*)::int from check_in k where k.clinic_id = d.clinic_id and k.door_id = d.id) as "checkIns"
    from door_tablet d
    join site p on p.clinic_id = d.clinic_id and p.id = d.site_id
    left join staff_member m on m.clinic_id = d.clinic_id and m.id = d.opened_by
    where d.expires_at > ${work.at}
      and not exists (select from door_tablet_end e where e.clinic_id = d.clinic_id and e.door_id = d.id)
    order by p.name, d.opened_at, d.id`.execute(work.db)
  return rows
}

export const doorById = async (work: Work, id: string): Promise<{ id: string } | undefined> =>
  isId(id) ? work.db.selectFrom('doorTablet').where('id', '=', id).select('id').executeTakeFirst() : undefined

export const sitesOf = (work: Work) =>
  work.db.selectFrom('site').select(['id', 'name', 'timeZone']).orderBy('name').orderBy('id').execute()

/** The number that a client enters at the door; null: they have none yet. */
export async function doorNumberOf(work: Work, clientId: string): Promise<string | null> {
  if (!isId(clientId)) return null
  const row = await work.db
    .selectFrom('doorNumber')
    .where('clientId', '=', clientId)
    .select('number')
    .orderBy('givenAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.number ?? null
}

/** Whose latest number this is; an earlier one of theirs opens nothing. */
export async function clientOfNumber(work: Work, number: string): Promise<string | null> {
  const row = await work.db.selectFrom('doorNumber').where('number', '=', number).select('clientId').executeTakeFirst()
  return row !== undefined && (await doorNumberOf(work, row.clientId)) === number ? row.clientId : null
}

export async function pressesAt(work: Work, doorId: string): Promise<{ inAMinute: number; inTenMinutes: number }> {
  const { rows } = await sql<{ inAMinute: number; inTenMinutes: number }>`
    select count(*) filter (where at > ${work.at}::timestamptz - interval '1 minute')::int as "inAMinute", count(*)::int as "inTenMinutes"
    from door_press where door_id = ${doorId}::uuid and at > ${work.at}::timestamptz - interval '10 minutes'`.execute(
    work.db,
  )
  return rows[0] ?? { inAMinute: 0, inTenMinutes: 0 }
}
