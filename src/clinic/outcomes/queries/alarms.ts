import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { therapistId } from '../../staff/queries/therapist.ts'

export type AlarmAnswer = 'screened' | 'talked' | 'higher-care' | 'emergency'
export type SafetyAlarm = {
  id: string
  clientId: string
  name: string
  instrument: string
  takenOn: Day
  isImminent: boolean
  reasons: string[]
  raisedAt: Date
  /** Where the client answered: null where staff recorded it. */
  answeredOn: 'own-page' | 'tablet' | null
  /** Whose it is: the primary therapist, where there is one. */
  ownerId: string | null
  owner: string | null
  how: AlarmAnswer | null
  words: string | null
  answeredBy: string | null
  answeredAt: Date | null
}

const alarms = (where: ReturnType<typeof sql>, limit: number) => sql<SafetyAlarm>`
  select a.id, a.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
    m.instrument, m.taken_on::text as "takenOn", a.is_imminent as "isImminent", a.reasons, a.raised_at as "raisedAt", case when m.page_id is not null then 'own-page' when m.place_id is not null then 'tablet' end as "answeredOn",
    o.id as "ownerId", o.given_name || ' ' || o.family_name as owner,
    w.how, w.words, w.answered_at as "answeredAt", b.given_name || ' ' || b.family_name as "answeredBy"
  from safety_alarm a
  join measure m on m.clinic_id = a.clinic_id and m.id = a.measure_id
  join client_now n on n.clinic_id = a.clinic_id and n.id = a.client_id
  left join safety_alarm_answer w on w.clinic_id = a.clinic_id and w.alarm_id = a.id
  left join staff_member b on b.clinic_id = w.clinic_id and b.id = w.answered_by
  left join lateral (
    select s.id, s.given_name, s.family_name from episode e
    cross join lateral ${therapistId('e.clinic_id', 'e.id')} t
    join staff_member s on s.clinic_id = e.clinic_id and s.id = t.staff_id
    where e.clinic_id = a.clinic_id and e.client_id = a.client_id and upper_inf(e.during) limit 1) o on true
  where ${where}
  order by (w.id is null) desc, a.is_imminent desc, a.raised_at desc, a.id limit ${limit}`

/** Every answer that alarmed and that nobody has dealt with: imminent ones first. */
export const openAlarms = async (work: Work, limit = 100): Promise<SafetyAlarm[]> =>
  (
    await alarms(
      sql`(a.clinic_id, a.id) in (select f.clinic_id, f.alarm_id from (
        select * from safety_alarm_open f order by f.is_imminent desc, f.raised_at desc, f.alarm_id limit ${limit}) f)`,
      limit,
    ).execute(work.db)
  ).rows

/** Those of the people in one room. */
export const openAlarmsAmong = async (work: Work, clientIds: readonly string[]): Promise<SafetyAlarm[]> =>
  (await alarms(sql`a.client_id = any (${[...clientIds]}::uuid[]) and w.id is null`, 100).execute(work.db)).rows

/** How many answers alarmed that nobody has dealt with. */
export async function openAlarmCount(work: Work): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from safety_alarm_open`.execute(work.db)
  return rows[0]?.n ?? 0
}

/** Those of one client, the open ones first. */
export const alarmsOf = async (work: Work, clientId: string, limit = 20): Promise<SafetyAlarm[]> =>
  (await alarms(sql`a.client_id = ${clientId}::uuid`, limit).execute(work.db)).rows

export const alarmById = async (work: Work, id: string): Promise<SafetyAlarm | undefined> =>
  isId(id) ? (await alarms(sql`a.id = ${id}::uuid`, 1).execute(work.db)).rows[0] : undefined
