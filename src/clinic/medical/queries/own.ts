import { sql } from 'kysely'
import { dayAt, timeAt, type Day } from '../../../basics/dates.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { toldFrom } from '../draws.ts'

export type OwnMedicine = { name: string; dose: string; whatFor: string; source: string; startedOn: Day | null }
export type OwnAllergy = { kind: string; substance: string; reaction: string; notedAt: Date }

/** What a client reads of their own list, asked as themself: row-level security leaves only what is theirs, and only so much of it. */
export async function ownMedicinesOf(
  work: Work,
  clientId: string,
): Promise<{ medicines: OwnMedicine[]; allergies: OwnAllergy[] }> {
  const medicines = await work.db
    .selectFrom('medication as m')
    .where('m.clientId', '=', clientId)
    .where(
      sql<boolean>`not exists (select from medication_end e where e.clinic_id = m.clinic_id and e.medication_id = m.id)`,
    )
    .orderBy('m.name')
    .orderBy('m.id')
    .select(['m.name', 'm.dose', 'm.whatFor', 'm.source', 'm.startedOn'])
    .execute()
  const allergies = await work.db
    .selectFrom('allergy as a')
    .where('a.clientId', '=', clientId)
    .where(sql<boolean>`not exists (select from allergy_end e where e.clinic_id = a.clinic_id and e.allergy_id = a.id)`)
    .orderBy('a.notedAt', 'desc')
    .select(['a.kind', 'a.substance', 'a.reaction', 'a.notedAt'])
    .execute()
  return { medicines, allergies }
}

export type OwnVisit = { at: Date; with: string; byVideo: boolean }

/** Their next visit with a prescriber, asked as themself. */
export async function ownNextVisit(work: Work, clientId: string): Promise<OwnVisit | undefined> {
  const { rows } = await sql<OwnVisit>`
    select lower(v.during) as at, m.given_name as "with", v.by_video as "byVideo"
    from visit v join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
    where v.client_id = ${clientId}::uuid and v.kind = 'medication-management' and not isempty(v.during) and lower(v.during) > ${work.at}::timestamptz
    order by 1 limit 1`.execute(work.db)
  return rows[0]
}

/**
 * Whether they are asked to come in today: from seven in the morning, until a specimen was given or somebody wrote what came
 * of it. Asked with the eyes of the house; only a yes or a no comes out, and nothing of any other day.
 */
export const isAskedToday = (work: Work, clientId: string): Promise<boolean> =>
  withHouseEyes(work, async () => {
    if (timeAt(work.at, work.clinic.timeZone) < toldFrom) return false
    const row = await work.db
      .selectFrom('toxOrder as o')
      .leftJoin('toxCollectionNow as c', (join) =>
        join.onRef('c.clinicId', '=', 'o.clinicId').onRef('c.orderId', '=', 'o.id'),
      )
      .where('o.clientId', '=', clientId)
      .where('o.dueOn', '=', dayAt(work.at, work.clinic.timeZone))
      .where((eb) => eb.or([eb('c.id', 'is', null), eb('c.outcome', '=', 'could-not')]))
      .select('o.id')
      .executeTakeFirst()
    return row !== undefined
  })
