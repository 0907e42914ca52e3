import type pg from 'pg'
import { castId, riverbend } from '../../tests/cast.ts'
import { sha256 } from '../basics/ids.ts'
import type { MarkKind } from '../clinic/attendance/minutes.ts'
import type { VideoEvent } from '../clinic/attendance/presence.ts'
import { readingOf, usualRule } from '../clinic/attendance/witnesses.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import type { Writer } from './write.ts'

// What a video provider said of the last video groups: of nearly everyone the same as the roster, of three people something else.

type Marked = { client: string; id: string; kind: MarkKind; minutes: number; late: number; early: number }
type Held = { id: string; day: string; starts: Date; ends: Date; lead: string; people: Marked[] }
type Told = { client: string; stays: [from: number, to: number][]; device: string; dropsTheEnd?: boolean }

const devices = ['Pixel 7', 'iPad of the library', 'Chromebook', 'iPhone']

/** After the marks: the events of the last week's video groups, a check-in, and what was settled of it. */
export async function addWitnesses(owner: pg.Client, writer: Writer, house: House): Promise<void> {
  if (house.clinic.id !== riverbend.id || house.number !== 0) return
  const { rows } = await owner.query<Held>(
    `select g.id, g.held_on::text as day, lower(g.during) as starts, upper(g.during) as ends,
       (select l.staff_id from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id order by l.part desc limit 1) as lead,
       (select jsonb_agg(jsonb_build_object('client', a.client_id, 'id', a.id, 'kind', a.mark, 'minutes', a.minutes, 'late', a.minutes_late,
          'early', a.minutes_left_early) order by md5(a.client_id::text)) from attendance_now a
        where a.clinic_id = g.clinic_id and a.session_id = g.id and a.mark <> 'cleared') as people
     from group_session g join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
     where g.clinic_id = $1 and o.is_video and not isempty(g.during) and upper(g.during) < $2::timestamptz - interval '30 minutes' and g.held_on > $3::date - 7
     order by g.during desc limit 8`,
    [house.clinic.id, house.at, house.today],
  )
  const held = rows.filter(({ people, lead }) => people !== null && lead !== null)
  if (held.length === 0) return
  await writer.enter(house.clinic.id)
  const sheaf = newSheaf()
  for (const [n, one] of held.entries()) addMeeting(sheaf, one, n)
  await writer.write(sheaf)
}

function addMeeting(sheaf: Sheaf, one: Held, n: number): void {
  const length = Math.round((one.ends.getTime() - one.starts.getTime()) / 60_000)
  const came = one.people.filter(({ minutes }) => minutes > 0)
  const away = one.people.find(({ kind }) => kind === 'absent')
  const told = new Map<string, Told>(
    came.map(({ client, late, early }, k) => [
      client,
      {
        client,
        stays: [[late === 0 ? -3 : late, early === 0 ? length + 1 : length - early]],
        device: devices[k % 4] ?? '',
      },
    ]),
  )
  const [first, second] = came
  const apart = (who: Marked | undefined, stays: Told['stays'], dropsTheEnd = false) =>
    who && told.set(who.client, { client: who.client, stays, device: 'Pixel 7', dropsTheEnd })
  // The newest: one came half an hour late, one is marked away and was there. The one before: a line that broke off, settled.
  if (n === 0) {
    apart(first, [[31, length + 1]])
    apart(away, [[2, length]])
  }
  if (n === 1)
    apart(first, [
      [-2, 20],
      [38, length],
    ])
  if (n === 2) apart(second, [[-1, length]], true)
  const events = eventsOf(sheaf, one, [...told.values()])
  if (n === 0 && away !== undefined) addCheckIn(sheaf, one, away)
  if (n === 1 && first !== undefined) addSettlement(sheaf, one, first, events.get(first.client) ?? [])
}

function eventsOf(sheaf: Sheaf, one: Held, told: readonly Told[]): Map<string, VideoEvent[]> {
  const importedAt = minutesAfter(one.ends, 12)
  const importId = demoId(importedAt, one.id, 'video file')
  const all = told.flatMap(({ client, stays, device, dropsTheEnd = false }) =>
    stays.flatMap(([from, to], k) =>
      (['joined', 'left'] as const)
        .filter((what) => what === 'joined' || !dropsTheEnd)
        .map((what) => {
          const at = minutesAfter(one.starts, what === 'joined' ? from : to)
          const id = demoId(at, one.id, client, 'video', what, k)
          return {
            client,
            device,
            event: { id: `vh-${id.slice(-12)}`, what, at, device: sha256(`${client} ${device}`).slice(0, 16) },
            id,
          }
        }),
    ),
  )
  if (all.length === 0) return new Map()
  sheaf.add('presenceImport', {
    id: importId,
    name: `participants-${one.day}.csv`,
    cameBy: 'file',
    sha256: sha256(importId),
    rows: all.length,
    kept: all.length,
    repeated: 0,
    aside: 0,
    importedBy: castId('noor'),
    importedAt,
  })
  for (const { client, device, event, id } of all) {
    sheaf.add('presenceEvent', {
      id,
      eventId: event.id,
      sessionId: one.id,
      clientId: client,
      heldOn: one.day,
      what: event.what,
      at: event.at,
      deviceKey: event.device,
      importId,
    })
    sheaf.add('presenceDevice', { eventId: id, clientId: client, name: device })
  }
  const byClient = new Map<string, VideoEvent[]>()
  for (const { client, event } of all) byClient.set(client, [...(byClient.get(client) ?? []), event])
  return byClient
}

/** Told on the telephone as it began: where they are, and whom to call. */
function addCheckIn(sheaf: Sheaf, one: Held, who: Marked): void {
  const at = minutesAfter(one.starts, 1)
  const id = demoId(at, one.id, who.client, 'check-in')
  sheaf.add('checkIn', {
    id,
    sessionId: one.id,
    clientId: who.client,
    heldOn: one.day,
    place: 'video',
    takenBy: castId('noor'),
    at,
  })
  sheaf.add('checkInPlace', {
    checkInId: id,
    clientId: who.client,
    whereNow: 'In the car outside the library, 20 Market Street, Beacon',
    contactName: 'Ines, sister',
    contactPhone: '845 555 0137',
  })
}

function addSettlement(sheaf: Sheaf, one: Held, who: Marked, events: readonly VideoEvent[]): void {
  const facts = {
    session: { starts: one.starts, ends: one.ends },
    isVideo: true,
    isCancelled: false,
    hasEvents: true,
    isExpected: true,
    mark: who,
    events,
    checkIn: null,
  }
  const settledAt = minutesAfter(one.ends, 25)
  sheaf.add('presenceSettlement', {
    id: demoId(settledAt, one.id, who.client, 'settled'),
    sessionId: one.id,
    clientId: who.client,
    heldOn: one.day,
    stands: 'roster',
    markId: who.id,
    minutes: who.minutes,
    because: 'The line broke off; on the telephone with us until it came back.',
    reading: readingOf(facts, usualRule, settledAt),
    settledBy: one.lead,
    settledAt,
  })
}
