import { frequency, hardship } from './anchors.ts'
import { aside, question, questionnaire } from './form.ts'
import type { Instrument } from './instrument.ts'

const free =
  'Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute.'

/** Nine items, 0 to 27. Source: clinical.md §5.1, §5.4. */
export const phq9: Instrument = {
  key: 'phq-9',
  title: 'PHQ-9',
  about: 'Depression',
  form: questionnaire({
    id: 'phq-9',
    name: 'PHQ9',
    title: 'Patient Health Questionnaire (PHQ-9)',
    version: '1',
    date: '2026-11-01',
    description:
      'Depression over the last 2 weeks. Up to 2 missing answers are made up from the others (prorated); more give no score.',
    copyright: free,
    panel: '44249-1',
    total: '44261-6',
    instruction: 'Over the last 2 weeks, how often have you been bothered by any of the following problems?',
    questions: [
      question('1', 'Little interest or pleasure in doing things', frequency, { code: '44250-9' }),
      question('2', 'Feeling down, depressed, or hopeless', frequency, { code: '44255-8' }),
      question('3', 'Trouble falling or staying asleep, or sleeping too much', frequency, { code: '44259-0' }),
      question('4', 'Feeling tired or having little energy', frequency, { code: '44254-1' }),
      question('5', 'Poor appetite or overeating', frequency, { code: '44251-7' }),
      question(
        '6',
        'Feeling bad about yourself — or that you are a failure or have let yourself or your family down',
        frequency,
        { code: '44258-2' },
      ),
      question(
        '7',
        'Trouble concentrating on things, such as reading the newspaper or watching television',
        frequency,
        { code: '44252-5' },
      ),
      question(
        '8',
        'Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual',
        frequency,
        { code: '44253-3' },
      ),
      question('9', 'Thoughts that you would be better off dead or of hurting yourself in some way', frequency, {
        code: '44260-8',
      }),
    ],
    asides: [
      aside(
        'difficulty',
        'If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?',
        hardship,
        '69722-7',
      ),
    ],
  }),
  scoring: {
    kind: 'sum',
    missingAllowed: 2,
    bandSets: [
      {
        key: 'published',
        source: 'Kroenke, Spitzer and Williams 2001',
        mark: 'V',
        bands: [
          { from: 0, to: 4, label: 'Minimal', severity: 'none' },
          { from: 5, to: 9, label: 'Mild', severity: 'mild' },
          { from: 10, to: 14, label: 'Moderate', severity: 'moderate' },
          { from: 15, to: 19, label: 'Moderately severe', severity: 'high' },
          { from: 20, to: 27, label: 'Severe', severity: 'high' },
        ],
      },
    ],
    cuts: [],
  },
  filledBy: 'anyone',
  recallWindow: 'the last 2 weeks',
  alarms: [{ linkId: 'q9', atLeast: 1, opens: 'the suicide risk screen' }],
  reliableChange: { points: 6, source: 'NHS Talking Therapies', mark: 'K' },
  caseFrom: { points: 10, source: 'sensitivity 77–88 %, specificity 88–94 %', mark: 'V' },
  remissionBelow: { points: 5, source: 'the lowest band', mark: 'K' },
  everyDays: [7, 14],
  condition: null,
}

/** Seven items, 0 to 21. The zero anchor is 'Not at all'; a known misprint has 'Not at all sure'. Source: clinical.md §5.1. */
export const gad7: Instrument = {
  key: 'gad-7',
  title: 'GAD-7',
  about: 'Anxiety',
  form: questionnaire({
    id: 'gad-7',
    name: 'GAD7',
    title: 'Generalized Anxiety Disorder scale (GAD-7)',
    version: '1',
    date: '2026-11-01',
    description:
      'Anxiety over the last 2 weeks. One missing answer is made up from the others (prorated); more give no score.',
    copyright: free,
    panel: '69737-5',
    total: '70274-6',
    instruction: 'Over the last 2 weeks, how often have you been bothered by the following problems?',
    questions: [
      question('1', 'Feeling nervous, anxious, or on edge', frequency, { code: '69725-0' }),
      question('2', 'Not being able to stop or control worrying', frequency, { code: '68509-9' }),
      question('3', 'Worrying too much about different things', frequency, { code: '69733-4' }),
      question('4', 'Trouble relaxing', frequency, { code: '69734-2' }),
      question('5', 'Being so restless that it is hard to sit still', frequency, { code: '69735-9' }),
      question('6', 'Becoming easily annoyed or irritable', frequency, { code: '69689-8' }),
      question('7', 'Feeling afraid, as if something awful might happen', frequency, { code: '69736-7' }),
    ],
    asides: [
      aside(
        'difficulty',
        'If you checked off any problems, how difficult have these made it for you to do your work, take care of things at home, or get along with other people?',
        hardship,
        null,
      ),
    ],
  }),
  scoring: {
    kind: 'sum',
    missingAllowed: 1,
    bandSets: [
      {
        key: 'published',
        source: 'Spitzer and others 2006',
        mark: 'V',
        bands: [
          { from: 0, to: 4, label: 'Minimal', severity: 'none' },
          { from: 5, to: 9, label: 'Mild', severity: 'mild' },
          { from: 10, to: 14, label: 'Moderate', severity: 'moderate' },
          { from: 15, to: 21, label: 'Severe', severity: 'high' },
        ],
      },
    ],
    cuts: [],
  },
  filledBy: 'anyone',
  recallWindow: 'the last 2 weeks',
  alarms: [],
  reliableChange: { points: 4, source: 'NHS Talking Therapies', mark: 'K' },
  caseFrom: { points: 8, source: 'NHS caseness', mark: 'V' },
  remissionBelow: { points: 5, source: 'the lowest band', mark: 'K' },
  everyDays: [7, 14],
  condition: null,
}
