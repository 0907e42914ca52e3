import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox, RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  type FormState,
  Select,
  TextArea,
  TextField,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, weekDay } from '../../../ui/when.tsx'
import { YourWords } from '../../../ui/your-words.tsx'
import { urls } from '../../../urls.ts'
import { type Door, showing, workOf } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, line, oneOf, optionalId, optionalProse, readForm, ticked } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { staffList } from '../../staff/queries.ts'
import { endConcern, nameConcern, setConcernStep } from '../actions/concerns.ts'
import { helpOf } from '../help.ts'
import { type Concern, concernById, stepsOf, whoIsMeant } from '../queries/concerns.ts'
import { standIns } from '../queries/stand-ins.ts'
import { outcomeName, outcomes, urgencyName } from '../worries.ts'
import { HelpLinks } from './help-links.tsx'
import { whoseNow } from './whose-now.ts'

export const concern = new Hono<Door>()

/** The concern an address names, for those who work with concerns. */
async function asked(c: Context<Door>): Promise<Concern | Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'concern.work')
  if (denied) return forbidden(c, denied.because)
  const key = c.req.param('concern') ?? ''
  return (isId(key) ? await concernById(work, key) : undefined) ?? notFound(c)
}

concern.get(urls.concern.pattern, async (c) => {
  const one = await asked(c)
  return one instanceof Response ? one : page(c, one)
})

const step = z.object({
  seen: optionalId,
  ownerId: id('Choose whose it is.'),
  step: line(300, 'Say what happens next.'),
  dueOn: day('Say by when.'),
  isEscalation: ticked,
  because: optionalProse(500),
})

concern.post(urls.concernSteps.pattern, async (c) => {
  const one = await asked(c)
  if (one instanceof Response) return one
  const form = await readForm(c, step)
  if (!form.ok) return page(c, one, { form: { values: form.typed, errors: form.errors }, at: 'step' })
  const answer = await setConcernStep(workOf(c), one.id, { ...form.values, seen: form.values.seen ?? null })
  return done(c, one, answer, 'The next step is kept.', form.typed, 'step')
})

concern.post(urls.concernPerson.pattern, async (c) => {
  const one = await asked(c)
  if (one instanceof Response) return one
  const form = await readForm(c, z.object({ who: line(200, 'Give the name or the number.') }))
  if (!form.ok) return page(c, one, { form: { values: form.typed, errors: form.errors }, at: 'person' })
  const meant = await whoIsMeant(workOf(c), form.values.who)
  const [only] = meant
  if (only === undefined || meant.length > 1)
    return page(c, one, {
      form: {
        values: form.typed,
        errors: {
          who:
            only === undefined
              ? 'Nobody here has this name or number.'
              : `Several people are called so: give the number. ${meant.map(({ number }) => number).join(', ')}`,
        },
      },
      at: 'person',
    })
  return done(c, one, await nameConcern(workOf(c), one.id, only.id), 'Kept.', form.typed, 'person')
})

concern.post(urls.concernEnd.pattern, async (c) => {
  const one = await asked(c)
  if (one instanceof Response) return one
  const form = await readForm(
    c,
    z.object({ outcome: oneOf(outcomes, 'Choose how it ended.'), words: optionalProse(1000) }),
  )
  if (!form.ok) return page(c, one, { form: { values: form.typed, errors: form.errors }, at: 'end' })
  return done(c, one, await endConcern(workOf(c), one.id, form.values), 'Ended, and kept.', form.typed, 'end')
})

type At = 'step' | 'person' | 'end'
async function done(
  c: Context<Door>,
  one: Concern,
  answer: object | Refusal,
  text: string,
  typed: Record<string, string>,
  at: At,
) {
  if (isRefusal(answer))
    return page(c, (await concernById(workOf(c), one.id)) ?? one, { form: { values: typed }, refusal: answer, at })
  said(c, { tone: 'good', text })
  return c.redirect(urls.concern({ concern: one.id }), 303)
}

