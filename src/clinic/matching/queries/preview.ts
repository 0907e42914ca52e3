import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { weekdayName } from '../../groups/times.ts'
import { stayById } from '../../plans/queries.ts'
import { movedBetween } from '../reasons.ts'
import { timeInWords } from '../proposal.ts'
import type { Weights } from '../weights.ts'
import { groundOf } from '../ground.ts'
import { matchWeeks, type Proposal } from '../match.ts'
import { noPrices } from '../prices.ts'
import { type Known, knownOf } from './instance.ts'

export type Preview = { tried: number; changed: { clientId: string; name: string; words: string[] }[] }

const sample = 24

/** The best week under some weights, without prices: what policy alone would choose. */
const bestUnder = ({ instance, seeker, occupancy }: Known, weights: Weights): Proposal | null =>
  matchWeeks({ ground: groundOf(instance, weights), client: seeker, occupancy, prices: noPrices }, 1)[0] ?? null

/**
 * The weeks that some clients in care would be proposed under today's weights and under others: who would get another one, and
 * in what it differs. A sample spread evenly over the house, always the same on a day.
 */
export async function previewOf(work: Work, now: Weights, tried: Weights): Promise<Preview> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{ id: string }>`
    select id from episode where during @> ${today}::date order by md5(id::text || ${today}) limit ${sample}`.execute(
    work.db,
  )
  const changed: Preview['changed'] = []
  for (const { id } of rows) {
    const stay = await stayById(work, id)
    if (stay === undefined) continue
    const known = await knownOf(work, stay, today)
    const [before, after] = [bestUnder(known, now), bestUnder(known, tried)]
    if (before === null || after === null) continue
    const name = (series: string) => {
      const one = known.offered.get(series)
      return one === undefined ? 'a group' : `${one.series.name}, ${weekdayName(one.row.weekday).slice(0, 3)}`
    }
    const words = [
      ...before.week.series.filter((one) => !after.week.series.includes(one)).map((one) => `no longer ${name(one)}`),
      ...after.week.series.filter((one) => !before.week.series.includes(one)).map((one) => `instead ${name(one)}`),
      ...movedBetween(before.week, after.week).map(({ kind, to }) =>
        to === null ? `no ${kind} visit` : `${kind} visit ${timeInWords(to.time)}`,
      ),
    ]
    if (words.length > 0) changed.push({ clientId: stay.clientId, name: stay.name, words })
  }
  return { tried: rows.length, changed }
}
