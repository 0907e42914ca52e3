import { Hono } from 'hono'
import { isDay, type Day } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { hoursInWords } from '../../notes/deadlines.ts'
import {
  returnedAmong,
  statementsOf,
  visitNotesOf,
  withheldOf,
  type SignedVisitNote,
  type Statement,
} from '../../notes/queries/chart.ts'
import { observedFrom, observedInWords } from '../../notes/observed.ts'
import {
  interventions,
  labelIn,
  moods,
  noteKind,
  participations,
  progresses,
  risks,
  templateOf,
} from '../../notes/templates.ts'
import { notesOf, type ChartNote } from '../queries.ts'

/** Every signed note of one person, of groups and of their own hours, newest first. */
export const chartNotes = new Hono<Door>()
const limit = 20

type One = { day: Day; group: ChartNote } | { day: Day; visit: SignedVisitNote }

chartNotes.get(urls.chartNotes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note.read')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'notes', [client.id])
  const asked = c.req.query('before')
  const page = { before: isDay(asked) ? asked : undefined, limit }
  const groups = await notesOf(work, client.id, page)
  const visits = await visitNotesOf(work, client.id, page)
  const returned = await returnedAmong(
    work,
    visits.map(({ versionId }) => versionId),
  )
  const all: One[] = [
    ...groups.map((group) => ({ day: group.heldOn, group })),
    ...visits.map((visit) => ({ day: visit.heldOn, visit })),
  ].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
  // A day is shown whole: the next page begins at the day before.
  const last = all[limit - 1]?.day
  const shown = last === undefined ? all : all.filter(({ day }) => day >= last)
  const withheld = new Set(
    (await withheldOf(work, client.id)).flatMap((one) => (one.stands ? [one.clientNoteId ?? one.visitNoteId] : [])),
  )
  const statements = await statementsOf(work, client.id)
  const saidTo = (id: string) => statements.filter((one) => (one.clientNoteId ?? one.visitNoteId) === id)
  const params = { client: client.id }
  const zone = work.clinic.timeZone
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="notes"
      actions={
        <>
          {may(work.by, 'visit-note.write') && (
            <Button kind="main" href={urls.newVisitNote(params)}>
              New note
            </Button>
          )}
          <Button href={urls.clientOpenNotes(params)}>What they read</Button>
          {may(work.by, 'guarded-name.keep') && <Button href={urls.guardedNames(params)}>Names to guard</Button>}
          {may(work.by, 'held-apart.write') && <Button href={urls.heldApart(params)}>Your own notes</Button>}
        </>
      }
    >
      {shown.length === 0 && (
        <Empty title="No note is signed yet">
          A note appears here once whoever led the group, or held the visit, has signed it.
        </Empty>
      )}
      {shown.map((one) =>
        'group' in one ? (
          <GroupNote note={one.group} zone={zone} withheld={withheld.has(one.group.id)} said={saidTo(one.group.id)} />
        ) : (
          <VisitNote
            note={one.visit}
            zone={zone}
            withheld={withheld.has(one.visit.id)}
            returned={returned.has(one.visit.versionId)}
            said={saidTo(one.visit.id)}
          />
        ),
      )}
      {(groups.length === limit || visits.length === limit) && (
        <Button href={urls.chartNotes(params, { before: shown.at(-1)?.day })}>Earlier notes</Button>
      )}
    </ClientFrame>,
  )
})

type Beside = { zone: string; withheld: boolean; said: Statement[] }

const GroupNote = ({ note, zone, withheld, said }: { note: ChartNote } & Beside) => {
  const cosigned = note.signatures.some((one) => one.part === 'co-signer')
  const waits = note.signatures.some((one) => one.needsCosign) && !cosigned
  const tapped = observedInWords(observedFrom(note.observations))
  return (
    <Card
      id={`note-${note.id}`}
      title={`${note.groupName}, ${shortDay(note.heldOn)}`}
      hint={`${note.leaders} · ${note.minutes} min · ${note.numberPresent} present`}
      action={<State waits={waits} withheld={withheld} />}
      footer={
        <small>
          {note.signatures.map((one, n) => (
            <>
              {n > 0 && ' · '}
              {one.part === 'author' ? 'Signed' : 'Co-signed'} by {one.nameAndCredential},{' '}
              <At at={one.signedAt} zone={zone} />
            </>
          ))}
        </small>
      }
    >
      <div class="prose">
        <p>
          <b>{note.topic}.</b> {note.intervention} {note.howItWent}
        </p>
        {note.goal !== null && (
          <p class="muted">
            Goal {note.goalPosition}: {note.goal}{' '}
            {note.objectiveId !== null && <a href={urls.objective({ objective: note.objectiveId })}>Its objective</a>}
          </p>
        )}
        <p dir="auto">{note.ownWords}</p>
        {tapped !== '' && <p class="muted">{tapped}</p>}
        {note.addenda.map((one) => (
          <p>
            <b>Addendum</b> ({one.nameAndCredential}, <At at={one.addedAt} zone={zone} />
            ): {one.words}
          </p>
        ))}
        <Said said={said} zone={zone} />
      </div>
    </Card>
  )
}

