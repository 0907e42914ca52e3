import { Hono } from 'hono'
import { isDay } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Name } from '../../../ui/person.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { makers } from '../queries/makers.ts'
import { mostListed } from '../sheet.ts'
import { addressOf, isQuestion, questionOf } from './question.ts'

/** The list behind one number of a report. Who is shown in it stands in the trail. */
export const people = new Hono<Door>()

people.get(urls.reportPeople.pattern, async (c) => {
  const question = await questionOf(c)
  if (question === null) return notFound(c)
  if (!isQuestion(question)) return forbidden(c, question.because)
  const work = workOf(c)
  const denied = mayNot(work.by, 'report.people')
  if (denied) return forbidden(c, denied.because)
  const { show, of, day, sheet } = c.req.query()
  // Sheets of so many rows, from the first on: no further than a number that anybody reads through.
  const place = /^[1-9]\d{0,3}$/.test(sheet ?? '') ? Number(sheet) : 1
  const list = await makers[question.entry.key].people(work, question.asked, {
    show: show ?? question.entry.usual,
    skip: (place - 1) * mostListed,
    ...(of !== undefined && of !== '' && { of: of.replaceAll('\0', '').slice(0, 200) }),
    ...(isDay(day) && { day }),
  })
  if (list === null) return notFound(c)
  const clients = [...new Set(list.rows.flatMap(({ clientId }) => clientId ?? []))]
  showing(c, `report: ${question.entry.key}`, clients)
  const opens = may(work.by, 'client.see')
  const at = (sheet: number) =>
    urls.reportPeople(
      { report: question.entry.key },
      { ...addressOf(question), show: show ?? question.entry.usual, of, day, sheet: String(sheet) },
    )
  return c.html(
    <StaffPage
      c={c}
      current="Reports"
      title={`${question.entry.title}: ${list.title}`}
      answer={`${list.title}: ${list.total}`}
      over={`${question.period}, ${question.asOf}`}
      crumbs={[
        { label: 'Reports', href: urls.reports() },
        { label: question.entry.title, href: urls.report({ report: question.entry.key }, addressOf(question)) },
      ]}
      intro={
        list.total > mostListed
          ? `${(place - 1) * mostListed + 1} to ${(place - 1) * mostListed + list.rows.length} of ${list.total}. Whose names you see here is written down.`
          : `${plural(list.total, 'row', 'rows')}, ${plural(clients.length, 'person', 'people')}. Whose names you see here is written down.`
      }
    >
      {list.rows.length === 0 ? (
        <Empty title="Nobody stands behind this number" />
      ) : (
        <Card flush>
          <Table caption={list.title} captionHidden columns={list.columns.map((label) => ({ label }))}>
            {list.rows.map(({ clientId, name, href, cells }) => (
              <tr>
                <th scope="row">
                  <Name
                    name={name}
                    href={href ?? (clientId !== null && opens ? urls.client({ client: clientId }) : undefined)}
                  />
                </th>
                {cells.map((cell) => (
                  <td>{isDay(cell) ? shortDay(cell) : cell}</td>
                ))}
              </tr>
            ))}
          </Table>
        </Card>
      )}
      {list.total > mostListed && (
        <nav class="together" aria-label="The rest of this list">
          {place > 1 && <Button href={at(place - 1)}>Before</Button>}
          {place * mostListed < list.total && <Button href={at(place + 1)}>Next {mostListed}</Button>}
        </nav>
      )}
    </StaffPage>,
  )
})
