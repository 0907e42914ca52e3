import type { Pool } from '../../../db/connect.ts'

/** Sign-in attempts are kept 30 days. */
export async function forgetOldAttempts(pool: Pool): Promise<void> {
  await pool.query('select forget_old_sign_in_attempts()')
}
