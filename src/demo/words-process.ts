// What groups of talk are about, in our own words. Sentences say what was done, never who else was there.

/** One meeting's worth of words: the shared part, and things that one person may have said or done. */
export type Theme = { topic: string; did: string; went: string[]; said: string[] }

export const processThemes: Theme[] = [
  {
    topic: 'Arriving honestly',
    did: 'Opened with a round in which each person named one thing they nearly left unsaid. Reflected back, asked for detail, linked what was alike.',
    went: [
      'Slow at first; by the half hour people spoke to each other and not to the leader.',
      'Quiet and attentive. Two silences were held and used.',
    ],
    said: [
      'Said that the past two days had been harder than the check-in form showed, and stayed with that.',
      'Told the group about a slip that had been kept back last week, and was met with questions rather than advice.',
      'Named feeling like a guest here, and agreed to say so again when it returns.',
      'Spoke about wanting to leave during the silence, and did not leave.',
      'Asked directly for feedback and wrote down two of the answers.',
    ],
  },
  {
    topic: 'Shame and telling the truth',
    did: 'Separated shame from guilt on the board and asked for one example of each from the week. Normalised, slowed down where voices dropped.',
    went: [
      'Heavy in the middle and lighter at the end; several stayed to talk in the hallway.',
      'People listened closely. The mood lifted once the first story was out.',
    ],
    said: [
      'Described hiding bottles from family and, for the first time here, how tiring the hiding was.',
      'Recognised that most of the self-talk after a mistake is about being bad, not about having done something.',
      'Found it easier to offer kindness than to accept it, and noticed that aloud.',
      'Kept eyes down for most of the hour, then said one clear sentence about wanting it to be different.',
      'Linked the urge to disappear after a slip to how mistakes were handled at home in childhood.',
    ],
  },
  {
    topic: 'Anger under the surface',
    did: 'Used a simple picture of an iceberg; people placed last week’s anger and what lay under it. Checked for safety, kept the pace even.',
    went: [
      'Lively. One disagreement was worked through in the room and ended well.',
      'Steady, with some laughter. Most could name a feeling below the anger.',
    ],
    said: [
      'Put an argument at work on the drawing and found fear of losing the job under it.',
      'Noticed a tight jaw while speaking, took a breath without being asked and went on.',
      'Disagreed with the leader and stayed in the conversation until it was settled.',
      'Saw that anger is the only feeling that was ever allowed at home.',
      'Had little to add today and said so; followed the others’ work with attention.',
    ],
  },
  {
    topic: 'Loneliness after stopping',
    did: 'Asked what used to fill the evenings and what fills them now. Drew a map of people within reach and marked who knows the truth.',
    went: [
      'Tender. People exchanged practical ideas for the empty hours.',
      'Thoughtful; the maps were compared and more lines were added.',
    ],
    said: [
      'Mapped three people who know about treatment and one who could be told next.',
      'Misses the noise of the old crowd more than the substance, and was surprised to say it.',
      'Ate dinner with a neighbour on Tuesday and counted it as a start.',
      'Spends evenings alone with the phone; agreed to try one meeting before the weekend.',
      'Said that the apartment feels loud when it is empty, and asked how others bear it.',
    ],
  },
  {
    topic: 'Two minds about changing',
    did: 'Worked with both sides of the doubt on two chairs. Reflected, asked for what matters most, did not argue for either side.',
    went: [
      'Frank. Doubt was treated as ordinary and the room relaxed.',
      'Good energy; several moved from reasons against to a first small step.',
    ],
    said: [
      'Gave both sides a voice and spent longer on the reasons to go on than on the reasons to stop coming.',
      'Still thinks that a few drinks at a wedding would do no harm, and let the group ask about the last wedding.',
      'Rated the wish to change at seven, and said that a good week at home would make it eight.',
      'Wants the letter for court more than the treatment today, and was thanked for saying it straight.',
      'Moved from arguing to listening once the questions were about the children.',
    ],
  },
  {
    topic: 'Being seen in the group',
    did: 'Invited each person to say what they notice about how they sit, speak and hold back here. Gave feedback in the present tense.',
    went: [
      'Careful, then warm. The newest people were drawn in by others.',
      'Uneven energy; the second half was closer than the first.',
    ],
    said: [
      'Noticed a habit of joking when the talk comes near, and caught it twice.',
      'Took a chair nearer to the door and later moved it back into the circle.',
      'Spoke to one person instead of to the floor, and found it less frightening than expected.',
      'Said thank you after feedback where last week there was an excuse.',
      'Chose to listen, and named one thing that had been useful to hear.',
    ],
  },
  {
    topic: 'Family roles',
    did: 'Asked which part each person played at home as a child, and where that part shows up now. Kept to what people wanted to share.',
    went: ['Rich; some tears, met with care.', 'Calm and curious. People found their own examples quickly.'],
    said: [
      'Was always the one who kept the peace and sees how that feeds saying yes to everyone now.',
      'Recognised playing the clown at the table so that nobody would start shouting.',
      'Does not want to repeat the silence at home, and thought of one question to ask tonight.',
      'Described raising younger siblings, and how rest still feels like cheating.',
      'Left the childhood question alone and spoke about being a parent instead, which was enough for today.',
    ],
  },
]

