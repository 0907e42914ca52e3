import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { leadersOf } from './leaders.ts'
import { lineageOf, type LineRow } from './lineage.ts'
import { seriesById } from './series.ts'
import type { SeriesChange } from './consequences.ts'

/** A change of a group that is still to come: from what, to what, what stays planned after it, and what would bring everything back. */
export type Planned = {
  changeId: string
  because: string
  changedBy: string | null
  before: LineRow
  after: LineRow
  /** What is planned after it, and stays: by its own day. */
  follows: LineRow[]
  /** It was withdrawn already: what stands then is as it was before. */
  isWithdrawn: boolean
  back: Omit<SeriesChange, 'because' | 'leaveBehind'>
  /** Whose seats ended for it: they are not given back by themselves. */
  ended: { clientId: string; episodeId: string; name: string }[]
}

/**
 * The change with which a row of a group begins that is still to come; by the row that stands or stood, the last that is planned.
 * Undefined where none is planned, or the row never comes to pass any more.
 */
export async function plannedChange(work: Work, seriesId: string, today: Day): Promise<Planned | undefined> {
  const line = await lineageOf(work, seriesId)
  const named = line.findIndex((row) => row.id === seriesId)
  if (named < 0) return undefined
  const at = (line[named]?.from ?? today) > today && named > 0 ? named : line.length - 1
  const [before, after] = [line[at - 1], line[at]]
  if (before === undefined || after === undefined || after.from <= today) return undefined
  // What was planned first says why; a way in that was made `again` only repeats it.
  const { rows } = await sql<{
    id: string
    seriesId: string
    because: string
    changedBy: string | null
    isWithdrawn: boolean
  }>`
    select x.id, x.series_id as "seriesId", x.because, m.given_name || ' ' || m.family_name as "changedBy",
           exists (select from series_change_withdrawal w where w.clinic_id = x.clinic_id and w.back_id = x.id) as "isWithdrawn"
    from series_change x left join staff_member m on m.clinic_id = x.clinic_id and m.id = x.changed_by
    where x.successor_id = ${after.id}::uuid order by x.changed_at, x.id limit 1`.execute(work.db)
  const [change] = rows
  const [was, will] = [await seriesById(work, before.id, today), await seriesById(work, after.id, after.from)]
  if (change === undefined || was === undefined || will === undefined) return undefined
  const lastDay = addDays(after.from, -1)
  const leaders = (await leadersOf(work, before.id, lastDay)).filter(({ from }) => from <= lastDay)
  const who = (part: string) => leaders.find((one) => one.part === part)?.staffId
  const sat = will.chairs.filter((number) => !will.free.includes(number))
  const lead = who('lead')
  return {
    changeId: change.id,
    because: change.because,
    changedBy: change.changedBy,
    isWithdrawn: change.isWithdrawn,
    before,
    after,
    follows: line.slice(at + 1),
    back: {
      from: after.from,
      weekday: before.weekday,
      starts: before.starts.slice(0, 5),
      minutes: before.minutes,
      roomId: before.roomId,
      ...(lead !== undefined && { leadId: lead }),
      coLeadId: who('co-lead') ?? null,
      every: before.every === 4 ? 4 : before.every === 2 ? 2 : 1,
      back: {
        anchor: before.anchor,
        chairs: [...new Set([...was.chairs, ...sat])].toSorted((a, b) => a - b),
      },
    },
    ended: await endedFor(work, change.seriesId, change.id, lastDay),
  }
}

/** From which day a row of a group was to stand that never will, because its change was withdrawn; undefined: it was not. */
export async function withdrawnFrom(work: Work, seriesId: string): Promise<Day | undefined> {
  const { rows } = await sql<{ from: Day }>`
    select x.from_day::text as "from" from series_change_withdrawal w
    join series_change x on x.clinic_id = w.clinic_id and x.id = w.change_id and x.successor_id = ${seriesId}::uuid
    join group_series r on r.clinic_id = x.clinic_id and r.id = x.successor_id and isempty(r.during) limit 1`.execute(
    work.db,
  )
  return rows[0]?.from
}

/** Whose seats in a row ended for a change, and who have none there now. */
async function endedFor(work: Work, seriesId: string, changeId: string, lastDay: Day): Promise<Planned['ended']> {
  const { rows } = await sql<{ clientId: string; episodeId: string; name: string }>`
    select distinct t.client_id as "clientId", t.episode_id as "episodeId",
           coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name
    from series_change x
    join seat_release r on r.clinic_id = x.clinic_id and r.released_at = x.changed_at and r.last_day = ${lastDay}::date
    join seat t on t.clinic_id = r.clinic_id and t.id = r.seat_id and t.series_id = ${seriesId}::uuid
    join client_now c on c.clinic_id = t.clinic_id and c.id = t.client_id
    where x.id = ${changeId}::uuid order by name`.execute(work.db)
  return rows
}

export type WithdrawnChange = { because: string; withdrawnBy: string | null; withdrawnAt: Date }

/** Of the rows of a group those that only bring back what was: by their ids, why the change before them was withdrawn. */
export async function withdrawnIn(work: Work, rowIds: readonly string[]): Promise<Map<string, WithdrawnChange>> {
  const { rows } = await sql<WithdrawnChange & { id: string }>`
    select x.successor_id as id, w.because, m.given_name || ' ' || m.family_name as "withdrawnBy", w.withdrawn_at as "withdrawnAt"
    from series_change_withdrawal w
    join series_change x on x.clinic_id = w.clinic_id and x.id = w.back_id and x.successor_id = any (${[...rowIds]}::uuid[])
    left join staff_member m on m.clinic_id = w.clinic_id and m.id = w.withdrawn_by`.execute(work.db)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
