import type pg from 'pg'
import { type Day, dayAt } from '../basics/dates.ts'
import { riverbend } from '../../tests/cast.ts'
import { followAssistance } from './assistance.ts'
import { minutesAfter } from './calendar.ts'
import { addFront, addTimeAway } from './clinic-front.ts'
import { addMoney } from './clinic-money.ts'
import { addPacks, addPartners, addReferrers } from './clinic-partners.ts'
import { addCoverage, withoutMoney } from './coverages.ts'
import { addCallsOf, addHolds, addMessage, addMessagesOf, addSpamOf, type Taken } from './desk-calls.ts'
import { addRequest, askedForTomorrow, makeEstimates } from './estimates.ts'
import type { House } from './house.ts'
import { madeByDemo } from './ids.ts'
import { beatsOf, type Before, comerOf, comersOf, tell } from './inquiries.ts'
import { followIntakes } from './intakes.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import { followPapers } from './signings.ts'
import { addReturn, addTwins } from './twins.ts'
import { followWaysIn } from './ways-in.ts'
import type { Writer } from './write.ts'

const daysOfInquiries = 56
const daysOfCalls = 28
const daysOfSpam = 14
const daysAhead = 6
/** Days after which every inquiry is over. */
const longestStory = 45

/** What stands at the front door before anybody comes: pages, fees, partners, those who send people, papers to sign. */
export function addFrontDoor(house: House, sheaf: Sheaf, at: Date): void {
  addReferrers(house, sheaf, at)
  if (house.clinic.id !== riverbend.id) return
  addFront(house, sheaf)
  addMoney(house, sheaf, at)
  addPartners(house, sheaf, at)
  addPacks(house, sheaf, at)
}

/**
 * The front door from when it was last looked at (`since`; null: from the beginning) to this minute. It reads what the
 * house has lived through and adds what belongs to it: who came how, what a plan pays, what was signed.
 */
export async function liveAtFrontDoor(
  owner: pg.Client,
  writer: Writer,
  house: House,
  since: Date | null,
): Promise<void> {
  const { calendar, today } = house
  const ground = newSheaf()
  const { rows: away } = await owner.query<{ id: string }>('select id from time_away where clinic_id = $1', [
    house.clinic.id,
  ])
  addTimeAway(house, ground, new Set(away.map(({ id }) => id)))
  if (since === null) {
    await addTwins(owner, house, ground)
    await addReturn(owner, house, ground)
  }
  await writer.write(ground)

  const came = newSheaf()
  await followWaysIn(owner, house, came)
  await tellEverything(owner, house, came, since)
  await addMoneyOfPeople(owner, house, came)
  const begun = since ?? calendar.instant(calendar.add(today, -45), '00:00')
  await followPapers(owner, house, came, begun)
  await followIntakes(owner, house, came, begun)
  await writer.write(came)

  const owed = newSheaf()
  await followAssistance(owner, house, owed)
  await oweTomorrow(owner, house, owed)
  await makeEstimates(owner, house, owed)
  const isNewDay = since === null || since < calendar.instant(today, '00:00')
  if (isNewDay) addHolds(house, owed, await chairsToHold(owner, house))
  await writer.write(owed)
}

async function tellEverything(owner: pg.Client, house: House, sheaf: Sheaf, since: Date | null): Promise<void> {
  const { calendar, today } = house
  const known = await inquiriesOfDemo(owner, house)
  const before: Before = { until: since, own: new Set(known.map(({ id }) => id)) }
  const taken = await callsTaken(owner, house)
  // Later, every story that may not have been over when it was last told.
  const told = since === null ? null : calendar.add(dayAt(since, calendar.zone), -longestStory)
  const from = (days: number): Day => told ?? calendar.add(today, -days)
  for (const day of calendar.span(from(daysOfInquiries), today)) {
    for (const one of comersOf(house, day)) tell(house, sheaf, one, before)
    addMessagesOf(house, sheaf, day, before)
    if (day >= from(daysOfSpam)) addSpamOf(house, sheaf, day, before)
  }
  for (const day of calendar.span(from(daysOfCalls), calendar.add(today, daysAhead)))
    addCallsOf(house, sheaf, day, before, taken)
  // What came at the hour of an earlier start has no day to be told by: it is known by its own time.
  for (const { id, channel, cameAt, language, ownerId } of known) {
    if (channel === 'seat-hold') {
      const comer = { ...comerOf(house, id, cameAt, { channel }), id, ownerId }
      tell(house, sheaf, { comer, beats: beatsOf(house, comer) }, before)
    }
    if (channel === 'message' && id === comerOf(house, keyOf(cameAt), cameAt, { channel }).id)
      addMessage(house, sheaf, { key: keyOf(cameAt), cameAt, language, isShort: true }, before)
  }
  if (since !== null && since >= calendar.instant(today, '00:00')) return
  const cameAt = minutesAfter(house.at, -50)
  addMessage(house, sheaf, { key: keyOf(cameAt), cameAt, language: 'en', isShort: true }, before)
}

