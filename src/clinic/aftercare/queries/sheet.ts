import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { safetyPlansOf } from '../../outcomes/queries/safety-plan.ts'
import { emptyPlan, type SafetyPlan } from '../../outcomes/safety-plan.ts'
import { bridgeEnd, type LeavingFacts, type Readiness, readinessFrom } from '../leaving-parts.ts'
import { type AftercareVisit, aftercareVisitsOf, leavingFactsOf, type Support, supportsOf } from './leaving.ts'

export type SheetFacts = {
  episodeId: string
  facts: LeavingFacts
  readiness: Readiness
  visits: AftercareVisit[]
  supports: Support[]
  contacts: { name: string; relation: string; phone: string }[]
  safety: SafetyPlan
  medicinesUntil: Day | null
}

/** Everything that the plan of one stay holds, for one sheet. Whoever asks on a client's own page asks with the eyes of the house. */
export async function sheetFactsOf(work: Work, clientId: string, episodeId: string): Promise<SheetFacts | undefined> {
  const facts = (await leavingFactsOf(work, [episodeId])).get(episodeId)
  if (facts === undefined) return undefined
  const { rows: contacts } = await sql<{ name: string; relation: string; phone: string }>`
    select c.name, c.relationship as relation, c.value as phone from client_contact c
    where c.client_id = ${clientId}::uuid and c.kind = 'emergency'
      and not exists (select from client_contact_end x where x.clinic_id = c.clinic_id and x.contact_id = c.id)
    order by c.recorded_at, c.id limit 20`.execute(work.db)
  const visits = await aftercareVisitsOf(work, episodeId)
  return {
    episodeId,
    facts,
    readiness: readinessFrom(facts),
    visits,
    supports: await supportsOf(work, episodeId),
    contacts,
    safety: (await safetyPlansOf(work, clientId, 1))[0]?.plan ?? emptyPlan,
    medicinesUntil: bridgeEnd(facts.medicines),
  }
}
