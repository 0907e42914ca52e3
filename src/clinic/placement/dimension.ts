import type { AgeGroup } from '../programs/dose.ts'
import type { LevelCode, Program } from './levels.ts'

/** 0 nothing to report, 1 mild, 2 moderate, 3 serious, 4 immediate danger. */
export type Rating = 0 | 1 | 2 | 3 | 4
export const ratings: readonly Rating[] = [0, 1, 2, 3, 4]
export const isRating = (value: unknown): value is Rating => ratings.some((rating) => rating === value)

/** What a dimension is about. The rules weigh roles; an edition says which of its dimensions plays which. */
export type Role = 'withdrawal' | 'body' | 'mind' | 'readiness' | 'relapse' | 'home'

/** One thing for each rating from 0 to 4. */
export type ByRating<T> = readonly [T, T, T, T, T]

/** A part of a dimension that is rated by itself. */
export type SubDimension = {
  /** Unique inside its edition. */
  key: string
  label: string
  prompts: readonly string[]
  anchors: ByRating<string>
  /** The least intensive level that each rating allows. Our own rules; the medical director confirms them [K]. */
  minimum: ByRating<LevelCode>
}

export type Dimension = {
  /** Unique inside its edition only: dimension 5 of one edition is never dimension 5 of another. */
  key: string
  number: number
  label: string
  /** Null where no rule of ours weighs it: it is recorded and shown, and does not move the level. */
  role: Role | null
  /** What an assessor asks about. */
  prompts: readonly string[]
  /** What 0 to 4 mean, in our own words. */
  anchors: ByRating<string>
  /** Where the edition rates parts: the dimension's rating is then the worst of them, unless a clinician sets another. */
  subs?: readonly SubDimension[]
}

/** Whose structure an edition follows. Ratings never pass from one family to another. */
export type Family = 'ASAM3' | 'ASAM4' | 'other'

export type Edition = {
  id: string
  label: string
  family: Family
  /** What its structure follows; the words are ours. */
  follows: string
  ageGroup: AgeGroup
  /** The kind of program it was written for; null: either. */
  program: Program | null
  /** Kept to read what was assessed with it; no longer offered. */
  isRetired?: true
  /** The least intensive level that each rating allows, where it is not the common table of recommend-words.ts. */
  floors?: Readonly<Partial<Record<Role, ByRating<LevelCode>>>>
  /** What each rating says, where its words are its own. */
  says?: Readonly<Partial<Record<Role, ByRating<string>>>>
  dimensions: readonly Dimension[]
}
