import { Hono } from 'hono'
import { z } from 'zod'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, refuse } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { stayById } from '../../plans/queries.ts'
import { acceptWeek } from '../actions/accept.ts'
import { noteChanges } from '../actions/changes.ts'
import { changeRead } from '../change-form.ts'
import type { Adjusted } from '../queries/compose.ts'
import { weekRead } from '../week-form.ts'
import { composePage } from './compose-page.tsx'

export const compose = new Hono<Door>()

compose.get(urls.composeWeek.pattern, async (c) => {
  const stay = await stayById(workOf(c), c.req.param('episode'))
  return stay === undefined
    ? notFound(c)
    : composePage(c, stay, {
        from: c.req.query('from'),
        adjusted: adjustedIn((key) => c.req.query(key)),
        further: {
          why: c.req.query('why') === 'all',
          ways: c.req.query('ways') === 'all',
          find: (c.req.query('find') ?? '').slice(0, 60),
        },
      })
})

const ids = (text: string | undefined): string[] => [...new Set((text ?? '').split(',').filter(isId))].slice(0, 30)
export const adjustedIn = (said: (key: 'keep' | 'must' | 'out') => string | undefined): Adjusted => ({
  pinned: ids(said('keep')),
  mustHave: ids(said('must')),
  mustNot: ids(said('out')),
})

const many = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string().max(60)).max(30))
const accepting = z.object({
  from: day('Give the first day.'),
  seen: z.string().max(40),
  series: many,
  individual: z.string().max(100).default(''),
  family: z.string().max(100).default(''),
  medication: z.string().max(100).default(''),
  because: optionalLine(300),
  keep: z.string().max(2000).optional(),
  must: z.string().max(2000).optional(),
  out: z.string().max(2000).optional(),
})

compose.post(urls.composeWeek.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'week.compose')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, accepting)
  if (!form.ok) return composePage(c, stay, { from: undefined, refusal: unread })
  const { from, seen, because, individual, family, medication } = form.values
  const adjusted = adjustedIn((key) => form.values[key])
  const week = weekRead(stay.clientId, { series: form.values.series, individual, family, medication })
  if (week === null) return composePage(c, stay, { from, adjusted, refusal: unread })
  const answer = await acceptWeek(work, stay.id, { from, week, seen, because: because ?? '' })
  if (isRefusal(answer)) return composePage(c, stay, { from, adjusted, refusal: answer })
  const parts = [
    ...(answer.given.length > 0 ? [plural(answer.given.length, 'seat was given', 'seats were given')] : []),
    ...(answer.released.length > 0
      ? [`${plural(answer.released.length, 'seat is', 'seats are')} free for others`]
      : []),
    ...(answer.booked > 0 ? [plural(answer.booked, 'visit was booked', 'visits were booked')] : []),
    ...(answer.leftOut.length > 0 ? [plural(answer.leftOut.length, 'day was left out', 'days were left out')] : []),
  ]
  said(c, {
    tone: 'good',
    text: `The week stands from ${weekDay(answer.from)} on${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`,
  })
  return c.redirect(urls.plan({ client: stay.clientId }), 303)
})

const changing = z.object({
  from: z.string().optional(),
  change: z.preprocess((value) => [value].flat(), z.array(z.string().max(120)).max(4)),
})

compose.post(urls.composeChanges.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'week.compose')
  if (denied) return forbidden(c, denied.because)
  const body = await readForm(c, changing)
  const texts = body.ok ? body.values.change : []
  const changes = texts.flatMap((text) => changeRead(text) ?? [])
  const from = body.ok ? body.values.from : undefined
  if (changes.length === 0 || changes.length < texts.length)
    return composePage(c, stay, {
      from,
      refusal: refuse('unread', 'This change could not be read. Choose one of those below.'),
    })
  const answer = await noteChanges(work, stay.id, changes)
  if (isRefusal(answer)) return composePage(c, stay, { from, refusal: answer })
  const waits = changes.every(({ kind }) => kind === 'seat')
  said(c, {
    tone: 'good',
    text: waits
      ? 'On the waitlist. The seat is offered when their turn comes.'
      : 'Noted. These are the weeks that fit now.',
  })
  return c.redirect(urls.composeWeek({ episode: stay.id }, { from }), 303)
})

const unread = refuse('unread', 'This week could not be read. Choose one of those below.')
