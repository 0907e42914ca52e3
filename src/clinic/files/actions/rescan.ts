import { newId } from '../../../basics/ids.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson } from '../../../db/work.ts'
import { hasScanner, scan } from '../../../outside/clamav.ts'
import { record } from '../../access/trail.ts'
import { fileById, unsealed, waitingFiles } from '../queries.ts'

const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const

/** Asks the scanner about the files that wait for it. Each is read, then asked about with no transaction open, then told. */
export async function rescanFiles(pool: Pool, at: Date): Promise<number> {
  if (!hasScanner()) return 0
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  let told = 0
  for (const { id: clinicId } of rows) {
    for (const fileId of await asPerson(pool, clinicId, clock, at, waitingFiles)) {
      const bytes = await asPerson(pool, clinicId, clock, at, (work) => unsealed(work, fileId))
      if (isRefusal(bytes)) continue
      const answer = await scan(bytes)
      // Still not there: the others wait with this one.
      if (answer.verdict === 'waiting') return told
      await asPerson(pool, clinicId, clock, at, async (work) => {
        const file = await fileById(work, fileId)
        const found = answer.verdict === 'infected' ? answer.found : ''
        await work.db
          .insertInto('fileScan')
          .values({ clinicId, id: newId(), fileId, verdict: answer.verdict, found, at })
          .execute()
        await record(work, 'file.scanned', {
          clients: file?.clientId == null ? [] : [file.clientId],
          about: { file: fileId, verdict: answer.verdict },
        })
      })
      told += 1
    }
  }
  return told
}
