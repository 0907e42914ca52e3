import type { Day } from '../basics/dates.ts'
import { markOf, markRow } from './attendance.ts'
import { minutesAfter } from './calendar.ts'
import { shuffled } from './chance.ts'
import { isClosed } from './closed.ts'
import type { Colleague, House } from './house.ts'
import { demoId } from './ids.ts'
import { addNote, type Goal, needsCosign, type Present, type Session, writtenAt } from './notes.ts'
import type { ExpectedDay } from './outreach.ts'
import { instantsFrom, type Sheaf } from './rows.ts'
import type { Meeting } from './house.ts'
import type { Stay } from './stays.ts'
import type { Visit } from './diaries.ts'
import type { Deed } from './trail.ts'

// How days are lived: groups meet or are called off, people come or do not, leaders write.

/** Someone who is expected in a room. */
type Expected = { stay: Stay; goals: Goal[] }

/** What a day leaves behind for the days after: who was expected when, and what is worth the trail. */
export type Diary = {
  expected: Map<string, Map<Day, ExpectedDay>>
  deeds: Deed[]
  trailFrom: Day
}

/** The meetings of one series between two days, as they were or are going to be held. */
export function sessionsOf(house: House, meeting: Meeting, from: Day, to: Day): Session[] {
  const { calendar } = house
  const sessions: Session[] = []
  const first = from > meeting.runsFrom ? from : meeting.runsFrom
  let day = calendar.add(first, (meeting.weekday - calendar.weekday(first) + 7) % 7)
  const last = meeting.runsUntil !== null && meeting.runsUntil < to ? meeting.runsUntil : to
  for (; day <= last; day = calendar.add(day, 7)) {
    if (meeting.turn !== null && calendar.week(day) % meeting.turn.every !== meeting.turn.phase) continue
    if (isClosed(house, meeting, day)) continue
    const starts = calendar.instant(day, meeting.starts)
    const ends = minutesAfter(starts, meeting.minutes)
    sessions.push({
      id: demoId(starts, meeting.id, 'session', day),
      meeting,
      day,
      starts,
      ends,
      cancelled: calledOff(house, meeting, day),
    })
  }
  return sessions
}

/** Now and then because a leader is ill. Today is never called off. */
function calledOff(house: House, meeting: Meeting, day: Day): string | null {
  if (day >= house.today) return null
  if (house.chance(meeting.id, 'called off', day) > 0.007) return null
  return meeting.coLead === null ? 'Leader ill, nobody free to cover' : 'Room flooded; everyone was called'
}

export function addSession(house: House, sheaf: Sheaf, session: Session): void {
  const ahead = house.calendar.instant(house.calendar.add(session.day, -42), '03:00')
  sheaf.add('groupSession', {
    id: session.id,
    seriesId: session.meeting.id,
    roomId: session.meeting.roomId,
    heldOn: session.day,
    during: session.cancelled === null ? instantsFrom(session.starts, session.ends) : 'empty',
    laidAt: ahead < house.at ? ahead : house.at,
  })
  if (session.cancelled === null) return
  const cancelledAt = minutesAfter(session.starts, -95)
  sheaf.add('sessionCancellation', {
    id: demoId(cancelledAt, session.id, 'cancelled'),
    sessionId: session.id,
    because: session.cancelled,
    cancelledBy: session.meeting.lead.id,
    cancelledAt,
  })
}

/** Marks everyone who was expected. Answers with those who were there. */
export function keepSession(
  house: House,
  sheaf: Sheaf,
  session: Session,
  room: Expected[],
  nth: number,
  diary: Diary,
): Present[] {
  const present: Present[] = []
  const { lead } = session.meeting
  const marked = { here: [] as string[] }
  for (const { stay, goals } of room) {
    const mark = markOf(house, stay, { id: session.id, day: session.day, minutes: session.meeting.minutes }, nth)
    const row = markRow(
      { id: session.id, day: session.day, starts: session.starts, kind: 'session' },
      stay.person.id,
      mark,
      lead.id,
    )
    sheaf.add('attendanceMark', row)
    remember(diary, stay.id, session.day, mark.mark === 'absent', mark.minutes, session.starts)
    if (mark.minutes > 0) present.push({ stayId: stay.id, clientId: stay.person.id, goals, mark })
    if (session.day < diary.trailFrom) continue
    if (mark.mark === 'here') marked.here.push(stay.person.id)
    else {
      const about = { session: session.id, mark: mark.mark, minutes: mark.minutes }
      diary.deeds.push({
        at: new Date(row.markedAt),
        by: lead,
        verb: 'attendance.marked',
        clients: [stay.person.id],
        about,
      })
    }
  }
  if (marked.here.length > 0) {
    const about = { session: session.id, marked: marked.here.length }
    diary.deeds.push({
      at: minutesAfter(session.starts, 8),
      by: lead,
      verb: 'attendance.all-here',
      clients: marked.here,
      about,
    })
  }
  return present
}

