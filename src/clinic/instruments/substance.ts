import { ladder, no, noYes, yes } from './anchors.ts'
import { answer, question, questionnaire, when } from './form.ts'
import type { Instrument } from './instrument.ts'

const howOften = ladder(
  'Never',
  'Monthly or less',
  'Two to four times a month',
  'Two to three times a week',
  'Four or more times a week',
)
const [never] = howOften
const drinks = ladder('1 or 2', '3 or 4', '5 or 6', '7 to 9', '10 or more')
const sixOrMore = ladder('Never', 'Less than monthly', 'Monthly', 'Weekly', 'Daily or almost daily')
const ifDrinking = never && when('q1', '!=', never)

/** Three items, 0 to 12; who never drinks is not asked the other two, which count 0. Source: clinical.md §5.1 (VA wording). */
export const auditC: Instrument = {
  key: 'audit-c',
  title: 'AUDIT-C',
  about: 'Alcohol',
  form: questionnaire({
    id: 'audit-c',
    name: 'AUDITC',
    title: 'Alcohol Use Disorders Identification Test – Consumption (AUDIT-C)',
    version: '1',
    date: '2026-11-01',
    description: 'Alcohol over the past year. Whoever never drinks is asked the first question alone.',
    copyright: 'AUDIT-C is in the public domain.',
    panel: '72109-2',
    total: '75626-2',
    instruction: 'Select the response that best describes you over the past year.',
    questions: [
      question('1', 'How often did you have a drink containing alcohol in the past year?', howOften, {
        code: '68518-0',
      }),
      question('2', 'How many drinks did you have on a typical day when you were drinking in the past year?', drinks, {
        code: '68519-8',
        onlyIf: ifDrinking,
      }),
      question('3', 'How often did you have six or more drinks on one occasion in the past year?', sixOrMore, {
        code: '68520-6',
        onlyIf: ifDrinking,
      }),
    ],
  }),
  scoring: {
    kind: 'sum',
    missingAllowed: 0,
    bandSets: [
      {
        key: 'va',
        source: 'common practice with the AUDIT-C',
        mark: 'K',
        bands: [
          { from: 0, to: 2, label: 'Below both cut-offs', severity: 'none' },
          { from: 3, to: 3, label: 'At the cut-off for women, below it for men', severity: 'mild' },
          { from: 4, to: 6, label: 'Above both cut-offs', severity: 'moderate' },
          { from: 7, to: 12, label: 'Dependence likely', severity: 'high' },
        ],
      },
    ],
    cuts: [
      {
        points: 3,
        means: 'Unhealthy use is likely in a woman.',
        source: 'common practice with the AUDIT-C',
        mark: 'K',
      },
      { points: 4, means: 'Unhealthy use is likely in a man.', source: 'common practice with the AUDIT-C', mark: 'K' },
      {
        points: 7,
        means: 'Dependence is likely: ask about withdrawal.',
        source: 'common practice with the AUDIT-C',
        mark: 'K',
      },
    ],
  },
  filledBy: 'anyone',
  recallWindow: 'the past year',
  alarms: [],
  reliableChange: null,
  caseFrom: { points: 4, source: 'the cut-off for men; 3 for women', mark: 'K' },
  remissionBelow: null,
  everyDays: [28, 35],
  condition: null,
}

/** 'Yes' is the healthy answer: the point goes to 'No'. A public form asks "unable to stop" and would score the other way. */
const stopping = [
  answer(1, no.valueCoding.display ?? 'No', 'LA32-8'),
  answer(0, yes.valueCoding.display ?? 'Yes', 'LA33-6'),
]

/** Ten items, 0 to 10. Source: clinical.md §5.1; wording with item 3 "always able", as LOINC 68527-1 has it. */
export const dast10: Instrument = {
  key: 'dast-10',
  title: 'DAST-10',
  about: 'Drugs other than alcohol',
  form: questionnaire({
    id: 'dast-10',
    name: 'DAST10',
    title: 'Drug Abuse Screening Test (DAST-10)',
    version: '1',
    date: '2026-11-01',
    description: 'Drugs other than alcohol and tobacco over the past 12 months. Question 3 scores the other way round.',
    copyright:
      '© 1982 by the Addiction Research Foundation and Harvey A. Skinner, PhD. May be reproduced for non-commercial use (clinical, research, training) as long as the author is credited.',
    panel: '82666-9',
    total: '82667-7',
    instruction:
      'The following questions concern information about your potential involvement with drugs (not including alcohol) during the past 12 months. "Drug abuse" refers to (1) the use of prescribed or over-the-counter drugs in excess of the directions and (2) any non-medical use of drugs.',
    questions: [
      question('1', 'Have you used drugs other than those required for medical reasons?', noYes, { code: '68525-5' }),
      question('2', 'Do you abuse more than one drug at a time?', noYes, { code: '68526-3' }),
      question('3', 'Are you always able to stop using drugs when you want to?', stopping, {
        code: '68527-1',
        hint: 'If never use drugs, answer “Yes.”',
      }),
      question('4', 'Have you ever had blackouts or flashbacks as a result of drug use?', noYes, { code: '68528-9' }),
      question('5', 'Do you ever feel bad or guilty about your drug use?', noYes, {
        code: '68529-7',
        hint: 'If never use drugs, choose “No.”',
      }),
      question('6', 'Does your spouse (or parents) ever complain about your involvement with drugs?', noYes, {
        code: '68530-5',
      }),
      question('7', 'Have you neglected your family because of your use of drugs?', noYes, { code: '68531-3' }),
      question('8', 'Have you engaged in illegal activities in order to obtain drugs?', noYes, { code: '68532-1' }),
      question('9', 'Have you ever experienced withdrawal symptoms (felt sick) when you stopped taking drugs?', noYes, {
        code: '68533-9',
      }),
      question(
        '10',
        'Have you had medical problems as a result of your drug use (e.g., memory loss, hepatitis, convulsions, bleeding)?',
        noYes,
        { code: '68534-7' },
      ),
    ],
  }),
  scoring: {
    kind: 'sum',
    missingAllowed: 0,
    bandSets: [
      {
        key: 'published',
        source: 'common practice with the DAST-10',
        mark: 'K',
        bands: [
          { from: 0, to: 0, label: 'No problems reported', severity: 'none' },
          { from: 1, to: 2, label: 'Low', severity: 'mild' },
          { from: 3, to: 5, label: 'Moderate', severity: 'moderate' },
          { from: 6, to: 8, label: 'Substantial', severity: 'high' },
          { from: 9, to: 10, label: 'Severe', severity: 'high' },
        ],
      },
    ],
    cuts: [],
  },
  filledBy: 'anyone',
  recallWindow: 'the past 12 months',
  alarms: [],
  reliableChange: null,
  caseFrom: { points: 3, source: 'the moderate band', mark: 'K' },
  remissionBelow: null,
  everyDays: null,
  condition: {
    words: 'Our use is not commercial in the sense of the author’s notice, and the author is credited on every form.',
    source: '© Harvey A. Skinner: non-commercial use with credit',
  },
}
