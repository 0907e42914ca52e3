// One client's day falls away: how many are served with at most two others moved (part of `compose`), and for how many that could
// be done at all, whoever searches.
import { lackIn, visitKinds, weekLines } from '../src/clinic/matching/cost.ts'
import { unfitFor, waysTo } from '../src/clinic/matching/fit.ts'
import { groundOf } from '../src/clinic/matching/ground.ts'
import type { ClientWeek, Plan, Seeker, TimetableInstance } from '../src/clinic/matching/instance.ts'
import { emptyOccupancy, enter, leave, occupancyOf } from '../src/clinic/matching/occupancy.ts'
import { matchWeeks } from '../src/clinic/matching/match.ts'
import { noPrices } from '../src/clinic/matching/prices.ts'
import { compose } from '../src/clinic/matching/solve/compose.ts'
import { contestOf, type Contest } from '../src/clinic/matching/solve/contest.ts'
import { poolOf } from '../src/clinic/matching/solve/pool.ts'
import { poolModel } from '../src/clinic/matching/solve/pool-model.ts'
import { solve } from '../src/clinic/matching/solve/port.ts'
import { relax } from '../src/clinic/matching/solve/relax.ts'
import { repair } from '../src/clinic/matching/solve/repair.ts'
import { usualWeights as weights, type Weights } from '../src/clinic/matching/weights.ts'
import { diceOf, shuffled } from '../tests/instance-dice.ts'
import { instanceOf, type Size } from '../tests/instances.ts'
import { cpu, percent, seconds } from './compose-large.ts'
import { figure, median, say } from './run.ts'

/** The same clinic with this plan standing. */
export function standing(instance: TimetableInstance, plan: Plan): TimetableInstance {
  const weeks = new Map(plan.weeks.map((week) => [week.client, week]))
  return { ...instance, clients: instance.clients.map((one) => ({ ...one, now: weeks.get(one.id) ?? null })) }
}

/** One day of theirs falls away for so many clients, each by itself: who is served, and who could be at all. */
export async function repairs(count: number, sized: Size): Promise<void> {
  const instance = instanceOf(sized, 1)
  const { plan, verdict } = await compose(instance, weights, { gap: 0.02 })
  const house = standing(instance, plan)
  const dice = diceOf(11)
  const times: number[] = []
  let well = 0
  let other = 0
  let own = 0
  let possible = 0
  let within = 0
  let robbed = 0
  const cases = shuffled(
    dice,
    house.clients.filter((one) => verdict.wholeClients.has(one.id)),
  ).slice(0, count)
  for (const client of cases) {
    const day = instance.series.find((one) => one.id === client.now?.series[0])?.time.weekday
    const changed = house.clients.map((one) =>
      one.id === client.id ? { ...one, free: one.free.filter((time) => time.weekday !== day) } : one,
    )
    const now = { ...house, clients: changed }
    const seeker = changed.find((one) => one.id === client.id)
    if (seeker === undefined) continue
    const began = cpu()
    const found = await repair(now, weights, [client.id])
    times.push(cpu() - began)
    if (found.ring === 'own') own += 1
    const isWell = found.served.length === 1 && found.touched.length <= 2
    if (isWell) well += 1
    const any = isWell ? 'yes' : await anyRepair(now, seeker)
    if (any !== 'empty') possible += 1
    if (any === 'yes') within += 1
    const weeks = new Map(found.plan.weeks.map((week) => [week.client, week]))
    other += house.clients.filter(
      (one) =>
        one.id !== client.id &&
        one.now?.individual !== null &&
        weeks.get(one.id)?.individual?.clinician !== one.now?.individual?.clinician,
    ).length
    other += found.verdict.violations.length
    const { lookup } = groundOf(house, weights)
    for (const id of found.touched) {
      const [who, was, is] = [lookup.clients.get(id), lookup.clients.get(id)?.now, weeks.get(id)]
      if (who === undefined || was == null || is === undefined) continue
      if (lackIn(weekLines(who, is, lookup, weights)) > lackIn(weekLines(who, was, lookup, weights)) + 1e-6) robbed += 1
    }
  }
  const sorted = times.toSorted((a, b) => a - b)
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0
  say(
    `  ${cases.length} clients can no longer come on a day of theirs (${sized}): ${own} settled with nobody else moved, for ${possible} a whole week exists on empty chairs, median ${seconds(median(times))}`,
  )
  figure(
    'Served wholly, at most 2 others touched',
    percent(well / cases.length, 0),
    '75 % or more',
    well / cases.length >= 0.75,
  )
  say(
    `  of those for whom a whole week exists on empty chairs: ${percent(well / Math.max(1, possible), 0)}; ` +
      `for ${within} of ${cases.length} (${percent(within / cases.length, 0)}) any repair exists that moves at most 2 others, every pair of them tried exactly`,
  )
  figure('Others who lose their therapist, or rules broken', String(other), 'none', other === 0)
  figure('Others who lack more than before', String(robbed), 'none', robbed === 0)
  figure('Repair p95', seconds(p95), '1 s or less', p95 <= 1)
  const gone = house.clinicians.find(
    (one) =>
      one.part === 'therapist' && house.clients.filter((who) => who.now?.individual?.clinician === one.id).length >= 8,
  )
  if (gone === undefined) return
  const theirs = house.clients.filter((one) => one.now?.individual?.clinician === gone.id).map((one) => one.id)
  const began = cpu()
  const without = {
    ...house,
    clinicians: house.clinicians.filter((one) => one.id !== gone.id),
    series: house.series.filter((one) => !one.leaders.includes(gone.id) || one.leaders.length > 1),
  }
  const found = await repair(without, weights, theirs)
  say(
    `  A therapist with ${theirs.length} clients leaves, and the groups they led alone: ${found.served.length} of the ${found.about.length} whole again, ${found.touched.length} others touched, ` +
      `${found.verdict.violations.length} rules broken, ${seconds(cpu() - began)}`,
  )
}

