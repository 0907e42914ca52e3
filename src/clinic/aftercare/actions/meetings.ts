import { sql } from 'kysely'
import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { type Meeting, readMeetings } from '../meeting-guide.ts'
import { changesOf, shrinks } from '../meetings.ts'
import { meetingById, meetingsOfFeed } from '../queries/meetings.ts'

export type MeetingsRead = {
  feed: string
  added: number
  changed: number
  ended: number
  unchanged: number
  aside: number
}

const aPerson = refuse('not-a-person', 'A person reads a list in.')
// Parameters of one statement are counted in two bytes: rows are written so many at a time.
const atOnce = 500

/**
 * Reads a meeting-guide file into a list of that name: what is new is added, what changed is ended and written anew, what is gone is
 * ended. A row that cannot be read is set aside and ends nothing. Refuses a file of which nothing can be read, and one that would end
 * more than half of what stands unless somebody said so.
 */
export async function importMeetings(
  work: Work,
  said: { name: string; mayShrink: boolean },
  file: { name: string; bytes: Uint8Array },
): Promise<MeetingsRead | Refusal> {
  const denied = mayNot(work.by, 'meeting.manage')
  if (denied) return denied
  if (work.by.id === null) return aPerson
  const by = work.by.id
  const list = readMeetings(Buffer.from(file.bytes).toString('utf8'), work.clinic.timeZone)
  if (isRefusal(list)) return list
  if (list.meetings.length === 0)
    return refuse(
      'nothing-read',
      list.rows === 0
        ? 'This list is empty. Nothing was changed.'
        : `None of the ${list.rows} rows could be read. The first: ${list.aside[0]?.why ?? ''}`,
    )
  // Two who read the same list in at once come one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended('meetings ' || ${work.clinic.id}, 65))`.execute(work.db)
  const { clinic, at } = work
  const known = await work.db.selectFrom('meetingFeed').where('name', '=', said.name).select('id').executeTakeFirst()
  const feedId = known?.id ?? newId()
  const standing = known === undefined ? [] : await meetingsOfFeed(work, feedId)
  const setAside = new Set(list.aside.flatMap(({ slug, isKept }) => (slug === null || isKept ? [] : [slug])))
  const changes = changesOf(standing, list.meetings, setAside)
  const gone = changes.end.filter(({ because }) => because === 'gone').length
  if (shrinks(standing.length, gone) && !said.mayShrink)
    return refuse(
      'shrinks',
      `${gone} of the ${standing.length} meetings on this list would end. Is it the right file? If so, tick that they may end.`,
    )
  if (known === undefined)
    await work.db
      .insertInto('meetingFeed')
      .values({ clinicId: clinic.id, id: feedId, name: said.name, madeBy: by, madeAt: at })
      .execute()
  const importId = newId()
  const changed = changes.end.length - gone
  const counts = {
    added: Math.max(0, changes.add.length - changed),
    changed: Math.min(changed, changes.add.length),
    ended: gone + Math.max(0, changed - changes.add.length),
    unchanged: changes.unchanged + changes.held,
  }
  await work.db
    .insertInto('meetingImport')
    .values({
      clinicId: clinic.id,
      id: importId,
      feedId,
      fileName: file.name.slice(0, 200) || 'Without a name',
      sha256: sha256(file.bytes),
      rows: list.rows,
      ...counts,
      importedBy: by,
      importedAt: at,
    })
    .execute()
  for (const some of parts(changes.end))
    await work.db
      .insertInto('mutualMeetingEnd')
      .values(
        some.map(({ id, because }) => ({
          clinicId: clinic.id,
          id: newId(),
          meetingId: id,
          because,
          importId,
          endedBy: by,
          endedAt: at,
        })),
      )
      .execute()
  for (const some of parts(changes.add))
    await work.db
      .insertInto('mutualMeeting')
      .values(some.map((meeting) => ({ ...rowOf(work, meeting, by), feedId, importId, isOnSite: false })))
      .execute()
  for (const some of parts(list.aside))
    await work.db
      .insertInto('meetingImportAside')
      .values(
        some.map(({ place, why, held }) => ({
          clinicId: clinic.id,
          id: newId(),
          importId,
          place,
          why,
          held: JSON.stringify(held),
        })),
      )
      .execute()
  await record(work, 'meetings.read', { about: { list: feedId, ...counts, aside: list.aside.length } })
  return { feed: said.name, ...counts, aside: list.aside.length }
}

const rowOf = (work: Work, meeting: Meeting, writtenBy: string) => ({
  clinicId: work.clinic.id,
  id: newId(),
  ...meeting,
  writtenBy,
  writtenAt: work.at,
})

function parts<T>(all: readonly T[]): T[][] {
  const found: T[][] = []
  for (let n = 0; n < all.length; n += atOnce) found.push(all.slice(n, n + atOnce))
  return found
}

export type OnSiteDraft = {
  name: string
  weekday: number
  starts: string
  ends: string
  place: string
  notes: string
  languages: string[]
  types: string[]
}

/** A meeting in the house, kept by hand: others hold it, here is the room. It is no group of the clinic's. */
export async function addOnSite(work: Work, draft: OnSiteDraft): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'meeting.manage')
  if (denied) return denied
  if (work.by.id === null) return aPerson
  if (draft.ends === draft.starts) return refuse('no-time', 'Give an end that is after the beginning.')
  const id = newId()
  await work.db
    .insertInto('mutualMeeting')
    .values({
      ...rowOf(
        work,
        {
          ...draft,
          slug: `here-${id.slice(0, 13)}`,
          zone: work.clinic.timeZone,
          isInPerson: true,
          isOnline: false,
          address: '',
          joinUrl: '',
          joinPhone: '',
          joinNotes: '',
        },
        work.by.id,
      ),
      id,
      feedId: null,
      importId: null,
      isOnSite: true,
    })
    .execute()
  await record(work, 'meeting.added', { about: { meeting: id } })
  return { id }
}

/** A meeting that is kept by hand is held no more. What a list holds ends with the list. */
export async function withdrawMeeting(work: Work, meetingId: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'meeting.manage')
  if (denied) return denied
  const meeting = await meetingById(work, meetingId)
  if (meeting === undefined) return refuse('not-found', 'This meeting is off the list already.')
  if (meeting.feedId !== null)
    return refuse('of-a-list', `It stands on the list “${meeting.feed ?? ''}” and ends with it: read the new list in.`)
  if (work.by.id === null) return aPerson
  const by = work.by.id
  const written = await unlessRefused(
    work,
    { mutual_meeting_ended_once: 'This meeting is off the list already.' },
    () =>
      work.db
        .insertInto('mutualMeetingEnd')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          meetingId,
          because: 'withdrawn',
          importId: null,
          endedBy: by,
          endedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'meeting.withdrawn', { about: { meeting: meetingId } })
  return null
}
