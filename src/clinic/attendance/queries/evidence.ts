import { sql } from 'kysely'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import type { MarkKind } from '../minutes.ts'
import type { Choice } from '../witnesses.ts'

type Pair = { meeting: string; client: string }

export type MarkStory = {
  id: string
  kind: MarkKind
  minutes: number
  reason: string
  by: string
  at: Date
  undoes: string | null
  isTakenBack: boolean
}

/** Every mark of one person in one meeting, as each was written, the newest first. */
export async function markStory(work: Work, { meeting, client }: Pair): Promise<MarkStory[]> {
  const { rows } = await sql<MarkStory>`
    select m.id, m.mark as kind, m.minutes, m.reason, w.given_name || ' ' || w.family_name as "by", m.marked_at as at, m.undoes,
      exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id) as "isTakenBack"
    from attendance_mark m join staff_member w on w.clinic_id = m.clinic_id and w.id = m.marked_by
    where m.client_id = ${client} and (m.session_id = ${meeting} or m.visit_id = ${meeting})
    order by m.marked_at desc, m.id desc limit 200`.execute(work.db)
  return rows
}

export type EventStory = {
  id: string
  what: 'joined' | 'left'
  at: Date
  device: number
  file: string
  importedAt: Date
  by: string
}

/** Each video event and the file or system that brought it. Devices are numbered: what they are called is their owner's. */
export async function eventStory(work: Work, { meeting, client }: Pair): Promise<EventStory[]> {
  const { rows } = await sql<EventStory>`
    select e.event_id as id, e.what, e.at, dense_rank() over (order by e.device_key)::int as device, i.name as file, i.imported_at as "importedAt",
      coalesce((select w.given_name || ' ' || w.family_name from staff_member w where w.clinic_id = i.clinic_id and w.id = i.imported_by),
        (select s.name from outside_system s where s.clinic_id = i.clinic_id and s.id = i.imported_by), 'Stepwell') as "by"
    from presence_event e join presence_import i on i.clinic_id = e.clinic_id and i.id = e.import_id
    where e.meeting_id = ${meeting} and e.client_id = ${client}
    order by e.at, e.id limit 500`.execute(work.db)
  return rows
}

export type CheckInStory = {
  /** On a tablet at the door of a site. */
  isAtDoor: boolean
  id: string
  at: Date
  place: 'on-site' | 'video'
  /** Null: by the client, on their own page. */
  by: string | null
  whereNow: string | null
  contactName: string | null
  contactPhone: string | null
}

/** Check-ins of one meeting, the newest of each person first. Whoever may not read the place gets it as null. */
export async function checkInStory(
  work: Work,
  meeting: string,
  client: string | null,
): Promise<(CheckInStory & { clientId: string })[]> {
  const { rows } = await sql<CheckInStory & { clientId: string }>`
    select k.id, k.client_id as "clientId", k.at, k.place, k.door_id is not null as "isAtDoor", w.given_name || ' ' || w.family_name as "by", p.where_now as "whereNow",
      p.contact_name as "contactName", p.contact_phone as "contactPhone"
    from check_in k
    left join staff_member w on w.clinic_id = k.clinic_id and w.id = k.taken_by
    left join check_in_place p on p.clinic_id = k.clinic_id and p.check_in_id = k.id
    where k.meeting_id = ${meeting} ${given(client, (one) => sql`and k.client_id = ${one}::uuid`)}
    order by k.at desc, k.id desc limit 1000`.execute(work.db)
  return rows
}

export type SettlementStory = {
  id: string
  stands: Choice
  minutes: number
  because: string
  markId: string | null
  by: string
  at: Date
}

/** Who settled it, and who settled it anew, the newest first. */
export async function settlementStory(work: Work, { meeting, client }: Pair): Promise<SettlementStory[]> {
  const { rows } = await sql<SettlementStory>`
    select t.id, t.stands, t.minutes, t.because, t.mark_id as "markId", w.given_name || ' ' || w.family_name as "by", t.settled_at as at
    from presence_settlement t join staff_member w on w.clinic_id = t.clinic_id and w.id = t.settled_by
    where t.meeting_id = ${meeting} and t.client_id = ${client}
    order by t.settled_at desc, t.id desc limit 100`.execute(work.db)
  return rows
}
