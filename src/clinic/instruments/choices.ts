import { type Refusal, refuse } from '../../basics/refusal.ts'
import { instruments } from './catalog.ts'
import type { Instrument, InstrumentKey } from './instrument.ts'

export const settings = ['in-use', 'bands', 'reliable-change'] as const
export type Setting = (typeof settings)[number]
export type Choice = {
  instrument: string
  setting: string
  value: string
  decidedAt: Date
  by: string
  because: string
}

/** What the clinic has decided about its instruments; where it decided nothing, the published default stands. */
export type Choices = readonly Choice[]

const valueOf = (choices: Choices, key: InstrumentKey, setting: Setting): string | undefined =>
  choices.find((one) => one.instrument === key && one.setting === setting)?.value

/** Free instruments are in use unless the clinic put them away; one with a condition only once the clinic confirmed it. */
export const isInUse = ({ key, condition }: Instrument, choices: Choices): boolean =>
  (valueOf(choices, key, 'in-use') ?? (condition === null ? 'yes' : 'no')) === 'yes'

export const inUse = (choices: Choices): readonly Instrument[] => instruments.filter((one) => isInUse(one, choices))

export const bandsIn = (choices: Choices, key: InstrumentKey): string | undefined => valueOf(choices, key, 'bands')

/** The change in points that counts as reliable here; null where neither the clinic nor a source says. */
export const noiseIn = (choices: Choices, { key, reliableChange }: Instrument): number | null => {
  const own = Number(valueOf(choices, key, 'reliable-change') ?? Number.NaN)
  return Number.isInteger(own) ? own : (reliableChange?.points ?? null)
}

/**
 * Whether a clinic may decide this: a value that the setting has; a reliable change of 1 to 40 whole points. Whoever
 * switches on an instrument with a condition confirms its words (`isConfirmed`). Source: clinical.md §5.1 (licences).
 */
export function canDecide(
  { title, scoring, condition }: Instrument,
  setting: Setting,
  value: string,
  isConfirmed: boolean,
): Refusal | null {
  if (setting === 'in-use') {
    if (value !== 'yes' && value !== 'no') return refuse('value', 'Choose whether this clinic uses it.')
    if (value === 'yes' && condition !== null && !isConfirmed)
      return refuse('not-confirmed', `${title} has terms of its own. Confirm them for this clinic first.`)
    return null
  }
  if (scoring.kind === 'triage') return refuse('value', `${title} gives a level as published; there is nothing to set.`)
  if (setting === 'bands')
    return scoring.bandSets.some((one) => one.key === value)
      ? null
      : refuse('value', `${title} has no bands of this name. Choose one of the list.`)
  const points = Number(value)
  return Number.isInteger(points) && points >= 1 && points <= 40
    ? null
    : refuse('value', 'Give the reliable change in whole points, from 1 to 40.')
}
