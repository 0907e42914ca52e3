import { sql } from 'kysely'
import { addDays, dayAt, type Day, instantAt } from '../../basics/dates.ts'
import { earliestIdAt } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import type { MarkKind } from '../attendance/minutes.ts'
import { therapistId } from '../staff/queries/therapist.ts'
import { settingsNow } from './queries/settings.ts'
import { type MissState, missState, stepsFrom } from './rules.ts'

type Who = {
  clientId: string
  name: string
  pronouns: string
  startedOn: Day | null
  ownerId: string | null
  owner: string | null
}
type Stay = { clientId: string; startedOn: Day }
export type Concern = Who & { tries: number; phone: string | null; state: MissState | null; missesInRow: number }
export type DueCall = Who & { nextOn: Day; how: string; reached: boolean; words: string }
export type Contacted = Who & {
  id: string
  how: string
  reached: boolean
  reason: string
  words: string
  madeAt: Date
  by: string
}

const most = 200

const who = sql`n.id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as "name",
  n.pronouns as "pronouns", lower(e.during)::text as "startedOn", t.id as "ownerId", t.name as "owner"`

/** The stay that is open, and whose it is: beside a row `x` that has a clinic and a client. */
const beside = sql`
  join client_now n on n.clinic_id = x.clinic_id and n.id = x.client_id
  left join episode e on e.clinic_id = x.clinic_id and e.client_id = x.client_id and upper_inf(e.during)
  left join lateral (
    select s.id, s.given_name || ' ' || s.family_name as name from ${therapistId('e.clinic_id', 'e.id')} p
    join staff_member s on s.clinic_id = e.clinic_id and s.id = p.staff_id limit 1) t on true`

/** Those of some primary therapists: one's own, and of everybody one answers for. Null: of all. */
export type Mine = readonly string[] | null
const ofMine = (mine: Mine) => (mine === null ? sql`true` : sql`t.id = any(${[...mine]}::uuid[])`)

/**
 * Everyone who missed and was not reached since, and everyone in care of whom nothing was heard for 14 days; with the step
 * that the rules ask for. `mine`: only those of some primary therapists.
 */
export async function concernsNow(work: Work, mine: Mine): Promise<Concern[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Omit<Concern, 'state'>>`
    with missed as (
      select u.clinic_id, u.client_id, u.misses_in_row, u.since from unreached u
    ), silent as (
      select e.clinic_id, e.client_id, 0, null::timestamptz from episode e
      where upper_inf(e.during) and lower(e.during) <= ${addDays(today, -14)}::date
        and not exists (select from unreached u where u.clinic_id = e.clinic_id and u.client_id = e.client_id)
        and not exists (select from attendance_mark m where m.clinic_id = e.clinic_id and m.client_id = e.client_id
                        and m.held_on > ${addDays(today, -15)}::date and (m.minutes > 0 or m.mark = 'excused'))
        and not exists (select from outreach o where o.clinic_id = e.clinic_id and o.client_id = e.client_id
                        and o.reached and o.made_at > ${work.at}::timestamptz - interval '14 days')
    ), x as (select * from missed union all select * from silent)
    select ${who}, x.misses_in_row as "missesInRow",
      (select count(*)::int from outreach o where o.clinic_id = x.clinic_id and o.client_id = x.client_id and o.made_at >= x.since) as "tries",
      (select k.value from client_contact k where k.clinic_id = x.clinic_id and k.client_id = x.client_id and k.kind = 'phone'
       order by k.recorded_at desc, k.id desc limit 1) as "phone"
    from x ${beside}
    where ${ofMine(mine)}
    order by x.misses_in_row desc, x.since limit ${most}`.execute(work.db)
  const states = await missStates(
    work,
    rows.flatMap(({ clientId, startedOn }) => (startedOn === null ? [] : [{ clientId, startedOn }])),
  )
  return (
    rows
      .map((row) => ({ ...row, state: states.get(row.clientId) ?? null }))
      // Whoever was silent by the count of marks and is not by the rules (a mark that was taken back) owes nothing.
      .filter((row) => row.missesInRow > 0 || row.state !== null)
      .toSorted((a, b) => (a.state?.due.getTime() ?? Infinity) - (b.state?.due.getTime() ?? Infinity))
  )
}

