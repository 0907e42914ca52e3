import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { unheldAhead } from '../../visits/queries/holding.ts'
import { daysTold } from '../queries/unheld.ts'

const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const
/** Everything is asked anew this often: days pass, licences run out, and rules change that nothing here hears of. */
const everyMinutes = 15

/**
 * Keeps the board of dates that nobody may hold: what changed since is asked anew, person by person and group by group, and
 * everything once in a while. Clinic by clinic; copies of Stepwell that come at once follow one another.
 */
export async function keepUnheldCounted(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    'select clinic_id as id from unheld_waiting($1, make_interval(mins => $2))',
    [at, everyMinutes],
  )
  for (const { id } of rows) await asPerson(pool, id, clock, at, askAnew)
}

type Changed = { staff: string[]; series: string[] }

async function askAnew(work: Work): Promise<void> {
  // A copy that comes second finds nothing left to do, or what changed since.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`unheld ${work.clinic.id}`}, 0))`.execute(work.db)
  const { rows } = await sql<{ isFresh: boolean }>`
    select exists (select from unheld_asked where asked_at > ${work.at}::timestamptz - make_interval(mins => ${everyMinutes})
      and asked_at < ${work.at}::timestamptz + make_interval(mins => ${everyMinutes})) as is_fresh`.execute(work.db)
  const changes = await sql<{ staffId: string | null; seriesId: string | null }>`
    delete from unheld_change returning staff_id, series_id`.execute(work.db)
  if (rows[0]?.isFresh !== true) return askAll(work)
  if (changes.rows.length === 0) return
  const staff = [...new Set(changes.rows.flatMap((row) => row.staffId ?? []))]
  const series = [...new Set(changes.rows.flatMap((row) => row.seriesId ?? []))]
  await askSome(work, { staff, series: await withTheirs(work, { staff, series }) })
}

async function askAll(work: Work): Promise<void> {
  await sql`delete from unheld_date`.execute(work.db)
  await keep(work, await askedOf(work))
  await sql`insert into unheld_asked (clinic_id, asked_at) values (${work.clinic.id}, ${work.at})
    on conflict (clinic_id) do update set asked_at = excluded.asked_at`.execute(work.db)
}

async function askSome(work: Work, { staff, series }: Changed): Promise<void> {
  await sql`delete from unheld_date
    where series_id = any (${series}::uuid[]) or (visit_id is not null and staff_id = any (${staff}::uuid[]))`.execute(
    work.db,
  )
  await keep(work, await askedOf(work, { staff, series }))
}

const lastDay = (work: Work): Day => addDays(dayAt(work.at, work.clinic.timeZone), daysTold + 1)

/** The groups that were named, and those that somebody named leads or stands in for within the days asked. */
async function withTheirs(work: Work, { staff, series }: Changed): Promise<string[]> {
  if (staff.length === 0) return series
  const { rows } = await sql<{ id: string }>`
    select distinct l.series_id as id from series_leader l
    where l.staff_id = any (${staff}::uuid[]) and l.during && daterange(${dayAt(work.at, work.clinic.timeZone)}::date, ${lastDay(work)}::date, '[]')
    union
    select g.series_id from session_cover c join group_session g on g.clinic_id = c.clinic_id and g.id = c.session_id
    where c.staff_id = any (${staff}::uuid[]) and g.held_on between ${dayAt(work.at, work.clinic.timeZone)}::date and ${lastDay(work)}::date`.execute(
    work.db,
  )
  return [...new Set([...series, ...rows.map(({ id }) => id)])]
}

/** One day more than is told: what is kept stands until it is asked again, past midnight too. */
function askedOf(work: Work, only?: Changed) {
  const until = lastDay(work)
  return unheldAhead(
    work,
    { until, beyond: null, ...(only && { series: only.series }) },
    { until, ...(only && { staff: only.staff }) },
  )
}

async function keep(work: Work, { meetings, visits }: Awaited<ReturnType<typeof unheldAhead>>): Promise<void> {
  const sessions = [...new Set(meetings.flatMap(({ sessionId }) => sessionId ?? []))]
  await sql`insert into unheld_date (clinic_id, session_id, series_id, held_on, ends_at)
    select clinic_id, id, series_id, held_on, upper(during) from group_session where id = any (${sessions}::uuid[]) and not isempty(during)`.execute(
    work.db,
  )
  await sql`insert into unheld_date (clinic_id, visit_id, staff_id, held_on, ends_at)
    select clinic_id, id, staff_id, held_on, upper(during) from visit
    where id = any (${visits.map(({ visitId }) => visitId)}::uuid[]) and not isempty(during)`.execute(work.db)
}
