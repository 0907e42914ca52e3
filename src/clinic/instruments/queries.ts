import { sql } from 'kysely'
import type { Work } from '../../db/work.ts'
import type { Choices } from './choices.ts'

/** What this clinic has decided about its instruments, the latest of each. */
export async function choicesOf(work: Work): Promise<Choices> {
  return work.db
    .selectFrom('instrumentChoice as c')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'c.clinicId').onRef('s.id', '=', 'c.decidedBy'),
    )
    .distinctOn(['c.instrument', 'c.setting'])
    .orderBy('c.instrument')
    .orderBy('c.setting')
    .orderBy('c.decidedAt', 'desc')
    .orderBy('c.id', 'desc')
    .select(['c.instrument', 'c.setting', 'c.value', 'c.decidedAt', 'c.because'])
    .select(sql<string>`coalesce(s.given_name || ' ' || s.family_name, 'Somebody')`.as('by'))
    .execute()
}

const measures = (work: Work) =>
  work.db
    .selectFrom('measure')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'measure.clinicId').onRef('s.id', '=', 'measure.recordedBy'),
    )
    .select([
      'measure.id',
      'instrument',
      'formVersion',
      'answers',
      'asides',
      'score',
      'scoreStatus',
      'triage',
      'bandSet',
      'takenOn',
      'mode',
      'recordedAt',
    ])
    // Nobody of the staff recorded what a client answered on their own page.
    .select(sql<string>`coalesce(s.given_name || ' ' || s.family_name, 'On their own page')`.as('recordedBy'))

export type Measure = Awaited<ReturnType<typeof measuresOf>>[number]

/** Every set of answers of a client, oldest first. */
export const measuresOf = (work: Work, clientId: string) =>
  measures(work).where('clientId', '=', clientId).orderBy('takenOn').orderBy('recordedAt').execute()

/** What was given within an assessment, oldest first. */
export const measuresOfIntake = (work: Work, intakeId: string) =>
  measures(work).where('intakeId', '=', intakeId).orderBy('recordedAt').orderBy('measure.id').execute()
