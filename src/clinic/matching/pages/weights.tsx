import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setWeights } from '../actions/weights.ts'
import { previewOf, type Preview } from '../queries/preview.ts'
import { weightsOn, weightsSet } from '../queries/weights.ts'
import { mayWeigh, weightGroups, weightsFrom, weightWords } from '../rules.ts'
import { usualWeights, type Weights } from '../weights.ts'

export const weights = new Hono<Door>()

weights.get(urls.matchWeights.pattern, (c) => page(c))

const points = z.object(Object.fromEntries(weightWords.map(({ key }) => [key, wholeNumber(0, 2000)])))
const schema = z.intersection(
  points,
  z.object({
    deed: z.enum(['preview', 'set']),
    from: day('Give the first day from which this counts.'),
    because: optionalLine(300),
  }),
)

weights.post(urls.matchWeights.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'weights.set')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  const back: FormState = { values: form.typed }
  if (!form.ok) return page(c, { form: { ...back, errors: form.errors } })
  const { deed, from, because } = form.values
  const tried = weightsFrom(form.values)
  if (deed === 'preview') {
    const refusal = mayWeigh(tried)
    return refusal === null ? page(c, { form: back, tried }) : page(c, { form: back, refusal })
  }
  if (because === '') return page(c, { form: { ...back, errors: { because: 'Say why, in a few words.' } } })
  const answer = await setWeights(work, { weights: tried, from, because })
  if (isRefusal(answer)) return page(c, { form: back, refusal: answer })
  said(c, { tone: 'good', text: 'Set. Weeks that are composed from that day on are weighed so.' })
  return c.redirect(urls.matchWeights(), 303)
})

type Back = { form?: FormState; refusal?: Refusal; tried?: Weights }

/** What each shortfall and each change costs, who set it when and why, and what another choice would do to the weeks of some clients. */
async function page(c: Context<Door>, { form, refusal, tried }: Back = {}) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const now = await weightsOn(work, today)
  const history = await weightsSet(work)
  const sets = may(work.by, 'weights.set')
  const preview = tried === undefined ? null : await previewOf(work, now, tried)
  if (preview !== null)
    showing(
      c,
      'weights-preview',
      preview.changed.map(({ clientId }) => clientId),
    )
  const refused = form !== undefined && tried === undefined
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="What each shortfall costs"
      intro="A week is chosen for what it lacks and what it asks of people, in points: the fewer, the better. What is missing weighs more for those for whom it is more pressing. This is policy, and yours to set."
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {preview !== null && <Shown preview={preview} />}
      <div class="columns">
        <div class="stack">{sets ? <WeightForm now={now} today={today} form={form} /> : <Read now={now} />}</div>
        <div class="stack">
          <Card title="Who decided this?" flush={history.length > 0}>
            {history.length === 0 ? (
              <p>Nobody has changed it: these are the weights that Stepwell comes with.</p>
            ) : (
              <Rows label="Decisions, the newest first">
                {history.map((row) => (
                  <Row
                    title={
                      <>
                        From <OnDay day={row.effectiveFrom} />
                      </>
                    }
                    note={`${row.because} · ${row.givenName} ${row.familyName} · ${changedFrom(row.weights)}`}
                    end={row.effectiveFrom > today ? <Sig tone="info">To come</Sig> : undefined}
                  />
                ))}
              </Rows>
            )}
          </Card>
        </div>
      </div>
    </StaffPage>,
    refused ? 422 : 200,
  )
}

/** Where a set of weights is other than what Stepwell comes with. */
const changedFrom = (set: Weights): string => {
  const other = weightWords.filter(({ key }) => set[key] !== usualWeights[key])
  return other.length === 0
    ? 'as Stepwell comes'
    : other.map(({ key, label }) => `${label} ${set[key]} (${usualWeights[key]})`).join(', ')
}

const Read = ({ now }: { now: Weights }) => (
  <>
    {weightGroups.map((group) => (
      <Card title={group.label} flush>
        <Table caption={group.label} captionHidden columns={[{ label: 'What' }, { label: 'Points', number: true }]}>
          {weightWords
            .filter((one) => one.group === group.key)
            .map(({ key, label, hint }) => (
              <tr>
                <th scope="row">
                  {label}
                  <small class="mw-hint">{hint}</small>
                </th>
                <td class="number">{now[key]}</td>
              </tr>
            ))}
        </Table>
      </Card>
    ))}
  </>
)

const WeightForm = ({ now, today, form }: { now: Weights; today: string; form?: FormState }) => (
  <form class="form mw-weights" method="post" action={urls.matchWeights()}>
    {weightGroups.map((group) => (
      <Card title={group.label}>
        <div class="mw-points">
          {weightWords
            .filter((one) => one.group === group.key)
            .map(({ key, label, hint }) => (
              <NumberField
                name={key}
                label={label}
                hint={hint}
                value={form?.values?.[key] === undefined ? now[key] : undefined}
                min={0}
                max={2000}
                step={1}
                form={form}
              />
            ))}
        </div>
      </Card>
    ))}
    <Card title="From when, and why?">
      <DateField
        name="from"
        label="First day"
        value={form?.values?.from === undefined ? today : undefined}
        min={today}
        form={form}
      />
      <TextField name="because" label="Why" hint="Needed to set them, not to try them." required={false} form={form} />
      <FormActions>
        <Button kind="main" name="deed" value="preview">
          Show what would change
        </Button>
        <Button name="deed" value="set">
          Set these weights
        </Button>
      </FormActions>
    </Card>
  </form>
)

/** What another set of weights would do to the weeks of some clients who are in care. */
const Shown = ({ preview }: { preview: Preview }) => (
  <Card
    title="What would change?"
    hint={`Tried on ${plural(preview.tried, 'client', 'clients')} in care. Nothing was changed.`}
    flush={preview.changed.length > 0}
  >
    {preview.changed.length === 0 ? (
      <Notice tone="good">Each of them would be proposed the same week.</Notice>
    ) : (
      <Rows label="Clients who would be proposed another week">
        {preview.changed.map(({ clientId, name, words }) => (
          <Row title={<a href={urls.client({ client: clientId })}>{name}</a>} note={words.join('; ')} />
        ))}
      </Rows>
    )}
  </Card>
)
