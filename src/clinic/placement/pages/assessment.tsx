import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { ageOn, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalLine, optionalProse, readForm, type Typed } from '../../../web/forms.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, type FormState } from '../../../ui/form.tsx'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { ADULT_AGE, type Authority, consentAuthority } from '../../consents/authority.ts'
import { ageGroupOn } from '../../programs/dose.ts'
import { assess, decidePlacement } from '../actions/assessment.ts'
import { assessmentProblems, type Rated, worstOf } from '../assessment.ts'
import { editionFor, editionsFor } from '../dimensions.ts'
import type { Edition } from '../dimension.ts'
import { isLevel } from '../levels.ts'
import { assessmentById, assessmentsOf, placementFor } from '../queries.ts'
import { isKind } from '../review.ts'
import type { AssessmentFacts } from '../stored.ts'
import { AssessmentForm, becauseName, ownName, ratingName, wordsName } from './assessment-form.tsx'
import { placementPage } from './story.tsx'

export const assessment = new Hono<Door>()

assessment.get(urls.assessment.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'assessment.do')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : assessmentPage(c, client)
})

const words = optionalProse(4000)
const sent = z
  .object({
    didNotHold: z.array(z.string()).default([]),
    outsideTool: optionalLine(100),
    outsideLevel: optionalLine(100),
    outsideOn: optionalLine(10),
  })
  .catchall(words)

assessment.post(urls.assessment.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'assessment.do')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, sent)
  const didNotHold = form.ok ? form.values.didNotHold.filter(isLevel) : []
  const values = { ...form.typed, 'didNotHold[]': didNotHold }
  if (!form.ok) return assessmentPage(c, client, { form: { values, errors: form.errors } })
  const edition = editionSent(c, client, form.typed.edition ?? '')
  const ratings = ratingsIn(form.values, edition)
  const facts = factsIn(form.typed, didNotHold, form.values)
  if (facts === null)
    return assessmentPage(c, client, {
      form: { values, errors: { program: 'Say for which program this is.' } },
    })
  const { typed } = form
  const kept = await assess(work, client, {
    screenId: typed.screen ?? '',
    kind: isKind(typed.kind) ? typed.kind : client.episodeId === null ? 'admission' : 'continued-stay',
    edition: edition?.id ?? '',
    ratings,
    facts,
  })
  if (isRefusal(kept)) {
    const errors =
      kept.refused === 'assessment-unfinished' && edition !== null
        ? errorsFor(assessmentProblems({ edition: edition.id, ratings }), ratings)
        : kept.refused in atFields
          ? { [atFields[kept.refused] ?? '']: kept.because }
          : {}
    return assessmentPage(c, client, { form: { values, errors }, refusal: kept })
  }
  said(c, { tone: 'good', text: `Kept. Level ${kept.recommendation.level} is recommended.` })
  return c.redirect(`${urls.placement({ client: client.id })}#recommendation`, 303)
})

const atFields: Record<string, string> = {
  'in-care': 'kind',
  'not-in-care': 'kind',
  'needs-progress': 'progress',
  'needs-progress-words': 'progressWords',
}

const ageGroupOf = (c: Context<Door>, client: ClientFacts) => {
  const { at, clinic } = workOf(c)
  return ageGroupOn(client.birthDate, dayAt(at, clinic.timeZone))
}
const programOf = (client: ClientFacts): 'substance-use' | 'mental-health' | null =>
  client.programKind === 'mental-health' ? 'mental-health' : client.programKind === null ? null : 'substance-use'

/** The edition that the form was opened with; none when it does not fit this person. */
const editionSent = (c: Context<Door>, client: ClientFacts, id: string): Edition | null =>
  id === ''
    ? editionFor(ageGroupOf(c, client))
    : (editionsFor(ageGroupOf(c, client)).find((edition) => edition.id === id) ?? null)

/** The edition that was asked for, else the one that this person was last assessed with, else the first that fits. */
async function editionOn(c: Context<Door>, client: ClientFacts, asked: string): Promise<Edition | null> {
  const fitting = editionsFor(ageGroupOf(c, client), programOf(client))
  const [last] = await assessmentsOf(workOf(c), client.id)
  return (
    editionsFor(ageGroupOf(c, client)).find(({ id }) => id === asked) ??
    fitting.find(({ id }) => id === last?.edition) ??
    fitting[0] ??
    null
  )
}

function ratingsIn(given: Record<string, unknown>, edition: Edition | null): Record<string, Rated> {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '')
  return Object.fromEntries(
    (edition?.dimensions ?? []).map(({ key, subs }): [string, Rated] => {
      const words = text(wordsName(key))
      if (subs === undefined) return [key, { rating: number(text(ratingName(key))), words }]
      const own = Object.fromEntries(subs.map((sub) => [sub.key, number(text(ratingName(sub.key)))]))
      const set = number(text(ownName(key)))
      return [
        key,
        { rating: set ?? worstOf(own), words, subs: own, because: set === null ? '' : text(becauseName(key)) },
      ]
    }),
  )
}

