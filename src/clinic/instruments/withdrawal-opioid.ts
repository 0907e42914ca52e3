import { steps } from './anchors.ts'
import { question, questionnaire } from './form.ts'
import type { Instrument } from './instrument.ts'

/** Eleven signs, 0 to 48. Source: clinical.md §5.1, C3; Wesson & Ling, J Psychoactive Drugs 2003;35(2):253–259. */
export const cows: Instrument = {
  key: 'cows',
  title: 'COWS',
  about: 'Opioid withdrawal',
  form: questionnaire({
    id: 'cows',
    name: 'COWS',
    title: 'Clinical Opiate Withdrawal Scale (COWS)',
    version: '1',
    date: '2026-11-01',
    description: 'Observed by a clinician. Rate only what is clearly due to opioid withdrawal.',
    copyright:
      'Wesson DR, Ling W. The Clinical Opiate Withdrawal Scale (COWS). J Psychoactive Drugs 2003;35(2):253–259. May be copied and used clinically.',
    panel: null,
    total: null,
    instruction:
      'For each item, choose the number that best describes the patient’s signs or symptom. Rate on just the apparent relationship to opiate withdrawal. For example, if heart rate is increased because the patient was jogging just prior to assessment, the increased pulse rate would not add to the score.',
    questions: [
      question(
        '1',
        'Resting pulse rate',
        steps([0, '80 or below'], [1, '81–100'], [2, '101–120'], [4, 'Greater than 120']),
        { hint: 'Beats per minute, measured after patient is sitting or lying for one minute.' },
      ),
      question(
        '2',
        'Sweating',
        steps(
          [0, 'No report of chills or flushing'],
          [1, 'Subjective report of chills or flushing'],
          [2, 'Flushed or observable moistness on face'],
          [3, 'Beads of sweat on brow or face'],
          [4, 'Sweat streaming off face'],
        ),
        { hint: 'Over the past half hour, not accounted for by room temperature or patient activity.' },
      ),
      question(
        '3',
        'Restlessness',
        steps(
          [0, 'Able to sit still'],
          [1, 'Reports difficulty sitting still, but is able to do so'],
          [3, 'Frequent shifting or extraneous movements of legs/arms'],
          [5, 'Unable to sit still for more than a few seconds'],
        ),
        { hint: 'Observation during assessment.' },
      ),
      question(
        '4',
        'Pupil size',
        steps(
          [0, 'Pupils pinned or normal size for room light'],
          [1, 'Pupils possibly larger than normal for room light'],
          [2, 'Pupils moderately dilated'],
          [5, 'Pupils so dilated that only the rim of the iris is visible'],
        ),
      ),
      question(
        '5',
        'Bone or joint aches',
        steps(
          [0, 'Not present'],
          [1, 'Mild diffuse discomfort'],
          [2, 'Patient reports severe diffuse aching of joints/muscles'],
          [4, 'Patient is rubbing joints or muscles and is unable to sit still because of discomfort'],
        ),
        {
          hint: 'If patient was having pain previously, only the additional component attributed to opiates withdrawal is scored.',
        },
      ),
      question(
        '6',
        'Runny nose or tearing',
        steps(
          [0, 'Not present'],
          [1, 'Nasal stuffiness or unusually moist eyes'],
          [2, 'Nose running or tearing'],
          [4, 'Nose constantly running or tears streaming down cheeks'],
        ),
        { hint: 'Not accounted for by cold symptoms or allergies.' },
      ),
      question(
        '7',
        'GI upset',
        steps(
          [0, 'No GI symptoms'],
          [1, 'Stomach cramps'],
          [2, 'Nausea or loose stool'],
          [3, 'Vomiting or diarrhea'],
          [5, 'Multiple episodes of diarrhea or vomiting'],
        ),
        { hint: 'Over the last half hour.' },
      ),
      question(
        '8',
        'Tremor',
        steps(
          [0, 'No tremor'],
          [1, 'Tremor can be felt, but not observed'],
          [2, 'Slight tremor observable'],
          [4, 'Gross tremor or muscle twitching'],
        ),
        { hint: 'Observation of outstretched hands.' },
      ),
      question(
        '9',
        'Yawning',
        steps(
          [0, 'No yawning'],
          [1, 'Yawning once or twice during assessment'],
          [2, 'Yawning three or more times during assessment'],
          [4, 'Yawning several times/minute'],
        ),
        { hint: 'Observation during assessment.' },
      ),
      question(
        '10',
        'Anxiety or irritability',
        steps(
          [0, 'None'],
          [1, 'Patient reports increasing irritability or anxiousness'],
          [2, 'Patient obviously irritable or anxious'],
          [4, 'Patient so irritable or anxious that participation in the assessment is difficult'],
        ),
      ),
      question(
        '11',
        'Gooseflesh skin',
        steps(
          [0, 'Skin is smooth'],
          [3, 'Piloerection of skin can be felt or hairs standing up on arms'],
          [5, 'Prominent piloerection'],
        ),
      ),
    ],
  }),
  scoring: {
    kind: 'sum',
    missingAllowed: 0,
    bandSets: [
      {
        key: 'published',
        source: 'Wesson and Ling 2003',
        mark: 'V',
        bands: [
          { from: 0, to: 4, label: 'Below mild', severity: 'none' },
          { from: 5, to: 12, label: 'Mild', severity: 'mild' },
          { from: 13, to: 24, label: 'Moderate', severity: 'moderate' },
          { from: 25, to: 36, label: 'Moderately severe', severity: 'high' },
          { from: 37, to: 48, label: 'Severe', severity: 'high' },
        ],
      },
    ],
    cuts: [
      {
        points: 13,
        means: 'Opioid withdrawal needs medication today: open the safety screen.',
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
