import type { Day } from '../../../basics/dates.ts'
import { dayAt } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { mayAsk, type Question } from '../proposals.ts'
import { proposalById } from '../queries/proposals.ts'

const notHere = refuse('not-found', 'This proposal does not exist, or it is not yours to see.')

const who = (work: Work): string => {
  if (work.by.id === null) throw new Error('A proposal is asked for by a person.')
  return work.by.id
}

/** Asks for a proposal. The clock takes it up within seconds; nothing changes by it. */
export async function askProposal(
  work: Work,
  said: { name: string; from: Day; question: Question },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return denied
  const refused = mayAsk(said.question, said.from, dayAt(work.at, work.clinic.timeZone))
  if (refused) return refused
  const id = newId()
  await work.db
    .insertInto('proposal')
    .values({
      clinicId: work.clinic.id,
      id,
      name: said.name,
      fromDay: said.from,
      question: JSON.stringify(said.question),
      askedBy: who(work),
      askedAt: work.at,
    })
    .execute()
  await record(work, 'proposal.asked', { about: { proposal: id, from: said.from } })
  return { id }
}

/** Stops the search: the best that was found until now is the answer. */
export async function stopProposal(work: Work, id: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return denied
  if ((await proposalById(work, id)) === undefined) return notHere
  const written = await unlessRefused(work, { proposal_stop_of: 'It was stopped already.' }, () =>
    work.db
      .insertInto('proposalStop')
      .values({ clinicId: work.clinic.id, id: newId(), proposalId: id, stoppedBy: who(work), stoppedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return null
  await record(work, 'proposal.stopped', { about: { proposal: id } })
  return null
}

/** Keeps a group as it is in every proposal to come, or lets it move again. */
export async function pinSeries(
  work: Work,
  seriesId: string,
  said: { isPinned: boolean; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return denied
  if (!isId(seriesId)) return notHere
  const series = await work.db.selectFrom('groupSeries').where('id', '=', seriesId).select('id').executeTakeFirst()
  if (series === undefined) return notHere
  await work.db
    .insertInto('seriesPin')
    .values({ clinicId: work.clinic.id, id: newId(), seriesId, ...said, setBy: who(work), setAt: work.at })
    .execute()
  await record(work, said.isPinned ? 'series.pinned' : 'series.let-move', { about: { series: seriesId } })
  return null
}
