import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { OrderFacts } from '../lab-match.ts'
import type { LabResult } from '../lab-report.ts'
import type { Measured } from '../specimen.ts'

export type ToxPolicy = {
  id: string
  perWeek: number
  weekdays: number[]
  panel: string[]
  method: 'point-of-care' | 'laboratory'
  because: string
  setBy: string
  setAt: Date
}

/** How often somebody is drawn now, or undefined. */
export const policyOf = async (work: Work, clientId: string): Promise<ToxPolicy | undefined> =>
  (
    await sql<ToxPolicy>`
    select p.id, p.per_week as "perWeek", p.weekdays, p.panel, p.method, p.because, p.set_at as "setAt", m.given_name || ' ' || m.family_name as "setBy"
    from tox_policy_now p join staff_member m on m.clinic_id = p.clinic_id and m.id = p.set_by where p.client_id = ${clientId}::uuid`.execute(
      work.db,
    )
  ).rows[0]

/** How often somebody was drawn of so many days since a day: that the rate is kept can be counted. */
export async function drawsSince(
  work: Work,
  clientId: string,
  from: Day,
): Promise<{ days: number; drawn: number; asked: number }> {
  const { rows } = await sql<{ days: number; drawn: number; asked: number }>`
    select count(*)::int as days, count(*) filter (where is_drawn)::int as drawn, coalesce(sum(below), 0)::float8 / 1000000 as asked
    from tox_draw where client_id = ${clientId}::uuid and on_day >= ${from}::date and below > 0`.execute(work.db)
  return rows[0] ?? { days: 0, drawn: 0, asked: 0 }
}

export type Report = Measured & {
  id: string
  source: string
  laboratory: string
  labNumber: string
  status: string
  collectedAt: Date | null
  reportedAt: Date
  words: string
  correctsId: string | null
  because: string
  isCorrected: boolean
  by: string
  results: LabResult[]
}
export type Test = {
  id: string
  number: string
  clientId: string
  why: string
  because: string
  panel: string[]
  specimen: string
  method: 'point-of-care' | 'laboratory'
  laboratory: string
  dueOn: Day
  orderedBy: string
  orderedAt: Date
  collectionId: string | null
  outcome: 'collected' | 'refused' | 'could-not' | 'did-not-come' | 'excused' | null
  collectedAt: Date | null
  seal: string
  temperature: number | null
  observed: boolean
  collectionWords: string
  collectedBy: string | null
  reports: Report[]
}

const most = 60

async function testsWhere(work: Work, which: ReturnType<typeof sql>): Promise<Test[]> {
  const { rows } = await sql<Omit<Test, 'reports'>>`
    select o.id, o.number, o.client_id as "clientId", o.why, o.because, o.panel, o.specimen, o.method, o.laboratory, o.due_on as "dueOn",
      o.ordered_at as "orderedAt", m.given_name || ' ' || m.family_name as "orderedBy", c.id as "collectionId", c.outcome, c.at as "collectedAt",
      coalesce(c.seal, '') as seal, c.temperature, coalesce(c.observed, false) as observed, coalesce(c.words, '') as "collectionWords",
      (select s.given_name || ' ' || s.family_name from staff_member s where s.clinic_id = c.clinic_id and s.id = c.recorded_by) as "collectedBy"
    from tox_order o
    join staff_member m on m.clinic_id = o.clinic_id and m.id = o.ordered_by
    left join tox_collection_now c on c.clinic_id = o.clinic_id and c.order_id = o.id
    where ${which} order by o.due_on desc, o.ordered_at desc, o.id desc limit ${most}`.execute(work.db)
  const reports = await reportsOf(
    work,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    ...row,
    reports: reports
      .filter((one) => one.orderId === row.id)
      .map(({ orderId: _, ...one }) => ({ ...one, specimen: row.specimen })),
  }))
}

