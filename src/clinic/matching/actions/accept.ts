import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { answerSwitch } from '../../clients/actions/switches.ts'
import { openSwitchesOf } from '../../clients/queries/switches.ts'
import { changeTherapist } from '../../episodes/actions.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { releaseSeat, takeSeat } from '../../groups/actions/seats.ts'
import { seatsHeld } from '../../groups/queries/seating.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { isSameVisit, primaryOf, type VisitKind, visitKinds } from '../cost.ts'
import { evaluate } from '../evaluate.ts'
import { newlyBroken } from '../newly-broken.ts'
import type { ClientWeek } from '../instance.ts'
import { type Known, knownOf } from '../queries/instance.ts'
import { weightsOn } from '../queries/weights.ts'
import { hourKey, weeksOf } from '../week.ts'
import { seenOf } from '../week-form.ts'
import { bookStanding, callOffStanding } from './standing.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

export type Accepting = {
  from: Day
  week: ClientWeek
  /** What stood when the page was shown (`seenOf`). */
  seen: string
  because: string
}
export type Accepted = { stay: Stay; from: Day; given: string[]; released: string[]; booked: number; leftOut: string[] }

/**
 * Makes a proposed week the client's: primary therapist, seats and standing visits, all of them or none. Every seat and every
 * visit is asked for again at this moment by its own rule; when one of them says no, nothing has happened and its sentence is
 * the answer. Whoever wants the same seats or hours at the same moment waits for the one before.
 */
export async function acceptWeek(work: Work, episodeId: string, said: Accepting): Promise<Accepted | Refusal> {
  const answer = await acceptWeeks(work, [{ episodeId, said }])
  if (isRefusal(answer)) return answer
  return answer[0] ?? nothingHere
}

/**
 * Several weeks as one, all of them or none: everybody gives up what they leave before anybody takes what is theirs then, so that
 * two may take each other's seats.
 */
export async function acceptWeeks(
  work: Work,
  list: readonly { episodeId: string; said: Accepting }[],
): Promise<Accepted[] | Refusal> {
  const denied = mayNot(work.by, 'week.compose')
  if (denied) return denied
  const held: string[] = []
  for (const { episodeId, said } of list) {
    const asked = await stayById(work, episodeId)
    if (asked === undefined) return nothingHere
    held.push(...(await diariesOf(work, asked.clientId, said)))
  }
  await holdDiaries(work, held)
  const all: Composing[] = []
  for (const { episodeId, said } of list) {
    const one = await asItStands(work, episodeId, said)
    if (isRefusal(one)) return one
    all.push(one)
  }
  return allOrNothing(work, () => carryOut(work, all))
}

/**
 * Every diary that a week touches, taken at once: what is left and what is taken. Were the groups they leave held later, two who
 * move in opposite directions would wait for each other for ever.
 */
export async function diariesOf(work: Work, clientId: string, { from, week }: Pick<Accepting, 'from' | 'week'>) {
  const left = (await seatsHeld(work, clientId, from)).map((seat) => seat.seriesId)
  return [clientId, ...left, ...week.series, ...visitKinds.flatMap((kind) => week[kind]?.clinician ?? [])]
}

/** A week that somebody accepted, and what stood when it was looked at again. */
type Composing = { known: Known; said: Accepting }

async function asItStands(work: Work, episodeId: string, said: Accepting): Promise<Composing | Refusal> {
  const stay = await stayById(work, episodeId)
  if (stay === undefined || said.week.client !== stay.clientId) return nothingHere
  const today = dayAt(work.at, work.clinic.timeZone)
  if (stay.isOver) return refuse('stay-over', `The stay of ${stay.firstName} has ended. Nothing was changed.`)
  if (said.from < today) return refuse('day-past', 'A week begins today or later. Choose another first day.')
  const known = await knownOf(work, stay, said.from)
  if (seenOf(known.seeker.now, known.lead) !== said.seen)
    return refuse(
      'changed-meanwhile',
      `Somebody changed the week of ${stay.firstName} while you looked. Nothing of this was done: below stands what fits now.`,
    )
  return { known, said }
}

