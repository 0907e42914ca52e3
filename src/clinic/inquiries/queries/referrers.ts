import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { mayTell } from '../../consents/actions.ts'
import type { Information, Purpose } from '../../consents/consent.ts'
import type { ReferrerKind } from '../senders.ts'

export type Referrer = NonNullable<Awaited<ReturnType<typeof referrerById>>>

export async function referrerById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const { rows } = await sql<{
    id: string
    kind: 'person' | 'organisation'
    recipientKind: ReferrerKind
    name: string
    organisation: string
    phone: string
    fax: string
    email: string
    address: string
    notes: string
    recordedAt: Date
  }>`
    select id as "id", kind as "kind", recipient_kind as "recipientKind", name as "name", organisation as "organisation", phone as "phone",
      fax as "fax", email as "email", address as "address", notes as "notes", recorded_at as "recordedAt"
    from referrer_now where clinic_id = ${work.clinic.id} and id = ${id}`.execute(work.db)
  return rows[0]
}

/** Whoever has this name now, letter for letter save for capitals and spaces. */
export async function referrerByName(work: Work, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id as "id" from referrer_now where clinic_id = ${work.clinic.id}
      and look_up = lower(regexp_replace(btrim(${name}), '\\s+', ' ', 'g')) order by id limit 1`.execute(work.db)
  return rows[0]?.id
}

/** For a list to choose from, by name. */
export async function referrersToChoose(work: Work): Promise<{ value: string; label: string }[]> {
  const { rows } = await sql<{ value: string; label: string }>`
    select id as "value", name || case when organisation = '' then '' else ', ' || organisation end as "label"
    from referrer_now where clinic_id = ${work.clinic.id} order by lower(name), id limit 1000`.execute(work.db)
  return rows
}

export type ReferrerLine = {
  id: string
  kind: string
  recipientKind: ReferrerKind
  name: string
  organisation: string
  phone: string
  sent: number
  lastAt: Date | null
  of: number
}

export const referrersPage = 100

/** Everyone who sends people, by how many they sent, or those whose name has these words in it. */
export async function referrerList(work: Work, q: string, page: number): Promise<ReferrerLine[]> {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<ReferrerLine>`
    with sent as (
      select referrer_id, count(*)::int as n, max(came_at) as last_at from (
        select distinct on (i.id) i.id, i.came_at, x.referrer_id from inquiry i
        join inquiry_sender x on x.clinic_id = i.clinic_id and x.inquiry_id = i.id
        where i.clinic_id = ${work.clinic.id} order by i.id, x.nth desc) latest
      where referrer_id is not null group by 1)
    select r.id as "id", r.kind as "kind", r.recipient_kind as "recipientKind", r.name as "name", r.organisation as "organisation", r.phone as "phone",
      coalesce(s.n, 0) as "sent", s.last_at as "lastAt", count(*) over ()::int as "of"
    from referrer_now r left join sent s on s.referrer_id = r.id
    where r.clinic_id = ${work.clinic.id} and (${q} = '' or r.name ilike ${like} or r.organisation ilike ${like})
    order by "sent" desc, lower(r.name), r.id limit ${referrersPage} offset ${(page - 1) * referrersPage}`.execute(
    work.db,
  )
  return rows
}

export type Sent = { inquiryId: string; cameAt: Date; clientId: string | null; name: string; number: string | null }

/** Whom somebody sent, the newest first. */
export async function sentBy(work: Work, referrerId: string): Promise<Sent[]> {
  const { rows } = await sql<Sent>`
    select i.id as "inquiryId", i.came_at as "cameAt", n.id as "clientId", n.number as "number",
      coalesce(coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name, nullif(i.name, ''), 'No name given') as "name"
    from inquiry i
    join lateral (select x.referrer_id from inquiry_sender x where x.clinic_id = i.clinic_id and x.inquiry_id = i.id order by x.nth desc limit 1) x
      on x.referrer_id = ${referrerId}
    left join inquiry_client k on k.clinic_id = i.clinic_id and k.inquiry_id = i.id
    left join client_now n on n.clinic_id = i.clinic_id and n.id = kept_of(k.client_id)
    where i.clinic_id = ${work.clinic.id}
      and i.id in (select y.inquiry_id from inquiry_sender y where y.clinic_id = ${work.clinic.id} and y.referrer_id = ${referrerId})
    order by i.came_at desc limit 200`.execute(work.db)
  return rows
}

const asked: Information[] = ['presence', 'attendance', 'plan', 'billing', 'record']
const purposes: Purpose[] = ['treatment', 'payment', 'operations', 'family', 'criminal-justice', 'other']

/** What may be told to a referrer about each of these people now, and for what. Empty: not even that they came. */
export async function tellable(
  work: Work,
  referrer: { recipientKind: ReferrerKind; name: string; organisation: string },
  clients: string[],
): Promise<Map<string, { what: Information; purpose: Purpose; consentId: string }[]>> {
  const told = new Map<string, { what: Information; purpose: Purpose; consentId: string }[]>()
  if (clients.length === 0) return told
  for (const name of new Set([referrer.name, referrer.organisation].filter((one) => one !== '')))
    for (const purpose of purposes)
      for (const what of asked) {
        const recipient = { kind: referrer.recipientKind, name }
        for (const [client, { consentId }] of await mayTell(work, { what, purpose, recipient, clients })) {
          const so = told.get(client) ?? []
          if (!so.some((one) => one.what === what && one.purpose === purpose))
            told.set(client, [...so, { what, purpose, consentId }])
        }
      }
  return told
}
