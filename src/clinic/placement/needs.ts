import { type LevelCode, levels, rankOf } from './levels.ts'

/** What a level gives, each from 0 up: clinical hours, medical care, a place to live, a psychiatric ward. */
export type Need = { hours: number; medical: number; living: number; ward: number }

const need = (hours: number, medical: number, living: number, ward = 0): Need => ({ hours, medical, living, ward })

/** Our own reading of the levels of the 2023 edition [K]. */
export const gives: Readonly<Record<LevelCode, Need>> = {
  '1.0': need(0, 0, 0),
  '1.5': need(1, 0, 0),
  '1.7': need(1, 1, 0),
  '2.1': need(2, 0, 0),
  '2.5': need(3, 0, 0),
  '2.7': need(3, 2, 0),
  '3.1': need(2, 0, 1),
  '3.5': need(4, 0, 2),
  '3.7': need(4, 3, 2),
  '4-psych': need(4, 3, 3, 1),
  '4': need(4, 4, 3, 1),
}

const parts = ['hours', 'medical', 'living', 'ward'] as const

/** All of it together: of each the most that any of them asks. */
export const together = (needs: readonly Need[]): Need =>
  needs.reduce(
    (all, each) => ({
      hours: Math.max(all.hours, each.hours),
      medical: Math.max(all.medical, each.medical),
      living: Math.max(all.living, each.living),
      ward: Math.max(all.ward, each.ward),
    }),
    need(0, 0, 0),
  )

const codes = (Object.keys(levels) as LevelCode[]) // the keys of a record are its codes
  .toSorted((a, b) => rankOf(a) - rankOf(b) || (a === '4' ? 1 : -1))

/** The least intensive level that gives all of it. The hospital gives everything, so there always is one. */
export const leastThatGives = (asked: Need): LevelCode =>
  codes.find((code) => parts.every((part) => gives[code][part] >= asked[part])) ?? '4'

/** Would the level be lighter if a little less were asked of something that this one asks most of? */
export const drives = (own: Need, asked: Need): boolean =>
  parts.some(
    (part) =>
      asked[part] > 0 &&
      own[part] === asked[part] &&
      rankOf(leastThatGives({ ...asked, [part]: asked[part] - 1 })) < rankOf(leastThatGives(asked)),
  )