/** Whether the week still keeps every rule of the instance as it stands now, and whose hour is not free any more. */
async function whyNotNow(work: Work, { instance, seeker, occupancy, clinicians, stay, from }: Known, week: ClientWeek) {
  // What stands today and stays is not asked again: nobody is moved out of a seat because a rule came later.
  const client = { ...seeker, pinned: keptIn(seeker.now, week) }
  const weights = await weightsOn(work, from)
  const brokenBy = (one: ClientWeek) =>
    evaluate({ ...instance, clients: [client] }, { weeks: [one] }, weights).violations
  if (newlyBroken(seeker.now, week, brokenBy).length > 0)
    return refuse(
      'does-not-fit',
      `This week does not fit ${stay.firstName} any more: the house or their wishes have changed. Nothing was done: below stands what fits now.`,
    )
  for (const kind of visitKinds) {
    const visit = week[kind]
    if (visit === null) continue
    const bits = weeksOf(seeker.need[kind]?.every ?? 1, visit.phase)
    if (((occupancy.hours.get(hourKey(visit.clinician, visit.time)) ?? 0) & bits) === 0) continue
    const one = clinicians.get(visit.clinician)
    return refuse(
      'hour-gone',
      `The hour with ${one?.givenName ?? 'this'} ${one?.familyName ?? 'clinician'} was taken a moment ago. Nothing was done: below stands what fits now.`,
    )
  }
  return null
}

const keptIn = (before: ClientWeek | null, week: ClientWeek): string[] => {
  if (before === null) return []
  const kept = visitKinds.filter((kind) => before[kind] !== null && stands(before, week, kind))
  const moved = visitKinds.filter((kind) => !kept.includes(kind)).flatMap((kind) => before[kind]?.clinician ?? [])
  const clinicians = kept.flatMap((kind) => week[kind]?.clinician ?? []).filter((id) => !moved.includes(id))
  return [...week.series.filter((id) => before.series.includes(id)), ...clinicians]
}

async function carryOut(work: Work, all: readonly Composing[]): Promise<Accepted[] | Refusal> {
  const out: Accepted[] = []
  const released: string[][] = []
  // One alone is refused before anything is done; of several, each once all the others have left.
  const [first] = all
  const unfit = all.length === 1 && first !== undefined ? await whyNotNow(work, first.known, first.said.week) : null
  if (unfit) return unfit
  for (const one of all) {
    const gone = await giveUp(work, one)
    if (isRefusal(gone)) return gone
    released.push(gone)
  }
  for (const [at, { known, said }] of all.entries()) {
    if (all.length > 1) {
      const { occupancy } = await knownOf(work, known.stay, said.from)
      const refused = await whyNotNow(work, { ...known, occupancy }, said.week)
      if (refused) return refused
    }
    const done = await takeUp(work, { known, said }, released[at] ?? [])
    if (isRefusal(done)) return done
    out.push(done)
  }
  return out
}

const movedIn = ({ known, said }: Composing): VisitKind[] =>
  visitKinds.filter((kind) => !stands(known.seeker.now, said.week, kind))

/** Leaves the seats and hours that are not in the week; answers the names of the groups. */
async function giveUp(work: Work, { known, said }: Composing): Promise<string[] | Refusal> {
  const { stay, seeker } = known
  const { from, week } = said
  const released: string[] = []
  for (const seat of await seatsHeld(work, stay.clientId, from)) {
    if (!(seeker.now?.series.includes(seat.seriesId) ?? false) || week.series.includes(seat.seriesId)) continue
    if (seat.to !== null && seat.to < addDays(from, 7)) continue
    const gone = await releaseSeat(work, seat.id, { lastDay: addDays(from, -1), because: 'Another week was composed.' })
    if (isRefusal(gone)) return gone
    released.push(groupName(known, seat.seriesId))
  }
  const therapist = primaryOf(week)
  if (therapist !== null && therapist !== known.lead) {
    const because = said.because === '' ? 'A week was composed with them.' : said.because
    const changed = await changeTherapist(work, stay.id, { therapist, because })
    if (isRefusal(changed)) return changed
  }
  for (const kind of movedIn({ known, said })) {
    const off = await callOffStanding(work, stay.id, kind, from)
    if (isRefusal(off)) return off
  }
  return released
}

