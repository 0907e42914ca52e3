import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'
import { Button, ErrorSummary, FormActions, type FormState } from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { Sig } from '../../ui/status.tsx'
import { YourWords } from '../../ui/your-words.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { day, id, line, oneOf, optionalLine, optionalProse, prose, readForm, ticked } from '../../web/forms.ts'
import { may, mayNot } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'
import { ClientFrame } from '../clients/frame.tsx'
import { clientById } from '../clients/queries.ts'
import { addItem, changeTherapist, finishItem } from '../episodes/actions.ts'
import { continuingCareOf, episodeById, itemById, therapistsOf, type StayFacts } from '../episodes/queries.ts'
import { stayById } from '../plans/queries.ts'
import { cliniciansToChoose } from '../staff/queries.ts'
import { discharge, withdrawAdmission } from './actions.ts'
import { putSilenceOff } from './actions/leave-by-the-book.ts'
import { undoDischarge } from './actions/undo-discharge.ts'
import { DischargeCard, Ended } from './discharge-card.tsx'
import { itemKinds } from './item-kinds.ts'
import { AddItem, DoneItems, OpenItems, ReadyCard, TherapistCard } from './leaving.tsx'
import { heldAfter, lastAttendedOn } from './queries.ts'
import { readiness } from './queries/leaving.ts'
import { followUpRules } from './pages/follow-up-rules.tsx'
import { followUps } from './pages/follow-ups.tsx'
import { leavingBoard } from './pages/leaving-board.tsx'
import { leavingPlan } from './pages/leaving-plan.tsx'
import { leavingSheet } from './pages/leaving-sheet.tsx'
import { meetingLists } from './pages/meeting-lists.tsx'
import { meetings } from './pages/meetings.tsx'
import { wayBack } from './pages/return.tsx'
import { AfterDischarge, LeavingTrail, SilenceCard } from './pages/leaving-extras.tsx'
import { leavingKinds } from './leaving-kinds.ts'
import { silenceOf } from './queries/silence.ts'
import { dischargeOf } from './queries/summaries.ts'
import { isAhead } from './rules.ts'

/** Leaving well: what has to be in place afterwards, who leads, and the discharge itself. */
export const aftercare = new Hono<Door>()
for (const part of [followUps, followUpRules, leavingPlan, leavingSheet, leavingBoard, meetings, meetingLists, wayBack])
  aftercare.route('/', part)

/** A form of this screen that came back, and why. `part` says which of them. */
type Back = {
  part: 'item' | 'done' | 'therapist' | 'discharge' | 'undo' | 'silence'
  form?: FormState
  refusal?: Refusal
}

aftercare.get(urls.discharge.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'episode.see')
  return denied ? forbidden(c, denied.because) : leavingPage(c, c.req.param('episode'))
})

const leaving = z.object({
  onDay: day('Give the last day of care.'),
  reason: oneOf(leavingKinds, 'Choose why the stay ends.'),
  words: optionalProse(4000),
  sawOpenItems: ticked,
})

aftercare.post(urls.discharge.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.discharge')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  const stay = await episodeById(work, episode)
  if (stay === undefined) return notFound(c)
  if (isAhead(stay, dayAt(work.at, work.clinic.timeZone))) return withdraw(c, stay)
  const form = await readForm(c, leaving)
  if (!form.ok) return leavingPage(c, episode, { part: 'discharge', form: { values: form.typed, errors: form.errors } })
  const answer = await discharge(work, episode, form.values)
  if (isRefusal(answer))
    return leavingPage(c, episode, { part: 'discharge', form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: 'good',
    text: `Discharged. ${plural(answer.seats, 'seat is', 'seats are')} free, ${plural(answer.visits, 'visit is', 'visits are')} cancelled.`,
  })
  return c.redirect(urls.discharge({ episode }), 303)
})

aftercare.post(urls.dischargeUndo.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.discharge')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(c, z.object({ because: prose(2000, 'Say why it is taken back.') }))
  if (!form.ok) return leavingPage(c, episode, { part: 'undo', form: { values: form.typed, errors: form.errors } })
  const answer = await undoDischarge(work, episode, form.values.because)
  if (isRefusal(answer)) return leavingPage(c, episode, { part: 'undo', form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: answer.couldNot.length > 0 ? 'warning' : 'good',
    text: [
      `The stay goes on. ${plural(answer.seats, 'seat', 'seats')} and ${plural(answer.visits, 'visit', 'visits')} are theirs again.`,
      ...answer.couldNot,
    ].join(' '),
  })
  return c.redirect(urls.discharge({ episode }), 303)
})

aftercare.post(urls.silenceLooks.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.discharge')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({ words: prose(1000, 'Say why they stay in care.'), lookAgainOn: day('Say when somebody looks again.') }),
  )
  if (!form.ok) return leavingPage(c, episode, { part: 'silence', form: { values: form.typed, errors: form.errors } })
  const refusal = await putSilenceOff(work, episode, form.values)
  if (refusal) return leavingPage(c, episode, { part: 'silence', form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'They stay in care. Somebody looks again on the day you chose.' })
  return c.redirect(urls.discharge({ episode }), 303)
})

