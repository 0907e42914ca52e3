import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { YourWords } from '../../../ui/your-words.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm, ticked, time } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { episodeById } from '../../episodes/queries.ts'
import {
  addSupport,
  addVisit,
  endSupport,
  endVisit,
  keepWords,
  markPart,
  visitEnds,
  visitKinds,
} from '../actions/leaving.ts'
import { ReadyCard } from '../leaving.tsx'
import {
  isLeavingPart,
  type LeavingPart,
  leavingParts,
  marks,
  partWords,
  readinessFrom,
  wordsTyped,
} from '../leaving-parts.ts'
import {
  aftercareVisitsOf,
  latestWordsOf,
  leavingFactsOf,
  supportsOf,
  wordsKeptOf,
  type WordsKept,
  aftercareVisitById,
} from '../queries/leaving.ts'
import { toldOf } from '../queries/told.ts'
import { ShownCard } from './shown-card.tsx'
import { PeopleCard, VisitsCard } from './leaving-cards.tsx'

/** The plan for afterwards in its nine parts: what each holds, who wrote it, and what is missing. */
export const leavingPlan = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

leavingPlan.get(urls.leavingPlan.pattern, (c) => planPage(c, c.req.param('episode')))

leavingPlan.post(urls.leavingWords.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  const { typed } = await readForm(c, z.looseObject({}))
  const answer = await keepWords(work, episode, wordsTyped(typed))
  if (isRefusal(answer)) return planPage(c, episode, { form: { values: typed, prefix: 'words' }, refusal: answer })
  const both = answer.both.map((part) => `“${partWords[part].title}”`).join(' and ')
  said(
    c,
    both === ''
      ? { tone: 'good', text: 'Kept. It stands on their own page too.' }
      : { tone: 'warning', text: `Kept. Somebody else wrote at the same time: ${both} hold both, look through them.` },
  )
  return c.redirect(urls.leavingPlan({ episode }), 303)
})

const marking = z.object({
  part: z.string().refine(isLeavingPart, 'Choose the part.'),
  mark: oneOf(marks, 'Say how it stands.'),
  because: optionalLine(500),
})

leavingPlan.post(urls.leavingMark.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  const form = await readForm(c, marking)
  if (!form.ok) return planPage(c, episode, { form: { values: form.typed, errors: form.errors, prefix: 'mark' } })
  const { part, ...rest } = form.values
  if (!isLeavingPart(part)) return notFound(c)
  const refusal = await markPart(work, episode, { part, ...rest })
  if (refusal) return planPage(c, episode, { form: { values: form.typed, prefix: 'mark' }, refusal })
  said(c, { tone: 'good', text: `Noted for “${partWords[part].title}”.` })
  return c.redirect(urls.leavingPlan({ episode }), 303)
})

const visiting = z.object({
  kind: oneOf(visitKinds, 'Say what kind it is.'),
  withWhom: line(200, 'Say with whom.'),
  onDay: day('Give the day.'),
  atTime: z.preprocess(
    (value) => (value === '' ? null : value),
    z.union([z.null(), time('Give a time, such as 14:30.')]),
  ),
  place: optionalLine(300),
  phone: optionalLine(40),
  words: optionalLine(500),
})

leavingPlan.post(urls.aftercareVisits.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  const form = await readForm(c, visiting)
  if (!form.ok) return planPage(c, episode, { form: { values: form.typed, errors: form.errors, prefix: 'visit' } })
  const answer = await addVisit(work, episode, form.values)
  if (isRefusal(answer)) return planPage(c, episode, { form: { values: form.typed, prefix: 'visit' }, refusal: answer })
  said(c, { tone: 'good', text: 'The appointment stands in the plan and on their own page.' })
  return c.redirect(urls.leavingPlan({ episode }), 303)
})

