import { Hono } from 'hono'
import { dayAt, isDay, type Day, weekOf } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Tile, Tiles } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { fillOf, linesOf, signsOf, sumOf } from '../board-week.ts'
import { somePartOf, weekOfGroups, type Met } from '../queries/board.ts'
import { consequencesOf } from '../queries/consequences.ts'
import { seriesById } from '../queries/series.ts'
import { endOf, weekdayName } from '../times.ts'
import { askedOf, BoardPicker, boards, countOf, dayHeads, mostMeetings, Rest } from './board-parts.tsx'

/** The week of the whole house: every group on its day, how full, who leads, where. */
export const board = new Hono<Door>()

board.get(urls.weekBoard.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const asked = await askedOf(c)
  const { series, of } = await somePartOf(
    work,
    asked.week,
    { programId: asked.program, siteId: asked.site, words: asked.find },
    { place: asked.place, most: mostMeetings, of: asked.find === '' ? countOf(asked) : undefined },
  )
  const met = await weekOfGroups(work, asked.week, { siteId: asked.site, series })
  const sum = sumOf(met)
  const manages = may(work.by, 'series.manage')
  const today = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Week board"
      answer={
        sum.meetings === 0
          ? 'No group meets in this week'
          : `${plural(sum.free, 'seat', 'seats')} free in ${plural(sum.meetings, 'meeting', 'meetings')}${series.length < of ? ' shown' : ''}`
      }
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
      actions={
        manages && (
          <>
            {may(work.by, 'timetable.propose') && <Button href={urls.proposals()}>Proposals</Button>}
            <Button kind="main" href={urls.newSeries()}>
              Open a group
            </Button>
          </>
        )
      }
    >
      <Tabs label="Boards" tabs={boards(c, 'week')} />
      <BoardPicker c={c} asked={asked} url={urls.weekBoard} finds={of > mostMeetings || asked.find !== ''} />
      <Rest asked={asked} shown={series.length} of={of} />
      <Tiles label={series.length < of ? 'The groups shown, in numbers' : 'The week in numbers'}>
        <Tile name="Meetings" value={String(sum.meetings)} />
        <Tile
          name="Seats filled"
          value={sum.seats === 0 ? '0' : `${Math.round((sum.taken / sum.seats) * 100)} %`}
          note={`${sum.taken} of ${sum.seats}`}
        />
        <Tile name="Seats free" value={String(sum.free)} />
        <Tile
          name="To look at"
          value={String(sum.looks)}
          note="nobody leads, too few, or above a limit"
          tone={sum.looks > 0 ? 'warning' : undefined}
        />
      </Tiles>
      {met.length === 0 ? (
        <Empty title="Nothing meets here in this week">Choose another week, or every program.</Empty>
      ) : (
        <board-move class="week-board" data-from={asked.week > today ? asked.week : today}>
          <Grid met={met} week={asked.week} today={today} manages={manages} />
          {manages && (
            <aside class="board-ahead" aria-live="polite" aria-label="What a move would do">
              <p class="hint">
                Drag a meeting to another day, or press Move and use the arrows: ← → the day, ↑ ↓ the hour, Enter to go
                on, Escape to leave it. What it would do stands here before anything is saved.
              </p>
            </aside>
          )}
        </board-move>
      )}
    </StaffPage>,
  )
})

type GridProps = { met: Met[]; week: Day; today: Day; manages: boolean }

