// What a clinic may set about trouble, alerts and outreach: our defaults, until a dated row of the clinic's own stands.
import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

type Known = {
  label: string
  value: number
  least: number
  most: number
  unit: string
  source: string
  mark: 'C' | 'K'
}

const points = (label: string, value: number): Known => ({
  label,
  value,
  least: 0,
  most: 60,
  unit: 'points',
  source: 'Stepwell default: no data to fit it on (docs/model-card.md)',
  mark: 'K',
})

export const settingsKnown = {
  'alerts-a-day': {
    label: 'Alerts for each clinician on one day, at most',
    value: 3,
    least: 1,
    most: 20,
    unit: 'alerts',
    source: 'clinical.md §6.2 aims at 2 or fewer; Stepwell starts with 3',
    mark: 'K',
  },
  'alert-from': {
    label: 'Points from which somebody gets an alert',
    value: 30,
    least: 5,
    most: 100,
    unit: 'points',
    source: 'About one in seven not seen again by attendance alone (docs/model-card.md)',
    mark: 'K',
  },
  'alert-hours': {
    label: 'An alert is answered within',
    value: 24,
    least: 1,
    most: 168,
    unit: 'hours',
    source: 'clinical.md §6.2: every alert has a due time; the hours are a Stepwell default',
    mark: 'K',
  },
  'rest-days': {
    label: 'After an answer, the same person gets no new alert for',
    value: 7,
    least: 0,
    most: 60,
    unit: 'days',
    source: 'Stepwell default; a rise in points ends the rest',
    mark: 'K',
  },
  'rise-points': {
    label: 'A rise that ends the rest or the watching early',
    value: 12,
    least: 1,
    most: 60,
    unit: 'points',
    source: 'Stepwell default',
    mark: 'K',
  },
  'points-worse': points('A measure got worse by more than its own noise', 12),
  'points-no-fall': points('A measure has not fallen by a fifth after three weeks', 6),
  'points-unmeasured': points('No measure for three weeks', 3),
  'points-craving': points('Craving, or feeling low, was said in the last two weeks', 8),
  'points-unasked': points('Nobody has asked about cravings for two weeks', 2),
  'points-prescriber': points('A visit with the prescriber was missed, and none kept since', 8),
  'points-unmarked': points('A visit with the prescriber was not marked', 2),
  'points-quiet': points('No word for some days', 6),
  'points-silent': points('No word for two weeks', 15),
  'quiet-days': {
    label: 'Some days without a word are',
    value: 5,
    least: 2,
    most: 13,
    unit: 'days',
    source: 'Stepwell default',
    mark: 'K',
  },
  'points-barrier': points('A reason that kept them away, and no help has come of it', 6),
  'points-worried': points('Somebody on the staff is worried', 8),
  'second-miss-hours': {
    label: 'After the second miss in a row: supervisor and another contact within',
    value: 24,
    least: 1,
    most: 168,
    unit: 'hours',
    source: 'clinical.md §10 missed_session_outreach_2',
    mark: 'C',
  },
  'review-misses': {
    label: 'Misses in a row after which the stay is reviewed',
    value: 3,
    least: 2,
    most: 10,
    unit: 'misses',
    source: 'clinical.md §10 administrative_discharge_review (O7 uses 3)',
    mark: 'K',
  },
  'review-days': {
    label: 'Days without a word after which the stay is reviewed',
    value: 14,
    least: 5,
    most: 60,
    unit: 'days',
    source: 'clinical.md §10 administrative_discharge_review',
    mark: 'K',
  },
  'review-hours': {
    label: 'A review is made within',
    value: 24,
    least: 1,
    most: 168,
    unit: 'hours',
    source: 'Stepwell default',
    mark: 'K',
  },
  'day-opens': {
    label: 'Whether somebody of the staff is away is counted from',
    value: 9,
    least: 0,
    most: 12,
    unit: 'o’clock',
    source: 'Stepwell default (decisions/016)',
    mark: 'K',
  },
  'day-closes': {
    label: 'Whether somebody of the staff is away is counted until',
    value: 17,
    least: 13,
    most: 23,
    unit: 'o’clock',
    source: 'Stepwell default (decisions/016)',
    mark: 'K',
  },
  'away-hours': {
    label: 'Somebody else answers for whoever is away on a day for at least',
    value: 4,
    least: 1,
    most: 12,
    unit: 'hours',
    source: 'Stepwell default: half a working day (decisions/016)',
    mark: 'K',
  },
  'in-care-ahead': {
    label: 'The next day of somebody in care lies ahead at most',
    value: 14,
    least: 2,
    most: 60,
    unit: 'days',
    source: 'Silence of 14 days asks for a review (clinical.md §10); Stepwell default',
    mark: 'K',
  },
  'away-ahead': {
    label: 'Somebody on a pause is asked about within',
    value: 31,
    least: 2,
    most: 90,
    unit: 'days',
    source: 'Once a month; Stepwell default (decisions/016)',
    mark: 'K',
  },
  'way-back-days': {
    label: 'Somebody comes back without a new intake within',
    value: 366,
    least: 1,
    most: 1000,
    unit: 'days',
    source: 'A year after leaving; Stepwell default',
    mark: 'K',
  },
  'coverage-good-days': {
    label: 'Coverage of somebody who comes back is looked up again after',
    value: 30,
    least: 1,
    most: 366,
    unit: 'days',
    source: 'Stepwell default',
    mark: 'K',
  },
} as const satisfies Record<string, Known>

export type SettingKey = keyof typeof settingsKnown
export type Settings = Record<SettingKey, number>
// Object.keys gives back what the object was made of.
export const settingKeys = Object.keys(settingsKnown) as SettingKey[]

export const defaultSettings: Settings = Object.fromEntries(
  settingKeys.map((key) => [key, settingsKnown[key].value]),
) as Settings // every key is there, as it was just taken from them

export type SettingRow = { key: string; value: number; effectiveFrom: Day; setAt: Date; source: string; by: string }

/** The clinic's own rows that stand on a day, over the defaults: of each key the row that began last, then the newest. */
export function settingsOn(rows: readonly SettingRow[], day: Day): Settings {
  const settings = { ...defaultSettings }
  for (const row of standingRows(rows, day).values()) if (isSettingKey(row.key)) settings[row.key] = row.value
  return settings
}

export function standingRows(rows: readonly SettingRow[], day: Day): Map<string, SettingRow> {
  const standing = new Map<string, SettingRow>()
  for (const row of rows) {
    if (row.effectiveFrom > day) continue
    const known = standing.get(row.key)
    const isLater =
      known === undefined ||
      row.effectiveFrom > known.effectiveFrom ||
      (row.effectiveFrom === known.effectiveFrom && row.setAt >= known.setAt)
    if (isLater) standing.set(row.key, row)
  }
  return standing
}

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settingsKnown, key)

/** May a clinic set this? Refusals: 'unknown-setting', 'out-of-range' (outside what the setting allows), 'no-source'. */
export function settingRefusal(key: string, value: number, source: string): Refusal | null {
  if (!isSettingKey(key)) return refuse('unknown-setting', 'Choose what to set from the list.')
  const { least, most, unit } = settingsKnown[key]
  if (!Number.isInteger(value) || value < least || value > most)
    return refuse('out-of-range', `Give a whole number from ${least} to ${most} ${unit}.`)
  if (source.trim() === '') return refuse('no-source', 'Say who decided this, or where it is written.')
  return null
}
