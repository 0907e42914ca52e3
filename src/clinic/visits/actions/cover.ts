import { sql } from 'kysely'
import { addDays, dayAt, type Day, timeAt } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { keepAway } from '../../staff/actions/leave.ts'
import { staffList } from '../../staff/queries.ts'
import { bookVisits, cancelVisit } from '../actions.ts'
import { mayTakeOver } from '../covering.ts'
import { coverPlan, type MeetingToCover, type VisitToCover } from '../queries/cover.ts'
import { isBookable } from '../rules.ts'

/** What was chosen for one meeting: somebody's id, nobody (the others lead alone), or as usual. `seen`: the row that stood. */
export type MeetingChoice = {
  sessionId: string
  part: 'lead' | 'co-lead'
  choice: { staffId: string } | 'nobody' | 'as-usual'
  seen: string | null
}
export type VisitChoice = {
  visitId: string
  choice: { staffId: string } | 'cancel' | { day: Day; starts: string }
}
export type CoverSaid = {
  staffId: string
  from: Day
  to: Day
  because: string
  /** Keeps these days as time away too. */
  away: boolean
  meetings: readonly MeetingChoice[]
  visits: readonly VisitChoice[]
}
export type Covered = { meetings: number; visits: number; told: number }

/** The most days of one screen. */
export const mostDays = 14

/**
 * Arranges in one go who stands in for somebody: each meeting and visit as it was chosen, all of them or none. Whoever is
 * expected is told, discreetly. Two who cover the same person at once follow one another: the second reads what was chosen.
 */
export async function arrangeCover(work: Work, said: CoverSaid): Promise<Covered | Refusal> {
  const denied = mayNot(work.by, 'cover.arrange')
  if (denied) return denied
  const by = work.by.id
  if (by === null || !isId(said.staffId)) return refuse('not-found', 'Choose who is out.')
  const refused = mayAsk(said, dayAt(work.at, work.clinic.timeZone))
  if (refused) return refused
  const before = await coverPlan(work, said.staffId, said.from, said.to)
  const chosen = [...said.meetings, ...said.visits].flatMap(({ choice }) =>
    typeof choice === 'object' && 'staffId' in choice ? [choice.staffId] : [],
  )
  await holdDiaries(work, [
    said.staffId,
    ...chosen,
    ...said.meetings.map((one) => one.sessionId),
    ...before.visits.flatMap((one) => one.members.map((member) => member.clientId)),
  ])
  // Whoever arranged something while we waited was first: what counts is how it stands now.
  const plan = await coverPlan(work, said.staffId, said.from, said.to)
  const name = new Map((await staffList(work)).map((one) => [one.id, `${one.givenName} ${one.familyName}`]))
  await sql`savepoint cover`.execute(work.db)
  const answer = await keepAll(work, said, plan, name, by)
  if (isRefusal(answer)) await sql`rollback to savepoint cover`.execute(work.db)
  else await sql`release savepoint cover`.execute(work.db)
  return answer
}

function mayAsk(said: CoverSaid, today: Day): Refusal | null {
  if (said.to < said.from) return refuse('dates-turned', 'The last day is before the first. Look at the two dates.')
  if (said.to < today) return refuse('in-the-past', 'These days are over. What was, stays as it was.')
  if (said.to > addDays(said.from, mostDays - 1))
    return refuse('too-long', `Cover at most ${mostDays} days in one go. For longer, change who leads from a day on.`)
  if (said.because === '') return refuse('needs-words', 'Say why, in a few words. Clients do not see it.')
  if (said.meetings.length + said.visits.length === 0 && !said.away)
    return refuse('nothing-chosen', 'Nothing is chosen yet. Choose for at least one meeting or visit.')
  return null
}

type Plan = { meetings: MeetingToCover[]; visits: VisitToCover[] }

