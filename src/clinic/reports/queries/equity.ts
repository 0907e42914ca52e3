import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { shareOf } from '../../outcomes/progress.ts'
import type { Asked } from '../asked.ts'
import { ageBand, languageOf, payerWords, trackWords, unknown } from '../equity-rows.ts'
import { type Cell, count, type Line, mostListed, percent, type Report, type Sheet } from '../sheet.ts'
import { guard, leastShown } from '../small-numbers.ts'
import type { Maker } from './maker.ts'
import { type Measured, measured, yardsticks } from './outcomes.ts'

type Person = {
  id: string
  clientId: string
  name: string
  first: Day
  language: string
  years: number
  payer: string | null
  track: string
  isAdmitted: boolean
  isEnded: boolean
  isCompleted: boolean
  expected: number
  attended: number
}

/** Every stay that began, ended or was under way in the period, with what it is told apart by. */
async function people(work: Work, asked: Asked): Promise<Person[]> {
  const { from, to, today } = asked
  const { rows } = await sql<Person>`
    with stay as materialized (
      select e.clinic_id, e.id, e.client_id, e.program_id, lower(e.during) as first from episode e
      where e.during && daterange(${from}::date, ${to}::date, '[]')),
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
      from episode_week w where w.week between ${from}::date and ${to}::date and w.week + 6 < ${today}::date group by 1)
    select s.id, s.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      s.first::text as first, n.language, extract(year from age(s.first, n.birth_date))::int as years, l.kind as payer, p.track,
      s.first >= ${from}::date as "isAdmitted", coalesce(d.on_day between ${from}::date and ${to}::date, false) as "isEnded",
      coalesce(d.on_day between ${from}::date and ${to}::date and d.reason = 'completed', false) as "isCompleted",
      coalesce(w.expected, 0) as expected, coalesce(w.attended, 0) as attended
    from stay s
    join client_now n on n.clinic_id = s.clinic_id and n.id = s.client_id
    join program p on p.clinic_id = s.clinic_id and p.id = s.program_id
    left join discharge d on d.clinic_id = s.clinic_id and d.episode_id = s.id
    left join plan l on l.id = s.id
    left join week w on w.episode_id = s.id
    order by 3, s.id`.execute(work.db)
  return rows
}

const dimensions: { key: string; title: string; rowName: string; of: (one: Person) => string }[] = [
  { key: 'language', title: 'By language', rowName: 'Language', of: ({ language }) => languageOf(language) },
  { key: 'payer', title: 'By who pays', rowName: 'Payer', of: ({ payer }) => payerWords[payer ?? ''] ?? unknown.payer },
  { key: 'age', title: 'By age at admission', rowName: 'Age', of: ({ years }) => ageBand(years) },
  { key: 'track', title: 'By track', rowName: 'Track', of: ({ track }) => trackWords[track] ?? track },
]

/** The counts that are nested in each other, and so are hidden or shown together. */
const blocks: { key: string; of: (list: readonly Person[], begun: ReadonlyMap<string, Measured>) => number[] }[] = [
  {
    key: 'progress',
    of: (list, begun) => {
      const came = list.filter(({ isAdmitted }) => isAdmitted)
      const above = came.filter(({ id }) => isAbove(begun.get(id)))
      return [came.length, above.length, above.filter(({ id }) => begun.get(id)?.judged.standing === 'improved').length]
    },
  },
  {
    key: 'completion',
    of: (list) => [list.filter((one) => one.isEnded).length, list.filter((one) => one.isCompleted).length],
  },
  { key: 'attendance', of: (list) => [list.filter(({ expected }) => expected > 0).length] },
]
const isAbove = (one: Measured | undefined): boolean =>
  one !== undefined && ['improved', 'unchanged', 'mixed', 'worse', 'no-later'].includes(one.judged.standing)

const hidden: Cell = { text: 'Too few', value: null, isHidden: true }
const shareCell = (n: number, of: number): Cell => {
  const { share, low, high } = shareOf(n, of)
  return share === null
    ? { text: 'Nobody', value: null, of: 0 }
    : { text: `${percent(share)} (${percent(low)} to ${percent(high)})`, value: share, of, low, high }
}

/** Attended minutes of those that are marked, of everybody together: a share without the counts it is made of. */
function attendedCell(list: readonly Person[]): Cell {
  const expected = list.reduce((sum, one) => sum + one.expected, 0)
  const attended = list.reduce((sum, one) => sum + one.attended, 0)
  return expected === 0
    ? { text: 'Nothing expected', value: null }
    : { text: percent(attended / expected), value: Math.round((attended / expected) * 100) / 100 }
}

