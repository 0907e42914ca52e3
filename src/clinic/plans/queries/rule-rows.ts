import type { Mark } from '../../../basics/mark.ts'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { standingPayer } from '../../programs/queries.ts'
import { deadlinesFor, withOwnDeadlines, type DeadlineRow, type DeadlineWhat } from '../deadlines.ts'
import { withOwnLicences, type Diagnoses, type LicenceRow, type Signs } from '../licences.ts'

// The checks on the tables allow these words and no others.
const toMark = (text: string): Mark => text as Mark

/** The clinic's own rows on who diagnoses and signs plans, the newest day first. */
export const licenceRows = (work: Work) =>
  work.db
    .selectFrom('planCredential')
    .select(['id', 'credential', 'state', 'diagnoses', 'signs', 'effectiveFrom', 'source', 'mark'])
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .execute()

export async function licencesNow(work: Work): Promise<readonly LicenceRow[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  return withOwnLicences(
    (await licenceRows(work))
      .filter((row) => row.effectiveFrom <= today)
      .map((row) => ({
        credential: row.credential,
        state: row.state,
        diagnoses: row.diagnoses as Diagnoses,
        signs: row.signs as Signs,
        source: row.source,
        mark: toMark(row.mark),
      })),
  )
}

/** The clinic's own deadlines as they were set, the newest day first. */
export const deadlineRowsSet = (work: Work) =>
  work.db
    .selectFrom('planDeadline as d')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'd.clinicId').onRef('m.id', '=', 'd.setBy'))
    .leftJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'd.clinicId').onRef('p.id', '=', 'd.programId'))
    .leftJoin('payerNow as y', (join) => join.onRef('y.clinicId', '=', 'd.clinicId').onRef('y.id', '=', 'd.payerId'))
    .select(['d.id', 'd.what', 'd.state', 'd.levelOfCare', 'd.programId', 'd.payerId', 'd.days', 'd.effectiveFrom'])
    .select(['d.source', 'd.mark', 'd.setAt', 'm.givenName', 'm.familyName', 'p.name as program', 'y.name as payer'])
    .orderBy('d.effectiveFrom', 'desc')
    .orderBy('d.setAt', 'desc')
    .orderBy('d.id', 'desc')
    .execute()

/** The deadlines that speak, the clinic's own first. */
export async function deadlineRows(work: Work): Promise<DeadlineRow[]> {
  return withOwnDeadlines(
    (await deadlineRowsSet(work)).map((row) => ({
      what: row.what as DeadlineWhat,
      state: row.state,
      level: row.levelOfCare,
      programId: row.programId,
      payerId: row.payerId,
      days: row.days,
      from: row.effectiveFrom,
      source: row.source,
      mark: toMark(row.mark),
    })),
  )
}

type Whose = { state: string; levelOfCare: string; programId: string; clientId: string }

/** What binds one stay today. Who pays is asked only where some payer has a row of its own. */
export async function bindingFor(work: Work, whose: Whose, what: DeadlineWhat, day: Day): Promise<DeadlineRow[]> {
  const rows = await deadlineRows(work)
  const payerId = rows.some((row) => row.payerId !== null) ? await standingPayer(work, whose.clientId, day) : null
  return deadlinesFor(
    rows,
    { what, state: whose.state, level: whose.levelOfCare, programId: whose.programId, payerId },
    day,
  )
}
