import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Accounted } from '../accounting.ts'

/**
 * What was told about a client since an instant, newest first: by consent, each with the consent it rested on (42 CFR 2.25),
 * and in emergencies without one (2.51(c)). `intermediaryOnly`: only what went to intermediaries (2.24).
 */
export async function disclosuresOf(
  work: Work,
  clientId: string,
  { since, intermediaryOnly = false }: { since: Date; intermediaryOnly?: boolean },
): Promise<Accounted[]> {
  const { rows } = await sql<Accounted>`
    select d.at as "at", d.recipient as "recipient", d.what as "what", d.words as "words", d.verified as "verified", d.purpose as "purpose",
      d.told_by as "toldBy", d.consent_id as "consentId", c.scope as "scope", c.signed_at as "signedAt", c.recipients as "recipients",
      d.recipient_kind = 'intermediary' or (d.recipient_kind = '' and c.recipients @> '[{"kind":"intermediary"}]') as "isIntermediary"
    from disclosure d join consent c on c.clinic_id = d.clinic_id and c.id = d.consent_id
    where d.clinic_id = ${work.clinic.id} and d.client_id = ${clientId} and d.at >= ${since}
    union all
    select e.told_at, e.recipient_name || ', ' || e.recipient_affiliation, e.what, e.nature, '', 'emergency', e.discloser, null, null, null, null, false
    from emergency_telling e
    where e.clinic_id = ${work.clinic.id} and e.client_id = ${clientId} and e.told_at >= ${since}
    order by 1 desc limit 2000`.execute(work.db)
  return intermediaryOnly ? rows.filter(({ isIntermediary }) => isIntermediary) : rows
}
