import { Hono, type Context } from 'hono'
import { addDays, dayAt, isDay, timeAt, type Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { groupsOn, olderNotesDue, type GroupOfDay } from '../queries/day.ts'
import { dayBlocks, inTheDay, type DayBlock } from '../day.ts'

export const groupDay = new Hono<Door>()

/** The leader's first screen: the groups of a day, and what each of them asks for. */
groupDay.get(urls.groups.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const asked = c.req.query('day')
  const day = isDay(asked) && asked > '2000-01-01' && asked < '2200-01-01' ? asked : today
  const groups = await groupsOn(work, day)
  const isMine = (group: GroupOfDay) => group.leaders.some((leader) => leader.id === work.by.id)
  const mine = groups.filter(isMine)
  const showAll = mine.length === 0 || c.req.query('show') === 'all'
  const shown = showAll ? groups : mine
  const due = work.by.kind === 'staff' && may(work.by, 'note.write') ? await olderNotesDue(work, work.by.id, today) : 0
  const blocks = dayBlocks(shown, work.at)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Groups"
      answer={answerFor(blocks, day, today, !showAll)}
      over={longDay(day)}
      actions={
        <>
          <DayPicker day={day} today={today} show={c.req.query('show')} />
          {may(work.by, 'cover.arrange') && <Button href={urls.cover()}>Somebody is out</Button>}
          <Button href={urls.weekBoard()}>Week board</Button>
          {may(work.by, 'waitlist.see') && <Button href={urls.waitlist()}>Waitlist</Button>}
        </>
      }
    >
      {mine.length > 0 && mine.length < groups.length && (
        <Tabs
          label="Whose groups"
          tabs={[
            { label: 'My groups', href: urls.groups({ day: asked }), current: !showAll, count: mine.length },
            {
              label: 'All groups',
              href: urls.groups({ day: asked, show: 'all' }),
              current: showAll,
              count: groups.length,
            },
          ]}
        />
      )}
      {due > 0 && (
        <Notice
          tone="warning"
          aside={
            <Button small href={urls.notes()}>
              See them
            </Button>
          }
        >
          {plural(due, 'note from an earlier day waits', 'notes from earlier days wait')} for your signature.
        </Notice>
      )}
      {groups.length === 0 ? (
        <Card>
          <Empty
            title={`No group meets on ${longDay(day)}`}
            next={day === today ? undefined : <Button href={urls.groups()}>Go to today</Button>}
          >
            Choose another day above.
          </Empty>
        </Card>
      ) : (
        inTheDay.map((block) => (
          <Block
            c={c}
            block={block}
            groups={blocks[block.key]}
            isMine={showAll && mine.length > 0 ? isMine : undefined}
          />
        ))
      )}
    </StaffPage>,
  )
})

type BlockProps = { c: Context<Door>; block: DayBlock; groups: GroupOfDay[]; isMine?: (group: GroupOfDay) => boolean }

const Block = ({ c, block, groups, isMine }: BlockProps) => {
  const ordered = isMine ? [...groups.filter(isMine), ...groups.filter((group) => !isMine(group))] : groups
  return (
    <Card title={block.title} hint={groups.length === 0 ? block.none : undefined} flush>
      {groups.length > 0 && (
        <Rows label={block.title}>
          {ordered.map((group) => (
            <GroupRow c={c} group={group} yours={isMine?.(group)} />
          ))}
        </Rows>
      )}
    </Card>
  )
}

