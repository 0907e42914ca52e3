import { sql } from 'kysely'
import { addDays, type Day, daysBetween } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { shortDay } from '../../../ui/when.tsx'
import type { Asked } from '../asked.ts'
import { amount, count, decimal, type Line, type Report } from '../sheet.ts'
import { listed, within } from './facts.ts'
import { type Maker, type Place, rowsFor } from './maker.ts'

/** How many are in care on each day, by program: one look at the stays, each adding one on its first day and taking it away after its last. */
async function inCareByDay(work: Work, asked: Asked): Promise<Map<string, number[]>> {
  const { from, to } = asked
  const { rows } = await sql<{ row: string; day: Day; change: number }>`
    with stay as (
      select e.program_id, greatest(lower(e.during), ${from}::date) as first, upper(e.during) as after
      from stay_part e
      where e.during && daterange(${from}::date, ${to}::date, '[]') ${within(asked, sql`e.program_id`)})
    select program_id as row, day::text as day, sum(change)::int as change from (
      select program_id, first as day, 1 as change from stay
      union all select program_id, after, -1 from stay where after <= ${to}::date) x
    group by 1, 2`.execute(work.db)
  const length = daysBetween(from, to) + 1
  const place = new Map(Array.from({ length }, (_, n) => [addDays(from, n), n]))
  const changes = new Map<string, number[]>()
  for (const { row, day, change } of rows) {
    const those = changes.get(row) ?? Array.from({ length }, () => 0)
    const at = place.get(day)
    if (at !== undefined) those[at] = (those[at] ?? 0) + change
    changes.set(row, those)
  }
  for (const those of changes.values())
    for (let n = 1; n < length; n += 1) those[n] = (those[n - 1] ?? 0) + (those[n] ?? 0)
  return changes
}

const facts = (asked: Asked, day: Day) => sql`
  select e.client_id, e.program_id as row_id, 'in-care' as part, lower(s.during) as on_day, null::text as label,
    'day ' || (${day}::date - lower(s.during) + 1) || ' of the stay, level ' || e.level_of_care as detail
  from stay_part e join episode s on s.clinic_id = e.clinic_id and s.id = e.episode_id where e.during @> ${day}::date ${within(asked, sql`e.program_id`)}`

export const census: Maker = {
  async build(work: Work, asked: Asked, places: readonly Place[]): Promise<Report> {
    const counts = await inCareByDay(work, asked)
    const rows = rowsFor(asked, places)
    const days = Array.from({ length: daysBetween(asked.from, asked.to) + 1 }, (_, n) => addDays(asked.from, n))
    const of = (id: string, n: number) => counts.get(id)?.[n] ?? 0
    const all = days.map((_, n) => rows.reduce((sum, { id }) => sum + of(id, n), 0))
    const line = (name: string, values: number[], id?: string): Line => {
      const least = Math.min(...values)
      const most = Math.max(...values)
      const sum = values.reduce((total, value) => total + value, 0)
      const on = (value: number) => days[values.lastIndexOf(value)] ?? asked.to
      const behind = (day: Day) => ({ show: 'in-care', day, ...(id !== undefined && { of: id }) })
      return {
        head: name,
        cells: [
          count(values[0] ?? 0, behind(asked.from)),
          count(values.at(-1) ?? 0, behind(asked.to)),
          count(least, behind(on(least))),
          count(most, behind(on(most))),
          amount(sum / days.length, decimal(sum / days.length)),
          amount(sum, String(sum)),
        ],
        ...(id === undefined && { isSum: true }),
      }
    }
    const lines = rows.map(({ id, name }) =>
      line(
        name,
        days.map((_, n) => of(id, n)),
        id,
      ),
    )
    return {
      answer: `${plural(all.at(-1) ?? 0, 'person is', 'people are')} in care on ${shortDay(asked.to)}`,
      counted: [
        'A stay counts on its first day, on its last day and on every day between. A person in two programs one after the other counts in each for its own days.',
        'Who is away for some days (hospital, holiday) is in care and counted. A stay that was entered by mistake and taken back is not.',
      ],
      sheets: [
        {
          key: 'programs',
          title: 'How many are in care?',
          rowName: 'Program',
          columns: ['First day', 'Last day', 'Fewest', 'Most', 'A day on average', 'Days of care'],
          lines: rows.length > 1 ? [...lines, line('All together', all)] : lines,
        },
        {
          key: 'days',
          isLong: true,
          title: 'Day by day',
          rowName: 'Day',
          columns: [...rows.map(({ name }) => name), ...(rows.length > 1 ? ['All together'] : [])],
          lines: days
            .map((day, n) => ({
              head: shortDay(day),
              cells: [
                ...rows.map(({ id }) => count(of(id, n), { show: 'in-care', of: id, day })),
                ...(rows.length > 1 ? [count(all[n] ?? 0, { show: 'in-care', day })] : []),
              ],
            }))
            .toReversed(),
        },
      ],
      drawn: {
        question: 'How many were in care each day?',
        answer: `${Math.min(...all)} to ${Math.max(...all)}`,
        days,
        layers:
          rows.length <= 5
            ? rows.map(({ id, name }) => ({ word: name, values: days.map((_, n) => of(id, n)) }))
            : [{ word: 'All programs', values: all }],
      },
    }
  },
  people: async (work, asked, { show, of, day, skip = 0 }) =>
    show !== 'in-care'
      ? null
      : listed(work, facts(asked, day ?? asked.to), {
          parts: ['in-care'],
          of: of ?? null,
          skip,
          title: `In care on ${shortDay(day ?? asked.to)}`,
          day: 'Admitted',
          words: () => 'In care',
        }),
}
