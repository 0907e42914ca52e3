import { sql } from 'kysely'
import type { Day } from '../../basics/dates.ts'
import type { Work } from '../../db/work.ts'

export type Meeting = {
  id: string
  isVisit: boolean
  name: string
  heldOn: Day
  startsAt: Date
  minutesPlanned: number
  clinicians: string | null
  mark: string | null
  minutes: number | null
  reason: string | null
  noteSigned: boolean
}

/** What a client was expected at, group or visit, newest first: a seat that covered the day, a walk-in, or a booked visit. */
export async function meetingsOf(
  work: Work,
  clientId: string,
  page: { before?: Day; limit: number },
): Promise<Meeting[]> {
  const before = page.before === undefined ? sql`` : sql`and x.held_on < ${page.before}::date`
  // First which ones, from this client's seats, marks and visits; then what is said of the few that are shown.
  const { rows } = await sql<Meeting>`
    with shown as (
      select * from (
        select g.clinic_id, g.id, false as is_visit, r.name, g.held_on, lower(g.during) as starts_at, r.minutes as minutes_planned, null::uuid as staff_id
        from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
        where not isempty(g.during) and g.id in (
          select h.id from seat s join group_session h on h.clinic_id = s.clinic_id and h.series_id = s.series_id and s.during @> h.held_on
            where s.client_id = ${clientId}::uuid
          union all
          select m.session_id from attendance_mark m where m.client_id = ${clientId}::uuid and m.is_walk_in and m.session_id is not null)
        union all
        select v.clinic_id, v.id, true, v.kind, v.held_on, lower(v.during), v.minutes, v.staff_id
        from visit v where v.client_id = ${clientId}::uuid and not isempty(v.during)
      ) x
      where x.starts_at <= ${work.at}::timestamptz + interval '7 days' ${before}
      order by x.starts_at desc limit ${page.limit}
    ), marked as materialized (
      select coalesce(a.session_id, a.visit_id) as id, a.mark, a.minutes, a.reason from attendance_now a
      where a.client_id = ${clientId}::uuid and a.mark <> 'cleared'
    )
    select x.id, x.is_visit, x.name, x.held_on, x.starts_at, x.minutes_planned, a.mark, a.minutes, a.reason,
      case when x.is_visit then (select w.given_name || ' ' || w.family_name from staff_member w where w.clinic_id = x.clinic_id and w.id = x.staff_id)
        else (select string_agg(w.given_name || ' ' || w.family_name, ', ' order by l.part desc) from session_leader l
              join staff_member w on w.clinic_id = l.clinic_id and w.id = l.staff_id
              where l.clinic_id = x.clinic_id and l.session_id = x.id) end as clinicians,
      exists (select from note_signature z where z.clinic_id = x.clinic_id and z.session_id = x.id and z.part = 'author')
        or exists (select from visit_note n join visit_note_signature z on z.clinic_id = n.clinic_id and z.note_id = n.id
                   where n.clinic_id = x.clinic_id and n.visit_id = x.id) as note_signed
    from shown x left join marked a on a.id = x.id
    order by x.starts_at desc`.execute(work.db)
  return rows
}

export type ChartNote = Awaited<ReturnType<typeof notesOf>>[number]

/** A client's own notes, newest first, with who signed and what was added later to the whole or to this client's part. */
export async function notesOf(work: Work, clientId: string, page: { before?: Day; limit: number }) {
  const notes = await work.db
    .selectFrom('clientNote as n')
    .innerJoin('groupSession as g', (join) =>
      join.onRef('g.clinicId', '=', 'n.clinicId').onRef('g.id', '=', 'n.sessionId'),
    )
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'g.clinicId').onRef('r.id', '=', 'g.seriesId'),
    )
    .leftJoin('planGoal as p', (join) => join.onRef('p.clinicId', '=', 'n.clinicId').onRef('p.id', '=', 'n.goalId'))
    .where('n.clientId', '=', clientId)
    .$if(page.before !== undefined, (query) => query.where('n.heldOn', '<', page.before ?? ''))
    .select([
      'n.id',
      'n.noteId',
      'n.sessionId',
      'n.heldOn',
      'r.name as groupName',
      'n.topic',
      'n.intervention',
      'n.howItWent',
      'n.ownWords',
      'n.mark',
      'n.minutes',
      'n.numberPresent',
      'n.leaders',
      'n.observations',
      'p.words as goal',
      'p.position as goalPosition',
      'n.objectiveId',
    ])
    .orderBy('n.heldOn', 'desc')
    .orderBy('g.during', 'desc')
    .limit(page.limit)
    .execute()
  const ids = notes.map((note) => note.noteId)
  if (ids.length === 0) return []
  const signatures = await work.db
    .selectFrom('noteSignature')
    .where('noteId', 'in', ids)
    .select(['noteId', 'part', 'nameAndCredential', 'signedAt', 'needsCosign'])
    .orderBy('signedAt')
    .execute()
  const addenda = await work.db
    .selectFrom('noteAddendum')
    .where('noteId', 'in', ids)
    .where((eb) => eb.or([eb('clientId', 'is', null), eb('clientId', '=', clientId)]))
    .select(['noteId', 'words', 'nameAndCredential', 'addedAt'])
    .orderBy('addedAt')
    .execute()
  return notes.map((note) => ({
    ...note,
    signatures: signatures.filter((one) => one.noteId === note.noteId),
    addenda: addenda.filter((one) => one.noteId === note.noteId),
  }))
}

/** Every stay of a client, with its program and how it ended. */
export const staysOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('episode as e')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'e.clinicId').onRef('p.id', '=', 'e.programId'))
    .leftJoin('discharge as d', (join) => join.onRef('d.clinicId', '=', 'e.clinicId').onRef('d.episodeId', '=', 'e.id'))
    .where('e.clientId', '=', clientId)
    .where(sql<boolean>`not isempty(e.during)`)
    .select(['e.id', 'e.levelOfCare', 'p.name as program', 'd.reason'])
    .select([sql<Day>`lower(e.during)::text`.as('from'), sql<Day | null>`(upper(e.during) - 1)::text`.as('to')])
    .orderBy('e.admittedAt')
    .execute()

/** The hours of the last weeks against the floor, oldest first. */
export const weeksOf = async (work: Work, clientId: string, today: Day, most: number) =>
  (
    await work.db
      .selectFrom('episodeWeek')
      .where('clientId', '=', clientId)
      .where('week', '<=', today)
      .select(['week', 'attendedMinutes', 'floorMinutes', 'isPartWeek'])
      .orderBy('week', 'desc')
      .limit(most)
      .execute()
  ).toReversed()
