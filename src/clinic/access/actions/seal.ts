import { sql } from 'kysely'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Stepwell, type Work } from '../../../db/work.ts'
import { earliestIdAt, noId } from '../../../basics/ids.ts'
import { firstLink, sealOf, type TrailRow } from '../chain.ts'

const clock: Stepwell = { kind: 'stepwell', id: null, name: 'Clock' }

/** Seals every finished trail row into its clinic's chain. One copy of Stepwell at a time; the others pass. */
export async function sealTrail(pool: Pool, at: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  let sealed = 0
  for (const { id } of rows) sealed += await asPerson(pool, id, clock, at, sealClinic)
  return sealed
}

async function sealClinic(work: Work): Promise<number> {
  const got = await sql<{
    mine: boolean
  }>`select pg_try_advisory_xact_lock(hashtext('seal'), hashtext(${work.clinic.id})) as mine`.execute(work.db)
  if (got.rows[0]?.mine !== true) return 0
  const head = await work.db
    .selectFrom('trailSeal')
    .select(['position', 'hash', 'sealedAt'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = await unsealed(work, head?.sealedAt)
  if (rows.length === 0) return 0
  let before = head?.hash ?? firstLink
  let position = head?.position ?? 0
  const seals = rows.map((row) => {
    position += 1
    before = sealOf(before, position, row)
    return { clinicId: work.clinic.id, position, trailId: row.id, hash: before, sealedAt: work.at }
  })
  await work.db.insertInto('trailSeal').values(seals).execute()
  return seals.length
}

// Ids carry the time at which they were made. No request stays open for ten minutes (the pool ends it), so what is not
// sealed yet is younger than the newest seal less ten minutes, however long the machine was off.
async function unsealed(work: Work, newestSeal: Date | undefined): Promise<TrailRow[]> {
  return work.db
    .selectFrom('trail')
    .leftJoin('trailSeal', (join) =>
      join.onRef('trailSeal.trailId', '=', 'trail.id').onRef('trailSeal.clinicId', '=', 'trail.clinicId'),
    )
    .where('trailSeal.trailId', 'is', null)
    .where('trail.id', '>', newestSeal === undefined ? noId : earliestIdAt(newestSeal.getTime() - 600_000))
    .select(['trail.id', 'trail.at', 'byKind', 'byId', 'byName', 'verb', 'clientIds', 'about', 'requestId'])
    .orderBy('trail.id')
    .limit(2000)
    .execute()
}
