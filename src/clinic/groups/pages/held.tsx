import { Hono } from 'hono'
import { isRefusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import type { Person } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Notice } from '../../../ui/status.tsx'
import { weekDay, weekMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { holdById, type SeatHold } from '../../inquiries/queries/holds.ts'
import { endHoldBy, extendHold } from '../actions/holds.ts'

export const holds = new Hono<Door>()

holds.post(urls.holdExtension.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return forbidden(c, denied.because)
  const hold = await holdById(work, c.req.param('hold'))
  if (hold === undefined) return notFound(c)
  const answer = await extendHold(work, hold.id)
  said(
    c,
    isRefusal(answer)
      ? { tone: 'warning', text: answer.because }
      : { tone: 'good', text: `The seat is held until ${weekMoment(answer.until, work.clinic.timeZone)}.` },
  )
  return c.redirect(urls.series({ series: hold.seriesId }), 303)
})

holds.post(urls.holdEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return forbidden(c, denied.because)
  const hold = await holdById(work, c.req.param('hold'))
  if (hold === undefined) return notFound(c)
  const answer = await endHoldBy(work, hold.id)
  said(
    c,
    isRefusal(answer)
      ? { tone: 'warning', text: answer.because }
      : { tone: 'good', text: `The held seat in ${hold.group} is free again.` },
  )
  return c.redirect(urls.series({ series: hold.seriesId }), 303)
})

/** Seats of a group that visitors hold: who, until when, and what a coordinator can do about it. */
export const HeldByVisitors = ({ holds: held, by, zone }: { holds: SeatHold[]; by: Person; zone: string }) =>
  held.length === 0 ? null : (
    <Card title="Who holds a seat?" hint={`${plural(held.length, 'seat', 'seats')} held from the public pages`} flush>
      {may(by, 'inquiry.see') ? (
        <Rows label="Held seats">
          {held.map((hold) => (
            <Row
              lead={String(hold.number)}
              title={<span dir="auto">{hold.name || 'No name given'}</span>}
              note={[
                hold.phone === '' ? hold.email : write.phone(hold.phone),
                hold.until !== null && `until ${weekMoment(hold.until, zone)}`,
                `would begin ${weekDay(hold.firstDay)}`,
              ]
                .filter(Boolean)
                .join(' · ')}
              end={
                may(by, 'inquiry.work') && (
                  <>
                    <form method="post" action={urls.holdExtension({ hold: hold.id })}>
                      <Button small label={`Hold longer: ${hold.name}`}>
                        Hold longer
                      </Button>
                    </form>
                    <form method="post" action={urls.holdEnd({ hold: hold.id })}>
                      <Button small label={`Give back the seat of ${hold.name}`}>
                        Give back
                      </Button>
                    </form>
                  </>
                )
              }
            />
          ))}
        </Rows>
      ) : (
        <p>Your role sees that seats are held, not by whom.</p>
      )}
    </Card>
  )

/** On the page where a client's seats are given: what they held as a visitor waits for them. */
export const heldNotice = ({ hold, name, zone }: { hold: SeatHold; name: string; zone: string }) => (
  <Notice tone="info" title={`${name} holds a seat in ${hold.group}`}>
    {hold.until === null ? '' : `Until ${weekMoment(hold.until, zone)}. `}
    <a href={urls.series({ series: hold.seriesId })}>{hold.group}</a>
    {', from '}
    {weekDay(hold.firstDay)}. Give the seat below, and the hold becomes the seat.
  </Notice>
)
