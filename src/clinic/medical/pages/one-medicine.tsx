import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, FormActions, NumberField, Select, TextField } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot, type Verb } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { endMedication } from '../actions/medications.ts'
import { endSupply, noteSupply, noteTaken } from '../actions/taking.ts'
import { medicationById, suppliesOf, supplyById, takenOf, type Medication } from '../queries/list.ts'
import { daysLeft, refillsUpTo } from '../refills.ts'
import { takenInWords } from '../rules.ts'
import { endWords, sourceWords } from '../words.ts'
import { doseInWords } from './list-card.tsx'
import { type Back, Fold, instantText, MedicalFrame, stateOf, today, treatsOf } from './parts.tsx'

/** One line of the list: its order, its supplies, how it is taken, how it ended. */
export const oneMedicine = new Hono<Door>()

type Found = { line: Medication; client: ClientFacts }

async function find(c: Context<Door>, verb: Verb, id = c.req.param('medication') ?? ''): Promise<Found | Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  const line = await medicationById(work, id)
  const client = line === undefined ? undefined : await clientById(work, line.clientId)
  return line === undefined || client === undefined ? notFound(c) : { line, client }
}

oneMedicine.get(urls.medication.pattern, async (c) => {
  const found = await find(c, 'medicine.see')
  return found instanceof Response ? found : page(c, found)
})

const ending = z.object({
  how: oneOf(['stopped', 'not-taking', 'written-in-error'], 'Say how it ended.'),
  lastDay: day('Give the last day on which it was taken.'),
  because: line(500, 'Say why, in a few words.'),
})
const supplied = z.object({
  filledOn: day('Give the day on which it was fetched.'),
  days: wholeNumber(1, 366),
  source: oneOf(['told', 'pharmacy', 'given-here']),
})
const takenForm = z.object({
  fromDay: day('Give the first day.'),
  toDay: day('Give the last day.'),
  how: oneOf(['told', 'counted']),
  dosesMissed: wholeNumber(0, 2000),
  words: optionalLine(1000),
})

async function answerWith<T>(
  c: Context<Door>,
  form: string,
  schema: z.ZodType<T>,
  does: (found: Found, values: T) => Promise<unknown>,
  done: string,
): Promise<Response> {
  const found = await find(c, 'medicine.note')
  if (found instanceof Response) return found
  const read = await readForm(c, schema)
  if (!read.ok) return page(c, found, { form, state: { values: read.typed, errors: read.errors } })
  const answer = await does(found, read.values)
  if (isRefusal(answer)) return page(c, found, { form, state: { values: read.typed }, refusal: answer })
  said(c, { tone: 'good', text: done })
  return c.redirect(urls.medication({ medication: found.line.id }), 303)
}

