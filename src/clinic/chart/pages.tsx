import { Hono } from 'hono'
import { dayAt, isDay, timeAt, weekOf } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import { hoursAndMinutes } from '../../basics/text.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button } from '../../ui/form.tsx'
import { WeekStrip } from '../../ui/small-charts.tsx'
import { Sig } from '../../ui/status.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { Table } from '../../ui/table.tsx'
import { shortDay, weekDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { may, mayNot } from '../access/permissions.ts'
import { trailOf } from '../access/queries.ts'
import { readiness } from '../aftercare/queries/leaving.ts'
import { ClientFrame } from '../clients/frame.tsx'
import { clientById } from '../clients/queries.ts'
import { serviceKind } from '../programs/library.ts'
import { learning } from './pages/learning.tsx'
import { chartNotes } from './pages/notes.tsx'
import { weekPrint } from './pages/week-print.tsx'
import { meetingsOf, staysOf, weeksOf, type Meeting } from './queries.ts'

export const chart = new Hono<Door>().route('/', learning).route('/', weekPrint).route('/', chartNotes)
const limit = 40

const markWords: Record<string, ['good' | 'warning' | 'danger' | 'info', string]> = {
  here: ['good', 'Here'],
  late: ['warning', 'Late'],
  'left-early': ['warning', 'Left early'],
  absent: ['danger', 'Did not attend'],
  excused: ['info', 'Excused'],
}
const kinds: Record<string, string> = {
  individual: 'Individual session',
  family: 'Family session',
  'medication-management': 'Medication visit',
}

chart.get(urls.chartSessions.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'attendance.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'sessions', [client.id])
  const before = c.req.query('before')
  const meetings = await meetingsOf(work, client.id, { before: isDay(before) ? before : undefined, limit })
  const today = dayAt(work.at, work.clinic.timeZone)
  const [stays, weeks] = [await staysOf(work, client.id), await weeksOf(work, client.id, today, 26)]
  const came = meetings.filter((one) => one.mark !== null)
  const there = came.filter((one) => (one.minutes ?? 0) > 0)
  const mayPlan = client.episodeId !== null && may(work.by, 'continuing-care.do')
  const ready = mayPlan ? await readiness(work, client.episodeId ?? '') : undefined
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="sessions"
      signals={
        ready !== undefined && (
          <a href={urls.leavingPlan({ episode: client.episodeId ?? '' })}>
            <Sig tone={ready.ready === ready.of ? 'good' : 'info'}>
              Ready for leaving: {ready.ready} of {ready.of}
            </Sig>
          </a>
        )
      }
      actions={
        <>
          <Button href={urls.learning({ client: client.id })}>Curriculum</Button>
          {may(work.by, 'attendance.mark') && (
            <Button href={urls.doorNumber({ client: client.id })}>Number for the door</Button>
          )}
        </>
      }
    >
      {stays.length > 0 && (
        <Card title={stays.length === 1 ? 'One stay' : `${stays.length} stays`}>
          <Timeline
            label="Stays"
            today={today}
            episodes={stays.map((stay) => ({
              label: `${stay.program}, level ${stay.levelOfCare}`,
              from: stay.from,
              to: stay.to,
              state: stay.from > today ? 'planned' : stay.to === null || stay.to >= today ? 'active' : 'discharged',
              note: stay.reason?.replaceAll('-', ' '),
            }))}
          />
        </Card>
      )}
      {weeks.length > 0 && (
        <Card title="Did the weeks reach their hours?">
          <WeekStrip
            label="Hours by week"
            weeks={weeks.map((one) => ({
              week: one.week,
              attended: one.attendedMinutes,
              floor: one.isPartWeek ? 0 : one.floorMinutes,
              isNow: one.week === weekOf(today),
              note: one.isPartWeek ? 'part week' : undefined,
            }))}
          />
        </Card>
      )}
      <Card
        title={came.length === 0 ? 'No session is marked yet' : `Came to ${there.length} of the last ${came.length}`}
        hint={
          came.length === 0
            ? undefined
            : `${hoursAndMinutes(there.reduce((sum, one) => sum + (one.minutes ?? 0), 0))} in the room`
        }
        flush={meetings.length > 0}
      >
        {meetings.length === 0 ? (
          <Empty title="No session yet" />
        ) : (
          <Rows label="Sessions, newest first">
            {meetings.map((one) => (
              <Session one={one} zone={work.clinic.timeZone} at={work.at} />
            ))}
          </Rows>
        )}
      </Card>
      {meetings.length === limit && (
        <Button href={urls.chartSessions({ client: client.id }, { before: meetings.at(-1)?.heldOn })}>Earlier</Button>
      )}
    </ClientFrame>,
  )
})

