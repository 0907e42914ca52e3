// What two courses teach, module by module; our own words.

export type Course = { key: string; name: string; words: string; groups: string[]; modules: Module[] }
type Module = { title: string; words: string; isCore: boolean }

const core = (title: string, words: string): Module => ({ title, words, isCore: true })
const more = (title: string, words: string): Module => ({ title, words, isCore: false })

export const courses: Course[] = [
  {
    key: 'dbt',
    name: 'DBT skills, twelve weeks',
    words:
      'Noticing, getting through a bad hour, feelings and other people. People join at any module and go once around.',
    groups: ['dbt-evening', 'dbt-virtual'],
    modules: [
      core('Two minds and a third', 'What I feel, what I know, and the place where both are heard.'),
      core('Noticing without judging', 'Say what is there, leave out good and bad, for three minutes.'),
      core('Stop before it runs', 'Stand still, step back, look around, then choose.'),
      core('Cold water, breath, muscles', 'What the body can do in two minutes when everything is too much.'),
      core('Getting through the hour', 'Occupy hands and senses until the wave is past; a list for the pocket.'),
      core('Taking it as it is', 'What fighting a fact costs, and how to put the fight down.'),
      core('What a feeling wants', 'Name it, find what set it off, and what it pushes me to do.'),
      core('Doing the opposite', 'When the feeling does not fit the facts: act the other way, all the way.'),
      more('Building up before it is needed', 'Sleep, food, movement and one good thing a day.'),
      core('Asking and saying no', 'Say what is so, how it is for me, what I ask, and why it is worth it.'),
      core('Keeping the other person', 'Listening, an easy manner, and owning my part.'),
      more('Keeping my self-respect', 'Fair to both, no excuses for being here, true to what matters.'),
    ],
  },
  {
    key: 'relapse',
    name: 'Relapse prevention, eight meetings',
    words: 'From the first sign to the plan on paper. Open: whoever comes new begins where the group is.',
    groups: ['relapse-prevention'],
    modules: [
      core('How a return begins', 'Days and weeks before the first drink or dose: mood, plans, people.'),
      core('My own warning signs', 'Three early, three late; who else sees them before I do.'),
      core('Places, people, paydays', 'A map of the week with its risky corners, and a way around each.'),
      core('Riding out a craving', 'It rises, stands and falls; measuring it every five minutes.'),
      core('Thoughts that open the door', 'Just once, I have earned it, nobody sees: and an answer to each.'),
      core('A slip is not a fall', 'What to do in the first hour, whom to call, how to come back.'),
      more('What fills the time', 'Evenings, weekends, holidays: what was there before, what could be.'),
      core('The plan on one page', 'Signs, steps, numbers; read aloud to the group and taken home.'),
    ],
  },
]
