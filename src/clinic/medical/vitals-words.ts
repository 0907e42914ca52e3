import type { Vitals } from './vitals.ts'

/** '128/82 mmHg, pulse 76, 98.4 °F': what was measured, in a line. */
export const vitalsInWords = (one: Vitals): string =>
  [
    one.systolic === null ? '' : `${one.systolic}/${one.diastolic} mmHg`,
    one.pulse === null ? '' : `pulse ${one.pulse}`,
    one.temperature === null ? '' : `${one.temperature} °F`,
    one.breaths === null ? '' : `${one.breaths} breaths a minute`,
    one.oxygen === null ? '' : `oxygen ${one.oxygen} %`,
    one.weight === null ? '' : `${one.weight} lb`,
    one.breathAlcohol === null ? '' : `breath alcohol ${one.breathAlcohol.toFixed(3)}`,
  ]
    .filter(Boolean)
    .join(', ')
