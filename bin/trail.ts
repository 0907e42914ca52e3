import process from 'node:process'
import { isRefusal } from '../src/basics/refusal.ts'
import { verifyTrail } from '../src/clinic/access/queries.ts'
import { connect } from '../src/db/connect.ts'
import { asPerson } from '../src/db/work.ts'
import { openDatabase } from './database.ts'

// npm run trail: walks every clinic's chain of seals and names the first broken row, if there is one.
try {
  const database = await openDatabase()
  const pool = connect(database.appUrl, 2)
  let whole = true
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  if (rows.length === 0) console.log('There is no clinic yet, and so no trail.')
  for (const { id } of rows) {
    const by = { kind: 'stepwell', id: null, name: 'Trail check' } as const
    await asPerson(pool, id, by, new Date(), async (work) => {
      const verdict = await verifyTrail(work)
      if (verdict.intact) {
        console.log(
          `${work.clinic.name}: the trail is whole. ${verdict.sealed} rows sealed, ${verdict.unsealed} not sealed yet. Head of the chain: ${verdict.head}`,
        )
      } else {
        whole = false
        console.log(
          `${work.clinic.name}: THE TRAIL IS BROKEN at seal ${verdict.position}, row ${verdict.trailId ?? '(none)'}. ${verdict.because}`,
        )
      }
    })
  }
  await pool.end()
  await database.close()
  process.exit(whole ? 0 : 1)
} catch (error) {
  console.error(isRefusal(error) ? error.because : error instanceof Error ? error.message : String(error))
  process.exit(1)
}
