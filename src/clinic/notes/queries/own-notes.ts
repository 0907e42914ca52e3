import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { templateOf } from '../templates.ts'
import { textsIn } from './visit-notes.ts'

export type OwnNote = {
  id: string
  kind: 'group' | 'visit'
  title: string
  heldOn: Day
  author: string
  paragraphs: { label: string; text: string }[]
  addenda: string[]
}

type Row = Pick<OwnNote, 'id' | 'kind' | 'title' | 'heldOn' | 'author' | 'addenda'> & {
  template: string
  body: unknown
}

/**
 * What a client reads of their notes on their own page, newest first: with their own eyes, so that the database lets through
 * what is finished, opened by the clinic and not withheld, and on a page that asked who is there.
 */
export async function ownNotes(work: Work, clientId: string): Promise<OwnNote[]> {
  const { rows } = await sql<Row>`
    select * from (
      select n.id, 'group' as kind, r.name as title, n.held_on, n.leaders as author, '' as template,
        jsonb_build_object('topic', n.topic, 'did', n.intervention, 'went', n.how_it_went, 'own', n.own_words, 'observed', n.observations) as body,
        (select coalesce(jsonb_agg(a.words order by a.added_at), '[]') from note_addendum a
         where a.clinic_id = n.clinic_id and a.note_id = n.note_id and (a.client_id is null or a.client_id = n.client_id)) as addenda
      from client_note n
      join group_session g on g.clinic_id = n.clinic_id and g.id = n.session_id
      join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      where n.client_id = ${clientId}::uuid
      union all
      select n.id, 'visit', n.kind, n.held_on,
        coalesce((select s.name_and_credential from visit_note_signature s where s.clinic_id = v.clinic_id and s.version_id = v.id and s.part = 'author'), ''),
        v.template, v.body,
        (select coalesce(jsonb_agg(a.words order by a.added_at), '[]') from visit_note_addendum a
         where a.clinic_id = n.clinic_id and a.note_id = n.id)
      from visit_note n join visit_note_version v on v.clinic_id = n.clinic_id and v.note_id = n.id
      where n.client_id = ${clientId}::uuid
    ) x order by held_on desc, id desc limit 30`.execute(work.db)
  return rows.map(({ template, body, ...row }) => ({
    ...row,
    paragraphs: paragraphsOf(row.kind, template, textsIn(body)),
  }))
}

function paragraphsOf(kind: 'group' | 'visit', template: string, body: Record<string, string>) {
  const all =
    kind === 'group'
      ? [
          { label: 'topic', text: body.topic ?? '' },
          { label: 'did', text: body.did ?? '' },
          { label: 'went', text: body.went ?? '' },
          { label: 'own', text: [body.own ?? '', body.observed ?? ''].filter((text) => text !== '').join('\n') },
        ]
      : templateOf(template).sections.map(({ key }) => ({ label: key as string, text: body[key] ?? '' }))
  return all.filter(({ text }) => text !== '')
}

/** Notes of theirs that are not shown: of which day, on which ground, until when. */
export const ownWithheld = (work: Work, clientId: string) =>
  work.db
    .selectFrom('noteWithheld')
    .where('clientId', '=', clientId)
    .orderBy('heldOn', 'desc')
    .select(['id', 'clientNoteId', 'visitNoteId', 'heldOn', 'ground', 'until'])
    .execute()

/** What they said to their notes, and what was answered. */
export const ownStatements = (work: Work, clientId: string) =>
  work.db
    .selectFrom('noteStatement as s')
    .leftJoin('noteStatementAnswer as a', (join) =>
      join.onRef('a.clinicId', '=', 's.clinicId').onRef('a.statementId', '=', 's.id'),
    )
    .where('s.clientId', '=', clientId)
    .orderBy('s.madeAt')
    .select([
      's.id',
      's.clientNoteId',
      's.visitNoteId',
      's.kind',
      's.words',
      's.dueOn',
      'a.outcome',
      'a.words as answer',
    ])
    .execute()

/** Whether the clinic opens notes today, and whether this page asked who is there. */
export async function ownNotesState(work: Work): Promise<{ isOpen: boolean; asks: boolean }> {
  const { rows } = await sql<{ isOpen: boolean; asks: boolean }>`
    select coalesce((select o.is_open from open_notes_policy o where o.effective_from <= ${dayAt(work.at, work.clinic.timeZone)}::date
      order by o.effective_from desc, o.set_at desc, o.id desc limit 1), false) as is_open, own_page_asks() as asks`.execute(
    work.db,
  )
  return rows[0] ?? { isOpen: false, asks: false }
}
