import type { Context } from 'hono'
import { timeAt } from '../../../basics/dates.ts'
import { waiting, type Doc } from '../../../basics/draft.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { AutoSave, BesideWords } from '../../../ui/draft.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, TextField } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { hoursFrom } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { mustBeCosigned } from '../../programs/signers.ts'
import type { Draft } from '../../staff/queries/drafts.ts'
import { markOf, presenceIn } from '../actions/visit-sign.ts'
import { hoursInWords, lateBy, limitOn } from '../deadlines.ts'
import { noteRuleRows } from '../queries/deadlines.ts'
import { snippetsFor } from '../queries/snippets.ts'
import type { OpenGoal, VisitHour, VisitVersion } from '../queries/visit-notes.ts'
import {
  allSections,
  interventions,
  moods,
  noteKind,
  participations,
  progresses,
  risks,
  templateOf,
  templates,
} from '../templates.ts'
import { proseOf, visitDraftFrom, type NoteLeak, type VisitCopy } from '../visit-note.ts'
import { VisitFrame } from './visit-frame.tsx'
import { Copies, Marked, Names } from './visit-help.tsx'

/** What a page that is opened, or that comes back after a refusal, holds. */
export type VisitBack = {
  page: string
  basedOn: string | undefined
  doc: Doc
  because?: Refusal
  leaks?: NoteLeak[]
  copies?: VisitCopy[]
}

type FormProps = {
  c: Context<Door>
  hour: VisitHour
  goals: OpenGoal[]
  draft: Draft | undefined
  versions: VisitVersion[]
  back: VisitBack
}

