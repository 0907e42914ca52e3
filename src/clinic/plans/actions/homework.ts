import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { sheetOf } from '../practice.ts'
import { stayOfClient } from '../queries.ts'
import { homeworkById, homeworkOf } from '../queries/homework.ts'
import { objectiveById } from '../queries/thread.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

export type NewHomework = {
  sheet: string
  title: string
  words: string
  rhythm: 'once' | 'daily'
  dueOn: Day
  objectiveId: string | null
}

/** Gives something to practise: a sheet of the list, or the therapist's own words. */
export async function giveHomework(work: Work, clientId: string, said: NewHomework): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'homework.give')
  if (denied) return denied
  const stay = await stayOfClient(work, clientId)
  if (stay === undefined || work.by.id === null) return nothingHere
  if (stay.isOver) return refuse('stay-over', 'This stay has ended.')
  const today = dayAt(work.at, work.clinic.timeZone)
  if (said.dueOn < today) return refuse('past', 'That day is past. Choose today or a later one.')
  const title = sheetOf(said.sheet)?.en.title ?? said.title
  if (title.trim() === '') return refuse('no-title', 'Choose something from the list, or write what to practise.')
  const objective = said.objectiveId === null ? undefined : await objectiveById(work, said.objectiveId)
  if (said.objectiveId !== null && objective?.episodeId !== stay.id) return nothingHere
  const id = newId()
  const givenBy = work.by.id
  const written = await unlessRefused(
    work,
    { client_stands: 'This record was merged into another. Go to the one that stands.' },
    () =>
      work.db
        .insertInto('homework')
        .values({
          clinicId: work.clinic.id,
          id,
          clientId: stay.clientId,
          episodeId: stay.id,
          objectiveId: objective?.id ?? null,
          sheet: sheetOf(said.sheet)?.key ?? '',
          title,
          words: said.words,
          rhythm: said.rhythm,
          fromDay: today,
          dueOn: said.dueOn,
          givenBy,
          givenAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'practice.given', { clients: [stay.clientId], about: { practice: id, sheet: said.sheet } })
  return { id }
}

/** Takes it off the list; what was done stays. */
export async function endHomework(work: Work, id: string): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'homework.give')
  if (denied) return denied
  const found = await homeworkById(work, id)
  if (found === undefined || work.by.id === null) return nothingHere
  const endedBy = work.by.id
  const written = await unlessRefused(work, { homework_end_of: 'This was taken off the list already.' }, () =>
    work.db
      .insertInto('homeworkEnd')
      .values({ clinicId: work.clinic.id, id: newId(), homeworkId: found.id, endedBy, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'practice.ended', { clients: [found.clientId], about: { practice: id } })
  return { clientId: found.clientId }
}

export const howItWent = ['helped', 'so-so', 'hard'] as const
export type HowItWent = (typeof howItWent)[number] | ''

/**
 * Done today: said by the client on their own page with a tap, or to staff. A second tap takes it back, as a row. Two taps that
 * arrive at once follow one another.
 */
export async function markHomework(
  work: Work,
  id: string,
  said: { done: boolean; how: HowItWent },
): Promise<{ clientId: string } | Refusal> {
  const { by } = work
  const found = await homeworkById(work, id)
  const denied =
    by.kind === 'client' ? (found?.clientId === by.clientId ? null : nothingHere) : mayNot(by, 'homework.give')
  if (denied) return denied
  if (found === undefined || by.id === null) return nothingHere
  await sql`select pg_advisory_xact_lock(hashtextextended(${`practice ${found.id}`}, 56))`.execute(work.db)
  const today = dayAt(work.at, work.clinic.timeZone)
  const now = (await openOf(work, found.clientId)).find((one) => one.id === found.id)
  if (now === undefined || found.dueOn < today) return refuse('closed', 'This is not open any more.')
  const standing = found.rhythm === 'once' ? now.done[0] : now.done.find((one) => one.onDay === today)
  if (said.done === (standing !== undefined) && (standing === undefined || standing.how === said.how))
    return { clientId: found.clientId }
  await work.db
    .insertInto('homeworkDone')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      homeworkId: found.id,
      clientId: found.clientId,
      onDay: standing?.onDay ?? today,
      undone: !said.done,
      how: said.how,
      pageId: by.kind === 'client' ? by.id : null,
      recordedBy: by.kind === 'client' ? null : by.id,
      doneAt: work.at,
    })
    .execute()
  await record(work, said.done ? 'practice.done' : 'practice.undone', {
    clients: [found.clientId],
    about: { practice: id },
  })
  return { clientId: found.clientId }
}

const openOf = async (work: Work, clientId: string) => {
  const { rows } = await sql<{ id: string; done: { onDay: Day; how: string }[] }>`
    select h.id, (select coalesce(jsonb_agg(jsonb_build_object('onDay', d.on_day, 'how', d.how)), '[]') from (
      select distinct on (x.on_day) x.* from homework_done x where x.clinic_id = h.clinic_id and x.homework_id = h.id
      order by x.on_day, x.done_at desc, x.id desc) d where not d.undone) as done
    from homework h where h.client_id = ${clientId}::uuid
      and not exists (select from homework_end x where x.clinic_id = h.clinic_id and x.homework_id = h.id)`.execute(
    work.db,
  )
  return rows
}

/** A clinician has seen what was done, up to now. */
export async function seeHomework(work: Work, id: string): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return denied
  const found = await homeworkById(work, id)
  if (found === undefined || work.by.id === null) return nothingHere
  const now = (await homeworkOf(work, found.clientId)).find((one) => one.id === found.id)
  const newest = now?.done
    .map((one) => one.at)
    .toSorted()
    .at(-1)
  if (newest !== undefined && (now?.seenAt == null || new Date(newest) > now.seenAt)) {
    await work.db
      .insertInto('homeworkSeen')
      .values({ clinicId: work.clinic.id, id: newId(), homeworkId: found.id, seenBy: work.by.id, seenAt: work.at })
      .execute()
    await record(work, 'practice.seen', { clients: [found.clientId], about: { practice: id } })
  }
  return { clientId: found.clientId }
}
