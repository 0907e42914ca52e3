import { sql } from 'kysely'
import { addDays, type Day, dayAt, instantAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { instrumentOf, instruments } from '../../instruments/catalog.ts'
import { therapistId } from '../../staff/queries/therapist.ts'
import { barrierReasons, cravingReasons } from '../help.ts'
import type { Taken } from '../off-course.ts'
import type { TroubleFacts, WeekMinutes } from '../trouble.ts'
import { testsOf } from './tests.ts'

export type Stay = { episodeId: string; clientId: string; staffId: string | null }
export type StayFacts = Stay & { facts: TroubleFacts }

type Row = Stay & {
  startedOn: Day
  weeks: WeekMinutes[]
  measures: { instrument: string; takenOn: Day; score: number }[]
  cravings: { day: Day; yes: boolean }[]
  prescriber: { day: Day; came: boolean | null } | null
  lastHeardOn: Day | null
  barriers: { day: Day; reason: string }[]
  worries: { day: Day; words: string }[]
}

/** Scores that can tell noise from change. */
const measured = instruments.filter(({ reliableChange }) => reliableChange !== null).map(({ key }) => key)

/**
 * What is known of every stay that is open, or of those of some clients: one question for all of them. Whose it is: the
 * primary therapist; null: nobody is named. Who answers for them on a day is asked of queries/stand-ins.ts.
 */
export async function stayFacts(work: Work, clientIds: readonly string[] | null = null): Promise<StayFacts[]> {
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const some = clientIds === null ? sql`` : sql`and e.client_id = any(${[...clientIds]}::uuid[])`
  const since = (days: number) => instantAt(addDays(today, -days), '00:00', zone)
  const dayOf = (column: string) => sql`(${sql.raw(column)} at time zone ${zone})::date`
  const { rows } = await sql<Row>`
    with stay as materialized (
      select e.clinic_id, e.id, e.client_id, lower(e.during) as began from episode e
      where upper_inf(e.during) and lower(e.during) <= ${today}::date ${some}
        -- Whoever is away is asked about by the pause's own day: their empty weeks are no signal.
        and not exists (select from stay_pause_now p where p.clinic_id = e.clinic_id and p.episode_id = e.id and p.end_id is null and p.from_day <= ${today}::date)
    ), week as (
      select s.id, jsonb_agg(jsonb_build_object('week', w.week, 'expected', w.expected_minutes, 'attended', w.attended_minutes, 'missed', w.missed_minutes) order by w.week) as list
      from stay s join episode_week w on w.clinic_id = s.clinic_id and w.episode_id = s.id and w.week <= ${today}::date group by s.id
    ), taken as (
      select s.id, jsonb_agg(jsonb_build_object('instrument', m.instrument, 'takenOn', m.taken_on, 'score', m.score) order by m.taken_on) as list
      from stay s join measure_now m on m.clinic_id = s.clinic_id and m.client_id = s.client_id and m.taken_on >= s.began - 7
        and m.instrument = any(${measured}) and m.score is not null group by s.id
    ), mark as materialized (
      select s.id, a.held_on, a.mark, a.minutes, a.reason from stay s
      join attendance_now a on a.clinic_id = s.clinic_id and a.client_id = s.client_id and a.held_on >= s.began and a.held_on > ${addDays(today, -60)}::date
    ), spoken as materialized (
      select s.id, ${dayOf('o.made_at')} as day, o.reached, o.reason, o.craving, o.id as outreach_id from stay s
      join outreach o on o.clinic_id = s.clinic_id and o.client_id = s.client_id and o.made_at >= ${since(60)} and o.made_at <= ${work.at}
    ), craved as (
      select id, jsonb_agg(jsonb_build_object('day', day, 'yes', yes) order by day) as list from (
        select id, held_on as day, true as yes from mark where mark in ('absent', 'excused') and reason like 'craving-or-mood%' and held_on > ${addDays(today, -14)}::date
        union all
        select id, day, coalesce(craving, true) from spoken
        where day > ${addDays(today, -14)}::date and (craving is not null or (reached and reason = any(${[...cravingReasons]})))
      ) x group by id
    ), heard as (
      select id, max(day) as day from (
        select id, held_on as day from mark where minutes > 0 or mark = 'excused'
        union all select id, day from spoken where reached) x group by id
    ), barred as (
      select k.id, jsonb_agg(jsonb_build_object('day', k.day, 'reason', k.reason) order by k.day) as list
      from spoken k join stay s on s.id = k.id
      where k.reached and k.day > ${addDays(today, -21)}::date and k.reason = any(${[...barrierReasons]})
        and not exists (select from concern c join concern_end z on z.clinic_id = c.clinic_id and z.concern_id = c.id
                        where c.clinic_id = s.clinic_id and c.client_id = s.client_id and c.outreach_id = k.outreach_id)
      group by k.id
    ), worried as (
      select s.id, jsonb_agg(jsonb_build_object('day', ${dayOf('c.raised_at')}, 'words', c.words) order by c.raised_at) as list
      from stay s join concern_now c on c.clinic_id = s.clinic_id and c.client_id = s.client_id and c.kind = 'worry' and c.outcome is null
      group by s.id
    ), prescribed as (
      select distinct on (s.id) s.id, v.held_on as day,
        (select case when a.mark is null or a.mark = 'cleared' then null else a.minutes > 0 end
         from attendance_now a where a.clinic_id = v.clinic_id and a.visit_id = v.id) as came
      from stay s join visit v on v.clinic_id = s.clinic_id and v.client_id = s.client_id and v.kind = 'medication-management'
        and not isempty(v.during) and v.held_on > ${addDays(today, -28)}::date and upper(v.during) < ${work.at}
      order by s.id, v.held_on desc, v.id desc
    )
    select s.id as "episodeId", s.client_id as "clientId", s.began::text as "startedOn",
      ${therapistId('s.clinic_id', 's.id')} as "staffId",
      coalesce(week.list, '[]') as weeks, coalesce(taken.list, '[]') as measures, coalesce(craved.list, '[]') as cravings,
      coalesce(barred.list, '[]') as barriers, coalesce(worried.list, '[]') as worries, heard.day::text as "lastHeardOn",
      case when prescribed.id is null then null else jsonb_build_object('day', prescribed.day, 'came', prescribed.came) end as prescriber
    from stay s
    left join week using (id) left join taken using (id) left join craved using (id) left join barred using (id)
    left join worried using (id) left join heard using (id) left join prescribed using (id)`.execute(work.db)
  const tests = await testsOf(
    work,
    rows.map(({ clientId }) => clientId),
    addDays(today, -56),
  )
  return rows.map(({ episodeId, clientId, staffId, measures, ...facts }) => ({
    episodeId,
    clientId,
    staffId,
    facts: {
      ...facts,
      measures: measures.flatMap(asTaken),
      tests: tests?.get(clientId) ?? (tests === null ? null : []),
    },
  }))
}

function asTaken({ instrument, takenOn, score }: Row['measures'][number]): Taken[] {
  const known = instrumentOf(instrument)
  if (known === null || known.reliableChange === null) return []
  return [
    {
      title: known.title,
      takenOn,
      score,
      reliable: known.reliableChange.points,
      caseFrom: known.caseFrom?.points ?? null,
    },
  ]
}
