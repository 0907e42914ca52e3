import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import { offerUntil } from '../clinic/attendance/make-up-rules.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { lately } from './lately.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import type { Writer } from './write.ts'

// One meeting of this week that is called off, with seats offered in its place; what else is to be told, and two wishes.

type Meeting = {
  id: string
  seriesId: string
  name: string
  day: Day
  starts: Date
  programId: string
  members: number
}

/** The smallest core meeting of the days that are left of this week, or of the next few where the week is over. */
async function toCallOff(owner: pg.Client, house: House): Promise<Meeting | undefined> {
  const { calendar, today } = house
  const sunday = calendar.add(calendar.monday(today), 6)
  const to = calendar.weekday(today) <= 4 ? sunday : calendar.add(today, 5)
  const core = house.blocks.filter((block) => block.core).flatMap((block) => block.meetings[1]?.id ?? [])
  const { rows } = await owner.query<Meeting>(
    `select g.id, g.series_id as "seriesId", r.name, g.held_on::text as day, lower(g.during) as starts, r.program_id as "programId",
       (select count(*)::int from seat s where s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on) as members
     from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
     where g.clinic_id = $1 and not isempty(g.during) and g.held_on > $2::date and g.held_on <= $3::date and g.series_id = any ($4)
     order by members, g.held_on, g.id limit 1`,
    [house.clinic.id, today, to, core],
  )
  return rows[0]
}

/** Calls it off as its leader does, and offers up to four members a seat that fits in one of the other meetings of that week. */
export async function callOff(owner: pg.Client, writer: Writer, house: House): Promise<void> {
  const meeting = await toCallOff(owner, house)
  if (meeting === undefined) return
  const sheaf = newSheaf()
  const coordinator = house.coordinators[0] ?? house.director
  const cancelledAt = lately(house, 75)
  const row = { sessionId: meeting.id, because: 'The therapist is ill', cancelledBy: coordinator.id, cancelledAt }
  sheaf.add('sessionCancellation', { id: demoId(cancelledAt, meeting.id, 'cancelled'), ...row })
  await owner.query("update group_session set during = 'empty' where clinic_id = $1 and id = $2", [
    house.clinic.id,
    meeting.id,
  ])
  const { rows } = await owner.query<{ clientId: string; stayId: string }>(
    `select s.client_id as "clientId", s.episode_id as "stayId" from seat s join episode e on e.clinic_id = s.clinic_id and e.id = s.episode_id
     where s.clinic_id = $1 and s.series_id = $2 and s.during @> $3::date and e.level_of_care = '2.1' order by md5(s.id::text)`,
    [house.clinic.id, meeting.seriesId, meeting.day],
  )
  rows.forEach(({ clientId }, n) => {
    const id = addNotice(
      house,
      sheaf,
      clientId,
      'meeting-cancelled',
      { sessionId: meeting.id, seriesId: meeting.seriesId, day: meeting.day },
      cancelledAt,
    )
    if (n >= 3) addTold(house, sheaf, id, minutesAfter(cancelledAt, 12 + n))
  })
  const promised = new Map<string, number>()
  for (const { clientId, stayId } of rows.slice(0, 4)) {
    const seat = (await seatsInstead(owner, house, meeting, clientId)).find(
      (one) => one.free > (promised.get(one.id) ?? 0),
    )
    if (seat === undefined) continue
    const offeredAt = lately(house, 50)
    const expiresAt = offerUntil(seat.starts, offeredAt)
    if (expiresAt === null || expiresAt <= house.at) continue
    promised.set(seat.id, (promised.get(seat.id) ?? 0) + 1)
    const id = demoId(offeredAt, clientId, 'make-up', seat.id)
    const { seriesId, day: heldOn } = seat
    const offer = {
      clientId,
      episodeId: stayId,
      seriesId,
      sessionId: seat.id,
      heldOn,
      expiresAt,
      offeredBy: coordinator.id,
      offeredAt,
    }
    sheaf.add('makeUpOffer', { id, ...offer })
    addNotice(house, sheaf, clientId, 'make-up-offered', { offerId: id, sessionId: seat.id }, offeredAt)
  }
  await writer.write(sheaf)
}

