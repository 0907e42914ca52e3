import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { instantAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox, RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, FormActions, NumberField, Select, TextField, TimeField } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm, ticked, time, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot, type Verb } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { collectTest, handOn } from '../actions/tests.ts'
import { labelOfAnalyte } from '../analytes.ts'
import { medicationsOf } from '../queries/list.ts'
import { custodyOf, standingReport, testById, type Test } from '../queries/tests.ts'
import { takenFrom } from '../taken-from.ts'
import { readTest, type TestRead } from '../toxicology.ts'
import { collectionWords, readingWords, validityWords, verdictWords, whyWords } from '../words.ts'
import { optionalNumber } from './fields.tsx'
import { type Back, Fold, instantText, MedicalFrame, nowTime, stateOf, today } from './parts.tsx'

/** One drug test: the number, the specimen and its hands, what was found and what it means. */
export const oneTest = new Hono<Door>()

export type FoundTest = { test: Test; client: ClientFacts }

export async function findTest(c: Context<Door>, verb: Verb): Promise<FoundTest | Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  const test = await testById(work, c.req.param('test') ?? '')
  const client = test === undefined ? undefined : await clientById(work, test.clientId)
  return test === undefined || client === undefined ? notFound(c) : { test, client }
}

oneTest.get(urls.toxTest.pattern, async (c) => {
  const found = await findTest(c, 'medicine.see')
  return found instanceof Response ? found : page(c, found)
})

oneTest.post(urls.toxCollections.pattern, async (c) => {
  const work = workOf(c)
  const found = await findTest(c, 'drug-test.collect')
  if (found instanceof Response) return found
  const form = await readForm(
    c,
    z.object({
      outcome: oneOf(['collected', 'refused', 'could-not', 'did-not-come', 'excused'], 'Say what came of it.'),
      onDay: day(),
      atTime: time('Give the time, such as 09:30.'),
      observed: ticked,
      temperature: optionalNumber(30, 130),
      seal: optionalLine(40),
      words: optionalLine(1000),
    }),
  )
  const back = (refusal?: Back['refusal']): Back => ({
    form: 'collect',
    state: { values: form.typed, errors: form.ok ? {} : form.errors, prefix: 'collect' },
    refusal,
  })
  if (!form.ok) return page(c, found, back())
  const { onDay, atTime, ...values } = form.values
  const answer = await collectTest(work, found.test.id, {
    ...values,
    at: instantAt(onDay, atTime, work.clinic.timeZone),
  })
  if (isRefusal(answer)) return page(c, found, back(answer))
  said(c, { tone: 'good', text: 'Recorded.' })
  return c.redirect(urls.toxTest({ test: found.test.id }), 303)
})

oneTest.post(urls.toxCustody.pattern, async (c) => {
  const work = workOf(c)
  const found = await findTest(c, 'drug-test.collect')
  if (found instanceof Response) return found
  const form = await readForm(
    c,
    z.object({
      toWhom: line(120, 'Say who has it now.'),
      whatFor: line(200, 'Say what for.'),
      onDay: day(),
      atTime: time('Give the time, such as 09:30.'),
      seal: oneOf(['whole', 'broken'], 'Say whether the seal is whole.'),
      afterPlace: wholeNumber(1, 98),
    }),
  )
  const back = (refusal?: Back['refusal']): Back => ({
    form: 'hand',
    state: { values: form.typed, errors: form.ok ? {} : form.errors, prefix: 'hand' },
    refusal,
  })
  if (!form.ok) return page(c, found, back())
  const { onDay, atTime, seal, ...values } = form.values
  const refused = await handOn(work, found.test.id, {
    ...values,
    sealWhole: seal === 'whole',
    at: instantAt(onDay, atTime, work.clinic.timeZone),
  })
  if (refused) return page(c, found, back(refused))
  said(c, { tone: 'good', text: 'Handed on.' })
  return c.redirect(urls.toxTest({ test: found.test.id }), 303)
})

