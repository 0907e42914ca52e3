import type { Work } from '../../../db/work.ts'
import { noPrices, type Prices } from '../prices.ts'
import { hourKey } from '../week.ts'

/** The last night's prices, with when and how they were worked out; and for how many each seat would be of use. */
export type PricesKnown = {
  prices: Prices
  night: { workedOutAt: Date; source: string; clients: number } | null
  wanted: ReadonlyMap<string, number>
}

/** When prices were worked out last; null: never. */
export async function lastNight(work: Work): Promise<Date | null> {
  const row = await work.db
    .selectFrom('priceNight')
    .orderBy('workedOutAt', 'desc')
    .select('workedOutAt')
    .executeTakeFirst()
  return row?.workedOutAt ?? null
}

export const nothingKnown: PricesKnown = { prices: noPrices, night: null, wanted: new Map() }

/** How scarce some groups and clinicians' hours are, as it was worked out last; without a night, nothing has a price. */
export async function pricesFor(
  work: Work,
  { series, staff }: { series: readonly string[]; staff: readonly string[] },
): Promise<PricesKnown> {
  const night = await work.db
    .selectFrom('priceNight')
    .orderBy('workedOutAt', 'desc')
    .orderBy('id', 'desc')
    .select(['id', 'workedOutAt', 'source', 'clients'])
    .executeTakeFirst()
  if (night === undefined) return nothingKnown
  const rows = await work.db
    .selectFrom('price')
    .where('nightId', '=', night.id)
    .where((is) =>
      is.or([is('seriesId', '=', is.fn.any(is.val([...series]))), is('staffId', '=', is.fn.any(is.val([...staff])))]),
    )
    .select(['seriesId', 'staffId', 'weekday', 'fromMinute', 'points', 'wanted'])
    .execute()
  const seats = new Map<string, number>()
  const hours = new Map<string, number>()
  const caseload = new Map<string, number>()
  const wanted = new Map<string, number>()
  for (const row of rows) {
    const points = Number(row.points)
    if (row.seriesId !== null) {
      seats.set(row.seriesId, points)
      wanted.set(row.seriesId, row.wanted)
    } else if (row.staffId !== null && row.weekday !== null && row.fromMinute !== null)
      hours.set(hourKey(row.staffId, { weekday: row.weekday, from: row.fromMinute, to: 0 }), points)
    else if (row.staffId !== null) caseload.set(row.staffId, points)
  }
  return { prices: { seats, hours, caseload }, night, wanted }
}
