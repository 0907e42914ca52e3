import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalProse, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { episodeById } from '../../episodes/queries.ts'
import { stayById } from '../../plans/queries.ts'
import { saveSummary, signSummary } from '../actions/leave-by-the-book.ts'
import { leavingRuleOn, partTitle, type SummaryBody, summaryDueOn, summaryParts } from '../leaving-rules.ts'
import { leavingRules } from '../queries/silence.ts'
import { summaryDraft } from '../queries/summary-draft.ts'
import { dischargeOf, summaryOf, summarySaved } from '../queries/summaries.ts'

/** The discharge summary: filled in from the chart, corrected by a clinician, signed by its day. */
export const summary = new Hono<Door>()

type Back = { form?: FormState; refusal?: Refusal }

const typed = z.object({
  reason: optionalProse(8000),
  course: optionalProse(8000),
  attendance: optionalProse(8000),
  measures: optionalProse(8000),
  medicines: optionalProse(8000),
  risk: optionalProse(8000),
  continuing: optionalProse(8000),
} satisfies Record<keyof SummaryBody, unknown>)

summary.get(urls.dischargeSummary.pattern, (c) => page(c, c.req.param('episode')))

for (const [pattern, signs] of [
  [urls.dischargeSummary.pattern, false],
  [urls.dischargeSummarySignature.pattern, true],
] as const)
  summary.post(pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'summary.write')
    if (denied) return forbidden(c, denied.because)
    const episode = c.req.param('episode')
    if ((await episodeById(work, episode)) === undefined) return notFound(c)
    const form = await readForm(c, typed)
    if (!form.ok) return page(c, episode, { form: { values: form.typed, errors: form.errors } })
    const answer = signs ? await signSummary(work, episode, form.values) : await saveSummary(work, episode, form.values)
    if (isRefusal(answer)) return page(c, episode, { form: { values: form.typed }, refusal: answer })
    said(c, {
      tone: 'good',
      text: signs ? 'Signed. The summary is part of the record.' : 'Kept. Nobody has signed it yet.',
    })
    return c.redirect(urls.dischargeSummary({ episode }), 303)
  })

async function page(c: Context<Door>, episode: string, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'summary.write')
  if (denied) return forbidden(c, denied.because)
  const stay = await stayById(work, episode)
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || client === undefined) return notFound(c)
  showing(c, 'discharge summary', [client.id])
  const discharge = await dischargeOf(work, episode)
  const zone = work.clinic.timeZone
  if (discharge === undefined)
    return c.html(
      <ClientFrame c={c} client={client} tab="leaving" title={`${client.name}: discharge summary`}>
        <RefusalAlert refusal={back?.refusal} />
        <Empty title="This stay goes on" next={<Button href={urls.discharge({ episode })}>Leaving</Button>}>
          Its summary is written when it has ended.
        </Empty>
      </ClientFrame>,
      back === undefined ? 200 : 422,
    )
  const signed = await summaryOf(work, discharge.id)
  const rules = await leavingRules(work)
  const rule = leavingRuleOn(rules, 'discharge-summary', stay.state, discharge.onDay)
  const dueOn = summaryDueOn(discharge.onDay, rules, stay.state)
  const today = dayAt(work.at, zone)
  const saved = signed === undefined ? await summarySaved(work, discharge.id) : undefined
  const body = signed?.body ?? saved?.body ?? (await summaryDraft(work, episode))
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="leaving"
      title={`${client.name}: discharge summary`}
      signals={
        signed !== undefined ? (
          <Sig tone="good">Signed</Sig>
        ) : dueOn < today ? (
          <Sig tone="danger">{`Was due ${shortDay(dueOn)}`}</Sig>
        ) : (
          <Sig tone="info">{`Due ${shortDay(dueOn)}`}</Sig>
        )
      }
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {signed !== undefined && body !== undefined ? (
        <Card title="Discharge summary" hint={`Last day of care: ${shortDay(discharge.onDay)}`}>
          {summaryParts.map((part) => (
            <>
              <h3>{partTitle[part]}</h3>
              <p class="summary-part" dir="auto">
                {body[part]}
              </p>
            </>
          ))}
          <p>
            Signed by {signed.by}, <At at={signed.signedAt} zone={zone} />
          </p>
        </Card>
      ) : (
        <>
          <Notice tone="info">
            {`Within ${rule.days} days of the last one. ${rule.source} (${rule.mark}).`}
            {saved !== undefined && ` Kept last by ${saved.by}.`}
          </Notice>
          <form class="form" method="post" action={urls.dischargeSummarySignature({ episode })}>
            <Card title="Discharge summary" hint="Filled in from the chart. Read it, correct it, then sign.">
              {summaryParts.map((part) => (
                <TextArea
                  name={part}
                  label={partTitle[part]}
                  rows={part === 'course' || part === 'continuing' ? 7 : 4}
                  value={body?.[part]}
                  maxlength={8000}
                  required={false}
                  form={back?.form}
                />
              ))}
              <FormActions>
                <Button kind="main">Sign the summary</Button>
                <Button formaction={urls.dischargeSummary({ episode })} formnovalidate>
                  Keep for now
                </Button>
              </FormActions>
            </Card>
          </form>
        </>
      )}
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}
