import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { FollowUp } from '../rules.ts'

/** The checks of somebody, the latest first. */
export const checksOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('medicalCheck as k')
    .innerJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'k.clinicId').onRef('m.id', '=', 'k.doneBy'))
    .where('k.clientId', '=', clientId)
    .orderBy('k.onDay', 'desc')
    .orderBy('k.doneAt', 'desc')
    .limit(100)
    .select(['k.id', 'k.kind', 'k.outcome', 'k.words', 'k.onDay'])
    .select(sql<string>`m.given_name || ' ' || m.family_name`.as('by'))
    .execute()

export type NextVisit = FollowUp & { because: string; nextAt: Date | null; nextWith: string | null }

/** How it stands with the prescriber: what was set, what is booked, when they were last seen, and what was missed since. */
export async function nextVisitOf(work: Work, clientId: string): Promise<NextVisit> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<NextVisit>`
    with v as (
      select v.id, v.held_on, lower(v.during) as at, m.given_name || ' ' || m.family_name as who, a.mark, a.minutes
      from visit v
      join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
      left join attendance_now a on a.clinic_id = v.clinic_id and a.visit_id = v.id and a.client_id = ${clientId}::uuid and a.mark <> 'cleared'
      where v.client_id = ${clientId}::uuid and v.kind = 'medication-management' and not isempty(v.during)
    ), seen as (select max(held_on) as day from v where minutes > 0),
    f as (select due_on, because, set_at from medical_follow_up where client_id = ${clientId}::uuid order by set_at desc, id desc limit 1),
    n as (select * from v where held_on >= ${today}::date and mark is null and at > ${work.at}::timestamptz order by at limit 1)
    select (select due_on from f where due_on is null or seen.day is null or seen.day <= (f.set_at at time zone ${work.clinic.timeZone})::date) as "dueOn",
      coalesce((select because from f), '') as because,
      (select held_on from n) as "nextVisit", (select at from n) as "nextAt", (select who from n) as "nextWith", seen.day as "lastSeen",
      (select max(held_on) from v where mark = 'absent' and (seen.day is null or held_on > seen.day)) as "lastMissed"
    from seen`.execute(work.db)
  return (
    rows[0] ?? {
      dueOn: null,
      because: '',
      nextVisit: null,
      nextAt: null,
      nextWith: null,
      lastSeen: null,
      lastMissed: null,
    }
  )
}

const readings = (work: Work) =>
  work.db
    .selectFrom('vitalReading as r')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'r.clinicId').onRef('m.id', '=', 'r.takenBy'),
    )
    .leftJoin('vitalReading as x', (join) =>
      join.onRef('x.clinicId', '=', 'r.clinicId').onRef('x.correctsId', '=', 'r.id'),
    )
    .select(['r.id', 'r.clientId', 'r.takenAt', 'r.systolic', 'r.diastolic', 'r.pulse', 'r.temperature', 'r.breaths'])
    .select(['r.oxygen', 'r.weight', 'r.breathAlcohol', 'r.words', 'r.correctsId', 'r.because', 'r.recordedAt'])
    .select(['x.id as correctedBy', 'x.because as correctedBecause'])
    .select(sql<string>`m.given_name || ' ' || m.family_name`.as('by'))

export type VitalReading = Awaited<ReturnType<typeof readingsOf>>[number]

/** Every reading of somebody, the latest first; those that a later row corrects among them. */
export const readingsOf = (work: Work, clientId: string, most = 120) =>
  readings(work)
    .where('r.clientId', '=', clientId)
    .orderBy('r.takenAt', 'desc')
    .orderBy('r.id', 'desc')
    .limit(most)
    .execute()

export const readingById = async (work: Work, id: string): Promise<VitalReading | undefined> =>
  isId(id) ? readings(work).where('r.id', '=', id).executeTakeFirst() : undefined

/** Whether a reading stands: no later row corrects it, and it holds something. */
export const stands = (one: VitalReading): boolean =>
  one.correctedBy === null &&
  [one.systolic, one.pulse, one.temperature, one.breaths, one.oxygen, one.weight, one.breathAlcohol].some(
    (value) => value !== null,
  )

export type MedicineClient = { clientId: string; name: string; number: string }
export type OwedVisit = MedicineClient & NextVisit
export type Waiting = MedicineClient & {
  test: string
  testNumber: string
  why: string
  dueOn: Day
  outcome: string | null
  method: string
}

const client = sql`n.id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name, n.number`

