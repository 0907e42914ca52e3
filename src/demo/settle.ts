import type pg from 'pg'
import type { missReasons } from '../clinic/concerns/contacts.ts'
import { pick } from './chance.ts'
import type { House } from './house.ts'
import { demoId, madeByDemo } from './ids.ts'
import { newSheaf } from './rows.ts'
import type { Writer } from './write.ts'
import { therapistIdText } from '../clinic/staff/queries/therapist.ts'

const reasons: (typeof missReasons)[number][] = [
  'Mixed up the day or the time',
  'Work',
  'Caring for somebody',
  'No way to get here',
]

/** People whose misses the demo leaves open for somebody to act on. */
const leftOpen = 3

/** Reaches all but a few of those whom the board shows as missed and not reached; the longest absences stay open. Answers whom. */
export async function settleMisses(owner: pg.Client, writer: Writer, house: House): Promise<string[]> {
  const { rows } = await owner.query<{ clientId: string; since: Date; tried: Date | null; therapist: string | null }>(
    `select u.client_id as "clientId", u.since,
       (select max(o.made_at) from outreach o where o.clinic_id = u.clinic_id and o.client_id = u.client_id) as tried,
       (select ${therapistIdText('e.clinic_id', 'e.id')} from episode e
        where e.clinic_id = u.clinic_id and e.client_id = u.client_id and upper_inf(e.during) limit 1) as therapist
     from unreached u where u.clinic_id = $1 order by u.misses_in_row desc, u.since, u.client_id`,
    [house.clinic.id],
  )
  const own = rows.filter((row) => house.staff.some((one) => one.id === row.therapist) && madeByDemo(row.clientId))
  const sheaf = newSheaf()
  const reached = own.slice(leftOpen)
  for (const { clientId, since, tried } of reached) {
    // After whatever was tried in vain.
    const from = tried !== null && tried > since ? tried : since
    const wait = Math.min(95 * 60_000, (house.at.getTime() - from.getTime()) * 0.8)
    const madeAt = new Date(from.getTime() + wait)
    sheaf.add('outreach', {
      id: demoId(madeAt, clientId, 'reached', since.toISOString()),
      clientId,
      how: 'phone',
      reached: true,
      reason: pick(reasons, house.chance(clientId, since.getTime())),
      words: 'Short call. Coming to the next group.',
      nextOn: null,
      madeBy: pick(house.coordinators, house.chance(clientId, 'settles')).id,
      madeAt,
    })
  }
  await writer.write(sheaf)
  return reached.map(({ clientId }) => clientId)
}
