import { Hono } from 'hono'
import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { Card, Row, Rows, Tile, Tiles } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import type { Asked } from '../asked.ts'
import { catalog } from '../catalog.ts'
import { headlines } from '../queries/headlines.ts'
import { percent } from '../sheet.ts'

/** Every report there is for this person, by the question it answers. */
export const overview = new Hono<Door>()

overview.get(urls.reports.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'report.count')
  if (denied) return forbidden(c, denied.because)
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const asked: Asked = {
    from: addDays(today, -27),
    to: today,
    today,
    now: work.at,
    zone,
    program: null,
    site: null,
    programs: null,
  }
  const now = await headlines(work, asked)
  const lately = { from: asked.from, to: asked.to }
  const shown = catalog.filter(({ verb }) => may(work.by, verb))
  return c.html(
    <StaffPage
      c={c}
      current="Reports"
      title="Reports"
      answer={`${now.inCare} in care; ${now.came} came and ${now.left} left in four weeks`}
      over={`as of ${timeAt(work.at, zone)}`}
      intro="From the record itself, to the minute. Every number opens the list behind it, for those who may read it."
    >
      <Tiles label="The last four weeks">
        <Tile name="In care today" value={now.inCare} href={urls.report({ report: 'census' }, lately)} />
        <Tile name="Admitted" value={now.came} note="28 days" href={urls.report({ report: 'moves' }, lately)} />
        <Tile name="Left" value={now.left} note="28 days" href={urls.report({ report: 'moves' }, lately)} />
        <Tile
          name="Completed"
          value={now.left === 0 ? '–' : percent(now.completed / now.left)}
          note={`${now.completed} of ${now.left} who left`}
          href={urls.report({ report: 'completion' }, lately)}
        />
      </Tiles>
      <Card title="What do you want to know?" flush>
        <Rows label="Reports">
          {shown.map(({ key, title, question }) => (
            <Row
              title={title}
              note={question}
              end={
                <Button small href={urls.report({ report: key })} label={`Show: ${title}`}>
                  Show
                </Button>
              }
            />
          ))}
        </Rows>
      </Card>
    </StaffPage>,
  )
})
