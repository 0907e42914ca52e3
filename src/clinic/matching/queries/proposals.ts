import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import type { Question } from '../proposals.ts'
import type { Figures, SeriesMove, WeekChange } from '../timetable-sum.ts'

export type ProposalStep = 'waiting' | 'taken-up' | 'progress' | 'done' | 'stopped' | 'failed'
export type ProposalRow = {
  id: string
  name: string
  from: Day
  question: Question
  askedAt: Date
  askedBy: string
  step: ProposalStep
  about: { share?: number; words?: string }
  isStopping: boolean
}

const rows = (work: Work, only?: string) =>
  sql<ProposalRow>`
    select p.id, p.name, p.from_day::text as "from", p.question, p.asked_at as "askedAt", m.given_name || ' ' || m.family_name as "askedBy",
           coalesce(s.kind, 'waiting') as step, coalesce(s.about, '{}') as about,
           exists (select from proposal_stop x where x.clinic_id = p.clinic_id and x.proposal_id = p.id) as "isStopping"
    from proposal p
    join staff_member m on m.clinic_id = p.clinic_id and m.id = p.asked_by
    left join lateral (select y.kind, y.about from proposal_step y where y.clinic_id = p.clinic_id and y.proposal_id = p.id
                       order by y.at desc, y.id desc limit 1) s on true
    ${given(only, (one) => sql`where p.id = ${one}::uuid`)}
    order by p.asked_at desc limit 40`.execute(work.db)

/** The proposals of the house, the newest first, each with how far it is. */
export const proposalsOf = async (work: Work): Promise<ProposalRow[]> => (await rows(work)).rows

export async function proposalById(work: Work, id: string): Promise<ProposalRow | undefined> {
  return isId(id) ? (await rows(work, id)).rows[0] : undefined
}

export type ProposalResult = { moves: SeriesMove[]; weeks: WeekChange[]; figures: Figures; foundAt: Date }

export async function resultOf(work: Work, proposalId: string): Promise<ProposalResult | undefined> {
  const { rows: found } = await sql<ProposalResult>`
    select moves, weeks, figures, found_at as "foundAt" from proposal_result where proposal_id = ${proposalId}`.execute(
    work.db,
  )
  return found[0]
}

export type ProposalPart = {
  seriesId: string | null
  clientId: string | null
  isDone: boolean
  because: string
  at: Date
  by: string
}

/** What was taken over of a proposal, and what stood in the way: the latest word on each part. */
export async function partsOf(work: Work, proposalId: string): Promise<ProposalPart[]> {
  const { rows: found } = await sql<ProposalPart>`
    select distinct on (p.series_id, p.client_id) p.series_id as "seriesId", p.client_id as "clientId", p.is_done as "isDone", p.because,
           p.taken_at as at, m.given_name || ' ' || m.family_name as by
    from proposal_part p join staff_member m on m.clinic_id = p.clinic_id and m.id = p.taken_by
    where p.proposal_id = ${proposalId}
    order by p.series_id, p.client_id, p.taken_at desc, p.id desc`.execute(work.db)
  return found
}

/** What stands beside the ids of a proposal: names of groups, rooms, staff and clients. */
export async function namesIn(work: Work, ids: { series: string[]; clients: string[] }) {
  const series = await sql<{
    id: string
    name: string
    room: string
    weekday: number
    starts: string
    minutes: number
  }>`
    select r.id, r.name, r.weekday, to_char(r.starts, 'HH24:MI') as starts, r.minutes, r.room_id as room from group_series r
    where r.id = any (${ids.series}::uuid[])`.execute(work.db)
  const clients = await sql<{ id: string; name: string; episodeId: string | null }>`
    select c.id, coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name,
           (select e.id from episode e where e.clinic_id = c.clinic_id and e.client_id = c.id and upper_inf(e.during) limit 1) as "episodeId"
    from client_now c where c.id = any (${ids.clients}::uuid[])`.execute(work.db)
  const rooms = await sql<{ id: string; name: string }>`select id, name from room`.execute(work.db)
  const staff = await sql<{
    id: string
    name: string
  }>`select id, given_name || ' ' || family_name as name from staff_member`.execute(work.db)
  return {
    series: new Map(series.rows.map((row) => [row.id, row])),
    clients: new Map(clients.rows.map((row) => [row.id, row])),
    rooms: new Map(rooms.rows.map((row) => [row.id, row.name])),
    staff: new Map(staff.rows.map((row) => [row.id, row.name])),
  }
}
