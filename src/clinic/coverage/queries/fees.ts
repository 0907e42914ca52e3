import type { Mark } from '../../../basics/mark.ts'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { Deadline, Occasion } from '../deadlines.ts'
import type { Fee, Service } from '../fees.ts'
import type { Guideline, Region, Scale } from '../guideline.ts'

type Row = { id: string; by: string | null }
const nameOf = (row: { givenName: string | null; familyName: string | null }): string | null =>
  row.givenName === null ? null : `${row.givenName} ${row.familyName ?? ''}`
const dated = (row: { effectiveFrom: Day; effectiveTo: Day | null; source: string; mark: string }) => ({
  from: row.effectiveFrom,
  to: row.effectiveTo,
  source: row.source,
  mark: row.mark as Mark, // the table's check allows these
})

/** Every fee and allowed amount as it was recorded: by service, the newest day first. */
export async function feesRecorded(work: Work): Promise<(Fee & Row & { payerName: string | null })[]> {
  const rows = await work.db
    .selectFrom('fee as f')
    .leftJoin('payerNow as p', (join) => join.onRef('p.clinicId', '=', 'f.clinicId').onRef('p.id', '=', 'f.payerId'))
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'f.clinicId').onRef('m.id', '=', 'f.recordedBy'),
    )
    .select(['f.id', 'f.service', 'f.payerId', 'f.code', 'f.amount', 'f.isPublic', 'f.effectiveFrom', 'f.effectiveTo'])
    .select(['f.source', 'f.mark', 'p.name as payerName', 'm.givenName', 'm.familyName'])
    .orderBy('f.service')
    .orderBy('f.effectiveFrom', 'desc')
    .orderBy('f.recordedAt', 'desc')
    .orderBy('f.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    service: row.service as Service, // the table's check allows these
    payerId: row.payerId,
    payerName: row.payerName,
    code: row.code,
    amount: Number(row.amount),
    isPublic: row.isPublic,
    by: nameOf(row),
    ...dated(row),
  }))
}

/** Every guideline as it was recorded. Of two from one day the one recorded last comes first, and speaks. */
export async function guidelinesRecorded(work: Work): Promise<(Guideline & Row)[]> {
  const rows = await work.db
    .selectFrom('povertyGuideline as g')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'g.clinicId').onRef('m.id', '=', 'g.recordedBy'),
    )
    .select(['g.id', 'g.region', 'g.firstPerson', 'g.eachFurther', 'g.effectiveFrom', 'g.effectiveTo', 'g.source'])
    .select(['g.mark', 'm.givenName', 'm.familyName'])
    .orderBy('g.effectiveFrom', 'desc')
    .orderBy('g.region')
    .orderBy('g.recordedAt', 'desc')
    .orderBy('g.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    region: row.region as Region, // the table's check allows these
    firstPerson: Number(row.firstPerson),
    eachFurther: Number(row.eachFurther),
    by: nameOf(row),
    ...dated(row),
  }))
}

export async function scalesRecorded(work: Work): Promise<(Scale & Row)[]> {
  const rows = await work.db
    .selectFrom('slidingScale as s')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 's.clinicId').onRef('m.id', '=', 's.recordedBy'),
    )
    .select(['s.id', 's.effectiveFrom', 's.effectiveTo', 's.source', 's.mark', 'm.givenName', 'm.familyName'])
    .orderBy('s.effectiveFrom', 'desc')
    .orderBy('s.recordedAt', 'desc')
    .orderBy('s.id', 'desc')
    .execute()
  const bands = await bandsOf(work)
  return rows.map((row) => ({ id: row.id, by: nameOf(row), bands: bands.get(row.id) ?? [], ...dated(row) }))
}

/** The bands of every scale, from the lowest income up. */
export async function bandsOf(work: Work): Promise<Map<string, { upToPercent: number; sharePercent: number }[]>> {
  const rows = await work.db
    .selectFrom('slidingBand')
    .select(['scaleId', 'upToPercent', 'sharePercent'])
    .orderBy('upToPercent')
    .execute()
  return Map.groupBy(rows, (row) => row.scaleId)
}

export async function deadlinesRecorded(work: Work): Promise<(Deadline & Row)[]> {
  const rows = await work.db
    .selectFrom('estimateDeadline as d')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'd.clinicId').onRef('m.id', '=', 'd.recordedBy'),
    )
    .select(['d.id', 'd.occasion', 'd.leastAhead', 'd.dueWithin', 'd.effectiveFrom', 'd.effectiveTo', 'd.source'])
    .select(['d.mark', 'm.givenName', 'm.familyName'])
    .orderBy('d.occasion')
    .orderBy('d.leastAhead')
    .orderBy('d.effectiveFrom', 'desc')
    .orderBy('d.recordedAt', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    occasion: row.occasion as Occasion, // the table's check allows these
    leastAhead: row.leastAhead,
    dueWithin: row.dueWithin,
    by: nameOf(row),
    ...dated(row),
  }))
}

/** Who the clinic is on estimates and to payers, as it stands. */
export const billingIdentityOf = (work: Work) =>
  work.db
    .selectFrom('billingIdentity')
    .select(['legalName', 'npi', 'taxNumber', 'address', 'phone', 'recordedAt'])
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
