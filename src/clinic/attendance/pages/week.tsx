import { Hono } from 'hono'
import { addDays, dayAt, weekOf as mondayOf, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, FormActions, Select } from '../../../ui/form.tsx'
import { HoursMeter } from '../../../ui/meter.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Paging } from '../../../ui/table.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { programsOf } from '../../programs/queries.ts'
import { boardOf, hoursOf, peopleOnAPage, prescribedIn, type HourOfWeek, type WeekOnBoard } from '../queries/week.ts'
import { verdictTone, verdictWords, weekOfStay } from '../week-facts.ts'
import type { Actor, Week } from '../week.ts'
import { unpaidOf, UnpaidRows } from './unpaid.tsx'
import { weekAsked } from './week-asked.ts'

/** Everyone's week: will each reach their hours, and whose is it to act? */
export const week = new Hono<Door>()

week.get(urls.week.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'week.see')
  if (denied) return forbidden(c, denied.because)
  const now = mondayOf(dayAt(work.at, work.clinic.timeZone))
  const monday = weekAsked(c.req.query('week'), now)
  const program = isId(c.req.query('program')) ? (c.req.query('program') ?? null) : null
  const onlyShort = c.req.query('show') === 'short'
  const page = Math.min(1000, Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1))
  const board = await boardOf(work, { week: monday, program, onlyShort, page })
  const hours = await hoursOf(
    work,
    board.people.map((person) => person.clientId),
    monday,
  )
  const prescribed = await prescribedIn(
    work,
    board.people.map((person) => person.episodeId),
    monday,
  )
  showing(c, 'week', [...new Set(board.people.map((person) => person.clientId))])
  const counted = board.people
    .map((person) => {
      const own = hours.filter((hour) => hour.clientId === person.clientId)
      const about = {
        week: monday,
        zone: work.clinic.timeZone,
        now: work.at,
        prescribed: prescribed.get(person.episodeId) ?? [],
      }
      return { person, own, week: weekOfStay(person, own, about) }
    })
    // To the minute: what ended a quarter of an hour ago and is not marked yet is missing here already.
    .sort((a, b) => lacking(b.week) - lacking(a.week))
  const programs = await programsOf(work)
  const bills = may(work.by, 'coverage.record')
  const notPaid = bills ? await unpaidOf(c, board.people, monday) : []
  const query = { week: monday === now ? undefined : monday, program: program ?? undefined }
  const to = (over: Record<string, string | undefined>) =>
    urls.week({ ...query, show: onlyShort ? 'short' : undefined, ...over })
  const listed = onlyShort ? board.short : board.of
  return c.html(
    <StaffPage
      c={c}
      current="Week"
      title="The week"
      answer={answerFor(board, monday, now)}
      over={`${weekDay(monday)} to ${weekDay(addDays(monday, 6))}`}
      intro="Attended, still to come, and the floor. What is not marked yet counts for nothing until somebody marks it."
      actions={
        <>
          {monday === now && board.short > 0 && may(work.by, 'seat.give') && (
            <Button small href={urls.makeUps()}>
              Make-up seats
            </Button>
          )}
          {may(work.by, 'attendance.see') && (
            <Button small href={urls.witnesses()}>
              Three witnesses
            </Button>
          )}
          <WeekPicker monday={monday} now={now} to={to} />
        </>
      }
    >
      <div class="line-up spread">
        <Tabs
          label="Who is shown"
          tabs={[
            { label: 'Everyone', href: to({ show: undefined }), current: !onlyShort, count: board.of },
            { label: 'Short', href: to({ show: 'short' }), current: onlyShort, count: board.short },
          ]}
        />
        {programs.length > 1 && (
          <form class="together" method="get" action={urls.week()}>
            {monday !== now && <input type="hidden" name="week" value={monday} />}
            {onlyShort && <input type="hidden" name="show" value="short" />}
            <Select
              name="program"
              label="Program"
              labelHidden
              choose="Every program"
              options={programs.map((one) => ({ value: one.id, label: one.name }))}
              value={program}
              required={false}
            />
            <Button>Show</Button>
          </form>
        )}
      </div>
      <Card flush={board.people.length > 0}>
        {board.people.length === 0 ? (
          <Empty title={onlyShort && board.of > 0 ? 'Nobody is short' : 'Nobody is in care in this week'}>
            {onlyShort && board.of > 0
              ? 'Everyone reaches the floor of their level with what is planned.'
              : 'Weeks stand here from the day of an admission on.'}
          </Empty>
        ) : (
          <Rows label="The week of each client">
            {counted.map(({ person, own, week: sum }) => (
              <PersonRow
                person={person}
                hours={own}
                counted={sum}
                week={monday}
                at={work.at}
                opensRosters={may(work.by, 'attendance.see')}
              />
            ))}
          </Rows>
        )}
      </Card>
      {bills && (
        <Card
          title="Who would not be paid?"
          hint="Of those shown, by the rule of their payer"
          action={<a href={urls.weekPay({ week: monday === now ? undefined : monday })}>Everyone</a>}
          flush={notPaid.length > 0}
        >
          {notPaid.length === 0 ? (
            <Empty title="Every week shown would be paid">
              Those without a plan or without a payer’s rule are not judged.
            </Empty>
          ) : (
            <UnpaidRows people={notPaid.slice(0, 8)} monday={monday} />
          )}
        </Card>
      )}
      {listed > peopleOnAPage && (
        <Paging
          from={(page - 1) * peopleOnAPage + 1}
          to={Math.min(page * peopleOnAPage, listed)}
          of={listed}
          previous={page > 1 ? to({ page: String(page - 1) }) : undefined}
          next={page * peopleOnAPage < listed ? to({ page: String(page + 1) }) : undefined}
        />
      )}
    </StaffPage>,
  )
})

