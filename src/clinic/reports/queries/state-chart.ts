import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Answers } from '../state-fields.ts'
import type { ChartFacts } from '../state-prefill.ts'

/** What the chart of a stay holds that the state asks about. */
export async function chartFactsOf(work: Work, episodeId: string, admission: Answers): Promise<ChartFacts | undefined> {
  const { rows } = await sql<Omit<ChartFacts, 'admission'>>`
    select e.residence, e.referral_source as "referralSource",
      (select p.kind from payer_now p where p.id = standing_payer(e.client_id, lower(e.during))) as payer,
      array(select g.code from diagnosis g where g.client_id = e.client_id and g.made_on <= coalesce(upper(e.during) - 1, 'infinity')
        and not exists (select from diagnosis_end x where x.diagnosis_id = g.id) order by g.made_on, g.made_at, g.id) as diagnoses,
      array(select distinct coalesce(nullif(m.ingredient, ''), m.name) from medication m where m.client_id = e.client_id and m.noted_at::date <= coalesce(upper(e.during) - 1, 'infinity')
        and not exists (select from medication_end x where x.medication_id = m.id and x.last_day < lower(e.during)) order by 1) as ingredients,
      (select count(*)::int from episode b where b.client_id = e.client_id and not isempty(b.during) and lower(b.during) < lower(e.during)) as "staysBefore"
    from episode e where e.id = ${episodeId}::uuid and not isempty(e.during)`.execute(work.db)
  const [facts] = rows
  return facts === undefined ? undefined : { ...facts, admission }
}
