import { Hono, type Context } from 'hono'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { besideKey, waiting, type Doc } from '../../../basics/draft.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { AutoSave } from '../../../ui/draft.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { floorOfWeek } from '../../programs/queries.ts'
import { stateOfPlan } from '../actions/sign.ts'
import { beginVersion, savePlan } from '../actions/write.ts'
import type { SentDraft } from '../../staff/queries/drafts.ts'
import { docFrom, planFrom } from '../plan-doc.ts'
import { stayById } from '../queries.ts'
import { standingDiagnoses } from '../queries/diagnoses.ts'
import { isSigned, planSaves } from '../queries/versions.ts'
import { minutesOfDose, weeksToChoose } from '../rules.ts'
import { reachOf } from '../scheduled.ts'
import { doseOf } from '../signed-plan.ts'
import { DraftFields } from './draft-form.tsx'
import { found, type Found } from './found.ts'

export const drafts = new Hono<Door>()

/** Begins the next version, or goes on with the one that is open. */
drafts.post(urls.planVersions.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return forbidden(c, denied.because)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const answer = await beginVersion(work, stay.id, 'amendment')
  if (isRefusal(answer)) {
    said(c, { tone: 'warning', text: answer.because })
    return c.redirect(urls.plan({ client: stay.clientId }), 303)
  }
  return c.redirect(urls.planDraft({ plan: answer.id }), 303)
})

drafts.get(urls.planDraft.pattern, async (c) => {
  const one = await found(c)
  if (one instanceof Response) return one
  if (isSigned(one.version)) return c.redirect(urls.planVersion({ plan: one.version.id }), 303)
  return draftPage(c, one)
})

async function readSent(c: Context<Door>): Promise<{ sent: SentDraft; fields: Record<string, unknown> }> {
  const fields = await c.req.parseBody({ all: true })
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
  const page = text('page')
  return {
    fields,
    sent: { page: isId(page) ? page : newId(), basedOn: text('basedOn'), doc: docFrom(fields) },
  }
}

/** While somebody types, every pause keeps the words. */
drafts.post(urls.planDraftSaves.pattern, async (c) => {
  const one = await found(c, 'plan.write')
  if (one instanceof Response) return one
  const { sent } = await readSent(c)
  const answer = await savePlan(workOf(c), one.version.id, sent)
  if (isRefusal(answer)) return draftPage(c, one, { sent, because: answer })
  return c.req.header('sec-fetch-dest') === 'empty'
    ? c.body(null, 204)
    : c.redirect(urls.planDraft({ plan: one.version.id }), 303)
})

drafts.post(urls.planDraft.pattern, async (c) => {
  const one = await found(c, 'plan.write')
  if (one instanceof Response) return one
  const { sent, fields } = await readSent(c)
  const next = typeof fields.next === 'string' ? fields.next : ''
  const [how, ...key] = next.split(' ')
  const decision = how === 'take' || how === 'leave' ? ({ how, key: key.join(' ') } as const) : undefined
  const answer = await savePlan(workOf(c), one.version.id, sent, decision)
  if (isRefusal(answer)) return draftPage(c, one, { sent, because: answer })
  if (next === 'read') return c.redirect(urls.planSignature({ plan: one.version.id }), 303)
  const waits = waiting(answer.kept).length
  said(
    c,
    waits > 0
      ? {
          tone: 'warning',
          text: `Kept. Somebody else wrote in the same place: ${plural(waits, 'field waits', 'fields wait')} for you.`,
        }
      : { tone: 'good', text: 'Kept.' },
  )
  return c.redirect(urls.planDraft({ plan: one.version.id }), 303)
})

type Back = { sent: SentDraft; because: Refusal }

