import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { LabResult } from '../lab-report.ts'

/** Which rows another system asks for: of some people, or by id, after an id, so many. */
export type Wanted = { clients?: readonly string[]; ids?: readonly string[]; after?: string | null; limit: number }

// Whoever was ever in a program for substance use is told about as such.
const isSubstanceUse = (
  table: string,
) => sql<boolean>`exists (select from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
  where e.clinic_id = ${sql.ref(table)}.clinic_id and e.client_id = ${sql.ref(table)}.client_id and p.kind <> 'mental-health')`

const rowsOf = (table: string, { clients, ids, after }: Wanted) => {
  const known = (list: readonly string[]) => list.filter(isId)
  return sql`(${clients === undefined || clients.length === 0 ? sql`true` : sql`${sql.ref(table)}.client_id = any (${known(clients)}::uuid[])`})
    and (${ids === undefined || ids.length === 0 ? sql`true` : sql`${sql.ref(table)}.id = any (${known(ids)}::uuid[])`})
    and (${after == null || !isId(after) ? sql`true` : sql`${sql.ref(table)}.id > ${after}::uuid`})
    and (${(clients?.length ?? 0) + (ids?.length ?? 0) > 0})`
}

export type AllergyForFhir = {
  id: string
  clientId: string
  isSubstanceUse: boolean
  kind: string
  substance: string
  rxnorm: string | null
  reaction: string
  severity: string
  notedAt: Date
  ended: boolean
  endedBecause: string | null
}

export const allergiesForFhir = async (work: Work, wanted: Wanted): Promise<AllergyForFhir[]> =>
  (
    await sql<AllergyForFhir>`
    select a.id, a.client_id as "clientId", ${isSubstanceUse('a')} as "isSubstanceUse", a.kind, a.substance, a.rxnorm, a.reaction, a.severity,
      a.noted_at as "notedAt", x.id is not null as ended, x.because as "endedBecause"
    from allergy a left join allergy_end x on x.clinic_id = a.clinic_id and x.allergy_id = a.id
    where ${rowsOf('a', wanted)} order by a.id limit ${wanted.limit}`.execute(work.db)
  ).rows

export type MedicationForFhir = {
  id: string
  clientId: string
  isSubstanceUse: boolean
  name: string
  ingredient: string
  rxnorm: string | null
  dose: string
  amount: number | null
  unit: string
  times: number | null
  everyDays: number | null
  asNeeded: boolean
  route: string
  whatFor: string
  source: string
  startedOn: Day | null
  notedAt: Date
  ended: string | null
  lastDay: Day | null
  episodeId: string | null
  because: string | null
  orderedAt: Date | null
  orderedBy: string | null
  stopOn: Day | null
  daysSupplied: number | null
  refills: number | null
}

/** Lines of lists: `ordered` those that were ordered here, else those that were told. */
export const medicationsForFhir = async (work: Work, wanted: Wanted, ordered: boolean): Promise<MedicationForFhir[]> =>
  (
    await sql<MedicationForFhir>`
    select m.id, m.client_id as "clientId", ${isSubstanceUse('m')} as "isSubstanceUse", m.name, m.ingredient, m.rxnorm, m.dose, m.amount, m.unit,
      m.times, m.every_days as "everyDays", m.as_needed as "asNeeded", m.route, m.what_for as "whatFor", m.source, m.started_on as "startedOn",
      m.noted_at as "notedAt", x.how as ended, x.last_day as "lastDay", m.episode_id as "episodeId", o.because, o.ordered_at as "orderedAt",
      s.given_name || ' ' || s.family_name as "orderedBy", o.stop_on as "stopOn", o.days_supplied as "daysSupplied", o.refills
    from medication m
    left join medication_end x on x.clinic_id = m.clinic_id and x.medication_id = m.id
    left join medication_order o on o.clinic_id = m.clinic_id and o.medication_id = m.id
    left join staff_member s on s.clinic_id = o.clinic_id and s.id = o.ordered_by
    where (m.source = 'order') = ${ordered} and ${rowsOf('m', wanted)} order by m.id limit ${wanted.limit}`.execute(
      work.db,
    )
  ).rows

export type VitalForFhir = {
  id: string
  clientId: string
  isSubstanceUse: boolean
  takenAt: Date
  recordedAt: Date
  isCorrected: boolean
  correctsId: string | null
  systolic: number | null
  diastolic: number | null
  pulse: number | null
  temperature: number | null
  breaths: number | null
  oxygen: number | null
  weight: number | null
  breathAlcohol: number | null
}

export const vitalsForFhir = async (work: Work, wanted: Wanted): Promise<VitalForFhir[]> =>
  (
    await sql<VitalForFhir>`
    select r.id, r.client_id as "clientId", ${isSubstanceUse('r')} as "isSubstanceUse", r.taken_at as "takenAt", r.recorded_at as "recordedAt",
      exists (select from vital_reading x where x.clinic_id = r.clinic_id and x.corrects_id = r.id) as "isCorrected", r.corrects_id as "correctsId",
      r.systolic, r.diastolic, r.pulse, r.temperature, r.breaths, r.oxygen, r.weight, r.breath_alcohol as "breathAlcohol"
    from vital_reading r where ${rowsOf('r', wanted)} order by r.id limit ${wanted.limit}`.execute(work.db)
  ).rows

export type ReportForFhir = {
  id: string
  clientId: string
  number: string
  status: string
  isCorrected: boolean
  collectedAt: Date | null
  reportedAt: Date
  laboratory: string
  words: string
  results: (LabResult & { id: string })[]
}

export const reportsForFhir = async (work: Work, wanted: Wanted): Promise<ReportForFhir[]> =>
  (
    await sql<ReportForFhir>`
    select r.id, r.client_id as "clientId", o.number, r.status, r.collected_at as "collectedAt", r.reported_at as "reportedAt", r.laboratory, r.words,
      exists (select from tox_report x where x.clinic_id = r.clinic_id and x.corrects_id = r.id) as "isCorrected",
      coalesce((select json_agg(json_build_object('id', t.id, 'substance', t.substance, 'name', t.name, 'code', t.code, 'codeSystem', t.code_system,
        'certainty', t.certainty, 'value', t.value, 'amount', t.amount, 'unit', t.unit, 'cutOff', t.cut_off, 'words', t.words) order by t.place)
        from tox_result t where t.clinic_id = r.clinic_id and t.report_id = r.id), '[]') as results
    from tox_report r join tox_order o on o.clinic_id = r.clinic_id and o.id = r.order_id
    where ${rowsOf('r', wanted)} order by r.id limit ${wanted.limit}`.execute(work.db)
  ).rows
