import type { Mark } from '../../basics/mark.ts'
import type { RouteCode } from './levels.ts'
import { routes } from './levels.ts'
import type { Group } from './question.ts'
import type { GateThresholds } from './thresholds.ts'

/** A reason why this person cannot simply start an intensive outpatient program today, and where they go instead. */
export type Stop = {
  id: string
  group: Group
  /** One sentence, tied to the answer it rests on. */
  because: string
  /** Ids of the questions it rests on. */
  restsOn: string[]
  routeTo: RouteCode
  routeLabel: string
  /** 'now', or the minutes by which someone has taken over. */
  within: 'now' | number
  /** The program may start beside that care, once a clinician has recorded that it is arranged. */
  iopInParallel: boolean
  /** What to do, in order. */
  doNow: string[]
  source: string
  mark: Mark
}

/** Something to know and act on, which does not keep the person from starting. */
export type Caution = { id: string; group: Group; because: string; restsOn: string[]; doNow: string[]; mark: Mark }

export type Facts = { age: number | null; thresholds: GateThresholds }

type Plain = {
  because: string
  restsOn: string[]
  to: RouteCode
  within: 'now' | number
  doNow: string[]
  source?: string
  mark?: Mark
  beside?: boolean
}

const gateSource = 'Stepwell safety gate defaults'

export const stop = (group: Group, id: string, plain: Plain): Stop => ({
  id,
  group,
  because: plain.because,
  restsOn: plain.restsOn,
  routeTo: plain.to,
  routeLabel: routes[plain.to].label,
  within: plain.within,
  iopInParallel: plain.beside ?? false,
  doNow: plain.doNow,
  source: plain.source ?? gateSource,
  mark: plain.mark ?? 'K',
})

export const caution = (
  group: Group,
  id: string,
  because: string,
  restsOn: string[],
  doNow: string[],
  mark: Mark = 'K',
): Caution => ({ id, group, because, restsOn, doNow, mark })
