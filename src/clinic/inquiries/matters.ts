import { addDays, type Day } from '../../basics/dates.ts'

// What in a stranger's record matters to a program for addiction and mental health. Codes where the sender coded,
// words where not: senders do both, and half. A word too many costs a glance, a word too few can cost a life.

/** One thing the record states: a problem, a medication, a visit or a result, with all its wordings and codes. */
export type Fact = {
  kind: 'problem' | 'medication' | 'visit' | 'result'
  label: string
  words: string
  codes: readonly string[]
  status: 'active' | 'resolved' | 'unknown'
  on: Day | null
  /** A date known only to the month or year. */
  about?: string | null
}

type Concern = {
  name: string
  in: Fact['kind'][]
  words: RegExp
  codes?: RegExp
  /** Wordings that look alike and mean something else. */
  butNot?: RegExp
  onlyIfCurrent?: true
}

/**
 * The safety gate's triggers (clinical.md §1.6) as they show in other people's records. Codes are ICD-10-CM without
 * the dot, or SNOMED CT. Poisoning T36–T50 counts by intent (sixth character 1 to 4); adverse effects do not.
 */
const CONCERNS: Concern[] = [
  {
    name: 'Overdose on record',
    in: ['problem', 'visit'],
    words:
      /overdos|(drug|opioid|opiate|heroin|fentanyl|alcohol|medic\w*|benzodiazepine|acetaminophen)\w* poisoning|poisoning by/i,
    codes: /^(55680006|T(3[6-9]|4\d|50)(.{0,2}$|.{2}[1-4]))/,
  },
  {
    name: 'Suicide attempt, self-harm or suicidal thoughts on record',
    in: ['problem', 'visit'],
    words: /suicid|self[- ]?(harm|inflict|injur|mutilat)/i,
    codes: /^(82313006|6471006|425104003|X7[1-9]|X8[0-3]|T1491|R45851|Z915|T(3[6-9]|4\d|50).{2}2)/,
    butNot: /assessment|prevention/i,
  },
  {
    name: 'Seizures on record',
    in: ['problem', 'visit'],
    words: /seizure|epilep|convulsi/i,
    codes: /^(84757009|128613002|703151001|91175000|G40|R56)/,
  },
  {
    name: 'Withdrawal on record',
    in: ['problem', 'visit'],
    words:
      /delirium tremens|withdrawal (syndrome|state|delirium|seizure)|(alcohol|drug|opioid|opiate|substance|sedative|benzodiazepine)\b.*withdrawal/i,
    codes: /^(8635005|85561006|F1[0-689][129]3)/,
    butNot: /nicotine|tobacco|caffeine|without withdrawal/i,
  },
  {
    name: 'Alcohol use disorder (ask about withdrawal)',
    in: ['problem'],
    words: /alcoholi(sm|c\b)|alcohol[- ](use disorder|depend|abuse|addict)|unhealthy alcohol/i,
    codes: /^(7200002|66590003|15167005|F10([12]?$|[12][02-9]|9))/,
    butNot: /remission/i,
    onlyIfCurrent: true,
  },
  {
    name: 'Sedative use disorder (ask about withdrawal)',
    in: ['problem'],
    words: /(sedative|hypnotic|benzodiazepine|barbiturate|anxiolytic).*(depend|abuse|use disorder|addict)/i,
    codes: /^F13(?!11|21)/,
    butNot: /remission/i,
    onlyIfCurrent: true,
  },
  {
    name: 'Benzodiazepine, barbiturate or sleeping medicine (never stopped at once)',
    in: ['medication'],
    words:
      /azepam|azolam|chlordiazepoxide|clobazam|klonopin|xanax|ativan|valium|librium|restoril|phenobarbital|butalbital|primidone|zolpidem|ambien|zaleplon|zopiclone|lunesta/i,
    onlyIfCurrent: true,
  },
  {
    name: 'Medication for opioid or alcohol use disorder (keep it going)',
    in: ['medication'],
    words:
      /buprenorphine|suboxone|sublocade|brixadi|subutex|zubsolv|methadone|naltrexone|vivitrol|acamprosate|disulfiram/i,
    onlyIfCurrent: true,
  },
  {
    name: 'Opioid prescribed',
    in: ['medication'],
    words:
      /ox[yi]codone|hydrocodone|morphi|fentanyl|tramadol|codeine|hydromorphone|oxymorphone|tapentadol|meperidine|percocet|vicodin|oxycontin|dilaudid/i,
    butNot: /apomorphi|dextromethorphan|buprenorphine/i,
    onlyIfCurrent: true,
  },
  {
    name: 'Psychosis or mania on record',
    in: ['problem', 'visit'],
    words: /schizo(?!id)|psychos|psychotic|hallucinat|delusion|\bmani(a|c)\b|bipolar/i,
    codes: /^(F2[0-9]|F3[01])/,
    butNot: /without psychotic|hallucinogen/i,
  },
  {
    name: 'Eating disorder on record',
    in: ['problem', 'visit'],
    words: /anorexia nervosa|bulimi|eating disorder/i,
    codes: /^F50/,
  },
  {
    name: 'Thoughts of harming others on record',
    in: ['problem', 'visit'],
    words: /homicid/i,
    codes: /^R45850/,
    butNot: /assessment|prevention/i,
  },
]

