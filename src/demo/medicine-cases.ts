import { film, safe, sertraline, type Told } from './medicine-case.ts'
import { moreTold } from './medicine-cases-more.ts'

/** What the cast take: invented, and as varied as a morning of a prescriber. */
export const told: Record<string, Told> = {
  maya: {
    allergies: [['Amoxicillin', 'hives', 'moderate']],
    lines: [film, sertraline],
    checks: safe,
    followUp: 5,
    vitals: [
      [22, 142, 90, 98, 99.1],
      [15, 132, 84, 84, 98.6],
      [8, 126, 80, 76, 98.4],
      [1, 122, 78, 72, 98.3],
    ],
    withdrawal: [
      [22, 'cows', [2, 2, 1, 2, 2, 2, 2, 1, 1, 1, 0]],
      [15, 'cows', [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0]],
      [3, 'cows', [0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0]],
    ],
    tests: { method: 'laboratory', always: ['buprenorphine'], early: ['fentanyl'], latest: [] },
  },
  tomasz: {
    allergies: [],
    lines: [
      {
        name: 'Naltrexone',
        dose: '50 mg in the morning',
        whatFor: 'alcohol use',
        source: 'order',
        amount: 50,
        unit: 'mg',
        supply: 30,
        missed: 0,
      },
    ],
    checks: [['naloxone', 'has-it']],
    followUp: 12,
    vitals: [
      [8, 158, 98, 104, 99.2, 0.03],
      [6, 146, 92, 92, 98.8, 0],
      [1, 134, 86, 80, 98.5, 0],
    ],
    withdrawal: [
      [8, 'ciwa-ar', [1, 2, 1, 2, 0, 1, 0, 0, 1, 0]],
      [6, 'ciwa-ar', [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]],
    ],
    tests: { method: 'point-of-care', always: [], early: ['etg'], latest: [] },
  },
  amina: {
    allergies: [
      ['Codeine', 'nausea', 'mild', 'intolerance'],
      ['Latex', 'rash', 'moderate'],
    ],
    lines: [
      {
        name: 'Clonazepam',
        dose: '0.5 mg at night, going down',
        whatFor: 'coming off sleeping pills',
        source: 'order',
        amount: 0.5,
        unit: 'mg',
        supply: 7,
        missed: 0,
      },
      {
        name: 'Trazodone',
        dose: '50 mg at night',
        whatFor: 'sleep',
        source: 'order',
        amount: 50,
        unit: 'mg',
        supply: 30,
        missed: 2,
      },
    ],
    late: 2,
    checks: [
      ['pdmp', 'not-as-expected'],
      ['naloxone', 'declined'],
    ],
    followUp: -4,
    vitals: [
      [30, 128, 82, 78, 98.2],
      [10, 124, 80, 74, 98.4],
      [2, 126, 82, 76, 98.3],
    ],
    tests: { method: 'laboratory', always: [], early: ['benzodiazepines'], latest: [], diluteNth: 3 },
  },
  kofi: {
    allergies: [],
    lines: [{ ...film, dose: '12 mg/3 mg film under the tongue, in the morning', amount: 12, times: 1, missed: 3 }],
    late: 3,
    checks: safe,
    followUp: -2,
    vitals: [
      [15, 136, 86, 88, 98.9],
      [7, 128, 82, 80, 98.4],
    ],
    withdrawal: [[14, 'cows', [1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0]]],
    tests: { method: 'point-of-care', always: ['buprenorphine'], early: [], latest: ['cocaine'] },
  },
  ruth: {
    allergies: [['Aspirin', 'wheezing', 'severe']],
    lines: [
      {
        name: 'Venlafaxine',
        dose: '150 mg in the morning',
        whatFor: 'depression',
        source: 'order',
        amount: 150,
        unit: 'mg',
        supply: 30,
        missed: 0,
      },
      {
        name: 'Levothyroxine',
        dose: '75 mcg in the morning',
        whatFor: 'thyroid',
        source: 'told',
        amount: 75,
        unit: 'mcg',
        fromWhom: 'Dr. Hale, primary care',
      },
    ],
    checks: [],
    followUp: 20,
    vitals: [[20, 138, 84, 76, 98.1]],
  },
  jose: {
    allergies: [],
    notAsked: true,
    lines: [
      {
        name: 'Methadone',
        dose: '80 mg a day, taken there',
        whatFor: 'opioid use',
        source: 'treatment-program',
        amount: 80,
        unit: 'mg',
        fromWhom: 'Hudson Treatment Program',
      },
    ],
    notGoneThrough: true,
    checks: [],
    vitals: [[1, 118, 74, 96, 98.8]],
    withdrawal: [[1, 'cows', [1, 2, 1, 2, 2, 2, 1, 1, 1, 1, 0]]],
  },
  ...moreTold,
}
