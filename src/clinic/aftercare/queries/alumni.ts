import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { ownPagePolicyOn } from '../../clients/own-page.ts'
import { ownPagePolicies } from '../../clients/queries/own-page.ts'
import type { Saying } from '../alumni.ts'
import { goneByClient, type GoneNext } from './follow-ups.ts'

export type OwnGone = GoneNext & { staysInTouch: boolean | null; keptUntil: Day; isKept: boolean }

/** The last day on which a page is kept that its client wants to keep: by the figure of their last day. */
export async function keptUntil(work: Work, lastDay: Day): Promise<Day> {
  const { rows } = await ownPagePolicies(work)
  return addDays(lastDay, ownPagePolicyOn(rows, lastDay).keptDays)
}

/** On their own page: the stay that ended, where they are in no care here any more, and whether they stay in touch. Null: they are. */
export const ownGone = (work: Work): Promise<OwnGone | null> =>
  withHouseEyes(work, async () => {
    if (work.by.kind !== 'client') return null
    const { clientId } = work.by
    const today = dayAt(work.at, work.clinic.timeZone)
    const one = await goneByClient(work, clientId, today)
    if (one === undefined || one.isBack || one.lastDay >= today) return null
    const { rows } = await sql<{ wants: boolean }>`
      select wants from alumni_choice where client_id = ${clientId}::uuid order by noted_at desc, id desc limit 1`.execute(
      work.db,
    )
    const until = await keptUntil(work, one.lastDay)
    return { ...one, staysInTouch: rows[0]?.wants ?? null, keptUntil: until, isKept: today <= until }
  })

export type Word = { id: string; says: Saying; words: string; on: Day; at: Date }

/** What somebody who left said on their own page, the newest first. */
export async function wordsOfGone(work: Work, episodeId: string): Promise<Word[]> {
  const { rows } = await sql<Word>`
    select id, says, words, said_on::text as "on", said_at as at from follow_up_word
    where episode_id = ${episodeId}::uuid order by said_at desc, id desc limit 50`.execute(work.db)
  return rows
}
