import type { Context } from 'hono'
import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  Select,
  TextArea,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { liveStops } from '../dispositions.ts'
import { routes } from '../levels.ts'
import type { Screen } from '../queries.ts'
import { staffToChoose } from '../queries/owners.ts'
import { partnersOf } from '../queries/partners.ts'
import { dueAtOf } from '../rules.ts'
import { defaultThresholds } from '../thresholds.ts'
import { atField } from './at-field.ts'
import { placeOptions } from './hand-off-parts.tsx'
import { PartnerChoice, personOf } from './partner-line.tsx'
import { CrisisLine } from './stops.tsx'

/** What the safety gate already knows about a hand-off: where to, why, for which stops, by when. */
export function prefilled(
  work: Work,
  screen: Screen | null,
  stopId: string | undefined,
  level: string | undefined,
  partner?: string,
): Record<string, string | string[]> {
  const zone = work.clinic.timeZone
  const live = screen === null ? [] : liveStops(screen.gate, screen.dispositions)
  const first = live.find((stop) => stop.id === stopId) ?? live[0]
  // One place may answer several stops at once; the others keep their own hand-off.
  const together = live.filter(
    (stop) =>
      first !== undefined &&
      (stop.routeTo === first.routeTo || routes[stop.routeTo].answeredBy.some((code) => code === first.routeTo)),
  )
  const within = together.some((stop) => stop.within === 'now')
    ? 'now'
    : Math.min(24 * 60, ...together.flatMap((stop) => (stop.within === 'now' ? [] : [stop.within])))
  // The clock began with the screen; once that time has passed, it is counted from now.
  const since = screen === null ? work.at : dueAtOf(within, screen.screenedAt, defaultThresholds)
  const due = screen !== null && since > work.at ? since : dueAtOf(within, work.at, defaultThresholds)
  return {
    id: newId(),
    toLevel: first?.routeTo ?? level ?? '',
    because: together.map((stop) => stop.because).join(' '),
    'stops[]': together.map((stop) => stop.id),
    dueDay: dayAt(due, zone),
    dueTime: timeAt(due, zone),
    backOn: addDays(dayAt(work.at, zone), 3),
    owner: work.by.id ?? '',
    partner: partner ?? '',
  }
}

type Props = { screen: Screen | null; form: FormState; refusal?: Refusal; refused?: boolean }

export async function handOffForm(
  c: Context<Door>,
  client: ClientFacts,
  { screen, form: sent, refusal, refused }: Props,
) {
  const form = atField(sent, refusal, {
    'no-such-place': 'toLevel',
    'needs-whom': 'toWhom',
    'needs-reason': 'because',
    'needs-owner': 'owner',
    'needs-way-back': 'backOn',
    'due-no-time': 'dueTime',
    'due-too-late': 'dueTime',
    'no-such-stop': 'stops[]',
    'two-partners': 'newPartner',
    'no-partner-there': 'newPartner',
    'needs-name': 'newPartner',
    'needs-way': 'newPartnerPhone',
    'no-such-partner': 'partner',
    'partner-closed': 'partner',
  })
  const work = workOf(c)
  showing(c, 'a new hand-off', [client.id])
  const live = screen === null ? [] : liveStops(screen.gate, screen.dispositions)
  const about = personOf(client, screen, dayAt(work.at, work.clinic.timeZone))
  const today = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: hand off`}>
      <CrisisLine stops={live} />
      <Card title="Hand off to other care" hint="Speak with someone there first; a number on paper is no hand-off.">
        <form method="post" action={urls.newHandOff({ client: client.id })} class="form placement-form" data-guard>
          <ErrorSummary form={form} />
          <input type="hidden" name="id" value={String(form.values?.id ?? newId())} />
          <input type="hidden" name="screen" value={screen?.id ?? ''} />
          {live.length > 0 && (
            <Checkboxes
              name="stops[]"
              label="For these stops"
              form={form}
              plain
              options={live.map((stop) => ({ value: stop.id, label: stop.because, hint: `To: ${stop.routeLabel}` }))}
            />
          )}
          <Select name="toLevel" label="Where to" options={placeOptions()} width="full" form={form} />
          <PartnerChoice
            partners={await partnersOf(work)}
            level={String(form.values?.toLevel ?? '')}
            person={about}
            today={today}
            form={form}
          />
          <TextField
            name="toWhom"
            label="To whom"
            hint="The unit and the person you spoke with: Hudson General emergency department, Dr. Rao."
            maxlength={200}
            width="full"
            anyDirection
            form={form}
          />
          <TextArea name="because" label="Why" maxlength={4000} form={form} />
          <div class="together">
            <DateField name="dueDay" label="Taken over by, day" min={addDays(today, -1)} form={form} />
            <TimeField name="dueTime" label="Time" form={form} />
          </div>
          <div class="together">
            <DateField
              name="backOn"
              label="Check on the way back on"
              min={today}
              max={addDays(today, 90)}
              form={form}
            />
            <Select name="owner" label="Who follows this" options={await staffToChoose(work)} form={form} />
          </div>
          <FormActions>
            <Button kind="main">Record the hand-off</Button>
            <Button kind="quiet" href={urls.placement({ client: client.id })}>
              Back to the placement
            </Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    refused === true ? 422 : 200,
  )
}
