import highsModule from 'highs'
import { roomCost } from '../src/clinic/matching/cost.ts'
import { apartFrom, hourSuits, misfitsOf, unfitFor, waysTo } from '../src/clinic/matching/fit.ts'
import type { Clinician, Instance, Seeker, Visit, WeekTime } from '../src/clinic/matching/instance.ts'
import type { Occupancy } from '../src/clinic/matching/occupancy.ts'
import type { Prices } from '../src/clinic/matching/prices.ts'
import { freePhase, hourKey, isSameTime, minutesOf, sharedMinutes } from '../src/clinic/matching/week.ts'
import { urgency, type Weights } from '../src/clinic/matching/weights.ts'

// The week of one client as an integer program: what the matcher must equal. Written from the formulation of the week,
// 3.1, for one client; nothing of it is shared with the matcher but what may be chosen at all.

type Item = { name: string; cost: number; time: WeekTime }

// CommonJS under an ES name: the function itself arrives, its types say a module around it.
const loadHighs = highsModule as unknown as typeof highsModule.default
const highs = await loadHighs()

/** What helps with thousands of columns only takes time from fifty: the optimum is the same. */
const noDetours = { mip_heuristic_effort: 0, mip_heuristic_run_feasibility_jump: false, mip_detect_symmetry: false }

/** The least points that any week of this client costs, rooms and prices included; Infinity where pins cannot stand. */
export function leastCost(
  instance: Instance,
  weights: Weights,
  client: Seeker,
  occupancy: Occupancy,
  prices: Prices,
  mustHave: string | null = null,
): number {
  const text = modelOf(instance, weights, client, occupancy, prices, mustHave)
  const answer = highs.solve(text.lp, { mip_rel_gap: 0, mip_abs_gap: 1e-7, output_flag: false, ...noDetours })
  if (answer.Status === 'Infeasible') return Number.POSITIVE_INFINITY
  if (answer.Status !== 'Optimal') throw new Error(`The one-client model is ${answer.Status}.`)
  return answer.ObjectiveValue + text.constant
}

