import { isWhole, lookupOf, pointsOf, roomLines, weekLines, type CostLine } from './cost.ts'
import type { Instance, Plan } from './instance.ts'
import { violationsOf, type Violation } from './violations.ts'
import type { Weights } from './weights.ts'

export type Verdict = {
  violations: Violation[]
  lines: CostLine[]
  cost: number
  /** Points by kind, those without points left out. */
  byKind: Partial<Record<keyof Weights, number>>
  /** How many clients have everything that is prescribed, and who they are. */
  whole: number
  wholeClients: ReadonlySet<string>
}

/**
 * The judge of every plan: reads the instance and the plan, and knows nothing of how the plan came about. A client
 * without a week in the plan is judged as having an empty one. Cost in points, lower is better. Source: formulation of
 * the week, 3.1 and 3.4 (decisions/011).
 */
export function evaluate(instance: Instance, plan: Plan, weights: Weights): Verdict {
  const lookup = lookupOf(instance)
  const weeks = new Map(plan.weeks.map((week) => [week.client, week]))
  const lines: CostLine[] = []
  const wholeClients = new Set<string>()
  const members = new Map<string, { all: number; recent: number }>()
  for (const client of instance.clients) {
    const week = weeks.get(client.id) ?? {
      client: client.id,
      series: [],
      individual: null,
      family: null,
      medication: null,
    }
    const own = weekLines(client, week, lookup, weights)
    lines.push(...own)
    if (isWhole(own)) wholeClients.add(client.id)
    for (const id of week.series) {
      const room = members.get(id) ?? { all: 0, recent: 0 }
      members.set(id, { all: room.all + 1, recent: room.recent + (client.isNew ? 1 : 0) })
    }
  }
  for (const series of instance.series) {
    const room = members.get(series.id)
    if (room !== undefined) lines.push(...roomLines(series, room.all, room.recent, weights))
  }
  const byKind: Verdict['byKind'] = {}
  for (const line of lines) byKind[line.kind] = (byKind[line.kind] ?? 0) + line.points
  return {
    violations: violationsOf(instance, plan),
    lines,
    cost: pointsOf(lines),
    byKind,
    whole: wholeClients.size,
    wholeClients,
  }
}
