import { sql } from 'kysely'
import { type Day, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { answeredFor, backOn, type Colleague, type OfficeDay, whoAnswers } from '../stand-in.ts'
import { settingsNow } from './settings.ts'

type Row = Omit<Colleague, 'away'> & { away: { from: string; to: string }[] }

/** Everybody who works here or has, with when they are away from now on and who supervises them: a clinic's staff is some dozens. */
export async function colleagues(work: Work): Promise<Colleague[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Row>`
    select m.id, m.given_name || ' ' || m.family_name as name,
      coalesce((select r.role from staff_role r where r.clinic_id = m.clinic_id and r.staff_id = m.id order by r.given_at desc, r.id desc limit 1), 'none') as role,
      coalesce((select jsonb_agg(jsonb_build_object('from', lower(a.during), 'to', upper(a.during)) order by lower(a.during)) from time_away a
                where a.clinic_id = m.clinic_id and a.staff_id = m.id and upper(a.during) > ${today}::date::timestamp at time zone ${work.clinic.timeZone}
                  and not exists (select from time_away_end e where e.clinic_id = a.clinic_id and e.away_id = a.id)), '[]') as away,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.supervisor_id, 'from', lower(s.during), 'to', upper(s.during) - 1) order by lower(s.during), s.id)
                from supervision s where s.clinic_id = m.clinic_id and s.supervisee_id = m.id and not isempty(s.during)), '[]') as above
    from staff_member m order by m.added_at, m.id`.execute(work.db)
  return rows.map((row) => ({
    ...row,
    away: row.away.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) })),
  }))
}

/** The clinic's working day as it stands today: who is away for how much of it is answered for. */
export async function officeDay(work: Work): Promise<OfficeDay> {
  const now = await settingsNow(work)
  return {
    zone: work.clinic.timeZone,
    opens: now['day-opens'],
    closes: now['day-closes'],
    awayHours: now['away-hours'],
  }
}

/** Whose things somebody answers for today, their own among them. For lists that say "mine". */
export async function mineNow(work: Work, staffId: string): Promise<string[]> {
  const office = await officeDay(work)
  return answeredFor(await colleagues(work), staffId, dayAt(work.at, work.clinic.timeZone), office)
}

export type StandIn = { id: string; name: string; because: 'away' | 'left'; until: Day | null }

/** Who answers for somebody, asked of one list of the staff as often as a page needs it. */
export async function standIns(work: Work) {
  const staff = await colleagues(work)
  const office = await officeDay(work)
  const today = dayAt(work.at, work.clinic.timeZone)
  const byId = new Map(staff.map((one) => [one.id, one]))
  const known = new Map<string, string | null>()
  const answers = (ownerId: string | null, on: Day = today): string | null => {
    // What is overdue is today's.
    const day = on < today ? today : on
    const key = `${ownerId ?? ''} ${day}`
    const before = known.get(key)
    if (before !== undefined) return before
    const found = whoAnswers(staff, ownerId, day, office)
    known.set(key, found)
    return found
  }
  return {
    answers,
    nameOf: (id: string | null): string | null => (id === null ? null : (byId.get(id)?.name ?? null)),
    /** Null where the owner answers for themselves today. */
    instead: (ownerId: string): StandIn | null => {
      const id = answers(ownerId)
      const [owner, one] = [byId.get(ownerId), id === null ? undefined : byId.get(id)]
      if (owner === undefined || one === undefined || one.id === ownerId) return null
      const isGone = owner.role === 'none'
      return {
        id: one.id,
        name: one.name,
        because: isGone ? 'left' : 'away',
        until: isGone ? null : backOn(owner, today, office),
      }
    },
    isHere: (id: string): boolean => (byId.get(id)?.role ?? 'none') !== 'none',
  }
}
export type StandIns = Awaited<ReturnType<typeof standIns>>
