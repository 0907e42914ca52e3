import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { publicPeople } from '../../staff/queries/profiles.ts'
import { openSeats, type Chair, type OpenSeats } from '../open-seats.ts'
import { endOf, nextDate } from '../times.ts'
import { capOn, capsOf } from './caps.ts'
import { payersSeated } from './payers.ts'

export type Listed = {
  id: string
  programId: string
  program: string
  track: string
  programKind: string
  ageGroup: string
  name: string
  kind: string
  topic: string
  /** A key of the list of subjects; empty: nothing in particular. */
  subject: string
  affinity: string
  isOpen: boolean
  countsTowardDose: boolean
  weekday: number
  starts: string
  ends: string
  minutes: number
  from: Day
  isVideo: boolean
  siteId: string
  site: string
  address: string
  /** How many may sit there under the limits that stand on the day in question. */
  most: number
  open: OpenSeats
  /** How many lead it; by name only those who agreed to be shown. */
  leading: number
  leaders: { id: string; name: string; credential: string }[]
}

/**
 * The groups that run, as anybody may know them: when and where, who leads, how many seats are left and from when on.
 * Visitors ask this in a role that cannot read who sits where.
 */
export async function directory(work: Work, only?: string): Promise<Listed[]> {
  if (only !== undefined && !isId(only)) return []
  const today = dayAt(work.at, work.clinic.timeZone)
  const rows = await work.db
    .selectFrom('groupSeries as r')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'r.clinicId').onRef('p.id', '=', 'r.programId'))
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'r.clinicId').onRef('o.id', '=', 'r.roomId'))
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'o.clinicId').onRef('s.id', '=', 'o.siteId'))
    .where(sql<boolean>`r.during && daterange(${today}::date, null)`)
    // A group that is going to change its hour stands here once: as it is now, until it changes.
    .$if(only === undefined, (query) =>
      query.where(
        sql<boolean>`not exists (select from group_series x where x.clinic_id = r.clinic_id
          and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id) and x.during && daterange(${today}::date, null) and x.during << r.during)`,
      ),
    )
    .$if(only !== undefined, (query) => query.where('r.id', '=', only ?? ''))
    .orderBy('r.weekday')
    .orderBy('r.starts')
    .orderBy('r.name')
    .select([
      'r.id',
      'r.programId',
      'r.name',
      'r.kind',
      'r.topic',
      'r.subject',
      'r.affinity',
      'r.isOpen',
      'r.countsTowardDose',
    ])
    .select(['r.weekday', 'r.starts', 'r.minutes', 'p.name as program', 'p.track', 'p.kind as programKind'])
    .select(['p.ageGroup', 'o.isVideo', 'o.places', 's.id as siteId', 's.name as site', 's.address', 's.state'])
    .select(sql<Day>`lower(r.during)::text`.as('from'))
    .select(
      sql<Day>`(select min(lower(x.during)) from group_series x where x.clinic_id = r.clinic_id
        and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id))::text`.as('begins'),
    )
    .execute()
  const chairs = Map.groupBy(await chairsOpen(work, today, only), (chair) => chair.seriesId)
  const meetings = await meetingsAhead(work, only)
  const leaders = await leadersListed(work, today)
  const caps = await capsOf(work)
  const payers = await payersSeated(work, today, null, only)
  return rows.map(({ places, state, begins, ...row }) => {
    const mine = chairs.get(row.id) ?? []
    const group = { kind: row.kind, state, chairs: mine.length, places, payers: payers.get(row.id) }
    const led = leaders.get(row.id) ?? []
    const ends = endOf(row.starts, row.minutes)
    return {
      ...row,
      ends,
      most: capOn(caps, group, today).seats,
      open: openSeats({
        chairs: mine,
        meetings: meetings.get(row.id) ?? [],
        most: (day) => capOn(caps, group, day).seats,
        // A closed group takes people until its first meeting is over.
        closedSince: row.isOpen ? null : addDays(nextDate({ ...row, ends }, begins), 1),
      }),
      leading: led.length,
      leaders: led.flatMap((one) => one ?? []),
    }
  })
}

/** One group as anybody may know it; undefined when it does not run any more, or never did. */
export const listedById = async (work: Work, id: string): Promise<Listed | undefined> => (await directory(work, id))[0]

async function chairsOpen(work: Work, today: Day, only?: string) {
  const { rows } = await sql<Chair & { seriesId: string }>`
    select * from chairs_open(${work.at}::timestamptz, ${today}::date, ${only ?? null}::uuid)`.execute(work.db)
  return rows
}

/** The days on which each group meets: laid in the calendar, still to come, and not called off. */
async function meetingsAhead(work: Work, only?: string): Promise<Map<string, Day[]>> {
  const rows = await work.db
    .selectFrom('groupSession as g')
    .where(sql<boolean>`not isempty(g.during) and lower(g.during) > ${work.at}`)
    .where(
      sql<boolean>`not exists (select from session_cancellation x where x.clinic_id = g.clinic_id and x.session_id = g.id)`,
    )
    .$if(only !== undefined, (query) => query.where('g.seriesId', '=', only ?? ''))
    .orderBy('g.heldOn')
    .select(['g.seriesId', 'g.heldOn'])
    .execute()
  const days = new Map<string, Day[]>()
  for (const row of rows) days.set(row.seriesId, [...(days.get(row.seriesId) ?? []), row.heldOn])
  return days
}

async function leadersListed(work: Work, today: Day) {
  const shown = new Map((await publicPeople(work)).map((one) => [one.id, one]))
  const rows = await work.db
    .selectFrom('seriesLeader as l')
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'l.clinicId').onRef('r.id', '=', 'l.seriesId'),
    )
    .where(sql<boolean>`l.during @> greatest(${today}::date, lower(r.during))`)
    .orderBy('l.part', 'desc')
    .select(['l.seriesId', 'l.staffId'])
    .execute()
  const led = new Map<string, ({ id: string; name: string; credential: string } | null)[]>()
  for (const row of rows) {
    const one = shown.get(row.staffId)
    const said =
      one === undefined ? null : { id: one.id, name: `${one.givenName} ${one.familyName}`, credential: one.credential }
    led.set(row.seriesId, [...(led.get(row.seriesId) ?? []), said])
  }
  return led
}
