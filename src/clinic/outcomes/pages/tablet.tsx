import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { readForm } from '../../../web/forms.ts'
import { lendBrowser } from '../../../web/tablet-door.ts'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { handRound } from '../actions/tablet.ts'
import { inRoom } from '../queries/room.ts'
import { dueHere } from '../queries/tablet.ts'
import { longestLabel, suggestedLabels } from '../tablet.ts'

/** Handing a tablet round a room: the leader gives each place a sign, and this browser is the room's from then on. */
export function handingRound({ secureCookies }: { secureCookies: boolean }): Hono<Door> {
  const face = new Hono<Door>()

  face.get(urls.newRound.pattern, (c) => page(c))

  face.post(urls.newRound.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'measure.record')
    if (denied) return forbidden(c, denied.because)
    const { typed } = await readForm(c, z.looseObject({}))
    const labels = new Map(
      Object.entries(typed).flatMap(([name, value]) =>
        name.startsWith('label-') ? [[name.slice('label-'.length), value] as const] : [],
      ),
    )
    const answer = await handRound(work, c.req.param('session'), labels)
    if (isRefusal(answer)) {
      if (answer.refused === 'not-found') return notFound(c)
      return page(c, { values: typed }, answer)
    }
    lendBrowser(c, { purpose: 'round', secure: secureCookies, ...answer })
    return c.redirect(urls.round({ token: answer.token }), 303)
  })
  return face
}

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return forbidden(c, denied.because)
  const room = await inRoom(work, c.req.param('session') ?? '')
  if (room === undefined) return notFound(c)
  const people = await dueHere(
    work,
    room.people.map(({ clientId }) => clientId),
    room.day,
  )
  showing(
    c,
    'a tablet to be handed round',
    people.map(({ clientId }) => clientId),
  )
  const labels = suggestedLabels(people)
  const back = urls.roomMeasures({ session: room.id })
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Hand a tablet round"
      answer={`${room.name}: what is each person’s sign?`}
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: room.name, href: urls.roster({ session: room.id }) },
        { label: 'Questions', href: back },
      ]}
      intro="The tablet shows these signs and no name. Tell each person theirs. You are signed out here; to come back, sign in again."
    >
      <RefusalAlert refusal={refusal} />
      <Card title="Who answers on it">
        {people.length === 0 ? (
          <Empty title="Nobody has anything to answer" next={<Button href={back}>Back to the questions</Button>} />
        ) : (
          <form method="post" action={urls.newRound({ session: room.id })} class="form">
            {people.map(({ clientId, name }) => (
              <TextField
                name={`label-${clientId}`}
                label={name}
                value={labels.get(clientId) ?? ''}
                maxlength={longestLabel}
                width="short"
                required={false}
                autocomplete="off"
                form={form}
              />
            ))}
            <p class="muted">Without a sign, a person does not answer on this tablet.</p>
            <FormActions>
              <Button kind="main">Hand this tablet round</Button>
              <Button href={back}>Cancel</Button>
            </FormActions>
          </form>
        )}
      </Card>
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}
