import type { Mark } from '../../basics/mark.ts'
import { ageOn, type Day } from '../../basics/dates.ts'

export type AgeGroup = 'adult' | 'adolescent'

/**
 * One floor that somebody set, for as long as it stands. `state`, `payer` and `program` null: for everyone at this level.
 * A payer's and a program's floor are never one row.
 */
export type FloorRow = {
  levelOfCare: string
  ageGroup: AgeGroup
  state: string | null
  payer: string | null
  program?: string | null
  minutesPerWeek: number
  daysPerWeek: number
  from: Day
  /** The last day it stands; null while nobody has ended it. */
  to: Day | null
  source: string
  mark: Mark
}

export type Floor = { minutesPerWeek: number; daysPerWeek: number; source: string; mark: Mark }

export type FloorQuestion = {
  levelOfCare: string
  ageGroup: AgeGroup
  state: string
  payer?: string | null
  program?: string | null
}

/**
 * An adolescent is under 18 on the day. (California's Medicaid plan counts under 21 toward its 6-hour floor,
 * clinical.md §7.1 [K]: a clinic there gives those clients a floor row of their own.)
 */
export const ageGroupOn = (birth: Day, day: Day): AgeGroup => (ageOn(birth, day) < 18 ? 'adolescent' : 'adult')

const standsOn = (row: { from: Day; to: Day | null }, day: Day) => row.from <= day && (row.to === null || day <= row.to)

/** Of rows about the same thing the newest speaks; of two from one day, the stricter. */
const newest = (rows: readonly FloorRow[]): FloorRow | null =>
  rows.reduce<FloorRow | null>((best, row) => {
    if (best === null || row.from > best.from) return row
    if (row.from < best.from) return best
    return row.minutesPerWeek > best.minutesPerWeek ||
      (row.minutesPerWeek === best.minutesPerWeek && row.daysPerWeek > best.daysPerWeek)
      ? row
      : best
  }, null)

const weaker = (a: Mark, b: Mark): Mark => (a === 'K' || b === 'K' ? 'K' : a === 'C' || b === 'C' ? 'C' : 'V')

/**
 * The least a client's week must hold on `day`: minutes (whole, elapsed) and days (1 to 7) of services that count toward
 * the dose. The state's own row replaces the general one; the payer's and the program's come on top, and the highest figure
 * binds, minutes and days each for itself. Null where nobody set a floor for this level and age. The boards count the same in
 * SQL (recount_weeks); a test holds the two equal. Source: clinical.md §1.2, §2.1, §2.4; each floor carries its own.
 */
export function floorOn(rows: readonly FloorRow[], question: FloorQuestion, day: Day): Floor | null {
  const candidates = rows.filter(
    (row) => row.levelOfCare === question.levelOfCare && row.ageGroup === question.ageGroup && standsOn(row, day),
  )
  // Each speaks for its own state before it speaks for all of them.
  const spoken = (belongs: (row: FloorRow) => boolean) =>
    newest(candidates.filter((row) => belongs(row) && row.state === question.state)) ??
    newest(candidates.filter((row) => belongs(row) && row.state === null))
  const { payer = null, program = null } = question
  const binding = [
    spoken((row) => row.payer === null && (row.program ?? null) === null),
    payer === null ? null : spoken((row) => row.payer === payer),
    program === null ? null : spoken((row) => row.program === program),
  ].filter((row) => row !== null)
  return binding.length === 0 ? null : binding.map(floorFrom).reduce(higher)
}

const floorFrom = ({ minutesPerWeek, daysPerWeek, source, mark }: FloorRow): Floor => ({
  minutesPerWeek,
  daysPerWeek,
  source,
  mark,
})

/** The higher of two, each figure for itself; with both sources only where both are needed. */
function higher(one: Floor, other: Floor): Floor {
  if (other.minutesPerWeek <= one.minutesPerWeek && other.daysPerWeek <= one.daysPerWeek) return one
  if (one.minutesPerWeek <= other.minutesPerWeek && one.daysPerWeek <= other.daysPerWeek) return other
  return {
    minutesPerWeek: Math.max(one.minutesPerWeek, other.minutesPerWeek),
    daysPerWeek: Math.max(one.daysPerWeek, other.daysPerWeek),
    source: `${one.source}; ${other.source}`,
    mark: weaker(one.mark, other.mark),
  }
}

const general = { state: null, payer: null, from: '2013-01-01', to: null } as const

/**
 * What a new clinic starts with (clinical.md §1.2, §2.1, §2.3); every row can be followed by another. They stand from the year of the criteria's third
 * edition, so that a floor stands for any week a clinic may import.
 */
export const defaultFloors: readonly FloorRow[] = [
  {
    ...general,
    levelOfCare: '2.1',
    ageGroup: 'adult',
    minutesPerWeek: 540,
    daysPerWeek: 3,
    source:
      'Intensive outpatient: at least 9 h a week for adults (level-of-care definitions, Medicare IOP benefit), on at least 3 days (HCPCS H0015)',
    mark: 'V',
  },
  {
    ...general,
    levelOfCare: '2.1',
    ageGroup: 'adolescent',
    minutesPerWeek: 360,
    daysPerWeek: 3,
    source: 'Intensive outpatient: at least 6 h a week under 18 (level-of-care definitions), on at least 3 days (TEDS)',
    mark: 'V',
  },
  ...(['2.5', '2.7'] as const).flatMap((levelOfCare) =>
    (['adult', 'adolescent'] as const).map(
      (ageGroup): FloorRow => ({
        ...general,
        levelOfCare,
        ageGroup,
        minutesPerWeek: 1200,
        daysPerWeek: 5,
        source:
          levelOfCare === '2.5'
            ? 'High-intensity outpatient: at least 20 h a week (level-of-care definitions); five days by custom, to be confirmed'
            : 'Intensive outpatient with daily medical care: at least 20 h a week on five days, both to be confirmed',
        mark: 'K',
      }),
    ),
  ),
  {
    levelOfCare: '2.1',
    ageGroup: 'adult',
    state: null,
    payer: 'medicare',
    minutesPerWeek: 540,
    daysPerWeek: 3,
    from: '2024-01-01',
    to: null,
    source: 'Medicare IOP benefit: at least 9 h a week in the plan of treatment, on 3 to 4 days',
    mark: 'V',
  },
]
