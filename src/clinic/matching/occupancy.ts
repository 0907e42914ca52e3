import { primaryOf, visitKinds } from './cost.ts'
import type { ClientWeek, Instance, Seeker } from './instance.ts'
import { hourKey, weeksOf } from './week.ts'

export type RoomTaken = { taken: number; newcomers: number; members: Set<string> }

/** What is taken of seats, of clinicians' hours (the weeks of four, as bits) and of caseloads. */
export type Occupancy = {
  seats: Map<string, RoomTaken>
  hours: Map<string, number>
  caseload: Map<string, number>
}

export const emptyOccupancy = (): Occupancy => ({ seats: new Map(), hours: new Map(), caseload: new Map() })

/** What these weeks take. Weeks of clients whom the instance does not know are left out. */
export function occupancyOf(instance: Instance, weeks: readonly ClientWeek[]): Occupancy {
  const clients = new Map(instance.clients.map((one) => [one.id, one]))
  const occupancy = emptyOccupancy()
  for (const week of weeks) {
    const client = clients.get(week.client)
    if (client !== undefined) enter(occupancy, client, week)
  }
  return occupancy
}

/** Takes the seats and hours of a client's week. */
export function enter(occupancy: Occupancy, client: Seeker, week: ClientWeek): void {
  for (const id of week.series) {
    const room = occupancy.seats.get(id) ?? { taken: 0, newcomers: 0, members: new Set() }
    room.taken += 1
    if (client.isNew) room.newcomers += 1
    room.members.add(client.id)
    occupancy.seats.set(id, room)
  }
  for (const kind of visitKinds) {
    const visit = week[kind]
    if (visit === null) continue
    const key = hourKey(visit.clinician, visit.time)
    const bits = weeksOf(client.need[kind]?.every ?? 1, visit.phase)
    occupancy.hours.set(key, (occupancy.hours.get(key) ?? 0) | bits)
  }
  const primary = primaryOf(week)
  if (primary !== null) occupancy.caseload.set(primary, (occupancy.caseload.get(primary) ?? 0) + 1)
}

/** Gives the seats and hours of a client's week back: `enter` undone. */
export function leave(occupancy: Occupancy, client: Seeker, week: ClientWeek): void {
  for (const id of week.series) {
    const room = occupancy.seats.get(id)
    if (room === undefined) continue
    room.taken -= 1
    if (client.isNew) room.newcomers -= 1
    room.members.delete(client.id)
  }
  for (const kind of visitKinds) {
    const visit = week[kind]
    if (visit === null) continue
    const key = hourKey(visit.clinician, visit.time)
    const bits = weeksOf(client.need[kind]?.every ?? 1, visit.phase)
    occupancy.hours.set(key, (occupancy.hours.get(key) ?? 0) & ~bits)
  }
  const primary = primaryOf(week)
  if (primary !== null) occupancy.caseload.set(primary, (occupancy.caseload.get(primary) ?? 1) - 1)
}
