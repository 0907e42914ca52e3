import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, instantAt, timeAt } from '../../../basics/dates.ts'
import { sha256 } from '../../../basics/ids.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Signed } from '../../../ui/signature.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, readForm, time } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { recordConsentEvent } from '../actions/events.ts'
import { revokeConsent } from '../actions.ts'
import { signersOf } from '../authority.ts'
import { isOwnScope } from '../own-terms.ts'
import { consentById, consentFacts } from '../queries.ts'
import { nameOfScope } from '../scope-names.ts'
import { mayBeTakenBack, signsAs, standsNow } from '../standing.ts'
import { State } from './list.tsx'

export const consent = new Hono<Door>()

consent.get(urls.consent.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'consent.see')
  return denied ? forbidden(c, denied.because) : consentPage(c)
})

consent.post(urls.consentRevocation.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.revoke')
  if (denied) return forbidden(c, denied.because)
  if ((await consentById(work, c.req.param('consent'))) === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({ how: line(300, 'Say how it was taken back: by letter, in person, by portal message.') }),
  )
  if (!form.ok) return consentPage(c, { form: { values: form.typed, errors: form.errors } })
  const refusal = await revokeConsent(work, c.req.param('consent'), form.values.how)
  if (refusal) return consentPage(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'Taken back. Nothing more is told because of it.' })
  return c.redirect(urls.consent({ consent: c.req.param('consent') }), 303)
})

const happening = z.object({
  kind: oneOf(['ended', 'revocable', 'known-false']),
  on: day('Give the day.'),
  at: time('Give the time.'),
  howKnown: line(1000, 'Say how you know.'),
})
const eventSaid = {
  ended: 'It has ended. Nothing more is told because of it.',
  revocable: 'From now on this consent can be taken back.',
  'known-false': 'Nothing more is told because of it. What was told before is in the accounting.',
} as const

consent.post(urls.consentEvents.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.end')
  if (denied) return forbidden(c, denied.because)
  const id = c.req.param('consent')
  if ((await consentById(work, id)) === undefined) return notFound(c)
  const form = await readForm(c, happening)
  const prefix = oneOf(['ended', 'revocable', 'known-false']).safeParse(form.typed.kind).data ?? 'ended'
  if (!form.ok) return consentPage(c, { form: { values: form.typed, errors: form.errors, prefix } })
  const { kind, on, at, howKnown } = form.values
  const typed = instantAt(on, at, work.clinic.timeZone)
  // This very minute is typed without its seconds, and is not before what happened within it.
  const isNow = at === timeAt(work.at, work.clinic.timeZone) && on === dayAt(work.at, work.clinic.timeZone)
  const refusal = await recordConsentEvent(work, id, { kind, happenedAt: isNow ? work.at : typed, howKnown })
  if (refusal?.refused === 'not-allowed') return forbidden(c, refusal.because)
  if (refusal) return consentPage(c, { form: { values: form.typed, prefix }, refusal })
  said(c, { tone: 'good', text: eventSaid[kind] })
  return c.redirect(urls.consent({ consent: id }), 303)
})

