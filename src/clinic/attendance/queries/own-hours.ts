import { sql } from 'kysely'
import { addDays, dayAt, type Day, instantAt, timeAt, weekdayOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { boundTo } from '../../groups/queries/leaders.ts'
import { seatsHeld, timesOf } from '../../groups/queries/seating.ts'
import { noWish, wishesOf } from '../../matching/queries/wishes.ts'
import type { Stay } from '../../plans/queries.ts'
import { workingHoursOf } from '../../staff/queries/hours.ts'
import { staffOf } from '../../staff/queries.ts'
import { therapistIdOn } from '../../staff/queries/therapist.ts'
import { againstVisit, coversOn } from '../../visits/queries/holding.ts'
import { calledOffOn, callsHeldOn, visitsHeldOn } from '../../visits/queries.ts'
import { type Busy, visitKinds } from '../../visits/rules.ts'
import { freeHoursOn, hourKey, mayByVideo, placeOfHour, type Span } from '../own-hour.ts'
import { agreesToVideo } from './by-video.ts'

/** An hour with a clinician that could make up for hours that were missed. */
export type OwnHour = {
  key: string
  staffId: string
  name: string
  /** 'individual', or for adolescents 'teen-individual'. */
  kind: 'individual' | 'teen-individual'
  day: Day
  starts: string
  begins: Date
  ends: Date
  minutes: number
  byVideo: boolean
  isTheirTherapist: boolean
}

/** How many who know the client are asked besides their own therapist, where the therapist has no free hour. */
const othersAsked = 2

/**
 * The free individual hours of some days that a client could come to: with their own therapist, or where that therapist has none, with
 * others who lead a group of theirs and may hold the visit. Only those who gave working hours are asked: nobody is called in at night.
 */
export async function ownHoursFor(work: Work, stay: Stay, days: readonly Day[]): Promise<OwnHour[]> {
  const [first] = days
  if (first === undefined) return []
  const kind = stay.ageGroup === 'adolescent' ? 'teen-individual' : 'individual'
  const { own, others } = await whoKnows(work, stay, first)
  const roles: readonly string[] = visitKinds.find((one) => one.value === kind)?.roles ?? []
  const asked = [...(own === null ? [] : [own]), ...others]
  const people = new Map((await staffOf(work, asked)).map((one) => [one.id, one]))
  const may = (id: string) => roles.includes(people.get(id)?.role ?? '')
  const client = await clientDays(work, stay, days)
  const found: OwnHour[] = []
  for (const staffId of asked.filter(may)) {
    // Somebody else is asked only where their own therapist has no hour.
    if (found.length > 0) break
    const person = people.get(staffId)
    const hours = await hoursWith(work, stay, staffId, days, kind, client)
    found.push(
      ...hours.map((hour) => ({
        ...hour,
        name: `${person?.givenName ?? ''} ${person?.familyName ?? ''}`,
        isTheirTherapist: staffId === own,
      })),
    )
  }
  return found
}

async function whoKnows(work: Work, stay: Stay, day: Day): Promise<{ own: string | null; others: string[] }> {
  const { rows } = await sql<{ own: string | null; others: string[] }>`
    select ${therapistIdOn('e.clinic_id', 'e.id', day)} as own,
      array(select l.staff_id::text from seat t join series_leader l on l.clinic_id = t.clinic_id and l.series_id = t.series_id and l.during @> ${day}::date
        where t.clinic_id = e.clinic_id and t.client_id = any (array[e.client_id]) and t.during @> ${day}::date group by l.staff_id order by count(*) desc, l.staff_id) as others
    from episode e where e.id = ${stay.id}::uuid`.execute(work.db)
  const { own = null, others = [] } = rows[0] ?? {}
  return { own, others: others.filter((id) => id !== own).slice(0, othersAsked) }
}

type ClientDays = {
  busy: Busy[]
  canCome: Awaited<ReturnType<typeof timesOf>>
  calledOff: Set<string>
  agreed: boolean
  wish: 'on-site' | 'video' | 'either'
}

async function clientDays(work: Work, stay: Stay, days: readonly Day[]): Promise<ClientDays> {
  const first = days[0] ?? stay.firstDay
  return {
    busy: [
      ...(await seatsHeld(work, stay.clientId, first)),
      ...(await visitsHeldOn(work, { clientId: stay.clientId }, days)),
    ],
    canCome: await timesOf(work, stay.clientId, first),
    calledOff: await calledOffOn(work, days),
    agreed: await agreesToVideo(work, stay.clientId),
    wish: ((await wishesOf(work, [stay.clientId])).get(stay.clientId) ?? noWish).place,
  }
}

/** What of a diary stands on one day, as wall times. A meeting that was called off, or that somebody else covers, holds nobody. */
const onDay = (busy: readonly Busy[], day: Day, free: (meeting: string) => boolean): Span[] =>
  busy.filter(
    (one) =>
      one.weekday === weekdayOf(day) &&
      one.from <= day &&
      (one.to === null || day <= one.to) &&
      !free(`${one.seriesId ?? ''} ${day}`),
  )

async function hoursWith(
  work: Work,
  stay: Stay,
  staffId: string,
  days: readonly Day[],
  kind: OwnHour['kind'],
  client: ClientDays,
): Promise<Omit<OwnHour, 'name' | 'isTheirTherapist'>[]> {
  const first = days[0] ?? stay.firstDay
  const works = await workingHoursOf(work, [staffId], first)
  if (works.length === 0) return []
  const covers = await coversOn(work, staffId, days)
  const busy: Busy[] = [
    ...(await boundTo(work, { staffId }, first)).map((one) => ({ ...one, seriesId: one.id })),
    ...(await visitsHeldOn(work, { staffId }, days)),
    ...(await callsHeldOn(work, staffId, days)),
    ...covers.held,
  ]
  const mayHold = async (day: Day, byVideo: boolean) =>
    !isRefusal(await againstVisit(work, { kind, staffId, days: [day], byVideo, stay }))
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const found: Omit<OwnHour, 'name' | 'isTheirTherapist'>[] = []
  for (const day of days) {
    if (day < stay.firstDay || (stay.lastDay !== null && day > stay.lastDay)) continue
    const comes = onDay(client.busy, day, (meeting) => client.calledOff.has(meeting))
    const spans = freeHoursOn({
      works: works.filter(
        (one) => one.weekday === weekdayOf(day) && one.from <= day && (one.to === null || day <= one.to),
      ),
      canCome: client.canCome?.filter((one) => one.weekday === weekdayOf(day)) ?? null,
      held: onDay(busy, day, (meeting) => client.calledOff.has(meeting) || covers.freed.has(meeting)),
      comes,
      notBefore: day === today ? timeAt(work.at, zone) : day < today ? '24:00' : '00:00',
    })
    if (spans.length === 0) continue
    const site = await mayHold(day, false)
    const video = mayByVideo({ ...client, isLicensed: client.agreed && (await mayHold(day, true)) })
    const place = placeOfHour({ comesThatDay: comes.length > 0, onSite: site && client.wish !== 'video', video })
    if (place === null) continue
    for (const { starts, ends } of spans) {
      const begins = instantAt(day, starts, zone)
      // In the night of a clock change an hour of the wall may be none of the day.
      if (timeAt(begins, zone) !== starts) continue
      const over = instantAt(ends === '24:00' ? addDays(day, 1) : day, ends === '24:00' ? '00:00' : ends, zone)
      const minutes = Math.round((over.getTime() - begins.getTime()) / 60_000)
      if (minutes < 1) continue
      found.push({
        key: hourKey(staffId, begins),
        staffId,
        kind,
        day,
        starts,
        begins,
        ends: over,
        minutes,
        byVideo: place === 'video',
      })
    }
  }
  return found
}
