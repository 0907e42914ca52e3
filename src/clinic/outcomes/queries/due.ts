import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { inUse } from '../../instruments/choices.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import { choicesOf } from '../../instruments/queries.ts'
import { askedIn, type Cadence, dueOn } from '../cadence.ts'

/** Every row about how often something is asked, the newest first. */
export async function cadenceRows(work: Work): Promise<(Cadence & { id: string; by: string })[]> {
  const { rows } = await sql<Cadence & { id: string; by: string }>`
    select c.id, c.instrument, c.program_id as "programId", c.every_days as "everyDays", c.effective_from::text as "from", c.set_at as "setAt", c.source,
      m.given_name || ' ' || m.family_name as by
    from measure_cadence c left join staff_member m on m.clinic_id = c.clinic_id and m.id = c.set_by
    order by c.effective_from desc, c.set_at desc, c.id`.execute(work.db)
  return rows
}

export type Due = { instrument: InstrumentKey; due: Day; last: Day | null }
export type ClientDue = { clientId: string; name: string; programId: string; program: string; first: Day; list: Due[] }

/**
 * Who of those in care is to answer what, by the cadence of their program: everything that is due on a day or before, one question
 * for all of them. `clients`: of these alone. What somebody left halfway on a tablet is still due.
 */
export async function measuresDue(
  work: Work,
  asked: { day: Day; clients?: readonly string[]; program?: string },
): Promise<ClientDue[]> {
  const used = inUse(await choicesOf(work)).map(({ key }) => key)
  const cadence = await cadenceRows(work)
  const some = asked.clients === undefined ? sql`` : sql`and e.client_id = any (${[...asked.clients]}::uuid[])`
  const program = asked.program === undefined ? sql`` : sql`and e.program_id = ${asked.program}::uuid`
  const { rows } = await sql<Omit<ClientDue, 'list'> & { taken: Record<string, Day> | null }>`
    select e.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      e.program_id as "programId", p.name as program, lower(e.during)::text as first,
      (select jsonb_object_agg(t.instrument, t.day) from (select m.instrument, max(m.taken_on) as day from measure_now m
         where m.clinic_id = e.clinic_id and m.client_id = e.client_id
           and not exists (select from tablet_answer a where a.clinic_id = m.clinic_id and a.measure_id = m.id and not a.is_whole) group by 1) t) as taken
    from episode e
    join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    where e.during @> ${asked.day}::date ${some} ${program}
    order by n.family_name, n.given_name, e.client_id`.execute(work.db)
  return rows.flatMap(({ taken, ...client }) => {
    const list = askedIn(client.programId, cadence, asked.day, used)
      .map((one) => {
        const last = taken?.[one.instrument] ?? null
        return { instrument: one.instrument, due: dueOn(one, client.first, last), last }
      })
      .filter(({ due }) => due <= asked.day)
    return list.length === 0 ? [] : [{ ...client, list }]
  })
}

/** What one client is to answer today: what their own page asks too. */
export async function dueOf(work: Work, clientId: string): Promise<Due[]> {
  const day = dayAt(work.at, work.clinic.timeZone)
  return (await measuresDue(work, { day, clients: [clientId] }))[0]?.list ?? []
}
