import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { addDays, dayAt, type Day, timeAt } from '../../../basics/dates.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { emptyWeek, isWhole, lookupOf, weekLines } from '../cost.ts'
import { expectedFrom, lookBackDays } from '../expected.ts'
import { unfitFor } from '../fit.ts'
import type { Instance } from '../instance.ts'
import { census, forecast, type Prices } from '../prices.ts'
import { lastNight } from '../queries/prices.ts'
import { houseOf } from '../queries/program.ts'
import { weightsOn } from '../queries/weights.ts'
import { hourKey } from '../week.ts'
import type { Weights } from '../weights.ts'
import { keepPrices, type NightOfPrices } from './prices.ts'
import type { Pricing } from './price-worker.ts'

const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const
/** Prices are worked out anew once a day; those of yesterday are better than none. */
const everyHours = 20
/** When nobody waits for the machine, on the clinic's wall clock. */
const night = { from: '01:00', to: '05:00' }
const seconds = 120
/** How many times those who are to come are drawn: one draw alone makes a group scarce by chance. */
const draws = 4
let isBusy = false

/**
 * Works out, clinic by clinic and once a day, what one more seat and one more hour would save the whole house. Without these
 * prices the best week for one client takes what others need more. It goes on beside the clock, one clinic at a time.
 */
export async function workOutPrices(pool: Pool, at: Date): Promise<void> {
  if (isBusy) return
  const { rows } = await pool.query<{ id: string }>('select clinic_ids() as id')
  for (const { id } of rows) {
    const isDue = await asPerson(pool, id, clock, at, async (work) => {
      const [now, last] = [timeAt(at, work.clinic.timeZone), await lastNight(work)]
      const isLongAgo = last === null || at.getTime() - last.getTime() > everyHours * 3_600_000
      return isLongAgo && now >= night.from && now < night.to
    })
    if (!isDue) continue
    isBusy = true
    underWay = priceOne(pool, id, at)
      // A clinic that cannot be priced tonight keeps last night's; the clock tries again.
      .catch(() => {})
      .finally(() => {
        isBusy = false
      })
    return
  }
}

let underWay: Promise<void> = Promise.resolve()
/** For tests: the night that is being worked out. */
export const pricesUnderWay = (): Promise<void> => underWay

async function priceOne(pool: Pool, clinicId: string, at: Date): Promise<void> {
  const asked = await asPerson(pool, clinicId, clock, at, async (work) => {
    const from = addDays(dayAt(at, work.clinic.timeZone), 1)
    const house = await houseOf(work, from, { programs: [], without: null })
    return { house, weights: await weightsOn(work, from), admissions: await admittedLately(work, from), from }
  })
  const { instance, plan, stays } = asked.house
  const expected = expectedFrom(
    instance,
    { firstDays: new Map([...stays].map(([id, stay]) => [id, stay.firstDay])), admissions: asked.admissions },
    asked.from,
    { draws, seed: Number(asked.from.replaceAll('-', '')) },
  )
  const prices =
    instance.clients.length === 0
      ? { seats: new Map(), hours: new Map(), caseload: new Map() }
      : await priced({ instance, plan, weights: asked.weights, seconds, expected })
  const found = nightOf(instance, prices, asked.weights, expected === null ? census : forecast)
  await asPerson(pool, clinicId, clock, at, (work) => keepPrices(work, found))
}

async function admittedLately(work: Work, until: Day): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from episode
    where lower(during) > ${addDays(until, -lookBackDays)}::date and lower(during) <= ${until}::date`.execute(work.db)
  return rows[0]?.n ?? 0
}

function priced(asking: Pricing): Promise<Prices> {
  const worker = new Worker(new URL('./price-worker.ts', import.meta.url), {
    workerData: asking,
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  })
  worker.unref()
  return new Promise((resolve, reject) => {
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The prices were not worked out.')))
  })
}

/** The prices as rows, each seat with how many who lack something could use it. */
function nightOf(instance: Instance, prices: Prices, weights: Weights, source: string): NightOfPrices {
  const lookup = lookupOf(instance)
  const lacking = instance.clients.filter(
    (client) => !isWhole(weekLines(client, client.now ?? emptyWeek(client.id), lookup, weights)),
  )
  return {
    source,
    clients: instance.clients.length,
    seats: instance.series.map((series) => ({
      seriesId: series.id,
      points: prices.seats.get(series.id) ?? 0,
      wanted: lacking.filter(
        (client) => !(client.now?.series.includes(series.id) ?? false) && unfitFor(client, series) === null,
      ).length,
    })),
    hours: instance.clinicians.flatMap((one) =>
      one.hours.map((hour) => ({
        staffId: one.id,
        weekday: hour.weekday,
        fromMinute: hour.from,
        points: prices.hours.get(hourKey(one.id, hour)) ?? 0,
        wanted: 0,
      })),
    ),
    caseloads: instance.clinicians.map((one) => ({ staffId: one.id, points: prices.caseload.get(one.id) ?? 0 })),
  }
}
