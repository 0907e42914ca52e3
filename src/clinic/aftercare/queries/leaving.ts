import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { refillsUpTo } from '../../medical/refills.ts'
import { therapistId } from '../../staff/queries/therapist.ts'
import {
  type LeavingFacts,
  type LeavingPart,
  leavingParts,
  type Mark,
  type Readiness,
  readinessFrom,
} from '../leaving-parts.ts'

type Row = {
  id: string
  clientId: string
  lastDay: Day | null
  words: { part: LeavingPart; words: string }[]
  marks: { part: LeavingPart; mark: Mark; because: string }[]
  items: { kind: string; isDone: boolean; words: string }[]
  visits: { kind: string; withWhom: string; onDay: Day }[]
  supports: number
  reachable: number
  safety: Record<string, unknown> | null
  medicines: { name: string; supplies: { filledOn: Day; days: number }[] }[]
  medicinesKnown: boolean
  prescriberOn: Day | null
  naloxone: { outcome: string; onDay: Day } | null
}

/** How far the plans for afterwards of some stays are: one question for all of them. */
export async function readinessOf(work: Work, episodeIds: readonly string[]): Promise<Map<string, Readiness>> {
  const facts = await leavingFactsOf(work, episodeIds)
  return new Map([...facts].map(([id, each]) => [id, readinessFrom(each)]))
}

/** How far the plan of one stay is, of nine parts; undefined where there is no such stay. */
export const readiness = async (work: Work, episodeId: string): Promise<Readiness | undefined> =>
  (await readinessOf(work, [episodeId])).get(episodeId)

/** Everything that decides how far a plan is, for each of some stays. */
export async function leavingFactsOf(work: Work, episodeIds: readonly string[]): Promise<Map<string, LeavingFacts>> {
  if (episodeIds.length === 0) return new Map()
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Row>`
    select e.id, e.client_id as "clientId", (upper(e.during) - 1)::text as "lastDay",
      coalesce((select json_agg(w) from (select distinct on (part) part, words from leaving_words w
        where w.clinic_id = e.clinic_id and w.episode_id = e.id order by part, written_at desc, id desc) w), '[]') as words,
      coalesce((select json_agg(m) from (select distinct on (part) part, mark, because from leaving_mark m
        where m.clinic_id = e.clinic_id and m.episode_id = e.id order by part, marked_at desc, id desc) m), '[]') as marks,
      coalesce((select json_agg(json_build_object('kind', i.kind, 'isDone', d.id is not null, 'words', coalesce(d.words, '')))
        from continuing_care_item i left join continuing_care_done d on d.clinic_id = i.clinic_id and d.item_id = i.id
        where i.clinic_id = e.clinic_id and i.episode_id = e.id), '[]') as items,
      coalesce((select json_agg(json_build_object('kind', v.kind, 'withWhom', v.with_whom, 'onDay', v.on_day))
        from aftercare_visit v where v.clinic_id = e.clinic_id and v.episode_id = e.id
          and not exists (select from aftercare_visit_end x where x.clinic_id = v.clinic_id and x.visit_id = v.id and x.how in ('cancelled', 'mistake', 'missed'))), '[]') as visits,
      s.supports + k.contacts as supports, s.reachable + k.contacts as reachable,
      (select p.parts from safety_plan p where p.clinic_id = e.clinic_id and p.client_id = e.client_id order by p.written_at desc, p.id desc limit 1) as safety,
      coalesce((select json_agg(json_build_object('name', l.name, 'supplies',
          coalesce((select json_agg(json_build_object('filledOn', y.filled_on, 'days', y.days)) from medication_supply y
            where y.clinic_id = l.clinic_id and y.medication_id = l.id
              and not exists (select from medication_supply_end z where z.clinic_id = y.clinic_id and z.supply_id = y.id)), '[]')) order by l.name)
        from medication l where l.clinic_id = e.clinic_id and l.client_id = e.client_id and not l.as_needed
          and not exists (select from medication_end n where n.clinic_id = l.clinic_id and n.medication_id = l.id)), '[]') as medicines,
      exists (select from reconciliation r where r.clinic_id = e.clinic_id and r.client_id = e.client_id and r.on_day >= lower(e.during) - 7)
        as "medicinesKnown",
      least(
        (select min(v.held_on) from visit v where v.clinic_id = e.clinic_id and v.client_id = e.client_id
           and v.kind = 'medication-management' and not isempty(v.during) and v.held_on >= ${today}::date),
        (select min(v.on_day) from aftercare_visit v where v.clinic_id = e.clinic_id and v.episode_id = e.id and v.kind = 'medicine' and v.on_day >= ${today}::date
           and not exists (select from aftercare_visit_end x where x.clinic_id = v.clinic_id and x.visit_id = v.id)))::text as "prescriberOn",
      (select json_build_object('outcome', c.outcome, 'onDay', c.on_day) from medical_check c
        where c.clinic_id = e.clinic_id and c.client_id = e.client_id and c.kind = 'naloxone' and c.on_day >= lower(e.during) - 366
        order by c.done_at desc, c.id desc limit 1) as naloxone
    from episode e
    cross join lateral (select count(*)::int as supports, count(*) filter (where s.phone <> '')::int as reachable from leaving_support s
      where s.clinic_id = e.clinic_id and s.episode_id = e.id
        and not exists (select from leaving_support_end x where x.clinic_id = s.clinic_id and x.support_id = s.id)) s
    cross join lateral (select count(*)::int as contacts from client_contact c
      where c.clinic_id = e.clinic_id and c.client_id = e.client_id and c.kind = 'emergency' and c.value ~ '\\d{3}'
        and not exists (select from client_contact_end x where x.clinic_id = c.clinic_id and x.contact_id = c.id)) k
    where e.id = any (${[...episodeIds]}::uuid[]) and not isempty(e.during)`.execute(work.db)
  return new Map(rows.map((row) => [row.id, factsFrom(row, today)]))
}

