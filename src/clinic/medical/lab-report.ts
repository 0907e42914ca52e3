import { isDay, type Day } from '../../basics/dates.ts'
import { plainLetters } from '../../basics/text.ts'
import { analyteNamed } from './analytes.ts'
import type { Result } from './toxicology.ts'

export type LabResult = Result & {
  code: string
  codeSystem: string
  amount: string
  unit: string
  cutOff: string
  words: string
}
export type LabStatus = 'preliminary' | 'final' | 'corrected' | 'cancelled'
export type SaidValidity = '' | 'valid' | 'dilute' | 'substituted' | 'adulterated' | 'invalid'

/** One report as a laboratory sent it, whichever the format. */
export type LabReport = {
  orderNumber: string
  labNumber: string
  laboratory: string
  givenName: string
  familyName: string
  birthDate: Day | null
  status: LabStatus
  collectedAt: Date | null
  reportedAt: Date | null
  creatinine: number | null
  gravity: number | null
  acidity: number | null
  temperature: number | null
  saidValidity: SaidValidity
  words: string
  results: LabResult[]
}

/** More than any panel holds; beyond it a file is refused rather than cut. */
export const mostResults = 1500
export const mostReports = 500

/** An observation as both formats bring it, before anything is made of it. */
export type Observed = {
  name: string
  code: string
  codeSystem: string
  /** What was found, as written: 'POSITIVE', '<50', '212'. */
  value: string
  isNumber: boolean
  unit: string
  range: string
  flag: string
  /** The method, and the name of the battery it came in. */
  method: string
  isDone: boolean
  words: string
}

const positive =
  /^(pos(itive)?|detected|present|reactive|abnormal|presumptive pos(itive)?|confirmed( pos(itive)?)?|\+)\b|^\+$/i
const negative = /^(neg(ative)?|not detected|none detected|nd|absent|non-?reactive|not found|normal|-)\b|^-$/i
const undone = /\b(tnp|not performed|not tested|cancel+ed|qns|quantity not sufficient|not done|unable)\b/i
const confirming = /confirm|lc[\s/-]?ms|gc[\s/-]?ms|mass spec|definitive|tandem/i

/**
 * What an observation says. Words first ('Not detected'), then the laboratory's flag, then a number against its cut-off. What
 * none of these settles is 'indeterminate', never negative. Confirmed only where the report says how it was confirmed.
 */
export function resultFrom(one: Observed): LabResult {
  const { value, flag, range } = one
  const cutOff = cutOffIn(range)
  const number = one.isNumber || /^[<>]?=?\s*\d/.test(value) ? Number(value.replace(/[^0-9.]/g, '')) : Number.NaN
  const said = (): Result['value'] => {
    if (!one.isDone || undone.test(value)) return 'not-done'
    if (negative.test(value)) return 'negative'
    if (positive.test(value)) return 'positive'
    if (/^(pos|a|aa|h|hh|\+)$/i.test(flag)) return 'positive'
    if (/^(neg|n|nd)$/i.test(flag)) return 'negative'
    if (value.startsWith('<')) return 'negative'
    if (!Number.isNaN(number) && cutOff !== null) return number >= cutOff ? 'positive' : 'negative'
    return 'indeterminate'
  }
  return {
    substance: analyteNamed(one.name)?.key ?? '',
    name: cut(one.name, 200) || 'Without a name',
    code: cut(one.code, 60),
    codeSystem: cut(one.codeSystem, 60),
    certainty: confirming.test(`${one.method} ${one.name}`) ? 'confirmed' : 'presumptive',
    value: said(),
    amount: Number.isNaN(number) ? '' : cut(value, 60),
    unit: cut(one.unit, 30),
    cutOff: cut(range, 60),
    words: cut(
      [positive.test(value) || negative.test(value) || !Number.isNaN(number) ? '' : value, one.words]
        .filter(Boolean)
        .join(' '),
      1000,
    ),
  }
}

function cutOffIn(range: string): number | null {
  const found = /(?:^|[<>=:\s])(\d+(?:\.\d+)?)\s*$/.exec(range.replace(/[a-z/%]+\s*$/i, '').trim())
  return found === null ? null : Number(found[1])
}

type Validity = Pick<LabReport, 'creatinine' | 'gravity' | 'acidity' | 'temperature' | 'saidValidity'>

/** What of an observation is about the specimen itself and not about a substance; null where it is a substance. */
export function validityFrom(one: Observed): Partial<Validity> | null {
  const name = plainLetters(one.name)
  const number = Number(one.value.replace(/[^0-9.]/g, ''))
  const within = (low: number, high: number) =>
    /\d/.test(one.value) && number >= low && number <= high ? number : null
  if (/creatinine/.test(name)) return { creatinine: within(0, 5000) }
  if (/specific gravity|\bsp\.? ?gr/.test(name)) return { gravity: within(0.9, 1.2) }
  if (/^(urine )?ph\b/.test(name)) return { acidity: within(0, 14) }
  if (/temperature/.test(name)) return { temperature: within(30, 130) }
  if (/oxidant|nitrite|adulter/.test(name))
    return positive.test(one.value) || /^(a|aa|h|hh|pos)$/i.test(one.flag) ? { saidValidity: 'adulterated' } : {}
  if (/validity|specimen integrity/.test(name)) return { saidValidity: validityIn(one.value) }
  return null
}

function validityIn(text: string): SaidValidity {
  const said = plainLetters(text)
  for (const word of ['substituted', 'adulterated', 'invalid', 'dilute', 'valid'] as const)
    if (said.includes(word)) return word
  return /^(normal|acceptable|pass)/.test(said) ? 'valid' : said === '' ? '' : 'invalid'
}

const severity = ['', 'valid', 'dilute', 'invalid', 'substituted', 'adulterated']
/** The worse of two words about one specimen. */
export const worse = <T extends string>(a: T, b: T): T => (severity.indexOf(a) >= severity.indexOf(b) ? a : b)

export const cut = (text: string, most: number): string => Array.from(text.trim()).slice(0, most).join('').trim()

/** 'YYYYMMDD…' → a day, where it is one. */
export function dayIn(text: string): Day | null {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text) ?? []
  const found = `${year}-${month}-${day}`
  return isDay(found) ? found : null
}
