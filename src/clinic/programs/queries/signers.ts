import type { Mark } from '../../../basics/mark.ts'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { type Leads, type SignerRow, withOwnRows } from '../signers.ts'

/** The clinic's own rows on credentials as they were set, the newest day first. */
export const credentialRules = (work: Work) =>
  work.db
    .selectFrom('credentialRule as r')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'r.clinicId').onRef('m.id', '=', 'r.setBy'))
    .select(['r.id', 'r.credential', 'r.label', 'r.state', 'r.leads', 'r.cosign', 'r.cosignedBy', 'r.effectiveFrom'])
    .select(['r.source', 'r.mark', 'r.setAt', 'm.givenName', 'm.familyName'])
    .orderBy('r.effectiveFrom', 'desc')
    .orderBy('r.setAt', 'desc')
    .orderBy('r.id', 'desc')
    .execute()

/** Who may lead what and whose signature must follow, as it stands on a day: the clinic's own rows before those that came. */
export async function signersOn(work: Work, day: Day): Promise<readonly SignerRow[]> {
  const rows = await credentialRules(work)
  return withOwnRows(
    rows
      .filter((row) => row.effectiveFrom <= day)
      .map((row) => ({
        credential: row.credential,
        label: row.label,
        state: row.state,
        // The checks on the table allow these and no others.
        leads: row.leads as Leads,
        cosign: row.cosign,
        by: row.cosign ? row.cosignedBy || 'a supervisor' : null,
        source: row.source,
        mark: row.mark as Mark,
      })),
  )
}

export const signersNow = (work: Work) => signersOn(work, dayAt(work.at, work.clinic.timeZone))
