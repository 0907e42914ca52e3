import { isId, newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { DoorTablet, Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { PlaceSaid } from '../check-in-place.ts'
import { type OwnMeeting, ownMeetings } from '../queries/check-ins.ts'
import { presenceRules } from '../queries/witnesses.ts'
import { mayCheckIn, ruleOn } from '../witnesses.ts'
import { nothingHere } from './hold.ts'

// Whoever corrects themself more often talks with somebody.
const mostCheckIns = 20

/** "I am here", by the client on their own page. Pressed twice it is said once; said otherwise, the latest stands. */
export async function checkIn(work: Work, meetingId: string, said: PlaceSaid): Promise<{ isNew: boolean } | Refusal> {
  if (work.by.kind !== 'client') return refuse('not-theirs', 'A client checks in on their own page.')
  const { clientId, id: pageId } = work.by
  return write(work, clientId, meetingId, said, { pageId, takenBy: null, doorId: null })
}

/** The same, told to somebody who writes it down: the place and the person to call are taken each time. */
export async function takeCheckIn(
  work: Work,
  meetingId: string,
  clientId: string,
  said: PlaceSaid,
): Promise<{ isNew: boolean } | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A person writes this down.')
  return write(work, clientId, meetingId, said, { pageId: null, takenBy: work.by.id, doorId: null })
}

/**
 * Checks in whoever entered their number at the door: to all of theirs that is open now and held in rooms of that site. Whose number
 * it was, the verb of the door has looked at.
 */
export async function checkInHere(work: Work, clientId: string, door: DoorTablet): Promise<void> {
  for (const meeting of await ownMeetings(work, clientId))
    if (meeting.siteId === door.siteId && !meeting.isVideo)
      await write(work, clientId, meeting.id, { place: 'on-site' }, { pageId: null, takenBy: null, doorId: door.id })
}

async function write(
  work: Work,
  clientId: string,
  meetingId: string,
  said: PlaceSaid,
  who: { pageId: string | null; takenBy: string | null; doorId: string | null },
): Promise<{ isNew: boolean } | Refusal> {
  if (!isId(meetingId) || !isId(clientId)) return nothingHere
  const meeting = (await ownMeetings(work, clientId)).find((one) => one.id === meetingId)
  if (meeting === undefined) return nothingHere
  const rule = ruleOn(await presenceRules(work), meeting.heldOn)
  const refused = mayCheckIn(meeting, rule, work.at)
  if (refused) return refused
  // What the client says themself is a witness of its own, also where staff wrote down the same before.
  if (meeting.checkIn?.isOwn === (who.takenBy === null) && isSame(meeting, said)) return { isNew: false }
  if (meeting.checkIns >= mostCheckIns) return refuse('too-often', 'This was changed many times. Please call us.')
  const id = newId()
  await work.db
    .insertInto('checkIn')
    .values({
      clinicId: work.clinic.id,
      id,
      sessionId: meeting.what === 'group' ? meeting.id : null,
      visitId: meeting.what === 'visit' ? meeting.id : null,
      clientId,
      heldOn: meeting.heldOn,
      place: said.place,
      ...who,
      at: work.at,
    })
    .execute()
  if (said.place === 'video') {
    const { whereNow, contactName, contactPhone } = said
    await work.db
      .insertInto('checkInPlace')
      .values({
        clinicId: work.clinic.id,
        checkInId: id,
        clientId,
        whereNow,
        contactName,
        contactPhone,
        pageId: who.pageId,
      })
      .execute()
  }
  await record(work, 'check-in.made', { clients: [clientId], about: { meeting: meeting.id, place: said.place } })
  return { isNew: true }
}

const isSame = (meeting: OwnMeeting, said: PlaceSaid): boolean =>
  meeting.checkIn !== null &&
  meeting.checkIn.place === said.place &&
  (said.place === 'on-site' ||
    (meeting.whereNow === said.whereNow &&
      meeting.contactName === said.contactName &&
      meeting.contactPhone === said.contactPhone))
