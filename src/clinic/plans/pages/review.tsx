import { Hono, type Context } from 'hono'
import { addDays, dayAt, isDay, type Day } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Fieldset } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { instrumentOf } from '../../instruments/catalog.ts'
import { choicesOf } from '../../instruments/queries.ts'
import { noiseIn } from '../../instruments/choices.ts'
import { changeBetween } from '../../outcomes/rules.ts'
import { cosignReview, reviewPlan } from '../actions/review.ts'
import { dueBy } from '../deadlines.ts'
import { objectiveOutcomes, type ObjectiveOutcome } from '../plan-rules.ts'
import {
  attendedSince,
  measuresSince,
  openObjectives,
  reviewById,
  reviewsOf,
  testsSince,
  type CameSince,
  type TestSince,
} from '../queries/review.ts'
import { bindingFor } from '../queries/rule-rows.ts'
import { isSigned, signedVersion } from '../queries/versions.ts'
import { labelOf } from '../signed-plan.ts'
import { found, type Found } from './found.ts'

export const reviews = new Hono<Door>()

reviews.get(urls.planReview.pattern, async (c) => {
  const one = await found(c)
  if (one instanceof Response) return one
  return isSigned(one.version) ? reviewPage(c, one) : c.redirect(urls.planDraft({ plan: one.version.id }), 303)
})

reviews.post(urls.planReview.pattern, async (c) => {
  const one = await found(c, 'plan.sign')
  if (one instanceof Response) return one
  const fields = await c.req.parseBody()
  const text = (name: string): string => {
    const value = fields[name]
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').replaceAll('\0', '').trim().slice(0, 4000) : ''
  }
  const outcomes = new Map<string, { outcome: ObjectiveOutcome; words: string }>()
  for (const name of Object.keys(fields)) {
    const id = /^outcome-(.+)$/.exec(name)?.[1]
    const outcome = objectiveOutcomes.find(({ value }) => value === text(name))?.value
    if (id !== undefined && outcome !== undefined)
      outcomes.set(id, { outcome, words: text(`words-${id}`).slice(0, 1000) })
  }
  const nextOn = text('nextOn')
  const answer = await reviewPlan(workOf(c), one.version.id, {
    words: text('words'),
    nextOn: isDay(nextOn) ? nextOn : '',
    outcomes,
  })
  if (isRefusal(answer)) {
    const values = Object.fromEntries(Object.keys(fields).map((name) => [name, text(name)]))
    return isSigned(one.version)
      ? reviewPage(c, one, { form: { values }, refusal: answer })
      : c.redirect(urls.planDraft({ plan: one.version.id }), 303)
  }
  const cosign = answer.needsCosign ? ' It waits for its co-signature.' : ''
  said(
    c,
    answer.draft === null
      ? { tone: 'good', text: `The review is closed.${cosign}` }
      : {
          tone: 'good',
          text: `The review is closed.${cosign} The next version is begun: write what changes, then sign it.`,
        },
  )
  return c.redirect(
    answer.draft === null ? urls.plan({ client: answer.clientId }) : urls.planDraft({ plan: answer.draft }),
    303,
  )
})

reviews.post(urls.reviewCosignature.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.cosign')
  if (denied) return forbidden(c, denied.because)
  const answer = await cosignReview(work, c.req.param('review'))
  if (isRefusal(answer)) {
    if (answer.refused === 'not-found') return notFound(c)
    said(c, { tone: 'warning', text: answer.because })
    const review = await reviewById(work, c.req.param('review'))
    return c.redirect(urls.planReview({ plan: review?.versionId ?? '' }), 303)
  }
  said(c, { tone: 'good', text: 'Co-signed.' })
  return c.redirect(urls.planReview({ plan: answer.versionId }), 303)
})

type Back = { form: FormState; refusal: Refusal }