/** Minutes below the floor where that is a matter of somebody's; a day alone counts as a minute. */
const lacking = (counted: Week): number =>
  counted.verdict === 'short' || counted.verdict === 'will-fall-short' ? Math.max(1, counted.shortMinutes) : 0

function answerFor(board: { of: number; short: number }, monday: Day, now: Day): string {
  if (board.of === 0) return 'Nobody is in care in this week'
  const when = monday === now ? 'this week' : `in the week of ${weekDay(monday)}`
  if (board.short === 0) return monday < now ? `Nobody fell short ${when}` : `Everyone reaches their hours ${when}`
  return `${board.short} of ${board.of} ${monday < now ? 'fell' : 'will fall'} short ${when}`
}

type PickerProps = { monday: Day; now: Day; to: (over: Record<string, string | undefined>) => string }

const WeekPicker = ({ monday, now, to }: PickerProps) => {
  const next = addDays(monday, 7)
  return (
    <FormActions>
      <Button small href={to({ week: addDays(monday, -7) })} label="The week before">
        ←
      </Button>
      {monday !== now && (
        <Button small href={to({ week: undefined })}>
          This week
        </Button>
      )}
      {weekAsked(next, now) === next && (
        <Button small href={to({ week: next === now ? undefined : next })} label="The week after">
          →
        </Button>
      )}
    </FormActions>
  )
}

type PersonRowProps = {
  person: WeekOnBoard
  hours: readonly HourOfWeek[]
  counted: Week
  week: Day
  at: Date
  opensRosters: boolean
}

const PersonRow = ({ person, hours, counted, week: monday, at, opensRosters }: PersonRowProps) => (
  <Row
    end={
      <>
        {/* The board counts what ended today and is not marked yet as still to come: so does the signal. */}
        {counted.verdict === 'will-fall-short' && !person.isShort ? (
          <Sig tone="info">Not marked yet</Sig>
        ) : (
          <Sig tone={verdictTone[counted.verdict]}>{verdictWords[counted.verdict]}</Sig>
        )}
        <HoursMeter
          attended={counted.attendedMinutes}
          planned={counted.plannedMinutes}
          floor={person.floorMinutes}
          of={person.name}
        />
      </>
    }
  >
    <PersonLine
      name={person.name}
      href={urls.chartWeek({ client: person.clientId }, { week: monday })}
      pronouns={person.pronouns}
      dayOfStay={person.dayOfStay}
      tags={[person.programName]}
      meta={
        <>
          {counted.sentence}
          {counted.prescribedMinutes > 0 && ` Prescribed: ${hoursAndMinutes(counted.prescribedMinutes)}.`}
          {counted.actor !== null && (
            <>
              <br />
              <ToAct
                actor={counted.actor}
                therapist={person.therapist}
                hours={hours}
                at={at}
                opensRosters={opensRosters}
              />
            </>
          )}
        </>
      }
    />
  </Row>
)

type ToActProps = {
  actor: Actor
  therapist: string | null
  hours: readonly HourOfWeek[]
  at: Date
  opensRosters: boolean
}

/** Whose it is to act, by name where there is one, and what to do. */
export function ToAct({ actor, therapist, hours, at, opensRosters }: ToActProps) {
  if (actor.role === 'facilitator') {
    const unmarked = hours.find((hour) => hour.counts && !hour.isOff && hour.ends <= at && hour.mark === null)
    return (
      <>
        <b dir="auto">{unmarked?.with || 'The facilitator'}</b>
        {': '}
        {unmarked?.what === 'group' && opensRosters ? (
          <a href={urls.roster({ session: unmarked.id })}>{`mark ${unmarked.name}, ${weekDay(unmarked.heldOn)}`}</a>
        ) : (
          lowerFirst(actor.does)
        )}
        {unmarked?.what === 'group' && opensRosters && '. It may close the gap.'}
      </>
    )
  }
  const who = actor.role === 'primary therapist' ? (therapist ?? 'No primary therapist yet') : 'Care coordinator'
  return (
    <>
      <b dir="auto">{who}</b>
      {`: ${lowerFirst(actor.does)}`}
    </>
  )
}

const lowerFirst = (words: string) => `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`
