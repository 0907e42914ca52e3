import { randomInt } from 'node:crypto'
import { dayAt, instantAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../basics/refusal.ts'
import { unlessRefused, withHouseEyes, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { sitesOf } from '../../programs/queries.ts'
import { countPress, type Keys, lendTablet } from '../../tablets/actions.ts'
import { doorNumberFrom, doorNumbers, doorNumberTyped } from '../door.ts'
import { clientOfNumber, pressLimits } from '../queries/door.ts'
import { checkInHere } from './check-in.ts'
import { nothingHere } from './hold.ts'

/**
 * Stands this very browser at the door of a site until the day is over there: the member of staff is signed out of it, and it takes
 * numbers and nothing else.
 */
export async function standAtDoor(work: Work, siteId: string): Promise<Keys | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const site = (await sitesOf(work)).find(({ id }) => id === siteId)
  if (site === undefined) return refuse('site', 'Choose the site at whose door it stands.')
  const endOfDay = instantAt(dayAt(work.at, site.timeZone), '23:59', site.timeZone)
  return lendTablet(work, { use: { purpose: 'door', siteId }, until: null, endOfDay })
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
    const tooMany = await countPress(work, by, await pressLimits(work))
    if (tooMany) return tooMany
    const number = doorNumberTyped(typed)
    if (number === null) return refuse('slip', 'These are not six digits of a number.')
    const clientId = await clientOfNumber(work, number)
    if (clientId !== null) await checkInHere(work, clientId, by)
    return 'thanks'
  })
