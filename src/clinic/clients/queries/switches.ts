import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { therapistName } from '../../staff/queries/therapist.ts'

export type SwitchWants = 'group' | 'therapist' | 'times'
export type OpenSwitch = { id: string; wants: SwitchWants; seriesId: string | null; words: string; askedAt: Date }

/** What a client asks to have changed, and nobody has answered yet: the oldest first. */
export async function openSwitchesOf(work: Work, clientId: string): Promise<OpenSwitch[]> {
  if (!isId(clientId)) return []
  const { rows } = await sql<OpenSwitch>`
    select r.id, r.wants, r.series_id as "seriesId", r.words, r.asked_at as "askedAt" from switch_request r
    where r.client_id = ${clientId}::uuid
      and not exists (select from switch_answer a where a.clinic_id = r.clinic_id and a.request_id = r.id)
    order by r.asked_at, r.id`.execute(work.db)
  return rows
}

export type SwitchOfClient = OpenSwitch & {
  clientId: string
  name: string
  /** The stay that goes on. */
  episodeId: string | null
  series: string | null
  therapist: string | null
  onOwnPage: boolean
  outcome: string | null
  answeredAt: Date | null
  answer: string
}

/** Every wish for a change that waits for an answer, the oldest first; then those answered in the last 30 days. */
export async function switchesAsked(work: Work): Promise<SwitchOfClient[]> {
  const { rows } = await sql<SwitchOfClient>`
    select r.id, r.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      r.wants, r.series_id as "seriesId", s.name as series, r.words, r.asked_at as "askedAt", r.page_id is not null as "onOwnPage",
      (select e.id from episode e where e.clinic_id = r.clinic_id and e.client_id = r.client_id and upper_inf(e.during)
         order by lower(e.during) desc limit 1) as "episodeId",
      (select ${therapistName('e.clinic_id', 'e.id')} from episode e
         where e.clinic_id = r.clinic_id and e.client_id = r.client_id and upper_inf(e.during) limit 1) as therapist,
      a.outcome, a.answered_at as "answeredAt", coalesce(a.words, '') as answer
    from switch_request r
    join client_now n on n.clinic_id = r.clinic_id and n.id = kept_of(r.client_id)
    left join group_series s on s.clinic_id = r.clinic_id and s.id = r.series_id
    left join switch_answer a on a.clinic_id = r.clinic_id and a.request_id = r.id
    where a.id is null or a.answered_at > ${work.at}::timestamptz - interval '30 days'
    order by a.id is not null, case when a.id is null then r.asked_at end, a.answered_at desc, r.id
    limit 200`.execute(work.db)
  return rows
}

export const switchById = async (work: Work, id: string) =>
  isId(id)
    ? work.db
        .selectFrom('switchRequest')
        .where('id', '=', id)
        .select(['id', 'clientId', 'wants', 'seriesId', 'words', 'askedAt'])
        .executeTakeFirst()
    : undefined
