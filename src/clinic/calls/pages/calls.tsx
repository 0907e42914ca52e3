import { Hono } from 'hono'
import { addDays, dayAt, instantAt, timeAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Sig } from '../../../ui/status.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { callsBetween, type CallRow } from '../queries/calls.ts'
import { callPolicyOf } from '../queries/slots.ts'
import { DeskPage, forWhomSaid, languageSaid, outcomeSaid, theirTime } from './parts.tsx'

/** Today's calls and those to come. */
export const callList = new Hono<Door>()

callList.get(urls.calls.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'call.see')
  if (denied) return forbidden(c, denied.because)
  const isDirector = work.by.kind === 'staff' && work.by.role === 'director'
  const everyone = (c.req.query('whose') ?? (isDirector ? 'all' : 'mine')) === 'all'
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const { horizonDays } = await callPolicyOf(work)
  const from = instantAt(addDays(today, -1), '00:00', zone)
  const calls = await callsBetween(
    work,
    from,
    instantAt(addDays(today, Math.max(horizonDays, 14) + 1), '00:00', zone),
    everyone ? undefined : (work.by.id ?? undefined),
  )
  showing(c, 'calls', [...new Set(calls.flatMap((one) => one.clientId ?? []))])
  const begun = instantAt(today, '00:00', zone)
  const open = (one: CallRow) => one.ended === '' && one.outcome === null
  const behind = calls.filter((one) => one.startsAt < begun && open(one))
  const now = calls.filter((one) => one.startsAt >= begun && dayAt(one.startsAt, zone) === today)
  const left = now.filter(open)
  const later = calls.filter((one) => one.startsAt > begun && dayAt(one.startsAt, zone) !== today)
  const [next] = left.filter((one) => one.startsAt >= work.at)
  const answer =
    left.length === 0
      ? 'No more calls today'
      : `${plural(left.length, 'call', 'calls')} today${next === undefined ? '' : `, the next at ${timeAt(next.startsAt, zone)}`}`
  const row = (one: CallRow) => <CallLine call={one} zone={zone} everyone={everyone} at={work.at} />
  return c.html(
    <DeskPage c={c} title="Calls" answer={answer} tab="Calls" over={longDay(today)}>
      <p class="line-up">
        <Button small kind={everyone ? 'quiet' : 'plain'} href={urls.calls({ whose: 'mine' })}>
          My calls
        </Button>
        <Button small kind={everyone ? 'plain' : 'quiet'} href={urls.calls({ whose: 'all' })}>
          Everyone’s calls
        </Button>
      </p>
      {behind.length > 0 && (
        <Card title="What came of yesterday’s calls?" tone="warning" flush>
          <Rows label="Yesterday’s calls without an outcome">{behind.map(row)}</Rows>
        </Card>
      )}
      <Card title="Today" flush={now.length > 0}>
        {now.length === 0 ? (
          <Empty title="No calls today" next={<Button href={urls.callHours()}>Set when calls can be booked</Button>}>
            Visitors book a free time within the hours that the desk offers.
          </Empty>
        ) : (
          <Rows label="Today’s calls">{now.map(row)}</Rows>
        )}
      </Card>
      {later.length > 0 && (
        <Card title="To come" flush>
          {[...Map.groupBy(later, (one) => dayAt(one.startsAt, zone))].map(([day, those]) => (
            <section aria-label={longDay(day)}>
              <h3 class="call-day">{longDay(day)}</h3>
              <Rows label={longDay(day)}>{those.map(row)}</Rows>
            </section>
          ))}
        </Card>
      )}
    </DeskPage>,
  )
})

function CallLine({ call, zone, everyone, at }: { call: CallRow; zone: string; everyone: boolean; at: Date }) {
  const theirs = theirTime(call.startsAt, call.timeZone, zone)
  const isLate = call.ended === '' && call.outcome === null && call.startsAt < at
  return (
    <Row
      lead={<b>{timeAt(call.startsAt, zone)}</b>}
      title={call.name}
      note={[
        call.askFor === '' ? '' : `ask for ${call.askFor}`,
        languageSaid(call.language),
        forWhomSaid[call.forWhom] ?? '',
        theirs,
        everyone ? call.staffName : '',
      ]
        .filter((part) => part !== '')
        .join(' · ')}
      end={
        <>
          {call.outcome !== null && call.ended === '' && (
            <Sig tone={call.outcome === 'reached' ? 'good' : 'warning'}>{outcomeSaid[call.outcome]}</Sig>
          )}
          {call.ended === 'cancelled' && (
            <Sig tone="calm">{call.endedByUs ? 'Cancelled by us' : 'Cancelled by them'}</Sig>
          )}
          {call.heldBack && <Sig tone="warning">Held back: look whether this is a person</Sig>}
          {isLate && <Sig tone="warning">Say what came of it</Sig>}
          <Button small href={urls.call({ call: call.callId })} label={`Open the call with ${call.name}`}>
            Open
          </Button>
        </>
      }
    >
      {call.ended === '' && (
        <p>
          <a href={`tel:${call.phone}`}>{write.phone(call.phone)}</a>{' '}
          <span class="muted">{call.mayLeaveMessage === true ? 'A message is fine' : 'Leave no message'}</span>
        </p>
      )}
      {call.words !== '' && (
        <p class="as-written" dir="auto">
          {call.words}
        </p>
      )}
    </Row>
  )
}