function GroupRow({ c, group, yours }: { c: Context<Door>; group: GroupOfDay; yours?: boolean }) {
  const { by, at, clinic } = workOf(c)
  const session = { session: group.id }
  const isOver = group.ends <= at
  const cancelled = group.cancelledBecause !== null
  const sees = may(by, 'attendance.see')
  const leaders = group.leaders.map((leader) => leader.name).join(', ') || 'No leader yet'
  return (
    <Row
      lead={
        <>
          {timeAt(group.starts, clinic.timeZone)}
          <br />
          {timeAt(group.ends, clinic.timeZone)}
        </>
      }
      title={
        <>
          {sees ? <a href={urls.roster(session)}>{group.name}</a> : group.name}
          {yours && <small class="muted"> yours</small>}
        </>
      }
      note={
        cancelled
          ? `Cancelled: ${group.cancelledBecause}`
          : `${leaders} · ${group.room} · ${group.seated} of ${plural(group.chairs, 'seat', 'seats')} filled`
      }
      end={
        <>
          <GroupState group={group} at={at} />
          {!cancelled && sees && isOver && group.signedAt === null && may(by, 'note.write') ? (
            <Button small kind="main" href={urls.note(session)} label={`Write the note: ${group.name}`}>
              Write the note
            </Button>
          ) : (
            sees &&
            !cancelled && (
              <Button
                small
                kind={group.starts <= at && !isOver ? 'main' : 'plain'}
                href={urls.roster(session)}
                label={`Open roster: ${group.name}`}
              >
                Open roster
              </Button>
            )
          )}
        </>
      }
    />
  )
}

function GroupState({ group, at }: { group: GroupOfDay; at: Date }) {
  const { marked, there } = group.marks
  if (group.cancelledBecause !== null) return <Sig tone="calm">Cancelled</Sig>
  const isOver = group.ends <= at
  const unmarked = group.seated - marked
  const minutes = Math.round((group.starts.getTime() - at.getTime()) / 60_000)
  return (
    <>
      {marked > 0 && (
        <Sig tone={unmarked > 0 ? 'info' : 'good'}>
          {unmarked > 0 ? `${there} here, ${unmarked} to mark` : `${there} of ${marked} here`}
        </Sig>
      )}
      {marked === 0 && minutes > 0 && minutes <= 60 && <Sig tone="info">{`Starts in ${minutes} min`}</Sig>}
      {marked === 0 && minutes <= 0 && group.seated > 0 && (
        <Sig tone={isOver ? 'warning' : 'info'}>Nobody marked yet</Sig>
      )}
      {group.signedAt !== null && group.needsCosign && group.cosignedAt === null && (
        <Sig tone="info">Waits for co-signature</Sig>
      )}
      {group.signedAt !== null && (!group.needsCosign || group.cosignedAt !== null) && (
        <Sig tone="good">Note signed</Sig>
      )}
      {isOver && group.signedAt === null && <Sig tone="warning">Note not signed</Sig>}
    </>
  )
}

const DayPicker = ({ day, today, show }: { day: Day; today: Day; show?: string }) => (
  <form class="day-picker" method="get" action={urls.groups()}>
    {show === 'all' && <input type="hidden" name="show" value="all" />}
    <Button small href={urls.groups({ day: addDays(day, -1), show })} label="The day before">
      ←
    </Button>
    <input class="input" type="date" name="day" value={day} aria-label="Day" required />
    <Button small>Go</Button>
    <Button small href={urls.groups({ day: addDays(day, 1), show })} label="The day after">
      →
    </Button>
    {day !== today && (
      <Button small href={urls.groups({ show })}>
        Today
      </Button>
    )}
  </form>
)

function answerFor(blocks: ReturnType<typeof dayBlocks<GroupOfDay>>, day: Day, today: Day, mine: boolean): string {
  const whose = mine ? 'Your groups' : 'Groups'
  const when = day === today ? 'today' : `on ${longDay(day)}`
  const parts = [
    [blocks.toCome.length, 'to come'],
    [blocks.underWay.length, 'in progress or done'],
    [blocks.toSign.length, 'to sign'],
  ].flatMap(([n, words]) => (n === 0 ? [] : [`${n} ${words}`]))
  return parts.length === 0 ? `No groups ${when}` : `${whose} ${when}: ${parts.join(', ')}`
}
