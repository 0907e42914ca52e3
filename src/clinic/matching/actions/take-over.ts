import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clockOf } from '../../clients/free-times.ts'
import { changeSeries, diariesOfChange, type SeriesChange } from '../../groups/actions/change-series.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { lookAtChange } from '../../groups/queries/consequences.ts'
import { stayOfClient } from '../../plans/queries.ts'
import { roomsOf } from '../../programs/queries.ts'
import { isSameVisit, visitKinds } from '../cost.ts'
import type { ClientWeek } from '../instance.ts'
import { isOnlyIf } from '../proposals.ts'
import { knownOf } from '../queries/instance.ts'
import { partsOf, proposalById, resultOf, type ProposalRow } from '../queries/proposals.ts'
import { seenOf } from '../week-form.ts'
import type { SeriesMove, WeekChange } from '../timetable-sum.ts'
import { acceptWeek, diariesOf } from './accept.ts'

const notHere = refuse('not-found', 'This proposal does not exist, or it is not yours to see.')

export type TakenOver = { done: number; inTheWay: string[] }

/**
 * Takes over parts of a proposal: groups first, then the weeks of clients. Each part is asked for again by its own rule at this
 * moment and stands for itself: what cannot be done says why, and undoes nothing else. Groups that stand in each other's way
 * are tried in turn until none moves any more.
 */
export async function takeOver(
  work: Work,
  proposalId: string,
  parts: { series: readonly string[]; clients: readonly string[] },
): Promise<TakenOver | Refusal> {
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return denied
  const proposal = await proposalById(work, proposalId)
  const result = proposal && (await resultOf(work, proposalId))
  if (proposal === undefined || result === undefined) return notHere
  if (result.figures.violations > 0)
    return refuse('breaks-rules', 'This proposal breaks a rule of the house. Nothing of it can be taken over.')
  const chosen = {
    moves: result.moves.filter((move) => parts.series.includes(move.series) && !isOnlyIf(move.series)),
    weeks: result.weeks.filter((week) => parts.clients.includes(week.client)),
  }
  if (chosen.moves.length + chosen.weeks.length === 0)
    return refuse('nothing', 'Choose at least one part to take over.')
  // Two who take over the same proposal follow one another: what the first has done is not done again. Every diary of every part is
  // taken here, at once and before the first part takes the calendar: whoever changes one of these groups meanwhile waits in no ring.
  await holdDiaries(work, [proposalId, ...(await diariesTouched(work, proposal, chosen))])
  const had = (await partsOf(work, proposalId)).filter((part) => part.isDone)
  const moves = chosen.moves.filter((move) => !had.some((part) => part.seriesId === move.series))
  const weeks = chosen.weeks.filter((week) => !had.some((part) => part.clientId === week.client))
  if (moves.length + weeks.length === 0) return refuse('done', 'These parts were taken over already.')
  const inTheWay: string[] = []
  let done = 0
  let waiting = moves
  for (;;) {
    const still: SeriesMove[] = []
    const said = new Map<string, string>()
    for (const move of waiting) {
      const answer = await apart(work, () => moveOne(work, proposal, move))
      if (answer === null) done += 1
      else {
        still.push(move)
        said.set(move.series, answer.because)
      }
      if (answer === null) await note(work, proposalId, { seriesId: move.series }, true, '')
    }
    if (still.length === waiting.length || still.length === 0) {
      for (const move of still) {
        const because = said.get(move.series) ?? ''
        inTheWay.push(because)
        await note(work, proposalId, { seriesId: move.series }, false, because)
      }
      break
    }
    waiting = still
  }
  const successors = await successorsOf(work)
  for (const week of weeks) {
    const answer = await apart(work, () => weekOne(work, proposal, week, successors))
    if (answer === null) done += 1
    else inTheWay.push(answer.because)
    await note(work, proposalId, { clientId: week.client }, answer === null, answer?.because ?? '')
  }
  await record(work, 'proposal.taken-over', {
    clients: weeks.map((week) => week.client),
    about: { proposal: proposalId, done, inTheWay: inTheWay.length },
  })
  return { done, inTheWay }
}

async function diariesTouched(
  work: Work,
  proposal: ProposalRow,
  { moves, weeks }: { moves: readonly SeriesMove[]; weeks: readonly WeekChange[] },
): Promise<string[]> {
  const held: string[] = []
  for (const move of moves) {
    const change = await changeOf(work, proposal, move)
    const looked = isRefusal(change) ? change : await lookAtChange(work, move.series, change)
    if (!isRefusal(change) && !isRefusal(looked)) held.push(...diariesOfChange(move.series, change, looked))
  }
  for (const { client, after } of weeks)
    held.push(...(await diariesOf(work, client, { from: proposal.from, week: after })))
  return held
}

async function moveOne(work: Work, proposal: ProposalRow, move: SeriesMove): Promise<null | Refusal> {
  const change = await changeOf(work, proposal, move)
  if (isRefusal(change)) return change
  const changed = await changeSeries(work, move.series, change)
  return isRefusal(changed) ? changed : null
}