/** Tests that are to be collected today or were to be on the last three days, and those that wait for their result. */
export async function testsOpen(work: Work): Promise<Waiting[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Waiting>`
    select ${client}, o.id as test, o.number as "testNumber", o.why, o.due_on as "dueOn", o.method, c.outcome
    from tox_order o
    join client_now n on n.clinic_id = o.clinic_id and n.id = o.client_id
    left join tox_collection_now c on c.clinic_id = o.clinic_id and c.order_id = o.id
    where o.due_on between ${today}::date - 21 and ${today}::date
      and ((c.id is null and o.due_on >= ${today}::date - 3) or c.outcome = 'could-not' and o.due_on = ${today}::date
        or c.outcome = 'collected' and not exists (select from tox_report_now r where r.clinic_id = o.clinic_id and r.order_id = o.id and r.status <> 'preliminary'))
    order by o.due_on desc, name limit 200`.execute(work.db)
  return rows
}

/** Those in care whose prescriber visit is set and not kept: everyone for whom something was set, was booked, or was missed. */
export async function visitsOwed(work: Work): Promise<OwedVisit[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<OwedVisit>`
    with v as materialized (
      select v.client_id, v.staff_id, v.held_on, lower(v.during) as at, a.mark, a.minutes
      from visit v
      left join lateral (select mark, minutes from attendance_now where clinic_id = v.clinic_id and visit_id = v.id limit 1) a on a.mark <> 'cleared'
      where v.kind = 'medication-management' and not isempty(v.during) and v.held_on > ${today}::date - 120
    ), seen as materialized (select client_id, max(held_on) as day from v where minutes > 0 group by 1),
    missed as materialized (
      select v.client_id, max(v.held_on) as day from v left join seen s on s.client_id = v.client_id
      where v.mark = 'absent' and (s.day is null or v.held_on > s.day) group by 1
    ), next as materialized (
      select distinct on (client_id) client_id, held_on, at, staff_id from v
      where held_on >= ${today}::date and mark is null and at > ${work.at}::timestamptz order by client_id, at
    ), told as materialized (
      select distinct on (f.client_id) f.client_id, f.due_on, f.because, f.set_at from medical_follow_up f order by f.client_id, f.set_at desc, f.id desc
    ), x as materialized (
      select e.clinic_id, e.client_id, coalesce(f.because, '') as because, s.day as "lastSeen", m.day as "lastMissed",
        case when f.due_on is null or s.day is null or s.day <= (f.set_at at time zone ${work.clinic.timeZone})::date then f.due_on end as "dueOn"
      from episode e
      left join seen s on s.client_id = e.client_id
      left join missed m on m.client_id = e.client_id
      left join told f on f.client_id = e.client_id
      where upper_inf(e.during)
    )
    select ${client}, x."dueOn", x.because, y.held_on as "nextVisit", y.at as "nextAt", w.given_name || ' ' || w.family_name as "nextWith", x."lastSeen", x."lastMissed"
    from x
    join client_now n on n.clinic_id = x.clinic_id and n.id = x.client_id
    left join next y on y.client_id = x.client_id
    left join staff_member w on w.clinic_id = x.clinic_id and w.id = y.staff_id
    where x."dueOn" is not null or x."lastMissed" is not null
    order by coalesce(x."dueOn", x."lastMissed"), name limit 300`.execute(work.db)
  return rows
}

export type RunsOut = MedicineClient & {
  medicationId: string
  medicine: string
  supplies: { filledOn: Day; days: number }[]
}

/** Lines that stand, of people in care, with the supplies that were noted for them. */
export async function suppliedLines(work: Work): Promise<RunsOut[]> {
  const { rows } = await sql<RunsOut>`
    select ${client}, l.id as "medicationId", l.name as medicine,
      json_agg(json_build_object('filledOn', s.filled_on, 'days', s.days) order by s.filled_on) as supplies
    from medication_supply s
    join medication l on l.clinic_id = s.clinic_id and l.id = s.medication_id
    join client_now n on n.clinic_id = l.clinic_id and n.id = l.client_id
    where not exists (select from medication_end x where x.clinic_id = l.clinic_id and x.medication_id = l.id)
      and not exists (select from medication_supply_end x where x.clinic_id = s.clinic_id and x.supply_id = s.id)
      and exists (select from episode e where e.clinic_id = l.clinic_id and e.client_id = l.client_id and upper_inf(e.during))
    group by n.id, n.preferred_name, n.given_name, n.family_name, n.number, l.id, l.name limit 1000`.execute(work.db)
  return rows
}
