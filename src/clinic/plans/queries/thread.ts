import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { therapistNameOn } from '../../staff/queries/therapist.ts'
import { type Gap, type GapKind, noteDays, quietDays } from '../thread.ts'

/** The stays that are open and have a signed plan, with the version that stands; everybody's, or one person's. */
function standing(work: Work, { clientId, programId }: Whose) {
  const today = dayAt(work.at, work.clinic.timeZone)
  const one = clientId !== undefined && isId(clientId) ? sql`and e.client_id = ${clientId}::uuid` : sql``
  const its = programId !== undefined && isId(programId) ? sql`and e.program_id = ${programId}::uuid` : sql``
  return sql`
    stay as materialized (
      select e.clinic_id, e.id as episode_id, e.client_id, e.program_id, s.version_id, s.from_day, s.signed_at
      from episode e
      cross join lateral (select x.version_id, x.from_day, x.signed_at from plan_signed x
        where x.clinic_id = e.clinic_id and x.episode_id = e.id order by x.number desc limit 1) s
      where upper_inf(e.during) and lower(e.during) <= ${today}::date ${one} ${its}),
    objective as materialized (
      select s.client_id, s.version_id, s.clinic_id, w.objective_id, w.goal_id, w.words, w.due_on
      from stay s join plan_objective_words w on w.clinic_id = s.clinic_id and w.version_id = s.version_id
      where not exists (select from plan_review_objective o where o.clinic_id = w.clinic_id and o.objective_id = w.objective_id and o.outcome = 'met')),
    gap as (
      select 'goal-without-objective' as kind, s.client_id, g.id as about, g.words as detail, 1 as n
      from stay s join plan_goal g on g.clinic_id = s.clinic_id and g.episode_id = s.episode_id
      where not exists (select from plan_goal_end x where x.clinic_id = g.clinic_id and x.goal_id = g.id)
        and not exists (select from plan_objective_words w where w.clinic_id = s.clinic_id and w.version_id = s.version_id and w.goal_id = g.id)
      union all
      select 'objective-without-service', o.client_id, o.objective_id, o.words, 1 from objective o
      where not exists (select from plan_service v where v.clinic_id = o.clinic_id and v.version_id = o.version_id and o.objective_id = any (v.objective_ids))
      union all
      select 'objective-overdue', o.client_id, o.objective_id, o.words, 1 from objective o where o.due_on < ${today}::date
      union all
      select 'service-not-delivered', s.client_id, v.id, v.kind, 1
      from stay s join plan_service v on v.clinic_id = s.clinic_id and v.version_id = s.version_id
      where s.from_day <= ${addDays(today, -quietDays)}::date - (v.every_weeks - 1) * 7
        and not exists (select from given d where d.client_id = s.client_id and d.kind = v.kind and d.held_on >= ${addDays(today, -quietDays)}::date - (v.every_weeks - 1) * 7)
        -- A service of every other week and rarer reaches further back than what was read for everybody: asked of those few alone.
        and (v.every_weeks = 1 or not exists (
          select from attendance_now a
          left join group_session h on h.clinic_id = a.clinic_id and h.id = a.session_id
          left join group_series r on r.clinic_id = h.clinic_id and r.id = h.series_id
          left join visit y on y.clinic_id = a.clinic_id and y.id = a.visit_id
          where a.clinic_id = s.clinic_id and a.client_id = s.client_id and a.minutes > 0 and a.mark <> 'cleared'
            and a.held_on >= ${addDays(today, -quietDays)}::date - (v.every_weeks - 1) * 7 and coalesce(r.kind, y.kind) = v.kind))
      union all
      select 'note-without-objective', s.client_id, s.episode_id, '', count(*)::int
      from stay s join client_note c on c.clinic_id = s.clinic_id and c.client_id = s.client_id
      where c.objective_id is null and c.held_on >= greatest(${addDays(today, -noteDays)}::date, s.from_day) group by 1, 2, 3
      union all
      select 'diagnosis-without-goal', s.client_id, d.id, d.code || ' ' || d.words, 1
      from stay s join diagnosis d on d.clinic_id = s.clinic_id and d.client_id = s.client_id
      where not exists (select from diagnosis_end x where x.clinic_id = d.clinic_id and x.diagnosis_id = d.id)
        and not exists (select from plan_problem p join plan_version_goal g on g.clinic_id = p.clinic_id and g.problem_id = p.id
                        where p.clinic_id = s.clinic_id and p.version_id = s.version_id and p.diagnosis_id = d.id)
      union all
      select 'dose-beside-plan', s.client_id, o.id, o.because, 1
      from stay s
      cross join lateral (select x.* from dose_order x where x.clinic_id = s.clinic_id and x.episode_id = s.episode_id
        order by x.ordered_at desc, x.id desc limit 1) o
      where o.plan_version_id is null)`
}