async function page(c: Context<Door>, one: Concern, back: { form?: FormState; refusal?: Refusal; at?: At } = {}) {
  const work = workOf(c)
  if (one.clientId !== null) showing(c, 'concern', [one.clientId])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const steps = await stepsOf(work, one.id)
  const here = await standIns(work)
  const staff = one.outcome === null ? (await staffList(work)).filter((person) => person.role !== 'none') : []
  const formOf = (at: At): FormState => ({ ...(back.at === at ? back.form : {}), prefix: at })
  const isOpen = one.outcome === null
  const help = helpOf(one.help)
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title={one.words}
      over={help === null ? 'Concern' : `Help: ${help.label}`}
      about={one.clientId === null || one.name === null ? undefined : { id: one.clientId, name: one.name }}
      crumbs={[{ label: 'Concerns', href: urls.concerns() }]}
      actions={
        isOpen && one.clientId !== null && may(work.by, 'screen.do') ? (
          <Button href={urls.safetyScreen({ client: one.clientId })}>Ask the safety questions</Button>
        ) : undefined
      }
    >
      <RefusalAlert refusal={back.refusal} />
      {!isOpen && <YourWords form={back.form} names={['step', 'because', 'words']} />}
      {back.at !== undefined && <ErrorSummary form={formOf(back.at)} />}
      {!isOpen && one.outcome !== null && (
        <Notice tone="good" title={outcomeName[one.outcome]}>
          <span dir="auto">{one.endWords}</span> {one.endedBy}
          {one.endedAt !== null && (
            <>
              , <At at={one.endedAt} zone={zone} />
            </>
          )}
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          <Card title="What it is about">
            <Facts
              facts={[
                {
                  term: 'About',
                  detail:
                    one.clientId === null ? (
                      <span dir="auto">{one.about} (not put to a person yet)</span>
                    ) : (
                      <a href={urls.client({ client: one.clientId })} dir="auto">
                        {one.name}
                      </a>
                    ),
                },
                {
                  term: 'How urgent',
                  detail: (
                    <Sig tone={one.urgency === 'danger' ? 'danger' : one.urgency === 'today' ? 'warning' : 'calm'}>
                      {urgencyName[one.urgency]}
                    </Sig>
                  ),
                },
                {
                  term: 'Raised by',
                  detail: (
                    <>
                      {one.raisedBy ?? 'Stepwell: nothing lay ahead of them'}, <At at={one.raisedAt} zone={zone} />
                    </>
                  ),
                },
                { term: 'Whose', detail: isOpen ? whoseNow(here, one.ownerId, one.owner) : one.owner },
                {
                  term: 'Next',
                  detail: (
                    <span dir="auto">
                      {one.step}, by {weekDay(one.dueOn)}
                      {isOpen && one.dueOn < today ? ' (past)' : ''}
                    </span>
                  ),
                },
              ]}
            />
          </Card>
          {isOpen && help !== null && one.clientId !== null && <HelpLinks help={help} clientId={one.clientId} />}
          {isOpen && one.clientId === null && (
            <Card title="Whom is it about?">
              <form class="form" method="post" action={urls.concernPerson({ concern: one.id })}>
                <TextField name="who" label="Name or number" maxlength={200} anyDirection form={formOf('person')} />
                <FormActions>
                  <Button>Put it to this person</Button>
                </FormActions>
              </form>
            </Card>
          )}
          <Card title="Steps so far" flush>
            <Rows label="Steps">
              {steps.map((each) => (
                <Row
                  title={each.step}
                  note={
                    <>
                      {each.owner}, by {weekDay(each.dueOn)}. Set by {each.by ?? 'Stepwell'},{' '}
                      <At at={each.setAt} zone={zone} />
                    </>
                  }
                  end={each.isEscalation ? <Sig tone="warning">Stepped up</Sig> : undefined}
                >
                  {each.because !== '' && <p dir="auto">{each.because}</p>}
                </Row>
              ))}
            </Rows>
          </Card>
        </div>
        {isOpen && (
          <div class="stack">
            <Card title="The next step">
              <form class="form" method="post" action={urls.concernSteps({ concern: one.id })}>
                <input type="hidden" name="seen" value={one.stepId} />
                <TextField
                  name="step"
                  label="What happens next"
                  maxlength={300}
                  width="full"
                  anyDirection
                  form={formOf('step')}
                />
                <Select
                  name="ownerId"
                  label="Whose it is"
                  value={one.ownerId}
                  options={staff.map((person) => ({
                    value: person.id,
                    label: `${person.givenName} ${person.familyName}`,
                  }))}
                  form={formOf('step')}
                />
                <DateField name="dueOn" label="By" min={today} max={addDays(today, 30)} form={formOf('step')} />
                <Checkbox
                  name="isEscalation"
                  label="This steps it up to a supervisor or director"
                  form={formOf('step')}
                />
                <TextArea
                  name="because"
                  label="Why"
                  hint="Needed when it steps up."
                  optional
                  rows={2}
                  maxlength={500}
                  form={formOf('step')}
                />
                <FormActions>
                  <Button kind="main">Keep the step</Button>
                </FormActions>
              </form>
            </Card>
            <Card title="End it">
              <form class="form" method="post" action={urls.concernEnd({ concern: one.id })}>
                <RadioCards
                  name="outcome"
                  label="How it ended"
                  options={outcomes.map((value) => ({ value, label: outcomeName[value] }))}
                  form={formOf('end')}
                  plain
                />
                <TextArea name="words" label="What came of it" rows={2} maxlength={1000} form={formOf('end')} />
                <FormActions>
                  <Button>End the concern</Button>
                </FormActions>
              </form>
            </Card>
          </div>
        )}
      </div>
    </StaffPage>,
    back.form === undefined && back.refusal === undefined ? 200 : 422,
  )
}
