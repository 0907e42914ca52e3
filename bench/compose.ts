// Figures of the optimiser: who sits where, proven; repairs; the timetable; admission with forecast prices. CPU seconds of one
// core. Run: npm run bench compose, or one at a time: npm run bench compose -- s 100 | m 3 | l | repair | still | timetable 5 | online 1
// Each takes the seeds it should use, or how many of them.
// online takes the size, the draws of a night, how many come between two nights (0: a sixtieth) and the ways: online 1 M 4 5 asking.
// l takes how many of its 20 sites (l 4: a quick look), wall seconds after which it ends with what it has, and threads: l 20 600 2.
import process from 'node:process'
import { isWhole } from '../src/clinic/matching/cost.ts'
import { evaluate } from '../src/clinic/matching/evaluate.ts'
import { firstFit } from '../src/clinic/matching/first-fit.ts'
import type { Seeker } from '../src/clinic/matching/instance.ts'
import { changedClients } from '../src/clinic/matching/solve/choose.ts'
import { compose } from '../src/clinic/matching/solve/compose.ts'
import { repair } from '../src/clinic/matching/solve/repair.ts'
import { mostWhole } from '../src/clinic/matching/solve/most-whole.ts'
import { retime } from '../src/clinic/matching/solve/timetable.ts'
import { timetableFaults } from '../src/clinic/matching/timetable.ts'
import { usualWeights as weights } from '../src/clinic/matching/weights.ts'
import { instanceOf, type Size } from '../tests/instances.ts'
import { cpu, large, percent, seconds, tell } from './compose-large.ts'
import { online } from './compose-online.ts'
import { repairs, standing } from './compose-repair.ts'
import { figure, median, say, sayMachine } from './run.ts'

const [which = 'all', ...rest] = process.argv.slice(2)
/** '3': the seeds 1 to 3; '4,7': those. */
const seeds = (otherwise: number): number[] => {
  const said = rest[0] ?? String(otherwise)
  return said.includes(',') ? said.split(',').map(Number) : Array.from({ length: Number(said) }, (_, at) => at + 1)
}
const sized = (rest[1] ?? 'M') as Size // the second word of the command line, if any

say('\n# Composing a census')
sayMachine()
const wanted = (name: string) => which === 'all' || which === name
if (wanted('s')) await small()
if (wanted('m')) await middle()
if (wanted('repair')) await repairs(Number(rest[0] ?? 30), sized)
if (wanted('still')) await still()
if (wanted('timetable')) await timetable()
if (wanted('online'))
  await online(seeds(1), { sized, draws: Number(rest[2] ?? 2), perNight: Number(rest[3] ?? 0), only: rest.slice(4) })
if (which === 'l') await large(rest)

async function small(): Promise<void> {
  const times: number[] = []
  let proven = 0
  let faults = 0
  const list = seeds(5)
  for (const seed of list) {
    const instance = instanceOf('S', seed)
    const began = cpu()
    const clock = performance.now()
    const found = await compose(instance, weights, { gap: 0, seconds: 300 })
    times.push(cpu() - began)
    if (found.gap < 1e-6) proven += 1
    faults += found.verdict.violations.length
    tell(`S ${seed}`, instance, found, times.at(-1) ?? 0)
    say(`    ${seconds(times.at(-1) ?? 0)} CPU, ${seconds((performance.now() - clock) / 1000)} wall`)
  }
  figure('S proven optimal', `${proven} of ${list.length}`, 'all', proven === list.length)
  figure('S median', seconds(median(times)), '5 s or less', median(times) <= 5)
  figure('S longest', seconds(Math.max(...times)), '30 s or less', Math.max(...times) <= 30)
  figure('S rules broken, by the judge', String(faults), 'none', faults === 0)
}

async function middle(): Promise<void> {
  const parts: number[] = []
  for (const seed of seeds(3)) {
    const instance = instanceOf('M', seed)
    const began = cpu()
    const steps: { at: number; cost: number; gap: number }[] = []
    const found = await compose(instance, weights, {
      gap: 0.005,
      onProgress: ({ stage, cost, bound, gap }) => {
        steps.push({ at: cpu() - began, cost, gap })
        say(
          `    ${seconds(cpu() - began)} ${stage}: ${cost.toFixed(0)}, bound ${bound.toFixed(0)}, gap ${percent(gap)}`,
        )
      },
    })
    tell(`M ${seed}`, instance, found, cpu() - began)
    const usable = steps.find((one) => one.cost <= found.cost * 1.25)?.at ?? Number.POSITIVE_INFINITY
    const at = (gap: number) => steps.find((one) => one.gap <= gap)?.at ?? Number.POSITIVE_INFINITY
    figure(`M ${seed} usable (within 25 % of the best)`, seconds(usable), '5 s or less', usable <= 5)
    figure(`M ${seed} within 1 %, proven`, seconds(at(0.01)), '45 s or less', at(0.01) <= 45)
    figure(`M ${seed} within 0.5 %, proven`, seconds(at(0.005)), '180 s or less', at(0.005) <= 180)
    const byHand = evaluate(instance, firstFit(instance), weights)
    const ratio = found.cost / byHand.cost
    figure(`M ${seed} cost against first fit`, ratio.toFixed(2), '0.40 or less', ratio <= 0.4)
    const more = (found.verdict.whole - byHand.whole) / instance.clients.length
    const most = await mostWhole(instance)
    say(
      `    ${byHand.whole} whole by hand, ${found.verdict.whole} composed; no plan on this timetable has more than ${most} of ${instance.clients.length}: ` +
        `${percent((most - byHand.whole) / instance.clients.length, 1)} more is the most there is`,
    )
    parts.push(more)
  }
  // As the formulation counts it: the median of three clinics. A timetable may have room for fewer than 20 points more.
  figure(
    `M more clients whole, median of ${parts.length} seeds`,
    `${percent(median(parts), 1)} (${parts.map((one) => percent(one, 1)).join(', ')})`,
    '20 points or more',
    median(parts) >= 0.2,
  )
}

