import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { mostShown } from './queue.ts'

type Who = { clientId: string; name: string; kind: string; heldOn: Day }
export type VisitDue = Who & { visitId: string; ends: Date; holder: string; started: boolean; total: number }

const called = sql<string>`coalesce(nullif(p.preferred_name, ''), p.given_name) || ' ' || p.family_name`

/** Visits that somebody came to and that have no signed note, oldest first: those this person held, or everyone's. */
export const visitNotesDue = (work: Work, whose: 'mine' | 'everyone'): Promise<VisitDue[]> =>
  work.db
    .selectFrom('visitNoteDue as d')
    .innerJoin('visit as v', (join) => join.onRef('v.clinicId', '=', 'd.clinicId').onRef('v.id', '=', 'd.visitId'))
    .innerJoin('clientNow as p', (join) => join.onRef('p.clinicId', '=', 'd.clinicId').onRef('p.id', '=', 'd.clientId'))
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'd.clinicId').onRef('m.id', '=', 'd.staffId'),
    )
    .where('d.since', '<=', work.at)
    .$if(whose === 'mine', (query) => query.where('d.staffId', '=', work.by.id ?? ''))
    .select(['d.visitId', 'd.clientId', 'v.kind', 'v.heldOn', 'd.since as ends'])
    .select([
      called.as('name'),
      sql<string>`m.given_name || ' ' || m.family_name`.as('holder'),
      sql<boolean>`exists (select from visit_note n join visit_note_draft x on x.clinic_id = n.clinic_id and x.note_id = n.id
        where n.clinic_id = d.clinic_id and n.visit_id = d.visit_id)`.as('started'),
      sql<number>`(count(*) over ())::int`.as('total'),
    ])
    .orderBy('d.since')
    .orderBy('d.visitId')
    .limit(mostShown)
    .execute()

export type OpenContact = Who & { noteId: string; ends: Date; holder: string }

/** Contacts that were opened to be written and are not signed yet: what nobody booked is found here again. */
export const contactsOpen = (work: Work, whose: 'mine' | 'everyone'): Promise<OpenContact[]> =>
  work.db
    .selectFrom('visitNote as n')
    .innerJoin('clientNow as p', (join) => join.onRef('p.clinicId', '=', 'n.clinicId').onRef('p.id', '=', 'n.clientId'))
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'n.clinicId').onRef('m.id', '=', 'n.openedBy'),
    )
    .where('n.visitId', 'is', null)
    .where(
      sql<boolean>`not exists (select from visit_note_signature s where s.clinic_id = n.clinic_id and s.note_id = n.id)`,
    )
    .$if(whose === 'mine', (query) => query.where('n.openedBy', '=', work.by.id ?? ''))
    .select(['n.id as noteId', 'n.clientId', 'n.kind', 'n.heldOn', 'n.endsAt as ends'])
    .select([called.as('name'), sql<string>`m.given_name || ' ' || m.family_name`.as('holder')])
    .orderBy('n.endsAt')
    .orderBy('n.id')
    .limit(mostShown)
    .execute()

export type VisitWaiting = Who & {
  noteId: string
  signedAt: Date
  signedBy: string
  authorId: string
  asked: { words: string; name: string } | null
  total: number
}

/** Visit notes whose latest version waits for a second signature or came back: everyone's, or their own and of `below`. */
export const visitNotesToCosign = (
  work: Work,
  whose: 'mine' | 'everyone',
  below: readonly string[] = [],
): Promise<VisitWaiting[]> =>
  work.db
    .selectFrom('visitNoteSignature as s')
    .innerJoin('visitNote as n', (join) => join.onRef('n.clinicId', '=', 's.clinicId').onRef('n.id', '=', 's.noteId'))
    .innerJoin('visitNoteVersion as v', (join) =>
      join.onRef('v.clinicId', '=', 's.clinicId').onRef('v.id', '=', 's.versionId'),
    )
    .innerJoin('clientNow as p', (join) => join.onRef('p.clinicId', '=', 'n.clinicId').onRef('p.id', '=', 'n.clientId'))
    .where('s.part', '=', 'author')
    .where('s.needsCosign', '=', true)
    .where(
      sql<boolean>`not exists (select from visit_note_signature c where c.clinic_id = s.clinic_id and c.version_id = s.version_id and c.part = 'co-signer')
        and not exists (select from visit_note_version w where w.clinic_id = s.clinic_id and w.note_id = s.note_id and w.version > v.version)`,
    )
    .$if(whose === 'mine', (query) => query.where('s.signedBy', 'in', [work.by.id ?? '', ...below]))
    .select(['s.noteId', 'n.clientId', 'n.kind', 'n.heldOn', 's.signedAt', 's.nameAndCredential as signedBy'])
    .select([
      called.as('name'),
      's.signedBy as authorId',
      sql<VisitWaiting['asked']>`(select jsonb_build_object('words', r.words, 'name', r.name_and_credential)
        from visit_note_return r where r.clinic_id = s.clinic_id and r.version_id = s.version_id)`.as('asked'),
      sql<number>`(count(*) over ())::int`.as('total'),
    ])
    .orderBy('s.signedAt')
    .orderBy('s.id')
    .limit(mostShown)
    .execute()

export type StatementDue = { id: string; clientId: string; name: string; kind: string; dueOn: Day; madeAt: Date }

/** What clients asked about their notes and nobody answered yet, the first due first. */
export const statementsDue = (work: Work): Promise<StatementDue[]> =>
  work.db
    .selectFrom('noteStatement as s')
    .innerJoin('clientNow as p', (join) => join.onRef('p.clinicId', '=', 's.clinicId').onRef('p.id', '=', 's.clientId'))
    .where('s.dueOn', 'is not', null)
    .where(
      sql<boolean>`not exists (select from note_statement_answer a where a.clinic_id = s.clinic_id and a.statement_id = s.id)`,
    )
    .select(['s.id', 's.clientId', 's.kind', 's.madeAt', sql<Day>`s.due_on`.as('dueOn'), called.as('name')])
    .orderBy('s.dueOn')
    .orderBy('s.id')
    .limit(mostShown)
    .execute()
