import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, Select } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { nameOf } from '../../clients/queries.ts'
import { timeLeft } from '../offering.ts'
import { declaredOf, offeringOf } from '../queries/declared.ts'
import { offeredByName } from '../queries/seating.ts'
import { seriesWanted, waitsOpen, wants, type OpenWait } from '../queries/waiting.ts'
import { inWords } from '../times.ts'
import { inOrder } from '../waiting.ts'
import { newWait } from './new-wait.tsx'
import { seriesWaits } from './series-waits.tsx'
import { wait } from './wait.tsx'
import { WaitRow, waitsFor } from './wait-rows.tsx'
import { waitlistRules } from './waitlist-rules.tsx'

const list = new Hono<Door>()

list.get(urls.waitlist.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'waitlist.see')
  if (denied) return forbidden(c, denied.because)
  return waitlistPage(c)
})

/** Who waits for a seat: the clinic's list, one place of it, one group's list, and what the order counts. */
export const waitlist = new Hono<Door>()
  .route('/', waitlistRules)
  .route('/', list)
  .route('/', newWait)
  .route('/', wait)
  .route('/', seriesWaits)

async function waitlistPage(c: Context<Door>): Promise<Response> {
  const work = workOf(c)
  const today = dayAt(work.at, work.clinic.timeZone)
  const everybody = await waitsOpen(work)
  const programs = new Map(everybody.map((one) => [one.stayProgramId, one.stayProgram]))
  const asked = c.req.query('program')
  const program = asked !== undefined && programs.has(asked) ? asked : undefined
  const waits = everybody.filter((one) => program === undefined || one.stayProgramId === program)
  showing(c, 'waitlist', [...new Set(waits.map((one) => one.clientId))])
  const declared = await declaredOf(work)
  const wanted = await seriesWanted(work)
  const named = wanted.filter((series) => waits.some((one) => one.seriesId !== null && wants(one, series)))
  const offered = await offeredByName(
    work,
    named.map((one) => one.id),
    today,
  )
  const wishes = waits.filter((one) => one.seriesId === null)
  const open = waits.filter((one) => one.offer !== null)
  const lists = []
  for (const series of named) {
    const free = offered.find((one) => one.series.id === series.id)
    lists.push({
      series,
      free,
      // Whoever of another program is filtered out keeps their place: it is counted among all.
      places: inOrder(
        everybody.filter((one) => wants(one, series)),
        declared,
        today,
      ).filter((one) => waits.includes(one.entry)),
      isAutomatic: (await offeringOf(work, series.id)).isAutomatic,
    })
  }
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Waitlist"
      over="Waitlist"
      answer={
        waits.length === 0
          ? 'Nobody waits for a seat'
          : `${plural(waits.length, 'place', 'places')} on the waitlist, ${plural(open.length, 'offer', 'offers')} to be answered`
      }
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
      actions={
        <>
          {may(work.by, 'apart.see') && <Button href={urls.roomDecisions()}>Decisions about rooms</Button>}
          <Button href={urls.waitlistRules()}>How the order is made</Button>
        </>
      }
    >
      {programs.size > 1 && (
        <form class="together" method="get" action={urls.waitlist()}>
          <Select
            name="program"
            label="Program"
            required={false}
            choose="All programs"
            value={program}
            options={[...programs].map(([value, label]) => ({ value, label }))}
          />
          <Button>Show</Button>
        </form>
      )}
      {waits.length === 0 && (
        <Card>
          <Empty title="The list is empty">
            When a group is full, put a client on its waitlist from their seats. The order is made by what the clinic
            has declared, and each place says why.
          </Empty>
        </Card>
      )}
      {open.length > 0 && <OffersOpen waits={open} at={work.at} />}
      {lists.map(({ series, free, places, isAutomatic }) => (
        <Card
          id={`list-${series.id}`}
          title={series.name}
          hint={[
            free === undefined ? '' : inWords(free.series),
            free === undefined ? '' : `${plural(free.chairs.length, 'seat', 'seats')} free`,
            isAutomatic ? 'offers by itself' : 'offered by hand',
          ]
            .filter(Boolean)
            .join(' · ')}
          action={<a href={urls.seriesWaits({ series: series.id })}>This list</a>}
          flush
        >
          <Rows label={`Who waits for ${series.name}`}>
            {places.map((placed) => (
              <WaitRow placed={placed} work={work} wish />
            ))}
          </Rows>
        </Card>
      ))}
      {wishes.length > 0 && (
        <Card
          title="Any group that suits"
          hint="They stand in the list of each group that has what they wish, in the same order"
          flush
        >
          <Rows label="Who waits for any group that suits">
            {inOrder(wishes, declared, today).map(({ entry, days }) => (
              <Row
                title={<PersonLine name={nameOf(entry)} href={urls.wait({ wait: entry.id })} noInitials />}
                note={`${waitsFor(entry)} · ${entry.stayProgram} · waits ${plural(days, 'day', 'days')}`}
                end={entry.offer !== null && <Sig tone="info">{timeLeft(entry.offer.replyBy, work.at)}</Sig>}
              />
            ))}
          </Rows>
        </Card>
      )}
    </StaffPage>,
  )
}

const OffersOpen = ({ waits, at }: { waits: OpenWait[]; at: Date }) => (
  <Card title="Which offers wait for an answer?" hint="The one to be answered soonest first" flush>
    <Rows label="Offers to be answered">
      {[...waits]
        .sort((a, b) => (a.offer?.replyBy.getTime() ?? 0) - (b.offer?.replyBy.getTime() ?? 0))
        .map((one) => (
          <Row
            title={<a href={urls.wait({ wait: one.id })}>{nameOf(one)}</a>}
            note={one.offer?.group}
            end={one.offer !== null && <Sig tone="info">{timeLeft(one.offer.replyBy, at)}</Sig>}
          />
        ))}
    </Rows>
  </Card>
)
