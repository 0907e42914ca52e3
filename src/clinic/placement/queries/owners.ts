import type { Work } from '../../../db/work.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'

/** Who can follow a hand-off: those who may make one. */
export const staffToChoose = (work: Work) =>
  cliniciansToChoose(work, ['director', 'coordinator', 'therapist', 'prescriber'])
