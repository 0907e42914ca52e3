import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { type Day, dayAt, timeAt } from '../../../basics/dates.ts'
import { waiting } from '../../../basics/draft.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { AutoSave, BesideWords } from '../../../ui/draft.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { YourWords } from '../../../ui/your-words.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalProse, prose, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { episodeById } from '../../episodes/queries.ts'
import { stayById } from '../../plans/queries.ts'
import { addSummaryAddendum, cosignSummary, mayCosignSummary, saveSummary, signSummary } from '../actions/summaries.ts'
import { bodyFrom, leavingRuleOn, partTitle, type SummaryBody, summaryDueOn, summaryParts } from '../leaving-rules.ts'
import { leavingRules } from '../queries/silence.ts'
import { summaryDraft } from '../queries/summary-draft.ts'
import { dischargeOf, summaryOf, summarySaves, type SummarySigned } from '../queries/summaries.ts'

/** The discharge summary: filled in from the chart, corrected by a clinician, signed by its day. */
export const summary = new Hono<Door>()

type Back = { form?: FormState; refusal?: Refusal; part?: 'summary' | 'addendum' }

const typed = z.object({
  page: z.string().default(''),
  basedOn: z.string().default(''),
  take: z.string().default(''),
  leave: z.string().default(''),
  reason: optionalProse(8000),
  course: optionalProse(8000),
  attendance: optionalProse(8000),
  measures: optionalProse(8000),
  medicines: optionalProse(8000),
  risk: optionalProse(8000),
  continuing: optionalProse(8000),
} satisfies Record<keyof SummaryBody | 'page' | 'basedOn' | 'take' | 'leave', unknown>)

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
    const { page: pageId, basedOn, take, leave, ...body } = form.values
    const sent = {
      page: isId(pageId) ? pageId : newId(),
      basedOn: isId(basedOn) ? basedOn : undefined,
      doc: { ...body },
    }
    const decision =
      take !== ''
        ? ({ how: 'take', key: take } as const)
        : leave !== ''
          ? ({ how: 'leave', key: leave } as const)
          : undefined
    const answer = signs ? await signSummary(work, episode, sent) : await saveSummary(work, episode, sent, decision)
    if (isRefusal(answer)) return page(c, episode, { form: { values: form.typed }, refusal: answer })
    // While somebody types, every pause keeps the words: the page stays as it is.
    if (!signs && c.req.header('sec-fetch-dest') === 'empty') return c.body(null, 204)
    said(c, saidOf(answer))
    return c.redirect(urls.dischargeSummary({ episode }), 303)
  })

const saidOf = (answer: object): { tone: 'good' | 'warning'; text: string } =>
  'readFirst' in answer
    ? { tone: 'warning', text: 'Somebody else wrote here too. Read both, then sign.' }
    : 'needsCosign' in answer
      ? {
          tone: 'good',
          text:
            answer.needsCosign === true
              ? 'Signed. It waits for a second signature.'
              : 'Signed. The summary is part of the record.',
        }
      : { tone: 'good', text: 'Kept. Nobody has signed it yet.' }

summary.post(urls.dischargeSummaryCosign.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'summary.cosign')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const refusal = await cosignSummary(work, episode)
  if (refusal) return page(c, episode, { refusal })
  said(c, { tone: 'good', text: 'Co-signed. The summary is complete.' })
  return c.redirect(urls.dischargeSummary({ episode }), 303)
})

