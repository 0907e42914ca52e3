import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import type { PlaceField } from '../check-in-place.ts'
import type { Witness } from '../queries/witnesses.ts'
import { meetingTitle } from '../witness-card.tsx'

export const placeMissing: Record<PlaceField, string> = {
  whereNow: 'Write down where they are.',
  contactName: 'Write down whom to call.',
  contactPhone: 'Write down their telephone number.',
}

/** Where somebody is who comes by video, as they tell it when the meeting begins. */
export const TakePlace = ({ one, form }: { one: Witness; form: FormState | undefined }) => {
  const own: FormState = form?.prefix === 'place' ? form : { prefix: 'place' }
  return (
    <Card
      title="Where are they today?"
      hint={`For ${meetingTitle(one)}. What they say on their own page counts as their own word; this is yours.`}
    >
      <form class="form" method="post" action={urls.checkInTaken({ meeting: one.meetingId, client: one.clientId })}>
        <RadioCards
          name="place"
          label="Place"
          options={[
            { value: 'on-site', label: 'On site' },
            { value: 'video', label: 'By video' },
          ]}
          value={one.isVideo ? 'video' : 'on-site'}
          aside
          plain
          form={own}
        />
        <TextField
          name="whereNow"
          label="By video: where they are now"
          hint="Address, so that help finds them."
          maxlength={300}
          optional
          anyDirection
          form={own}
        />
        <TextField
          name="contactName"
          label="By video: whom to call if they are in danger"
          maxlength={120}
          optional
          anyDirection
          form={own}
        />
        <TextField name="contactPhone" label="Their telephone number" type="tel" maxlength={40} optional form={own} />
        <FormActions>
          <Button>Write it down</Button>
        </FormActions>
      </form>
    </Card>
  )
}
