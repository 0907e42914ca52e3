import type { Day } from '../../basics/dates.ts'
import type { Taken } from './toxicology.ts'

type Row = {
  name: string
  ingredient: string
  startedOn: Day | null
  ended: string | null
  lastDay: Day | null
  asNeeded: boolean
}

/** The lines of a list as drug tests are read with: what was written in error was never taken, what is not taken shows nothing. */
export const takenFrom = (lines: readonly Row[]): Taken[] =>
  lines
    .filter((line) => line.ended !== 'written-in-error')
    .map(({ name, ingredient, startedOn, lastDay, asNeeded }) => ({
      name,
      ingredient,
      from: startedOn,
      to: lastDay,
      asNeeded,
    }))
