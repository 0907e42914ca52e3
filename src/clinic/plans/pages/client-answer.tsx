import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { SignatureField } from '../../../ui/signature.tsx'
import { readSignature } from '../../../ui/signature-path.ts'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { optionalLine, optionalProse, oneOf, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { signatureFrom } from '../../consents/signature.ts'
import { answerPlan } from '../actions/answers.ts'
import { isSigned, signedVersion } from '../queries/versions.ts'
import { found, type Found } from './found.ts'
import { PlanText } from './plan-text.tsx'

export const clientAnswers = new Hono<Door>()

clientAnswers.get(urls.planClientAnswer.pattern, async (c) => {
  const one = await found(c, 'plan.client-signs')
  if (one instanceof Response) return one
  return isSigned(one.version) ? answerPage(c, one) : c.redirect(urls.planDraft({ plan: one.version.id }), 303)
})

const answerForm = z.object({
  answer: oneOf(['signed', 'declined'], 'Choose what the client does.'),
  shown: optionalLine(64),
  signerName: optionalLine(200),
  capacity: oneOf(['client', 'guardian', 'representative'], 'Choose who signs.').default('client'),
  authority: optionalLine(300),
  signature: optionalLine(200),
  signaturePath: z.string().max(60_000).optional(),
  intends: z.string().optional(),
  because: optionalProse(1000),
})
clientAnswers.post(urls.planClientAnswer.pattern, async (c) => {
  const one = await found(c, 'plan.client-signs')
  if (one instanceof Response) return one
  if (!isSigned(one.version)) return c.redirect(urls.planDraft({ plan: one.version.id }), 303)
  const form = await readForm(c, answerForm)
  if (!form.ok) return answerPage(c, one, { form: { values: form.typed, errors: form.errors } })
  const { answer, shown, because, signerName, capacity, authority, intends } = form.values
  const given = readSignature(form.values, 'signature')
  const outcome = await answerPlan(
    workOf(c),
    one.version.id,
    answer === 'declined'
      ? { answer, shown, because }
      : {
          answer,
          shown,
          draft: { signature: signatureFrom(given), intends: intends !== undefined, signerName, capacity, authority },
          signatureKept: given?.path ?? given?.typed ?? '',
        },
  )
  if (isRefusal(outcome)) return answerPage(c, one, { form: { values: form.typed }, refusal: outcome })
  said(c, {
    tone: 'good',
    text:
      answer === 'signed'
        ? 'The client signed. It stands under the plan.'
        : 'Recorded: the client declined to sign, and why.',
  })
  return c.redirect(urls.planVersion({ plan: one.version.id }), 303)
})

type Back = { form: FormState; refusal?: Refusal }

async function answerPage(c: Context<Door>, { version, client }: Found, back?: Back): Promise<Response> {
  const work = workOf(c)
  showing(c, 'plan, for the client to sign', [client.id])
  const signed = await signedVersion(work, version.id)
  if (signed === undefined) return c.redirect(urls.plan({ client: client.id }), 303)
  const here = { plan: version.id }
  const hidden = <input type="hidden" name="shown" value={signed.contentHash} />
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: the client signs`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      <PlanText plan={signed.body} />
      <Card title="Sign the plan" hint="The client reads it and signs on this device">
        <form class="form" method="post" action={urls.planClientAnswer(here)}>
          {hidden}
          <input type="hidden" name="answer" value="signed" />
          <TextField
            name="signerName"
            label="Name of the person who signs"
            value={back === undefined ? `${client.givenName} ${client.familyName}` : undefined}
            form={back?.form}
            anyDirection
          />
          <Select
            name="capacity"
            label="Signs as"
            choose={false}
            options={[
              { value: 'client', label: 'The client' },
              { value: 'guardian', label: 'Parent or guardian' },
              { value: 'representative', label: 'Representative' },
            ]}
            form={back?.form}
          />
          <TextField
            name="authority"
            label="By what right"
            hint="Only for a parent, guardian or representative."
            optional
            form={back?.form}
          />
          <SignatureField name="signature" label="Signature" expected={client.name} form={back?.form} />
          <Checkbox name="intends" label="I took part in this plan, I have read it, and I mean to sign it." required />
          <FormActions>
            <Button kind="main">Sign</Button>
            <Button href={urls.planVersion(here)}>Not now</Button>
          </FormActions>
        </form>
      </Card>
      <Card title="The client declines to sign" hint="Their right. The plan stands, and the reason is kept">
        <form class="form" method="post" action={urls.planClientAnswer(here)}>
          {hidden}
          <input type="hidden" name="answer" value="declined" />
          <TextArea name="because" label="Why, in their words" rows={2} maxlength={1000} form={back?.form} />
          <FormActions>
            <Button>Record that they decline</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}
