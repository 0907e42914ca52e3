import { ageOn, type Day } from '../../basics/dates.ts'

/**
 * How sure a figure is, as clinical.md marks it: V read in its source, C computed from public data, K common knowledge
 * that the program's compliance officer must confirm.
 */
export type Mark = 'V' | 'C' | 'K'

export type AgeGroup = 'adult' | 'adolescent'

/** One floor that somebody set, for as long as it stands. `state` and `payer` null: for everyone at this level. */
export type FloorRow = {
  levelOfCare: string
  ageGroup: AgeGroup
  state: string | null
  payer: string | null
  minutesPerWeek: number
  daysPerWeek: number
  from: Day
  /** The last day it stands; null while nobody has ended it. */
  to: Day | null
  source: string
  mark: Mark
}

export type Floor = { minutesPerWeek: number; daysPerWeek: number; source: string; mark: Mark }

export type FloorQuestion = { levelOfCare: string; ageGroup: AgeGroup; state: string; payer?: string | null }

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
 * the dose. The state's own row replaces the general one; the payer's comes on top, and the higher figure of the two
 * binds, minutes and days each for itself. Null where nobody set a floor for this level and age.
 * Source: clinical.md §1.2, §2.1, §2.4; each floor carries its own.
 */
export function floorOn(rows: readonly FloorRow[], question: FloorQuestion, day: Day): Floor | null {
  const candidates = rows.filter(
    (row) => row.levelOfCare === question.levelOfCare && row.ageGroup === question.ageGroup && standsOn(row, day),
  )
  const ofState = newest(candidates.filter((row) => row.payer === null && row.state === question.state))
  const general = newest(candidates.filter((row) => row.payer === null && row.state === null))
  const licence = ofState ?? general
  const payer = question.payer ?? null
  const ofPayer =
    payer === null
      ? null
      : (newest(candidates.filter((row) => row.payer === payer && row.state === question.state)) ??
        newest(candidates.filter((row) => row.payer === payer && row.state === null)))
  const binding = [licence, ofPayer].filter((row) => row !== null)
  const [one, other] = binding
  if (one === undefined) return null
  if (other === undefined || (other.minutesPerWeek <= one.minutesPerWeek && other.daysPerWeek <= one.daysPerWeek)) {
    return { minutesPerWeek: one.minutesPerWeek, daysPerWeek: one.daysPerWeek, source: one.source, mark: one.mark }
  }
  if (one.minutesPerWeek <= other.minutesPerWeek && one.daysPerWeek <= other.daysPerWeek) {
    const { minutesPerWeek, daysPerWeek, source, mark } = other
    return { minutesPerWeek, daysPerWeek, source, mark }
  }
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
