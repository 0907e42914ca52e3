import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot, type Verb } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { medicationById, supplyById } from '../queries/list.ts'
import { dosesDue } from '../rules.ts'
import { notAPerson, nothingHere } from './licensed.ts'

const tooEarly = (day: string) => refuse('in-the-future', `${day} has not come yet. Look at the day.`)

/** A supply that came into somebody's hands. */
export async function noteSupply(
  work: Work,
  medicationId: string,
  said: { filledOn: Day; days: number; source: 'told' | 'pharmacy' | 'given-here' },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'medicine.note')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  const line = await medicationById(work, medicationId)
  if (line === undefined) return nothingHere
  if (said.filledOn > dayAt(work.at, work.clinic.timeZone)) return tooEarly('The day of the supply')
  await work.db
    .insertInto('medicationSupply')
    .values({ clinicId: work.clinic.id, id: newId(), medicationId, ...said, notedBy: work.by.id, notedAt: work.at })
    .execute()
  await record(work, 'medication.supplied', {
    clients: [line.clientId],
    about: { medication: medicationId, days: said.days },
  })
  return { clientId: line.clientId }
}

/** Takes back a supply that was noted wrongly. */
export async function endSupply(
  work: Work,
  supplyId: string,
  because: string,
): Promise<{ medicationId: string } | Refusal> {
  const denied = mayNot(work.by, 'medicine.note')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  const endedBy = work.by.id
  const supply = await supplyById(work, supplyId)
  if (supply === undefined) return nothingHere
  const written = await unlessRefused(work, { medication_supply_end_of: 'This was taken back already.' }, () =>
    work.db
      .insertInto('medicationSupplyEnd')
      .values({ clinicId: work.clinic.id, id: newId(), supplyId, because, endedBy, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'medication.supply-taken-back', { clients: [supply.clientId], about: { supply: supplyId } })
  return { medicationId: supply.medicationId }
}

/** How it was taken over some days: as the client told it, or as somebody counted what is left. */
export async function noteTaken(
  work: Work,
  medicationId: string,
  said: { fromDay: Day; toDay: Day; how: 'told' | 'counted'; dosesMissed: number; words: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'medicine.note')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  const line = await medicationById(work, medicationId)
  if (line === undefined) return nothingHere
  if (said.toDay < said.fromDay)
    return refuse('dates-turned', 'The last day lies before the first. Look at the two days.')
  if (said.toDay > dayAt(work.at, work.clinic.timeZone)) return tooEarly('The last day')
  const due = dosesDue(line, said.fromDay, said.toDay)
  if (due === null)
    return refuse(
      'not-counted',
      'How often it is to be taken is not written down as a number, so doses cannot be counted.',
    )
  if (due > 2000) return refuse('too-long', 'These are too many days at once. Give the last few weeks.')
  if (said.dosesMissed > due)
    return refuse('too-many', `${due} doses were due in these days; ${said.dosesMissed} cannot have been missed.`)
  await work.db
    .insertInto('medicationTaken')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      medicationId,
      ...said,
      dosesDue: due,
      notedBy: work.by.id,
      notedAt: work.at,
    })
    .execute()
  await record(work, 'medication.taken', {
    clients: [line.clientId],
    about: { medication: medicationId, missed: said.dosesMissed, due },
  })
  return { clientId: line.clientId }
}

export type NewCheck = { kind: 'pdmp' | 'naloxone'; outcome: string; words: string; onDay: Day }
const outcomesOf: Record<NewCheck['kind'], readonly string[]> = {
  pdmp: ['as-expected', 'not-as-expected', 'could-not'],
  naloxone: ['given', 'has-it', 'prescribed', 'declined'],
}

/** The prescription monitoring program was looked at by a prescriber, or naloxone was offered. */
export async function noteCheck(work: Work, clientId: string, said: NewCheck): Promise<Refusal | null> {
  const verb: Verb = said.kind === 'pdmp' ? 'pdmp.check' : 'naloxone.offer'
  const denied = mayNot(work.by, verb)
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  if (!outcomesOf[said.kind].includes(said.outcome)) return refuse('outcome', 'Say what came of it.')
  if (said.onDay > dayAt(work.at, work.clinic.timeZone)) return tooEarly('The day')
  await work.db
    .insertInto('medicalCheck')
    .values({ clinicId: work.clinic.id, id: newId(), clientId, ...said, doneBy: work.by.id, doneAt: work.at })
    .execute()
  await record(work, `${said.kind}.checked`, { clients: [clientId], about: { outcome: said.outcome } })
  return null
}

/** By when the prescriber is to see somebody again; null takes it back. */
export async function setFollowUp(
  work: Work,
  clientId: string,
  said: { dueOn: Day | null; because: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'medicine.order')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  if (said.dueOn !== null && said.dueOn < dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-past', 'This day is over. Give a day from today on.')
  await work.db
    .insertInto('medicalFollowUp')
    .values({ clinicId: work.clinic.id, id: newId(), clientId, ...said, setBy: work.by.id, setAt: work.at })
    .execute()
  await record(work, 'medical-follow-up.set', { clients: [clientId], about: { due: said.dueOn } })
  return null
}
