import { draftsIn } from '../../staff/queries/drafts.ts'

export const groupDrafts = draftsIn('note_draft', 'session_id')
export const visitDrafts = draftsIn('visit_note_draft', 'note_id')
