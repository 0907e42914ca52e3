import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { chooseAlerts } from '../alerts.ts'
import { leavingModel } from '../leaving-model.ts'
import { stayFacts } from '../queries/facts.ts'
import { alertsRaisedOn, changedSince, lastOf } from '../queries/signals.ts'
import { settingsNow } from '../queries/settings.ts'
import { standIns } from '../queries/stand-ins.ts'
import { troubleOf } from '../trouble.ts'

const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const
/** Everyone is looked at again after so long, whatever was marked: silence makes no row. */
const wholeEvery = 30 * 60_000
const many = 500

/** When each clinic was last looked at by this copy: whole, and at what changed. */
const looked = new Map<string, { whole: Date; last: Date }>()

/**
 * Works out the signal of everyone of whom something changed, and now and then of everyone, and raises alerts within each
 * person's budget of the day. One copy at a time for a clinic; what another has worked out is not written twice.
 */
export async function watchForTrouble(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select clinic_ids() as id')
  for (const { id } of rows) {
    const key = id
    const so = looked.get(key)
    const isWhole = so === undefined || at < so.last || at.getTime() - so.whole.getTime() >= wholeEvery
    await asPerson(pool, id, clock, at, async (work) => {
      const { rows: got } = await sql<{
        got: boolean
      }>`select pg_try_advisory_xact_lock(hashtextextended(${id}, 7203559)) as got`.execute(work.db)
      if (got[0]?.got !== true) return
      // A little is looked at twice: what was being written while the last look went on.
      const changed = isWhole ? null : await changedSince(work, new Date(so.last.getTime() - 120_000))
      if (changed === null || changed.length > 0) await watch(work, changed)
      looked.set(key, { whole: isWhole ? at : so.whole, last: at })
    })
  }
}

/** Works out the signals of these clients, or of everyone in care, and raises the alerts that are due. */
export async function watch(
  work: Work,
  clientIds: readonly string[] | null,
): Promise<{ signals: number; alerts: number }> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const settings = await settingsNow(work)
  const stays = await stayFacts(work, clientIds)
  const last = await lastOf(
    work,
    stays.map(({ episodeId }) => episodeId),
  )
  const found = stays.map((stay) => ({
    stay,
    trouble: troubleOf(stay.facts, settings, today),
    last: last.get(stay.episodeId),
  }))
  const fresh = found.filter(
    ({ trouble, last: known }) => known === undefined || known.reasons !== JSON.stringify(trouble.reasons),
  )
  const signalOf = new Map(
    found.flatMap(({ stay, last: known }) => (known === undefined ? [] : [[stay.episodeId, known.id] as const])),
  )
  for (let n = 0; n < fresh.length; n += many)
    await work.db
      .insertInto('troubleSignal')
      .values(
        fresh.slice(n, n + many).map(({ stay, trouble }) => {
          const id = newId()
          signalOf.set(stay.episodeId, id)
          return {
            clinicId: work.clinic.id,
            id,
            clientId: stay.clientId,
            episodeId: stay.episodeId,
            day: today,
            points: trouble.points,
            chance: trouble.chance,
            reasons: JSON.stringify(trouble.reasons),
            model: leavingModel.version,
            workedOutAt: work.at,
          }
        }),
      )
      .execute()
  // An alert is put before somebody who is here today: it wants an answer within hours.
  const here = await standIns(work)
  const chosen = chooseAlerts(
    found.map(({ stay, trouble, last: known }) => ({
      episodeId: stay.episodeId,
      clientId: stay.clientId,
      staffId: here.answers(stay.staffId),
      points: trouble.points,
      last: known?.alert ?? null,
    })),
    await alertsRaisedOn(work, today),
    settings,
    today,
  )
  const clientOf = new Map(stays.map(({ episodeId, clientId }) => [episodeId, clientId]))
  const due = new Date(work.at.getTime() + settings['alert-hours'] * 3_600_000)
  if (chosen.length > 0)
    await work.db
      .insertInto('troubleAlert')
      .values(
        chosen.flatMap(({ episodeId, staffId }) => {
          const [clientId, signalId] = [clientOf.get(episodeId), signalOf.get(episodeId)]
          if (clientId === undefined || signalId === undefined) return []
          return [
            {
              clinicId: work.clinic.id,
              id: newId(),
              clientId,
              episodeId,
              signalId,
              staffId,
              raisedOn: today,
              raisedAt: work.at,
              dueAt: due,
            },
          ]
        }),
      )
      .execute()
  return { signals: fresh.length, alerts: chosen.length }
}
