import { type Day, weekdayOf } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { AgeGroup } from '../programs/dose.ts'
import { notNow } from './offering.ts'
import { joining, type Mix, type Phase, type PhasePolicy } from './phase.ts'
import type { Cap } from './seats.ts'
import { clash, dayInWords, fitsWithin, inWords, isWeekly, type Standing, type Weekly, weekdayName } from './times.ts'

/** A group that meets at the same time each week, with the same people, for as long as it runs. */
export type Series = Standing & {
  id: string
  name: string
  /** The programs whose clients it takes, by id. */
  programs: readonly { id: string; name: string }[]
  ageGroup: AgeGroup | 'any'
  /** Whom it is kept for, such as { key: 'women', label: 'women' }; null: for everyone in its programs. */
  affinity: { key: string; label: string } | null
  /** Closed groups keep their members: nobody joins from this day on. Null: open. */
  closedSince: Day | null
  seatsTaken: number
  cap: Cap
  /** Who sits there by phase, where somebody asked. */
  mix?: Mix
}

/** A time that a client already holds: a seat in a series, or a standing hour such as individual therapy. */
export type Held = Standing & { seriesId: string | null; name: string }

export type Seeker = {
  name: string
  program: { id: string; name: string }
  /** How far along they are, by the policy of the day; undefined: nobody asked, and nothing is ranked by it. */
  along?: { phase: Phase; policy: PhasePolicy }
  ageGroup: AgeGroup
  /** The keys of the affinity groups that suit, as the client told us. */
  affinities: readonly string[]
  held: readonly Held[]
  /** When the client can come. Null: nobody has asked yet, and no time is refused for it. */
  availability: readonly Weekly[] | null
  /** Groups that do not take this client now, by a director's decision whose reason stands nowhere here. */
  notNow?: ReadonlySet<string>
}

export type SeatOffer = {
  series: Series
  seatsLeft: number
  /** What joining does to the mix of newer and further along, in a few words; null where there is nothing to say. */
  note: string | null
}

export type SeatQuestion = { series: Series; client: Seeker; from: Day; to: Day | null }

/**
 * Why this client may not take a seat in this series over these dates, or null. The first reason that holds, in the
 * order in which it is hardest to change: the series itself, program, age, affinity, closed group, another seat at that
 * time, the times the client can come, and last a full room. `from` and `to` are days, both included. The database has
 * the last word on the count of seats; this is what the screen says beforehand. Source: clinical.md §7.1, §7.2.
 */
export function mayTakeSeat({ series, client, from, to }: SeatQuestion): Refusal | null {
  if (!isWeekly(series)) {
    return refuse('no-time', `${series.name} has no valid weekly time yet. Set its day and hours first.`)
  }
  if (to !== null && to < from) {
    return refuse(
      'dates',
      `The seat would end on ${dayInWords(to)}, before it starts on ${dayInWords(from)}. Set a later last day.`,
    )
  }
  if (series.to !== null && series.to < from) {
    return refuse('ended', `${series.name} ended on ${dayInWords(series.to)}. Choose another group.`)
  }
  if (to !== null && to < series.from) {
    return refuse(
      'not-begun',
      `${series.name} begins on ${dayInWords(series.from)}. Choose a seat that lasts until then.`,
    )
  }
  if (!series.programs.some((program) => program.id === client.program.id)) {
    return refuse(
      'program',
      `${series.name} is for ${list(series.programs.map((p) => p.name))}; ${client.name} is in ${client.program.name}.`,
    )
  }
  if (series.ageGroup !== 'any' && series.ageGroup !== client.ageGroup) {
    return refuse(
      'age',
      client.ageGroup === 'adolescent'
        ? `${series.name} is for adults, and ${client.name} is under 18.`
        : `${series.name} is for clients under 18, and ${client.name} is an adult.`,
    )
  }
  if (series.affinity !== null && !client.affinities.includes(series.affinity.key)) {
    return refuse(
      'affinity',
      `${series.name} is kept for ${series.affinity.label}. Ask ${client.name} whether it fits, and note the answer first.`,
    )
  }
  const seat: Standing = { ...series, from: from > series.from ? from : series.from, to: earlier(to, series.to) }
  const same = client.held.find((held) => held.seriesId === series.id && clash(held, seat))
  if (same !== undefined) return refuse('already-in', `${client.name} already holds a seat in ${series.name}.`)
  if (series.closedSince !== null && from >= series.closedSince) {
    return refuse('closed', `${series.name} has been closed to new members since ${dayInWords(series.closedSince)}.`)
  }
  const other = client.held.find((held) => clash(held, seat))
  if (other !== undefined) {
    return refuse('clash', `${client.name} is already in ${other.name}, ${inWords(other)}, at that time.`)
  }
  if (client.availability !== null && !fitsWithin(series, client.availability)) {
    return refuse('not-free', notFree(series, client.name, client.availability))
  }
  if (series.seatsTaken >= series.cap.seats) {
    if (series.cap.binds === 'payer')
      return refuse(
        'payer-limit',
        `${series.name} has ${series.seatsTaken} members then. ${series.cap.because} Nobody new can join with this limit.`,
      )
    return refuse(
      'full',
      `${series.name} is full: ${series.seatsTaken} of ${series.cap.seats} seats are taken. ${series.cap.because}`,
    )
  }
  // Last, so that it is said only where nothing else stands in the way: it then says nothing about what does.
  return client.notNow?.has(series.id) ? notNow(series.name) : null
}

