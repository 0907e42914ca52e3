import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, FormActions, Select, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { readForm } from '../../../web/forms.ts'
import { lendBrowser } from '../../../web/tablet-door.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { sitesOf } from '../../programs/queries.ts'
import { LentNow } from '../../tablets/lent-now.tsx'
import { tabletsLent } from '../../tablets/queries.ts'
import { giveDoorNumber, standAtDoor } from '../actions/door.ts'
import { doorNumberShown } from '../door.ts'
import { checkInsAt, doorNumberOf } from '../queries/door.ts'

/** Tablets at the door, and the numbers that are entered there. */
export function doors({ secureCookies }: { secureCookies: boolean }): Hono<Door> {
  const face = new Hono<Door>()

  face.get(urls.doors.pattern, (c) => page(c))

  face.post(urls.doors.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'attendance.mark')
    if (denied) return forbidden(c, denied.because)
    const { typed } = await readForm(c, z.looseObject({}))
    const answer = await standAtDoor(work, typed.site ?? '')
    if (isRefusal(answer)) return page(c, { values: typed }, answer)
    lendBrowser(c, { purpose: 'door', secure: secureCookies, ...answer })
    return c.redirect(urls.atDoor({ token: answer.token }), 303)
  })

  face.get(urls.doorNumber.pattern, (c) => numberPage(c))

  face.post(urls.doorNumber.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'attendance.mark')
    if (denied) return forbidden(c, denied.because)
    const client = await clientById(work, c.req.param('client'))
    if (client === undefined) return notFound(c)
    const answer = await giveDoorNumber(work, client.id)
    said(
      c,
      isRefusal(answer)
        ? { tone: 'warning', text: answer.because }
        : { tone: 'good', text: 'The new number opens from now on, and the one before does not.' },
    )
    return c.redirect(urls.doorNumber({ client: client.id }), 303)
  })
  return face
}

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return forbidden(c, denied.because)
  const [open, sites] = [await tabletsLent(work, 'door'), await sitesOf(work)]
  const checkIns = await checkInsAt(
    work,
    open.map(({ id }) => id),
  )
  return c.html(
    <StaffPage
      c={c}
      current="Week"
      title="Tablets at the door"
      answer={
        open.length === 0
          ? 'No tablet stands at a door'
          : plural(open.length, 'tablet stands at a door', 'tablets stand at a door')
      }
      crumbs={[
        { label: 'The week', href: urls.week() },
        { label: 'Three witnesses', href: urls.witnesses() },
      ]}
      intro="Whoever comes enters six digits of their own. The screen shows no name, and answers everybody in the same words."
    >
      <RefusalAlert refusal={refusal} />
      <LentNow
        title="Standing now"
        zone={work.clinic.timeZone}
        tablets={open.map((one) => ({
          ...one,
          name: one.site,
          counted: plural(checkIns.get(one.id) ?? 0, 'check-in', 'check-ins'),
        }))}
        mayEnd
      />
      <Card title="Put this tablet at a door">
        {sites.length === 0 ? (
          <Empty title="There is no site yet" />
        ) : (
          <form method="post" action={urls.doors()} class="form">
            <Select
              name="site"
              label="At which site?"
              choose={false}
              options={sites.map(({ id, name }) => ({ value: id, label: name }))}
              form={form}
            />
            <p class="muted">
              You are signed out of this browser. It takes numbers until the day is over, or until you take it away here
              from another screen. Each person’s number stands on their own page and under Sessions in their chart.
            </p>
            <FormActions>
              <Button kind="main">Put it there</Button>
              <Button href={urls.witnesses()}>Cancel</Button>
            </FormActions>
          </form>
        )}
      </Card>
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}

async function numberPage(c: Context<Door>): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'a number for the door', [client.id])
  const number = await doorNumberOf(work, client.id)
  return c.html(
    <ClientFrame c={c} client={client} tab="sessions" title="Number for the door">
      <Card
        title={number === null ? `${client.givenName} has no number yet` : `${client.givenName}’s number for the door`}
      >
        {number !== null && <p class="door-number">{doorNumberShown(number)}</p>}
        <p>
          {client.givenName} enters it on the tablet at the door, and is checked in to what begins then. It opens
          nothing else, and stands on {client.givenName}’s own page too. Tell it to nobody but {client.givenName}.
        </p>
        <form method="post" action={urls.doorNumber({ client: client.id })}>
          <FormActions>
            <Button kind={number === null ? 'main' : 'plain'}>
              {number === null ? 'Give a number' : 'Give another number'}
            </Button>
            <Button href={urls.chartSessions({ client: client.id })}>Back to the sessions</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
  )
}
