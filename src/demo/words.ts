import { type Theme, artThemes, processThemes, supportThemes } from './words-process.ts'
import { familyThemes, learningThemes, lifeThemes } from './words-learning.ts'
import { refusalThemes, relapseThemes, skillsThemes } from './words-skills.ts'

/** The themes of a kind of group, in the order in which its weeks go through them. */
export const themesOf = (kind: string): Theme[] =>
  ({
    process: processThemes,
    skills: skillsThemes,
    'relapse-prevention': relapseThemes,
    'refusal-skills': refusalThemes,
    psychoeducation: learningThemes,
    'life-skills': lifeThemes,
    'emotional-support': supportThemes,
    'family-group': familyThemes,
    art: artThemes,
  })[kind] ?? processThemes

export const howTheyTookPart = [
  'Spoke early and stayed with the topic.',
  'Listened for most of the time and spoke when asked.',
  'Took an active part from start to end.',
  'Quiet today, with good attention.',
  'Came in tense and settled within the first quarter of an hour.',
  'Engaged, with some humour.',
  'Restless at first; took part in the second half.',
  'Open and reflective.',
  'Tired, and present all the same.',
  'Warm with others, more guarded about own matters.',
  'Joined the exercise and asked two questions.',
  'Spoke with more ease than last time.',
]

export const howTheySeemed = [
  'Mood even, affect full.',
  'Low in mood; brightened when others responded.',
  'Somewhat anxious, able to name it.',
  'Calm throughout.',
  'Irritable at the start, steadier later.',
  'Sad at times, in keeping with the topic.',
  'Cheerful and focused.',
  'Flat; denies thoughts of self-harm when asked.',
]

export const howTheGoalMoves = [
  'a small step: named one thing to do before the next group.',
  'moving; did what was agreed last time.',
  'no change this week, and said why.',
  'moving slowly; the plan was made smaller.',
  'good progress, confirmed by own example.',
  'talked about it here for the first time.',
  'a setback this week, looked at without giving up.',
  'found a new reason to go on with it.',
  'practised the next step in the room.',
]

export const whatIsNext = [
  'Next: one call to a support person before the weekend.',
  'Next: bring the filled-in sheet.',
  'Next: try it once and tell the group how it went.',
  'Next: talk it through in the individual hour.',
  'Next: one meeting in town.',
  'Next: write down the hardest hour each day.',
  'Next: share the plan with someone at home.',
  'Next: keep the appointment with the prescriber.',
  'Next: ten minutes of the exercise a day.',
  '',
]
