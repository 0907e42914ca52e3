import type { Pool } from '../../../db/connect.ts'

/** Sign-in attempts are kept 30 days. */
export async function forgetOldAttempts(pool: Pool): Promise<void> {
  await pool.query('select forget_old_sign_in_attempts()')
}

/** Who knocked at the public pages is kept two days, as keyed hashes. */
export async function forgetOldKnocks(pool: Pool): Promise<void> {
  await pool.query('select forget_old_knocks()')
}
