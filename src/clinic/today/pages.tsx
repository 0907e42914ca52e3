import { Hono, type Context } from 'hono'
import { dayAt, daysBetween, timeAt, type Day } from '../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../basics/text.ts'
import type { Work } from '../../db/work.ts'
import { Card, Row, Rows, Tile, Tiles } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button } from '../../ui/form.tsx'
import { HoursMeter } from '../../ui/meter.tsx'
import { PersonLine } from '../../ui/person.tsx'
import { Sig } from '../../ui/status.tsx'
import { longDay, weekDay } from '../../ui/when.tsx'
import { Alarms } from '../outcomes/alarms.tsx'
import { openAlarms, type SafetyAlarm } from '../outcomes/queries/alarms.ts'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden } from '../../web/errors.tsx'
import { may, mayNot } from '../access/permissions.ts'
import { StaffPage } from '../access/staff-page.tsx'
import { serviceKind } from '../programs/library.ts'
import { waitingOf } from '../clients/queries/notices.ts'
import { WaitingCard, type Waiting } from './pages/waiting.tsx'
import { todayFor, type Today } from './queries.ts'
import { UnheldSoon } from './pages/unheld.tsx'
import { type UnheldCount, unheldSoon } from './queries/unheld.ts'

export const today = new Hono<Door>()

today.get(urls.today.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'today.see')
  if (denied) return forbidden(c, denied.because)
  const facts = await todayFor(work)
  const alarms = may(work.by, 'measure.see') ? await openAlarms(work) : []
  if (may(work.by, 'client.see')) {
    const shown = [facts.unreached, facts.short, facts.handOffs, facts.visits, alarms].flatMap((list) =>
      list.map((one) => one.clientId),
    )
    showing(c, 'Today', [...new Set(shown)])
  }
  const waiting = may(work.by, 'switch.answer') ? await waitingOf(work) : undefined
  return c.html(<TodayScreen c={c} facts={facts} waiting={waiting} unheld={await unheldSoon(work)} alarms={alarms} />)
})

type Screen = { c: Context<Door>; facts: Today; waiting?: Waiting; unheld?: UnheldCount | null; alarms?: SafetyAlarm[] }
/** The screen from facts alone, without asking anybody. */
export function TodayScreen({ c, facts, waiting, unheld = null, alarms = [] }: Screen) {
  const work = workOf(c)
  const day = dayAt(work.at, work.clinic.timeZone)
  const seesPeople = may(work.by, 'client.see')
  return (
    <StaffPage
      c={c}
      current="Today"
      title="Today"
      answer={answerOf(facts, work)}
      over={longDay(day)}
      actions={
        may(work.by, 'referral.accept') ? (
          <Button kind="main" href={urls.newReferral()}>
            Read a referral
          </Button>
        ) : undefined
      }
    >
      <Alarms alarms={alarms} />
      <UnheldSoon found={unheld} zone={work.clinic.timeZone} />
      <TodayTiles facts={facts} work={work} />
      <div class="columns">
        <div class="stack">
          {may(work.by, 'outreach.do') && <Unreached facts={facts} work={work} day={day} />}
          {seesPeople && may(work.by, 'week.see') && <Short facts={facts} day={day} />}
          {may(work.by, 'placement.see') && <HandOffs facts={facts} work={work} day={day} />}
        </div>
        <div class="stack">
          {waiting && <WaitingCard waiting={waiting} />}
          <Visits facts={facts} work={work} />
          <GroupsToday facts={facts} work={work} />
          {may(work.by, 'note.read') && <NotesDue facts={facts} work={work} />}
          {may(work.by, 'series.see') && <OpenSeats facts={facts} work={work} />}
        </div>
      </div>
    </StaffPage>
  )
}