async function withdraw(c: Context<Door>, stay: StayFacts) {
  const work = workOf(c)
  const form = await readForm(c, z.object({ words: prose(4000, 'Say why they will not come.') }))
  if (!form.ok) return leavingPage(c, stay.id, { part: 'discharge', form: { values: form.typed, errors: form.errors } })
  const refusal = await withdrawAdmission(work, stay.id, form.values.words)
  if (refusal) return leavingPage(c, stay.id, { part: 'discharge', form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The admission is taken back. Nothing of it is booked any more.' })
  return c.redirect(urls.client({ client: stay.clientId }), 303)
}

const newItem = z.object({
  kind: oneOf(itemKinds, 'Choose what it is about.'),
  what: line(300, 'Say what is to be done.'),
  dueOn: day('Say by which day.'),
  owner: id('Say whose it is.'),
})

aftercare.post(urls.continuingCareItems.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(c, newItem)
  if (!form.ok) return leavingPage(c, episode, { part: 'item', form: { values: form.typed, errors: form.errors } })
  const answer = await addItem(work, episode, form.values)
  if (isRefusal(answer)) return leavingPage(c, episode, { part: 'item', form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Added to the plan for leaving.' })
  return c.redirect(urls.discharge({ episode }), 303)
})

aftercare.post(urls.continuingCareDone.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const item = await itemById(work, c.req.param('item'))
  if (item === undefined) return notFound(c)
  const form = await readForm(c, z.object({ words: optionalLine(300) }))
  if (!form.ok)
    return leavingPage(c, item.episodeId, { part: 'done', form: { values: form.typed, errors: form.errors } })
  const answer = await finishItem(work, item.id, form.values.words)
  if (isRefusal(answer))
    return leavingPage(c, item.episodeId, { part: 'done', form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Done, and kept with the plan.' })
  return c.redirect(urls.discharge({ episode: answer.episode }), 303)
})

const newTherapist = z.object({
  therapist: id('Choose who leads from now on.'),
  because: prose(1000, 'Say why it changes.'),
})

aftercare.post(urls.primaryTherapist.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(c, newTherapist)
  if (!form.ok) return leavingPage(c, episode, { part: 'therapist', form: { values: form.typed, errors: form.errors } })
  const refusal = await changeTherapist(work, episode, form.values)
  if (refusal) return leavingPage(c, episode, { part: 'therapist', form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The primary therapist has changed. Who led before stays in the record.' })
  return c.redirect(urls.discharge({ episode }), 303)
})

async function leavingPage(c: Context<Door>, episode: string, back?: Back) {
  const work = workOf(c)
  const stay = await episodeById(work, episode)
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || client === undefined) return notFound(c)
  showing(c, 'leaving', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const items = await continuingCareOf(work, stay.id)
  const open = items.filter((item) => item.doneAt === null)
  const overdue = open.filter((item) => item.dueOn < today).length
  // Billing sees that somebody leaves, and nothing of where they turn to.
  const ready = may(work.by, 'continuing-care.do') ? await readiness(work, stay.id) : undefined
  const owners = await cliniciansToChoose(work, ['coordinator', 'therapist', 'prescriber', 'director'])
  const discharged = stay.lastDay === null ? undefined : await dischargeOf(work, stay.id)
  const silence =
    stay.lastDay === null && may(work.by, 'episode.discharge') ? await silenceOf(work, stay.id, today) : undefined
  const formOf = (part: Back['part']) => (back?.part === part ? back.form : undefined)
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="leaving"
      title={`${client.name}: leaving well`}
      signals={overdue > 0 ? <Sig tone="warning">{`${overdue} overdue`}</Sig> : undefined}
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form && { ...back.form, prefix: back.part }} />
      {(back?.part === 'done' || (back?.part === 'silence' && silence === undefined)) && <YourWords form={back.form} />}
      <div class="columns">
        <div class="stack">
          {ready !== undefined && <ReadyCard episode={stay.id} readiness={ready} />}
          <OpenItems items={open} today={today} mayDo={may(work.by, 'continuing-care.do')} />
          {may(work.by, 'continuing-care.do') && (
            <AddItem
              episode={stay.id}
              today={today}
              owners={owners}
              me={work.by.id ?? undefined}
              form={formOf('item')}
            />
          )}
          <DoneItems items={items.filter((item) => item.doneAt !== null)} zone={work.clinic.timeZone} />
        </div>
        <div class="stack">
          <TherapistCard
            episode={stay.id}
            history={await therapistsOf(work, stay.id)}
            choices={may(work.by, 'episode.admit') && stay.lastDay === null ? await cliniciansToChoose(work) : []}
            form={formOf('therapist')}
          />
          {stay.lastDay !== null ? (
            <>
              <Ended stay={stay} kind={discharged?.kind ?? null} zone={work.clinic.timeZone} />
              {
                await AfterDischarge({
                  work,
                  stay,
                  state: (await stayById(work, stay.id))?.state ?? '',
                  today,
                  form: formOf('undo'),
                })
              }
              {may(work.by, 'outreach.do') && stay.reason !== 'died' && (
                <FormActions>
                  <Button href={urls.followUp({ gone: stay.id })}>Calls after leaving</Button>
                </FormActions>
              )}
            </>
          ) : (
            may(work.by, 'episode.discharge') && (
              <>
                {silence !== undefined && (
                  <SilenceCard silence={silence} episode={stay.id} today={today} form={formOf('silence')} />
                )}
                <DischargeCard
                  stay={stay}
                  silentSince={silence?.lastContact ?? null}
                  today={today}
                  lastAttended={await lastAttendedOn(work, client.id, stay.from)}
                  openItems={open.length}
                  ahead={await heldAfter(work, stay.id, isAhead(stay, today) ? addDays(stay.from, -1) : today)}
                  form={formOf('discharge')}
                />
              </>
            )
          )}
          {await LeavingTrail({ work, stay })}
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}
