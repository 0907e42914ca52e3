// What the people's weeks ask of a model: two outcomes, and the plain rule that it has to beat.
import { chanceOf, type Coefficients, type Typical, weigh } from '../../src/clinic/concerns/leaving.ts'
import { type Case, fit, logistic, saidOf } from './fit.ts'
import { diceOf, type Judged } from './judge.ts'
import type { Person } from './people.ts'

const absent = (weeks: Person['weeks']): 0 | 1 => (weeks.every(({ missed }) => missed === 1) ? 1 : 0)
export const missesIn = (person: Person, from: number, to: number): number =>
  person.weeks.slice(from, to).filter(({ missed }) => missed === 1).length

export function runAt(person: Person, week: number): number {
  let run = 0
  while (run < week && person.weeks[week - 1 - run]?.missed === 1) run += 1
  return run
}

/** Weeks after which somebody is judged: whoever was away for four weeks is under review, and needs no alert. */
export const judgedWeeks = (person: Person): number[] =>
  Array.from({ length: Math.max(0, person.weeks.length - 4) }, (_, at) => at + 1).filter(
    (week) => runAt(person, week) < 4,
  )

export const goneAfter = (person: Person, week: number): 0 | 1 => absent(person.weeks.slice(week, week + 4))
export const leftByTwelve = (person: Person): 0 | 1 => absent(person.weeks.slice(8, 12))
/** "2 or more of the first 4 weeks missed", by a week: what the first four weeks have shown by then. */
export const plainRule = (person: Person, week: number): boolean => missesIn(person, 0, Math.min(week, 4)) >= 2
export const rollingRule = (person: Person, week: number): boolean => missesIn(person, Math.max(0, week - 4), week) >= 2

/** The average week, and the average test, of everyone who is still judged. */
export function typicalOf(people: readonly Person[]): Typical {
  const weeks = people.flatMap((person) => judgedWeeks(person).flatMap((week) => person.weeks.slice(week - 1, week)))
  const tests = weeks.flatMap(({ positive }) => (positive === null ? [] : [positive]))
  const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / list.length
  return { missed: mean(weeks.map(({ missed }) => missed ?? 0)), positive: mean(tests) }
}

export type Week = Judged & { week: number; isHere: boolean; plain: boolean; rolling: boolean; person: Person }
export type AtFour = Judged & { flag: boolean; misses: number; own: number; withAge: number }

export type Fitted = { model: Coefficients; typical: Typical }
export const weekCases = (people: readonly Person[], typical: Typical): Case[] =>
  people.flatMap((person) =>
    judgedWeeks(person).map((week) => ({
      x: weigh(person.weeks.slice(0, week), typical),
      y: goneAfter(person, week),
      who: person.id,
    })),
  )
export function fitWeeks(people: readonly Person[]): Fitted {
  const typical = typicalOf(people)
  return { model: fit(weekCases(people, typical)), typical }
}

export const scoreWeeks = (people: readonly Person[], { model, typical }: Fitted): Week[] =>
  people.flatMap((person) =>
    judgedWeeks(person).map((week) => ({
      score: saidOf(model, weigh(person.weeks.slice(0, week), typical)),
      y: goneAfter(person, week),
      who: person.id,
      week,
      isHere: runAt(person, week) === 0,
      plain: plainRule(person, week),
      rolling: rollingRule(person, week),
      person,
    })),
  )

const atFour = (people: readonly Person[], typical: Typical): Case[] =>
  people.map((person) => ({ x: weigh(person.weeks.slice(0, 4), typical), y: leftByTwelve(person), who: person.id }))
const valuesOf = ({ x }: Case): number[] => [x.again, x.further, x.recent, x.ever, x.positive]

/** After week 4, by the weekly model; by a model fitted to this outcome alone; and by that one with age and sex. */
export function scoreAtFour(train: readonly Person[], test: readonly Person[], { model, typical }: Fitted): AtFour[] {
  const ownCases = atFour(train, typical)
  const own = fit(ownCases)
  const more = (person: Person) => [
    ((person.age ?? 35) - 35) / 10,
    person.isMale === null ? 0.5 : Number(person.isMale),
  ]
  const aged = logistic(
    ownCases.map((one, at) => [...valuesOf(one), ...train.slice(at, at + 1).flatMap(more)]),
    ownCases.map(({ y }) => y),
  )
  return test.flatMap((person) =>
    atFour([person], typical).map((one) => ({
      score: saidOf(model, one.x),
      own: saidOf(own, one.x),
      withAge: chanceOf(
        [1, ...valuesOf(one), ...more(person)].reduce((sum, value, at) => sum + value * (aged[at] ?? 0), 0),
      ),
      y: one.y,
      who: one.who,
      misses: missesIn(person, 0, 4),
      flag: plainRule(person, 4),
    })),
  )
}

/** Splits people into so many parts, the same for a seed. */
export function parts(people: readonly Person[], count: number, seed: number): Person[][] {
  const dice = diceOf(seed)
  const drawn = people.map((person) => ({ person, at: dice() })).toSorted((a, b) => a.at - b.at)
  return Array.from({ length: count }, (_, part) =>
    drawn.filter((__, at) => at % count === part).map(({ person }) => person),
  )
}

/** Every person judged by a model that has seen none of their own part. */
export function heldOut(groups: readonly (readonly Person[])[]): { weeks: Week[]; four: AtFour[] } {
  const weeks: Week[] = []
  const four: AtFour[] = []
  groups.forEach((test, at) => {
    const train = groups.flatMap((some, other) => (other === at ? [] : some))
    const fitted = fitWeeks(train)
    weeks.push(...scoreWeeks(test, fitted))
    four.push(...scoreAtFour(train, test, fitted))
  })
  return { weeks, four }
}
