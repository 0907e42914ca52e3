import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import { riverbend } from '../../tests/cast.ts'
import { letIn } from './arrivals.ts'
import { minutesAfter } from './calendar.ts'
import { addClosings, holidaysOf } from './closed.ts'
import type { Lived } from './catch-up.ts'
import { addVisit, newDiaries, visitsOf } from './diaries.ts'
import type { House } from './house.ts'
import { demoId, madeByDemo } from './ids.ts'
import { partWith, shorten } from './leaving.ts'
import { daysAhead } from './life.ts'
import { daysOf, type Diary, keepVisit, remember } from './living.ts'
import { keepGroups } from './live-on-groups.ts'
import { looks } from './looks.ts'
import { addMeasures } from './measures.ts'
import { addOutreach } from './outreach.ts'
import { addDone } from './partings.ts'
import {
  blocksNow,
  closingsOf,
  colleaguesOf,
  marksSince,
  meetingsOf,
  recallHours,
  recallSeats,
  residentsSince,
  sessionsLaid,
} from './recall.ts'
import { chairsHeld, handOffsOpen, itemsOpen, lastNumber, peopleWaiting, visitsBooked } from './recall-open.ts'
import { makeUpDays } from './make-up-days.ts'
import { arranged as arrangedBefore, type Resident } from './residents.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import { newChairs } from './seating.ts'
import type { Deed } from './trail.ts'
import { addHandOffs, addWaiting } from './waiting.ts'

/** A week before the last visit to the demo: what was left unmarked and unwritten there goes on too. */
const lookBack = 7

/** Lives a house from where it was left to this minute. Ends what ended in the database; everything new is in the sheaf. */
export async function liveOn(owner: pg.Client, house: House, lived: Lived): Promise<{ sheaf: Sheaf; deeds: Deed[] }> {
  const { calendar, today } = house
  const sheaf = newSheaf()
  const from = calendar.add(lived.day, -lookBack)
  const days = calendar.span(calendar.add(lived.day, 1), today)
  const people = await colleaguesOf(owner, house)
  const meetings = ownMeetings(house, lived, await meetingsOf(owner, house, people, from))
  const beyond = holidaysOf(house, calendar.add(lived.day, daysAhead))
  const known = await closingsOf(owner, house)
  const fresh = beyond.filter((one) => !known.some((other) => other.from <= one.from && one.to <= other.to))
  house.closed = [...known, ...fresh]
  if (house.number === 0) addClosings(house, sheaf, fresh)
  house.blocks = blocksNow(house, meetings)
  const residents = ownResidents(house, lived, await residentsSince(owner, house, people, from, lived.day))
  await recallSeats(owner, house, residents, meetings, from)
  await recallHours(owner, house, residents, people)

  const leaving = residents.filter(
    ({ stay }) => !stay.isOver && stay.cast === null && madeByDemo(stay.id) && stay.until < today,
  )
  partWith(house, sheaf, leaving)
  await shorten(owner, house, sheaf, leaving)

  const chairs = newChairs()
  const seats = residents.flatMap((one) => one.seats).sort((a, b) => (a.from < b.from ? -1 : 1))
  for (const { meeting, number, until } of seats) chairs.take(meeting, number, until)
  for (const { seriesId, number } of await chairsHeld(owner, house, lived.at)) {
    const meeting = meetings.find((one) => one.id === seriesId)
    if (meeting !== undefined) chairs.take(meeting, number, null)
  }
  const diaries = newDiaries()
  diaries.held.push(...residents.flatMap((one) => one.hours))
  for (const { therapist, stay } of residents) {
    if (!stay.isOver) diaries.caseload.set(therapist.id, (diaries.caseload.get(therapist.id) ?? 0) + 1)
  }
  let last = await lastNumber(owner, house)
  const number = () => String((last += 1))
  const isFirst = house.clinic.id === riverbend.id && house.number === 0
  const waiting = isFirst ? await peopleWaiting(owner, house) : []
  const arrived = letIn(house, sheaf, { days, census: lived.clients, residents, waiting, chairs, diaries, number })
  const everyone = [...residents, ...arrived]
  const since = calendar.monday(calendar.add(lived.day, arrangedBefore + 7))
  const until = calendar.add(today, arrangedBefore)
  if (since <= until) makeUpDays(house, sheaf, everyone, since, until)
  const byStay = new Map(everyone.map((one) => [one.stay.id, one]))

  const diary: Diary = { expected: new Map(), deeds: [], trailFrom: calendar.add(lived.day, 1) }
  keepGroups(house, sheaf, await sessionsLaid(owner, house, meetings, from), { meetings, byStay, lived, diary })
  await keepVisits(owner, house, sheaf, { people, everyone, byStay, from, diary })
  for (const one of everyone) {
    if (one.stay.cast !== null || madeByDemo(one.stay.id)) {
      addMeasures(house, sheaf, one.stay, lived.at, one.therapist.id)
      callAfterMisses(house, sheaf, one, diary, calendar.add(lived.day, 1))
    }
  }
  for (const item of await itemsOpen(owner, house, [...byStay.keys()])) {
    const stay = byStay.get(item.stayId)?.stay
    if (stay !== undefined) addDone(house, sheaf, stay, item, lived.at)
  }
  if (isFirst && days.length > 0) {
    addWaiting(house, sheaf, today, number, 4 - Math.min(4, waiting.length))
    const stillOpen = await answerHandOffs(owner, house, sheaf)
    addHandOffs(house, sheaf, today, number, 3 - Math.min(3, stillOpen))
  }
  return { sheaf, deeds: [...diary.deeds, ...(days.length > 0 ? looks(house, everyone, diary) : [])] }
}

