import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { isCode, tidyCode } from '../../intake/rules.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { mayDiagnose } from '../licences.ts'
import { diagnosesOf, diagnosisById } from '../queries/diagnoses.ts'
import { licencesNow } from '../queries/rule-rows.ts'

const nothingHere = refuse('not-found', 'This person does not exist, or is not yours to see.')

export type NewDiagnosis = { code: string; words: string; certainty: 'confirmed' | 'provisional'; madeOn: string }

/** Makes a diagnosis, with the name and license of whoever makes it. The code's form is checked; the words are the clinic's own. */
export async function makeDiagnosis(
  work: Work,
  clientId: string,
  said: NewDiagnosis,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'diagnosis.make')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined || work.by.kind !== 'staff') return nothingHere
  const code = tidyCode(said.code)
  if (!isCode(code))
    return refuse('code', 'This does not look like an ICD-10-CM code: a letter, two digits, a point, more.')
  const no = mayDiagnose(work.by.credential, said.certainty, work.clinic.state, await licencesNow(work))
  if (no) return no
  const standing = (await diagnosesOf(work, client.id)).find((one) => one.code === code && one.endedAt === null)
  if (standing !== undefined && standing.certainty === said.certainty)
    return refuse('stands', `${code} stands already, made by ${standing.by}.`)
  const id = newId()
  const by = work.by
  const written = await unlessRefused(
    work,
    {
      client_stands: 'This record was merged into another. Go to the one that stands.',
      diagnosis_end_of: 'Somebody changed this diagnosis a moment ago. Look again.',
    },
    async () => {
      await work.db
        .insertInto('diagnosis')
        .values({
          clinicId: work.clinic.id,
          id,
          clientId: client.id,
          code,
          words: said.words,
          certainty: said.certainty,
          madeOn: said.madeOn,
          madeBy: by.id,
          nameAndCredential: signsAs(by),
          madeAt: work.at,
        })
        .execute()
      // A provisional one that is confirmed gives way to it.
      if (standing !== undefined) await writeEnd(work, standing.id, 'replaced', '', { id: by.id, name: signsAs(by) })
    },
  )
  if (isRefusal(written)) return written
  await record(work, 'diagnosis.made', { clients: [client.id], about: { diagnosis: id, certainty: said.certainty } })
  return { id }
}

const writeEnd = (work: Work, diagnosisId: string, because: string, words: string, by: { id: string; name: string }) =>
  work.db
    .insertInto('diagnosisEnd')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      diagnosisId,
      because,
      words,
      endedBy: by.id,
      nameAndCredential: by.name,
      endedAt: work.at,
    })
    .execute()

export type DiagnosisEnd = 'resolved' | 'ruled-out' | 'entered-in-error'

/** Ends a diagnosis; it stays in the record with why. Whoever may make one may end one. */
export async function endDiagnosis(
  work: Work,
  id: string,
  end: { because: DiagnosisEnd; words: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'diagnosis.make')
  if (denied) return denied
  const found = await diagnosisById(work, id)
  if (found === undefined || work.by.kind !== 'staff') return nothingHere
  const no = mayDiagnose(work.by.credential, 'provisional', work.clinic.state, await licencesNow(work))
  if (no) return no
  const by = work.by
  const written = await unlessRefused(work, { diagnosis_end_of: 'This diagnosis has ended already.' }, () =>
    writeEnd(work, found.id, end.because, end.words, { id: by.id, name: signsAs(by) }),
  )
  if (isRefusal(written)) return written
  await record(work, 'diagnosis.ended', { clients: [found.clientId], about: { diagnosis: id, because: end.because } })
  return { clientId: found.clientId }
}
