import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { weightsFrom } from '../rules.ts'
import { usualWeights, type Weights } from '../weights.ts'

/** What shortfalls cost on a day: the clinic's latest row that has begun, else the house's own. */
export async function weightsOn(work: Work, day: Day): Promise<Weights> {
  const row = await work.db
    .selectFrom('matchWeights')
    .where('effectiveFrom', '<=', day)
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .select('points')
    .executeTakeFirst()
  return row === undefined ? usualWeights : weightsFrom(pointsIn(row.points))
}

const pointsIn = (points: unknown): Record<string, unknown> =>
  typeof points === 'object' && points !== null ? { ...points } : {}

/** Every set of weights as it was decided, the newest first. */
export const weightsSet = async (work: Work) =>
  (
    await work.db
      .selectFrom('matchWeights as w')
      .innerJoin('staffMember as m', (join) =>
        join.onRef('m.clinicId', '=', 'w.clinicId').onRef('m.id', '=', 'w.setBy'),
      )
      .orderBy('w.effectiveFrom', 'desc')
      .orderBy('w.setAt', 'desc')
      .orderBy('w.id', 'desc')
      .limit(50)
      .select(['w.id', 'w.effectiveFrom', 'w.points', 'w.because', 'w.setAt', 'm.givenName', 'm.familyName'])
      .execute()
  ).map((row) => ({ ...row, weights: weightsFrom(pointsIn(row.points)), day: dayAt(row.setAt, work.clinic.timeZone) }))
