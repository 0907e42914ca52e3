import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, weekDay } from '../../../ui/when.tsx'
import { daysBetween, dayAt } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { notesDue, notesToCosign, type Due, type Waiting } from '../queries/queue.ts'

export const noteQueue = new Hono<Door>()

/** What waits to be written, answered or signed. The director sees everyone's. */
noteQueue.get(urls.notes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note.write')
  if (denied) return forbidden(c, denied.because)
  const cosigns = may(work.by, 'note.cosign')
  const whose = cosigns ? 'everyone' : 'mine'
  const due = await notesDue(work, whose)
  const waiting = await notesToCosign(work, whose)
  const returned = waiting.filter((one) => one.asked !== null)
  const open = waiting.filter((one) => one.asked === null)
  const mineReturned = returned.filter((one) => one.authorId === work.by.id)
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const total = due[0]?.total ?? 0
  const nothing = due.length === 0 && waiting.length === 0
  return c.html(
    <StaffPage
      c={c}
      current="Notes"
      title="Notes"
      answer={answerFor(total, cosigns ? open.length : 0, mineReturned.length)}
      intro={cosigns ? 'Everyone’s notes, the oldest first.' : 'The notes of the groups you lead, the oldest first.'}
    >
      {nothing && (
        <Card>
          <Empty title="Nothing waits for you" next={<Button href={urls.groups()}>Go to today’s groups</Button>}>
            A group stands here from the minute it is over until its note is signed.
          </Empty>
        </Card>
      )}
      {returned.length > 0 && (
        <Queue title={cosigns ? 'Returned to their authors' : 'Returned to you'}>
          {returned.map((one) => (
            <WaitingRow
              one={one}
              zone={zone}
              note={`${one.asked?.name} asks: ${one.asked?.words}`}
              action={one.authorId === work.by.id ? 'Answer' : 'Open'}
            />
          ))}
        </Queue>
      )}
      {open.length > 0 && (
        <Queue
          title={cosigns ? 'Waits for your co-signature' : 'Waits for its co-signature'}
          hint={more(open.length, (waiting[0]?.total ?? 0) - returned.length)}
        >
          {open.map((one) => (
            <WaitingRow
              one={one}
              zone={zone}
              action={cosigns && one.authorId !== work.by.id ? 'Read and co-sign' : 'Open'}
            />
          ))}
        </Queue>
      )}
      {due.length > 0 && (
        <Queue title={cosigns ? 'Not signed yet' : 'To write'} hint={more(due.length, total)}>
          {due.map((one) => (
            <DueRow one={one} age={daysBetween(one.heldOn, today)} zone={zone} mine={whose === 'mine'} />
          ))}
        </Queue>
      )}
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

const DueRow = ({ one, age, zone, mine }: { one: Due; age: number; zone: string; mine: boolean }) => (
  <Row
    lead={weekDay(one.heldOn)}
    title={<a href={urls.note({ session: one.sessionId })}>{one.name}</a>}
    note={
      <>
        Over since <At at={one.ends} zone={zone} />
        {!mine && ` · ${one.leaders || 'no leader yet'}`}
      </>
    }
    end={
      <>
        {one.started && <Sig tone="calm">Draft kept</Sig>}
        {age > 0 && <Sig tone={age > 2 ? 'danger' : 'warning'}>{`${plural(age, 'day', 'days')} old`}</Sig>}
        <Button
          small
          kind={mine ? 'main' : 'plain'}
          href={urls.note({ session: one.sessionId })}
          label={`${mine ? 'Write' : 'Open'} the note: ${one.name}, ${weekDay(one.heldOn)}`}
        >
          {mine ? 'Write' : 'Open'}
        </Button>
      </>
    }
  />
)

const WaitingRow = ({ one, zone, note, action }: { one: Waiting; zone: string; note?: string; action: string }) => (
  <Row
    lead={weekDay(one.heldOn)}
    title={<a href={urls.note({ session: one.sessionId })}>{one.name}</a>}
    note={
      <>
        Signed by {one.signedBy}, <At at={one.signedAt} zone={zone} />
        {note && (
          <>
            <br />
            <span dir="auto">{note}</span>
          </>
        )}
      </>
    }
    end={
      <Button
        small
        href={urls.note({ session: one.sessionId })}
        label={`${action}: ${one.name}, ${weekDay(one.heldOn)}`}
      >
        {action}
      </Button>
    }
  />
)

const more = (shown: number, total: number): string | undefined =>
  total > shown ? `The oldest ${shown} of ${total}` : undefined

function answerFor(due: number, toCosign: number, returned: number): string {
  const parts = [
    due > 0 ? `${plural(due, 'note', 'notes')} not signed` : '',
    toCosign > 0 ? `${toCosign} to co-sign` : '',
    returned > 0 ? `${returned} returned to you` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Every note is signed' : parts.join(', ')
}
