// Figure: how many weeks reach the dose, with and without make-up offers. Run: npm run bench weeks
// A year of a clinic that never was, judged by the product's own rules: weekOf for the dose, payOf for the payer, mayTakeSeat
// for every seat, rankMakeUps, chairsToOffer and offerUntil for every offer. Pure: no database, no clock, one seed.
import { addDays, type Day, instantAt } from '../src/basics/dates.ts'
import { usualMakeUpRule } from '../src/clinic/attendance/ahead.ts'
import {
  chairsToOffer,
  offerUntil,
  rankMakeUps,
  seatsToOffer,
  type MakeUp,
} from '../src/clinic/attendance/make-up-rules.ts'
import { type HourToPay, sessionsFor } from '../src/clinic/attendance/pay-week.ts'
import { weekOfStay } from '../src/clinic/attendance/week-facts.ts'
import { payOf } from '../src/clinic/coverage/payable.ts'
import { publishedRule } from '../src/clinic/coverage/published-rules.ts'
import { usualTerms } from '../src/clinic/coverage/payer-terms.ts'
import { mayTakeSeat, type Held, type Series } from '../src/clinic/groups/rules.ts'
import { defaultFloors, floorOn } from '../src/clinic/programs/dose.ts'
import { figure, option, say, sayMachine } from './run.ts'

const zone = 'America/New_York'
const firstMonday = '2026-01-05'
const weeks = Number(option('weeks', '52'))
const people = Number(option('people', '96'))
const seed = Number(option('seed', '7'))

// What is assumed, and where it comes from.
/** Of planned days missed: 19.9 % over a week, more on Mondays and Fridays (clinical.md §6.1 [V:O5]; the shape is assumed). */
const missed: readonly number[] = [0.25, 0.17, 0.16, 0.18, 0.26, 0.3, 0.3]
/** Of days that are attended, those on which one group of the two is missed (assumed). */
const missesOne = 0.06
/** Who answers an offer in a day: 40 %, as of 14 planned calls that were completed (products.md part 2, pain 20 [E8]). */
const answers = 0.4
/** How many of the days off their plan a client can come on at all (assumed). */
const canComeElse = 0.6

type Client = { id: number; track: number; days: number[]; also: Set<number>; seat: number }

