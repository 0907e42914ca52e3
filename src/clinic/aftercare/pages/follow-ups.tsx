import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards, YesNo } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { Pages, partAsked, partOf } from '../../../ui/paging.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, optionalLine, optionalProse, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { noteAlumni, noteFollowUp } from '../actions/follow-ups.ts'
import { type FollowUpOutcome, type FollowUpStep, needsVoice, outcomes, stepsOn } from '../follow-ups.ts'
import {
  alumniWish,
  everyoneToCall,
  followUpPolicies,
  followUpsOf,
  goneById,
  goneByIds,
  type GoneNext,
} from '../queries/follow-ups.ts'
import { type Saying } from '../alumni.ts'
import { type Word, wordsOfGone } from '../queries/alumni.ts'
import { wayName, ways } from '../../concerns/contacts.ts'

/** After somebody has left: who is to be called today, and what came of it. */
export const followUps = new Hono<Door>()

const onAPage = 50
const ahead = 14

const outcomeWords: Record<FollowUpOutcome, string> = {
  well: 'Doing well',
  struggling: 'Struggling',
  'wants-back': 'Would like to come back',
  'in-care': 'In care elsewhere',
  declines: 'Wants no more calls',
  died: 'Has died',
  'not-reached': 'Not reached',
}

type Due = GoneNext & { next: Extract<GoneNext['next'], { state: 'due' }> }
const isDue = (one: GoneNext): one is Due => one.next.state === 'due'

followUps.get(urls.followUps.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = await everyoneToCall(work, today)
  const now = all.filter(({ next }) => next.on <= today)
  const soon = all.filter(({ next }) => next.on > today && next.on <= addDays(today, ahead))
  const whole = async (some: readonly { episodeId: string }[]): Promise<Due[]> => {
    const ids = some.map(({ episodeId }) => episodeId)
    return (await goneByIds(work, ids, today)).filter(isDue)
  }
  const part = partAsked(c.req.query('page'), now.length, onAPage)
  const shown = await whole(partOf(now, part))
  const shownSoon = await whole(soon.slice(0, onAPage))
  showing(c, 'follow-ups', [...new Set([...shown, ...shownSoon].map(({ clientId }) => clientId))])
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="After leaving"
      answer={
        now.length === 0
          ? 'Nobody is to be called today'
          : `${plural(now.length, 'person is', 'people are')} to be called`
      }
      crumbs={[{ label: 'Concerns', href: urls.concerns() }]}
      intro={`${plural(all.length, 'person who left has', 'people who left have')} a next call on a day, and somebody whose it is. Effort grows less with time, and ends after a year.`}
    >
      <Card title="Today" flush={shown.length > 0}>
        {shown.length === 0 ? (
          <Empty title="Everyone was called" />
        ) : (
          <People people={shown} today={today} label="To be called today" />
        )}
      </Card>
      <Pages part={part} href={(page) => urls.followUps({ page })} />
      {soon.length > 0 && (
        <Card title={`In the next ${ahead} days`} hint={plural(soon.length, 'call', 'calls')} flush>
          <People people={shownSoon} today={today} label="To be called soon" />
        </Card>
      )}
    </StaffPage>,
  )
})

const People = ({ people, today, label }: { people: readonly Due[]; today: Day; label: string }) => (
  <Rows label={label}>
    {people.map(({ next, ...one }) => (
      <Row
        end={
          next.on < today ? (
            <Sig tone="warning">{`Since ${shortDay(next.on)}`}</Sig>
          ) : next.on === today ? (
            <Sig tone="info">Today</Sig>
          ) : (
            <span class="muted">{shortDay(next.on)}</span>
          )
        }
      >
        <PersonLine
          name={one.name}
          href={urls.followUp({ gone: one.episodeId })}
          meta={`${one.wroteOn === null ? '' : 'They wrote: call them · '}${next.dayAfter} days after ${shortDay(one.lastDay)} · ${one.program} · ${one.owner ?? 'The director'}${next.lastTried === null ? '' : ` · tried ${shortDay(next.lastTried)}, ${plural(next.triesLeft, 'try', 'tries')} left`}`}
        />
      </Row>
    ))}
  </Rows>
)

followUps.get(urls.followUp.pattern, (c) => onePage(c))

const noting = z.object({
  dayAfter: wholeNumber(1, 366),
  how: oneOf(ways, 'Choose how you tried.'),
  outcome: oneOf(outcomes, 'Say what came of it.'),
  words: optionalProse(2000),
})