async function seatsInstead(owner: pg.Client, house: House, meeting: Meeting, clientId: string) {
  const { calendar, at } = house
  const monday = calendar.monday(meeting.day)
  const { rows } = await owner.query<{ id: string; seriesId: string; day: Day; starts: Date; free: number }>(
    `select g.id, g.series_id as "seriesId", g.held_on::text as day, lower(g.during) as starts,
       ((select count(*) from series_chair c where c.clinic_id = g.clinic_id and c.series_id = g.series_id)
        - (select count(*) from seat s where s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on))::int as free
     from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
     where g.clinic_id = $1 and r.program_id = $2 and not isempty(g.during) and lower(g.during) > $3 and g.held_on between $4::date and $5::date
       and r.affinity = '' and g.series_id <> $6
       and not exists (select from seat s join group_session x on x.clinic_id = s.clinic_id and x.series_id = s.series_id and s.during @> x.held_on
         where s.clinic_id = g.clinic_id and s.client_id = $7 and x.held_on = g.held_on and x.during && g.during)
       and not exists (select from visit v where v.clinic_id = g.clinic_id and v.client_id = $7 and v.during && g.during)
       and exists (select from client_availability a where a.clinic_id = g.clinic_id and a.client_id = $7 and a.weekday = r.weekday
         and a.from_time <= r.starts and a.to_time >= r.starts + make_interval(mins => r.minutes))
     order by g.held_on, g.id`,
    [
      house.clinic.id,
      meeting.programId,
      minutesAfter(at, 300),
      monday,
      calendar.add(monday, 6),
      meeting.seriesId,
      clientId,
    ],
  )
  return rows.filter((one) => one.free > 0)
}

function addNotice(
  house: House,
  sheaf: Sheaf,
  clientId: string,
  kind: 'meeting-cancelled' | 'make-up-offered' | 'time-changed',
  about: Record<string, string>,
  madeAt: Date,
): string {
  const id = demoId(madeAt, clientId, kind, ...Object.values(about))
  const madeBy = kind === 'time-changed' ? house.director.id : (house.coordinators[0]?.id ?? house.director.id)
  sheaf.add('notice', { id, clientId, kind, about, madeBy, madeAt })
  return id
}

function addTold(house: House, sheaf: Sheaf, noticeId: string, toldAt: Date): void {
  if (toldAt > house.at) return
  const told = { how: 'telephone', toldBy: house.coordinators[1]?.id ?? house.director.id, toldAt }
  sheaf.add('noticeTold', { id: demoId(toldAt, noticeId, 'told'), noticeId, ...told })
}

/** Whose group changes its hour: most have been called, three are still to be told. */
export async function tellOfChanges(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  for (const { next, from, at } of house.changes) {
    const { rows } = await owner.query<{ clientId: string; takenAt: Date }>(
      `select client_id as "clientId", taken_at as "takenAt" from seat where clinic_id = $1 and series_id = $2 and not isempty(during) order by md5(id::text)`,
      [house.clinic.id, next.id],
    )
    rows.forEach(({ clientId, takenAt }, n) => {
      if (takenAt > at) return
      const id = addNotice(house, sheaf, clientId, 'time-changed', { seriesId: next.id, day: from }, at)
      if (n >= 3) addTold(house, sheaf, id, minutesAfter(at, 1200 + 9 * n))
    })
  }
}

const asked = [
  { wants: 'group', days: 2, words: 'Would rather be in a smaller group on that day; finds it hard to speak there.' },
  { wants: 'therapist', days: 1, words: 'Would like to work with a woman.' },
] as const

/** Two people would like something else; nobody has answered yet. */
export async function askForChanges(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const { rows } = await owner.query<{ clientId: string; seriesId: string }>(
    `select distinct on (md5(s.client_id::text)) s.client_id as "clientId", s.series_id as "seriesId" from seat s
     join episode e on e.clinic_id = s.clinic_id and e.id = s.episode_id and upper_inf(e.during) and lower(e.during) < $2::date - 14
     where s.clinic_id = $1 and s.during @> $2::date and upper_inf(s.during) and s.id::text ~ '^.{14}8'
     order by md5(s.client_id::text), s.id limit 2`,
    [house.clinic.id, house.today],
  )
  const by = house.coordinators[1] ?? house.director
  asked.forEach(({ wants, days, words }, n) => {
    const one = rows[n]
    if (one === undefined) return
    const askedAt = minutesAfter(house.calendar.instant(house.calendar.add(house.today, -days), '12:40'), 7 * n)
    const what = { wants, seriesId: wants === 'group' ? one.seriesId : null, words, pageId: null }
    sheaf.add('switchRequest', {
      id: demoId(askedAt, one.clientId, wants),
      clientId: one.clientId,
      ...what,
      askedBy: by.id,
      askedAt,
    })
  })
}
