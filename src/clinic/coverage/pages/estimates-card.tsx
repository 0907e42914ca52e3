import { addDays, dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, DateField, FormActions, Select, TextField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { dollars } from '../money.ts'
import type { EstimateDue, EstimateRow } from '../queries/estimates.ts'

const howNames: Record<string, string> = {
  paper: 'on paper',
  mail: 'by mail',
  email: 'by email',
  portal: 'in the portal',
}
export const howOptions = [
  { value: 'paper', label: 'On paper, by hand' },
  { value: 'mail', label: 'By mail' },
  { value: 'email', label: 'By email' },
  { value: 'portal', label: 'In the portal' },
]

type Props = { clientId: string; estimates: EstimateRow[]; due: EstimateDue[]; today: string; zone: string }

/** Which estimates there are, which are owed, and how to note that one is wanted or given. */
export const EstimatesCard = ({ clientId, estimates, due, today, zone }: Props) => (
  <Card
    title="Good-faith estimates"
    hint="For those who are uninsured or pay themselves (No Surprises Act)."
    action={
      <Button small href={urls.newEstimate({ client: clientId })}>
        Make an estimate
      </Button>
    }
  >
    {estimates.length > 0 && (
      <Rows label="Estimates">
        {estimates.map((one) => (
          <Row
            title={<a href={urls.file({ file: one.fileId })}>{`Version ${one.version}: ${dollars(one.total)}`}</a>}
            note={
              <>
                Made <OnDay day={dayAt(one.madeAt, zone)} />
                {one.by !== '' && ` by ${one.by}`}
                {one.givenOn !== null && (
                  <>
                    , given <OnDay day={one.givenOn} /> {howNames[one.how ?? ''] ?? ''}
                  </>
                )}
              </>
            }
            end={one.givenOn === null ? <Sig tone="warning">Not given yet</Sig> : <Sig tone="good">Given</Sig>}
          >
            {one.givenOn === null && (
              <form method="post" action={urls.estimateDelivery({ estimate: one.id })} class="together">
                <Select
                  name="how"
                  label="Given"
                  options={howOptions}
                  choose={false}
                  form={{ prefix: `give-${one.version}` }}
                />
                <DateField name="on" label="On" value={today} max={today} form={{ prefix: `give-${one.version}` }} />
                <Button small>Note that they have it</Button>
              </form>
            )}
          </Row>
        ))}
      </Rows>
    )}
    {due.map((one) => (
      <details>
        <summary>
          Close what is due <OnDay day={one.dueOn} /> without an estimate
        </summary>
        <form method="post" action={urls.estimateRequestEnd({ request: one.id })} class="form">
          <TextField
            name="because"
            label="Why"
            hint="Such as: uses the plan after all."
            form={{ prefix: `close-${one.id}` }}
          />
          <FormActions>
            <Button small>Close it</Button>
          </FormActions>
        </form>
      </details>
    ))}
    <details>
      <summary>Start the clock: an estimate is asked for, or care is scheduled</summary>
      <form method="post" action={urls.estimateRequests({ client: clientId })} class="form">
        <Select
          name="occasion"
          label="What happened"
          options={[
            { value: 'requested', label: 'They asked for an estimate, or what it costs' },
            { value: 'scheduled', label: 'Care was scheduled' },
          ]}
          choose={false}
          width="full"
          form={{ prefix: 'ask' }}
        />
        <div class="together">
          <DateField name="askedOn" label="When" value={today} max={today} form={{ prefix: 'ask' }} />
          <DateField
            name="serviceOn"
            label="First day of care"
            optional
            max={addDays(today, 366)}
            form={{ prefix: 'ask' }}
          />
        </div>
        <FormActions>
          <Button small>Start the clock</Button>
        </FormActions>
      </form>
    </details>
  </Card>
)
