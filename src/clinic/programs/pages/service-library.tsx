import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm, ticked, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setService } from '../actions/service-library.ts'
import { isServiceKind, type Place, serviceKinds, serviceOn } from '../library.ts'
import { serviceRules } from '../queries/service-library.ts'

export const services = new Hono<Door>()

const places: Record<Place, string> = {
  room: 'In a room',
  video: 'By video',
  either: 'Room or video',
  outside: 'Outside the house',
}

services.get(urls.services.pattern, (c) => servicesPage(c))

const schema = z.object({
  kind: z.string({ error: 'Choose a kind.' }).refine(isServiceKind, 'Choose a kind.'),
  isOffered: ticked,
  usualMinutes: wholeNumber(5, 480),
  training: optionalLine(100),
  place: oneOf(['room', 'video', 'either', 'outside'], 'Say where it is held.'),
  from: day('Give the first day.'),
  source: line(300, 'Say why, or where this stands.'),
})
services.post(urls.serviceRules.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'program.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  if (!form.ok) return servicesPage(c, { values: form.typed, errors: form.errors })
  const refusal = await setService(work, form.values)
  if (isRefusal(refusal)) return servicesPage(c, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: 'Recorded. Groups and visits that stand stay as they are; new ones follow it.' })
  return c.redirect(urls.services(), 303)
})

async function servicesPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const rules = await serviceRules(work)
  const all = serviceKinds.flatMap((kind) => serviceOn(rules, kind.key, today) ?? [])
  const offered = all.filter((one) => one.isOffered)
  const manages = may(work.by, 'program.manage')
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Services"
      answer={`${offered.length} kinds of service are offered, ${offered.filter((one) => one.countsTowardDose).length} of them fill the hours`}
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      intro="What each kind needs, and two facts that stand apart: whether it fills the hours that the level of care asks for, and whether a payer may pay for it. Good for people and paid are not the same."
      actions={<Button href={urls.curricula()}>Curricula</Button>}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="What is offered, and what does it need?" flush>
        <Table
          caption="Kinds of service"
          captionHidden
          columns={[
            { label: 'Kind' },
            { label: 'Fills the week' },
            { label: 'A payer may pay' },
            { label: 'Usually', number: true },
            { label: 'Where' },
            { label: 'Led by' },
            { label: 'Here' },
          ]}
        >
          {all.map((one) => (
            <tr>
              <th scope="row">{one.label}</th>
              <td>{one.countsTowardDose ? 'Yes' : 'No'}</td>
              <td>{one.countsTowardClaim === 'never' ? 'No' : 'By its own rule'}</td>
              <td class="number">{hoursAndMinutes(one.usualMinutes)}</td>
              <td>{places[one.place]}</td>
              <td>
                {one.training !== null
                  ? `Someone trained in ${one.training}`
                  : one.needsLicence
                    ? 'A licensed clinician'
                    : 'Anyone on the staff'}
              </td>
              <td>{one.isOffered ? <Sig tone="good">Offered</Sig> : <Sig tone="calm">Not offered</Sig>}</td>
            </tr>
          ))}
        </Table>
      </Card>
      {rules.length > 0 && (
        <Card title="What has this clinic said?" hint={plural(rules.length, 'row', 'rows')} flush>
          <Table
            caption="The clinic's own rows"
            captionHidden
            columns={[{ label: 'Kind' }, { label: 'From' }, { label: 'What' }, { label: 'Why' }, { label: 'Who' }]}
          >
            {rules.map((rule) => (
              <tr>
                <th scope="row">{serviceKinds.find((kind) => kind.key === rule.kind)?.label ?? rule.kind}</th>
                <td>{shortDay(rule.from)}</td>
                <td>{`${rule.isOffered ? 'Offered' : 'Not offered'}, ${hoursAndMinutes(rule.usualMinutes)}, ${places[rule.place].toLowerCase()}${rule.training === '' ? '' : `, trained in ${rule.training}`}`}</td>
                <td>{rule.source}</td>
                <td dir="auto">{rule.setByName}</td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
      {manages && <ServiceForm today={today} form={form} />}
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}

const ServiceForm = ({ today, form }: { today: string; form?: FormState }) => (
  <Card
    title="Say otherwise, from a day on"
    hint="A newer row takes the place of an older one; nothing is overwritten."
  >
    <form class="form" method="post" action={urls.serviceRules()}>
      <Select
        name="kind"
        label="Kind"
        options={serviceKinds.map((kind) => ({ value: kind.key, label: kind.label }))}
        form={form}
      />
      <Checkbox name="isOffered" label="Offered here" checked={form?.values === undefined} form={form} />
      <div class="together">
        <NumberField name="usualMinutes" label="Usually lasts" min={5} max={480} unit="minutes" form={form} />
        <Select
          name="place"
          label="Held"
          options={Object.entries(places).map(([value, label]) => ({ value, label }))}
          form={form}
        />
      </div>
      <TextField
        name="training"
        label="Training that is asked for"
        hint="As it stands on the staff page. Without one, a licence is enough."
        optional
        form={form}
      />
      <DateField name="from" label="From" value={form?.values?.from === undefined ? today : undefined} form={form} />
      <TextField name="source" label="Why, or where this stands" maxlength={300} form={form} />
      <FormActions>
        <Button kind="main">Record</Button>
      </FormActions>
    </form>
  </Card>
)