// Marks are asked of these people alone, and in one pass: what somebody came to lately, by kind of service.
const given = (work: Work, since: Day) => sql`
    given as materialized (
      select a.client_id, coalesce(r.kind, v.kind) as kind, max(a.held_on) as held_on
      from (select distinct on (m.session_id, m.visit_id, m.client_id) m.* from attendance_mark m
            where m.held_on between ${since}::date and ${dayAt(work.at, work.clinic.timeZone)}::date and m.undoes is null
              and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
            order by m.session_id, m.visit_id, m.client_id, m.marked_at desc, m.id desc) a
      left join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
      left join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      left join visit v on v.clinic_id = a.clinic_id and v.id = a.visit_id
      where a.minutes > 0 and a.mark <> 'cleared'
      group by 1, 2)`
const givenOf = (since: Day, clientId: string) => sql`
    given as materialized (
      select a.client_id, coalesce(r.kind, v.kind) as kind, max(a.held_on) as held_on
      from attendance_now a
      left join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
      left join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      left join visit v on v.clinic_id = a.clinic_id and v.id = a.visit_id
      where a.client_id = ${clientId}::uuid and a.held_on >= ${since}::date and a.minutes > 0 and a.mark <> 'cleared' group by 1, 2)`

type Whose = { clientId?: string; programId?: string }
const recently = (work: Work): Day => addDays(dayAt(work.at, work.clinic.timeZone), -quietDays)

/** The gaps of one person's thread, each with what it is about. */
export async function gapsOf(work: Work, clientId: string): Promise<Gap[]> {
  if (!isId(clientId)) return []
  const { rows } = await sql<{ kind: GapKind; clientId: string; about: string; detail: string; count: number }>`
    with ${givenOf(recently(work), clientId)}, ${standing(work, { clientId })}
    select kind, client_id as "clientId", about, detail, n as count from gap order by kind, detail limit 200`.execute(
    work.db,
  )
  return rows
}

export type ThreadRow = {
  clientId: string
  name: string
  pronouns: string
  program: string
  owner: string | null
  gaps: { kind: GapKind; count: number }[]
}
export type ThreadBoard = { rows: ThreadRow[]; clients: number; totals: { kind: GapKind; clients: number }[] }

/** Everybody's gaps at once, whoever has the most first. */
export async function threadBoard(
  work: Work,
  asked: { programId?: string; kind?: GapKind; offset: number; limit: number },
): Promise<ThreadBoard> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const kind = asked.kind === undefined ? sql`` : sql`having bool_or(k.kind = ${asked.kind})`
  const { rows } = await sql<{ rows: ThreadRow[]; clients: number; totals: ThreadBoard['totals'] }>`
    with ${given(work, recently(work))}, ${standing(work, asked)},
    kinds as (select client_id, kind, sum(n)::int as n from gap group by 1, 2),
    people as (select k.client_id, jsonb_agg(jsonb_build_object('kind', k.kind, 'count', k.n) order by k.kind) as gaps, sum(k.n) as n
               from kinds k group by 1 ${kind}),
    page as (select * from people order by n desc, client_id limit ${asked.limit} offset ${asked.offset})
    select (select count(*)::int from people) as clients,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'clients', t.n) order by t.kind), '[]')
       from (select kind, count(*)::int as n from kinds group by 1) t) as totals,
      (select coalesce(jsonb_agg(jsonb_build_object('clientId', g.client_id, 'gaps', g.gaps, 'pronouns', n.pronouns, 'program', p.name,
           'name', coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name,
           'owner', ${therapistNameOn('s.clinic_id', 's.episode_id', today)})
           order by g.n desc, g.client_id), '[]')
       from page g join stay s on s.client_id = g.client_id
       join client_now n on n.clinic_id = s.clinic_id and n.id = s.client_id
       join program p on p.clinic_id = s.clinic_id and p.id = s.program_id) as rows`.execute(work.db)
  return rows[0] ?? { rows: [], clients: 0, totals: [] }
}

