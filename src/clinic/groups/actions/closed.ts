import { sql } from 'kysely'
import { given } from '../../../db/given.ts'
import { addDays, dayAt, instantAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { closedBetween, closedById } from '../queries/closed.ts'
import { closedOn } from '../recurrence.ts'
import { holdCalendar } from './hold.ts'
import { daysLaidAhead, laySessions } from './lay.ts'

export type Closing = { siteId: string | null; seriesId: string | null; from: Day; to: Day; because: string }

/** Days may be closed so far back: what was closed in a hurry, as for snow, is written down afterwards. */
const mostDaysBack = 14

/**
 * Closes some days: for everyone, for one site, or for one group alone. Meetings that stand in the calendar are called off
 * with the reason and their members told; those on which somebody is marked or whose note is signed stay as they were.
 */
export async function closeDays(
  work: Work,
  said: Closing,
): Promise<{ id: string; calledOff: number; told: number; kept: number } | Refusal> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const by = work.by.id
  if (by === null) return refuse('not-a-person', 'A member of staff closes a day.')
  const today = dayAt(work.at, work.clinic.timeZone)
  if (said.to < said.from) return refuse('dates-turned', 'The last closed day lies before the first. Look at both.')
  if (said.from < addDays(today, -mostDaysBack))
    return refuse('too-far-back', `A day can be closed at most ${mostDaysBack} days back.`)
  if (said.to > addDays(said.from, 365)) return refuse('too-long', 'Close at most a year at once.')
  if (said.siteId !== null && said.seriesId !== null)
    return refuse('one-scope', 'Close a site or one group, not both in one.')
  if (!(await isHere(work, said)))
    return refuse('not-found', 'This site or group does not exist, or is not yours to see.')
  await holdCalendar(work)
  const id = newId()
  await work.db
    .insertInto('closedDay')
    .values({
      clinicId: work.clinic.id,
      id,
      siteId: said.siteId,
      seriesId: said.seriesId,
      firstDay: said.from,
      lastDay: said.to,
      because: said.because,
      closedBy: by,
      closedAt: work.at,
    })
    .execute()
  const standing = await meetingsIn(work, said)
  const off = standing.filter((one) => !one.isWritten)
  await callOff(
    work,
    id,
    off.map((one) => one.id),
    said.because,
    by,
  )
  const told = await tellMembers(
    work,
    off.filter((one) => one.starts > work.at),
    'meeting-cancelled',
  )
  await record(work, 'closed-day.recorded', {
    clients: told,
    about: {
      closed: id,
      from: said.from,
      to: said.to,
      site: said.siteId,
      series: said.seriesId,
      calledOff: off.length,
    },
  })
  return { id, calledOff: off.length, told: told.length, kept: standing.length - off.length }
}

