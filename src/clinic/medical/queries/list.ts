import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

const byName = (
  table: string,
) => sql<string>`(select m.given_name || ' ' || m.family_name || case when m.credential = '' then '' else ', ' || m.credential end
  from staff_member m where m.clinic_id = ${sql.ref(table)}.clinic_id and m.id = `

export type Medication = Awaited<ReturnType<typeof medicationsOf>>[number]

const medications = (work: Work) =>
  work.db
    .selectFrom('medication as l')
    .leftJoin('medicationEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'l.clinicId').onRef('e.medicationId', '=', 'l.id'),
    )
    .leftJoin('medicationOrder as o', (join) =>
      join.onRef('o.clinicId', '=', 'l.clinicId').onRef('o.medicationId', '=', 'l.id'),
    )
    .select(['l.id', 'l.clientId', 'l.name', 'l.ingredient', 'l.rxnorm', 'l.dose', 'l.amount', 'l.unit', 'l.times'])
    .select([
      'l.everyDays',
      'l.asNeeded',
      'l.route',
      'l.whatFor',
      'l.source',
      'l.fromWhom',
      'l.startedOn',
      'l.replacesId',
    ])
    .select(['l.notedAt', 'e.how as ended', 'e.lastDay', 'e.because as endedBecause', 'e.endedAt'])
    .select(['o.id as orderId', 'o.startOn', 'o.stopOn', 'o.daysSupplied', 'o.refills', 'o.because', 'o.licence'])
    .select(['o.warnings', 'o.allTheSame', 'o.orderedAt'])
    .select([
      sql<string>`${byName('l')} l.noted_by)`.as('notedBy'),
      sql<string | null>`${byName('l')} o.ordered_by)`.as('orderedBy'),
      sql<string | null>`${byName('l')} e.ended_by)`.as('endedBy'),
    ])

/** Every line that ever stood on somebody's list: what stands first, then what ended, the latest first. */
export const medicationsOf = (work: Work, clientId: string) =>
  medications(work)
    .where('l.clientId', '=', clientId)
    .orderBy(sql`e.id is not null`)
    .orderBy(sql`coalesce(e.last_day, l.started_on, l.noted_at::date)`, 'desc')
    .orderBy('l.notedAt', 'desc')
    .orderBy('l.id')
    .limit(500)
    .execute()

export const medicationById = async (work: Work, id: string): Promise<Medication | undefined> =>
  isId(id) ? medications(work).where('l.id', '=', id).executeTakeFirst() : undefined

export type Allergy = Awaited<ReturnType<typeof allergiesOf>>[number]

/** Everything that was noted of allergies, what stands first. */
export const allergiesOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('allergy as a')
    .leftJoin('allergyEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'a.clinicId').onRef('e.allergyId', '=', 'a.id'),
    )
    .where('a.clientId', '=', clientId)
    .orderBy(sql`e.id is not null`)
    .orderBy(sql`array_position(array['severe', 'moderate', 'unknown', 'mild'], a.severity)`)
    .orderBy('a.notedAt', 'desc')
    .limit(200)
    .select(['a.id', 'a.kind', 'a.substance', 'a.ingredient', 'a.rxnorm', 'a.reaction', 'a.severity', 'a.assertedBy'])
    .select(['a.notedAt', 'e.because as endedBecause', 'e.endedAt'])
    .select(sql<string>`${byName('a')} a.noted_by)`.as('notedBy'))
    .execute()

export const allergyById = async (work: Work, id: string) =>
  isId(id)
    ? work.db.selectFrom('allergy').where('id', '=', id).select(['id', 'clientId', 'substance']).executeTakeFirst()
    : undefined

/** What stands of allergies: those that were not ended; "none known" only where no later allergy stands. */
export function standingAllergies(all: readonly Allergy[]): { allergies: Allergy[]; noneKnown: Allergy | null } {
  const standing = all.filter((one) => one.endedAt === null)
  const allergies = standing.filter((one) => one.kind !== 'none-known')
  const none = standing
    .filter((one) => one.kind === 'none-known')
    .toSorted((a, b) => b.notedAt.getTime() - a.notedAt.getTime())
  return { allergies, noneKnown: allergies.length > 0 ? null : (none[0] ?? null) }
}