async function page(c: Context<Door>, { test, client }: FoundTest, back?: Back): Promise<Response> {
  const work = workOf(c)
  const takes = takenFrom(await medicationsOf(work, client.id))
  const read = readTest({ outcome: test.outcome, report: standingReport(test), on: test.dueOn }, takes)
  const hands = test.collectionId === null ? [] : await custodyOf(work, test.collectionId)
  const { tone, words } = verdictWords[read.verdict]
  const mayReport = may(work.by, 'drug-test.report') && test.outcome === 'collected'
  return c.html(
    <MedicalFrame
      c={c}
      client={client}
      part="tests"
      title={`Drug test of ${shortDay(test.dueOn)}`}
      back={back}
      actions={
        mayReport && (
          <Button kind="main" href={urls.toxReports({ test: test.id })}>
            Write down the result
          </Button>
        )
      }
    >
      <Card title="What does it say?" action={<Sig tone={tone}>{words}</Sig>}>
        <p>{read.sentence}</p>
        {read.verdict === 'unexpected' && !read.isConfirmed && (
          <Notice tone="info">
            A screen can be wrong. Ask the client first, and have it confirmed before anything rests on it.
          </Notice>
        )}
        {hands.some(({ sealWhole }) => !sealWhole) && (
          <Notice tone="warning">A seal was broken on the way: look at the chain of hands.</Notice>
        )}
        <Facts
          facts={[
            { term: 'Number', detail: <span class="medical-number">{test.number}</span> },
            { term: 'Why', detail: `${whyWords[test.why]}${test.because === '' ? '' : `: ${test.because}`}` },
            { term: 'Looked for', detail: test.panel.map(labelOfAnalyte).join(', ') },
            {
              term: test.why === 'random' ? 'Under the order of' : 'Ordered by',
              detail: `${test.orderedBy}, ${instantText(c, test.orderedAt)}`,
            },
            {
              term: 'Specimen',
              detail:
                test.outcome === null
                  ? 'Not collected yet'
                  : [
                      collectionWords[test.outcome],
                      test.collectedAt === null ? '' : instantText(c, test.collectedAt),
                      test.collectedBy ?? '',
                      test.observed ? 'observed' : '',
                      test.temperature === null ? '' : `${test.temperature} °F`,
                      test.seal === '' ? '' : `seal ${test.seal}`,
                      test.collectionWords,
                    ]
                      .filter(Boolean)
                      .join(' · '),
            },
            read.results.length > 0 && { term: 'Can it be trusted', detail: validityWords[read.validity] },
          ]}
        />
        {may(work.by, 'drug-test.collect') && test.outcome !== 'collected' && <Collect c={c} test={test} back={back} />}
      </Card>
      {read.results.length > 0 && <Results read={read} />}
      {test.reports.length > 0 && <Reports c={c} test={test} mayReport={mayReport} />}
      {test.collectionId !== null && test.seal !== '' && (
        <Card title="Whose hands did it go through?" flush hint={`Seal ${test.seal}`}>
          <Rows label="Chain of custody">
            {hands.map((one) => (
              <Row
                lead={one.place}
                title={`${one.fromWhom} → ${one.toWhom}`}
                note={`${instantText(c, one.at)} · ${one.whatFor}`}
                end={one.sealWhole ? <Sig tone="good">Seal whole</Sig> : <Sig tone="danger">Seal broken</Sig>}
              />
            ))}
          </Rows>
          {may(work.by, 'drug-test.collect') && (
            <HandOn c={c} test={test} place={hands.at(-1)?.place ?? 1} back={back} />
          )}
        </Card>
      )}
    </MedicalFrame>,
    back === undefined ? 200 : 422,
  )
}

const Results = ({ read }: { read: TestRead }) => (
  <Card title="Result by result" flush>
    <Table
      caption="Results"
      captionHidden
      columns={[{ label: 'Looked for' }, { label: 'Found' }, { label: 'How sure' }, { label: 'Beside the list' }]}
    >
      {read.results.map((one) => (
        <tr>
          <th scope="row">{one.label}</th>
          <td>
            {
              { positive: 'Found', negative: 'Not found', indeterminate: 'Unclear', 'not-done': 'Not tested' }[
                one.value
              ]
            }
          </td>
          <td>{one.certainty === 'confirmed' ? 'Confirmed' : 'A screen'}</td>
          <td class="medical-sentence">
            <Sig tone={readingWords[one.reading].tone}>{readingWords[one.reading].words}</Sig> {one.because}
          </td>
        </tr>
      ))}
    </Table>
  </Card>
)

const sources: Record<string, string> = {
  'point-of-care': 'Read on the spot',
  typed: 'Typed from a paper',
  'hl7-v2': 'Laboratory file',
  fhir: 'Laboratory file',
}
const statuses: Record<string, string> = {
  preliminary: 'Preliminary',
  final: 'Final',
  corrected: 'Corrected',
  cancelled: 'Cancelled',
}

