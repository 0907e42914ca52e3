import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Benefits, Said } from '../benefits.ts'
import type { PayerKind, Relation } from '../rules.ts'

/** The payers of the clinic, by name. */
export const payersOf = async (work: Work) =>
  (
    await work.db
      .selectFrom('payerNow')
      .select(['id', 'name', 'payerCode', 'kind', 'phone'])
      .orderBy(sql`lower(name)`)
      .execute()
  ).map((row) => ({ ...row, id: row.id ?? '', name: row.name ?? '', kind: row.kind as PayerKind })) // the table's check allows these

export type PayerNow = Awaited<ReturnType<typeof payersOf>>[number]

export const payerById = async (work: Work, id: string): Promise<PayerNow | undefined> =>
  isId(id) ? (await payersOf(work)).find((payer) => payer.id === id) : undefined

const coverages = (work: Work) =>
  work.db
    .selectFrom('coverageNow as c')
    .select([
      'c.id',
      'c.clientId',
      'c.takenFrom',
      'c.payerId',
      'c.payerName',
      'c.payerCode',
      'c.payerKind',
      'c.payerPhone',
    ])
    .select(['c.plan', 'c.memberNumber', 'c.groupNumber', 'c.relation', 'c.subscriberName', 'c.subscriberBirthDate'])
    .select(['c.priority', 'c.startsOn', 'c.endsOn', 'c.recordedAt', 'c.endedOn', 'c.endedBecause'])

// A column of a view may always be null for the types; these never are.
const wholeOf = (row: Awaited<ReturnType<ReturnType<typeof coverages>['execute']>>[number]) => ({
  ...row,
  id: row.id ?? '',
  clientId: row.clientId ?? '',
  payerId: row.payerId ?? '',
  payerName: row.payerName ?? '',
  payerCode: row.payerCode ?? '',
  payerPhone: row.payerPhone ?? '',
  payerKind: row.payerKind as PayerKind,
  plan: row.plan ?? '',
  memberNumber: row.memberNumber ?? '',
  groupNumber: row.groupNumber ?? '',
  relation: row.relation as Relation,
  subscriberName: row.subscriberName ?? '',
  priority: row.priority ?? 1,
  recordedAt: row.recordedAt ?? new Date(0),
})
export type CoverageRow = ReturnType<typeof wholeOf>

/** A client's plans: those that run first, in the order in which they pay. */
export const coveragesOf = async (work: Work, clientId: string): Promise<CoverageRow[]> =>
  (
    await coverages(work)
      .where('c.clientId', '=', clientId)
      .orderBy(sql`c.ended_on is not null`)
      .orderBy('c.priority')
      .orderBy('c.id')
      .execute()
  ).map(wholeOf)

export async function coverageById(work: Work, id: string): Promise<CoverageRow | undefined> {
  if (!isId(id)) return undefined
  const row = await coverages(work).where('c.id', '=', id).executeTakeFirst()
  return row && wholeOf(row)
}

/** What was recorded of a plan, the newest first: the corrections and why. */
export const factsOfCoverage = (work: Work, coverageId: string) =>
  work.db
    .selectFrom('coverageFact as f')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'f.clinicId').onRef('m.id', '=', 'f.recordedBy'),
    )
    .where('f.coverageId', '=', coverageId)
    .orderBy('f.recordedAt', 'desc')
    .orderBy('f.id', 'desc')
    .select(['f.id', 'f.plan', 'f.memberNumber', 'f.because', 'f.recordedAt', 'm.givenName', 'm.familyName'])
    .execute()

/** Imported lines that say who pays and were not taken over yet. */
export const coverageHeard = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientHistory as h')
    .where('h.clientId', '=', clientId)
    .where('h.kind', '=', 'coverage')
    .where('h.status', '<>', 'resolved')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('coverage as c')
            .whereRef('c.clinicId', '=', 'h.clinicId')
            .whereRef('c.takenFrom', '=', 'h.id')
            .select('c.id'),
        ),
      ),
    )
    .orderBy(sql`h.started_on desc nulls last`)
    .orderBy('h.id')
    .select(['h.id', 'h.label', 'h.detail', 'h.startedOn', 'h.endedOn', 'h.status', 'h.source'])
    .execute()
