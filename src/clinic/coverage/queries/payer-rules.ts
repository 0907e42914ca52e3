import type { Mark } from '../../../basics/mark.ts'
import type { Work } from '../../../db/work.ts'
import { type PayRule, type PayTerms, termsFrom } from '../payer-terms.ts'

export type RuleRow = PayRule & { id: string; payerId: string; published: string; recordedAt: Date; recordedBy: string }

/** Every payer's rules as they were recorded, the latest first day first; or one payer's. */
export async function payerRulesOf(work: Work, payerId: string | null = null): Promise<RuleRow[]> {
  const rows = await work.db
    .selectFrom('payerRule as r')
    .innerJoin('payerNow as p', (join) => join.onRef('p.clinicId', '=', 'r.clinicId').onRef('p.id', '=', 'r.payerId'))
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'r.clinicId').onRef('m.id', '=', 'r.recordedBy'),
    )
    .$if(payerId !== null, (query) => query.where('r.payerId', '=', payerId ?? ''))
    .select(['r.id', 'r.payerId', 'p.name as payer', 'r.programKind', 'r.terms', 'r.published', 'r.source', 'r.mark'])
    .select(['r.effectiveFrom', 'r.effectiveTo', 'r.recordedAt', 'm.givenName', 'm.familyName'])
    .orderBy('r.effectiveFrom', 'desc')
    .orderBy('r.recordedAt', 'desc')
    .orderBy('r.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    payerId: row.payerId,
    payer: row.payer ?? '',
    // The checks on the table allow these and no others; terms are written by one verb alone, from this very type.
    program: row.programKind as PayRule['program'],
    terms: termsFrom(row.terms as Partial<PayTerms>),
    mark: row.mark as Mark,
    published: row.published,
    source: row.source,
    from: row.effectiveFrom,
    to: row.effectiveTo,
    recordedAt: row.recordedAt,
    recordedBy: [row.givenName, row.familyName].filter(Boolean).join(' ') || 'Stepwell',
  }))
}
