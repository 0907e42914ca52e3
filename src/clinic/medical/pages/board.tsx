import { Hono } from 'hono'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { suppliedLines, testsOpen, visitsOwed } from '../queries/care.ts'
import { asideOpen } from '../queries/labs.ts'
import { daysLeft, refillsUpTo, soonDays } from '../refills.ts'
import { followUpState } from '../rules.ts'
import { whyWords } from '../words.ts'
import { instantText, today } from './parts.tsx'

/** Medicine today: who is to give a specimen, whose prescriber visit is missed or overdue, whose supply runs out. */
export const medicineBoard = new Hono<Door>()

medicineBoard.get(urls.medicineBoard.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'medicine.see')
  if (denied) return forbidden(c, denied.because)
  const tests = await testsOpen(work)
  const visits = (await visitsOwed(work))
    .map((one) => ({ one, ...followUpState(one, today(c)) }))
    .filter(({ state }) => state === 'missed' || state === 'overdue' || state === 'due')
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  const running = (await suppliedLines(work))
    .map((one) => ({ one, left: daysLeft(refillsUpTo(one.supplies, today(c)).coveredTo, today(c)) ?? 0 }))
    .filter(({ left }) => left <= soonDays)
    .toSorted((a, b) => a.left - b.left)
  const aside = may(work.by, 'lab.import') ? await asideOpen(work) : []
  const toCollect = tests.filter((one) => one.outcome === null || one.outcome === 'could-not')
  const waiting = tests.filter((one) => one.outcome === 'collected')
  const shown = [...tests, ...visits.map(({ one }) => one), ...running.map(({ one }) => one)]
  showing(c, 'medicine today', [...new Set(shown.map(({ clientId }) => clientId))])
  const missed = visits.filter(({ state }) => state === 'missed').length
  return c.html(
    <StaffPage
      c={c}
      current="Medicine"
      title="Medicine today"
      answer={`${plural(toCollect.length, 'specimen', 'specimens')} to collect · ${plural(missed, 'missed prescriber visit', 'missed prescriber visits')} · ${plural(running.length, 'supply runs', 'supplies run')} out`}
      actions={may(work.by, 'lab.import') && <Button href={urls.labImports()}>Laboratory files</Button>}
    >
      {aside.length > 0 && (
        <Notice
          tone="warning"
          aside={
            <Button small href={urls.labImports()}>
              Look at them
            </Button>
          }
        >
          {`${plural(aside.length, 'laboratory report belongs', 'laboratory reports belong')} to no order by itself.`}
        </Notice>
      )}
      <Card
        title="Who gives a specimen?"
        flush
        hint="Drawn this morning, ordered for today, or left open in the last three days."
      >
        {toCollect.length === 0 ? (
          <Empty title="Nobody, today" />
        ) : (
          <Rows label="Specimens to collect">
            {toCollect.map((one) => (
              <Row
                title={<a href={urls.toxTest({ test: one.test })}>{one.name}</a>}
                note={`No. ${one.number} · ${whyWords[one.why]} · ${one.method === 'laboratory' ? 'laboratory' : 'on the spot'} · test ${one.testNumber}`}
                end={
                  one.dueOn < today(c) ? (
                    <Sig tone="warning">{`Open since ${shortDay(one.dueOn)}`}</Sig>
                  ) : one.outcome === 'could-not' ? (
                    <Sig tone="info">Tries again</Sig>
                  ) : (
                    <Sig tone="info">Today</Sig>
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      <Card title="Who has not seen the prescriber?" flush>
        {visits.length === 0 ? (
          <Empty title="Everyone’s next visit is booked in time" />
        ) : (
          <Rows label="Prescriber visits to arrange">
            {visits.map(({ one, state, sentence }) => (
              <Row
                title={<a href={urls.medical({ client: one.clientId })}>{one.name}</a>}
                note={`No. ${one.number} · ${sentence}${one.because === '' ? '' : ` For: ${one.because}.`}${one.nextAt === null ? '' : ` Next: ${instantText(c, one.nextAt)}.`}`}
                end={
                  <Sig tone={state === 'due' ? 'warning' : 'danger'}>
                    {state === 'missed' ? 'Missed' : state === 'overdue' ? 'Overdue' : 'To be booked'}
                  </Sig>
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      <Card
        title="Whose supply runs out?"
        flush
        hint={`Within ${soonDays} days, or already out, as far as supplies are noted.`}
      >
        {running.length === 0 ? (
          <Empty title="Nobody’s, that we know of" />
        ) : (
          <Rows label="Supplies that run out">
            {running.map(({ one, left }) => (
              <Row
                title={<a href={urls.medication({ medication: one.medicationId })}>{one.name}</a>}
                note={`No. ${one.number} · ${one.medicine}`}
                end={
                  <Sig tone={left < 0 ? 'danger' : 'warning'}>
                    {left < 0
                      ? `Out for ${plural(-left, 'day', 'days')}`
                      : left === 0
                        ? 'Last day'
                        : `${plural(left, 'day', 'days')} left`}
                  </Sig>
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      {waiting.length > 0 && (
        <Card title="Which results are to come?" flush>
          <Rows label="Waiting for results">
            {waiting.map((one) => (
              <Row
                title={<a href={urls.toxTest({ test: one.test })}>{one.name}</a>}
                note={`Collected for ${shortDay(one.dueOn)} · ${one.method === 'laboratory' ? 'laboratory' : 'on the spot'} · test ${one.testNumber}`}
                end={<Sig tone="calm">Waiting</Sig>}
              />
            ))}
          </Rows>
        </Card>
      )}
    </StaffPage>,
  )
})

const order = ['missed', 'overdue', 'due']
