import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { nameOf } from '../../clients/queries.ts'
import { endSeries } from '../actions/end-series.ts'
import { everyWeek } from '../opening.ts'
import { lineageOf, standingOn } from '../queries/lineage.ts'
import { chairsOf, seriesById } from '../queries/series.ts'

export const seriesEnds = new Hono<Door>()

seriesEnds.get(urls.seriesEnd.pattern, (c) => endPage(c))

const ending = z.object({ lastDay: day('Give the last day.'), because: line(300, 'Say why, in a few words.') })
seriesEnds.post(urls.seriesEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, ending)
  if (!form.ok) return endPage(c, { values: form.typed, errors: form.errors })
  const answer = await endSeries(work, c.req.param('series'), form.values)
  if (isRefusal(answer)) return endPage(c, { values: form.typed }, answer)
  said(c, {
    tone: 'good',
    text: `The group ends on ${weekDay(form.values.lastDay)}. ${plural(answer.unseated.length, 'member needs', 'members need')} another seat: they are listed here.`,
  })
  return c.redirect(urls.series({ series: c.req.param('series') }), 303)
})

async function endPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const row = standingOn(await lineageOf(work, c.req.param('series') ?? ''), today)
  const one = row && (await seriesById(work, row.id, today))
  if (row === undefined || one === undefined) return notFound(c)
  const seats = await chairsOf(work, [row.id], today)
  const sees = may(work.by, 'client.see')
  if (sees) showing(c, 'group', [...new Set(seats.map((seat) => seat.clientId))])
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={`End the group: ${one.name}`}
      over={everyWeek(one)}
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: one.name, href: urls.series({ series: one.id }) },
      ]}
      intro="After its last day it does not meet, its room is free, and its seats have ended. Its past stays."
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <form class="form" method="post" action={urls.seriesEnd({ series: one.id })}>
        <DateField name="lastDay" label="Last day" min={today} form={form} />
        <TextField name="because" label="Why" form={form} />
        <FormActions>
          <Button kind="main">End the group</Button>
          <Button href={urls.series({ series: one.id })}>Cancel</Button>
        </FormActions>
      </form>
      <Card title="Who would need another seat?" flush={seats.length > 0}>
        {seats.length === 0 ? (
          <p>Nobody has a seat here.</p>
        ) : sees ? (
          <Rows label="Members">
            {seats.map((seat) => (
              <Row
                lead={String(seat.number)}
                title={
                  <a href={urls.client({ client: seat.clientId })} dir="auto">
                    {nameOf(seat)}
                  </a>
                }
                note={seat.to === null ? '' : `until ${weekDay(seat.to)}`}
              />
            ))}
          </Rows>
        ) : (
          <p>{plural(seats.length, 'member', 'members')}.</p>
        )}
      </Card>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}
