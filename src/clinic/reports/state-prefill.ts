import type { Answers, Moment } from './state-fields.ts'

/** What of a stay stands in the chart already and the state asks about. */
export type ChartFacts = {
  residence: string
  referralSource: string
  /** The kind of who pays first on the first day; null where no coverage is recorded. */
  payer: string | null
  /** ICD-10-CM codes that stood during the stay, the oldest first. */
  diagnoses: readonly string[]
  /** Ingredients of the medicines on the list during the stay. */
  ingredients: readonly string[]
  /** Whole stays here before this one. */
  staysBefore: number
  /** What was recorded for the state at admission. */
  admission: Answers
}
/** What the chart says about one field: the code, where it is plain, and in words where it comes from. */
export type Known = { file: string; code: string | null; words: string }

const homes: Record<string, [code: string, words: string]> = {
  home: ['3', 'lives at home'],
  'with-family': ['3', 'lives with family'],
  'sober-living': ['2', 'lives in sober living'],
  facility: ['2', 'lives in a facility'],
  shelter: ['1', 'lives in a shelter'],
}
const insured: Record<string, [insurance: string, pays: string, words: string]> = {
  commercial: ['1', '2', 'private insurance pays first'],
  medicaid: ['2', '4', 'Medicaid pays first'],
  medicare: ['3', '3', 'Medicare pays first'],
  tricare: ['3', '5', 'TRICARE pays first'],
}
/** Chapters that name one substance. F11, F13, F15 and F19 name several, so which it is has to be asked. */
const substances: Record<string, string> = { F10: '2', F12: '4', F14: '3', F16: '9', F18: '17' }

/** Who sent somebody, where the words at admission are plain. */
function sourceOf(words: string): string | null {
  const plain = words.trim().toLowerCase()
  if (/^(self|own|family)\b/.test(plain)) return plain.startsWith('family') ? '6' : '1'
  if (/\b(hospital|doctor|physician|clinic|primary care|emergency)\b/.test(plain)) return '3'
  if (/\b(court|probation|parole|judge|drug court)\b/.test(plain)) return '7'
  if (/\b(employer|eap)\b/.test(plain)) return '5'
  if (/\bschool\b/.test(plain)) return '4'
  return null
}

/**
 * What the chart knows of what the state asks at a moment. Only what is plain gets a code: nothing recorded is not "none", one
 * chapter of diagnoses can name several substances, and earlier stays here are not all there were. Which of our words belongs to
 * which code is our reading [K]; a person looks at each before it is kept. Refuses nothing. Source: clinical.md §8.1.
 */
export function knownFrom(facts: ChartFacts, moment: Moment): Known[] {
  const found: Known[] = []
  const say = (file: string, code: string | null, words: string) => found.push({ file, code, words })
  const uses = [...new Set(facts.diagnoses.filter((code) => /^F1[0-9]/.test(code)).map((code) => code.slice(0, 3)))]
  if (moment === 'discharge') {
    for (const file of ['SUB1', 'SUB2', 'SUB3']) {
      const code = facts.admission[file]
      if (code !== undefined) say(file, code, 'as recorded at admission')
    }
    return found
  }
  const home = homes[facts.residence]
  if (home !== undefined) say('LIVARAG', ...home)
  const pays = facts.payer === null ? undefined : insured[facts.payer]
  if (pays !== undefined) {
    say('HLTHINS', pays[0], pays[2])
    say('PRIMPAY', pays[1], pays[2])
  }
  if (facts.referralSource !== '')
    say('PSOURCE', sourceOf(facts.referralSource), `sent by: ${facts.referralSource.slice(0, 80)}`)
  if (facts.staysBefore > 0)
    say('NOPRIOR', null, `at least ${facts.staysBefore}: stays here before this one. Ask about other places`)
  const other = facts.diagnoses.find((code) => /^F([02-9])/.test(code))
  if (other !== undefined) say('PSYPROB', '1', `diagnosis ${other}`)
  const treats = facts.ingredients.find((one) => /buprenorphine|methadone/i.test(one))
  if (treats !== undefined && uses.includes('F11')) say('METHUSE', '1', `${treats} is on the list of medicines`)
  for (const [place, chapter] of uses.slice(0, 3).entries())
    say(`SUB${place + 1}`, substances[chapter] ?? null, `diagnosis ${chapter}`)
  return found
}