async function keepAll(
  work: Work,
  said: CoverSaid,
  plan: Plan,
  name: ReadonlyMap<string, string>,
  by: string,
): Promise<Covered | Refusal> {
  const taken: Parameters<typeof mayTakeOver>[0][number][] = []
  const hourOf = (one: MeetingToCover | VisitToCover) => {
    const hour = `${one.name}, ${one.day} at ${timeAt(one.begins, work.clinic.timeZone)}`
    return { key: 'sessionId' in one ? one.sessionId : one.visitId, name: hour, begins: one.begins, ends: one.ends }
  }
  const meetings: { one: MeetingToCover; choice: MeetingChoice['choice'] }[] = []
  for (const { sessionId, part, choice, seen } of said.meetings) {
    const one = plan.meetings.find((meeting) => meeting.sessionId === sessionId && meeting.part === part)
    if (one === undefined)
      return refuse('gone', 'One of these meetings was cancelled or moved a moment ago. Look again.')
    const what = hourOf(one)
    if (one.coverId !== seen)
      return refuse(
        'covered-already',
        `A colleague arranged ${what.name} a moment ago: ${one.how === 'instead' ? `${one.coveredBy ?? 'somebody'} covers` : one.how === 'nobody' ? 'the others lead alone' : 'as usual'}. Look at it again.`,
      )
    if (choice === 'nobody' && one.others.length === 0)
      return refuse('nobody-leads', `Nobody would lead ${what.name}. Choose somebody, or cancel the meeting.`)
    if (typeof choice === 'object') {
      const no = cannot(one, choice.staffId, what.name)
      if (no) return no
      taken.push({ staffId: choice.staffId, name: name.get(choice.staffId) ?? '', hour: what })
    }
    meetings.push({ one, choice })
  }
  const both = meetings.filter(
    ({ one, choice }) =>
      choice === 'nobody' &&
      meetings.some(
        (two) => two.one.sessionId === one.sessionId && two.one.part !== one.part && two.choice === 'nobody',
      ),
  )
  if (both[0] !== undefined)
    return refuse('nobody-leads', `Nobody would lead ${hourOf(both[0].one).name}. Choose somebody.`)
  const visits: { one: VisitToCover; choice: VisitChoice['choice'] }[] = []
  for (const { visitId, choice } of said.visits) {
    const one = plan.visits.find((visit) => visit.visitId === visitId)
    if (one === undefined)
      return refuse('gone', 'One of these visits was cancelled or covered a moment ago. Look again.')
    if (typeof choice === 'object' && 'staffId' in choice) {
      const no = cannot(one, choice.staffId, hourOf(one).name)
      if (no) return no
      taken.push({ staffId: choice.staffId, name: name.get(choice.staffId) ?? '', hour: hourOf(one) })
    }
    visits.push({ one, choice })
  }
  const twice = mayTakeOver(taken)
  if (twice) return twice

  let told = 0
  for (const { one, choice } of meetings) told += await keepMeeting(work, one, choice, said.because, by)
  for (const { one, choice } of visits) {
    const done = await keepVisit(work, one, choice, said)
    if (isRefusal(done)) return refuse(done.refused, `${hourOf(one).name}: ${done.because}`, done.details)
    told += done.told
  }
  const away = said.away ? await keepAway(work, said.staffId, said.from, said.to) : null
  if (away) return away
  await record(work, 'cover.arranged', {
    clients: [...new Set([...meetings, ...visits].flatMap(({ one }) => one.members.map((member) => member.clientId)))],
    about: { staff: said.staffId, from: said.from, to: said.to, meetings: meetings.length, visits: visits.length },
  })
  return { meetings: meetings.length, visits: visits.length, told }
}

/** The proposals were made by the rules a moment ago, under our hold: whoever is not among those who fit cannot take over. */
function cannot(one: MeetingToCover | VisitToCover, staffId: string, what: string): Refusal | null {
  const proposed = one.proposed.find((candidate) => candidate.id === staffId)
  if (proposed === undefined) return refuse('not-proposed', `Choose somebody from the list for ${what}.`)
  if (proposed.unfit !== null) return refuse('unfit', `${what}: ${proposed.unfit}`)
  if (proposed.busy !== null)
    return refuse(
      'busy',
      `${what}: ${proposed.name} is not free (${proposed.busy.toLowerCase()}). Choose somebody else.`,
    )
  return null
}

async function keepMeeting(
  work: Work,
  one: MeetingToCover,
  choice: MeetingChoice['choice'],
  because: string,
  by: string,
): Promise<number> {
  await work.db
    .insertInto('sessionCover')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      sessionId: one.sessionId,
      part: one.part,
      how: typeof choice === 'object' ? 'instead' : choice,
      staffId: typeof choice === 'object' ? choice.staffId : null,
      because,
      coveredBy: by,
      coveredAt: work.at,
    })
    .execute()
  for (const { clientId } of one.members)
    await tellClient(work, { clientId, kind: 'leader-changed', about: { sessionId: one.sessionId, day: one.day } })
  return one.members.length
}

async function keepVisit(
  work: Work,
  one: VisitToCover,
  choice: VisitChoice['choice'],
  said: CoverSaid,
): Promise<{ told: number } | Refusal> {
  const [member] = one.members
  if (member === undefined || !isBookable(one.kind)) return refuse('gone', 'This visit is not there any more.')
  const { clientId } = member
  const cancelled = await cancelVisit(work, one.visitId, said.because)
  if (isRefusal(cancelled)) return cancelled
  if (choice === 'cancel') {
    await tellClient(work, { clientId, kind: 'meeting-cancelled', about: { visitId: one.visitId, day: one.day } })
    return { told: 1 }
  }
  const moved = 'day' in choice
  const staffId = moved ? said.staffId : choice.staffId
  const first = moved ? choice.day : one.day
  if (moved && said.away && first >= said.from && first <= said.to)
    return refuse('away-then', 'They are away on that day too. Choose a later day, or somebody else.')
  const starts = moved ? choice.starts : timeAt(one.begins, work.clinic.timeZone)
  const booked = await bookVisits(work, one.episodeId, {
    kind: one.kind,
    staffId,
    first,
    starts,
    minutes: one.minutes,
    times: 1,
    byVideo: one.byVideo,
    leaveOut: false,
  })
  if (isRefusal(booked)) return booked
  const fresh = await work.db
    .selectFrom('visit')
    .where('clientId', '=', clientId)
    .where('staffId', '=', staffId)
    .where('heldOn', '=', first)
    .where(sql<boolean>`not isempty(during)`)
    .orderBy('bookedAt', 'desc')
    .orderBy('id', 'desc')
    .select('id')
    .executeTakeFirst()
  await tellClient(work, {
    clientId,
    kind: moved ? 'time-changed' : 'leader-changed',
    about: { visitId: fresh?.id ?? one.visitId, day: first },
  })
  return { told: 1 }
}
