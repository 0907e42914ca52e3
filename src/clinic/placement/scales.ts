import type { Answers } from './question.ts'

/** The published scales of the gate that can be filled in whole; where each stands, and what of it the gate asks. */
export const gateScales = {
  'ciwa-ar': { group: 'alcohol', question: 'ciwa', label: 'CIWA-Ar' },
  cows: { group: 'opioid', question: 'cows', label: 'COWS' },
  'c-ssrs-screener': { group: 'suicide', question: 'cssrs-1', label: 'C-SSRS screener' },
} as const
export type GateScale = keyof typeof gateScales
export const isGateScale = (key: string): key is GateScale => Object.hasOwn(gateScales, key)

const suicideItems = ['cssrs-1', 'cssrs-2', 'cssrs-3', 'cssrs-4', 'cssrs-5', 'cssrs-6', 'cssrs-6-recent'] as const

/**
 * What a whole scale says to the gate: of CIWA-Ar and COWS the total, where every item was answered; of the C-SSRS screener
 * its seven answers, item by item (1 yes, 0 no; an item left open stays open). `answers` in the order of the form.
 */
export function toGate(
  scale: GateScale,
  filled: { answers: readonly (number | null)[]; total: number | null; isWhole: boolean },
): Answers {
  if (scale !== 'c-ssrs-screener')
    return filled.isWhole && filled.total !== null ? { [gateScales[scale].question]: filled.total } : {}
  return Object.fromEntries(
    suicideItems.flatMap((id, index) => {
      const given = filled.answers[index] ?? null
      return given === null ? [] : [[id, given === 1 ? 'yes' : 'no']]
    }),
  )
}

type Taken = {
  instrument: string
  answers: readonly (number | null)[]
  score: number | null
  scoreStatus: string
  takenOn: string
}

/** The last whole scale of this kind that was taken on this day. */
const lastOn = <T extends Taken>(taken: readonly T[], scale: GateScale, day: string): T | undefined =>
  taken.findLast((one) => one.instrument === scale && one.takenOn === day)

/** What the scales taken on this day say to the gate, the last of each. */
export const scalesOn = (taken: readonly Taken[], day: string): Answers =>
  (Object.keys(gateScales) as GateScale[]).reduce<Answers>((all, scale) => {
    // the keys of a record are its codes
    const last = lastOn(taken, scale, day)
    return last === undefined
      ? all
      : {
          ...all,
          ...toGate(scale, { answers: last.answers, total: last.score, isWhole: last.scoreStatus === 'complete' }),
        }
  }, {})

/** The whole scale behind an answer of the gate: taken on the day of the screen and saying the same. */
export function scaleBehind<T extends Taken>(
  taken: readonly T[],
  question: string,
  screen: { answers: Answers; day: string },
): T | undefined {
  const scale = (Object.keys(gateScales) as GateScale[]).find((key) => gateScales[key].question === question)
  const last = scale && lastOn(taken, scale, screen.day)
  if (scale === undefined || last === undefined) return undefined
  const said = toGate(scale, { answers: last.answers, total: last.score, isWhole: last.scoreStatus === 'complete' })
  return Object.keys(said).length > 0 && Object.entries(said).every(([id, value]) => screen.answers[id] === value)
    ? last
    : undefined
}
