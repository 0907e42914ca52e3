import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { therapistId, therapistName } from '../../staff/queries/therapist.ts'
import type { Answer } from '../alerts.ts'
import type { Reason } from '../trouble.ts'

type Who = { clientId: string; name: string; pronouns: string; startedOn: Day | null }
export type Signal = Who & {
  episodeId: string
  points: number
  chance: number
  reasons: Reason[]
  workedOutAt: Date
  owner: string | null
}
export type Alert = Signal & {
  id: string
  /** Before whom it was put; who answers for them is asked by day. */
  staffId: string
  programId: string
  raisedOn: Day
  dueAt: Date
  /** Whose it is; `owner` above is the primary therapist. */
  staff: string
  answerId: string | null
  answer: Answer | null
  words: string | null
  untilDay: Day | null
  answeredBy: string | null
  answeredAt: Date | null
}

const name = sql`coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name`
const therapist = therapistName('e.clinic_id', 'e.id')
const staffName = (column: string) =>
  sql`(select given_name || ' ' || family_name from staff_member where clinic_id = a.clinic_id and id = ${sql.ref(column)})`

const alerts = sql`
  select a.id, a.client_id as "clientId", ${name} as name, n.pronouns, lower(e.during)::text as "startedOn", e.id as "episodeId", e.program_id as "programId", g.points, g.chance, g.reasons,
    g.worked_out_at as "workedOutAt", ${therapist} as owner, a.raised_on as "raisedOn", a.due_at as "dueAt", a.staff_id as "staffId", ${staffName('a.staff_id')} as staff,
    a.answer_id as "answerId", a.answer, a.words, a.until_day as "untilDay", ${staffName('a.answered_by')} as "answeredBy", a.answered_at as "answeredAt"
  from trouble_alert_now a
  join trouble_signal g on g.clinic_id = a.clinic_id and g.id = a.signal_id
  join episode e on e.clinic_id = a.clinic_id and e.id = a.episode_id
  join client_now n on n.clinic_id = a.clinic_id and n.id = a.client_id`

/** Alerts that nobody has answered, of stays that are open, the highest first; `mine`: those put before some people. */
export async function openAlerts(work: Work, mine: readonly string[] | null, most = 100): Promise<Alert[]> {
  const { rows } = await sql<Alert>`${alerts}
    where a.answer_id is null and upper_inf(e.during) ${mine === null ? sql`` : sql`and a.staff_id = any(${[...mine]}::uuid[])`}
    order by g.points desc, a.raised_at limit ${most}`.execute(work.db)
  return rows
}

/** Answers of the last two weeks, and everyone who is being watched. */
export async function answeredLately(work: Work, mine: readonly string[] | null, today: Day): Promise<Alert[]> {
  const { rows } = await sql<Alert>`${alerts}
    where a.answer_id is not null and a.raised_on > ${today}::date - 60 and (a.answered_at > ${work.at}::timestamptz - interval '14 days' or a.until_day >= ${today}::date)
      ${mine === null ? sql`` : sql`and a.staff_id = any(${[...mine]}::uuid[])`}
    order by a.answered_at desc limit 60`.execute(work.db)
  return rows
}

export async function alertById(work: Work, id: string): Promise<Alert | undefined> {
  const { rows } = await sql<Alert>`${alerts} where a.id = ${id}`.execute(work.db)
  return rows[0]
}

export async function alertsOf(work: Work, clientId: string): Promise<Alert[]> {
  const { rows } =
    await sql<Alert>`${alerts} where a.client_id = ${clientId} order by a.raised_at desc limit 60`.execute(work.db)
  return rows
}

