import { sql } from 'kysely'
import { hoursAndMinutes } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import { amount, type Cell, count, type Line, percent, type Report } from '../sheet.ts'
import { between, type Facts, listed, programOf, within } from './facts.ts'
import { type Maker, rowsFor } from './maker.ts'

const words: Record<string, string> = {
  met: 'Reached the floor',
  short: 'Short of the floor',
  'no-floor': 'No floor',
  part: 'Part of a week',
}

/**
 * The weeks of each stay that are over, as the week board counts them (`episode_week`, kept with every mark): what was attended,
 * what the dose prescribed, and the floor. Monday to Sunday; a week belongs to the period in which its Monday lies.
 */
const weeks = (asked: Asked): Facts => sql`
  with doses as (
    select clinic_id, episode_id, from_week, group_minutes + individual_minutes + family_minutes + medication_minutes as minutes,
      lead(from_week, 1, 'infinity') over (partition by clinic_id, episode_id order by from_week, ordered_at, id) as until
    from dose_order)
  select w.client_id, e.program_id as row_id, w.week as on_day, null::text as label, w.attended_minutes as attended, o.minutes as prescribed,
    case when w.is_part_week then 'part' when w.floor_minutes = 0 and w.floor_days = 0 then 'no-floor'
      when w.attended_minutes >= w.floor_minutes and w.attended_days >= w.floor_days then 'met' else 'short' end as part,
    round(w.attended_minutes / 60.0, 1) || ' h attended' || coalesce(', ' || round(o.minutes / 60.0, 1) || ' h prescribed', ', nothing prescribed')
      || case when w.floor_minutes = 0 then '' else ', floor ' || round(w.floor_minutes / 60.0, 1) || ' h' end as detail
  from episode_week w
  join episode stood on stood.clinic_id = w.clinic_id and stood.id = w.episode_id and stood.during && daterange(w.week, w.week + 7)
  -- A week in which somebody changed the program is the program's in which they ended it.
  cross join lateral (select ${programOf('stood', sql`and p.during && daterange(w.week, w.week + 7)`, sql`p.during desc`)} as program_id) e
  left join doses o on o.clinic_id = w.clinic_id and o.episode_id = w.episode_id and o.from_week <= w.week and o.until > w.week
  where ${between(asked, sql`w.week`)} and w.week + 6 < ${asked.today}::date ${within(asked, sql`e.program_id`)}`

type Sums = {
  row: string
  part: string
  n: number
  /** Of whole weeks with something prescribed: how many, what was prescribed, what of it was attended. */
  ordered: number
  prescribed: number
  delivered: number
}
async function sums(work: Work, asked: Asked): Promise<Sums[]> {
  const { rows } = await sql<Sums>`
    select row_id as row, part, count(*)::int as n, count(prescribed)::int as ordered, coalesce(sum(prescribed), 0)::int as prescribed,
      coalesce(sum(attended) filter (where prescribed is not null), 0)::int as delivered
    from (${weeks(asked)}) f group by 1, 2`.execute(work.db)
  return rows
}

/** Do people get the hours that are prescribed, and does the week reach its floor? */
export const hours: Maker = {
  async build(work, asked, places): Promise<Report> {
    const all = await sums(work, asked)
    const rows = rowsFor(asked, places)
    const cells = (those: readonly Sums[], of?: string): Cell[] => {
      const whole = those.filter(({ part }) => part !== 'part')
      const sum = (list: readonly Sums[], what: 'n' | 'ordered' | 'prescribed' | 'delivered') =>
        list.reduce((total, one) => total + one[what], 0)
      const [prescribed, delivered] = [sum(whole, 'prescribed'), sum(whole, 'delivered')]
      const n = (part: string) =>
        count(
          sum(
            those.filter((one) => one.part === part),
            'n',
          ),
          { show: part, ...(of !== undefined && { of }) },
        )
      return [
        count(sum(whole, 'n'), { show: 'whole', ...(of !== undefined && { of }) }),
        count(sum(whole, 'n') - sum(whole, 'ordered'), { show: 'unordered', ...(of !== undefined && { of }) }),
        amount(prescribed, hoursAndMinutes(prescribed)),
        amount(delivered, hoursAndMinutes(delivered)),
        prescribed === 0
          ? { text: 'Nothing prescribed', value: null }
          : amount(delivered / prescribed, percent(delivered / prescribed)),
        n('met'),
        n('short'),
        n('no-floor'),
        n('part'),
      ]
    }
    const lines: Line[] = rows.map(({ id, name }) => ({
      head: name,
      cells: cells(
        all.filter(({ row }) => row === id),
        id,
      ),
    }))
    const together = cells(all)
    const share = together[4]?.value ?? null
    return {
      answer:
        share === null
          ? 'Nothing was prescribed in the weeks that are over'
          : `${percent(share)} of the prescribed hours were attended`,
      counted: [
        'Weeks from Monday to Sunday whose Monday lies in the period and that are over. Minutes are those of the week board and the dose meter: what was attended and counts, whole minutes, each person in each week once.',
        'Prescribed against delivered is of whole weeks with a prescribed week alone. First and last weeks, and weeks with days away, are counted apart: no source prorates a week. More than 100 % can stand for one person and less for another: look at who was short, not at the sum.',
      ],
      sheets: [
        {
          key: 'programs',
          title: 'Prescribed and delivered',
          rowName: 'Program',
          columns: [
            'Whole weeks',
            'of them nothing prescribed',
            'Prescribed',
            'Delivered',
            'Delivered, of prescribed',
            ...Object.values(words),
          ],
          lines: rows.length > 1 ? [...lines, { head: 'All together', cells: together, isSum: true }] : lines,
        },
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const whole = ['met', 'short', 'no-floor']
    const facts =
      show === 'unordered' ? sql`select * from (${weeks(asked)}) w where w.prescribed is null` : weeks(asked)
    const parts = show === 'whole' || show === 'unordered' ? whole : Object.hasOwn(words, show) ? [show] : null
    if (parts === null) return null
    return listed(work, facts, {
      parts,
      of: of ?? null,
      skip,
      title:
        show === 'whole'
          ? 'Whole weeks'
          : show === 'unordered'
            ? 'Whole weeks with nothing prescribed'
            : (words[show] ?? show),
      day: 'Week of',
      words: (key) => words[key] ?? key,
    })
  },
}
