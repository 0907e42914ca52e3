import type { Day } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import { Card } from '../../ui/card.tsx'
import { Checkbox, RadioCards } from '../../ui/choices.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Button, DateField, FormActions, TextArea, type FormState } from '../../ui/form.tsx'
import { Notice } from '../../ui/status.tsx'
import { At, shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import type { StayFacts } from '../episodes/queries.ts'
import { lengthOfStay } from '../episodes/rules.ts'
import { isLeavingKind, kindWords, leavingKinds } from './leaving-kinds.ts'
import type { Ahead } from './queries.ts'
import { isAhead } from './rules.ts'

type DischargeProps = {
  stay: StayFacts
  today: Day
  lastAttended: Day | null
  /** Since when nobody has heard from them, where that is for as long as the rule says. */
  silentSince: Day | null
  openItems: number
  ahead: Ahead
  form: FormState | undefined
}

export function DischargeCard({ stay, today, lastAttended, silentSince, openItems, ahead, form }: DischargeProps) {
  const state = { ...form, prefix: 'discharge' }
  if (isAhead(stay, today))
    return (
      <Card
        title="Will they not come?"
        hint={`Care begins on ${shortDay(stay.from)}. Until then the admission can be taken back.`}
      >
        <form class="form" method="post" action={urls.discharge({ episode: stay.id })}>
          <TextArea name="words" label="Why they will not come" maxlength={4000} form={state} />
          <Notice tone="warning" title="This takes the admission back">
            {freed(ahead)} To admit later, a clinician decides afresh.
          </Notice>
          <FormActions>
            <Button kind="danger">Take back the admission</Button>
          </FormActions>
        </form>
      </Card>
    )
  return (
    <Card
      title="Discharge"
      hint={lastAttended === null ? 'They have attended nothing yet.' : `Last attended on ${shortDay(lastAttended)}.`}
    >
      <form class="form" method="post" action={urls.discharge({ episode: stay.id })}>
        <DateField
          name="onDay"
          label="Last day of care"
          value={silentSince ?? today}
          min={lastAttended ?? stay.from}
          max={today}
          form={state}
        />
        <RadioCards
          name="reason"
          label="Why the stay ends"
          value={silentSince === null ? undefined : 'dropped-out'}
          options={leavingKinds.map((value) => ({ value, ...kindWords[value] }))}
          form={state}
          plain
        />
        <TextArea
          name="words"
          label="What the next person should know"
          hint="Where to, who took over, what worked. Needed where the reason asks for it."
          optional
          maxlength={4000}
          form={state}
        />
        {openItems > 0 && (
          <Checkbox
            name="sawOpenItems"
            label={`I have looked at the ${plural(openItems, 'item', 'items')} still open. They go on with their owners after the last day.`}
            required
            form={state}
          />
        )}
        <Notice tone="warning" title="This ends the stay">
          {freed(ahead)} For a day it can be taken back; after that the person can be admitted again.
        </Notice>
        <FormActions>
          <Button kind="danger">Discharge</Button>
        </FormActions>
      </form>
    </Card>
  )
}

/** What becomes free from the day after the last one. */
function freed({ seats, visits }: Ahead): string {
  const parts = [
    seats.length === 0 ? '' : `${plural(seats.length, 'seat is', 'seats are')} free for others`,
    visits === 0 ? '' : `${plural(visits, 'visit is', 'visits are')} cancelled`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'No seat and no visit is booked.' : `From the day after, ${parts.join(' and ')}.`
}

export const Ended = ({ stay, kind, zone }: { stay: StayFacts; kind: string | null; zone: string }) =>
  stay.lastDay === null ? null : (
    <Card title={`Ended on ${shortDay(stay.lastDay)}`}>
      <Facts
        facts={[
          { term: 'Why', detail: kind !== null && isLeavingKind(kind) ? kindWords[kind].label : null },
          { term: 'Words', detail: stay.dischargeWords, none: 'None' },
          { term: 'Stay', detail: `${plural(lengthOfStay(stay, stay.lastDay), 'day', 'days')} in ${stay.programName}` },
          { term: 'Written', detail: stay.dischargedAt && <At at={stay.dischargedAt} zone={zone} /> },
        ]}
      />
    </Card>
  )
