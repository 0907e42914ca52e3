import { Hono } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Tile, Tiles } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Table } from '../../../ui/table.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type Door, workOf } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { answersByWeek, type AnswerWeek } from '../queries/trouble.ts'

export const troubleReport = new Hono<Door>()

troubleReport.get(urls.troubleReport.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'trouble.see')
  if (denied) return forbidden(c, denied.because)
  const weeks = await answersByWeek(work, dayAt(work.at, work.clinic.timeZone))
  const sum = (key: Exclude<keyof AnswerWeek, 'week'>) => weeks.reduce((all, week) => all + week[key], 0)
  const answered = sum('alerts') - sum('unanswered')
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="What came of alerts"
      over="What came of alerts"
      answer={
        weeks.length === 0
          ? 'There was no alert yet'
          : sum('judged') === 0
            ? 'Too early to say what came true'
            : `${outOf(sum('cameTrue'), sum('judged'))} alerts came true`
      }
      intro="Came true: not there once in the four weeks after, or left without having completed or moved on. An alert that did not come true may have been answered well: this counts what happened, not who worked."
      crumbs={[{ label: 'Signals', href: urls.trouble() }]}
    >
      <Tiles label="Of the last 26 weeks">
        <Tile name="Alerts" value={sum('alerts')} note={`${sum('unanswered')} without an answer`} />
        <Tile name="Answered in time" value={outOf(sum('inTime'), sum('alerts'))} />
        <Tile
          name="Not a concern, of those answered"
          value={outOf(sum('notAConcern'), answered)}
          note={part(sum('notAConcern'), answered)}
        />
        <Tile
          name="Came true, of those that can be judged"
          value={outOf(sum('cameTrue'), sum('judged'))}
          note={part(sum('cameTrue'), sum('judged'))}
        />
      </Tiles>
      <Card title="By week of the alert" flush={weeks.length > 0}>
        {weeks.length === 0 ? (
          <Empty title="There was no alert in the last 26 weeks" />
        ) : (
          <Table
            caption="Alerts by week"
            captionHidden
            columns={[
              { label: 'Week from' },
              { label: 'Alerts', number: true },
              { label: 'Acted', number: true },
              { label: 'Watching', number: true },
              { label: 'Not a concern', number: true },
              { label: 'No answer', number: true },
              { label: 'Came true', number: true },
            ]}
          >
            {weeks.map((one) => (
              <tr>
                <th scope="row">{weekDay(one.week)}</th>
                <td class="number">{one.alerts}</td>
                <td class="number">{one.acted}</td>
                <td class="number">{one.watching}</td>
                <td class="number">{one.notAConcern}</td>
                <td class="number">{one.unanswered}</td>
                <td class="number">{one.judged === 0 ? 'too early' : outOf(one.cameTrue, one.judged)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
    </StaffPage>,
  )
})

const outOf = (n: number, all: number): string => `${n} of ${all}`
/** A share with how sure it is: the middle 95 of 100 by Wilson's formula; a few cases say little. */
export function part(n: number, all: number): string {
  if (all === 0) return 'Nothing to judge yet'
  const [z, p] = [1.96, n / all]
  const middle = (p + (z * z) / (2 * all)) / (1 + (z * z) / all)
  const half = (z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all)
  return `${Math.round(p * 100)} %, between ${Math.round(Math.max(0, middle - half) * 100)} and ${Math.round(Math.min(1, middle + half) * 100)} %`
}
