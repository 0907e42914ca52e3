import { sha256 } from '../../basics/ids.ts'
import type { Day } from '../../basics/dates.ts'
import type { VisitDraft } from './visit-note.ts'

export type VisitContent = {
  noteId: string
  version: number
  clientId: string
  kind: string
  day: Day
  arrivedAt: Date
  leftAt: Date
  minutes: number
  draft: Pick<
    VisitDraft,
    | 'template'
    | 'sections'
    | 'interventions'
    | 'participation'
    | 'mood'
    | 'progress'
    | 'goalIds'
    | 'objectiveIds'
    | 'risk'
    | 'riskWords'
  >
}

/** SHA-256, 64 hexadecimal digits, of everything a signature stands for: the author's and the co-signer's are the same. */
export const visitContentHash = ({
  noteId,
  version,
  clientId,
  kind,
  day,
  arrivedAt,
  leftAt,
  minutes,
  draft,
}: VisitContent): string =>
  sha256(
    JSON.stringify([
      noteId,
      version,
      clientId,
      kind,
      day,
      arrivedAt.toISOString(),
      leftAt.toISOString(),
      minutes,
      draft.template,
      Object.entries(draft.sections).sort(([a], [b]) => (a < b ? -1 : 1)),
      [...draft.interventions].sort(),
      [draft.participation, draft.mood, draft.progress, draft.risk, draft.riskWords],
      [...draft.goalIds].sort(),
      [...draft.objectiveIds].sort(),
    ]),
  )
