import { type Assessment, ratedDimensions } from './assessment.ts'
import type { ByRating, Edition, Role } from './dimension.ts'
import { alongsideStops, liveStops, openQuestions } from './dispositions.ts'
import type { Stop } from './gate.ts'
import type { LevelCode } from './levels.ts'
import { floors, says } from './recommend-words.ts'

/** What the rules of recommend.ts look at: one rating a role, and what the gate left standing. */
export type Weighed = {
  of: Record<Role, number>
  key: Record<Role, string>
  label: Record<Role, string>
  cover: boolean
  live: Stop[]
  beside: Stop[]
  open: string[]
  isYoung: boolean
  /** The edition's own tables, or the common ones. */
  floors: Readonly<Record<Role, ByRating<LevelCode>>>
  says: Readonly<Record<Role, ByRating<string>>>
}

export function weigh(assessment: Assessment, edition: Edition): Weighed {
  const of: Record<Role, number> = { withdrawal: 0, body: 0, mind: 0, readiness: 0, relapse: 0, home: 0 }
  const key: Record<Role, string> = { withdrawal: '', body: '', mind: '', readiness: '', relapse: '', home: '' }
  const label = { ...key }
  for (const { dimension, rating } of ratedDimensions(assessment, edition)) {
    if (dimension.role === null) continue
    of[dimension.role] = rating
    key[dimension.role] = dimension.key
    label[dimension.role] = dimension.label
  }
  return {
    of,
    key,
    label,
    cover: assessment.medicalCover,
    live: liveStops(assessment.gate, assessment.dispositions),
    beside: alongsideStops(assessment.gate, assessment.dispositions),
    open: openQuestions(assessment.gate, assessment.dispositions),
    isYoung: edition.ageGroup === 'adolescent',
    floors: { ...floors, ...edition.floors },
    says: { ...says, ...edition.says },
  }
}
