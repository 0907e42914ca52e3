import { Hono } from 'hono'
import { dayAt, daysBetween } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Pages, partAsked, partOf } from '../../../ui/paging.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { gapsOf, partWords, type Readiness } from '../leaving-parts.ts'
import { everyoneInCare, readinessOf } from '../queries/leaving.ts'

/** Everyone in care, with how far their plan for afterwards is: the least ready who are here longest come first. */
export const leavingBoard = new Hono<Door>()

const onAPage = 50

leavingBoard.get(urls.leavingBoard.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const everyone = await everyoneInCare(work, today)
  const leads = everyone.some(({ therapistId }) => therapistId === work.by.id)
  const whose = c.req.query('whose') ?? (leads ? 'mine' : 'all')
  const people = whose === 'mine' ? everyone.filter(({ therapistId }) => therapistId === work.by.id) : everyone
  const far = await readinessOf(
    work,
    people.map(({ episodeId }) => episodeId),
  )
  const listed = people
    .flatMap((one) => {
      const readiness = far.get(one.episodeId)
      const day = daysBetween(one.since, today) + 1
      return readiness === undefined
        ? []
        : [{ ...one, readiness, day, isBehind: day > 28 && readiness.ready * 2 < readiness.of }]
    })
    .sort(
      (one, other) =>
        Number(other.isBehind) - Number(one.isBehind) ||
        one.readiness.ready - other.readiness.ready ||
        other.day - one.day,
    )
  const part = partAsked(c.req.query('page'), listed.length, onAPage)
  const shown = partOf(listed, part)
  showing(
    c,
    'plans for afterwards',
    shown.map(({ clientId }) => clientId),
  )
  const behind = listed.filter(({ isBehind }) => isBehind).length
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="Ready for leaving"
      answer={
        behind === 0
          ? 'Nobody is far behind with their plan for afterwards'
          : `${plural(behind, 'person is', 'people are')} past four weeks with less than half a plan`
      }
      crumbs={[{ label: 'Clients', href: urls.clients() }]}
      intro="Most who leave do so before the day that was planned. The plan exists from the first day; this is how far each one is."
    >
      <Tabs
        label="Whose"
        tabs={[
          { label: 'Mine', href: urls.leavingBoard({ whose: 'mine' }), current: whose === 'mine' },
          { label: 'Everyone', href: urls.leavingBoard({ whose: 'all' }), current: whose !== 'mine' },
        ]}
      />
      <Card flush={shown.length > 0}>
        {shown.length === 0 ? (
          <Empty title={whose === 'mine' ? 'You lead no stay today' : 'Nobody is in care today'}>
            Whoever is admitted stands here from the first minute.
          </Empty>
        ) : (
          <Rows label="People in care: those who are behind, then the least ready">
            {shown.map(({ readiness, ...one }) => (
              <Row
                end={
                  <Sig tone={readiness.ready === readiness.of ? 'good' : one.isBehind ? 'warning' : 'calm'}>
                    {`${readiness.ready} of ${readiness.of}`}
                  </Sig>
                }
              >
                <PersonLine
                  name={one.name}
                  href={urls.leavingPlan({ episode: one.episodeId })}
                  dayOfStay={one.day}
                  meta={`${one.program}${one.therapist === null ? '' : ` · ${one.therapist}`} · ${missingOf(readiness)}`}
                />
              </Row>
            ))}
          </Rows>
        )}
      </Card>
      <Pages part={part} href={(page) => urls.leavingBoard({ whose, page })} />
    </StaffPage>,
  )
})

const mostNamed = 4

/** The parts that are missing, the first few by name. */
function missingOf(readiness: Readiness): string {
  const titles = gapsOf(readiness).map(({ part }) => partWords[part].title.toLowerCase())
  if (titles.length === 0) return 'nothing is missing'
  const more = titles.length - mostNamed
  return `missing: ${titles.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
