import { refuse, type Refusal } from '../../basics/refusal.ts'

export type Side = { birthDate: string; isInCare: boolean; hasSeat: boolean }

/**
 * Why two records cannot become one. Care that goes on is never moved: of two records with care, neither goes; of one with
 * and one without, the one without goes. Different birth dates are usually two people: only a director may say otherwise,
 * with a reason of at least 10 characters. Null when they can.
 * Refusals: 'both-in-care', 'merged-in-care', 'birth-dates-differ', 'needs-reason'.
 */
export function mergeRefusal(merged: Side, kept: Side, who: { isDirector: boolean; because: string }): Refusal | null {
  const goesOn = (side: Side) => side.isInCare || side.hasSeat
  if (goesOn(merged) && goesOn(kept))
    return refuse(
      'both-in-care',
      'Both records have a stay or seats that go on. End the care in one of them first, then merge.',
    )
  if (goesOn(merged))
    return refuse('merged-in-care', 'The record that goes has care that goes on. Keep that one instead.')
  if (merged.birthDate !== kept.birthDate) {
    if (!who.isDirector)
      return refuse(
        'birth-dates-differ',
        'The birth dates differ. Correct the wrong one first, or ask a clinical director to merge them.',
      )
    if (who.because.length < 10)
      return refuse('needs-reason', 'The birth dates differ. Say how you know that this is one person.')
  }
  return null
}
