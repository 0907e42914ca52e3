import { Hono, type Context } from 'hono'
import { addDays, dayAt, weekOf as mondayOf, type Day } from '../../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Paging } from '../../../ui/table.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { payTone, payWords } from '../../coverage/pay-words.ts'
import type { PaidWeek } from '../../coverage/payable.ts'
import { payWeeks, type StayToPay, type WeekAsPaid } from '../queries/pay.ts'
import { boardOf, peopleOnAPage, type WeekOnBoard } from '../queries/week.ts'
import { unsettledOf, type Witness } from '../queries/witnesses.ts'
import { weekAsked } from './week-asked.ts'
import { evidenceOf, meetingTitle } from '../witness-card.tsx'

/** Whose week would not be paid, and what would mend it: before anyone arrives, and after. */
export const unpaid = new Hono<Door>()

unpaid.get(urls.weekPay.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const now = mondayOf(today)
  const monday = weekAsked(c.req.query('week'), now)
  const page = Math.min(1000, Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1))
  const board = await boardOf(work, { week: monday, program: null, onlyShort: false, page })
  const people = await unpaidOf(c, board.people, monday)
  // A minute that is not settled may be claimed or not: they stand here although the week would be paid.
  const unsettled = await unsettledOf(work, {
    from: monday,
    to: addDays(monday, 6),
    clients: board.people.map((person) => person.clientId),
  })
  showing(c, 'week', [...new Set(board.people.map((person) => person.clientId))])
  const to = (over: Record<string, string | undefined>) =>
    urls.weekPay({ week: monday === now ? undefined : monday, ...over })
  return c.html(
    <StaffPage
      c={c}
      current="Week"
      title="Would this week be paid?"
      answer={
        people.length === 0
          ? 'Every week shown would be paid'
          : `${people.length} of ${board.people.length} shown would not be paid in full`
      }
      over={`${weekDay(monday)} to ${weekDay(addDays(monday, 6))}`}
      crumbs={[{ label: 'The week', href: urls.week({ week: monday === now ? undefined : monday }) }]}
      intro="Each week against its payer’s rule: marks where there are some, and the timetable for what is to come."
      actions={
        <>
          <Button small href={to({ week: addDays(monday, -7) })} label="The week before">
            ←
          </Button>
          <Button small href={to({ week: weekAsked(addDays(monday, 7), now) })} label="The week after">
            →
          </Button>
        </>
      }
    >
      <Card flush={people.length > 0}>
        {people.length === 0 ? (
          <Empty title="Nobody’s week would go unpaid">
            Those without a plan or without a payer’s rule are not judged.
          </Empty>
        ) : (
          <UnpaidRows people={people} monday={monday} />
        )}
      </Card>
      {unsettled.length > 0 && (
        <Card
          title="What is not settled yet?"
          hint="Roster, video and check-in differ: settle it before it is claimed."
          tone="warning"
          flush
        >
          <Unsettled people={unsettled} />
        </Card>
      )}
      {board.of > peopleOnAPage && (
        <Paging
          from={(page - 1) * peopleOnAPage + 1}
          to={Math.min(page * peopleOnAPage, board.of)}
          of={board.of}
          previous={page > 1 ? to({ page: String(page - 1) }) : undefined}
          next={page * peopleOnAPage < board.of ? to({ page: String(page + 1) }) : undefined}
        />
      )}
    </StaffPage>,
  )
})

const Unsettled = ({ people }: { people: readonly Witness[] }) => (
  <Rows label="Meetings that are not settled yet">
    {people.map((one) => (
      <Row
        title={<a href={evidenceOf(one)}>{one.name}</a>}
        note={`${meetingTitle(one)}, ${weekDay(one.heldOn)}`}
        end={<Sig tone="warning">Not settled yet</Sig>}
      >
        <p>{one.differences.map(({ words }) => words).join(' ')}</p>
      </Row>
    ))}
  </Rows>
)

export type Unpaid = { person: WeekOnBoard; week: WeekAsPaid; shown: PaidWeek }

/** Of some people on the week board, those whose payer would not pay for the whole week. */
export async function unpaidOf(c: Context<Door>, people: readonly WeekOnBoard[], monday: Day): Promise<Unpaid[]> {
  const work = workOf(c)
  const today = dayAt(work.at, work.clinic.timeZone)
  const stays = people.map(
    (person): StayToPay => ({
      clientId: person.clientId,
      programKind: person.programKind,
      first: person.first,
      last: person.last,
    }),
  )
  const weeks = await payWeeks(work, stays, monday)
  return people.flatMap((person) => {
    const week = weeks.get(person.clientId)
    const shown = week && (addDays(week.from, 7) <= today ? week.actual : week.forecast)
    return week && shown && shown.verdict !== 'paid' && shown.verdict !== 'nothing' ? [{ person, week, shown }] : []
  })
}

export const UnpaidRows = ({ people, monday }: { people: readonly Unpaid[]; monday: Day }) => (
  <Rows label="Weeks that would not be paid in full">
    {people.map(({ person, week, shown }) => (
      <Row end={<Sig tone={payTone[shown.verdict]}>{payWords[shown.verdict]}</Sig>}>
        <PersonLine
          name={person.name}
          href={urls.chartWeek({ client: person.clientId }, { week: monday })}
          pronouns={person.pronouns}
          dayOfStay={person.dayOfStay}
          tags={[week.payer]}
          meta={
            <>
              {shown.sentence}
              <br />
              <b>What would mend it: </b>
              {mendWords(shown)}
            </>
          }
        />
      </Row>
    ))}
  </Rows>
)

/** The least that would change the answer, in the order in which it is done. */
function mendWords(paid: PaidWeek): string {
  const { lacking } = paid
  const week = [
    lacking.minutes > 0 ? hoursAndMinutes(lacking.minutes) : '',
    lacking.days > 0 ? plural(lacking.days, 'full day', 'full days') : '',
    lacking.services > 0 ? plural(lacking.services, 'service', 'services') : '',
  ].filter(Boolean)
  const days = paid.days
    .filter((day) => !day.isPaid && day.minutes > 0)
    .map((day) => `${weekDay(day.day)}: ${day.because.replace(/\.$/, '')}`)
  const parts = [week.length > 0 ? `${week.join(' and ')} more this week` : '', ...days.slice(0, 2)].filter(Boolean)
  return parts.length > 0 ? `${parts.join('. ')}.` : 'mark the rosters, or look at the day’s reasons.'
}
