import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { isReason, liveStops, REASON_CHARACTERS } from '../dispositions.ts'
import { placementFor, screenById } from '../queries.ts'
import { staffToChoose } from '../queries/owners.ts'
import { takeTurns } from './screen.ts'

/** The latest screen of its person with the stops that stand, once it is this writer's turn. */
async function standingOn(work: Work, screenId: string) {
  const seen = await screenById(work, screenId)
  if (seen === undefined || work.by.id === null)
    return refuse('no-such-screen', 'This safety screen is not in the record.')
  await takeTurns(work, seen.clientId)
  const { screen } = await placementFor(work, seen.clientId)
  if (screen === null || screen.id !== screenId)
    return refuse('older-screen', 'The safety gate was gone through again since. Look at what the latest one found.')
  return { screen, by: work.by.id, standing: liveStops(screen.gate, screen.dispositions) }
}

/** Gives a stop to somebody: from now on it is theirs to follow. */
export async function giveStop(
  work: Work,
  screenId: string,
  { stop, owner }: { stop: string; owner: string },
): Promise<Refusal | { name: string }> {
  const denied = mayNot(work.by, 'hand-off.make')
  if (denied) return denied
  const found = await standingOn(work, screenId)
  if ('refused' in found) return found
  const to = (await staffToChoose(work)).find((one) => one.value === owner)
  if (to === undefined) return refuse('needs-owner', 'Choose who takes this stop.')
  if (!found.standing.some((one) => one.id === stop))
    return refuse('settled-already', 'That stop no longer stands. Open the placement again to see who settled it.')
  await work.db
    .insertInto('stopOwner')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      screenId,
      stop,
      ownerId: owner,
      givenBy: found.by,
      givenAt: work.at,
    })
    .execute()
  await record(work, 'stop.given', { clients: [found.screen.clientId], about: { screen: screenId, stop, owner } })
  return { name: to.label }
}

/** A clinician lets whoever is no clinician go through the gate again although a stop stands. */
export async function allowScreen(work: Work, screenId: string, because: string): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'stop.resolve')
  if (denied) return denied
  const found = await standingOn(work, screenId)
  if ('refused' in found) return found
  if (found.standing.length === 0) return refuse('no-stop', 'No stop stands: anyone may go through the gate again.')
  if (!isReason(because))
    return refuse('needs-reason', `Say why it may be asked again, in ${REASON_CHARACTERS} characters or more.`)
  await work.db
    .insertInto('screenAllowance')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      screenId,
      because: because.trim(),
      allowedBy: found.by,
      allowedAt: work.at,
    })
    .execute()
  await record(work, 'screen.allowed', { clients: [found.screen.clientId], about: { screen: screenId } })
  return null
}
