import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { isWanted } from '../offering.ts'
import { inOrder, type Placed, type Waiting } from '../waiting.ts'
import { declaredOf, offerPolicyOf } from './declared.ts'

export type OpenWait = Waiting & {
  clientId: string
  episodeId: string
  givenName: string
  familyName: string
  preferredName: string
  pronouns: string
  programId: string | null
  kind: string
  topic: string
  affinity: string
  track: string
  sinceBecause: string
  /** The group that was named; null for a wish. */
  seriesId: string | null
  seriesName: string | null
  /** Every row of that group's line. */
  seriesIds: string[] | null
  stayProgramId: string
  stayProgram: string
  acuityBecause: string | null
  acuityBy: string | null
  /** The offer that is open at this moment. */
  offer: { id: string; seriesId: string; group: string; replyBy: Date } | null
  /** Groups of which an offer was declined or not answered within the days of rest. */
  rested: string[]
}

/**
 * Everybody who waits at this moment: on the list, in care, and not yet seated in the group that was named. Those who were
 * seated or whose stay has ended are left out by what is so, whether or not their row has been ended; a row that was ended is over
 * for whoever began a moment before that, too, and waited. With `seriesIds`, those who
 * wait for one of these groups, whichever of its rows was named, or have a wish.
 */
export async function waitsOpen(
  work: Work,
  only?: { entryId?: string; clientId?: string; seriesIds?: readonly string[] },
): Promise<OpenWait[]> {
  if (only?.entryId !== undefined && !isId(only.entryId)) return []
  const today = dayAt(work.at, work.clinic.timeZone)
  const { restDays } = await offerPolicyOf(work)
  const { rows } = await sql<Omit<OpenWait, 'offer'> & OfferColumns>`
    select w.id, w.client_id, w.episode_id, c.given_name, c.family_name, c.preferred_name, c.pronouns, w.program_id, w.kind, w.topic,
      w.affinity, w.track, w.since_day::text as since, w.since_because, w.joined_at, w.series_id, r.name as series_name,
      case when w.series_id is null then null else array(select x from line_of(w.clinic_id, w.series_id) x) end as series_ids,
      e.program_id as stay_program_id, p.name as stay_program, u.acuity, u.because as acuity_because, u.said_name as acuity_by,
      array(select priority from (select distinct on (s.priority) s.priority, s.applies from waitlist_standing s
              where s.clinic_id = w.clinic_id and s.entry_id = w.id order by s.priority, s.said_at desc, s.id desc) x
            where x.applies order by 1) as priorities,
      o.id as offer_id, o.series_id as offer_series, o.name as offer_group, o.reply_by as offer_reply_by,
      array(select distinct l.id from seat_offer f cross join lateral line_of(f.clinic_id, f.series_id) as l(id)
            left join seat_offer_answer a on a.clinic_id = f.clinic_id and a.offer_id = f.id
            where f.clinic_id = w.clinic_id and f.entry_id = w.id
              and ((a.answer in ('declined', 'lapsed') and a.answered_at > ${work.at}::timestamptz - make_interval(days => ${restDays}))
                   or (a.id is null and f.reply_by <= ${work.at}::timestamptz
                       and f.reply_by > ${work.at}::timestamptz - make_interval(days => ${restDays})))) as rested
    from waitlist_entry w
    join client_now c on c.clinic_id = w.clinic_id and c.id = w.client_id
    join episode e on e.clinic_id = w.clinic_id and e.id = w.episode_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    left join group_series r on r.clinic_id = w.clinic_id and r.id = w.series_id
    left join lateral (select x.acuity, x.because, m.given_name || ' ' || m.family_name as said_name from waitlist_urgency x
      left join staff_member m on m.clinic_id = x.clinic_id and m.id = x.said_by
      where x.clinic_id = w.clinic_id and x.entry_id = w.id order by x.said_at desc, x.id desc limit 1) u on true
    left join lateral (select f.id, f.series_id, g.name, f.reply_by from seat_offer f
      join group_series g on g.clinic_id = f.clinic_id and g.id = f.series_id
      where f.clinic_id = w.clinic_id and f.entry_id = w.id and upper(f.during) > ${work.at}::timestamptz
        and not exists (select from seat_offer_answer a where a.clinic_id = f.clinic_id and a.offer_id = f.id)
      limit 1) o on true
    where upper_inf(w.during) and e.during && daterange(${today}::date, null)
      ${given(only?.entryId, (one) => sql`and w.id = ${one}::uuid`)}
      ${given(only?.clientId, (one) => sql`and w.client_id = ${one}::uuid`)}
      ${
        only?.seriesIds === undefined
          ? sql``
          : sql`and (w.series_id is null or w.series_id in (
              select x.id from group_series x where coalesce(x.line_id, x.id) in (
                select coalesce(r.line_id, r.id) from group_series r where r.id = any (${[...only.seriesIds]}::uuid[]))))`
      }
      and not exists (select from seat t where w.series_id is not null and t.clinic_id = w.clinic_id and t.client_id = any (array[w.client_id])
        and t.series_id in (select x from line_of(w.clinic_id, w.series_id) x) and t.during && daterange(${today}::date, null)
        and (upper_inf(t.during) or upper(t.during) - lower(t.during) > 7))
    order by w.joined_at, w.id`.execute(work.db)
  return rows.map(({ offerId, offerSeries, offerGroup, offerReplyBy, ...row }) => ({
    ...row,
    offer:
      offerId === null || offerSeries === null || offerGroup === null || offerReplyBy === null
        ? null
        : { id: offerId, seriesId: offerSeries, group: offerGroup, replyBy: offerReplyBy },
  }))
}

