import type { Instrument } from '../instruments/instrument.ts'

export type Change = {
  /** Later minus earlier: below zero is better on every instrument here. */
  points: number
  /** More than the instrument's own noise; null where its noise is not known. */
  reliable: boolean | null
  /** Recovered: reliably better, and from a case to none. Null where the noise is not known. */
  label: 'recovered' | 'improved' | 'unchanged' | 'deteriorated' | null
  /** Half the points or fewer are left. */
  response: boolean
  /** The later score lies below the remission mark; null where there is none. */
  remission: boolean | null
}

/**
 * What two totals of one instrument say, earlier and later. Reliable change: PHQ-9 6 points, GAD-7 4, PCL-5 10 [K], or
 * the clinic's own figure in `noise`. Clinically significant is reliable and across the cut-off. Response: at least half
 * of an earlier score above 0 is gone. Totals are whole, from 0 to the instrument's highest.
 * Source: clinical.md §5.1, §5.4, §6.2.
 */
export function changeBetween(
  { reliableChange, caseFrom, remissionBelow }: Instrument,
  earlier: number,
  later: number,
  noise: number | null = reliableChange?.points ?? null,
): Change {
  const points = later - earlier
  const reliable = noise === null ? null : Math.abs(points) >= noise
  const crossed = caseFrom !== null && earlier >= caseFrom.points && later < caseFrom.points
  return {
    points,
    reliable,
    label:
      reliable === null
        ? null
        : !reliable
          ? 'unchanged'
          : points > 0
            ? 'deteriorated'
            : crossed
              ? 'recovered'
              : 'improved',
    response: earlier > 0 && later * 2 <= earlier,
    remission: remissionBelow === null ? null : later < remissionBelow.points,
  }
}

/**
 * The reliable change index in points, from the instrument's standard deviation (above 0) and reliability (0 to 1):
 * 1.96 · SD · √2 · √(1 − r). For instruments of a clinic's own. Source: clinical.md §5.4.
 */
export const reliableChangeIndex = (standardDeviation: number, reliability: number): number =>
  1.96 * standardDeviation * Math.SQRT2 * Math.sqrt(1 - reliability)
