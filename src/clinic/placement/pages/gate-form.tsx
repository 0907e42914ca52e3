import { Card } from '../../../ui/card.tsx'
import { Segmented } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FieldError, FormActions, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import type { Refusal } from '../../../basics/refusal.ts'
import { answersFrom, NOT_KNOWN } from '../answers.ts'
import type { Answer, Answers, Group, Numeric, Question } from '../question.ts'
import { type GateScale, gateScales } from '../scales.ts'
import { groups, questions } from '../questions.ts'

/** At the field itself the question stands right above. */
export const NEEDS_ANSWER = 'Needs an answer'

/** A number that was asked in vain is ticked beside its field. */
export const unknownName = (question: string): string => `${question}-unknown`

/** What the form sent, as answers: a number wins over the tick beside it. */
export function answersTyped(typed: Readonly<Record<string, string>>): Answers {
  const answers: Record<string, Answer | null | undefined> = { ...answersFrom(typed) }
  for (const question of questions)
    if (question.kind === 'number' && answers[question.id] === undefined && typed[unknownName(question.id)] === 'yes')
      answers[question.id] = NOT_KNOWN
  return answers
}

/** Answers as the form's fields hold them. */
export const fieldsOf = (answers: Answers): Record<string, string> =>
  Object.fromEntries(
    questions.flatMap(({ id, kind }): [string, string][] => {
      const answer = answers[id]
      if (answer === undefined || answer === null) return []
      return kind === 'number' && answer === NOT_KNOWN ? [[unknownName(id), 'yes']] : [[id, String(answer)]]
    }),
  )

type GateFormProps = {
  action: string
  before: string
  form: FormState
  refusal?: Refusal
  filled?: string
  /** Where a whole scale is filled in; null where this clinic does not use it. */
  scaleUrl: (scale: GateScale) => string | null
}

/** The whole gate on one page. Follow-ups appear with the answer that asks for them, by style alone (gate.css). */
export const GateForm = ({ action, before, form, refusal, filled, scaleUrl }: GateFormProps) => (
  <form method="post" action={action} class="gate stack" novalidate data-guard>
    {Object.keys(form.errors ?? {}).length > 0 ? (
      <ErrorSummary form={form} title={refusal?.because} />
    ) : (
      <RefusalAlert refusal={refusal} />
    )}
    {filled !== undefined && <Notice tone="info">{filled}</Notice>}
    <input type="hidden" name="before" value={before} />
    {/* What Enter presses: the first button of a form, else that of a whole scale. */}
    <button type="submit" hidden />
    <div class="gate-calm">
      <Notice tone="info">
        Danger at any moment: call <b>911</b>. Thoughts of suicide: stay, and call or text <b>988</b> together.
      </Notice>
    </div>
    <div class="gate-danger">
      <Notice tone="danger" title="Act now; the other questions can wait.">
        Stay with the person. <b>911</b> for danger this minute; <b>988</b>, call or text, for thoughts of suicide. Then
        save what you have.
      </Notice>
    </div>
    {groups.map(({ id, label, help }) => (
      <Card title={label} hint={help} flush>
        <div class="gate-rows">
          {questions
            .filter((question) => question.group === id)
            .map((question) => (
              <Asked question={question} form={form} />
            ))}
          <WholeScale group={id} scaleUrl={scaleUrl} />
        </div>
      </Card>
    ))}
    <FormActions>
      <Button kind="main">See what the gate finds</Button>
    </FormActions>
  </form>
)

/** Sends the gate as it stands to the page of a whole scale, and comes back with both. */
const WholeScale = ({ group, scaleUrl }: { group: Group; scaleUrl: GateFormProps['scaleUrl'] }) => (
  <>
    {(Object.keys(gateScales) as GateScale[]) // the keys of a record are its codes
      .filter((key) => gateScales[key].group === group)
      .flatMap((key) => {
        const url = scaleUrl(key)
        return url === null
          ? []
          : [
              <div class="gate-row">
                <span class="muted">Item by item, scored as published</span>
                <button class="button small" type="submit" formaction={url} formnovalidate>
                  Fill in the whole {gateScales[key].label}
                </button>
              </div>,
            ]
      })}
  </>
)

const condition = ({ askIf }: Question): string | undefined =>
  askIf.length === 0 ? undefined : askIf.map(({ question, is }) => `${question}=${is.join('|')}`).join(' ')

const valueIn = (form: FormState, name: string): string => String(form.values?.[name] ?? '')

function Asked({ question, form }: { question: Question; form: FormState }) {
  const { id, words, help, required } = question
  const error = form.errors?.[id]
  const asks = condition(question)
  return (
    <div
      class={['gate-row', asks === undefined ? '' : 'follow-up', error === undefined ? '' : 'wrong']
        .filter(Boolean)
        .join(' ')}
      id={question.kind === 'number' ? undefined : id}
      tabindex={question.kind === 'number' ? undefined : -1}
      data-when={asks}
    >
      <div class="gate-words">
        <span>
          {question.kind === 'number' ? <label for={id}>{words}</label> : words}
          {!required && <small class="muted"> (optional)</small>}
        </span>
        {help !== '' && <small class="gate-help">{help}</small>}
        {error !== undefined && (
          <FieldError id={`${id}-error`} error={error.startsWith(NEEDS_ANSWER) ? `${NEEDS_ANSWER}.` : error} />
        )}
      </div>
      {question.kind === 'number' ? (
        <NumberAnswer question={question} form={form} wrong={error !== undefined} />
      ) : (
        <Segmented
          name={id}
          label={error === undefined ? words : `${words}. ${error}`}
          value={valueIn(form, id)}
          options={[
            ...(question.kind === 'yes-no'
              ? [
                  { value: 'no', label: 'No', tone: 'pale' as const },
                  { value: 'yes', label: 'Yes', tone: 'away' as const },
                ]
              : question.choices.map((choice) => ({
                  value: choice.value,
                  label: choice.words,
                  tone: 'pale' as const,
                }))),
            ...(required ? [{ value: NOT_KNOWN, label: 'Not known', tone: 'pale' as const }] : []),
          ]}
        />
      )}
    </div>
  )
}

const NumberAnswer = ({ question, form, wrong }: { question: Numeric; form: FormState; wrong: boolean }) => {
  const { id, unit, words, required, whole } = question
  return (
    <div class="gate-number">
      <span class="with-unit">
        <input
          class="input short"
          id={id}
          name={id}
          inputmode={whole ? 'numeric' : 'decimal'}
          value={valueIn(form, id)}
          maxlength={12}
          autocomplete="off"
          aria-describedby={wrong ? `${id}-error` : undefined}
          aria-invalid={wrong ? 'true' : undefined}
        />
        <span class="muted">{unit}</span>
      </span>
      {required && (
        <label class="check">
          <input
            type="checkbox"
            name={unknownName(id)}
            value="yes"
            checked={valueIn(form, unknownName(id)) === 'yes'}
            aria-label={`Not known: ${words}`}
          />
          <span>Not known</span>
        </label>
      )}
    </div>
  )
}
