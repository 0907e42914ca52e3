import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FileField, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { SideBySide } from '../../../ui/side-by-side.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, readForm, ticked, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { acceptEligibility, keepEligibilityFile, setAsideEligibility } from '../actions/benefits.ts'
import { coverageById, eligibilityFileById, type CoverageRow } from '../queries/coverages.ts'
import { plannedFor } from '../queries/estimates.ts'
import { longestFile } from '../x12.ts'
import { benefitsFrom, compareInsured, isSamePerson, likeliest } from '../x12-271-benefits.ts'
import { nameOfInsured, read271, type Answer271, type Insured, type Rejection } from '../x12-271.ts'
import { BenefitFields, benefitShape, benefitsOf, typedBenefits } from './benefit-fields.tsx'
import { BenefitLines, DateLines } from './benefit-lines.tsx'
import { withClient, withCoverage } from './entered.tsx'

export const eligibility = new Hono<Door>()

eligibility.get(urls.newEligibilityFile.pattern, (c) =>
  withCoverage(c, 'a payer’s answer', ({ client, coverage }) => uploadPage(c, client, coverage, {})),
)

eligibility.post(urls.newEligibilityFile.pattern, (c) =>
  withCoverage(c, 'a payer’s answer', async ({ work, client, coverage }) => {
    const form = await readForm(c, z.object({ file: z.unknown().optional(), text: z.string().optional() }))
    const values = form.typed
    const file = form.ok && form.values.file instanceof File && form.values.file.size > 0 ? form.values.file : null
    if (file !== null && file.size > longestFile)
      return uploadPage(c, client, coverage, {
        values,
        errors: { file: 'This file is too long to be the answer about one person.' },
      })
    const text = file === null ? (form.ok ? (form.values.text ?? '') : '') : await file.text()
    if (text.trim() === '')
      return uploadPage(c, client, coverage, { values, errors: { file: 'Choose a file, or paste its text.' } })
    const kept = await keepEligibilityFile(work, coverage.id, { name: file?.name ?? 'Pasted text', text })
    if (isRefusal(kept)) return uploadPage(c, client, coverage, { values }, kept)
    return c.redirect(urls.eligibilityFile({ answer: kept.id }), 303)
  }),
)

const uploadPage = (c: Context<Door>, client: ClientFacts, coverage: CoverageRow, form: FormState, refusal?: Refusal) =>
  c.html(
    <ClientFrame c={c} client={client} tab="coverage" title={`${client.name}: a payer’s answer`}>
      <RefusalAlert refusal={refusal} />
      <Card
        title={`What does ${coverage.payerName} answer?`}
        hint="An X12 271 file, as a clearinghouse or the payer’s site gives it. Nothing is sent anywhere; nothing is taken over before you have looked."
      >
        <form
          method="post"
          action={urls.newEligibilityFile({ coverage: coverage.id })}
          class="form"
          enctype="multipart/form-data"
        >
          <ErrorSummary form={form} />
          <TextArea name="text" label="Or paste its text" optional rows={4} form={form} spellcheck={false} />
          <FileField name="file" label="File" required={false} accept=".271,.txt,.edi,.x12,text/plain" form={form} />
          <FormActions>
            <Button kind="main">Read it</Button>
            <Button kind="quiet" href={urls.coverage({ client: client.id })}>
              Back
            </Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    refusal !== undefined || form.errors !== undefined ? 422 : 200,
  )

type FileHere = {
  file: NonNullable<Awaited<ReturnType<typeof eligibilityFileById>>>
  coverage: CoverageRow
  client: ClientFacts
}
async function withFile(c: Context<Door>, page: (here: FileHere) => Promise<Response>): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return forbidden(c, denied.because)
  const file = await eligibilityFileById(work, c.req.param('answer') ?? '')
  const coverage = file && (await coverageById(work, file.coverageId))
  if (file === undefined || coverage === undefined) return notFound(c)
  return withClient(
    c,
    'coverage.record',
    'a payer’s answer',
    ({ client }) => page({ file, coverage, client }),
    coverage.clientId,
  )
}

eligibility.get(urls.eligibilityFile.pattern, (c) => withFile(c, (here) => filePage(c, here)))

eligibility.post(urls.eligibilityAcceptance.pattern, (c) =>
  withFile(c, async (here) => {
    const form = await readForm(c, z.object({ person: wholeNumber(0, 99), isLookedAt: ticked, ...benefitShape }))
    if (!form.ok) return filePage(c, here, { values: form.typed, errors: form.errors })
    const { person, isLookedAt, words, ...values } = form.values
    const refused = await acceptEligibility(workOf(c), here.file.id, {
      person,
      isLookedAt,
      words,
      benefits: benefitsOf(values),
    })
    if (refused) return filePage(c, here, { values: form.typed }, refused)
    said(c, { tone: 'good', text: 'The benefits are taken over from the file.' })
    return c.redirect(urls.coverage({ client: here.client.id }), 303)
  }),
)

eligibility.post(urls.eligibilitySetAside.pattern, (c) =>
  withFile(c, async (here) => {
    const form = await readForm(c, z.object({ because: line(300, 'Say why.') }))
    if (!form.ok) return filePage(c, here, { values: form.typed, errors: form.errors })
    const refused = await setAsideEligibility(workOf(c), here.file.id, form.values.because)
    if (refused) return filePage(c, here, { values: form.typed }, refused)
    said(c, { tone: 'info', text: 'The file is set aside. It stays in the record.' })
    return c.redirect(urls.coverage({ client: here.client.id }), 303)
  }),
)

