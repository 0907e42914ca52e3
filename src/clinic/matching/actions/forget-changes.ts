import type { Pool } from '../../../db/connect.ts'

/** Takes away what says of a change that nobody keeps anything beside any more. */
export async function forgetHouseChanges(pool: Pool): Promise<void> {
  await pool.query('select forget_house_changes()')
}
