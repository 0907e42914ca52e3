import { ladder } from './anchors.ts'
import { question, questionnaire } from './form.ts'
import type { Instrument } from './instrument.ts'

// The steps between two named ones have no words in the original either; three named ladders are full.
const named = (zero: string, one: string, four: string, seven: string) =>
  ladder(zero, one, null, null, four, null, null, seven)
const hallucinations = [
  'Moderately severe hallucinations',
  'Severe hallucinations',
  'Extremely severe hallucinations',
  'Continuous hallucinations',
]

/** Ten signs, 0 to 67 (nine of 0 to 7, orientation 0 to 4). Source: clinical.md §1.6, §5.1, M1; Sullivan et al. 1989. */
export const ciwaAr: Instrument = {
  key: 'ciwa-ar',
  title: 'CIWA-Ar',
  about: 'Alcohol withdrawal',
  form: questionnaire({
    id: 'ciwa-ar',
    name: 'CIWAAr',
    title: 'Clinical Institute Withdrawal Assessment for Alcohol, revised (CIWA-Ar)',
    version: '1',
    date: '2026-11-01',
    description:
      'Asked and observed by a clinician. Bands differ between sources: each result names the set that was used.',
    copyright: 'The CIWA-Ar is not copyrighted and may be reproduced freely.',
    panel: null,
    total: null,
    instruction: 'Ask and observe. A number between two descriptions stands for a state between them.',
    questions: [
      question(
        '1',
        'Nausea and vomiting',
        named(
          'No nausea and no vomiting',
          'Mild nausea with no vomiting',
          'Intermittent nausea with dry heaves',
          'Constant nausea, frequent dry heaves and vomiting',
        ),
        { hint: 'Ask “Do you feel sick to your stomach? Have you vomited?” Observation.' },
      ),
      question(
        '2',
        'Tremor',
        named(
          'No tremor',
          'Not visible, but can be felt fingertip to fingertip',
          'Moderate, with patient’s arms extended',
          'Severe, even with arms not extended',
        ),
        { hint: 'Arms extended and fingers spread apart. Observation.' },
      ),
      question(
        '3',
        'Paroxysmal sweats',
        named(
          'No sweat visible',
          'Barely perceptible sweating, palms moist',
          'Beads of sweat obvious on forehead',
          'Drenching sweats',
        ),
        { hint: 'Observation.' },
      ),
      question(
        '4',
        'Anxiety',
        named(
          'No anxiety, at ease',
          'Mildly anxious',
          'Moderately anxious, or guarded, so anxiety is inferred',
          'Equivalent to acute panic states as seen in severe delirium or acute schizophrenic reactions',
        ),
        { hint: 'Ask “Do you feel nervous?” Observation.' },
      ),
      question(
        '5',
        'Agitation',
        named(
          'Normal activity',
          'Somewhat more than normal activity',
          'Moderately fidgety and restless',
          'Paces back and forth during most of the interview, or constantly thrashes about',
        ),
        { hint: 'Observation.' },
      ),
      question(
        '6',
        'Tactile disturbances',
        ladder(
          'None',
          'Very mild itching, pins and needles, burning or numbness',
          'Mild itching, pins and needles, burning or numbness',
          'Moderate itching, pins and needles, burning or numbness',
          ...hallucinations,
        ),
        {
          hint: 'Ask “Have you any itching, pins and needles sensations, any burning, any numbness, or do you feel bugs crawling on or under your skin?” Observation.',
        },
      ),
      question(
        '7',
        'Auditory disturbances',
        ladder(
          'Not present',
          'Very mild harshness or ability to frighten',
          'Mild harshness or ability to frighten',
          'Moderate harshness or ability to frighten',
          ...hallucinations,
        ),
        {
          hint: 'Ask “Are you more aware of sounds around you? Are they harsh? Do they frighten you? Are you hearing anything that is disturbing to you? Are you hearing things you know are not there?” Observation.',
        },
      ),
      question(
        '8',
        'Visual disturbances',
        ladder('Not present', 'Very mild sensitivity', 'Mild sensitivity', 'Moderate sensitivity', ...hallucinations),
        {
          hint: 'Ask “Does the light appear to be too bright? Is its color different? Does it hurt your eyes? Are you seeing anything that is disturbing to you? Are you seeing things you know are not there?” Observation.',
        },
      ),
      question(
        '9',
        'Headache, fullness in head',
        ladder(
          'Not present',
          'Very mild',
          'Mild',
          'Moderate',
          'Moderately severe',
          'Severe',
          'Very severe',
          'Extremely severe',
        ),
        {
          hint: 'Ask “Does your head feel different? Does it feel like there is a band around your head?” Do not rate for dizziness or lightheadedness. Otherwise, rate severity.',
        },
      ),
      question(
        '10',
        'Orientation and clouding of sensorium',
        ladder(
          'Oriented and can do serial additions',
          'Cannot do serial additions or is uncertain about date',
          'Disoriented for date by no more than 2 calendar days',
          'Disoriented for date by more than 2 calendar days',
          'Disoriented for place and/or person',
        ),
        { hint: 'Ask “What day is this? Where are you? Who am I?”' },
      ),
    ],
  }),
  scoring: {
    kind: 'sum',
    missingAllowed: 0,
    bandSets: [
      {
        key: 'asam-2020',
        source: 'ASAM alcohol withdrawal guideline 2020',
        mark: 'K',
        bands: [
          { from: 0, to: 9, label: 'Mild', severity: 'mild' },
          { from: 10, to: 18, label: 'Moderate', severity: 'moderate' },
          { from: 19, to: 67, label: 'Severe', severity: 'high' },
        ],
      },
      {
        key: 'eight-fifteen',
        source: 'a published implementation: 8 moderate, 15 severe',
        mark: 'V',
        bands: [
          { from: 0, to: 7, label: 'Mild', severity: 'mild' },
          { from: 8, to: 14, label: 'Moderate', severity: 'moderate' },
          { from: 15, to: 67, label: 'Severe', severity: 'high' },
        ],
      },
    ],
    cuts: [
      {
        points: 10,
        means: 'Without medical cover this is withdrawal management today: open the safety screen.',
        source: 'the default of the safety gate',
        mark: 'K',
      },
      {
        points: 19,
        means: 'Never in intensive outpatient care: emergency department or medical withdrawal management now.',
        source: 'the default of the safety gate',
        mark: 'K',
      },
    ],
  },
  filledBy: 'clinician',
  recallWindow: 'now',
  alarms: [],
  reliableChange: null,
  caseFrom: null,
  remissionBelow: null,
  everyDays: null,
  condition: null,
}
