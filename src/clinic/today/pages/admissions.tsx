import { Hono, type Context } from 'hono'
import { dayAt, daysBetween } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { besideName, Name } from '../../../ui/person.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { estimatesDue, type EstimateDue } from '../../coverage/queries/estimates.ts'
import { boardChoices, boardFor, heldBackCount } from '../../inquiries/queries/board.ts'
import { isSource, sourceName } from '../../inquiries/senders.ts'
import { daysListed, onTheWay, uploadsWaiting, type UnreadUpload, type Waiting } from '../queries/admissions.ts'
import { stageOf, stages, waitingSince, type Stage } from '../way-in.ts'
import { Board, filterFrom, Filters } from './board.tsx'

export const admissions = new Hono<Door>()

admissions.get(urls.admissions.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'referral.see')
  if (denied) return forbidden(c, denied.because)
  const { filter, asked } = filterFrom(c, isId)
  const [uploads, { people, older }] = [await uploadsWaiting(work), await onTheWay(work)]
  const [board, choices, held] = [await boardFor(work, filter), await boardChoices(work), await heldBackCount(work)]
  const estimates = may(work.by, 'coverage.see') ? await estimatesDue(work) : []
  showing(c, 'admissions', [
    ...new Set([
      ...people.map(({ clientId }) => clientId),
      ...board.flatMap(({ clientId }) => clientId ?? []),
      ...estimates.map(({ clientId }) => clientId),
    ]),
  ])
  const open = [...new Map(board.map((one) => [one.stage, one])).values()]
  const inquiries = open.reduce((sum, { inStage }) => sum + inStage, 0)
  const overdue = open.reduce((sum, { overdueInStage }) => sum + overdueInStage, 0)
  const isFiltered = Object.keys(asked).length > 0
  const byStage = Map.groupBy(people, stageOf)
  const away = (byStage.get('handed-off')?.length ?? 0) + (byStage.get('starts')?.length ?? 0)
  const waiting = uploads.length + people.length - away
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="Admissions"
      answer={
        inquiries === 0
          ? isFiltered
            ? 'No inquiry is like this'
            : 'No inquiry is open'
          : `${plural(inquiries, 'inquiry', 'inquiries')}${overdue > 0 ? `, ${overdue} overdue` : ', nothing overdue'}`
      }
      intro="Everyone between the door and the first day, with the one thing to do next."
      actions={
        may(work.by, 'referral.accept') && (
          <>
            <Button kind="main" href={urls.newInquiry()}>
              Somebody called or came
            </Button>
            <Button href={urls.newReferral()}>Upload a referral</Button>
            <Button href={urls.newClient()}>Enter a person</Button>
          </>
        )
      }
    >
      <nav class="admissions-links" aria-label="More about admissions">
        {may(work.by, 'call.see') && <a href={urls.calls()}>Calls</a>}
        {may(work.by, 'call.see') && <a href={urls.messages()}>Messages</a>}
        <a href={urls.admissionsFigures()}>How fast we answer</a>
        <a href={urls.referrers()}>Referrers</a>
        {may(work.by, 'client.merge') && <a href={urls.duplicates()}>Duplicates</a>}
        <a href={urls.handOffs()}>Hand-offs</a>
        {may(work.by, 'partner.see') && <a href={urls.partners()}>Partners</a>}
        {may(work.by, 'intake.see') && <a href={urls.intakes()}>Assessments</a>}
        {may(work.by, 'caller.answer') && <a href={urls.callers()}>Somebody asks about a client</a>}
      </nav>
      {held > 0 && (
        <Notice tone="warning">
          <a href={urls.heldBack()}>{plural(held, 'inquiry is', 'inquiries are')} held back by the flood guard</a>. Look
          which of them are people.
        </Notice>
      )}
      {estimates.length > 0 && <EstimatesOwed estimates={estimates} />}
      {(inquiries > 0 || isFiltered) && <Filters c={c} asked={asked} choices={choices} />}
      {inquiries > 0 && <Board c={c} rows={board} asked={asked} />}
      {inquiries === 0 && isFiltered && (
        <Empty
          title="Nobody is here under this filter"
          next={<Button href={urls.admissions()}>Show everyone</Button>}
        />
      )}
      {uploads.length + people.length + inquiries === 0 && !isFiltered && (
        <Card>
          <Empty title="The way in is clear" next={<Button href={urls.newReferral()}>Upload a referral</Button>}>
            Whoever turns to the clinic shows here until they have begun or the inquiry is closed.
          </Empty>
        </Card>
      )}
      {uploads.length > 0 && <Uploads c={c} uploads={uploads} />}
      {(people.length > 0 || uploads.length > 0 || inquiries === 0) && (
        <p class="admissions-steps">
          <b>In their records: </b>
          {waiting === 0 ? 'Nobody waits for a next step' : `${plural(waiting, 'waits', 'wait')} for a next step`}
        </p>
      )}
      {stages.map((stage) => {
        const some = byStage.get(stage)
        return some && <StageCard c={c} stage={stage} people={some} />
      })}
      {older > 0 && (
        <p class="muted">
          {plural(older, 'person', 'people')} came more than {daysListed} days ago and never began. Find them by name.
        </p>
      )}
    </StaffPage>,
  )
})

