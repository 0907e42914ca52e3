import type { Assessment } from './assessment.ts'
import { type PlaceCode, rankOf } from './levels.ts'
import { nextUp } from './recommend-words.ts'
import type { Weighed } from './weigh.ts'

/** One thing that asks for a level, with the sentence that says why. */
export type Pull = { place: PlaceCode; dimension: string | null; sentence: string; restsOn: string[] }

export const highest = (places: readonly PlaceCode[]): PlaceCode =>
  places.reduce<PlaceCode>((best, place) => (rankOf(place) > rankOf(best) ? place : best), '1.0')

export const social = ['mind', 'readiness', 'relapse', 'home'] as const

/** Recent care that did not hold, while the trouble is still there; a step down from residential care; nobody at home. */
export function factPulls({ of, key }: Weighed, { didNotHold, comingFrom, supportiveHome }: Assessment): Pull[] {
  const pulls: Pull[] = []
  if (of.relapse >= 2 || of.mind >= 2)
    for (const tried of didNotHold) {
      const next = nextUp[tried]
      if (next !== undefined)
        pulls.push({
          place: next,
          dimension: null,
          sentence: `Care at level ${tried} in the last 90 days did not hold, so the next level up.`,
          restsOn: [key.relapse, key.mind],
        })
    }
  if (supportiveHome === false && of.home < 2)
    pulls.push({
      place: '2.1',
      dimension: key.home,
      sentence: 'Nobody at home supports recovery: structure several days a week makes up for it.',
      restsOn: [key.home, 'supportiveHome'],
    })
  if (comingFrom !== null && rankOf(comingFrom) >= rankOf('3.1') && social.some((role) => of[role] >= 1))
    pulls.push({
      place: '2.1',
      dimension: null,
      sentence: `Steps down from level ${comingFrom}; several days a week keep what was gained there.`,
      restsOn: [key.relapse, key.home],
    })
  return pulls
}