async function reviewPage(c: Context<Door>, { version, client, stay }: Found, back?: Back): Promise<Response> {
  const work = workOf(c)
  const signed = await signedVersion(work, version.id)
  if (signed === undefined) return notFound(c)
  showing(c, 'plan review', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const past = await reviewsOf(work, version.episodeId)
  const last = past.find((one) => one.reviewedAt > signed.signedAt)
  const since = last === undefined ? signed.body.fromDay : dayAt(last.reviewedAt, zone)
  const open = await openObjectives(work, signed)
  const due = dueBy(await bindingFor(work, stay, 'review', today), today, signed.body.expectedWeeks)
  const nextOn: Day = due?.on ?? addDays(today, 30)
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: review of the plan`}>
      <RefusalAlert refusal={back?.refusal} />
      <div class="columns">
        <Measured c={c} clientId={client.id} since={since} />
        <Came came={await attendedSince(work, client.id, since)} since={since} />
      </div>
      <Tested tests={await testsSince(work, client.id, since, today)} clientId={client.id} since={since} />
      {may(work.by, 'plan.sign') && !stay.isOver ? (
        <Card
          title={open.length === 0 ? 'Every objective is met' : 'How does each objective go on?'}
          hint="What changes is written in the next version, which is begun when you close the review"
        >
          <form class="form plan-form" method="post" action={urls.planReview({ plan: version.id })}>
            {open.map((one) => (
              <Fieldset name={`objective-${one.id}`} label={`${one.number} ${one.words}`}>
                <p class="muted" dir="auto">
                  {`${one.baseline === '' ? '' : `Began at ${one.baseline}. `}Target ${one.target}, by ${shortDay(one.by)}.`}{' '}
                  <a href={urls.objective({ objective: one.id })}>Its notes</a>
                </p>
                <Select name={`outcome-${one.id}`} label="It" options={[...objectiveOutcomes]} form={back?.form} />
                <TextField
                  name={`words-${one.id}`}
                  label="Where it stands"
                  optional
                  maxlength={1000}
                  width="full"
                  anyDirection
                  form={back?.form}
                />
              </Fieldset>
            ))}
            <TextArea
              name="words"
              label="What did the review find?"
              rows={3}
              maxlength={4000}
              width="full"
              form={back?.form}
            />
            <DateField
              name="nextOn"
              label="Next review"
              hint={
                due === null
                  ? undefined
                  : `Due by ${shortDay(due.on)}: ${due.row.source}${due.row.mark === 'K' ? ', to be confirmed by your compliance officer' : ''}.`
              }
              value={back === undefined ? nextOn : undefined}
              form={back?.form}
            />
            <FormActions>
              <Button kind="main">Sign and close the review</Button>
              <Button href={urls.planVersion({ plan: version.id })}>Back to the plan</Button>
            </FormActions>
          </form>
        </Card>
      ) : (
        <Notice tone="info">A therapist or prescriber reviews the plan of a stay that is open.</Notice>
      )}
      {past.length > 0 && (
        <Card title="Earlier reviews" flush>
          <Rows label="Reviews, newest first">
            {past.map((one) => (
              <Row
                lead={shortDay(dayAt(one.reviewedAt, zone))}
                title={<span dir="auto">{one.words}</span>}
                note={`${one.signatures.map((s) => s.name).join(', co-signed by ')}. ${counted(one.objectives)} Next review ${shortDay(one.nextOn)}.`}
                end={
                  one.signatures.some((s) => s.needsCosign) && !one.signatures.some((s) => s.part === 'co-signer') ? (
                    <form method="post" action={urls.reviewCosignature({ review: one.id })}>
                      <Button small>Co-sign</Button>
                    </form>
                  ) : undefined
                }
              />
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

const counted = (objectives: readonly { outcome: ObjectiveOutcome }[]): string =>
  objectiveOutcomes
    .map(({ value }) => [value, objectives.filter((one) => one.outcome === value).length] as const)
    .filter(([, n]) => n > 0)
    .map(([value, n]) => `${n} ${value}`)
    .join(', ')
    .replace(/$/, objectives.length > 0 ? '.' : '')

async function Measured({ c, clientId, since }: { c: Context<Door>; clientId: string; since: Day }) {
  const work = workOf(c)
  const rows = await measuresSince(work, clientId, since)
  const choices = await choicesOf(work)
  const words = { recovered: 'Recovered', improved: 'Better', unchanged: 'No reliable change', deteriorated: 'Worse' }
  return (
    <Card
      title="What do the measures say?"
      hint={`Since ${shortDay(since)}`}
      flush={rows.length > 0}
      action={<a href={urls.measures({ client: clientId })}>All measures</a>}
    >
      {rows.length === 0 ? (
        <Empty title="No measure since then">Ask for one before the review, if it is due.</Empty>
      ) : (
        <Table
          caption="Measures since the last review"
          captionHidden
          columns={[
            { label: 'Measure' },
            { label: 'Before', number: true },
            { label: 'Now', number: true },
            { label: 'Change' },
          ]}
        >
          {rows.map((row) => {
            const instrument = instrumentOf(row.instrument)
            const change =
              instrument == null || row.before === null
                ? null
                : changeBetween(instrument, row.before, row.score, noiseIn(choices, instrument))
            return (
              <tr>
                <th scope="row">
                  {instrument?.title ?? row.instrument} <small>{shortDay(row.takenOn)}</small>
                </th>
                <td class="number">{row.before ?? ''}</td>
                <td class="number">{row.score}</td>
                <td>
                  {change === null ? 'First one' : change.label === null ? `${change.points}` : words[change.label]}
                </td>
              </tr>
            )
          })}
        </Table>
      )}
    </Card>
  )
}

const Came = ({ came, since }: { came: readonly CameSince[]; since: Day }) => {
  const total = came.reduce((sum, one) => sum + one.came, 0)
  const all = came.reduce((sum, one) => sum + one.came + one.missed, 0)
  return (
    <Card
      title={all === 0 ? 'Nothing is marked yet' : `Came to ${total} of ${plural(all, 'session', 'sessions')}`}
      hint={
        <>
          Since <OnDay day={since} />
        </>
      }
      flush={came.length > 0}
    >
      {came.length === 0 ? (
        <Empty title="No attendance since then" />
      ) : (
        <Table
          caption="Attendance since the last review"
          captionHidden
          columns={[
            { label: 'Service' },
            { label: 'Came', number: true },
            { label: 'Did not attend', number: true },
            { label: 'Excused', number: true },
            { label: 'Time', number: true },
          ]}
        >
          {came.map((one) => (
            <tr>
              <th scope="row">{labelOf(one.kind)}</th>
              <td class="number">{one.came}</td>
              <td class="number">{one.missed}</td>
              <td class="number">{one.excused}</td>
              <td class="number">{hoursAndMinutes(one.minutes)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  )
}

const notCollected: Record<string, string> = {
  refused: 'Refused',
  'could-not': 'Could not give one',
  'did-not-come': 'Did not come',
  excused: 'Excused',
}

/** What the tests found; whether it was expected, and why, stands on each test's own page. */
const Tested = ({ tests, clientId, since }: { tests: readonly TestSince[]; clientId: string; since: Day }) => {
  const told = tests.filter(({ status }) => status !== 'none')
  const found = told.filter((one) => one.found.length > 0).length
  return (
    <Card
      title={
        told.length === 0
          ? 'No drug test has been reported'
          : `Drugs were found in ${found} of ${plural(told.length, 'test', 'tests')}`
      }
      hint={`Drug tests since ${shortDay(since)}`}
      flush={tests.length > 0}
      action={<a href={urls.toxicology({ client: clientId })}>All tests</a>}
    >
      {tests.length === 0 ? (
        <Empty title="No test was due since then" />
      ) : (
        <Rows label="Drug tests since the last review, the newest first">
          {tests.map((one) => (
            <Row
              lead={shortDay(one.dueOn)}
              title={
                <a href={urls.toxTest({ test: one.id })}>
                  {one.found.length > 0
                    ? one.found
                        .map(({ name, certainty }) => `${name} (${certainty === 'confirmed' ? 'confirmed' : 'screen'})`)
                        .join(', ')
                    : one.status === 'none'
                      ? (notCollected[one.outcome ?? ''] ??
                        (one.outcome === 'collected' ? 'No report yet' : 'Not taken yet'))
                      : 'Nothing found'}
                </a>
              }
              note={one.status === 'preliminary' ? 'Not final yet' : undefined}
            />
          ))}
        </Rows>
      )}
    </Card>
  )
}