const number = (text: string): number | null => (/^[0-4]$/.test(text) ? Number(text) : null)

const yesNoOrUnsaid = (value: string | undefined): boolean | null =>
  value === 'yes' ? true : value === 'no' ? false : null

function factsIn(
  typed: Typed,
  didNotHold: string[],
  outside: { outsideTool: string; outsideLevel: string; outsideOn: string },
): (AssessmentFacts & { program: 'substance-use' | 'mental-health' }) | null {
  const program = typed.program
  if (program !== 'substance-use' && program !== 'mental-health') return null
  return {
    program,
    hasDiagnosis: yesNoOrUnsaid(typed.hasDiagnosis),
    supportiveHome: yesNoOrUnsaid(typed.supportiveHome),
    medicalCover: typed.medicalCover === 'yes',
    didNotHold,
    comingFrom: isLevel(typed.comingFrom) ? typed.comingFrom : null,
    adultComes: yesNoOrUnsaid(typed.adultComes),
    review: (typed.progress ?? '') === '' ? null : { progress: typed.progress ?? '', words: typed.progressWords ?? '' },
    outside:
      outside.outsideTool === ''
        ? null
        : { tool: outside.outsideTool, level: outside.outsideLevel, on: outside.outsideOn },
  }
}

/** At the field that is wrong: the rating when there is none, else the words beside it. */
const errorsFor = (
  problems: ReturnType<typeof assessmentProblems>,
  ratings: Record<string, Rated>,
): Record<string, string> =>
  Object.fromEntries(problems.map(({ dimension, because }) => [fieldOf(dimension, ratings), because]))

function fieldOf(about: string, ratings: Record<string, Rated>): string {
  if (about.endsWith('-because')) return about
  const rated = ratings[about]
  return rated === undefined || rated.rating === null ? ratingName(about) : wordsName(about)
}

type Back = { form?: FormState; refusal?: Refusal }

/** Under 18: who consents, by the state's rows, so that nobody is assessed into care that nobody may agree to. */
function authorityFor(c: Context<Door>, client: ClientFacts): Authority | null {
  const { at, clinic } = workOf(c)
  const today = dayAt(at, clinic.timeZone)
  const age = ageOn(client.birthDate, today)
  return age >= ADULT_AGE ? null : consentAuthority(age, clinic.state, programOf(client) ?? 'substance-use', today)
}

async function assessmentPage(c: Context<Door>, client: ClientFacts, { form, refusal }: Back = {}) {
  const work = workOf(c)
  showing(c, 'placement assessment', [client.id])
  const { screen, liveStops: live } = await placementFor(work, client.id)
  const asked = String(form?.values?.edition ?? c.req.query('edition') ?? '')
  const edition = await editionOn(c, client, asked)
  const kind = String(form?.values?.kind ?? c.req.query('kind') ?? '')
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: assessment`}>
      {screen === null || edition === null ? (
        <Card>
          <Empty
            title="The safety gate comes first"
            next={
              <Button kind="main" href={urls.safetyScreen({ client: client.id })}>
                Start the safety gate
              </Button>
            }
          >
            What could be dangerous today is asked before anything is weighed.
          </Empty>
        </Card>
      ) : (
        <AssessmentForm
          action={urls.assessment({ client: client.id })}
          edition={edition}
          screen={screen}
          live={live}
          programKind={programOf(client) ?? edition.program}
          others={editionsFor(ageGroupOf(c, client)).filter((other) => other !== edition)}
          client={client}
          kind={isKind(kind) ? kind : client.episodeId === null ? 'admission' : 'continued-stay'}
          authority={authorityFor(c, client)}
          form={form}
          refusal={refusal}
        />
      )}
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const deciding = z.object({
  level: z.string({ error: 'Choose a level of care from the list.' }).max(10),
  because: optionalProse(4000),
  seen: z.string().max(40).default(''),
})

assessment.post(urls.placementDecision.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'placement.decide')
  if (denied) return forbidden(c, denied.because)
  const found = await assessmentById(work, c.req.param('assessment'))
  const client = found && (await clientById(work, found.clientId))
  if (found === undefined || client === undefined) return notFound(c)
  const form = await readForm(c, deciding)
  if (!form.ok) return placementPage(c, client, { deciding: { values: form.typed, errors: form.errors } })
  const decided = await decidePlacement(work, found.id, form.values)
  if (isRefusal(decided)) return placementPage(c, client, { deciding: { values: form.typed }, refusal: decided })
  said(c, { tone: 'good', text: `Decided: level ${form.values.level}.` })
  return c.redirect(urls.placement({ client: client.id }), 303)
})