const factsFrom = ({ words, marks, safety, medicines, ...row }: Row, today: Day): LeavingFacts => ({
  ...row,
  today,
  words: wordsFrom(words),
  marks: Object.fromEntries(marks.map(({ part, mark, because }) => [part, { mark, because }])),
  safetyParts: Object.values(safety ?? {}).filter((part) => typeof part === 'string' && part.trim() !== '').length,
  medicines: medicines.map(({ name, supplies }) => ({ name, coveredTo: refillsUpTo(supplies, today).coveredTo })),
})

function wordsFrom(rows: Row['words']): Record<LeavingPart, string> {
  const words = new Map(rows.map((row) => [row.part, row.words]))
  const of = (part: LeavingPart) => words.get(part) ?? ''
  return {
    appointments: of('appointments'),
    supports: of('supports'),
    signs: of('signs'),
    medicine: of('medicine'),
    naloxone: of('naloxone'),
    family: of('family'),
    housing: of('housing'),
    work: of('work'),
    peers: of('peers'),
  }
}

export type WordsKept = { id: string; part: LeavingPart; words: string; before: string; by: string | null; at: Date }

/** Every save of the words of a stay, the newest first, with what stood before it. `by` null: the client, on their own page. */
export async function wordsKeptOf(work: Work, episodeId: string, limit = 200): Promise<WordsKept[]> {
  const { rows } = await sql<WordsKept>`
    select w.id, w.part, w.words, coalesce(lag(w.words) over (partition by w.part order by w.written_at, w.id), '') as before,
      m.given_name || ' ' || m.family_name as by, w.written_at as at
    from leaving_words w left join staff_member m on m.clinic_id = w.clinic_id and m.id = w.written_by
    where w.episode_id = ${episodeId}::uuid order by w.written_at desc, w.id desc limit ${limit}`.execute(work.db)
  return rows
}

/** The latest save of each part: what a form is based on. */
export async function latestWordsOf(work: Work, episodeId: string): Promise<Map<LeavingPart, WordsKept>> {
  const latest = new Map<LeavingPart, WordsKept>()
  for (const one of await wordsKeptOf(work, episodeId, 2000)) if (!latest.has(one.part)) latest.set(one.part, one)
  return latest
}

