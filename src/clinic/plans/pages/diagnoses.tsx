import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { endDiagnosis, makeDiagnosis } from '../actions/diagnoses.ts'
import { diagnosesInAssessment, diagnosesOf, diagnosisById, type Diagnosis } from '../queries/diagnoses.ts'

export const diagnosisPages = new Hono<Door>()

diagnosisPages.get(urls.diagnoses.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'diagnosis.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : page(c, client)
})

const form = z.object({
  code: line(12, 'Give the code, such as F10.20.'),
  words: line(300, 'Say in a few words what it is.'),
  certainty: oneOf(['confirmed', 'provisional'], 'Say how sure it is.'),
  madeOn: day('Give the day on which it was made.'),
})
diagnosisPages.post(urls.diagnoses.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'diagnosis.make')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const read = await readForm(
    c,
    form.refine((one) => one.madeOn <= dayAt(work.at, work.clinic.timeZone), {
      path: ['madeOn'],
      message: 'That day has not come yet.',
    }),
  )
  if (!read.ok) return page(c, client, { values: read.typed, errors: read.errors })
  const answer = await makeDiagnosis(work, client.id, read.values)
  if (isRefusal(answer)) return page(c, client, { values: read.typed }, answer)
  said(c, { tone: 'good', text: 'The diagnosis stands, with your name and license.' })
  return c.redirect(urls.diagnoses({ client: client.id }), 303)
})

const ending = z.object({
  because: oneOf(['resolved', 'ruled-out', 'entered-in-error'], 'Say why it ends.'),
  words: optionalLine(300),
})
diagnosisPages.post(urls.diagnosisEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'diagnosis.make')
  if (denied) return forbidden(c, denied.because)
  const found = await diagnosisById(work, c.req.param('diagnosis'))
  const client = found && (await clientById(work, found.clientId))
  if (found === undefined || client === undefined) return notFound(c)
  const read = await readForm(c, ending)
  if (!read.ok) return page(c, client, { values: read.typed, errors: read.errors, prefix: found.id })
  const answer = await endDiagnosis(work, found.id, read.values)
  if (isRefusal(answer)) return page(c, client, { values: read.typed, prefix: found.id }, answer)
  said(c, { tone: 'good', text: 'The diagnosis has ended. It stays on record with why.' })
  return c.redirect(urls.diagnoses({ client: client.id }), 303)
})

async function page(c: Context<Door>, client: ClientFacts, back?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  showing(c, 'diagnoses', [client.id])
  const all = await diagnosesOf(work, client.id)
  const standing = all.filter((one) => one.endedAt === null)
  const ended = all.filter((one) => one.endedAt !== null)
  const makes = may(work.by, 'diagnosis.make')
  const suggested = makes ? await diagnosesInAssessment(work, client.id) : []
  const asked = { code: c.req.query('code') ?? '', words: c.req.query('words') ?? '' }
  const own = back?.prefix === undefined ? back : undefined
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: diagnoses`}>
      <p class="plan-way">
        <a href={urls.plan({ client: client.id })}>Plan</a>
      </p>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={back} />
      <Card title="Which diagnoses stand?" flush={standing.length > 0}>
        {standing.length === 0 ? (
          <Empty title="No diagnosis is on record">A prescriber or an independently licensed therapist makes it.</Empty>
        ) : (
          <Rows label="Diagnoses that stand">
            {standing.map((one) => (
              <Standing one={one} makes={makes} back={back} />
            ))}
          </Rows>
        )}
      </Card>
      {suggested.length > 0 && (
        <Card title="From the assessment" hint="Named there, and not made here yet" flush>
          <Rows label="From the assessment">
            {suggested.map((one) => (
              <Row
                lead={one.code}
                title={<span dir="auto">{one.words}</span>}
                end={
                  <Button
                    small
                    href={`${urls.diagnoses({ client: client.id }, one)}#made`}
                    label={`Take ${one.code} into the form`}
                  >
                    Take into the form
                  </Button>
                }
              />
            ))}
          </Rows>
        </Card>
      )}
      {makes && (
        <Card
          title="Make a diagnosis"
          id="made"
          hint="It stands with your name and license; the words are the clinic’s own"
        >
          <form class="form" method="post" action={urls.diagnoses({ client: client.id })}>
            <TextField
              name="code"
              label="ICD-10-CM code"
              hint="Such as F10.20. Its form is checked, not its meaning."
              width="short"
              maxlength={12}
              value={own === undefined ? asked.code : undefined}
              form={own}
            />
            <TextField
              name="words"
              label="In your words"
              width="full"
              maxlength={300}
              value={own === undefined ? asked.words : undefined}
              anyDirection
              form={own}
            />
            <Select
              name="certainty"
              label="How sure"
              options={[
                { value: 'confirmed', label: 'Confirmed' },
                { value: 'provisional', label: 'Provisional' },
              ]}
              form={own}
            />
            <DateField
              name="madeOn"
              label="Made on"
              value={own === undefined ? dayAt(work.at, work.clinic.timeZone) : undefined}
              form={own}
            />
            <FormActions>
              <Button kind="main">Make this diagnosis</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {ended.length > 0 && (
        <Card title="Diagnoses that ended" flush>
          <Rows label="Diagnoses that ended">
            {ended.map((one) => (
              <Row
                lead={one.code}
                title={<span dir="auto">{one.words}</span>}
                note={`${one.endedBy ?? ''}${one.endWords ? `: ${one.endWords}` : ''}`}
                end={<Sig tone="calm">{(one.because ?? '').replaceAll('-', ' ')}</Sig>}
              />
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
    back === undefined && refusal === undefined ? 200 : 422,
  )
}

const Standing = ({ one, makes, back }: { one: Diagnosis; makes: boolean; back: FormState | undefined }) => {
  const form: FormState = back?.prefix === one.id ? back : { prefix: one.id }
  return (
    <Row
      lead={one.code}
      title={<span dir="auto">{one.words}</span>}
      note={
        <>
          {`${one.by}, `}
          <OnDay day={one.madeOn} />
        </>
      }
      end={
        <Sig tone={one.certainty === 'confirmed' ? 'good' : 'info'}>
          {one.certainty === 'confirmed' ? 'Confirmed' : 'Provisional'}
        </Sig>
      }
    >
      {makes && (
        <details class="disclose" open={back?.prefix === one.id}>
          <summary>
            End <span class="hidden-text">{one.code}</span>
          </summary>
          <form class="form" method="post" action={urls.diagnosisEnd({ diagnosis: one.id })}>
            <Select
              name="because"
              label="Why"
              options={[
                { value: 'resolved', label: 'Resolved' },
                { value: 'ruled-out', label: 'Ruled out' },
                { value: 'entered-in-error', label: 'Entered in error' },
              ]}
              form={form}
            />
            <TextField name="words" label="In a few words" optional anyDirection form={form} />
            <FormActions>
              <Button small>End diagnosis</Button>
            </FormActions>
          </form>
        </details>
      )}
    </Row>
  )
}
