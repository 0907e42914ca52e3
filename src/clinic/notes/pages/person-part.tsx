import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Doc } from '../../../basics/draft.ts'
import { RadioCards } from '../../../ui/choices.tsx'
import { Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import type { PersonOnRoster } from '../../attendance/queries.ts'
import { goalIn, objectiveIn } from '../assemble.ts'
import { goalField, wordsField } from '../fields.ts'
import { observedField, observedIn, observedInWords, observedKinds } from '../observed.ts'
import { markInWords } from './frame.tsx'

type PersonPartProps = {
  c: Context<Door>
  person: PersonOnRoster
  form: FormState & { values: Doc }
  /** Words stand here for someone who did not attend. */
  stray: boolean
  marked: Child
  beside: Child
}

/** One person's own part: what it is tied to, and what was seen and heard. Only their chart shows it. */
export const PersonPart = ({ c, person, form, stray, marked, beside }: PersonPartProps) => (
  <section class="card note-part" aria-label={person.name}>
    <PersonLine
      name={person.name}
      pronouns={person.pronouns}
      dayOfStay={person.dayOfStay}
      tags={person.isWalkIn ? ['walk-in'] : []}
      meta={person.mark === null ? 'Not marked' : markInWords(person.mark)}
    />
    {!stray && <Goal c={c} person={person} chosen={objectiveIn(form.values, person) ?? goalIn(form.values, person)} />}
    <TextArea
      name={wordsField(person.id)}
      label={`About ${person.name}`}
      labelHidden
      form={form}
      rows={2}
      required={false}
      maxlength={10_000}
      placeholder="What you saw and heard, towards this goal"
      width="full"
    />
    {marked}
    {beside}
    {!stray && <Observed person={person} form={form} />}
  </section>
)

/** One tap each, none of it required. Closed it costs no stop of the Tab key, and says what was tapped. */
const Observed = ({ person, form }: Pick<PersonPartProps, 'person' | 'form'>) => {
  const said = observedInWords(observedIn(form.values, person.id))
  return (
    <details class="note-observed">
      <summary>
        Observed<span class="hidden-text"> of {person.name}</span>
        {said !== '' && <small>: {said}</small>}
      </summary>
      {observedKinds.map(({ key, label, choices }) => (
        <RadioCards
          name={observedField(key, person.id)}
          label={label}
          options={[...choices, { value: '', label: 'Not said' }]}
          value={form.values[observedField(key, person.id)] ?? ''}
          aside
          plain
          required={false}
        />
      ))}
    </details>
  )
}

function Goal({ c, person, chosen }: { c: Context<Door>; person: PersonOnRoster; chosen: string }) {
  const name = goalField(person.id)
  const [only] = person.goals
  if (only === undefined) {
    return (
      <p>
        <Sig tone="warning">No open goal</Sig>{' '}
        {may(workOf(c).by, 'plan.see') && (
          <a href={urls.plan({ client: person.id })}>
            Add one<span class="hidden-text"> to the plan of {person.name}</span>
          </a>
        )}
      </p>
    )
  }
  // Where a plan is signed, its objectives; else the goals.
  const options = person.goals.flatMap((goal) =>
    goal.objectives.length === 0
      ? [{ value: goal.id, label: `Goal ${goal.position}: ${goal.words}` }]
      : goal.objectives.map((one) => ({
          value: one.id,
          label: `Goal ${goal.position}: ${goal.words}, objective ${one.position}: ${one.words}`,
        })),
  )
  // One needs no choosing, and no stop of the Tab key.
  if (options.length === 1) {
    return (
      <p class="note-goal" dir="auto">
        <input type="hidden" name={name} value={options[0]?.value ?? ''} />
        {options[0]?.label}
      </p>
    )
  }
  return (
    <Select
      name={name}
      label={`Goal of ${person.name}`}
      labelHidden
      value={chosen}
      choose={false}
      width="full"
      options={options}
    />
  )
}
