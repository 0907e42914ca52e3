import type { ByRating, Dimension, SubDimension } from './dimension.ts'
import type { LevelCode } from './levels.ts'

// Six dimensions as the 2023 edition orders them, the first five in parts. The words are ours, and so are the minimums [K].

const sub = (
  key: string,
  label: string,
  prompts: readonly string[],
  anchors: ByRating<string>,
  minimum: ByRating<LevelCode>,
): SubDimension => ({ key, label, prompts, anchors, minimum })

const withdrawal: Dimension = {
  key: 'p1',
  number: 1,
  label: 'Intoxication, withdrawal and addiction medicines',
  role: 'withdrawal',
  prompts: [
    'What was used last, how much, and when?',
    'What happened the last times the person stopped?',
    'Which medicines for addiction do they take or want?',
  ],
  anchors: [
    'Nothing to treat now.',
    'Looked after, or discomfort at most.',
    'A prescriber has to see to it this week.',
    'Nurses or daily dosing are needed.',
    'Dangerous now.',
  ],
  subs: [
    sub(
      'p1-intoxication',
      'Intoxication',
      ['How awake, how steady, how clear?'],
      [
        'Not intoxicated.',
        'Used lately; awake and steady.',
        'Intoxicated often, and someone has to watch until it wears off.',
        'So intoxicated that nurses have to watch round the clock.',
        'Cannot be roused fully, or is poisoned.',
      ],
      ['1.0', '1.0', '1.7', '3.7', '4'],
    ),
    sub(
      'p1-withdrawal',
      'Withdrawal',
      ['What is felt as it wears off? Put the scores beside it (CIWA-Ar, COWS).'],
      [
        'None to expect.',
        'Discomfort at most.',
        'Has to be followed by a prescriber, safe at home with visits.',
        'Needs nurses round the clock.',
        'Dangerous now: seizures, confusion, high fever.',
      ],
      ['1.0', '1.5', '1.7', '3.7', '4'],
    ),
    sub(
      'p1-medicine',
      'Medicine for addiction',
      ['Which, from whom, and is it taken? What would they like to try?'],
      [
        'None wanted or needed.',
        'Steady on it, with a prescriber elsewhere.',
        'Has to be started or changed by a prescriber.',
        'Has to be given and watched every day.',
        'Can only be started in a bed with nurses.',
      ],
      ['1.0', '1.0', '1.7', '2.7', '3.7'],
    ),
  ],
}

const body: Dimension = {
  key: 'p2',
  number: 2,
  label: 'Physical health',
  role: 'body',
  prompts: [
    'Which illnesses, injuries or pregnancy matter now, and who treats them?',
    'Which medicines, and are they taken?',
    'Would anything keep the person from sitting through a session?',
  ],
  anchors: [
    'Nothing physical matters here.',
    'Steady, and looked after elsewhere.',
    'Regular visits elsewhere are needed.',
    'A nurse or doctor is needed every day.',
    'Unstable: a hospital.',
  ],
  subs: [
    sub(
      'p2-illness',
      'Illness and injury',
      ['Which, how steady, and who treats them?'],
      [
        'None that matters here.',
        'Steady, treated elsewhere.',
        'Needs regular visits, and does not get in the way of groups.',
        'Needs a nurse or doctor every day.',
        'Unstable; needs a hospital.',
      ],
      ['1.0', '1.0', '1.5', '2.7', '4'],
    ),
    sub(
      'p2-pregnancy',
      'Pregnancy',
      ['Pregnant, or may be? Who looks after the pregnancy?'],
      [
        'Not pregnant, or it does not apply.',
        'Pregnant, well, with someone who looks after the pregnancy.',
        'Pregnant, and nobody looks after the pregnancy yet.',
        'Pregnant with a complication that is watched every day.',
        'In danger now, mother or child.',
      ],
      ['1.0', '1.5', '1.7', '2.7', '4'],
    ),
  ],
}

const mind: Dimension = {
  key: 'p3',
  number: 3,
  label: 'Mental health and thinking',
  role: 'mind',
  prompts: [
    'Which feelings, thoughts or memories trouble the person, and how often?',
    'Can they follow a group, and remember it next day?',
    'Any thought of dying or of harm to others? The safety gate comes first.',
  ],
  anchors: [
    'No more than an ordinary hard week.',
    'Mild, and not in the way.',
    'Wants looking at several days a week.',
    'Fills most days.',
    'Danger, or cannot tell what is real.',
  ],
  subs: [
    sub(
      'p3-symptoms',
      'Symptoms now',
      ['Mood, worry, sleep, voices. Put the measures beside it (PHQ-9, GAD-7).'],
      [
        'None beyond an ordinary hard week.',
        'Mild, and not in the way.',
        'Moderate; wants looking at several days a week.',
        'Serious; fills most days and needs daily treatment.',
        'Danger to self or others, or cannot tell what is real.',
      ],
      ['1.0', '1.5', '2.1', '2.5', '4-psych'],
    ),
    sub(
      'p3-trauma',
      'What happened to them',
      ['What still follows them, and what sets it off?'],
      [
        'Nothing that follows them.',
        'Memories that they can put away.',
        'Memories that drive use or keep them from people.',
        'Memories that fill most days and nights.',
        'So overwhelmed that they cannot keep themselves safe at home.',
      ],
      ['1.0', '1.5', '2.1', '2.5', '3.5'],
    ),
    sub(
      'p3-thinking',
      'Thinking and memory',
      ['Can they follow, remember, plan? Any injury to the head, any seizure?'],
      [
        'Clear.',
        'Slow at times; notes and reminders are enough.',
        'Needs small steps, said several times a week.',
        'Needs someone at hand every day to get through it.',
        'Confused about the day, the place or people.',
      ],
      ['1.0', '1.5', '2.1', '3.1', '4'],
    ),
    sub(
      'p3-lasting',
      'What has lasted for years',
      ['What has been hard for years, and what do they need help with because of it?'],
      [
        'Manages by themselves.',
        'Manages with a visit now and then.',
        'Manages with support several days a week.',
        'Needs someone where they live to manage.',
        'Cannot manage the simplest things without someone beside them.',
      ],
      ['1.0', '1.5', '2.1', '3.1', '3.5'],
    ),
  ],
}

