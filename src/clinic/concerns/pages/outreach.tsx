import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards, YesNo } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, optionalDay, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { recordContact } from '../actions.ts'
import { DueBy } from './due-by.tsx'
import { missReasons, wayName, ways } from '../contacts.ts'
import { missStates, outreachOf, reviewsOfStay, supervisorsFor, waysToReach } from '../queries.ts'
import { type Alternate, alternatesOf } from '../queries/alternates.ts'
import { concernsOf } from '../queries/concerns.ts'
import { standIns } from '../queries/stand-ins.ts'
import { decisionName } from '../worries.ts'
import { ReviewCard } from './review-card.tsx'
import { whoseNow } from './whose-now.ts'
import { isOverdue, type MissState } from '../rules.ts'
import { nameOfWay } from '../contacts.ts'

export const outreach = new Hono<Door>()

const contact = z.object({
  how: oneOf(ways, 'Choose how you tried.'),
  reached: oneOf(['yes', 'no'], 'Say whether the client answered.'),
  reason: optionalLine(100),
  craving: optionalLine(10),
  words: optionalProse(4000),
  nextOn: optionalDay,
})

outreach.get(urls.outreach.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : outreachPage(c, client)
})

outreach.post(urls.outreach.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, contact)
  if (!form.ok) return outreachPage(c, client, { form: { values: form.typed, errors: form.errors } })
  const reached = form.values.reached === 'yes'
  const { craving } = form.values
  const answer = await recordContact(work, client.id, {
    ...form.values,
    reached,
    craving: craving === 'yes' ? true : craving === 'no' ? false : null,
  })
  if (isRefusal(answer)) return outreachPage(c, client, { form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: 'good',
    text: reached
      ? answer.help === null
        ? 'Reached, and kept.'
        : `Reached, and kept. ${answer.help.label}: the next step is somebody’s now.`
      : `Kept. To be tried again${form.values.nextOn ? ` on ${weekDay(form.values.nextOn)}` : ''}.`,
  })
  return c.redirect(
    answer.help === null ? urls.outreach({ client: client.id }) : urls.concern({ concern: answer.help.id }),
    303,
  )
})

type Back = { form?: FormState; review?: FormState; refusal?: Refusal }

export async function outreachPage(c: Context<Door>, client: ClientFacts, { form, review, refusal }: Back = {}) {
  const work = workOf(c)
  showing(c, 'outreach', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const states =
    client.startedOn === null
      ? new Map<string, MissState | null>()
      : await missStates(work, [{ clientId: client.id, startedOn: client.startedOn }])
  const state = states.get(client.id) ?? null
  const history = await outreachOf(work, client.id)
  const reach = await waysToReach(work, client.id)
  const isSecond = state !== null && state.step !== 'same-day call' && !state.reachedSince
  const supervisors = isSecond ? await supervisorsFor(work, client.id) : []
  const alternates = isSecond
    ? await alternatesOf(
        work,
        client.id,
        reach.flatMap((one) => (one.kind === 'emergency' ? [one] : [])),
      )
    : []
  const helpOpen = (await concernsOf(work, client.id)).filter((one) => one.kind === 'help' && one.outcome === null)
  const reviews = await reviewsOfStay(work, client.id)
  const here = await standIns(work)
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="outreach"
      actions={<Button href={urls.concerns()}>Everyone who needs a call</Button>}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={review ?? form} />
      <StateNotice state={state} now={work.at} zone={zone} inCare={client.startedOn !== null} />
      <div class="columns">
        <div class="stack">
          <Card title="Record a contact">
            <form class="form" method="post" action={urls.outreach({ client: client.id })}>
              <RadioCards
                name="how"
                label="How"
                options={ways.map((value) => ({ value, label: wayName[value] }))}
                form={form}
                plain
                aside
              />
              <YesNo name="reached" label="Did the client answer?" form={form} />
              <Select
                name="reason"
                label="What they said about why they did not come"
                hint="Only when they answered."
                optional
                options={missReasons.map((value) => ({ value, label: value }))}
                form={form}
              />
              <Select
                name="craving"
                label="Cravings since the last time"
                hint="Ask whenever they answer: not to have asked is never good news."
                optional
                choose="Not asked"
                options={[
                  { value: 'yes', label: 'Yes, or a low mood that kept them away' },
                  { value: 'no', label: 'No' },
                ]}
                form={form}
              />
              <TextArea
                name="words"
                label="What was said, and agreed"
                hint="A safety worry goes to the safety gate, not only here."
                optional
                maxlength={4000}
                form={form}
              />
              <DateField
                name="nextOn"
                label="Next try"
                hint="Needed while nobody has reached them."
                optional
                min={today}
                max={addDays(today, 60)}
                form={form}
              />
              <FormActions>
                <Button kind="main">Keep this contact</Button>
              </FormActions>
            </form>
          </Card>
        </div>
        <div class="stack">
          {isSecond && <Ladder supervisors={supervisors} contacts={alternates} />}
          {client.episodeId !== null &&
            may(work.by, 'stay.review') &&
            (state?.step === 'review' || review !== undefined) &&
            !state?.reviewed && <ReviewCard episodeId={client.episodeId} today={today} form={review} />}
          {helpOpen.length > 0 && (
            <Card title="Help that is being looked for" flush>
              <Rows label="Help">
                {helpOpen.map((one) => (
                  <Row
                    title={<a href={urls.concern({ concern: one.id })}>{one.step}</a>}
                    note={`${one.words}. ${whoseNow(here, one.ownerId, one.owner)}, by ${weekDay(one.dueOn)}`}
                    end={one.dueOn < today ? <Sig tone="danger">Past its day</Sig> : undefined}
                  />
                ))}
              </Rows>
            </Card>
          )}
          <Reach reach={reach} />
          {reviews.length > 0 && (
            <Card title="Reviews of the stay" flush>
              <Rows label="Reviews">
                {reviews.map((one) => (
                  <Row
                    title={isDecision(one.decision) ? decisionName[one.decision] : one.decision}
                    note={
                      <>
                        {one.by}, <At at={one.decidedAt} zone={zone} />. Looks again {weekDay(one.nextOn)}.
                      </>
                    }
                  >
                    <p dir="auto">{one.words}</p>
                  </Row>
                ))}
              </Rows>
            </Card>
          )}
          <Card
            title={
              history.length === 0 ? 'Nobody has called yet' : `${plural(history.length, 'contact', 'contacts')} so far`
            }
            flush={history.length > 0}
          >
            {history.length === 0 ? (
              <Empty title="No contact is recorded" />
            ) : (
              <Rows label="Contacts">
                {history.map((one) => (
                  <Row
                    title={`${nameOfWay(one.how)}${one.reason === '' ? '' : `: ${one.reason}`}`}
                    note={
                      <>
                        <At at={one.madeAt} zone={zone} />, {one.by}
                        {one.nextOn === null ? '' : `. Next try ${weekDay(one.nextOn)}`}
                      </>
                    }
                    end={<Sig tone={one.reached ? 'good' : 'calm'}>{one.reached ? 'Reached' : 'Not reached'}</Sig>}
                  >
                    {one.words !== '' && <p dir="auto">{one.words}</p>}
                  </Row>
                ))}
              </Rows>
            )}
          </Card>
        </div>
      </div>
    </ClientFrame>,
    form === undefined && review === undefined && refusal === undefined ? 200 : 422,
  )
}

