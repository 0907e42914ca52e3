import { openQuestions } from './dispositions.ts'
import type { Disposition } from './dispositions.ts'
import type { GateResult, Stop } from './gate.ts'
import type { AssessmentKind } from './review.ts'
import type { HandOffState } from './rules.ts'

export type Story = {
  screen: { id: string; gate: GateResult; dispositions: readonly Disposition[] } | null
  liveStops: readonly Stop[]
  /** Newest first. */
  handOffs: readonly { id: string; screenId: string | null; state: HandOffState }[]
  assessment: { id: string; screenId: string } | null
  decision: { assessmentId: string; level: string; used: boolean; kind?: AssessmentKind } | null
  /** The level of the open stay; null when the person is not in care here. */
  inCare?: string | null
  /** The levels of care that the clinic's own programs give. */
  ownLevels: readonly string[]
}

export type Step =
  | { step: 'screen' | 'screen-again' | 'finish-gate' | 'settle' | 'assess' | 'in-care' }
  | { step: 'act'; stop: string }
  | { step: 'follow'; handOff: string }
  | { step: 'decide'; assessment: string }
  | { step: 'admit' | 'elsewhere' | 'move'; level: string }

const isHandedOff = (stop: Stop, dispositions: readonly Disposition[]): boolean =>
  dispositions.some((one) => one.stop === stop.id && one.disposition === 'handed-off')
const stopped = (state: HandOffState): boolean => state === 'declined' || state === 'did-not-arrive'

/**
 * The one thing to do next in a placement. A standing stop comes before everything: hand the person off, follow
 * each hand-off, and go through the gate again when they are back. Then the open questions, the six dimensions, the
 * decision. For somebody in care a decision for the level they are at changes nothing, and another level is a move.
 */
export function nextStep({ screen, liveStops, handOffs, assessment, decision, ownLevels, inCare = null }: Story): Step {
  if (screen === null) return { step: 'screen' }
  const [first] = liveStops
  if (first !== undefined) {
    const ours = handOffs.filter((one) => one.screenId === screen.id)
    const [last] = ours
    if (last === undefined || stopped(last.state)) return { step: 'act', stop: first.id }
    // One hand-off does not answer for all: a duty to report stands beside a bed in a hospital.
    const forgotten = liveStops.find((stop) => !isHandedOff(stop, screen.dispositions))
    if (forgotten !== undefined) return { step: 'act', stop: forgotten.id }
    const away = ours.find((one) => one.state !== 'returned' && !stopped(one.state))
    return away === undefined ? { step: 'screen-again' } : { step: 'follow', handOff: away.id }
  }
  const open = openQuestions(screen.gate, screen.dispositions)
  if (open.some((id) => !screen.gate.notKnown.includes(id))) return { step: 'finish-gate' }
  if (open.length > 0) return { step: 'settle' }
  const isDecided = decision !== null && assessment !== null && decision.assessmentId === assessment.id
  if (assessment === null || (assessment.screenId !== screen.id && (!isDecided || decision.used || inCare !== null)))
    return { step: 'assess' }
  if (!isDecided) return { step: 'decide', assessment: assessment.id }
  if (decision.used || (inCare !== null && decision.level === inCare)) return { step: 'in-care' }
  if (inCare !== null && ownLevels.includes(decision.level)) return { step: 'move', level: decision.level }
  return { step: ownLevels.includes(decision.level) ? 'admit' : 'elsewhere', level: decision.level }
}