function answerOf(facts: Today, work: Work): string {
  if (may(work.by, 'outreach.do') && facts.unreachedCount > 0)
    return `${plural(facts.unreachedCount, 'person was', 'people were')} missed and not reached`
  if (may(work.by, 'note.write') && facts.notesDueCount > 0)
    return `${plural(facts.notesDueCount, 'note waits', 'notes wait')} to be signed`
  const toCome = facts.groups.filter((group) => new Date(group.endsAt) > work.at).length
  return toCome > 0 ? `${plural(toCome, 'group', 'groups')} to come today` : 'All is quiet'
}

const total = (rows: { n: number }[]): number => rows.reduce((sum, row) => sum + row.n, 0)
function TodayTiles({ facts, work }: { facts: Today; work: Work }) {
  const all = total(facts.census)
  const programs = [...Map.groupBy(facts.census, (row) => row.program)].map(
    ([program, list]) => `${program} ${total(list)}`,
  )
  const levels = [...Map.groupBy(facts.census, (row) => row.level)]
    .map(([level, list]) => ({ level, n: total(list) }))
    .sort((a, b) => b.n - a.n)
  const [most, ...others] = levels
  return (
    <Tiles label="Census">
      <Tile
        name="In program"
        value={all}
        href={may(work.by, 'client.see') ? urls.clients() : undefined}
        note={programs.join(' · ') || 'Nobody is admitted yet'}
      />
      {most !== undefined && (
        <Tile
          name={`At level of care ${most.level}`}
          value={most.n}
          note={others.length === 0 ? 'Everyone' : others.map(({ level, n }) => `Level ${level}: ${n}`).join(' · ')}
        />
      )}
      <Tile
        name="On course for their hours"
        value={`${Math.max(0, all - facts.shortCount)} of ${all}`}
        href={may(work.by, 'week.see') ? urls.week() : undefined}
        note={facts.shortCount === 0 ? 'Nobody is short this week' : `${facts.shortCount} short this week`}
        tone={facts.shortCount > 0 ? 'warning' : undefined}
      />
      {may(work.by, 'note.read') && (
        <Tile
          name="Notes to sign"
          value={facts.notesDueCount}
          href={may(work.by, 'note.write') ? urls.notes() : undefined}
          note={facts.notesDue[0] === undefined ? 'All signed' : `Oldest from ${weekDay(facts.notesDue[0].heldOn)}`}
        />
      )}
    </Tiles>
  )
}

const dayOfStay = (startedOn: Day | null, day: Day): number | null =>
  startedOn === null ? null : daysBetween(startedOn, day) + 1
const more = (count: number, shown: number, href: string) =>
  count > shown ? <a href={href}>All {count}</a> : undefined

