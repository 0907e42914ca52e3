import { addDays, dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Button, DateField, FormActions, NumberField, Select, TextField, TimeField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { type CardProps, formOf } from './card-props.ts'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** When and where somebody works, how many clients they carry, and what they offered to say of themselves. */
export const WorkCards = (props: CardProps) => (
  <>
    <Hours {...props} />
    <Caseload {...props} />
    <Away {...props} />
    <RoomsUsed {...props} />
    <Shared {...props} />
  </>
)

function Hours({ work, member, facts, form }: CardProps) {
  const own = formOf(form, 'hours')
  const sets = may(work.by, 'staff-week.set')
  return (
    <Card title="Working hours" flush={facts.hours.length > 0}>
      {facts.hours.length === 0 ? (
        <p>No hours are recorded: proposals then do not say whether they work at an hour.</p>
      ) : (
        <Rows label="Working hours">
          {facts.hours.map((one) => (
            <Row
              title={`${weekdays[one.weekday - 1] ?? ''}, ${one.starts} to ${one.ends}`}
              note={`${one.site ?? 'From afar'} · from ${shortDay(one.from)}${one.to === null ? '' : ` to ${shortDay(one.to)}`}`}
              end={
                sets && (
                  <form method="post" action={urls.workingHoursEnd({ member: member.id, hours: one.id })}>
                    <Button small label={`End ${weekdays[one.weekday - 1] ?? ''}, ${one.starts} to ${one.ends}`}>
                      End
                    </Button>
                  </form>
                )
              }
            />
          ))}
        </Rows>
      )}
      {sets && (
        <div class="body">
          <details class="disclose" open={own.values !== undefined}>
            <summary>Record hours</summary>
            <form class="form" method="post" action={urls.workingHours({ member: member.id })}>
              <Checkboxes
                name="weekdays[]"
                label="On"
                options={weekdays.map((label, n) => ({ value: String(n + 1), label }))}
                aside
                form={own}
              />
              <div class="together">
                <TimeField name="starts" label="From" step={5} form={own} />
                <TimeField name="ends" label="To" step={5} form={own} />
              </div>
              <Select
                name="siteId"
                label="Where"
                choose="From afar"
                options={facts.places.sites.map((one) => ({ value: one.id, label: one.name }))}
                required={false}
                form={own}
              />
              <div class="together">
                <DateField
                  name="from"
                  label="First day"
                  value={own.values === undefined ? facts.today : undefined}
                  form={own}
                />
                <DateField name="to" label="Last day" optional form={own} />
              </div>
              <FormActions>
                <Button kind="main">Record hours</Button>
              </FormActions>
            </form>
          </details>
        </div>
      )}
    </Card>
  )
}

function Caseload({ work, member, facts, form }: CardProps) {
  const own = formOf(form, 'caseload')
  const isOver = facts.cap !== null && facts.caseload > facts.cap
  return (
    <Card title="Caseload">
      <p>
        {`Primary therapist of ${facts.caseload}. ${facts.cap === null ? 'No limit is set.' : `At most ${facts.cap}.`}`}{' '}
        {isOver && <Sig tone="warning">Over the limit</Sig>}
      </p>
      {facts.capRows.length > 0 && (
        <ul class="tight">
          {facts.capRows.map((one) => (
            <li>{`From ${shortDay(one.effectiveFrom)}: ${one.most === null ? 'no limit' : `at most ${one.most}`}${one.because === '' ? '' : `. ${one.because}`}`}</li>
          ))}
        </ul>
      )}
      {may(work.by, 'staff-week.set') && (
        <details class="disclose" open={own.values !== undefined}>
          <summary>Set a limit</summary>
          <form class="form" method="post" action={urls.caseloadCaps({ member: member.id })}>
            <NumberField
              name="most"
              label="At most"
              hint="Empty: no limit."
              min={0}
              max={500}
              unit="clients"
              required={false}
              form={own}
            />
            <DateField name="from" label="From" value={own.values === undefined ? facts.today : undefined} form={own} />
            <TextField name="because" label="Why" optional form={own} />
            <FormActions>
              <Button kind="main">Set limit</Button>
            </FormActions>
          </form>
        </details>
      )}
    </Card>
  )
}

function Away({ work, member, facts, form }: CardProps) {
  const own = formOf(form, 'away')
  const zone = work.clinic.timeZone
  return (
    <Card title="Time away" flush={facts.away.length > 0}>
      {facts.away.length === 0 ? (
        <p>None is recorded.</p>
      ) : (
        <Rows label="Time away">
          {facts.away.map((one) => {
            const [first, last] = [dayAt(one.from, zone), dayAt(new Date(one.to.getTime() - 1), zone)]
            return (
              <Row
                title={first === last ? shortDay(first) : `${shortDay(first)} to ${shortDay(last)}`}
                end={
                  may(work.by, 'cover.arrange') && (
                    <Button
                      small
                      href={urls.cover({
                        staff: member.id,
                        from: first > facts.today ? first : facts.today,
                        to: last < addDays(facts.today, 13) ? last : undefined,
                      })}
                      label={`Find cover from ${shortDay(first)}`}
                    >
                      Find cover
                    </Button>
                  )
                }
              />
            )
          })}
        </Rows>
      )}
      {may(work.by, 'staff-week.set') && (
        <div class="body">
          <details class="disclose" open={own.values !== undefined}>
            <summary>Record days away</summary>
            <form class="form" method="post" action={urls.staffAway({ member: member.id })}>
              <div class="together">
                <DateField name="from" label="First day" min={facts.today} form={own} />
                <DateField name="to" label="Last day" min={facts.today} form={own} />
              </div>
              <FormActions>
                <Button kind="main">Record days away</Button>
              </FormActions>
            </form>
          </details>
        </div>
      )}
    </Card>
  )
}

const RoomsUsed = ({ work, member, facts }: CardProps) => (
  <Card title="Rooms">
    <p>{facts.rooms.length === 0 ? 'No room of theirs is recorded.' : facts.rooms.map((one) => one.name).join(', ')}</p>
    {may(work.by, 'staff-week.set') && facts.places.rooms.length > 0 && (
      <details class="disclose">
        <summary>Choose the rooms they use</summary>
        <form class="form" method="post" action={urls.staffRooms({ member: member.id })}>
          <Checkboxes
            name="rooms[]"
            label="Rooms"
            options={facts.places.rooms.map((one) => ({ value: one.id, label: `${one.name}, ${one.site}` }))}
            values={facts.rooms.map((one) => one.id)}
            required={false}
            plain
          />
          <FormActions>
            <Button>Keep rooms</Button>
          </FormActions>
        </form>
      </details>
    )}
  </Card>
)

const genders = [
  { value: 'woman', label: 'A woman' },
  { value: 'man', label: 'A man' },
  { value: 'nonbinary', label: 'Nonbinary' },
]

const Shared = ({ work, member, facts }: CardProps) => (
  <Card title="What clients may ask for">
    <p>{genders.find((one) => one.value === facts.gender)?.label ?? 'Gender: not shared.'}</p>
    {(work.by.id === member.id || may(work.by, 'staff.manage')) && (
      <form class="form" method="post" action={urls.staffGender({ member: member.id })}>
        <Select
          name="gender"
          label="Gender, if they offer to share it"
          hint="Some clients ask for a woman or a man. It is used for that alone."
          choose="Not shared"
          options={genders}
          value={facts.gender}
          required={false}
        />
        <FormActions>
          <Button>Keep</Button>
        </FormActions>
      </form>
    )}
    <p>
      Languages stand in the <a href={urls.publicProfile({ member: member.id })}>public profile</a>.
    </p>
  </Card>
)
