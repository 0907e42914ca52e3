import { Hono } from 'hono'
import { z } from 'zod'
import { weekOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import type { FormState } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { visitById } from '../../visits/queries.ts'
import { markVisit } from '../actions/visit-marks.ts'
import { chartWeekPage } from './chart-week.tsx'

/** Marks on visits: each press is a form, as on a roster. */
export const visitMarks = new Hono<Door>()

const minutes = z.preprocess((value) => (value === '' ? undefined : value), wholeNumber(0, 240).optional())
const marking = z.object({
  mark: oneOf(['here', 'late', 'left-early', 'absent', 'excused', 'cleared'], 'Choose a mark.'),
  minutesLate: minutes,
  minutesLeftEarly: minutes,
  reason: optionalLine(40),
  reasonWords: optionalLine(200),
  back: z.enum(['visits']).optional(),
})

visitMarks.post(urls.visitMarks.pattern, async (c) => {
  const work = workOf(c)
  const visit = await visitById(work, c.req.param('visit'))
  if (visit === undefined) return notFound(c)
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, marking)
  const back: FormState = { values: form.typed, prefix: visit.id }
  const week = weekOf(visit.heldOn)
  if (!form.ok)
    return chartWeekPage(c, visit.clientId, week, { visit: visit.id, form: { ...back, errors: form.errors } })
  const { mark, minutesLate, minutesLeftEarly, reason, reasonWords } = form.values
  const answer = await markVisit(work, visit.id, {
    kind: mark,
    minutesLate: minutesLate ?? null,
    minutesLeftEarly: minutesLeftEarly ?? null,
    reason,
    reasonWords: reason === 'other' ? reasonWords : '',
  })
  if (isRefusal(answer)) return chartWeekPage(c, visit.clientId, week, { visit: visit.id, form: back, refusal: answer })
  const returns = form.values.back
  said(
    c,
    mark === 'cleared'
      ? { tone: 'info', text: 'Taken back. What stood before stands again.' }
      : {
          tone: 'good',
          text: answer.minutes > 0 ? `Marked: ${hoursAndMinutes(answer.minutes)} there.` : 'Marked as not there.',
          undo: {
            action: urls.visitMarks({ visit: visit.id }),
            fields: { mark: 'cleared', ...(returns === undefined ? {} : { back: returns }) },
          },
        },
  )
  return c.redirect(
    returns === 'visits'
      ? urls.visits({ episode: visit.episodeId })
      : `${urls.chartWeek({ client: visit.clientId }, { week })}#visit-${visit.id}`,
    303,
  )
})
