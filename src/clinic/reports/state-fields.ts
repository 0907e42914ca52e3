export type Code = { code: string; label: string }
export type Moment = 'admission' | 'discharge'
/** One thing that the state asks and a person records. `file` is its name in the file; at discharge it ends in _D. */
export type StateField = { file: string; label: string; hint?: string; at: readonly Moment[]; codes: readonly Code[] }

/** Not recorded. Source: TEDS 2019 (clinical.md §8.1). */
export const missing = '-9'

const code = (code: string, label: string): Code => ({ code, label })
const yesNo = [code('1', 'Yes'), code('2', 'No')]
const both = ['admission', 'discharge'] as const
const admission = ['admission'] as const

const often = [
  code('1', 'Not in the past month'),
  code('2', '1 to 3 days in the past month'),
  code('3', '1 to 2 days a week'),
  code('4', '3 to 6 days a week'),
  code('5', 'Every day'),
]
const substances = [
  code('1', 'None'),
  code('2', 'Alcohol'),
  code('3', 'Cocaine or crack'),
  code('4', 'Cannabis'),
  code('5', 'Heroin'),
  code('6', 'Methadone that was not prescribed'),
  code('7', 'Other opioids, fentanyl among them'),
  code('8', 'PCP'),
  code('9', 'Hallucinogens'),
  code('10', 'Methamphetamine'),
  code('11', 'Other amphetamines'),
  code('12', 'Other stimulants'),
  code('13', 'Benzodiazepines'),
  code('14', 'Other tranquillizers'),
  code('15', 'Barbiturates'),
  code('16', 'Other sedatives'),
  code('17', 'Inhalants'),
  code('18', 'Medicine from the counter'),
  code('19', 'Something else'),
]
const routes = [
  code('1', 'Drinks or swallows'),
  code('2', 'Smokes or vapes'),
  code('3', 'Sniffs or inhales'),
  code('4', 'Injects'),
  code('5', 'Another way'),
]
const firstUse = [
  code('1', '11 years or younger'),
  code('2', '12 to 14'),
  code('3', '15 to 17'),
  code('4', '18 to 20'),
  code('5', '21 to 24'),
  code('6', '25 to 29'),
  code('7', '30 or older'),
]

const place = ['main', 'second', 'third']
const substanceFields: StateField[] = place.flatMap((words, n) => [
  { file: `SUB${n + 1}`, label: `The ${words} substance`, at: both, codes: substances },
  { file: `ROUTE${n + 1}`, label: `How the ${words} one is taken`, at: admission, codes: routes },
  { file: `FREQ${n + 1}`, label: `How often the ${words} one`, at: both, codes: often },
  { file: `FRSTUSE${n + 1}`, label: `Age at first use of the ${words} one`, at: admission, codes: firstUse },
])

