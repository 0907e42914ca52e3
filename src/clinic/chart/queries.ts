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
  const { rows } = await sql<Meeting>`
    select x.*, a.mark, a.minutes, a.reason,
      exists (select from note_signature z where z.session_id = x.id and z.part = 'author')
        or exists (select from visit_note n join visit_note_signature z on z.clinic_id = n.clinic_id and z.note_id = n.id
                   where n.visit_id = x.id) as note_signed
    from (
      select g.id, false as is_visit, r.name, g.held_on, lower(g.during) as starts_at, r.minutes as minutes_planned,
        (select string_agg(w.given_name || ' ' || w.family_name, ', ' order by l.part desc) from session_leader l
         join staff_member w on w.clinic_id = l.clinic_id and w.id = l.staff_id
         where l.clinic_id = g.clinic_id and l.session_id = g.id) as clinicians
      from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      where not isempty(g.during) and (
        exists (select from seat s where s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.client_id = ${clientId}::uuid and s.during @> g.held_on)
        or exists (select from attendance_mark m where m.clinic_id = g.clinic_id and m.session_id = g.id and m.client_id = ${clientId}::uuid and m.is_walk_in))
      union all
      select v.id, true, v.kind, v.held_on, lower(v.during), v.minutes, w.given_name || ' ' || w.family_name
      from visit v join staff_member w on w.clinic_id = v.clinic_id and w.id = v.staff_id
      where v.client_id = ${clientId}::uuid and not isempty(v.during)
    ) x
    left join attendance_now a on coalesce(a.session_id, a.visit_id) = x.id and a.client_id = ${clientId}::uuid and a.mark <> 'cleared'
    where x.starts_at <= ${work.at}::timestamptz + interval '7 days' ${before}
    order by x.starts_at desc limit ${page.limit}`.execute(work.db)
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
