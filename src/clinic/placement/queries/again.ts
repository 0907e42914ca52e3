import type { Work } from '../../../db/work.ts'
import type { Screen } from '../queries.ts'
import { handOffsOf } from './hand-offs.ts'

/** Whether a clinician let this screen's stops be asked past, and whether the person is back from care that accepted them. */
export async function isAskedBack(
  work: Work,
  screen: Pick<Screen, 'id' | 'clientId'>,
): Promise<{ isAllowed: boolean; isBack: boolean }> {
  const allowance = await allowanceOf(work, screen.id)
  const handOffs = (await handOffsOf(work, screen.clientId)).filter((one) => one.screenId === screen.id)
  return {
    isAllowed: allowance !== null,
    isBack: handOffs.some(
      ({ answers }) => answers.at(-1)?.answer === 'returned' && answers.some((one) => one.answer === 'accepted'),
    ),
  }
}

/** Who let it be asked again, when and why; null where nobody has. */
export async function allowanceOf(work: Work, screenId: string) {
  const row = await work.db
    .selectFrom('screenAllowance as a')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'a.clinicId').onRef('s.id', '=', 'a.allowedBy'),
    )
    .where('a.screenId', '=', screenId)
    .select(['a.because', 'a.allowedAt', 's.givenName', 's.familyName'])
    .orderBy('a.allowedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined
    ? null
    : { because: row.because, allowedAt: row.allowedAt, allowedBy: `${row.givenName} ${row.familyName}` }
}