function modelOf(
  instance: Instance,
  weights: Weights,
  client: Seeker,
  occupancy: Occupancy,
  prices: Prices,
  mustHave: string | null,
) {
  const { need, now } = client
  const heavy = urgency(client)
  const apart = apartFrom(instance).get(client.id) ?? []
  const goal: string[] = []
  const rows: string[] = []
  const binary: string[] = []
  const items: Item[] = []
  const add = (points: number, name: string) =>
    goal.push(`${points < 0 ? '-' : '+'} ${Math.abs(points).toFixed(9)} ${name}`)
  const sumOf = (names: string[], factor: (at: number) => number = () => 1) =>
    names.map((name, at) => `+ ${factor(at)} ${name}`).join(' ')
  const item = (name: string, cost: number, time: WeekTime) => {
    items.push({ name, cost, time })
    add(cost, name)
    binary.push(name)
  }
  const unloved = (time: WeekTime) => (weights.unloved * sharedMinutes(time, client.unloved)) / 90
  let constant = 0

  const groups = instance.series.flatMap((series, at) => {
    const room = occupancy.seats.get(series.id)
    const taken = room?.taken ?? 0
    if (unfitFor(client, series) !== null || taken >= series.seats) return []
    if (apart.some((other) => room?.members.has(other))) return []
    const recent = room?.newcomers ?? 0
    const more =
      roomCost(series, taken + 1, recent + (client.isNew ? 1 : 0), weights) - roomCost(series, taken, recent, weights)
    const isToday = now?.series.includes(series.id) ?? false
    const uncounted = series.counts ? 0 : (weights.surplus * minutesOf(series.time)) / 90
    const own = more + unloved(series.time) + uncounted + (prices.seats.get(series.id) ?? 0)
    item(`x${at}`, own - (isToday ? weights.movedSeries : 0), series.time)
    if ((isToday && client.pinned.includes(series.id)) || series.id === mustHave) rows.push(`x${at} = 1`)
    return [{ series, name: `x${at}`, units: minutesOf(series.time) / 90 }]
  })
  constant += weights.movedSeries * (now?.series.length ?? 0)
  const counted = groups.filter((one) => one.series.counts)
  const core = groups.filter((one) => one.series.isCore)
  const weigh = (list: typeof groups) =>
    sumOf(
      list.map((one) => one.name),
      (at) => list[at]?.units ?? 0,
    )
  rows.push(`${weigh(counted)} + u >= ${need.minutes / 90}`, `${weigh(counted)} + 0 u <= ${need.mostMinutes / 90}`)
  rows.push(`${weigh(counted)} - s <= ${need.minutes / 90}`, `${weigh(core)} + w >= ${need.coreMinutes / 90}`)
  add(heavy * weights.minutes, 'u')
  add(heavy * weights.core, 'w')
  add(weights.surplus, 's')
  need.topics.forEach((topic, at) => {
    rows.push(`${sumOf(groups.filter((one) => one.series.topic === topic).map((one) => one.name))} + v${at} >= 1`)
    add(heavy * weights.topic, `v${at}`)
  })
  const days = [1, 2, 3, 4, 5, 6, 7]
  for (const day of days) {
    const today = groups.filter((one) => one.series.time.weekday === day)
    rows.push(`${weigh(today)} + 0 u <= ${need.mostMinutesADay / 90}`)
    const meets = today.filter((one) => one.series.counts).map((one) => `- ${one.name}`)
    rows.push(`b${day} ${meets.join(' ')} <= 0`)
    binary.push(`b${day}`, `e${day}`)
    add(weights.travelDay, `e${day}`)
    for (const { name, series } of today) if (series.site !== null) rows.push(`${name} - e${day} <= 0`)
  }
  rows.push(`${sumOf(days.map((day) => `b${day}`))} + z >= ${need.days}`)
  add(heavy * weights.day, 'z')

  const before = now?.individual?.clinician ?? now?.family?.clinician ?? null
  const leads = need.individual !== null || need.family !== null
  if (leads && before !== null) constant += weights.movedTherapist
  const hours = (
    letter: string,
    kind: 'individual' | 'family' | 'medication',
    visit: Visit | null,
    who: Clinician,
    at: number,
    own: number,
  ) => {
    if (visit === null) return []
    const today = now?.[kind] ?? null
    const held = today !== null && client.pinned.includes(today.clinician)
    const ways = waysTo(client, who)
    return who.hours.flatMap((hour, slot) => {
      const isToday = today !== null && today.clinician === who.id && isSameTime(today.time, hour)
      if (held ? !isToday : !hourSuits(client, visit, hour, kind === 'family') || !(ways.onSite || ways.byVideo))
        return []
      const key = hourKey(who.id, hour)
      if (freePhase(occupancy.hours.get(key) ?? 0, visit.every) === null) return []
      const name = `${letter}${at}_${slot}`
      const price = (prices.hours.get(key) ?? 0) / visit.every
      item(name, own + unloved(hour) + price - (isToday ? weights.movedHour : 0), hour)
      const byVideo = ways.byVideo || (held && today.byVideo)
      if (!byVideo) rows.push(`${name} - e${hour.weekday} <= 0`)
      return [name]
    })
  }
  const all = { individual: [] as string[], family: [] as string[], medication: [] as string[] }
  instance.clinicians.forEach((who, at) => {
    const misfit = weights.misfit * misfitsOf(client, who)
    if (who.part === 'prescriber') {
      all.medication.push(...hours('m', 'medication', need.medication, who, at, misfit))
      return
    }
    if ((occupancy.caseload.get(who.id) ?? 0) >= who.caseload) return
    const own = misfit + (prices.caseload.get(who.id) ?? 0) - (before === who.id ? weights.movedTherapist : 0)
    const individual = hours('y', 'individual', need.individual, who, at, own)
    const family = hours('f', 'family', need.family, who, at, need.individual === null ? own : 0)
    if (need.individual !== null && family.length > 0)
      rows.push(`${sumOf(family)} ${individual.map((name) => `- ${name}`).join(' ')} <= 0`)
    all.individual.push(...individual)
    all.family.push(...family)
  })
  for (const kind of ['individual', 'family', 'medication'] as const) {
    if (need[kind] === null) continue
    const today = now?.[kind] ?? null
    if (today !== null) constant += weights.movedHour
    rows.push(`${sumOf(all[kind])} + n${kind} = 1`)
    binary.push(`n${kind}`)
    add(heavy * weights[kind], `n${kind}`)
    if (today !== null && client.pinned.includes(today.clinician)) rows.push(`n${kind} = 0`)
  }
  // One place at a time: whatever covers the first minute of anything.
  for (const { time } of items) {
    const there = items.filter(
      (one) => one.time.weekday === time.weekday && one.time.from <= time.from && time.from < one.time.to,
    )
    if (there.length > 1) rows.push(`${sumOf(there.map((one) => one.name))} <= 1`)
  }
  const lines = [...new Set(rows)].map((row, at) => ` r${at}: ${row.trim().startsWith('>=') ? `0 u ${row}` : row}`)
  const lp = `Minimize\n obj: ${goal.join('\n ')}\nSubject To\n${lines.join('\n')}\nBinary\n ${binary.join('\n ')}\nEnd\n`
  return { lp, constant }
}
