import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Accounted } from '../accounting.ts'

/**
 * What was told about a client since an instant, newest first: by consent, each with the consent it rested on (42 CFR 2.25),
 * in emergencies without one (2.51(c)), and in files that the state requires (2.53, 45 CFR 164.528: the file's own row says of whom). `intermediaryOnly`: only what went to intermediaries (2.24).
 */
export async function disclosuresOf(
  work: Work,
  clientId: string,
  { since, intermediaryOnly = false }: { since: Date; intermediaryOnly?: boolean },
): Promise<Accounted[]> {
  const { rows } = await sql<Accounted>`
    select d.at as "at", d.recipient as "recipient", d.what as "what", d.words as "words", d.verified as "verified", d.purpose as "purpose",
      d.told_by as "toldBy", d.consent_id as "consentId", null::text as "ground", c.scope as "scope", c.signed_at as "signedAt", c.recipients as "recipients",
      d.recipient_kind = 'intermediary' or (d.recipient_kind = '' and c.recipients @> '[{"kind":"intermediary"}]') as "isIntermediary"
    from disclosure d join consent c on c.clinic_id = d.clinic_id and c.id = d.consent_id
    where d.clinic_id = ${work.clinic.id} and d.client_id = ${clientId} and d.at >= ${since}
    union all
    select e.told_at, e.recipient_name || ', ' || e.recipient_affiliation, e.what, e.nature, '', 'emergency', e.discloser, null, null, null, null, null, false
    from emergency_telling e
    where e.clinic_id = ${work.clinic.id} and e.client_id = ${clientId} and e.told_at >= ${since}
    union all
    select f.made_at, f.recipient, 'State client data (TEDS): ' || case f.moment when 'admission' then 'admissions' else 'discharges' end || ' from ' || f.first_day || ' to ' || f.last_day,
      '', '', 'state-report', m.given_name || ' ' || m.family_name, null, f.ground, null, null, null, false
    from state_file f join staff_member m on m.clinic_id = f.clinic_id and m.id = f.made_by
    where f.clinic_id = ${work.clinic.id} and f.client_ids @> array[${clientId}::uuid] and f.made_at >= ${since}
    order by 1 desc limit 2000`.execute(work.db)
  return intermediaryOnly ? rows.filter(({ isIntermediary }) => isIntermediary) : rows
}
