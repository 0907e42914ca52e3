import { lookupOf, primaryOf, type Lookup, type VisitKind } from '../cost.ts'
import { apartFrom } from '../fit.ts'
import type { ClientWeek, Instance, Seeker, SeriesOption } from '../instance.ts'
import { occupancyOf, type Occupancy } from '../occupancy.ts'
import type { Prices } from '../prices.ts'
import type { Weights } from '../weights.ts'
import { bitsOf } from './four-weeks.ts'
import { type Options, optionsOf, type VisitOption } from './options.ts'
import { weekDays, type WeekDays } from './week-days.ts'

/** One client with what they could be given, and where each of it stands among what everybody competes for. */
export type Rival = {
  week: WeekDays
  isNew: boolean
  /** By place in the options: the place of the series; of the hour; of the caseload, −1 where it takes none. */
  seatOf: Int32Array
  hourOf: Int32Array
  caseloadOf: Int32Array
}

/** A census as people who compete for seats, hours and caseloads. */
export type Contest = {
  instance: Instance
  weights: Weights
  lookup: Lookup
  standing: Occupancy
  kept: readonly ClientWeek[]
  scope: Scope
  rivals: readonly Rival[]
  series: readonly { option: SeriesOption; taken: number; newcomers: number }[]
  hours: readonly { key: string; left: number }[]
  caseloads: readonly { clinician: string; left: number }[]
  apart: readonly { one: number; other: number; series: number }[]
}

export type Scope = {
  only?: ReadonlySet<string>
  kept?: readonly ClientWeek[]
  /** Whose therapist must not change. */
  staysWith?: ReadonlySet<string>
  /** Who must not lack more than so many points. */
  mostLack?: ReadonlyMap<string, number>
  /** What seats and hours are worth to those who are still to come: counted with the points of a week. */
  prices?: Prices
  /** Groups that are not open to some, by client: whoever sits there already may stay. */
  shut?: ReadonlyMap<string, readonly string[]>
}

/** Who competes for what: `only` these clients are placed, the `kept` weeks stay and hold what they hold. */
export function contestOf(instance: Instance, weights: Weights, scope: Scope = {}): Contest {
  const lookup = lookupOf(instance)
  const kept = scope.kept ?? []
  const standing = occupancyOf(instance, kept)
  const apart = apartFrom(instance)
  const series = counter<Contest['series'][number]>()
  const hours = counter<Contest['hours'][number]>()
  const caseloads = counter<Contest['caseloads'][number]>()
  const rivals = instance.clients
    .filter((client) => scope.only?.has(client.id) ?? true)
    .map((client): Rival => {
      const leads = client.need.individual !== null ? 'individual' : 'family'
      const bare = optionsOf(client, lookup, weights, standing, apart.get(client.id) ?? [])
      const possible = withWorth(opened(bare, client, scope), leads, scope)
      const primary = client.now === null ? null : primaryOf(client.now)
      const stays = primary !== null && scope.staysWith?.has(client.id) === true
      const options = stays
        ? {
            ...possible,
            visits: possible.visits.filter((one) => one.kind === 'medication' || one.clinician.id === primary),
          }
        : possible
      return {
        week: weekDays(client, options, weights, scope.mostLack?.get(client.id)),
        isNew: client.isNew,
        seatOf: Int32Array.from(options.seats, ({ series: option }) =>
          series.place(option.id, () => {
            const room = standing.seats.get(option.id)
            return { option, taken: room?.taken ?? 0, newcomers: room?.newcomers ?? 0 }
          }),
        ),
        hourOf: Int32Array.from(options.visits, ({ key }) =>
          hours.place(key, () => ({ key, left: 4 - bitsOf(standing.hours.get(key) ?? 0) })),
        ),
        caseloadOf: Int32Array.from(options.visits, ({ kind, clinician }) =>
          kind === leads
            ? caseloads.place(clinician.id, () => ({
                clinician: clinician.id,
                left: clinician.caseload - (standing.caseload.get(clinician.id) ?? 0),
              }))
            : -1,
        ),
      }
    })
  const places = new Map(rivals.map((one, place) => [one.week.client.id, place]))
  return {
    instance,
    weights,
    lookup,
    standing,
    kept,
    scope,
    rivals,
    series: series.list,
    hours: hours.list,
    caseloads: caseloads.list,
    apart: instance.apart.flatMap(([a, b]) => {
      const one = places.get(a)
      const other = places.get(b)
      if (one === undefined || other === undefined) return []
      const theirs = new Set(rivals[other]?.seatOf)
      return [...(rivals[one]?.seatOf ?? [])].filter((at) => theirs.has(at)).map((at) => ({ one, other, series: at }))
    }),
  }
}

/** Without the groups that are shut to this client and not theirs already. */
function opened(options: Options, { id, now }: Seeker, { shut }: Scope): Options {
  const closed = shut?.get(id) ?? []
  if (closed.length === 0) return options
  const isOpen = (series: string) => !closed.includes(series) || (now?.series.includes(series) ?? false)
  return { ...options, seats: options.seats.filter((one) => isOpen(one.series.id)) }
}

/** The options of a client with what each is worth to others. The visit that makes a clinician the client's carries their caseload. */
function withWorth(options: Options, leads: VisitKind, { prices }: Scope): Options {
  if (prices === undefined) return options
  const seat = (id: string) => prices.seats.get(id) ?? 0
  const visit = ({ kind, key, every, clinician }: VisitOption) =>
    (prices.hours.get(key) ?? 0) / every + (kind === leads ? (prices.caseload.get(clinician.id) ?? 0) : 0)
  const worthy = <One extends { points: number }>(one: One, worth: number) => ({
    ...one,
    points: one.points + worth,
    worth,
  })
  return {
    ...options,
    seats: options.seats.map((one) => worthy(one, seat(one.series.id))),
    visits: options.visits.map((one) => worthy(one, visit(one))),
  }
}

function counter<One>() {
  const list: One[] = []
  const places = new Map<string, number>()
  return {
    list,
    place: (key: string, make: () => One): number => {
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, list.length)
      list.push(make())
      return list.length - 1
    },
  }
}
