import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FormActions, Select, TextField } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { line, oneOf, optionalDay, optionalId, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { makeStateFile } from '../actions/files.ts'
import { entryOf } from '../catalog.ts'
import type { FileMade } from '../queries/state-data.ts'
import { addressOf, askedOf, type Question } from './question.ts'

/** The file for the state: who asks for it, for whom, on what ground; and those that were made. */
export const stateFiles = new Hono<Door>()

const asking = z.object({
  moment: oneOf(['admission', 'discharge'], 'Choose admissions or discharges.'),
  recipient: line(200, 'Say which agency this goes to.'),
  ground: line(300, 'Say what it rests on.'),
  from: optionalDay,
  to: optionalDay,
  program: optionalId,
  site: optionalId,
})

stateFiles.post(urls.stateFiles.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'state-data.send')
  if (denied) return forbidden(c, denied.because)
  const entry = entryOf('state-data')
  const form = await readForm(c, asking)
  if (entry === undefined) throw new Error('The state’s data is a report.')
  const question = await askedOf(c, entry, form.typed)
  const back = urls.report({ report: 'state-data' }, addressOf(question))
  if (!form.ok) {
    said(c, { tone: 'warning', text: Object.values(form.errors)[0] ?? 'Fill in the form once more.' })
    return c.redirect(back, 303)
  }
  const made = await makeStateFile(work, question.asked, form.values)
  if (isRefusal(made)) {
    said(c, { tone: 'warning', text: made.because })
    return c.redirect(back, 303)
  }
  return c.body(made.text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${made.name}"`,
  })
})

export const StateFiles = ({
  c,
  question,
  files,
}: {
  c: Context<Door>
  question: Question
  files: readonly FileMade[]
}) => {
  const work = workOf(c)
  return (
    <>
      {may(work.by, 'state-data.send') && (
        <Card title="Make the file" hint={`For ${question.period}. Look at what is not recorded first.`}>
          <form method="post" action={urls.stateFiles()} class="form">
            {Object.entries(addressOf(question)).map(
              ([name, value]) => value !== undefined && <input type="hidden" name={name} value={value} />,
            )}
            <Select
              name="moment"
              label="Which"
              options={[
                { value: 'admission', label: 'Admissions' },
                { value: 'discharge', label: 'Discharges' },
              ]}
            />
            <TextField name="recipient" label="Which agency it goes to" maxlength={200} />
            <TextField
              name="ground"
              label="What it rests on"
              hint="The state’s rule, and the agreement on use and destruction of the records (42 CFR 2.53)."
              maxlength={300}
            />
            <Notice tone="warning" title="This leaves the clinic">
              The lines have your own client numbers and no names, and still tell of people. Whose they are stands in
              each one’s trail. Default: your compliance officer confirms the ground before the first file goes out.
            </Notice>
            <FormActions>
              <Button kind="main">Make the file</Button>
              {may(work.by, 'state-code.set') && <Button href={urls.stateCodes()}>State codes</Button>}
            </FormActions>
          </form>
        </Card>
      )}
      {files.length > 0 && (
        <Card title="Files that were made" flush>
          <Table
            caption="Files that were made for the state"
            captionHidden
            columns={[{ label: 'What' }, { label: 'For' }, { label: 'On what ground' }, { label: 'Made' }]}
          >
            {files.map((one) => (
              <tr>
                <th scope="row">
                  {one.moment === 'admission' ? 'Admissions' : 'Discharges'}, {shortDay(one.firstDay)} to{' '}
                  {shortDay(one.lastDay)}
                  <small class="referral-detail">{plural(one.n, 'person', 'people')}</small>
                </th>
                <td>{one.recipient}</td>
                <td>{one.ground}</td>
                <td>
                  <At at={one.at} zone={work.clinic.timeZone} />
                  <small class="referral-detail">{one.by}</small>
                </td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
    </>
  )
}
