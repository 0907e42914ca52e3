import { Hono, type Context } from 'hono'
import { isId, newId } from '../../../basics/ids.ts'
import { timeAt } from '../../../basics/dates.ts'
import { Button } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { isSigned, mayWriteVisit, sinceOf, startOf } from '../actions/visit-write.ts'
import { visitDrafts } from '../queries/drafts.ts'
import { goalsToAddress, versionsOf, visitHour, type VisitHour } from '../queries/visit-notes.ts'
import { lastTemplateOf } from '../queries/visit-hold.ts'
import { templateOf } from '../templates.ts'
import { VisitForm, type VisitBack } from './visit-form.tsx'
import { VisitFrame } from './visit-frame.tsx'
import { SignedVisit, type SignedVisitBack } from './visit-signed.tsx'

export const visitNoteScreen = new Hono<Door>()

visitNoteScreen.get(urls.visitNote.pattern, (c) => {
  const page = c.req.query('page')
  return isId(page) ? showBeside(c, c.req.param('note'), page) : showVisitNote(c, c.req.param('note'))
})

/** One person's note: to write, to read when it is signed, or a sentence whose it is. */
export async function showVisitNote(
  c: Context<Door>,
  id: string,
  back: { writing?: VisitBack; signed?: SignedVisitBack } = {},
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note.read')
  if (denied) return forbidden(c, denied.because)
  const hour = await visitHour(work, { noteId: id })
  if (hour === undefined) return notFound(c)
  showing(c, 'note', [hour.clientId])
  const versions = await versionsOf(work, hour.id)
  const closed = mayWriteVisit(work, hour)
  // What came back is its author's to write on; everyone else reads what stands.
  if (isSigned(versions) || (versions.length > 0 && closed !== null))
    return c.html(
      <SignedVisit c={c} hour={hour} versions={versions} back={back.signed} />,
      back.signed === undefined ? 200 : 422,
    )
  if (closed)
    return c.html(
      <VisitFrame c={c} hour={hour} answer="This note is not signed yet">
        <Notice tone="info">
          <span data-refused={closed.refused}>{closed.because}</span>
        </Notice>
      </VisitFrame>,
    )
  const draft = await visitDrafts.latest(work, hour.id, sinceOf(versions))
  const goals = await goalsToAddress(work, hour.episodeId, hour.heldOn)
  const usual = templateOf((await lastTemplateOf(work)) ?? 'dap').value
  const empty = startOf(versions, goals, usual)
  const form = back.writing ?? { page: newId(), basedOn: draft?.id, doc: { ...empty, ...draft?.merged } }
  return c.html(
    <VisitForm
      c={c}
      hour={hour}
      goals={goals}
      draft={draft}
      versions={versions}
      back={{ ...form, doc: { ...empty, ...form.doc } }}
    />,
    form.because === undefined ? 200 : 422,
  )
}

/** A line for a page that is being typed in: has somebody else typed here since it was opened? Shows no client. */
async function showBeside(c: Context<Door>, id: string, page: string): Promise<Response> {
  const work = workOf(c)
  const hour = await visitHour(work, { noteId: id })
  if (hour === undefined) return notFound(c)
  const denied = mayWriteVisit(work, hour)
  if (denied) return forbidden(c, denied.because)
  const [version] = await versionsOf(work, hour.id)
  if (version !== undefined && version.returned === null)
    return c.html(
      <Notice tone="warning" title="This note was signed meanwhile">
        It is locked. Your words stand here until you leave this page: copy them into an addendum.
      </Notice>,
    )
  const since = c.req.query('since')
  const beside = await visitDrafts.typedBeside(work, hour.id, page, isId(since) ? since : undefined)
  if (beside === undefined) return c.body(null, 204)
  return c.html(
    <Notice
      tone="info"
      title={`${beside.by} also typed here at ${timeAt(beside.at, work.clinic.timeZone)}`}
      aside={
        <Button small formaction={urls.visitNoteDraft({ note: hour.id })} formnovalidate>
          Show both
        </Button>
      }
    >
      Your words are kept. Where you both wrote, both texts stand side by side.
    </Notice>,
  )
}

/** The note again with everything that was typed, and the reason; or nothing, where it is not theirs. */
export async function refusedVisit(
  c: Context<Door>,
  id: string,
  why: Pick<VisitBack, 'leaks' | 'copies'> & { because: NonNullable<VisitBack['because']> },
  sent: Pick<VisitBack, 'page' | 'basedOn' | 'doc'>,
): Promise<Response> {
  const work = workOf(c)
  const hour: VisitHour | undefined = await visitHour(work, { noteId: id })
  if (hour === undefined) return notFound(c)
  if (why.because.refused === 'not-allowed' || !may(work.by, 'note.read')) return forbidden(c, why.because.because)
  return showVisitNote(c, id, {
    writing: { ...sent, ...why },
    signed: { because: why.because, words: '', lost: sent.doc },
  })
}
