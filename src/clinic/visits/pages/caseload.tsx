import { Hono } from 'hono'
import { dayAt, weekOf } from '../../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card, Row, Rows, Tile, Tiles } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Pages, partAsked, partOf } from '../../../ui/paging.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { weekMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { staffList, withCredential } from '../../staff/queries.ts'
import { caseloadCapsOf } from '../../staff/queries/hours.ts'
import { loadOf, type Load } from '../caseload.ts'
import { awayInWeek, caseloadSizes, onCaseloads, weeksOfStaff, type OnCaseload } from '../queries/caseload.ts'

/** Who carries whom: each therapist's clients, what their week holds, and where there is room for one more. */
export const caseload = new Hono<Door>()

/** Caseloads on one page, the largest first. */
const onAPage = 30

caseload.get(urls.caseload.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.see') ?? mayNot(work.by, 'client.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const week = weekOf(today)
  const sizes = new Map((await caseloadSizes(work, week, today)).map((one) => [one.staffId, one]))
  const weeks = await weeksOfStaff(work, week)
  const away = await awayInWeek(work, week)
  const staff = (await staffList(work)).filter(
    (one) => sizes.has(one.id) || one.role === 'therapist' || weeks.has(one.id),
  )
  const caps = await caseloadCapsOf(work, today)
  const loads = staff
    .map((one) => {
      const clients = sizes.get(one.id)?.clients ?? 0
      return { one, clients, load: loadOf(clients, caps.get(one.id) ?? null) }
    })
    .sort((a, b) => b.clients - a.clients)
  const part = partAsked(c.req.query('page'), loads.length, onAPage)
  const shown = partOf(loads, part)
  const carried = await onCaseloads(
    work,
    week,
    today,
    shown.map(({ one }) => one.id),
  )
  const byStaff = Map.groupBy(carried, (one) => one.staffId)
  showing(
    c,
    'caseloads',
    carried.map((one) => one.clientId),
  )
  const room = loads.filter(({ one, load }) => one.role === 'therapist' && load.left !== 0).length
  const total = (what: 'clients' | 'without' | 'short') => [...sizes.values()].reduce((sum, one) => sum + one[what], 0)
  const without = total('without')
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Caseload board"
      answer={`${plural(room, 'therapist has', 'therapists have')} room for one more`}
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
      actions={may(work.by, 'continuing-care.do') && <Button href={urls.leavingBoard()}>Ready for leaving</Button>}
    >
      <Tabs
        label="Boards"
        tabs={[
          { label: 'Groups', href: urls.weekBoard() },
          { label: 'Rooms', href: urls.roomBoard() },
          { label: 'Caseload', href: urls.caseload(), current: true },
        ]}
      />
      <Tiles label="Caseloads in numbers">
        <Tile name="In care" value={String(total('clients'))} />
        <Tile name="Therapists" value={String(sizes.size)} />
        <Tile
          name="Without an individual hour"
          value={String(without)}
          note="this week"
          tone={without > 0 ? 'warning' : undefined}
        />
        <Tile name="Short this week" value={String(total('short'))} href={urls.week()} note="of their weekly hours" />
      </Tiles>
      {loads.length === 0 ? (
        <Empty title="Nobody treats anyone yet">A primary therapist is chosen at admission.</Empty>
      ) : (
        <div class="caseloads">
          {shown.map(({ one, load }) => {
            const mine = byStaff.get(one.id) ?? []
            const held = weeks.get(one.id)
            return (
              <Card
                title={withCredential(one)}
                id={`load-${one.id}`}
                hint={[
                  load.words,
                  held === undefined
                    ? 'nothing booked this week'
                    : `${hoursAndMinutes(held.groupMinutes)} of groups and ${hoursAndMinutes(held.visitMinutes)} of visits this week`,
                ].join(' · ')}
                action={
                  <>
                    {away.has(one.id) && <Sig tone="info">Away this week</Sig>}
                    <LoadSign load={load} />
                  </>
                }
                flush={mine.length > 0}
              >
                {mine.length === 0 ? (
                  <p>Nobody’s primary therapist.</p>
                ) : (
                  <details open={loads.length <= 3}>
                    <summary>{plural(mine.length, 'client', 'clients')}</summary>
                    <Rows label={`Clients of ${one.givenName} ${one.familyName}`}>
                      {mine.map((client) => (
                        <Carried client={client} zone={work.clinic.timeZone} />
                      ))}
                    </Rows>
                  </details>
                )}
              </Card>
            )
          })}
        </div>
      )}
      <Pages part={part} href={(page) => urls.caseload({ page })} />
    </StaffPage>,
  )
})

const LoadSign = ({ load }: { load: Load }) =>
  load.left === null ? (
    <Sig tone="calm">No limit set</Sig>
  ) : load.left < 0 ? (
    <Sig tone="danger">{`${-load.left} above`}</Sig>
  ) : load.left === 0 ? (
    <Sig tone="warning">Full</Sig>
  ) : (
    <Sig tone="good">{`Room for ${load.left}`}</Sig>
  )

const awayWords = { hospital: 'In hospital', jail: 'In jail', vacation: 'On vacation', other: 'Away' } as const

const Carried = ({ client, zone }: { client: OnCaseload; zone: string }) => (
  <Row
    end={
      <>
        {client.away !== null && <Sig tone="info">{awayWords[client.away]}</Sig>}
        {client.away === null && client.individual === 0 && <Sig tone="warning">No hour this week</Sig>}
        {client.short > 0 && <Sig tone="danger">{`${hoursAndMinutes(client.short)} short`}</Sig>}
      </>
    }
  >
    <PersonLine name={client.name} href={urls.chartWeek({ client: client.clientId })} dayOfStay={client.dayOfStay} />
    <small>
      {`${client.program} · ${client.next === null ? 'no visit ahead' : `next ${weekMoment(client.next, zone)}`}`}
    </small>
  </Row>
)
