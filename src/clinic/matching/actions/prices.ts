import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'

export type NightOfPrices = {
  /** How they were worked out: 'relaxation of the census'. */
  source: string
  /** Over how many clients. */
  clients: number
  seats: readonly { seriesId: string; points: number; wanted: number }[]
  hours: readonly { staffId: string; weekday: number; fromMinute: number; points: number; wanted: number }[]
  caseloads: readonly { staffId: string; points: number }[]
}

const atOnce = 2000

/** Keeps what one more seat or hour would save, as the night's solver found it. Prices of nothing are left out. */
export async function keepPrices(work: Work, night: NightOfPrices): Promise<{ id: string; kept: number } | Refusal> {
  if (work.by.kind !== 'stepwell') return refuse('not-allowed', 'Prices are worked out by Stepwell itself, at night.')
  const id = newId()
  const clinicId = work.clinic.id
  await work.db
    .insertInto('priceNight')
    .values({ clinicId, id, workedOutAt: work.at, source: night.source, clients: night.clients })
    .execute()
  const bare = { seriesId: null, staffId: null, weekday: null, fromMinute: null }
  const rows = [
    ...night.seats.map((one) => ({ ...bare, ...one })),
    ...night.hours.map((one) => ({ ...bare, ...one })),
    ...night.caseloads.map((one) => ({ ...bare, wanted: 0, ...one })),
  ]
    .filter(({ points, wanted }) => points >= 0.01 || wanted > 0)
    .map((row, number) => ({
      clinicId,
      nightId: id,
      number,
      ...row,
      points: Math.round(Math.max(0, row.points) * 100) / 100,
    }))
  for (let at = 0; at < rows.length; at += atOnce)
    await work.db
      .insertInto('price')
      .values(rows.slice(at, at + atOnce))
      .execute()
  await record(work, 'prices.kept', { about: { night: id, prices: rows.length } })
  return { id, kept: rows.length }
}
