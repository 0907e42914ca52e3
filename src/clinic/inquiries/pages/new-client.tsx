import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { YesNo } from '../../../ui/choices.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { oneOf, optionalId, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { enterByHand } from '../actions/enter.ts'
import { identityOf } from '../duplicates.ts'
import { likelyKnown, type Likely } from '../queries.ts'
import { inquiryById } from '../queries/inquiry.ts'
import type { Contact, Person } from '../referral.ts'
import { canEnterByHand } from '../rules.ts'
import { sourceName, sources } from '../senders.ts'
import { Compared } from './compared.tsx'

export const newClient = new Hono<Door>()

const typed = z.string().max(5000).optional()
const schema = z.object({
  given: typed,
  family: typed,
  birthDate: typed,
  sex: typed,
  pronouns: typed,
  phone: typed,
  email: typed,
  language: typed,
  mayLeaveMessage: z.enum(['yes', 'no']).optional(),
  source: oneOf(sources, 'Choose how they came to you.'),
  referrer: optionalLine(200),
  seen: z.array(z.string()).max(50).optional(),
  inquiry: optionalId,
})

newClient.get(urls.newClient.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.add')
  if (denied) return forbidden(c, denied.because)
  const asked = c.req.query('inquiry')
  const inquiry = asked === undefined ? undefined : await inquiryById(work, asked)
  if (inquiry === undefined) return page(c)
  const [given = '', ...rest] = inquiry.name.split(/\s+/)
  return page(c, {
    isFirst: true,
    inquiry: inquiry.id,
    form: {
      values: {
        // Who asks for somebody else has not said that person's name or number.
        ...(inquiry.forWhom === 'self'
          ? {
              given: rest.length === 0 ? inquiry.name : given,
              family: rest.join(' '),
              phone: inquiry.phone,
              email: inquiry.email,
              language: inquiry.language === 'en' ? '' : inquiry.language,
              mayLeaveMessage: inquiry.mayLeaveMessage === null ? undefined : inquiry.mayLeaveMessage ? 'yes' : 'no',
            }
          : {}),
        source: inquiry.source,
        referrer: inquiry.referrer ?? '',
      },
    },
  })
})

newClient.post(urls.newClient.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.add')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  const entered = canEnterByHand(form.typed, dayAt(work.at, work.clinic.timeZone))
  const wrong = Array.isArray(entered) ? Object.fromEntries(entered.map((one) => [one.field, one.because])) : {}
  if (!form.ok || Array.isArray(entered))
    return page(c, {
      inquiry: form.typed.inquiry,
      form: { values: form.typed, errors: { ...wrong, ...(form.ok ? {} : form.errors) } },
    })
  const { seen = [], source, referrer, mayLeaveMessage, inquiry = null } = form.values
  const answer = await enterByHand(
    work,
    { ...entered, source, referrer, mayLeaveMessage: mayLeaveMessage === undefined ? null : mayLeaveMessage === 'yes' },
    seen,
    inquiry,
  )
  if (isRefusal(answer)) {
    const likely = await likelyKnown(work, identityOf(entered.person, entered.contacts))
    const errors = answer.refused === 'likely-known' ? {} : { form: answer.because }
    return page(c, { inquiry: inquiry ?? undefined, form: { values: form.typed, errors }, likely, ...entered })
  }
  said(c, { tone: 'good', text: `Added with number ${answer.number}. Next comes the safety screen.` })
  const params = { client: answer.id }
  return c.redirect(inquiry === null ? urls.client(params) : urls.safetyScreen(params), 303)
})

type Back = {
  form: FormState
  likely?: Likely[]
  person?: Person
  contacts?: Contact[]
  inquiry?: string | undefined
  isFirst?: boolean
}

function page(c: Context<Door>, back?: Back) {
  const { form, likely = [], person, contacts = [], inquiry, isFirst = false } = back ?? {}
  showing(
    c,
    'a new person compared',
    likely.map(({ id }) => id),
  )
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="A new person"
      answer={likely.length > 0 ? 'Is it one of these?' : 'Who has come to you?'}
      crumbs={[
        { label: 'Admissions', href: urls.admissions() },
        ...(inquiry === undefined ? [] : [{ label: 'Inquiry', href: urls.inquiry({ inquiry }) }]),
      ]}
      width={likely.length > 0 ? undefined : 'narrow'}
    >
      <ErrorSummary form={form} />
      <form method="post" action={urls.newClient()}>
        {inquiry !== undefined && <input type="hidden" name="inquiry" value={inquiry} />}
        <div class="stack">
          {person !== undefined && likely.length > 0 && (
            <Card title="Known people who may be the same" hint="Nothing is saved yet.">
              <RefusalAlert
                refusal={{ refused: 'likely-known', because: 'Look at each before you add a second chart.' }}
              />
              {likely.map((known) => (
                <Compared person={person} contacts={contacts} known={known}>
                  <FormActions>
                    {inquiry === undefined ? (
                      <Button kind="main" href={urls.client({ client: known.id })}>
                        Use this one: No. {known.number}
                      </Button>
                    ) : (
                      <Button
                        kind="main"
                        name="client"
                        value={known.id}
                        formaction={urls.inquiryPerson({ inquiry })}
                        formnovalidate
                      >
                        This is No. {known.number}
                      </Button>
                    )}
                    <input type="hidden" name="seen[]" value={known.id} />
                  </FormActions>
                </Compared>
              ))}
              <FormActions>
                <Button>It is somebody else: add them</Button>
              </FormActions>
            </Card>
          )}
          <Card title="The person">
            <TextField name="given" label="Given name" anyDirection form={form} />
            <TextField name="family" label="Family name" anyDirection form={form} />
            <DateField name="birthDate" label="Birth date" form={form} />
            <Select
              name="sex"
              label="Sex"
              hint="As their insurer has it; their gender shows in the pronouns."
              options={[
                { value: 'female', label: 'Female' },
                { value: 'male', label: 'Male' },
                { value: 'other', label: 'Other' },
                { value: 'unknown', label: 'Unknown' },
              ]}
              form={form}
            />
            <TextField name="pronouns" label="Pronouns" optional width="medium" form={form} />
            <TextField name="language" label="Language" optional width="medium" form={form} />
          </Card>
          <Card title="How to reach them">
            <TextField name="phone" type="tel" label="Phone" optional width="medium" form={form} />
            <YesNo name="mayLeaveMessage" label="May you leave a message that says who calls?" optional form={form} />
            <TextField name="email" type="email" label="Email" optional form={form} />
          </Card>
          <Card title="How they came">
            <Select
              name="source"
              label="Who sent them"
              options={sources.map((value) => ({ value, label: sourceName[value] }))}
              form={form}
            />
            <TextField name="referrer" label="Name of who sent them" optional form={form} />
          </Card>
          {likely.length === 0 && (
            <FormActions>
              <Button kind="main">Add this person</Button>
              <Button href={urls.admissions()}>Cancel</Button>
            </FormActions>
          )}
        </div>
      </form>
    </StaffPage>,
    back === undefined || isFirst ? 200 : 422,
  )
}