/** mulberry32: the same year for every run. */
function chanceFrom(start: number): () => number {
  let a = start
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const starts = [
  ['09:00', '10:45'],
  ['17:00', '18:45'],
] as const
const ends: Record<string, string> = { '09:00': '10:30', '10:45': '12:15', '17:00': '18:30', '18:45': '20:15' }
const parallel = 3
const chairs = 12
const patterns = [
  [0, 2, 4],
  [1, 3, 4],
  [0, 1, 3],
  [1, 2, 4],
  [0, 2, 3],
]
/** Mondays on which the clinic is closed: what is called off lowers no floor. */
const closed = new Set([2, 6, 20, 35])

const idOf = (track: number, day: number, slot: number, room: number) => `${track} ${day} ${slot} ${room}`
const floor = floorOn(defaultFloors, { levelOfCare: '2.1', ageGroup: 'adult', state: 'NY' }, firstMonday)
const terms = publishedRule('h0015')?.terms ?? usualTerms

type Counted = {
  reached: number
  paidDays: number
  offered: number
  accepted: number
  came: number
  /** Presses on a chair that somebody else had taken by then. */
  late: number
  broken: number
  of: number
}

/**
 * One year. Both years, with offers and without, draw the same absences: what differs is the offers alone. `saturday`: a clinic
 * that also holds two groups of each track on Saturdays, in one room, where nobody has a lasting seat.
 */
function year(withOffers: boolean, responds: number, saturday = false): Counted {
  const draw = chanceFrom(seed)
  const clients: Client[] = Array.from({ length: people }, (_, id) => {
    const days = patterns[Math.floor(draw() * patterns.length)] ?? [0, 2, 4]
    const also = new Set([0, 1, 2, 3, 4].filter((day) => !days.includes(day) && draw() < canComeElse))
    return { id, track: id % 2, days, also, seat: Math.floor(id / 2) % parallel }
  })
  const answer = chanceFrom(seed + 1)
  // Of chances of its own, so that the other days are the same in both clinics.
  const sixth = chanceFrom(seed + 2)
  if (saturday) for (const client of clients) if (sixth() < canComeElse) client.also.add(5)
  const days = saturday ? 6 : 5
  const count: Counted = { reached: 0, paidDays: 0, offered: 0, accepted: 0, came: 0, late: 0, broken: 0, of: 0 }
  for (let week = 0; week < weeks; week += 1) {
    const monday = addDays(firstMonday, week * 7)
    const fate = clients.map((client) => [
      ...[0, 1, 2, 3, 4].map((day) => ({
        away: draw() < (missed[day] ?? 0),
        one: draw() < missesOne,
        second: draw() < 0.5,
        client,
      })),
      ...(saturday
        ? [{ away: sixth() < (missed[5] ?? 0), one: sixth() < missesOne, second: sixth() < 0.5, client }]
        : []),
    ])
    const taken = new Map<string, number>()
    const hours = clients.map((client) =>
      client.days.flatMap((day) =>
        [0, 1].map((slot): HourToPay => {
          const id = idOf(client.track, day, slot, client.seat)
          taken.set(id, (taken.get(id) ?? 0) + 1)
          return hourOf(monday, client.track, day, slot, id, day === 0 && closed.has(week))
        }),
      ),
    )
    const extra = clients.map((): HourToPay[] => [])
    // A closure is known long before: the clock asks twice ahead of it (ahead.ts). Then on Monday morning, and each evening.
    for (let evening = closed.has(week) ? -1 - usualMakeUpRule.mostTimes : -1; evening < days; evening += 1) {
      const today = addDays(monday, evening < -1 ? (evening + 1) * 2 : Math.max(0, evening))
      // In the evening every roster of the day is marked.
      for (const [n, own] of hours.entries())
        for (const hour of [...own, ...(extra[n] ?? [])].filter((one) => evening >= 0 && one.heldOn === today)) {
          const day = fate[n]?.[evening]
          const slot = hour.id.split(' ')[2] === '0' ? 0 : 1
          const gone = day === undefined || day.away || (day.one && Number(day.second) === slot)
          hour.minutes = hour.isOff ? null : gone ? 0 : 90
          if (!gone && (extra[n] ?? []).includes(hour)) count.came += 1
        }
      if (!withOffers) continue
      const now = instantAt(today, evening < -1 ? '10:00' : evening < 0 ? '06:30' : '21:00', zone)
      const open = new Map<string, number>()
      const shortOf = (n: number) => {
        const state = weekNow([...(hours[n] ?? []), ...(extra[n] ?? [])], monday, now)
        return state.verdict === 'will-fall-short' ? { minutes: state.shortMinutes, days: state.shortDays } : null
      }
      const offersFor = (client: Client, n: number): MakeUp[] => {
        const gap = shortOf(n)
        if (gap === null) return []
        const own = [...(hours[n] ?? []), ...(extra[n] ?? [])]
        const free = seatsFor(client, own, monday, Math.max(0, evening + 1), taken, now, closed.has(week), days)
        const left = (id: string) => chairsToOffer(chairs - (taken.get(id) ?? 0), open.get(id) ?? 0)
        const offered = seatsToOffer(rankMakeUps(free, gap), gap, left)
        for (const seat of offered) open.set(seat.sessionId, (open.get(seat.sessionId) ?? 0) + 1)
        count.offered += offered.length
        return offered
      }
      // One tap each, until the gap is closed; two hours that overlap are never both taken. Says whether a chair was gone.
      const takeThose = (client: Client, n: number, offered: readonly MakeUp[]): boolean => {
        let isLate = false
        for (const seat of offered) {
          if (shortOf(n) === null) break
          if ((extra[n] ?? []).some((one) => one.starts.getTime() === seat.starts.getTime())) continue
          if ((taken.get(seat.sessionId) ?? 0) >= chairs) {
            count.late += 1
            isLate = true
            continue
          }
          const [, day = '0', slot = '0'] = seat.sessionId.split(' ')
          extra[n]?.push(hourOf(monday, client.track, Number(day), Number(slot), seat.sessionId, false))
          taken.set(seat.sessionId, (taken.get(seat.sessionId) ?? 0) + 1)
          if ((taken.get(seat.sessionId) ?? 0) > chairs) count.broken += 1
          count.accepted += 1
        }
        return isLate
      }
      // Everybody is offered theirs first, and only then the first of them answers.
      const offers = clients.map((client, n) => offersFor(client, n))
      for (const [n, client] of clients.entries()) {
        const offered = offers[n] ?? []
        if (offered.length === 0 || answer() >= responds) continue
        // Whoever comes too late is shown at once what is free then.
        if (takeThose(client, n, offered)) takeThose(client, n, offersFor(client, n))
      }
    }
    const over = instantAt(addDays(monday, 7), '08:00', zone)
    for (const [n, own] of hours.entries()) {
      const all = [...own, ...(extra[n] ?? [])]
      count.of += 1
      if (weekNow(all, monday, over).verdict === 'met') count.reached += 1
      const sessions = sessionsFor(all, new Map(), 'actual', over)
      count.paidDays += payOf({ from: monday, sessions, isPart: false, unitsLeft: null }, 'Payer', terms).units
    }
  }
  return count
}

function hourOf(monday: Day, track: number, day: number, slot: number, id: string, isOff: boolean): HourToPay {
  const heldOn = addDays(monday, day)
  const at = starts[track]?.[slot] ?? '09:00'
  const begins = instantAt(heldOn, at, zone)
  return {
    id,
    name: id,
    kind: slot === 0 ? 'process' : 'skills',
    counts: true,
    heldOn,
    starts: begins,
    ends: new Date(begins.getTime() + 90 * 60_000),
    isOff,
    minutes: null,
  }
}

const weekNow = (hours: readonly HourToPay[], monday: Day, now: Date) =>
  weekOfStay({ first: '2020-01-01', last: null, floor }, hours, { week: monday, zone, now, prescribed: [] })

/** The meetings to come that this client could join once, by the rule of every seat. */
function seatsFor(
  client: Client,
  own: readonly HourToPay[],
  monday: Day,
  from: number,
  taken: ReadonlyMap<string, number>,
  now: Date,
  mondayOff: boolean,
  days: number,
): MakeUp[] {
  const program = { id: String(client.track), name: 'Program' }
  const held: Held[] = own
    .filter((hour) => !hour.isOff)
    .map((hour) => {
      const [track = '0', day = '0', slot = '0'] = hour.id.split(' ')
      const at = starts[Number(track)]?.[Number(slot)] ?? '09:00'
      return {
        seriesId: hour.id,
        name: hour.name,
        weekday: Number(day) + 1,
        starts: at,
        ends: ends[at] ?? '',
        from: hour.heldOn,
        to: hour.heldOn,
      }
    })
  const availability = [0, 1, 2, 3, 4, 5]
    .filter((day) => client.days.includes(day) || client.also.has(day))
    .map((day) => ({ weekday: day + 1, starts: '08:00', ends: '21:00' }))
  const coming = new Set(own.filter((hour) => !hour.isOff && (hour.minutes ?? 1) > 0).map((hour) => hour.heldOn))
  const found: MakeUp[] = []
  for (let day = from; day < days; day += 1)
    for (const slot of [0, 1])
      for (let room = 0; room < (day === 5 ? 1 : parallel); room += 1) {
        if (day === 0 && mondayOff) continue
        const id = idOf(client.track, day, slot, room)
        const hour = hourOf(monday, client.track, day, slot, id, false)
        const at = starts[client.track]?.[slot] ?? '09:00'
        const seated = taken.get(id) ?? 0
        const series: Series = {
          id,
          name: id,
          weekday: day + 1,
          starts: at,
          ends: ends[at] ?? '',
          from: firstMonday,
          to: null,
          programs: [program],
          ageGroup: 'adult',
          affinity: null,
          closedSince: null,
          seatsTaken: seated,
          cap: { seats: chairs, binds: 'program', source: '', mark: null, because: '' },
        }
        const seeker = {
          name: 'A',
          program,
          ageGroup: 'adult' as const,
          affinities: [],
          held,
          availability,
          notNow: new Set<string>(),
        }
        if (mayTakeSeat({ series, client: seeker, from: hour.heldOn, to: hour.heldOn }) !== null) continue
        if (offerUntil(hour.starts, now) === null) continue
        found.push({
          sessionId: id,
          minutes: 90,
          starts: hour.starts,
          isNewDay: !coming.has(hour.heldOn),
          unitsGained: 0,
          countsForPayer: true,
          leadersKnown: room === client.seat ? 1 : 0,
          membersKnown: 0,
          byVideo: false,
        })
      }
  return found
}

say(`\n# ${weeks} weeks of ${people} clients, with and without make-up offers (simulated, seed ${seed})`)
sayMachine()
say(
  `Assumed: ${answers * 100} % answer an offer within a day [E8]; planned days missed 16 to 26 % by weekday, 20 % over all [V:O5]; what is made up is missed as often.`,
)
const share = (count: Counted) => (count.reached / count.of) * 100
const without = year(false, answers)
const with40 = year(true, answers)
say(
  `without offers: ${share(without).toFixed(1)} % of ${without.of} weeks reach the dose, ${(without.paidDays / without.of).toFixed(2)} paid days a week`,
)
say(
  `with offers:    ${share(with40).toFixed(1)} %, ${(with40.paidDays / with40.of).toFixed(2)} paid days; ${with40.offered} offered, ${with40.accepted} accepted, ${with40.came} attended; ${with40.late} presses came too late and were shown what else was free`,
)
for (const responds of [0.25, 0.6]) {
  const other = year(true, responds)
  say(`if ${responds * 100} % answered: ${share(other).toFixed(1)} %`)
}
const six = year(true, answers, true)
say(
  `the same clinic with two groups of each track on Saturdays: ${share(six).toFixed(1)} % with offers, + ${(share(six) - share(year(false, answers, true))).toFixed(1)} points (a Friday that was missed has no later day where there is none)`,
)
figure(
  'weeks that reach the dose, with offers over without',
  `+ ${(share(with40) - share(without)).toFixed(1)} points`,
  '>= + 10 points',
  share(with40) - share(without) >= 10,
)
figure('offers that break a rule: a chair given twice', String(with40.broken), '0', with40.broken === 0)
