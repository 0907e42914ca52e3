import type { Answers } from './question.ts'

/** A gate fully answered with nothing found: where examples, tests and the demo clinic begin. */
export const nothingFound: Answers = {
  'chest-pain': 'no',
  'seizure-now': 'no',
  unresponsive: 'no',
  'overdose-now': 'no',
  'vitals-taken': 'yes',
  pulse: 76,
  systolic: 124,
  diastolic: 80,
  'alcohol-30': 'no',
  'sedative-use': 'no',
  'ghb-stopped': 'no',
  'phenibut-stopped': 'no',
  'baclofen-stopped': 'no',
  'opioid-use': 'no',
  'overdose-ever': 'no',
  'cssrs-1': 'no',
  'cssrs-2': 'no',
  'cssrs-6': 'no',
  psychosis: 'no',
  mania: 'no',
  'command-voices': 'no',
  homicidal: 'no',
  agitation: 'no',
  'medical-today': 'no',
  'eating-concern': 'no',
  pregnant: 'no',
  'abuse-child': 'no',
  'abuse-adult': 'no',
}

/** Drinks, two days since the last drink, nothing dangerous found. */
export const drinking: Answers = {
  'alcohol-30': 'yes',
  'alcohol-last': 48,
  'alcohol-week': 12,
  'alcohol-signs': 'no',
  ciwa: 3,
  'withdrawal-cover': 'no',
  'alcohol-seizure': 'no',
  'alcohol-delirium-past': 'no',
  'alcohol-hallucinations': 'no',
  'alcohol-delirium': 'no',
}

/** Takes a sedative now and then, nothing dangerous found. */
export const sedated: Answers = {
  'sedative-use': 'yes',
  'sedative-days': 0,
  'sedative-dose': 5,
  'sedative-seizure': 'no',
  'sedative-stopped': 'no',
  'sedative-unstable': 'no',
}

/** Uses opioids, not in withdrawal. */
export const usingOpioids: Answers = { 'opioid-use': 'yes', cows: 2 }

/** An eating concern, nothing dangerous found. */
export const eating: Answers = {
  'eating-concern': 'yes',
  bmi: 19.5,
  'dizzy-standing': 'no',
  fainted: 'no',
  'rapid-loss': 'no',
}
