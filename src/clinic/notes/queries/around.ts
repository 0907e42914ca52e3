import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import { proseOf, type Earlier, type Other } from '../visit-note.ts'
import { sectionsOf } from './visit-notes.ts'

/** Names that other people's notes must not carry: of relatives, friends and employers, from contacts and what staff wrote down. */
export async function guardedOf(
  work: Work,
  clientIds: readonly string[],
): Promise<Map<string, { relatives: string[]; employers: string[] }>> {
  if (clientIds.length === 0) return new Map()
  const contacts = await work.db
    .selectFrom('clientContact')
    .where('clientId', 'in', [...clientIds])
    .where('name', '<>', '')
    .select(['clientId', 'name', sql<string>`'relative'`.as('kind')])
    .distinct()
    .execute()
  const written = await work.db
    .selectFrom('guardedName as g')
    .leftJoin('guardedNameEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'g.clinicId').onRef('e.guardedNameId', '=', 'g.id'),
    )
    .where('e.id', 'is', null)
    .where('g.clientId', 'in', [...clientIds])
    .select(['g.clientId', 'g.name', 'g.kind'])
    .execute()
  const found = new Map<string, { relatives: string[]; employers: string[] }>()
  for (const { clientId, name, kind } of [...contacts, ...written]) {
    const own = found.get(clientId) ?? { relatives: [], employers: [] }
    own[kind === 'employer' ? 'employers' : 'relatives'].push(name)
    found.set(clientId, own)
  }
  return found
}

/** At most so many others are looked for in one note: those of the same rooms first, then whom the writer saw lately. */
const mostOthers = 150

/** Clients whom this one or the writer met lately: whose names might slip into the note. */
export async function othersAround(work: Work, clientId: string, day: Day): Promise<Other[]> {
  const { rows } = await sql<{
    id: string
    givenName: string
    middleNames: string
    familyName: string
    preferredName: string
  }>`
    with near as (
      select o.client_id as id, 1 as rank from seat s join seat o on o.clinic_id = s.clinic_id and o.series_id = s.series_id
        and o.during && daterange(${day}::date - 90, ${day}::date + 1)
      where s.client_id = ${clientId}::uuid and s.during && daterange(${day}::date - 90, ${day}::date + 1)
      union all
      select v.client_id, 2 from visit v where v.staff_id = ${work.by.id}::uuid and v.held_on between ${day}::date - 30 and ${day}::date
    )
    select p.id, p.given_name, p.middle_names, p.family_name, p.preferred_name
    from (select id, min(rank) as rank from near where id <> ${clientId}::uuid group by id order by 2, 1 limit ${mostOthers}) n
    join client_now p on p.clinic_id = ${work.clinic.id}::uuid and p.id = n.id`.execute(work.db)
  const guarded = await guardedOf(
    work,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    clientId: row.id,
    called: nameOf(row),
    names: {
      given: `${row.givenName} ${row.middleNames}`.trim(),
      family: row.familyName,
      preferred: row.preferredName || null,
      relatives: guarded.get(row.id)?.relatives ?? [],
      employers: guarded.get(row.id)?.employers ?? [],
    },
  }))
}

/** What this note may be a copy of: this client's last three, and what the same writer signed of others in two weeks. */
export async function earlierVisitNotes(work: Work, noteId: string, clientId: string, day: Day): Promise<Earlier[]> {
  const { rows } = await sql<{
    id: string
    clientId: string
    heldOn: Day
    body: unknown
    givenName: string
    familyName: string
    preferredName: string
  }>`
    select x.*, p.given_name, p.family_name, p.preferred_name from (
      (select v.id, n.client_id, n.held_on, v.body from visit_note n
       join visit_note_version v on v.clinic_id = n.clinic_id and v.note_id = n.id
       where n.client_id = ${clientId}::uuid and n.id <> ${noteId}::uuid and n.held_on <= ${day}::date
         and not exists (select from visit_note_version w where w.clinic_id = v.clinic_id and w.note_id = v.note_id and w.version > v.version)
       order by n.held_on desc, n.starts_at desc limit 3)
      union all
      (select v.id, n.client_id, n.held_on, v.body from visit_note n
       join visit_note_version v on v.clinic_id = n.clinic_id and v.note_id = n.id
       where v.written_by = ${work.by.id}::uuid and n.client_id <> ${clientId}::uuid and n.held_on between ${day}::date - 14 and ${day}::date
         and not exists (select from visit_note_version w where w.clinic_id = v.clinic_id and w.note_id = v.note_id and w.version > v.version)
       order by n.held_on desc, n.starts_at desc limit 20)) x
    join client_now p on p.clinic_id = ${work.clinic.id}::uuid and p.id = x.client_id`.execute(work.db)
  return rows.map((row) => ({
    key: row.id,
    whose: row.clientId === clientId ? 'own' : 'peer',
    called: nameOf(row),
    day: row.heldOn,
    words: proseOf(sectionsOf(row.body)),
  }))
}
