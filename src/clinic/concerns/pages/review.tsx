import { Hono } from 'hono'
import { z } from 'zod'
import { isId } from '../../../basics/ids.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { type Door, workOf } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, optionalProse, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { clientById } from '../../clients/queries.ts'
import { reviewStay } from '../actions/review.ts'
import { clientOfStay } from '../queries.ts'
import { decisionName, decisions } from '../worries.ts'
import { outreachPage } from './outreach.tsx'

export const review = new Hono<Door>()

const decided = z.object({
  decision: oneOf(decisions, 'Choose what was decided.'),
  words: optionalProse(2000),
  nextOn: day('Say when somebody looks again.'),
})

review.post(urls.stayReviews.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stay.review')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  const clientId = isId(episode) ? await clientOfStay(work, episode) : undefined
  const client = clientId === undefined ? undefined : await clientById(work, clientId)
  if (client === undefined) return notFound(c)
  const form = await readForm(c, decided)
  if (!form.ok)
    return outreachPage(c, client, { review: { values: form.typed, errors: form.errors, prefix: 'review' } })
  const answer = await reviewStay(work, episode, form.values)
  if (isRefusal(answer))
    return outreachPage(c, client, { review: { values: form.typed, prefix: 'review' }, refusal: answer })
  said(c, { tone: 'good', text: `${decisionName[form.values.decision]}: kept.` })
  const next = {
    'goes-on': urls.outreach({ client: client.id }),
    'goes-on-changed': urls.chartWeek({ client: client.id }),
    'other-care': urls.newHandOff({ client: client.id }),
    ends: urls.discharge({ episode }),
  }
  return c.redirect(next[form.values.decision], 303)
})
