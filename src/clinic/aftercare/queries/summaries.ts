import { sql } from 'kysely'
import { addDays, type Day, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { Signature } from '../../programs/cosigning.ts'
import { draftsIn } from '../../staff/queries/drafts.ts'
import { leavingRuleOn, type SummaryBody } from '../leaving-rules.ts'
import { type Counted, leavingRules, statesOf } from './silence.ts'

export type SummaryOwed = {
  episodeId: string
  dischargeId: string
  clientId: string
  name: string
  program: string
  lastDay: Day
  state: string
  /** Who writes it: the last primary therapist, else who discharged. */
  ownerId: string
  owner: string
  dueOn: Day
}

/** So many days back a stay still owes its summary. */
const longest = 120

type Owing = { ownerId: string | null; by?: Day }
type Span = { state: string; first: Day; last: Day; days: number }

/** What the rules say of last days up to today: state by state, from one rule's first day to the next one's. */
async function spansOf(work: Work, by: Day | undefined): Promise<Span[]> {
  const rules = await leavingRules(work)
  const today = dayAt(work.at, work.clinic.timeZone)
  const first = addDays(today, 1 - longest)
  const turns = [...new Set(rules.map(({ from }) => from).filter((day) => day > first))].toSorted()
  return (await statesOf(work)).flatMap((state) =>
    [first, ...turns].flatMap((from, n) => {
      const { days } = leavingRuleOn(rules, 'discharge-summary', state, from)
      const until = turns[n] === undefined ? addDays(today, 366) : addDays(turns[n], -1)
      const last = by !== undefined && addDays(by, -days) < until ? addDays(by, -days) : until
      return last < from ? [] : [{ state, first: from, last, days }]
    }),
  )
}

const owing = (spans: readonly Span[]) =>
  sql`(select * from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) as x(state text, first date, last date, days int)) g`
const owed = (ownerId: string | null) =>
  sql`w.state = g.state and w.last_day between g.first and g.last ${ownerId === null ? sql`` : sql`and w.owner_id = ${ownerId}::uuid`}`

/**
 * Discharges without a signed summary, the soonest due first: everybody's, or one person's; only those due by a day. A stay of long
 * ago owes none.
 */
export async function summariesOwed(work: Work, asked: Owing & { limit: number }): Promise<Counted<SummaryOwed>> {
  const { ownerId, by, limit } = asked
  const spans = await spansOf(work, by)
  const { rows: list } = await sql<SummaryOwed>`
    -- Who owes comes first, names after.
    with soonest as materialized (
      select w.*, w.last_day + g.days as due_on from ${owing(spans)}
      cross join lateral (select * from summary_due w where ${owed(ownerId)} order by w.last_day, w.discharge_id limit ${limit}) w
      order by due_on, w.last_day, w.discharge_id limit ${limit})
    select d.episode_id as "episodeId", d.discharge_id as "dischargeId", d.client_id as "clientId", n.name, p.name as program, d.last_day::text as "lastDay",
      d.state, d.owner_id as "ownerId", s.given_name || ' ' || s.family_name as owner, d.due_on::text as "dueOn"
    from soonest d
    cross join lateral (select e.program_id from episode e where e.clinic_id = d.clinic_id and e.id = d.episode_id limit 1) e
    cross join lateral (select g.name from program g where g.clinic_id = d.clinic_id and g.id = e.program_id limit 1) p
    cross join lateral (select coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name, c.family_name
      from client_now c where c.clinic_id = d.clinic_id and c.id = d.client_id limit 1) n
    cross join lateral (select m.given_name, m.family_name from staff_member m where m.clinic_id = d.clinic_id and m.id = d.owner_id limit 1) s
    order by d.due_on, d.last_day, n.family_name`.execute(work.db)
  return { list, total: list.length < limit ? list.length : await summariesCounted(work, asked) }
}

/** How many they are. */
export async function summariesCounted(work: Work, { ownerId, by }: Owing): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(k.n), 0)::int as n from ${owing(await spansOf(work, by))}
    cross join lateral (select count(*) as n from summary_due w where ${owed(ownerId)}) k`.execute(work.db)
  return rows[0]?.n ?? 0
}

export type DischargeNow = {
  id: string
  episodeId: string
  onDay: Day
  reason: string
  kind: string
  dischargedAt: Date
  by: string
}

/** The discharge of a stay as it stands; none while it goes on. */
export async function dischargeOf(work: Work, episodeId: string): Promise<DischargeNow | undefined> {
  const { rows } = await sql<DischargeNow>`
    select d.id, d.episode_id as "episodeId", d.on_day::text as "onDay", d.reason, coalesce(nullif(d.kind, ''), d.reason) as kind,
      d.discharged_at as "dischargedAt", s.given_name || ' ' || s.family_name as by
    from discharge d join staff_member s on s.clinic_id = d.clinic_id and s.id = d.discharged_by where d.episode_id = ${episodeId}::uuid`.execute(
    work.db,
  )
  return rows[0]
}

export type DischargeUndone = { onDay: Day; because: string; by: string; at: Date; couldNot: string[] }

/** Discharges of a stay that were taken back, the latest first. */
export async function dischargesUndone(work: Work, episodeId: string): Promise<DischargeUndone[]> {
  const { rows } = await sql<DischargeUndone>`
    select u.on_day::text as "onDay", u.because, s.given_name || ' ' || s.family_name as by, u.undone_at as at, u.could_not as "couldNot"
    from discharge_undone u join staff_member s on s.clinic_id = u.clinic_id and s.id = u.undone_by
    where u.episode_id = ${episodeId}::uuid order by u.undone_at desc`.execute(work.db)
  return rows
}

export type SummarySigned = {
  id: string
  body: SummaryBody
  by: string
  signedById: string
  signedAt: Date
  signatures: Signature[]
  cosigned: { by: string; at: Date } | null
  addenda: { words: string; by: string; at: Date }[]
}

type SignedRow = Omit<SummarySigned, 'signatures' | 'cosigned' | 'addenda'> & {
  needsCosign: boolean
  cosigned: { id: string; by: string; at: string } | null
  addenda: { words: string; by: string; at: string }[]
}

/** A signed summary with its second signature and the words that were added since. */
export async function summaryOf(work: Work, dischargeId: string): Promise<SummarySigned | undefined> {
  const { rows } = await sql<SignedRow>`
    select s.id, s.body, s.name_and_credential as by, s.signed_by as "signedById", s.signed_at as "signedAt", s.needs_cosign as "needsCosign",
      (select jsonb_build_object('id', c.signed_by, 'by', c.name_and_credential, 'at', c.signed_at) from discharge_summary_cosign c
        where c.clinic_id = s.clinic_id and c.summary_id = s.id) as cosigned,
      coalesce((select jsonb_agg(jsonb_build_object('words', a.words, 'by', a.name_and_credential, 'at', a.added_at) order by a.added_at, a.id)
        from discharge_summary_addendum a where a.clinic_id = s.clinic_id and a.summary_id = s.id), '[]') as addenda
    from discharge_summary s where s.discharge_id = ${dischargeId}::uuid`.execute(work.db)
  const [row] = rows
  if (row === undefined) return undefined
  const { needsCosign, cosigned, addenda, ...signed } = row
  return {
    ...signed,
    cosigned: cosigned && { by: cosigned.by, at: new Date(cosigned.at) },
    addenda: addenda.map((one) => ({ ...one, at: new Date(one.at) })),
    signatures: [
      { part: 'author', by: signed.signedById, name: signed.by, needsCosign },
      ...(cosigned === null
        ? []
        : [{ part: 'co-signer' as const, by: cosigned.id, name: cosigned.by, needsCosign: false }]),
    ],
  }
}

/** What was typed of summaries that nobody has signed. */
export const summarySaves = draftsIn('discharge_summary_save', 'discharge_id')

export type SummaryToCosign = { episodeId: string; clientId: string; name: string; signedBy: string; signedAt: Date }

/** Summaries that wait for a second signature, the oldest first: everyone's (`below` null), or of those whom somebody supervises. */
export async function summariesToCosign(work: Work, below: readonly string[] | null): Promise<SummaryToCosign[]> {
  if (below?.length === 0) return []
  const { rows } = await sql<SummaryToCosign>`
    with waits as materialized (
      select s.clinic_id, s.episode_id, s.name_and_credential, s.signed_at from discharge_summary s
      where s.clinic_id = ${work.clinic.id} and s.needs_cosign and ${below === null ? sql`true` : sql`s.signed_by = any (${[...below]}::uuid[])`}
        and not exists (select from discharge_summary_cosign c where c.clinic_id = s.clinic_id and c.summary_id = s.id)
        and exists (select from discharge d where d.clinic_id = s.clinic_id and d.id = s.discharge_id)
      order by s.signed_at, s.id limit 100)
    select w.episode_id as "episodeId", e.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      w.name_and_credential as "signedBy", w.signed_at as "signedAt"
    from waits w join episode e on e.clinic_id = w.clinic_id and e.id = w.episode_id
    join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id order by w.signed_at`.execute(work.db)
  return rows
}