leavingPlan.post(urls.aftercareVisitEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(
    c,
    z.object({ how: oneOf(visitEnds, 'Say what became of it.'), words: optionalLine(500) }),
  )
  const visit = await aftercareVisitById(work, c.req.param('appointment'))
  if (visit === undefined) return notFound(c)
  if (!form.ok)
    return planPage(c, visit.episodeId, { form: { values: form.typed, errors: form.errors, prefix: 'ended' } })
  const answer = await endVisit(work, visit.id, form.values)
  if (isRefusal(answer))
    return planPage(c, visit.episodeId, { form: { values: form.typed, prefix: 'ended' }, refusal: answer })
  said(c, { tone: 'good', text: 'Noted.' })
  return c.redirect(urls.leavingPlan({ episode: answer.episodeId }), 303)
})

const naming = z.object({
  name: line(120, 'Write a name.'),
  relation: optionalLine(80),
  phone: optionalLine(40),
  helpsWith: optionalLine(300),
  wishesTold: ticked,
})

leavingPlan.post(urls.leavingSupports.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  const form = await readForm(c, naming)
  if (!form.ok) return planPage(c, episode, { form: { values: form.typed, errors: form.errors, prefix: 'person' } })
  const answer = await addSupport(work, episode, form.values)
  if (isRefusal(answer))
    return planPage(c, episode, { form: { values: form.typed, prefix: 'person' }, refusal: answer })
  said(c, {
    tone: 'good',
    text: form.values.wishesTold
      ? 'On the list. Their wish that we speak with them is no consent: let them sign one.'
      : 'On the list.',
  })
  return c.redirect(urls.leavingPlan({ episode }), 303)
})

leavingPlan.post(urls.leavingSupportEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const answer = await endSupport(work, c.req.param('support'))
  if (isRefusal(answer)) return refused(c, answer)
  said(c, { tone: 'good', text: 'Taken off the list.' })
  return c.redirect(urls.leavingPlan({ episode: answer.episodeId }), 303)
})

/** A refusal of an act that has no form of its own. */
function refused(c: Context<Door>, answer: Refusal) {
  if (answer.refused === 'not-found') return notFound(c)
  said(c, { tone: 'warning', text: answer.because })
  const back = c.req.header('referer')
  return c.redirect(back !== undefined && URL.canParse(back) ? new URL(back).pathname : urls.leavingBoard(), 303)
}

