import type { Cents } from './money.ts'

export type Said = 'yes' | 'no' | 'unknown'

/** What a plan pays for IOP, as it was told. Null and 'unknown' mean that nobody has said; never zero. */
export type Benefits = {
  network: 'in' | 'out' | 'unknown'
  iopCovered: Said
  copayPerDay: Cents | null
  /** Hundredths of a percent, 0 to 10000. */
  coinsurance: number | null
  /** Does the deductible come first for IOP days? */
  deductibleApplies: Said
  deductible: Cents | null
  deductibleMet: Cents | null
  outOfPocketMax: Cents | null
  outOfPocketMet: Cents | null
  /** Days of a plan year. */
  visitLimit: number | null
  visitsUsed: number | null
  needsAuthorization: Said
  allowsVirtual: Said
}

export const noBenefits: Benefits = {
  network: 'unknown',
  iopCovered: 'unknown',
  copayPerDay: null,
  coinsurance: null,
  deductibleApplies: 'unknown',
  deductible: null,
  deductibleMet: null,
  outOfPocketMax: null,
  outOfPocketMet: null,
  visitLimit: null,
  visitsUsed: null,
  needsAuthorization: 'unknown',
  allowsVirtual: 'unknown',
}

/** What is still to ask the payer, in the order of a call. Empty when everything is known. */
export function stillToAsk(benefits: Benefits): string[] {
  const open: [boolean, string][] = [
    [benefits.iopCovered === 'unknown', 'whether IOP is covered'],
    [benefits.network === 'unknown', 'whether the clinic is in network'],
    [benefits.copayPerDay === null, 'the copay for an IOP day'],
    [benefits.coinsurance === null, 'the coinsurance'],
    [benefits.deductibleApplies === 'unknown', 'whether the deductible applies to IOP days'],
    [benefits.deductibleApplies !== 'no' && benefits.deductible === null, 'the deductible'],
    [benefits.deductibleApplies !== 'no' && benefits.deductibleMet === null, 'how much of the deductible is met'],
    [benefits.outOfPocketMax === null, 'the out-of-pocket maximum'],
    [benefits.outOfPocketMet === null, 'how much of the out-of-pocket maximum is met'],
    [benefits.needsAuthorization === 'unknown', 'whether an authorisation is needed'],
    [benefits.allowsVirtual === 'unknown', 'whether video days are paid'],
  ]
  return open.filter(([is]) => is).map(([, words]) => words)
}