followUps.post(urls.followUp.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, noting)
  if (!form.ok) return onePage(c, { values: form.typed, errors: form.errors })
  const answer = await noteFollowUp(work, c.req.param('gone'), form.values)
  if (isRefusal(answer))
    return answer.refused === 'not-found' ? notFound(c) : onePage(c, { values: form.typed }, answer)
  const { outcome } = form.values
  said(c, {
    tone: outcome === 'struggling' ? 'warning' : 'good',
    text:
      outcome === 'struggling'
        ? 'Noted. Raise a concern if somebody is to act, or open the safety screen.'
        : outcome === 'wants-back'
          ? 'Noted. They can be admitted again from here: what is known of them stands.'
          : 'Noted.',
  })
  return c.redirect(
    outcome === 'struggling' || outcome === 'wants-back'
      ? urls.followUp({ gone: c.req.param('gone') })
      : urls.followUps(),
    303,
  )
})

const choosing = z.object({ wants: oneOf(['yes', 'no'], 'Say whether they want it.'), how: optionalLine(300) })

followUps.post(urls.alumniChoice.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const one = await goneById(work, c.req.param('gone'), today)
  if (one === undefined) return notFound(c)
  const form = await readForm(c, choosing)
  if (!form.ok) return onePage(c, { values: form.typed, errors: form.errors, prefix: 'alumni' })
  const refusal = await noteAlumni(work, one.clientId, { wants: form.values.wants === 'yes', how: form.values.how })
  if (refusal) return onePage(c, { values: form.typed, prefix: 'alumni' }, refusal)
  said(c, { tone: 'good', text: form.values.wants === 'yes' ? 'They stay in touch.' : 'Noted: they do not want it.' })
  return c.redirect(urls.followUp({ gone: one.episodeId }), 303)
})

