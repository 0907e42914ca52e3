import { sql } from 'kysely'
import { daysBetween, timeAt, type Day } from '../../../basics/dates.ts'
import { plainLetters } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import type { Session } from '../queries.ts'
import type { Elsewhere } from '../walk-ins.ts'

/** At most this many are offered: a longer name narrows it. */
export const mostOffered = 8

export type Offered = Awaited<ReturnType<typeof walkInsFor>>[number]

/** People in care on the session's day whose name holds what was typed, or whose number is it. */
export async function walkInsFor(work: Work, session: Session, typed: string) {
  const asked = typed.replace(/\p{Cc}/gu, ' ').trim()
  const words = plainLetters(asked).split(' ').filter(Boolean).slice(0, 5)
  if (words.length === 0) return []
  const rows = await inCare(work, session.heldOn)
    .where((is) =>
      is.or([
        is.and(words.map((word) => is('p.searchName', 'like', `%${word.replace(/[\\%_]/g, '\\$&')}%`))),
        is('p.number', '=', asked),
      ]),
    )
    .orderBy('p.familyName')
    .orderBy('p.givenName')
    .limit(mostOffered + 1)
    .execute()
  return rows.map((row) => withDay(row, session.heldOn))
}

/** One person, with whether they are in care on that day. */
export async function walkInById(work: Work, session: Session, clientId: string) {
  const person = await work.db.selectFrom('clientNow').where('id', '=', clientId).selectAll().executeTakeFirst()
  if (person === undefined) return undefined
  const active = await inCare(work, session.heldOn).where('p.id', '=', clientId).executeTakeFirst()
  return { id: person.id, name: nameOf(person), isActive: active !== undefined }
}

const inCare = (work: Work, day: Day) =>
  work.db
    .selectFrom('clientNow as p')
    .innerJoin('episode as e', (join) => join.onRef('e.clinicId', '=', 'p.clinicId').onRef('e.clientId', '=', 'p.id'))
    .where(sql<boolean>`e.during @> ${day}::date`)
    .select(['p.id', 'p.number', 'p.givenName', 'p.familyName', 'p.preferredName', 'p.pronouns'])
    .select(sql<Day>`lower(e.during)::text`.as('since'))

const withDay = <T extends { givenName: string; familyName: string; preferredName: string; since: Day }>(
  row: T,
  day: Day,
) => ({ ...row, name: nameOf(row), dayOfStay: daysBetween(row.since, day) + 1 })

/** Every other group and visit that has this person while the session runs, with the mark that stands there. */
export async function elsewhereOf(work: Work, session: Session, clientId: string): Promise<Elsewhere[]> {
  const during = sql`tstzrange(${session.starts}, ${session.ends})`
  const { rows } = await sql<{ name: string; begins: Date; finishes: Date; mark: string | null; seated: boolean }>`
    select r.name, lower(g.during) as begins, upper(g.during) as finishes,
      (select a.mark from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id
         and a.client_id = ${clientId} and a.mark <> 'cleared') as mark,
      exists (select from seat s where s.clinic_id = g.clinic_id and s.series_id = g.series_id
         and s.client_id = ${clientId} and s.during @> g.held_on) as seated
    from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    where g.held_on between ${session.heldOn}::date - 1 and ${session.heldOn}::date + 1
      and g.during && ${during} and g.id <> ${session.id}
    union all
    select 'a visit with ' || m.given_name || ' ' || m.family_name, lower(v.during), upper(v.during),
      (select a.mark from attendance_now a where a.clinic_id = v.clinic_id and a.visit_id = v.id and a.mark <> 'cleared'), true
    from visit v join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
    where v.client_id = ${clientId} and v.held_on between ${session.heldOn}::date - 1 and ${session.heldOn}::date + 1
      and v.during && ${during}
    order by 2`.execute(work.db)
  return rows
    .filter((row) => row.seated || row.mark !== null)
    .map(({ name, begins, finishes, mark }) => ({
      name,
      from: timeAt(begins, session.zone),
      to: timeAt(finishes, session.zone),
      mark,
    }))
}