function Session({ one, zone, at }: { one: Meeting; zone: string; at: Date }) {
  const [tone, words] = markWords[one.mark ?? ''] ?? ['info', '']
  const title = one.isVisit ? (kinds[one.name] ?? serviceKind(one.name)?.label ?? one.name) : one.name
  return (
    <Row
      lead={
        <time datetime={one.startsAt.toISOString()}>
          {weekDay(one.heldOn)} {timeAt(one.startsAt, zone)}
        </time>
      }
      title={one.isVisit ? title : <a href={urls.roster({ session: one.id })}>{title}</a>}
      note={[
        one.clinicians ?? '',
        one.minutes === null
          ? `${one.minutesPlanned} min planned`
          : `${one.minutes} of ${one.minutesPlanned} min count`,
        one.reason ?? '',
        one.noteSigned ? 'note signed' : '',
      ]
        .filter(Boolean)
        .join(' · ')}
      end={
        one.mark === null ? (
          <small>{one.startsAt > at ? 'To come' : 'Not marked'}</small>
        ) : (
          <Sig tone={tone}>{words}</Sig>
        )
      }
    />
  )
}

chart.get(urls.chartTrail.pattern, async (c) => {
  const work = workOf(c)
  // The page names the client: an administrator reads the clinic's own trail, which does not.
  const denied = mayNot(work.by, 'client.see') ?? mayNot(work.by, 'trail.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'who looked', [client.id])
  const before = c.req.query('before')
  const rows = await trailOf(work, { client: client.id, ...(before !== undefined && isId(before) ? { before } : {}) })
  const people = new Set(rows.map((row) => row.byName))
  const zone = work.clinic.timeZone
  return c.html(
    <ClientFrame c={c} client={client} tab="trail">
      <Card
        title={
          rows.length === 0
            ? 'Nobody has looked yet'
            : `${people.size === 1 ? 'One person' : `${people.size} people`} in the last ${rows.length} entries`
        }
        flush={rows.length > 0}
      >
        {rows.length === 0 ? (
          <Empty title="Nobody has looked yet" />
        ) : (
          <Table
            caption="Who looked and what was done, newest first"
            captionHidden
            columns={[{ label: 'When' }, { label: 'Who' }, { label: 'What' }]}
          >
            {rows.map((row) => (
              <tr>
                <th scope="row">{`${shortDay(dayAt(row.at, zone))}, ${timeAt(row.at, zone)}`}</th>
                <td dir="auto">{row.byName}</td>
                <td>{deed(row.verb, row.about)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      {rows.length === 100 && (
        <Button href={urls.chartTrail({ client: client.id }, { before: rows.at(-1)?.id })}>Earlier</Button>
      )}
    </ClientFrame>,
  )
})

const deed = (verb: string, about: unknown): string => {
  if (verb === 'looked' && typeof about === 'object' && about !== null && 'screen' in about)
    return `Looked at ${String(about.screen)}`
  const [noun = '', done = ''] = verb.split('.')
  return `${noun.replaceAll('-', ' ')} ${done.replaceAll('-', ' ')}`.replace(/^./, (letter) => letter.toUpperCase())
}
