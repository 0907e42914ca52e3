import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { endOf } from '../times.ts'

export type Leading = Awaited<ReturnType<typeof leadersOf>>[number]

/** Who leads from a day on, in parts and dates, each with the licence that lasts longest. */
export const leadersOf = (work: Work, seriesId: string, day: Day) =>
  work.db
    .selectFrom('seriesLeader as l')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'l.clinicId').onRef('m.id', '=', 'l.staffId'),
    )
    .where('l.seriesId', '=', seriesId)
    .where(sql<boolean>`l.during && daterange(${day}::date, null)`)
    .orderBy('l.part', 'desc')
    .orderBy(sql`lower(l.during)`)
    .select(['l.id', 'l.staffId', 'l.part', 'm.givenName', 'm.familyName', 'm.credential'])
    .select([
      sql<Day>`lower(l.during)::text`.as('from'),
      sql<Day | null>`(upper(l.during) - 1)::text`.as('to'),
      licenceUntil.as('licensedUntil'),
    ])
    .execute()

const licenceUntil = sql<Day | null>`(select max(x.expires_on)::text from staff_license_now x where x.clinic_id = m.clinic_id and x.staff_id = m.id)`

/** The weekly hours that a room or a person is bound to from a day on, for seeing who is in the way. */
export const boundTo = async (work: Work, by: { roomId: string } | { staffId: string }, from: Day) => {
  const { rows } = await sql<{
    id: string
    name: string
    weekday: number
    starts: string
    minutes: number
    every: number
    anchor: Day | null
    from: Day
    to: Day | null
  }>`
    select r.id, r.name, r.weekday, to_char(r.starts, 'HH24:MI') as starts, r.minutes, r.every_weeks as every, r.anchor::text as anchor,
           lower(b.during)::text as "from", (upper(b.during) - 1)::text as "to"
    from group_series r
    cross join lateral (${
      'roomId' in by
        ? sql`select r.during where r.room_id = ${by.roomId}`
        : sql`select l.during * r.during as during from series_leader l
              where l.clinic_id = r.clinic_id and l.series_id = r.id and l.staff_id = ${by.staffId}`
    }) b
    where not isempty(b.during) and b.during && daterange(${from}::date, null)
    order by r.weekday, r.starts`.execute(work.db)
  return rows.map((row) => ({ ...row, ends: endOf(row.starts, row.minutes) }))
}

/** The first visit of a person that a weekly hour would run into, from a day on. */
export const visitInTheWay = (
  work: Work,
  staffId: string,
  hour: { weekday: number; starts: string; minutes: number },
  from: Day,
) =>
  work.db
    .selectFrom('visit as v')
    .where('v.staffId', '=', staffId)
    .where('v.heldOn', '>=', from)
    .where(sql<boolean>`not isempty(v.during) and extract(isodow from v.held_on) = ${hour.weekday}
      and (lower(v.during) at time zone ${work.clinic.timeZone})::time < ${endOf(hour.starts, hour.minutes)}::time
      and (upper(v.during) at time zone ${work.clinic.timeZone})::time > ${hour.starts}::time`)
    .orderBy('v.heldOn')
    .select(['v.heldOn'])
    .select(sql<string>`to_char(lower(v.during) at time zone ${work.clinic.timeZone}, 'HH24:MI')`.as('starts'))
    .executeTakeFirst()
