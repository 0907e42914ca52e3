import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { allStanding, intakesOf } from '../../intake/queries.ts'
import { isCode, tidyCode } from '../../intake/rules.ts'
import { rowsOf } from '../../intake/section.ts'
import { sectionOf } from '../../intake/sections.ts'

export type Diagnosis = Awaited<ReturnType<typeof diagnosesOf>>[number]

const diagnoses = (work: Work) =>
  work.db
    .selectFrom('diagnosis as d')
    .leftJoin('diagnosisEnd as x', (join) =>
      join.onRef('x.clinicId', '=', 'd.clinicId').onRef('x.diagnosisId', '=', 'd.id'),
    )
    .select([
      'd.id',
      'd.clientId',
      'd.code',
      'd.words',
      'd.certainty',
      'd.madeOn',
      'd.madeAt',
      'd.nameAndCredential as by',
    ])
    .select(['x.because', 'x.words as endWords', 'x.nameAndCredential as endedBy', 'x.endedAt'])

/** Every diagnosis of a person, those that stand first, in the order in which they were made. */
export const diagnosesOf = (work: Work, clientId: string) =>
  diagnoses(work)
    .where('d.clientId', '=', clientId)
    .orderBy(sql`x.id is not null`)
    .orderBy('d.madeAt')
    .orderBy('d.id')
    .execute()

export const standingDiagnoses = async (work: Work, clientId: string): Promise<Diagnosis[]> =>
  (await diagnosesOf(work, clientId)).filter((one) => one.endedAt === null)

export async function diagnosisById(work: Work, id: string): Promise<Diagnosis | undefined> {
  return isId(id) ? diagnoses(work).where('d.id', '=', id).executeTakeFirst() : undefined
}

export type FromAssessment = { code: string; words: string }

/** What the newest assessment says, where its code is one and no diagnosis stands for it yet. */
export async function diagnosesInAssessment(work: Work, clientId: string): Promise<FromAssessment[]> {
  const [newest] = await intakesOf(work, clientId)
  const section = sectionOf('diagnosis')
  if (newest === undefined || section?.table === undefined) return []
  const doc = (await allStanding(work, newest.id)).get('diagnosis')?.latest?.body ?? {}
  const known = new Set((await standingDiagnoses(work, clientId)).map((one) => one.code))
  return rowsOf(section.table, doc).flatMap(({ cells }) => {
    const code = tidyCode(cells[0]?.text ?? '')
    return isCode(code) && !known.has(code) ? [{ code, words: cells[1]?.text ?? '' }] : []
  })
}
