import { addDays, type Day, weekOf } from '../../basics/dates.ts'
import { type Closed, closedOn, type Recurring, type Standing, turnsOf } from './recurrence.ts'

export type PlannedGroup = Recurring & Standing & { id: string; minutes: number; counts: boolean }
export type PlannedSeat = { seriesId: string; clientId: string; from: Day; to: Day | null }
export type PlannedVisit = { clientId: string; day: Day; minutes: number }
/** A stay with the least that each of its weeks must hold: whole minutes, and days. Null: no floor is set for it. */
export type PlannedStay = {
  clientId: string
  from: Day
  to: Day | null
  floorOn: (sunday: Day) => { minutesPerWeek: number; daysPerWeek: number } | null
}
export type Plan = {
  groups: readonly PlannedGroup[]
  seats: readonly PlannedSeat[]
  visits: readonly PlannedVisit[]
  stays: readonly PlannedStay[]
  /** Meetings that were called off one by one, as 'series day'. */
  calledOff?: ReadonlySet<string>
}

export type Effect = {
  /** Meetings that would stand otherwise. */
  meetings: number
  /** People who have a seat in one of them. */
  clients: number
  /** Of these, whose week holds its floor without the closing, and would not with it. */
  below: string[]
  /** Visits booked on these days: closing calls none of them off. */
  visits: number
}

/**
 * What closing some days does to the weeks it touches, before anybody closes them: whole weeks are compared with and without
 * it, groups and visits together, against the floor of each client's level. Part weeks, at the edge of a stay, have no floor
 * and are never counted. Closed days that stand already (`standing`) are taken as they are; the proposal itself may be among
 * them. Source: clinical.md §1.2 (the floor), §2.4 (holiday weeks); house rule M14.
 */
export function effectOf(plan: Plan, standing: readonly Closed[], proposal: Closed): Effect {
  const others = standing.filter((one) => one.id !== proposal.id)
  const groups = new Map(plan.groups.map((one) => [one.id, one]))
  const seats = Map.groupBy(plan.seats, (one) => one.seriesId)
  const [from, to] = [weekOf(proposal.from), addDays(weekOf(proposal.to), 6)]
  // Of thousands of groups most meet on the same few days, and of tens of thousands of hours all lie in the same few weeks.
  const known = new Map<string, Day[]>()
  const turns = (group: PlannedGroup): Day[] => {
    const ends = group.to !== null && group.to < to ? group.to : ''
    const key = [group.weekday, group.every, group.anchor, group.from > from ? group.from : '', ends].join(' ')
    const days = known.get(key) ?? turnsOf(group, from, to)
    known.set(key, days)
    return days
  }
  const weeks = new Map<Day, Day>()
  for (let day = from; day <= to; day = addDays(day, 1)) weeks.set(day, weekOf(day))
  const met = plan.groups.flatMap((group) =>
    turns(group)
      .filter((day) => closedOn(others, group, day) === undefined && !plan.calledOff?.has(`${group.id} ${day}`))
      .map((day) => ({ group, day, isLost: closedOn([proposal], group, day) !== undefined })),
  )
  const lost = met.filter((one) => one.isLost)
  const sitting = (seriesId: string, day: Day) =>
    (seats.get(seriesId) ?? []).filter((seat) => seat.from <= day && (seat.to === null || day <= seat.to))
  const affected = new Set(lost.flatMap(({ group, day }) => sitting(group.id, day).map((seat) => seat.clientId)))
  const visitsThere = plan.visits.filter((one) => one.day >= proposal.from && one.day <= proposal.to)
  const hours = new Map<string, { day: Day; minutes: number; isLost: boolean }[]>()
  const add = (clientId: string, hour: { day: Day; minutes: number; isLost: boolean }) => {
    if (!affected.has(clientId)) return
    const key = `${clientId} ${weeks.get(hour.day) ?? weekOf(hour.day)}`
    const those = hours.get(key)
    if (those === undefined) hours.set(key, [hour])
    else those.push(hour)
  }
  for (const { group, day, isLost } of met) {
    if (!(groups.get(group.id)?.counts ?? false)) continue
    for (const seat of sitting(group.id, day)) add(seat.clientId, { day, minutes: group.minutes, isLost })
  }
  for (const visit of plan.visits)
    if (visit.day >= from && visit.day <= to) add(visit.clientId, { ...visit, isLost: false })
  const stays = Map.groupBy(plan.stays, (one) => one.clientId)
  const below = new Set<string>()
  for (const [key, all] of hours) {
    const [clientId = '', week = ''] = key.split(' ')
    const sunday = addDays(week, 6)
    const stay = (stays.get(clientId) ?? []).find((one) => one.from <= week && (one.to === null || one.to >= sunday))
    const floor = stay?.floorOn(sunday) ?? null
    if (floor === null) continue
    if (
      reaches(all, floor) &&
      !reaches(
        all.filter((hour) => !hour.isLost),
        floor,
      )
    )
      below.add(clientId)
  }
  return { meetings: lost.length, clients: affected.size, below: [...below].sort(), visits: visitsThere.length }
}

const reaches = (
  hours: readonly { day: Day; minutes: number }[],
  floor: { minutesPerWeek: number; daysPerWeek: number },
): boolean =>
  hours.reduce((sum, one) => sum + one.minutes, 0) >= floor.minutesPerWeek &&
  new Set(hours.map((one) => one.day)).size >= floor.daysPerWeek
