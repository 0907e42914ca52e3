import type { Work } from '../../../db/work.ts'
import { may } from '../../access/permissions.ts'
import { unsettledToday } from '../../attendance/queries/witnesses.ts'
import { UnsettledCard } from '../../attendance/witness-card.tsx'
import type { TodayCard } from './today-card.ts'

/** Whose attendance roster, video and check-in tell differently, on the day of whoever led the meeting. */
export async function witnessesDifferCard(work: Work): Promise<TodayCard | null> {
  if (!may(work.by, 'witness.settle')) return null
  const unsettled = await unsettledToday(work)
  if (unsettled.length === 0) return null
  return {
    clientIds: [...new Set(unsettled.map((one) => one.clientId))],
    card: <UnsettledCard unsettled={unsettled} />,
  }
}
