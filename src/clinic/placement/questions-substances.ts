import { choice, number, type Question, when, yesNo } from './question.ts'

const drank = when('alcohol-30', 'yes')
const usesSedatives = when('sedative-use', 'yes')
const usesOpioids = when('opioid-use', 'yes')

export const alcohol: readonly Question[] = [
  yesNo('alcohol-30', 'alcohol', 'Any alcohol in the last 30 days'),
  number(
    'alcohol-last',
    'alcohol',
    'Since the last drink',
    { unit: 'hours', min: 0, max: 720 },
    {
      askIf: drank,
      help: 'Danger is greatest from 6 to 72 hours. 2 days is 48.',
    },
  ),
  number(
    'alcohol-week',
    'alcohol',
    'In a usual week',
    { unit: 'standard drinks', min: 0, max: 400 },
    {
      askIf: drank,
      help: 'One drink is a 12 oz beer, 5 oz wine or 1.5 oz spirits.',
    },
  ),
  yesNo('alcohol-signs', 'alcohol', 'Shaking, sweating, racing heart, sickness or dread as drink wears off', {
    askIf: drank,
  }),
  number('ciwa', 'alcohol', 'CIWA-Ar', { unit: 'points', min: 0, max: 67 }, { askIf: drank, help: 'Scored today.' }),
  yesNo('withdrawal-cover', 'alcohol', 'A prescriber or nurse is already seeing the person daily for withdrawal', {
    askIf: drank,
  }),
  yesNo('alcohol-seizure', 'alcohol', 'Ever a seizure after cutting down or stopping drink', { askIf: drank }),
  yesNo('alcohol-delirium-past', 'alcohol', 'Ever delirium tremens: grave confusion and fever after stopping drink', {
    askIf: drank,
  }),
  yesNo('alcohol-hallucinations', 'alcohol', 'Seeing, hearing or feeling things that are not there, now', {
    askIf: drank,
  }),
  yesNo('alcohol-delirium', 'alcohol', 'Confused about the day, the place or people, now', { askIf: drank }),
  number(
    'pawss',
    'alcohol',
    'PAWSS, if it was scored',
    { unit: 'points', min: 0, max: 10 },
    { askIf: drank, required: false },
  ),
  choice(
    'alcohol-test',
    'alcohol',
    'Breath or blood test',
    [
      ['not-done', 'Not done'],
      ['negative', 'Negative'],
      ['positive', 'Positive'],
    ],
    { required: false, help: 'A negative test never rules withdrawal out.' },
  ),
  number(
    'alcohol-level',
    'alcohol',
    'Its level',
    { unit: 'g/dL', min: 0, max: 0.7, whole: false },
    {
      askIf: when('alcohol-test', 'positive'),
      required: false,
    },
  ),
]

export const sedative: readonly Question[] = [
  yesNo('sedative-use', 'sedative', 'A benzodiazepine, barbiturate or sleeping pill in the last 30 days'),
  choice(
    'sedative-agent',
    'sedative',
    'Which',
    [
      ['benzodiazepine', 'Benzodiazepine'],
      ['z-drug', 'Sleeping pill such as zolpidem'],
      ['barbiturate', 'Barbiturate'],
      ['several', 'Several'],
    ],
    { askIf: usesSedatives, required: false },
  ),
  number(
    'sedative-days',
    'sedative',
    'Taken daily, without a break',
    { unit: 'days', min: 0, max: 30000 },
    {
      askIf: usesSedatives,
      help: '0 if not daily.',
    },
  ),
  number(
    'sedative-dose',
    'sedative',
    'Usual daily dose',
    { unit: 'mg diazepam, or its like', min: 0, max: 2000, whole: false },
    {
      askIf: usesSedatives,
      help: 'Convert with your usual table.',
    },
  ),
  yesNo('sedative-seizure', 'sedative', 'Ever a seizure, from any cause', { askIf: usesSedatives }),
  yesNo('sedative-stopped', 'sedative', 'Stopped or sharply cut in the last two weeks', { askIf: usesSedatives }),
  yesNo('sedative-unstable', 'sedative', 'Signs of withdrawal now: tremor, confusion, fever, seeing things', {
    askIf: usesSedatives,
  }),
]

export const depressant: readonly Question[] = [
  yesNo('ghb-stopped', 'depressant', 'GHB, GBL or 1,4-BD most days, and now stopped, cut or running out'),
  yesNo('phenibut-stopped', 'depressant', 'Phenibut most days, and now stopped, cut or running out'),
  yesNo('baclofen-stopped', 'depressant', 'Baclofen in a high dose, and now stopped, cut or running out'),
]

export const opioid: readonly Question[] = [
  yesNo('opioid-use', 'opioid', 'Any opioid in the last 30 days that was not taken as prescribed'),
  number('cows', 'opioid', 'COWS', { unit: 'points', min: 0, max: 48 }, { askIf: usesOpioids, help: 'Scored today.' }),
  number(
    'opioid-last',
    'opioid',
    'Since the last use',
    { unit: 'hours', min: 0, max: 720 },
    {
      askIf: usesOpioids,
      required: false,
    },
  ),
  yesNo('opioid-fentanyl', 'opioid', 'Fentanyl, known or likely', { askIf: usesOpioids, required: false }),
  yesNo('opioid-precipitated', 'opioid', 'Ever thrown into withdrawal by starting buprenorphine', {
    askIf: usesOpioids,
    required: false,
  }),
  yesNo('overdose-ever', 'opioid', 'Ever an overdose, from any drug'),
  number(
    'overdose-days',
    'opioid',
    'Since the latest overdose',
    { unit: 'days', min: 0, max: 30000 },
    {
      askIf: when('overdose-ever', 'yes'),
    },
  ),
]
