import type { Theme } from './words-process.ts'

export const skillsThemes: Theme[] = [
  {
    topic: 'Riding out an urge',
    did: 'Explained how an urge rises, peaks and falls, then practised watching one for three minutes. Filled in a sheet with the steps.',
    went: ['Focused; questions were practical.', 'Some doubt at first, more interest after the exercise.'],
    said: [
      'Timed an urge on Monday: it was gone after eighteen minutes.',
      'Found the exercise hard with eyes closed and did it with eyes open.',
      'Described the urge as a wave with two peaks, and where the second one comes from.',
      'Used cold water and a walk round the block, and reported that it was enough.',
      'Has not tried it yet; chose the drive home as the place to begin.',
    ],
  },
  {
    topic: 'Catching the thought',
    did: 'Situation, thought, feeling, act: worked through one example from the room on the board, then in pairs.',
    went: ['Clear and brisk. Most finished a whole line.', 'Some mixed up thoughts and feelings; sorted out together.'],
    said: [
      'Caught the thought “I have ruined it anyway” and found two facts against it.',
      'Filled in a whole line without help, from a row with a landlord.',
      'Mixed up thought and feeling at first and corrected it alone.',
      'Recognised mind reading as a habit, mostly with a partner.',
      'Brought the sheet from last week, with five lines on it.',
    ],
  },
  {
    topic: 'Opposite action',
    did: 'Named feelings that urge us to hide, shout or lie down; chose the act that goes the other way. Role play in threes.',
    went: ['Good humour in the role plays.', 'Energetic; people coached each other.'],
    said: [
      'Got up and showered on a low morning and rated the mood two points higher afterwards.',
      'Played the part of leaving an argument calmly and tried it three times.',
      'Plans to answer one letter that has lain unopened for a month.',
      'Argued that it is pretending, then tried a small version.',
      'Went to the family lunch for an hour and left before it turned.',
    ],
  },
  {
    topic: 'Asking, and saying no',
    did: 'Taught a short form: describe, say how it is for you, ask, stay on the point. Practised with requests from the week.',
    went: ['Lots of practice; voices grew firmer.', 'Shy start, applause at the end.'],
    said: [
      'Asked for a change of shift in the role play and kept to one sentence.',
      'Said no to lending money, twice, with less explaining the second time.',
      'Tends to apologise before asking; managed one request without.',
      'Wrote down the request for a sister and means to make it on Sunday.',
      'Found it easier to play the other side and learned from that.',
    ],
  },
  {
    topic: 'Small steps on low days',
    did: 'Listed things that give a little pleasure or a sense of having done something; each person put three in the calendar.',
    went: ['Matter-of-fact and friendly.', 'Low energy in the room, named as such; plans were kept small.'],
    said: [
      'Put a ten-minute walk, one load of laundry and a call in the calendar.',
      'Did two of three steps from last time, and noticed that the mood came after, not before.',
      'Rated the day at two and stayed until the end.',
      'Went back to choir practice for the first part.',
      'Planned too much last week and cut the list in half.',
    ],
  },
  {
    topic: 'Worry time',
    did: 'Set apart a quarter of an hour a day for worry and practised putting worries off until then.',
    went: ['Curious. Several had tried it before.', 'A restless start, calmer after the breathing.'],
    said: [
      'Wrote eleven worries in two minutes and crossed out four as not for today.',
      'Sees worry about money as the one that comes at three in the morning.',
      'Moved worry time to six in the evening so that it is not in bed.',
      'Noticed the heart racing during the exercise and let it slow.',
      'Doubts that it helps, and agreed to test it for four days.',
    ],
  },
  {
    topic: 'Heat, and what cools it',
    did: 'Drew a thermometer of anger with signs in the body for each mark, and what each person can do at six, not at nine.',
    went: ['Direct and respectful.', 'Some strong stories; the frame held.'],
    said: [
      'Placed hot ears and a loud voice at five, and wants to leave the room then.',
      'Told of walking out to the porch instead of shouting on Friday.',
      'Sees traffic as the place where it goes from two to eight at once.',
      'Apologised to a supervisor this week, unprompted.',
      'Keeps the card with the three steps in the wallet.',
    ],
  },
]

