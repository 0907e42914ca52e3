import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Presses } from '../../tablets/rules.ts'
import { pressesOn, ruleOn } from '../witnesses.ts'
import { presenceRules } from './witnesses.ts'

/** How many checked in at each of these tablets. */
export async function checkInsAt(work: Work, tablets: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select door_id as id, count(*)::int as n from check_in where door_id = any (${[...tablets]}::uuid[]) group by door_id`.execute(
    work.db,
  )
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** How often a tablet at a door is pressed today before it asks for patience. */
export const pressLimits = async (work: Work): Promise<Presses> =>
  pressesOn(ruleOn(await presenceRules(work), dayAt(work.at, work.clinic.timeZone)))

/** The number that a client enters at the door; null: they have none yet. */
export async function doorNumberOf(work: Work, clientId: string): Promise<string | null> {
  if (!isId(clientId)) return null
  const row = await work.db
    .selectFrom('doorNumber')
    .where('clientId', '=', clientId)
    .select('number')
    .orderBy('givenAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.number ?? null
}

/** Whose latest number this is; an earlier one of theirs opens nothing. */
export async function clientOfNumber(work: Work, number: string): Promise<string | null> {
  const row = await work.db.selectFrom('doorNumber').where('number', '=', number).select('clientId').executeTakeFirst()
  return row !== undefined && (await doorNumberOf(work, row.clientId)) === number ? row.clientId : null
}
