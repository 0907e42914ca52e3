import { Hono, type Context } from 'hono'
import { timeAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Dialog, DialogCancel, DialogLink } from '../../../ui/dialog.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, FormActions, TextField } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { RosterButton } from '../../../ui/roster.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At, longDay, hoursFrom } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import type { FieldErrors, Typed } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { wasThere } from '../minutes.ts'
import { rosterOf, sessionById, type PersonOnRoster, type Session } from '../queries.ts'
import { type CheckInStory, checkInStory } from '../queries/evidence.ts'
import { walkInsFor } from '../queries/walk-ins.ts'
import { type Witness, witnessesOf } from '../queries/witnesses.ts'
import { marks, PersonRow } from './person-row.tsx'
import { WalkIns } from './walk-ins.tsx'
import { WitnessTable } from './witness-parts.tsx'

export const rosterScreen = new Hono<Door>()

rosterScreen.get(urls.roster.pattern, (c) => showRoster(c, c.req.param('session'), { find: c.req.query('find') }))

/** What a refused form brings back to the roster. */
export type Returned = {
  refusal?: Refusal
  /** Where the refusal is shown: at the top, with the walk-ins, or in the dialog that cancels. */
  place?: 'walk-in' | 'cancellation'
  typed?: Typed
  errors?: FieldErrors
  find?: string
}

/** The roster of one session: who is here? */
export async function showRoster(c: Context<Door>, id: string, back: Returned = {}): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'attendance.see')
  if (denied) return forbidden(c, denied.because)
  const session = await sessionById(work, id)
  if (session === undefined) return notFound(c)
  const people = await rosterOf(work, session)
  const find = back.find === undefined || back.find.trim() === '' ? undefined : back.find.slice(0, 100)
  const mayMark = may(work.by, 'attendance.mark')
  const state = session.cancelled
    ? 'cancelled'
    : !mayMark
      ? 'read-only'
      : session.noteSignedAt !== null
        ? 'signed'
        : 'open'
  const offered = find === undefined || state !== 'open' ? [] : await walkInsFor(work, session, find)
  const evidence = await evidenceOf(work, session)
  showing(c, 'roster', [
    ...new Set([...[...people, ...offered].map((person) => person.id), ...evidence.differ.map((one) => one.clientId)]),
  ])
  return c.html(
    <RosterScreen
      c={c}
      session={session}
      people={people}
      state={state}
      back={back}
      find={find}
      offered={offered}
      evidence={evidence}
    />,
    back.refusal === undefined && back.errors === undefined ? 200 : 422,
  )
}

/** Where the other two witnesses differ from the roster, and where everyone says they are. */
type RosterEvidence = { differ: readonly Witness[]; checkIns: ReadonlyMap<string, CheckInStory> }

async function evidenceOf(work: Work, { id, heldOn }: Session): Promise<RosterEvidence> {
  const all = await witnessesOf(work, { from: heldOn, to: heldOn, meetings: [id] })
  const checkIns = all.some((one) => one.checkIn !== null) ? await checkInStory(work, id, null) : []
  return {
    differ: all.filter((one) => one.standing === 'differ'),
    // The newest come first, and the newest stands.
    checkIns: new Map(checkIns.toReversed().map((one) => [one.clientId, one])),
  }
}

type ScreenProps = {
  c: Context<Door>
  session: Session
  people: PersonOnRoster[]
  state: 'open' | 'signed' | 'cancelled' | 'read-only'
  back: Returned
  find: string | undefined
  offered: Awaited<ReturnType<typeof walkInsFor>>
  evidence?: RosterEvidence
}

/** The screen from facts alone, without asking anybody. */
export function RosterScreen({ c, session, people, state, back, find, offered, evidence }: ScreenProps) {
  const work = workOf(c)
  const opens = new Date(session.starts.getTime() - 30 * 60_000)
  const typedBy = (person: PersonOnRoster) =>
    back.place === undefined && back.typed?.client === person.id ? back.typed : undefined
  return (
    <StaffPage
      c={c}
      current="Groups"
      title={session.name}
      answer={answerFor(session, people)}
      crumbs={[{ label: 'Groups', href: urls.groups({ day: session.heldOn }) }]}
      over={`${longDay(session.heldOn)} · ${hoursFrom(session.starts, session.ends, session.zone)} · ${session.room} · ${session.leaders.map((leader) => leader.name).join(', ') || 'no leader yet'}`}
      actions={<Actions c={c} session={session} state={state} people={people} opens={opens} />}
    >
      {(back.place === undefined || state !== 'open') && <RefusalAlert refusal={back.refusal} />}
      {session.cancelled && (
        <Notice tone="warning" title="This meeting was cancelled">
          {session.cancelledBecause} {session.cancelledBy && `(${session.cancelledBy}`}
          {session.cancelledAt && (
            <>
              , <At at={session.cancelledAt} zone={session.zone} />)
            </>
          )}
        </Notice>
      )}
      {state === 'signed' && session.noteSignedAt !== null && (
        <Notice
          tone="info"
          title="The note is signed"
          aside={
            may(work.by, 'note.read') && (
              <Button small href={urls.note({ session: session.id })}>
                Read the note
              </Button>
            )
          }
        >
          Signed by {session.noteSignedBy}, <At at={session.noteSignedAt} zone={session.zone} />. A mark can still be
          corrected, with a reason; the note keeps what it said.
        </Notice>
      )}
      {state === 'open' && work.at < opens && (
        <Notice tone="info">
          {`Marking opens at ${timeAt(opens, session.zone)}, 30 minutes before the start. An excuse given ahead can be written now.`}
        </Notice>
      )}
      <Card flush>
        {people.length === 0 ? (
          <Empty title="Nobody has a seat in this group on this day">
            Seats are given on a client's plan. Whoever comes without a seat is added below.
          </Empty>
        ) : (
          <ask-first>
            <roster-keys class="roster-keys">
              <ul class="rows" aria-label="Roster">
                {people.map((person) => (
                  <PersonRow
                    c={c}
                    session={session}
                    person={person}
                    typed={typedBy(person)}
                    state={state}
                    checkIn={evidence?.checkIns.get(person.id)}
                  />
                ))}
              </ul>
              {state === 'open' && <KeyLegend />}
            </roster-keys>
          </ask-first>
        )}
      </Card>
      {evidence !== undefined && evidence.differ.length > 0 && (
        <Card
          title="Where do the witnesses differ?"
          hint="A person settles each by name; what counts stands on the roster."
          action={<a href={urls.witnesses()}>All of them</a>}
          tone="warning"
          flush
        >
          <WitnessTable people={evidence.differ} caption="What the witnesses of this meeting say" />
        </Card>
      )}
      {state === 'open' && (
        <WalkIns
          session={session}
          find={find}
          offered={offered}
          onRoster={new Set(people.map((person) => person.id))}
          refusal={back.place === 'walk-in' ? back.refusal : undefined}
        />
      )}
      {state === 'open' && <Cancellation session={session} people={people} back={back} />}
    </StaffPage>
  )
}