export type Reconciliation = {
  id: string
  occasion: string
  onDay: Day
  words: string
  licence: string
  by: string
  doneAt: Date
  lines: { name: string; outcome: string; words: string }[]
}

/** When the list was gone through, the latest first, with what was said of each line. */
export async function reconciliationsOf(work: Work, clientId: string): Promise<Reconciliation[]> {
  const { rows } = await sql<Reconciliation>`
    select r.id, r.occasion, r.on_day as "onDay", r.words, r.licence, r.done_at as "doneAt", ${byName('r')} r.done_by) as "by",
      coalesce((select json_agg(json_build_object('name', m.name, 'outcome', l.outcome, 'words', l.words) order by m.name)
        from reconciliation_line l join medication m on m.clinic_id = l.clinic_id and m.id = l.medication_id
        where l.clinic_id = r.clinic_id and l.reconciliation_id = r.id), '[]') as lines
    from reconciliation r where r.client_id = ${clientId}::uuid order by r.on_day desc, r.done_at desc limit 30`.execute(
    work.db,
  )
  return rows
}

/** The day since which a list has to be gone through: the admission, or the last change of level, whichever came later. */
export async function owedSince(
  work: Work,
  clientId: string,
): Promise<{ onDay: Day; occasion: 'admission' | 'level-change'; episodeId: string } | null> {
  const { rows } = await sql<{ id: string; onDay: Day; isFirst: boolean }>`
    select e.id, lower(e.during)::text as "onDay",
      not exists (select from episode x where x.clinic_id = e.clinic_id and x.client_id = e.client_id and upper(x.during) >= lower(e.during) - 7 and x.id <> e.id) as "isFirst"
    from episode e where e.client_id = ${clientId}::uuid and upper_inf(e.during) order by lower(e.during) desc limit 1`.execute(
    work.db,
  )
  const [stay] = rows
  return stay === undefined
    ? null
    : { onDay: stay.onDay, occasion: stay.isFirst ? 'admission' : 'level-change', episodeId: stay.id }
}

export type Supply = { id: string; medicationId: string; filledOn: Day; days: number; source: string }
/** The supplies of some lines that were not taken back, the earliest first. */
export async function suppliesOf(work: Work, medicationIds: readonly string[]): Promise<Supply[]> {
  if (medicationIds.length === 0) return []
  return work.db
    .selectFrom('medicationSupply as s')
    .where('s.medicationId', 'in', [...medicationIds])
    .where(
      sql<boolean>`not exists (select from medication_supply_end e where e.clinic_id = s.clinic_id and e.supply_id = s.id)`,
    )
    .orderBy('s.filledOn')
    .orderBy('s.id')
    .select(['s.id', 's.medicationId', 's.filledOn', 's.days', 's.source'])
    .execute()
}

export const supplyById = async (work: Work, id: string) =>
  isId(id)
    ? work.db
        .selectFrom('medicationSupply as s')
        .innerJoin('medication as m', (join) =>
          join.onRef('m.clinicId', '=', 's.clinicId').onRef('m.id', '=', 's.medicationId'),
        )
        .where('s.id', '=', id)
        .select(['s.id', 's.medicationId', 'm.clientId'])
        .executeTakeFirst()
    : undefined

/** What was told or counted of taking some lines, the latest first. */
export async function takenOf(work: Work, medicationIds: readonly string[]) {
  if (medicationIds.length === 0) return []
  return work.db
    .selectFrom('medicationTaken as t')
    .where('t.medicationId', 'in', [...medicationIds])
    .orderBy('t.notedAt', 'desc')
    .orderBy('t.id', 'desc')
    .limit(200)
    .select([
      't.id',
      't.medicationId',
      't.fromDay',
      't.toDay',
      't.how',
      't.dosesMissed',
      't.dosesDue',
      't.words',
      't.notedAt',
    ])
    .select(sql<string>`${byName('t')} t.noted_by)`.as('by'))
    .execute()
}
export type TakenRow = Awaited<ReturnType<typeof takenOf>>[number]
