import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { roomsIn, whatIf } from '../proposals.ts'
import { houseOf } from '../queries/program.ts'
import { proposalById, type ProposalRow } from '../queries/proposals.ts'
import { weightsOn } from '../queries/weights.ts'
import type { Found, Said, Searching } from './timetable-worker.ts'
import { changesBetween, figuresOf, movesBetween, type Timetable } from '../timetable-sum.ts'

const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const
/** A copy of Stepwell that says nothing about its work for so long has died: another takes the work over. */
const silent = '90 seconds'
/** The memory of one search. */
const mostMemory = 2048

let underWay: Promise<void> | null = null

/**
 * Takes up one proposal that waits, when none is under way in this copy: the search goes on beside the clock, in a thread of its
 * own, so that nobody waits for it when the house is closed. What a closed copy leaves behind is taken up by another.
 */
export async function runProposals(pool: Pool, at: Date): Promise<void> {
  if (underWay !== null) return
  const { rows } = await pool.query<{ clinic_id: string; id: string }>(
    'select clinic_id, id from proposals_waiting($1, $2::interval) limit 1',
    [at, silent],
  )
  const [next] = rows
  if (next === undefined) return
  // Two copies may see the same one at the same moment: the lock lets one write the first step.
  const asked = await asPerson(pool, next.clinic_id, clock, at, async (work) => {
    const got = await sql<{
      got: boolean
    }>`select pg_try_advisory_xact_lock(hashtextextended(${next.id}, 7203525)) as got`.execute(work.db)
    const proposal = got.rows[0]?.got === true ? await proposalById(work, next.id) : undefined
    if (proposal === undefined || !['waiting', 'taken-up', 'progress'].includes(proposal.step)) return undefined
    await step(work, next.id, 'taken-up', { words: 'Reading the house as it stands' })
    return proposal
  })
  if (asked === undefined) return
  underWay = propose(pool, { clinicId: next.clinic_id, id: next.id, asked, at }).finally(() => {
    underWay = null
  })
}

/** The search that is under way in this copy, for whoever must wait for it: tests, and nobody else. */
export const proposalUnderWay = (): Promise<void> => underWay ?? Promise.resolve()

type Taken = { clinicId: string; id: string; asked: ProposalRow; at: Date }

async function propose(pool: Pool, { clinicId, id, asked, at }: Taken): Promise<void> {
  const tell = (kind: string, about: Record<string, string | number>) =>
    asPerson(pool, clinicId, clock, new Date(), (work) => step(work, id, kind, about))
  let last = { share: 0, words: 'Reading the house as it stands' }
  const stop = new SharedArrayBuffer(4)
  const look = async () => {
    const now = await asPerson(pool, clinicId, clock, new Date(), (work) => proposalById(work, id))
    if (now?.isStopping ?? true) Atomics.store(new Int32Array(stop), 0, 1)
  }
  // A long look at one question says nothing for minutes: the heartbeat says that somebody is at it, and hears who stops it.
  const heart = setInterval(
    () =>
      void tell('progress', last)
        .then(look)
        .catch(() => {}),
    3000,
  )
  heart.unref()
  try {
    const { house, weights } = await asPerson(pool, clinicId, clock, at, async (work) => ({
      house: await houseOf(work, asked.from, asked.question),
      weights: await weightsOn(work, asked.from),
    }))
    const instance = whatIf(house.instance, asked.question)
    const before: Timetable = { instance: house.instance, rooms: roomsIn(house.instance), plan: house.plan }
    const asking = { instance, plan: house.plan, weights, seconds: asked.question.seconds, stop }
    const found = await search(asking, (share, words) => {
      last = { share, words }
    })
    const after: Timetable = { instance: found.instance, rooms: roomsIn(found.instance), plan: found.plan }
    await asPerson(pool, clinicId, clock, new Date(), async (work) => {
      await work.db
        .insertInto('proposalResult')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          proposalId: id,
          moves: JSON.stringify(movesBetween(before, after)),
          weeks: JSON.stringify(changesBetween(before, after)),
          figures: JSON.stringify(figuresOf(before, after, weights, found)),
          foundAt: new Date(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await step(work, id, 'done', { share: 1 })
    })
  } catch (error) {
    const words = error instanceof Error ? error.message.slice(0, 200) : 'It ended without an answer.'
    // When the house is being closed nothing can be told any more: another copy begins anew.
    await tell('failed', { words }).catch(() => {})
  } finally {
    clearInterval(heart)
  }
}

async function step(
  work: Work,
  proposalId: string,
  kind: string,
  about: Record<string, string | number>,
): Promise<void> {
  await work.db
    .insertInto('proposalStep')
    .values({ clinicId: work.clinic.id, id: newId(), proposalId, kind, about: JSON.stringify(about), at: work.at })
    .execute()
}

/** One search in a thread: the solver's calls are synchronous and would hold every request. */
function search(asking: Searching, onProgress: (share: number, words: string) => void): Promise<Found> {
  const worker = new Worker(new URL('./timetable-worker.ts', import.meta.url), {
    workerData: asking,
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  })
  worker.unref()
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Said) =>
      message.kind === 'found' ? resolve(message.found) : onProgress(message.share, message.words),
    )
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The search ended without an answer.')))
  })
}
