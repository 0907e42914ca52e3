import { sql } from 'kysely'
import { addDays, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { type AgeGroup, type Floor, floorOn, type FloorRow, type Mark } from './dose.ts'

export const sitesOf = (work: Work) =>
  work.db.selectFrom('site').select(['id', 'name', 'address', 'state', 'timeZone']).orderBy('name').execute()

export const roomsOf = (work: Work) =>
  work.db
    .selectFrom('room as r')
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'r.clinicId').onRef('s.id', '=', 'r.siteId'))
    .select(['r.id', 'r.siteId', 'r.name', 'r.places', 'r.isVideo', 's.name as site', 's.state', 's.timeZone'])
    .orderBy('s.name')
    .orderBy('r.name')
    .execute()

export type ProgramRow = Awaited<ReturnType<typeof programsOf>>[number]

/** What the clinic offers, and how many are in care there now. */
export const programsOf = (work: Work) =>
  work.db
    .selectFrom('program as p')
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'p.clinicId').onRef('s.id', '=', 'p.siteId'))
    .select(['p.id', 'p.siteId', 'p.name', 'p.kind', 'p.track', 'p.levelOfCare', 'p.ageGroup'])
    .select(['s.name as site', 's.state', 's.timeZone'])
    .select(
      sql<number>`(select count(*)::int from episode e where e.clinic_id = p.clinic_id and e.program_id = p.id and upper_inf(e.during))`.as(
        'inCare',
      ),
    )
    .orderBy('s.name')
    .orderBy('p.name')
    .execute()

export async function programById(work: Work, id: string): Promise<ProgramRow | undefined> {
  return isId(id) ? (await programsOf(work)).find((program) => program.id === id) : undefined
}

/** Every floor as it was recorded, the newest day first: the history, and what stands. */
export const floorsRecorded = (work: Work) =>
  work.db
    .selectFrom('doseFloor as f')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'f.clinicId').onRef('m.id', '=', 'f.recordedBy'),
    )
    .select(['f.id', 'f.levelOfCare', 'f.ageGroup', 'f.minutesPerWeek', 'f.daysPerWeek', 'f.effectiveFrom'])
    .select(['f.effectiveTo', 'f.source', 'f.mark', 'f.recordedAt', 'm.givenName', 'm.familyName'])
    .orderBy('f.levelOfCare')
    .orderBy('f.ageGroup')
    .orderBy('f.effectiveFrom', 'desc')
    .orderBy('f.recordedAt', 'desc')
    .orderBy('f.id', 'desc')
    .execute()

/** The rows that `floorOn` reads. Of two from one day the last that was recorded speaks: it corrects the one before. */
export async function floorRows(work: Work): Promise<FloorRow[]> {
  const seen = new Set<string>()
  return (await floorsRecorded(work)).flatMap((row) => {
    const key = `${row.levelOfCare} ${row.ageGroup} ${row.effectiveFrom}`
    if (seen.has(key)) return []
    seen.add(key)
    return [
      {
        levelOfCare: row.levelOfCare,
        // The checks on the table allow these and no others.
        ageGroup: row.ageGroup as AgeGroup,
        mark: row.mark as Mark,
        state: null,
        payer: null,
        minutesPerWeek: row.minutesPerWeek,
        daysPerWeek: row.daysPerWeek,
        from: row.effectiveFrom,
        to: row.effectiveTo,
        source: row.source,
      },
    ]
  })
}

/** The floor of a week: the one that stands on its Sunday, as the boards count it too. Null where nobody set one. */
export const floorOfWeek = async (
  work: Work,
  level: { levelOfCare: string; ageGroup: string },
  week: Day,
): Promise<Floor | null> =>
  floorOn(
    await floorRows(work),
    { levelOfCare: level.levelOfCare, ageGroup: level.ageGroup === 'adolescent' ? 'adolescent' : 'adult', state: '' },
    addDays(week, 6),
  )

/** Every limit on group size as it was recorded. `state` null: the clinic's own, everywhere. */
export const capsRecorded = (work: Work) =>
  work.db
    .selectFrom('groupCap as c')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'c.clinicId').onRef('m.id', '=', 'c.recordedBy'),
    )
    .select(['c.id', 'c.state', 'c.kind', 'c.most', 'c.effectiveFrom', 'c.effectiveTo', 'c.source', 'c.mark'])
    .select(['c.recordedAt', 'm.givenName', 'm.familyName'])
    .orderBy('c.state')
    .orderBy('c.kind')
    .orderBy('c.effectiveFrom', 'desc')
    .orderBy('c.recordedAt', 'desc')
    .orderBy('c.id', 'desc')
    .execute()
