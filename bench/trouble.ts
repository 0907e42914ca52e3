// Figures of the trouble signal: does it tell who leaves better than "2 or more of the first 4 weeks missed", early enough, and
// do its chances mean what they say? Run: npm run bench trouble [-- --data FOLDER] [--seen FOLDER] [--repeats 5] [--draws 300]
// --data: the people to judge (../shared/data/ctn0094). --seen: a folder whose people the shipped model has learned from; the
// others are judged by the model as it ships.
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { inputs } from '../src/clinic/concerns/leaving.ts'
import { leavingModel } from '../src/clinic/concerns/leaving-model.ts'
import { figure, median, option, say } from './run.ts'
import { days, type Alerts } from './trouble/days.ts'
import { auc, brier, calibration, interval, type Judged, precisionAt, ruleOn } from './trouble/judge.ts'
import { type Person, peopleOf } from './trouble/people.ts'
import {
  type AtFour,
  type Fitted,
  fitWeeks,
  heldOut,
  parts,
  scoreAtFour,
  scoreWeeks,
  type Week,
} from './trouble/weeks.ts'

const home = fileURLToPath(new URL('../../shared/data/ctn0094', import.meta.url))
const folder = option('data', home)
const draws = Number(option('draws', '300'))
if (!existsSync(folder)) {
  say(`No data at ${folder}: say where they are with --data FOLDER.`)
  process.exit(1)
}
const f3 = (value: number) => value.toFixed(3)
const percent = (part: number) => `${(part * 100).toFixed(1)} %`
const within = ([low, high]: [number, number]) => `[${f3(low)}, ${f3(high)}]`

const people = peopleOf(folder)
say('\n# Trouble signal')
say(
  `${people.length} people with twelve weekly slots or more, ${new Set(people.map(({ trial }) => trial)).size} trials, from ${folder}`,
)

const repeats = Number(option('repeats', '5'))
const runs = Array.from({ length: repeats }, (_, at) => heldOut(parts(people, 5, at + 1)))
const [{ weeks, four } = { weeks: [], four: [] }] = runs

say(
  `\n## After week 4: no visit in weeks 9 to 12 (${percent(four.filter(({ y }) => y === 1).length / four.length)}), five parts held out in turn, ${repeats} times`,
)
sayFour(
  four,
  runs.map((run) => run.four),
)
say('\n## Every week: not seen in the next four weeks, of those not yet away for four')
sayWeeks(
  weeks,
  runs.map((run) => run.weeks),
)
say(
  '\n## Three alerts a day for each clinician (60 people each, a fifth judged a day, rested two weeks after an alert)',
)
sayDays(weeks)

const trials = [...Map.groupBy(people, ({ site }) => site)]
if (trials.length > 1) {
  say(
    `\n## Each ${trials.some(([site]) => site !== people.find((one) => one.site === site)?.trial) ? 'site' : 'trial'} held out whole`,
  )
  const groups = trials.map(([, some]) => some)
  const held = heldOut(groups)
  for (const [site, some] of trials) {
    const ids = new Set(some.map(({ id }) => id))
    const own = held.four.filter(({ who }) => ids.has(who))
    const weekly = held.weeks.filter(({ who }) => ids.has(who))
    say(
      `  ${site}: ${own.length} people, week 4 AUC ${f3(auc(own))} (rule ${f3(auc(own.map((one) => ({ score: Number(one.flag), y: one.y }))))}), weekly AUC ${f3(auc(weekly))}, slope ${f3(calibration(weekly).slope)}`,
    )
  }
  figure(
    'site or trial held out, all together: AUC after week 4',
    f3(auc(held.four)),
    'above the rule',
    auc(held.four) > ruleAuc(held.four),
  )
}

say('\n## The model as data (src/clinic/concerns/leaving-model.ts)')
const refit = fitWeeks(people)
sayModel(refit)
const shipped: Fitted = { model: leavingModel, typical: leavingModel.typical }
const seen = option('seen', folder === home ? '' : existsSync(home) ? home : '')
const learnedFrom: Person[] = seen === '' ? [] : peopleOf(seen)
const known = new Set(learnedFrom.map(({ id }) => id))
const strangers: Person[] = seen === '' ? [] : people.filter(({ id }) => !known.has(id))
if (folder === home) {
  const off = Math.max(
    ...inputs.map((input) => Math.abs(leavingModel.weights[input] - refit.model.weights[input])),
    Math.abs(leavingModel.intercept - refit.model.intercept),
  )
  figure('the shipped weights are those fitted here', `off by ${off.toFixed(4)} at most`, 'below 0.001', off < 0.001)
} else if (strangers.length > 0) {
  say(`\n## The model as it ships, on ${strangers.length} people it has never seen`)
  sayFour(scoreAtFour(learnedFrom, strangers, shipped))
  sayWeeks(scoreWeeks(strangers, shipped))
  sayDays(scoreWeeks(strangers, shipped))
}

function ruleAuc(cases: readonly AtFour[]): number {
  return auc(cases.map(({ flag, y }) => ({ score: Number(flag), y })))
}

