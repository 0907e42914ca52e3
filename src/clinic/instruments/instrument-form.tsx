import { RadioCards } from '../../ui/choices.tsx'
import { DateField, Select, type FormState } from '../../ui/form.tsx'
import type { Day } from '../../basics/dates.ts'
import { loincNotice } from './catalog.ts'
import { asidesOf, instructionOf, panelOf, questionsOf, type Question } from './form.ts'
import type { Instrument } from './instrument.ts'

/** Every question of an instrument, drawn from its questionnaire. */
export const QuestionFields = ({ one, form }: { one: Instrument; form?: FormState | undefined }) => (
  <>
    {questionsOf(one.form).map((question) => (
      <Asked
        question={question}
        label={`${question.number}. ${question.text}`}
        withPoints={one.filledBy === 'clinician'}
        form={form}
      />
    ))}
    {asidesOf(one.form).map((question) => (
      <Asked question={question} label={question.text} withPoints={false} form={form} />
    ))}
  </>
)

/** The fields of an instrument as staff fill them in: every question, when it was answered, and how. */
export const InstrumentFields = ({
  one,
  today,
  form,
}: {
  one: Instrument
  today: Day
  form?: FormState | undefined
}) => (
  <>
    <QuestionFields one={one} form={form} />
    <DateField name="takenOn" label="Answered on" value={today} form={form} />
    <Select
      name="mode"
      label="How"
      value={one.filledBy === 'clinician' ? 'clinician' : 'self'}
      choose={false}
      options={[
        ...(one.filledBy === 'clinician'
          ? []
          : [
              { value: 'self', label: 'By the client' },
              { value: 'phone', label: 'By phone' },
            ]),
        { value: 'clinician', label: 'Asked by a clinician' },
      ]}
      form={form}
    />
  </>
)

type AskedProps = { question: Question; label: string; withPoints: boolean; form?: FormState | undefined }

const Asked = ({ question, label, withPoints, form }: AskedProps) => (
  <RadioCards
    name={question.linkId}
    label={label}
    hint={question.hint === '' ? undefined : question.hint}
    options={question.options.map(({ value, text }) => ({
      value: String(value),
      // Who rates by steps sees the points; a step between two named ones is its number alone.
      label: withPoints && text !== String(value) ? `${value} · ${text}` : text,
    }))}
    // Long answers stand under one another; short ones side by side.
    aside={question.options.every((option) => option.text.length <= 26)}
    plain
    required={false}
    form={form}
  />
)

export const instructionFor = (one: Instrument): string => instructionOf(one.form)

/** Whose words these are. Stands under every form. */
export const Credit = ({ one }: { one: Instrument }) => (
  <p class="muted">
    {one.form.copyright}
    {panelOf(one.form) === null ? '' : ` ${loincNotice}`}
  </p>
)