oneMedicine.post(urls.medicationEnd.pattern, (c) =>
  answerWith(c, 'end', ending, ({ line: one }, values) => endMedication(workOf(c), one.id, values), 'It ended.'),
)
oneMedicine.post(urls.medicationSupplies.pattern, (c) =>
  answerWith(
    c,
    'supply',
    supplied,
    ({ line: one }, values) => noteSupply(workOf(c), one.id, values),
    'The supply is noted.',
  ),
)
oneMedicine.post(urls.medicationTaken.pattern, (c) =>
  answerWith(c, 'taken', takenForm, ({ line: one }, values) => noteTaken(workOf(c), one.id, values), 'Noted.'),
)
oneMedicine.post(urls.medicationSupplyEnd.pattern, async (c) => {
  const supply = await supplyById(workOf(c), c.req.param('supply'))
  const found = await find(c, 'medicine.note', supply?.medicationId ?? '')
  if (found instanceof Response) return found
  const read = await readForm(c, z.object({ because: line(500, 'Say what was wrong.') }))
  const form = `supply-${supply?.id}`
  if (!read.ok) return page(c, found, { form, state: { values: read.typed, errors: read.errors } })
  const answer = await endSupply(workOf(c), supply?.id ?? '', read.values.because)
  if (isRefusal(answer)) return page(c, found, { form, state: { values: read.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Taken back.' })
  return c.redirect(urls.medication({ medication: found.line.id }), 303)
})

async function page(c: Context<Door>, { line: one, client }: Found, back?: Back): Promise<Response> {
  const work = workOf(c)
  const supplies = await suppliesOf(work, [one.id])
  const taken = await takenOf(work, [one.id])
  const mayNote = may(work.by, 'medicine.note')
  const end = one.ended
  return c.html(
    <MedicalFrame
      c={c}
      client={client}
      part={null}
      title={one.name}
      back={back}
      actions={
        end === null &&
        may(work.by, 'medicine.order') && (
          <Button kind="main" href={urls.newMedicationOrder({ client: client.id }, { changes: one.id })}>
            Change it
          </Button>
        )
      }
    >
      <Card
        title={one.name}
        action={treatsOf(one.ingredient) !== null && <Sig tone="info">{`Medication ${treatsOf(one.ingredient)}`}</Sig>}
      >
        <Facts
          facts={[
            { term: 'Dose', detail: doseInWords(one) },
            {
              term: 'Amount each time',
              detail: one.amount !== null && `${one.amount} ${one.unit}`,
              none: 'Not given as a number',
            },
            { term: 'From', detail: `${sourceWords[one.source]}${one.fromWhom === '' ? '' : `: ${one.fromWhom}`}` },
            { term: 'Since', detail: one.startedOn && shortDay(one.startedOn) },
            { term: 'Written down', detail: `${instantText(c, one.notedAt)}, ${one.notedBy}` },
            one.orderedAt !== null && {
              term: 'Ordered',
              detail: `${instantText(c, one.orderedAt)}, ${one.orderedBy} (${one.licence})`,
            },
            one.because !== null && { term: 'Reason', detail: one.because },
            one.orderId !== null && {
              term: 'Supply',
              detail: one.daysSupplied !== null && `${one.daysSupplied} days, ${one.refills} refills`,
              none: 'Not given',
            },
            one.stopOn !== null && { term: 'To stop on', detail: shortDay(one.stopOn) },
            { term: 'RxNorm', detail: one.rxnorm, none: 'No code given' },
            end !== null && {
              term: endWords[end] ?? 'Ended',
              detail: `${one.lastDay === null ? '' : shortDay(one.lastDay)}: ${one.endedBecause} (${one.endedBy})`,
            },
          ]}
        />
        {one.warnings !== null && one.warnings.length > 0 && (
          <Notice tone="warning" title="Ordered all the same">
            <ul>
              {one.warnings.map((words) => (
                <li>{words}</li>
              ))}
            </ul>
            <p>{one.allTheSame}</p>
          </Notice>
        )}
        {one.ingredient === '' && (
          <Notice tone="info">This medicine is not in our list: it was not checked by itself.</Notice>
        )}
        {end === null && mayNote && (
          <Fold label="It is not taken any more" open={back?.form === 'end'}>
            <form method="post" action={urls.medicationEnd({ medication: one.id })} class="form">
              <Select
                name="how"
                label="How it ended"
                options={[
                  { value: 'stopped', label: one.source === 'order' ? 'Stopped (a prescriber says so)' : 'Stopped' },
                  { value: 'not-taking', label: 'The client does not take it' },
                  { value: 'written-in-error', label: 'It was written in error' },
                ]}
                form={stateOf(back, 'end')}
              />
              <DateField name="lastDay" label="Last day" value={today(c)} max={today(c)} form={stateOf(back, 'end')} />
              <TextField name="because" label="Why" maxlength={500} form={stateOf(back, 'end')} />
              <FormActions>
                <Button kind="danger">End it</Button>
              </FormActions>
            </form>
          </Fold>
        )}
      </Card>
      <SupplyCard c={c} one={one} supplies={supplies} mayNote={mayNote} back={back} />
      <Card title="Is it taken?" flush>
        {taken.length === 0 ? (
          <Empty title="Nobody has asked yet" />
        ) : (
          <Rows label="How it was taken">
            {taken.map((row) => (
              <Row
                title={`${shortDay(row.fromDay)} to ${shortDay(row.toDay)}`}
                note={`${takenInWords(row)} · ${row.how === 'told' ? 'as told' : 'counted'} · ${row.by}${row.words === '' ? '' : ` · ${row.words}`}`}
                end={
                  <Sig
                    tone={row.dosesMissed === 0 ? 'good' : row.dosesMissed * 5 > row.dosesDue ? 'warning' : 'info'}
                  >{`${Math.round((100 * (row.dosesDue - row.dosesMissed)) / row.dosesDue)} %`}</Sig>
                }
              />
            ))}
          </Rows>
        )}
        {mayNote && end === null && (
          <Fold label="Ask, or count what is left" open={back?.form === 'taken'}>
            <form method="post" action={urls.medicationTaken({ medication: one.id })} class="form">
              <DateField name="fromDay" label="From" value={addDays(today(c), -6)} form={stateOf(back, 'taken')} />
              <DateField name="toDay" label="To" value={today(c)} form={stateOf(back, 'taken')} />
              <NumberField name="dosesMissed" label="Doses missed" min={0} max={2000} form={stateOf(back, 'taken')} />
              <Select
                name="how"
                label="How we know"
                options={[
                  { value: 'told', label: 'The client says so' },
                  { value: 'counted', label: 'What is left was counted' },
                ]}
                form={stateOf(back, 'taken')}
              />
              <TextField
                name="words"
                label="What stood in the way"
                optional
                maxlength={1000}
                form={stateOf(back, 'taken')}
              />
              <FormActions>
                <Button kind="main">Keep</Button>
              </FormActions>
            </form>
          </Fold>
        )}
      </Card>
    </MedicalFrame>,
    back === undefined ? 200 : 422,
  )
}

type SupplyProps = {
  c: Context<Door>
  one: Medication
  supplies: Awaited<ReturnType<typeof suppliesOf>>
  mayNote: boolean
  back: Back | undefined
}
const suppliedBy: Record<string, string> = {
  told: 'as told',
  pharmacy: 'the pharmacy says',
  'given-here': 'given here',
}

function SupplyCard({ c, one, supplies, mayNote, back }: SupplyProps) {
  const until = one.lastDay !== null && one.lastDay < today(c) ? one.lastDay : today(c)
  const refills = refillsUpTo(supplies, until)
  const left = daysLeft(refills.coveredTo, today(c))
  return (
    <Card title="Does the supply last?" flush>
      <div class="medical-form">
        {refills.covered === null ? (
          <p class="muted">No supply is noted yet: whether it lasts is not known.</p>
        ) : (
          <p>
            {`In hand on ${refills.daysPassed - refills.daysWithout} of ${refills.daysPassed} days (${Math.round(refills.covered * 100)} %). `}
            {one.ended === null &&
              left !== null &&
              (left < 0 ? `Without it for ${-left} days.` : `Lasts to ${shortDay(refills.coveredTo ?? until)}.`)}
          </p>
        )}
      </div>
      <Rows label="Gaps and supplies">
        {refills.gaps.map((gap) => (
          <Row
            title={`${shortDay(gap.from)} to ${shortDay(gap.to)}`}
            end={<Sig tone="warning">{`${gap.days} ${gap.days === 1 ? 'day' : 'days'} without`}</Sig>}
          />
        ))}
        {supplies.toReversed().map((supply) => (
          <Row title={`${shortDay(supply.filledOn)}: for ${supply.days} days`} note={suppliedBy[supply.source]}>
            {mayNote && (
              <details class="disclose" open={back?.form === `supply-${supply.id}`}>
                <summary>This is wrong</summary>
                <form method="post" action={urls.medicationSupplyEnd({ supply: supply.id })} class="form">
                  <TextField
                    name="because"
                    label="What was wrong"
                    maxlength={500}
                    form={stateOf(back, `supply-${supply.id}`)}
                  />
                  <FormActions>
                    <Button label={`Take back the supply of ${shortDay(supply.filledOn)}`}>Take it back</Button>
                  </FormActions>
                </form>
              </details>
            )}
          </Row>
        ))}
      </Rows>
      {mayNote && one.ended === null && (
        <Fold label="Note a supply" open={back?.form === 'supply'}>
          <form method="post" action={urls.medicationSupplies({ medication: one.id })} class="form">
            <DateField
              name="filledOn"
              label="Fetched on"
              value={today(c)}
              max={today(c)}
              form={stateOf(back, 'supply')}
            />
            <NumberField
              name="days"
              label="Lasts for"
              min={1}
              max={366}
              unit="days"
              value={one.daysSupplied}
              form={stateOf(back, 'supply')}
            />
            <Select
              name="source"
              label="How we know"
              options={[
                { value: 'told', label: 'The client says so' },
                { value: 'pharmacy', label: 'The pharmacy, or the monitoring program, says so' },
                { value: 'given-here', label: 'It was given here' },
              ]}
              form={stateOf(back, 'supply')}
            />
            <FormActions>
              <Button kind="main">Keep</Button>
            </FormActions>
          </form>
        </Fold>
      )}
    </Card>
  )
}
