import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, optionalProse, prose, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { stayById } from '../../plans/queries.ts'
import { answerNotice, giveNotice, waysGiven } from '../actions/leave-by-the-book.ts'
import { dueProcessRefusal, leavingRuleOn } from '../leaving-rules.ts'
import { noticeById, type Notice as NoticeFacts, noticesOf, standingOf } from '../queries/notices.ts'
import { leavingRules } from '../queries/silence.ts'

/** When the clinic itself ends a stay: notice, review by somebody else, appeal. Nothing of it can be skipped. */
export const notices = new Hono<Door>()

const wayName = {
  'in-person': 'In person',
  letter: 'By letter',
  phone: 'By telephone',
  'own-page': 'On their own page',
} as const
const answers = ['reviewed', 'appealed', 'appeal-stands', 'appeal-granted', 'taken-back'] as const
const answerName: Record<(typeof answers)[number], string> = {
  reviewed: 'Reviewed: the notice is right',
  appealed: 'They appealed',
  'appeal-stands': 'Appeal heard: the discharge stands',
  'appeal-granted': 'Appeal granted: the stay goes on',
  'taken-back': 'The notice is taken back',
}
type Back = { part: 'notice' | 'answer'; form?: FormState; refusal?: Refusal }

notices.get(urls.leavingNotices.pattern, (c) => page(c, c.req.param('episode')))

const draft = z.object({
  givenOn: day('Give the day on which they were told.'),
  endsOn: day('Give the day on which the stay would end.'),
  appealBy: day('Give the last day to appeal.'),
  howGiven: oneOf(waysGiven, 'Say how they were told.'),
  reasons: prose(4000, 'Say why the clinic ends it.'),
  offered: prose(2000, 'Say what is offered instead.'),
  danger: optionalProse(2000),
})

notices.post(urls.leavingNotices.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'leaving-notice.give')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await stayById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(c, draft)
  if (!form.ok) return page(c, episode, { part: 'notice', form: { values: form.typed, errors: form.errors } })
  const answer = await giveNotice(work, episode, form.values)
  if (isRefusal(answer)) return page(c, episode, { part: 'notice', form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Written down. The clinical director reviews it before the stay can end.' })
  return c.redirect(urls.leavingNotices({ episode }), 303)
})

notices.post(urls.leavingNoticeAnswers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'leaving-notice.give')
  if (denied) return forbidden(c, denied.because)
  const notice = await noticeById(work, c.req.param('notice'))
  if (notice === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({
      what: oneOf(answers, 'Choose what happened.'),
      words: prose(2000, 'Say in a few words what was weighed.'),
    }),
  )
  if (!form.ok) return page(c, notice.episodeId, { part: 'answer', form: { values: form.typed, errors: form.errors } })
  const answer = await answerNotice(work, notice.id, form.values)
  if (isRefusal(answer))
    return page(c, notice.episodeId, { part: 'answer', form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Kept with the notice.' })
  return c.redirect(urls.leavingNotices({ episode: answer.episodeId }), 303)
})