/** Is it the same for everybody? Small numbers are not shown, and cannot be worked out from what is. */
export const equity: Maker = {
  async build(work, asked): Promise<Report> {
    const all = await people(work, asked)
    const begun = new Map((await measured(work, asked, await yardsticks(work))).map((one) => [one.stay.id, one]))
    const sheets: Sheet[] = dimensions.map(({ key, title, rowName, of }) => {
      const rows = [...Map.groupBy(all, of)].toSorted(([one], [other]) => one.localeCompare(other))
      const guards = blocks.map((block) => guard(rows.map(([, list]) => block.of(list, begun))))
      const line = (
        head: string,
        list: readonly Person[],
        isHidden: (block: number, at: number) => boolean,
        row?: string,
      ): Line => {
        const cell = (block: number, at: number, shown: Cell) => (isHidden(block, at) ? hidden : shown)
        const behind = (show: string) => ({ show: `${key}-${show}`, ...(row !== undefined && { of: row }) })
        const [came = 0, above = 0, better = 0] = blocks[0]?.of(list, begun) ?? []
        const [ended = 0, completed = 0] = blocks[1]?.of(list, begun) ?? []
        const [asking = 0] = blocks[2]?.of(list, begun) ?? []
        return {
          head,
          cells: [
            cell(0, 0, count(came, behind('admitted'))),
            cell(0, 1, count(above, behind('above'))),
            cell(0, 2, shareCell(better, above)),
            cell(1, 0, count(ended, behind('ended'))),
            cell(1, 1, shareCell(completed, ended)),
            cell(2, 0, count(asking, behind('expected'))),
            cell(2, 0, attendedCell(list)),
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
          ...rows.map(([name, list], place) =>
            line(name, list, (block, at) => guards[block]?.hidden[place]?.[at] ?? true, name),
          ),
          line('Everybody', all, (block, at) => guards[block]?.totalHidden[at] ?? true),
        ],
      }
    })
    return {
      answer: all.length === 0 ? 'Nobody was in care in these months' : 'The same numbers, told apart',
      counted: [
        `Numbers of 1 to ${leastShown - 1} people are not shown (“Too few”), nor what would give them away: where one hidden number could be worked out from the total, the next smallest is hidden with it, and what is a part of a hidden number is hidden too.`,
        'For the same reason this report is of the whole clinic and of twelve whole months: two reports that differ by one program or one day would tell of few.',
        'Above the cut-off counts whose eight weeks are over; progress is that of Outcomes, of everyone who began above. Payer and age are those of the first day of the stay, language is what the record says now. “Not recorded” is a row of its own, because who is not asked is not the same as everybody else.',
        'Groups differ in more than what names them: how ill people are when they come, how they travel, who pays. A gap is a question to ask, not an answer. Intervals are Wilson’s, at 95 %; where they overlap, chance is explanation enough.',
      ],
      sheets,
    }
  },
  people: async (work, asked, { show, of }) => {
    const [, key, what = ''] = /^(language|payer|age|track)-(admitted|above|ended|expected)$/.exec(show) ?? []
    const dimension = dimensions.find((one) => one.key === key)
    if (dimension === undefined) return null
    const all = await people(work, asked)
    const begun = new Map((await measured(work, asked, await yardsticks(work))).map((one) => [one.stay.id, one]))
    const rows = [...Map.groupBy(all, dimension.of)].toSorted(([one], [other]) => one.localeCompare(other))
    const block = blocks[what === 'ended' ? 1 : what === 'expected' ? 2 : 0]
    const guarded = block === undefined ? undefined : guard(rows.map(([, list]) => block.of(list, begun)))
    const place = rows.findIndex(([name]) => name === of)
    // What is not shown as a number is not shown as a list.
    const at = what === 'above' ? 1 : 0
    if ((of === undefined ? guarded?.totalHidden[at] : guarded?.hidden[place]?.[at]) !== false) return null
    const belongs: Record<string, (one: Person) => boolean> = {
      admitted: ({ isAdmitted }) => isAdmitted,
      above: ({ isAdmitted, id }) => isAdmitted && isAbove(begun.get(id)),
      ended: ({ isEnded }) => isEnded,
      expected: ({ expected }) => expected > 0,
    }
    const shown = (of === undefined ? all : (rows[place]?.[1] ?? [])).filter((one) => belongs[what]?.(one) ?? false)
    return {
      title: `${dimension.title}: ${of ?? 'everybody'}`,
      columns: ['Who', 'Admitted', dimension.rowName],
      rows: shown
        .slice(0, mostListed)
        .map((one) => ({ clientId: one.clientId, name: one.name, cells: [one.first, dimension.of(one)] })),
      total: shown.length,
    }
  },
}
