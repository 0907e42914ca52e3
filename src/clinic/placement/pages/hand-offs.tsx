import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, instantAt, isDay } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At, OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { answerHandOff, makeHandOff } from '../actions/hand-off.ts'
import { screenById } from '../queries.ts'
import { handOffById, openHandOffs } from '../queries/hand-offs.ts'
import { partnerById } from '../queries/partners.ts'
import { stopsDue } from '../queries/stops-due.ts'
import { checkDay, type HandOffState } from '../rules.ts'
import { atField } from './at-field.ts'
import { handOffForm, prefilled } from './hand-off-form.tsx'
import { PartnerLine } from './partner-line.tsx'
import { StopsCard } from './stops-card.tsx'
import { HandOffLine, HandOffSign, isThere, nextWords, stateOf, whereTo } from './hand-off-parts.tsx'

export const handOffs = new Hono<Door>()

const urgency: Record<HandOffState, number> = {
  overdue: 0,
  'did-not-arrive': 1,
  declined: 1,
  open: 2,
  accepted: 3,
  'still-there': 3,
  returned: 4,
}

handOffs.get(urls.handOffs.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'placement.see')
  if (denied) return forbidden(c, denied.because)
  const open = (await openHandOffs(work))
    .map((handOff) => ({ handOff, state: stateOf(handOff, work) }))
    .toSorted((a, b) => urgency[a.state] - urgency[b.state] || a.handOff.dueAt.getTime() - b.handOff.dueAt.getTime())
  const stops = await stopsDue(work)
  showing(c, 'hand-offs', [
    ...new Set([...open.map(({ handOff }) => handOff.clientId), ...stops.map((one) => one.clientId)]),
  ])
  const pressing = open.filter(({ state }) => urgency[state] < 2).length
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="Hand-offs"
      answer={
        open.length === 0
          ? `${stopsFirst(stops)}No hand-off is open`
          : `${stopsFirst(stops)}${plural(open.length, 'hand-off is', 'hand-offs are')} open, ${pressing === 0 ? 'none' : pressing} to act on now`
      }
      intro="Each stays here until the person is back, or settled elsewhere."
      actions={<Button href={urls.partners()}>Partners</Button>}
    >
      {stops.length > 0 && <StopsCard stops={stops} work={work} />}
      <Card title="Open hand-offs" flush={open.length > 0}>
        {open.length === 0 ? (
          <Empty title="Nobody is on their way to other care">A hand-off begins on a client’s placement page.</Empty>
        ) : (
          <Rows label="Open hand-offs">
            {open.map(({ handOff }) => (
              <HandOffLine handOff={handOff} work={work} named />
            ))}
          </Rows>
        )}
      </Card>
    </StaffPage>,
  )
})

/** People with a stop that somebody has to act on come before everything else on this page. */
const stopsFirst = (stops: readonly { clientId: string }[]): string => {
  const people = new Set(stops.map((one) => one.clientId)).size
  return people === 0 ? '' : `${plural(people, 'person has', 'people have')} a stop to act on. `
}

const making = z.object({
  id: z.string().refine(isId, 'Open this form again.'),
  screen: z.preprocess((value) => (value === '' ? undefined : value), z.string().refine(isId).optional()),
  stops: z.array(z.string().max(100)).default([]),
  toLevel: optionalLine(20),
  toWhom: optionalLine(200),
  because: optionalProse(4000),
  dueDay: optionalLine(10),
  dueTime: optionalLine(5),
  backOn: optionalLine(10),
  owner: optionalLine(40),
  partner: optionalLine(40),
  newPartner: optionalLine(200),
  newPartnerPhone: optionalLine(60),
})

handOffs.get(urls.newHandOff.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'hand-off.make')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const screen = await screenById(work, c.req.query('screen') ?? '')
  if (screen !== undefined && screen.clientId !== client.id) return notFound(c)
  return handOffForm(c, client, {
    screen: screen ?? null,
    form: {
      values: prefilled(work, screen ?? null, c.req.query('stop'), c.req.query('level'), c.req.query('partner')),
    },
  })
})

