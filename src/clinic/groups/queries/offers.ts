import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import { stateOf, type OfferState } from '../offering.ts'

export type SeatOffer = {
  id: string
  entryId: string
  clientId: string
  episodeId: string
  seriesId: string
  group: string
  weekday: number
  starts: string
  minutes: number
  number: number
  firstDay: Day
  madeAt: Date
  replyBy: Date
  state: OfferState
  answeredAt: Date | null
  answeredBy: 'staff' | 'client' | 'stepwell' | null
}

async function offers(work: Work, which: ReturnType<typeof sql<boolean>>): Promise<SeatOffer[]> {
  const { rows } = await sql<Omit<SeatOffer, 'state'> & { answer: string | null }>`
    select o.id, o.entry_id, o.client_id, w.episode_id, o.series_id, r.name as "group", r.weekday,
      to_char(r.starts, 'HH24:MI') as starts, r.minutes, o.number, o.first_day::text as first_day, o.made_at, o.reply_by,
      a.answer, a.answered_at, a.by_kind as answered_by
    from seat_offer o
    join waitlist_entry w on w.clinic_id = o.clinic_id and w.id = o.entry_id
    join group_series r on r.clinic_id = o.clinic_id and r.id = o.series_id
    left join seat_offer_answer a on a.clinic_id = o.clinic_id and a.offer_id = o.id
    where ${which} order by o.made_at desc, o.id desc limit 500`.execute(work.db)
  return rows.map(({ answer, ...row }) => ({ ...row, state: stateOf({ answer, replyBy: row.replyBy }, work.at) }))
}

/** The seats that are offered to a client and not answered yet, the one to answer soonest first. Their own page asks this too. */
export const offersOf = async (work: Work, clientId: string): Promise<SeatOffer[]> =>
  (await offers(work, sql<boolean>`o.client_id = ${clientId}::uuid and upper(o.during) > ${work.at}::timestamptz`))
    .filter((offer) => offer.state === 'open')
    .sort((a, b) => a.replyBy.getTime() - b.replyBy.getTime())

/** Every offer that was made to one entry, the newest first. */
export const offersOfEntry = async (work: Work, entryId: string): Promise<SeatOffer[]> =>
  isId(entryId) ? offers(work, sql<boolean>`o.entry_id = ${entryId}::uuid`) : []

export async function offerById(work: Work, id: string): Promise<SeatOffer | undefined> {
  return isId(id) ? (await offers(work, sql<boolean>`o.id = ${id}::uuid`))[0] : undefined
}

/** Who was passed over for an offer, with the place and what they lacked; and the reason, where it went out of turn. */
export type Ground = {
  offerId: string
  place: number
  passed: { place: number; code: string }[]
  outOfTurn: string
  madeBy: string | null
}

export async function groundsOf(work: Work, offerIds: readonly string[]): Promise<Map<string, Ground>> {
  if (offerIds.length === 0) return new Map()
  const { rows } = await sql<Ground>`
    select g.offer_id, g.place, g.passed, g.out_of_turn, m.given_name || ' ' || m.family_name as made_by
    from seat_offer_ground g left join staff_member m on m.clinic_id = g.clinic_id and m.id = g.made_by
    where g.offer_id = any (${[...offerIds]}::uuid[])`.execute(work.db)
  return new Map(rows.map((row) => [row.offerId, row]))
}

/** The offers of one group in the last weeks, in every row of its line, the newest first, each with the name of whom it was made to. */
export async function offersOfSeries(work: Work, seriesId: string): Promise<(SeatOffer & { name: string })[]> {
  const found = await offers(
    work,
    sql<boolean>`o.series_id in (select x from line_of(o.clinic_id, ${seriesId}::uuid) x) and o.made_at > ${work.at}::timestamptz - interval '60 days'`,
  )
  if (found.length === 0) return []
  const people = await work.db
    .selectFrom('clientNow')
    .where(
      'id',
      'in',
      found.map((offer) => offer.clientId),
    )
    .select(['id', 'givenName', 'familyName', 'preferredName'])
    .execute()
  const names = new Map(people.map((one) => [one.id, nameOf(one)]))
  return found.map((offer) => ({ ...offer, name: names.get(offer.clientId) ?? '' }))
}
