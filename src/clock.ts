import { setTimeout } from 'node:timers/promises'
import { sealTrail } from './clinic/access/actions/seal.ts'
import { forgetOldAttempts, forgetOldKnocks } from './clinic/access/actions/forget.ts'
import { offerAheadEverywhere } from './clinic/attendance/actions/make-ups-ahead.ts'
import { watchForTrouble } from './clinic/concerns/actions/watch.ts'
import { followLevelsEverywhere } from './clinic/aftercare/actions/follow-levels.ts'
import { rescanFiles } from './clinic/files/actions/rescan.ts'
import { forgetDrafts } from './clinic/notes/actions/forget.ts'
import { laySessionsEverywhere } from './clinic/groups/actions/lay.ts'
import { passOffersOn } from './clinic/groups/actions/offers.ts'
import { drawEverywhere } from './clinic/medical/actions/draw.ts'
import { forgetHouseChanges } from './clinic/matching/actions/forget-changes.ts'
import { workOutPrices } from './clinic/matching/actions/work-out-prices.ts'
import { runProposals } from './clinic/matching/actions/run-proposals.ts'
import { leaveNobody } from './clinic/today/actions/looks.ts'
import { keepUnheldCounted } from './clinic/today/actions/unheld.ts'
import type { Pool } from './db/connect.ts'

type Chore = { name: string; everySeconds: number; does: (pool: Pool, at: Date) => Promise<unknown> }

/** What comes due, and when. Chores may run in several copies of Stepwell at once: each takes its own lock in the database. */
export const chores: Chore[] = [
  { name: 'seal the trail', everySeconds: 1, does: sealTrail },
  { name: 'lay the sessions of the coming weeks', everySeconds: 1800, does: laySessionsEverywhere },
  { name: 'pass offered seats on', everySeconds: 30, does: passOffersOn },
  { name: 'work out what seats are worth', everySeconds: 900, does: workOutPrices },
  { name: 'forget what changed in a house long ago', everySeconds: 1800, does: forgetHouseChanges },
  { name: 'look for timetables that were asked for', everySeconds: 2, does: runProposals },
  { name: 'keep the dates that nobody may hold counted', everySeconds: 2, does: keepUnheldCounted },
  { name: 'offer other hours before a closure', everySeconds: 600, does: offerAheadEverywhere },
  { name: 'watch for trouble', everySeconds: 30, does: watchForTrouble },
  { name: 'leave nobody without a next day', everySeconds: 60, does: leaveNobody },
  { name: 'follow steps whose day has come', everySeconds: 120, does: followLevelsEverywhere },
  { name: 'draw for drug tests', everySeconds: 300, does: drawEverywhere },
  { name: 'forget old sign-in attempts', everySeconds: 86_400, does: forgetOldAttempts },
  { name: 'scan the files that wait', everySeconds: 60, does: rescanFiles },
  { name: 'forget who knocked at the public pages', everySeconds: 86_400, does: forgetOldKnocks },
  { name: 'forget drafts of signed notes', everySeconds: 86_400, does: forgetDrafts },
]

/** Starts the clock; the answer stops it and waits for what is under way. */
export function startClock(
  pool: Pool,
  now: () => Date,
  complain: (chore: string, error: unknown) => void,
): () => Promise<void> {
  const stop = new AbortController()
  const running = chores.map(async (chore) => {
    while (!stop.signal.aborted) {
      await chore.does(pool, now()).catch((error: unknown) => complain(chore.name, error))
      await setTimeout(chore.everySeconds * 1000, undefined, { signal: stop.signal }).catch(() => {})
    }
  })
  return async () => {
    stop.abort()
    await Promise.all(running)
  }
}
