import { plural } from '../../basics/text.ts'
import type { Assessment } from './assessment.ts'
import type { PlaceCode } from './levels.ts'
import type { Reason } from './recommendation.ts'
import type { Weighed } from './weigh.ts'

/** A standing stop that leads elsewhere has its say on the place; its sentence stands among the blocks. */
export const gatePlaces = (weighed: Weighed): PlaceCode[] =>
  weighed.live.filter((stop) => !stop.iopInParallel).map((stop) => (stop.routeTo === 'otp' ? '1.7' : stop.routeTo))

/** What stands in the way of an admission, each as a sentence tied to what it rests on. */
export function blocks(weighed: Weighed, assessment: Assessment): Reason[] {
  const reasons: Reason[] = []
  const add = (sentence: string, restsOn: string[], dimension: string | null = null) =>
    reasons.push({ dimension, sentence, weight: 'blocks', restsOn })
  for (const stop of weighed.live)
    add(
      stop.iopInParallel
        ? `${stop.because} First: ${stop.routeLabel}. The program may start beside it once that is arranged.`
        : `${stop.because} First: ${stop.routeLabel}.`,
      stop.restsOn,
    )
  if (weighed.open.length > 0)
    add(`The safety gate has ${plural(weighed.open.length, 'open question', 'open questions')}.`, weighed.open)
  if (assessment.hasDiagnosis !== true) add('No diagnosis is recorded; admission needs one.', ['diagnosis'])
  if (weighed.of.readiness === 4)
    add(
      `${weighed.label.readiness}, rated 4: nobody is admitted against their will. Offer another talk, with a date.`,
      [weighed.key.readiness],
      weighed.key.readiness,
    )
  return reasons
}
