import type { Verdict, Reading } from './toxicology.ts'

/** Words of medicine on the page, by what the rows hold. */
export const verdictWords: Record<Verdict, { tone: 'good' | 'calm' | 'warning' | 'danger' | 'info'; words: string }> = {
  waiting: { tone: 'info', words: 'Waiting' },
  refused: { tone: 'warning', words: 'Refused' },
  'not-collected': { tone: 'warning', words: 'Not collected' },
  excused: { tone: 'calm', words: 'Excused' },
  'not-usable': { tone: 'warning', words: 'Cannot be used' },
  unexpected: { tone: 'danger', words: 'Not explained' },
  missing: { tone: 'warning', words: 'Expected, not found' },
  'as-expected': { tone: 'good', words: 'As expected' },
  negative: { tone: 'good', words: 'Nothing found' },
}
export const readingWords: Record<Reading, { tone: 'good' | 'calm' | 'warning' | 'danger'; words: string }> = {
  expected: { tone: 'good', words: 'Expected' },
  unexpected: { tone: 'danger', words: 'Not explained' },
  missing: { tone: 'warning', words: 'Expected, not found' },
  'not-found': { tone: 'calm', words: 'Not found' },
  'says-nothing': { tone: 'calm', words: 'Says nothing' },
  overruled: { tone: 'calm', words: 'Overruled' },
}
export const whyWords: Record<string, string> = {
  random: 'Drawn by chance',
  admission: 'At admission',
  concern: 'For a reason',
  scheduled: 'As planned',
  asked: 'The client asked',
}
export const collectionWords: Record<string, string> = {
  collected: 'Collected',
  refused: 'Refused',
  'could-not': 'Could not give one',
  'did-not-come': 'Did not come',
  excused: 'Excused',
}
export const validityWords: Record<string, string> = {
  valid: 'Valid',
  dilute: 'Dilute',
  substituted: 'Substituted',
  adulterated: 'Adulterated',
  invalid: 'Invalid',
  'not-tested': 'Not tested',
}
export const endWords: Record<string, string> = {
  stopped: 'Stopped',
  changed: 'Changed',
  'not-taking': 'Not taken',
  'written-in-error': 'Written in error',
}
export const outcomeWords: Record<string, string> = {
  kept: 'Kept',
  stopped: 'Stopped',
  changed: 'Changed',
  'not-taking': 'Not taken',
}
export const occasionWords: Record<string, string> = {
  admission: 'At admission',
  'level-change': 'At a change of level',
  hospital: 'After the hospital',
  'new-prescriber': 'With a new prescriber',
  discharge: 'At discharge',
  review: 'In between',
}
export const checkWords: Record<string, string> = {
  'as-expected': 'As expected',
  'not-as-expected': 'Not as expected',
  'could-not': 'Could not be looked up',
  given: 'A kit was given',
  'has-it': 'Has it at hand',
  prescribed: 'Prescribed',
  declined: 'Offered, and declined',
}
export const sourceWords: Record<string, string> = {
  order: 'Ordered here',
  told: 'Ordered elsewhere',
  'treatment-program': 'From a treatment program',
}
export const toldByWords: Record<string, string> = {
  client: 'the client',
  family: 'the family',
  clinician: 'a clinician',
  record: 'an earlier record',
}
export const severityWords: Record<string, string> = {
  mild: 'mild',
  moderate: 'moderate',
  severe: 'severe',
  unknown: 'severity not known',
}
export const treatsWords = {
  opioids: 'for opioid use',
  alcohol: 'for alcohol use',
  both: 'for opioid or alcohol use',
} as const
