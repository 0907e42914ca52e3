import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import { planFrom, type SafetyPlan } from '../safety-plan.ts'

export type PlanKept = { id: string; plan: SafetyPlan; by: string | null; at: Date }

/** The plans that were kept for one client, the newest first. `by` null: the client, on their own page. */
export async function safetyPlansOf(work: Work, clientId: string, limit = 30): Promise<PlanKept[]> {
  const { rows } = await sql<{ id: string; parts: Record<string, unknown>; by: string | null; at: Date }>`
    select p.id, p.parts, m.given_name || ' ' || m.family_name as by, p.written_at as at
    from safety_plan p left join staff_member m on m.clinic_id = p.clinic_id and m.id = p.written_by
    where p.client_id = ${clientId}::uuid order by p.written_at desc, p.id desc limit ${limit}`.execute(work.db)
  return rows.map(({ parts, ...row }) => ({ ...row, plan: planFrom(parts) }))
}
