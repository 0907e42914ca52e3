import { addDays, type Day } from '../../basics/dates.ts'
import { analyteOf, labelOfAnalyte } from './analytes.ts'
import { medicineOf } from './medicines.ts'
import { canBeNegative, type Measured, type Validity, validityOf } from './specimen.ts'

export type Result = {
  /** Key of our own list, '' where the laboratory's name is not in it. */
  substance: string
  name: string
  certainty: 'presumptive' | 'confirmed'
  value: 'positive' | 'negative' | 'indeterminate' | 'not-done'
}
/** A line of the medication list as it stood: `to` is the last day it was taken, null while it is. */
export type Taken = { name: string; ingredient: string; from: Day | null; to: Day | null; asNeeded: boolean }

export type Reading = 'expected' | 'unexpected' | 'missing' | 'not-found' | 'says-nothing' | 'overruled'
export type ReadResult = Result & { label: string; reading: Reading; because: string }

export type Verdict =
  | 'waiting'
  | 'refused'
  | 'not-collected'
  | 'excused'
  | 'not-usable'
  | 'unexpected'
  | 'missing'
  | 'as-expected'
  | 'negative'

export type TestRead = {
  verdict: Verdict
  validity: Validity
  sentence: string
  results: ReadResult[]
  /** Whether every unexpected finding is confirmed; a presumptive one is a question, not an answer. */
  isConfirmed: boolean
}

/** After the last day a medicine still explains a finding for so long [K]: slow ones last longer than this rarely. */
const lingersDays = 10
/** It must have been taken this long before a test can miss it [K]. */
const buildsDays = 2

const standsOn = (one: Taken, day: Day): boolean =>
  (one.from === null || one.from <= day) && (one.to === null || one.to >= day)

/**
 * What a drug test says of one client. Each positive is expected because a medicine of the list explains it, or unexpected;
 * a medicine of the list that this test looks for and does not find is missing. Presumptive (a screen) and confirmed stay
 * apart: a confirmed answer overrules a screen of the same substance. A refusal, a specimen that was not given, and one that is
 * dilute or cannot be trusted never count as negative; a positive in it still counts. `on` is the day of the specimen.
 * Source: medicines.ts, specimen.ts; common practice [K].
 */
export function readTest(
  test: {
    outcome: 'collected' | 'refused' | 'could-not' | 'did-not-come' | 'excused' | null
    report: (Measured & { status: string; results: readonly Result[] }) | null
    on: Day
  },
  list: readonly Taken[],
): TestRead {
  const empty = { validity: 'not-tested' as const, results: [], isConfirmed: false }
  const { outcome, report } = test
  if (outcome === 'refused')
    return { ...empty, verdict: 'refused', sentence: 'Refused. This is not a negative result: ask what is behind it.' }
  if (report === null || report.status === 'cancelled') {
    if (outcome === 'could-not' || outcome === 'did-not-come')
      return {
        ...empty,
        verdict: 'not-collected',
        sentence: `${outcome === 'could-not' ? 'Could not give a specimen' : 'Did not come for it'}. This says nothing of use, either way.`,
      }
    if (outcome === 'excused') return { ...empty, verdict: 'excused', sentence: 'Excused. This says nothing of use.' }
    return {
      ...empty,
      verdict: outcome === 'collected' && report?.status === 'cancelled' ? 'not-usable' : 'waiting',
      sentence:
        report?.status === 'cancelled'
          ? 'The laboratory cancelled it. There is no result.'
          : outcome === 'collected'
            ? 'Collected; the result is to come.'
            : 'Still to be collected.',
    }
  }
  const { validity, because } = validityOf(report)
  const trusted = canBeNegative(validity)
  const confirmed = new Map(
    report.results
      .filter((one) => one.certainty === 'confirmed' && (one.value === 'positive' || one.value === 'negative'))
      .map((one) => [one.substance, one.value]),
  )
  const results = report.results.map((one): ReadResult => {
    const label = one.substance === '' ? one.name : labelOfAnalyte(one.substance)
    return { ...one, label, ...readingOf(one, { list, day: test.on, trusted, confirmed, all: report.results }) }
  })
  return { validity, results, ...verdictOf(results, trusted, because) }
}

type Beside = {
  list: readonly Taken[]
  day: Day
  trusted: boolean
  confirmed: ReadonlyMap<string, string>
  all: readonly Result[]
}