/** A move of a proposal as a change of its group, as it stands at this moment. */
async function changeOf(work: Work, proposal: ProposalRow, move: SeriesMove): Promise<SeriesChange | Refusal> {
  const { time, room, leaders } = move.to
  const rooms = await roomsOf(work)
  const now = await work.db.selectFrom('groupSeries').where('id', '=', move.series).select('roomId').executeTakeFirst()
  const roomId = room ?? now?.roomId
  if (roomId === undefined || !rooms.some((one) => one.id === roomId))
    return refuse('room', 'The room of this move is not there yet. Add it first, or move the group by hand.')
  const from = await leadersOn(work, move.series, proposal.from)
  const leading = [from.lead, from.coLead].flatMap((one) =>
    one === null || one === proposal.question.without ? [] : one,
  )
  const roomThen = move.from.room ?? now?.roomId
  const isSameRoom = roomThen === now?.roomId
  const same = leading.length === move.from.leaders.length && leading.every((one) => move.from.leaders.includes(one))
  if (!isSameRoom || !same)
    return refuse(
      'changed-meanwhile',
      'Its room or who leads it was changed since this was proposed. Move the group by hand, or ask for a new proposal.',
    )
  const lead = leaders.includes(from.lead ?? '') ? (from.lead ?? undefined) : leaders[0]
  const second = leaders.find((one) => one !== lead) ?? null
  return {
    from: proposal.from,
    weekday: time.weekday,
    starts: clockOf(time.from),
    minutes: time.to - time.from,
    roomId,
    ...(lead !== undefined && lead !== from.lead && { leadId: lead }),
    ...(second !== from.coLead && { coLeadId: second }),
    because: `Proposal “${proposal.name}”`,
  }
}

async function weekOne(
  work: Work,
  proposal: ProposalRow,
  week: WeekChange,
  successors: ReadonlyMap<string, string>,
): Promise<null | Refusal> {
  const stay = await stayOfClient(work, week.client)
  if (stay === undefined || stay.isOver) return refuse('stay-over', 'This stay has ended.')
  const known = await knownOf(work, stay, proposal.from)
  if (!isStill(week.before, known.seeker.now, successors, proposal.question.without))
    return refuse(
      'changed-meanwhile',
      `${stay.name}: somebody changed this week since it was proposed. Compose it by hand, or ask for a new proposal.`,
    )
  const series = week.after.series.filter((id) => !isOnlyIf(id)).map((id) => successors.get(id) ?? id)
  const answer = await acceptWeek(work, stay.id, {
    from: proposal.from,
    week: { ...week.after, series },
    seen: seenOf(known.seeker.now, known.lead),
    because: `Proposal “${proposal.name}”`,
  })
  return isRefusal(answer) ? refuse(answer.refused, `${stay.name}: ${answer.because}`) : null
}

/** Whether a week stands as it did when the proposal was made: what was arranged since is never undone by an older answer. */
function isStill(
  before: ClientWeek,
  now: ClientWeek | null,
  successors: ReadonlyMap<string, string>,
  without: string | null,
): boolean {
  const groups = (ids: readonly string[]) =>
    ids
      .map((id) => successors.get(id) ?? id)
      .toSorted()
      .join()
  if (groups(before.series) !== groups(now?.series ?? [])) return false
  return visitKinds.every((kind) => {
    const [was, is] = [before[kind], now?.[kind] ?? null]
    // What if somebody were not there: their hours were left out of the question.
    if (was === null) return is === null || is.clinician === without
    return isSameVisit(was, is)
  })
}

async function leadersOn(work: Work, seriesId: string, day: Day) {
  const rows = await work.db
    .selectFrom('seriesLeader')
    .where('seriesId', '=', seriesId)
    .where(sql<boolean>`during @> ${day}::date`)
    .select(['staffId', 'part'])
    .execute()
  const of = (part: string) => rows.find((row) => row.part === part)?.staffId ?? null
  return { lead: of('lead'), coLead: of('co-lead') }
}

/** Groups that changed go on under another row: a week that names the old one means the new. */
async function successorsOf(work: Work): Promise<Map<string, string>> {
  const rows = await work.db.selectFrom('seriesChange').select(['seriesId', 'successorId']).execute()
  const next = new Map(rows.map((row) => [row.seriesId, row.successorId]))
  return new Map(
    [...next.keys()].map((id) => {
      let at = id
      for (let n = 0; n < 20 && next.has(at); n += 1) at = next.get(at) ?? at
      return [id, at]
    }),
  )
}

/** One part stands for itself: a refusal undoes this part alone. */
async function apart(work: Work, deed: () => Promise<null | Refusal>): Promise<null | Refusal> {
  await sql`savepoint one_part`.execute(work.db)
  const answer = await deed()
  await sql.raw(answer === null ? 'release savepoint one_part' : 'rollback to savepoint one_part').execute(work.db)
  return answer
}

async function note(
  work: Work,
  proposalId: string,
  what: { seriesId: string } | { clientId: string },
  isDone: boolean,
  because: string,
): Promise<void> {
  if (work.by.id === null) throw new Error('A proposal is taken over by a person.')
  await work.db
    .insertInto('proposalPart')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      proposalId,
      ...what,
      isDone,
      because: because.slice(0, 1000),
      takenBy: work.by.id,
      takenAt: work.at,
    })
    .execute()
}
