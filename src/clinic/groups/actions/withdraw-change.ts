import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { type Planned, plannedChange, withdrawnFrom } from '../queries/planned.ts'
import { dayInWords } from '../times.ts'
import { lookAtChange } from '../queries/consequences.ts'
import { type Changed, changeSeries, diariesOfChange } from './change-series.ts'
import { holdDiaries } from './hold.ts'

export type Withdrawn = Changed & { planned: Planned }

/**
 * Withdraws a change of a group while it is still to come (`seriesId`: the row that it begins; or the last that is planned): from its first
 * day on the group goes on at the hour before, in the room, with the leaders and chairs that it had, until what is planned after it begins,
 * which stays. What was planned stays in the history with who withdrew it
 * and why; everyone keeps their chair. Whoever would be in two places stops it, unless their seat is to end (`leaveBehind`).
 */
export async function withdrawChange(
  work: Work,
  seriesId: string,
  { because, leaveBehind }: { because: string; leaveBehind?: readonly string[] },
): Promise<Withdrawn | Refusal> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const by = work.by.id
  if (by === null) return refuse('not-a-person', 'A change is withdrawn by a person.')
  if (!isId(seriesId)) return nothing
  const today = dayAt(work.at, work.clinic.timeZone)
  // All at once, and the calendar after them, as for every change of a group.
  const seen = await plannedChange(work, seriesId, today)
  const change = seen && { ...seen.back, because }
  const looked = seen && change && (await lookAtChange(work, seen.after.id, change))
  const all =
    change === undefined || looked === undefined || isRefusal(looked) ? [] : diariesOfChange(seriesId, change, looked)
  await holdDiaries(work, [seriesId, ...all])
  const planned = await plannedChange(work, seriesId, today)
  if (planned === undefined) {
    const was = await withdrawnFrom(work, seriesId)
    return was === undefined ? nothing : already(was)
  }
  const { after, back } = planned
  if (planned.isWithdrawn) return already(after.from)
  const changed = await changeSeries(work, after.id, { ...back, because, ...(leaveBehind && { leaveBehind }) })
  if (isRefusal(changed)) return changed
  await sql`insert into series_change_withdrawal (clinic_id, id, change_id, back_id, because, withdrawn_by, withdrawn_at)
    values (${work.clinic.id}, ${newId()}, ${planned.changeId}, ${changed.changeId}, ${because}, ${by}, ${work.at})`.execute(
    work.db,
  )
  await record(work, 'series.change-withdrawn', {
    about: { series: planned.before.id, change: planned.changeId, from: after.from },
  })
  return { ...changed, planned }
}

const already = (from: Day): Refusal =>
  refuse(
    'withdrawn-already',
    `The change of ${dayInWords(from)} was withdrawn already. To change the group before that, choose its new time.`,
  )

const nothing = refuse(
  'nothing-planned',
  'No change of this group is planned any more. What began already is changed anew.',
)
