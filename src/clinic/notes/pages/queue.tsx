import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { dayAt, daysBetween, type Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { lateBy, limitOn } from '../deadlines.ts'
import { chainBelow } from '../queries/cosigners.ts'
import { noteRuleRows } from '../queries/deadlines.ts'
import { notesDue, notesToCosign } from '../queries/queue.ts'
import { contactsOpen, statementsDue, visitNotesDue, visitNotesToCosign } from '../queries/visit-queue.ts'
import { noteKind } from '../templates.ts'

export const noteQueue = new Hono<Door>()

/** One thing that waits, whatever kind of note it is. */
type Line = {
  day: Day
  at: Date
  title: string
  href: string
  note: Child
  sigs?: Child
  /** What the button does; a visit's note is opened by a press, not a look. */
  action: string
  opens?: string
}

/** What waits to be written, answered or signed: the director's is everyone's, a supervisor's also of those below them. */
noteQueue.get(urls.notes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'visit-note.write')
  if (denied) return forbidden(c, denied.because)
  const isDirector = work.by.kind === 'staff' && work.by.role === 'director'
  const whose = isDirector ? 'everyone' : 'mine'
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const below = isDirector ? [] : await chainBelow(work, work.by.id, today)
  const due = await notesDue(work, whose)
  const visitsDue = await visitNotesDue(work, whose)
  const contacts = await contactsOpen(work, whose)
  const waiting = await notesToCosign(work, whose, below)
  const visitsWaiting = await visitNotesToCosign(work, whose, below)
  const asked = may(work.by, 'note-statement.answer') ? await statementsDue(work) : []
  showing(c, 'notes', [
    ...new Set([...visitsDue, ...contacts, ...visitsWaiting, ...asked].map(({ clientId }) => clientId)),
  ])
  const rules = await noteRuleRows(work)
  const late = (ends: Date, day: Day) => lateBy(ends, work.at, limitOn('sign', day, rules).hours) !== null
  const overdue = (signedAt: Date, day: Day) => lateBy(signedAt, work.at, limitOn('cosign', day, rules).hours) !== null
  const age = (day: Day, tooLate: boolean) => {
    const days = daysBetween(day, today)
    return days === 0 && !tooLate ? null : (
      <Sig tone={tooLate ? 'danger' : 'warning'}>{days === 0 ? 'Late' : `${plural(days, 'day', 'days')} old`}</Sig>
    )
  }
  const kindOf = (kind: string) => noteKind(kind)?.label ?? kind

  const toWrite: Line[] = [
    ...due.map((one) => ({
      day: one.heldOn,
      at: one.ends,
      title: one.name,
      href: urls.note({ session: one.sessionId }),
      note: (
        <>
          Over since <At at={one.ends} zone={zone} />
          {isDirector && ` · ${one.leaders || 'no leader yet'}`}
        </>
      ),
      sigs: (
        <>
          {one.started && <Sig tone="calm">Draft kept</Sig>}
          {age(one.heldOn, late(one.ends, one.heldOn))}
        </>
      ),
      action: isDirector ? 'Open' : 'Write',
    })),
    ...visitsDue.map((one) => ({
      day: one.heldOn,
      at: one.ends,
      title: `${kindOf(one.kind)}: ${one.name}`,
      href: urls.chartWeek({ client: one.clientId }, { week: one.heldOn }),
      note: (
        <>
          Over since <At at={one.ends} zone={zone} />
          {isDirector && ` · ${one.holder}`}
        </>
      ),
      sigs: (
        <>
          {one.started && <Sig tone="calm">Draft kept</Sig>}
          {age(one.heldOn, late(one.ends, one.heldOn))}
        </>
      ),
      action: isDirector ? 'Open' : 'Write',
      opens: urls.noteOfVisit({ visit: one.visitId }),
    })),
    ...contacts.map((one) => ({
      day: one.heldOn,
      at: one.ends,
      title: `${kindOf(one.kind)}: ${one.name}`,
      href: urls.visitNote({ note: one.noteId }),
      note: (
        <>
          Was at <At at={one.ends} zone={zone} />
          {isDirector && ` · ${one.holder}`}
        </>
      ),
      sigs: (
        <>
          <Sig tone="calm">Begun</Sig>
          {age(one.heldOn, late(one.ends, one.heldOn))}
        </>
      ),
      action: isDirector ? 'Open' : 'Write',
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())

  const mine = (author: string) => author === work.by.id
  const second = (author: string) => isDirector || below.includes(author)
  type Second = Line & { author: string; isBack: boolean }
  const seconds: Second[] = [
    ...waiting.map((one) => ({
      day: one.heldOn,
      at: one.signedAt,
      title: one.name,
      href: urls.note({ session: one.sessionId }),
      author: one.authorId,
      isBack: one.asked !== null,
      note: <Signed by={one.signedBy} at={one.signedAt} zone={zone} asked={one.asked} />,
      sigs: overdue(one.signedAt, one.heldOn) ? <Sig tone="danger">Co-signature late</Sig> : null,
      action: '',
    })),
    ...visitsWaiting.map((one) => ({
      day: one.heldOn,
      at: one.signedAt,
      title: `${kindOf(one.kind)}: ${one.name}`,
      href: urls.visitNote({ note: one.noteId }),
      author: one.authorId,
      isBack: one.asked !== null,
      note: <Signed by={one.signedBy} at={one.signedAt} zone={zone} asked={one.asked} />,
      sigs: overdue(one.signedAt, one.heldOn) ? <Sig tone="danger">Co-signature late</Sig> : null,
      action: '',
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  const returned = seconds
    .filter((one) => one.isBack)
    .map((one) => ({ ...one, action: mine(one.author) ? 'Answer' : 'Open' }))
  const toCosign = seconds
    .filter((one) => !one.isBack && second(one.author) && !mine(one.author))
    .map((one) => ({ ...one, action: 'Read and co-sign' }))
  const elsewhere = seconds
    .filter((one) => !one.isBack && (mine(one.author) || !second(one.author)))
    .map((one) => ({ ...one, action: 'Open' }))
  const total = (due[0]?.total ?? 0) + (visitsDue[0]?.total ?? 0) + contacts.length
  const nothing = toWrite.length + seconds.length + asked.length === 0
  return c.html(
    <StaffPage
      c={c}
      current="Notes"
      title="Notes"
      answer={answerFor(total, toCosign.length, returned.filter((one) => mine(one.author)).length, asked.length)}
      intro={
        isDirector
          ? 'Everyone’s notes, the oldest first.'
          : below.length > 0
            ? 'Your own notes and those you co-sign, the oldest first.'
            : 'Your own notes, the oldest first.'
      }
      actions={
        <>
          {may(work.by, 'plan.see') && <Button href={urls.threadBoard()}>Plans and gaps</Button>}
          <Button href={urls.snippets()}>Snippets</Button>
        </>
      }
    >
      {nothing && (
        <Card>
          <Empty title="Nothing waits for you" next={<Button href={urls.groups()}>Go to today’s groups</Button>}>
            A group or a visit stands here from the minute it is over until its note is signed.
          </Empty>
        </Card>
      )}
      {asked.length > 0 && (
        <Queue title="Asked by clients about their notes">
          {asked.map((one) => (
            <Row
              lead={weekDay(one.dueOn)}
              title={<a href={`${urls.clientOpenNotes({ client: one.clientId })}#statement-${one.id}`}>{one.name}</a>}
              note={`${one.kind === 'review' ? 'Wants a note that is not shown looked at again' : 'Wants a note corrected'}. Answer by then.`}
              end={one.dueOn < today ? <Sig tone="danger">Answer is late</Sig> : undefined}
            />
          ))}
        </Queue>
      )}
      <Lines title={isDirector ? 'Returned to their authors' : 'Returned'} lines={returned} />
      <Lines title="Waits for your co-signature" lines={toCosign} />
      <Lines title="Waits for its co-signature" lines={elsewhere} />
      <Lines
        title={isDirector ? 'Not signed yet' : 'To write'}
        lines={toWrite}
        hint={total > toWrite.length ? `The oldest ${toWrite.length} of ${total}` : undefined}
        main={!isDirector}
      />
    </StaffPage>,
  )
})

const Queue = ({ title, hint, children }: { title: string; hint?: string; children?: Child }) => (
  <Card title={title} hint={hint} flush>
    <div class="note-queue">
      <Rows label={title}>{children}</Rows>
    </div>
  </Card>
)

const Lines = ({ title, lines, hint, main }: { title: string; lines: Line[]; hint?: string; main?: boolean }) =>
  lines.length === 0 ? null : (
    <Queue title={title} hint={hint}>
      {lines.map((one) => {
        const label = `${one.action}${one.action === 'Write' ? ' the note' : ''}: ${one.title}, ${weekDay(one.day)}`
        const kind = main === true && one.action === 'Write' ? 'main' : 'plain'
        return (
          <Row
            lead={weekDay(one.day)}
            title={
              <a href={one.href} dir="auto">
                {one.title}
              </a>
            }
            note={one.note}
            end={
              <>
                {one.sigs}
                {one.opens === undefined ? (
                  <Button small kind={kind} href={one.href} label={label}>
                    {one.action}
                  </Button>
                ) : (
                  <form method="post" action={one.opens}>
                    <Button small kind={kind} label={label}>
                      {one.action}
                    </Button>
                  </form>
                )}
              </>
            }
          />
        )
      })}
    </Queue>
  )

type SignedProps = { by: string; at: Date; zone: string; asked: { words: string; name: string } | null }
const Signed = ({ by, at, zone, asked }: SignedProps) => (
  <>
    Signed by {by}, <At at={at} zone={zone} />
    {asked && (
      <>
        <br />
        <span dir="auto">{`${asked.name} asks: ${asked.words}`}</span>
      </>
    )}
  </>
)

function answerFor(due: number, toCosign: number, returned: number, asked: number): string {
  const parts = [
    asked > 0 ? `${plural(asked, 'client asks', 'clients ask')} about a note` : '',
    due > 0 ? `${plural(due, 'note', 'notes')} not signed` : '',
    toCosign > 0 ? `${toCosign} to co-sign` : '',
    returned > 0 ? `${returned} returned to you` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Every note is signed' : parts.join(', ')
}