summary.post(urls.dischargeSummaryAddenda.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'summary.write')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(c, z.object({ words: prose(4000, 'Write what is to be added.') }))
  if (!form.ok) return page(c, episode, { part: 'addendum', form: { values: form.typed, errors: form.errors } })
  const refusal = await addSummaryAddendum(work, episode, form.values.words)
  if (refusal) return page(c, episode, { part: 'addendum', form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'Added below the summary, with your name.' })
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
        <YourWords form={back?.form} names={summaryParts} />
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
  const saved = signed === undefined ? await summarySaves.latest(work, discharge.id) : undefined
  const body = signed?.body ?? (saved && bodyFrom(saved.merged)) ?? (await summaryDraft(work, episode))
  const beside = saved === undefined ? [] : waiting(saved)
  const typedHere = back?.part === 'addendum' ? undefined : back?.form
  const waits = signed !== undefined && signed.cosigned === null && signed.signatures.some((one) => one.needsCosign)
  const cosignNo = signed !== undefined && waits ? await mayCosignSummary(work, signed) : null
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="leaving"
      title={`${client.name}: discharge summary`}
      signals={
        waits ? (
          <Sig tone="warning">Waits for a second signature</Sig>
        ) : signed !== undefined ? (
          <Sig tone="good">Signed</Sig>
        ) : dueOn < today ? (
          <Sig tone="danger">{`Was due ${shortDay(dueOn)}`}</Sig>
        ) : (
          <Sig tone="info">{`Due ${shortDay(dueOn)}`}</Sig>
        )
      }
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary
        form={back?.form && { ...back.form, ...(back.part === 'addendum' ? { prefix: 'addendum' } : {}) }}
      />
      {signed !== undefined && back?.part !== 'addendum' && <YourWords form={back?.form} names={summaryParts} />}
      {signed !== undefined ? (
        <SignedSummary
          signed={signed}
          lastDay={discharge.onDay}
          episode={episode}
          zone={zone}
          waits={waits}
          cosignNo={cosignNo}
          mayCosign={may(work.by, 'summary.cosign')}
          form={{ ...(back?.part === 'addendum' ? back.form : undefined), prefix: 'addendum' }}
        />
      ) : (
        <>
          <Notice tone="info">
            {`Within ${rule.days} days of the last one. ${rule.source} (${rule.mark}).`}
            {saved !== undefined && ` Kept last by ${saved.by}.`}
          </Notice>
          <AutoSave
            url={urls.dischargeSummary({ episode })}
            saved={saved === undefined ? '' : `Kept ${timeAt(saved.at, zone)}, ${saved.by}`}
            words={{ saved: 'Kept {time}' }}
          >
            <form class="form" method="post" action={urls.dischargeSummarySignature({ episode })}>
              <input type="hidden" name="page" value={typedHere?.values?.page?.toString() || newId()} />
              <input type="hidden" name="basedOn" value={typedHere?.values?.basedOn?.toString() ?? saved?.id ?? ''} />
              <Card title="Discharge summary" hint="Filled in from the chart. Read it, correct it, then sign.">
                {summaryParts.map((part) => (
                  <>
                    <TextArea
                      name={part}
                      label={partTitle[part]}
                      rows={part === 'course' || part === 'continuing' ? 7 : 4}
                      value={body?.[part]}
                      maxlength={8000}
                      required={false}
                      form={typedHere}
                    />
                    <BesideWords beside={beside} field={part} zone={zone} url={urls.dischargeSummary({ episode })} />
                  </>
                ))}
                <FormActions>
                  <Button kind="main">Sign the summary</Button>
                  <Button formaction={urls.dischargeSummary({ episode })} formnovalidate>
                    Keep for now
                  </Button>
                </FormActions>
              </Card>
            </form>
          </AutoSave>
        </>
      )}
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

type SignedProps = {
  signed: SummarySigned
  lastDay: Day
  episode: string
  zone: string
  waits: boolean
  cosignNo: Refusal | null
  mayCosign: boolean
  form: FormState
}

/** What was signed, whose names stand under it, and what was added since. */
const SignedSummary = ({ signed, lastDay, episode, zone, waits, cosignNo, mayCosign, form }: SignedProps) => (
  <>
    <Card title="Discharge summary" hint={`Last day of care: ${shortDay(lastDay)}`}>
      {summaryParts.map((part) => (
        <>
          <h3>{partTitle[part]}</h3>
          <p class="summary-part" dir="auto">
            {signed.body[part]}
          </p>
        </>
      ))}
      <p>
        Signed by {signed.by}, <At at={signed.signedAt} zone={zone} />
      </p>
      {signed.cosigned !== null && (
        <p>
          Co-signed by {signed.cosigned.by}, <At at={signed.cosigned.at} zone={zone} />
        </p>
      )}
    </Card>
    {waits && (
      <Card title="A second signature is missing" tone="warning">
        {cosignNo === null ? (
          <form method="post" action={urls.dischargeSummaryCosign({ episode })}>
            <FormActions>
              <Button kind="main">Co-sign the summary</Button>
            </FormActions>
          </form>
        ) : (
          <p>{mayCosign ? cosignNo.because : 'The supervisor of who signed, or the director, co-signs.'}</p>
        )}
      </Card>
    )}
    {signed.addenda.map((one) => (
      <Card title="Added later">
        <p class="summary-part" dir="auto">
          {one.words}
        </p>
        <p>
          {one.by}, <At at={one.at} zone={zone} />
        </p>
      </Card>
    ))}
    <Card title="Add to the summary" hint="What was signed stays as it was. Your words stand below it with your name.">
      <form class="form" method="post" action={urls.dischargeSummaryAddenda({ episode })}>
        <TextArea name="words" label="What is to be added" maxlength={4000} form={form} />
        <FormActions>
          <Button>Add and sign</Button>
        </FormActions>
      </form>
    </Card>
  </>
)
