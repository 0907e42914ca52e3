import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { type CommitmentKind, type Stretch, minuteOf } from '../free-times.ts'

export type Commitment = Stretch & {
  id: string
  clientId: string
  whose: 'client' | 'family'
  what: CommitmentKind
  firmness: 'cannot' | 'rather-not'
  from: number
  since: Day
  /** The last day; null while it stands. */
  until: Day | null
}

/** What binds the hours of some clients on a day, in the order of the week. */
export async function commitmentsOn(work: Work, clientIds: readonly string[], day: Day): Promise<Commitment[]> {
  const { rows } = await sql<Omit<Commitment, 'from' | 'to'> & { starts: string; ends: string }>`
    select id, client_id as "clientId", whose, what, firmness, weekday, from_time::text as starts, to_time::text as ends,
           lower(during)::text as since, (upper(during) - 1)::text as until
    from client_commitment
    where client_id = any (${[...clientIds]}::uuid[]) and during @> ${day}::date
    order by client_id, weekday, from_time, id`.execute(work.db)
  return rows.map(({ starts, ends, ...row }) => ({ ...row, from: minuteOf(starts), to: minuteOf(ends) }))
}

/** The hours in which a client cannot come, as they stand on a day. */
export const boundHoursOf = async (work: Work, clientId: string, day: Day): Promise<Stretch[]> =>
  (await commitmentsOn(work, [clientId], day)).filter(
    ({ whose, firmness }) => whose === 'client' && firmness === 'cannot',
  )

export async function commitmentById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('clientCommitment')
    .where('id', '=', id)
    .select(['id', 'clientId', 'what', 'firmness', 'whose', 'weekday'])
    .select([sql<Day | null>`lower(during)::text`.as('since'), sql<Day | null>`(upper(during) - 1)::text`.as('until')])
    .executeTakeFirst()
}
