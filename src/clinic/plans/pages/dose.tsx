import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { markInWords } from '../../../basics/mark.ts'
import { dayAt, isDay, weekOf } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, NumberField, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalProse, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import type { Floor } from '../../programs/dose.ts'
import { floorOfWeek } from '../../programs/queries.ts'
import { orderDose } from '../actions.ts'
import { doseOrdersOf, scheduledIn, stayById, type Stay } from '../queries.ts'
import { standingPlan } from '../queries/versions.ts'
import { WeekOfPlan } from './week-of-plan.tsx'
import { doseFlag, doseInWeek, type Dose, minutesOfDose, usualWeek, weeksToChoose } from '../rules.ts'
import { hoursOnDays, totalOf } from '../scheduled.ts'
import { Reach, WeekSum } from '../week-sum.tsx'

export const dose = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

dose.get(urls.dose.pattern, async (c) => dosePage(c, await stayById(workOf(c), c.req.param('episode'))))

const order = z.object({
  groupMinutes: wholeNumber(0, 2400),
  individualMinutes: wholeNumber(0, 600),
  familyMinutes: wholeNumber(0, 600),
  medicationMinutes: wholeNumber(0, 600),
  days: wholeNumber(1, 7),
  fromWeek: z.string({ error: 'Choose the week.' }).refine(isDay, 'Choose the week.'),
  because: optionalProse(1000),
})
dose.post(urls.dose.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'dose.order')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, order)
  if (!form.ok) return dosePage(c, stay, { form: { values: form.typed, errors: form.errors } })
  const answer = await orderDose(work, stay.id, form.values)
  if (isRefusal(answer)) return dosePage(c, stay, { form: { values: form.typed }, refusal: answer })
  said(
    c,
    answer.flag === null
      ? { tone: 'good', text: 'The week is prescribed.' }
      : { tone: 'warning', text: `The week is prescribed. ${answer.flag}` },
  )
  return c.redirect(urls.dose({ episode: stay.id }), 303)
})

