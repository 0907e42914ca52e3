import type { Choice, Section } from './section.ts'

const yesNoUnsure: readonly Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'unsure', label: 'Not sure' },
]

export const dailyLife: readonly Section[] = [
  {
    key: 'family',
    title: 'Family and people',
    about: 'Who there is, who helps, and who the person looks after.',
    isClinical: false,
    fields: [
      { name: 'people', label: 'Partner, family, friends, and how it is with them', kind: 'text' },
      { name: 'history', label: 'Substance use, illness or suicide in the family', kind: 'text' },
      { name: 'children', label: 'Children: who they live with, custody, agencies involved', kind: 'text' },
    ],
  },
  {
    key: 'housing',
    title: 'Home and safety',
    about: 'Where the person lives, and whether they can stay well there.',
    isClinical: false,
    fields: [
      {
        name: 'home',
        label: 'Where they live',
        kind: 'choice',
        options: [
          { value: 'own', label: 'Own place' },
          { value: 'with-others', label: 'With family or others' },
          { value: 'recovery', label: 'Recovery residence' },
          { value: 'shelter', label: 'Shelter' },
          { value: 'unhoused', label: 'No place to live' },
          { value: 'institution', label: 'Hospital, residential care or jail' },
          { value: 'other', label: 'Something else' },
        ],
      },
      {
        name: 'safe',
        label: 'Do they feel safe there?',
        kind: 'choice',
        options: yesNoUnsure,
        needed: 'Ask whether the person feels safe where they live.',
      },
      { name: 'words', label: 'What it is like: who is there, substances in the house, violence', kind: 'text' },
      { name: 'food', label: 'Food, money, heat: what is short', kind: 'text' },
    ],
  },
  {
    key: 'work',
    title: 'Work, school, days',
    about: 'How the days go, and when there is time for groups.',
    isClinical: false,
    fields: [
      { name: 'work', label: 'Work or school, and how it goes', kind: 'text' },
      { name: 'schedule', label: 'When they can come, and when not', kind: 'text' },
      { name: 'service', label: 'Military service, if any', kind: 'line' },
    ],
  },
  {
    key: 'legal',
    title: 'Courts and law',
    about: 'Open cases, probation, orders. No more than treatment needs.',
    isClinical: false,
    fields: [
      { name: 'status', label: 'Cases, probation, parole, orders', kind: 'text' },
      { name: 'required', label: 'Who requires treatment or reports, and what they ask for', kind: 'text' },
    ],
  },
  {
    key: 'culture',
    title: 'Culture, belief, language',
    about: 'What matters to the person, and how care should fit it.',
    isClinical: false,
    fields: [
      { name: 'language', label: 'Language for talking and for reading; interpreter', kind: 'line' },
      { name: 'belief', label: 'Belief, community, traditions that help', kind: 'text' },
      { name: 'groups', label: 'Groups in which they would feel at home, or would not', kind: 'text' },
      { name: 'learning', label: 'Reading, hearing, sight, ways of learning', kind: 'text' },
    ],
  },
  {
    key: 'strengths',
    title: 'Strengths and goals',
    about: 'What the person is good at, who stands by them, what they want.',
    isClinical: false,
    fields: [
      { name: 'strengths', label: 'Strengths', kind: 'text', needed: 'Write at least one strength of the person.' },
      { name: 'supports', label: 'Who and what supports them', kind: 'text' },
      {
        name: 'goals',
        label: 'Their goals, in their words',
        kind: 'text',
        needed: 'Write what the person wants, in their own words.',
      },
    ],
  },
  {
    key: 'barriers',
    title: 'What could get in the way',
    about: 'Better to know now than after a missed week.',
    isClinical: false,
    fields: [
      { name: 'transport', label: 'Getting here', kind: 'text' },
      { name: 'childcare', label: 'Childcare and other care', kind: 'text' },
      { name: 'phone', label: 'Phone, internet, a private place for calls', kind: 'text' },
      { name: 'other', label: 'Anything else', kind: 'text' },
    ],
  },
]
