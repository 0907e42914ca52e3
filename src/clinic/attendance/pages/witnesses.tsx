import { Hono } from 'hono'
import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { daysBack, witnessesOf, type Witness } from '../queries/witnesses.ts'
import { meetingTitle } from '../witness-card.tsx'
import { WitnessTable } from './witness-parts.tsx'

/** Where the three witnesses of a meeting differ, and who settled what. */
export const witnesses = new Hono<Door>()

const mostMeetings = 40

witnesses.get(urls.witnesses.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'attendance.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const onlySettled = c.req.query('show') === 'settled'
  const all = await witnessesOf(work, { from: addDays(today, -daysBack), to: addDays(today, 1) })
  const open = all.filter((one) => one.standing === 'differ')
  const settled = all.filter((one) => one.standing === 'settled')
  const meetings = [...Map.groupBy(onlySettled ? settled : open, (one) => one.meetingId).values()]
  const shown = meetings.slice(0, mostMeetings)
  showing(c, 'witnesses', [...new Set(shown.flat().map((one) => one.clientId))])
  return c.html(
    <StaffPage
      c={c}
      current="Week"
      title="Three witnesses"
      answer={
        open.length === 0
          ? 'Roster, video and check-ins agree'
          : `${plural(open.length, 'attendance is', 'attendances are')} not settled`
      }
      over={`The last ${daysBack} days`}
      intro="What counts is the mark on the roster. Where the video or a client’s own check-in says something else, a person settles it by name."
      crumbs={[{ label: 'The week', href: urls.week() }]}
      actions={
        <>
          {may(work.by, 'attendance.mark') && (
            <Button small href={urls.doors()}>
              Tablets at the door
            </Button>
          )}
          {may(work.by, 'presence.import') && (
            <Button small href={urls.presenceImports()}>
              Read a video file
            </Button>
          )}
          {may(work.by, 'rules.see') && (
            <Button small href={urls.presenceRules()}>
              What counts as a difference
            </Button>
          )}
        </>
      }
    >
      <Tabs
        label="What is shown"
        tabs={[
          { label: 'To settle', href: urls.witnesses(), current: !onlySettled, count: open.length },
          {
            label: 'Settled',
            href: urls.witnesses({ show: 'settled' }),
            current: onlySettled,
            count: settled.length,
          },
        ]}
      />
      {shown.length === 0 && (
        <Card>
          <Empty title={onlySettled ? 'Nothing was settled' : 'Nothing is to be settled'}>
            {onlySettled
              ? 'What is settled stands here with its reason.'
              : 'Differences stand here as soon as a video file is read or somebody checks in.'}
          </Empty>
        </Card>
      )}
      {shown.map((people) => (
        <MeetingCard people={people} />
      ))}
      {meetings.length > shown.length && (
        <p class="muted">{`${plural(meetings.length - shown.length, 'older meeting is', 'older meetings are')} shown as soon as these are settled.`}</p>
      )}
    </StaffPage>,
  )
})

const MeetingCard = ({ people }: { people: readonly Witness[] }) => {
  const [first] = people
  if (first === undefined) return null
  const title = `${meetingTitle(first)}, ${longDay(dayAt(first.starts, first.zone))}`
  return (
    <Card
      title={title}
      id={`meeting-${first.meetingId}`}
      hint={`${timeAt(first.starts, first.zone)} to ${timeAt(first.ends, first.zone)} · ${first.leaders || 'no leader'}${first.isCancelled ? ' · called off' : ''}`}
      action={
        first.what === 'group' ? (
          <a href={urls.roster({ session: first.meetingId })} aria-label={`Roster of ${title}`}>
            Roster
          </a>
        ) : undefined
      }
      flush
    >
      <WitnessTable people={people} caption={`What the witnesses say of ${title}`} />
    </Card>
  )
}
