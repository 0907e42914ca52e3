import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { FromAndSource, WhatWasSet } from '../../../ui/dated-rows.tsx'
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
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, line, oneOf, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { stayById } from '../../plans/queries.ts'
import { setMentor, setPhase, setPhasePolicy } from '../actions/phases.ts'
import { type Phase, phaseWords } from '../phase.ts'
import { phasePolicies, phasePolicyOn, phaseRowsOf, phasesOf } from '../queries/phases.ts'

export const phases = new Hono<Door>()

phases.get(urls.stayPhases.pattern, (c) => stayPage(c))

const phaseSaid = z.object({
  phase: oneOf(['newcomer', 'under-way', 'further', 'by-days'], 'Choose one.'),
  from: day('Give the first day.'),
  because: optionalLine(300),
})
phases.post(urls.stayPhases.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, phaseSaid)
  if (!form.ok) return stayPage(c, { values: form.typed, errors: form.errors })
  const episode = c.req.param('episode')
  const refusal = await setPhase(work, episode, form.values)
  if (refusal) return stayPage(c, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: 'It is noted. Lists of seats follow it.' })
  return c.redirect(urls.stayPhases({ episode }), 303)
})

async function stayPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const stay = await stayById(work, c.req.param('episode') ?? '')
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || !client) return notFound(c)
  showing(c, 'phases', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const policy = await phasePolicyOn(work, today)
  const phase = (await phasesOf(work, [stay.id], today)).get(stay.id) ?? 'newcomer'
  const rows = await phaseRowsOf(work, stay.id)
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: how far along`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title={`How far along is ${stay.firstName}?`}>
        <p>
          <Sig tone="info">{phaseWords[phase]}</Sig>{' '}
          {`By days: new up to day ${policy.newcomerDays}, further along from day ${policy.furtherDays}. What a clinician says stands over it.`}
        </p>
        {rows.length > 0 && (
          <Rows label="What was said">
            {rows.map((row) => (
              <Row
                title={row.phase === 'by-days' ? 'By days again' : phaseWords[row.phase as Phase]}
                note={[`from ${shortDay(row.fromDay)}`, `${row.givenName ?? ''} ${row.familyName ?? ''}`, row.because]
                  .filter((words) => words.trim() !== '')
                  .join(' · ')}
              />
            ))}
          </Rows>
        )}
      </Card>
      {may(work.by, 'plan.write') && (
        <Card title="Say it otherwise">
          <form class="form" method="post" action={urls.stayPhases({ episode: stay.id })}>
            <Select
              name="phase"
              label="How far along"
              options={[
                ...Object.entries(phaseWords).map(([value, label]) => ({ value, label })),
                { value: 'by-days', label: 'As the days say' },
              ]}
              form={form}
            />
            <DateField
              name="from"
              label="From"
              value={form?.values?.from === undefined ? (today > stay.firstDay ? today : stay.firstDay) : undefined}
              form={form}
            />
            <TextField name="because" label="Why" optional anyDirection form={form} />
            <FormActions>
              <Button kind="main">Note it</Button>
              <Button href={urls.seats({ episode: stay.id })}>Back to the seats</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </ClientFrame>,
    form === undefined ? 200 : 422,
  )
}

const mentor = z.object({ seat: id('Choose a member.'), is: oneOf(['yes', 'no']) })
phases.post(urls.seriesMentors.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, mentor)
  if (!form.ok) return notFound(c)
  const answer = await setMentor(work, form.values.seat, form.values.is === 'yes')
  if (isRefusal(answer)) return notFound(c)
  said(c, {
    tone: 'good',
    text:
      form.values.is === 'yes' ? 'Marked as a peer mentor of this group.' : 'No peer mentor of this group any more.',
  })
  return c.redirect(urls.series({ series: c.req.param('series') }), 303)
})

phases.get(urls.phasePolicies.pattern, (c) => policyPage(c))

const policySaid = z.object({
  newcomerDays: wholeNumber(1, 365),
  furtherDays: wholeNumber(2, 730),
  mostNewcomers: wholeNumber(1, 100),
  from: day('Give the first day.'),
  source: line(300, 'Say whose figures these are.'),
})
phases.post(urls.phasePolicies.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying: policySaid,
    add: setPhasePolicy,
    done: 'The figures are recorded.',
    to: urls.phasePolicies(),
    page: policyPage,
  }),
)

async function policyPage(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const form = back?.form
  const today = dayAt(work.at, work.clinic.timeZone)
  const now = await phasePolicyOn(work, today)
  const rows = await phasePolicies(work)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Who is new in a group?"
      answer={`New up to day ${now.newcomerDays}, further along from day ${now.furtherDays}`}
      intro="Newer people sit beside people further along. Lists of seats rank by it, and a group's page warns when too many are new."
      width="narrow"
    >
      {rows.length === 0 && (
        <Card title="What stands">
          <p>{now.source}.</p>
        </Card>
      )}
      <WhatWasSet
        columns={[
          { label: 'New to day', number: true },
          { label: 'Further from day', number: true },
          { label: 'New of 100', number: true },
        ]}
        rows={rows.map((row) => ({
          from: row.effectiveFrom,
          cells: [row.newcomerDays, row.furtherDays, `at most ${row.mostNewcomers}`],
          source: row.source,
          by: `${row.givenName ?? ''} ${row.familyName ?? ''}`.trim(),
        }))}
      />
      {may(work.by, 'rules.change') && (
        <form class="form" method="post" action={urls.phasePolicies()}>
          <NumberField
            name="newcomerDays"
            label="New up to day"
            min={1}
            max={365}
            value={now.newcomerDays}
            form={form}
          />
          <NumberField
            name="furtherDays"
            label="Further along from day"
            min={2}
            max={730}
            value={now.furtherDays}
            form={form}
          />
          <NumberField
            name="mostNewcomers"
            label="Warn above"
            unit="newcomers of 100 members"
            min={1}
            max={100}
            value={now.mostNewcomers}
            form={form}
          />
          <FromAndSource form={form} today={today} words={{ source: 'Source', hint: 'Whose figures these are.' }} />
          <FormActions>
            <Button kind="main">Record</Button>
          </FormActions>
        </form>
      )}
    </RulesPage>,
    statusOf(back),
  )
}
