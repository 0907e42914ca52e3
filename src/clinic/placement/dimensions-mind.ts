import type { ByRating, Dimension, Role } from './dimension.ts'

// For people who come for their mental health and not for use. No scale’s words: those of LOCUS stay with their owner.

const dimension = (
  number: number,
  role: Role,
  label: string,
  prompts: readonly string[],
  anchors: ByRating<string>,
): Dimension => ({ key: `m${number}`, number, role, label, prompts, anchors })

export const mindDimensions: readonly Dimension[] = [
  dimension(
    1,
    'withdrawal',
    'Alcohol, drugs and stopping medicines',
    [
      'What do they drink or take, even now and then?',
      'Was any medicine stopped at once: a sedative, an antidepressant, lithium?',
      'Could something they take explain how they feel?',
    ],
    [
      'Nothing that matters here.',
      'Some use, or a medicine stopped long ago; no danger.',
      'Withdrawal, or a medicine stopped lately, that a prescriber has to follow.',
      'Withdrawal that needs nurses round the clock.',
      'Dangerous intoxication or withdrawal now.',
    ],
  ),
  dimension(
    2,
    'body',
    'Physical health',
    [
      'Which illnesses, injuries or pregnancy matter now, and who treats them?',
      'Weight, sleep, thyroid, heart: has anyone looked lately?',
      'Would anything keep the person from sitting through a session?',
    ],
    [
      'No physical problem that matters here.',
      'A steady condition, treated elsewhere.',
      'A condition that needs regular visits and does not get in the way of groups.',
      'A condition that needs a nurse or doctor every day.',
      'An unstable condition that needs a hospital.',
    ],
  ),
  dimension(
    3,
    'mind',
    'Symptoms and safety',
    [
      'Which symptoms, since when, and how many days of the last seven?',
      'Put the measures beside it (PHQ-9, GAD-7, PCL-5).',
      'Any thought of dying or of harm to others? The safety gate comes first.',
    ],
    [
      'No more than an ordinary hard week.',
      'Mild, and not in the way of work or family.',
      'Moderate; in the way on several days a week.',
      'Serious; fills most days, or just left a hospital.',
      'Danger to self or others, or cannot tell what is real.',
    ],
  ),
  dimension(
    4,
    'readiness',
    'Readiness',
    [
      'Why now, and whose idea was it?',
      'What would they like to be able to do again?',
      'What do they think of groups, of medicine, of this week?',
    ],
    [
      'Committed, and already acting on it.',
      'Willing, with some doubts.',
      'In two minds; a visit a week would not hold them.',
      'Sees little need; comes only because of someone else.',
      'Refuses treatment.',
    ],
  ),
  dimension(
    5,
    'relapse',
    'Getting worse again',
    [
      'What brought the last crisis on, and what were the first signs?',
      'Which care did they have in the last months, and did it hold?',
      'What do they do when it gets bad, and does it help?',
    ],
    [
      'Knows the first signs and acts on them.',
      'Gets worse at times, with skills and people to lean on.',
      'Likely to get worse without support several days a week.',
      'Gets worse in spite of care several times a week.',
      'In crisis again and again even with daily support.',
    ],
  ),
  dimension(
    6,
    'home',
    'Home and surroundings',
    [
      'Where does the person sleep, with whom, and is it safe?',
      'Who helps, and who makes it harder?',
      'What about work, school, children, money, travel?',
    ],
    [
      'A safe home with people who help.',
      'Mostly supportive, with some strain.',
      'Little support, and the person can cope with structure around them.',
      'Unsafe: threats, or no steady place.',
      'Violent, exploited, or without shelter now.',
    ],
  ),
]

export const mindSays: Readonly<Partial<Record<Role, ByRating<string>>>> = {
  relapse: [
    'knows the first signs and acts on them.',
    'gets worse at times, with skills to meet it.',
    'likely to get worse without support several days a week.',
    'gets worse in spite of care several times a week, so needs nearly daily care.',
    'in crisis even with daily support, so needs to live where treatment is.',
  ],
  home: [
    'a safe home that helps.',
    'mostly supportive.',
    'little support, and structure several days a week makes up for it.',
    'not safe to get well in: a supported residence beside the program.',
    'dangerous now: a safe place to sleep comes first, with the program beside it.',
  ],
}
