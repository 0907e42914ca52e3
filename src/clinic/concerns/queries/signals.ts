import { sql } from 'kysely'
import { type Day, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { Answer, LastAlert } from '../alerts.ts'
import type { Reason } from '../trouble.ts'

type Last = { id: string; reasons: string; alert: LastAlert | null }

/** The last signal of each of these stays, and its last alert with the answer that stands. */
export async function lastOf(work: Work, episodeIds: readonly string[]): Promise<Map<string, Last>> {
  if (episodeIds.length === 0) return new Map()
  const { rows } = await sql<{
    episodeId: string
    id: string
    reasons: Reason[]
    raisedOn: Day | null
    alertPoints: number | null
    answer: Answer | null
    answeredAt: Date | null
    untilDay: Day | null
  }>`
    select e.id as "episodeId", s.id as "id", s.reasons, a.raised_on as "raisedOn", p.points as "alertPoints", t.answer, t.answered_at as "answeredAt", t.until_day as "untilDay"
    from unnest(${[...episodeIds]}::uuid[]) e(id)
    cross join lateral (select * from trouble_signal x where x.clinic_id = ${work.clinic.id} and x.episode_id = e.id order by x.worked_out_at desc, x.id desc limit 1) s
    left join lateral (select * from trouble_alert x where x.clinic_id = s.clinic_id and x.episode_id = e.id order by x.raised_at desc, x.id desc limit 1) a on true
    left join trouble_signal p on p.clinic_id = a.clinic_id and p.id = a.signal_id
    left join lateral (select * from trouble_answer x where x.clinic_id = a.clinic_id and x.alert_id = a.id order by x.answered_at desc, x.id desc limit 1) t on true`.execute(
    work.db,
  )
  const zone = work.clinic.timeZone
  return new Map(
    rows.map(({ episodeId, id, reasons, raisedOn, alertPoints, answer, answeredAt, untilDay }) => [
      episodeId,
      {
        id,
        reasons: JSON.stringify(reasons.map(({ key, points, words, days }) => ({ key, points, words, days }))),
        alert:
          raisedOn === null
            ? null
            : {
                raisedOn,
                points: alertPoints ?? 0,
                answer,
                answeredOn: answeredAt === null ? null : dayAt(answeredAt, zone),
                untilDay,
              },
      },
    ]),
  )
}

/** How many alerts each person got on a day. */
export async function alertsRaisedOn(work: Work, day: Day): Promise<Map<string, number>> {
  const rows = await work.db
    .selectFrom('troubleAlert')
    .where('raisedOn', '=', day)
    .groupBy('staffId')
    .select(['staffId', sql<number>`count(*)::int`.as('n')])
    .execute()
  return new Map(rows.map(({ staffId, n }) => [staffId, n]))
}

/** Of whom something was written since: marks, contacts, measures, concerns, reports, stays. */
export async function changedSince(work: Work, since: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select client_id as id from attendance_mark where marked_at > ${since} and held_on > ${since}::date - 90
    union select client_id from outreach where made_at > ${since}
    union select client_id from measure where recorded_at > ${since}
    union select client_id from measure_correction where corrected_at > ${since}
    union select coalesce(c.client_id, p.client_id) from concern c left join concern_person p on p.clinic_id = c.clinic_id and p.concern_id = c.id
      left join concern_end e on e.clinic_id = c.clinic_id and e.concern_id = c.id
      where greatest(c.raised_at, p.said_at, e.ended_at) > ${since} and coalesce(c.client_id, p.client_id) is not null
    union select client_id from tox_report where recorded_at > ${since}
    union select client_id from episode where admitted_at > ${since}`.execute(work.db)
  return rows.map(({ id }) => id)
}
