import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { plural } from '../../../basics/text.ts'
import { dayAt, daysBetween } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { id, oneOf, optionalId, optionalLine, optionalProse, readForm, type Typed } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setStage } from '../actions/move.ts'
import { giveInquiry, linkInquiry } from '../actions/own.ts'
import { setSender } from '../actions/referrers.ts'
import { changeStep, doStep, logCall } from '../actions/steps.ts'
import { shownName } from '../channel-words.ts'
import { outcomes } from '../next-step.ts'
import { INQUIRY_THRESHOLD } from '../duplicates.ts'
import { likelyKnown } from '../queries.ts'
import { closingReasons, eventsOf, inquiryById, sameReach, triesOf, type Inquiry } from '../queries/inquiry.ts'
import { canOwn } from '../queries/owners.ts'
import { referrerById, referrersToChoose, tellable } from '../queries/referrers.ts'
import { sources } from '../senders.ts'
import { stageName, stages } from '../stages.ts'
import { tellingInWords } from '../telling-words.ts'
import {
  CallForm,
  OwnerForm,
  SenderForm,
  StageForm,
  StepForm,
  UsualSteps,
  type Back,
  type Part,
} from './inquiry-forms.tsx'
import { instantTyped, nextFields, nextTyped, stepTyped } from './inquiry-read.ts'
import { AlsoAsked, NextStep, Reach, Sender, Story, WhatTheySaid, Whose } from './inquiry-view.tsx'

export const inquiry = new Hono<Door>()

inquiry.get(urls.inquiry.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.see')
  if (denied) return forbidden(c, denied.because)
  const one = await inquiryById(work, c.req.param('inquiry'))
  return one === undefined ? notFound(c) : page(c, one)
})

type Answer = { refusal: Refusal | null; to?: string; text?: string }

/** Every form of an inquiry: read it, do it, go back to the inquiry; or show it again with everything typed. */
function takes<T extends z.ZodType>(
  pattern: string,
  part: Part,
  schema: T,
  deed: (c: Context<Door>, one: Inquiry, values: z.infer<T>, typed: Typed) => Promise<Answer>,
): void {
  inquiry.post(pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'inquiry.work')
    if (denied) return forbidden(c, denied.because)
    const one = await inquiryById(work, c.req.param('inquiry') ?? '')
    if (one === undefined) return notFound(c)
    const form = await readForm(c, schema)
    if (!form.ok) return page(c, one, { part, form: { values: form.typed, errors: form.errors } })
    const { refusal, to, text } = await deed(c, one, form.values, form.typed)
    // What a colleague did meanwhile is on the page that comes back.
    if (refusal)
      return page(c, (await inquiryById(work, one.id)) ?? one, { part, form: { values: form.typed }, refusal })
    said(c, { tone: 'good', text: text ?? 'Kept.' })
    return c.redirect(to ?? urls.inquiry({ inquiry: one.id }), 303)
  })
}

takes(
  urls.inquiryCalls.pattern,
  'call',
  z.object({
    step: id('Open the inquiry again: this form is out of date.'),
    outcome: oneOf(outcomes, 'Say what came of the call.'),
    direction: z.enum(['out', 'in']).default('out'),
    whom: optionalLine(200),
    words: optionalProse(4000),
    offeredOn: nextFields.dueOn,
    offeredTime: nextFields.dueTime,
    ...nextFields,
    quick: optionalLine(10),
    filter: optionalLine(400),
  }),
  async (c, one, { quick, filter, ...values }) => {
    const work = workOf(c)
    const offeredFor = instantTyped(work, values.offeredOn, values.offeredTime)
    const { step, outcome, direction, whom, words } = values
    const call = { step, outcome, direction, whom, words, offeredFor }
    const refusal = await logCall(work, one.id, call, quick === '' ? nextTyped(work, values) : null)
    const back = new URLSearchParams(filter)
    const kept = Object.fromEntries(
      ['owner', 'source', 'language', 'overdue', 'stage'].map((key) => [key, back.get(key) ?? undefined]),
    )
    return quick === ''
      ? { refusal, text: 'The call is kept.' }
      : { refusal, to: urls.admissions(kept), text: 'The call is kept, and the usual next step is set.' }
  },
)

takes(
  urls.inquirySteps.pattern,
  'step',
  z.object({
    step: id('Open the inquiry again: this form is out of date.'),
    act: z.enum(['done', 'change']).default('done'),
    ...nextFields,
  }),
  async (c, one, values) => {
    const work = workOf(c)
    const next = nextTyped(work, values)
    if (values.act === 'change' && 'step' in next)
      return { refusal: await changeStep(work, one.id, values.step, next.step), text: 'The next step is set.' }
    return { refusal: await doStep(work, one.id, values.step, next), text: 'The step is done.' }
  },
)