const keyOf = (cameAt: Date): string => `message at ${cameAt.toISOString()}`

/** Who named a plan has it taken over; who pays alone asks for an estimate. */
async function addMoneyOfPeople(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const recent = house.calendar.instant(house.calendar.add(house.today, -40), '00:00')
  for (const payee of await withoutMoney(owner, house)) {
    if (!payee.paysAlone) addCoverage(house, sheaf, payee)
    else if (payee.knownSince > recent && minutesAfter(payee.knownSince, 25) <= house.at)
      addRequest(house, sheaf, payee.clientId, minutesAfter(payee.knownSince, 25))
  }
}

/** Somebody in care who pays alone asked for an estimate of the next weeks: it is owed on the next business day. */
async function oweTomorrow(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const at = askedForTomorrow(house)
  if (at === null) return
  const { rows } = await owner.query<{ clientId: string }>(
    `select q.client_id as "clientId" from estimate_request q
     where q.clinic_id = $1 and q.id::text ~ '^.{14}8' and q.due_on <= $2
       and exists (select from episode e where e.clinic_id = q.clinic_id and e.client_id = q.client_id and upper_inf(e.during))
       and not exists (select from estimate_request z where z.clinic_id = q.clinic_id and z.due_on > $2)
     order by q.recorded_at, q.id limit 1`,
    [house.clinic.id, house.today],
  )
  const [one] = rows
  if (one !== undefined) addRequest(house, sheaf, one.clientId, at)
}

type Known = { id: string; channel: 'seat-hold' | 'message'; cameAt: Date; language: 'en' | 'es'; ownerId: string }

/** The inquiries of the demo on which nobody else has worked, of the last months. */
async function inquiriesOfDemo(owner: pg.Client, house: House): Promise<Known[]> {
  const { rows } = await owner.query<Known>(
    `select i.id, i.channel, i.came_at as "cameAt", i.language,
       (select o.staff_id from inquiry_owner o where o.clinic_id = i.clinic_id and o.inquiry_id = i.id order by o.nth desc limit 1) as "ownerId"
     from inquiry i where i.clinic_id = $1 and i.came_at > $2
       and not exists (select from inquiry_stage s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id and s.id::text !~ '^.{14}8')
       and not exists (select from inquiry_owner s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id and s.id::text !~ '^.{14}8')
       and not exists (select from inquiry_call s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id and s.id::text !~ '^.{14}8')
       and not exists (select from inquiry_client s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id)
       and not exists (select from inquiry_release s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id)
       and not exists (select from inquiry_step s left join inquiry_step_done d on d.clinic_id = s.clinic_id and d.step_id = s.id
         where s.clinic_id = i.clinic_id and s.inquiry_id = i.id and (s.id::text !~ '^.{14}8' or d.id::text !~ '^.{14}8'))
     order by i.came_at, i.id`,
    [house.clinic.id, house.calendar.instant(house.calendar.add(house.today, -400), '00:00')],
  )
  return rows.filter(({ id }) => madeByDemo(id))
}

async function callsTaken(owner: pg.Client, house: House): Promise<Taken[]> {
  const { rows } = await owner.query<Taken & { id: string }>(
    `select b.id, b.staff_id as "staffId", lower(b.during) as from, upper(b.during) as to from call_booking b
     where b.clinic_id = $1 and not isempty(b.during) and b.starts_at > $2`,
    [house.clinic.id, house.calendar.instant(house.calendar.add(house.today, -daysOfCalls), '00:00')],
  )
  return rows.filter(({ id }) => !madeByDemo(id))
}

/** Free chairs of two groups, of which each has several: what visitors hold at this hour. */
async function chairsToHold(owner: pg.Client, house: House) {
  const { rows } = await owner.query<{ seriesId: string; number: number; firstDay: string; group: string }>(
    `select c.series_id as "seriesId", min(c.number)::int as number, g.held_on::text as "firstDay", r.name as group
     from chairs_open($2, $3::date, null) c
     join group_series r on r.clinic_id = $1 and r.id = c.series_id and r.is_open
     cross join lateral (select min(s.held_on) as held_on from group_session s where s.clinic_id = $1 and s.series_id = c.series_id
       and s.held_on > $3::date + 1 and not isempty(s.during)) g
     where not c.held and c.free_from is not null and c.free_from <= g.held_on
     group by c.series_id, g.held_on, r.name having count(*) >= 3
     order by md5(c.series_id::text || $3::text) limit greatest(0, 2 - (
       select count(*)::int from seat_hold h where h.clinic_id = $1 and upper(h.during) > $2))`,
    [house.clinic.id, house.at, house.today],
  )
  return rows
}

/** Whether the front door was ever laid here: a demo of an earlier release has none. */
export async function hasFrontDoor(owner: pg.Client, house: House): Promise<boolean> {
  const { rowCount } = await owner.query("select from referrer where clinic_id = $1 and id::text ~ '^.{14}8' limit 1", [
    house.clinic.id,
  ])
  return (rowCount ?? 0) > 0
}
