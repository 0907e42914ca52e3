import { addDays, type Day, daysBetween } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button, DateField, FormActions, Select, TextArea, TextField, type FormState } from '../../ui/form.tsx'
import { Sig } from '../../ui/status.tsx'
import { At, shortDay, weekDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import type { continuingCareOf, therapistsOf } from '../episodes/queries.ts'
import { itemKindName, itemKinds } from './item-kinds.ts'
import { type PartState, partWords, type Readiness } from './leaving-parts.ts'

type Items = Awaited<ReturnType<typeof continuingCareOf>>
type Choice = { value: string; label: string }

const stateWords: Record<PartState['state'], { tone: 'good' | 'calm' | 'info' | 'warning'; word: string }> = {
  ready: { tone: 'good', word: 'Ready' },
  settled: { tone: 'calm', word: 'Settled' },
  begun: { tone: 'info', word: 'Begun' },
  open: { tone: 'warning', word: 'Open' },
}

/** Rules write days as they are kept; people read them as they are spoken. */
export const withDays = (text: string): string => text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => shortDay(day))

/** "Ready for leaving: 4 of 9": the nine parts, each with its state and why; the way to what they hold. */
export const ReadyCard = ({
  episode,
  readiness,
  whole,
}: {
  episode: string
  readiness: Readiness
  whole?: boolean
}) => (
  <Card
    title={`Ready for leaving: ${readiness.ready} of ${readiness.of}`}
    hint="A part is ready because of what it holds, not because it is ticked."
    action={!whole && <a href={urls.leavingPlan({ episode })}>Open the plan</a>}
    flush
  >
    <Rows label="Nine parts of the plan for afterwards">
      {readiness.items.map(({ part, state, because }) => (
        <Row
          title={whole ? <a href={`#words-${part}`}>{partWords[part].title}</a> : partWords[part].title}
          note={<span dir="auto">{withDays(because)}</span>}
          end={<Sig tone={stateWords[state].tone}>{stateWords[state].word}</Sig>}
        />
      ))}
    </Rows>
  </Card>
)

export const OpenItems = ({ items, today, mayDo }: { items: Items; today: Day; mayDo: boolean }) => (
  <Card
    title={
      items.length === 0
        ? 'Nothing is open before they leave'
        : `${plural(items.length, 'thing', 'things')} to do before they leave`
    }
    hint="Open since admission, soonest due first. What is not done by the last day goes on after it."
    flush={items.length > 0}
  >
    {items.length === 0 ? (
      <Empty title="The plan for afterwards is in place">Add what comes up.</Empty>
    ) : (
      <Rows label="To do before they leave">
        {items.map((item) => (
          <Row
            id={`item-${item.id}`}
            title={item.what}
            note={`${itemKindName(item.kind)}. ${item.owner === null ? 'Nobody’s yet' : `${item.owner}'s`}, by ${weekDay(item.dueOn)}.`}
            end={<Due dueOn={item.dueOn} today={today} />}
          >
            {mayDo && (
              <form class="line-up aftercare-done" method="post" action={urls.continuingCareDone({ item: item.id })}>
                <input
                  class="input"
                  type="text"
                  name="words"
                  maxlength={300}
                  placeholder="How, if it matters later"
                  aria-label={`How it was done: ${item.what}`}
                  autocomplete="off"
                  dir="auto"
                />
                <Button small label={`Done: ${item.what}`}>
                  Done
                </Button>
              </form>
            )}
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)

function Due({ dueOn, today }: { dueOn: Day; today: Day }) {
  const late = daysBetween(dueOn, today)
  if (late > 0) return <Sig tone="danger">{plural(late, 'day', 'days')} overdue</Sig>
  if (late === 0) return <Sig tone="warning">Due today</Sig>
  if (late >= -3) return <Sig tone="info">Due in {plural(-late, 'day', 'days')}</Sig>
  return <Sig tone="calm">By {shortDay(dueOn)}</Sig>
}

export const DoneItems = ({ items, zone }: { items: Items; zone: string }) =>
  items.length === 0 ? null : (
    <Card title={`${plural(items.length, 'thing', 'things')} done`} flush>
      <Rows label="Done">
        {items.map((item) => (
          <Row
            title={item.what}
            note={
              <>
                {item.doneBy}, {item.doneAt !== null && <At at={item.doneAt} zone={zone} />}
                {item.words ? `. ${item.words}` : ''}
              </>
            }
            end={<Sig tone="good">Done</Sig>}
          />
        ))}
      </Rows>
    </Card>
  )

type AddProps = { episode: string; today: Day; owners: Choice[]; me: string | undefined; form: FormState | undefined }

export const AddItem = ({ episode, today, owners, me, form }: AddProps) => {
  const state = { ...form, prefix: 'item' }
  return (
    <Card title="Add to the plan">
      <form class="form" method="post" action={urls.continuingCareItems({ episode })}>
        <Select
          name="kind"
          label="About"
          options={itemKinds.map((value) => ({ value, label: itemKindName(value) }))}
          form={state}
        />
        <TextField name="what" label="What is to be done" maxlength={300} anyDirection form={state} />
        <DateField
          name="dueOn"
          label="By"
          value={addDays(today, 14)}
          min={today}
          max={addDays(today, 366)}
          form={state}
        />
        <Select
          name="owner"
          label="Whose it is"
          value={owners.some((one) => one.value === me) ? me : undefined}
          options={owners}
          form={state}
        />
        <FormActions>
          <Button>Add</Button>
        </FormActions>
      </form>
    </Card>
  )
}

type TherapistProps = {
  episode: string
  history: Awaited<ReturnType<typeof therapistsOf>>
  choices: Choice[]
  form: FormState | undefined
}

const named = (one: { givenName: string; familyName: string; credential: string }) =>
  `${one.givenName} ${one.familyName}${one.credential === '' ? '' : `, ${one.credential}`}`

export const TherapistCard = ({ episode, history, choices, form }: TherapistProps) => {
  const [now, ...before] = history
  const state = { ...form, prefix: 'therapist' }
  return (
    <Card title={now === undefined ? 'Nobody leads this stay yet' : `${named(now)} leads this stay`}>
      <div class="stack">
        {now !== undefined && (
          <p class="muted">
            Primary therapist since {shortDay(now.fromDay)}
            {now.because === '' ? '' : `. ${now.because}`}
          </p>
        )}
        {before.length > 0 && (
          <ul class="aftercare-before" aria-label="Who led before">
            {before.map((one) => (
              <li>
                {named(one)}, from {shortDay(one.fromDay)}
                {one.because === '' ? '' : `. ${one.because}`}
              </li>
            ))}
          </ul>
        )}
        {choices.length > 0 && (
          <details class="disclose" open={form !== undefined}>
            <summary>Change the primary therapist</summary>
            <form class="form" method="post" action={urls.primaryTherapist({ episode })}>
              <Select
                name="therapist"
                label="Who leads from now on"
                options={choices.filter((one) => one.value !== now?.staffId)}
                form={state}
              />
              <TextArea name="because" label="Why it changes" maxlength={1000} form={state} />
              <FormActions>
                <Button>Change</Button>
              </FormActions>
            </form>
          </details>
        )}
      </div>
    </Card>
  )
}
