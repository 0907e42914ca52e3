import { shareOf } from '../../outcomes/progress.ts'
import { percent, type Report, shareCells, table } from '../sheet.ts'
import { reasons, reasonWords } from '../words.ts'
import { countFacts, listed } from './facts.ts'
import { type Maker, rowsFor } from './maker.ts'
import { cohort, discharges } from './stays.ts'

const parts = reasons.map((key) => ({ key, label: reasonWords[key] ?? key }))
const ended = (of: (part: string) => number): number => reasons.reduce((sum, key) => sum + of(key), 0)

/** How many complete treatment: of those whose stay ended, and of those who were admitted. */
export const completion: Maker = {
  async build(work, asked, places): Promise<Report> {
    const rows = rowsFor(asked, places)
    const left = await countFacts(work, discharges(asked))
    const came = await countFacts(work, cohort(asked))
    const sum = (part: string) => left.reduce((total, one) => total + (one.part === part ? one.n : 0), 0)
    const whole = shareOf(sum('completed'), ended(sum))
    const shares = (of: (part: string) => number) => shareCells(shareOf(of('completed'), ended(of)))
    return {
      answer:
        whole.share === null
          ? 'No stay ended in these days'
          : `${percent(whole.share)} of the stays that ended were completed (${whole.n} of ${whole.of})`,
      counted: [
        'Completed is what the discharge says. The share is of every stay that ended in the period, whatever the reason: nobody is left out, also not who was transferred, who died or who is in jail. The interval is Wilson’s, at 95 %.',
        'The second table follows everyone who was admitted in the period. Who is still in care has not completed and has not left: the share is of those whose stay is over, and both others are shown.',
        'For comparison, intensive outpatient discharges in 27 states, 2004: completed 37.7 %, transferred 17.9 %, dropped out 23.2 %, terminated 14.0 %, other 7.2 % (TEDS-D 2004, clinical.md §6.1). Programs that keep people longer, or that admit people who are worse, complete fewer: this is no league.',
      ],
      sheets: [
        table({ key: 'ended', title: 'Of the stays that ended', rowName: 'Program' }, rows, parts, left, {
          prefix: 'out-',
          moreColumns: ['Completed, of all that ended', '95 % interval'],
          more: shares,
        }),
        table(
          { key: 'admitted', title: 'Of those admitted in these days', rowName: 'Program' },
          rows,
          [{ key: 'in-care', label: 'Still in care' }, ...parts],
          came,
          { prefix: 'came-', moreColumns: ['Completed, of those whose stay is over', '95 % interval'], more: shares },
        ),
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const [, way, part = ''] = /^(out|came)-([a-z-]+)$/.exec(show) ?? []
    const isKnown = reasons.includes(part) || (way === 'came' && part === 'in-care')
    if (way === undefined || !isKnown) return null
    const words = (key: string) => reasonWords[key] ?? 'Still in care'
    return listed(work, way === 'out' ? discharges(asked) : cohort(asked), {
      parts: [part],
      of: of ?? null,
      skip,
      title: `${way === 'out' ? 'Stays that ended' : 'Of those admitted'}: ${words(part).toLowerCase()}`,
      day: way === 'out' ? 'Last day' : 'Admitted',
      words,
    })
  },
}
