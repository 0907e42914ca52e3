import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, optionalId, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot, type Verb } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { endHomework, giveHomework, markHomework, seeHomework } from '../actions/homework.ts'
import { sheets } from '../practice.ts'
import { stayOfClient } from '../queries.ts'
import { homeworkById, homeworkOf, type Homework } from '../queries/homework.ts'
import { openObjectives } from '../queries/review.ts'
import { standingPlan } from '../queries/versions.ts'

export const homeworkPages = new Hono<Door>()

homeworkPages.get(urls.homework.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : page(c, client)
})

const newPractice = z.object({
  sheet: optionalLine(60),
  title: optionalLine(150),
  words: optionalProse(2000),
  rhythm: oneOf(['once', 'daily'], 'Say how often.'),
  dueOn: day('Say until when.'),
  objectiveId: optionalId,
})
homeworkPages.post(urls.homework.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'homework.give')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, newPractice)
  if (!form.ok) return page(c, client, { values: form.typed, errors: form.errors })
  const answer = await giveHomework(work, client.id, { ...form.values, objectiveId: form.values.objectiveId ?? null })
  if (isRefusal(answer)) return page(c, client, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'It stands on the client’s own page.' })
  return c.redirect(urls.homework({ client: client.id }), 303)
})

async function done(
  c: Context<Door>,
  verb: Verb,
  deed: (id: string) => Promise<{ clientId: string } | Refusal>,
  text: string,
) {
  const work = workOf(c)
  const found = await homeworkById(work, c.req.param('homework') ?? '')
  if (found === undefined) return notFound(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  const answer = await deed(found.id)
  said(c, isRefusal(answer) ? { tone: 'warning', text: answer.because } : { tone: 'good', text })
  return c.redirect(urls.homework({ client: found.clientId }), 303)
}
homeworkPages.post(urls.homeworkEnd.pattern, (c) =>
  done(c, 'homework.give', (id) => endHomework(workOf(c), id), 'Taken off the list. What was done stays.'),
)
homeworkPages.post(urls.homeworkDone.pattern, (c) =>
  done(c, 'homework.give', (id) => markHomework(workOf(c), id, { done: true, how: '' }), 'Noted as done today.'),
)
homeworkPages.post(urls.homeworkSeen.pattern, (c) => done(c, 'plan.see', (id) => seeHomework(workOf(c), id), 'Seen.'))

async function page(c: Context<Door>, client: ClientFacts, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  showing(c, 'practice', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = await homeworkOf(work, client.id)
  const open = all.filter((one) => one.endedAt === null && one.dueOn >= today)
  const past = all.filter((one) => !open.includes(one))
  const stay = await stayOfClient(work, client.id)
  const plan = stay && (await standingPlan(work, stay.id))
  const objectives = plan === undefined ? [] : await openObjectives(work, plan)
  const gives = may(work.by, 'homework.give') && stay !== undefined && !stay.isOver
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: practice`}>
      <p class="plan-way">
        <a href={urls.plan({ client: client.id })}>Plan</a>
      </p>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title={open.length === 0 ? 'Nothing to practise now' : 'What is practised now?'} flush={open.length > 0}>
        {open.length === 0 ? (
          <Empty title="Nothing yet">What a session taught is tried out the next day.</Empty>
        ) : (
          <Rows label="To practise">
            {open.map((one) => (
              <Practice one={one} gives={gives} mayMark />
            ))}
          </Rows>
        )}
      </Card>
      {gives && (
        <Card
          title="Give something to practise"
          hint="The client finds it on their own page, in their language where it is from the list"
        >
          <form class="form" method="post" action={urls.homework({ client: client.id })}>
            <Select
              name="sheet"
              label="From the list"
              options={sheets.map(({ key, en }) => ({ value: key, label: en.title }))}
              choose="My own words, below"
              required={false}
              width="full"
              form={form}
            />
            <TextField
              name="title"
              label="Or in your own words"
              optional
              maxlength={150}
              width="full"
              anyDirection
              form={form}
            />
            <TextArea name="words" label="What else to know" optional rows={2} maxlength={2000} form={form} />
            <Select
              name="rhythm"
              label="How often"
              choose={false}
              options={[
                { value: 'daily', label: 'Every day' },
                { value: 'once', label: 'Once' },
              ]}
              form={form}
            />
            <DateField
              name="dueOn"
              label="Until"
              min={today}
              value={form === undefined ? addDays(today, 7) : undefined}
              form={form}
            />
            <Select
              name="objectiveId"
              label="For objective"
              options={objectives.map((one) => ({ value: one.id, label: `${one.number} ${one.words.slice(0, 80)}` }))}
              choose="None of them"
              required={false}
              width="full"
              form={form}
            />
            <FormActions>
              <Button kind="main">Give it</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {past.length > 0 && (
        <Card title="Earlier" flush>
          <Rows label="Earlier practice">
            {past.map((one) => (
              <Practice one={one} gives={false} mayMark={false} />
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const feelings: Record<string, string> = { helped: 'helped', 'so-so': 'so-so', hard: 'was hard' }

const Practice = ({ one, gives, mayMark }: { one: Homework; gives: boolean; mayMark: boolean }) => {
  const unseen = one.done.filter((each) => one.seenAt === null || new Date(each.at) > one.seenAt)
  const params = { homework: one.id }
  return (
    <Row
      title={<span dir="auto">{one.title}</span>}
      note={`${one.rhythm === 'daily' ? 'Every day' : 'Once'}, until ${shortDay(one.dueOn)}. Given by ${one.givenBy}.`}
      end={
        <>
          <Sig tone={unseen.length > 0 ? 'info' : one.done.length > 0 ? 'good' : 'calm'}>
            {one.done.length === 0 ? 'Not done yet' : `Done on ${plural(one.done.length, 'day', 'days')}`}
          </Sig>
          {unseen.length > 0 && (
            <form method="post" action={urls.homeworkSeen(params)}>
              <Button small label={`I have seen what was done: ${one.title}`}>
                Seen
              </Button>
            </form>
          )}
          {gives && mayMark && (
            <>
              <form method="post" action={urls.homeworkDone(params)}>
                <Button small label={`Done today: ${one.title}`}>
                  Done today
                </Button>
              </form>
              <form method="post" action={urls.homeworkEnd(params)}>
                <Button small label={`Take off the list: ${one.title}`}>
                  Take off
                </Button>
              </form>
            </>
          )}
        </>
      }
    >
      {one.words !== '' && (
        <p class="plan-said" dir="auto">
          {one.words}
        </p>
      )}
      {one.done.length > 0 && (
        <p class="muted">
          {one.done
            .slice(0, 14)
            .map(
              (each) =>
                `${shortDay(each.onDay)}${each.how === '' ? '' : ` (${feelings[each.how] ?? each.how})`}${each.byClient ? '' : ', noted by staff'}`,
            )
            .join(', ')}
        </p>
      )}
    </Row>
  )
}
