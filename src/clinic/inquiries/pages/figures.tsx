import { Hono } from 'hono'
import { addMonths, dayAt, instantAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Bars } from '../../../ui/small-charts.tsx'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { firstTimes } from '../queries/timing.ts'
import { isSource, sourceName } from '../senders.ts'
import { figureOf, hoursInWords, marks, type Figure, type FirstTimes, type Mark } from '../timing.ts'

export const figures = new Hono<Door>()

const markName: Record<Mark, string> = {
  contactAt: 'First contact',
  offerAt: 'First offer',
  assessmentAt: 'Assessment',
  sessionAt: 'First session',
}
const monthsShown = 6

figures.get(urls.admissionsFigures.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.see')
  if (denied) return forbidden(c, denied.because)
  const zone = work.clinic.timeZone
  const from = `${addMonths(dayAt(work.at, zone), 1 - monthsShown).slice(0, 7)}-01`
  const all = await firstTimes(work, instantAt(from, '00:00', zone))
  const offer = figureOf(all, 'offerAt', work.at)
  const bySource = grouped(all, ({ source }) => source)
  const byMonth = grouped(all, ({ month }) => month).toSorted(([a], [b]) => (a < b ? 1 : -1))
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="How fast we answer"
      answer={
        offer.within.of === 0
          ? 'How fast do we answer?'
          : `${offer.within.yes} of ${offer.within.of} had a first offer within 48 hours`
      }
      intro="Of everyone who turned to the clinic in the last six months. The target is a first offer within 48 hours."
      crumbs={[{ label: 'Admissions', href: urls.admissions() }]}
    >
      {all.length === 0 ? (
        <Empty title="Nobody came in these months" next={<Button href={urls.admissions()}>Go to the board</Button>} />
      ) : (
        <div class="stack">
          <Card title="Who gets a first offer within 48 hours?" hint="Share of those who came, by who sent them.">
            <Bars
              label="Share with a first offer within 48 hours, by who sent them"
              most={100}
              bars={bySource.map(([source, some]) => {
                const { within } = figureOf(some, 'offerAt', work.at)
                const share = within.of === 0 ? 0 : Math.round((within.yes / within.of) * 100)
                return {
                  label: nameOf(source),
                  value: share,
                  shown: within.of === 0 ? 'Too early' : `${share} % (${within.yes} of ${within.of})`,
                }
              })}
            />
          </Card>
          <Figures
            title="By who sent them"
            groups={[['All', all], ...bySource]}
            now={work.at}
            named={nameOf}
            first="Who sent them"
          />
          <Figures title="By month they came" groups={byMonth} now={work.at} named={(month) => month} first="Month" />
          <Card title="How to read this">
            <p>
              Time runs from the moment somebody turned to the clinic. “Half had it after” counts those who still wait
              for as long as they have waited, and those who were closed without it as never. The share within 48 hours
              leaves out who came less than 48 hours ago and still waits. Real people only: duplicates and what was no
              inquiry are left out. Small numbers say little.
            </p>
          </Card>
        </div>
      )}
    </StaffPage>,
  )
})

const nameOf = (source: string): string => (isSource(source) ? sourceName[source] : source)

const grouped = (all: FirstTimes[], key: (one: FirstTimes) => string): [string, FirstTimes[]][] =>
  [...Map.groupBy(all, key)].toSorted((a, b) => b[1].length - a[1].length)

const Figures = ({
  title,
  groups,
  now,
  named,
  first,
}: {
  title: string
  groups: [string, FirstTimes[]][]
  now: Date
  named: (key: string) => string
  first: string
}) => (
  <Card title={title} flush>
    <Table
      caption={`How long it took, ${title.toLowerCase()}`}
      captionHidden
      columns={[{ label: first }, { label: 'n', number: true }, ...marks.map((mark) => ({ label: markName[mark] }))]}
    >
      {groups.map(([key, some]) => (
        <tr>
          <th scope="row">{named(key)}</th>
          <td class="number">{some.length}</td>
          {marks.map((mark) => (
            <td>
              <Cell figure={figureOf(some, mark, now)} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  </Card>
)

const Cell = ({ figure: { n, reached, waiting, never, medianHours, within } }: { figure: Figure }) => (
  <>
    {medianHours === null ? 'Fewer than half had it' : `Half had it after ${hoursInWords(medianHours)}`}
    <small class="referral-detail">
      {within.of === 0 ? 'Too early for 48 h' : `${within.yes} of ${within.of} within 48 h`}
    </small>
    <small class="referral-detail">
      {reached} of {n} had it{waiting > 0 ? `, ${waiting} wait` : ''}
      {never > 0 ? `, ${never} closed without` : ''}
    </small>
  </>
)
