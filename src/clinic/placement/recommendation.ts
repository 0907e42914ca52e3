import type { LevelCode, PlaceCode } from './levels.ts'

/** The version of these rules, stored with what they recommended. */
export const RULES = 'stepwell-placement-2'

/** 'shapes': it is heard in the plan and in what the person accepts, and does not set the level. */
export type Weight = 'points-here' | 'points-higher' | 'points-lower' | 'blocks' | 'shapes'
export type Reason = {
  /** The dimension's key, or null for the gate, the history and the diagnosis. */
  dimension: string | null
  /** One sentence that ends in a full stop and names the rating or answer it rests on. */
  sentence: string
  weight: Weight
  /** Dimension keys and question ids. */
  restsOn: string[]
}
export type Recommendation = {
  rules: string
  level: PlaceCode
  levelLabel: string
  /** Care that belongs beside that level: a recovery residence, a prescriber. */
  alongside: { level: LevelCode; label: string; because: string }[]
  alsoConsider: { level: LevelCode; label: string; because: string }[]
  reasons: Reason[]
  /** How sure this is, and what to look at again. */
  notes: string[]
  /** Something has to be settled before anyone can be admitted on this. */
  blocked: boolean
}
