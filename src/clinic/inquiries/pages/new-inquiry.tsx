import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards, YesNo } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { oneOf, optionalId, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { openInquiry } from '../actions/open.ts'
import { setSender } from '../actions/referrers.ts'
import { forWhomName } from '../channel-words.ts'
import { referrersToChoose } from '../queries/referrers.ts'
import { sourceName, sources } from '../senders.ts'

export const newInquiry = new Hono<Door>()

const whom = ['self', 'loved-one', 'someone-i-treat'] as const
const schema = z.object({
  channel: oneOf(['telephone', 'walk-in'], 'Say how they turned to you.'),
  name: optionalLine(200),
  phone: optionalLine(60),
  email: optionalLine(254),
  mayLeaveMessage: z.enum(['yes', 'no']).optional(),
  bestTime: optionalLine(200),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'Choose a language.')
    .default('en'),
  forWhom: oneOf(whom, 'Say whom it is about.'),
  words: optionalProse(4000),
  source: oneOf(sources, 'Say how they came to you.'),
  referrer: optionalId,
  sender: optionalLine(200),
})

newInquiry.get(urls.newInquiry.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'inquiry.work')
  return denied ? forbidden(c, denied.because) : page(c)
})

newInquiry.post(urls.newInquiry.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const { source, referrer, sender, mayLeaveMessage, ...values } = form.values
  const opened = await openInquiry(work, {
    ...values,
    mayLeaveMessage: mayLeaveMessage === undefined ? null : mayLeaveMessage === 'yes',
    ...(work.by.kind === 'staff' ? { ownerId: work.by.id } : {}),
  })
  if (isRefusal(opened)) return page(c, back(form.typed, opened))
  const refusal = await setSender(work, opened.id, {
    source,
    referrerId: sender === '' ? (referrer ?? null) : null,
    name: sender,
  })
  if (refusal) return page(c, back(form.typed, refusal))
  said(c, { tone: 'good', text: 'On the board. It is yours, with a next step.' })
  return c.redirect(urls.inquiry({ inquiry: opened.id }), 303)
})

/** A refusal that is about one field stands at that field. */
const back = (values: FormState['values'], refusal: Refusal): FormState & { refusal: Refusal } => ({
  values,
  refusal,
  errors: refusal.refused === 'phone' || refusal.refused === 'email' ? { [refusal.refused]: refusal.because } : {},
})

async function page(c: Context<Door>, form?: FormState & { refusal?: Refusal }) {
  const work = workOf(c)
  const referrers = await referrersToChoose(work)
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="Somebody turned to us"
      answer="Who has turned to you?"
      crumbs={[{ label: 'Admissions', href: urls.admissions() }]}
      width="narrow"
    >
      {form?.refusal !== undefined && Object.keys(form.errors ?? {}).length === 0 && (
        <RefusalAlert refusal={form.refusal} />
      )}
      <ErrorSummary form={form} />
      <form method="post" action={urls.newInquiry()}>
        <div class="stack">
          <Card title="How they turned to you">
            <RadioCards
              name="channel"
              label="By"
              aside
              plain
              value="telephone"
              options={[
                { value: 'telephone', label: 'Telephone' },
                { value: 'walk-in', label: 'At the desk' },
              ]}
              form={form}
            />
            <RadioCards
              name="forWhom"
              label="Whom it is about"
              plain
              value="self"
              options={whom.map((value) => ({ value, label: forWhomName[value] ?? value }))}
              form={form}
            />
            <TextField name="name" label="Name of who asks" optional anyDirection form={form} />
            <TextArea name="words" label="What they said" optional rows={4} form={form} maxlength={4000} />
          </Card>
          <Card title="How to reach them">
            <TextField name="phone" type="tel" label="Telephone" optional width="medium" form={form} />
            <TextField name="email" type="email" label="Email" optional form={form} />
            <YesNo name="mayLeaveMessage" label="May you leave a message that says who calls?" optional form={form} />
            <TextField name="bestTime" label="Best time" optional width="medium" form={form} />
            <Select
              name="language"
              label="Language"
              value="en"
              choose={false}
              options={[
                { value: 'en', label: 'English' },
                { value: 'es', label: 'Spanish' },
                { value: 'zh', label: 'Chinese' },
                { value: 'ru', label: 'Russian' },
                { value: 'ar', label: 'Arabic' },
                { value: 'ht', label: 'Haitian Creole' },
                { value: 'fr', label: 'French' },
                { value: 'pt', label: 'Portuguese' },
                { value: 'pl', label: 'Polish' },
                { value: 'ko', label: 'Korean' },
                { value: 'vi', label: 'Vietnamese' },
              ]}
              form={form}
            />
          </Card>
          <Card title="Who sent them">
            <Select
              name="source"
              label="How they came"
              value="self"
              choose={false}
              options={sources.map((value) => ({ value, label: sourceName[value] }))}
              form={form}
            />
            {referrers.length > 0 && (
              <Select
                name="referrer"
                label="Who sent them"
                choose="Nobody in particular"
                required={false}
                options={referrers}
                form={form}
              />
            )}
            <TextField name="sender" label="Somebody new, by name" optional anyDirection form={form} />
          </Card>
          <FormActions>
            <Button kind="main">Put them on the board</Button>
            <Button href={urls.admissions()}>Cancel</Button>
          </FormActions>
        </div>
      </form>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}
