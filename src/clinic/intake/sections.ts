import { bodyAndMind } from './sections-health.ts'
import { dailyLife } from './sections-life.ts'
import type { Section } from './section.ts'

// The biopsychosocial assessment in our own words. What it covers: clinical.md §7.3; the sections that state and
// accreditation rules ask for have no licensed text in them.

const opening: readonly Section[] = [
  {
    key: 'concern',
    title: 'What brings you here',
    about: 'In the person’s own words. Write what they say, as they say it.',
    isClinical: false,
    fields: [
      {
        name: 'words',
        label: 'What is going on, in their words',
        kind: 'text',
        needed: 'Write what brings the person here, in their own words.',
      },
      { name: 'since', label: 'Since when, and why now', kind: 'text' },
      { name: 'hopes', label: 'What they hope will be different', kind: 'text' },
    ],
  },
]

const closing: readonly Section[] = [
  {
    key: 'formulation',
    title: 'Summary and formulation',
    about: 'How the pieces fit together: what keeps the trouble going, what holds the person up, what comes first.',
    isClinical: true,
    fields: [
      {
        name: 'summary',
        label: 'Summary',
        kind: 'text',
        needed: 'Write the summary: it is what the plan will rest on.',
      },
      { name: 'priorities', label: 'What treatment takes up first, and why', kind: 'text' },
      { name: 'recommendation', label: 'What is recommended', kind: 'text' },
    ],
  },
  {
    key: 'diagnosis',
    title: 'Diagnoses',
    about: 'ICD-10-CM codes with your own short words for each. Only who may diagnose fills this in.',
    isClinical: true,
    fields: [
      {
        name: 'none',
        label: 'If there is no diagnosis yet',
        kind: 'choice',
        options: [
          { value: 'deferred', label: 'Deferred: more has to be known' },
          { value: 'none', label: 'No diagnosis' },
        ],
      },
      { name: 'reasons', label: 'What they rest on', kind: 'text' },
    ],
    table: {
      name: 'diagnosis',
      label: 'Diagnoses, the first one first',
      rowName: 'Diagnosis',
      most: 6,
      columns: [
        { name: 'code', label: 'ICD-10-CM code', hint: 'Such as F10.20', kind: 'line' },
        { name: 'words', label: 'In your words', kind: 'line' },
        {
          name: 'status',
          label: 'How sure',
          kind: 'choice',
          options: [
            { value: 'confirmed', label: 'Confirmed' },
            { value: 'provisional', label: 'Provisional' },
            { value: 'history', label: 'By history' },
          ],
        },
      ],
    },
  },
]

export const sections: readonly Section[] = [...opening, ...bodyAndMind, ...dailyLife, ...closing]

export const sectionOf = (key: string): Section | null => sections.find((section) => section.key === key) ?? null