async function onePage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const one = await goneById(work, c.req.param('gone') ?? '', today)
  const client = one && (await clientById(work, one.clientId))
  if (one === undefined || client === undefined) return notFound(c)
  showing(c, 'follow-ups', [client.id])
  const made = await followUpsOf(work, one.episodeId)
  const wish = await alumniWish(work, client.id)
  const words = await wordsOfGone(work, one.episodeId)
  const steps = stepsOn(await followUpPolicies(work), one.lastDay)
  return c.html(
    <ClientFrame c={c} client={client} tab="leaving" title={`${client.name}: after leaving`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <div class="columns">
        <div class="stack">
          {words.length > 0 && <OwnWords words={words} wroteOn={one.wroteOn} />}
          <NextCall one={one} today={today} form={form?.prefix === 'alumni' ? undefined : form} />
          <Card title={made.length === 0 ? 'Nobody has called yet' : 'Every call'} flush={made.length > 0}>
            {made.length === 0 && <p>Every call stands here with what came of it.</p>}
            {made.length > 0 && (
              <Rows label="Calls, newest first">
                {made.map((call) => (
                  <Row
                    title={`${outcomeWords[call.outcome]}, ${shortDay(call.madeOn)}`}
                    note={`${call.dayAfter} days after · ${wayName[call.how as keyof typeof wayName]} · ${call.by}`}
                  >
                    {call.words !== '' && <p>{call.words}</p>}
                  </Row>
                ))}
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          <Card title="Come back">
            <p>
              Everything that is known of {client.givenName} stands: one page shows it, what to ask again, and opens the
              new stay. It takes the safety screen and a decision, and no new intake.
            </p>
            <FormActions>
              {may(work.by, 'episode.admit') && (
                <Button kind="main" href={urls.stayReturn({ client: client.id })}>
                  Take them back
                </Button>
              )}
              {may(work.by, 'screen.do') && (
                <Button href={urls.safetyScreen({ client: client.id })}>Safety screen</Button>
              )}
            </FormActions>
          </Card>
          <Steps one={one} steps={steps} />
          <Alumni client={client} one={one} wish={wish} form={form?.prefix === 'alumni' ? form : undefined} />
        </div>
      </div>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const sayingWords: Record<Saying, string> = {
  well: 'Doing well',
  struggling: 'It is hard right now',
  'wants-back': 'Would like to come back',
  declines: 'Wants no more calls',
}

/** What they said themself, on their own page. */
const OwnWords = ({ words, wroteOn }: { words: readonly Word[]; wroteOn: Day | null }) => (
  <Card
    title="They wrote on their own page"
    hint={wroteOn === null ? undefined : `Since ${shortDay(wroteOn)} nobody has reached them: call today.`}
    tone={wroteOn === null ? undefined : 'info'}
    flush
  >
    <Rows label="What they wrote, newest first">
      {words.map((one) => (
        <Row title={`${sayingWords[one.says]}, ${shortDay(one.on)}`}>
          {one.words !== '' && <p dir="auto">{one.words}</p>}
        </Row>
      ))}
    </Rows>
  </Card>
)

const overWords = {
  done: 'The year of calls is over.',
  declines: 'They want no more calls.',
  died: 'They have died.',
  'in-care': 'They are in care here again.',
}

function NextCall({ one, today, form }: { one: GoneNext; today: Day; form: FormState | undefined }) {
  const { next } = one
  if (next.state === 'over')
    return (
      <Card title="No call is due any more">
        <p>{overWords[next.because]}</p>
      </Card>
    )
  const whose = one.owner === null ? 'the director' : one.owner
  if (next.on > today)
    return (
      <Card title={`The next call is on ${shortDay(next.on)}`}>
        <p>
          {next.dayAfter} days after the last one, by {whose}.
        </p>
      </Card>
    )
  return (
    <Card
      title={`Call today: ${next.dayAfter} days after`}
      hint={`By ${whose}. ${plural(next.triesLeft, 'try', 'tries')} left before the next step takes over.`}
    >
      {needsVoice(next.dayAfter) && (
        <p>
          At two weeks a person speaks with them, by telephone or face to face: it keeps more people in touch than any
          message does.
        </p>
      )}
      <form method="post" action={urls.followUp({ gone: one.episodeId })} class="form">
        <input type="hidden" name="dayAfter" value={String(next.dayAfter)} />
        <Select
          name="how"
          label="How"
          choose={false}
          options={ways.map((value) => ({ value, label: wayName[value] }))}
          form={form}
        />
        <RadioCards
          name="outcome"
          label="What came of it?"
          options={outcomes.map((value) => ({ value, label: outcomeWords[value] }))}
          plain
          form={form}
        />
        <TextArea name="words" label="In their words" optional maxlength={2000} form={form} />
        <FormActions>
          <Button kind="main">Note the call</Button>
        </FormActions>
      </form>
    </Card>
  )
}

/** The year after leaving, step by step: effort that grows less, and what came of each. */
const Steps = ({ one, steps }: { one: GoneNext; steps: readonly FollowUpStep[] }) => (
  <Card title="The year after" hint="Effort grows less with time." flush>
    <Rows label="Follow-ups in the year after leaving">
      {steps.map(({ dayAfter, tries }) => {
        const own = one.tried.filter((call) => call.dayAfter === dayAfter)
        const settled = own.find(({ outcome }) => outcome !== 'not-reached')
        return (
          <Row
            title={`${plural(dayAfter, 'day', 'days')} after`}
            note={`${tries === 1 ? '1 try' : `up to ${tries} tries`}${needsVoice(dayAfter) ? ' · a person calls' : ''}`}
            end={
              settled !== undefined ? (
                <Sig tone="good">{outcomeWords[settled.outcome]}</Sig>
              ) : one.next.state === 'due' && one.next.dayAfter === dayAfter ? (
                <Sig tone="info">Next</Sig>
              ) : own.length > 0 ? (
                <Sig tone="calm">Not reached</Sig>
              ) : undefined
            }
          />
        )
      })}
    </Rows>
  </Card>
)

const Alumni = ({
  client,
  one,
  wish,
  form,
}: {
  client: ClientFacts
  one: GoneNext
  wish: Awaited<ReturnType<typeof alumniWish>>
  form: FormState | undefined
}) => (
  <Card
    title="Staying in touch"
    hint={
      wish === null
        ? `Nobody has asked ${client.givenName} yet.`
        : wish.wants
          ? `${client.givenName} wants to stay in touch${wish.how === '' ? '' : `: ${wish.how}`}.`
          : `${client.givenName} does not want to.`
    }
  >
    <form method="post" action={urls.alumniChoice({ gone: one.episodeId })} class="form">
      <YesNo name="wants" label="Do they want to hear of alumni groups?" form={{ ...form, prefix: 'alumni' }} />
      <TextField name="how" label="How to reach them" optional maxlength={300} form={{ ...form, prefix: 'alumni' }} />
      <FormActions>
        <Button>Note it</Button>
      </FormActions>
    </form>
  </Card>
)
