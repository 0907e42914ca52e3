import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { longDay, hoursFrom } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import type { VisitHour } from '../queries/visit-notes.ts'
import { noteKind } from '../templates.ts'

type FrameProps = { c: Context<Door>; hour: VisitHour; answer: string; actions?: Child }

/** Every screen about the note of one person's hour. */
export const VisitFrame = ({ c, hour, answer, actions, children }: PropsWithChildren<FrameProps>) => {
  const zone = workOf(c).clinic.timeZone
  const kind = noteKind(hour.kind)?.label ?? hour.kind
  return (
    <StaffPage
      c={c}
      current="Notes"
      title={`Note: ${hour.name}`}
      answer={answer}
      crumbs={[
        { label: 'Notes', href: urls.notes() },
        { label: hour.name, href: urls.chartNotes({ client: hour.clientId }) },
      ]}
      over={`${kind} · ${longDay(hour.heldOn)} · ${hoursFrom(hour.startsAt, hour.endsAt, zone)}${hour.byVideo === true ? ' · by video' : ''} · ${hour.holder}${hour.withWhom === '' ? '' : ` · with ${hour.withWhom}`}`}
      actions={actions}
    >
      {children}
    </StaffPage>
  )
}
