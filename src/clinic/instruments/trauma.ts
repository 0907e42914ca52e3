import { ladder, noYes, yes } from './anchors.ts'
import { question, questionnaire, when } from './form.ts'
import type { Instrument } from './instrument.ts'

const ifEvent = when('q0', '=', yes)

/** A gate and five items, 0 to 5. Source: clinical.md §5.1; VA National Center for PTSD. */
export const pcPtsd5: Instrument = {
  key: 'pc-ptsd-5',
  title: 'PC-PTSD-5',
  about: 'Traumatic stress, short',
  form: questionnaire({
    id: 'pc-ptsd-5',
    name: 'PCPTSD5',
    title: 'Primary Care PTSD Screen for DSM-5 (PC-PTSD-5)',
    version: '1',
    date: '2026-11-01',
    description: 'The first question opens the other five. Answered “No”, the score is 0 and nothing more is asked.',
    copyright: 'A work of the US Government (VA National Center for PTSD): not under copyright.',
    panel: '102010-6',
    total: '102017-1',
    instruction:
      'Sometimes things happen to people that are unusually or especially frightening, horrible, or traumatic. For example: a serious accident or fire; a physical or sexual assault or abuse; an earthquake or flood; a war; seeing someone be killed or seriously injured; having a loved one die through homicide or suicide.',
    questions: [
      question('0', 'Have you ever experienced this kind of event?', noYes, { code: '102011-4' }),
      question(
        '1',
        'In the past month, have you had nightmares about the event(s) or thought about the event(s) when you did not want to?',
        noYes,
        { code: '102012-2', onlyIf: ifEvent },
      ),
      question(
        '2',
        'In the past month, have you tried hard not to think about the event(s) or went out of your way to avoid situations that reminded you of the event(s)?',
        noYes,
        { code: '102013-0', onlyIf: ifEvent },
      ),
      question('3', 'In the past month, have you been constantly on guard, watchful, or easily startled?', noYes, {
        code: '102014-8',
        onlyIf: ifEvent,
      }),
      question(
        '4',
        'In the past month, have you felt numb or detached from people, activities, or your surroundings?',
        noYes,
        { code: '102015-5', onlyIf: ifEvent },
      ),
      question(
        '5',
        'In the past month, have you felt guilty or unable to stop blaming yourself or others for the event(s) or any problems the event(s) may have caused?',
        noYes,
        { code: '102016-3', onlyIf: ifEvent },
      ),
    ],
  }),
  scoring: {
    kind: 'sum',
    gate: 'q0',
    missingAllowed: 0,
    bandSets: [
      {
        key: 'va',
        source: 'VA National Center for PTSD: 3 is sensitive, 4 is balanced',
        mark: 'V',
        bands: [
          { from: 0, to: 2, label: 'Below the cut-off', severity: 'none' },
          { from: 3, to: 3, label: 'Positive at the sensitive cut-off', severity: 'moderate' },
          { from: 4, to: 5, label: 'Positive', severity: 'high' },
        ],
      },
    ],
    cuts: [
      {
        points: 3,
        means: 'Give the PCL-5, or ask further.',
        source: 'the sensitive cut-off',
        mark: 'V',
      },
    ],
  },
  filledBy: 'anyone',
  recallWindow: 'the past month',
  alarms: [],
  reliableChange: null,
  caseFrom: { points: 3, source: 'the sensitive cut-off', mark: 'V' },
  remissionBelow: null,
  everyDays: [90, 90],
  condition: null,
}

const bothered = ladder('Not at all', 'A little bit', 'Moderately', 'Quite a bit', 'Extremely')
const troubles = [
  'Repeated, disturbing, and unwanted memories of the stressful experience?',
  'Repeated, disturbing dreams of the stressful experience?',
  'Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually back there reliving it)?',
  'Feeling very upset when something reminded you of the stressful experience?',
  'Having strong physical reactions when something reminded you of the stressful experience (for example, heart pounding, trouble breathing, sweating)?',
  'Avoiding memories, thoughts, or feelings related to the stressful experience?',
  'Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities, objects, or situations)?',
  'Trouble remembering important parts of the stressful experience?',
  'Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as: I am bad, there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?',
  'Blaming yourself or someone else for the stressful experience or what happened after it?',
  'Having strong negative feelings such as fear, horror, anger, guilt, or shame?',
  'Loss of interest in activities that you used to enjoy?',
  'Feeling distant or cut off from other people?',
  'Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for people close to you)?',
  'Irritable behavior, angry outbursts, or acting aggressively?',
  'Taking too many risks or doing things that could cause you harm?',
  'Being “superalert” or watchful or on guard?',
  'Feeling jumpy or easily startled?',
  'Having difficulty concentrating?',
  'Trouble falling or staying asleep?',
]

/**
 * Twenty items, 0 to 80, the month version. A weekly version exists and is another trend line: it is not this one. No
 * LOINC code was verified (70221-7 is the old PCL-C). Source: clinical.md §5.1, §5.4.
 */
export const pcl5: Instrument = {
  key: 'pcl-5',
  title: 'PCL-5',
  about: 'Traumatic stress',
  form: questionnaire({
    id: 'pcl-5',
    name: 'PCL5',
    title: 'PTSD Checklist for DSM-5 (PCL-5), past month',
    version: '1',
    date: '2026-11-01',
    description: 'Traumatic stress in the past month. All twenty answers are needed for a score.',
    copyright: 'A work of the US Government (VA National Center for PTSD): not under copyright.',
    panel: null,
    total: null,
    instruction:
      'Below is a list of problems that people sometimes have in response to a very stressful experience. Please read each problem carefully and then choose how much you have been bothered by that problem in the past month. In the past month, how much were you bothered by:',
    questions: troubles.map((text, i) => question(String(i + 1), text, bothered)),
  }),
  scoring: {
    kind: 'sum',
    missingAllowed: 0,
    bandSets: [
      {
        key: 'cut-33',
        source: 'VA National Center for PTSD: 31 to 33, 33 usual',
        mark: 'V',
        bands: [
          { from: 0, to: 30, label: 'Below the cut-off', severity: 'none' },
          { from: 31, to: 32, label: 'Near the cut-off', severity: 'moderate' },
          { from: 33, to: 80, label: 'PTSD probable', severity: 'high' },
        ],
      },
    ],
    cuts: [
      {
        points: 33,
        means: 'PTSD is probable: a clinical interview decides.',
        source: 'VA National Center for PTSD',
        mark: 'V',
      },
    ],
    clusters: {
      symptomFrom: 2,
      source: 'VA National Center for PTSD',
      list: [
        { name: 'B', from: 1, to: 5, atLeast: 1 },
        { name: 'C', from: 6, to: 7, atLeast: 1 },
        { name: 'D', from: 8, to: 14, atLeast: 2 },
        { name: 'E', from: 15, to: 20, atLeast: 2 },
      ],
    },
  },
  filledBy: 'anyone',
  recallWindow: 'the past month',
  alarms: [],
  reliableChange: { points: 10, source: 'VA and NHS; a 2022 re-analysis says 15 to 18', mark: 'K' },
  caseFrom: { points: 33, source: 'VA National Center for PTSD', mark: 'V' },
  remissionBelow: null,
  everyDays: [28, 35],
  condition: null,
}
