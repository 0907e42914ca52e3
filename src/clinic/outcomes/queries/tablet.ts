import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { instrument } from '../../instruments/catalog.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import { languageNamed } from '../../instruments/translation.ts'
import type { Language } from '../../../ui/language.ts'
import { measuresDue, type ClientDue } from './due.ts'

/** How many places each of these tablets has. */
export async function placesOn(work: Work, tablets: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select round_id as id, count(*)::int as n from tablet_place where round_id = any (${[...tablets]}::uuid[]) group by round_id`.execute(
    work.db,
  )
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Who began at a tablet in this meeting and handed on before the end: what they had marked is kept, and not scored. */
export async function leftHalfway(work: Work, sessionId: string): Promise<{ clientId: string; name: string }[]> {
  const { rows } = await sql<{ clientId: string; name: string }>`
    select distinct a.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name
    from tablet_answer a join client_now n on n.clinic_id = a.clinic_id and n.id = a.client_id
    where a.session_id = ${sessionId}::uuid and not a.is_whole order by 2, 1`.execute(work.db)
  return rows
}

export type Place = {
  id: string
  label: string
  clientId: string
  language: Language
  /** What is still to be answered here. */
  due: InstrumentKey[]
  /** What was answered whole here in this meeting. */
  answered: InstrumentKey[]
}

/** What may be answered alone, with the group's leader in the room: everything that is not made for a clinician to observe. */
export const mayAnswerHere = (key: InstrumentKey): boolean => instrument(key).filledBy === 'anyone'

/** The places of the round on this tablet, in the order of their signs. Whose they are leaves this house's code never. */
export const placesOf = (work: Work): Promise<Place[]> =>
  withHouseEyes(work, async () => {
    if (work.by.kind !== 'tablet') return []
    const { rows } = await sql<Omit<Place, 'due' | 'language'> & { language: string }>`
      select p.id, p.label, p.client_id as "clientId", n.language,
        array(select distinct a.instrument from tablet_answer a where a.clinic_id = p.clinic_id and a.session_id = r.session_id
                and a.client_id = p.client_id and a.is_whole) as answered
      from tablet_place p
      join lent_tablet r on r.clinic_id = p.clinic_id and r.id = p.round_id
      join client_now n on n.clinic_id = p.clinic_id and n.id = p.client_id
      where p.round_id = ${work.by.id}::uuid order by p.label, p.id`.execute(work.db)
    const waiting = await dueHere(
      work,
      rows.map(({ clientId }) => clientId),
    )
    return rows.map((row) => ({
      ...row,
      language: languageNamed(row.language),
      due: (waiting.find(({ clientId }) => clientId === row.clientId)?.list ?? []).map((one) => one.instrument),
    }))
  })

/** Who of these has something to answer today that may be answered on a tablet. */
export async function dueHere(work: Work, clients: readonly string[], on?: Day): Promise<ClientDue[]> {
  const day = on ?? dayAt(work.at, work.clinic.timeZone)
  return (await measuresDue(work, { day, clients }))
    .map((one) => ({ ...one, list: one.list.filter((each) => mayAnswerHere(each.instrument)) }))
    .filter(({ list }) => list.length > 0)
}