async function draftPage(c: Context<Door>, { version, client, stay }: Found, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  showing(c, 'plan, draft', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const save = await planSaves.latest(work, version.id)
  const doc: Doc = back === undefined ? (save?.merged ?? {}) : back.sent.doc
  const basedOn =
    back === undefined
      ? (save?.id ?? '')
      : ((await planSaves.byId(work, version.id, back.sent.basedOn ?? ''))?.id ?? '')
  const state = await stateOfPlan(work, version)
  const beside = save === undefined ? [] : waiting(save)
  const mayWrite = mayNot(work.by, 'plan.write') === null && !stay.isOver && !isSigned(version)
  const here = { plan: version.id }
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: plan, version ${version.number}`}>
      <p class="plan-way">
        <a href={urls.plan({ client: client.id })}>Plan</a>{' '}
        <span class="muted">
          version {version.number}, begun by {version.begunBy}, {shortDay(dayAt(version.begunAt, zone))}
        </span>
      </p>
      <RefusalAlert refusal={back?.because} />
      <WeekOf doc={doc} floorSentence={await floorSentence(c, stay, doc)} />
      {mayWrite || back !== undefined ? (
        <AutoSave
          url={urls.planDraftSaves(here)}
          saved={save === undefined ? '' : `Kept ${timeAt(save.at, zone)}, ${save.by}`}
          words={{ saved: 'Kept {time}' }}
        >
          <form method="post" action={urls.planDraft(here)} class="stack">
            <input type="hidden" name="page" value={back?.sent.page ?? newId()} />
            <input type="hidden" name="basedOn" value={basedOn} />
            <button class="hidden-text" name="next" value="stay" tabindex={-1} aria-hidden="true" />
            <DraftFields
              doc={doc}
              diagnoses={await standingDiagnoses(work, client.id)}
              weeks={weeksToChoose(today, stay)}
              today={today}
              beside={(field) => {
                const words = beside.filter((one) => one.field === field)
                return words.length === 0 ? null : words.map((one) => <Words words={one} zone={zone} />)
              }}
            />
            {state.gaps.length > 0 && (
              <Card
                title={`Before it can be signed: ${plural(state.gaps.length, 'thing is', 'things are')} missing`}
                hint="As of the last time it was kept"
              >
                <ul class="plan-changes">
                  {state.gaps.map((gap) => (
                    <li>{gap}</li>
                  ))}
                </ul>
              </Card>
            )}
            <FormActions>
              <Button kind="main" name="next" value="read">
                Read and sign
              </Button>
              <Button name="next" value="stay">
                Keep, and give me more lines
              </Button>
              <Button href={urls.plan({ client: client.id })}>Back to the plan</Button>
            </FormActions>
          </form>
        </AutoSave>
      ) : (
        <Notice tone="info">A therapist or prescriber writes this version. You can read what is signed.</Notice>
      )}
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

async function floorSentence(c: Context<Door>, stay: Found['stay'], doc: Doc): Promise<string> {
  const plan = planFrom(doc)
  if (plan.services.length === 0) return ''
  const dose = doseOf(plan.services, plan.days ?? 0)
  const floor = plan.fromWeek === '' ? null : await floorOfWeek(workOf(c), stay, plan.fromWeek)
  return reachOf({ minutes: minutesOfDose(dose), days: dose.days }, floor).sentence
}

const WeekOf = ({ doc, floorSentence: sentence }: { doc: Doc; floorSentence: string }) => {
  const plan = planFrom(doc)
  if (sentence === '') return null
  const dose = doseOf(plan.services, plan.days ?? 0)
  return (
    <Notice tone={sentence.includes('below') ? 'warning' : 'info'} title={`This plan prescribes ${sentence}`}>
      {`Group ${hoursAndMinutes(dose.groupMinutes)}, individual ${hoursAndMinutes(dose.individualMinutes)}, family ${hoursAndMinutes(dose.familyMinutes)}, medication ${hoursAndMinutes(dose.medicationMinutes)}, as it was last kept.`}
    </Notice>
  )
}

const Words = ({ words, zone }: { words: ReturnType<typeof waiting>[number]; zone: string }) => (
  <Notice
    tone="warning"
    title={`${words.by} wrote here at ${timeAt(new Date(words.at), zone)}`}
    aside={
      <>
        <Button small name="next" value={`take ${besideKey(words)}`}>
          Take both
        </Button>
        <Button small name="next" value={`leave ${besideKey(words)}`}>
          Leave these out
        </Button>
      </>
    }
  >
    <span class="plan-said" dir="auto">
      {words.text}
    </span>
  </Notice>
)