async function reportsOf(
  work: Work,
  orderIds: readonly string[],
): Promise<(Omit<Report, 'specimen'> & { orderId: string })[]> {
  if (orderIds.length === 0) return []
  const { rows } = await sql<Omit<Report, 'specimen'> & { orderId: string }>`
    select r.id, r.order_id as "orderId", r.source, r.laboratory, r.lab_number as "labNumber", r.status, r.collected_at as "collectedAt",
      r.reported_at as "reportedAt", r.creatinine, r.gravity, r.acidity, r.temperature, r.said_validity as "saidValidity", r.words,
      r.corrects_id as "correctsId", r.because, exists (select from tox_report x where x.clinic_id = r.clinic_id and x.corrects_id = r.id) as "isCorrected",
      (select m.given_name || ' ' || m.family_name from staff_member m where m.clinic_id = r.clinic_id and m.id = r.recorded_by) as by,
      coalesce((select json_agg(json_build_object('substance', t.substance, 'name', t.name, 'code', t.code, 'codeSystem', t.code_system,
        'certainty', t.certainty, 'value', t.value, 'amount', t.amount, 'unit', t.unit, 'cutOff', t.cut_off, 'words', t.words) order by t.place)
        from tox_result t where t.clinic_id = r.clinic_id and t.report_id = r.id), '[]') as results
    from tox_report r where r.order_id = any (${[...orderIds]}::uuid[]) order by r.reported_at, r.recorded_at`.execute(
    work.db,
  )
  return rows
}

/** The drug tests of somebody, the latest first. */
export const testsOf = (work: Work, clientId: string) => testsWhere(work, sql`o.client_id = ${clientId}::uuid`)
export const testById = async (work: Work, id: string): Promise<Test | undefined> =>
  isId(id) ? (await testsWhere(work, sql`o.id = ${id}::uuid`))[0] : undefined

/** What stands of a test's reports taken together: all results, and the worst that is known of the specimen. */
export function standingReport(test: Test): (Measured & { status: string; results: LabResult[] }) | null {
  const standing = test.reports.filter((one) => !one.isCorrected)
  const told = standing.filter((one) => one.status !== 'cancelled')
  if (standing.length === 0) return null
  const first = (pick: (one: Report) => number | null) => told.map(pick).find((value) => value !== null) ?? null
  return {
    specimen: test.specimen,
    temperature: test.temperature ?? first((one) => one.temperature),
    creatinine: first((one) => one.creatinine),
    gravity: first((one) => one.gravity),
    acidity: first((one) => one.acidity),
    saidValidity:
      told.map((one) => one.saidValidity).find((said) => said !== '' && said !== 'valid') ??
      told.map((one) => one.saidValidity).find((said) => said !== '') ??
      '',
    status:
      told.length === 0 ? 'cancelled' : told.some((one) => one.status === 'preliminary') ? 'preliminary' : 'final',
    results: told.flatMap((one) => one.results),
  }
}

/** Whose hands a specimen went through, in order. */
export const custodyOf = (work: Work, collectionId: string) =>
  work.db
    .selectFrom('toxCustody as c')
    .where('c.collectionId', '=', collectionId)
    .orderBy('c.place')
    .select(['c.place', 'c.fromWhom', 'c.toWhom', 'c.at', 'c.sealWhole', 'c.whatFor'])
    .execute()

/** The order that a number belongs to, with what a report is compared with. */
export async function orderNumbered(
  work: Work,
  number: string,
): Promise<(OrderFacts & { id: string; clientId: string }) | null> {
  const { rows } = await sql<OrderFacts & { id: string; clientId: string }>`
    select o.id, o.number, o.client_id as "clientId", n.given_name as "givenName", n.preferred_name as "preferredName", n.family_name as "familyName",
      n.birth_date as "birthDate", coalesce(c.outcome = 'collected', false) as "isCollected",
      coalesce((select json_agg(json_build_object('id', r.id, 'labNumber', r.lab_number, 'status', r.status, 'source', r.source))
        from tox_report_now r where r.clinic_id = o.clinic_id and r.order_id = o.id), '[]') as reports
    from tox_order o
    join client_now n on n.clinic_id = o.clinic_id and n.id = o.client_id
    left join tox_collection_now c on c.clinic_id = o.clinic_id and c.order_id = o.id
    where o.number = ${number.toUpperCase()}`.execute(work.db)
  return rows[0] ?? null
}
