import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Stepwell, type Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { drawnFrom, drawsBelow, isDrawn, outOf } from '../draws.ts'
import { newNumber } from './number.ts'

const clock: Stepwell = { kind: 'stepwell', id: null, name: 'Clock' }

/** Draws for drug tests in every clinic, each once a day, from five in the morning there. */
export async function drawEverywhere(pool: Pool, at: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  let drawn = 0
  for (const { id } of rows) drawn += await asPerson(pool, id, clock, at, (work) => drawToday(work))
  return drawn
}

type Due = {
  id: string
  clientId: string
  perWeek: number
  weekdays: number[]
  panel: string[]
  method: string
  setBy: string
}

/**
 * Draws for today: a number for each client in care with a policy, from the machine's cryptographic chance. Nothing is drawn
 * before its day, so that there is nothing to be seen of it; a day is drawn once, whoever runs the clock, and never again.
 * Answers how many tests were drawn.
 */
export async function drawToday(work: Work, chance: () => number = () => randomInt(outOf)): Promise<number> {
  const { timeZone } = work.clinic
  if (timeAt(work.at, timeZone) < drawnFrom) return 0
  const today = dayAt(work.at, timeZone)
  const { rows } = await sql<Due>`
    select p.id, p.client_id as "clientId", p.per_week as "perWeek", p.weekdays, p.panel, p.method, p.set_by as "setBy"
    from tox_policy_now p
    where exists (select from episode e where e.clinic_id = p.clinic_id and e.client_id = p.client_id and e.during @> ${today}::date)
      and not exists (select from tox_draw d where d.clinic_id = p.clinic_id and d.client_id = p.client_id and d.on_day = ${today}::date)
      and not exists (select from closed_day c where c.clinic_id = p.clinic_id and c.site_id is null and c.series_id is null
        and ${today}::date between c.first_day and c.last_day
        and not exists (select from closed_day_end x where x.clinic_id = c.clinic_id and x.closed_id = c.id))
      and not exists (select from away_between(array[p.client_id], ${today}::date, ${today}::date))
      and not exists (select from client_merged m where m.clinic_id = p.clinic_id and m.merged_id = p.client_id)
    order by p.client_id`.execute(work.db)
  let tests = 0
  for (const policy of rows) {
    const below = drawsBelow(policy, today)
    const drawn = chance()
    const drawId = newId()
    const kept = await work.db
      .insertInto('toxDraw')
      .values({
        clinicId: work.clinic.id,
        id: drawId,
        clientId: policy.clientId,
        policyId: policy.id,
        onDay: today,
        drawn,
        below,
        drawnAt: work.at,
      })
      // Another copy of the clock was first: its draw stands.
      .onConflict((conflict) => conflict.columns(['clinicId', 'clientId', 'onDay']).doNothing())
      .returning('id')
      .execute()
    if (kept.length === 0 || !isDrawn(drawn, below)) continue
    const orderId = newId()
    await work.db
      .insertInto('toxOrder')
      .values({
        clinicId: work.clinic.id,
        id: orderId,
        number: newNumber(),
        clientId: policy.clientId,
        drawId,
        why: 'random',
        panel: policy.panel,
        method: policy.method,
        dueOn: today,
        orderedBy: policy.setBy,
        orderedAt: work.at,
      })
      .execute()
    await record(work, 'drug-test.drawn', { clients: [policy.clientId], about: { test: orderId } })
    tests += 1
  }
  return tests
}
