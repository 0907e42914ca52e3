import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import { liveStops } from '../dispositions.ts'
import type { Stop } from '../gate.ts'
import { type Screen, screenById } from '../queries.ts'
import { dueAtOf, handOffState, type HandOffState } from '../rules.ts'
import { defaultThresholds } from '../thresholds.ts'
import { handOffsOf } from './hand-offs.ts'

export type Owner = { id: string; name: string; since: Date }

/** Whose each stop of a screen is: whoever took it over last, else whoever went through the gate. */
export async function stopOwners(work: Work, screen: Pick<Screen, 'id'>): Promise<(stop: string) => Owner> {
  const first = await work.db
    .selectFrom('safetyScreen as x')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'x.clinicId').onRef('s.id', '=', 'x.screenedBy'),
    )
    .where('x.id', '=', screen.id)
    .select(['s.id', 's.givenName', 's.familyName', 'x.screenedAt as since'])
    .executeTakeFirstOrThrow()
  const rows = await work.db
    .selectFrom('stopOwner as o')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'o.clinicId').onRef('s.id', '=', 'o.ownerId'),
    )
    .where('o.screenId', '=', screen.id)
    .select(['o.stop', 's.id', 's.givenName', 's.familyName', 'o.givenAt as since'])
    .orderBy('o.givenAt')
    .orderBy('o.id')
    .execute()
  return (stop) => {
    const row = rows.findLast((one) => one.stop === stop) ?? first
    return { id: row.id, name: `${row.givenName} ${row.familyName}`, since: row.since }
  }
}

export type StopDue = {
  clientId: string
  clientName: string
  pronouns: string
  screenId: string
  screenedAt: Date
  stop: Stop
  owner: Owner
  dueAt: Date
  isLate: boolean
  /** How the hand-off that answers it stands; null where there is none. */
  handOff: { id: string; state: HandOffState; backOn: Day } | null
}

/** In good hands: somebody accepted the person, and the day to check has not passed. */
const isHeld = (state: HandOffState): boolean => state === 'accepted' || state === 'still-there'

/**
 * The stops that somebody has to act on now, most pressing first: of each person’s latest screen, those that no clinician
 * settled and no other care has accepted. For the board; at most `most` people are looked at.
 */
export async function stopsDue(work: Work, most = 200): Promise<StopDue[]> {
  const rows = await work.db
    .selectFrom('safetyScreen as x')
    .innerJoin('clientNow as c', (join) => join.onRef('c.clinicId', '=', 'x.clinicId').onRef('c.id', '=', 'x.clientId'))
    .where(sql<boolean>`x.stops <> '[]'::jsonb`)
    .where(
      sql<boolean>`not exists (select from safety_screen y where y.clinic_id = x.clinic_id and y.client_id = x.client_id
                               and (y.screened_at, y.id) > (x.screened_at, x.id))`,
    )
    .where(
      sql<boolean>`exists (select from jsonb_array_elements(x.stops) s where not exists (
        select from stop_disposition d where d.clinic_id = x.clinic_id and d.screen_id = x.id and d.stop = s->>'id'
          and d.disposition in ('cleared-by-clinician', 'treated-alongside')))`,
    )
    .select(['x.id', 'c.id as clientId', 'c.givenName', 'c.familyName', 'c.preferredName', 'c.pronouns'])
    .orderBy('x.screenedAt', 'desc')
    .limit(most)
    .execute()
  const due: StopDue[] = []
  for (const row of rows) {
    const screen = await screenById(work, row.id)
    if (screen === undefined) continue
    const ownerOf = await stopOwners(work, screen)
    const handOffs = (await handOffsOf(work, row.clientId)).filter((one) => one.screenId === screen.id)
    for (const stop of liveStops(screen.gate, screen.dispositions)) {
      const isHanded = screen.dispositions.some((one) => one.stop === stop.id && one.disposition === 'handed-off')
      const [last] = isHanded ? handOffs : []
      const state = last && handOffState(last, last.answers, work.at, dayAt(work.at, work.clinic.timeZone))
      if (state !== undefined && isHeld(state)) continue
      const dueAt = dueAtOf(stop.within, screen.screenedAt, defaultThresholds)
      due.push({
        clientId: row.clientId,
        clientName: nameOf(row),
        pronouns: row.pronouns,
        screenId: screen.id,
        screenedAt: screen.screenedAt,
        stop,
        owner: ownerOf(stop.id),
        dueAt,
        isLate: dueAt < work.at,
        handOff: last === undefined || state === undefined ? null : { id: last.id, state, backOn: last.backOn },
      })
    }
  }
  return due.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}
