import { z } from 'zod'
import { instantAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { optionalDay, optionalLine, optionalProse } from '../../../web/forms.ts'
import type { Next } from '../actions/rows.ts'
import type { Step } from '../next-step.ts'

const optionalTime = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time.')
    .optional(),
)

/** What comes next, as every form of an inquiry asks for it. */
export const nextFields = {
  what: optionalLine(300),
  dueOn: optionalDay,
  dueTime: optionalTime,
  reason: optionalLine(60),
  because: optionalProse(2000),
}
type NextTyped = {
  what: string
  dueOn?: string | undefined
  dueTime?: string | undefined
  reason: string
  because: string
}

/** Without a time, a step is due at the end of the desk's day. */
export const instantTyped = (work: Work, day: string | undefined, time: string | undefined): Date | null =>
  day === undefined ? null : instantAt(day, time ?? '17:00', work.clinic.timeZone)

/** Null when nothing was said about a step. */
export function stepTyped(work: Work, typed: NextTyped): Step | null {
  const dueAt = instantTyped(work, typed.dueOn, typed.dueTime)
  if (typed.what === '' && dueAt === null) return null
  return { what: typed.what, dueAt: dueAt ?? new Date(Number.NaN) }
}

/** A reason closes; else there is a step, or the refusal of one. */
export const nextTyped = (work: Work, typed: NextTyped): Next =>
  typed.reason === ''
    ? { step: stepTyped(work, typed) ?? { what: typed.what, dueAt: new Date(Number.NaN) } }
    : { close: { reason: typed.reason, because: typed.because } }
