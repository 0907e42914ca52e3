import type { Lived } from './catch-up.ts'
import type { House, Meeting } from './house.ts'
import { daysAhead } from './life.ts'
import {
  addSession,
  type Diary,
  keepNote,
  keepSession,
  remember,
  sessionsOf,
  unmarkedYet,
  unsignedYet,
} from './living.ts'
import type { Mark } from './attendance.ts'
import type { Present } from './notes.ts'
import type { RememberedSession } from './recall.ts'
import type { Resident } from './residents.ts'
import type { Sheaf } from './rows.ts'

/** Lays the meetings that are missing, marks whoever nobody marked, and writes the notes that nobody began. */
export function keepGroups(
  house: House,
  sheaf: Sheaf,
  laid: RememberedSession[],
  o: { meetings: Meeting[]; byStay: Map<string, Resident>; lived: Lived; diary: Diary },
): void {
  const all = [...laid, ...missing(house, sheaf, laid, o.meetings, o.lived)]
  all.sort((a, b) => a.starts.getTime() - b.starts.getTime() || (a.id < b.id ? -1 : 1))
  const seats = Map.groupBy(
    [...o.byStay.values()].flatMap((one) => one.seats),
    (seat) => seat.meeting.id,
  )
  const byClient = Map.groupBy(o.byStay.values(), (one) => one.stay.person.id)
  const unmarked = unmarkedYet(house, all)
  const unsigned = unsignedYet(
    house,
    all.filter((session) => !session.isSigned),
  )
  const nthOf = new Map(house.blocks.flatMap((block) => block.meetings.map((one, nth) => [one.id, nth] as const)))
  for (const session of all) {
    if (session.cancelled !== null || session.ends > house.at) continue
    const present: Present[] = []
    for (const [clientId, mark] of session.marks) {
      const resident = byClient
        .get(clientId)
        ?.find((one) => one.stay.from <= session.day && (!one.stay.isOver || one.stay.until >= session.day))
      if (resident === undefined) continue
      remember(o.diary, resident.stay.id, session.day, mark.mark === 'absent', mark.minutes, session.starts)
      if (mark.minutes > 0) present.push({ stayId: resident.stay.id, clientId, goals: resident.goals, mark })
    }
    if (unmarked.has(session.id) && session.marks.size === 0) continue
    const room = (seats.get(session.meeting.id) ?? [])
      .filter((seat) => seat.from <= session.day && (seat.until === null || seat.until >= session.day))
      .filter((seat) => !session.marks.has(seat.clientId))
      .flatMap((seat) => o.byStay.get(seat.stayId) ?? [])
    if (session.isSigned) continue
    present.push(...keepSession(house, sheaf, session, room, nthOf.get(session.meeting.id) ?? 0, o.diary))
    if (!unsigned.has(session.id) && !session.hasDraft) keepNote(house, sheaf, session, present, o.diary)
  }
}

function missing(
  house: House,
  sheaf: Sheaf,
  laid: RememberedSession[],
  meetings: Meeting[],
  lived: Lived,
): RememberedSession[] {
  const known = new Set(laid.map((one) => `${one.meeting.id} ${one.day}`))
  const horizon = house.calendar.add(house.today, daysAhead)
  return meetings
    .flatMap((meeting) => sessionsOf(house, meeting, lived.day, horizon))
    .filter((session) => !known.has(`${session.meeting.id} ${session.day}`))
    .map((session) => {
      addSession(house, sheaf, session)
      return { ...session, isLaid: false, isSigned: false, hasDraft: false, marks: new Map<string, Mark>() }
    })
}
