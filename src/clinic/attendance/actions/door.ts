import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { dayAt, instantAt } from '../../../basics/dates.ts'
import { newId, newToken, sha256 } from '../../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../basics/refusal.ts'
import { unlessRefused, withHouseEyes, type Work } from '../../../db/work.ts'
import { signOut } from '../../access/actions/session.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { doorNumberFrom, doorNumbers, doorNumberTyped, mayPress } from '../door.ts'
import { clientOfNumber, doorById, pressesAt, sitesOf } from '../queries/door.ts'
import { checkInHere } from './check-in.ts'
import { nothingHere } from './hold.ts'

/**
 * Stands this very browser at the door of a site until the day is over there: the member of staff is signed out of it, and it takes
 * numbers and nothing else.
 */
export async function standAtDoor(
  work: Work,
  siteId: string,
): Promise<{ token: string; secret: string; seconds: number } | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const site = (await sitesOf(work)).find(({ id }) => id === siteId)
  if (site === undefined) return refuse('site', 'Choose the site at whose door it stands.')
  if (work.by.kind !== 'staff') return refuse('not-a-person', 'A member of staff puts the tablet there.')
  const [token, secret, id] = [newToken(), newToken(), newId()]
  const midnight = instantAt(dayAt(work.at, site.timeZone), '23:59', site.timeZone)
  const expiresAt = new Date(Math.max(midnight.getTime(), work.at.getTime() + 60_000))
  await work.db
    .insertInto('doorTablet')
    .values({
      clinicId: work.clinic.id,
      id,
      siteId,
      tokenHash: sha256(token),
      secretHash: sha256(secret),
      expiresAt,
      openedBy: work.by.id,
      openedAt: work.at,
    })
    .execute()
  await record(work, 'door.opened', { about: { door: id, site: siteId } })
  await signOut(work)
  return { token, secret, seconds: Math.ceil((expiresAt.getTime() - work.at.getTime()) / 1000) }
}

/** Takes a tablet from the door: it shows nothing any more. Who checked in stays checked in. */
export async function takeFromDoor(work: Work, doorId: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const door = await doorById(work, doorId)
  if (door === undefined || work.by.kind !== 'staff') return nothingHere
  const by = work.by.id
  const ended = await unlessRefused(work, { door_tablet_end_of: 'This tablet shows nothing any more.' }, () =>
    work.db
      .insertInto('doorTabletEnd')
      .values({ clinicId: work.clinic.id, id: newId(), doorId, endedBy: by, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(ended)) return ended
  await record(work, 'door.closed', { about: { door: doorId } })
  return null
}

// So many draws find a free number, until most numbers are given.
const mostDraws = 50

/** Gives a client a number for the door, by staff or by themself on their own page. The one before opens nothing any more. */
export async function giveDoorNumber(work: Work, clientId: string): Promise<{ number: string } | Refusal> {
  const { by } = work
  const denied = by.kind === 'client' ? (by.clientId === clientId ? null : nothingHere) : mayNot(by, 'attendance.mark')
  if (denied) return denied
  if (by.id === null) return refuse('not-a-person', 'A person gives a number.')
  for (let draws = 0; draws < mostDraws; draws += 1) {
    const number = doorNumberFrom(randomInt(doorNumbers))
    const written = await unlessRefused(work, { door_number_once: 'This number is given.' }, () =>
      work.db
        .insertInto('doorNumber')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          clientId,
          number,
          pageId: by.kind === 'client' ? by.id : null,
          givenBy: by.kind === 'client' ? null : by.id,
          givenAt: work.at,
        })
        .execute(),
    )
    if (isRefusal(written)) continue
    await record(work, 'door-number.given', { clients: [clientId] })
    return { number }
  }
  return refuse('no-number', 'No number is free just now. Press once more.')
}

/**
 * Takes what somebody entered at the door. Whether it is anybody's number, whether they are expected, and whether they checked in
 * before is answered in the same words (42 CFR 2.13: presence is a fact too). Refuses 'slip' where the digits cannot be a number,
 * which tells nothing of anybody, and 'wait' where this tablet was pressed very often.
 */
export const pressAtDoor = (work: Work, typed: string): Promise<'thanks' | Refusal> =>
  withHouseEyes(work, async () => {
    const { by } = work
    if (by.kind !== 'door') return nothingHere
    await sql`select pg_advisory_xact_lock(hashtextextended('door ' || ${by.id}, 72))`.execute(work.db)
    if (!mayPress(await pressesAt(work, by.id))) return refuse('wait', 'Wait a minute.')
    await work.db
      .insertInto('doorPress')
      .values({ clinicId: work.clinic.id, id: newId(), doorId: by.id, at: work.at })
      .execute()
    const number = doorNumberTyped(typed)
    if (number === null) return refuse('slip', 'These are not six digits of a number.')
    const clientId = await clientOfNumber(work, number)
    if (clientId !== null) await checkInHere(work, clientId, by)
    return 'thanks'
  })
