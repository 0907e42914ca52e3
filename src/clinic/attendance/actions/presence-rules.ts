import { dayAt } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { PresenceRule } from '../witnesses.ts'
import { sendersOf, seriesToNumber, videoNumbers } from '../queries/presence-files.ts'

const notAPerson = refuse('not-a-person', 'A person decides this.')

/** How far witnesses may differ, from a day on. What was held before keeps its rule. */
export async function setPresenceRule(
  work: Work,
  said: PresenceRule & { pressesInMinute: number; pressesInTenMinutes: number },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  if (work.by.id === null) return notAPerson
  if (said.from < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'What was held already keeps its rule. Choose today or a later day.')
  if (said.pressesInMinute > said.pressesInTenMinutes)
    return refuse('presses', 'Ten minutes take at least as many presses as one.')
  const { from, ...rule } = said
  await work.db
    .insertInto('presenceRule')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...rule,
      effectiveFrom: from,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'presence-rule.set', { about: { from, differ: said.differMinutes, skew: said.skewSeconds } })
  return null
}

/** Under which number a group meets at the provider. No group: the number is given up. */
export async function setVideoNumber(
  work: Work,
  said: { number: string; seriesId: string | null },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'presence.import')
  if (denied) return denied
  if (work.by.id === null) return notAPerson
  const number = said.number.replace(/[\s-]/g, '')
  if (number === '' || isId(said.number)) return refuse('number', 'Give the number of the meeting at the provider.')
  if (said.seriesId === null && !(await videoNumbers(work)).some((one) => one.number === number))
    return refuse('no-group', 'Choose the group that meets under this number.')
  if (said.seriesId !== null && !(await seriesToNumber(work)).some((one) => one.id === said.seriesId))
    return refuse('no-group', 'Choose a group from the list.')
  await work.db
    .insertInto('videoNumber')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      number,
      seriesId: said.seriesId,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'video-number.set', { about: { series: said.seriesId } })
  return null
}

/** Whether a system may bring video events: its token alone lets it read, and no more. */
export async function setSender(work: Work, systemId: string, maySend: boolean): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'system.manage')
  if (denied) return denied
  if (work.by.id === null) return notAPerson
  const own = (await sendersOf(work)).find((one) => one.id === systemId)
  if (own === undefined) return refuse('not-found', 'This system does not exist.')
  if (own.maySend === maySend) return null
  await work.db
    .insertInto('presenceSender')
    .values({ clinicId: work.clinic.id, id: newId(), systemId, maySend, setBy: work.by.id, setAt: work.at })
    .execute()
  await record(work, maySend ? 'presence-sender.allowed' : 'presence-sender.stopped', { about: { system: systemId } })
  return null
}