const isDecision = (word: string): word is keyof typeof decisionName => Object.hasOwn(decisionName, word)

/** The second miss in a row: who else hears of it, and what may be said to whom. */
const Ladder = ({ supervisors, contacts }: { supervisors: string[]; contacts: Alternate[] }) => (
  <Card title="Second miss: bring in two more">
    <Facts
      facts={[
        {
          term: 'Supervisor',
          detail:
            supervisors.length === 0
              ? 'Nobody supervises the primary therapist: tell the clinical director.'
              : supervisors.join(', '),
        },
        ...(contacts.length === 0
          ? [{ term: 'Another contact', detail: 'No other contact is recorded. Ask for one when they are reached.' }]
          : contacts.map((one) => ({
              term: one.name,
              detail: one.mayTell
                ? 'A consent stands: you may say that they missed, and ask for help.'
                : 'No consent to tell them anything. Only ask for a call back, without saying from where.',
            }))),
      ]}
    />
  </Card>
)

type StateProps = { state: MissState | null; now: Date; zone: string; inCare: boolean }

function StateNotice({ state, now, zone, inCare }: StateProps) {
  if (!inCare) return <Notice tone="info">Not in care now. A contact can still be kept.</Notice>
  if (state === null) return <Notice tone="good">Nothing is owed: they came, told us, or nothing was missed.</Notice>
  const settled = state.reviewed || (state.reachedSince && state.step !== 'review')
  const late = isOverdue(state, now)
  return (
    <Notice
      tone={settled ? 'good' : late ? 'danger' : 'warning'}
      title={state.reviewed ? 'Reviewed' : settled ? 'Reached' : nextStep[state.step]}
    >
      {state.sentence}
      {!settled && (
        <>
          {' '}
          {late ? 'Was due' : 'Due'} <DueBy at={state.due} zone={zone} />.
        </>
      )}
    </Notice>
  )
}

const nextStep: Record<MissState['step'], string> = {
  'same-day call': 'Call them the same day',
  'supervisor and alternate contact': 'Tell the supervisor, and try another contact',
  review: 'Review with the clinical director whether the stay goes on',
}

const Reach = ({ reach }: { reach: Awaited<ReturnType<typeof waysToReach>> }) => (
  <Card title="How to reach them" hint="Say to others only that you ask for a call back, never what for.">
    {reach.length === 0 ? (
      <p class="muted">No number is recorded. Add one on the face sheet.</p>
    ) : (
      <Facts
        facts={reach.map((one) => ({
          term:
            one.kind === 'emergency'
              ? `In an emergency: ${one.name}${one.relationship === '' ? '' : `, ${one.relationship}`}`
              : one.label || (one.kind === 'phone' ? 'Phone' : 'Email'),
          detail: (
            <>
              {one.kind === 'email' ? (
                <a href={`mailto:${one.value}`}>{one.value}</a>
              ) : (
                <a href={`tel:${one.value.replace(/[^\d+]/g, '')}`}>{one.value}</a>
              )}
              {one.mayLeaveMessage === false && ' · leave no message'}
              {one.mayLeaveMessage === true && ' · a message may be left'}
            </>
          ),
        }))}
      />
    )}
  </Card>
)
