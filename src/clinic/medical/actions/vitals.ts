import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { readingById } from '../queries/care.ts'
import { type Alarm, alarmsOf, type Vitals } from '../vitals.ts'
import { notAPerson, nothingHere } from './licensed.ts'

const values = (one: Vitals): (number | null)[] => [
  one.systolic,
  one.diastolic,
  one.pulse,
  one.temperature,
  one.breaths,
  one.oxygen,
  one.weight,
  one.breathAlcohol,
]

/** Records what was measured; what is out of range comes back with it: somebody acts before the client leaves. */
export async function recordVitals(
  work: Work,
  clientId: string,
  said: Vitals & { takenAt: Date; words: string },
): Promise<Alarm[] | Refusal> {
  const denied = mayNot(work.by, 'vitals.record')
  if (denied) return denied
  if (values(said).every((value) => value === null))
    return refuse('nothing', 'Nothing is measured yet. Fill in at least one.')
  return write(work, clientId, said, null, '')
}

/** Corrects a reading by a row of its own, with what it was meant to say; without any value it takes the reading back. */
export async function correctVitals(
  work: Work,
  readingId: string,
  said: Vitals & { words: string; because: string },
): Promise<{ clientId: string; alarms: Alarm[] } | Refusal> {
  const denied = mayNot(work.by, 'vitals.record')
  if (denied) return denied
  const wrong = await readingById(work, readingId)
  if (wrong === undefined) return nothingHere
  const alarms = await write(work, wrong.clientId, { ...said, takenAt: wrong.takenAt }, readingId, said.because)
  return isRefusal(alarms) ? alarms : { clientId: wrong.clientId, alarms }
}

async function write(
  work: Work,
  clientId: string,
  said: Vitals & { takenAt: Date; words: string },
  correctsId: string | null,
  because: string,
): Promise<Alarm[] | Refusal> {
  if (work.by.kind !== 'staff') return notAPerson
  const takenBy = work.by.id
  if ((said.systolic === null) !== (said.diastolic === null))
    return refuse('pressure', 'Blood pressure has two numbers. Give both, or neither.')
  if (said.systolic !== null && said.diastolic !== null && said.systolic <= said.diastolic)
    return refuse('pressure-turned', 'The upper blood pressure is the higher number. Look at the two.')
  if (said.takenAt.getTime() > work.at.getTime() + 60_000)
    return refuse('in-the-future', 'This time has not come yet. Give the time at which it was measured.')
  const { systolic, diastolic, pulse, temperature, breaths, oxygen, weight, breathAlcohol, takenAt, words } = said
  const alarms = alarmsOf(said)
  const written = await unlessRefused(
    work,
    { vital_reading_corrected_once: 'Somebody corrected this a moment ago. Look at the flowsheet again.' },
    () =>
      work.db
        .insertInto('vitalReading')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          clientId,
          systolic,
          diastolic,
          pulse,
          temperature,
          breaths,
          oxygen,
          weight,
          breathAlcohol,
          takenAt,
          words,
          correctsId,
          because,
          takenBy,
          recordedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, correctsId === null ? 'vitals.recorded' : 'vitals.corrected', {
    clients: [clientId],
    about: { alarm: alarms.some(({ tone }) => tone === 'danger') },
  })
  return alarms
}