function notFree(series: Series, name: string, availability: readonly Weekly[]): string {
  const that = availability
    .filter((window) => window.weekday === series.weekday)
    .sort((a, b) => (a.starts < b.starts ? -1 : 1))
    .map((window) => `${window.starts} to ${window.ends}`)
  const given =
    that.length === 0
      ? `has no free time on ${weekdayName(series.weekday)}`
      : `is free on ${weekdayName(series.weekday)} from ${list(that)}`
  return `${series.name} meets ${inWords(series)}; ${name} ${given}.`
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? 'no program') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const earlier = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null ? a : a < b ? a : b)

export type SeatOffers = {
  fitting: SeatOffer[]
  notFitting: { series: Series; refusal: Refusal }[]
}

/** What could be changed soonest stands first: wait for a seat, ask for other times, move another seat. */
const nearest = [
  'full',
  'payer-limit',
  'not-now',
  'not-free',
  'clash',
  'affinity',
  'closed',
  'already-in',
  'age',
  'program',
]

const rank = (refusal: Refusal): number => {
  const place = nearest.indexOf(refusal.refused)
  return place === -1 ? nearest.length : place
}

/**
 * Every series, sorted for one client: those that fit, better mixes of newer and further along first, then in the order of the
 * week beginning with the weekday of `from`, and
 * those that do not, each with the reason that binds, nearest to fitting first. None is left out and none stands twice.
 */
export function seatOffers(series: readonly Series[], client: Seeker, from: Day, to: Day | null = null): SeatOffers {
  const joins = (one: Series) =>
    one.mix === undefined || client.along === undefined
      ? { rank: 0, words: null }
      : joining(one.mix, client.along.phase, client.along.policy)
  const today = weekdayOf(from)
  const soonest = (a: Series, b: Series) =>
    ((a.weekday - today + 7) % 7) - ((b.weekday - today + 7) % 7) ||
    compare(a.starts, b.starts) ||
    compare(a.name, b.name) ||
    compare(a.id, b.id)
  const offers: SeatOffers = { fitting: [], notFitting: [] }
  for (const one of [...series].sort(soonest)) {
    const refusal = mayTakeSeat({ series: one, client, from, to })
    if (refusal === null)
      offers.fitting.push({ series: one, seatsLeft: one.cap.seats - one.seatsTaken, note: joins(one).words })
    else offers.notFitting.push({ series: one, refusal })
  }
  // Where people are wanted stands first, where newcomers would be too many last; within each the week's own order.
  offers.fitting.sort((a, b) => joins(a.series).rank - joins(b.series).rank)
  offers.notFitting.sort((a, b) => rank(a.refusal) - rank(b.refusal))
  return offers
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
