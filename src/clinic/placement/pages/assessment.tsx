import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
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
import { ageGroupOn } from '../../programs/dose.ts'
import { assess, decidePlacement } from '../actions/assessment.ts'
import { assessmentProblems, type Rated } from '../assessment.ts'
import { editionFor } from '../dimensions.ts'
import type { Edition } from '../dimension.ts'
import { isLevel } from '../levels.ts'
import { assessmentById, placementFor } from '../queries.ts'
import type { AssessmentFacts } from '../stored.ts'
import { AssessmentForm, ratingName, wordsName } from './assessment-form.tsx'
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
  const edition = editionOn(c, client)
  const ratings = ratingsIn(form.values, edition)
  const facts = factsIn(form.typed, didNotHold, form.values)
  if (facts === null)
    return assessmentPage(c, client, {
      form: { values, errors: { program: 'Say for which program this is.' } },
    })
  const kept = await assess(work, client, { screenId: form.typed.screen ?? '', ratings, facts })
  if (isRefusal(kept)) {
    const errors =
      kept.refused === 'assessment-unfinished' && edition !== null
        ? errorsFor(assessmentProblems({ edition: edition.id, ratings }), ratings)
        : {}
    return assessmentPage(c, client, { form: { values, errors }, refusal: kept })
  }
  said(c, { tone: 'good', text: `Kept. Level ${kept.recommendation.level} is recommended.` })
  return c.redirect(`${urls.placement({ client: client.id })}#recommendation`, 303)
})

const editionOn = (c: Context<Door>, client: ClientFacts): Edition | null => {
  const { at, clinic } = workOf(c)
  return editionFor(ageGroupOn(client.birthDate, dayAt(at, clinic.timeZone)))
}

function ratingsIn(given: Record<string, unknown>, edition: Edition | null): Record<string, Rated> {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '')
  return Object.fromEntries(
    (edition?.dimensions ?? []).map(({ key }) => [
      key,
      {
        rating: /^[0-4]$/.test(text(ratingName(key))) ? Number(text(ratingName(key))) : null,
        words: text(wordsName(key)),
      },
    ]),
  )
}

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
  Object.fromEntries(
    problems.map(({ dimension, because }) => [
      ratings[dimension]?.rating === null ? ratingName(dimension) : wordsName(dimension),
      because,
    ]),
  )

type Back = { form?: FormState; refusal?: Refusal }

async function assessmentPage(c: Context<Door>, client: ClientFacts, { form, refusal }: Back = {}) {
  const work = workOf(c)
  showing(c, 'placement assessment', [client.id])
  const { screen, liveStops: live } = await placementFor(work, client.id)
  const edition = editionOn(c, client)
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
          programKind={
            client.programKind === 'mental-health'
              ? 'mental-health'
              : client.programKind === null
                ? null
                : 'substance-use'
          }
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
