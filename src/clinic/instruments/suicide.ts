import { noYes, yes } from './anchors.ts'
import { question, questionnaire, when } from './form.ts'
import type { Instrument } from './instrument.ts'

const ifThoughts = when('q2', '=', yes)
const ifThoughtsHint = 'Ask only if the answer to question 2 is yes. If it is no, go to question 6.'

/** Six questions and the date of the sixth; a level, never a sum; used unmodified. Source: clinical.md §5.1, C1. */
export const cssrsScreener: Instrument = {
  key: 'c-ssrs-screener',
  title: 'C-SSRS screener',
  about: 'Suicide risk',
  form: questionnaire({
    id: 'c-ssrs-screener',
    name: 'CSSRSScreener',
    title: 'Columbia-Suicide Severity Rating Scale, screener: recent',
    version: '1',
    date: '2026-11-01',
    description:
      'Questions 1 to 5 ask about the past month, question 6 about the whole life and then the past 3 months. The answers give a level (low, moderate, high), never a sum.',
    copyright:
      '© 2008 The Research Foundation for Mental Hygiene, Inc. Columbia-Suicide Severity Rating Scale. Free of charge for use in care; the questions stand unmodified.',
    panel: '93373-9',
    total: null,
    hasSum: false,
    instruction: 'Questions 1 to 5: in the past month.',
    questions: [
      question('1', 'Have you wished you were dead or wished you could go to sleep and not wake up?', noYes, {
        code: '93246-7',
      }),
      question('2', 'Have you actually had any thoughts of killing yourself?', noYes, {
        code: '93247-5',
        hint: 'If yes, ask questions 3, 4, 5 and 6. If no, go directly to question 6.',
      }),
      question('3', 'Have you been thinking about how you might do this?', noYes, {
        code: '93248-3',
        onlyIf: ifThoughts,
        hint: `E.g. “I thought about taking an overdose but I never made a specific plan as to when, where or how I would actually do it… and I would never go through with it.” ${ifThoughtsHint}`,
      }),
      question('4', 'Have you had these thoughts and had some intention of acting on them?', noYes, {
        code: '93249-1',
        onlyIf: ifThoughts,
        hint: 'As opposed to “I have the thoughts but I definitely will not do anything about them.”',
      }),
      question(
        '5',
        'Have you started to work out or worked out the details of how to kill yourself? Do you intend to carry out this plan?',
        noYes,
        { code: '93250-9', onlyIf: ifThoughts },
      ),
      question(
        '6',
        'Have you ever done anything, started to do anything, or prepared to do anything to end your life?',
        noYes,
        {
          code: '93267-3',
          hint: 'Examples: Collected pills, obtained a gun, gave away valuables, wrote a will or suicide note, took out pills but didn’t swallow any, held a gun but changed your mind or it was grabbed from your hand, went to the roof but didn’t jump; or actually took pills, tried to shoot yourself, cut yourself, tried to hang yourself, etc.',
        },
      ),
      question('6a', 'Was this within the past three months?', noYes, {
        code: '93269-9',
        hint: 'Ask if the answer to question 6 is yes.',
        onlyIf: when('q6', '=', yes),
      }),
    ],
  }),
  scoring: { kind: 'triage', source: 'Columbia triage guidelines', mark: 'V' },
  filledBy: 'anyone',
  recallWindow: 'the past month, and the whole life',
  alarms: [],
  reliableChange: null,
  caseFrom: null,
  remissionBelow: null,
  everyDays: [7, 7],
  condition: null,
}
