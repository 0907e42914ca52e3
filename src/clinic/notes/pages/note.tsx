import { Hono, type Context } from 'hono'
import { isId, newId } from '../../../basics/ids.ts'
import { timeAt } from '../../../basics/dates.ts'
import { Button } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { rosterOf, sessionById, type Session } from '../../attendance/queries.ts'
import { mayWrite } from '../actions/write.ts'
import { emptyDoc } from '../assemble.ts'
import { noteOf, partsOf } from '../queries.ts'
import { groupDrafts } from '../queries/drafts.ts'
import { NotePage } from './frame.tsx'
import { NoteForm, type NoteBack } from './note-form.tsx'
import { SignedNote, type SignedBack } from './signed-note.tsx'

export const noteScreen = new Hono<Door>()

noteScreen.get(urls.note.pattern, (c) => {
  const page = c.req.query('page')
  return isId(page) ? showBeside(c, c.req.param('session'), page) : showNote(c, c.req.param('session'))
})

/** The note of one session: to write, to read when it is signed, or a sentence why there is none. */
export async function showNote(
  c: Context<Door>,
  id: string,
  back: { writing?: NoteBack; signed?: SignedBack } = {},
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note.read')
  if (denied) return forbidden(c, denied.because)
  const session = await sessionById(work, id)
  if (session === undefined) return notFound(c)
  if (session.noteSignedAt !== null) return showSigned(c, session, back.signed)
  if (session.cancelled) {
    return c.html(
      <NotePage c={c} session={session} answer={`${session.name} was cancelled`}>
        <Notice tone="info">This meeting did not take place, so no note is due. {session.cancelledBecause}</Notice>
      </NotePage>,
    )
  }
  const closed = mayWrite(work, session)
  if (closed) {
    return c.html(
      <NotePage c={c} session={session} answer={`The note for ${session.name} is not signed yet`}>
        <Notice tone="info">
          <span data-refused={closed.refused}>{closed.because}</span>
        </Notice>
      </NotePage>,
    )
  }
  const people = await rosterOf(work, session)
  const draft = await groupDrafts.latest(work, session.id)
  showing(
    c,
    'note',
    people.map((person) => person.id),
  )
  const empty = emptyDoc(session, people)
  const form = back.writing ?? {
    page: newId(),
    basedOn: draft?.id,
    doc: { ...empty, ...draft?.merged },
  }
  return c.html(
    <NoteForm
      c={c}
      session={session}
      people={people}
      draft={draft}
      back={{ ...form, doc: { ...empty, ...form.doc } }}
    />,
    form.because === undefined ? 200 : 422,
  )
}

async function showSigned(c: Context<Door>, session: Session, back?: SignedBack): Promise<Response> {
  const work = workOf(c)
  const note = await noteOf(work, { sessionId: session.id })
  if (note === undefined) return notFound(c)
  const parts = await partsOf(work, note.id)
  showing(
    c,
    'note',
    parts.map((part) => part.clientId),
  )
  return c.html(
    <SignedNote c={c} session={session} note={note} parts={parts} back={back} />,
    back === undefined ? 200 : 422,
  )
}

/** A line for a page that is being typed in: has somebody else typed here since it was opened? Shows no client. */
async function showBeside(c: Context<Door>, id: string, page: string): Promise<Response> {
  const work = workOf(c)
  const session = await sessionById(work, id)
  if (session === undefined) return notFound(c)
  const denied = mayWrite(work, session)
  if (denied) return forbidden(c, denied.because)
  if (session.noteSignedAt !== null) {
    return c.html(
      <Notice
        tone="warning"
        title={`${session.noteSignedBy} signed this note at ${timeAt(session.noteSignedAt, session.zone)}`}
      >
        It is locked. Your words stand here until you leave this page: copy them into an addendum.
      </Notice>,
    )
  }
  const since = c.req.query('since')
  const beside = await groupDrafts.typedBeside(work, session.id, page, isId(since) ? since : undefined)
  if (beside === undefined) return c.body(null, 204)
  return c.html(
    <Notice
      tone="info"
      title={`${beside.by} also typed here at ${timeAt(beside.at, session.zone)}`}
      aside={
        <Button small formaction={urls.noteDraft({ session: session.id })} formnovalidate>
          Show both
        </Button>
      }
    >
      Your words are kept. Where you both wrote, both texts stand side by side.
    </Notice>,
  )
}