export const emptyBases = (): Record<LeavingPart, string> =>
  wordsFrom(leavingParts.map((part) => ({ part, words: '' })))

export type AftercareVisit = {
  id: string
  episodeId: string
  clientId: string
  kind: string
  withWhom: string
  place: string
  phone: string
  onDay: Day
  atTime: string | null
  words: string
  byClient: boolean
  how: string | null
}
const visits = (work: Work, where: ReturnType<typeof sql>) =>
  sql<AftercareVisit>`
    select v.id, v.episode_id as "episodeId", v.client_id as "clientId", v.kind, v.with_whom as "withWhom", v.place, v.phone, v.on_day::text as "onDay",
      to_char(v.at_time, 'HH24:MI') as "atTime", v.words, v.page_id is not null as "byClient", x.how
    from aftercare_visit v left join aftercare_visit_end x on x.clinic_id = v.clinic_id and x.visit_id = v.id
    where ${where} order by v.on_day, v.at_time nulls last, v.id limit 200`.execute(work.db)

/** Appointments after the last day, the next first; `how` null: it stands. */
export const aftercareVisitsOf = async (work: Work, episodeId: string): Promise<AftercareVisit[]> =>
  (await visits(work, sql`v.episode_id = ${episodeId}::uuid`)).rows

export const aftercareVisitById = async (work: Work, id: string): Promise<AftercareVisit | undefined> =>
  isId(id) ? (await visits(work, sql`v.id = ${id}::uuid`)).rows[0] : undefined

export type Support = {
  id: string
  episodeId: string
  clientId: string
  name: string
  relation: string
  phone: string
  helpsWith: string
  wishesTold: boolean
  byClient: boolean
}
const supports = (work: Work, where: ReturnType<typeof sql>) =>
  sql<Support>`
    select s.id, s.episode_id as "episodeId", s.client_id as "clientId", s.name, s.relation, s.phone, s.helps_with as "helpsWith",
      s.wishes_told as "wishesTold", s.page_id is not null as "byClient"
    from leaving_support s
    where ${where} and not exists (select from leaving_support_end x where x.clinic_id = s.clinic_id and x.support_id = s.id)
    order by s.written_at, s.id limit 50`.execute(work.db)

export const supportsOf = async (work: Work, episodeId: string): Promise<Support[]> =>
  (await supports(work, sql`s.episode_id = ${episodeId}::uuid`)).rows

export const supportById = async (work: Work, id: string): Promise<Support | undefined> =>
  isId(id) ? (await supports(work, sql`s.id = ${id}::uuid`)).rows[0] : undefined

export type InCare = {
  episodeId: string
  clientId: string
  name: string
  program: string
  therapistId: string | null
  therapist: string | null
  since: Day
}

/** Everyone in care on a day, by family name, with who leads the stay. */
export async function everyoneInCare(work: Work, today: Day): Promise<InCare[]> {
  const { rows } = await sql<InCare>`
    select e.id as "episodeId", e.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      p.name as program, t.staff_id as "therapistId", t.name as therapist, lower(e.during)::text as since
    from episode e
    join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    left join lateral (select k.staff_id, s.given_name || ' ' || s.family_name as name from ${therapistId('e.clinic_id', 'e.id')} k
      join staff_member s on s.clinic_id = e.clinic_id and s.id = k.staff_id limit 1) t on true
    where e.during @> ${today}::date order by n.family_name, n.given_name, e.id`.execute(work.db)
  return rows
}

/** The stay that a client's own page is about: the open one, else the latest that ended. Asked as themself. */
export async function ownStayOf(
  work: Work,
  clientId: string,
): Promise<{ id: string; lastDay: Day | null } | undefined> {
  const { rows } = await sql<{ id: string; lastDay: Day | null }>`
    select e.id, (upper(e.during) - 1)::text as "lastDay" from episode e
    where e.client_id = ${clientId}::uuid and not isempty(e.during) order by lower(e.during) desc limit 1`.execute(
    work.db,
  )
  return rows[0]
}