/** The signal of every open stay, the highest first, in pages. `from`: only those of so many points or more. */
export async function signalsNow(
  work: Work,
  { mine, from, page, size }: { mine: readonly string[] | null; from: number; page: number; size: number },
): Promise<{ signals: (Signal & { hasAlert: boolean })[]; of: number }> {
  const { rows } = await sql<Signal & { hasAlert: boolean; of: number }>`
    with newest as materialized (
      select e.clinic_id, e.id as episode_id, e.client_id, e.during, g.points, g.chance, g.reasons, g.worked_out_at
      from episode e
      cross join lateral (select * from trouble_signal x where x.clinic_id = e.clinic_id and x.episode_id = e.id order by x.worked_out_at desc, x.id desc limit 1) g
      where upper_inf(e.during) and g.points >= ${from}
        ${mine === null ? sql`` : sql`and ${therapistId('e.clinic_id', 'e.id')} = any(${[...mine]}::uuid[])`}
    ), shown as (
      select *, (count(*) over ())::int as of from newest order by points desc, episode_id limit ${size} offset ${(page - 1) * size}
    )
    select s.client_id as "clientId", ${name} as name, n.pronouns, lower(s.during)::text as "startedOn", s.episode_id as "episodeId", s.points, s.chance, s.reasons,
      s.worked_out_at as "workedOutAt", (select ${therapist} from episode e where e.clinic_id = s.clinic_id and e.id = s.episode_id) as owner,
      exists (select from trouble_alert_now a where a.clinic_id = s.clinic_id and a.episode_id = s.episode_id and a.answer_id is null) as "hasAlert", s.of
    from shown s join client_now n on n.clinic_id = s.clinic_id and n.id = s.client_id order by s.points desc, s.episode_id`.execute(
    work.db,
  )
  return { signals: rows, of: rows[0]?.of ?? 0 }
}

/** One client's signals, newest first. */
export const signalsOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('troubleSignal')
    .where('clientId', '=', clientId)
    .select(['id', 'day', 'points', 'chance', 'model', 'workedOutAt'])
    .select(sql<Reason[]>`reasons`.as('reasons'))
    .orderBy('workedOutAt', 'desc')
    .orderBy('id', 'desc')
    .limit(60)
    .execute()

export type AnswerWeek = {
  week: Day
  alerts: number
  acted: number
  watching: number
  notAConcern: number
  unanswered: number
  /** Answered within the time. */
  inTime: number
  /** Four weeks have passed: it can be said whether it came true. Those who left sooner wait too, or only they would count. */
  judged: number
  cameTrue: number
}

/**
 * By week: what was put before people, what they answered, and whether it came true: not there once in the four weeks
 * after, or left without having completed or moved on. The last so many weeks, newest first.
 */
export async function answersByWeek(work: Work, today: Day, weeks = 26): Promise<AnswerWeek[]> {
  const { rows } = await sql<AnswerWeek>`
    with one as (
      select a.raised_on - (extract(isodow from a.raised_on)::int - 1) as week, a.answer, a.answered_at <= a.due_at as in_time,
        exists (select from discharge d where d.clinic_id = a.clinic_id and d.episode_id = a.episode_id and d.on_day between a.raised_on and a.raised_on + 28
                and d.reason in ('dropped-out', 'terminated')) as left_early,
        exists (select from discharge d where d.clinic_id = a.clinic_id and d.episode_id = a.episode_id and d.on_day between a.raised_on and a.raised_on + 28) as ended,
        a.raised_on + 28 < ${today}::date as is_over,
        exists (select from attendance_now m where m.clinic_id = a.clinic_id and m.client_id = a.client_id and m.held_on > a.raised_on and m.held_on <= a.raised_on + 28 and m.minutes > 0) as came
      from trouble_alert_now a where a.raised_on > ${today}::date - ${weeks * 7}::int
    )
    select week::text as week, count(*)::int as alerts, count(*) filter (where answer = 'acted')::int as acted, count(*) filter (where answer = 'watching')::int as watching,
      count(*) filter (where answer = 'not-a-concern')::int as "notAConcern", count(*) filter (where answer is null)::int as unanswered,
      count(*) filter (where in_time)::int as "inTime", count(*) filter (where is_over)::int as judged,
      count(*) filter (where is_over and (left_early or (not ended and not came)))::int as "cameTrue"
    from one group by week order by week desc`.execute(work.db)
  return rows
}
