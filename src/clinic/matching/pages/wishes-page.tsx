import type { Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox, Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, NumberField, Select, TimeField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clockOf, commitmentKinds } from '../../clients/free-times.ts'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { type Commitment, commitmentsOn } from '../../clients/queries/commitments.ts'
import { availabilityOf } from '../../clients/queries/face.ts'
import { weekdays } from '../../clients/weekdays.ts'
import { sitesOf } from '../../programs/queries.ts'
import { spokenLanguages } from '../../staff/spoken.ts'
import { affinitiesSaid, noWish, travelOf, type Wish, wishable, wishesOf } from '../queries/wishes.ts'
import { daysInWords } from '../sayings.ts'
import { topicLabel } from '../subjects.ts'
import type { Back } from './wishes.tsx'

/** What a week must leave room for, and what would make it a good one: entered while the client is on the telephone. */
export async function wishesPage(c: Context<Door>, clientId: string, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'wishes', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const commitments = await commitmentsOn(work, [client.id], today)
  const given = (await availabilityOf(work, client.id, today)).filter(({ canCome }) => canCome)
  const wish = (await wishesOf(work, [client.id])).get(client.id) ?? noWish
  const first = client.preferredName || client.givenName
  const of = back?.form.values?.deed
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: wishes`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      <div class="columns">
        <div class="stack">
          <Card title={`Which hours are ${first}’s own?`} flush={commitments.length > 0}>
            {commitments.length === 0 ? (
              <Empty title="Nothing noted yet">
                Job, school, children, the way: what binds an hour is said beside every group that meets in it.
              </Empty>
            ) : (
              <Rows label="Hours that are taken">
                {together(commitments).map((some) => (
                  <TakenRow client={client} some={some} first={first} />
                ))}
              </Rows>
            )}
          </Card>
          <NewCommitment client={client} first={first} form={of === 'commitment' ? back?.form : undefined} />
          <Card
            title={`When can ${first} come?`}
            action={<a href={urls.clientAvailability({ client: client.id })}>Change</a>}
          >
            {given.length === 0 ? (
              <p>No times were given: every hour that is not taken is looked at.</p>
            ) : (
              <ul>
                {given.map(({ weekday, from, to }) => (
                  <li>{`${weekdays[weekday - 1]?.name ?? ''}, ${from.slice(0, 5)} to ${to.slice(0, 5)}`}</li>
                ))}
              </ul>
            )}
          </Card>
        </div>
        <WishForm
          client={client}
          wish={wish}
          can={await wishable(work)}
          suits={(await affinitiesSaid(work, [client.id])).filter((one) => one.suits).map((one) => one.affinity)}
          sites={await sitesOf(work)}
          ways={new Map((await travelOf(work, [client.id])).map((one) => [one.siteId, one.minutes]))}
          writesPlan={may(work.by, 'plan.write')}
          form={of === 'wishes' ? back?.form : undefined}
        />
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

/** The same hours on several weekdays stand in one row. */
function together(commitments: readonly Commitment[]): Commitment[][] {
  const key = ({ whose, what, firmness, from, to }: Commitment) => [whose, what, firmness, from, to].join()
  return [...Map.groupBy(commitments, key).values()]
}

type TakenProps = { client: ClientFacts; some: Commitment[]; first: string }
function TakenRow({ client, some, first }: TakenProps) {
  const [one] = some
  if (one === undefined) return null
  const label = commitmentKinds.find(({ value }) => value === one.what)?.label ?? one.what
  const days = daysInWords(some.map(({ weekday }) => weekday))
  return (
    <Row
      title={one.whose === 'family' ? `The family’s: ${label.toLowerCase()}` : label}
      note={`${days}, ${clockOf(one.from)} to ${clockOf(one.to)}`}
      end={
        <>
          {one.firmness === 'rather-not' && <Sig tone="calm">{`${first} would rather not`}</Sig>}
          <form method="post" action={urls.clientWishes({ client: client.id })}>
            <input type="hidden" name="deed" value="end" />
            {some.map(({ id }) => (
              <input type="hidden" name="ids[]" value={id} />
            ))}
            <Button small kind="quiet" label={`Take out: ${label}, ${days}`}>
              Take out
            </Button>
          </form>
        </>
      }
    />
  )
}

type NewProps = { client: ClientFacts; first: string; form?: FormState }
const NewCommitment = ({ client, first, form }: NewProps) => (
  <Card title="What else takes an hour?">
    <form class="form" method="post" action={urls.clientWishes({ client: client.id })}>
      <input type="hidden" name="deed" value="commitment" />
      <RadioCards
        name="what"
        label="What is it?"
        aside
        plain
        value="job"
        form={form}
        options={commitmentKinds.map(({ value, label }) => ({ value, label }))}
      />
      <Checkboxes
        name="weekdays[]"
        label="On which days?"
        aside
        required={false}
        form={form}
        options={weekdays.map(({ weekday, name }) => ({ value: String(weekday), label: name.slice(0, 3) }))}
      />
      <div class="together">
        <TimeField name="from" label="From" value={form === undefined ? '09:00' : undefined} form={form} />
        <TimeField name="to" label="Until" value={form === undefined ? '17:00' : undefined} form={form} />
      </div>
      <RadioCards
        name="firmness"
        label="How firm is it?"
        aside
        plain
        value="cannot"
        form={form}
        options={[
          { value: 'cannot', label: 'Cannot come then' },
          { value: 'rather-not', label: 'Would rather not' },
        ]}
      />
      <RadioCards
        name="whose"
        label="Whose hours?"
        aside
        plain
        value="client"
        form={form}
        options={[
          { value: 'client', label: `${first}’s` },
          { value: 'family', label: 'The family’s, for family visits' },
        ]}
      />
      <FormActions>
        <Button>Note these hours</Button>
      </FormActions>
    </form>
  </Card>
)

type WishProps = {
  client: ClientFacts
  wish: Wish
  can: { topics: string[]; affinities: string[] }
  suits: string[]
  sites: { id: string; name: string }[]
  ways: Map<string, number | null>
  writesPlan: boolean
  form?: FormState
}
function WishForm({ client, wish, can, suits, sites, ways, writesPlan, form }: WishProps) {
  const topics = can.topics.map((topic) => ({ value: topic, label: topicLabel(topic) }))
  return (
    <Card title="What would make it a good week?">
      <form class="form" method="post" action={urls.clientWishes({ client: client.id })}>
        <input type="hidden" name="deed" value="wishes" />
        <RadioCards
          name="place"
          label="On site or by video?"
          aside
          plain
          value={wish.place}
          form={form}
          options={[
            { value: 'either', label: 'Either' },
            { value: 'on-site', label: 'On site' },
            { value: 'video', label: 'By video' },
          ]}
        />
        <fieldset class="fieldset">
          <legend class="label">How long is the way?</legend>
          <div class="hint">In minutes, one way. It is kept free before and after what binds an hour.</div>
          {sites.map(({ id, name }) => (
            <div class="together">
              <NumberField
                name={`way-${id}`}
                label={name}
                value={ways.get(id) ?? undefined}
                min={0}
                max={240}
                step={1}
                unit="min"
                required={false}
                form={form}
              />
              <Checkbox name={`far-${id}`} label="Out of reach" checked={ways.get(id) === null} form={form} />
            </div>
          ))}
        </fieldset>
        <div class="together">
          <Select
            name="clinicianGender"
            label="Whom would they rather see?"
            value={wish.clinicianGender}
            required={false}
            choose={false}
            form={form}
            options={[
              { value: '', label: 'Anybody' },
              { value: 'woman', label: 'A woman' },
              { value: 'man', label: 'A man' },
              { value: 'nonbinary', label: 'A nonbinary person' },
            ]}
          />
          <Checkbox name="genderIsFirm" label="Nobody else" checked={wish.genderIsFirm} form={form} />
        </div>
        <Checkboxes
          name="wanted[]"
          label="What would they like to have?"
          aside
          required={false}
          values={wish.wanted}
          form={form}
          options={topics}
        />
        {can.affinities.length > 0 && (
          <>
            <Checkboxes
              name="suits[]"
              label="Which groups kept for some suit them?"
              hint="As they say it themselves. Never guessed."
              aside
              required={false}
              values={suits}
              form={form}
              options={can.affinities.map((affinity) => ({ value: affinity, label: affinity }))}
            />
            {can.affinities.map((affinity) => (
              <input type="hidden" name="asked[]" value={affinity} />
            ))}
          </>
        )}
        <details class="disclose" open={wish.languages.length > 0}>
          <summary>Languages they would rather speak</summary>
          <Checkboxes
            name="languages[]"
            label="Languages"
            labelHidden
            aside
            required={false}
            values={wish.languages}
            form={form}
            options={spokenLanguages.map(({ key, name }) => ({ value: key, label: name }))}
          />
        </details>
        {writesPlan && (
          <>
            <Checkboxes
              name="prescribed[]"
              label="Prescribed beside the hours"
              hint="Each is met at least once a week, or the week says that it is missing."
              aside
              required={false}
              values={wish.prescribed}
              form={form}
              options={topics}
            />
            <RadioCards
              name="acuity"
              label="How pressing is it?"
              aside
              plain
              value={String(wish.acuity)}
              form={form}
              options={[
                { value: '1', label: 'As usual' },
                { value: '2', label: 'Pressing' },
                { value: '3', label: 'Very pressing' },
              ]}
            />
          </>
        )}
        <FormActions>
          <Button kind="main">Save wishes</Button>
          <Button href={urls.plan({ client: client.id })}>Cancel</Button>
        </FormActions>
      </form>
    </Card>
  )
}
