import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { writeConcern } from '../../concerns/actions/concerns.ts'
import { type Lack, lookOn, mayTakeADay } from '../next-touch.ts'
import { nextTouchOf } from '../queries/next-touch.ts'

const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const

const words: Record<Exclude<Lack, 'nobody'>, string> = {
  'no-day': 'Nothing lies ahead of them: no meeting, no visit, no call.',
  'too-far': 'The next day before them is further away than it may be.',
}

/**
 * Whoever has no next day gets one: a step of whoever they belong to, due on the next working day. It stays until a person ends it,
 * and comes again the next day if nothing was planned. `keys`: only these people. Answers how many.
 */
export async function lookAfter(work: Work, keys?: readonly string[]): Promise<number> {
  const { people } = await nextTouchOf(work, { exceptionsOnly: true, ...(keys === undefined ? {} : { keys }) })
  const dueOn = lookOn(dayAt(work.at, work.clinic.timeZone))
  let looks = 0
  for (const { clientId, lack, namedId, namedHasLeft, ownerId, standing } of people) {
    if (clientId === null || lack === null || lack === 'nobody') continue
    await writeConcern(
      work,
      {
        clientId,
        about: '',
        words: words[lack],
        urgency: 'soon',
        kind: 'look',
        help: '',
        outreachId: null,
        alertId: null,
      },
      {
        step: standing === 'gone' ? 'Ask how they are, or say why nobody needs to' : 'Plan what comes next with them',
        dueOn,
        // It stays with whose they are while these are away for some days; who answers on the day is asked then.
        ownerId: namedHasLeft ? ownerId : (namedId ?? ownerId),
      },
    )
    looks += 1
  }
  return looks
}

const caring: readonly string[] = ['director', 'coordinator', 'therapist', 'prescriber']

/**
 * The same for whoever a person's deed of this very act concerns, so that nobody stands without a day in between, nor where the clock
 * stands still. Whoever bills or administers sees no clinical day: after their deeds the clock looks.
 */
export async function lookAfterDeed(work: Work): Promise<number> {
  if (work.by.kind !== 'staff' || !caring.includes(work.by.role)) return 0
  const { rows } = await sql<{ id: string }>`
    select distinct unnest(client_ids) as id from trail
    where clinic_id = ${work.clinic.id} and at = ${work.at} and request_id = ${work.requestId} and verb = any (${[...mayTakeADay]})`.execute(
    work.db,
  )
  return rows.length === 0
    ? 0
    : lookAfter(
        { ...work, by: clock },
        rows.map(({ id }) => id),
      )
}

/** The clock's round. One copy at a time for a clinic. */
export async function leaveNobody(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select clinic_ids() as id')
  for (const { id } of rows)
    await asPerson(pool, id, clock, at, async (work) => {
      const { rows: got } = await sql<{ got: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${id}, 7203567)) as got`.execute(work.db)
      if (got[0]?.got === true) await lookAfter(work)
    })
}