const Reports = ({ c, test, mayReport }: { c: Context<Door>; test: Test; mayReport: boolean }) => (
  <Card title="Which reports does it rest on?" flush>
    <Rows label="Reports">
      {test.reports.toReversed().map((one) => (
        <Row
          title={one.isCorrected ? <s>{sources[one.source]}</s> : sources[one.source]}
          note={[
            one.laboratory,
            one.labNumber === '' ? '' : `their number ${one.labNumber}`,
            instantText(c, one.reportedAt),
            one.by,
            one.creatinine === null ? '' : `creatinine ${one.creatinine} mg/dL`,
            one.gravity === null ? '' : `specific gravity ${one.gravity}`,
            one.acidity === null ? '' : `pH ${one.acidity}`,
            one.correctsId === null ? '' : `corrects an earlier one: ${one.because}`,
            one.words,
          ]
            .filter(Boolean)
            .join(' · ')}
          end={
            <>
              <Sig
                tone={
                  one.isCorrected
                    ? 'calm'
                    : one.status === 'preliminary'
                      ? 'info'
                      : one.status === 'cancelled'
                        ? 'warning'
                        : 'good'
                }
              >
                {one.isCorrected ? 'Corrected later' : (statuses[one.status] ?? '')}
              </Sig>
              {mayReport && !one.isCorrected && (one.source === 'point-of-care' || one.source === 'typed') && (
                <Button small href={urls.toxReports({ test: test.id }, { corrects: one.id })}>
                  Correct it
                </Button>
              )}
            </>
          }
        />
      ))}
    </Rows>
  </Card>
)

const Collect = ({ c, test, back }: { c: Context<Door>; test: Test; back: Back | undefined }) => {
  const form = stateOf(back, 'collect')
  return (
    <Fold label="What came of it?" open={back?.form === 'collect' || test.dueOn === today(c)}>
      <form method="post" action={urls.toxCollections({ test: test.id })} class="form">
        <RadioCards
          name="outcome"
          label="The specimen"
          options={[
            { value: 'collected', label: 'Collected' },
            { value: 'could-not', label: 'Could not give one yet' },
            { value: 'refused', label: 'Refused' },
            { value: 'did-not-come', label: 'Did not come' },
            { value: 'excused', label: 'Excused, with a reason' },
          ]}
          plain
          form={form}
        />
        <DateField name="onDay" label="On" value={today(c)} max={today(c)} form={form} />
        <TimeField name="atTime" label="At" value={nowTime(c)} form={form} />
        <NumberField
          name="temperature"
          label="Temperature of the specimen"
          hint="Within four minutes."
          required={false}
          min={30}
          max={130}
          step={0.1}
          unit="°F"
          form={form}
        />
        <TextField
          name="seal"
          label="Number of the seal"
          hint={test.method === 'laboratory' ? 'Needed for a laboratory.' : undefined}
          required={false}
          maxlength={40}
          form={form}
        />
        <Checkbox name="observed" label="Somebody of the client’s choice of gender was in the room" form={form} />
        <TextField
          name="words"
          label="In words"
          hint="Needed where nothing was collected."
          required={false}
          maxlength={1000}
          form={form}
        />
        <FormActions>
          <Button kind="main">Record it</Button>
        </FormActions>
      </form>
    </Fold>
  )
}

const HandOn = ({ c, test, place, back }: { c: Context<Door>; test: Test; place: number; back: Back | undefined }) => {
  const form = stateOf(back, 'hand')
  return (
    <Fold label="Hand it on" open={back?.form === 'hand'}>
      <form method="post" action={urls.toxCustody({ test: test.id })} class="form">
        <input type="hidden" name="afterPlace" value={place} />
        <TextField
          name="toWhom"
          label="Who has it now"
          hint="A person, the locked refrigerator, the courier"
          maxlength={120}
          form={form}
        />
        <TextField name="whatFor" label="What for" maxlength={200} form={form} />
        <DateField name="onDay" label="On" value={today(c)} max={today(c)} form={form} />
        <TimeField name="atTime" label="At" value={nowTime(c)} form={form} />
        <Select
          name="seal"
          label="The seal"
          choose={false}
          value="whole"
          options={[
            { value: 'whole', label: 'Whole' },
            { value: 'broken', label: 'Broken' },
          ]}
          form={form}
        />
        <FormActions>
          <Button kind="main">Hand it on</Button>
        </FormActions>
      </form>
    </Fold>
  )
}
