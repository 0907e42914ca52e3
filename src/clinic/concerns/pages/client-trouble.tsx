import { Hono } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type Door, showing, workOf } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { answerName } from '../alerts.ts'
import { concernsOf } from '../queries/concerns.ts'
import { stayFacts } from '../queries/facts.ts'
import { settingsNow } from '../queries/settings.ts'
import { standIns } from '../queries/stand-ins.ts'
import { alertsOf, signalsOf } from '../queries/trouble.ts'
import { troubleOf } from '../trouble.ts'
import { outcomeName } from '../worries.ts'
import { ReviewCard } from './review-card.tsx'
import { Answered, answerTone, oneIn, Points, Reasons } from './trouble-parts.tsx'
import { whoseNow } from './whose-now.ts'

export const clientTrouble = new Hono<Door>()

clientTrouble.get(urls.clientTrouble.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'trouble.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'signals', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const settings = await settingsNow(work)
  const [stay] = await stayFacts(work, [client.id])
  const now = stay === undefined ? null : troubleOf(stay.facts, settings, today)
  const alerts = await alertsOf(work, client.id)
  const before = await signalsOf(work, client.id)
  const concerns = await concernsOf(work, client.id)
  const here = await standIns(work)
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="trouble"
      actions={<Button href={urls.trouble()}>Everyone’s signals</Button>}
    >
      {now === null ? (
        <Notice tone="info">Not in care now: no signal is worked out.</Notice>
      ) : (
        <Card
          title="What points to trouble today"
          action={<Points points={now.points} from={settings['alert-from']} />}
          hint={`Alerts begin at ${settings['alert-from']} points. By attendance and tests alone, ${oneIn(now.chance)} people with such weeks were not seen in the next four.`}
          footer="Learned from trials of medication for opioid use, not from groups: a reason to talk, never a reason to end or refuse care."
        >
          {now.reasons.length === 0 ? <p>Nothing points to trouble.</p> : <Reasons reasons={now.reasons} />}
        </Card>
      )}
      <Card title="Concerns of the staff" flush={concerns.length > 0}>
        {concerns.length === 0 ? (
          <Empty title="Nobody has raised a concern" />
        ) : (
          <Rows label="Concerns">
            {concerns.map((one) => (
              <Row
                title={<a href={urls.concern({ concern: one.id })}>{one.words}</a>}
                note={`${one.raisedBy ?? 'Stepwell'}, ${weekDay(dayAt(one.raisedAt, zone))}. ${one.outcome === null ? `${whoseNow(here, one.ownerId, one.owner)}: ${one.step} by ${weekDay(one.dueOn)}` : outcomeName[one.outcome]}`}
                end={
                  <Sig tone={one.outcome !== null ? 'calm' : one.dueOn < today ? 'danger' : 'warning'}>
                    {one.outcome === null ? 'Open' : 'Ended'}
                  </Sig>
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      <Card title="Alerts and answers" flush={alerts.length > 0}>
        {alerts.length === 0 ? (
          <Empty title="There was no alert" />
        ) : (
          <Rows label="Alerts">
            {alerts.map((one) => (
              <Row
                title={`${weekDay(one.raisedOn)}, to ${one.answer === null ? whoseNow(here, one.staffId, one.staff) : one.staff}, ${one.points} points`}
                end={
                  <Sig tone={one.answer === null ? 'warning' : answerTone[one.answer]}>
                    {one.answer === null ? 'No answer yet' : answerName[one.answer]}
                  </Sig>
                }
              >
                {one.answer !== null && <Answered alert={one} zone={zone} />}
              </Row>
            ))}
          </Rows>
        )}
      </Card>
      {client.episodeId !== null && now !== null && may(work.by, 'stay.review') && (
        <details>
          <summary>Review whether the stay goes on</summary>
          <ReviewCard episodeId={client.episodeId} today={today} />
        </details>
      )}
      {before.length > 0 && (
        <Card title="How the signal went" hint="A line whenever a reason changed" flush>
          <Rows label="Signals before">
            {before.map((one) => (
              <Row
                title={weekDay(one.day)}
                note={one.reasons.map(({ words, points }) => `+${points} ${words}`).join(' ')}
                end={<Points points={one.points} from={settings['alert-from']} />}
              />
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
  )
})