export type Heard = Awaited<ReturnType<typeof coverageHeard>>[number]

const checks = (work: Work) =>
  work.db
    .selectFrom('benefitCheck as b')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'b.clinicId').onRef('m.id', '=', 'b.recordedBy'),
    )
    .selectAll('b')
    .select(['m.givenName', 'm.familyName'])

const checkOf = (row: Awaited<ReturnType<ReturnType<typeof checks>['execute']>>[number]) => ({
  id: row.id,
  coverageId: row.coverageId,
  how: row.how,
  fileId: row.fileId,
  checkedOn: row.checkedOn,
  toldBy: row.toldBy,
  reference: row.reference,
  words: row.words,
  recordedAt: row.recordedAt,
  by: [row.givenName, row.familyName].filter(Boolean).join(' '),
  benefits: {
    // The checks on the table allow these and no others.
    network: row.network as Benefits['network'],
    iopCovered: row.iopCovered as Said,
    copayPerDay: row.copayPerDay,
    coinsurance: row.coinsurance,
    deductibleApplies: row.deductibleApplies as Said,
    deductible: centsOf(row.deductible),
    deductibleMet: centsOf(row.deductibleMet),
    outOfPocketMax: centsOf(row.outOfPocketMax),
    outOfPocketMet: centsOf(row.outOfPocketMet),
    visitLimit: row.visitLimit,
    visitsUsed: row.visitsUsed,
    needsAuthorization: row.needsAuthorization as Said,
    allowsVirtual: row.allowsVirtual as Said,
  } satisfies Benefits,
})
export type BenefitCheck = ReturnType<typeof checkOf>

// The driver gives a bigint as text; cents fit a number.
const centsOf = (value: string | number | bigint | null): number | null => (value === null ? null : Number(value))

/** What was told about plans, the newest of each first. */
export const benefitChecksOf = async (work: Work, coverageIds: string[]): Promise<BenefitCheck[]> =>
  coverageIds.length === 0
    ? []
    : (
        await checks(work)
          .where('b.coverageId', 'in', coverageIds)
          .orderBy('b.recordedAt', 'desc')
          .orderBy('b.id', 'desc')
          .execute()
      ).map(checkOf)

/** A payer's answer as it came, and what became of it. */
export async function eligibilityFileById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('eligibilityFile as f')
    .leftJoin('eligibilitySetAside as a', (join) =>
      join.onRef('a.clinicId', '=', 'f.clinicId').onRef('a.fileId', '=', 'f.id'),
    )
    .leftJoin('benefitCheck as b', (join) => join.onRef('b.clinicId', '=', 'f.clinicId').onRef('b.fileId', '=', 'f.id'))
    .where('f.id', '=', id)
    .select(['f.id', 'f.coverageId', 'f.fileName', 'f.document', 'f.documentHash', 'f.uploadedAt'])
    .select(['a.because as setAsideBecause', 'b.id as checkId'])
    .executeTakeFirst()
}

export const eligibilityFilesOf = (work: Work, coverageIds: string[]) =>
  coverageIds.length === 0
    ? Promise.resolve([])
    : work.db
        .selectFrom('eligibilityFile as f')
        .leftJoin('eligibilitySetAside as a', (join) =>
          join.onRef('a.clinicId', '=', 'f.clinicId').onRef('a.fileId', '=', 'f.id'),
        )
        .leftJoin('benefitCheck as b', (join) =>
          join.onRef('b.clinicId', '=', 'f.clinicId').onRef('b.fileId', '=', 'f.id'),
        )
        .where('f.coverageId', 'in', coverageIds)
        .orderBy('f.uploadedAt', 'desc')
        .select(['f.id', 'f.coverageId', 'f.fileName', 'f.uploadedAt', 'a.id as setAsideId', 'b.id as checkId'])
        .execute()