async function still(): Promise<void> {
  const size = (rest[1] ?? 'S') as Size // the second word of the command line, if any
  let moved = 0
  for (const seed of seeds(3)) {
    const instance = instanceOf(size, seed)
    const { plan } = await compose(instance, weights, { gap: 0.002 })
    const [gone, ...others] = instance.clients
    const left = {
      ...standing(instance, plan),
      clients: standing(instance, plan).clients.filter((one) => one.id !== gone?.id),
    }
    const before = { weeks: plan.weeks.filter((week) => week.client !== gone?.id) }
    const mended = await repair(left, weights, [])
    const again = await compose(left, weights, { gap: 0.002, start: before })
    moved += mended.touched.length + changedClients(before, again.plan).length
    // And somebody new comes, with seats to spare.
    const fresh: Seeker | undefined = gone === undefined ? undefined : { ...gone, now: null }
    if (fresh !== undefined) {
      const came = await repair({ ...left, clients: [...left.clients, fresh] }, weights, [fresh.id])
      moved += came.ring === 'own' ? came.touched.length : 0
    }
    say(
      `  ${size} ${seed}: one of ${others.length + 1} leaves, all weighed again with today's weeks: ${changedClients(before, again.plan).length} change`,
    )
  }
  figure('Weeks of others changed by a discharge or an admission', String(moved), 'none', moved === 0)
}

async function timetable(): Promise<void> {
  const below: number[] = []
  const parts: number[] = []
  const times: number[] = []
  let faults = 0
  for (const seed of seeds(5)) {
    const instance = instanceOf(sized, seed)
    const start = cpu()
    const steps = new Set<string>()
    const first = await compose(instance, weights, {
      gap: 0.01,
      seconds: 60,
      onProgress: ({ stage, cost, bound, gap }) => {
        if (!steps.has(stage))
          say(
            `    ${seconds(cpu() - start)} ${stage}: ${cost.toFixed(0)}, bound ${bound.toFixed(0)}, gap ${percent(gap)}`,
          )
        steps.add(stage)
      },
    })
    const began = cpu()
    const found = await retime(instance, first.plan, weights, { trials: Number(rest[2] ?? 150) })
    times.push(cpu() - began)
    // Against what no plan on the hand timetable is cheaper than: whatever was left over there is not counted as ours.
    below.push(1 - found.cost / first.bound)
    parts.push(found.moved.length / instance.series.length)
    const verdict = evaluate(found.instance, found.plan, weights)
    faults += timetableFaults(found.instance, instance).length + verdict.violations.length
    // Half of what a week costs cannot be saved by any timetable (rooms that run, days of travel): so what is lacking stands beside.
    const lacking = (one: typeof verdict) => one.cost - lackless(one)
    say(
      `  ${sized} ${seed}: ${first.cost.toFixed(0)} (bound ${first.bound.toFixed(0)}, ${first.verdict.whole} whole, ${lacking(first.verdict).toFixed(0)} for what is lacking) ` +
        `in ${seconds(began - start)} on the hand timetable, ${found.cost.toFixed(0)} (${verdict.whole} whole, ${lacking(verdict).toFixed(0)}) on the new one, ` +
        `${percent(below.at(-1) ?? 0, 1)} below the bound, ${found.moved.length} of ${instance.series.length} series moved, ${found.trials} tried, ${seconds(times.at(-1) ?? 0)}`,
    )
  }
  const name = `Timetable, median of ${below.length} seeds`
  figure(`${name} below the optimum by hand`, percent(median(below), 1), '8 % or more', median(below) >= 0.08)
  figure('Timetable, never worse', percent(Math.min(...below), 1), '0 % or more', Math.min(...below) >= 0)
  figure('Timetable, most series moved', percent(Math.max(...parts), 0), '20 % or less', Math.max(...parts) <= 0.2)
  figure('Timetable, longest', seconds(Math.max(...times)), '300 s or less', Math.max(...times) <= 300)
  figure('Timetable, faults and rules broken', String(faults), 'none', faults === 0)
}

/** What a plan costs beside what weeks lack. */
function lackless({ lines }: ReturnType<typeof evaluate>): number {
  return lines.reduce((sum, line) => sum + (isWhole([line]) ? line.points : 0), 0)
}
