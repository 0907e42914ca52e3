import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import type { Outcome } from '../tries.ts'

export type CallRow = {
  callId: string
  bookingId: string
  number: number
  inquiryId: string
  clientId: string | null
  staffId: string
  staffName: string
  startsAt: Date
  minutes: number
  /** 'moved' only where a later row holds the time now. */
  ended: '' | 'moved' | 'cancelled'
  endedByUs: boolean
  endedBecause: string
  name: string
  askFor: string
  phone: string
  language: string
  forWhom: string
  mayLeaveMessage: boolean | null
  words: string
  timeZone: string
  heldBack: boolean
  outcome: Outcome | null
  outcomeBecause: string
}

const call = sql`
  select c.id as "callId", b.id as "bookingId", b.number, c.inquiry_id as "inquiryId", l.client_id as "clientId",
         b.staff_id as "staffId", s.given_name || ' ' || s.family_name as "staffName", b.starts_at as "startsAt", b.minutes,
         coalesce(e.how, '') as ended, e.ended_by is not null as "endedByUs", coalesce(e.because, '') as "endedBecause",
         i.name, c.ask_for as "askFor", i.phone, i.language, i.for_whom as "forWhom", i.may_leave_message as "mayLeaveMessage",
         i.words, c.time_zone as "timeZone", 
         i.held_back and not exists (select from inquiry_release r where r.clinic_id = i.clinic_id and r.inquiry_id = i.id) as "heldBack", o.outcome, coalesce(o.because, '') as "outcomeBecause"
  from call_booking b
  join booked_call c on c.clinic_id = b.clinic_id and c.id = b.call_id
  join inquiry i on i.clinic_id = c.clinic_id and i.id = c.inquiry_id
  join staff_member s on s.clinic_id = b.clinic_id and s.id = b.staff_id
  left join inquiry_client l on l.clinic_id = i.clinic_id and l.inquiry_id = i.id
  left join call_booking_end e on e.clinic_id = b.clinic_id and e.booking_id = b.id
  left join lateral (
    select x.outcome, x.because from call_outcome x where x.clinic_id = b.clinic_id and x.booking_id = b.id
    order by x.recorded_at desc, x.id desc limit 1
  ) o on true`

/** The calls that begin within a stretch and were not moved away, in order; one person's, or everyone's. */
export async function callsBetween(work: Work, from: Date, until: Date, staffId?: string): Promise<CallRow[]> {
  const { rows } = await sql<CallRow>`${call}
    where b.clinic_id = ${work.clinic.id} and b.starts_at >= ${from} and b.starts_at < ${until}
      and e.how is distinct from 'moved' ${given(staffId, (one) => sql`and b.staff_id = ${one}::uuid`)}
    order by b.starts_at, b.id limit 500`.execute(work.db)
  return rows
}

/** One call as it stands now: its latest time. */
export async function callById(work: Work, callId: string): Promise<CallRow | undefined> {
  if (!isId(callId)) return undefined
  const { rows } = await sql<CallRow>`${call}
    where b.clinic_id = ${work.clinic.id} and b.call_id = ${callId} order by b.number desc limit 1`.execute(work.db)
  return rows[0]
}

/** Every time that was booked with an inquiry, the latest first, with what became of it. */
export async function callsOf(work: Work, inquiryId: string): Promise<CallRow[]> {
  if (!isId(inquiryId)) return []
  const { rows } = await sql<CallRow>`${call}
    where b.clinic_id = ${work.clinic.id} and c.inquiry_id = ${inquiryId} order by b.booked_at desc, b.number desc`.execute(
    work.db,
  )
  return rows
}

/** What came of ringing: of booked calls and of others, the latest first. */
export const outcomesOf = async (work: Work, inquiryId: string) =>
  work.db
    .selectFrom('callOutcome as o')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'o.clinicId').onRef('s.id', '=', 'o.recordedBy'),
    )
    .where('o.clinicId', '=', work.clinic.id)
    .where('o.inquiryId', '=', inquiryId)
    .orderBy('o.recordedAt', 'desc')
    .orderBy('o.id', 'desc')
    .select([
      'o.id',
      'o.bookingId',
      'o.outcome',
      'o.because',
      'o.recordedAt',
      sql<string>`s.given_name || ' ' || s.family_name`.as('by'),
    ])
    .execute()
