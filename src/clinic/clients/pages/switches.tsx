import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { answerSwitch, askForSwitch } from '../actions/switches.ts'
import { clientById } from '../queries.ts'
import { switchById, switchesAsked, type SwitchOfClient, type SwitchWants } from '../queries/switches.ts'

/** Clients who would like another group, another therapist or other times: whoever waits longest stands first. */
export const switchPages = new Hono<Door>()

switchPages.get(urls.switches.pattern, (c) => switchesPage(c))

type Back = { id: string; form: FormState; refusal?: Refusal }

async function switchesPage(c: Context<Door>, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'switch.answer')
  if (denied) return forbidden(c, denied.because)
  const all = await switchesAsked(work)
  showing(c, 'wishes for a change', [...new Set(all.map(({ clientId }) => clientId))])
  const open = all.filter(({ outcome }) => outcome === null)
  const answered = all.filter(({ outcome }) => outcome !== null)
  const zone = work.clinic.timeZone
  return c.html(
    <StaffPage
      c={c}
      current="Today"
      title="Wishes for a change"
      answer={
        open.length === 0
          ? 'Nobody waits for an answer about a change'
          : `${plural(open.length, 'wish waits', 'wishes wait')} for an answer`
      }
      intro="Talk with them first. What you write here is for colleagues; the client hears it from you."
      crumbs={[{ label: 'Today', href: urls.today() }]}
      width="narrow"
    >
      <RefusalAlert refusal={back?.refusal} />
      {open.length === 0 && (
        <Card>
          <Empty title="No wish is open">
            Clients ask on their own page, and you note it on their record when they say it to you.
          </Empty>
        </Card>
      )}
      {open.map((one) => (
        <OpenWish c={c} one={one} back={back?.id === one.id ? back : undefined} />
      ))}
      {answered.length > 0 && (
        <Card title="Answered in the last 30 days" flush>
          <Rows label="Answered wishes">
            {answered.map((one) => (
              <Row
                title={<a href={urls.client({ client: one.clientId })}>{one.name}</a>}
                note={
                  <>
                    {wishWords(one)}
                    {one.answeredAt !== null && (
                      <>
                        {' '}
                        · <At at={one.answeredAt} zone={zone} />
                      </>
                    )}
                    {one.answer !== '' && <span dir="auto">{`: ${one.answer}`}</span>}
                  </>
                }
                end={
                  <Sig tone={one.outcome === 'changed' ? 'good' : 'calm'}>{outcomeWords[one.outcome ?? ''] ?? ''}</Sig>
                }
              />
            ))}
          </Rows>
        </Card>
      )}
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}

const outcomeWords: Record<string, string> = { changed: 'Changed', stays: 'Stays', withdrawn: 'Taken back' }
const wants: Record<SwitchWants, string> = {
  group: 'Another group',
  therapist: 'Another therapist',
  times: 'Other times',
}
const wishWords = (one: SwitchOfClient): string =>
  `${wants[one.wants]}${one.series === null ? '' : `, instead of ${one.series}`}${one.wants === 'therapist' && one.therapist !== null ? `, now ${one.therapist}` : ''}`

function OpenWish({ c, one, back }: { c: Context<Door>; one: SwitchOfClient; back?: Back }) {
  const work = workOf(c)
  const form: FormState = { ...back?.form, prefix: one.id }
  return (
    <Card
      title={one.name}
      hint={
        <>
          {one.onOwnPage ? 'Asked on their own page' : 'Said to staff'},{' '}
          <At at={one.askedAt} zone={work.clinic.timeZone} />
        </>
      }
      action={
        <>
          {one.episodeId !== null && may(work.by, 'seat.give') && (
            <a href={urls.composeWeek({ episode: one.episodeId })}>What would be possible</a>
          )}
          <a href={urls.chartWeek({ client: one.clientId })}>Their week</a>
        </>
      }
    >
      <p>
        <b>{wishWords(one)}</b>
      </p>
      {one.words !== '' && (
        <blockquote dir="auto">
          <p>{one.words}</p>
        </blockquote>
      )}
      <ErrorSummary form={back?.form && form} />
      <form class="form" method="post" action={urls.switchAnswer({ switch: one.id })}>
        <RadioCards
          name="outcome"
          label="What became of it?"
          options={[
            { value: 'changed', label: 'It is changed' },
            { value: 'stays', label: 'It stays, for now' },
            { value: 'withdrawn', label: 'They took it back' },
          ]}
          aside
          plain
          form={form}
        />
        <TextArea name="words" label="What was agreed?" maxlength={1000} optional form={form} />
        <FormActions>
          <Button label={`Answer the wish of ${one.name}`}>Answer</Button>
        </FormActions>
      </form>
    </Card>
  )
}

const answerForm = z.object({
  outcome: z.enum(['changed', 'stays', 'withdrawn'], { error: 'Choose what became of it.' }),
  words: optionalProse(1000),
})

switchPages.post(urls.switchAnswer.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'switch.answer')
  if (denied) return forbidden(c, denied.because)
  const request = await switchById(work, c.req.param('switch'))
  if (request === undefined) return notFound(c)
  const form = await readForm(c, answerForm)
  if (!form.ok) return switchesPage(c, { id: request.id, form: { values: form.typed, errors: form.errors } })
  const refusal = await answerSwitch(work, request.id, form.values.outcome, form.values.words)
  if (refusal) return switchesPage(c, { id: request.id, form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'Answered. Tell them, if you have not yet.' })
  return c.redirect(urls.switches(), 303)
})

const wishForm = z.object({
  wants: z.enum(['group', 'therapist', 'times'], { error: 'Choose what they would like.' }),
  words: optionalProse(1000),
})

// What they say to staff lands in the same list.
switchPages.post(urls.clientSwitches.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'switch.answer')
  if (denied) return forbidden(c, denied.because)
  const clientId = c.req.param('client')
  if ((await clientById(work, clientId)) === undefined) return notFound(c)
  const form = await readForm(c, wishForm)
  const back = urls.ownPage({ client: clientId })
  if (!form.ok) {
    said(c, { tone: 'warning', text: 'Nothing was noted: choose what they would like.' })
    return c.redirect(back, 303)
  }
  const answer = await askForSwitch(work, clientId, { ...form.values, seriesId: null })
  said(
    c,
    isRefusal(answer)
      ? { tone: 'warning', text: answer.because }
      : { tone: 'good', text: 'Noted. It stands among the wishes for a change.' },
  )
  return c.redirect(isRefusal(answer) || !may(work.by, 'switch.answer') ? back : urls.switches(), 303)
})