type ActionsProps = { c: Context<Door>; session: Session; state: string; people: PersonOnRoster[]; opens: Date }

const Actions = ({ c, session, state, people, opens }: ActionsProps) => {
  const { by, at } = workOf(c)
  const params = { session: session.id }
  return (
    <>
      {state === 'open' && people.length > 0 && at >= opens && (
        <RosterButton does="all" action={urls.allHere(params)}>
          All here
        </RosterButton>
      )}
      {state === 'open' && people.length > 0 && (
        <RosterButton does="undo" action={urls.markUndo(params)}>
          Undo
        </RosterButton>
      )}
      {may(by, 'curriculum.teach') && (
        <Button href={urls.seriesCurriculum({ series: session.seriesId })}>Curriculum</Button>
      )}
      {may(by, 'measure.see') && <Button href={urls.roomMeasures({ session: session.id })}>Questions</Button>}
      {state === 'open' && may(by, 'note.write') && at >= session.starts && (
        <Button kind="main" href={urls.note(params)}>
          Write the note
        </Button>
      )}
    </>
  )
}

const KeyLegend = () => (
  <p class="keys" aria-hidden="true">
    <span>
      <kbd>↑</kbd> <kbd>↓</kbd> next person
    </span>
    {marks.map((mark) => (
      <span>
        <kbd>{mark.key?.toUpperCase()}</kbd> {mark.label.toLowerCase()}
      </span>
    ))}
    <span>
      <kbd>⇧ A</kbd> all here
    </span>
    <span>
      <kbd>U</kbd> undo
    </span>
  </p>
)

/** Destructive acts can be undone; this one cannot, so it says what follows from it. */
function Cancellation({ session, people, back }: { session: Session; people: PersonOnRoster[]; back: Returned }) {
  const isBack = back.place === 'cancellation'
  const expected = people.filter((person) => !person.isWalkIn).length
  const form = (
    <form class="form" method="post" action={urls.sessionCancellation({ session: session.id })}>
      <RefusalAlert refusal={isBack ? back.refusal : undefined} />
      <p class="prose">
        {`This cannot be undone. ${plural(expected, 'person', 'people')} will not be expected, ${expected === 1 ? 'whose' : 'and their'} hours for this week drop by it; nobody can be marked, and no note is due. Seats in the coming weeks stay as they are.`}
      </p>
      <TextField
        name="because"
        label="Why it does not take place"
        hint="Everyone who opens this meeting reads it: write no client's name."
        maxlength={200}
        form={isBack ? { values: back.typed, errors: back.errors, prefix: 'cancel' } : { prefix: 'cancel' }}
      />
      <FormActions>
        <Button kind="danger">Cancel this meeting</Button>
        {!isBack && <DialogCancel>Keep it</DialogCancel>}
      </FormActions>
    </form>
  )
  if (isBack) return <Card title={`Cancel ${session.name}?`}>{form}</Card>
  return (
    <div class="line-up">
      <DialogLink to="cancellation" kind="quiet">
        Cancel this meeting
      </DialogLink>
      <Dialog id="cancellation" title={`Cancel ${session.name}?`}>
        {form}
      </Dialog>
    </div>
  )
}

function answerFor(session: Session, people: PersonOnRoster[]): string {
  if (session.cancelled) return `${session.name} was cancelled`
  const there = people.filter(({ mark }) => mark !== null && wasThere(mark.kind)).length
  const unmarked = people.filter(({ mark }) => mark === null).length
  if (unmarked === people.length) return `${session.name}: ${people.length} expected`
  const toMark = unmarked === 0 ? '' : `, ${unmarked} to mark`
  return `${session.name}: ${there} of ${people.length} here${toMark}`
}
