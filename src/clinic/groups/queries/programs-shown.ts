import type { Mark } from '../../../basics/mark.ts'
import { addDays, dayAt, weekOf } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { floorOn, type AgeGroup, type Floor } from '../../programs/dose.ts'

export type ProgramShown = {
  id: string
  name: string
  kind: string
  track: string
  ageGroup: string
  site: string
  address: string
  /** The least hours of a week at its level of care; null where the clinic has set none. */
  floor: Floor | null
}

/** What the clinic offers, as anybody may know it. */
export async function programsShown(work: Work): Promise<ProgramShown[]> {
  const programs = await work.db
    .selectFrom('program as p')
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'p.clinicId').onRef('s.id', '=', 'p.siteId'))
    .select([
      'p.id',
      'p.name',
      'p.kind',
      'p.track',
      'p.levelOfCare',
      'p.ageGroup',
      's.name as site',
      's.address',
      's.state',
    ])
    .orderBy('p.ageGroup')
    .orderBy('p.track')
    .orderBy('p.name')
    .execute()
  const rows = await work.db
    .selectFrom('doseFloor')
    .select([
      'levelOfCare',
      'ageGroup',
      'minutesPerWeek',
      'daysPerWeek',
      'effectiveFrom',
      'effectiveTo',
      'source',
      'mark',
      'state',
      'programId as program',
    ])
    // What a payer asks is between the clinic and that payer.
    .where('payerId', 'is', null)
    .orderBy('effectiveFrom', 'desc')
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const seen = new Set<string>()
  const floors = rows.flatMap((row) => {
    const key = [row.levelOfCare, row.ageGroup, row.state, row.program, row.effectiveFrom].join(' ')
    if (seen.has(key)) return []
    seen.add(key)
    const { effectiveFrom: from, effectiveTo: to, ...rest } = row
    // The checks on the table allow these and no others.
    const ageGroup = row.ageGroup as AgeGroup
    return [{ ...rest, ageGroup, mark: row.mark as Mark, payer: null, from, to }]
  })
  const sunday = addDays(weekOf(dayAt(work.at, work.clinic.timeZone)), 6)
  return programs.map(({ levelOfCare, state, ...program }) => ({
    ...program,
    floor: floorOn(
      floors,
      { levelOfCare, ageGroup: program.ageGroup === 'adolescent' ? 'adolescent' : 'adult', state, program: program.id },
      sunday,
    ),
  }))
}

/** Where the clinic is: only sites at which somebody is received. */
export const sitesShown = (work: Work) =>
  work.db.selectFrom('site').select(['id', 'name', 'address', 'state']).orderBy('name').execute()
