import type { Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import { contestOf, type Contest } from './contest.ts'
import { relax } from './relax.ts'

/** Only what a week lacks counts; nothing that it costs beside. */
const onlyShortfalls = (weights: Weights): Weights => ({
  ...weights,
  minutes: 1,
  core: 1,
  topic: 1,
  day: 1,
  individual: 1,
  family: 1,
  medication: 1,
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
})

/** Fractions of a client are no client: so near, in parts of those who lack something, is near enough. */
const near = 0.01

/**
 * How many clients can have everything that is prescribed for them, at most, whoever else goes without: the capacity of this
 * timetable, proven by the same sum over prices as every other bound, with one point for each client whose week lacks anything.
 * Clients, 0 to all. No plan has more.
 */
export async function mostWhole(instance: Instance, weights: Weights): Promise<number> {
  const contest = contestOf(instance, onlyShortfalls(weights))
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
