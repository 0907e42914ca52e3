import type { Work } from '../../../db/work.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'

/** Who an inquiry can belong to: those who may work on one. */
export const canOwn = (work: Work) => cliniciansToChoose(work, ['coordinator', 'director'])
