import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Fieldset, RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { FileFacts } from '../../files/queries.ts'
import { annualIncome, perWords, type Per, type Share } from '../guideline.ts'
import { dollars } from '../money.ts'
import type { Application } from '../queries/assistance.ts'

export const incomeRows = 5
const perOptions = (Object.entries(perWords) as [Per, string][]).map(([value, label]) => ({ value, label })) // keys of that very table

export const NewApplication = ({ clientId, form }: { clientId: string; form: FormState }) => (
  <Card title="Who needs help, and with how much coming in?" hint="Everybody who lives on the same income counts.">
    <form method="post" action={urls.assistance({ client: clientId })} class="form" data-guard>
      <ErrorSummary form={form} />
      <NumberField name="household" label="People in the household" min={1} max={30} unit="people" form={form} />
      {Array.from({ length: incomeRows }, (_, at) => at + 1).map((n) => (
        <Fieldset
          name={`income${n}`}
          label={`Income ${n}`}
          optional={n > 1}
          hint={n === 1 ? 'Before taxes. Leave all of them empty when nothing comes in.' : undefined}
        >
          <div class="together">
            <TextField name={`source${n}`} label="From" required={false} maxlength={200} anyDirection form={form} />
            <TextField
              name={`amount${n}`}
              label="Amount, $"
              required={false}
              width="short"
              inputmode="decimal"
              form={form}
            />
            <Select
              name={`per${n}`}
              label="How often"
              options={perOptions}
              choose={false}
              required={false}
              form={{ ...form, values: { [`per${n}`]: 'month', ...form.values } }}
            />
          </div>
        </Fieldset>
      ))}
      <TextArea name="requested" label="What they ask for, in their words" optional maxlength={2000} form={form} />
      <FormActions>
        <Button kind="main">Open the application</Button>
      </FormActions>
    </form>
  </Card>
)

/** What the scale says of a household, plainly: below the line or not, and what that means. */
export const ShareNotice = ({ share }: { share: Share | Refusal }) =>
  isRefusal(share) ? (
    <Notice tone="warning" title="The scale cannot be asked">
      {share.because}
    </Notice>
  ) : share.isBelowLine ? (
    <Notice tone="good" title={`Below the scale’s line: pays ${share.sharePercent} % of the fee`}>
      {`The income is ${share.percentOfGuideline} % of the poverty guideline (${dollars(share.guideline)} a year for this household). The scale gives this without a further decision.`}
    </Notice>
  ) : (
    <Notice tone="info" title="Above the scale’s line: pays the whole fee">
      {`The income is ${share.percentOfGuideline} % of the poverty guideline (${dollars(share.guideline)} a year for this household). Help beyond the scale needs a decision.`}
    </Notice>
  )

type CardProps = {
  application: Application
  share: Share | Refusal | undefined
  today: string
  files: FileFacts[]
  clientId: string
  form: FormState
}
export const ApplicationCard = ({ application, share, files, clientId, form }: CardProps) => (
  <Card
    title="The application"
    hint={plural(application.household, 'person in the household', 'people in the household')}
  >
    {share !== undefined && <ShareNotice share={share} />}
    <Facts
      facts={[
        ...application.incomes.map((income) => ({
          term: income.source,
          detail: `${dollars(income.amount)} ${perWords[income.per]}`,
        })),
        { term: 'Income of a year', detail: dollars(annualIncome(application.incomes)) },
        { term: 'They ask for', detail: application.requested, none: 'Not said' },
      ]}
    />
    <Rows label="Papers seen">
      {application.documents.map((one) => (
        <Row
          title={one.fileId === null ? one.label : <a href={urls.file({ file: one.fileId })}>{one.label}</a>}
          note={one.fileId === null ? 'Seen; no copy is kept' : 'Kept under Files'}
        />
      ))}
    </Rows>
    <form method="post" action={urls.assistanceDocuments({ application: application.id })} class="form">
      <ErrorSummary form={form} />
      <TextField
        name="label"
        label="A paper that you saw"
        hint="Such as: pay slip, October."
        maxlength={200}
        form={form}
      />
      <Select
        name="file"
        label="Its copy"
        optional
        choose="No copy is kept"
        options={files.map((file) => ({ value: file.id, label: file.name }))}
        width="full"
        form={form}
      />
      <FormActions>
        <Button>Note the paper</Button>
        <Button kind="quiet" href={urls.clientFiles({ client: clientId })}>
          Add a copy under Files
        </Button>
      </FormActions>
    </form>
  </Card>
)

type DecisionProps = { application: Application; form: FormState; suggested: string; startsOn: string; endsOn: string }
export const DecisionForm = ({ application, form, suggested, startsOn, endsOn }: DecisionProps) => (
  <Card title="Decide">
    <form method="post" action={urls.assistanceDecision({ application: application.id })} class="form" data-guard>
      <ErrorSummary form={form} />
      <RadioCards
        name="outcome"
        label="Help is"
        aside
        plain
        options={[
          { value: 'granted', label: 'Granted' },
          { value: 'denied', label: 'Denied' },
        ]}
        form={form}
      />
      <NumberField
        name="sharePercent"
        label="If granted: they pay, % of the fee"
        min={0}
        max={99}
        required={false}
        value={suggested}
        form={form}
      />
      <div class="together">
        <DateField name="startsOn" label="From" required={false} value={startsOn} form={form} />
        <DateField name="endsOn" label="To" required={false} value={endsOn} form={form} />
      </div>
      <TextArea name="because" label="Why" maxlength={2000} form={form} />
      <TextArea name="appeal" label="If denied: how they may appeal" required={false} maxlength={2000} form={form} />
      <FormActions>
        <Button kind="main">Record the decision</Button>
      </FormActions>
    </form>
  </Card>
)

export const Earlier = ({
  applications,
  withdraw,
  form,
  zone,
}: {
  applications: Application[]
  withdraw?: Application
  form: FormState
  zone: string
}) =>
  withdraw === undefined ? (
    <Card title="Earlier applications" flush>
      <Rows label="Earlier applications">
        {applications.map((one) => (
          <Row
            title={
              one.withdrawnBecause !== null
                ? 'Withdrawn'
                : one.isGranted === true
                  ? `Granted: pays ${one.sharePercent} % of the fee`
                  : 'Denied'
            }
            note={
              <>
                Asked <OnDay day={dayAt(one.openedAt, zone)} />
                {one.startsOn !== null && one.endsOn !== null && (
                  <>
                    ; from <OnDay day={one.startsOn} /> to <OnDay day={one.endsOn} />
                  </>
                )}
                {one.decider !== '' && `; decided by ${one.decider}`}
              </>
            }
            end={one.isGranted === true ? <Sig tone="good">Granted</Sig> : undefined}
          >
            <p dir="auto">{one.withdrawnBecause ?? one.because}</p>
            {one.appeal !== null && one.appeal !== '' && <p dir="auto">{`Appeal: ${one.appeal}`}</p>}
          </Row>
        ))}
      </Rows>
    </Card>
  ) : (
    <Card title="No longer wanted?">
      <form method="post" action={urls.assistanceWithdrawal({ application: withdraw.id })} class="form">
        <ErrorSummary form={form} />
        <TextField name="because" label="Why" maxlength={300} form={form} />
        <FormActions>
          <Button>Withdraw the application</Button>
        </FormActions>
      </form>
    </Card>
  )
