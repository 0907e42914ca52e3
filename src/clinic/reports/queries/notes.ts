import { sql } from 'kysely'
import { addDays, daysBetween } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { hoursInWords, limitOn } from '../../notes/deadlines.ts'
import { noteRuleRows } from '../../notes/queries/deadlines.ts'
import type { Asked } from '../asked.ts'
import { amount, type Cell, count, type Line, nothing, percent, type Report } from '../sheet.ts'
import { between, programThen, type Facts, listed, within } from './facts.ts'
import { type Maker, rowsFor } from './maker.ts'

const words: Record<string, string> = {
  'in-time': 'Signed in time',
  late: 'Signed late',
  overdue: 'Not signed, late',
  waiting: 'Not signed, still in time',
}
const parts = Object.keys(words)

/** The hours that a note may take, for each day of the period: the clinic's rows or the default, by notes/deadlines.ts. */
async function limits(work: Work, asked: Asked): Promise<string> {
  const rows = await noteRuleRows(work)
  return JSON.stringify(
    Array.from({ length: daysBetween(asked.from, asked.to) + 1 }, (_, n) => {
      const day = addDays(asked.from, n)
      return { day, hours: limitOn('sign', day, rows).hours }
    }),
  )
}

/**
 * Every meeting that is over and wants a note, with the hours from its end to the author's signature: groups that were held, and
 * visits that somebody came to. Each counts for its program and for whoever signed or leads.
 */
const meetings = (asked: Asked, limit: string) => sql`
  with allowed as (select day, hours from jsonb_to_recordset(${limit}::jsonb) as x(day date, hours int)),
  noted as (
    select null::uuid as client_id, r.program_id, coalesce(s.signed_by, l.staff_id) as staff_id, g.held_on, upper(g.during) as ended, s.signed_at, r.name as label, 'group' as kind
    from group_session g
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    left join note_signature s on s.clinic_id = g.clinic_id and s.session_id = g.id and s.part = 'author'
    left join series_leader l on l.clinic_id = g.clinic_id and l.series_id = g.series_id and l.part = 'lead' and l.during @> g.held_on
    where ${between(asked, sql`g.held_on`)} and not isempty(g.during) and upper(g.during) <= ${asked.now} ${within(asked, sql`r.program_id`)}
    union all
    select v.client_id, at_the_time.program_id, coalesce(s.signed_by, v.staff_id), v.held_on, upper(v.during), s.signed_at, null, v.kind
    from visit_note n
    join visit v on v.clinic_id = n.clinic_id and v.id = n.visit_id
    ${programThen}
    join (
      select distinct on (x.note_id) x.note_id, x.signed_by, x.signed_at from visit_note_signature x where x.part = 'author' order by x.note_id, x.signed_at
    ) s on s.note_id = n.id
    where ${between(asked, sql`n.held_on`)} and not isempty(v.during) ${within(asked, sql`at_the_time.program_id`)}
    union all
    select v.client_id, at_the_time.program_id, v.staff_id, v.held_on, d.since, null, null, v.kind
    from visit_note_due d
    join visit v on v.clinic_id = d.clinic_id and v.id = d.visit_id
    ${programThen}
    where ${between(asked, sql`v.held_on`)} and d.since <= ${asked.now} ${within(asked, sql`at_the_time.program_id`)})
  select n.client_id, n.program_id, n.staff_id, n.held_on as on_day, n.label, h.hours,
    case when n.signed_at is null then case when h.hours > a.hours then 'overdue' else 'waiting' end
      when h.hours > a.hours then 'late' else 'in-time' end as part,
    n.kind || case when n.signed_at is null then ', open for ' else ', signed after ' end || floor(h.hours) || ' h' as detail, n.signed_at is not null as signed
  from noted n
  join allowed a on a.day = n.held_on
  cross join lateral (select extract(epoch from coalesce(n.signed_at, ${asked.now}) - n.ended)::float8 / 3600 as hours) h`

const meetingsOf = (asked: Asked, limit: string, row: 'program' | 'staff'): Facts =>
  sql`select m.*, ${row === 'program' ? sql`m.program_id` : sql`m.staff_id`} as row_id from (${meetings(asked, limit)}) m`

type Sums = { by: 'program' | 'staff' | 'all'; row: string } & Record<
  'inTime' | 'late' | 'overdue' | 'waiting' | 'n',
  number
