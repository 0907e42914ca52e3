import { sql } from 'kysely'
import { dayAt, instantAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { type Saying, settledBy } from '../alumni.ts'
import { ownGone, wordsOfGone } from '../queries/alumni.ts'

const notTheirs = refuse('not-theirs', 'Whoever left says this on their own page.')

/** Somebody who left says on their own page that they want to stay in touch, or no longer: each word a row, the latest stands. */
export async function stayInTouch(work: Work, wants: boolean): Promise<null | Refusal> {
  if (work.by.kind !== 'client') return notTheirs
  const gone = await ownGone(work)
  if (gone === null) return refuse('in-care', 'You are in our care now. This is for afterwards.')
  if (gone.staysInTouch === wants) return null
  const { id: pageId, clientId } = work.by
  await work.db
    .insertInto('alumniChoice')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      wants,
      pageId,
      keepsUntil: wants ? instantAt(gone.keptUntil, '23:59', work.clinic.timeZone) : null,
      notedAt: work.at,
    })
    .execute()
  await record(work, 'alumni.noted', { clients: [clientId], about: { wants } })
  return null
}

/** How somebody is who left. Whoever says that it is hard, or would like to come back, is called by a person: it is due at once. */
export async function sayHowIAm(work: Work, said: { says: Saying; words: string }): Promise<null | Refusal> {
  if (work.by.kind !== 'client') return notTheirs
  const { id: pageId, clientId } = work.by
  await sql`select pg_advisory_xact_lock(hashtextextended('follow-up word ' || ${clientId}, 72))`.execute(work.db)
  const gone = await ownGone(work)
  if (gone === null || !gone.isKept) return refuse('in-care', 'Please call us.')
  if (said.says !== 'wants-back' && gone.staysInTouch !== true)
    return refuse('not-asked', 'We ask this of those who stay in touch.')
  const [latest] = await wordsOfGone(work, gone.episodeId)
  // A second press says nothing new.
  if (
    latest !== undefined &&
    latest.says === said.says &&
    latest.words === said.words &&
    work.at.getTime() - latest.at.getTime() < 600_000
  )
    return null
  const today = dayAt(work.at, work.clinic.timeZone)
  await work.db
    .insertInto('followUpWord')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      episodeId: gone.episodeId,
      dayAfter: settledBy(said.says, gone.next, gone.lastDay, today),
      ...said,
      pageId,
      saidOn: today,
      saidAt: work.at,
    })
    .execute()
  await record(work, 'follow-up.said', { clients: [clientId], about: { says: said.says } })
  return null
}
