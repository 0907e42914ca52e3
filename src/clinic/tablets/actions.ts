import { sql } from 'kysely'
import { newId, newToken, sha256 } from '../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../basics/refusal.ts'
import { unlessRefused, type LentTablet, type Work } from '../../db/work.ts'
import { signOut } from '../access/actions/session.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { pressesAt, tabletById, type LentRow } from './queries.ts'
import { lentUntil, mayPress, type Presses, verbOf } from './rules.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

type Lending = {
  use: { purpose: 'door'; siteId: string } | { purpose: 'round'; sessionId: string }
  /** When it shows nothing more; null: when the day is over there, which it never outlasts. */
  until: Date | null
  endOfDay: Date
  /** Whose places stand on it. */
  clients?: string[]
}

/** What a tablet opens with: the key in its address, and the secret in its cookie for so many seconds. */
export type Keys = { id: string; token: string; secret: string; seconds: number }

/** Lends this very browser for one purpose: the member of staff is signed out of it, and it shows what it is lent for and nothing else. */
export async function lendTablet(work: Work, { use, until, endOfDay, clients }: Lending): Promise<Keys | Refusal> {
  const denied = mayNot(work.by, verbOf[use.purpose])
  if (denied) return denied
  if (work.by.kind !== 'staff') return refuse('not-a-person', 'A member of staff lends the tablet.')
  const [token, secret, id] = [newToken(), newToken(), newId()]
  const expiresAt = lentUntil(until, endOfDay, work.at)
  await work.db
    .insertInto('lentTablet')
    .values({
      clinicId: work.clinic.id,
      id,
      ...use,
      tokenHash: sha256(token),
      secretHash: sha256(secret),
      expiresAt,
      lentBy: work.by.id,
      lentAt: work.at,
    })
    .execute()
  await record(work, 'tablet.lent', { clients, about: { tablet: id, ...use } })
  await signOut(work)
  return { id, token, secret, seconds: Math.ceil((expiresAt.getTime() - work.at.getTime()) / 1000) }
}

/** Takes a tablet back: it shows nothing any more. What was entered on it stands. */
export async function takeBack(work: Work, tabletId: string): Promise<LentRow | Refusal> {
  const tablet = await tabletById(work, tabletId)
  if (tablet === undefined) return nothingHere
  const denied = mayNot(work.by, verbOf[tablet.purpose])
  if (denied) return denied
  if (work.by.kind !== 'staff') return nothingHere
  const by = work.by.id
  const ended = await unlessRefused(work, { lent_tablet_end_of: 'This tablet shows nothing any more.' }, () =>
    work.db
      .insertInto('lentTabletEnd')
      .values({ clinicId: work.clinic.id, id: newId(), tabletId: tablet.id, endedBy: by, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(ended)) return ended
  await record(work, 'tablet.taken-back', { about: { tablet: tablet.id, purpose: tablet.purpose } })
  return tablet
}

/** Counts a press of this tablet, one after the other. Refuses 'wait' where there were so many. It needs the eyes of the house. */
export async function countPress(work: Work, tablet: LentTablet, most: Presses): Promise<null | Refusal> {
  await sql`select pg_advisory_xact_lock(hashtextextended('tablet pressed ' || ${tablet.id}, 79))`.execute(work.db)
  if (!mayPress(await pressesAt(work, tablet.id), most)) return refuse('wait', 'Wait a minute.')
  await work.db
    .insertInto('lentTabletPress')
    .values({ clinicId: work.clinic.id, id: newId(), tabletId: tablet.id, at: work.at })
    .execute()
  return null
}
