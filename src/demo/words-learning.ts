import type { Theme } from './words-process.ts'

export const learningThemes: Theme[] = [
  {
    topic: 'What substances do to sleep',
    did: 'Short talk with drawings on sleep stages, alcohol and other sedatives, then questions. Sleep diary handed out.',
    went: ['Many questions; well understood.', 'Attentive. Diaries were started in the room.'],
    said: [
      'Asked how long it takes until dreams come back.',
      'Recognised waking at three as a rebound and was relieved to have a word for it.',
      'Started the diary and filled in last night.',
      'Explained the drawing to a neighbour in the group, correctly.',
      'Drinks coffee until ten at night and agreed to stop at four.',
    ],
  },
  {
    topic: 'Craving and the brain',
    did: 'Explained reward, habit and stress with a simple model; people found their own examples for each part.',
    went: ['Interested; several took notes.', 'A technical topic, kept close to daily life.'],
    said: [
      'Found it helpful that craving is learned and so can be unlearned.',
      'Connected the smell of a certain kitchen with the urge.',
      'Asked whether medication is “just another drug” and followed the answer.',
      'Made an example from driving past an old street.',
      'Summed up the model in own words at the end.',
    ],
  },
  {
    topic: 'Medications that help',
    did: 'Overview of medications for alcohol and opioid use and for mood: what they do, what they do not, how long. Myths collected and answered.',
    went: ['Open discussion, different opinions.', 'Practical; people wrote questions for the prescriber.'],
    said: [
      'Wrote two questions for the next visit with the prescriber.',
      'Is worried about weight and decided to raise it.',
      'Told how the monthly injection took the daily decision away.',
      'Stopped a tablet alone last month and now plans to talk first.',
      'Learned how to store and use naloxone, and took a kit.',
    ],
  },
  {
    topic: 'Stress and the body',
    did: 'Showed what stress does to heart, stomach and attention. Practised slow breathing with counting.',
    went: ['Calm at the end.', 'Restless start; the exercise reached most.'],
    said: [
      'Felt the pulse slow during the exercise and measured it twice.',
      'Knows the tight stomach before phone calls, and now where it comes from.',
      'Fell asleep for a moment and laughed about it.',
      'Does the counting at red lights.',
      'Found breathing hard and used the feet on the floor instead.',
    ],
  },
  {
    topic: 'Mood through the week',
    did: 'Drew a mood curve of seven days and marked sleep, contact and movement beside it. Looked for what goes before a dip.',
    went: ['Good observations.', 'Quiet work, lively comparison.'],
    said: [
      'Saw that the two lowest days followed nights under five hours.',
      'Marked a better day after a visit to the park.',
      'Found no pattern yet and agreed to go on for a week.',
      'Noticed that the curve is higher than memory had it.',
      'Linked Wednesday’s dip to a call from the landlord.',
    ],
  },
]

export const lifeThemes: Theme[] = [
  {
    topic: 'Money, one envelope at a time',
    did: 'Sorted bills into now, this month and later; each person made a plan for the next payday.',
    went: ['Down to earth.', 'Some embarrassment, eased by sharing.'],
    said: [
      'Opened four envelopes in the group and put them in order.',
      'Made a payday plan with rent first.',
      'Owes less than feared once it was added up.',
      'Asked for help with a letter to the utility.',
      'Set up a payment of twenty dollars a week.',
    ],
  },
  {
    topic: 'Work, and gaps on paper',
    did: 'Worked on a few honest sentences for the gap in a résumé. Practised the question in an interview.',
    went: ['Encouraging; people helped each other with wording.', 'Focused in pairs.'],
    said: [
      'Found a sentence for the gap that is true and short.',
      'Practised the interview and forgot to be nervous.',
      'Has an appointment with the job center on Monday.',
      'Wants to finish the course before applying.',
      'Is afraid of the background check and got information.',
    ],
  },
  {
    topic: 'Evenings without a plan',
    did: 'Filled a week’s evenings together, one cheap and near thing each. Bus times were looked up on the spot.',
    went: ['Cheerful.', 'Slow to start, then more ideas than evenings.'],
    said: [
      'Chose the library on Tuesday and a meeting on Thursday.',
      'Signed up for a pick-up game on Saturday morning.',
      'Wants to cook once a week and began a list.',
      'Finds evenings long and put the gym bag by the door.',
      'Has the bus times on the phone now.',
    ],
  },
]

export const familyThemes: Theme[] = [
  {
    topic: 'Talking at home without old arguments',
    did: 'Taught taking turns with a speaking stone, and one sentence of what was heard before answering. Families practised in pairs of households.',
    went: ['Careful and respectful; two families stayed on.', 'Some tension, well held.'],
    said: [
      'Came with a parent; both managed the exercise once without interrupting.',
      'Heard for the first time how the nights of waiting were for the family.',
      'Came alone today and wrote a letter for home.',
      'Agreed with a partner on one evening a week without talk of treatment.',
      'Asked for trust with the car keys, and accepted a slower step.',
    ],
  },
  {
    topic: 'Limits that help',
    did: 'Separated helping from doing for. Each household chose one limit and one kindness for the week.',
    went: ['Relief in the room.', 'Frank; different views were allowed to stand.'],
    said: [
      'Accepted that the family does not pay the phone bill any more.',
      'Proposed a limit to the family instead of waiting for one.',
      'Was hurt at first, and later called it fair.',
      'Agreed with a mother on one kindness: breakfast together on Sunday.',
      'Spoke calmly about money with a brother for ten minutes.',
    ],
  },
  {
    topic: 'What to do after a slip, together',
    did: 'Families wrote a plan for the first day: who is told, who calls whom, what nobody does.',
    went: ['Serious and steady.', 'Practical; plans were copied for everyone.'],
    said: [
      'Wrote the plan with a sister and put it on the refrigerator.',
      'Said what does not help: searching the bag.',
      'Asked that nobody shout, and that someone stay in the house.',
      'Found the talk hard and stayed.',
      'Named the aunt as the first person to call.',
    ],
  },
]
