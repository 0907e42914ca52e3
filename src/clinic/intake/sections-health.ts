import type { Section } from './section.ts'

const substances = [
  'Alcohol',
  'Opioids: heroin, fentanyl',
  'Opioids: pills',
  'Methadone or buprenorphine, not prescribed',
  'Benzodiazepines and other sedatives',
  'Cocaine or crack',
  'Methamphetamine',
  'Other stimulants',
  'Cannabis',
  'Synthetic cannabinoids',
  'Hallucinogens',
  'Ketamine, GHB and other club drugs',
  'Inhalants',
  'Kratom, phenibut and the like',
  'Nicotine or tobacco',
  'Gambling',
  'Something else',
].map((label) => ({ value: label, label }))

const routes = ['Drinks or swallows', 'Smokes or vapes', 'Sniffs', 'Injects', 'Several ways', 'Another way'].map(
  (label) => ({ value: label, label }),
)

export const bodyAndMind: readonly Section[] = [
  {
    key: 'substances',
    title: 'Substances',
    about: 'Each substance on a line of its own: the first time, the pattern, the last time, and how it is taken.',
    isClinical: true,
    table: {
      name: 'substance',
      label: 'Substances, the one that matters most first',
      rowName: 'Substance',
      most: 8,
      columns: [
        { name: 'kind', label: 'Substance', kind: 'choice', options: substances },
        { name: 'first', label: 'First use', hint: 'Age or year', kind: 'line' },
        { name: 'pattern', label: 'Pattern now', hint: 'How much, how often, how long', kind: 'line' },
        { name: 'last', label: 'Last use', hint: 'Day and amount', kind: 'line' },
        { name: 'route', label: 'Route', kind: 'choice', options: routes },
      ],
    },
    fields: [
      {
        name: 'none',
        label: 'If there is nothing to list',
        kind: 'choice',
        options: [
          { value: 'never', label: 'Does not use and has not used' },
          { value: 'not-said', label: 'Prefers not to say today' },
        ],
      },
      { name: 'withdrawal', label: 'Withdrawal now and in the past: seizures, delirium, hospital', kind: 'text' },
      { name: 'overdose', label: 'Overdoses, and whether there is naloxone at hand', kind: 'text' },
      { name: 'relapse', label: 'Times without, what helped, what brought it back', kind: 'text' },
      { name: 'course', label: 'What else there is to know', kind: 'text' },
    ],
  },
  {
    key: 'treatment',
    title: 'Treatment so far',
    about: 'What was tried, where, when, and what of it was good.',
    isClinical: false,
    fields: [
      { name: 'past', label: 'Treatment for substance use and for mental health', kind: 'text' },
      { name: 'helped', label: 'What helped, and what did not', kind: 'text' },
      { name: 'medicine', label: 'Medication for addiction, now or before', kind: 'text' },
    ],
  },
  {
    key: 'medical',
    title: 'Body',
    about: 'Conditions, medication, allergies, pregnancy.',
    isClinical: true,
    fields: [
      { name: 'conditions', label: 'Conditions and operations', kind: 'text' },
      {
        name: 'medications',
        label: 'Medication, with dose and who prescribes it',
        kind: 'text',
        needed: 'Write which medication the person takes, or “none”.',
      },
      {
        name: 'allergies',
        label: 'Allergies, and what happened',
        kind: 'text',
        needed: 'Write which allergies the person has, or “none known”.',
      },
      {
        name: 'pregnancy',
        label: 'Pregnancy',
        kind: 'choice',
        options: [
          { value: 'no', label: 'Not pregnant' },
          { value: 'yes', label: 'Pregnant' },
          { value: 'maybe', label: 'Possibly: a test is offered' },
          { value: 'does-not-apply', label: 'Does not apply' },
          { value: 'not-said', label: 'Prefers not to say' },
        ],
        needed: 'Say whether the person is pregnant, or that it does not apply.',
      },
      { name: 'body', label: 'Pain, sleep, appetite', kind: 'text' },
      { name: 'doctor', label: 'Primary care, last visit, tests that are due', kind: 'text' },
    ],
  },
  {
    key: 'mind',
    title: 'Mental health and risk',
    about: 'How the person is, how they were, and whether they are safe.',
    isClinical: true,
    fields: [
      { name: 'now', label: 'Mood, worry, thinking, sleep now', kind: 'text' },
      { name: 'history', label: 'Diagnoses, hospital stays, medication before', kind: 'text' },
      {
        name: 'self',
        label: 'Thoughts of suicide or self-harm, now and before',
        kind: 'text',
        needed: 'Write what the person says about suicide and self-harm, also if there is nothing.',
      },
      { name: 'others', label: 'Thoughts of harming somebody else', kind: 'text' },
      { name: 'means', label: 'Firearms, stored pills, other means within reach', kind: 'text' },
      { name: 'presence', label: 'How they come across: appearance, speech, mood, thinking, insight', kind: 'text' },
    ],
  },
  {
    key: 'trauma',
    title: 'What happened to you',
    about:
      'Ask gently, and say first that it can wait. “Some people here have lived through frightening or violent things. You need not tell me about it today. Is there anything you would like us to know?”',
    isClinical: true,
    fields: [
      {
        name: 'asked',
        label: 'How it was',
        kind: 'choice',
        options: [
          { value: 'told', label: 'They told something' },
          { value: 'nothing', label: 'Nothing to tell' },
          { value: 'later', label: 'Not today' },
          { value: 'not-asked', label: 'Not asked today, on purpose' },
        ],
      },
      { name: 'words', label: 'What they want us to know', hint: 'No details are needed.', kind: 'text' },
      { name: 'care', label: 'What helps them feel safe here, and what we should avoid', kind: 'text' },
    ],
  },
]