handOffs.post(urls.newHandOff.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'hand-off.make')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, making)
  const screen = (await screenById(work, form.typed.screen ?? '')) ?? null
  const own = screen?.clientId === client.id ? screen : null
  const stops = form.ok ? form.values.stops : []
  const values = { ...form.typed, 'stops[]': stops }
  if (!form.ok) return handOffForm(c, client, { screen: own, form: { values, errors: form.errors }, refused: true })
  const { values: given } = form
  const dueAt =
    isDay(given.dueDay) && /^([01]\d|2[0-3]):[0-5]\d$/.test(given.dueTime)
      ? instantAt(given.dueDay, given.dueTime, work.clinic.timeZone)
      : new Date(Number.NaN)
  const made = await makeHandOff(work, client.id, {
    ...given,
    screenId: given.screen ?? null,
    owner: given.owner === '' ? null : given.owner,
    dueAt,
    partnerId: given.partner === '' ? null : given.partner,
    newPartner: given.newPartner === '' ? null : { name: given.newPartner, phone: given.newPartnerPhone },
  })
  if (isRefusal(made)) return handOffForm(c, client, { screen: own, form: { values }, refusal: made, refused: true })
  said(c, { tone: 'good', text: 'Handed off. Record what they answer.' })
  return c.redirect(urls.handOff({ handOff: made.id }), 303)
})

handOffs.get(urls.handOff.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'placement.see')
  return denied ? forbidden(c, denied.because) : handOffPage(c)
})

const answering = z.object({
  answer: oneOf(['accepted', 'declined', 'did-not-arrive', 'still-there', 'returned'], 'Say what they answered.'),
  byWhom: line(200, 'Name the person who said so.'),
  words: optionalProse(4000),
  backOn: optionalLine(10),
})

handOffs.post(urls.handOffAnswers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'hand-off.make')
  if (denied) return forbidden(c, denied.because)
  const handOff = await handOffById(work, c.req.param('handOff'))
  if (handOff === undefined) return notFound(c)
  const form = await readForm(c, answering)
  if (!form.ok) return handOffPage(c, { form: { values: form.typed, errors: form.errors } })
  const refusal = await answerHandOff(work, handOff.id, form.values)
  if (refusal) return handOffPage(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: answered[form.values.answer] })
  return c.redirect(
    form.values.answer === 'returned'
      ? urls.placement({ client: handOff.clientId })
      : urls.handOff({ handOff: handOff.id }),
    303,
  )
})

const answered = {
  accepted: 'Recorded: accepted. Somebody checks on the way back.',
  declined: 'Recorded: declined. Hand the person off to someone else now.',
  'did-not-arrive': 'Recorded: did not arrive. Reach the person now.',
  'still-there': 'Recorded: still there. The day to check has moved.',
  returned: 'Recorded: back. The safety gate comes first again.',
}
const answerWords = {
  accepted: 'Accepted',
  declined: 'Declined',
  'did-not-arrive': 'Did not arrive',
  'still-there': 'Checked: still there',
  returned: 'Back with us',
}

