import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { stayById } from '../../plans/queries.ts'
import type { Phase } from '../phase.ts'
import { lineageOf } from '../queries/lineage.ts'
import { seatById } from '../queries/seating.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
const aPerson = refuse('not-a-person', 'A member of staff says this.')

/** A clinician says how far along somebody is, over what the days say; 'by-days' goes back to them. */
export async function setPhase(
  work: Work,
  episodeId: string,
  { phase, from, because }: { phase: Phase | 'by-days'; from: Day; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return denied
  if (work.by.id === null) return aPerson
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  if (from < stay.firstDay || (stay.lastDay !== null && from > stay.lastDay))
    return refuse('outside-stay', `Choose a day of the stay of ${stay.firstName}.`)
  await work.db
    .insertInto('stayPhase')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      episodeId,
      phase,
      fromDay: from,
      because,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'phase.set', { clients: [stay.clientId], about: { episode: episodeId, phase, from } })
  return null
}

/** Marks whoever has a seat as a peer mentor of the group, or no more, from today on. */
export async function setMentor(
  work: Work,
  seatId: string,
  isMentor: boolean,
): Promise<{ seriesId: string } | Refusal> {
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return denied
  if (work.by.id === null) return aPerson
  const seat = await seatById(work, seatId)
  const line = seat && (await lineageOf(work, seat.seriesId))
  if (seat === undefined || line?.[0] === undefined) return nothingHere
  const row = line.find((one) => one.id === seat.seriesId)
  await work.db
    .insertInto('seatMentor')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      lineId: row?.lineId ?? seat.seriesId,
      episodeId: seat.episodeId,
      isMentor,
      fromDay: dayAt(work.at, work.clinic.timeZone),
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'mentor.set', { clients: [seat.clientId], about: { series: seat.seriesId, isMentor } })
  return { seriesId: seat.seriesId }
}

export type PolicySaid = {
  newcomerDays: number
  furtherDays: number
  mostNewcomers: number
  from: Day
  source: string
}

/** Records from when on somebody is no newcomer any more, and how many newcomers a group should hold. */
export async function setPhasePolicy(work: Work, said: PolicySaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  if (work.by.id === null) return aPerson
  if (said.furtherDays <= said.newcomerDays)
    return refuse('days-turned', 'Somebody is further along after they were new. Look at both numbers.')
  const { from, ...policy } = said
  await work.db
    .insertInto('phasePolicy')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...policy,
      effectiveFrom: from,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'phase-policy.recorded', { about: { from } })
  return null
}
