import type { Day } from '../../basics/dates.ts'
import { plainLetters } from '../../basics/text.ts'
import type { Benefits } from './benefits.ts'
import { noBenefits } from './benefits.ts'
import type { BenefitLine, Insured } from './x12-271.ts'
import { nameOfInsured } from './x12-271.ts'

// From the lines of an answer to what matters for an intensive outpatient program. A suggestion: a person looks and decides.

/** Service types from the nearest to the widest, for a program's kind of care. 30 is the plan as a whole. */
export const nearest: Record<'substance-use' | 'mental-health', string[]> = {
  'substance-use': ['CJ', 'AI', 'AK', 'AJ', 'CH', 'A8', 'MH', '30'],
  'mental-health': ['CH', 'A8', 'CF', 'MH', 'A4', 'A6', '30'],
}

/**
 * What a 271 says about IOP, field by field: of the lines that speak of a field, those for the nearest service type count,
 * in network before unsaid before out of network, for one person before a family. A field that no line speaks of stays
 * null or 'unknown'. Where two lines of the same nearness differ, the dearer one is suggested.
 */
export function benefitsFrom(insured: Insured, kind: 'substance-use' | 'mental-health'): Benefits {
  const of = (information: string, is: (line: BenefitLine) => boolean) =>
    best(
      insured.lines.filter((line) => line.information === information && line.network !== 'out' && is(line)),
      nearest[kind],
    )
  const hasAmount = (line: BenefitLine): boolean => line.amount !== null
  const isLeft = (line: BenefitLine): boolean => line.period === '29' || line.period === '33'
  const isUsed = (line: BenefitLine): boolean => line.period === '24'
  const total = (information: string) =>
    dearest(of(information, (line) => hasAmount(line) && !isLeft(line) && !isUsed(line)))
  const met = (information: string, whole: number | null): number | null => {
    const used = dearest(of(information, (line) => hasAmount(line) && isUsed(line)))
    if (used !== null) return used
    const left = dearest(of(information, (line) => hasAmount(line) && isLeft(line)))
    return left === null || whole === null ? null : Math.max(0, whole - left)
  }
  const deductible = total('C')
  const outOfPocketMax = total('G')
  const visits = of('F', (line) => line.quantity !== null && ['VS', 'DY', 'P6'].includes(line.quantityOf))
  const limits = visits.filter((line) => !isLeft(line) && !isUsed(line)).flatMap((line) => line.quantity ?? [])
  const left = visits.filter(isLeft).flatMap((line) => line.quantity ?? [])
  const limit = limits.length === 0 ? null : Math.floor(Math.min(...limits))
  const percents = of('A', (line) => line.percent !== null).flatMap((line) => line.percent ?? [])
  const isSaid = (codes: string[]): boolean =>
    insured.lines.some((line) => codes.includes(line.information) && touches(line, kind))
  const authorizations = insured.lines.filter((line) => touches(line, kind)).map((line) => line.authorization)
  return {
    ...noBenefits,
    // Only a line that names this kind of care says that it is covered; "active" for the plan as a whole does not.
    iopCovered: isSaid(['I', 'E']) ? 'no' : isSaid(['1', '2', '3', '4']) ? 'yes' : 'unknown',
    copayPerDay: dearest(of('B', hasAmount)),
    coinsurance: percents.length === 0 ? null : Math.max(...percents),
    deductible,
    deductibleMet: met('C', deductible),
    outOfPocketMax,
    outOfPocketMet: met('G', outOfPocketMax),
    visitLimit: limit,
    visitsUsed: limit === null || left.length === 0 ? null : Math.max(0, limit - Math.floor(Math.min(...left))),
    needsAuthorization: authorizations.includes('yes') ? 'yes' : authorizations.includes('no') ? 'no' : 'unknown',
  }
}

const touches = (line: BenefitLine, kind: 'substance-use' | 'mental-health'): boolean =>
  line.services.some((code) => code !== '30' && nearest[kind].includes(code))

const dearest = (lines: BenefitLine[]): number | null => {
  const amounts = lines.flatMap((line) => line.amount ?? [])
  return amounts.length === 0 ? null : Math.max(...amounts)
}

/** The lines of the nearest service type, then of the best network, then for one person. A line without a type is the plan's. */
function best(lines: BenefitLine[], order: string[]): BenefitLine[] {
  const rank = (line: BenefitLine): number => {
    const places = (line.services.length === 0 ? ['30'] : line.services)
      .map((code) => order.indexOf(code))
      .filter((n) => n >= 0)
    const service = places.length === 0 ? 99 : Math.min(...places)
    const network = line.network === 'in' ? 0 : line.network === 'both' ? 1 : 2
    return service * 100 + network * 10 + (line.level === 'IND' ? 0 : line.level === '' ? 1 : 2)
  }
  const ranked = lines.map((line) => ({ line, rank: rank(line) })).filter(({ rank: n }) => n < 9900)
  const first = Math.min(...ranked.map(({ rank: n }) => n))
  return ranked.filter(({ rank: n }) => n === first).map(({ line }) => line)
}

export type Compared = {
  term: string
  ours: string | null
  theirs: string | null
  agree: 'same' | 'differs' | 'unknown'
}

/** The client of the record beside the person of the file. A person decides; this only lays them side by side. */
export function compareInsured(
  ours: { givenName: string; familyName: string; birthDate: Day; memberNumber: string },
  insured: Insured,
): Compared[] {
  const compared = (term: string, one: string, other: string | null): Compared => ({
    term,
    ours: one === '' ? null : one,
    theirs: other === '' ? null : other,
    agree:
      one === '' || other === '' || other === null ? 'unknown' : squeezed(one) === squeezed(other) ? 'same' : 'differs',
  })
  return [
    compared('Given name', ours.givenName, insured.givenName),
    compared('Family name', ours.familyName, insured.familyName),
    compared('Birth date', ours.birthDate, insured.birthDate),
    compared('Member number', ours.memberNumber, insured.memberNumber),
  ]
}

const squeezed = (text: string): string => plainLetters(text).replace(/[\s'’.-]/g, '')

/** Is it beyond doubt the same person: name and birth date agree, and nothing differs? */
export const isSamePerson = (rows: readonly Compared[]): boolean =>
  rows.every((row) => row.agree !== 'differs') &&
  ['Given name', 'Family name', 'Birth date'].every((term) => rows.find((row) => row.term === term)?.agree === 'same')

/** Whom of a file a client may be: the one with the most that agrees, dependents before subscribers when equal. */
export function likeliest(
  ours: { givenName: string; familyName: string; birthDate: Day; memberNumber: string },
  people: readonly Insured[],
): Insured | undefined {
  const score = (one: Insured): number =>
    compareInsured(ours, one).filter((row) => row.agree === 'same').length * 2 + (one.lines.length > 0 ? 1 : 0)
  return [...people].sort((a, b) => score(b) - score(a) || nameOfInsured(a).localeCompare(nameOfInsured(b)))[0]
}