function EstimatesOwed({ estimates }: { estimates: EstimateDue[] }) {
  const late = estimates.filter(({ isLate }) => isLate).length
  return (
    <Notice tone={late > 0 ? 'danger' : 'info'}>
      {`${plural(estimates.length, 'good-faith estimate is', 'good-faith estimates are')} owed${late > 0 ? `, ${late} late` : ''}: `}
      {estimates.slice(0, 6).map((one, n) => (
        <>
          {n > 0 && ', '}
          <a href={urls.coverage({ client: one.clientId })} dir="auto">
            {`${one.preferredName || one.givenName} ${one.familyName}`}
          </a>
          {` by ${shortDay(one.dueOn)}`}
        </>
      ))}
      {estimates.length > 6 && ` and ${estimates.length - 6} more`}.
    </Notice>
  )
}

const stageName: Record<Stage, string> = {
  screen: 'Accepted, not screened',
  stop: 'Stopped at the safety gate',
  assess: 'Screened, not assessed',
  decide: 'Assessed, not decided',
  admit: 'Decided, not admitted',
  elsewhere: 'Decided for a level that is not given here',
  'handed-off': 'With another service',
  starts: 'Starting soon',
}

function Uploads({ c, uploads }: { c: Context<Door>; uploads: UnreadUpload[] }) {
  return (
    <Card title="Referrals to read" action={<small>{uploads.length}</small>} flush>
      <Rows label="Referrals to read">
        {uploads.map((one) => (
          <Row
            title={<Name name={one.name} href={urls.referral({ referral: one.id })} />}
            note={
              <>
                <Age c={c} since={one.uploadedAt} />
                {one.referrer !== '' && <> · {one.referrer}</>}
                {one.warned && <Warned />}
              </>
            }
            end={
              <Button
                small
                kind="main"
                href={urls.referral({ referral: one.id })}
                label={`Read and accept ${one.name}`}
              >
                Read and accept
              </Button>
            }
          />
        ))}
      </Rows>
    </Card>
  )
}

function StageCard({ c, stage, people }: { c: Context<Door>; stage: Stage; people: Waiting[] }) {
  return (
    <Card title={stageName[stage]} action={<small>{people.length}</small>} flush>
      <Rows label={stageName[stage]}>
        {people.map((one) => {
          const beside = besideName(one, [`No. ${one.number}`])
          return (
            <Row
              title={
                <>
                  <Name name={one.name} href={urls.client({ client: one.clientId })} />{' '}
                  <small class="admissions-beside">{beside}</small>
                </>
              }
              note={
                <>
                  <What c={c} stage={stage} one={one} />
                  {one.warned && <Warned />}
                </>
              }
              end={<Next c={c} stage={stage} one={one} />}
            />
          )
        })}
      </Rows>
    </Card>
  )
}

const Warned = () => (
  <>
    {' '}
    <Sig tone="warning">The referral warns</Sig>
  </>
)

const What = ({ c, stage, one }: { c: Context<Door>; stage: Stage; one: Waiting }) => {
  if (stage === 'starts' && one.startsOn !== null) return <>Begins {shortDay(one.startsOn)}</>
  if (stage === 'handed-off')
    return (
      <>
        {one.handOffTo}
        {one.handOffAnswer === null ? ', not accepted yet' : ', accepted'}
        {one.backOn !== null && `, back here ${shortDay(one.backOn)}`}
      </>
    )
  return (
    <>
      <Age c={c} since={waitingSince(one)} />
      {one.level !== null && ` · level ${one.level}`}
      {one.source !== '' && ` · ${isSource(one.source) ? sourceName[one.source] : one.source}`}
    </>
  )
}

/** How long somebody waits for this step, in the clinic's own days. */
function Age({ c, since }: { c: Context<Door>; since: Date }) {
  const { at, clinic } = workOf(c)
  const days = daysBetween(dayAt(since, clinic.timeZone), dayAt(at, clinic.timeZone))
  return <time datetime={since.toISOString()}>{days <= 0 ? 'Since today' : `For ${plural(days, 'day', 'days')}`}</time>
}

function Next({ c, stage, one }: { c: Context<Door>; stage: Stage; one: Waiting }) {
  const { by } = workOf(c)
  const client = { client: one.clientId }
  const step = (allowed: boolean, href: string, words: string) =>
    allowed ? (
      <Button small href={href} label={`${words}: ${one.name}`}>
        {words}
      </Button>
    ) : (
      <small>{words}: not with your role</small>
    )
  switch (stage) {
    case 'screen':
      return step(may(by, 'screen.do'), urls.safetyScreen(client), 'Screen for safety')
    case 'stop':
      return step(may(by, 'placement.see'), urls.placement(client), 'Act on the stop')
    case 'assess':
      return step(may(by, 'assessment.do'), urls.assessment(client), 'Assess')
    case 'decide':
      return step(may(by, 'placement.see'), urls.placement(client), 'Decide')
    case 'admit':
      return step(may(by, 'episode.admit'), urls.admission(client), 'Admit')
    case 'elsewhere':
      return step(may(by, 'hand-off.make'), urls.newHandOff(client), 'Hand off')
    case 'handed-off':
      return step(may(by, 'hand-off.make'), urls.handOff({ handOff: one.handOffId ?? '' }), 'Follow the hand-off')
    case 'starts':
      return step(may(by, 'episode.see'), urls.client(client), 'Open the chart')
  }
}
