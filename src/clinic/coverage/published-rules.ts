import type { Mark } from '../../basics/mark.ts'
import { type PayRule, type PayTerms, usualTerms } from './payer-terms.ts'

/** One rule that somebody published, and which of its terms that publication states. */
export type PublishedRule = {
  key: string
  label: string
  program: PayRule['program']
  /** What it is, and what it is not. */
  note: string
  source: string
  mark: Mark
  stated: readonly (keyof PayTerms)[]
  terms: PayTerms
}

const terms = (over: Partial<PayTerms>): PayTerms => ({ ...usualTerms, ...over })

/**
 * Every published example of clinical.md §2.4, as terms that a clinic can adopt for its payer. What a source does not state
 * keeps the usual value and is shown as "default: your compliance officer confirms".
 */
export const publishedRules: readonly PublishedRule[] = [
  {
    key: 'h0015',
    label: 'H0015 day, as the code is described',
    program: 'substance-use',
    note: 'The description of the code itself: at least 3 hours a day on at least 3 days a week. Many plans follow it.',
    source: 'HCPCS H0015 description: at least 3 h a day, at least 3 days a week',
    mark: 'V',
    stated: ['unit', 'code', 'minutesPerDay', 'daysPerWeek'],
    terms: terms({}),
  },
  {
    key: 'tricare',
    label: 'TRICARE, intensive outpatient',
    program: 'any',
    note: 'Six hours a week and more, at least two on each treatment day; mental health and substance use.',
    source: 'TRICARE: 6 to 9 and more hours a week, at least 2 h on a treatment day',
    mark: 'V',
    stated: ['minutesPerDay', 'minutesPerWeek'],
    terms: terms({ minutesPerDay: 120, minutesPerWeek: 360, daysPerWeek: 1, code: 'S9480', revenueCode: '0905' }),
  },
  {
    key: 'nebraska-blue',
    label: 'Nebraska Blue, hospital',
    program: 'any',
    note: 'One unit for each day that the client attends; the evaluation is part of the day, and staff of the program bill nothing apart.',
    source: 'Nebraska Blue (hospital): one revenue code, one unit per attendance day, evaluation included',
    mark: 'V',
    stated: ['unit', 'minutesPerDay', 'maxUnitsPerDay', 'counts', 'separate'],
    terms: terms({
      minutesPerDay: null,
      daysPerWeek: 0,
      minutesPerWeek: 0,
      underWeek: 'bill',
      maxDaysPerWeek: null,
      counts: [...usualTerms.counts, 'assessment'],
    }),
  },
  {
    key: 'maryland-medicaid-2018',
    label: 'Maryland Medicaid, 2018',
    program: 'substance-use',
    note: 'A day that is too short is billed as single services: one group of 60 to 90 minutes, individual counselling in quarters of an hour, at most six. Neither on a day that is billed whole. The assessment is paid once a year, apart.',
    source:
      'Maryland Medicaid 2018: H0001 yearly; H0004 at most 6 × 15 min; H0005 60 to 90 min, once; neither with H0015 or H2036',
    mark: 'V',
    stated: ['downCodes', 'excludedCodes', 'separate', 'partial'],
    terms: terms({
      partial: 'downcode',
      downCodes: [
        { code: 'H0005', of: 'group', leastMinutes: 60, minutesPerUnit: null, mostUnits: 1 },
        { code: 'H0004', of: 'individual', leastMinutes: 15, minutesPerUnit: 15, mostUnits: 6 },
      ],
      excludedCodes: ['H0004', 'H0005'],
      separate: ['assessment'],
    }),
  },
  {
    key: 'medicare-hospital',
    label: 'Medicare, hospital outpatient and CMHC',
    program: 'any',
    note: 'Counts services, not hours: three listed services a day, one of them primary, make a paid day; four and more a higher one. Nothing by video. Free-standing private programs are not eligible.',
    source:
      'Medicare IOP benefit from 2024: at least 3 listed services a day, one of the primary list; 9 h a week in the plan',
    mark: 'V',
    stated: ['unit', 'servicesPerDay', 'primary', 'minutesPerWeek', 'telehealth', 'revenueCode'],
    terms: terms({
      unit: 'service-count',
      code: 'G0410',
      revenueCode: '0905',
      minutesPerDay: null,
      servicesPerDay: 3,
      primary: ['group', 'individual', 'family'],
      leastMinutes: { group: 45, education: 45, individual: 16, family: 26 },
      daysPerWeek: 0,
      maxDaysPerWeek: null,
      telehealth: 'none',
      separate: ['medication'],
      counts: ['group', 'education', 'individual', 'family'],
    }),
  },
  {
    key: 'otp-week',
    label: 'Opioid treatment program, weekly add-on',
    program: 'substance-use',
    note: 'One unit for seven days in a row with nine services and more; opioid use disorder only, on top of the weekly bundle.',
    source: 'OTP add-on G0137: at least 9 services in 7 contiguous days, one unit a week',
    mark: 'V',
    stated: ['unit', 'code', 'servicesPerWeek', 'placeOfService'],
    terms: terms({
      unit: 'week',
      code: 'G0137',
      placeOfService: '58',
      minutesPerDay: null,
      daysPerWeek: 0,
      minutesPerWeek: 0,
      servicesPerWeek: 9,
      underWeek: 'deny',
      maxDaysPerWeek: null,
    }),
  },
  {
    key: 'florida-day-night',
    label: 'Florida, day or night treatment',
    program: 'any',
    note: 'A rule of the licence and not of a payer: at least 3 hours a day and 12 a week. Adopt it where a payer follows the licence.',
    source: 'Florida 65D-30.009(2): at least 3 h a day and 12 h a week',
    mark: 'V',
    stated: ['minutesPerDay', 'minutesPerWeek'],
    terms: terms({ minutesPerWeek: 720, daysPerWeek: 1 }),
  },
  {
    key: 'chcs-medicare',
    label: 'Medicare, as CHCS sums it up',
    program: 'any',
    note: 'Nine to nineteen hours a week; more asks for a higher level of care.',
    source: 'CHCS summary: Medicare intensive outpatient is 9 to 19 h a week',
    mark: 'V',
    stated: ['minutesPerWeek', 'mostMinutesPerWeek'],
    terms: terms({
      minutesPerDay: null,
      daysPerWeek: 0,
      mostMinutesPerWeek: 1140,
      maxDaysPerWeek: null,
      telehealth: 'none',
    }),
  },
]

export const publishedRule = (key: string): PublishedRule | undefined => publishedRules.find((rule) => rule.key === key)