const groupName = ({ offered }: Known, id: string): string => offered.get(id)?.series.name ?? 'a group'

/** Takes the seats and hours that are new in the week. */
async function takeUp(work: Work, { known, said }: Composing, released: string[]): Promise<Accepted | Refusal> {
  const { stay, seeker } = known
  const { from, week } = said
  const before = seeker.now
  const given: string[] = []
  for (const seriesId of week.series.filter((id) => !(before?.series.includes(id) ?? false))) {
    const seat = await takeSeat(work, stay.id, { seriesId, from })
    if (isRefusal(seat)) return seat
    given.push(groupName(known, seriesId))
  }
  let booked = 0
  const leftOut: string[] = []
  for (const kind of movedIn({ known, said })) {
    const visit = week[kind]
    const need = seeker.need[kind]
    if (visit === null || need === null) continue
    const byVideo = visit.byVideo || known.fromAfar.has(hourKey(visit.clinician, visit.time))
    const done = await bookStanding(work, stay, { kind, visit: { ...visit, byVideo }, need, from })
    if (isRefusal(done)) return done
    booked += done.booked.length
    leftOut.push(...done.leftOut)
  }
  const answered = await answerWishes(work, known, week)
  if (isRefusal(answered)) return answered
  await keep(work, known, said, before)
  return { stay, from, given, released, booked, leftOut }
}

/** What they asked to have otherwise, and is otherwise now, has its answer. */
async function answerWishes(work: Work, { stay, seeker, lead }: Known, week: ClientWeek): Promise<null | Refusal> {
  const before = seeker.now
  for (const { id, wants, seriesId } of await openSwitchesOf(work, stay.clientId)) {
    const left = before?.series.filter((one) => !week.series.includes(one)) ?? []
    const isDone =
      wants === 'therapist'
        ? lead !== null && primaryOf(week) !== null && primaryOf(week) !== lead
        : wants === 'group' && (seriesId === null ? left.length > 0 : left.includes(seriesId))
    if (!isDone) continue
    const answered = await answerSwitch(work, id, 'changed', 'Another week was composed.')
    if (isRefusal(answered)) return answered
  }
  return null
}

/** Whether a visit stays just as it stands today. */
const stands = (before: ClientWeek | null, week: ClientWeek, kind: VisitKind): boolean => {
  const old = before?.[kind] ?? null
  return old === null ? week[kind] === null : isSameVisit(old, week[kind])
}

async function keep(work: Work, { stay, seeker, instance }: Known, said: Accepting, before: ClientWeek | null) {
  if (work.by.id === null) throw new Error('A week is accepted by a person.')
  const weights = await weightsOn(work, said.from)
  const { cost } = evaluate({ ...instance, clients: [seeker] }, { weeks: [said.week] }, weights)
  const id = newId()
  await work.db
    .insertInto('composedWeek')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: stay.clientId,
      episodeId: stay.id,
      fromDay: said.from,
      week: JSON.stringify(said.week),
      before: before === null ? null : JSON.stringify(before),
      cost: Math.round(cost * 100) / 100,
      because: said.because,
      acceptedBy: work.by.id,
      acceptedAt: work.at,
    })
    .execute()
  await record(work, 'week.composed', { clients: [stay.clientId], about: { week: id, from: said.from } })
  if (before !== null)
    await tellClient(work, { clientId: stay.clientId, kind: 'week-changed', about: { from: said.from } })
}

/** A refusal undoes everything since the beginning of the deed, and is the answer. */
async function allOrNothing<T>(work: Work, deed: () => Promise<T | Refusal>): Promise<T | Refusal> {
  await sql`savepoint whole_week`.execute(work.db)
  const answer = await deed()
  if (isRefusal(answer)) await sql`rollback to savepoint whole_week`.execute(work.db)
  else await sql`release savepoint whole_week`.execute(work.db)
  return answer
}
