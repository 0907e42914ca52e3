import type { Child } from 'hono/jsx'
import { timeAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Row } from '../../../ui/card.tsx'
import { DateField, Select, TimeField, type FormState, type Option, type OptionGroup } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { Proposal } from '../covering.ts'
import type { MeetingToCover, VisitToCover } from '../queries/cover.ts'

/** Field names carry the id of what they are about, so that one form holds every choice. */
export const meetingKey = (one: { sessionId: string; part: string }): string => `${one.part}.${one.sessionId}`
export const visitKey = (one: { visitId: string }): string => `visit.${one.visitId}`

const knows = (one: Proposal, members: number): string =>
  one.primaryOf > 0 && members === 1
    ? 'primary therapist'
    : one.knows === 0
      ? members === 1
        ? 'does not know them'
        : 'knows nobody there'
      : members === 1
        ? 'knows them'
        : `knows ${one.knows} of ${members}`
const works = (one: Proposal): string => (one.works === null ? '' : one.works ? 'works then' : 'does not work then')
const label = (one: Proposal, members: number): string =>
  [one.name, knows(one, members), works(one)].filter((part) => part !== '').join(' · ')

/** The people for one choice: those who fit first, then the others with what stands against them, not to be chosen. */
function people(proposed: readonly Proposal[], members: number): (Option | OptionGroup)[] {
  const fit = proposed.filter((one) => one.fits)
  const rest = proposed.filter((one) => !one.fits)
  const groups: OptionGroup[] = []
  if (fit.length > 0)
    groups.push({
      group: 'Qualified and free',
      options: fit.map((one) => ({ value: one.id, label: label(one, members) })),
    })
  if (rest.length > 0)
    groups.push({
      group: 'Not possible',
      options: rest.map((one) => ({
        value: one.id,
        label: `${one.name} · ${one.busy ?? 'not qualified'}`,
        disabled: true,
      })),
    })
  return groups
}

const Why = ({ proposed }: { proposed: readonly Proposal[] }) => {
  const unfit = proposed.filter((one) => one.unfit !== null)
  return unfit.length === 0 ? null : (
    <details class="disclose">
      <summary>{`Who is not qualified, and why (${unfit.length})`}</summary>
      <ul class="tight">
        {unfit.map((one) => (
          <li>{one.unfit}</li>
        ))}
      </ul>
    </details>
  )
}

const hour = (one: { begins: Date; ends: Date }, zone: string) =>
  `${timeAt(one.begins, zone)} to ${timeAt(one.ends, zone)}`

type MeetingRowProps = {
  one: MeetingToCover
  zone: string
  offer: string | null
  /** Whoever looks may call a meeting off. */
  cancels: boolean
  form?: FormState
}

export function MeetingRow({ one, zone, offer, cancels, form }: MeetingRowProps) {
  const key = meetingKey(one)
  const fits = one.proposed.filter((person) => person.fits)
  const others = one.others.map((other) => other.name).join(' and ')
  const options: (Option | OptionGroup)[] = [
    ...people(one.proposed, one.members.length),
    ...(one.others.length > 0 && one.how !== 'nobody'
      ? [{ value: 'nobody', label: `Nobody: ${others} leads alone` }]
      : []),
    ...(one.how === 'as-usual' ? [] : [{ value: 'as-usual', label: 'As usual: take this cover back' }]),
  ]
  return (
    <Row
      title={<a href={urls.roster({ session: one.sessionId })}>{`${hour(one, zone)} · ${one.name}`}</a>}
      note={`${one.room} · ${plural(one.members.length, 'person', 'people')} expected${one.others.length > 0 ? ` · with ${others}` : ''}`}
      end={state(one)}
    >
      <input type="hidden" name={`seen.${key}`} value={one.coverId ?? ''} />
      <div class="form">
        <Select
          name={key}
          label={one.part === 'lead' ? 'Who leads instead?' : 'Who co-leads instead?'}
          hint={fits.length === 0 ? 'Nobody who is qualified is free then.' : undefined}
          choose={one.how === 'as-usual' ? 'Leave open for now' : 'Leave it so'}
          options={options}
          value={one.how === 'as-usual' && form === undefined ? offer : undefined}
          required={false}
          width="full"
          form={form}
        />
        <Why proposed={one.proposed} />
        {cancels && (
          <p>
            <a
              href={`${urls.roster({ session: one.sessionId })}#cancellation`}
              aria-label={`Cancel ${one.name}, ${hour(one, zone)}, instead`}
            >
              Cancel this meeting instead
            </a>
          </p>
        )}
      </div>
    </Row>
  )
}

function state(one: MeetingToCover): Child {
  if (one.how === 'instead') return <Sig tone="good">{`${one.coveredBy ?? 'Somebody'} covers`}</Sig>
  if (one.how === 'nobody') return <Sig tone="good">The others lead alone</Sig>
  return <Sig tone="warning">Not covered</Sig>
}

type VisitRowProps = { one: VisitToCover; zone: string; offer: string | null; today: string; form?: FormState }

export function VisitRow({ one, zone, offer, today, form }: VisitRowProps) {
  const key = visitKey(one)
  const [member] = one.members
  return (
    <Row
      title={<span dir="auto">{`${hour(one, zone)} · ${member?.name ?? ''}`}</span>}
      note={`${one.name}${one.byVideo ? ', by video' : ''}`}
      end={<Sig tone="warning">Not covered</Sig>}
    >
      <div class="form">
        <Select
          name={key}
          label="What becomes of it?"
          choose="Leave open for now"
          options={[
            ...people(one.proposed, 1),
            { value: 'move', label: 'Move it: same person, another time (below)' },
            { value: 'cancel', label: 'Cancel it' },
          ]}
          value={form === undefined ? offer : undefined}
          required={false}
          width="full"
          form={form}
        />
        <details class="disclose" open={form?.values?.[key] === 'move'}>
          <summary>Another time, if it is moved</summary>
          <div class="together">
            <DateField name={`day.${key}`} label="Day" min={today} required={false} form={form} />
            <TimeField name={`starts.${key}`} label="Begins at" step={5} required={false} form={form} />
          </div>
        </details>
        <Why proposed={one.proposed} />
      </div>
    </Row>
  )
}