/** With several houses in one clinic each lives its own groups; what people added since belongs to the first. */
const ownMeetings = <M extends { id: string; line: string }>(house: House, lived: Lived, meetings: M[]): M[] => {
  if (lived.scale === 1) return meetings
  const own = new Set(house.blocks.flatMap((block) => block.meetings.map((one) => one.id)))
  return meetings.filter((one) => own.has(one.line))
}
const ownResidents = (house: House, lived: Lived, residents: Resident[]): Resident[] => {
  const own = new Set(house.staff.map((one) => one.id))
  return lived.scale === 1 ? residents : residents.filter((one) => own.has(one.therapist.id))
}

/** Marks the visits that are over, and books the standing hours on as far as the calendar reaches. */
async function keepVisits(
  owner: pg.Client,
  house: House,
  sheaf: Sheaf,
  o: {
    people: Awaited<ReturnType<typeof colleaguesOf>>
    everyone: Resident[]
    byStay: Map<string, Resident>
    from: Day
    diary: Diary
  },
): Promise<void> {
  const marks = await marksSince(owner, house, o.from)
  for (const visit of await visitsBooked(owner, house, o.people, o.from)) {
    const resident = o.byStay.get(visit.stayId)
    if (resident === undefined || visit.ends > house.at) continue
    const [mark] = marks.get(visit.id)?.values() ?? []
    if (mark !== undefined) {
      remember(o.diary, visit.stayId, visit.day, mark.mark === 'absent', mark.minutes, visit.starts)
    } else if (!resident.stay.isOver || visit.day <= resident.stay.until) {
      keepVisit(house, sheaf, visit, visit.staff, resident.stay, o.diary)
    }
  }
  const horizon = house.calendar.add(house.today, daysAhead)
  for (const { stay, hours } of o.everyone) {
    if (stay.cast === null && !madeByDemo(stay.id)) continue
    for (const visit of hours.flatMap((standing) => visitsOf(house, standing, standing.firstDay, horizon))) {
      addVisit(house, sheaf, visit)
      if (visit.ends <= house.at) keepVisit(house, sheaf, visit, visit.standing.staff, stay, o.diary)
    }
  }
}

function callAfterMisses(house: House, sheaf: Sheaf, { stay, therapist }: Resident, diary: Diary, from: Day): void {
  const who = {
    clientId: stay.person.id,
    stayId: stay.id,
    callers: [...house.coordinators.map((one) => one.id), therapist.id],
    isOver: stay.isOver,
    isLeaving: stay.isOver && stay.ending === 'dropped-out',
  }
  addOutreach(house, sheaf, who, daysOf(diary, stay.id), from, null)
}

/** Hand-offs of the demo do not stay open for weeks: after two days somebody accepted, after the agreed day they are back. */
async function answerHandOffs(owner: pg.Client, house: House, sheaf: Sheaf): Promise<number> {
  let open = 0
  for (const one of await handOffsOpen(owner, house)) {
    const isOld = madeByDemo(one.id) && house.at.getTime() - one.madeAt.getTime() > 2 * 86_400_000
    const back = house.calendar.instant(one.backOn, '11:00')
    const answer = (said: 'accepted' | 'returned', byWhom: string, words: string, recordedAt: Date) =>
      sheaf.add('handOffAnswer', {
        id: demoId(recordedAt, one.id, said),
        handOffId: one.id,
        answer: said,
        byWhom,
        words,
        recordedBy: one.ownerId,
        recordedAt,
      })
    if (isOld && one.answer === null)
      answer('accepted', 'Duty clinician', 'By phone, after a second call.', minutesAfter(one.madeAt, 300))
    if (isOld && back < house.at)
      answer('returned', 'The person', 'Called from home; an appointment here is made.', back)
    else open += 1
  }
  return open
}
