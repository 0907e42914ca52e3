import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import type { Answers } from '../../instruments/rules.ts'
import type { Triage } from '../../instruments/triage.ts'

/** Which measures another system asks for: of some people, or by id, after an id, so many; `isScored`: those with a result alone. */
export type Wanted = {
  clients?: readonly string[]
  ids?: readonly string[]
  instruments?: readonly string[]
  isScored: boolean
  after: string | null
  limit: number
}

export type MeasureForFhir = {
  id: string
  clientId: string
  /** Whoever was ever in a program for substance use is told about as such. */
  isSubstanceUse: boolean
  instrument: InstrumentKey
  formVersion: string
  language: 'en' | 'es'
  answers: Answers
  asides: Answers
  score: number | null
  scoreStatus: 'complete' | 'prorated' | 'not-scored'
  triage: Triage | null
  bandSet: string
  takenOn: Day
  mode: 'self' | 'clinician' | 'phone'
  /** Who of the staff recorded it; null: the client answered alone. */
  by: string | null
  recordedAt: Date
  /** When it was corrected or taken back; null: it stands. */
  correctedAt: Date | null
  /** The measure in whose place it was written. */
  corrects: string | null
}

/** Every set of answers, also what was corrected: whoever has read it has to learn that it does not stand. In the order of ids. */
export async function measuresForFhir(work: Work, wanted: Wanted): Promise<MeasureForFhir[]> {
  const { clients, ids, instruments, after } = wanted
  const known = (list: readonly string[]) => list.filter(isId)
  if (clients === undefined && ids === undefined) return []
  const of = [
    ...(clients === undefined ? [] : [sql`m.client_id = any (${known(clients)}::uuid[])`]),
    ...(ids === undefined ? [] : [sql`m.id = any (${known(ids)}::uuid[])`]),
    ...(instruments === undefined ? [] : [sql`m.instrument = any (${[...instruments]}::text[])`]),
    ...(wanted.isScored ? [sql`(m.score is not null or m.triage is not null)`] : []),
    ...(after === null || !isId(after) ? [] : [sql`m.id > ${after}::uuid`]),
  ]
  const { rows } = await sql<MeasureForFhir>`
    select m.id, m.client_id as "clientId", m.instrument, m.form_version as "formVersion", m.language, m.answers, m.asides, m.score,
      m.score_status as "scoreStatus", m.triage, m.band_set as "bandSet", m.taken_on::text as "takenOn", m.mode,
      s.given_name || ' ' || s.family_name as by, m.recorded_at as "recordedAt",
      (select x.corrected_at from measure_correction x where x.clinic_id = m.clinic_id and x.measure_id = m.id) as "correctedAt",
      (select x.measure_id from measure_correction x
         where x.clinic_id = m.clinic_id and x.client_id = m.client_id and x.by_measure_id = m.id) as corrects,
      exists (select from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
              where e.clinic_id = m.clinic_id and e.client_id = m.client_id and p.kind <> 'mental-health') as "isSubstanceUse"
    from measure m left join staff_member s on s.clinic_id = m.clinic_id and s.id = m.recorded_by
    where ${sql.join(of, sql` and `)}
    order by m.id limit ${wanted.limit}`.execute(work.db)
  return rows
}
