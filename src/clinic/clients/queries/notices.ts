import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { News } from '../week-words.ts'

// What a notice is about, where that still stands. Those who write notices name it in these ways. Each is looked up by itself:
// joined, PostgreSQL reads every meeting and visit of the house for a handful of notices.
const about = sql`
    cross join lateral (select
      case when n.about->>'sessionId' ~ '^[0-9a-f-]{36}$' then (n.about->>'sessionId')::uuid end as session_id,
      case when n.about->>'offerId' ~ '^[0-9a-f-]{36}$' then (n.about->>'offerId')::uuid end as offer_id,
      case when n.about->>'visitId' ~ '^[0-9a-f-]{36}$' then (n.about->>'visitId')::uuid end as visit_id,
      case when coalesce(n.about->>'toSeriesId', n.about->>'successorId', n.about->>'seriesId') ~ '^[0-9a-f-]{36}$'
        then coalesce(n.about->>'toSeriesId', n.about->>'successorId', n.about->>'seriesId')::uuid end as series_id,
      case when coalesce(n.about->>'day', n.about->>'from', n.about->>'heldOn', n.about->>'week') ~ '^\\d{4}-\\d{2}-\\d{2}$'
        then coalesce(n.about->>'day', n.about->>'from', n.about->>'heldOn', n.about->>'week')::date end as day) asked
    left join lateral (select * from group_session x where x.clinic_id = n.clinic_id and x.id = asked.session_id limit 1) s on true
    left join group_series r on r.clinic_id = n.clinic_id and r.id = coalesce(s.series_id, asked.series_id)
    left join lateral (select * from visit x where x.clinic_id = n.clinic_id and x.id = asked.visit_id limit 1) v on true
    left join visit_cancellation c on c.clinic_id = n.clinic_id and c.visit_id = v.id`
const facts = sql`n.id, n.kind, n.made_at as "madeAt", coalesce(s.held_on, v.held_on, asked.day) as day,
      coalesce(lower(s.during), lower(v.during), lower(c.was_during),
        (coalesce(s.held_on, asked.day) + r.starts) at time zone r.time_zone) as starts,
      coalesce(r.time_zone, (select p.time_zone from episode e join program g on g.clinic_id = e.clinic_id and g.id = e.program_id
        join site p on p.clinic_id = g.clinic_id and p.id = g.site_id where e.clinic_id = v.clinic_id and e.id = v.episode_id)) as zone,
      case when v.id is not null then 'visit' when r.id is not null then 'group' end as what,
      r.name, coalesce(v.kind, r.kind) as "serviceKind"`
/** Neither told nor read; of what is over, and of what is older than two months, there is nothing to tell. */
const open = (work: Work) => sql`n.made_at > ${work.at}::timestamptz - interval '60 days'
      and not exists (select from notice_seen x where x.clinic_id = n.clinic_id and x.notice_id = n.id)
      and not exists (select from notice_told x where x.clinic_id = n.clinic_id and x.notice_id = n.id)
      -- An offer that was answered, or ran out, is no news any more.
      and (n.kind <> 'seat-offered' or asked.offer_id is null or exists (select from seat_offer o where o.clinic_id = n.clinic_id
        and o.id = asked.offer_id and o.reply_by > ${work.at}
        and not exists (select from seat_offer_answer a where a.clinic_id = o.clinic_id and a.offer_id = o.id)))
      and (n.kind <> 'make-up-offered' or asked.offer_id is null or exists (select from make_up_offer o where o.clinic_id = n.clinic_id
        and o.id = asked.offer_id and o.expires_at > ${work.at}
        and not exists (select from make_up_answer a where a.clinic_id = o.clinic_id and a.offer_id = o.id)))
      and (coalesce(s.held_on, v.held_on) is null or coalesce(s.held_on, v.held_on) >= ${dayAt(work.at, work.clinic.timeZone)}::date)`

/** What a client is to be told and nobody has told them yet, the newest first. */
export async function newsOf(work: Work, clientId: string): Promise<News[]> {
  const { rows } = await sql<News>`
    select ${facts} from notice n ${about}
    where n.client_id = ${clientId}::uuid and ${open(work)}
    order by n.made_at desc, n.id desc limit 30`.execute(work.db)
  return rows
}

export type ToTell = {
  clientId: string
  name: string
  pronouns: string
  language: string
  phone: { value: string; label: string; mayLeaveMessage: boolean | null } | null
  hasPage: boolean
  news: News[]
}

type ToTellRow = News & Omit<ToTell, 'news' | 'name'> & { client: string }

/** Who is to be told something, with whoever has waited longest first; at most 200 notices. */
export async function toTell(work: Work): Promise<ToTell[]> {
  const { rows } = await sql<ToTellRow>`
    select ${facts}, n.client_id as "clientId", k.pronouns, k.language,
      coalesce(nullif(k.preferred_name, ''), k.given_name) || ' ' || k.family_name as client,
      (select jsonb_build_object('value', t.value, 'label', t.label, 'mayLeaveMessage', t.may_leave_message) from client_contact t
         where t.clinic_id = n.clinic_id and t.client_id = n.client_id and t.kind = 'phone'
           and not exists (select from client_contact_end e where e.clinic_id = t.clinic_id and e.contact_id = t.id)
         order by t.may_leave_message desc nulls last, t.recorded_at desc, t.id limit 1) as phone,
      exists (select from client_page g where g.clinic_id = n.clinic_id and g.client_id = n.client_id and g.expires_at > ${work.at}
         and not exists (select from client_page_end e where e.clinic_id = g.clinic_id and e.page_id = g.id)) as "hasPage"
    from notice n ${about}
    join client_now k on k.clinic_id = n.clinic_id and k.id = n.client_id
    where ${open(work)}
    order by n.made_at, n.id limit 200`.execute(work.db)
  return [...Map.groupBy(rows, (row) => row.clientId)].map(([clientId, list]) => {
    const [first] = list
    return {
      clientId,
      name: first?.client ?? '',
      pronouns: first?.pronouns ?? '',
      language: first?.language ?? '',
      phone: first?.phone ?? null,
      hasPage: first?.hasPage ?? false,
      news: list,
    }
  })
}

/** How many notices wait to be told, and wishes for a change to be answered: for Today, in one question. */
export async function waitingOf(work: Work): Promise<{ toTell: number; switches: number }> {
  const { rows } = await sql<{ toTell: number; switches: number }>`
    select (select count(distinct n.client_id)::int from notice n ${about} where ${open(work)}) as "toTell",
      (select count(*)::int from switch_request r
         where not exists (select from switch_answer a where a.clinic_id = r.clinic_id and a.request_id = r.id)) as switches`.execute(
    work.db,
  )
  return rows[0] ?? { toTell: 0, switches: 0 }
}