async function dosePage(c: Context<Door>, stay: Stay | undefined, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || client === undefined) return notFound(c)
  showing(c, 'dose', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const week = usualWeek(today, stay)
  const floor = await floorOfWeek(work, stay, week)
  const orders = await doseOrdersOf(work, stay.id)
  const standing = doseInWeek(orders, week)
  const total = totalOf(await scheduledIn(work, stay.clientId, week))
  const flag = standing === null ? null : doseFlag(standing, floor, stay.levelOfCare)
  const plan = await standingPlan(work, stay.id)
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: prescribed week`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {flag !== null ? <Notice tone="warning">{flag}</Notice> : <Reach total={total} floor={floor} />}
      {plan !== undefined && (
        <WeekOfPlan
          plan={plan}
          episodeId={stay.id}
          isBeside={standing !== null && standing.planVersionId !== plan.versionId}
          mayWrite={may(work.by, 'plan.write') && !stay.isOver}
        />
      )}
      <div class="columns">
        {may(work.by, 'dose.order') && !stay.isOver ? (
          <DoseForm
            stay={stay}
            floor={floor}
            standing={standing}
            weeks={weeksToChoose(today, stay)}
            today={today}
            form={back?.form}
            hasPlan={plan !== undefined}
          />
        ) : (
          <Card title="Prescribe the week">
            <p>
              {stay.isOver
                ? 'This stay has ended.'
                : 'A therapist, prescriber or the clinical director prescribes the week.'}
            </p>
          </Card>
        )}
        <Card title="Prescribed and scheduled" hint={`The week from ${weekDay(week)}`} flush>
          <WeekSum dose={standing} total={total} floor={floor} />
        </Card>
      </div>
      <Card title="How has it changed?" flush={orders.length > 0}>
        {orders.length === 0 ? (
          <Empty title="No week is prescribed yet">The first order stands here, with who wrote it.</Empty>
        ) : (
          <Table
            caption="Prescribed weeks, newest first"
            captionHidden
            columns={[
              { label: 'From the week of' },
              { label: 'Week', number: true },
              { label: 'Group', number: true },
              { label: 'Individual', number: true },
              { label: 'Family', number: true },
              { label: 'Medication', number: true },
              { label: 'Why, and by whom' },
            ]}
          >
            {orders.map((one) => (
              <tr>
                <th scope="row">
                  <OnDay day={one.fromWeek} />
                  {one === standing && (
                    <>
                      <br />
                      <Sig tone="good">Stands</Sig>
                    </>
                  )}
                </th>
                <td class="number">{hoursOnDays(minutesOfDose(one), one.days)}</td>
                <td class="number">{hoursAndMinutes(one.groupMinutes)}</td>
                <td class="number">{hoursAndMinutes(one.individualMinutes)}</td>
                <td class="number">{hoursAndMinutes(one.familyMinutes)}</td>
                <td class="number">{hoursAndMinutes(one.medicationMinutes)}</td>
                <td>
                  {one.because !== '' && <p dir="auto">{one.because}</p>}
                  <small>
                    {`${one.orderedBy ?? 'Stepwell'}, `}
                    <OnDay day={dayAt(one.orderedAt, work.clinic.timeZone)} />
                  </small>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

type DoseFormProps = {
  stay: Stay
  floor: Floor | null
  standing: Dose | null
  weeks: string[]
  today: string
  form?: FormState
  /** A signed plan stands: the week changes in it, and here only until it is signed again. */
  hasPlan: boolean
}

/** Filled in with what stands, or with the floor: what the person needs is then a small change. */
function DoseForm({ stay, floor, standing, weeks, today, form, hasPlan }: DoseFormProps) {
  const usual = standing ?? {
    groupMinutes: floor?.minutesPerWeek ?? 540,
    individualMinutes: 50,
    familyMinutes: 0,
    medicationMinutes: 0,
    days: floor?.daysPerWeek ?? 3,
  }
  const field = (name: keyof Dose, label: string, hint?: string) => (
    <NumberField
      name={name}
      label={label}
      hint={hint}
      min={name === 'days' ? 1 : 0}
      max={name === 'days' ? 7 : name === 'groupMinutes' ? 2400 : 600}
      unit={name === 'days' ? 'days' : 'minutes'}
      value={form?.values === undefined ? usual[name] : undefined}
      form={form}
    />
  )
  return (
    <Card
      title={hasPlan ? 'Change the week at once' : 'Prescribe the week'}
      hint={
        hasPlan
          ? 'It stands from its week on, as an amendment that the next version of the plan takes in and signs.'
          : floor === null
            ? `No weekly floor is recorded for level ${stay.levelOfCare}.`
            : `${standing === null ? 'Filled in with the floor. ' : ''}The floor of level ${stay.levelOfCare} is ${hoursOnDays(floor.minutesPerWeek, floor.daysPerWeek)}. ${floor.mark === 'K' ? `${markInWords.K.words}.` : ''}`
      }
    >
      <form class="form" method="post" action={urls.dose({ episode: stay.id })}>
        <div class="together">
          {field('groupMinutes', 'Group')}
          {field('individualMinutes', 'Individual')}
        </div>
        <div class="together">
          {field('familyMinutes', 'Family')}
          {field('medicationMinutes', 'Medication management')}
        </div>
        {field('days', 'Days a week', 'On how many days the person comes.')}
        <Select
          name="fromWeek"
          label="From the week of"
          choose={false}
          options={weeks.map((value) => ({
            value,
            label: `${weekDay(value)}${value === weekOf(today) ? ', this week' : ''}`,
          }))}
          form={form}
        />
        <TextArea
          name="because"
          label="Why"
          hint={standing === null ? 'Needed below the floor.' : 'What has changed for this person.'}
          rows={2}
          optional={standing === null}
          required={standing !== null}
          form={form}
        />
        <FormActions>
          <Button kind="main">Prescribe</Button>
          <Button href={urls.plan({ client: stay.clientId })}>Back to the plan</Button>
        </FormActions>
      </form>
    </Card>
  )
}
