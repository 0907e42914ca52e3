import { addDays, type Day } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, DateField, FormActions, type FormState, TextArea } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { decisionName, decisions } from '../worries.ts'

/** After the third miss or two weeks of silence: what the clinical director decides about the stay. Leaving has its own page and its own due process. */
export const ReviewCard = ({ episodeId, today, form }: { episodeId: string; today: Day; form?: FormState }) => (
  <Card
    title="Review of the stay"
    hint="Weigh why they stay away, what would bring them back, and what else would suit. Nobody is discharged by this form."
  >
    <form class="form" method="post" action={urls.stayReviews({ episode: episodeId })}>
      <RadioCards
        name="decision"
        label="What was decided"
        options={decisions.map((value) => ({ value, label: decisionName[value] }))}
        form={form}
        plain
      />
      <TextArea name="words" label="What was weighed, and who was asked" maxlength={2000} form={form} />
      <DateField
        name="nextOn"
        label="Somebody looks again on"
        min={addDays(today, 1)}
        max={addDays(today, 30)}
        form={form}
      />
      <FormActions>
        <Button kind="main">Keep the review</Button>
      </FormActions>
    </form>
  </Card>
)