function sayFour(cases: AtFour[], all: AtFour[][] = [cases]): void {
  const rule = ruleOn(cases)
  say(
    `  plain rule: flags ${percent(rule.share)}, precision ${percent(rule.precision)}, recall ${percent(rule.recall)}, AUC ${f3(ruleAuc(cases))}; the count of misses 0 to 4: AUC ${f3(auc(cases.map(({ misses, y }) => ({ score: misses, y }))))}`,
  )
  const gain = (some: AtFour[]) => auc(some) - ruleAuc(some)
  const sharper = (some: AtFour[]) => {
    const { precision, recall } = ruleOn(some)
    return precisionAt(some, recall) - precision
  }
  const [gains, sharpers] = [interval(cases, gain, { draws }), interval(cases, sharper, { draws })]
  say(
    `  model: AUC ${f3(auc(cases))} ${within(interval(cases, auc, { draws }))}; each time ${all.map((some) => f3(auc(some))).join(', ')}`,
  )
  say(
    `  a model fitted to this outcome alone: ${f3(auc(cases.map(({ own, y }) => ({ score: own, y }))))}; with age and sex ${f3(auc(cases.map(({ withAge, y }) => ({ score: withAge, y }))))} (left out: not worth it)`,
  )
  figure('AUC above the plain rule', `${f3(gain(cases))} ${within(gains)}`, 'interval above 0', gains[0] > 0)
  figure(
    'precision at the rule’s recall',
    `${percent(precisionAt(cases, rule.recall))} against ${percent(rule.precision)}, ${f3(sharper(cases))} ${within(sharpers)}`,
    'above the rule in every repeat',
    all.every((some) => sharper(some) > 0),
  )
}

function sayWeeks(cases: Week[], all: Week[][] = [cases]): void {
  const here = cases.filter(({ isHere }) => isHere)
  const by = (some: Week[], rule: 'plain' | 'rolling') =>
    auc(some.map((one) => ({ score: Number(one[rule]), y: one.y })))
  say(
    `  ${cases.length} weeks of ${new Set(cases.map(({ who }) => who)).size} people, ${percent(cases.filter(({ y }) => y === 1).length / cases.length)} not seen in the next four weeks`,
  )
  figure(
    'weekly AUC',
    `${f3(auc(cases))} ${within(interval(cases, auc, { draws: Math.min(draws, 100) }))}; plain rule ${f3(by(cases, 'plain'))}, 2 of the last 4 ${f3(by(cases, 'rolling'))}`,
    'above both',
    auc(cases) > by(cases, 'plain') && auc(cases) > by(cases, 'rolling'),
  )
  say(
    `  of those who came in the week just over: AUC ${f3(auc(here))}; plain rule ${f3(by(here, 'plain'))}, 2 of the last 4 ${f3(by(here, 'rolling'))}`,
  )
  for (const week of [2, 4, 8, 12, 16]) {
    const some = cases.filter((one) => one.week === week)
    if (some.length > 50)
      say(
        `    after week ${String(week).padStart(2)}: AUC ${f3(auc(some))}, ${percent(some.filter(({ y }) => y === 1).length / some.length)} leave; calibration slope ${f3(calibration(some).slope)}`,
      )
  }
  const { intercept, slope } = calibration(cases)
  const average = cases.reduce((sum, { y }) => sum + y, 0) / cases.length
  say(
    `  Brier ${f3(brier(cases))} (always saying ${percent(average)}: ${f3(average * (1 - average))}); each time ${all.map((some) => f3(brier(some))).join(', ')}`,
  )
  figure(
    'calibration',
    `slope ${f3(slope)}, intercept ${f3(intercept)}`,
    'slope 0.9 to 1.1, intercept −0.15 to 0.15',
    slope > 0.9 && slope < 1.1 && Math.abs(intercept) < 0.15,
  )
  sayReliability(cases)
}

function sayReliability(cases: readonly Judged[]): void {
  const edges = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.01]
  for (const [at, from] of edges.slice(0, -1).entries()) {
    const to = edges[at + 1] ?? 1
    const some = cases.filter(({ score }) => score >= from && score < to)
    if (some.length === 0) continue
    const said = some.reduce((sum, { score }) => sum + score, 0) / some.length
    say(
      `    said ${percent(from)} to ${percent(Math.min(to, 1))}: ${String(some.length).padStart(6)} weeks, said ${percent(said)}, came true ${percent(some.filter(({ y }) => y === 1).length / some.length)}`,
    )
  }
}

function sayDays(cases: Week[]): void {
  const plain = days(cases, 'plain', 3)
  const rolling = days(cases, 'rolling', 3)
  const model = days(cases, 'model', 3)
  const asPlain = days(cases, 'model', 3, plain.perDay)
  const line = (name: string, { alerts, hits, leavers, found, stillComing, leads }: Alerts) =>
    say(
      `  ${name.padEnd(34)} ${String(alerts).padStart(5)} alerts, precision ${percent(hits / alerts)}; ${percent(found / leavers)} of ${leavers} leavers alerted, ${percent(stillComing / leavers)} while they still came; lead ${leads.length === 0 ? '–' : median(leads).toFixed(0)} weeks (mean ${(leads.reduce((a, b) => a + b, 0) / leads.length).toFixed(1)}) before four missed weeks tell everybody`,
    )
  line('plain rule', plain)
  line('2 of the last 4', rolling)
  const worth = days(
    cases.filter(({ score }) => score >= leavingModel.alertFrom),
    'model',
    3,
  )
  line(`model, from a chance of ${percent(leavingModel.alertFrom)}`, worth)
  line('model, always three', model)
  line('model, as many as the plain rule', asPlain)
  line('model, as many as 2 of the last 4', days(cases, 'model', 3, rolling.perDay))
  figure(
    'precision at 3 alerts per clinician per day, as many as the rule',
    `${percent(asPlain.hits / asPlain.alerts)} against ${percent(plain.hits / plain.alerts)}`,
    'above the rule',
    asPlain.hits / asPlain.alerts > plain.hits / plain.alerts,
  )
}

function sayModel({ model, typical }: Fitted): void {
  say(
    `  people ${people.length}, typical week missed ${typical.missed.toFixed(5)}, typical test positive ${typical.positive.toFixed(5)}`,
  )
  say(
    `  intercept ${model.intercept.toFixed(4)}; ${inputs.map((input) => `${input} ${model.weights[input].toFixed(4)}`).join(', ')}`,
  )
}
