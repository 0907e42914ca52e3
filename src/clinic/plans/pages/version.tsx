import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { notFound } from '../../../web/errors.tsx'
import { may } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { askOnOwnPage, cosignPlan, planToSign, signPlan, stateOfPlan } from '../actions/sign.ts'
import { changesBetween } from '../changes.ts'
import { standingDiagnoses } from '../queries/diagnoses.ts'
import {
  clientsWord,
  isSigned,
  metObjectives,
  signedNumber,
  signedVersion,
  waitsForCosign,
  type Version,
} from '../queries/versions.ts'
import { found, type Found } from './found.ts'
import { Changes, PlanText } from './plan-text.tsx'

export const versionPages = new Hono<Door>()

versionPages.get(urls.planVersion.pattern, async (c) => {
  const one = await found(c)
  if (one instanceof Response) return one
  return isSigned(one.version) ? showSigned(c, one) : c.redirect(urls.planDraft({ plan: one.version.id }), 303)
})

/** Everything on one page, to be read before it is signed. */
versionPages.get(urls.planSignature.pattern, async (c) => {
  const one = await found(c)
  if (one instanceof Response) return one
  return isSigned(one.version) ? c.redirect(urls.planVersion({ plan: one.version.id }), 303) : showReading(c, one)
})

versionPages.post(urls.planSignature.pattern, async (c) => {
  const one = await found(c, 'plan.sign')
  if (one instanceof Response) return one
  const answer = await signPlan(workOf(c), one.version.id)
  if (isRefusal(answer)) return isSigned(one.version) ? showSigned(c, one, answer) : showReading(c, one, answer)
  const signed = answer.needsCosign
    ? 'Signed and locked. It waits for its co-signature.'
    : 'Signed and locked. The week follows it.'
  said(c, answer.flag === null ? { tone: 'good', text: signed } : { tone: 'warning', text: `${signed} ${answer.flag}` })
  return c.redirect(urls.planVersion({ plan: one.version.id }), 303)
})

versionPages.post(urls.planCosignature.pattern, async (c) => {
  const one = await found(c, 'plan.cosign')
  if (one instanceof Response) return one
  const answer = await cosignPlan(workOf(c), one.version.id)
  if (isRefusal(answer)) return isSigned(one.version) ? showSigned(c, one, answer) : showReading(c, one, answer)
  said(c, { tone: 'good', text: 'Co-signed.' })
  return c.redirect(urls.planVersion({ plan: one.version.id }), 303)
})

versionPages.post(urls.planRequest.pattern, async (c) => {
  const one = await found(c, 'plan.client-signs')
  if (one instanceof Response) return one
  const answer = await askOnOwnPage(workOf(c), one.version.id)
  if (isRefusal(answer)) return isSigned(one.version) ? showSigned(c, one, answer) : showReading(c, one, answer)
  said(c, { tone: 'good', text: 'It is laid out on the client’s own page, to be read and signed.' })
  return c.redirect(urls.planVersion({ plan: one.version.id }), 303)
})

async function showReading(c: Context<Door>, { version, client }: Found, because?: Refusal): Promise<Response> {
  const work = workOf(c)
  showing(c, 'plan, before signing', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const state = await stateOfPlan(work, version)
  const lines = {
    goals: new Map(state.plan.goals.map((goal) => [goal.slot, { id: goal.id }])),
    objectives: new Map(state.plan.goals.flatMap((goal) => goal.objectives.map((one) => [one.slot, one.id] as const))),
    newGoals: [],
    newObjectives: [],
    endedGoals: [],
  }
  const plan = planToSign(client, version, state.plan, await standingDiagnoses(work, client.id), today, lines)
  const before = await signedNumber(work, version.episodeId, version.number - 1)
  const here = { plan: version.id }
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: read and sign`}>
      <RefusalAlert refusal={because ?? state.because ?? undefined} />
      {before !== undefined && <Changes changes={changesBetween(before.body, plan)} from={before.number} />}
      <PlanText plan={plan} />
      <FormActions>
        {state.because === null && may(work.by, 'plan.sign') && (
          <form method="post" action={urls.planSignature(here)}>
            <Button kind="main">Sign this version</Button>
          </form>
        )}
        <Button href={urls.planDraft(here)}>Go on writing</Button>
      </FormActions>
    </ClientFrame>,
    because === undefined ? 200 : 422,
  )
}

async function showSigned(c: Context<Door>, { version, client, stay }: Found, because?: Refusal): Promise<Response> {
  const work = workOf(c)
  const signed = await signedVersion(work, version.id)
  if (signed === undefined) return notFound(c)
  showing(c, 'plan, signed', [client.id])
  const before = await signedNumber(work, version.episodeId, version.number - 1)
  const met = new Set((await metObjectives(work, version.episodeId)).keys())
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: plan, version ${version.number}`}>
      <RefusalAlert refusal={because} />
      <p class="plan-way">
        <a href={urls.plan({ client: client.id })}>Plan</a> <span class="muted">version {version.number}</span>
      </p>
      <Signatures c={c} version={version} isOver={stay.isOver} />
      {before !== undefined && <Changes changes={changesBetween(before.body, signed.body)} from={before.number} />}
      <PlanText plan={signed.body} met={met} linked />
    </ClientFrame>,
    because === undefined ? 200 : 422,
  )
}

/** Who signed, who is to sign, and the client's word. */
function Signatures({ c, version, isOver }: { c: Context<Door>; version: Version; isOver: boolean }) {
  const work = workOf(c)
  const zone = work.clinic.timeZone
  const word = clientsWord(version)
  const here = { plan: version.id }
  const waits = waitsForCosign(version)
  return (
    <Card
      title="Who signed?"
      action={waits ? <Sig tone="warning">Waits for a co-signature</Sig> : <Sig tone="good">Signed and locked</Sig>}
      footer={<small class="plan-hash">Fingerprint of these words: {version.contentHash}</small>}
    >
      <Facts
        facts={[
          ...version.signatures.map((one) => ({
            term: one.part === 'author' ? 'Signed' : 'Co-signed',
            detail: (
              <>
                <span dir="auto">{one.name}</span>, <At at={new Date(one.at)} zone={zone} />
              </>
            ),
          })),
          {
            term: 'The client',
            none: version.requestedAt === null ? 'Has not been asked yet' : 'Was asked on their own page',
            detail: word && (
              <>
                {word.answer === 'signed' ? 'Signed' : 'Declined to sign'}, <At at={new Date(word.at)} zone={zone} />
                {word.beside === null ? ', on their own page' : `, with ${word.beside}`}
                {word.because !== '' && <q dir="auto">{word.because}</q>}
              </>
            ),
          },
        ]}
      />
      {word?.answer === 'declined' && (
        <Notice tone="info">
          A plan stands without the client’s signature, with the reason on record. They may still sign.
        </Notice>
      )}
      <FormActions>
        {waits && may(work.by, 'plan.cosign') && (
          <form method="post" action={urls.planCosignature(here)}>
            <Button kind="main">Co-sign</Button>
          </form>
        )}
        {word?.answer !== 'signed' && !isOver && may(work.by, 'plan.client-signs') && (
          <>
            <Button href={urls.planClientAnswer(here)}>Client signs here</Button>
            {version.requestedAt === null && (
              <form method="post" action={urls.planRequest(here)}>
                <Button>Ask on their own page</Button>
              </form>
            )}
          </>
        )}
        {!isOver && may(work.by, 'plan.sign') && <Button href={urls.planReview(here)}>Review this plan</Button>}
      </FormActions>
    </Card>
  )
}