const VisitNote = ({ note, zone, withheld, returned, said }: { note: SignedVisitNote; returned: boolean } & Beside) => {
  const author = note.signatures.find(({ part }) => part === 'author')
  const waits = author?.needsCosign === true && !note.signatures.some(({ part }) => part === 'co-signer')
  const { interventions: did } = note.observations
  return (
    <Card
      id={`note-${note.id}`}
      title={`${noteKind(note.kind)?.label ?? note.kind}, ${shortDay(note.heldOn)}`}
      hint={`${author?.name ?? ''} · ${note.minutes} min${note.withWhom === '' ? '' : ` · with ${note.withWhom}`}`}
      action={
        <>
          {author !== undefined && author.lateHours !== null && (
            <Sig tone="info">{`Late entry, ${hoursInWords(author.lateHours)}`}</Sig>
          )}
          {returned ? <Sig tone="warning">With its author again</Sig> : <State waits={waits} withheld={withheld} />}
          <Button small href={urls.visitNote({ note: note.id })} label={`Open the note of ${shortDay(note.heldOn)}`}>
            Open
          </Button>
        </>
      }
      footer={
        <small>
          {note.signatures.map((one, n) => (
            <>
              {n > 0 && ' · '}
              {one.part === 'author' ? 'Signed' : 'Co-signed'} by {one.name}, <At at={new Date(one.at)} zone={zone} />
            </>
          ))}
        </small>
      }
    >
      <div class="prose">
        {note.goals.map((goal) => (
          <p class="muted" dir="auto">
            Goal {goal.position}: {goal.words}
          </p>
        ))}
        <p class="muted">
          {[did.map((value) => labelIn(interventions, value)).join(', '), observed(note.observations)]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        {note.risk === 'present' && (
          <p>
            <Sig tone="danger">Danger present</Sig> <span dir="auto">{note.riskWords}</span>
          </p>
        )}
        {note.risk !== 'present' && noteKind(note.kind)?.meetsClient !== false && (
          <p class="muted">Danger: {labelIn(risks, note.risk).toLowerCase()}</p>
        )}
        {templateOf(note.template).sections.map(({ key, label }) => (
          <p dir="auto">
            <b>{label}.</b> {note.body[key] ?? ''}
          </p>
        ))}
        {note.addenda.map((one) => (
          <p>
            <b>Addendum</b> ({one.name}, <At at={new Date(one.at)} zone={zone} />
            ): {one.words}
          </p>
        ))}
        <Said said={said} zone={zone} />
      </div>
    </Card>
  )
}

const State = ({ waits, withheld }: { waits: boolean; withheld: boolean }) => (
  <>
    {withheld && <Sig tone="info">Not shown to the client</Sig>}
    {waits ? <Sig tone="warning">Waits for a co-signature</Sig> : <Sig tone="good">Signed</Sig>}
  </>
)

/** What was seen, in one line: 'Took an active part · Calm'. */
function observed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  const said = (key: string, choices: readonly { value: string; label: string }[]) => {
    const one = Object.entries(value).find(([name]) => name === key)?.[1]
    return typeof one === 'string' && one !== '' ? labelIn(choices, one) : ''
  }
  return [said('participation', participations), said('mood', moods), said('progress', progresses)]
    .filter((part) => part !== '')
    .join(' · ')
}

const Said = ({ said, zone }: { said: Statement[]; zone: string }) => (
  <>
    {said.map((one) => (
      <p>
        <b>
          {one.kind === 'statement'
            ? 'The client’s own words'
            : one.kind === 'amendment'
              ? 'The client asks for a correction'
              : 'The client asks to see this note'}
        </b>{' '}
        (<At at={one.madeAt} zone={zone} />
        ): <span dir="auto">{one.words}</span>
        {one.answer !== null && (
          <>
            {' '}
            <b>{one.outcome === 'accepted' ? 'Accepted' : 'Declined'}</b> by {one.answeredBy}:{' '}
            <span dir="auto">{one.answer}</span>
          </>
        )}
      </p>
    ))}
  </>
)
