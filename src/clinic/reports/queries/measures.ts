import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { shortDay } from '../../../ui/when.tsx'
import type { Work } from '../../../db/work.ts'
import { inUse } from '../../instruments/choices.ts'
import { instrument } from '../../instruments/catalog.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import { choicesOf } from '../../instruments/queries.ts'
import { type Asked as AskedMeasure, askedIn } from '../../outcomes/cadence.ts'
import { shareOf } from '../../outcomes/progress.ts'
import { cadenceRows } from '../../outcomes/queries/due.ts'
import type { Asked } from '../asked.ts'
import { dueAgain, occasions, type Occasion } from '../occasions.ts'
import { type Counted, mostListed, percent, type Report, shareCells, table } from '../sheet.ts'
import { within } from './facts.ts'
import { type Maker, overMany, rowsFor } from './maker.ts'

const words: Record<string, string> = {
  done: 'Answered',
  missed: 'Not answered',
  open: 'Still open',
  left: 'Stay ended first',
}
const parts = Object.entries(words).map(([key, label]) => ({ key, label }))

type Stay = {
  clientId: string
  programId: string
  first: Day
  last: Day | null
  taken: Record<string, Day[]> | null
}
type Asking = Occasion & { stay: Stay; instrument: InstrumentKey }

/** Everything that was due in the period, of everybody who was in care: by the cadence of their program on the last day asked about. */
async function asking(work: Work, asked: Asked): Promise<Asking[]> {
  const used = inUse(await choicesOf(work)).map(({ key }) => key)
  const cadence = await cadenceRows(work)
  const question = sql<Stay>`
    with stay as materialized (
      select e.clinic_id, e.id, e.client_id, e.program_id, lower(e.during) as first, upper(e.during) - 1 as last
      from episode e where e.during && daterange(${asked.from}::date, ${asked.to}::date, '[]') ${within(asked, sql`e.program_id`)}),
    answer as (
      select id, jsonb_object_agg(instrument, days) as taken from (
        select s.id, m.instrument, jsonb_agg(distinct m.taken_on order by m.taken_on) as days
        from stay s join measure_now m on m.clinic_id = s.clinic_id and m.client_id = s.client_id and m.taken_on >= s.first
        group by 1, 2) x group by 1)
    select s.client_id as "clientId", s.program_id as "programId", s.first::text as first, s.last::text as last, a.taken
    from stay s left join answer a on a.id = s.id`
  const { rows: stays } = await overMany(work, () => question.execute(work.db))
  const asksIn = new Map<string, AskedMeasure[]>()
  // A clinic asks about few days, again and again.
  const days = new Map<string, Day>()
  const again = (day: Day, everyDays: number): Day => {
    const key = `${day} ${everyDays}`
    const known = days.get(key)
    if (known !== undefined) return known
    const made = dueAgain(day, everyDays)
    days.set(key, made)
    return made
  }
  return stays.flatMap((stay) => {
    const asks = asksIn.get(stay.programId) ?? askedIn(stay.programId, cadence, asked.to, used)
    asksIn.set(stay.programId, asks)
    return asks.flatMap((one) =>
      occasions({ ...stay, everyDays: one.everyDays, taken: stay.taken?.[one.instrument] ?? [] }, asked.today, again)
        .filter(({ due }) => due >= asked.from && due <= asked.to)
        .map((occasion) => ({ ...occasion, stay, instrument: one.instrument })),
    )
  })
}

/** Of the measures that were due, how many were answered? */
export const measures: Maker = {
  async build(work, asked, places): Promise<Report> {
    const all = await asking(work, asked)
    const tally = (rowOf: (one: Asking) => string): Counted[] =>
      [...Map.groupBy(all, (one) => `${rowOf(one)} ${one.state}`)].map(([key, list]) => {
        const [row = '', part = ''] = key.split(' ')
        return { row, part, n: list.length }
      })
    const share = (of: (part: string) => number) => shareOf(of('done'), of('done') + of('missed'))
    const whole = share((part) => all.filter(({ state }) => state === part).length)
    const o = {
      moreColumns: ['Answered, of those due', '95 % interval'],
      more: (of: (part: string) => number) => shareCells(share(of)),
    }
    const instruments = [...new Set(all.map((one) => one.instrument))].toSorted()
    return {
      answer:
        whole.share === null
          ? 'Nothing was due and is over in these days'
          : `${percent(whole.share)} of the measures that were due were answered (${whole.n} of ${whole.of})`,
      counted: [
        'Due by the cadence of the program as it stands on the last day of the period, from the first day of the stay and after each answer: the same days as Measures due and the client’s own page ask by. It counts as answered until the next would have been due.',
        'What was not answered by then is not answered, and it is due again. What is due and whose time is not over is open, or the stay ended first: both are in no share. A form too incomplete to score is an answer here; in Outcomes it is no score.',
      ],
      sheets: [
        table(
          { key: 'programs', title: 'By program', rowName: 'Program' },
          rowsFor(asked, places),
          parts,
          tally(({ stay }) => stay.programId),
          o,
        ),
        table(
          { key: 'instruments', title: 'By measure', rowName: 'Measure' },
          instruments.map((key) => ({ id: key, name: instrument(key).title })),
          parts,
          tally((one) => one.instrument),
          { ...o, prefix: 'of-' },
        ),
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const part = show.replace(/^of-/, '')
    if (!Object.hasOwn(words, part)) return null
    const all = (await asking(work, asked)).filter(
      (one) => one.state === part && (of === undefined || of === (show === part ? one.stay.programId : one.instrument)),
    )
    const shown = all
      .toSorted((one, other) =>
        one.due === other.due ? (one.stay.clientId < other.stay.clientId ? -1 : 1) : one.due < other.due ? 1 : -1,
      )
      .slice(skip, skip + mostListed)
    const { rows: people } = await sql<{ id: string; name: string }>`
      select n.id, coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name
      from client_now n where n.id = any (${[...new Set(shown.map(({ stay }) => stay.clientId))]}::uuid[])`.execute(
      work.db,
    )
    const names = new Map(people.map(({ id, name }) => [id, name]))
    return {
      title: `Measures: ${(words[part] ?? '').toLowerCase()}`,
      columns: ['Who', 'Due on', 'Measure', 'Answered on'],
      rows: shown.map(({ stay, due, on, instrument: key }) => ({
        clientId: stay.clientId,
        name: names.get(stay.clientId) ?? '',
        cells: [due, instrument(key).title, on === null ? '' : shortDay(on)],
      })),
      total: all.length,
    }
  },
}
