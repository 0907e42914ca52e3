import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { staffList } from '../queries.ts'
import { afterTheLicence, licencesOf, supervisionsFrom, trainingsOf } from './credentials.ts'
import {
  awayBetween,
  caseloadCapRows,
  caseloadCapsOf,
  caseloadsOf,
  gendersOf,
  placesToChoose,
  roomsUsedBy,
  workingHoursOf,
} from './hours.ts'

export type CredentialFacts = Awaited<ReturnType<typeof credentialFacts>>

/** Everything that one person's page of credentials and hours shows, as it stands on a day. */
export const credentialFacts = async (work: Work, staffId: string, today: Day) => ({
  today,
  licences: await licencesOf(work, staffId),
  trainings: await trainingsOf(work, staffId),
  supervisions: await supervisionsFrom(work, today, staffId),
  hours: await workingHoursOf(work, [staffId], today),
  rooms: await roomsUsedBy(work, staffId),
  places: await placesToChoose(work),
  gender: (await gendersOf(work)).get(staffId) ?? '',
  cap: (await caseloadCapsOf(work, today)).get(staffId) ?? null,
  capRows: await caseloadCapRows(work, staffId),
  caseload: (await caseloadsOf(work)).get(staffId) ?? 0,
  away: (await awayBetween(work, today, addDays(today, 365))).filter((one) => one.staffId === staffId),
  colleagues: (await staffList(work)).filter((one) => one.id !== staffId && one.role !== 'none'),
  after: await afterTheLicence(work, staffId),
})