const Grid = ({ met, week, today, manages }: GridProps) => (
  <div class="table board-table" role="region" aria-label="Groups and days" tabindex={0}>
    <table>
      <caption class="hidden-text">{`Groups in the week of ${longDay(week)}`}</caption>
      <thead>
        <tr>
          <th scope="col">Group</th>
          {dayHeads(week).map(({ day, label }) => (
            <th scope="col" class={day === today ? 'is-today' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {linesOf(met).map((line) => (
          <tr>
            <th scope="row" dir="auto">
              {line.name}
            </th>
            {line.days.map((meetings, n) => (
              <td data-weekday={n + 1}>
                {meetings.map((one) => (
                  <Meeting one={one} manages={manages} />
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const Meeting = ({ one, manages }: { one: Met; manages: boolean }) => {
  const signs = signsOf(one)
  const fill = fillOf(one)
  return (
    <div
      class={`meeting ${fill}`}
      draggable={manages && !one.isOff ? 'true' : undefined}
      data-series={one.seriesId}
      data-weekday={one.weekday}
      data-starts={one.starts}
      data-minutes={one.minutes}
      data-room={one.roomId}
      data-name={one.name}
    >
      <a
        href={one.sessionId === null ? urls.series({ series: one.seriesId }) : urls.roster({ session: one.sessionId })}
      >
        {`${one.starts}–${one.ends}`}
      </a>
      <span class="seats">
        <b>{`${one.seated}/${one.cap.seats}`}</b>
        <span class="hidden-text"> seats taken</span>
        {one.held > 0 && ` +${one.held} held`}
      </span>
      <small dir="auto">{one.leaders.map((leader) => leader.name).join(', ') || 'No leader'}</small>
      <small dir="auto">{`${one.room}${one.isVideo ? ' (video)' : ''}`}</small>
      {signs.length > 0 && <em>{signs.join(' · ')}</em>}
      {one.isOff && one.offBecause !== null && <small>{one.offBecause}</small>}
      {manages && !one.isOff && (
        <a
          class="move"
          href={urls.seriesChanges({ series: one.seriesId })}
          aria-label={`Move ${one.name}, ${weekdayName(one.weekday)} ${one.starts}`}
        >
          Move
        </a>
      )}
    </div>
  )
}

/** What a move would do, for the board to show before anything is dropped: a part of a page, never a page of its own. */
board.get(urls.moveConsequences.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const id = c.req.param('series')
  const from = c.req.query('from') ?? ''
  const series = isId(id) ? await seriesById(work, id, isDay(from) && from > today ? from : today) : undefined
  const weekday = Number(c.req.query('weekday'))
  const starts = c.req.query('starts') ?? ''
  const room = c.req.query('room') ?? ''
  if (series === undefined || !isDay(from) || !isId(room)) return notFound(c)
  if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7 || !/^([01]\d|2[0-3]):[0-5]\d$/.test(starts))
    return notFound(c)
  const change = { from, weekday, starts, minutes: series.minutes, roomId: room, because: '' }
  const found = await consequencesOf(work, id, change)
  if (isRefusal(found)) return c.html(<Ahead head={found.because} lines={[]} bad />)
  const seesClients = may(work.by, 'client.see')
  if (seesClients) showing(c, 'consequences of a move', [...new Set(found.members.map((one) => one.clientId))])
  const troubled = found.members.filter((one) => one.problem !== null)
  const lines = [
    ...(found.room.problem === null ? [] : [found.room.problem]),
    ...found.leaders.flatMap((leader) => leader.problem ?? []),
    ...(seesClients
      ? troubled.flatMap((one) => one.problem ?? [])
      : troubled.length === 0
        ? []
        : [`It does not suit ${plural(troubled.length, 'member', 'members')}.`]),
    ...found.others,
  ]
  const hour = `${weekdayName(weekday)} ${starts} to ${endOf(starts, series.minutes)}`
  const inTheWay = found.room.problem !== null || found.leaders.some((leader) => leader.problem !== null)
  const stops = found.refused !== undefined || inTheWay || troubled.some((one) => one.isClash)
  return c.html(
    <Ahead
      head={
        found.refused?.because ??
        `${series.name} on ${hour}, from the week of ${longDay(weekOf(from))}: ${
          troubled.length === 0 && !inTheWay
            ? `suits all ${plural(found.members.length, 'member', 'members')}, the leaders and the room.`
            : stops
              ? 'does not work as it is.'
              : 'works, and some should be asked.'
        }`
      }
      lines={lines}
      bad={stops}
    />,
  )
})

const Ahead = ({ head, lines, bad }: { head: string; lines: string[]; bad?: boolean }) => (
  <div class={bad ? 'ahead bad' : 'ahead'}>
    <p>{head}</p>
    {lines.length > 0 && (
      <ul>
        {lines.slice(0, 12).map((line) => (
          <li dir="auto">{line}</li>
        ))}
        {lines.length > 12 && <li>{`And ${lines.length - 12} more.`}</li>}
      </ul>
    )}
  </div>
)
