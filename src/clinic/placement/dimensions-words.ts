import type { Dimension } from './dimension.ts'

/** Six dimensions in our own words. Only their short names are the field's. */
export const adultDimensions: readonly Dimension[] = [
  {
    key: 'd1',
    number: 1,
    label: 'Intoxication and withdrawal',
    role: 'withdrawal',
    prompts: [
      'What was used last, how much, and when?',
      'What happened the last times the person stopped?',
      'What do they feel now as it wears off? Put the scores beside it (CIWA-Ar, COWS).',
      'Which medicines for addiction do they take, and are they steady on them?',
    ],
    anchors: [
      'Not intoxicated, and no withdrawal to expect.',
      'Discomfort at most, or steady on medicine for addiction.',
      'Withdrawal that a prescriber has to follow, safe at home with visits.',
      'Withdrawal that needs nurses round the clock.',
      'Dangerous intoxication or withdrawal now.',
    ],
  },
  {
    key: 'd2',
    number: 2,
    label: 'Physical health',
    role: 'body',
    prompts: [
      'Which illnesses, injuries or pregnancy matter now, and who treats them?',
      'Which medicines, and are they taken?',
      'Would anything keep the person from sitting through a three-hour session?',
    ],
    anchors: [
      'No physical problem that matters here.',
      'A steady condition, treated elsewhere.',
      'A condition that needs regular visits and does not get in the way of groups.',
      'A condition that needs a nurse or doctor every day.',
      'An unstable condition that needs a hospital.',
    ],
  },
  {
    key: 'd3',
    number: 3,
    label: 'Feelings, thinking and mental health',
    role: 'mind',
    prompts: [
      'Which feelings, thoughts or memories trouble the person, and how often?',
      'What do mood, trauma and attention do to a day? Put the measures beside it (PHQ-9, GAD-7).',
      'Any thought of dying or of harm to others? The safety gate comes first.',
      'Can they follow a group and speak in it?',
    ],
    anchors: [
      'No trouble beyond an ordinary hard week.',
      'Mild trouble that does not get in the way.',
      'Moderate trouble that wants looking at several days a week.',
      'Serious trouble that fills most days and needs daily treatment.',
      'Danger to self or others, or cannot tell what is real.',
    ],
  },
  {
    key: 'd4',
    number: 4,
    label: 'Readiness',
    role: 'readiness',
    prompts: [
      'Why now, and whose idea was it?',
      'What would the person like to be different, and what would they miss?',
      'What are they willing to do this week?',
    ],
    anchors: [
      'Committed, and already acting on it.',
      'Willing, with some doubts.',
      'In two minds; a visit a week would not hold them.',
      'Sees little need; comes only because of someone else.',
      'Refuses treatment.',
    ],
  },
  {
    key: 'd5',
    number: 5,
    label: 'Relapse and continued problems',
    role: 'relapse',
    prompts: [
      'When is the pull strongest, and what does the person do then?',
      'What is the longest they have done well, and what helped?',
      'Which care did they have in the last months, and did it hold?',
      'What follows when it goes wrong?',
    ],
    anchors: [
      'Knows the triggers and handles them.',
      'Some pull, with skills and people to lean on.',
      'Likely to slip without support several days a week.',
      'Goes on in spite of care several times a week.',
      'Cannot stop even with daily support, and harm follows.',
    ],
  },
  {
    key: 'd6',
    number: 6,
    label: 'Home and surroundings',
    role: 'home',
    prompts: [
      'Where does the person sleep, with whom, and is it safe?',
      'Who there uses, and who helps?',
      'What about work, school, children, money, travel, the law?',
    ],
    anchors: [
      'A safe home with people who help.',
      'Mostly supportive, with some strain.',
      'Little support, and the person can cope with structure around them.',
      'Unsafe: use at home, threats, or no steady place.',
      'Violent, exploited, or without shelter now.',
    ],
  },
]

/** What else to ask when the person is under 18, by dimension key. */
export const adolescentPrompts: Readonly<Record<string, readonly string[]>> = {
  d1: ['Who knows what was used? Ask the young person alone first.'],
  d2: ['Growth, sleep, periods, and who takes them to the doctor?'],
  d3: ['How is school going, and has that changed? Any bullying, on a phone too?'],
  d4: ['What do they want, apart from what the parents want?'],
  d5: ['What do their friends do at weekends?'],
  d6: ['Who is the adult who will come to family sessions? Has anyone hurt them?'],
}
