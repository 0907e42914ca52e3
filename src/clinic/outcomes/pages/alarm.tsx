import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, prose, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { instrumentOf } from '../../instruments/catalog.ts'
import { answerAlarm } from '../actions.ts'
import { alarmById, type AlarmAnswer, type SafetyAlarm } from '../queries/alarms.ts'

/** An answer that needs somebody before the person leaves: what to do, and what was done. */
export const alarm = new Hono<Door>()

export const howWords: Record<AlarmAnswer, string> = {
  screened: 'Screened for danger, and safe to go home with a plan',
  talked: 'Talked with them: the answer meant something else',
  'higher-care': 'Handed over to more care',
  emergency: 'Called 911 or a crisis team',
}
const hows = ['screened', 'talked', 'higher-care', 'emergency'] as const

alarm.get(urls.safetyAlarm.pattern, (c) => page(c))

alarm.post(urls.safetyAlarm.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'alarm.answer')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(
    c,
    z.object({ how: oneOf(hows, 'Say what was done.'), words: prose(2000, 'Say in a few words what was done.') }),
  )
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const answer = await answerAlarm(work, c.req.param('alarm'), form.values)
  if (isRefusal(answer)) return answer.refused === 'not-found' ? notFound(c) : page(c, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'Noted. It has left the list of today.' })
  return c.redirect(urls.measures({ client: answer.clientId }), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.see')
  if (denied) return forbidden(c, denied.because)
  const one = await alarmById(work, c.req.param('alarm') ?? '')
  const client = one && (await clientById(work, one.clientId))
  if (one === undefined || client === undefined) return notFound(c)
  showing(c, 'a safety alarm', [client.id])
  const zone = work.clinic.timeZone
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="measures"
      title={one.how === null ? 'See this person before they leave' : 'An answer that alarmed'}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Notice
        tone={one.how === null ? 'danger' : 'info'}
        title={`${instrumentOf(one.instrument)?.title ?? one.instrument}, ${shortDay(one.takenOn)}`}
        alert={one.how === null}
      >
        <ul>
          {one.reasons.map((reason) => (
            <li>{reason}</li>
          ))}
        </ul>
        <p>
          {one.answeredOn === 'own-page'
            ? 'Answered on their own page'
            : one.answeredOn === 'tablet'
              ? 'Answered on the tablet in the group'
              : 'Recorded'}{' '}
          <At at={one.raisedAt} zone={zone} />.{' '}
          {one.owner === null ? 'Nobody is their primary therapist: it is the director’s.' : `It is ${one.owner}’s.`}
          {one.answeredOn === 'own-page' &&
            dayAt(one.raisedAt, zone) <= dayAt(work.at, zone) &&
            one.how === null &&
            ' They were shown 911, 988 and the clinic’s number. They may not be here: call them.'}
        </p>
      </Notice>
      {one.how === null ? <ToDo one={one} clientId={client.id} /> : <Done one={one} zone={zone} />}
      {one.how === null && may(work.by, 'alarm.answer') && (
        <Card title="What was done?">
          <form method="post" action={urls.safetyAlarm({ alarm: one.id })} class="form">
            <RadioCards
              name="how"
              label="What was done"
              options={hows.map((value) => ({ value, label: howWords[value] }))}
              form={form}
            />
            <TextArea
              name="words"
              label="In a few words: what they said, and what follows"
              maxlength={2000}
              form={form}
            />
            <FormActions>
              <Button kind="main">It is dealt with</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const ToDo = ({ one, clientId }: { one: SafetyAlarm; clientId: string }) => (
  <Card title="What to do now" flush>
    <Rows label="What to do now">
      <Row title="Stay with the person, or call them" end={<Sig tone="danger">Now</Sig>} />
      <Row
        title="Ask about suicide directly"
        end={
          <Button small href={urls.safetyScreen({ client: clientId })}>
            Safety screen
          </Button>
        }
      />
      <Row
        title="Write the plan for hard hours together"
        end={
          <Button small href={urls.safetyPlan({ client: clientId })}>
            Safety plan
          </Button>
        }
      />
      <Row title={`Tell the clinical director${one.owner === null ? '' : ` and ${one.owner}`}`} />
    </Rows>
  </Card>
)

const Done = ({ one, zone }: { one: SafetyAlarm; zone: string }) => (
  <Card title={one.how === null ? 'Done' : howWords[one.how]}>
    <p>{one.words}</p>
    <p class="muted">
      {one.answeredBy}
      {one.answeredAt !== null && (
        <>
          , <At at={one.answeredAt} zone={zone} />
        </>
      )}
    </p>
  </Card>
)
