import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { therapistIdOn } from '../../staff/queries/therapist.ts'

/** How to reach the person, the newest first; what was taken out is left out. */
export const contactsOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientContact as k')
    .where('k.clientId', '=', clientId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('clientContactEnd as e')
            .whereRef('e.clinicId', '=', 'k.clinicId')
            .whereRef('e.contactId', '=', 'k.id')
            .select('e.id'),
        ),
      ),
    )
    .orderBy('k.recordedAt', 'desc')
    .orderBy('k.id')
    .select(['k.id', 'k.kind', 'k.value', 'k.label', 'k.name', 'k.relationship', 'k.mayLeaveMessage'])
    .execute()
export type KnownContact = Awaited<ReturnType<typeof contactsOf>>[number]

/** Problems, medications, allergies, coverage, earlier care and results: what is active first, then the newest. */
export const historyOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientHistory')
    .where('clientId', '=', clientId)
    .orderBy(sql`status = 'active' desc`)
    .orderBy(sql`started_on desc nulls last`)
    .orderBy('label')
    .select(['id', 'kind', 'codeSystem', 'code', 'label', 'status', 'startedOn', 'endedOn', 'detail', 'source'])
    .execute()
export type KnownItem = Awaited<ReturnType<typeof historyOf>>[number]

export const identifiersOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientIdentifier')
    .where('clientId', '=', clientId)
    .orderBy('recordedAt', 'desc')
    .orderBy('id')
    .select(['system', 'value', 'label'])
    .execute()

/** Who sent the person, and what came with it, the newest first. */
export const referralsOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('referral')
    .where('clientId', '=', clientId)
    .orderBy('acceptedAt', 'desc')
    .select(['id', 'uploadId', 'source', 'referrer', 'warnings', 'labels', 'acceptedAt'])
    .execute()

/** Each weekday as it stands on `day`: the latest row that has begun. */
export const availabilityOf = async (work: Work, clientId: string, day: Day) => {
  const { rows } = await sql<{ weekday: number; from: string; to: string; canCome: boolean; fromDay: Day }>`
    select distinct on (weekday) weekday, from_time as "from", to_time as "to", can_come as "canCome", from_day as "fromDay"
    from client_availability
    where clinic_id = ${work.clinic.id} and client_id = ${clientId} and from_day <= ${day}
    order by weekday, from_day desc, recorded_at desc, id desc`.execute(work.db)
  return rows
}

/** Every row of who the person was, the newest first: corrections with their reasons. */
export const identitiesOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientIdentity as i')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'i.clinicId').onRef('s.id', '=', 'i.recordedBy'),
    )
    .where('i.clientId', '=', clientId)
    .orderBy('i.recordedAt', 'desc')
    .orderBy('i.id', 'desc')
    .select(['i.id', 'i.givenName', 'i.familyName', 'i.preferredName', 'i.birthDate', 'i.because', 'i.recordedAt'])
    .select(sql<string | null>`s.given_name || ' ' || s.family_name`.as('by'))
    .execute()

/** The stay that is open, else the last one, with whose it is. */
export async function stayOf(work: Work, clientId: string) {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{
    id: string
    program: string
    level: string
    startedOn: Day
    endedOn: Day | null
    isOpen: boolean
    residence: string
    source: string
    therapist: string | null
    reason: string | null
  }>`
    select e.id as "id", p.name as "program", e.level_of_care as "level", lower(e.during)::text as "startedOn",
      (upper(e.during) - 1)::text as "endedOn", e.during @> ${today}::date as "isOpen", e.residence as "residence",
      e.referral_source as "source", d.reason as "reason",
      (select s.given_name || ' ' || s.family_name || case when s.credential = '' then '' else ', ' || s.credential end
         from ${therapistIdOn('e.clinic_id', 'e.id', today)} t
         join staff_member s on s.clinic_id = e.clinic_id and s.id = t.staff_id) as "therapist"
    from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
    where e.clinic_id = ${work.clinic.id} and e.client_id = ${clientId} and not isempty(e.during)
    order by lower(e.during) desc limit 1`.execute(work.db)
  return rows[0]
}