/** What is asked of the person and recorded by their stay, in the order of the file. Names and codes: TEDS 2019 (clinical.md §8.1). */
export const stateFields: readonly StateField[] = [
  {
    file: 'RACE',
    label: 'Race, in the person’s own words',
    at: admission,
    codes: [
      code('1', 'Alaska Native'),
      code('2', 'American Indian'),
      code('3', 'Asian or Pacific Islander, not told apart'),
      code('4', 'Black or African American'),
      code('5', 'White'),
      code('6', 'Asian'),
      code('7', 'Another'),
      code('8', 'Two or more'),
      code('9', 'Native Hawaiian or other Pacific Islander'),
    ],
  },
  {
    file: 'ETHNIC',
    label: 'Hispanic or Latino origin',
    at: admission,
    codes: [
      code('1', 'Puerto Rican'),
      code('2', 'Mexican'),
      code('3', 'Cuban or another'),
      code('4', 'Not Hispanic or Latino'),
      code('5', 'Hispanic or Latino, origin not said'),
    ],
  },
  {
    file: 'MARSTAT',
    label: 'Married',
    at: admission,
    codes: [code('1', 'Never'), code('2', 'Now'), code('3', 'Separated'), code('4', 'Divorced or widowed')],
  },
  {
    file: 'EDUC',
    label: 'School finished',
    at: admission,
    codes: [
      code('1', 'Up to grade 8'),
      code('2', 'Grade 9 to 11'),
      code('3', 'Grade 12 or GED'),
      code('4', '1 to 3 years of college or vocational school'),
      code('5', '4 years of college or more'),
    ],
  },
  {
    file: 'EMPLOY',
    label: 'Work',
    at: both,
    codes: [
      code('1', 'Full time'),
      code('2', 'Part time'),
      code('3', 'Looking for work'),
      code('4', 'Not in the labor force'),
    ],
  },
  {
    file: 'DETNLF',
    label: 'If not in the labor force',
    at: admission,
    codes: [
      code('1', 'Homemaker'),
      code('2', 'Student'),
      code('3', 'Retired or disabled'),
      code('4', 'Lives in an institution'),
      code('5', 'Another reason'),
    ],
  },
  { file: 'PREG', label: 'Pregnant at admission', at: admission, codes: yesNo },
  { file: 'VET', label: 'Served in the military', at: admission, codes: yesNo },
  {
    file: 'LIVARAG',
    label: 'Where they live',
    at: both,
    codes: [
      code('1', 'No place to live'),
      code('2', 'With care or supervision'),
      code('3', 'On their own or with family'),
    ],
  },
  {
    file: 'PRIMINC',
    label: 'Where most of the income comes from',
    at: admission,
    codes: [
      code('1', 'Wages'),
      code('2', 'Public assistance'),
      code('3', 'Pension or disability'),
      code('4', 'Something else'),
      code('5', 'None'),
    ],
  },
  {
    file: 'HLTHINS',
    label: 'Health insurance',
    at: admission,
    codes: [code('1', 'Private'), code('2', 'Medicaid'), code('3', 'Medicare or other'), code('4', 'None')],
  },
  {
    file: 'PRIMPAY',
    label: 'Who pays most of this treatment',
    at: admission,
    codes: [
      code('1', 'They themselves'),
      code('2', 'Private insurance'),
      code('3', 'Medicare'),
      code('4', 'Medicaid'),
      code('5', 'Other public money'),
      code('6', 'Nobody is charged'),
      code('7', 'Somebody else'),
    ],
  },
  {
    file: 'ARRESTS',
    label: 'Arrests in the past 30 days',
    at: both,
    codes: [code('0', 'None'), code('1', 'One'), code('2', 'Two or more')],
  },
  {
    file: 'PSOURCE',
    label: 'Who sent them',
    at: admission,
    codes: [
      code('1', 'They came themselves'),
      code('2', 'Another addiction program'),
      code('3', 'Other health care'),
      code('4', 'School'),
      code('5', 'Employer'),
      code('6', 'Somebody else in the community'),
      code('7', 'Court or criminal justice'),
    ],
  },
  {
    file: 'NOPRIOR',
    label: 'Treatment episodes before this one',
    at: admission,
    codes: ['None', 'One', 'Two', 'Three', 'Four', 'Five or more'].map((label, n) => code(String(n), label)),
  },
  { file: 'METHUSE', label: 'Medication for opioid use disorder is part of the plan', at: admission, codes: yesNo },
  {
    file: 'DAYWAIT',
    label: 'Days waited because of the program',
    hint: 'Only the delay that the program caused.',
    at: admission,
    codes: [
      code('0', 'None'),
      code('1', '1 to 7'),
      code('2', '8 to 14'),
      code('3', '15 to 30'),
      code('4', '31 or more'),
    ],
  },
  { file: 'PSYPROB', label: 'A mental health condition as well', at: admission, codes: yesNo },
  ...substanceFields,
  {
    file: 'FREQ_ATND_SELF_HELP',
    label: 'Mutual-aid meetings in the past 30 days',
    at: both,
    codes: [
      code('1', 'None'),
      code('2', '1 to 3'),
      code('3', '4 to 7, about one a week'),
      code('4', '8 to 15, two or three a week'),
      code('5', '16 or more, four or more a week'),
    ],
  },
]

export const fieldsAt = (moment: Moment): readonly StateField[] => stateFields.filter(({ at }) => at.includes(moment))

export type Answers = Record<string, string>

/** What of a form is an answer: fields of the moment, with one of their codes. Anything else is left out. */
export function answersFrom(moment: Moment, typed: Record<string, unknown>): Answers {
  return Object.fromEntries(
    fieldsAt(moment).flatMap(({ file, codes }) => {
      const said = typed[file]
      return typeof said === 'string' && codes.some((one) => one.code === said) ? [[file, said]] : []
    }),
  )
}
