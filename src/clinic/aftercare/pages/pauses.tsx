import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Button, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, oneOf, optionalDay, optionalProse, prose, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { episodeById } from '../../episodes/queries.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { endPause, noteAway, pauseStay } from '../actions/pauses.ts'
import { pauseEnds, pauseKinds } from '../pauses.ts'
import { heldAfter } from '../queries.ts'
import { heardOf, pauseById, pausesOf } from '../queries/pauses.ts'
import { Before, EndForm, Heard, HeardForm, PauseForm, Standing } from './pause-cards.tsx'

/** Away for a while: hospital, jail, vacation. Who asks again, and what becomes of the seats. */
export const pauses = new Hono<Door>()

type Back = { part: 'pause' | 'note' | 'end'; form?: FormState; refusal?: Refusal }

pauses.get(urls.pauses.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'stay.pause')
  return denied ? forbidden(c, denied.because) : pausePage(c, c.req.param('episode'))
})

const newPause = z.object({
  kind: oneOf(pauseKinds, 'Choose where they are.'),
  fromDay: day('Give the first day away.'),
  expectedBack: optionalDay,
  nextOn: day('Say when somebody asks again.'),
  owner: id('Choose who asks again.'),
  seats: oneOf(['kept', 'given'], 'Say what becomes of the seats.'),
  seatsUntil: optionalDay,
  words: prose(2000, 'Say in a few words what is known.'),
})

pauses.post(urls.pauses.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(c, newPause)
  if (!form.ok) return pausePage(c, episode, { part: 'pause', form: { values: form.typed, errors: form.errors } })
  const { owner, seats, seatsUntil, expectedBack, ...rest } = form.values
  if (seats === 'kept' && seatsUntil === undefined)
    return pausePage(c, episode, {
      part: 'pause',
      form: { values: form.typed, errors: { seatsUntil: 'Give the last day on which the seats are kept.' } },
    })
  const answer = await pauseStay(work, episode, {
    ...rest,
    ownerId: owner,
    expectedBack: expectedBack ?? null,
    seatsUntil: seats === 'kept' ? (seatsUntil ?? null) : null,
  })
  if (isRefusal(answer)) return pausePage(c, episode, { part: 'pause', form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: 'good',
    text: `Written down. ${seats === 'kept' ? 'The seats are kept' : `${plural(answer.seats, 'seat is', 'seats are')} free for others`}, ${plural(answer.visits, 'visit is', 'visits are')} called off.`,
  })
  return c.redirect(urls.pauses({ episode }), 303)
})

pauses.post(urls.pauseNotes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return forbidden(c, denied.because)
  const pause = await pauseById(work, c.req.param('pause'))
  if (pause === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({
      words: prose(2000, 'Say in a few words what you heard.'),
      nextOn: day('Say when somebody asks again.'),
      expectedBack: optionalDay,
      owner: id('Choose who asks again.'),
    }),
  )
  if (!form.ok)
    return pausePage(c, pause.episodeId, { part: 'note', form: { values: form.typed, errors: form.errors } })
  const { owner, expectedBack, ...rest } = form.values
  const answer = await noteAway(work, pause.id, { ...rest, expectedBack: expectedBack ?? null, ownerId: owner })
  if (isRefusal(answer))
    return pausePage(c, pause.episodeId, { part: 'note', form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: `Noted. Next on ${shortDay(rest.nextOn)}.` })
  return c.redirect(urls.pauses({ episode: answer.episodeId }), 303)
})

pauses.post(urls.pauseEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return forbidden(c, denied.because)
  const pause = await pauseById(work, c.req.param('pause'))
  if (pause === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({
      because: oneOf(pauseEnds, 'Choose how it ended.'),
      onDay: day('Give the day on which it ended.'),
      words: optionalProse(2000),
    }),
  )
  if (!form.ok) return pausePage(c, pause.episodeId, { part: 'end', form: { values: form.typed, errors: form.errors } })
  const answer = await endPause(work, pause.id, form.values)
  if (isRefusal(answer))
    return pausePage(c, pause.episodeId, { part: 'end', form: { values: form.typed }, refusal: answer })
  const { because } = form.values
  said(c, {
    tone: answer.couldNot.length > 0 || because === 'not-back' ? 'warning' : 'good',
    text:
      because === 'not-back'
        ? 'Written down. No seat is kept any more. Decide now whether the stay ends: nothing ends it by itself.'
        : [
            `Written down. ${plural(answer.seats, 'seat', 'seats')} and ${plural(answer.visits, 'visit', 'visits')} given back.`,
            ...answer.couldNot,
          ].join(' '),
  })
  return c.redirect(
    because === 'not-back' ? urls.discharge({ episode: answer.episodeId }) : urls.pauses({ episode: answer.episodeId }),
    303,
  )
})

async function pausePage(c: Context<Door>, episode: string, back?: Back) {
  const work = workOf(c)
  const stay = await episodeById(work, episode)
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || client === undefined) return notFound(c)
  showing(c, 'pauses', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = await pausesOf(work, stay.id)
  const now = all.find(({ backOn }) => backOn === null)
  const owners = await cliniciansToChoose(work, ['coordinator', 'therapist', 'prescriber', 'director'])
  const me = owners.find(({ value }) => value === work.by.id)?.value
  const ahead = await heldAfter(work, stay.id, today)
  const formOf = (part: Back['part']) => (back?.part === part ? back.form : undefined)
  return c.html(
    <ClientFrame c={c} client={client} tab="moving" title={`${client.name}: away for a while`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form && { ...back.form, prefix: back.part }} />
      <div class="columns">
        <div class="stack">
          {now === undefined ? (
            stay.lastDay === null && (
              <PauseForm
                episode={stay.id}
                today={today}
                owners={owners}
                me={me}
                seats={ahead.seats.length}
                form={formOf('pause')}
              />
            )
          ) : (
            <>
              <Standing pause={now} today={today} zone={work.clinic.timeZone} />
              <EndForm pause={now} today={today} form={formOf('end')} />
            </>
          )}
        </div>
        <div class="stack">
          {now !== undefined && (
            <>
              <HeardForm pause={now} today={today} owners={owners} me={me} form={formOf('note')} />
              <Heard heard={await heardOf(work, now.id)} zone={work.clinic.timeZone} />
            </>
          )}
          <Before pauses={all.filter(({ backOn }) => backOn !== null)} />
          {may(work.by, 'step.see') && (
            <FormActions>
              <Button href={urls.steps({ episode: stay.id })}>Level of care</Button>
            </FormActions>
          )}
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}