export type ObjectiveThread = {
  id: string
  clientId: string
  episodeId: string
  goalWords: string
  versions: {
    versionId: string
    number: number
    words: string
    baseline: string
    target: string
    dueOn: Day
    instrument: string
  }[]
  metAt: Date | null
}

/** One objective through every version, with the person whose it is. */
export async function objectiveById(work: Work, id: string): Promise<ObjectiveThread | undefined> {
  if (!isId(id)) return undefined
  const { rows } = await sql<ObjectiveThread>`
    select o.id, e.client_id as "clientId", o.episode_id as "episodeId",
      coalesce((select g.words from plan_objective_words w join plan_goal g on g.clinic_id = w.clinic_id and g.id = w.goal_id
        join plan_version v on v.clinic_id = w.clinic_id and v.id = w.version_id
        where w.clinic_id = o.clinic_id and w.objective_id = o.id order by v.number desc limit 1), '') as "goalWords",
      coalesce((select jsonb_agg(jsonb_build_object('versionId', v.id, 'number', v.number, 'words', w.words, 'baseline', w.baseline, 'target', w.target,
          'dueOn', w.due_on, 'instrument', w.instrument) order by v.number desc)
        from plan_objective_words w join plan_version v on v.clinic_id = w.clinic_id and v.id = w.version_id
        where w.clinic_id = o.clinic_id and w.objective_id = o.id), '[]') as versions,
      (select min(r.reviewed_at) from plan_review_objective x join plan_review r on r.clinic_id = x.clinic_id and r.id = x.review_id
        where x.clinic_id = o.clinic_id and x.objective_id = o.id and x.outcome = 'met') as "metAt"
    from plan_objective o join episode e on e.clinic_id = o.clinic_id and e.id = o.episode_id where o.id = ${id}::uuid`.execute(
    work.db,
  )
  return rows[0]
}

export type NoteOnObjective = { id: string; heldOn: Day; group: string; ownWords: string; leaders: string }

/** Every note about an objective, the newest first. */
export async function notesOnObjective(work: Work, id: string, limit: number): Promise<NoteOnObjective[]> {
  const { rows } = await sql<NoteOnObjective>`
    select * from (
      select n.id, n.held_on::text as "heldOn", r.name as group, n.own_words as "ownWords", n.leaders
      from client_note n join group_session g on g.clinic_id = n.clinic_id and g.id = n.session_id
      join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      where n.clinic_id = ${work.clinic.id}::uuid and n.objective_id = ${id}::uuid
      union all
      select n.id, n.held_on::text, n.kind, '', coalesce(m.given_name || ' ' || m.family_name, '')
      from visit_note_version v join visit_note n on n.clinic_id = v.clinic_id and n.id = v.note_id
      left join staff_member m on m.clinic_id = v.clinic_id and m.id = v.written_by
      where v.client_id = (select e.client_id from plan_objective o join episode e on e.clinic_id = o.clinic_id and e.id = o.episode_id where o.id = ${id}::uuid)
        and ${id}::uuid = any (v.objective_ids)
        and not exists (select from visit_note_version x where x.clinic_id = v.clinic_id and x.note_id = v.note_id and x.version > v.version)) n
    order by n."heldOn" desc, n.id limit ${limit}`.execute(work.db)
  return rows
}

export type OpenObjective = { id: string; goalId: string; position: number; words: string }

/** The objectives of these goals in the version that stands, without those that a review found met. */
export async function objectivesOfGoals(work: Work, goalIds: readonly string[]): Promise<OpenObjective[]> {
  if (goalIds.length === 0) return []
  const { rows } = await sql<OpenObjective>`
    select w.objective_id as id, w.goal_id as "goalId", w.position, w.words
    from plan_objective_words w
    join plan_goal g on g.clinic_id = w.clinic_id and g.id = w.goal_id
    where w.goal_id = any (${[...goalIds]}::uuid[])
      and w.version_id = (select x.version_id from plan_signed x where x.clinic_id = g.clinic_id and x.episode_id = g.episode_id order by x.number desc limit 1)
      and not exists (select from plan_review_objective o where o.clinic_id = w.clinic_id and o.objective_id = w.objective_id and o.outcome = 'met')
    order by w.goal_id, w.position`.execute(work.db)
  return rows
}