const Unreached = ({ facts, work, day }: { facts: Today; work: Work; day: Day }) => (
  <Card
    title="Missed, and not reached yet"
    action={more(facts.unreachedCount, facts.unreached.length, urls.concerns())}
    flush={facts.unreached.length > 0}
  >
    {facts.unreached.length === 0 ? (
      <Empty title="Everyone who missed has been reached" />
    ) : (
      <Rows label="Missed, and not reached yet">
        {facts.unreached.map((one) => (
          <Row
            end={
              <>
                <Sig tone={one.missesInRow > 1 ? 'danger' : 'warning'}>
                  {one.missesInRow > 1 ? `${one.missesInRow} days in a row` : 'First miss'}
                </Sig>
                {may(work.by, 'outreach.do') && (
                  <Button small href={urls.outreach({ client: one.clientId })} label={`Record a call to ${one.name}`}>
                    Record a call
                  </Button>
                )}
              </>
            }
          >
            <PersonLine
              name={one.name}
              href={urls.client({ client: one.clientId })}
              pronouns={one.pronouns}
              dayOfStay={dayOfStay(one.startedOn, day)}
              meta={`Did not attend ${weekDay(one.lastMissedOn)}. ${one.tries === 0 ? 'Nobody has called yet' : `${plural(one.tries, 'try', 'tries')}, not reached`}. ${one.owner === null ? 'Nobody is the primary therapist' : `${one.owner}'s to act`}.`}
            />
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)

const Short = ({ facts, day }: { facts: Today; day: Day }) => (
  <Card
    title="Who will be short of their hours this week"
    hint="Attended, still planned, and the floor"
    action={more(facts.shortCount, facts.short.length, urls.week())}
    flush={facts.short.length > 0}
  >
    {facts.short.length === 0 ? (
      <Empty title="Everyone is on course" />
    ) : (
      <Rows label="Short of their hours">
        {facts.short.map((one) => (
          <Row
            end={
              <HoursMeter attended={one.attended} planned={Math.max(0, one.planned)} floor={one.floor} of={one.name} />
            }
          >
            <PersonLine
              name={one.name}
              href={urls.chartWeek({ client: one.clientId })}
              pronouns={one.pronouns}
              dayOfStay={dayOfStay(one.startedOn, day)}
              meta={`${[one.shortMinutes > 0 ? `${hoursAndMinutes(one.shortMinutes)} short` : '', one.shortDays > 0 ? `${plural(one.shortDays, 'day', 'days')} short` : ''].filter(Boolean).join(', ')}. ${one.owner === null ? 'Nobody is the primary therapist' : `${one.owner}'s to act`}.`}
            />
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)

const HandOffs = ({ facts, work, day }: { facts: Today; work: Work; day: Day }) => (
  <Card
    title="Hand-offs that are open"
    action={more(facts.handOffCount, facts.handOffs.length, urls.handOffs())}
    flush={facts.handOffs.length > 0}
  >
    {facts.handOffs.length === 0 ? (
      <Empty title="No hand-off is open" />
    ) : (
      <Rows label="Open hand-offs">
        {facts.handOffs.map((one) => {
          const late = new Date(one.dueAt) < work.at
          const words =
            one.answer === 'accepted'
              ? late
                ? 'Look whether they come back'
                : 'Accepted, away'
              : one.answer === null
                ? late
                  ? 'No answer, overdue'
                  : 'No answer yet'
                : one.answer === 'declined'
                  ? 'Declined'
                  : 'Did not arrive'
          return (
            <Row
              end={
                <Sig
                  tone={
                    one.answer === 'accepted' && !late ? 'info' : late || one.answer !== null ? 'danger' : 'warning'
                  }
                >
                  {words}
                </Sig>
              }
            >
              <PersonLine
                name={one.name}
                href={urls.handOff({ handOff: one.id })}
                pronouns={one.pronouns}
                dayOfStay={dayOfStay(one.startedOn, day)}
                meta={`To ${one.toWhom}, level ${one.toLevel}`}
              />
            </Row>
          )
        })}
      </Rows>
    )}
  </Card>
)

const kinds: Record<string, string> = {
  individual: 'Individual',
  family: 'Family',
  'medication-management': 'Medication',
}

const Visits = ({ facts, work }: { facts: Today; work: Work }) =>
  facts.visits.length === 0 ? null : (
    <Card title="Your visits today" flush>
      <Rows label="Visits">
        {facts.visits.map((one) => (
          <Row
            lead={<time>{timeAt(new Date(one.startsAt), work.clinic.timeZone)}</time>}
            title={
              <a href={urls.chartSessions({ client: one.clientId })} dir="auto">
                {one.name}
              </a>
            }
            note={`${kinds[one.kind] ?? serviceKind(one.kind)?.label ?? one.kind}, until ${timeAt(new Date(one.endsAt), work.clinic.timeZone)}`}
            end={
              one.mark === null ? (
                new Date(one.endsAt) < work.at ? (
                  <Sig tone="warning">Not marked</Sig>
                ) : undefined
              ) : (
                <Sig tone={one.mark === 'absent' ? 'danger' : 'good'}>
                  {one.mark === 'absent' ? 'Did not attend' : 'Held'}
                </Sig>
              )
            }
          />
        ))}
      </Rows>
    </Card>
  )

function GroupsToday({ facts, work }: { facts: Today; work: Work }) {
  const zone = work.clinic.timeZone
  const toCome = facts.groups.filter((group) => new Date(group.endsAt) > work.at).length
  return (
    <Card
      title="Groups today"
      action={
        <a href={urls.groups()}>
          {facts.groupCount > facts.groups.length ? `All ${facts.groupCount}` : `${toCome} to come`}
        </a>
      }
      flush={facts.groups.length > 0}
    >
      {facts.groups.length === 0 ? (
        <Empty title="No group meets today" next={<Button href={urls.groups()}>See other days</Button>} />
      ) : (
        <Rows label="Groups today">
          {facts.groups.map((group) => (
            <Row
              lead={<time>{timeAt(new Date(group.startsAt), zone)}</time>}
              title={
                may(work.by, 'attendance.see') ? (
                  <a href={urls.roster({ session: group.id })}>{group.name}</a>
                ) : (
                  group.name
                )
              }
              note={`${group.leaders} · ${group.room}`}
              end={<GroupState group={group} at={work.at} />}
            />
          ))}
        </Rows>
      )}
    </Card>
  )
}

function GroupState({ group, at }: { group: Today['groups'][number]; at: Date }) {
  const [starts, ends] = [new Date(group.startsAt), new Date(group.endsAt)]
  if (group.signed) return <Sig tone="good">{`${group.here} here, signed`}</Sig>
  if (group.marked > 0)
    return <Sig tone={ends < at ? 'warning' : 'good'}>{`${group.here} of ${group.seated} here`}</Sig>
  if (starts > at) {
    const minutes = Math.round((starts.getTime() - at.getTime()) / 60_000)
    return minutes <= 60 ? (
      <Sig tone="info">{`Starts in ${minutes} min`}</Sig>
    ) : (
      <small>{`${group.seated} of ${group.chairs} seats`}</small>
    )
  }
  return group.seated === 0 ? <small>Nobody is seated</small> : <Sig tone="warning">Roster not marked</Sig>
}

const NotesDue = ({ facts, work }: { facts: Today; work: Work }) => (
  <Card
    title="Notes to sign"
    action={may(work.by, 'note.write') ? more(facts.notesDueCount, facts.notesDue.length, urls.notes()) : undefined}
    flush={facts.notesDue.length > 0}
  >
    {facts.notesDue.length === 0 ? (
      <Empty title="Every note is signed" />
    ) : (
      <Rows label="Notes to sign">
        {facts.notesDue.map((note) => {
          const hours = Math.floor((work.at.getTime() - new Date(note.since).getTime()) / 3_600_000)
          return (
            <Row
              title={<a href={urls.note({ session: note.sessionId })}>{note.name}</a>}
              note={`${weekDay(note.heldOn)} · ${note.leaders}`}
              end={
                <Sig tone={hours >= 24 ? 'danger' : 'warning'}>
                  {hours >= 48 ? `${Math.floor(hours / 24)} days` : hours >= 1 ? `${hours} h` : 'Just ended'}
                </Sig>
              }
            />
          )
        })}
      </Rows>
    )}
  </Card>
)

const OpenSeats = ({ facts, work }: { facts: Today; work: Work }) => (
  <Card title="Groups with seats free" flush={facts.openSeats.length > 0}>
    {facts.openSeats.length === 0 ? (
      <Empty title="Every seat of the coming week is taken" />
    ) : (
      <Rows label="Groups with seats free">
        {facts.openSeats.map((one) => (
          <Row
            title={<a href={urls.series({ series: one.seriesId })}>{one.name}</a>}
            note={`${one.program} · ${weekDay(dayAt(new Date(one.startsAt), work.clinic.timeZone))}, ${timeAt(new Date(one.startsAt), work.clinic.timeZone)}`}
            end={<small>{`${plural(one.free, 'seat', 'seats')} of ${one.chairs}`}</small>}
          />
        ))}
      </Rows>
    )}
  </Card>
)
