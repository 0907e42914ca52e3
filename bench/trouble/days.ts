// A clinic's days: who gets one of three alerts, and whether it came true.
import { diceOf } from './judge.ts'
import { runAt, type Week } from './weeks.ts'

export type Way = 'model' | 'plain' | 'rolling'
export type Alerts = {
  alerts: number
  hits: number
  leavers: number
  found: number
  stillComing: number
  leads: number[]
}

const caseload = 60
const rest = 2 // weeks in which an answered alert is not raised again

/**
 * Clinicians with 60 people each, a fifth of whom are judged on each working day. `most` alerts a day: by the model the
 * highest, by a rule those it names, in the order of the dice where it names more. `like`: on each day only as many as
 * these, to compare at the same number of alerts.
 */
export function days(
  weeks: readonly Week[],
  way: Way,
  most: number,
  like?: Map<string, number>,
): Alerts & { perDay: Map<string, number> } {
  const dice = diceOf(11)
  const place = new Map([...new Set(weeks.map(({ who }) => who))].map((who) => [who, dice()]))
  const order = [...place].toSorted((a, b) => a[1] - b[1]).map(([who]) => who)
  const dayOf = new Map(order.map((who, at) => [who, `${Math.floor(at / caseload)}/${at % 5}`]))
  const perDay = new Map<string, number>()
  const last = new Map<string, number>()
  const alertsOf = new Map<string, number[]>()
  const tell = { alerts: 0, hits: 0, leavers: 0, found: 0, stillComing: 0, leads: [] as number[] }
  const byDay = [...Map.groupBy(weeks, (one) => `${one.week}/${dayOf.get(one.who)}`)].toSorted(
    ([, a], [, b]) => (a[0]?.week ?? 0) - (b[0]?.week ?? 0),
  )
  for (const [day, some] of byDay) {
    const wanted = some
      .filter((one) => one.week - (last.get(one.who) ?? -9) > rest && (way === 'model' || one[way]))
      .map((one) => ({ one, rank: way === 'model' ? one.score : dice() }))
      .toSorted((a, b) => b.rank - a.rank)
      .slice(0, like?.get(day) ?? (like ? 0 : most))
    perDay.set(day, wanted.length)
    for (const { one } of wanted) {
      last.set(one.who, one.week)
      tell.alerts += 1
      tell.hits += one.y
      alertsOf.set(one.who, [...(alertsOf.get(one.who) ?? []), one.week])
    }
  }
  // Leavers: away from some week to the end, four weeks or more. Lead: from their first alert of the last eight weeks to the
  // day on which four missed weeks would have told everybody.
  for (const [who, own] of Map.groupBy(weeks, (one) => one.who)) {
    const person = own[0]?.person
    if (person === undefined) continue
    const away = runAt(person, person.weeks.length)
    if (away < 4) continue
    const lastSeen = person.weeks.length - away
    tell.leavers += 1
    const alert = (alertsOf.get(who) ?? []).find((week) => week >= lastSeen - 4 && week <= lastSeen + 3)
    if (alert === undefined) continue
    tell.found += 1
    if (alert <= lastSeen) tell.stillComing += 1
    tell.leads.push(lastSeen + 4 - alert)
  }
  return { ...tell, perDay }
}
