import type pg from 'pg'
import { endGoals } from './admissions.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { addDischarge } from './partings.ts'
import type { Resident } from './residents.ts'
import type { Sheaf } from './rows.ts'
import { addRelease } from './seating.ts'

/** People whose day to leave has come: from here on their stay is over, with seats given back and goals ended. */
export function partWith(house: House, sheaf: Sheaf, leaving: Resident[]): void {
  for (const { stay, therapist, goals, seats, hours } of leaving) {
    stay.isOver = true
    addDischarge(house, sheaf, stay, therapist.id)
    endGoals(house, sheaf, stay, goals, therapist)
    for (const seat of seats) {
      if (seat.until !== null) continue
      seat.until = stay.until
      addRelease(house, sheaf, seat, stay.until, stay.ending)
    }
    for (const hour of hours) hour.until = stay.until
  }
}

/**
 * Ends what stood open for people who left: the stay and the seats after their last day, and the visits that were booked
 * beyond it. Rows are shortened, never moved, as the clinic's own discharge does it.
 */
export async function shorten(owner: pg.Client, house: House, sheaf: Sheaf, leaving: Resident[]): Promise<void> {
  if (leaving.length === 0) return
  const { calendar } = house
  const ends = JSON.stringify(leaving.map(({ stay }) => ({ id: stay.id, after: calendar.add(stay.until, 1) })))
  const shape = 'json_to_recordset($2::json) as x(id uuid, after date)'
  const given = [house.clinic.id, ends]
  const { rows } = await owner.query<{ id: string; stayId: string; was: string }>(
    `select v.id, v.episode_id as "stayId", v.during::text as was from visit v join ${shape} on v.episode_id = x.id
     where v.clinic_id = $1 and v.held_on >= x.after and not isempty(v.during) order by v.id`,
    given,
  )
  const byStay = new Map(leaving.map((one) => [one.stay.id, one]))
  for (const { id, stayId, was } of rows) {
    const one = byStay.get(stayId)
    if (one === undefined) continue
    const cancelledAt = minutesAfter(calendar.instant(one.stay.until, '17:00'), 10)
    const because = 'Discharged'
    const cancelledBy = one.therapist.id
    sheaf.add('visitCancellation', {
      id: demoId(cancelledAt, id, 'cancelled'),
      visitId: id,
      wasDuring: was,
      because,
      cancelledBy,
      cancelledAt,
    })
  }
  await owner.query("update visit set during = 'empty' where clinic_id = $1 and id = any ($2)", [
    house.clinic.id,
    rows.map((row) => row.id),
  ])
  await owner.query(
    `update seat s set during = case when lower(s.during) >= x.after then 'empty'::daterange else daterange(lower(s.during), x.after) end
     from ${shape} where s.clinic_id = $1 and s.episode_id = x.id and not isempty(s.during)
       and (upper_inf(s.during) or upper(s.during) > x.after)`,
    given,
  )
  await owner.query(
    `update episode e set during = daterange(lower(e.during), x.after) from ${shape}
     where e.clinic_id = $1 and e.id = x.id and upper_inf(e.during)`,
    given,
  )
}
