import type { Day } from '../../basics/dates.ts'
import type { Mark } from '../../basics/mark.ts'

/** One number that the safety gate turns on: dated, with where it comes from. The medical director may change it. */
export type Threshold = { value: number; unit: string; means: string; source: string; mark: Mark; from: Day }

export type ThresholdKey =
  | 'pulseTooHigh'
  | 'pulseTooLow'
  | 'systolicTooHigh'
  | 'systolicTooLow'
  | 'diastolicTooHigh'
  | 'temperatureTooHigh'
  | 'temperatureTooLow'
  | 'oxygenTooLow'
  | 'ciwaNeedsCover'
  | 'ciwaSevere'
  | 'pawssHigh'
  | 'alcoholPeakBegins'
  | 'alcoholPeakEnds'
  | 'alcoholRiskEnds'
  | 'olderAge'
  | 'heavyDrinksPerWeek'
  | 'alcoholLevelHigh'
  | 'sedativeDaysInRow'
  | 'sedativeDoseHigh'
  | 'cowsMedicine'
  | 'cowsSevere'
  | 'overdoseRecentDays'
  | 'eatingPulseTooLow'
  | 'bodyMassTooLow'
  | 'medianBodyMassTooLow'
  | 'potassiumTooLow'
  | 'sameDayMinutes'
  | 'soonMinutes'
  | 'nowMinutes'

/** A whole set under one name, so that each answered gate can say which set judged it. */
export type GateThresholds = { id: string; rows: Record<ThresholdKey, Threshold> }

const FROM: Day = '2024-01-01'
const row = (value: number, unit: string, means: string, mark: Mark, source: string): Threshold => ({
  value,
  unit,
  means,
  source,
  mark,
  from: FROM,
})

const practice = 'Common practice in emergency triage'
const alcohol = 'ASAM alcohol withdrawal guideline 2020, as summarised; other published scales band differently'

/** Stepwell's defaults. Published scales band differently (CIWA-Ar 8/15 or 10/19): the set is named wherever it judged. */
export const defaultThresholds: GateThresholds = {
  id: 'stepwell-gate-1',
  rows: {
    pulseTooHigh: row(130, 'beats/min', 'a resting pulse at or above this is an emergency', 'K', practice),
    pulseTooLow: row(40, 'beats/min', 'a resting pulse below this is an emergency', 'K', practice),
    systolicTooHigh: row(180, 'mmHg', 'upper blood pressure at or above this is an emergency', 'K', practice),
    systolicTooLow: row(90, 'mmHg', 'upper blood pressure below this is an emergency', 'K', practice),
    diastolicTooHigh: row(120, 'mmHg', 'lower blood pressure at or above this is an emergency', 'K', practice),
    temperatureTooHigh: row(103, '°F', 'a temperature at or above this is an emergency', 'K', practice),
    temperatureTooLow: row(95, '°F', 'a temperature below this is an emergency', 'K', practice),
    oxygenTooLow: row(90, '%', 'oxygen saturation below this is an emergency', 'K', practice),
    ciwaNeedsCover: row(10, 'CIWA-Ar points', 'needs medical withdrawal care', 'K', alcohol),
    ciwaSevere: row(19, 'CIWA-Ar points', 'needs a hospital, covered or not', 'K', alcohol),
    pawssHigh: row(4, 'PAWSS points', 'complicated withdrawal is likely', 'K', 'PAWSS validation studies'),
    alcoholPeakBegins: row(6, 'hours', 'withdrawal may not show before this', 'K', alcohol),
    alcoholPeakEnds: row(72, 'hours', 'the time of greatest danger ends', 'K', alcohol),
    alcoholRiskEnds: row(168, 'hours', 'past this since the last drink, history alone no longer stops', 'K', alcohol),
    olderAge: row(65, 'years', 'heavy drinking from this age needs medical withdrawal care', 'K', alcohol),
    heavyDrinksPerWeek: row(15, 'standard drinks a week', 'heavy drinking', 'K', 'NIAAA heavy drinking, men'),
    alcoholLevelHigh: row(0.15, 'g/dL', 'high while signs of withdrawal already show', 'K', alcohol),
    sedativeDaysInRow: row(28, 'days', 'daily use that makes stopping dangerous', 'K', 'About a month of daily use'),
    sedativeDoseHigh: row(40, 'mg diazepam a day, or its like', 'a high dose', 'K', 'Common practice in tapering'),
    cowsMedicine: row(13, 'COWS points', 'moderate: medicine the same day', 'V', 'Published COWS bands, 13 to 24'),
    cowsSevere: row(37, 'COWS points', 'severe: daily medical care', 'V', 'Published COWS bands, above 36'),
    overdoseRecentDays: row(30, 'days', 'an overdose is recent', 'K', 'Common practice'),
    eatingPulseTooLow: row(
      50,
      'beats/min',
      'with an eating disorder, needs a medical bed',
      'K',
      'Eating disorder practice',
    ),
    bodyMassTooLow: row(16, 'kg/m²', 'needs a medical bed', 'K', 'Eating disorder practice; not for growing children'),
    medianBodyMassTooLow: row(
      75,
      '% of median BMI',
      'under 18, needs a medical bed',
      'K',
      'Adolescent medicine practice',
    ),
    potassiumTooLow: row(3.5, 'mmol/L', 'needs a medical bed', 'K', 'Lower limit of normal'),
    sameDayMinutes: row(240, 'minutes', 'what "today" means on the clock', 'K', 'Stepwell default'),
    soonMinutes: row(60, 'minutes', 'what "within the hour" means', 'K', 'Stepwell default'),
    nowMinutes: row(15, 'minutes', 'by when "now" must have been taken over', 'K', 'Stepwell default'),
  },
}

/** 'CIWA-Ar 10 points (set stepwell-gate-1)': a threshold as a sentence may quote it. */
export const quote = (set: GateThresholds, key: ThresholdKey): string => `${set.rows[key].value} ${set.rows[key].unit}`
