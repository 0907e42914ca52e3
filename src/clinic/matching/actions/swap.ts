import { dayAt, type Day } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { stayById } from '../../plans/queries.ts'
import { visitKinds } from '../cost.ts'
import { type SwapFound, swapOf } from '../queries/swap.ts'
import { acceptWeeks, diariesOf } from './accept.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/** `shown`: what the page named. `agreed`, `saidNo`: ids of the clients who were asked and said yes, or no. */
export type Taking = { from: Day; shown: string; agreed: readonly string[]; saidNo: readonly string[] }

/**
 * Moves a few people and gives one client the week that becomes free by it: all of it or nothing. Everybody who moves must have
 * been asked and have agreed; the whole is searched again at this moment, and every week is accepted by the rules by which any
 * week is accepted, once all of them have left what they leave. In nobody's record stands for whom they moved.
 */
export async function takeSwap(work: Work, episodeId: string, said: Taking): Promise<SwapFound | Refusal> {
  const denied = mayNot(work.by, 'week.compose') ?? mayNot(work.by, 'client.see')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  if (stay.isOver) return refuse('stay-over', `The stay of ${stay.firstName} has ended. Nothing was changed.`)
  if (said.from < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'A week begins today or later. Choose another first day.')
  const now = await swapOf(work, stay, said.from, said.saidNo)
  if (now.kind !== 'found' || now.shown !== said.shown)
    return refuse(
      'changed-meanwhile',
      'The house changed while you asked around. Nothing was done: below stands what is possible now.',
    )
  if (now.movers.some((one) => !said.agreed.includes(one.stay.clientId)))
    return refuse('not-asked', 'Ask everybody who would move, and tick who agreed. Nothing was done.')
  // Each week is held against what was seen of it once nobody else can change it any more (`acceptWeek`).
  await holdDiaries(work, await heldBy(work, now, said.from))
  return allOfIt(work, now, said.from)
}

async function heldBy(work: Work, { client, movers }: SwapFound, from: Day): Promise<string[]> {
  const held: string[] = []
  for (const { stay, before, after } of [client, ...movers]) {
    held.push(...(await diariesOf(work, stay.clientId, { from, week: after })))
    held.push(...visitKinds.flatMap((kind) => before?.[kind]?.clinician ?? []))
  }
  return held
}

/** All of them as one: whoever moves has left their seat before anybody takes it. */
async function allOfIt(work: Work, swap: SwapFound, from: Day): Promise<SwapFound | Refusal> {
  const answer = await acceptWeeks(
    work,
    [...swap.movers, swap.client].map((part) => ({
      episodeId: part.stay.id,
      said: {
        from,
        week: part.after,
        seen: part.seen,
        because: part === swap.client ? '' : 'They were asked, and agreed to move.',
      },
    })),
  )
  if (isRefusal(answer)) return refuse(answer.refused, `${answer.because} Nobody was moved.`)
  await record(work, 'week.made-room', { clients: [swap.client.stay.clientId], about: { moved: swap.movers.length } })
  return swap
}
