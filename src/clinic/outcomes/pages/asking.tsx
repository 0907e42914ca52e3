import { Hono } from 'hono'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { clientById } from '../../clients/queries.ts'
import { openAsking, takeAskingBack } from '../actions/asking.ts'
import { stateOf } from '../asking.ts'
import type { AskingRow } from '../queries/asking.ts'

/** Opening the questions about danger on a client's own page while somebody is with them, and taking them off it again. */
export const asking = new Hono<Door>()

asking.post(urls.dangerAskings.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'alarm.answer')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const answer = await openAsking(work, client.id)
  said(
    c,
    isRefusal(answer)
      ? { tone: 'warning', text: answer.because }
      : {
          tone: 'good',
          text: `They stand on top of ${client.givenName}’s page for ${answer.minutes} minutes. Stay with ${client.givenName}.`,
        },
  )
  return c.redirect(urls.measures({ client: client.id }), 303)
})

asking.post(urls.dangerAskingEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'alarm.answer')
  if (denied) return forbidden(c, denied.because)
  const answer = await takeAskingBack(work, c.req.param('asking'))
  if (isRefusal(answer) && answer.refused === 'not-found') return notFound(c)
  said(
    c,
    isRefusal(answer)
      ? { tone: 'warning', text: answer.because }
      : { tone: 'good', text: 'The page shows the questions no more.' },
  )
  return c.redirect(isRefusal(answer) ? urls.measuresDue() : urls.measures({ client: answer.clientId }), 303)
})

/** Askings of which nothing came: above everything else, until somebody asked in another way. */
export const Unanswered = ({ askings }: { askings: readonly AskingRow[] }) =>
  askings.length === 0 ? null : (
    <Notice tone="danger" title="Asked about danger, and not answered" alert>
      <ul>
        {askings.map((one) => (
          <li>
            <a href={urls.measures({ client: one.clientId })}>{one.name}</a>:{' '}
            {one.ended === 'rather-talks' ? 'would rather talk' : 'nothing came'}. Asked by {one.by}.
          </li>
        ))}
      </ul>
    </Notice>
  )

type CardProps = {
  clientId: string
  givenName: string
  latest: AskingRow | undefined
  now: Date
  zone: string
  /** How long the questions stand. */
  minutes: number
}

/** On a client's measures: whether somebody asks them now, and the way to do it. For those who may judge danger. */
export function AskingCard({ clientId, givenName, latest, now, zone, minutes }: CardProps) {
  const state = latest === undefined ? 'settled' : stateOf(latest, now)
  if (latest === undefined || state === 'settled')
    return (
      <Card title="C-SSRS on their own telephone">
        <p>
          Only while you are with {givenName}: in the room, on video or on the telephone. For {minutes} minutes the
          questions stand on top of {givenName}’s own page, with your first name, 988 and 911. What alarms is on Today
          at once.
        </p>
        <form method="post" action={urls.dangerAskings({ client: clientId })}>
          <Button>I am with {givenName}: show the questions</Button>
        </form>
      </Card>
    )
  const isWaiting = state === 'waits'
  return (
    <Card
      title={isWaiting ? `The questions stand on ${givenName}’s page` : 'Asked about danger, and not answered'}
      tone={isWaiting ? 'info' : undefined}
    >
      <p>
        {isWaiting ? (
          <>
            Until <At at={latest.until} zone={zone} />, opened by {latest.by}. Stay with {givenName}.
          </>
        ) : state === 'rather-talks' ? (
          <>{givenName} pressed “I would rather talk”. Talk now, and record the screener yourself.</>
        ) : (
          <>
            Nothing came until <At at={latest.until} zone={zone} />. Call {givenName}, ask the questions yourself, and
            record them.
          </>
        )}
      </p>
      <FormActions>
        <Button kind="main" href={urls.newMeasure({ client: clientId }, { instrument: 'c-ssrs-screener' })}>
          Ask it myself
        </Button>
        {isWaiting && <Button href={urls.measures({ client: clientId })}>Look again</Button>}
      </FormActions>
      {latest.ended === null && (
        <form method="post" action={urls.dangerAskingEnd({ asking: latest.id })}>
          <Button kind="quiet">{isWaiting ? 'Take the questions off the page' : 'It is not to be asked now'}</Button>
        </form>
      )}
    </Card>
  )
}
