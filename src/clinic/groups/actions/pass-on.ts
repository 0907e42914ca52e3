import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, unlessRefused, type Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { stayById } from '../../plans/queries.ts'
import { isQuiet, notNow, replyBy } from '../offering.ts'
import { offeringOf, offerPolicyOf } from '../queries/declared.ts'
import { seriesToTake } from '../queries/seating.ts'
import { asksFor, daysFree, whatLacks } from '../queries/turn.ts'
import {
  seriesWanted,
  waitingFor,
  waitsOpen,
  wantedById,
  wants,
  type OpenWait,
  type Wanted,
} from '../queries/waiting.ts'
import { closeOffer, endPlaces, holdPlace } from './end-waits.ts'
import { holdDiaries } from './hold.ts'

export type Passed = { place: number; code: string }
type Made = { id: string; replyBy: Date; firstDay: Day }

/**
 * Keeps a free chair for somebody who waits until they answer. The chair itself has the last word: answers 'seat-gone' when
 * somebody else was given it, holds it or has it offered since.
 */
export async function offerChair(
  work: Work,
  wait: OpenWait,
  series: Wanted,
  day: Day,
  ground: { place: number; passed: Passed[]; outOfTurn?: string },
): Promise<Made | Refusal> {
  const stay = await stayById(work, wait.episodeId)
  const from = stay === undefined || day > stay.firstDay ? day : stay.firstDay
  const chairs = (await seriesToTake(work, series.id, from))?.chairs ?? []
  const until = replyBy(work.at, await offerPolicyOf(work), work.clinic.timeZone)
  const sentences = {
    chair_is_taken: `The last free seat in ${series.name} was taken a moment ago.`,
    one_offer_a_chair: `The last free seat in ${series.name} was offered to somebody a moment ago.`,
    one_offer_at_a_time: 'A seat is offered for this place on the list already.',
    not_now: notNow(series.name).because,
  }
  const row = { clinicId: work.clinic.id, madeAt: work.at }
  // Whoever ends this place at this moment waits for the offer and takes it back, or was first, and there is none.
  if (!(await holdPlace(work, wait.id)))
    return refuse(
      'place-changes',
      'This place on the list has just ended, or changes at this moment. Look at the list again.',
    )
  const made = await unlessRefused(work, sentences, async () => {
    const id = newId()
    await work.db
      .insertInto('seatOffer')
      .values({
        ...row,
        id,
        entryId: wait.id,
        clientId: wait.clientId,
        seriesId: series.id,
        number: chairs[0] ?? 0,
        firstDay: from,
        during: `[${work.at.toISOString()},${until.toISOString()})`,
        replyBy: until,
      })
      .execute()
    await work.db
      .insertInto('seatOfferGround')
      .values({
        ...row,
        id: newId(),
        offerId: id,
        place: ground.place,
        passed: JSON.stringify(ground.passed),
        outOfTurn: ground.outOfTurn ?? '',
        madeBy: ground.outOfTurn === undefined && work.by.kind !== 'staff' ? null : work.by.id,
      })
      .execute()
    return id
  })
  if (isRefusal(made)) return made
  await tellClient(work, {
    clientId: wait.clientId,
    kind: 'seat-offered',
    about: { offerId: made, seriesId: series.id },
  })
  await record(work, 'seat.offered', {
    clients: [wait.clientId],
    about: { offer: made, series: series.id, place: ground.place, outOfTurn: ground.outOfTurn !== undefined },
  })
  return { id: made, replyBy: until, firstDay: from }
}

/** The next on the list who could come and has not been asked lately, with who was passed over and by what. */
export async function nextFor(
  work: Work,
  series: Wanted,
  all?: readonly OpenWait[],
  leftOut: ReadonlySet<string> = new Set(),
): Promise<{ wait: OpenWait; day: Day; place: number; passed: Passed[] } | null> {
  const list = await waitingFor(work, series, all)
  const asked = asksFor(list, series.id)
  if (asked.length === 0) return null
  for (const day of await daysFree(work, series)) {
    const free = await seriesToTake(work, series.id, day)
    if (free === undefined || free.chairs.length === 0) continue
    const passed: Passed[] = []
    for (const { entry, place } of list) {
      if (!asked.some((one) => one.entry.id === entry.id)) {
        passed.push({ place, code: entry.offer === null ? 'asked-lately' : 'has-an-offer' })
        continue
      }
      if (leftOut.has(entry.id)) {
        passed.push({ place, code: 'not-now' })
        continue
      }
      const lack = await whatLacks(work, entry, series.id, day)
      if (lack === null) return { wait: entry, day, place, passed }
      passed.push({ place, code: lack.refused })
    }
  }
  return null
}

