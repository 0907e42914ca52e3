import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Row } from '../../../ui/card.tsx'
import { ErrorSummary, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { line, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { importFile, asidePrefix, asideForm, ReadAFile, SetAside, Settle, WhatWasRead } from '../../files/importing.tsx'
import { importLabFile, settleAside } from '../actions/labs.ts'
import { asideOpen, importsOf } from '../queries/labs.ts'
import { instantText } from './parts.tsx'

/** Files of laboratories, and the reports in them that belong to no order by themselves. */
export const labs = new Hono<Door>()

labs.get(urls.labImports.pattern, (c) => page(c))

labs.post(urls.labImports.pattern, (c) =>
  importFile(c, {
    verb: 'lab.import',
    field: 'results',
    again: 'Ask the laboratory for another.',
    read: importLabFile,
    called: 'laboratory file',
    done: ({ matched, aside }) =>
      aside === 0
        ? { tone: 'good', text: `${plural(matched, 'report', 'reports')} read.` }
        : {
            tone: 'warning',
            text: `${plural(matched, 'report', 'reports')} read; ${aside} kept aside for you to look at.`,
          },
    to: urls.labImports(),
    page,
  }),
)

labs.post(urls.labSettled.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'lab.import')
  if (denied) return forbidden(c, denied.because)
  const id = c.req.param('aside')
  const form = await readForm(
    c,
    z.object({ orderNumber: optionalLine(80), because: line(500, 'Say why, in a few words.') }),
  )
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors, prefix: asidePrefix(id) })
  const answer = await settleAside(work, id, form.values)
  if (isRefusal(answer)) return page(c, { values: form.typed, prefix: asidePrefix(id) }, answer)
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
      <SetAside
        title="Whose are these?"
        hint="The number, the names or the birth date did not fit. Nothing was guessed."
        label="Reports kept aside"
        rows={aside}
        of={aside.length}
        row={(one) => (
          <Row
            title={one.person === '' ? 'No name' : <bdi>{one.person}</bdi>}
            note={`${one.birthDate === null ? 'No birth date' : `born ${shortDay(one.birthDate)}`} · order ${one.orderNumber === '' ? 'not named' : one.orderNumber} · ${one.report.laboratory} · read ${instantText(c, one.importedAt)}`}
            end={<Sig tone="warning">{plural(one.report.results.length, 'result', 'results')}</Sig>}
          >
            <p>{one.why}</p>
            <Settle
              url={urls.labSettled({ aside: one.id })}
              form={asideForm(form, one.id)}
              what="Settle it"
              which={`the report of ${one.person}`}
              kind="main"
            >
              <TextField
                name="orderNumber"
                label="Number of the order"
                hint="From the label or the paper; empty where it is nobody’s here."
                optional
                maxlength={80}
                form={asideForm(form, one.id)}
              />
              <TextField name="because" label="Why" maxlength={500} form={asideForm(form, one.id)} />
            </Settle>
          </Row>
        )}
      />
      <ReadAFile
        hint="HL7 v2 results (ORU^R01), or a FHIR bundle of reports. It is read whole or not at all."
        url={urls.labImports()}
        field="results"
        label="File of the laboratory"
        accept=".hl7,.txt,.oru,.json,.dat"
        form={form}
      />
      <WhatWasRead
        label="Files"
        files={imports.map((one) => ({
          name: one.name,
          note: `${instantText(c, one.importedAt)} · ${one.by} · ${one.format === 'fhir' ? 'FHIR' : 'HL7 v2'}`,
          isWhole: one.matched === one.reports,
          found: `${one.matched} of ${one.reports} found their order`,
        }))}
      />
    </StaffPage>,
    form.errors === undefined && refusal === undefined ? 200 : 422,
  )
}