/** The note of one person's hour, to write: what it was for, what was seen, what was said, what comes next. */
export async function VisitForm({ c, hour, goals, draft, versions, back }: FormProps) {
  const work = workOf(c)
  const { by, at, clinic } = work
  const { doc, because, leaks = [], copies = [] } = back
  const kind = noteKind(hour.kind)
  const template = templateOf(doc['pick-template'] ?? '')
  const shown = new Set<string>(template.sections.map(({ key }) => key))
  const strays = allSections.filter(({ key }) => !shown.has(key) && (doc[`section-${key}`] ?? '').trim() !== '')
  const errors = errorsFor(because, leaks)
  const form = { values: doc, errors }
  const here = { note: hour.id }
  const beside = draft === undefined ? [] : waiting({ merged: doc, beside: draft.beside })
  const { arrivedAt, leftAt, minutes } = presenceIn(hour)
  const mark = markOf(hour)
  const credential = by.kind === 'staff' ? by.credential : ''
  const cosign = mustBeCosigned(credential, clinic.state, await signersOn(work, hour.heldOn))
  const limit = limitOn('sign', hour.heldOn, await noteRuleRows(work))
  const late = lateBy(hour.endsAt, at, limit.hours)
  const snippets = await snippetsFor(work)
  const came = versions[0]?.returned ?? null
  const picked = (key: string) => (doc[`pick-${key}`] ?? '').split(' ')
  const open = (goal: OpenGoal) => `Goal ${goal.position}: ${goal.words}`
  return (
    <VisitFrame c={c} hour={hour} answer={`Note for ${hour.name}`}>
      <RefusalAlert refusal={because && { ...because, details: undefined }} />
      <ErrorSummary form={{ errors }} title="Where to look" />
      {came !== null && (
        <Notice tone="warning" title={`${came.name} gave this note back`}>
          <span dir="auto">{came.words}</span> Change what is asked for and sign again: it becomes the next version.
        </Notice>
      )}
      {mark === 'unmarked' && (
        <Notice
          tone="warning"
          aside={
            <Button
              small
              href={`${urls.chartWeek({ client: hour.clientId }, { week: hour.heldOn })}#visit-${hour.visitId}`}
            >
              Mark it
            </Button>
          }
        >
          Nobody has marked yet whether {hour.name} came. The minutes of this note come from that mark.
        </Notice>
      )}
      <note-desk data-beside-url={urls.visitNote(here, { page: back.page, since: back.basedOn })} class="note-desk">
        <AutoSave
          url={urls.visitNoteDraft(here)}
          saved={draft === undefined ? undefined : `Saved ${timeAt(draft.at, clinic.timeZone)} by ${draft.by}`}
        >
          <form class="form" method="post" action={urls.visitNoteSignature(here)} id="note">
            <input type="hidden" name="page" value={back.page} />
            <input type="hidden" name="basedOn" value={back.basedOn ?? ''} />
            <input type="hidden" name="mark" value={hour.markId ?? ''} />
            <div class="note-beside" role="status" />
            <Card title="What was it for?">
              <Facts
                across
                facts={[
                  {
                    term: 'There',
                    detail:
                      mark === 'unmarked'
                        ? null
                        : mark === 'not-there'
                          ? 'Did not attend'
                          : `${hoursFrom(arrivedAt, leftAt, clinic.timeZone)}, ${minutes} min`,
                    none: 'Not marked yet',
                  },
                ]}
              />
              {goals.length > 0 ? (
                <Checkboxes
                  name="pick-goals"
                  label="Goals it was for"
                  options={goals.map((goal) => ({ value: goal.id, label: <span dir="auto">{open(goal)}</span> }))}
                  values={picked('goals')}
                  error={errors['pick-goals']}
                  optional={kind?.isCounselling !== true}
                  plain
                />
              ) : (
                <p class="muted">
                  No goal is open. <a href={urls.plan({ client: hour.clientId })}>Go to the plan</a>
                </p>
              )}
              {goals.some(({ objectives }) => objectives.length > 0) && (
                <Checkboxes
                  name="pick-objectives"
                  label="Objectives"
                  options={goals.flatMap((goal) =>
                    goal.objectives.map((one) => ({
                      value: one.id,
                      label: <span dir="auto">{`${goal.position}.${one.position} ${one.words}`}</span>,
                    })),
                  )}
                  values={picked('objectives')}
                  optional
                  plain
                />
              )}
            </Card>
            <Card title="What was said?">
              <div class="note-layout">
                <Select
                  name="pick-template"
                  label="Layout"
                  options={templates.map(({ value, label }) => ({ value, label }))}
                  value={template.value}
                  choose={false}
                  required={false}
                />
                <Button formaction={urls.visitNoteDraft(here)} formnovalidate>
                  Change layout
                </Button>
              </div>
              {[...template.sections, ...strays].map(({ key, label, hint }) => {
                const field = `section-${key}`
                return (
                  <div class="note-field">
                    <TextArea
                      name={field}
                      label={shown.has(key) ? label : `${label}, from another layout`}
                      hint={hint}
                      form={form}
                      rows={key === 'plan' ? 2 : 4}
                      required={false}
                      maxlength={10_000}
                      width="full"
                    />
                    <Marked text={doc[field] ?? ''} leaks={leaks.filter((leak) => leak.field === field)} />
                    <BesideWords beside={beside} field={field} zone={clinic.timeZone} url={urls.visitNoteDraft(here)} />
                  </div>
                )
              })}
              {snippets.length > 0 && (
                <div class="note-layout">
                  <Select
                    name="put"
                    label="Snippet"
                    hint="Or type a point and its word, such as .plan: it is put in full when you keep or sign."
                    options={snippets.map(({ id, word, words }) => ({
                      value: id,
                      label: `.${word}: ${words.slice(0, 60)}`,
                    }))}
                    choose="None"
                    required={false}
                    width="full"
                  />
                  <Button formaction={urls.visitNoteDraft(here)} formnovalidate>
                    {`Put it under ${template.sections[0].label}`}
                  </Button>
                </div>
              )}
            </Card>
            <Card title="What was seen and done?">
              <Checkboxes
                name="pick-interventions"
                label="What you did"
                options={[...interventions]}
                values={picked('interventions')}
                error={errors['pick-interventions']}
                optional={kind?.isCounselling !== true}
                aside
              />
              <div class="note-picks">
                <Select
                  name="pick-participation"
                  label="How they took part"
                  options={[...participations]}
                  choose="Not said"
                  form={form}
                  required={false}
                  width="full"
                />
                <Select
                  name="pick-mood"
                  label="How they seemed"
                  options={[...moods]}
                  choose="Not said"
                  form={form}
                  required={false}
                  width="full"
                />
                <Select
                  name="pick-progress"
                  label="With the goal"
                  options={[...progresses]}
                  choose="Not said"
                  form={form}
                  required={false}
                  width="full"
                />
              </div>
              {kind?.meetsClient !== false && (
                <>
                  <RadioCards
                    name="pick-risk"
                    label="Danger to themselves or others"
                    options={risks.map(({ value, label }) => ({ value, label }))}
                    value={doc['pick-risk']}
                    error={errors['pick-risk']}
                    required={false}
                    aside
                    plain
                  />
                  <TextArea
                    name="riskWords"
                    label="What was said about it, and what was done"
                    hint="Where danger is present, or where you did not ask."
                    form={form}
                    rows={2}
                    required={false}
                    maxlength={10_000}
                    width="full"
                  />
                  <Marked text={doc.riskWords ?? ''} leaks={leaks.filter(({ field }) => field === 'riskWords')} />
                </>
              )}
            </Card>
            <Card title="Sign" id="sign">
              <Names leaks={leaks} />
              <Copies
                form={form}
                copies={copies}
                words={proseOf(
                  visitDraftFrom(
                    doc,
                    goals.map(({ id }) => id),
                  ).sections,
                )}
              />
              <p class="prose">
                I was there, and this note says what happened as I saw it. Signing locks it. What is missing afterwards
                becomes an addendum.
              </p>
              <p class="muted">
                {signsAs({ name: by.name, credential })}
                {cosign.cosign && cosign.by !== null && ` · waits afterwards for the co-signature of ${cosign.by}`}
              </p>
              {hour.endsAt > at && (
                <p class="muted">{`It can be signed from ${timeAt(hour.endsAt, clinic.timeZone)}, when the hour is over.`}</p>
              )}
              {late !== null && (
                <TextField
                  name="lateBecause"
                  label="Why it is late"
                  hint={`It is ${hoursInWords(late)} since; the rule is ${hoursInWords(limit.hours)}. The note will be marked as a late entry.`}
                  form={form}
                  optional
                  maxlength={300}
                  width="full"
                />
              )}
              <FormActions>
                <Button kind="main" id="sign-note" shortcut="Ctrl ↵">
                  Sign note
                </Button>
                <Button formaction={urls.visitNoteDraft(here)} formnovalidate>
                  Keep as draft
                </Button>
              </FormActions>
            </Card>
          </form>
        </AutoSave>
      </note-desk>
    </VisitFrame>
  )
}

/** What is wrong, at each field that it concerns. */
function errorsFor(because: Refusal | undefined, leaks: readonly NoteLeak[]): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const field of because?.details ?? []) errors[field] = because?.because ?? ''
  for (const { field } of leaks)
    errors[field] =
      `Other clients may be named: ${[...new Set(leaks.filter((one) => one.field === field).map(({ text }) => `“${text}”`))].join(', ')}.`
  return errors
}
