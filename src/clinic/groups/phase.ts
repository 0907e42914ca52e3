import { plural } from '../../basics/text.ts'

/** How far along somebody is in their treatment, for who sits beside whom. */
export type Phase = 'newcomer' | 'under-way' | 'further'

/**
 * The clinic's own figures: somebody is a newcomer up to and with day `newcomerDays` of the stay, and further along from day
 * `furtherDays` on. `mostNewcomers`: of a hundred members, above which a group's page warns.
 */
export type PhasePolicy = { newcomerDays: number; furtherDays: number; mostNewcomers: number; source: string }

/** Until the clinic sets its own. Source: house rule; two weeks is the usual orientation, six weeks half of a usual stay. */
export const usualPhasePolicy: PhasePolicy = {
  newcomerDays: 14,
  furtherDays: 42,
  mostNewcomers: 67,
  source: 'Stepwell’s own figures, until the clinic sets its own',
}

export const phaseWords: Record<Phase, string> = {
  newcomer: 'New',
  'under-way': 'Under way',
  further: 'Further along',
}

/** The phase on a day of a stay (1 on the first day): what a clinician said, or else what the days say. */
export const phaseOn = (policy: PhasePolicy, dayOfStay: number, said: Phase | null): Phase =>
  said ?? (dayOfStay <= policy.newcomerDays ? 'newcomer' : dayOfStay >= policy.furtherDays ? 'further' : 'under-way')

export type Mix = { members: number; newcomers: number; further: number }

export const mixOf = (phases: readonly Phase[]): Mix => ({
  members: phases.length,
  newcomers: phases.filter((one) => one === 'newcomer').length,
  further: phases.filter((one) => one === 'further').length,
})

/** Whether newcomers are more of a group than the policy wants. Of fewer than three people nothing is said. */
export const isHeavy = (mix: Mix, policy: PhasePolicy): boolean =>
  mix.members >= 3 && mix.newcomers * 100 > policy.mostNewcomers * mix.members

/** The sentence for a group's page when it has too many newcomers, or null. */
export const mixWarning = (mix: Mix, policy: PhasePolicy): string | null =>
  isHeavy(mix, policy)
    ? `${mix.newcomers} of ${plural(mix.members, 'member is', 'members are')} new. Seat the next newcomers elsewhere, or ask somebody further along to join.`
    : null

/**
 * What joining does to the mix of a group: -1 it gets better, 0 it stays as it is, 1 it gets too many newcomers; with the
 * words that the list of seats says. Newer people beside people further along is what makes a group carry itself.
 */
export function joining(mix: Mix, phase: Phase, policy: PhasePolicy): { rank: -1 | 0 | 1; words: string | null } {
  const then = {
    members: mix.members + 1,
    newcomers: mix.newcomers + (phase === 'newcomer' ? 1 : 0),
    further: mix.further + (phase === 'further' ? 1 : 0),
  }
  if (phase === 'newcomer' && isHeavy(then, policy))
    return { rank: 1, words: `would make ${then.newcomers} newcomers of ${then.members}` }
  if (phase !== 'newcomer' && isHeavy(mix, policy))
    return { rank: -1, words: `wanted here: ${mix.newcomers} of ${mix.members} are new` }
  if (phase === 'newcomer' && mix.further > 0)
    return { rank: 0, words: `${plural(mix.further, 'member is', 'members are')} further along` }
  return { rank: 0, words: null }
}
