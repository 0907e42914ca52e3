import { sql } from 'kysely'
import { dayAt, daysBetween, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import type { AgeGroup } from '../programs/dose.ts'
import { nameOf } from '../clients/queries.ts'
import type { Booked } from './scheduled.ts'

export type Stay = NonNullable<Awaited<ReturnType<typeof stayById>>>

/** One stay with the person, the program and its level: what a plan, a dose and a seat are asked about. */
export async function stayById(work: Work, episodeId: string) {
  if (!isId(episodeId)) return undefined
  return stayFrom(work, await stays(work).where('e.id', '=', episodeId).executeTakeFirst())
}

/** The stay that is open today, or else the latest one. */
export const stayOfClient = async (work: Work, clientId: string) =>
  stayFrom(
    work,
    await stays(work)
      .where('e.clientId', '=', clientId)
      .orderBy(sql`lower(e.during)`, 'desc')
      .limit(1)
      .executeTakeFirst(),
  )

const stays = (work: Work) =>
  work.db
    .selectFrom('episode as e')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'e.clinicId').onRef('p.id', '=', 'e.programId'))
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'p.clinicId').onRef('s.id', '=', 'p.siteId'))
    .innerJoin('clientNow as c', (join) => join.onRef('c.clinicId', '=', 'e.clinicId').onRef('c.id', '=', 'e.clientId'))
    .where(sql<boolean>`not isempty(e.during)`)
    .select(['e.id', 'e.clientId', 'e.programId', 'e.levelOfCare', 'p.name as programName', 'p.track', 'p.ageGroup'])
    .select(['s.state', 'c.givenName', 'c.familyName', 'c.preferredName', 'c.pronouns'])
    .select([
      sql<Day>`lower(e.during)::text`.as('firstDay'),
      sql<Day | null>`(upper(e.during) - 1)::text`.as('lastDay'),
    ])

function stayFrom(work: Work, row: Awaited<ReturnType<ReturnType<typeof stays>['executeTakeFirst']>>) {
  if (row === undefined) return undefined
  const today = dayAt(work.at, work.clinic.timeZone)
  const isOver = row.lastDay !== null && row.lastDay < today
  return {
    ...row,
    // The check on the table allows these two.
    ageGroup: row.ageGroup as AgeGroup,
    name: nameOf(row),
    /** What the sentences call the person. */
    firstName: row.preferredName || row.givenName,
    isOver,
    dayOfStay: isOver || row.firstDay > today ? null : daysBetween(row.firstDay, today) + 1,
  }
}

/** The goals of a stay in their order, each with how it ended, if it did. */
export const goalsOf = (work: Work, episodeId: string) =>
  work.db
    .selectFrom('planGoal as g')
    .leftJoin('planGoalEnd as x', (join) => join.onRef('x.clinicId', '=', 'g.clinicId').onRef('x.goalId', '=', 'g.id'))
    .leftJoin('staffMember as o', (join) =>
      join.onRef('o.clinicId', '=', 'g.clinicId').onRef('o.id', '=', 'g.openedBy'),
    )
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'x.clinicId').onRef('m.id', '=', 'x.endedBy'))
    .where('g.episodeId', '=', episodeId)
    .orderBy('g.position')
    .select([
      'g.id',
      'g.position',
      'g.words',
      'g.objective',
      'g.openedAt',
      'x.outcome',
      'x.words as endWords',
      'x.endedAt',
    ])
    .select([
      sql<string>`o.given_name || ' ' || o.family_name`.as('openedBy'),
      sql<string | null>`m.given_name || ' ' || m.family_name`.as('endedBy'),
    ])
    .execute()

export type Goal = Awaited<ReturnType<typeof goalsOf>>[number]

export async function goalById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db.selectFrom('planGoal').where('id', '=', id).select(['id', 'episodeId', 'position']).executeTakeFirst()
}

/** Every prescribed week of a stay, the newest first. */
export const doseOrdersOf = (work: Work, episodeId: string) =>
  work.db
    .selectFrom('doseOrder as d')
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'd.clinicId').onRef('m.id', '=', 'd.orderedBy'),
    )
    .where('d.episodeId', '=', episodeId)
    .orderBy('d.fromWeek', 'desc')
    .orderBy('d.orderedAt', 'desc')
    .orderBy('d.id', 'desc')
    .select(['d.id', 'd.fromWeek', 'd.groupMinutes', 'd.individualMinutes', 'd.familyMinutes', 'd.medicationMinutes'])
    .select(['d.days', 'd.because', 'd.orderedAt', 'd.planVersionId'])
    .select(
      sql<
        string | null
      >`m.given_name || ' ' || m.family_name || case when m.credential = '' then '' else ', ' || m.credential end`.as(
        'orderedBy',
      ),
    )
    .execute()

/** Who leads this stay today: the latest assignment whose day has come. */
export const primaryTherapistOf = (work: Work, episodeId: string) =>
  work.db
    .selectFrom('primaryTherapist as t')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 't.clinicId').onRef('m.id', '=', 't.staffId'),
    )
    .where('t.episodeId', '=', episodeId)
    .where('t.fromDay', '<=', dayAt(work.at, work.clinic.timeZone))
    .orderBy('t.assignedAt', 'desc')
    .orderBy('t.id', 'desc')
    .select(['m.id', 'm.givenName', 'm.familyName', 'm.credential', 't.fromDay'])
    .executeTakeFirst()

/**
 * What a week holds for one client: the seats that stand on their day of that week, and the visits that are booked in it.
 * Seats are counted whether or not the meeting is laid yet; a cancelled meeting is a matter of the one week, not of the plan.
 */
export async function scheduledIn(work: Work, clientId: string, week: Day): Promise<Booked[]> {
  const { rows } = await sql<Booked & { service: string }>`
    select 'seat' as what, s.id, r.name, r.kind as service, r.counts_toward_dose as counts, r.weekday,
           to_char(r.starts, 'HH24:MI') as starts, r.minutes
    from seat s join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id
    where s.client_id = ${clientId} and s.during @> (${week}::date + r.weekday - 1) and r.during @> (${week}::date + r.weekday - 1)
      and meets_in_week(r.every_weeks, r.anchor, ${week}::date)
    union all
    select 'visit', v.id, m.given_name || ' ' || m.family_name, v.kind, true, extract(isodow from v.held_on)::int,
           to_char(lower(v.during) at time zone ${work.clinic.timeZone}, 'HH24:MI'), v.minutes
    from visit v join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
    where v.client_id = ${clientId} and v.held_on between ${week}::date and ${week}::date + 6 and not isempty(v.during)
    order by 6, 7, 3`.execute(work.db)
  return rows
}
