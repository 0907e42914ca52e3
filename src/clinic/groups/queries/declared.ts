import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { usualOfferPolicy, type OfferPolicy } from '../offering.ts'
import { usualPriorities, usualWeights, type Declared, type Priority, type Weights } from '../waiting.ts'

/** What the clinic has declared about the order of its waitlist, as it stands today. */
export async function declaredOf(work: Work): Promise<Declared> {
  return { weights: await weightsOf(work), priorities: await prioritiesOf(work) }
}

async function weightsOf(work: Work): Promise<Weights> {
  const row = await work.db
    .selectFrom('waitlistWeight')
    .where('effectiveFrom', '<=', dayAt(work.at, work.clinic.timeZone))
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .select(['aDay', 'acuityTwo as acuity2', 'acuityThree as acuity3', 'effectiveFrom as from', 'source'])
    .executeTakeFirst()
  return row ?? usualWeights
}

/** The priority populations, the first in rank first. Once a clinic has rows of its own, Stepwell's are not used any more. */
export async function prioritiesOf(work: Work): Promise<readonly Priority[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Omit<Priority, 'rank'> & { rank: number | null }>`
    select distinct on (key) key, label, rank, effective_from as "from", source, mark from waitlist_priority
    where effective_from <= ${today}::date order by key, effective_from desc, set_at desc, id desc`.execute(work.db)
  if (rows.length === 0) return usualPriorities
  return rows
    .flatMap((row) => (row.rank === null ? [] : [{ ...row, rank: row.rank }]))
    .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))
}

export async function offerPolicyOf(work: Work): Promise<OfferPolicy> {
  const row = await work.db
    .selectFrom('waitlistPolicy')
    .where('effectiveFrom', '<=', dayAt(work.at, work.clinic.timeZone))
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .select(['replyHours', 'quietFrom', 'quietTo', 'restDays', 'effectiveFrom as from', 'source'])
    .executeTakeFirst()
  return row === undefined
    ? usualOfferPolicy
    : { ...row, quietFrom: row.quietFrom.slice(0, 5), quietTo: row.quietTo.slice(0, 5) }
}

export type Offering = { isAutomatic: boolean; fromDay: string | null }

/** Whether the free chairs of a group are offered by themselves today. Where nobody has chosen, they are. */
export async function offeringOf(work: Work, seriesId: string): Promise<Offering> {
  const { rows } = await sql<{ isAutomatic: boolean; fromDay: string }>`
    select o.is_automatic, o.from_day::text as from_day from series_offering o
    where o.series_id in (select x from line_of(o.clinic_id, ${seriesId}::uuid) x)
      and o.from_day <= ${dayAt(work.at, work.clinic.timeZone)}::date
    order by o.from_day desc, o.set_at desc, o.id desc limit 1`.execute(work.db)
  return rows[0] ?? { isAutomatic: true, fromDay: null }
}
