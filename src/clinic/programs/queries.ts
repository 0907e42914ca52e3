import { sql } from 'kysely'
import type { Mark } from '../../basics/mark.ts'
import { addDays, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { type AgeGroup, type Floor, floorOn, type FloorRow } from './dose.ts'

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

/** The programs by name alone. */
export const programNames = (work: Work) =>
  work.db.selectFrom('program').select(['id', 'name', 'siteId']).orderBy('name').orderBy('id').execute()

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
    .select(['f.state', 'f.payerId', 'f.programId'])
    .select((eb) => [
      eb
        .selectFrom('payerNow as y')
        .whereRef('y.clinicId', '=', 'f.clinicId')
        .whereRef('y.id', '=', 'f.payerId')
        .select('y.name')
        .as('payerName'),
      eb
        .selectFrom('program as p')
        .whereRef('p.clinicId', '=', 'f.clinicId')
        .whereRef('p.id', '=', 'f.programId')
        .select('p.name')
        .as('programName'),
    ])
    .orderBy('f.levelOfCare')
    .orderBy('f.ageGroup')
    .orderBy('f.effectiveFrom', 'desc')
    .orderBy('f.recordedAt', 'desc')
    .orderBy('f.id', 'desc')
    .execute()

/** The rows that `floorOn` reads. Of two about the same from one day the last that was recorded speaks: it corrects the other. */
export async function floorRows(work: Work): Promise<FloorRow[]> {
  const seen = new Set<string>()
  // Without the names of payers and of whoever recorded them: clients ask this too.
  const rows = await work.db
    .selectFrom('doseFloor')
    .select(['levelOfCare', 'ageGroup', 'state', 'payerId', 'programId', 'minutesPerWeek', 'daysPerWeek'])
    .select(['effectiveFrom', 'effectiveTo', 'source', 'mark'])
    .orderBy('effectiveFrom', 'desc')
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.flatMap((row) => {
    const key = [row.levelOfCare, row.ageGroup, row.state, row.payerId, row.programId, row.effectiveFrom].join(' ')
    if (seen.has(key)) return []
    seen.add(key)
    return [
      {
        levelOfCare: row.levelOfCare,
        // The checks on the table allow these and no others.
        ageGroup: row.ageGroup as AgeGroup,
        mark: row.mark as Mark,
        state: row.state,
        payer: row.payerId,
        program: row.programId,
        minutesPerWeek: row.minutesPerWeek,
        daysPerWeek: row.daysPerWeek,
        from: row.effectiveFrom,
        to: row.effectiveTo,
        source: row.source,
      },
    ]
  })
}

/** The payers of the clinic by name, for whom a floor may stand. */
export const payersNamed = async (work: Work): Promise<{ id: string; name: string }[]> =>
  (await work.db.selectFrom('payerNow').select(['id', 'name']).orderBy(sql`lower(name)`).execute()).map(
    ({ id, name }) => ({ id: id ?? '', name: name ?? '' }),
  ) // a column of a view may always be null for the types

/** Whose plan pays first for a client on a day: the payer's id, or null. The boards ask the same. */
export async function standingPayer(work: Work, clientId: string, day: Day): Promise<string | null> {
  const { rows } = await sql<{
    payer: string | null
  }>`select standing_payer(${clientId}, ${day}::date) as payer`.execute(work.db)
  return rows[0]?.payer ?? null
}

/** Whose week it is: at which level, in which program and state, and which client, whose payer may have a floor of its own. */
export type WhoseFloor = {
  levelOfCare: string
  ageGroup: string
  state: string
  programId: string
  clientId: string
}

/** The floor of a client's week: the one that stands on its Sunday, as the boards count it too. Null where nobody set one. */
export async function floorOfWeek(work: Work, whose: WhoseFloor, week: Day): Promise<Floor | null> {
  const sunday = addDays(week, 6)
  const rows = await floorRows(work)
  return floorOn(
    rows,
    {
      levelOfCare: whose.levelOfCare,
      ageGroup: whose.ageGroup === 'adolescent' ? 'adolescent' : 'adult',
      state: whose.state,
      program: whose.programId,
      // Who pays is asked only where some payer has a floor of its own.
      payer: rows.some((row) => row.payer !== null) ? await standingPayer(work, whose.clientId, sunday) : null,
    },
    sunday,
  )
}

/** Every limit on group size as it was recorded. `state` and `payerId` null: the clinic's own, everywhere. */
export const capsRecorded = (work: Work) =>
  work.db
    .selectFrom('groupCap as c')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'c.clinicId').onRef('m.id', '=', 'c.recordedBy'),
    )
    .select(['c.id', 'c.state', 'c.kind', 'c.most', 'c.effectiveFrom', 'c.effectiveTo', 'c.source', 'c.mark'])
    .select(['c.recordedAt', 'm.givenName', 'm.familyName', 'c.payerId'])
    .select((eb) =>
      eb
        .selectFrom('payerNow as y')
        .whereRef('y.clinicId', '=', 'c.clinicId')
        .whereRef('y.id', '=', 'c.payerId')
        .select('y.name')
        .as('payerName'),
    )
    .orderBy('c.state')
    .orderBy('c.kind')
    .orderBy('c.effectiveFrom', 'desc')
    .orderBy('c.recordedAt', 'desc')
    .orderBy('c.id', 'desc')
    .execute()
