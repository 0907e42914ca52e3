import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { consentFacts } from '../../consents/queries.ts'
import { paperStanding, signersOf, type Answer } from '../../packs/rules.ts'

/** Whether everybody who has to has signed the consent to care by video, and nobody declined it since. */
export async function agreesToVideo(work: Work, clientId: string): Promise<boolean> {
  const { rows } = await sql<Answer & { isDeclined: boolean }>`
    select 'telehealth' as kind, capacity, '' as version, signed_at as at, false as "isDeclined" from signed_document
    where client_id = ${clientId}::uuid and kind = 'telehealth'
    union all
    select 'telehealth', s.capacity, '', d.declined_at, true from declined_document d
    join signing s on s.clinic_id = d.clinic_id and s.id = d.signing_id
    where d.client_id = ${clientId}::uuid and d.kind = 'telehealth'`.execute(work.db)
  if (!rows.some((row) => !row.isDeclined)) return false
  const [facts] = await consentFacts(work, [clientId])
  if (facts === undefined) return false
  const program = await sql<{ kind: string }>`
    select p.kind from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    where e.client_id = ${clientId}::uuid order by lower(e.during) desc limit 1`.execute(work.db)
  const service = program.rows[0]?.kind === 'mental-health' ? 'mental-health' : 'substance-use'
  const client = { born: facts.birthDate, state: work.clinic.state, service } as const
  const needed = signersOf('telehealth', client, dayAt(work.at, work.clinic.timeZone))
  const of = (isDeclined: boolean) => rows.filter((row) => row.isDeclined === isDeclined)
  const { state } = paperStanding({ kind: 'telehealth', required: true }, needed, of(false), of(true), null, null)
  return state === 'signed' || state === 'older'
}

/**
 * Of some meetings by video, those that somebody licensed where a client lives holds on the day. A client whose address names no
 * state lives where the clinic's room is.
 */
export async function licensedByVideo(
  work: Work,
  clientId: string,
  sessionIds: readonly string[],
): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    with home as materialized (select state from client_home_state where client_id = ${clientId}::uuid),
    licensed as materialized (select clinic_id, staff_id, state, issued_on, expires_on from staff_license_now),
    met as materialized (
      select g.clinic_id, g.id, g.held_on, coalesce((select state from home), s.state) as state
      from group_session g
      join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
      join site s on s.clinic_id = o.clinic_id and s.id = o.site_id
      where g.id = any (${[...sessionIds]}::uuid[]) and o.is_video),
    led as materialized (
      select m.id, m.held_on, m.state, l.staff_id from met m
      cross join lateral (select x.staff_id from session_leader x where x.clinic_id = m.clinic_id and x.session_id = m.id offset 0) l)
    select distinct d.id from led d join licensed n on n.staff_id = d.staff_id and n.state = d.state
      and d.held_on between coalesce(n.issued_on, d.held_on) and n.expires_on`.execute(work.db)
  return new Set(rows.map(({ id }) => id))
}