function readingOf(one: Result, beside: Beside): { reading: Reading; because: string } {
  const { list, day, trusted, confirmed, all } = beside
  if (one.value === 'indeterminate' || one.value === 'not-done')
    return { reading: 'says-nothing', because: one.value === 'not-done' ? 'Not tested.' : 'No clear answer.' }
  const own = confirmed.get(one.substance)
  if (one.certainty === 'presumptive' && own !== undefined && own !== one.value && one.substance !== '')
    return { reading: 'overruled', because: `The confirming test says ${own}.` }
  if (one.value === 'positive') {
    if (isFamilySettled(one, confirmed, all))
      return { reading: 'overruled', because: 'The confirming test found none of the family.' }
    const explaining = list.find(
      (line) =>
        (line.from === null || line.from <= day) &&
        (line.to === null || addDays(line.to, lingersDays) >= day) &&
        (medicineOf(line.ingredient)?.explains ?? []).includes(one.substance),
    )
    if (explaining !== undefined)
      return {
        reading: 'expected',
        because: `${explaining.name} explains it${standsOn(explaining, day) ? '' : ', taken until shortly before'}.`,
      }
    const alike =
      one.certainty === 'presumptive'
        ? list.find(
            (line) => standsOn(line, day) && (medicineOf(line.ingredient)?.resembles ?? []).includes(one.substance),
          )
        : undefined
    if (alike !== undefined)
      return { reading: 'unexpected', because: `A screen can mistake ${alike.name} for it. Have it confirmed first.` }
    return {
      reading: 'unexpected',
      because: one.certainty === 'confirmed' ? 'Nothing on the medication list explains it.' : 'Not confirmed yet.',
    }
  }
  if (!trusted) return { reading: 'says-nothing', because: 'Not found, in a specimen that cannot show that.' }
  const missed = list.find((line) => isMissed(line, one, day, all))
  return missed === undefined
    ? { reading: 'not-found', because: '' }
    : { reading: 'missing', because: `Expected because of ${missed.name}, and not found.` }
}

/** A positive screen of a family, after a confirming test that looked for its members and found none. */
function isFamilySettled(one: Result, confirmed: ReadonlyMap<string, string>, all: readonly Result[]): boolean {
  if (one.certainty !== 'presumptive') return false
  const members = all.filter(
    (other) =>
      other.certainty === 'confirmed' && analyteOf(other.substance)?.family === one.substance && one.substance !== '',
  )
  return members.length > 0 && members.every((other) => confirmed.get(other.substance) === 'negative')
}

/** Whether a negative says that a medicine was not taken: it looked for what the medicine shows, and found none of it. */
function isMissed(line: Taken, one: Result, day: Day, all: readonly Result[]): boolean {
  if (line.asNeeded || !standsOn(line, day) || (line.from !== null && addDays(line.from, buildsDays) > day))
    return false
  const shows = medicineOf(line.ingredient)?.shows
  if (shows == null) return false
  const confirming = all.some((other) => other.certainty === 'confirmed' && shows.confirm.includes(other.substance))
  const looked = confirming ? shows.confirm : shows.screen
  const certainty = confirming ? 'confirmed' : 'presumptive'
  if (one.certainty !== certainty || !looked.includes(one.substance)) return false
  return !all.some(
    (other) => looked.includes(other.substance) && other.certainty === certainty && other.value === 'positive',
  )
}

function verdictOf(
  results: readonly ReadResult[],
  trusted: boolean,
  because: string,
): Pick<TestRead, 'verdict' | 'sentence' | 'isConfirmed'> {
  const named = (reading: Reading) =>
    [...new Set(results.filter((one) => one.reading === reading).map(({ label }) => label))].join(', ')
  const unexpected = results.filter((one) => one.reading === 'unexpected')
  const missing = named('missing')
  const open = unexpected.filter((one) => one.certainty === 'presumptive')
  const isConfirmed = unexpected.length > 0 && open.length === 0
  const parts = [
    unexpected.length > 0 &&
      `Not explained by the medication list: ${named('unexpected')}${open.length > 0 ? ' (a screen; not confirmed)' : ' (confirmed)'}.`,
    missing !== '' && `Expected and not found: ${missing}.`,
    !trusted && `${because} What was not found cannot count as negative.`,
  ].filter((part) => part !== false)
  const sentence = parts.join(' ')
  if (unexpected.length > 0) return { verdict: 'unexpected', sentence, isConfirmed }
  if (!trusted) return { verdict: 'not-usable', sentence, isConfirmed }
  if (missing !== '') return { verdict: 'missing', sentence, isConfirmed }
  const expected = named('expected')
  if (expected !== '')
    return { verdict: 'as-expected', sentence: `As expected: ${expected}. Nothing else was found.`, isConfirmed }
  return results.some((one) => one.reading === 'not-found')
    ? { verdict: 'negative', sentence: 'Nothing was found.', isConfirmed }
    : { verdict: 'not-usable', sentence: 'The report holds no result that says anything.', isConfirmed }
}

/** Only a specimen that could have shown something and did not counts as negative, or holds nothing but what is ordered. */
export const countsAsNegative = (verdict: Verdict): boolean => verdict === 'negative' || verdict === 'as-expected'
