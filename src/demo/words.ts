import { type Theme, artThemes, processThemes, supportThemes } from './words-process.ts'
import { familyThemes, learningThemes, lifeThemes } from './words-learning.ts'
import { refusalThemes, relapseThemes, skillsThemes } from './words-skills.ts'

const all = [
  ...processThemes,
  ...supportThemes,
  ...artThemes,
  ...skillsThemes,
  ...relapseThemes,
  ...refusalThemes,
  ...learningThemes,
  ...lifeThemes,
  ...familyThemes,
]

const named = (...topics: string[]): Theme[] =>
  topics.map((topic) => {
    const found = all.find((one) => one.topic === topic)
    if (found === undefined) throw new Error(`There is no theme called ${topic}.`)
    return found
  })

/** What each group goes through, week by week. */
const curricula: Record<string, Theme[]> = {
  'relapse-prevention': relapseThemes,
  'week-ahead': named('High-risk moments', 'Evenings without a plan', 'People, places, things'),
  'refusal-skills': refusalThemes,
  cbt: named('Catching the thought', 'Riding out an urge', 'Worry time', 'Small steps on low days'),
  'dbt-evening': named('Riding out an urge', 'Opposite action', 'Asking, and saying no'),
  'dbt-virtual': named('Opposite action', 'Riding out an urge', 'Asking, and saying no', 'Small steps on low days'),
  anger: named('Heat, and what cools it', 'Anger under the surface', 'Asking, and saying no'),
  'self-compassion': named(
    'Kindness toward oneself',
    'Shame and telling the truth',
    'Asking for help before it is late',
  ),
  'anxiety-depression': named('Worry time', 'Small steps on low days', 'Catching the thought'),
  relationships: named('Family roles', 'Being seen in the group', 'Loneliness after stopping'),
  psychoeducation: named('Craving and the brain', 'Medications that help', 'Stress and the body'),
  'sleep-mood': named('What substances do to sleep', 'Mood through the week', 'Stress and the body'),
  'life-skills': lifeThemes,
  'sunday-circle': named('How the days have been', 'Asking for help before it is late'),
  trauma: named('Safe in the present', 'Kindness toward oneself', 'How the days have been'),
  grief: named('What was lost', 'How the days have been', 'Shame and telling the truth'),
  family: familyThemes,
  art: artThemes,
}

export const themesOf = (group: string): Theme[] => curricula[group] ?? processThemes

export const allThemes: readonly Theme[] = all

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