async function page(c: Context<Door>, episode: string, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'leaving-notice.give')
  if (denied) return forbidden(c, denied.because)
  const stay = await stayById(work, episode)
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || client === undefined) return notFound(c)
  showing(c, 'notices', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = await noticesOf(work, stay.id)
  const [latest] = all
  const standing = standingOf(all)
  const rule = leavingRuleOn(await leavingRules(work), 'appeal', stay.state, today)
  const lacks =
    latest === undefined ? null : dueProcessRefusal(standing, latest.endsOn > today ? latest.endsOn : today, today)
  const state = (part: Back['part']) => ({ ...(back?.part === part ? back.form : undefined), prefix: part })
  const open = latest !== undefined && standing !== null && !standing.isTakenBack
  return c.html(
    <ClientFrame c={c} client={client} tab="leaving" title={`${client.name}: notice of discharge`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form && { ...back.form, prefix: back.part }} />
      {latest !== undefined && (
        <Notice
          tone={lacks === null ? 'info' : 'warning'}
          title={
            lacks === null ? 'Nothing is missing: the stay may be ended' : 'The stay cannot be ended by the clinic yet'
          }
        >
          {lacks?.because ?? 'Only a person ends it, on the page for leaving.'}
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          {all.map((one) => (
            <OneNotice notice={one} zone={work.clinic.timeZone} />
          ))}
          {!open && stay.lastDay === null && (
            <Card title="Give notice" hint={`At least ${rule.days} days to appeal. ${rule.source} (${rule.mark}).`}>
              <form class="form" method="post" action={urls.leavingNotices({ episode })}>
                <TextArea
                  name="reasons"
                  label="Why the clinic means to end the stay"
                  maxlength={4000}
                  form={state('notice')}
                />
                <TextArea
                  name="offered"
                  label="What is offered instead"
                  hint="Another place, another time, what would bring them back."
                  maxlength={2000}
                  form={state('notice')}
                />
                <RadioCards
                  name="howGiven"
                  label="How they were told of it, and of their right to appeal"
                  options={waysGiven.map((value) => ({ value, label: wayName[value] }))}
                  form={state('notice')}
                  plain
                  aside
                />
                <DateField name="givenOn" label="Told on" value={today} max={today} form={state('notice')} />
                <DateField
                  name="appealBy"
                  label="They may appeal until"
                  value={addDays(today, rule.days)}
                  min={today}
                  form={state('notice')}
                />
                <DateField
                  name="endsOn"
                  label="The stay would end on"
                  value={addDays(today, rule.days)}
                  min={today}
                  form={state('notice')}
                />
                <TextArea
                  name="danger"
                  label="If it ends sooner: what danger"
                  optional
                  maxlength={2000}
                  form={state('notice')}
                />
                <FormActions>
                  <Button kind="main">Write down the notice</Button>
                </FormActions>
              </form>
            </Card>
          )}
        </div>
        <div class="stack">
          {open && latest !== undefined && (
            <Card title="What happened since?">
              <form class="form" method="post" action={urls.leavingNoticeAnswers({ notice: latest.id })}>
                <RadioCards
                  name="what"
                  label="What happened"
                  options={answers
                    .filter(
                      (what) => what === 'appealed' || what === 'taken-back' || may(work.by, 'leaving-notice.review'),
                    )
                    .map((value) => ({ value, label: answerName[value] }))}
                  form={state('answer')}
                  plain
                />
                <TextArea name="words" label="What was weighed, or said" maxlength={2000} form={state('answer')} />
                <FormActions>
                  <Button kind="main">Keep</Button>
                </FormActions>
              </form>
            </Card>
          )}
          <FormActions>
            <Button href={urls.discharge({ episode })}>Back to leaving</Button>
          </FormActions>
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

const OneNotice = ({ notice, zone }: { notice: NoticeFacts; zone: string }) => (
  <Card title={`Notice of ${shortDay(notice.givenOn)}`}>
    <Facts
      facts={[
        { term: 'Why', detail: notice.reasons },
        { term: 'Offered instead', detail: notice.offered },
        {
          term: 'Told',
          detail: `${wayName[notice.howGiven as keyof typeof wayName] ?? notice.howGiven}, by ${notice.by}`,
        }, // a check of the table
        { term: 'May appeal until', detail: shortDay(notice.appealBy) },
        { term: 'Would end on', detail: shortDay(notice.endsOn) },
        { term: 'Danger', detail: notice.danger, none: 'None named' },
        ...notice.answers.map((one) => ({
          term: answerName[one.what],
          detail: (
            <>
              <span dir="auto">{one.words}</span> {one.by}, <At at={new Date(one.at)} zone={zone} />
            </>
          ),
        })),
      ]}
    />
  </Card>
)