/** Only what a week lacks counts. */
const lacks: Weights = {
  ...weights,
  travelDay: 0,
  unloved: 0,
  misfit: 0,
  surplus: 0,
  running: 0,
  belowLeast: 0,
  newcomer: 0,
  movedSeries: 0,
  movedHour: 0,
  movedTherapist: 0,
}

/**
 * Whether any repair serves this client wholly where at most two others move, lack nothing they have and keep their therapist:
 * nobody, each one and each pair of those who hold something the client could use, exactly. 'empty': not even in an empty house.
 */
async function anyRepair(now: TimetableInstance, client: Seeker): Promise<'yes' | 'no' | 'empty'> {
  const ground = groundOf(now, weights)
  const isServed = (occupancy: ReturnType<typeof emptyOccupancy>) =>
    matchWeeks({ ground, client, occupancy, prices: noPrices }, 1)[0]?.isWhole === true
  if (!isServed(emptyOccupancy())) return 'empty'
  const others = now.clients.filter((one) => one.id !== client.id && one.now !== null)
  const occupancy = occupancyOf(
    now,
    others.flatMap((one) => one.now ?? []),
  )
  const holders = others.filter((one) => one.now !== null && holdsForThem(now, client, one.now))
  const without = (movers: readonly Seeker[]) => {
    for (const who of movers) if (who.now !== null) leave(occupancy, who, who.now)
    const isHopeful = isServed(occupancy)
    for (const who of movers) if (who.now !== null) enter(occupancy, who, who.now)
    return isHopeful
  }
  const before = new Set<string>()
  for (const one of holders) {
    before.add(one.id)
    const isEnough = without([one])
    if (isEnough && (await canMove(now, client, [one]))) return 'yes'
    for (const other of others) {
      if (other.now === null || before.has(other.id)) continue
      // The other holds what the client could use, or what the one who moves could.
      const isPair = holders.includes(other) ? without([one, other]) : isEnough && holdsForThem(now, one, other.now)
      if (isPair && (await canMove(now, client, [one, other]))) return 'yes'
    }
  }
  return 'no'
}

/** Whether this week holds a seat, an hour or a place in a caseload that the client could use. */
function holdsForThem(now: TimetableInstance, client: Seeker, week: ClientWeek): boolean {
  const series = now.series.some((one) => week.series.includes(one.id) && unfitFor(client, one) === null)
  const visits = visitKinds.some((kind) => {
    const visit = week[kind]
    const clinician = now.clinicians.find((one) => one.id === visit?.clinician)
    if (visit === null || clinician === undefined) return false
    // A place in a caseload is of use whatever the hour.
    const ways = waysTo(client, clinician)
    return ways.onSite || ways.byVideo
  })
  return series || visits
}

/** Whether the client can be whole and these movers lack no more than today, all others staying: exactly. */
async function canMove(now: TimetableInstance, client: Seeker, movers: readonly Seeker[]): Promise<boolean> {
  const only = new Set([client.id, ...movers.map((one) => one.id)])
  const kept = now.clients.flatMap((one) => (only.has(one.id) ? [] : (one.now ?? [])))
  const contest = contestOf(now, lacks, { only, kept, staysWith: new Set(movers.map((one) => one.id)) })
  const bound: Contest = {
    ...contest,
    rivals: contest.rivals.map((rival) => {
      const who = rival.week.client
      const most = who.now === null ? 0 : lackIn(weekLines(who, who.now, contest.lookup, lacks)) + 1e-6
      const ends = rival.week.ends.map((points) =>
        who.id === client.id
          ? Number.isFinite(points)
            ? Number(points > 1e-6)
            : points
          : points <= most
            ? 0
            : Infinity,
      )
      return { ...rival, week: { ...rival.week, ends } }
    }),
  }
  const stand = poolOf(contest, { weeks: movers.flatMap((one) => one.now ?? []) })
  const weeks = stand.map(({ rival, week }) => ({ rival, week: { ...week, points: 0, priced: 0 } }))
  const relaxed = await relax(bound, { gap: 1e-6, weeks })
  if (relaxed.bound > 1e-3) return false
  const answer = await solve(poolModel(bound, relaxed.pool), { gap: 0 })
  return answer.x === null || answer.cost < 0.5
}
