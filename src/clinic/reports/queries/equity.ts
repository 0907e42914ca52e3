import { type RawBuilder, sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { type Judged, shareOf, type Standing, type Yardstick } from '../../outcomes/progress.ts'
import type { Asked } from '../asked.ts'
import { ageBand, languageOf, payerWords, trackWords, unknown } from '../equity-rows.ts'
import { type Cell, count, type Line, mostListed, percent, type Report, type Sheet } from '../sheet.ts'
import { guard, leastShown } from '../small-numbers.ts'
import { type Maker, overMany } from './maker.ts'
import { judgedKinds, yardsticks } from '../../outcomes/queries/progress.ts'
import { kindsOf } from './outcomes.ts'

/** Everybody told apart one way, and what was counted of them. */
type Sums = Record<
  'came' | 'above' | 'better' | 'ended' | 'completed' | 'asking' | 'expected' | 'attended' | 'all',
  number
>
type Told = { language: string | null; years: number | null; payer: string | null; track: string | null }
type Tally = Told & {
  /** By what they are told apart. */
  by: 'language' | 'payer' | 'age' | 'track'
  /** Of those admitted in the period: where they stand. Null: of everybody. */
  kind: number | null
} & Record<'n' | 'ended' | 'completed' | 'asking' | 'expected' | 'attended', number>

/** Every stay that began, ended or was under way in the period, as a row of `told`, with what it is told apart by. */
const everybody = (asked: Asked, by: readonly Yardstick[]) => {
  const { from, to, today } = asked
  return sql`
    stay as materialized (
      select e.clinic_id, e.id, e.client_id, e.program_id, lower(e.during) as first from episode e
      where e.during && daterange(${from}::date, ${to}::date, '[]')),
    judged as materialized (${kindsOf(asked, by)}),
    known as (select distinct on (client_id) client_id, language, birth_date from client_identity order by client_id, recorded_at desc, id desc),
    -- Who pays first on the first day of the stay, as standing_payer has it, once for all.
    plan as (
      select distinct on (s.id) s.id, p.kind from stay s
      join coverage c on c.clinic_id = s.clinic_id and c.client_id = s.client_id
      cross join lateral (select * from coverage_fact x where x.clinic_id = c.clinic_id and x.coverage_id = c.id order by x.recorded_at desc, x.id desc limit 1) f
      left join coverage_end x on x.clinic_id = c.clinic_id and x.coverage_id = c.id
      join payer_now p on p.clinic_id = f.clinic_id and p.id = f.payer_id
      where coalesce(f.starts_on <= s.first, true) and coalesce(f.ends_on >= s.first, true) and coalesce(x.ended_on >= s.first, true)
      order by s.id, f.priority, c.id),
    week as (
      select w.episode_id, sum(w.attended_minutes + w.missed_minutes)::int as expected, sum(w.attended_minutes)::int as attended
      from episode_week w where w.week between ${from}::date and ${to}::date and w.week < ${addDays(today, -6)}::date group by 1),
    left_in as (select d.episode_id, d.reason from discharge d where d.on_day between ${from}::date and ${to}::date),
    told as materialized (
      select s.id, s.client_id, s.first, n.language, extract(year from age(s.first, n.birth_date))::int as years, l.kind as payer, p.track,
        s.first >= ${from}::date as is_admitted, d.episode_id is not null as is_ended, coalesce(d.reason = 'completed', false) as is_completed,
        coalesce(w.expected, 0) as expected, coalesce(w.attended, 0) as attended, j.kind
      from stay s
      join known n on n.client_id = s.client_id
      join program p on p.clinic_id = s.clinic_id and p.id = s.program_id
      left join left_in d on d.episode_id = s.id
      left join plan l on l.id = s.id
      left join week w on w.episode_id = s.id
      left join judged j on j.id = s.id and s.first >= ${from}::date)`
}

type Counting = { tallies: Tally[]; judged: Map<number, Judged> }
async function counting(work: Work, asked: Asked, by: readonly Yardstick[]): Promise<Counting> {
  const question = sql<Omit<Tally, 'by'> & { by: Tally['by'] | 'one'; one: string | null }>`
    with ${everybody(asked, by)}
    select case 0 when grouping(language) then 'language' when grouping(payer) then 'payer' when grouping(years) then 'age' when grouping(track) then 'track' else 'one' end as by,
      language, years, payer, track, kind, count(*)::int as n, count(*) filter (where is_ended)::int as ended, count(*) filter (where is_completed)::int as completed,
      count(*) filter (where expected > 0)::int as asking, sum(expected)::int as expected, sum(attended)::int as attended,
      case when grouping(language, payer, years, track) = 15 then (array_agg(id))[1] end as one
    from told
    group by grouping sets ((language, kind), (payer, kind), (years, kind), (track, kind), (kind))`
  const { rows } = await overMany(work, () => question.execute(work.db))
  const ones = rows.flatMap(({ by: way, kind, one }) =>
    way === 'one' && kind !== null && one !== null ? [{ kind, one }] : [],
  )
  return {
    tallies: rows.flatMap(({ by: way, ...row }) => (way === 'one' ? [] : [{ ...row, by: way }])),
    judged: await judgedKinds(work, ones, by, asked.today),
  }
}

const dimensions: { key: Tally['by']; title: string; rowName: string; of: (one: Told) => string }[] = [
  { key: 'language', title: 'By language', rowName: 'Language', of: ({ language }) => languageOf(language ?? '') },
  { key: 'payer', title: 'By who pays', rowName: 'Payer', of: ({ payer }) => payerWords[payer ?? ''] ?? unknown.payer },
  { key: 'age', title: 'By age at admission', rowName: 'Age', of: ({ years }) => ageBand(years ?? 0) },
  { key: 'track', title: 'By track', rowName: 'Track', of: ({ track }) => trackWords[track ?? ''] ?? track ?? '' },
]

const nobody: Sums = {
  came: 0,
  above: 0,
  better: 0,
  ended: 0,
  completed: 0,
  asking: 0,
  expected: 0,
  attended: 0,
  all: 0,
}
const add = (one: Sums, other: Sums): Sums => ({
  came: one.came + other.came,
  above: one.above + other.above,
  better: one.better + other.better,
  ended: one.ended + other.ended,
  completed: one.completed + other.completed,
  asking: one.asking + other.asking,
  expected: one.expected + other.expected,
  attended: one.attended + other.attended,
  all: one.all + other.all,
})
const sumsOf = (one: Tally, judged: ReadonlyMap<number, Judged>): Sums => {
  const standing = one.kind === null ? undefined : judged.get(one.kind)?.standing
  return {
    ...one,
    came: one.kind === null ? 0 : one.n,
    above: isAbove(standing) ? one.n : 0,
    better: standing === 'improved' ? one.n : 0,
    all: one.n,
  }
}
/** The rows of one way of telling apart, by name. */
function rowsBy({ tallies, judged }: Counting, { key, of }: (typeof dimensions)[number]): [name: string, sums: Sums][] {
  const rows = new Map<string, Sums>()
  for (const one of tallies)
    if (one.by === key) rows.set(of(one), add(rows.get(of(one)) ?? nobody, sumsOf(one, judged)))
  return [...rows].toSorted(([one], [other]) => one.localeCompare(other))
}

/** The counts that are nested in each other, and so are hidden or shown together. */
const blocks: { key: string; of: (sums: Sums) => number[] }[] = [
  { key: 'progress', of: ({ came, above, better }) => [came, above, better] },
  { key: 'completion', of: ({ ended, completed }) => [ended, completed] },
  { key: 'attendance', of: ({ asking }) => [asking] },
]
const isAbove = (standing: Standing | undefined): boolean =>
  standing !== undefined && ['improved', 'unchanged', 'mixed', 'worse', 'no-later'].includes(standing)

const hidden: Cell = { text: 'Too few', value: null, isHidden: true }
const shareCell = (n: number, of: number): Cell => {
  const { share, low, high } = shareOf(n, of)
  return share === null
    ? { text: 'Nobody', value: null, of: 0 }
    : { text: `${percent(share)} (${percent(low)} to ${percent(high)})`, value: share, of, low, high }
}

/** Attended minutes of those that are marked, of everybody together: a share without the counts it is made of. */
const attendedCell = ({ expected, attended }: Sums): Cell =>
  expected === 0
    ? { text: 'Nothing expected', value: null }
    : { text: percent(attended / expected), value: Math.round((attended / expected) * 100) / 100 }

/** Is it the same for everybody? Small numbers are not shown, and cannot be worked out from what is. */
export const equity: Maker = {
  async build(work, asked): Promise<Report> {
    const counted = await counting(work, asked, await yardsticks(work))
    const sheets: Sheet[] = dimensions.map((dimension) => {
      const { key, title, rowName } = dimension
      const rows = rowsBy(counted, dimension)
      const guards = blocks.map((block) => guard(rows.map(([, sums]) => block.of(sums))))
      const line = (head: string, sums: Sums, isHidden: (block: number, at: number) => boolean, row?: string): Line => {
        const cell = (block: number, at: number, shown: Cell) => (isHidden(block, at) ? hidden : shown)
        const behind = (show: string) => ({ show: `${key}-${show}`, ...(row !== undefined && { of: row }) })
        const { came, above, better, ended, completed, asking } = sums
        return {
          head,
          cells: [
            cell(0, 0, count(came, behind('admitted'))),
            cell(0, 1, count(above, behind('above'))),
            cell(0, 2, shareCell(better, above)),
            cell(1, 0, count(ended, behind('ended'))),
            cell(1, 1, shareCell(completed, ended)),
            cell(2, 0, count(asking, behind('expected'))),
            cell(2, 0, attendedCell(sums)),
          ],
          ...(row === undefined && { isSum: true }),
        }
      }
      return {
        key,
        title,
        rowName,
        columns: [
          'Admitted',
          'of them above the cut-off',
          'Progress (95 %)',
          'Stays that ended',
          'Completed (95 %)',
          'Expected in groups',
          'Came, of marked minutes',
        ],
        lines: [
          ...rows.map(([name, sums], place) =>
            line(name, sums, (block, at) => guards[block]?.hidden[place]?.[at] ?? true, name),
          ),
          line(
            'Everybody',
            rows.map(([, sums]) => sums).reduce(add, nobody),
            (block, at) => guards[block]?.totalHidden[at] ?? true,
          ),
        ],
      }
    })
    return {
      answer: counted.tallies.length === 0 ? 'Nobody was in care in these months' : 'The same numbers, told apart',
      counted: [
        `Numbers of 1 to ${leastShown - 1} people are not shown (“Too few”), nor what would give them away: where one hidden number could be worked out from the total, the next smallest is hidden with it, and what is a part of a hidden number is hidden too.`,
        'For the same reason this report is of the whole clinic and of twelve whole months: two reports that differ by one program or one day would tell of few.',
        'Above the cut-off counts whose eight weeks are over; progress is that of Outcomes, of everyone who began above. Payer and age are those of the first day of the stay, language is what the record says now. “Not recorded” is a row of its own, because who is not asked is not the same as everybody else.',
        'Groups differ in more than what names them: how ill people are when they come, how they travel, who pays. A gap is a question to ask, not an answer. Intervals are Wilson’s, at 95 %; where they overlap, chance is explanation enough.',
      ],
      sheets,
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const [, key, what = ''] = /^(language|payer|age|track)-(admitted|above|ended|expected)$/.exec(show) ?? []
    const dimension = dimensions.find((one) => one.key === key)
    if (dimension === undefined) return null
    const yards = await yardsticks(work)
    const counted = await counting(work, asked, yards)
    const rows = rowsBy(counted, dimension)
    const block = blocks[what === 'ended' ? 1 : what === 'expected' ? 2 : 0]
    const guarded = block === undefined ? undefined : guard(rows.map(([, sums]) => block.of(sums)))
    const place = rows.findIndex(([name]) => name === of)
    // What is not shown as a number is not shown as a list.
    const at = what === 'above' ? 1 : 0
    if ((of === undefined ? guarded?.totalHidden[at] : guarded?.hidden[place]?.[at]) !== false) return null
    const above = [...counted.judged].flatMap(([kind, { standing }]) => (isAbove(standing) ? [kind] : []))
    const belongs: Record<string, RawBuilder<unknown>> = {
      admitted: sql`t.is_admitted`,
      above: sql`t.kind = any (${above}::int[])`,
      ended: sql`t.is_ended`,
      expected: sql`t.expected > 0`,
    }
    const column = sql.ref(`t.${dimension.key === 'age' ? 'years' : dimension.key}`)
    // Whatever the record says that reads as this row.
    const meant = counted.tallies.filter((one) => one.by === dimension.key && dimension.of(one) === of)
    const values = [...new Set(meant.map((one) => one[dimension.key === 'age' ? 'years' : dimension.key]))]
    const isOf =
      of === undefined
        ? sql``
        : sql`and coalesce(${column}::text, '') = any (${values.map((one) => String(one ?? ''))}::text[])`
    const { rows: shown } = await sql<Told & { clientId: string; name: string; first: Day; total: number }>`
      with ${everybody(asked, yards)},
      chosen as (select t.*, count(*) over ()::int as total from told t where ${belongs[what] ?? sql`false`} ${isOf} order by t.first desc, t.id limit ${mostListed} offset ${skip})
      select t.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name, t.first::text as first,
        t.language, t.years, t.payer, t.track, t.total
      from chosen t join client_now n on n.id = t.client_id order by t.first desc, 2, t.id`.execute(work.db)
    return {
      title: `${dimension.title}: ${of ?? 'everybody'}`,
      columns: ['Who', 'Admitted', dimension.rowName],
      rows: shown.map((one) => ({ clientId: one.clientId, name: one.name, cells: [one.first, dimension.of(one)] })),
      total: shown[0]?.total ?? 0,
    }
  },
}
