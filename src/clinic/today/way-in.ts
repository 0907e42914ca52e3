import type { Waiting } from './queries/admissions.ts'

export const stages = ['screen', 'stop', 'assess', 'decide', 'admit', 'elsewhere', 'handed-off', 'starts'] as const
export type Stage = (typeof stages)[number]

/** What a person on the way in waits for. A standing stop comes before everything, unless they were handed over. */
export function stageOf(
  one: Pick<
    Waiting,
    | 'screenedAt'
    | 'openStops'
    | 'assessedAt'
    | 'decidedAt'
    | 'levelOffered'
    | 'handOffId'
    | 'handOffAnswer'
    | 'startsOn'
  >,
): Stage {
  if (one.startsOn !== null) return 'starts'
  const isAway = one.handOffId !== null && (one.handOffAnswer === null || one.handOffAnswer === 'accepted')
  if (isAway) return 'handed-off'
  if (one.screenedAt === null || one.handOffAnswer === 'returned') return 'screen'
  if (one.openStops > 0) return 'stop'
  if (one.assessedAt === null) return 'assess'
  if (one.decidedAt === null) return 'decide'
  return one.levelOffered ? 'admit' : 'elsewhere'
}

/** When the present wait began: the last thing that was done for the person, or their coming. */
export const waitingSince = (one: Pick<Waiting, 'since' | 'screenedAt' | 'assessedAt' | 'decidedAt'>): Date =>
  one.decidedAt ?? one.assessedAt ?? one.screenedAt ?? one.since
