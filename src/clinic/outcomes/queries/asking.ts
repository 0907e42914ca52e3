import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { type Asking, isShown, stateOf } from '../asking.ts'

export type AskingRow = Asking & { name: string; by: string; byGivenName: string }

// How long nobody's answer is waited for: who was asked a week ago is due by the cadence again.
const daysBack = 7

const askings = (where: ReturnType<typeof sql>, work: Work, limit: number) => sql<AskingRow>`
  select a.id, a.client_id as "clientId", a.asked_at as "askedAt", a.opens_until as until,
    coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
    m.given_name || ' ' || m.family_name as by, m.given_name as "byGivenName",
    exists (select from danger_asking_end e where e.clinic_id = a.clinic_id and e.asking_id = a.id and e.how = 'answered') as "isAnswered",
    (select e.how from danger_asking_end e where e.clinic_id = a.clinic_id and e.asking_id = a.id and e.how <> 'answered') as ended,
    exists (select from measure_now x where x.clinic_id = a.clinic_id and x.client_id = a.client_id and x.instrument = 'c-ssrs-screener'
              and x.recorded_at > a.asked_at) as "isAskedOtherwise"
  from danger_asking a
  join client_now n on n.clinic_id = a.clinic_id and n.id = a.client_id
  join staff_member m on m.clinic_id = a.clinic_id and m.id = a.asked_by
  where a.asked_at > ${work.at}::timestamptz - make_interval(days => ${daysBack}) and ${where}
  order by a.asked_at desc, a.id desc limit ${limit}`

/** The latest asking of a client; only the latest is anybody's business. */
export const askingOf = async (work: Work, clientId: string): Promise<AskingRow | undefined> =>
  (await askings(sql`a.client_id = ${clientId}::uuid`, work, 1).execute(work.db)).rows[0]

export const askingById = async (work: Work, id: string): Promise<AskingRow | undefined> =>
  isId(id) ? (await askings(sql`a.id = ${id}::uuid`, work, 1).execute(work.db)).rows[0] : undefined

/** Askings of which nothing came, or to which somebody said that they would rather talk: a person speaks with them. */
export async function unansweredAskings(work: Work): Promise<AskingRow[]> {
  const { rows } = await askings(
    sql`a.id = (select l.id from danger_asking l where l.clinic_id = a.clinic_id and l.client_id = a.client_id
                order by l.asked_at desc, l.id desc limit 1)`,
    work,
    200,
  ).execute(work.db)
  return rows.filter((one) => ['rather-talks', 'silent'].includes(stateOf(one, work.at)))
}

/** What a client's own page shows now: who is with them and asks. Null: nobody is. */
export const askingNow = (work: Work): Promise<AskingRow | null> =>
  withHouseEyes(work, async () => {
    if (work.by.kind !== 'client') return null
    const asking = await askingOf(work, work.by.clientId)
    return asking !== undefined && isShown(asking, work.at) ? asking : null
  })