async function consentPage(c: Context<Door>, { form, refusal }: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const consent = await consentById(work, c.req.param('consent') ?? '')
  const client = consent && (await clientById(work, consent.clientId))
  if (consent === undefined || client === undefined) return notFound(c)
  showing(c, 'a signed consent', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const intact = sha256(consent.textSigned) === consent.textHash
  const { revokedAt, endedAt, knownFalseAt } = consent
  const isOver = revokedAt !== null || endedAt !== null || knownFalseAt !== null
  const [facts] = await consentFacts(work, [client.id])
  const row = facts?.consents.find((one) => one.id === consent.id)
  const needed = facts === undefined ? [] : signersOf(facts, work.clinic.state, today)
  const missing = needed.filter(
    (capacity) =>
      !facts?.consents.some(
        (one) =>
          one.document === row?.document &&
          one.scope === row.scope &&
          signsAs(one, capacity, needed) &&
          standsNow(one, facts.revocations, work.at, zone),
      ),
  )
  const canTakeBack = mayBeTakenBack(consent, today, consent.revocableAt !== null)
  const now = { on: today, at: timeAt(work.at, zone) }
  const forEvent = (kind: string): FormState | undefined => (form?.prefix === kind ? form : { prefix: kind })
  const fields = (kind: 'ended' | 'revocable' | 'known-false') => (
    <>
      <input type="hidden" name="kind" value={kind} />
      <DateField name="on" label="Day" value={now.on} max={today} form={forEvent(kind)} />
      <TimeField name="at" label="Time" value={now.at} form={forEvent(kind)} />
      <TextField
        name="howKnown"
        label="How you know"
        hint="The court’s letter of 3 May. The client said so in session."
        form={forEvent(kind)}
      />
    </>
  )
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="consents"
      title={nameOfScope(consent.scope)}
      signals={<State one={consent} today={today} />}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {!isOver && isOwnScope(consent.scope) && missing.length > 0 && (
        <Notice
          tone="warning"
          title="Somebody else has to sign too"
          aside={
            may(work.by, 'consent.take') && (
              <Button small href={urls.newConsent({ client: client.id }, { scope: consent.scope, like: consent.id })}>
                Sign the same once more
              </Button>
            )
          }
        >
          Nothing is told before the {missing.join(' and the ')} has signed the same form.
        </Notice>
      )}
      <Card title="As it was signed">
        <pre class="as-signed" lang={consent.language} dir="auto">
          {consent.textSigned}
        </pre>
        <Signed
          signature={{
            typed: consent.method === 'typed' ? consent.signature : '',
            path: consent.method === 'drawn' ? consent.signature : null,
          }}
          by={consent.signerName}
          when={<At at={consent.signedAt} zone={zone} />}
        />
      </Card>
      <Card title="How it was kept">
        <Facts
          facts={[
            {
              term: 'Signed as',
              detail: `${consent.signerCapacity}${consent.authority === '' ? '' : `, ${consent.authority}`}`,
            },
            { term: 'Taken by', detail: `${consent.takerGivenName} ${consent.takerFamilyName}` },
            consent.expiresOn !== null && { term: 'Holds until the end of', detail: shortDay(consent.expiresOn) },
            consent.expiresWhen !== null && {
              term: consent.expiresBy === 'condition' ? 'Holds as long as' : 'Holds until',
              detail: <span dir="auto">{consent.expiresWhen}</span>,
            },
            (consent.revocableOn !== null || consent.revocableWhen !== null) && {
              term: 'Can be taken back',
              detail: (
                <span dir="auto">
                  {consent.revocableOn === null
                    ? `once this has happened: ${consent.revocableWhen ?? ''}`
                    : `from ${shortDay(consent.revocableOn)} on`}
                  {consent.revocableAt !== null && '. It has happened.'}
                </span>
              ),
            },
            { term: 'Hash of the text', detail: <code>{consent.textHash}</code> },
            { term: 'Checked now', detail: intact ? 'The text is what was signed' : 'THE TEXT IS NOT WHAT WAS SIGNED' },
            endedAt !== null && { term: 'Ended', detail: <At at={endedAt} zone={zone} /> },
            knownFalseAt !== null && { term: 'Known to be false since', detail: <At at={knownFalseAt} zone={zone} /> },
            revokedAt !== null && {
              term: 'Taken back',
              detail: (
                <>
                  <At at={revokedAt} zone={zone} />, <span dir="auto">{consent.how}</span>
                </>
              ),
            },
          ]}
        />
      </Card>
      {!isOver && consent.expiresWhen !== null && may(work.by, 'consent.end') && (
        <Card
          id="ended"
          title={consent.expiresBy === 'condition' ? 'What had to hold no longer holds' : 'The event has come'}
          hint={<span dir="auto">{consent.expiresWhen}</span>}
        >
          <form class="form" method="post" action={urls.consentEvents({ consent: consent.id })}>
            {fields('ended')}
            <FormActions>
              <Button kind="danger">
                {consent.expiresBy === 'condition'
                  ? 'It no longer holds: end this consent'
                  : 'It has come: end this consent'}
              </Button>
            </FormActions>
          </form>
        </Card>
      )}
      {!isOver && !canTakeBack && consent.revocableWhen !== null && may(work.by, 'consent.end') && (
        <Card
          title="From now on it can be taken back"
          hint={<span dir="auto">Once this has happened: {consent.revocableWhen}</span>}
        >
          <form class="form" method="post" action={urls.consentEvents({ consent: consent.id })}>
            {fields('revocable')}
            <FormActions>
              <Button>It has happened</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {!isOver && !canTakeBack && (
        <Notice tone="info" title="It cannot be taken back yet">
          By its own words (42 CFR 2.35). Default: your compliance officer confirms.
        </Notice>
      )}
      {!isOver && canTakeBack && may(work.by, 'consent.revoke') && (
        <Card
          title="Take this consent back"
          hint="From now on nothing is told because of it. What was told before stands. It cannot be undone; a new consent can be signed."
        >
          <form class="form" method="post" action={urls.consentRevocation({ consent: consent.id })}>
            <TextField
              name="how"
              label="How it was taken back"
              hint="By letter, in person, by message."
              form={form?.prefix === undefined ? form : undefined}
            />
            <FormActions>
              <Button kind="danger">Take back this consent</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {!isOver && may(work.by, 'consent.find-false') && (
        <details class="disclose no-print">
          <summary>This consent is not true</summary>
          <Card
            title="Known to be false"
            hint="Somebody else signed, or what it says is materially wrong. From now on nothing is told because of it (42 CFR 2.31(c))."
          >
            <form class="form" method="post" action={urls.consentEvents({ consent: consent.id })}>
              {fields('known-false')}
              <FormActions>
                <Button kind="danger">Rely on it no more</Button>
              </FormActions>
            </form>
          </Card>
        </details>
      )}
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
