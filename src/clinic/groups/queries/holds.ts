import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { holdsForClient, type SeatHold } from '../../inquiries/queries/holds.ts'
import { lineageOf } from './lineage.ts'

/** The chair that a client held as a visitor in a group, while it is held. */
export async function holdFor(work: Work, seriesId: string, clientId: string): Promise<SeatHold | undefined> {
  const held = await holdsForClient(work, clientId)
  if (held.length === 0) return undefined
  const line = (await lineageOf(work, seriesId)).map((row) => row.id)
  return held.find((hold) => line.includes(hold.seriesId))
}

export type HoldByLink = { seriesId: string; firstDay: Day; heldAt: Date; until: Date | null; because: string | null }

/** What whoever has the link sees of a hold; undefined for a link that was never made. */
export async function holdByLink(work: Work, tokenHash: string): Promise<HoldByLink | undefined> {
  const { rows } = await sql<HoldByLink>`select * from hold_by_token(${tokenHash})`.execute(work.db)
  return rows[0]
}