takes(
  urls.inquiryStages.pattern,
  'stage',
  z.object({ stage: oneOf(stages, 'Choose a stage.'), ...nextFields }),
  async (c, one, values) => {
    const work = workOf(c)
    const step = stepTyped(work, values)
    const { stage, because, reason } = values
    // A date alone stands in the form from the start: it says nothing.
    const meant = step !== null && step.what !== '' ? step : null
    return {
      refusal: await setStage(work, one.id, { stage, because, reason, step: meant }),
      text: `It stands at “${stageName[stage].toLowerCase()}” now.`,
    }
  },
)

takes(
  urls.inquiryOwners.pattern,
  'owner',
  z.object({ owner: id('Choose a colleague.'), because: optionalLine(500) }),
  async (c, one, { owner, because }) => ({
    refusal: await giveInquiry(workOf(c), one.id, owner, because),
    text: 'It is theirs now.',
  }),
)

takes(
  urls.inquirySender.pattern,
  'sender',
  z.object({ source: oneOf(sources, 'Choose how they came.'), referrer: optionalId, name: optionalLine(200) }),
  async (c, one, { source, referrer, name }) => ({
    // Somebody new by name wins over what stood chosen.
    refusal: await setSender(workOf(c), one.id, { source, referrerId: name === '' ? (referrer ?? null) : null, name }),
    text: 'Who sent them is kept.',
  }),
)

takes(urls.inquiryPerson.pattern, 'person', z.object({ client: id('Choose who it is.') }), async (c, one, values) => {
  const answer = await linkInquiry(workOf(c), one.id, values.client)
  return isRefusal(answer)
    ? { refusal: answer }
    : {
        refusal: null,
        to: urls.safetyScreen({ client: answer.clientId }),
        text: 'This inquiry is in their record now. Next comes the safety screen.',
      }
})

async function page(c: Context<Door>, one: Inquiry, back?: Back) {
  const work = workOf(c)
  const [given = '', ...rest] = one.name.split(/\s+/)
  const likely =
    one.clientId !== null
      ? []
      : await likelyKnown(
          work,
          {
            givenName: given,
            familyName: rest.join(' '),
            birthDate: '',
            phones: one.phone === '' ? [] : [one.phone],
            emails: one.email === '' ? [] : [one.email],
          },
          INQUIRY_THRESHOLD,
        )
  const referrer = one.referrerId === null ? undefined : await referrerById(work, one.referrerId)
  const told =
    referrer === undefined ? null : await tellable(work, referrer, one.clientId === null ? [] : [one.clientId])
  const facts = {
    work,
    inquiry: one,
    reasons: await closingReasons(work),
    owners: await canOwn(work),
    referrers: await referrersToChoose(work),
    tries: await triesOf(work, one.id),
    back,
  }
  showing(c, 'inquiry', [...(one.clientId === null ? [] : [one.clientId]), ...likely.map((person) => person.id)])
  const days = daysBetween(dayAt(one.stageSince, work.clinic.timeZone), dayAt(work.at, work.clinic.timeZone))
  const works = may(work.by, 'inquiry.work')
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title={shownName(one.name)}
      intro={`${stageName[one.stage]} ${days <= 0 ? 'since today' : `for ${plural(days, 'day', 'days')}`}`}
      crumbs={[{ label: 'Admissions', href: urls.admissions() }]}
    >
      {!one.isOpen && back?.part !== 'stage' && back?.part !== 'sender' && <RefusalAlert refusal={back?.refusal} />}
      {one.waits && (
        <Notice tone="warning" title="Held back by the flood guard">
          It is not on the board. Look at it <a href={urls.heldBack()}>among the others that are held back</a>.
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          <NextStep work={work} inquiry={one} />
          {works && one.isOpen && <CallForm facts={facts} />}
          {works && one.isOpen && <StepForm facts={facts} />}
          {works && <StageForm facts={facts} />}
          {works && one.isOpen && <OwnerForm facts={facts} />}
          <UsualSteps />
          <Story events={await eventsOf(work, one.id)} work={work} />
        </div>
        <div class="stack">
          {one.isOpen || one.clientId !== null ? (
            <>
              {back?.part === 'person' && (
                <Notice tone="danger" alert>
                  {back.refusal?.because ?? back.form.errors?.client}
                </Notice>
              )}
              <Whose inquiry={one} likely={likely} mayAdd={may(work.by, 'client.add')} />
            </>
          ) : null}
          <Reach inquiry={one} />
          <WhatTheySaid work={work} inquiry={one} />
          <Sender
            inquiry={one}
            tells={told === null ? null : tellingInWords(one.clientId === null ? [] : (told.get(one.clientId) ?? []))}
          />
          {works && <SenderForm facts={facts} />}
          <AlsoAsked others={await sameReach(work, one)} work={work} />
        </div>
      </div>
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}
