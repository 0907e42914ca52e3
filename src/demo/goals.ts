import type { Trouble } from './people.ts'

/** Goals as clients say them, and what is measurable about them; our own words. */
type GoalWords = { words: string; objective: string }

const g = (words: string, objective: string): GoalWords => ({ words, objective })

const shared: GoalWords[] = [
  g('Be a parent my children can count on', 'Bring the children to school on four days a week, for four weeks'),
  g('Keep my job', 'No missed shift because of use in the next 30 days'),
  g('Sleep through the night', 'Six hours of sleep on five nights a week, by the diary'),
  g('Get my license back', 'Finish the driver course and three months of clear tests'),
  g('Stop lying to my family', 'One honest talk a week at home, told in the individual hour'),
  g('Find people who do not use', 'Two meetings or outings a week with someone in recovery'),
  g('Pay my rent on time', 'Payday plan written and kept for two months'),
  g('Get through the evenings', 'A plan for each evening; three evenings a week out of the house'),
  g('Be less angry at home', 'Leave the room at the first sign, five times of six, by own notes'),
]

const own: Record<Trouble, GoalWords[]> = {
  alcohol: [
    g('A month without a drink', '30 days without alcohol, by self-report and breath test'),
    g('Say no at work parties', 'Refuse and leave within an hour at two events'),
    g('Go to bed sober', 'No drink after dinner on seven of seven days'),
  ],
  opioids: [
    g('Stay on my medicine', 'Every dose taken, and every visit with the prescriber kept, for eight weeks'),
    g('Stop carrying pills', 'No pills in the house; naloxone kit at hand'),
    g('Call before I use', 'Call one of three people at each strong urge'),
  ],
  stimulants: [
    g('Handle payday', 'Payday plan used on four paydays in a row'),
    g('Delete the numbers', 'No contact with three named people for 30 days'),
    g('Eat and sleep again', 'Three meals a day and six hours of sleep'),
  ],
  cannabis: [
    g('Wake up with a clear head', 'No use on weekdays for four weeks'),
    g('Find another way to calm down', 'Breathing or a walk at four of five urges'),
  ],
  sedatives: [
    g('Come off the tablets safely', 'Keep to the taper of the prescriber, no extra doses'),
    g('Be calm without a pill', 'Two other means used in each anxious hour'),
  ],
  depression: [
    g('Get up in the morning', 'Out of bed by nine on six days a week'),
    g('Enjoy something again', 'Three planned pleasant things a week; PHQ-9 under ten'),
    g('Answer the phone', 'Call back within a day, five times of six'),
  ],
  anxiety: [
    g('Ride the bus alone', 'Four bus trips a week alone, fear rated before and after'),
    g('Worry less at night', 'Worry time before seven in the evening; GAD-7 under ten'),
    g('Go back to work', 'Half days from week six'),
  ],
  trauma: [
    g('Feel safe at home', 'Grounding used at each alarm; rated calm on five evenings a week'),
    g('Sleep with the light off', 'Four nights a week without waking in fear'),
  ],
  bipolar: [
    g('Keep an even week', 'Mood diary every day; same bedtime within an hour'),
    g('Notice the speed early', 'Early signs written down and shared with one relative'),
  ],
}

/** What goals fit this trouble, the specific ones first. */
export const goalsFor = (trouble: Trouble): { own: GoalWords[]; shared: GoalWords[] } => ({ own: own[trouble], shared })
