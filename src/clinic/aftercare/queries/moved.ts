import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/** Seats of a stay that go beyond a day, each with the days that it has. */
export async function seatsToMove(
  work: Work,
  episodeId: string,
  lastDay: Day,
): Promise<{ id: string; seriesId: string; name: string; during: string }[]> {
  const { rows } = await sql<{ id: string; seriesId: string; name: string; during: string }>`
    select s.id, s.series_id as "seriesId", r.name, s.during::text as during
    from seat s join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id
    where s.episode_id = ${episodeId}::uuid and s.during && daterange(${lastDay}::date + 1, null)
    order by s.id`.execute(work.db)
  return rows
}

/** Visits of a stay after a day that nobody has marked, each with its hour. */
export async function visitsToMove(
  work: Work,
  episodeId: string,
  after: Day,
): Promise<{ id: string; heldOn: Day; during: string }[]> {
  const { rows } = await sql<{ id: string; heldOn: Day; during: string }>`
    select v.id, v.held_on::text as "heldOn", v.during::text as during from visit v
    where v.episode_id = ${episodeId}::uuid and v.held_on > ${after}::date and not isempty(v.during)
      and not exists (select from attendance_now a where a.visit_id = v.id and a.mark <> 'cleared')
    order by v.held_on, v.id`.execute(work.db)
  return rows
}

export type Moved = {
  seats: {
    movedId: string
    seriesId: string
    name: string
    number: number
    clientId: string
    episodeId: string
    weekMinutes: string
    /** What is to be given back: from the day after what is left of it, or its first day, to its last (null: no end). */
    first: Day
    last: Day | null
    /** Every chair of the group. */
    chairs: number[]
  }[]
  visits: {
    movedId: string
    clientId: string
    episodeId: string
    kind: string
    staffId: string
    staff: string
    heldOn: Day
    during: string
    starts: Date
    minutes: number
    byVideo: boolean
    countsTowardDose: boolean
  }[]
}

/** What a pause, a step or a discharge took away and nobody has given back yet; seats within the days that their group still has. */
export async function movedBy(work: Work, causeId: string): Promise<Moved> {
  const seats = await sql<Moved['seats'][number]>`
    select m.id as "movedId", s.series_id as "seriesId", r.name, s.number, s.client_id as "clientId", s.episode_id as "episodeId",
      s.week_minutes::text as "weekMinutes", 
      -- What is left of the seat itself is still theirs: only the days after it are to be given back.
      greatest(lower(m.was_during * r.during), upper(s.during))::text as first, (upper(m.was_during * r.during) - 1)::text as last,
      (select array_agg(c.number order by c.number) from series_chair c where c.clinic_id = s.clinic_id and c.series_id = s.series_id) as chairs
    from moved_seat m join seat s on s.clinic_id = m.clinic_id and s.id = m.seat_id
    join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id
    where m.cause_id = ${causeId}::uuid and m.was_during is not null and not isempty(m.was_during * r.during)
      and not exists (select from seat_restored x where x.clinic_id = m.clinic_id and x.moved_id = m.id)
    order by r.weekday, r.starts, m.id`.execute(work.db)
  const visits = await sql<Moved['visits'][number]>`
    select m.id as "movedId", v.client_id as "clientId", v.episode_id as "episodeId", v.kind, v.staff_id as "staffId",
      p.given_name || ' ' || p.family_name as staff, v.held_on::text as "heldOn", m.was_during::text as during, lower(m.was_during) as starts,
      v.minutes, v.by_video as "byVideo", v.counts_toward_dose as "countsTowardDose"
    from moved_visit m join visit v on v.clinic_id = m.clinic_id and v.id = m.visit_id
    join staff_member p on p.clinic_id = v.clinic_id and p.id = v.staff_id
    where m.cause_id = ${causeId}::uuid and not exists (select from visit_restored x where x.clinic_id = m.clinic_id and x.moved_id = m.id)
    order by m.was_during, m.id`.execute(work.db)
  return { seats: seats.rows, visits: visits.rows }
}

/** Seats that an act gave and nobody has ended since. */
export async function givenBy(
  work: Work,
  causeId: string,
): Promise<{ seatId: string; name: string; markedUntil: Day | null }[]> {
  const { rows } = await sql<{ seatId: string; name: string; markedUntil: Day | null }>`
    select s.id as "seatId", r.name,
      (select max(a.held_on)::text from attendance_now a join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
       where a.client_id = s.client_id and g.series_id = s.series_id and s.during @> a.held_on and a.mark <> 'cleared') as "markedUntil"
    from moved_seat m join seat s on s.clinic_id = m.clinic_id and s.id = m.seat_id
    join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id
    where m.cause_id = ${causeId}::uuid and m.was_during is null and not isempty(s.during)
    order by s.id`.execute(work.db)
  return rows
}