/** The payer's answer beside what we know; what was not understood stands below. */
async function filePage(
  c: Context<Door>,
  { file, coverage, client }: FileHere,
  form: FormState = {},
  refusal?: Refusal,
) {
  const work = workOf(c)
  const answer = read271(file.document)
  if (isRefusal(answer)) return notFound(c)
  const ours = { ...client, memberNumber: coverage.memberNumber }
  const insured = likeliest(ours, answer.people)
  const rows = insured === undefined ? [] : compareInsured(ours, insured)
  const kind =
    (client.programKind ?? (await plannedFor(work, client.id)).kind) === 'mental-health'
      ? 'mental-health'
      : 'substance-use'
  const suggested = insured === undefined || insured.lines.length === 0 ? null : benefitsFrom(insured, kind)
  const isDone = file.checkId !== null || file.setAsideBecause !== null
  return c.html(
    <ClientFrame c={c} client={client} tab="coverage" title={`${client.name}: a payer’s answer`}>
      <RefusalAlert refusal={refusal} />
      {file.checkId !== null && (
        <Notice tone="good" title="Taken over">
          The benefits of this file are in the record.
        </Notice>
      )}
      {file.setAsideBecause !== null && (
        <Notice tone="info" title="Set aside">
          {file.setAsideBecause}
        </Notice>
      )}
      {answer.remarks.map((remark) => (
        <Notice tone="info">{remark}</Notice>
      ))}
      <Rejections rejections={[...answer.rejections, ...(insured?.rejections ?? [])]} />
      <Card title="Is this the same person?" flush={insured !== undefined}>
        {insured === undefined ? (
          <Empty title="The payer tells nothing about a person">
            Read its reasons above, correct what they name, and ask again.
          </Empty>
        ) : (
          <SideBySide
            caption="The client and the person of the file"
            left="In our record"
            right={insured.is === 'dependent' ? `In the file, under ${insured.subscriberName}` : 'In the file'}
            rows={rows.map((row) => ({ term: row.term, left: row.ours, right: row.theirs }))}
          />
        )}
      </Card>
      <div class="columns even">
        <div class="stack">{insured !== undefined && <Read answer={answer} insured={insured} />}</div>
        <div class="stack">
          {suggested !== null && insured !== undefined && !isDone && (
            <Card
              title="What will stand in the record"
              hint="Filled from the lines nearest to IOP. Change what the lines say otherwise."
            >
              <form method="post" action={urls.eligibilityAcceptance({ answer: file.id })} class="form" data-guard>
                <ErrorSummary form={form} />
                <input type="hidden" name="person" value={String(answer.people.indexOf(insured))} />
                <BenefitFields
                  form={form.values?.iopCovered === undefined ? { ...form, values: typedBenefits(suggested) } : form}
                />
                {!isSamePerson(rows) && (
                  <Checkbox
                    name="isLookedAt"
                    label={`I compared the two: this answer is about ${client.name}`}
                    form={form}
                  />
                )}
                <FormActions>
                  <Button kind="main">Take over</Button>
                </FormActions>
              </form>
            </Card>
          )}
          {!isDone && (
            <Card title="Not of use?">
              <form method="post" action={urls.eligibilitySetAside({ answer: file.id })} class="form">
                <TextField
                  name="because"
                  label="Why"
                  hint="Such as: another person."
                  maxlength={300}
                  width="full"
                  form={{ ...form, prefix: 'aside' }}
                />
                <FormActions>
                  <Button>Set aside</Button>
                </FormActions>
              </form>
            </Card>
          )}
          <Leftovers answer={answer} />
        </div>
      </div>
    </ClientFrame>,
    refusal !== undefined || form.errors !== undefined ? 422 : 200,
  )
}

const Rejections = ({ rejections }: { rejections: Rejection[] }) =>
  rejections.length === 0 ? null : (
    <Notice tone="danger" title="The payer could not answer everything">
      <ul>
        {rejections.map((one) => (
          <li>{`About ${one.about}: ${one.because} ${one.next}`.trim()}</li>
        ))}
      </ul>
    </Notice>
  )

const Read = ({ answer, insured }: { answer: Answer271; insured: Insured }) => (
  <Card
    title="What the payer says"
    hint={
      <>
        {answer.payerName}, about {nameOfInsured(insured)}
        {answer.answeredOn !== null && (
          <>
            , on <OnDay day={answer.answeredOn} />
          </>
        )}
      </>
    }
    flush
  >
    <DateLines dates={insured.dates} />
    <BenefitLines lines={insured.lines} />
  </Card>
)

const Leftovers = ({ answer }: { answer: Answer271 }) => (
  <Card title="What was not understood" hint="It stays in the file as it came." flush={answer.notUnderstood.length > 0}>
    {answer.notUnderstood.length === 0 ? (
      <p class="muted">Everything was read.</p>
    ) : (
      <Table
        caption="Not understood"
        captionHidden
        columns={[{ label: 'Place', number: true }, { label: 'As it came' }, { label: 'Why' }]}
      >
        {answer.notUnderstood.slice(0, 200).map((one) => (
          <tr>
            <th scope="row" class="number">
              {one.position}
            </th>
            <td>
              <code class="coverage-raw">{one.segment.slice(0, 200)}</code>
            </td>
            <td>{one.because}</td>
          </tr>
        ))}
      </Table>
    )}
    {answer.people.length > 1 && (
      <Rows label="Others in the file">
        {answer.people.map((one) => (
          <Row
            title={nameOfInsured(one)}
            note={one.is === 'dependent' ? `under ${one.subscriberName}` : 'holds the plan'}
          />
        ))}
      </Rows>
    )}
  </Card>
)
