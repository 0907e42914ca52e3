import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { sqlOperator, type DateTest } from '../../../fhir/search.ts'
import type { Work } from '../../../db/work.ts'
import { noteKind, templateOf } from '../templates.ts'
import { textsIn } from './visit-notes.ts'

export type NoteForFhir = {
  id: string
  clientId: string
  title: string
  heldOn: Day
  from: Date
  to: Date
  author: string
  completeAt: Date
  text: string
  episodeId: string | null
  isSubstanceUse: boolean
}

type Row = Omit<NoteForFhir, 'text' | 'isSubstanceUse'> & {
  kind: 'group' | 'visit'
  programKind: string | null
  template: string
  body: unknown
  addenda: string[]
  said: string[]
}

/** Finished notes of one client whose consent was asked, each as text: their own part, what was added, and their own words. */
export async function notesForFhir(
  work: Work,
  which: { clientId: string; noteId?: string; dates?: DateTest[] },
): Promise<NoteForFhir[]> {
  const days = sql.join(
    (which.dates ?? []).map(({ prefix, day }) => sql`x.held_on ${sql.raw(sqlOperator[prefix])} ${day}::date`),
    sql` and `,
  )
  const { rows } = await sql<Row>`
    select x.*, p.kind as program_kind,
      (select coalesce(jsonb_agg(s.words order by s.made_at), '[]') from note_statement s
       where s.clinic_id = x.clinic_id and coalesce(s.client_note_id, s.visit_note_id) = x.id and s.kind <> 'review') as said
    from (
      select n.clinic_id, n.id, 'group' as kind, n.client_id, r.name as title, n.held_on, lower(g.during) as from, upper(g.during) as to, n.leaders as author,
        group_note_complete(n.clinic_id, n.note_id) as complete_at, n.episode_id, '' as template,
        jsonb_build_object('topic', n.topic, 'did', n.intervention, 'went', n.how_it_went, 'own', n.own_words, 'observed', n.observations) as body,
        (select coalesce(jsonb_agg(a.words order by a.added_at), '[]') from note_addendum a
         where a.clinic_id = n.clinic_id and a.note_id = n.note_id and (a.client_id is null or a.client_id = n.client_id)) as addenda
      from client_note n
      join group_session g on g.clinic_id = n.clinic_id and g.id = n.session_id
      join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      where n.client_id = ${which.clientId}::uuid
      union all
      select v.clinic_id, n.id, 'visit', n.client_id, n.kind, n.held_on, v.arrived_at, v.left_at,
        (select s.name_and_credential from visit_note_signature s where s.clinic_id = v.clinic_id and s.version_id = v.id and s.part = 'author'),
        visit_version_complete(v.clinic_id, v.id), n.episode_id, v.template, v.body,
        (select coalesce(jsonb_agg(a.words order by a.added_at), '[]') from visit_note_addendum a
         where a.clinic_id = n.clinic_id and a.note_id = n.id)
      from visit_note n join visit_note_version v on v.clinic_id = n.clinic_id and v.note_id = n.id
      where n.client_id = ${which.clientId}::uuid
        and not exists (select from visit_note_version w where w.clinic_id = v.clinic_id and w.note_id = v.note_id and w.version > v.version)
    ) x
    left join episode e on e.clinic_id = x.clinic_id and e.id = x.episode_id
    left join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    where x.complete_at is not null
      ${which.noteId === undefined ? sql`` : sql`and x.id = ${which.noteId}::uuid`}
      ${(which.dates ?? []).length === 0 ? sql`` : sql`and ${days}`}`.execute(work.db)
  return rows.map(({ kind, programKind, template, body, addenda, said, ...row }) => ({
    ...row,
    title: kind === 'visit' ? (noteKind(row.title)?.label ?? row.title) : row.title,
    isSubstanceUse: programKind !== 'mental-health',
    text: [
      textOf(kind, template, textsIn(body)),
      ...addenda.map((words) => `Addendum: ${words}`),
      ...said.map((words) => `The client’s own words: ${words}`),
    ].join('\n\n'),
  }))
}

function textOf(kind: 'group' | 'visit', template: string, body: Record<string, string>): string {
  if (kind === 'group')
    return [`${body.topic ?? ''}. ${body.did ?? ''} ${body.went ?? ''}`.trim(), body.own ?? '', body.observed ?? '']
      .filter((text, n) => n < 2 || text !== '')
      .join('\n\n')
  return templateOf(template)
    .sections.map(({ key, label }) => `${label}: ${body[key] ?? ''}`)
    .join('\n\n')
}
