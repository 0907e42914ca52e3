import type { Cents } from './money.ts'

// The honest comparison: charges beside charges, before any plan pays, and what the one holds that the other does not.

export type Comparison = {
  days: number
  iopCharges: Cents
  nights: number
  residentialCharges: Cents
  /** Positive when residential care asks more. */
  difference: Cents
}

/** What a residential stay holds that an IOP does not: a lower price buys less. */
export const onlyResidential = [
  'A bed and meals, every day and night',
  'Staff awake around the clock, and somebody near through a hard night',
  'Distance from the places and people of use',
  'On some units, medical care for withdrawal',
]
/** And what an IOP leaves in place. */
export const onlyIop = [
  'Sleeping at home, keeping work, school and children',
  'Practising in your own surroundings what the groups teach',
]

/**
 * The clinic's charges for a planned IOP beside those of a residential stay. `perNight` is a figure that the clinic has
 * recorded with its source; null when it has none: then nothing is compared. `nights` 1 to 365.
 */
export function compareWithResidential(
  iop: { fee: Cents | null; daysPerWeek: number; weeks: number },
  residential: { perNight: Cents | null; nights: number },
): Comparison | null {
  if (iop.fee === null || residential.perNight === null) return null
  const days = iop.daysPerWeek * iop.weeks
  const iopCharges = iop.fee * days
  const residentialCharges = residential.perNight * residential.nights
  return {
    days,
    iopCharges,
    nights: residential.nights,
    residentialCharges,
    difference: residentialCharges - iopCharges,
  }
}
