import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import type { Language } from '../../../ui/language.ts'

export type Recorded = {
  id: string
  clientId: string
  episodeId: string | null
  intakeId: string | null
  instrument: InstrumentKey
  language: Language
  answers: (number | null)[]
  asides: (number | null)[]
  score: number | null
  triage: string | null
  bandSet: string
  takenOn: Day
  mode: 'self' | 'clinician' | 'phone'
  /** Null where the client answered: on their own page, or on a tablet that went round. */
  by: string | null
  recordedAt: Date
  /** Why it counts no more, and what stands instead; null where it stands. */
  corrected: { because: string; by: string; at: string; instead: string | null } | null
  /** What it was written in place of. */
  corrects: string | null
}

const recorded = (where: ReturnType<typeof sql>, limit: number) => sql<Recorded>`
  select m.id, m.client_id as "clientId", m.episode_id as "episodeId", m.intake_id as "intakeId", m.instrument, m.language, m.answers, m.asides,
    m.score, m.triage, m.band_set as "bandSet", m.taken_on::text as "takenOn", m.mode, s.given_name || ' ' || s.family_name as by,
    m.recorded_at as "recordedAt",
    (select jsonb_build_object('because', x.because, 'by', b.given_name || ' ' || b.family_name, 'at', x.corrected_at, 'instead', x.by_measure_id)
       from measure_correction x left join staff_member b on b.clinic_id = x.clinic_id and b.id = x.corrected_by
       where x.clinic_id = m.clinic_id and x.measure_id = m.id) as corrected,
    (select x.measure_id from measure_correction x where x.clinic_id = m.clinic_id and x.by_measure_id = m.id) as corrects
  from measure m left join staff_member s on s.clinic_id = m.clinic_id and s.id = m.recorded_by
  where ${where} order by m.taken_on desc, m.recorded_at desc, m.id limit ${limit}`

/** Every set of answers of a client, corrected ones too, the newest first. */
export const recordedOf = async (work: Work, clientId: string, limit = 200): Promise<Recorded[]> =>
  (await recorded(sql`m.client_id = ${clientId}::uuid`, limit).execute(work.db)).rows

export const recordedById = async (work: Work, id: string): Promise<Recorded | undefined> =>
  isId(id) ? (await recorded(sql`m.id = ${id}::uuid`, 1).execute(work.db)).rows[0] : undefined
