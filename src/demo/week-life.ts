import type pg from 'pg'
import { riverbend } from '../../tests/cast.ts'
import { leaderAway } from './away.ts'
import { askForChanges, callOff, tellOfChanges } from './called-off.ts'
import { noteTaught } from './curricula.ts'
import type { House } from './house.ts'
import { addMedicine } from './medicine.ts'
import { addPlans } from './plans.ts'
import { newSheaf } from './rows.ts'
import { addWaitlist } from './waitlist.ts'
import type { Writer } from './write.ts'

/**
 * What a week brings beside its groups: what was taught, who waits, what was called off and is to be told. A fresh demo begins
 * with all of it; later the clinic's own clock passes offers on, and only what is taught goes on here.
 */
export async function liveTheWeek(owner: pg.Client, writer: Writer, house: House, isFresh: boolean): Promise<void> {
  if (house.clinic.id !== riverbend.id || house.number !== 0) return
  const sheaf = newSheaf()
  await noteTaught(owner, house, sheaf)
  if (isFresh) {
    await addMedicine(owner, house, sheaf)
    await addWaitlist(owner, house, sheaf)
    await tellOfChanges(owner, house, sheaf)
    await askForChanges(owner, house, sheaf)
  }
  await writer.write(sheaf)
  await addPlans(owner, writer, house)
  if (isFresh) await callOff(owner, writer, house)
  if (isFresh) await leaderAway(owner, writer, house)
}
