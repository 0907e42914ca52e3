import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { offerState, type OfferState } from '../make-up-rules.ts'
import { hourKey } from '../own-hour.ts'

export type MakeUpOffer = {
  id: string
  clientId: string
  episodeId: string
  /** Null: an hour with a clinician. */
  seriesId: string | null
  /** The meeting, or the key of the hour. */
  sessionId: string
  staffId: string | null
  kind: string
  /** What staff call it: the group's name, or whose hour it is. */
  group: string
  /** The given name of whoever holds the hour; empty for a group. */
  with: string
  heldOn: Day
  starts: Date
  ends: Date
  room: string
  byVideo: boolean
  /** Made before the week loses the hours, and not after they were missed. */
  ahead: boolean
  expiresAt: Date
  offeredAt: Date
  state: OfferState
}

type Row = Omit<MakeUpOffer, 'state' | 'sessionId'> & { sessionId: string | null; answer: string | null }

async function offers(work: Work, where: ReturnType<typeof sql>): Promise<MakeUpOffer[]> {
  const { rows } = await sql<Row>`
    select o.id, o.client_id as "clientId", o.episode_id as "episodeId", o.series_id as "seriesId", o.session_id as "sessionId",
           o.staff_id as "staffId", o.kind, coalesce(r.name, 'An hour with ' || s.given_name || ' ' || s.family_name) as "group",
           coalesce(s.given_name, '') as "with", o.held_on as "heldOn",
           coalesce(o.begins, lower(g.during), (g.held_on + r.starts) at time zone r.time_zone) as starts,
           coalesce(o.begins + make_interval(mins => o.minutes), upper(g.during),
             (g.held_on + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)) as ends,
           coalesce(m.name, '') as room, coalesce(m.is_video, o.by_video) as "byVideo", o.ahead,
           -- A meeting that was called off ends what was offered in it.
           case when isempty(g.during) then o.offered_at else o.expires_at end as "expiresAt", o.offered_at as "offeredAt",
           a.answer
    from make_up_offer o
    left join group_session g on g.clinic_id = o.clinic_id and g.id = o.session_id
    left join group_series r on r.clinic_id = o.clinic_id and r.id = o.series_id
    left join room m on m.clinic_id = g.clinic_id and m.id = g.room_id
    left join staff_member s on s.clinic_id = o.clinic_id and s.id = o.staff_id
    left join make_up_answer a on a.clinic_id = o.clinic_id and a.offer_id = o.id
    where ${where} order by starts, o.id`.execute(work.db)
  return rows.map(({ answer, sessionId, ...offer }) => ({
    ...offer,
    sessionId: sessionId ?? hourKey(offer.staffId ?? '', offer.starts),
    state: offerState({ expiresAt: offer.expiresAt, answer }, work.at),
  }))
}

/** The make-up seats that are open to a client now: readable by themselves on their own page. */
export const makeUpOffersOf = async (work: Work, clientId: string): Promise<MakeUpOffer[]> =>
  (await offers(work, sql`o.client_id = ${clientId}::uuid and o.expires_at > ${work.at}`)).filter(
    (offer) => offer.state === 'open',
  )

/** Everything that was offered to some clients for a week, and what became of it. */
export const makeUpOffersIn = async (work: Work, clientIds: readonly string[], monday: Day): Promise<MakeUpOffer[]> =>
  clientIds.length === 0
    ? []
    : offers(
        work,
        sql`o.client_id = any (${[...clientIds]}::uuid[]) and o.held_on between ${monday}::date and ${addDays(monday, 6)}::date`,
      )

export const makeUpOfferById = async (work: Work, id: string): Promise<MakeUpOffer | undefined> =>
  isId(id) ? (await offers(work, sql`o.id = ${id}::uuid`))[0] : undefined