const risk: Dimension = {
  key: 'p4',
  number: 4,
  label: 'Risks that come with use',
  role: 'relapse',
  prompts: [
    'When is the pull strongest, and what does the person do then?',
    'Which care did they have in the last months, and did it hold?',
    'What follows when it goes wrong?',
  ],
  anchors: [
    'Knows the triggers and handles them.',
    'Some pull, with skills and people.',
    'Likely to slip without several days a week.',
    'Goes on in spite of care several times a week.',
    'Cannot stop, and grave harm follows.',
  ],
  subs: [
    sub(
      'p4-use',
      'Use itself',
      ['How likely is use in the coming weeks, and how dangerous would it be?'],
      [
        'Not likely; handles the triggers.',
        'Some pull, with skills to meet it.',
        'Likely without support several days a week.',
        'Goes on in spite of care several times a week.',
        'Cannot stop even with daily support.',
      ],
      ['1.0', '1.5', '2.1', '2.5', '3.5'],
    ),
    sub(
      'p4-behavior',
      'What else is risked',
      ['Driving, needles, sex for drugs, debts, fights, gambling?'],
      [
        'Nothing beyond use.',
        'A risk now and then, and knows how to lessen it.',
        'Risks most weeks that talking once a week does not lessen.',
        'Grave risks most days.',
        'Cannot keep from grave harm outside a place to live and be treated.',
      ],
      ['1.0', '1.5', '2.1', '2.5', '3.5'],
    ),
  ],
}

const surroundings: Dimension = {
  key: 'p5',
  number: 5,
  label: 'Home and surroundings',
  role: 'home',
  prompts: [
    'Where does the person sleep, with whom, and is it safe?',
    'Who there uses, and who helps?',
    'What about work, school, children, money, travel, the law?',
  ],
  anchors: [
    'Safe, with people who help.',
    'Mostly supportive, with some strain.',
    'Little support; copes with structure.',
    'No place to recover in.',
    'Dangerous now.',
  ],
  subs: [
    sub(
      'p5-function',
      'Getting through a day',
      ['Work, school, children, meals, bills: what gets done?'],
      [
        'What has to be done gets done.',
        'Something slips now and then.',
        'Much slips without structure several days a week.',
        'Most slips; needs structure nearly every day.',
        'Nothing gets done without someone at hand.',
      ],
      ['1.0', '1.5', '2.1', '2.5', '3.1'],
    ),
    sub(
      'p5-safety',
      'Safety where they live',
      ['Use at home, threats, violence, no steady place?'],
      [
        'Safe.',
        'Some strain, and safe.',
        'Use nearby, and can keep away from it with structure.',
        'Use at home, threats, or no steady place.',
        'Violent, exploited, or without shelter now.',
      ],
      ['1.0', '1.5', '2.1', '3.1', '3.1'],
    ),
    sub(
      'p5-support',
      'People who help',
      ['Who would they call at night?'],
      [
        'Several people help.',
        'Someone helps.',
        'Nobody helps much; the program would be the support.',
        'Everyone around them uses or draws them back.',
        'Alone, and held back by those around them.',
      ],
      ['1.0', '1.5', '2.1', '2.1', '3.1'],
    ),
    sub(
      'p5-belonging',
      'Language, belief and belonging',
      ['What about language, faith, origin or identity makes care easier or harder here?'],
      [
        'Feels understood here.',
        'Something wants explaining once.',
        'Needs an interpreter or someone of their own to take part.',
        'Stays away unless care fits who they are, several times a week.',
        'Would not take part without it at all.',
      ],
      ['1.0', '1.0', '1.5', '2.1', '2.1'],
    ),
  ],
}

const person: Dimension = {
  key: 'p6',
  number: 6,
  label: 'What the person wants and can manage',
  role: 'readiness',
  prompts: [
    'What does the person want, and what are they willing to do this week?',
    'What stands in the way: work, children, travel, money, the law, shame?',
    'Which of the levels that fit would they accept?',
  ],
  anchors: [
    'Wants this, and nothing stands in the way.',
    'Wants this; something small stands in the way.',
    'In two minds, or something large stands in the way.',
    'Sees little need; comes only because of someone else.',
    'Refuses treatment.',
  ],
}

export const dimensions2023: readonly Dimension[] = [withdrawal, body, mind, risk, surroundings, person]
