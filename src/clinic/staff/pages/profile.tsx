import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalDay, optionalLine, optionalProse, readForm, ticked } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setProfile } from '../actions/front.ts'
import { spokenLanguages } from '../spoken.ts'
import { staffMemberById, withCredential } from '../queries.ts'
import { profileOf } from '../queries/profiles.ts'

export const profile = new Hono<Door>()

profile.get(urls.publicProfile.pattern, (c) => profilePage(c))

const schema = z.object({
  isShown: ticked,
  agreedOn: optionalDay,
  sinceYear: z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.coerce
      .number({ error: 'Give a year.' })
      .int('Give a year.')
      .min(1940, 'Give a year from 1940 on.')
      .max(2200, 'Give a year.')
      .nullable(),
  ),
  languages: z.array(z.string().max(10)).max(30).optional(),
  titleEn: optionalLine(100),
  titleEs: optionalLine(100),
  specialtiesEn: optionalLine(400),
  specialtiesEs: optionalLine(400),
  wordsEn: optionalProse(1200),
  wordsEs: optionalProse(1200),
  showsNumber: ticked,
})

profile.post(urls.publicProfile.pattern, async (c) => {
  const work = workOf(c)
  const member = c.req.param('member')
  if ((await staffMemberById(work, member)) === undefined) return notFound(c)
  const form = await readForm(c, schema)
  if (!form.ok) return profilePage(c, { values: form.typed, errors: form.errors })
  const { languages = [], agreedOn, ...values } = form.values
  const known = new Set<string>(spokenLanguages.map((one) => one.key))
  const refusal = await setProfile(work, member, {
    ...values,
    agreedOn: agreedOn ?? null,
    languages: languages.filter((one) => known.has(one)),
  })
  if (refusal) return profilePage(c, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: values.isShown ? 'Shown on the public pages.' : 'Not shown on the public pages.' })
  return c.redirect(urls.publicProfile({ member }), 303)
})

async function profilePage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const member = await staffMemberById(work, c.req.param('member') ?? '')
  if (member === undefined) return notFound(c)
  const denied = work.by.id === member.id ? null : mayNot(work.by, 'front.manage')
  if (denied) return forbidden(c, denied.because)
  const now = await profileOf(work, member.id)
  const today = dayAt(work.at, work.clinic.timeZone)
  const hasLicence = member.expiresOn !== null && member.expiresOn >= today
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={`${withCredential(member)}: public profile`}
      answer={now?.isShown === true ? 'Shown on the public pages' : 'Not shown on the public pages'}
      over={<span dir="auto">{withCredential(member)}</span>}
      crumbs={[
        { label: 'Staff', href: urls.staff() },
        { label: 'This person', href: urls.staffMember({ member: member.id }) },
      ]}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {!hasLicence && <Sig tone="warning">No licence stands today: none is shown</Sig>}
      <form class="stack" method="post" action={urls.publicProfile({ member: member.id })}>
        <Card title="May visitors see this person?">
          <Checkbox
            name="isShown"
            value="yes"
            label="Show on the page “Who leads”, and as leader of their groups"
            hint="Name, credential, and the licence with its state while it stands."
            checked={now?.isShown}
            form={form}
          />
          <DateField name="agreedOn" label="Agreed on" max={today} value={now?.agreedOn} required={false} form={form} />
          <Checkbox
            name="showsNumber"
            value="yes"
            label="Show the licence number too"
            checked={now?.showsNumber}
            form={form}
          />
        </Card>
        <Card title="What do they read?" hint="Each in both languages, or in neither">
          <NumberField
            name="sinceYear"
            label="Practises since"
            hint="The year. Visitors read the years since."
            min={1940}
            max={Number(today.slice(0, 4))}
            value={now?.sinceYear}
            optional
            form={form}
          />
          <div class="columns even">
            <TextField
              name="titleEn"
              label="Title"
              hint="Instead of the role."
              value={now?.titleEn}
              optional
              form={form}
            />
            <TextField
              name="titleEs"
              label="Title in Spanish"
              hint="Instead of the role."
              value={now?.titleEs}
              optional
              form={form}
            />
            <TextField
              name="specialtiesEn"
              label="Works most with"
              hint="Such as: trauma, grief."
              value={now?.specialtiesEn}
              optional
              form={form}
            />
            <TextField
              name="specialtiesEs"
              label="The same in Spanish"
              hint="Such as: trauma, duelo."
              value={now?.specialtiesEs}
              optional
              form={form}
            />
            <TextArea
              name="wordsEn"
              label="A few words"
              value={now?.wordsEn}
              maxlength={1200}
              required={false}
              form={form}
            />
            <TextArea
              name="wordsEs"
              label="The same in Spanish"
              value={now?.wordsEs}
              maxlength={1200}
              required={false}
              form={form}
            />
          </div>
          <fieldset class="fieldset">
            <legend class="label">Speaks</legend>
            <div class="line-up">
              {spokenLanguages.map((one) => (
                <label class="check">
                  <input
                    type="checkbox"
                    name="languages[]"
                    value={one.key}
                    checked={now?.languages.includes(one.key) ?? false}
                  />
                  <span>{one.name}</span>
                </label>
              ))}
            </div>
          </fieldset>
        </Card>
        <FormActions>
          <Button kind="main">Keep profile</Button>
          <Button href={urls.staffMember({ member: member.id })}>Cancel</Button>
        </FormActions>
      </form>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
