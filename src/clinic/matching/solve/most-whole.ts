import type { Instance } from '../instance.ts'
import { onlyShortfalls } from '../weights.ts'
import { contestOf, type Contest } from './contest.ts'
import { relax } from './relax.ts'

/** Fractions of a client are no client: so near, in parts of those who lack something, is near enough. */
const near = 0.01

/**
 * How many clients can have everything that is prescribed for them, at most, whoever else goes without: the capacity of this
 * timetable, proven by the same sum over prices as every other bound, with one point for each client whose week lacks anything.
 * Clients, 0 to all. No plan has more.
 */
export async function mostWhole(instance: Instance): Promise<number> {
  const contest = contestOf(instance, onlyShortfalls)
  const counted: Contest = {
    ...contest,
    rivals: contest.rivals.map((rival) => ({
      ...rival,
      week: {
        ...rival.week,
        ends: rival.week.ends.map((points) => (Number.isFinite(points) ? Number(points > 0) : points)),
      },
    })),
  }
  const { bound } = await relax(counted, { gap: near, isLoose: true })
  return instance.clients.length - Math.max(0, Math.ceil(bound - 1e-6))
}