export const supportThemes: Theme[] = [
  {
    topic: 'How the days have been',
    did: 'Check-in with a feelings wheel, then time for whoever needed it most. Grounding exercise at the end.',
    went: ['Gentle. People took turns without being asked.', 'Started tired, ended with some ease.'],
    said: [
      'Chose three words from the wheel where last week there was only “fine”.',
      'Cried briefly while talking about a birthday and accepted the pause.',
      'Reported four nights of better sleep and was visibly lighter.',
      'Felt flat for most of the hour; noticed a small change after the breathing exercise.',
      'Told about a good hour with a grandchild and let it count.',
    ],
  },
  {
    topic: 'Safe in the present',
    did: 'Taught grounding through the five senses and practised it twice. No one was asked to tell what happened; the work stayed in the present.',
    went: [
      'Slow and steady. Breaks were offered and used.',
      'Concentrated; most found at least one anchor that works for them.',
    ],
    said: [
      'Found that cold water on the wrists works faster than counting.',
      'Noticed drifting off after a loud noise outside and came back by naming colours.',
      'Listed two places where the body feels safe, one of them a parked car.',
      'Asked to sit facing the window, and stayed in the room throughout.',
      'Used the anchor without prompting when the topic came near.',
    ],
  },
  {
    topic: 'What was lost',
    did: 'Each person named a loss, large or small, and one thing they keep from it. Reflected without hurrying anyone toward comfort.',
    went: ['Quiet and close. A minute of silence at the end.', 'Sad, and less alone than at the start.'],
    said: [
      'Spoke of a brother who died of an overdose and brought a photograph.',
      'Named the lost years rather than a person, and anger about them.',
      'Kept the loss private and said so; listened with care.',
      'Realised that the anniversary next week needs a plan.',
      'Laughed while telling an old story and was relieved that laughing was allowed.',
    ],
  },
  {
    topic: 'Asking for help before it is late',
    did: 'Looked at the last time each person waited too long. Practised a first sentence for a call, aloud, in pairs.',
    went: ['Practical and warm; the pairs went over time.', 'Some shyness, then real effort.'],
    said: [
      'Wrote a first sentence for a call and read it aloud without changing it.',
      'Called a friend during the break as an experiment, and got an answer.',
      'Feels like a burden when asking; heard from others how they feel when they are asked.',
      'Has three numbers in the phone now and has used none yet.',
      'Recognised the evening hours as the time when asking stops.',
    ],
  },
  {
    topic: 'Kindness toward oneself',
    did: 'Read a short text on talking to oneself as one would to a friend, then wrote a letter of five lines.',
    went: ['Calm. Pens moved longer than planned.', 'Some resistance at first, fair humour later.'],
    said: [
      'Wrote the letter and kept it folded, and may read it to the therapist.',
      'Found the exercise false at first and said so; kept one line that was true.',
      'Would never speak to a friend that way, and heard the difference.',
      'Read two lines aloud with a shaking voice.',
      'Noted that tiredness makes the inner voice harsher.',
    ],
  },
]

export const artThemes: Theme[] = [
  {
    topic: 'A map of the week',
    did: 'Collage and pastel: each person drew the week as a landscape. Short sharing, no judging of skill.',
    went: ['Absorbed and nearly silent for forty minutes.', 'Playful; paper everywhere by the end.'],
    said: [
      'Drew a road that breaks off on Thursday and a small bridge in green.',
      'Used only two colours and explained why without being asked.',
      'Tore up the first sheet, then made something quick and liked it.',
      'Left the weekend white and thought about that aloud.',
    ],
  },
  {
    topic: 'Two hands',
    did: 'Clay work with eyes closed, then naming what the hands had made.',
    went: ['Quiet concentration; several stayed to wash up together.', 'Light mood, with a few deep moments.'],
    said: [
      'Made a bowl that would not stand, repaired it twice and kept it.',
      'Noticed that the shoulders dropped after ten minutes of kneading.',
      'Called the finished piece a door and did not want to say more.',
      'Was impatient with the clay and could laugh about it.',
    ],
  },
  {
    topic: 'Masks and faces',
    did: 'Painted the outside and the inside of a paper mask; shared one side only.',
    went: ['Careful and honest.', 'A little noisy, then very still while sharing.'],
    said: [
      'Showed the outside only: wide smile, tired eyes.',
      'Painted the inside in dark blue with one bright corner.',
      'Compared the mask with how mornings at work feel.',
      'Wanted to take the mask home to show a daughter.',
    ],
  },
]
