import { sql } from 'kysely'
import { daysBetween, instantAt, weekOf, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { nameOf } from '../clients/queries.ts'
import type { MarkKind } from './minutes.ts'

export type SessionLeader = { id: string; name: string; credential: string; part: 'lead' | 'co-lead' }
export type Session = NonNullable<Awaited<ReturnType<typeof sessionById>>>

/** One meeting of a group: when, where, who leads it, whether it was cancelled, whether its note is signed. */
export async function sessionById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const row = await work.db
    .selectFrom('groupSession as g')
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'g.clinicId').onRef('r.id', '=', 'g.seriesId'),
    )
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'g.clinicId').onRef('o.id', '=', 'g.roomId'))
    .leftJoin('sessionCancellation as x', (join) =>
      join.onRef('x.clinicId', '=', 'g.clinicId').onRef('x.sessionId', '=', 'g.id'),
    )
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'x.clinicId').onRef('m.id', '=', 'x.cancelledBy'),
    )
    .leftJoin('noteSignature as n', (join) =>
      join.onRef('n.clinicId', '=', 'g.clinicId').onRef('n.sessionId', '=', 'g.id').on('n.part', '=', 'author'),
    )
    .where('g.id', '=', id)
    .select([
      'g.id',
      'g.heldOn',
      'g.seriesId',
      'r.name',
      'r.kind',
      'r.topic',
      'r.starts as seriesStarts',
      'r.minutes',
      'r.timeZone as zone',
      'o.name as room',
      'o.isVideo',
      'x.because as cancelledBecause',
      'x.cancelledAt',
      'n.signedAt as noteSignedAt',
      'n.nameAndCredential as noteSignedBy',
    ])
    .select([
      sql<Date | null>`lower(g.during)`.as('begins'),
      sql<Date | null>`upper(g.during)`.as('finishes'),
      sql<string | null>`m.given_name || ' ' || m.family_name`.as('cancelledBy'),
      sql<number>`(select count(*)::int from series_chair c where c.clinic_id = g.clinic_id and c.series_id = g.series_id)`.as(
        'chairs',
      ),
      sql<SessionLeader[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.given_name || ' ' || s.family_name,
                                                     'credential', s.credential, 'part', l.part) order by l.part desc), '[]')
        from session_leader l join staff_member s on s.clinic_id = l.clinic_id and s.id = l.staff_id
        where l.clinic_id = g.clinic_id and l.session_id = g.id)`.as('leaders'),
    ])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { begins, finishes, seriesStarts, minutes, ...session } = row
  // A cancelled meeting holds no room any more: its hour is the one that its series keeps.
  const starts = begins ?? instantAt(row.heldOn, seriesStarts, row.zone)
  return {
    ...session,
    starts,
    ends: finishes ?? new Date(starts.getTime() + minutes * 60_000),
    cancelled: row.cancelledBecause !== null,
  }
}

export type Goal = {
  id: string
  position: number
  words: string
  /** Its objectives in the signed plan, without those that a review found met. */
  objectives: { id: string; position: number; words: string }[]
}
export type PersonOnRoster = Awaited<ReturnType<typeof rosterOf>>[number]

/** Everyone whom the schedule expects in a session, and whoever walked in, each with the mark that stands. */
export async function rosterOf(work: Work, session: Pick<Session, 'id' | 'seriesId' | 'heldOn'>) {
  const rows = await work.db
    .with('seated', (db) =>
      db
        .selectFrom('seat')
        .where('seriesId', '=', session.seriesId)
        .where(sql<boolean>`during @> ${session.heldOn}::date`)
        // Whoever is away that day is not expected; who comes all the same is marked as walking in.
        .where(
          sql<boolean>`not exists (select from away_between(array[client_id], ${session.heldOn}::date, ${session.heldOn}::date))`,
        )
        .select(['clinicId', 'clientId', 'episodeId']),
    )
    .with('marked', (db) =>
      db
        .selectFrom('attendanceNow')
        .where('sessionId', '=', session.id)
        .where('mark', '<>', 'cleared')
        .select(['clinicId', 'clientId', 'id', 'mark', 'minutes', 'minutesLate', 'minutesLeftEarly', 'reason'])
        .select(['markedBy', 'markedAt']),
    )
    .selectFrom('seated as s')
    .fullJoin('marked as k', (join) =>
      join.onRef('k.clinicId', '=', 's.clinicId').onRef('k.clientId', '=', 's.clientId'),
    )
    // Row-level security lets a case through to the index, and not a coalesce: that one walks through every client there is.
    .innerJoin('clientNow as p', (join) =>
      join.on(
        sql<boolean>`p.clinic_id = case when s.client_id is null then k.clinic_id else s.clinic_id end
          and p.id = case when s.client_id is null then k.client_id else s.client_id end`,
      ),
    )
    .leftJoin('episode as e', (join) =>
      join.on(
        sql<boolean>`e.clinic_id = p.clinic_id and e.client_id = p.id and (e.id = s.episode_id or s.episode_id is null and e.during @> ${session.heldOn}::date)`,
      ),
    )
    .leftJoin('episodeWeek as w', (join) =>
      join
        .onRef('w.clinicId', '=', 'e.clinicId')
        .onRef('w.clientId', '=', 'e.clientId')
        .onRef('w.episodeId', '=', 'e.id')
        .on('w.week', '=', weekOf(session.heldOn)),
    )
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'k.clinicId').onRef('m.id', '=', 'k.markedBy'),
    )
    // The week as the board has it: it follows each mark at once.
    .select(['w.attendedMinutes', 'w.expectedMinutes', 'w.missedMinutes', 'w.floorMinutes'])
    .select([
      'p.id',
      'p.givenName',
      'p.familyName',
      'p.preferredName',
      'p.middleNames',
      'p.pronouns',
      'e.id as episodeId',
    ])
    .select(['k.id as markId', 'k.mark', 'k.minutes', 'k.minutesLate', 'k.minutesLeftEarly', 'k.reason', 'k.markedAt'])
    .select([
      sql<boolean>`s.client_id is null`.as('isWalkIn'),
      sql<Day | null>`lower(e.during)::text`.as('since'),
      sql<string | null>`m.given_name || ' ' || m.family_name`.as('markedByName'),
      sql<Goal[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'position', q.position, 'words', q.words, 'objectives', (
          select coalesce(jsonb_agg(jsonb_build_object('id', w.objective_id, 'position', w.position, 'words', w.words) order by w.position), '[]')
          from plan_objective_words w where w.clinic_id = q.clinic_id and w.goal_id = q.id
            and w.version_id = (select x.version_id from plan_signed x where x.clinic_id = q.clinic_id and x.episode_id = q.episode_id order by x.number desc limit 1)
            and not exists (select from plan_review_objective o where o.clinic_id = w.clinic_id and o.objective_id = w.objective_id and o.outcome = 'met')
          )) order by q.position), '[]')
        from plan_goal q where q.clinic_id = e.clinic_id and q.episode_id = e.id
          and not exists (select from plan_goal_end d where d.clinic_id = q.clinic_id and d.goal_id = q.id))`.as(
        'goals',
      ),
    ])
    .orderBy('isWalkIn')
    .orderBy(sql`lower(p.family_name)`)
    .orderBy(sql`lower(p.given_name)`)
    .orderBy('p.id')
    .execute()
  return rows.map(({ markId, mark, minutes, minutesLate, minutesLeftEarly, reason, markedAt, since, ...person }) => ({
    ...person,
    name: nameOf(person),
    dayOfStay: since === null ? null : daysBetween(since, session.heldOn) + 1,
    mark:
      markId === null || markedAt === null
        ? null
        : {
            id: markId,
            // The check on the table allows these and no others.
            kind: mark as MarkKind,
            minutes: minutes ?? 0,
            minutesLate: minutesLate ?? 0,
            minutesLeftEarly: minutesLeftEarly ?? 0,
            reason: reason ?? '',
            at: markedAt,
            by: person.markedByName ?? 'Stepwell',
          },
  }))
}
