import type { AgeGroup } from '../programs/dose.ts'

/** 0 nothing to report, 1 mild, 2 moderate, 3 serious, 4 immediate danger. */
export type Rating = 0 | 1 | 2 | 3 | 4
export const ratings: readonly Rating[] = [0, 1, 2, 3, 4]
export const isRating = (value: unknown): value is Rating => ratings.some((rating) => rating === value)

/** What a dimension is about. The rules weigh roles; an edition says which of its dimensions plays which. */
export type Role = 'withdrawal' | 'body' | 'mind' | 'readiness' | 'relapse' | 'home'

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
  anchors: readonly [string, string, string, string, string]
}

export type Edition = {
  id: string
  label: string
  /** What its structure follows; the words are ours. */
  follows: string
  ageGroup: AgeGroup
  dimensions: readonly Dimension[]
}
