import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Per } from '../guideline.ts'

const applications = (work: Work) =>
  work.db
    .selectFrom('assistanceApplication as a')
    .leftJoin('assistanceDecision as d', (join) =>
      join.onRef('d.clinicId', '=', 'a.clinicId').onRef('d.applicationId', '=', 'a.id'),
    )
    .leftJoin('assistanceWithdrawal as w', (join) =>
      join.onRef('w.clinicId', '=', 'a.clinicId').onRef('w.applicationId', '=', 'a.id'),
    )
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'd.clinicId').onRef('m.id', '=', 'd.decidedBy'),
    )
    .select(['a.id', 'a.clientId', 'a.number', 'a.household', 'a.requested', 'a.openedAt'])
    .select(['d.isGranted', 'd.sharePercent', 'd.startsOn', 'd.endsOn', 'd.because', 'd.appeal', 'd.decidedAt'])
    .select(['w.because as withdrawnBecause', 'm.givenName as deciderGiven', 'm.familyName as deciderFamily'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('assistanceIncome as i')
          .whereRef('i.clinicId', '=', 'a.clinicId')
          .whereRef('i.applicationId', '=', 'a.id')
          .select(['i.source', 'i.amount', 'i.per'])
          .orderBy('i.id'),
      ).as('incomes'),
      jsonArrayFrom(
        eb
          .selectFrom('assistanceDocument as k')
          .whereRef('k.clinicId', '=', 'a.clinicId')
          .whereRef('k.applicationId', '=', 'a.id')
          .select(['k.id', 'k.label', 'k.fileId', 'k.seenAt'])
          .orderBy('k.id'),
      ).as('documents'),
    ])

const whole = (row: Awaited<ReturnType<ReturnType<typeof applications>['execute']>>[number]) => ({
  ...row,
  decider: [row.deciderGiven, row.deciderFamily].filter(Boolean).join(' '),
  // The table's check allows these periods; json gives the cents as they are.
  incomes: row.incomes.map((one) => ({ source: one.source, amount: Number(one.amount), per: one.per as Per })),
  isOpen: row.isGranted === null && row.withdrawnBecause === null,
})
export type Application = ReturnType<typeof whole>

/** A client's applications for help with the bill, the newest first. */
export const applicationsOf = async (work: Work, clientId: string): Promise<Application[]> =>
  (await applications(work).where('a.clientId', '=', clientId).orderBy('a.number', 'desc').execute()).map(whole)

export async function applicationById(work: Work, id: string): Promise<Application | undefined> {
  if (!isId(id)) return undefined
  const row = await applications(work).where('a.id', '=', id).executeTakeFirst()
  return row && whole(row)
}

/** The help that is granted and stands on a day. */
export const grantOn = (found: readonly Application[], on: Day): Application | undefined =>
  found.find(
    (one) =>
      one.isGranted === true && one.startsOn !== null && one.endsOn !== null && one.startsOn <= on && one.endsOn >= on,
  )