> & { half: number | null; nine: number | null }
/** By program, by whoever signed or leads, and of all together: one look at the meetings. */
async function sums(work: Work, asked: Asked, limit: string): Promise<Sums[]> {
  const quantile = (share: number) =>
    sql`percentile_disc(${share}::float8) within group (order by case when signed then hours else 'infinity' end)`
  const { rows } = await sql<Sums>`
    select case when grouping(program_id) = 0 then 'program' when grouping(staff_id) = 0 then 'staff' else 'all' end as by,
      coalesce(case when grouping(program_id) = 0 then program_id else staff_id end::text, 'none') as row,
      count(*)::int as n, count(*) filter (where part = 'in-time')::int as "inTime",
      count(*) filter (where part = 'late')::int as late, count(*) filter (where part = 'overdue')::int as overdue,
      count(*) filter (where part = 'waiting')::int as waiting,
      nullif(${quantile(0.5)}, 'infinity')::float8 as half, nullif(${quantile(0.9)}, 'infinity')::float8 as nine
    from (${meetings(asked, limit)}) f group by grouping sets ((program_id), (staff_id), ())`.execute(work.db)
  return rows
}

const names = async (work: Work): Promise<Map<string, string>> =>
  new Map(
    (await work.db.selectFrom('staffMember').select(['id', 'givenName', 'familyName']).execute()).map(
      ({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`],
    ),
  )

const inHours = (hours: number | null): Cell =>
  hours === null
    ? { ...nothing, text: 'Not yet known' }
    : amount(Math.floor(hours), hours < 1 ? 'Under 1 hour' : hoursInWords(Math.floor(hours)))

const columns = [...Object.values(words), 'In time, of those due', 'Half signed within', 'Nine of ten within']
const line = (head: string, one: Sums, prefix: string, of?: string): Line => {
  const behind = (part: string) => ({ show: `${prefix}${part}`, ...(of !== undefined && { of }) })
  const due = one.inTime + one.late + one.overdue
  return {
    head,
    cells: [
      count(one.inTime, behind('in-time')),
      count(one.late, behind('late')),
      count(one.overdue, behind('overdue')),
      count(one.waiting, behind('waiting')),
      due === 0
        ? nothing
        : { ...amount(one.inTime / due, `${percent(one.inTime / due)} (${one.inTime} of ${due})`), of: due },
      one.n === 0 ? nothing : inHours(one.half),
      one.n === 0 ? nothing : inHours(one.nine),
    ],
    ...(of === undefined && { isSum: true }),
  }
}

/** From the end of a meeting to the signature under its note. */
export const notes: Maker = {
  async build(work, asked, places): Promise<Report> {
    const limit = await limits(work, asked)
    const all = await sums(work, asked, limit)
    const staff = await names(work)
    const none: Sums = { by: 'all', row: '', n: 0, inTime: 0, late: 0, overdue: 0, waiting: 0, half: null, nine: null }
    const whole = all.find(({ by }) => by === 'all') ?? none
    const due = whole.inTime + whole.late + whole.overdue
    const rows = rowsFor(asked, places).map(({ id, name }) =>
      line(name, all.find(({ by, row }) => by === 'program' && row === id) ?? none, '', id),
    )
    return {
      answer:
        due === 0
          ? 'No note was due in these days'
          : `${percent(whole.inTime / due)} of the notes that were due were signed in time`,
      counted: [
        'Every group that was held and every visit that somebody came to, from its end to the author’s signature. A co-signature is another clock and not counted here.',
        'A note that nobody has signed counts as longer than all that are signed, so the median does not look better for what is missing. “Not yet known”: half, or nine of ten, are not signed yet. The hours that a note may take are those of Settings, Rules for notes, on the day of the meeting.',
      ],
      sheets: [
        {
          key: 'programs',
          title: 'By program',
          rowName: 'Program',
          columns,
          lines: rows.length > 1 ? [...rows, line('All together', whole, '')] : rows,
        },
        {
          key: 'clinicians',
          title: 'By who signs or leads',
          hint: 'By name, not by rank. Who leads twelve groups has more notes than who leads two.',
          rowName: 'Clinician',
          columns,
          lines: all
            .filter(({ by }) => by === 'staff')
            .map((one) => ({ one, name: staff.get(one.row) ?? 'Nobody leads it' }))
            .toSorted((a, b) => a.name.localeCompare(b.name))
            .map(({ one, name }) => line(name, one, 'by-', one.row)),
        },
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const part = show.replace(/^by-/, '')
    if (!parts.includes(part)) return null
    return listed(work, meetingsOf(asked, await limits(work, asked), show === part ? 'program' : 'staff'), {
      parts: [part],
      of: of ?? null,
      skip,
      title: `Notes: ${(words[part] ?? '').toLowerCase()}`,
      day: 'Held on',
      words: (key) => words[key] ?? key,
    })
  },
}