async function planPage(c: Context<Door>, episode: string, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const stay = await episodeById(work, episode)
  const client = stay && (await clientById(work, stay.clientId))
  const facts = stay && (await leavingFactsOf(work, [stay.id])).get(stay.id)
  if (stay === undefined || client === undefined || facts === undefined) return notFound(c)
  showing(c, 'plan for afterwards', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const readiness = readinessFrom(facts)
  const kept = await wordsKeptOf(work, stay.id, 30)
  const supports = await supportsOf(work, stay.id)
  const formOf = (prefix: string): FormState => (back?.form.prefix === prefix ? back.form : { prefix })
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="leaving"
      title={`${client.name}: ready for leaving`}
      signals={
        <Sig
          tone={readiness.ready === readiness.of ? 'good' : 'info'}
        >{`${readiness.ready} of ${readiness.of} ready`}</Sig>
      }
      actions={
        <>
          <Button kind="main" href={urls.leavingSheet({ episode: stay.id })}>
            One page for tonight
          </Button>
          <Button href={urls.discharge({ episode: stay.id })}>To do, and discharge</Button>
        </>
      }
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {back?.form.prefix === 'ended' && <YourWords form={back.form} />}
      <div class="columns">
        <div class="stack">
          <WordsForm
            episode={stay.id}
            latest={await latestWordsOf(work, stay.id)}
            form={formOf('words')}
            name={client.givenName}
          />
          <Changes kept={kept} zone={work.clinic.timeZone} name={client.givenName} />
        </div>
        <div class="stack">
          <ReadyCard episode={stay.id} readiness={readiness} whole />
          <VisitsCard
            episode={stay.id}
            visits={await aftercareVisitsOf(work, stay.id)}
            today={today}
            form={formOf('visit')}
          />
          <PeopleCard
            episode={stay.id}
            client={client.id}
            supports={supports}
            told={
              await toldOf(
                work,
                client.id,
                supports.map(({ name }) => name),
              )
            }
            form={formOf('person')}
          />
          <ShownCard work={work} client={client.id} name={client.givenName} />
          <MarkCard episode={stay.id} form={formOf('mark')} />
          <Card title="Where the other parts come from">
            <FormActions>
              {may(work.by, 'medicine.see') && (
                <Button href={urls.medical({ client: client.id })}>Medicine, naloxone</Button>
              )}
              {may(work.by, 'meeting.see') && <Button href={urls.meetings()}>Meetings</Button>}
              {may(work.by, 'measure.see') && (
                <Button href={urls.safetyPlan({ client: client.id })}>Safety plan</Button>
              )}
            </FormActions>
          </Card>
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

type WordsProps = { episode: string; latest: Map<LeavingPart, WordsKept>; form: FormState; name: string }

const WordsForm = ({ episode, latest, form, name }: WordsProps) => (
  <Card
    title="In their words"
    hint={`${name} reads and writes the same on their own page. Nothing that two of you write at once is lost.`}
  >
    <form class="form" method="post" action={urls.leavingWords({ episode })}>
      {leavingParts.map((part) => (
        <>
          <input
            type="hidden"
            name={`base-${part}`}
            value={form.values?.[`base-${part}`]?.toString() ?? latest.get(part)?.id ?? ''}
          />
          <TextArea
            name={part}
            label={partWords[part].title}
            hint={partWords[part].asks}
            value={latest.get(part)?.words ?? ''}
            rows={3}
            maxlength={2000}
            optional
            form={{ ...form, prefix: 'words' }}
          />
        </>
      ))}
      <FormActions>
        <Button kind="main">Keep the plan</Button>
      </FormActions>
    </form>
  </Card>
)

const shortened = (words: string) => (words.length <= 160 ? words : `${words.slice(0, 160)}…`)

const Changes = ({ kept, zone, name }: { kept: readonly WordsKept[]; zone: string; name: string }) =>
  kept.length === 0 ? null : (
    <Card title="What changed" hint={`${plural(kept.length, 'change', 'changes')}, the latest first`} flush>
      <Rows label="Changes of the plan for afterwards, the latest first">
        {kept.map((one) => (
          <Row
            title={partWords[one.part].title}
            note={
              <>
                {one.by ?? `${name}, on their own page`}, <At at={one.at} zone={zone} />
              </>
            }
            end={one.by === null ? <Sig tone="info">Theirs</Sig> : undefined}
          >
            {one.before !== '' && (
              <p class="muted" dir="auto">
                <del>{shortened(one.before)}</del>
              </p>
            )}
            <p dir="auto">{one.words === '' ? <i>Taken out</i> : shortened(one.words)}</p>
          </Row>
        ))}
      </Rows>
    </Card>
  )

const markNames = {
  ready: 'Ready',
  open: 'Open again',
  'not-needed': 'Not needed',
  declined: 'They want none of it',
} as const

const MarkCard = ({ episode, form }: { episode: string; form: FormState }) => (
  <Card title="Settle a part">
    <details class="disclose" open={form.values !== undefined}>
      <summary>Say how a part stands</summary>
      <form class="form" method="post" action={urls.leavingMark({ episode })}>
        <Select
          name="part"
          label="Part"
          options={leavingParts.map((value) => ({ value, label: partWords[value].title }))}
          form={form}
        />
        <Select
          name="mark"
          label="How it stands"
          options={marks.map((value) => ({ value, label: markNames[value] }))}
          form={form}
        />
        <TextField
          name="because"
          label="Why"
          hint="Wanted where it is not needed or they want none. “Ready” counts only where the part holds something."
          optional
          maxlength={500}
          form={form}
        />
        <FormActions>
          <Button>Note it</Button>
        </FormActions>
      </form>
    </details>
  </Card>
)
