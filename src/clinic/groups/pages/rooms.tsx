import { Hono } from 'hono'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Empty } from '../../../ui/empty.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { roomsOf } from '../../programs/queries.ts'
import { dayOfRoom, fillOf, minutesUsed } from '../board-week.ts'
import { weekOfGroups, type Met } from '../queries/board.ts'
import { type Asked, askedOf, BoardPicker, boards, dayHeads } from './board-parts.tsx'

/** Which room is free when: rooms and days, with the hours in between. */
export const roomBoard = new Hono<Door>()

// The hours in which a house is open for groups; what lies outside is shown when something meets there.
const opens = '08:00'
const closes = '21:00'
const leastGap = 45
/** More rooms than this are too much for one board: so many at a time, by site and name. */
const mostRooms = 40

roomBoard.get(urls.roomBoard.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const asked = await askedOf(c)
  const all = (await roomsOf(work)).filter((room) => asked.site === undefined || room.siteId === asked.site)
  const first = (asked.place - 1) * mostRooms
  const rooms = all.slice(first, first + mostRooms)
  // Whatever program meets there: a room that another program has is not free.
  const met = await weekOfGroups(work, asked.week, { rooms: rooms.map(({ id }) => id) })
  const heads = dayHeads(asked.week)
  const byRoom = Map.groupBy(met, (one) => one.roomId)
  const used = rooms.filter((room) => byRoom.has(room.id)).length
  const today = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Room board"
      answer={
        rooms.length === 0
          ? 'No room yet'
          : `${used} of ${plural(rooms.length, 'room', 'rooms')}${rooms.length < all.length ? ' shown' : ''} ${rooms.length === 1 ? 'is' : 'are'} in use, ${hoursAndMinutes(minutesUsed(met))} of groups`
      }
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
    >
      <Tabs label="Boards" tabs={boards(c, 'rooms')} />
      <BoardPicker c={c} asked={asked} url={urls.roomBoard} byProgram={false} />
      <Further asked={asked} shown={rooms.length} of={all.length} />
      {rooms.length === 0 ? (
        <Empty title="No room here">Rooms are added under Settings.</Empty>
      ) : (
        <div class="table board-table" role="region" aria-label="Rooms and days" tabindex={0}>
          <table>
            <caption class="hidden-text">{`Rooms in the week of ${longDay(asked.week)}`}</caption>
            <thead>
              <tr>
                <th scope="col">Room</th>
                {heads.map(({ day, label }) => (
                  <th scope="col" class={day === today ? 'is-today' : undefined}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rooms.map((room) => {
                const mine = byRoom.get(room.id) ?? []
                return (
                  <tr>
                    <th scope="row" dir="auto">
                      {room.name}
                      <small>{`${room.site}, ${room.places} places${room.isVideo ? ', video' : ''}`}</small>
                      <small>{mine.length === 0 ? 'Not in use' : `${hoursAndMinutes(minutesUsed(mine))} in use`}</small>
                    </th>
                    {heads.map(({ day }) => (
                      <td>
                        <RoomDay met={mine.filter((one) => one.day === day)} day={day} />
                      </td>
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </StaffPage>,
  )
})

/** Which of the rooms stand here, and the way to the others. */
const Further = ({ asked, shown, of }: { asked: Asked; shown: number; of: number }) => {
  const url = (part: number) => urls.roomBoard({ week: asked.week, site: asked.site, part: String(part) })
  const first = (asked.place - 1) * mostRooms
  return shown === of ? null : (
    <nav class="board-rest" aria-label="The other rooms">
      <p>
        {shown === 0 ? `There are ${of} rooms. ` : `Rooms ${first + 1} to ${first + shown} of ${of}. `}
        {asked.place > 1 && <a href={url(asked.place - 1)}>Those before</a>}{' '}
        {first + shown < of && <a href={url(asked.place + 1)}>Those after</a>}
      </p>
    </nav>
  )
}

const RoomDay = ({ met, day }: { met: Met[]; day: Day }) => {
  const spans = dayOfRoom(met, opens, closes, leastGap)
  if (!spans.some((span) => !span.free))
    return (
      <small class="room-free">
        free all day<span class="hidden-text">{`, ${day}`}</span>
      </small>
    )
  return (
    <>
      {spans.map((span) =>
        span.free ? (
          <small class="room-free">{`free ${span.starts}–${span.ends}`}</small>
        ) : (
          <div class={`meeting ${fillOf(span.meeting)}`}>
            <a href={urls.series({ series: span.meeting.seriesId })}>{`${span.meeting.starts}–${span.meeting.ends}`}</a>
            <span class="seats">{`${span.meeting.seated}/${span.meeting.cap.seats}`}</span>
            <small dir="auto">{span.meeting.name}</small>
          </div>
        ),
      )}
    </>
  )
}