const SOMEONE_ELSE_OR_NOT =
  /family history|screen(ing)? for|screening \(|no history of|no (known )?(suicid|seizure|homicid|overdose)|no evidence|\bdenie[sd]|ruled out|negative for|absence of/i

// Longer than a pregnancy: an older record of one says nothing about today.
const PREGNANCY_DAYS = 300
const PREGNANCY = /\bpregnan(t|cy)\b|prenatal|antenatal/i
const NOT_PREGNANT =
  /not pregnant|unknown|miscarriage|ectopic|test|prevention|contracept|history of|possible|postpartum|\bended\b|termination/i

/**
 * The facts that placement's safety gate should look at, one sentence a concern, with the years (or 'no date') of up
 * to five records each. `today` decides whether a pregnancy on record can still be one: 300 days.
 */
export function safetyWarnings(facts: readonly Fact[], today: Day): string[] {
  const stated = facts.filter((fact) => !SOMEONE_ELSE_OR_NOT.test(fact.words))
  const warnings = CONCERNS.flatMap((concern) => {
    const found = stated.filter((fact) => raises(concern, fact))
    return found.length === 0 ? [] : [`${concern.name}: ${summaryOf(found)}`]
  })
  const earliest = addDays(today, -PREGNANCY_DAYS)
  const pregnant = stated.filter(
    ({ kind, status, words, on }) =>
      kind !== 'medication' &&
      (status !== 'resolved' || kind === 'visit') &&
      PREGNANCY.test(words) &&
      !NOT_PREGNANT.test(words) &&
      on !== null &&
      on >= earliest,
  )
  return pregnant.length === 0 ? warnings : [...warnings, `Pregnancy on record: ${summaryOf(pregnant)}`]
}

function raises(concern: Concern, fact: Fact): boolean {
  if (!concern.in.includes(fact.kind)) return false
  if (concern.onlyIfCurrent && fact.status === 'resolved') return false
  if (concern.butNot?.test(fact.words)) return false
  if (concern.words.test(fact.words)) return true
  return concern.codes !== undefined && fact.codes.some((code) => concern.codes?.test(code.replace('.', '')))
}

/** 'Drug overdose (2013, 2016); Opioid poisoning (no date)'. */
function summaryOf(facts: readonly Fact[]): string {
  const yearsByLabel = new Map<string, Set<string>>()
  for (const { label, on, about } of facts) {
    const years = yearsByLabel.get(label) ?? new Set()
    yearsByLabel.set(label, years.add((on ?? about ?? '').slice(0, 4) || 'no date'))
  }
  const named = [...yearsByLabel]
    .slice(0, 5)
    .map(([label, years]) => `${label} (${[...years].sort().slice(-5).join(', ')})`)
  return yearsByLabel.size > 5 ? `${named.join('; ')}; and ${yearsByLabel.size - 5} more` : named.join('; ')
}

const CARE_OF_MIND =
  /psych|mental|behaviou?ral|depress|anxi|bipolar|schizo|\bmania\b|suicid|self[- ]?harm|overdos|detox|rehabilitation.*(drug|alcohol)|(drug|alcohol).*rehabilitation|substance|addict|alcohol|opioid|opiate|heroin|cocaine|methamphet|withdrawal|intoxic|naloxone|methadone|buprenorphine|crisis (intervention|stabili)|counsel|post[- ]?traumatic|ptsd|eating disorder|anorexia nervosa|bulimi|drug (abuse|depend|use)|chemical depend|\bdependence|panic|obsessive/i
const CARE_OF_BODY =
  /(genetic|contracepti\w*|nutrition\w*|diet\w*|exercise|lactation|vaccin\w*) counsel\w*|oxygen dependence/gi

/** Whether a visit with these words and diagnosis codes was for mental health, substance use or an overdose. */
export const isBehavioralCare = (words: string, codes: readonly string[]): boolean =>
  CARE_OF_MIND.test(words.replace(CARE_OF_BODY, '')) ||
  codes.some((code) => /^F\d\d/.test(code) || /^(55680006|56876005)$/.test(code))

type Measure = { name: string; codes: string[]; words?: RegExp; range?: [number, number] }

/** Measures whose latest value is kept: LOINC (and one SNOMED CT) codes, else the name; range of values that can be. */
const MEASURES: Measure[] = [
  { name: 'PHQ-9 total', codes: ['44261-6', '44249-1', '89204-2', '720433000'], words: /phq-?\s?9/i, range: [0, 27] },
  { name: 'PHQ-9 question 9 (thoughts of self-harm)', codes: ['44260-8'] },
  { name: 'PHQ-2 total', codes: ['55758-7'], words: /phq-?\s?2/i, range: [0, 6] },
  { name: 'GAD-7 total', codes: ['70274-6', '69737-5'], words: /gad-?\s?7/i, range: [0, 21] },
  { name: 'AUDIT-C total', codes: ['75626-2', '72109-2'], words: /audit-?\s?c\b/i, range: [0, 12] },
  { name: 'DAST-10 total', codes: ['82667-7', '82666-9'], words: /\bdast/i, range: [0, 10] },
  { name: 'Pain severity, 0 to 10', codes: ['72514-3', '38208-5'], range: [0, 10] },
  { name: 'Tobacco use', codes: ['72166-2'] },
  { name: 'Body mass index', codes: ['39156-5'], range: [5, 150] },
  { name: 'Pregnancy status', codes: ['82810-3'] },
]

const measureByCode = new Map(MEASURES.flatMap((measure) => measure.codes.map((code) => [code, measure] as const)))

/** Which useful measure an observation is: by any of its codes, else by its name when the sender gave no LOINC code. */
export function measureOf(codes: readonly string[], words: string): Measure | undefined {
  for (const code of codes) {
    const measure = measureByCode.get(code)
    if (measure !== undefined) return measure
  }
  const hasOwnMeaning = codes.some((code) => /^\d{1,6}-\d$/.test(code))
  return hasOwnMeaning ? undefined : MEASURES.find((measure) => measure.words?.test(words))
}

/** Body mass index, in kg/m², below which underweight itself is a medical danger (clinical.md §1.6, eating disorder). */
export const DANGEROUS_BMI = 16
