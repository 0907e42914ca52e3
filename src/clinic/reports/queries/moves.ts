import { plural } from '../../../basics/text.ts'
import { type Report, table } from '../sheet.ts'
import { reasons, reasonWords } from '../words.ts'
import { countFacts, listed } from './facts.ts'
import { type Maker, rowsFor } from './maker.ts'
import { admissions, discharges } from './stays.ts'

const ways: Record<string, string> = {
  first: 'First stay here',
  returned: 'Came back',
  moved: 'From another program of ours',
}
const waysIn = Object.entries(ways).map(([key, label]) => ({ key, label }))
const waysOut = reasons.map((key) => ({ key, label: reasonWords[key] ?? key }))

/** Who came and who left, by kind. */
export const moves: Maker = {
  async build(work, asked, places): Promise<Report> {
    const came = await countFacts(work, admissions(asked))
    const left = await countFacts(work, discharges(asked))
    const rows = rowsFor(asked, places)
    const sum = (list: readonly { n: number }[]) => list.reduce((total, { n }) => total + n, 0)
    const all = (parts: readonly { key: string }[]) => (of: (part: string) => number) =>
      parts.reduce((total, { key }) => total + of(key), 0)
    return {
      answer: `${plural(sum(came), 'admission', 'admissions')}, ${plural(sum(left), 'discharge', 'discharges')}`,
      counted: [
        'Stays, not people: who came twice counts twice. A stay that follows another program of ours on the next day is a move, not a new admission.',
        'A discharge counts on the last day of the stay, whenever it was written down, under the kind that was written down.',
      ],
      sheets: [
        table(
          { key: 'admissions', title: 'Who was admitted?', rowName: 'Program' },
          rows,
          [...waysIn, { key: 'all-in', label: 'Admissions' }],
          [...came, ...rows.map(({ id }) => ({ row: id, part: 'all-in', n: all(waysIn)(by(came, id)) }))],
          { prefix: 'in-' },
        ),
        table(
          { key: 'discharges', title: 'Who left, and how?', rowName: 'Program' },
          rows,
          [...waysOut, { key: 'all-out', label: 'Discharges' }],
          [...left, ...rows.map(({ id }) => ({ row: id, part: 'all-out', n: all(waysOut)(by(left, id)) }))],
          { prefix: 'out-' },
        ),
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const [, way, part = ''] = /^(in|out)-([a-z-]+)$/.exec(show) ?? []
    if (way === 'in' && (part === 'all-in' || Object.hasOwn(ways, part)))
      return listed(work, admissions(asked), {
        parts: part === 'all-in' ? Object.keys(ways) : [part],
        of: of ?? null,
        skip,
        title: part === 'all-in' ? 'Admissions' : `Admissions: ${(ways[part] ?? '').toLowerCase()}`,
        day: 'Admitted',
        words: (key) => ways[key] ?? key,
      })
    if (way === 'out' && (part === 'all-out' || reasons.includes(part)))
      return listed(work, discharges(asked), {
        parts: part === 'all-out' ? reasons : [part],
        of: of ?? null,
        skip,
        title: part === 'all-out' ? 'Discharges' : `Discharges: ${(reasonWords[part] ?? '').toLowerCase()}`,
        day: 'Last day',
        words: (key) => reasonWords[key] ?? key,
      })
    return null
  },
}

const by =
  (counted: readonly { row: string; part: string; n: number }[], id: string) =>
  (part: string): number =>
    counted.find((one) => one.row === id && one.part === part)?.n ?? 0
