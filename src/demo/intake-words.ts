import type { Trouble } from './people.ts'

// What stands in the demo's assessments, by what brings somebody. Invented.

type Story = {
  concern: string
  since: string
  kind: string
  pattern: string
  last: string
  route: string
  summary: string
  first: string
}

const drinksOrSwallows = 'Drinks or swallows'
const stories: Record<Trouble, Story> = {
  alcohol: {
    concern: '“I wake up and count the hours until I can drink. I want that to stop.”',
    since: 'Daily since the spring; stopped ten days ago.',
    kind: 'Alcohol',
    pattern: '8 to 10 drinks in the evening, most days',
    last: 'Ten days ago',
    route: drinksOrSwallows,
    summary:
      'Drinking grew with nights alone and shifts that end late. Two good spells, both with daily structure. Motivated by the children.',
    first: 'Evenings and weekends with a plan; medicine for craving with the prescriber.',
  },
  opioids: {
    concern: '“The pills were for my back. Now I take them so I can get up.”',
    since: 'Four years; on buprenorphine for three weeks.',
    kind: 'Opioids: pills',
    pattern: 'None since starting buprenorphine; before that every day',
    last: 'Three weeks ago',
    route: drinksOrSwallows,
    summary:
      'Pain and loss of work came first. Steady on medication; the danger is the end of the month and two old contacts.',
    first: 'Stay with the medication; refusal skills; pain without pills.',
  },
  stimulants: {
    concern: '“Payday is the problem. After that I am fine for a week.”',
    since: 'Two years, heavier since January.',
    kind: 'Cocaine or crack',
    pattern: 'Two to three days after each payday',
    last: 'Six days ago',
    route: 'Sniffs',
    summary: 'Use is tied to money in hand and to one circle of friends. Sleep and mood fall for days after.',
    first: 'Money handled with the sister; plan for each payday; sleep.',
  },
  cannabis: {
    concern: '“I smoke before everything. I would like to know who I am without it.”',
    since: 'Since school; all day for three years.',
    kind: 'Cannabis',
    pattern: 'Five or six times a day',
    last: 'Yesterday evening',
    route: 'Smokes or vapes',
    summary: 'Smoking covers worry in company and long empty days. Strong wish to keep the job.',
    first: 'Worry in company; days with something in them; cutting down step by step.',
  },
  sedatives: {
    concern: '“Without the tablets I do not sleep at all.”',
    since: 'Prescribed five years ago; more than prescribed for two.',
    kind: 'Benzodiazepines and other sedatives',
    pattern: 'Tapering with the prescriber, as planned',
    last: 'This morning, as prescribed',
    route: drinksOrSwallows,
    summary: 'Sleep and fear of sleeplessness keep it going. The taper is slow and goes well; nobody hurries it.',
    first: 'The taper with the prescriber; sleep skills; fear of the night.',
  },
  depression: {
    concern: '“Everything is grey and I have stopped calling people back.”',
    since: 'Third winter; worse since November.',
    kind: '',
    pattern: '',
    last: '',
    route: '',
    summary:
      'Low mood with withdrawal from people; loss of a parent two years ago not spoken of. Work holds the days together.',
    first: 'Small steps each day; grief; calls to two people a week.',
  },
  anxiety: {
    concern: '“I am tired of being afraid of the bus, the shop, the phone.”',
    since: 'Since the accident last year.',
    kind: '',
    pattern: '',
    last: '',
    route: '',
    summary: 'Avoiding has grown from the road to most places. Quick to learn; husband helps a little too much.',
    first: 'Going out in steps; worry time; what helping means at home.',
  },
  trauma: {
    concern: '“I do not want to talk about it. I want to sleep.”',
    since: 'Nights are bad again since the summer.',
    kind: '',
    pattern: '',
    last: '',
    route: '',
    summary:
      'Nights and sudden noises bring it back. Safe at home now. Nothing is asked before there is ground to stand on.',
    first: 'Safety in the present; sleep; the prescriber about the nights.',
  },
  bipolar: {
    concern: '“I did six things at once and then could not get out of bed for a month.”',
    since: 'Known for eight years; new medicine since August.',
    kind: '',
    pattern: '',
    last: '',
    route: '',
    summary: 'Spells follow short nights. Takes the medicine; the early signs are known to the partner too.',
    first: 'Rhythm of sleep; early signs on one page; who to call.',
  },
}

