import { addDays, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { usualDesk, type DeskHours } from '../first-step.ts'

/** When the admissions desk is staffed, as the clinic has said it; `isSet` is false while it has said nothing. */
export async function deskOf(work: Work): Promise<{ hours: DeskHours; isSet: boolean }> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const row = await work.db
    .selectFrom('deskHours')
    .where('clinicId', '=', work.clinic.id)
    .where('effectiveFrom', '<=', today)
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select(['weekdays', 'opens', 'closes'])
    .executeTakeFirst()
  const closedDays = (await closedDaysFrom(work, addDays(today, -1))).map((one) => one.day)
  return row === undefined
    ? { hours: { ...usualDesk, closedDays }, isSet: false }
    : { hours: { weekdays: row.weekdays, from: row.opens, to: row.closes, closedDays }, isSet: true }
}

/** The days from one on at which the desk is shut, with the reason. */
export const closedDaysFrom = async (work: Work, from: string) =>
  (
    await work.db
      .selectFrom('deskClosedDay')
      .where('clinicId', '=', work.clinic.id)
      .where('day', '>=', from)
      .distinctOn('day')
      .select(['day', 'isClosed', 'because'])
      .orderBy('day')
      .orderBy('setAt', 'desc')
      .orderBy('id', 'desc')
      .execute()
  ).filter((one) => one.isClosed)
