import type { ReportKey } from '../catalog.ts'
import { attendance } from './attendance.ts'
import { census } from './census.ts'
import { completion } from './completion.ts'
import { equity } from './equity.ts'
import { hours } from './hours.ts'
import { lengthOfStays } from './length-of-stay.ts'
import type { Maker } from './maker.ts'
import { measures } from './measures.ts'
import { moves } from './moves.ts'
import { notes } from './notes.ts'
import { outcomes } from './outcomes.ts'
import { plans } from './plans.ts'
import { stateData } from './state-data.ts'

/** Who makes which report. */
export const makers: Record<ReportKey, Maker> = {
  census,
  moves,
  'length-of-stay': lengthOfStays,
  completion,
  attendance,
  hours,
  notes,
  plans,
  measures,
  outcomes,
  equity,
  'state-data': stateData,
}