const strengths = [
  'Funny, honest, keeps appointments',
  'Cooks for everyone; patient with children',
  'Came back after a hard year; knows what helped',
  'Reads a lot; asks good questions',
  'Good with hands; liked at work',
]
const goals = [
  '“To be at my daughter’s graduation and remember it.”',
  '“To sleep a whole night.”',
  '“To keep this job through winter.”',
  '“To have my own place again.”',
  '“To call my brother.”',
]

export type Told = { trouble: Trouble; code: string; label: string; n: number }

/** Section by section, as a clinician would have typed it. */
export function docsFor({ trouble, code, label, n }: Told): Record<string, Record<string, string>> {
  const story = stories[trouble]
  const uses = story.kind !== ''
  return {
    concern: { words: story.concern, since: story.since, hopes: 'Quiet days, and people who do not give up.' },
    substances: uses
      ? {
          'substance-1-kind': story.kind,
          'substance-1-first': String(16 + (n % 14)),
          'substance-1-pattern': story.pattern,
          'substance-1-last': story.last,
          'substance-1-route': story.route,
          withdrawal: 'No seizures, no delirium. Shaky for two days at most.',
          overdose:
            trouble === 'opioids' ? 'One, two years ago. Has naloxone at home; gave another kit today.' : 'None.',
          relapse: 'Longest time without: five months, with work and a group in the evening.',
        }
      : { none: 'never' },
    treatment: {
      past: n % 2 === 0 ? 'Weekly counselling last year, eight visits.' : 'None before.',
      helped: 'Being asked the next day how it went.',
    },
    medical: {
      conditions: n % 3 === 0 ? 'High blood pressure, treated.' : 'None known.',
      medications: n % 3 === 0 ? 'Lisinopril 10 mg once a day, family practice.' : 'None.',
      allergies: n % 5 === 0 ? 'Penicillin: rash as a child.' : 'None known.',
      pregnancy: 'does-not-apply',
      body: 'Sleeps five hours. Eats in the evening.',
      doctor: 'Seen this year; blood tests are due.',
    },
    mind: {
      now: uses ? 'Tense, tires easily; thinking clear.' : story.concern,
      history: 'No stays in hospital for mental health.',
      self: 'No thoughts of suicide now. Passive thoughts two years ago, told nobody then; would tell now, and knows 988.',
      others: 'None.',
      means: 'No firearms at home. Old pills were taken to the pharmacy.',
      presence: 'On time, tidy, speaks openly after a slow start. Insight is good.',
    },
    trauma: {
      asked: trouble === 'trauma' ? 'told' : 'later',
      words: trouble === 'trauma' ? 'Something happened in the service; not more today.' : '',
    },
    family: {
      people: 'A sister who helps; sees the mother on Sundays.',
      history: 'Father drank.',
      children: n % 2 === 0 ? 'Two, at home.' : 'None.',
    },
    housing: { home: n % 3 === 0 ? 'own' : 'with-others', safe: 'yes', words: 'Quiet. Nobody uses there.' },
    work: {
      work: 'Works part time; the employer knows about appointments.',
      schedule: 'Free on three days; needs the bus at ten past nine at night.',
    },
    legal: { status: n % 7 === 0 ? 'On probation until June; agreed to attendance reports.' : 'Nothing open.' },
    culture: { language: 'English', belief: 'Church now and then.', learning: 'Reads well.' },
    strengths: {
      strengths: strengths[n % strengths.length] ?? '',
      supports: 'The sister, one friend from work.',
      goals: goals[n % goals.length] ?? '',
    },
    barriers: { transport: 'Bus; a ride on Tuesdays.', phone: 'Own phone; can talk in private after six.' },
    formulation: {
      summary: story.summary,
      priorities: story.first,
      recommendation: 'Intensive outpatient, three days a week, with an hour alone each week.',
    },
    diagnosis: {
      'diagnosis-1-code': code,
      'diagnosis-1-words': label,
      'diagnosis-1-status': 'confirmed',
      reasons: 'The interview, the safety screen and the measures of the first day.',
    },
  }
}
