import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, type FormState, TextField } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import type { OpenWait } from '../queries/waiting.ts'
import type { Priority } from '../waiting.ts'

type FactsProps = { wait: OpenWait; priorities: readonly Priority[]; canSay: boolean; form?: FormState }

/** What counts for the place: acuity by a clinician with a reason, and the clinic's priority populations. */
export const FactsForm = ({ wait, priorities, canSay, form }: FactsProps) => {
  const isBack = form?.prefix === 'urgency'
  const own: FormState = isBack ? form : { prefix: 'urgency' }
  return (
    <Card title="How urgent is it?">
      <Facts
        facts={[
          {
            term: 'Acuity',
            detail: wait.acuity === null ? null : `${wait.acuity} of 3: ${wait.acuityBecause ?? ''}`,
            none: 'Not said yet: counted as 1',
          },
          wait.acuityBy !== null && { term: 'Said by', detail: wait.acuityBy },
          {
            term: 'Priority',
            detail: priorities
              .filter((one) => wait.priorities.includes(one.key))
              .map((one) => one.label)
              .join(', '),
            none: 'None',
          },
        ]}
      />
      {canSay && (
        <>
          <form class="form" method="post" action={urls.waitFacts({ wait: wait.id })}>
            <input type="hidden" name="deed" value="urgency" />
            <RadioCards
              name="acuity"
              label="Acuity"
              options={[
                { value: '1', label: '1', hint: 'Can wait safely' },
                { value: '2', label: '2', hint: 'Gets worse while waiting' },
                { value: '3', label: '3', hint: 'At risk while waiting' },
              ]}
              value={isBack ? undefined : wait.acuity}
              form={own}
              plain
            />
            <TextField name="because" label="Why" anyDirection form={own} />
            <FormActions>
              <Button>Note the acuity</Button>
            </FormActions>
          </form>
          {priorities.length > 0 && (
            <form class="form" method="post" action={urls.waitFacts({ wait: wait.id })}>
              <input type="hidden" name="deed" value="priorities" />
              <Checkboxes
                name="priorities[]"
                label="Priority populations"
                hint={`${plural(priorities.length, 'group goes', 'groups go')} first by the clinic’s rule. Only what they told you themselves.`}
                optional
                options={priorities.map((one) => ({ value: one.key, label: one.label }))}
                values={[...wait.priorities]}
              />
              <FormActions>
                <Button>Note the priorities</Button>
              </FormActions>
            </form>
          )}
        </>
      )}
    </Card>
  )
}

export const LeaveForm = ({ wait, form }: { wait: OpenWait; form?: FormState }) => {
  const own: FormState = form?.prefix === 'leave' ? form : { prefix: 'leave' }
  return (
    <Card title="Does this place end?">
      <form class="form" method="post" action={urls.waitEnd({ wait: wait.id })}>
        <RadioCards
          name="because"
          label="Why it ends"
          options={[
            { value: 'asked', label: 'They wish to leave the list' },
            { value: 'no-answer', label: 'Nobody could be reached' },
            { value: 'clinic', label: 'The clinic decides so' },
          ]}
          form={own}
          plain
        />
        <TextField name="words" label="In your words" optional anyDirection form={own} />
        <FormActions>
          <Button>Take off the list</Button>
        </FormActions>
      </form>
    </Card>
  )
}