/** What the rules say of each of these stays, from the marks and contacts of the last 90 days. */
export async function missStates(work: Work, stays: Stay[]): Promise<Map<string, MissState | null>> {
  if (stays.length === 0) return new Map()
  const zone = work.clinic.timeZone
  const ids = stays.map((stay) => stay.clientId)
  const from = addDays(dayAt(work.at, zone), -90)
  const { rows: marks } = await sql<{ clientId: string; starts: Date; kind: MarkKind; minutes: number; heldOn: Day }>`
    select a.client_id as "clientId", coalesce(lower(g.during), lower(v.during)) as starts, a.mark as kind, a.minutes, a.held_on as "heldOn"
    from attendance_now a
    left join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
    left join visit v on v.clinic_id = a.clinic_id and v.id = a.visit_id
    where a.client_id = any(${ids}::uuid[]) and a.held_on > ${from}::date
      and not coalesce(isempty(g.during), isempty(v.during))`.execute(work.db)
  const contacts = await work.db
    .selectFrom('outreach')
    .where('clientId', 'in', ids)
    .where('madeAt', '>', instantAt(from, '00:00', zone))
    .select(['clientId', 'madeAt as at', 'reached'])
    .execute()
  const reviews = await work.db
    .selectFrom('stayReview')
    .where('clientId', 'in', ids)
    .select(['clientId', 'decidedAt as at', 'nextOn'])
    .orderBy('decidedAt')
    .execute()
  // Of each client the last one stands.
  const reviewOf = new Map(reviews.map((review) => [review.clientId, review]))
  const rows = stepsFrom(await settingsNow(work))
  const marksOf = Map.groupBy(marks, (mark) => mark.clientId)
  const contactsOf = Map.groupBy(contacts, (contact) => contact.clientId)
  return new Map(
    stays.map(({ clientId, startedOn }) => [
      clientId,
      missState(
        // What was missed before this stay does not follow anyone into it.
        (marksOf.get(clientId) ?? []).filter((mark) => mark.heldOn >= startedOn),
        contactsOf.get(clientId) ?? [],
        work.at,
        { zone, admittedAt: instantAt(startedOn, '00:00', zone), rows, review: reviewOf.get(clientId) ?? null },
      ),
    ]),
  )
}

/** Who was to be tried again by today: the latest contact says when, of those in care or gone for 120 days at most. */
export async function callsDue(work: Work, mine: Mine): Promise<DueCall[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<DueCall>`
    with people as (
      select distinct clinic_id, client_id from episode where upper_inf(during) or upper(during) > ${addDays(today, -120)}::date
    ), x as (
      select p.clinic_id, p.client_id, o.next_on, o.how, o.reached, o.words
      from people p cross join lateral (
        select * from outreach o where o.clinic_id = p.clinic_id and o.client_id = p.client_id order by o.made_at desc, o.id desc limit 1) o
      where o.next_on <= ${today}::date
    )
    select ${who}, x.next_on::text as "nextOn", x.how, x.reached, x.words
    from x ${beside} where ${ofMine(mine)} order by x.next_on, n.family_name limit ${most}`.execute(work.db)
  return rows
}

/** The contacts of the last 14 days, newest first. Ids sort by time, which spares an index. */
export async function contactsLately(work: Work, mine: Mine): Promise<Contacted[]> {
  const since = work.at.getTime() - 14 * 86_400_000
  const { rows } = await sql<Contacted>`
    select ${who}, x.id, x.how, x.reached, x.reason, x.words, x.made_at as "madeAt", b.given_name || ' ' || b.family_name as "by"
    from outreach x ${beside}
    join staff_member b on b.clinic_id = x.clinic_id and b.id = x.made_by
    where x.id >= ${earliestIdAt(since)}::uuid and x.made_at > ${new Date(since)} and ${ofMine(mine)}
    order by x.id desc limit 60`.execute(work.db)
  return rows
}

/** Every contact with one client, newest first. */
export const outreachOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('outreach as o')
    .leftJoin('staffMember as s', (join) => join.onRef('s.clinicId', '=', 'o.clinicId').onRef('s.id', '=', 'o.madeBy'))
    .where('o.clientId', '=', clientId)
    .select(['o.id', 'o.how', 'o.reached', 'o.reason', 'o.words', 'o.nextOn', 'o.madeAt'])
    .select(sql<string | null>`s.given_name || ' ' || s.family_name`.as('by'))
    .orderBy('o.madeAt', 'desc')
    .orderBy('o.id', 'desc')
    .limit(200)
    .execute()

/** How to reach a client: their own numbers first, then whom to call in an emergency. */
export const waysToReach = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientContact')
    .where('clientId', '=', clientId)
    .where('kind', 'in', ['phone', 'email', 'emergency'])
    .select(['id', 'kind', 'value', 'label', 'name', 'relationship', 'mayLeaveMessage'])
    .orderBy(sql`array_position(array['phone', 'email', 'emergency'], kind)`)
    .orderBy('recordedAt', 'desc')
    .limit(12)
    .execute()

export const clientOfStay = async (work: Work, episodeId: string): Promise<string | undefined> =>
  (await work.db.selectFrom('episode').where('id', '=', episodeId).select('clientId').executeTakeFirst())?.clientId

/** Who supervises the primary therapist of a client's open stay, today. */
export async function supervisorsFor(work: Work, clientId: string): Promise<string[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{ name: string }>`
    select b.given_name || ' ' || b.family_name as name
    from episode e
    cross join lateral ${therapistId('e.clinic_id', 'e.id')} t
    join supervision s on s.clinic_id = e.clinic_id and s.supervisee_id = t.staff_id and s.during @> ${today}::date
    join staff_member b on b.clinic_id = s.clinic_id and b.id = s.supervisor_id
    where e.client_id = ${clientId} and upper_inf(e.during) order by name`.execute(work.db)
  return rows.map(({ name }) => name)
}

export const reviewsOfStay = (work: Work, clientId: string) =>
  work.db
    .selectFrom('stayReview as r')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'r.clinicId').onRef('s.id', '=', 'r.decidedBy'),
    )
    .where('r.clientId', '=', clientId)
    .select(['r.id', 'r.decision', 'r.words', 'r.nextOn', 'r.decidedAt'])
    .select(sql<string>`s.given_name || ' ' || s.family_name`.as('by'))
    .orderBy('r.decidedAt', 'desc')
    .limit(20)
    .execute()
