import { amount, type Cell, count, type Line, nothing, type Report } from '../sheet.ts'
import { lengthOfStay, type Quartiles } from '../staying.ts'
import { reasons, reasonWords } from '../words.ts'
import { listed } from './facts.ts'
import { type Maker, rowsFor } from './maker.ts'
import { cohort, discharges, type Length, lengthsOfCohort, lengthsOfEnded } from './stays.ts'

const quartileColumns = ['A quarter left by day', 'Half left by day (median)', 'Three quarters left by day']
const inDays = (days: number | null): Cell =>
  days === null ? { ...nothing, text: 'Not yet known' } : amount(days, `${days}`)
const cells = ({ lower, median, upper }: Quartiles): Cell[] => [inDays(lower), inDays(median), inDays(upper)]
const numberOf = (stays: readonly Length[]) => stays.reduce((sum, { n }) => sum + n, 0)

/** How long people stay: everyone admitted, those still in care counted as such; beside it those who left, by kind. */
export const lengthOfStays: Maker = {
  async build(work, asked, places): Promise<Report> {
    const [began, ended] = [await lengthsOfCohort(work, asked), await lengthsOfEnded(work, asked)]
    const rows = rowsFor(asked, places)
    const begun = (name: string, stays: readonly Length[], of?: string): Line => ({
      head: name,
      cells: [
        count(numberOf(stays), { show: 'began', ...(of !== undefined && { of }) }),
        count(numberOf(stays.filter(({ left }) => !left)), { show: 'still', ...(of !== undefined && { of }) }),
        ...(stays.length === 0 ? [nothing, nothing, nothing] : cells(lengthOfStay(stays))),
      ],
      ...(of === undefined && { isSum: true }),
    })
    const gone = (name: string, stays: readonly Length[], show: string): Line => ({
      head: name,
      cells: [
        count(numberOf(stays), { show }),
        ...(stays.length === 0 ? [nothing, nothing, nothing] : cells(lengthOfStay(stays))),
      ],
      ...(show === 'out-all' && { isSum: true }),
    })
    const whole = began.length === 0 ? null : lengthOfStay(began).median
    const lines = rows.map(({ id, name }) =>
      begun(
        name,
        began.filter(({ row }) => row === id),
        id,
      ),
    )
    return {
      answer:
        began.length === 0
          ? 'Nobody was admitted in these days'
          : whole === null
            ? 'More than half of those admitted are still in care: the median is not known yet'
            : `Half of those admitted had left by day ${whole}`,
      counted: [
        'Days from the first to the last day of the stay, both counted. The first table follows everyone who was admitted in the period: whoever is still in care counts for every day so far and as leaving on none (Kaplan and Meier). It does not read short because the long stays are not over.',
        'The second table is of stays that ended in the period, as most reports have it. It leaves out everyone who is still here, so it says less about somebody who comes today.',
        'For comparison, adults in intensive outpatient care in 27 states, 2004: median 41 days; completed 50, transferred 42, dropped out 26, terminated 36 (TEDS-D 2004, clinical.md §6.1).',
      ],
      sheets: [
        {
          key: 'admitted',
          title: 'Of those admitted: how long do they stay?',
          rowName: 'Program',
          columns: ['Admitted', 'Still in care', ...quartileColumns],
          lines: rows.length > 1 ? [...lines, begun('All together', began)] : lines,
        },
        {
          key: 'ended',
          title: 'Of those who left: how long had they stayed?',
          rowName: 'How it ended',
          columns: ['Left', ...quartileColumns],
          lines: [
            ...reasons.map((reason) =>
              gone(
                reasonWords[reason] ?? reason,
                ended.filter(({ part }) => part === reason),
                `out-${reason}`,
              ),
            ),
            gone('All together', ended, 'out-all'),
          ],
        },
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const list = { of: of ?? null, skip, words: (key: string) => reasonWords[key] ?? 'Still in care' }
    if (show === 'began' || show === 'still')
      return listed(work, cohort(asked), {
        ...list,
        parts: show === 'still' ? ['in-care'] : [...reasons, 'in-care'],
        title: show === 'still' ? 'Admitted, and still in care' : 'Admitted',
        day: 'Admitted',
      })
    const reason = /^out-([a-z-]+)$/.exec(show)?.[1] ?? ''
    if (reason !== 'all' && !reasons.includes(reason)) return null
    return listed(work, discharges(asked), {
      ...list,
      parts: reason === 'all' ? reasons : [reason],
      title: reason === 'all' ? 'Left' : `Left: ${(reasonWords[reason] ?? '').toLowerCase()}`,
      day: 'Last day',
    })
  },
}