export function keepVisit(
  house: House,
  sheaf: Sheaf,
  visit: Omit<Visit, 'standing'>,
  staff: Colleague,
  stay: Stay,
  diary: Diary,
): void {
  const sameDay = diary.expected.get(stay.id)?.get(visit.day)
  const mark = markOf(house, stay, visit, sameDay === undefined ? 0 : 1)
  const row = markRow(
    { id: visit.id, day: visit.day, starts: visit.starts, kind: 'visit' },
    stay.person.id,
    mark,
    staff.id,
  )
  sheaf.add('attendanceMark', row)
  remember(diary, stay.id, visit.day, mark.mark === 'absent', mark.minutes, visit.starts)
  if (visit.day < diary.trailFrom) return
  const about = { visit: visit.id, mark: mark.mark, minutes: mark.minutes }
  diary.deeds.push({
    at: minutesAfter(visit.starts, -4),
    by: staff,
    verb: 'looked',
    clients: [stay.person.id],
    about: { screen: 'face sheet' },
  })
  diary.deeds.push({
    at: new Date(row.markedAt),
    by: staff,
    verb: 'attendance.marked',
    clients: [stay.person.id],
    about,
  })
}

/** A day is missed when something on it was missed and no minute was kept. */
export function remember(diary: Diary, stayId: string, day: Day, absent: boolean, minutes: number, began: Date): void {
  const days = diary.expected.get(stayId) ?? new Map<Day, ExpectedDay>()
  const known = days.get(day)
  const came = known?.came === true || minutes > 0
  const missed = !came && (known?.missed === true || absent)
  const latest = known === undefined || (absent && began > known.began) ? began : known.began
  days.set(day, { day, missed, came, began: latest })
  diary.expected.set(stayId, days)
}

export const daysOf = (diary: Diary, stayId: string): ExpectedDay[] =>
  [...(diary.expected.get(stayId)?.values() ?? [])].sort((a, b) => (a.day < b.day ? -1 : 1))

/** The groups of today that are over and that nobody has marked yet: the last one, of many the last two. */
export function unmarkedYet(house: House, sessions: Session[]): Set<string> {
  const over = sessions
    .filter((one) => one.day === house.today && one.cancelled === null && one.ends <= house.at)
    .sort((a, b) => b.ends.getTime() - a.ends.getTime() || (a.id < b.id ? -1 : 1))
  return new Set(over.slice(0, over.length >= 4 ? 2 : over.length >= 2 ? 1 : 0).map((one) => one.id))
}

/** A small house writes its notes sooner. */
const wantedUnsigned = (house: House): number => (house.blocks.length > 10 ? 6 : 2)

/**
 * The notes that wait to be written: of today’s groups the latest, of the last three days a few, one of them by the
 * therapist with whom the demo opens.
 */
export function unsignedYet(house: House, sessions: Session[]): Set<string> {
  const { calendar, today } = house
  const over = sessions.filter((one) => one.cancelled === null && one.ends <= house.at)
  const ofToday = over
    .filter((one) => one.day === today)
    .sort((a, b) => b.ends.getTime() - a.ends.getTime() || (a.id < b.id ? -1 : 1))
    .slice(0, wantedUnsigned(house) - 1)
  const before = shuffled(
    over.filter((one) => one.day < today && one.day >= calendar.add(today, -4)),
    (one) =>
      house.chance(one.id, 'unsigned') - (one.meeting.lead.key === 'lee' && one.day >= calendar.add(today, -2) ? 1 : 0),
  )
  const picked = [...ofToday, ...before.slice(0, Math.max(1, wantedUnsigned(house) - ofToday.length))]
  return new Set(picked.map((one) => one.id))
}

/** Writes the note of a session that is over, unless nobody came or its writing still lies ahead. */
export function keepNote(house: House, sheaf: Sheaf, session: Session, present: Present[], diary: Diary): void {
  const planned = writtenAt(house, session)
  const at = planned <= house.at ? planned : minutesAfter(session.ends, 10)
  if (at > house.at) return
  addNote(house, sheaf, session, present, at)
  if (session.day < diary.trailFrom) return
  const clients = present.map((one) => one.clientId)
  const about = { session: session.id, needsCosign: needsCosign(house, session.meeting.lead) }
  diary.deeds.push({ at, by: session.meeting.lead, verb: 'note.signed', clients, about })
}