async function handOffPage(c: Context<Door>, { form: sent, refusal }: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const handOff = await handOffById(work, c.req.param('handOff') ?? '')
  const client = handOff && (await clientById(work, handOff.clientId))
  if (handOff === undefined || client === undefined) return notFound(c)
  showing(c, 'a hand-off', [client.id])
  const state = stateOf(handOff, work)
  const isClosed = state === 'returned'
  const form = atField(sent ?? {}, isClosed ? undefined : refusal, {
    'needs-whom': 'byWhom',
    'needs-words': 'words',
    'said-already': 'answer',
    'not-there': 'answer',
    'needs-way-back': 'backOn',
  })
  const next = nextWords(handOff, work)
  const zone = work.clinic.timeZone
  const last = handOff.answers.at(-1)?.answer
  const today = dayAt(work.at, zone)
  const partner = handOff.partnerId === null ? undefined : await partnerById(work, handOff.partnerId)
  const again = state === 'declined' || state === 'did-not-arrive'
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: hand-off`}>
      {isClosed && <RefusalAlert refusal={refusal} />}
      {next !== null && (
        <Notice
          tone={state === 'accepted' || state === 'still-there' ? 'info' : state === 'open' ? 'warning' : 'danger'}
          title={next}
          aside={
            again &&
            may(work.by, 'hand-off.make') && (
              <Button small href={urls.newHandOff({ client: client.id }, { screen: handOff.screenId ?? undefined })}>
                Hand off to someone else
              </Button>
            )
          }
        >
          {handOff.owner} follows this.
        </Notice>
      )}
      <Card title={`Handed to ${handOff.toWhom}`} action={<HandOffSign state={state} />}>
        <Facts
          facts={[
            { term: 'Where to', detail: whereTo(handOff.toLevel) },
            { term: 'Why', detail: <span dir="auto">{handOff.because}</span> },
            { term: 'Taken over by', detail: <At at={handOff.dueAt} zone={zone} /> },
            { term: 'Check on the way back', detail: <OnDay day={checkDay(handOff, handOff.answers)} as="long" /> },
            partner !== undefined && { term: 'Partner', detail: <PartnerLine partner={partner} today={today} /> },
            { term: 'Who follows it', detail: handOff.owner },
            {
              term: 'Made',
              detail: (
                <>
                  {handOff.madeBy}, <At at={handOff.madeAt} zone={zone} />
                </>
              ),
            },
          ]}
        />
      </Card>
      {may(work.by, 'packet.make') && (
        <Card title="Packet" hint="What goes with the person, by consent: a paper and data.">
          <FormActions>
            <Button href={urls.packet({ handOff: handOff.id })}>Make or open the packet</Button>
          </FormActions>
        </Card>
      )}
      {handOff.answers.length > 0 && (
        <Card title="What they said" flush>
          <Rows label="Answers">
            {handOff.answers.toReversed().map((one) => (
              <Row
                title={`${answerWords[one.answer]}: ${one.byWhom}`}
                note={
                  <>
                    {one.words !== '' && <span dir="auto">{one.words} · </span>}
                    {one.backOn !== null && (
                      <>
                        check again on <OnDay day={one.backOn} as="long" /> ·{' '}
                      </>
                    )}
                    recorded by {one.recordedBy}, <At at={one.recordedAt} zone={zone} />
                  </>
                }
              />
            ))}
          </Rows>
        </Card>
      )}
      {!isClosed && may(work.by, 'hand-off.make') && (
        <Card title="Record what they say">
          <form
            method="post"
            action={urls.handOffAnswers({ handOff: handOff.id })}
            class="form placement-form"
            data-guard
          >
            <ErrorSummary form={form} />
            <RadioCards
              name="answer"
              label="Answer"
              form={form}
              options={[
                { value: 'accepted', label: 'Accepted', hint: 'Someone there takes the person over.' },
                { value: 'declined', label: 'Declined' },
                { value: 'did-not-arrive', label: 'Did not arrive' },
                { value: 'still-there', label: 'Checked: still there', hint: 'Give the next day to check below.' },
                { value: 'returned', label: 'Back with us', hint: 'Closes this hand-off; the safety gate comes next.' },
              ].filter(({ value }) => (value === 'still-there' ? isThere(handOff) : value !== last))}
            />
            <TextField
              name="byWhom"
              label="Who said so"
              hint="Name and part there: Jo Reyes, charge nurse."
              maxlength={200}
              anyDirection
              form={form}
            />
            <TextArea
              name="words"
              label="How, and what they said"
              hint="By phone, in person; the bed, the reason. Needed when they accept or decline."
              required={false}
              form={form}
            />
            {isThere(handOff) && (
              <DateField
                name="backOn"
                label="Still there: check again on"
                hint="Only for “still there”."
                required={false}
                min={today}
                max={addDays(today, 90)}
                form={form}
              />
            )}
            <FormActions>
              <Button kind="main">Record the answer</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </ClientFrame>,
    sent === undefined && refusal === undefined ? 200 : 422,
  )
}
