import { Hono } from 'hono'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Pages, partAsked, partOf } from '../../../ui/paging.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { staffList } from '../../staff/queries.ts'
import { unheldAhead } from '../queries/holding.ts'
import { visitLabel } from '../rules.ts'

/** What is coming that nobody may hold: every date at once, before it comes. */
export const coming = new Hono<Door>()

type Line = {
  day: Day
  starts: string
  title: string
  href: string
  why: string
  onwards: boolean
  staffId: string | null
  clientId: string | null
}

/** People, or days, on one page. */
const onAPage = 25

/** The dates of one group or client that the same thing stands against, as one row. */
const alike = (list: readonly Line[]): Line[][] => [
  ...Map.groupBy(list, (one) => `${one.href} ${one.title} ${one.why}`).values(),
]

function datesOf(those: readonly Line[]): string {
  const laid = those.filter((one) => !one.onwards).map((one) => shortDay(one.day))
  const later = those.find((one) => one.onwards)
  const shown = laid.slice(0, 8).join(', ')
  return `${shown}${laid.length > 8 ? ` and ${laid.length - 8} more` : ''}${later === undefined ? '' : `${shown === '' ? 'E' : ', and e'}very week from ${shortDay(later.day)} on`}`
}

coming.get(urls.comingUnheld.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'credential.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const only = c.req.query('staff')
  const byDate = c.req.query('by') === 'date'
  const seesClients = may(work.by, 'client.see')
  const { meetings, visits } = await unheldAhead(
    work,
    { until: addDays(today, 42), beyond: addDays(today, 120) },
    { until: addDays(today, 365) },
  )
  const lines: Line[] = [
    ...meetings.map((one) => ({
      ...one,
      title: one.name,
      href: urls.series({ series: one.seriesId }),
      why: one.refusal.because,
      onwards: one.sessionId === null,
      clientId: null,
    })),
    ...visits.map((one) => ({
      ...one,
      title: seesClients ? `${visitLabel(one.kind)}: ${one.client}` : visitLabel(one.kind),
      href: seesClients ? urls.visits({ episode: one.episodeId }) : urls.staffMember({ member: one.staffId }),
      why: one.refusal.because,
      onwards: false,
    })),
  ]
    .filter((one) => only === undefined || one.staffId === only)
    .sort((a, b) => (a.day === b.day ? (a.starts < b.starts ? -1 : 1) : a.day < b.day ? -1 : 1))
  const names = new Map((await staffList(work)).map((one) => [one.id, `${one.givenName} ${one.familyName}`]))
  const groups = byDate
    ? [...Map.groupBy(lines, (one) => one.day)].map(([day, list]) => ({ title: weekDay(day), list, staffId: null }))
    : [...Map.groupBy(lines, (one) => one.staffId)].map(([staffId, list]) => ({
        title: staffId === null ? 'Nobody leads' : (names.get(staffId) ?? 'Somebody who left'),
        list,
        staffId,
      }))
  const part = partAsked(c.req.query('page'), groups.length, onAPage)
  const shown = partOf(groups, part)
  const clients = new Set(shown.flatMap(({ list }) => list.flatMap(({ clientId }) => clientId ?? [])))
  if (seesClients && clients.size > 0) showing(c, 'visits that nobody may hold', [...clients])
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="What is coming that nobody may hold"
      answer={
        lines.length === 0
          ? 'Everything ahead is led by somebody who may'
          : `${plural(lines.length, 'date needs', 'dates need')} somebody else, or a licence`
      }
      crumbs={[{ label: 'Staff', href: urls.staff() }]}
      intro="Licences, states and trainings, asked of every meeting and visit in the calendar, and of every group for 120 days. By video, the state is where the client lives; where no address says it, that of the site."
    >
      <Tabs
        label="In which order"
        tabs={[
          { label: 'By person', href: urls.comingUnheld({ staff: only }), current: !byDate },
          { label: 'By date', href: urls.comingUnheld({ staff: only, by: 'date' }), current: byDate },
        ]}
      />
      {lines.length === 0 && (
        <Card>
          <Empty title="Nothing stands out">
            Licences that run out later show here as soon as a meeting or a visit lies behind their last day.
          </Empty>
        </Card>
      )}
      {shown.map(({ title, list, staffId }) => (
        <Card
          title={title}
          hint={plural(list.length, 'date', 'dates')}
          action={
            staffId !== null && (
              <>
                {may(work.by, 'cover.arrange') && list[0] !== undefined && (
                  <Button
                    small
                    href={urls.cover({ staff: staffId, from: list[0].day, to: list[0].day })}
                    label={`Find cover for ${title}`}
                  >
                    Find cover
                  </Button>
                )}
                <Button small href={urls.staffCredentials({ member: staffId })} label={`Credentials of ${title}`}>
                  Credentials
                </Button>
              </>
            )
          }
          flush
        >
          <Rows label={title}>
            {(byDate ? list.map((one) => [one]) : alike(list)).map((those) => {
              const [one] = those
              return one === undefined ? null : (
                <Row
                  title={<a href={one.href}>{one.title}</a>}
                  note={
                    <>
                      {byDate && one.staffId !== null ? `${names.get(one.staffId) ?? ''} · ` : ''}
                      {one.why}
                      {those.length > 1 && <br />}
                      {those.length > 1 && datesOf(those)}
                    </>
                  }
                  end={
                    <Sig tone={one.day <= addDays(today, 7) ? 'danger' : 'warning'}>
                      {those.length > 1
                        ? `${plural(those.length, 'date', 'dates')}, first ${weekDay(one.day)}`
                        : one.onwards
                          ? `From ${shortDay(one.day)} on`
                          : `${weekDay(one.day)}, ${one.starts}`}
                    </Sig>
                  }
                />
              )
            })}
          </Rows>
        </Card>
      ))}
      <Pages part={part} href={(page) => urls.comingUnheld({ staff: only, by: byDate ? 'date' : undefined, page })} />
    </StaffPage>,
  )
})