/** Opens closed days again: what was called off with them comes back, unless other closed days stand in its way. */
export async function openDays(work: Work, closedId: string): Promise<{ back: number; roomTaken: number } | Refusal> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const by = work.by.id
  if (by === null) return refuse('not-a-person', 'A member of staff opens a day again.')
  const closed = await closedById(work, closedId)
  if (closed === undefined) return refuse('not-found', 'This closed day does not exist, or it is not yours to see.')
  await holdCalendar(work)
  const ended = await unlessRefused(work, { closed_day_end_of: 'Somebody opened these days again already.' }, () =>
    work.db
      .insertInto('closedDayEnd')
      .values({ clinicId: work.clinic.id, id: newId(), closedId, endedBy: by, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(ended)) return ended
  const lost = await lostMeetings(work, closed.from, closed.to)
  const others = await closedBetween(work, closed.from, closed.to)
  const open = lost.filter((one) => closedOn(others, one, one.heldOn) === undefined)
  const rows = open.map((one) => {
    const starts = instantAt(one.heldOn, one.starts, one.timeZone)
    const ends = new Date(starts.getTime() + one.minutes * 60_000)
    return {
      clinicId: work.clinic.id,
      id: newId(),
      seriesId: one.seriesId,
      roomId: one.roomId,
      heldOn: one.heldOn,
      during: `[${starts.toISOString()},${ends.toISOString()})`,
      laidAt: work.at,
    }
  })
  const back =
    rows.length === 0
      ? []
      : await work.db
          .insertInto('groupSession')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .returning(['id', 'seriesId', 'heldOn', sql<Date>`lower(during)`.as('starts')])
          .execute()
  const today = dayAt(work.at, work.clinic.timeZone)
  const [from, horizon] = [addDays(today, -1), addDays(today, daysLaidAhead)]
  await laySessions(work, closed.from > from ? closed.from : from, closed.to < horizon ? closed.to : horizon)
  const told = await tellMembers(
    work,
    back.filter((one) => one.starts > work.at),
    'week-changed',
  )
  await record(work, 'closed-day.opened', { clients: told, about: { closed: closedId, back: back.length } })
  return { back: back.length, roomTaken: rows.length - back.length }
}

async function isHere(work: Work, { siteId, seriesId }: Closing): Promise<boolean> {
  if (siteId === null && seriesId === null) return true
  const id = siteId ?? seriesId ?? ''
  if (!isId(id)) return false
  const found = await (siteId === null
    ? work.db.selectFrom('groupSeries').where('id', '=', id).select('id').executeTakeFirst()
    : work.db.selectFrom('site').where('id', '=', id).select('id').executeTakeFirst())
  return found !== undefined
}

type Meeting = { id: string; seriesId: string; heldOn: Day; starts: Date }

async function meetingsIn(work: Work, said: Closing): Promise<(Meeting & { isWritten: boolean })[]> {
  // Whoever marks one of them at this moment, or calls it off, was first: the question after this one sees what they did.
  await sql`select from group_session g where g.clinic_id = ${work.clinic.id}::uuid and g.held_on between ${said.from}::date and ${said.to}::date
    and not isempty(g.during) order by g.id for no key update`.execute(work.db)
  const { rows } = await sql<Meeting & { isWritten: boolean }>`
    select g.id, g.series_id as "seriesId", g.held_on::text as "heldOn", lower(g.during) as starts,
           exists (select from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id and a.mark <> 'cleared')
           or exists (select from note_signature n where n.clinic_id = g.clinic_id and n.session_id = g.id) as "isWritten"
    from group_session g join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
    where g.held_on between ${said.from}::date and ${said.to}::date and not isempty(g.during)
      ${given(said.siteId, (one) => sql`and o.site_id = ${one}::uuid`)}
      ${given(said.seriesId, (one) => sql`and g.series_id in (select line_of(g.clinic_id, ${one}::uuid))`)}
    order by g.held_on, g.id`.execute(work.db)
  return rows
}

async function callOff(work: Work, closedId: string, ids: string[], because: string, by: string): Promise<void> {
  if (ids.length === 0) return
  const clinicId = work.clinic.id
  await work.db
    .insertInto('sessionCancellation')
    .values(
      ids.map((sessionId) => ({
        clinicId,
        id: newId(),
        sessionId,
        because,
        cancelledBy: by,
        cancelledAt: work.at,
      })),
    )
    .execute()
  await work.db
    .insertInto('closedDayMeeting')
    .values(ids.map((sessionId) => ({ clinicId, closedId, sessionId })))
    .execute()
  await work.db.updateTable('groupSession').set({ during: sql`'empty'::tstzrange` }).where('id', 'in', ids).execute()
}

/** Meetings that closed days called off between two days, and in whose place none stands: what may come back. */
async function lostMeetings(work: Work, from: Day, to: Day) {
  const { rows } = await sql<{
    seriesId: string
    roomId: string
    siteId: string
    line: string
    heldOn: Day
    starts: string
    minutes: number
    timeZone: string
  }>`
    select distinct g.series_id as "seriesId", r.room_id as "roomId", o.site_id as "siteId", coalesce(r.line_id, r.id) as line,
           g.held_on::text as "heldOn", to_char(r.starts, 'HH24:MI') as starts, r.minutes, r.time_zone as "timeZone"
    from closed_day_meeting m
    join group_session g on g.clinic_id = m.clinic_id and g.id = m.session_id
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id and r.during @> g.held_on
    join room o on o.clinic_id = r.clinic_id and o.id = r.room_id
    where g.held_on between ${from}::date and ${to}::date
      and not exists (select from group_session y where y.clinic_id = g.clinic_id and y.series_id = g.series_id
                      and y.held_on = g.held_on and (y.laid_at, y.id) > (g.laid_at, g.id))
    order by 5, 1`.execute(work.db)
  return rows
}

/** Tells everyone who has a seat on the day of each of these meetings; answers with whom. */
async function tellMembers(
  work: Work,
  meetings: readonly { id: string; seriesId: string; heldOn: Day }[],
  kind: 'meeting-cancelled' | 'week-changed',
): Promise<string[]> {
  if (meetings.length === 0) return []
  const { rows } = await sql<{ clientId: string; sessionId: string; seriesId: string; day: Day }>`
    select t.client_id as "clientId", g.id as "sessionId", g.series_id as "seriesId", g.held_on::text as day
    from group_session g
    join seat t on t.clinic_id = g.clinic_id and t.series_id = g.series_id and t.during @> g.held_on
    where g.id = any (${meetings.map((one) => one.id)}::uuid[]) order by g.held_on, g.id, t.client_id`.execute(work.db)
  for (const { clientId, sessionId, seriesId, day } of rows)
    await tellClient(work, { clientId, kind, about: { sessionId, seriesId, day } })
  return [...new Set(rows.map((row) => row.clientId))]
}
