import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'

export type Wish = {
  place: 'on-site' | 'video' | 'either'
  languages: string[]
  clinicianGender: '' | 'woman' | 'man' | 'nonbinary'
  genderIsFirm: boolean
  wanted: string[]
  prescribed: string[]
  acuity: number
}

/** What stands where nobody has asked: either place, anybody, nothing in particular. */
export const noWish: Wish = {
  place: 'either',
  languages: [],
  clinicianGender: '',
  genderIsFirm: false,
  wanted: [],
  prescribed: [],
  acuity: 1,
}

export type WishRow = Wish & { clientId: string; recordedAt: Date }

/** The wishes of some clients as they stand: the latest row of each. Who was not asked has none. */
export async function wishesOf(work: Work, clientIds: readonly string[]): Promise<Map<string, WishRow>> {
  const { rows } = await sql<WishRow>`
    select distinct on (client_id) client_id as "clientId", place, languages, clinician_gender as "clinicianGender",
           gender_is_firm as "genderIsFirm", wanted, prescribed, acuity, recorded_at as "recordedAt"
    from client_wish where client_id = any (${[...clientIds]}::uuid[])
    order by client_id, recorded_at desc, id desc`.execute(work.db)
  return new Map(rows.map((row) => [row.clientId, row]))
}

/** How long the way to each site is for some clients; null minutes: out of reach. Sites nobody asked about have no row. */
export async function travelOf(work: Work, clientIds: readonly string[]) {
  const { rows } = await sql<{ clientId: string; siteId: string; minutes: number | null }>`
    select distinct on (client_id, site_id) client_id as "clientId", site_id as "siteId", minutes
    from client_travel where client_id = any (${[...clientIds]}::uuid[])
    order by client_id, site_id, recorded_at desc, id desc`.execute(work.db)
  return rows
}

/** What each client has said of groups that are kept for some. */
export async function affinitiesSaid(work: Work, clientIds: readonly string[]) {
  const { rows } = await sql<{ clientId: string; affinity: string; suits: boolean }>`
    select distinct on (client_id, affinity) client_id as "clientId", affinity, suits
    from client_affinity where client_id = any (${[...clientIds]}::uuid[])
    order by client_id, affinity, recorded_at desc, id desc`.execute(work.db)
  return rows
}

/** What the groups of the clinic are about and whom some are kept for: what can be wished. */
export async function wishable(work: Work): Promise<{ topics: string[]; affinities: string[] }> {
  const { rows } = await sql<{ topics: string[] | null; affinities: string[] | null }>`
    select array_agg(distinct coalesce(nullif(subject, ''), kind)) as topics,
           array_agg(distinct affinity) filter (where affinity <> '') as affinities
    from group_series where not isempty(during)`.execute(work.db)
  return { topics: rows[0]?.topics ?? [], affinities: rows[0]?.affinities ?? [] }
}
