import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Language } from '../../../ui/language.ts'
import { ownPageDefault, ownPagePolicyOn, type OwnPagePolicy, type PageEnd, type Titles } from '../own-page.ts'

export type GivenPage = {
  id: string
  clientId: string
  language: Language
  expiresAt: Date
  madeAt: Date
  madeBy: string
  because: PageEnd | null
  endedAt: Date | null
  wrong: number
  lastSeen: Date | null
}

/** Every link that was given to a client, the newest first, and what became of it. */
export async function pagesOf(work: Work, clientId: string): Promise<GivenPage[]> {
  if (!isId(clientId)) return []
  const { rows } = await sql<GivenPage>`
    select p.id, p.client_id as "clientId", p.language, own_page_until(p.clinic_id, p.client_id, p.expires_at) as "expiresAt", p.made_at as "madeAt",
      s.given_name || ' ' || s.family_name as "madeBy", e.because, e.ended_at as "endedAt",
      (select count(*)::int from client_page_try t where t.clinic_id = p.clinic_id and t.page_id = p.id and not t.succeeded) as wrong,
      (select max(n.seen_at) from notice_seen n where n.clinic_id = p.clinic_id and n.page_id = p.id) as "lastSeen"
    from client_page p
    join staff_member s on s.clinic_id = p.clinic_id and s.id = p.made_by
    left join client_page_end e on e.clinic_id = p.clinic_id and e.page_id = p.id
    where p.client_id = ${clientId}::uuid order by p.made_at desc, p.id desc`.execute(work.db)
  return rows
}

export const pageById = async (work: Work, id: string): Promise<{ id: string; clientId: string } | undefined> =>
  isId(id)
    ? work.db.selectFrom('clientPage').where('id', '=', id).select(['id', 'clientId']).executeTakeFirst()
    : undefined

/** How long links last at this clinic now, and every figure it has set. */
export async function ownPagePolicies(work: Work): Promise<{ now: OwnPagePolicy; rows: OwnPagePolicy[] }> {
  const set = await work.db
    .selectFrom('ownPagePolicy')
    .select(['linkDays', 'visitMinutes', 'askingMinutes', 'keptDays', 'effectiveFrom as from', 'source'])
    .orderBy('effectiveFrom')
    .orderBy('setAt')
    .execute()
  const rows = set.map(({ askingMinutes, keptDays, ...row }) => ({
    ...row,
    askingMinutes: askingMinutes ?? ownPageDefault.askingMinutes,
    keptDays: keptDays ?? ownPageDefault.keptDays,
    isUsual: askingMinutes === null || keptDays === null,
  }))
  return { now: ownPagePolicyOn(rows, dayAt(work.at, work.clinic.timeZone)), rows }
}

/** The tries at the birth date of one link, in order. */
export const pageTriesOf = (work: Work, pageId: string) =>
  work.db
    .selectFrom('clientPageTry')
    .where('pageId', '=', pageId)
    .select(['succeeded', 'at'])
    .orderBy('at')
    .orderBy('id')
    .execute()

/** How a client wants their entries titled. */
export async function titlesOf(work: Work, clientId: string): Promise<Titles> {
  const row = await work.db
    .selectFrom('ownPageTitles')
    .where('clientId', '=', clientId)
    .select('titles')
    .orderBy('chosenAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.titles === 'plain' ? 'plain' : 'discreet'
}
