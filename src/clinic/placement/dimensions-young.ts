import type { ByRating, Dimension, Role } from './dimension.ts'
import type { LevelCode } from './levels.ts'

/** Six dimensions for people of 12 to 17, in words of their own: school, family, who knows, who may sign. */
export const youngDimensions: readonly Dimension[] = [
  {
    key: 'd1',
    number: 1,
    label: 'Intoxication and withdrawal',
    role: 'withdrawal',
    prompts: [
      'Ask the young person alone first: what, how much, when, and who knows?',
      'What happened when they stopped, at camp, at a relative’s, in the holidays?',
      'Was anything bought as a pill that may have been something else?',
    ],
    anchors: [
      'Not intoxicated, and no withdrawal to expect.',
      'Grumpy, tired or restless when it wears off; no more.',
      'Withdrawal that a prescriber has to follow, with an adult at home who watches.',
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
      'Growth, sleep, food, periods; who takes them to the doctor?',
      'Any illness, injury or pregnancy now, and who knows of it?',
      'Could they sit through a session after a school day?',
    ],
    anchors: [
      'Well, and growing as they should.',
      'A steady condition that a doctor looks after.',
      'A condition that needs regular visits, and school goes on.',
      'A condition that needs a nurse or doctor every day.',
      'An unstable condition that needs a hospital.',
    ],
  },
  {
    key: 'd3',
    number: 3,
    label: 'Feelings, behavior and learning',
    role: 'mind',
    prompts: [
      'How are mood, worry, anger and sleep, and has that changed this year?',
      'How is school going? Any bullying, on a phone too? Any plan for learning support?',
      'Any self-harm, any thought of dying? The safety gate comes first.',
    ],
    anchors: [
      'The ups and downs of their age.',
      'Some trouble; school and friends go on.',
      'Trouble that shows at school or at home on several days a week.',
      'Trouble that fills most days: stays away from school, harms itself, rages.',
      'Danger to self or others, or cannot tell what is real.',
    ],
  },
  {
    key: 'd4',
    number: 4,
    label: 'Readiness',
    role: 'readiness',
    prompts: [
      'What do they want, apart from what the parents want?',
      'What would they miss, and what would their friends say?',
      'What would they try this week?',
    ],
    anchors: [
      'Wants this for themselves, and has begun.',
      'Willing, with some doubts.',
      'In two minds; a visit a week would not hold them.',
      'Comes only because someone else says so.',
      'Refuses treatment.',
    ],
  },
  {
    key: 'd5',
    number: 5,
    label: 'Slips and continued problems',
    role: 'relapse',
    prompts: [
      'What do their friends do at weekends, and can they say no?',
      'What is the longest they have done well, and who helped?',
      'Which help did they have, at school too, and did it hold?',
    ],
    anchors: [
      'Can say no, and does.',
      'Some pull, with skills and friends who help.',
      'Likely to slip without support several days a week.',
      'Goes on in spite of care several times a week.',
      'Cannot stop even with daily support, and harm follows.',
    ],
  },
  {
    key: 'd6',
    number: 6,
    label: 'Family, school and friends',
    role: 'home',
    prompts: [
      'Who is the adult who will come to family sessions?',
      'Who at home uses? Is anyone hurting them, or afraid of them?',
      'School, court, foster care: who else decides about them?',
    ],
    anchors: [
      'Adults at home who help, and a school that goes on.',
      'Adults who help, with strain.',
      'Little help at home, and structure after school makes up for it.',
      'No safe home to recover in: use, threats, or moving from place to place.',
      'Hurt, exploited, or without shelter now.',
    ],
  },
]

/**
 * Where a young person’s rating asks for more than an adult’s: a home that is not safe wants somebody’s eyes nearly
 * every day, since a recovery residence takes no minors [K].
 */
export const youngFloors: Readonly<Partial<Record<Role, ByRating<LevelCode>>>> = {
  home: ['1.0', '1.5', '2.1', '2.5', '2.5'],
}

export const youngSays: Readonly<Partial<Record<Role, ByRating<string>>>> = {
  home: [
    'adults who help.',
    'adults who help, with strain.',
    'little help at home, and structure after school makes up for it.',
    'no safe home: somebody has to see them nearly every day, and a safe place to stay is sought.',
    'danger at home now: a safe place to stay comes first, with daily care beside it.',
  ],
}
