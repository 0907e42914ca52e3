import { sql } from 'kysely'
import { addDays, dayAt, type Day, isDay } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { type ClientPerson, unlessRefused, type Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { logEntryById } from '../queries/meetings.ts'

// What a client keeps for themself: nobody of the staff writes it, and nobody reads it unless the client shows it. The trail says that
// something was kept, and nothing of what.

const notTheirs = refuse('not-theirs', 'This is for the client alone, on their own page.')
const asClient = ({ by }: Work): ClientPerson | null => (by.kind === 'client' ? by : null)
const most = 500
const backTo = 60

/** A meeting that they went to: the day, and words of their own. A second press of the button writes nothing twice. */
export async function logMeeting(
  work: Work,
  said: { meetingId: string | null; onDay: string; how: 'in-person' | 'online'; words: string },
): Promise<null | Refusal> {
  const own = asClient(work)
  if (own === null) return notTheirs
  const today = dayAt(work.at, work.clinic.timeZone)
  if (!isDay(said.onDay) || said.onDay > today || said.onDay < addDays(today, -backTo))
    return refuse('log-day', `A day up to today, and no more than ${backTo} days ago.`)
  if (said.words.length > most) return refuse('too-long', `At most ${most} letters.`)
  if (said.meetingId !== null && !(await isListed(work, said.meetingId)))
    return refuse('not-found', 'This meeting is off the list.')
  await sql`select pg_advisory_xact_lock(hashtextextended('meeting log ' || ${own.clientId}, 65))`.execute(work.db)
  const { rows } = await sql<{ here: boolean }>`
    select exists (select from meeting_log l where l.client_id = ${own.clientId}::uuid and l.on_day = ${said.onDay}::date and l.how = ${said.how}
      and l.meeting_id is not distinct from ${said.meetingId}::uuid and l.words = ${said.words}
      and not exists (select from meeting_log_end e where e.clinic_id = l.clinic_id and e.log_id = l.id)) as here`.execute(
    work.db,
  )
  if (rows[0]?.here === true) return null
  await work.db
    .insertInto('meetingLog')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: own.clientId,
      ...said,
      pageId: own.id,
      writtenAt: work.at,
    })
    .execute()
  await record(work, 'own-log.kept', { clients: [own.clientId] })
  return null
}

const isListed = async (work: Work, id: string): Promise<boolean> =>
  isId(id) &&
  (await work.db.selectFrom('mutualMeeting').where('id', '=', id).select('id').executeTakeFirst()) !== undefined

/** They take an entry of their log back. */
export async function takeBackEntry(work: Work, logId: string): Promise<null | Refusal> {
  const own = asClient(work)
  if (own === null) return notTheirs
  const entry = await logEntryById(work, logId)
  if (entry?.clientId !== own.clientId) return refuse('not-found', 'It is gone already.')
  const written = await unlessRefused(work, { meeting_log_ended_once: 'It is gone already.' }, () =>
    work.db
      .insertInto('meetingLogEnd')
      .values({ clinicId: work.clinic.id, id: newId(), logId, pageId: own.id, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'own-log.taken-back', { clients: [own.clientId] })
  return null
}

/** Whether they have a sponsor: yes, no, or not said; a first name only where they choose to, and one word of it. */
export async function saySponsor(
  work: Work,
  said: { has: 'yes' | 'no' | 'not-said'; firstName: string },
): Promise<null | Refusal> {
  const own = asClient(work)
  if (own === null) return notTheirs
  const firstName = said.has === 'yes' ? said.firstName.trim() : ''
  if (firstName.length > 30 || /[\s@0-9]/.test(firstName))
    return refuse('first-name', 'A first name alone, one word: no family name, no number.')
  await work.db
    .insertInto('sponsorWord')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: own.clientId,
      has: said.has,
      firstName,
      pageId: own.id,
      at: work.at,
    })
    .execute()
  await record(work, 'own-sponsor.said', { clients: [own.clientId] })
  return null
}

/** What they show their care team: their meetings, or their days. */
export async function showOwn(
  work: Work,
  said: { what: 'meetings' | 'days'; shares: boolean },
): Promise<null | Refusal> {
  const own = asClient(work)
  if (own === null) return notTheirs
  await work.db
    .insertInto('ownSharing')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: own.clientId,
      ...said,
      pageId: own.id,
      at: work.at,
    })
    .execute()
  await record(work, 'own-sharing.chosen', { clients: [own.clientId], about: { what: said.what, shares: said.shares } })
  return null
}

/** The day since which they count, by their own choice; null: they count no more. */
export async function countFrom(work: Work, since: Day | null): Promise<null | Refusal> {
  const own = asClient(work)
  if (own === null) return notTheirs
  const today = dayAt(work.at, work.clinic.timeZone)
  if (since !== null && (!isDay(since) || since > today)) return refuse('since', 'Choose today or an earlier day.')
  await work.db
    .insertInto('soberStart')
    .values({ clinicId: work.clinic.id, id: newId(), clientId: own.clientId, since, pageId: own.id, at: work.at })
    .execute()
  await record(work, 'own-days.counted', { clients: [own.clientId] })
  return null
}