type OfferColumns = {
  offerId: string | null
  offerSeries: string | null
  offerGroup: string | null
  offerReplyBy: Date | null
}

export type Wanted = {
  id: string
  name: string
  programId: string
  kind: string
  topic: string
  affinity: string
  track: string
  from: Day
  to: Day | null
}

/** One group as a wish is compared with it; undefined for one that does not exist. */
export async function wantedById(work: Work, seriesId: string): Promise<Wanted | undefined> {
  if (!isId(seriesId)) return undefined
  return (await seriesWanted(work, seriesId))[0]
}

/** Every group that runs on a day in the coming weeks; one that is going to change its hour stands here once, as it is now. */
export async function seriesWanted(work: Work, only?: string): Promise<Wanted[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Wanted>`
    select r.id, r.name, r.program_id, r.kind, r.topic, r.affinity, p.track, lower(r.during)::text as "from",
      (upper(r.during) - 1)::text as "to"
    from group_series r join program p on p.clinic_id = r.clinic_id and p.id = r.program_id
    where r.during && daterange(${today}::date, ${addDays(today, daysAhead + 1)}::date)
      ${
        only === undefined
          ? sql`and not exists (
              select from group_series x where x.clinic_id = r.clinic_id and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id)
                and x.during && daterange(${today}::date, ${addDays(today, daysAhead + 1)}::date) and x.during << r.during)`
          : sql`and r.id = ${only}::uuid`
      }
    order by r.weekday, r.starts, r.name, r.id`.execute(work.db)
  return rows
}

/** A chair that comes free within so many days is offered already. */
export const daysAhead = 21

export const wants = (wait: OpenWait, series: Wanted): boolean => isWanted(wait, series)

/** Those who wait for a group, in the declared order. */
export async function waitingFor(work: Work, series: Wanted, all?: readonly OpenWait[]): Promise<Placed<OpenWait>[]> {
  const waits = (all ?? (await waitsOpen(work))).filter((wait) => wants(wait, series))
  return inOrder(waits, await declaredOf(work), dayAt(work.at, work.clinic.timeZone))
}

export type KnownWait = {
  id: string
  clientId: string
  episodeId: string
  because: string | null
  words: string
  leftAt: Date | null
}

/** One place by its id, whether or not it has ended, with how it did. */
export async function waitById(work: Work, id: string): Promise<KnownWait | undefined> {
  if (!isId(id)) return undefined
  const { rows } = await sql<KnownWait>`
    select w.id, w.client_id, w.episode_id, l.because, coalesce(l.words, '') as words, l.left_at
    from waitlist_entry w left join waitlist_leave l on l.clinic_id = w.clinic_id and l.entry_id = w.id
    where w.id = ${id}::uuid`.execute(work.db)
  return rows[0]
}

/** What one client waits for at this moment, with the place in the list of a group that was named. */
export async function waitsOfClient(work: Work, clientId: string): Promise<{ wait: OpenWait; place: number | null }[]> {
  const own = await waitsOpen(work, { clientId })
  if (own.length === 0) return []
  const everybody = await waitsOpen(work)
  const found: { wait: OpenWait; place: number | null }[] = []
  for (const wait of own) {
    const series = wait.seriesId === null ? undefined : await wantedById(work, wait.seriesId)
    const list = series === undefined ? [] : await waitingFor(work, series, everybody)
    found.push({ wait, place: list.find(({ entry }) => entry.id === wait.id)?.place ?? null })
  }
  return found
}
