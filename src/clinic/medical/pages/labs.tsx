import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FileField, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { line, optionalLine, readForm } from '../../../web/forms.ts'
import { readUpload } from '../../../web/uploads.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { importLabFile, settleAside } from '../actions/labs.ts'
import { asideOpen, importsOf } from '../queries/labs.ts'
import { instantText } from './parts.tsx'

/** Files of laboratories, and the reports in them that belong to no order by themselves. */
export const labs = new Hono<Door>()

labs.get(urls.labImports.pattern, (c) => page(c))

labs.post(urls.labImports.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'lab.import')
  if (denied) return forbidden(c, denied.because)
  const upload = await readUpload(c, 'results')
  if (isRefusal(upload)) return page(c, { errors: { results: upload.because } })
  if (upload.scan.verdict === 'infected')
    return page(c, {
      errors: { results: 'The malware scanner found something in this file. Ask the laboratory for another.' },
    })
  const answer = await importLabFile(work, upload)
  if (isRefusal(answer)) return page(c, { errors: { results: answer.because } })
  showing(c, 'laboratory file', answer.clients)
  said(
    c,
    answer.aside === 0
      ? { tone: 'good', text: `${plural(answer.matched, 'report', 'reports')} read.` }
      : {
          tone: 'warning',
          text: `${plural(answer.matched, 'report', 'reports')} read; ${answer.aside} kept aside for you to look at.`,
        },
  )
  return c.redirect(urls.labImports(), 303)
})

labs.post(urls.labSettled.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'lab.import')
  if (denied) return forbidden(c, denied.because)
  const id = c.req.param('aside')
  const form = await readForm(
    c,
    z.object({ orderNumber: optionalLine(80), because: line(500, 'Say why, in a few words.') }),
  )
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors, prefix: `aside-${id}` })
  const answer = await settleAside(work, id, form.values)
  if (isRefusal(answer)) return page(c, { values: form.typed, prefix: `aside-${id}` }, answer)
  said(c, {
    tone: 'good',
    text: answer.test === null ? 'Settled: nobody’s here.' : 'Settled: it stands with the order.',
  })
  return c.redirect(answer.test === null ? urls.labImports() : urls.toxTest({ test: answer.test }), 303)
})

async function page(c: Context<Door>, form: FormState = {}, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'lab.import')
  if (denied) return forbidden(c, denied.because)
  const aside = await asideOpen(work)
  const imports = await importsOf(work)
  return c.html(
    <StaffPage
      c={c}
      current="Medicine"
      title="Laboratory files"
      answer={
        aside.length === 0
          ? 'Every report has its place'
          : `${plural(aside.length, 'report needs', 'reports need')} a person`
      }
      crumbs={[{ label: 'Medicine', href: urls.medicineBoard() }]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {aside.length > 0 && (
        <Card
          title="Whose are these?"
          flush
          tone="warning"
          hint="The number, the names or the birth date did not fit. Nothing was guessed."
        >
          <Rows label="Reports kept aside">
            {aside.map((one) => {
              const own: FormState = form.prefix === `aside-${one.id}` ? form : { prefix: `aside-${one.id}` }
              return (
                <Row
                  title={one.person === '' ? 'No name' : <bdi>{one.person}</bdi>}
                  note={`${one.birthDate === null ? 'No birth date' : `born ${shortDay(one.birthDate)}`} · order ${one.orderNumber === '' ? 'not named' : one.orderNumber} · ${one.report.laboratory} · read ${instantText(c, one.importedAt)}`}
                  end={<Sig tone="warning">{plural(one.report.results.length, 'result', 'results')}</Sig>}
                >
                  <p>{one.why}</p>
                  <details class="disclose" open={own === form}>
                    <summary>Settle it</summary>
                    <form method="post" action={urls.labSettled({ aside: one.id })} class="form">
                      <TextField
                        name="orderNumber"
                        label="Number of the order"
                        hint="From the label or the paper; empty where it is nobody’s here."
                        optional
                        maxlength={80}
                        form={own}
                      />
                      <TextField name="because" label="Why" maxlength={500} form={own} />
                      <FormActions>
                        <Button kind="main" label={`Settle the report of ${one.person}`}>
                          Settle it
                        </Button>
                      </FormActions>
                    </form>
                  </details>
                </Row>
              )
            })}
          </Rows>
        </Card>
      )}
      <Card
        title="Read a file"
        hint="HL7 v2 results (ORU^R01), or a FHIR bundle of reports. It is read whole or not at all."
      >
        <form method="post" action={urls.labImports()} enctype="multipart/form-data" class="form">
          <FileField
            name="results"
            label="File of the laboratory"
            hint="10 MB at most."
            accept=".hl7,.txt,.oru,.json,.dat"
            form={form.prefix === undefined ? form : {}}
          />
          <FormActions>
            <Button kind="main">Read it</Button>
          </FormActions>
        </form>
      </Card>
      <Card title="What was read?" flush>
        {imports.length === 0 ? (
          <Empty title="No file yet" />
        ) : (
          <Rows label="Files">
            {imports.map((one) => (
              <Row
                title={<bdi>{one.name}</bdi>}
                note={`${instantText(c, one.importedAt)} · ${one.by} · ${one.format === 'fhir' ? 'FHIR' : 'HL7 v2'}`}
                end={
                  <Sig
                    tone={one.matched === one.reports ? 'good' : 'warning'}
                  >{`${one.matched} of ${one.reports} found their order`}</Sig>
                }
              />
            ))}
          </Rows>
        )}
      </Card>
    </StaffPage>,
    form.errors === undefined && refusal === undefined ? 200 : 422,
  )
}
