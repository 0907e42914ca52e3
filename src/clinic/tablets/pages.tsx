import { Hono } from 'hono'
import { isRefusal } from '../../basics/refusal.ts'
import { urls } from '../../urls.ts'
import { workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { mayNot } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'
import { takeBack } from './actions.ts'
import { tabletById } from './queries.ts'
import { verbOf } from './rules.ts'

/** Taking a lent tablet back, from whichever screen shows that it is lent. */
export const tablets = new Hono<Door>()

tablets.post(urls.tabletEnd.pattern, async (c) => {
  const work = workOf(c)
  const tablet = await tabletById(work, c.req.param('tablet'))
  if (tablet === undefined) return notFound(c)
  const denied = mayNot(work.by, verbOf[tablet.purpose])
  if (denied) return forbidden(c, denied.because)
  const answer = await takeBack(work, tablet.id)
  said(
    c,
    isRefusal(answer)
      ? { tone: 'warning', text: answer.because }
      : { tone: 'good', text: 'The tablet shows nothing any more. What was entered on it stands.' },
  )
  const { sessionId } = tablet
  return c.redirect(sessionId === null ? urls.doors() : urls.roomMeasures({ session: sessionId }), 303)
})