/**
 * Brings the offers of one group up to this moment: what was not answered in time is written down as lapsed, and free chairs
 * are offered to whoever is next, where that goes by itself and nobody is asked at night. Answers how many were offered.
 */
export async function passOn(work: Work, seriesId: string): Promise<number> {
  await holdDiaries(work, [seriesId])
  const over = await work.db
    .selectFrom('seatOffer as o')
    .leftJoin('seatOfferAnswer as a', (join) =>
      join.onRef('a.clinicId', '=', 'o.clinicId').onRef('a.offerId', '=', 'o.id'),
    )
    .where('o.seriesId', '=', seriesId)
    .where('o.replyBy', '<=', work.at)
    .where('a.id', 'is', null)
    .select(['o.id', 'o.clientId'])
    .execute()
  for (const offer of over)
    if (await closeOffer(work, offer, 'lapsed'))
      await record(work, 'seat-offer.lapsed', {
        clients: [offer.clientId],
        about: { offer: offer.id, series: seriesId },
      })
  if (!(await offeringOf(work, seriesId)).isAutomatic) return 0
  if (isQuiet(work.at, await offerPolicyOf(work), work.clinic.timeZone)) return 0
  const series = await wantedById(work, seriesId)
  if (series === undefined) return 0
  let made = 0
  // Whom the room itself does not take now stops nobody who stands behind.
  const leftOut = new Set<string>()
  // Each round keeps one more chair or leaves one person out; a group has at most sixty chairs.
  for (let n = 0; n < 120; n += 1) {
    const next = await nextFor(work, series, undefined, leftOut)
    if (next === null) break
    const offer = await offerChair(work, next.wait, series, next.day, next)
    if (!isRefusal(offer)) made += 1
    else if (offer.refused === 'not-now' || offer.refused === 'place-changes') leftOut.add(next.wait.id)
    else break
  }
  return made
}

/** Passes on, in every clinic, what was not answered in time, and offers what is free. Done twice, nothing is offered twice. */
export async function passOffersOn(pool: Pool, at: Date): Promise<number> {
  let made = 0
  const troubles: unknown[] = []
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  for (const { id } of rows) {
    const clock = <T>(deed: (work: Work) => Promise<T>) =>
      asPerson(pool, id, { kind: 'stepwell', id: null, name: 'Clock' }, at, deed).catch((error: unknown) => {
        // Trouble in one group holds up no other; the clock is told when the round is over.
        troubles.push(error)
        return null
      })
    const due = await clock(async (work) => {
      await endThoseWhoLeft(work)
      return seriesToPassOn(work)
    })
    // One transaction a group: whoever is given a seat elsewhere does not wait for the whole list.
    for (const series of due ?? []) made += (await clock((work) => passOn(work, series))) ?? 0
  }
  if (troubles.length > 0) throw troubles[0]
  return made
}

/** The groups for which somebody waits, and those with an offer whose time is over. */
async function seriesToPassOn(work: Work): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct o.series_id as id from seat_offer o
    left join seat_offer_answer a on a.clinic_id = o.clinic_id and a.offer_id = o.id
    where a.id is null and o.reply_by <= ${work.at}::timestamptz`.execute(work.db)
  const waits = (await waitsOpen(work)).filter((wait) => wait.offer === null)
  const wanted = waits.length === 0 ? [] : await seriesWanted(work)
  const asked = wanted.filter((series) => waits.some((wait) => wants(wait, series))).map((series) => series.id)
  return [...new Set([...rows.map((row) => row.id), ...asked])].sort()
}

/** Places of stays that have ended, and of people who sit in the group they waited for, end with a row of their own. */
async function endThoseWhoLeft(work: Work): Promise<void> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{ id: string; over: boolean }>`
    select w.id, not (e.during && daterange(${today}::date, null)) as over
    from waitlist_entry w join episode e on e.clinic_id = w.clinic_id and e.id = w.episode_id
    where upper_inf(w.during) and lower(w.during) <= ${work.at}::timestamptz
      and (not (e.during && daterange(${today}::date, null))
        or exists (select from seat t where w.series_id is not null and t.clinic_id = w.clinic_id and t.client_id = w.client_id
          and t.series_id in (select x from line_of(w.clinic_id, w.series_id) x) and t.during && daterange(${today}::date, null)
          and (upper_inf(t.during) or upper(t.during) - lower(t.during) > 7)))
    order by w.id for update of w skip locked`.execute(work.db)
  const ids = (over: boolean) => rows.filter((row) => row.over === over).map((row) => row.id)
  await endPlaces(work, ids(true), 'stay-ended')
  await endPlaces(work, ids(false), 'seated')
}
