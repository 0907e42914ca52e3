import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import { likelyDuplicates, type KnownPerson } from '../duplicates.ts'

export type Pair = {
  score: number
  reasons: string[]
  one: { id: string; number: string; name: string; birthDate: string }
  other: { id: string; number: string; name: string; birthDate: string }
}
type Row = KnownPerson & { number: string }
const mostCompared = 4000

/**
 * Records of the clinic that may be one person, likeliest first: those that share a birth date, a telephone or an email are
 * compared by the same rules as somebody new. Merged ones, and pairs that somebody has said are two people, are left out.
 */
export async function likelyPairs(work: Work): Promise<{ pairs: Pair[]; more: boolean }> {
  const clinic = work.clinic.id
  const { rows: alike } = await sql<{ a: string; b: string }>`
    with stands as (select c.id from client c where c.clinic_id = ${clinic}
      and not exists (select from client_merged m where m.clinic_id = c.clinic_id and m.merged_id = c.id)),
    born as (select n.id, n.birth_date from client_now n where n.clinic_id = ${clinic} and n.id in (select id from stands)),
    reach as (select distinct k.client_id as id, k.look_up from client_contact k where k.clinic_id = ${clinic} and k.look_up <> '' and k.kind in ('phone', 'email')
      and k.client_id in (select id from stands)),
    few as (select look_up from reach group by look_up having count(*) between 2 and 8),
    pair as (
      select a.id as a, b.id as b from born a join born b on b.birth_date = a.birth_date and a.id < b.id
      union select a.id, b.id from reach a join few f on f.look_up = a.look_up join reach b on b.look_up = a.look_up and a.id < b.id)
    select a as "a", b as "b" from pair
    where not exists (select from client_distinct d where d.clinic_id = ${clinic} and d.one_id = least(a, b) and d.other_id = greatest(a, b))
    limit ${mostCompared}`.execute(work.db)
  if (alike.length === 0) return { pairs: [], more: false }
  const ids = [...new Set(alike.flatMap(({ a, b }) => [a, b]))]
  const { rows } = await sql<Row>`
    select n.id as "id", n.number as "number", n.given_name as "givenName", n.family_name as "familyName", n.preferred_name as "preferredName", n.birth_date as "birthDate",
      coalesce((select array_agg(k.value) from client_contact k where k.clinic_id = n.clinic_id and k.client_id = n.id and k.kind = 'phone'), '{}') as "phones",
      coalesce((select array_agg(k.value) from client_contact k where k.clinic_id = n.clinic_id and k.client_id = n.id and k.kind = 'email'), '{}') as "emails",
      array(select distinct i.family_name from client_identity i where i.clinic_id = n.clinic_id and i.client_id = n.id) as "formerFamilyNames"
    from client_now n where n.clinic_id = ${clinic} and n.id = any(${ids}::uuid[])`.execute(work.db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const shown = (row: Row) => ({
    id: row.id,
    number: row.number,
    name: `${row.preferredName || row.givenName} ${row.familyName}`,
    birthDate: row.birthDate,
  })
  const pairs = alike
    .flatMap(({ a, b }) => {
      const [one, other] = [byId.get(a), byId.get(b)]
      if (one === undefined || other === undefined) return []
      const [match] = likelyDuplicates(one, [other])
      return match === undefined
        ? []
        : [{ score: match.score, reasons: match.reasons, one: shown(one), other: shown(other) }]
    })
    .toSorted((x, y) => y.score - x.score || (x.one.id < y.one.id ? -1 : 1))
  return { pairs: pairs.slice(0, 200), more: alike.length === mostCompared || pairs.length > 200 }
}
