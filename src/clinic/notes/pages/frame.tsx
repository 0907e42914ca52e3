import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { longDay, hoursFrom } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import type { Session } from '../../attendance/queries.ts'

type NotePageProps = { c: Context<Door>; session: Session; answer: string; actions?: Child }

/** Every screen about the note of one session. */
export const NotePage = ({ c, session, answer, actions, children }: PropsWithChildren<NotePageProps>) => (
  <StaffPage
    c={c}
    current="Notes"
    title={`Note: ${session.name}`}
    answer={answer}
    crumbs={[
      { label: 'Notes', href: urls.notes() },
      { label: 'Roster', href: urls.roster({ session: session.id }) },
    ]}
    over={`${longDay(session.heldOn)} · ${hoursFrom(session.starts, session.ends, session.zone)} · ${session.room} · ${session.leaders.map((leader) => leader.name).join(', ') || 'no leader yet'}`}
    actions={actions}
  >
    {children}
  </StaffPage>
)

const markWords: Record<string, string> = {
  here: 'Here',
  late: 'Came late',
  'left-early': 'Left early',
  absent: 'Did not attend',
  excused: 'Excused',
}

/** 'Came late · 62 min' */
export const markInWords = (mark: { kind: string; minutes: number }): string =>
  [markWords[mark.kind] ?? mark.kind, mark.minutes > 0 ? `${mark.minutes} min` : ''].filter(Boolean).join(' · ')
