import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { lately } from './lately.ts'
import { instantsFrom, newSheaf } from './rows.ts'
import type { Writer } from './write.ts'

/** Somebody who leads a group is away for a day of the coming ones, and nobody covers yet: what Today tells, with the way to cover. */
export async function leaderAway(owner: pg.Client, writer: Writer, house: House): Promise<void> {
  const { calendar, today } = house
  // Not those of the evening: the nurse's week is composed around them.
  const theirs = (house.therapists.evening ?? []).map(({ id }) => id)
  const { rows } = await owner.query<{ staffId: string; day: Day }>(
    `select l.staff_id as "staffId", g.held_on::text as day from group_session g
     join series_leader l on l.clinic_id = g.clinic_id and l.series_id = g.series_id and l.during @> g.held_on and l.part = 'lead'
     where g.clinic_id = $1 and not isempty(g.during) and g.held_on between $2::date and $3::date
       and not exists (select from visit v where v.clinic_id = g.clinic_id and v.staff_id = l.staff_id and v.held_on = g.held_on and not isempty(v.during))
       and l.staff_id <> all ($4::uuid[])
       and not exists (select from time_away a where a.clinic_id = g.clinic_id and a.staff_id = l.staff_id and a.during && g.during)
     order by g.held_on, md5(g.id::text) limit 1`,
    [house.clinic.id, calendar.add(today, 3), calendar.add(today, 9), theirs],
  )
  const [found] = rows
  if (found === undefined) return
  const setAt = lately(house, 95)
  const sheaf = newSheaf()
  const { staffId, day } = found
  const during = instantsFrom(calendar.instant(day, '00:00'), calendar.instant(calendar.add(day, 1), '00:00'))
  const id = demoId(setAt, staffId, 'away', day)
  sheaf.add('timeAway', { id, staffId, during, setBy: house.director.id, setAt })
  await writer.write(sheaf)
}