export const relapseThemes: Theme[] = [
  {
    topic: 'High-risk moments',
    did: 'Each person listed the three most dangerous hours of the coming week and one plan for each. Plans were read aloud and made smaller.',
    went: ['Concrete. Everyone left with something on paper.', 'Lively exchange of what has worked.'],
    said: [
      'Named payday and an empty apartment as the two hours to plan for.',
      'Gave the bank card to a parent for the weekend, by own choice.',
      'Changed the way home so that it does not pass the corner store.',
      'Knows that being praised is a danger as well, and had not said so before.',
      'Put a call into the plan for nine in the evening and arranged it during the break.',
    ],
  },
  {
    topic: 'Early warning signs',
    did: 'Worked back from the last return to use, step by step, to the first small sign. Drew the chain and looked for places to get off.',
    went: ['Sober and attentive.', 'Hard work; people were generous with each other.'],
    said: [
      'Found the first sign nine days before the slip: skipping breakfast.',
      'Recognised the sentence “I have earned it” as the turning point.',
      'Stopped answering messages a week before, and asked a friend to watch for that.',
      'Could not go past the middle of the chain today and stopped there.',
      'Drew two chains and saw that they begin the same way.',
    ],
  },
  {
    topic: 'After a slip',
    did: 'Went through what to do in the first hour, day and week after a slip. Practised the call to the program.',
    went: ['Relieved that it could be talked about.', 'Serious, without blame.'],
    said: [
      'Used once on Saturday, called on Sunday and came today.',
      'Fears telling the family more than the slip itself; planned who hears it first.',
      'Practised the call and left a short message in own words.',
      'Sees the difference between one evening and giving up.',
      'Has a card with three numbers for the first hour.',
    ],
  },
  {
    topic: 'Sleep, food and the danger of being tired',
    did: 'Checked hunger, anger, loneliness and tiredness for each person now and for last week’s worst hour.',
    went: ['Easy to join in.', 'Quick and useful; some laughter.'],
    said: [
      'Was tired and hungry in the worst hour of the week, and wants to eat before the bus.',
      'Sleeps five hours; plans to put the phone in the kitchen.',
      'Had three breakfasts this week and felt the difference.',
      'Found loneliness at the bottom of most of it.',
      'Notices that Sundays score high on all four.',
    ],
  },
  {
    topic: 'People, places, things',
    did: 'Sorted contacts into three circles: call, careful, not now. Talked about leaving a party and about deleting numbers.',
    went: ['Honest; some numbers were deleted in the room.', 'Mixed feelings, spoken about openly.'],
    said: [
      'Deleted two numbers and kept one with a reason.',
      'Is not ready to stop seeing an old friend, and planned to meet in a diner by day.',
      'Told a roommate to keep the beer out of the kitchen.',
      'Realised that the gym is a dangerous place, not a safe one.',
      'Moved one person from careful to call.',
    ],
  },
]

export const refusalThemes: Theme[] = [
  {
    topic: 'Saying no in one sentence',
    did: 'Practised short answers to an offer, standing up, with rising pressure. Feedback on voice and eyes.',
    went: ['Loud, funny and useful.', 'Hesitant at first; everyone took a turn.'],
    said: [
      'Answered the third offer with “No, I don’t” and walked away.',
      'Explained too much at first; the shorter version felt stronger.',
      'Found it hardest to refuse someone kind.',
      'Practised an answer for a barbecue next week.',
      'Watched the first round and joined the second.',
    ],
  },
  {
    topic: 'Leaving without a scene',
    did: 'Collected exits: the ride, the early morning, the call. Each person planned one way out for one real event.',
    went: ['Inventive.', 'Good attention; many practical details.'],
    said: [
      'Plans to drive alone to the party so that leaving is possible.',
      'Agreed on a code word with a sister.',
      'Left a cookout after forty minutes and reported no regret.',
      'Worries about seeming rude, and practised the goodbye.',
      'Chose not to go at all this time, and felt it as a decision.',
    ],
  },
  {
    topic: 'When the offer comes at work',
    did: 'Role plays with a colleague, a customer, a boss. Looked at what must be told and what need not be.',
    went: ['Close to daily life; everyone had an example.', 'Thoughtful about privacy.'],
    said: [
      'Needs an answer for the crew on Fridays, and left with two.',
      'Told one colleague the truth and was treated well.',
      'Decided that “I have an early start” is enough.',
      'Fears losing tips behind the bar and is looking at day shifts.',
      'Played the boss with conviction and made the others laugh.',
    ],
  },
]
