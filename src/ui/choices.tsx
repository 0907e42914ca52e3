import type { Child, PropsWithChildren } from 'hono/jsx'
import { describedBy, errorOf, FieldError, fieldId, type FieldProps, type FormState, valueOf } from './form.tsx'

export type Choice = { value: string; label: Child; hint?: Child; disabled?: boolean }
type GroupProps = FieldProps & { titleLegend?: boolean }

/** Several fields or choices under one legend. */
export function Fieldset({ children, titleLegend, ...props }: PropsWithChildren<GroupProps>) {
  const id = props.id ?? fieldId(props.name, props.form)
  const error = errorOf(props)
  const { words = { optional: '(optional)' } } = props
  return (
    <fieldset
      class={error ? 'fieldset wrong' : 'fieldset'}
      id={id}
      tabindex={error ? -1 : undefined}
      {...describedBy(id, props.hint, error)}
      aria-invalid={undefined}
    >
      <legend class={props.labelHidden ? 'hidden-text' : titleLegend ? 'label title' : 'label'}>
        {props.label}
        {props.optional && <span class="optional"> {words.optional}</span>}
      </legend>
      {props.hint && (
        <div class="hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      {error && <FieldError id={`${id}-error`} error={error} />}
      {children}
    </fieldset>
  )
}

export type RadioProps = GroupProps & { options: Choice[]; aside?: boolean; plain?: boolean }

/** One of a few, each with room for a hint. `plain` leaves the frames out; `aside` puts short ones in a row. */
export function RadioCards(props: RadioProps) {
  const { options, aside, plain, name, optional, required = !optional } = props
  const chosen = valueOf(props)
  return (
    <Fieldset {...props}>
      <div class={aside ? 'choices aside' : 'choices'}>
        {options.map(({ value, label, hint, disabled }) => (
          <label class={plain ? 'choice' : 'choice card-choice'}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              required={required}
              disabled={disabled}
            />
            <span>
              {label}
              {hint && <small>{hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </Fieldset>
  )
}

export type YesNoProps = GroupProps & { words?: { optional: string; yes: string; no: string } }

/** Answers 'yes' or 'no'. */
export const YesNo = (props: YesNoProps) => {
  const { yes, no } = props.words ?? { yes: 'Yes', no: 'No' }
  return (
    <RadioCards
      {...props}
      options={[
        { value: 'yes', label: yes },
        { value: 'no', label: no },
      ]}
      aside
      plain
    />
  )
}

export type CheckboxesProps = GroupProps & { options: Choice[]; values?: string[]; aside?: boolean; plain?: boolean }

/** Any of several. The answers come as several values of one name. */
export function Checkboxes(props: CheckboxesProps) {
  const { options, name, form, aside, plain } = props
  const back = form?.values?.[name]
  const chosen = back === undefined ? (props.values ?? []) : [back].flat()
  return (
    <Fieldset {...props}>
      <div class={aside ? 'choices aside' : 'choices'}>
        {options.map(({ value, label, hint, disabled }) => (
          <label class={plain || aside ? 'choice' : 'choice card-choice'}>
            <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} disabled={disabled} />
            <span>
              {label}
              {hint && <small>{hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </Fieldset>
  )
}

export type CheckboxProps = {
  name: string
  label: Child
  value?: string
  checked?: boolean
  /** The form cannot be sent without it: 'I have read this'. */
  required?: boolean
  hint?: Child
  form?: FormState
  error?: string
}

/** One box. Sends `value` ('yes') or nothing. */
export function Checkbox({ name, label, value = 'yes', checked, required, hint, form, error }: CheckboxProps) {
  const id = fieldId(name, form)
  const wrong = errorOf({ name, error, form })
  const cameBack = form?.values !== undefined && Object.keys(form.values).length > 0
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      {wrong && <FieldError id={`${id}-error`} error={wrong} />}
      <label class="check">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          checked={cameBack ? [form?.values?.[name]].flat().includes(value) : checked}
          required={required}
          {...describedBy(id, hint, wrong)}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}

export type Segment = {
  value: string
  label: string /** `away` is drawn in clay: absent, excused. */
  tone?: 'away' | 'pale'
  key?: string
}
export type SegmentedProps = {
  name: string
  /** Said to screen readers: whose mark this is. */
  label: string
  options: Segment[]
  value?: string | null
  wide?: boolean
  disabled?: boolean
  required?: boolean
}

/** Radios drawn as one joined row: the roster's Here, Late, Absent, Excused. */
export const Segmented = ({ name, label, options, value, wide, disabled, required }: SegmentedProps) => (
  <div class={wide ? 'segmented wide' : 'segmented'} role="radiogroup" aria-label={label}>
    {options.map((option) => (
      <label class={option.tone}>
        <input
          type="radio"
          name={name}
          value={option.value}
          checked={option.value === value}
          disabled={disabled}
          required={required}
          data-key={option.key}
        />
        {option.label}
      </label>
    ))}
  </div>
)
