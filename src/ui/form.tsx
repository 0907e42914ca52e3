import type { Child, PropsWithChildren } from 'hono/jsx'
import { Shape } from './status.tsx'

/** What a form brings back after a refusal: what was typed, and what is wrong with it, by field name. */
export type FormState = {
  values?: Record<string, string | string[] | undefined>
  errors?: Record<string, string | undefined> // what concerns the whole form stands under 'form'
  /** Keeps ids apart when a page has several forms with the same names. */
  prefix?: string
}

export type FieldProps = {
  name: string
  label: string
  hint?: Child
  /** Said beside the label. Fields are required unless they say this. */
  optional?: boolean
  /** false: neither required nor called optional, for filters. */
  required?: boolean
  form?: FormState
  /** Wins over what `form` says. */
  value?: string | number | null
  error?: string
  id?: string
  labelHidden?: boolean
  words?: { optional: string }
}

type Attributes = { id: string; name: string; required: boolean; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }

export const fieldId = (name: string, form?: FormState): string => (form?.prefix ? `${form.prefix}-${name}` : name)

/** The value a field shows: what the page gives, else what came back with the form. */
export const valueOf = ({ name, value, form }: Pick<FieldProps, 'name' | 'value' | 'form'>): string | undefined => {
  const back = form?.values?.[name]
  if (back !== undefined) return Array.isArray(back) ? back[0] : back
  return value === undefined || value === null ? undefined : String(value)
}

export const errorOf = ({ name, error, form }: Pick<FieldProps, 'name' | 'error' | 'form'>): string | undefined =>
  error ?? form?.errors?.[name]

/** Label above, hint before, error at the field. `control` receives the attributes that tie them together. */
export function Field({ control, ...props }: FieldProps & { control: (attributes: Attributes) => Child }) {
  const { name, label, hint, optional, form, labelHidden, words = { optional: '(optional)' } } = props
  const id = props.id ?? fieldId(name, form)
  const error = errorOf(props)
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label class={labelHidden ? 'hidden-text' : 'label'} for={id}>
        {label}
        {optional && <span class="optional"> {words.optional}</span>}
      </label>
      {hint && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && <FieldError id={`${id}-error`} error={error} />}
      {control({ id, name, required: props.required ?? !optional, ...describedBy(id, hint, error) })}
    </div>
  )
}

export const describedBy = (
  id: string,
  hint: Child,
  error: string | undefined,
): Pick<Attributes, 'aria-describedby' | 'aria-invalid'> => ({
  'aria-describedby': [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined,
  'aria-invalid': error ? 'true' : undefined,
})

export const FieldError = ({ id, error }: { id: string; error: string }) => (
  <p class="error" id={id}>
    <Shape tone="danger" size={13} />
    <span>{error}</span>
  </p>
)

type Width = 'short' | 'medium' | 'full'
const inputClass = (width?: Width) => (width ? `input ${width}` : 'input')

export type TextFieldProps = FieldProps & {
  type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'search'
  width?: Width
  autocomplete?: string
  inputmode?: 'numeric' | 'decimal' | 'tel' | 'email'
  maxlength?: number
  pattern?: string
  placeholder?: string
  readonly?: boolean
  autofocus?: boolean
  /** Names of people and other text that may run right to left. */
  anyDirection?: boolean
  /** Ids of a <datalist>. */
  list?: string
}

export const TextField = (props: TextFieldProps) => {
  const {
    type = 'text',
    width,
    autocomplete = 'off',
    anyDirection,
    inputmode,
    maxlength,
    pattern,
    placeholder,
    readonly,
    autofocus,
    list,
  } = props
  // A password never comes back in the page.
  const value = type === 'password' ? undefined : valueOf(props)
  const rest = { type, value, autocomplete, inputmode, maxlength, pattern, placeholder, readonly, autofocus, list }
  return (
    <Field
      {...props}
      control={(ties) => (
        <input {...ties} {...rest} class={inputClass(width)} dir={anyDirection ? 'auto' : undefined} />
      )}
    />
  )
}

export type TextAreaProps = FieldProps & {
  rows?: number
  maxlength?: number
  placeholder?: string
  width?: Width
  spellcheck?: boolean
}

export const TextArea = (props: TextAreaProps) => {
  const { rows = 3, maxlength, placeholder, width, spellcheck = true } = props
  return (
    <Field
      {...props}
      control={(ties) => (
        <textarea
          {...ties}
          class={inputClass(width)}
          rows={rows}
          maxlength={maxlength}
          placeholder={placeholder}
          spellcheck={spellcheck}
          dir="auto"
        >
          {/* A browser drops the first line break of a text area: give it one to drop. */}
          {`\n${valueOf(props) ?? ''}`}
        </textarea>
      )}
    />
  )
}

export type Option = { value: string; label: string; disabled?: boolean }
export type OptionGroup = { group: string; options: Option[] }
export type SelectProps = FieldProps & { options: (Option | OptionGroup)[]; choose?: string | false; width?: Width }

/** `choose` is the empty first line; false leaves it out, for a select that always has an answer. */
export const Select = (props: SelectProps) => {
  const { options, choose = 'Choose', width = 'medium' } = props
  const chosen = valueOf(props)
  const one = ({ value, label, disabled }: Option) => (
    <option value={value} selected={value === chosen} disabled={disabled}>
      {label}
    </option>
  )
  return (
    <Field
      {...props}
      control={(ties) => (
        <select {...ties} class={inputClass(width)}>
          {choose !== false && <option value="">{choose}</option>}
          {options.map((entry) =>
            'group' in entry ? <optgroup label={entry.group}>{entry.options.map(one)}</optgroup> : one(entry),
          )}
        </select>
      )}
    />
  )
}

export type DateFieldProps = FieldProps & { min?: string; max?: string; autocomplete?: string }

/** A day, 'YYYY-MM-DD'. */
export const DateField = (props: DateFieldProps) => (
  <Field
    {...props}
    control={(ties) => (
      <input
        {...ties}
        class="input medium"
        type="date"
        value={valueOf(props)}
        min={props.min}
        max={props.max}
        autocomplete={props.autocomplete ?? 'off'}
      />
    )}
  />
)

/** A wall time, 'HH:MM'. `step` in minutes. */
export const TimeField = (props: FieldProps & { min?: string; max?: string; step?: number }) => (
  <Field
    {...props}
    control={(ties) => (
      <input
        {...ties}
        class="input short"
        type="time"
        value={valueOf(props)}
        min={props.min}
        max={props.max}
        step={props.step && props.step * 60}
      />
    )}
  />
)

export type NumberFieldProps = FieldProps & { min?: number; max?: number; step?: number | 'any'; unit?: string }

export const NumberField = (props: NumberFieldProps) => (
  <Field
    {...props}
    control={(ties) => (
      <span class="with-unit">
        <input
          {...ties}
          class="input short"
          type="number"
          inputmode={props.step === undefined || props.step === 1 ? 'numeric' : 'decimal'}
          value={valueOf(props)}
          min={props.min}
          max={props.max}
          step={props.step}
        />
        {props.unit && <span class="muted">{props.unit}</span>}
      </span>
    )}
  />
)

/** The form needs enctype="multipart/form-data". */
export const FileField = (
  props: FieldProps & { accept?: string; multiple?: boolean; capture?: 'environment' | 'user' },
) => (
  <Field
    {...props}
    control={(ties) => (
      <input
        {...ties}
        class="input"
        type="file"
        accept={props.accept}
        multiple={props.multiple}
        capture={props.capture}
      />
    )}
  />
)

export type ErrorSummaryProps = { form?: FormState; errors?: { id: string; error: string }[]; title?: string }

/** At the top of a form that came back. Takes the focus, and links to each field. Nothing when all is well. */
export const ErrorSummary = ({ form, errors, title = 'Please look at these again' }: ErrorSummaryProps) => {
  const all =
    errors ??
    Object.entries(form?.errors ?? {}).flatMap(([name, error]) =>
      error === undefined ? [] : [{ id: name === 'form' ? name : fieldId(name, form), error }],
    )
  if (all.length === 0) return null
  return (
    <div class="notice danger" role="alert" tabindex={-1} autofocus>
      <Shape tone="danger" size={18} />
      <div>
        <b>{title}</b>
        <ul>
          {all.map(({ id, error }) => (
            <li>{id === 'form' ? error : <a href={`#${id}`}>{error}</a>}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

export type ButtonProps = {
  kind?: 'main' | 'plain' | 'danger' | 'quiet'
  small?: boolean
  /** A link that looks like a button. Without it, a submit button. */
  href?: string
  type?: 'submit' | 'button' | 'reset'
  name?: string
  value?: string
  form?: string
  formaction?: string
  /** Lets a form be sent half-filled, for 'Save draft' and 'Back'. */
  formnovalidate?: boolean
  disabled?: boolean
  shortcut?: string
  /** Where the words alone would not say it: 'Remove Maya Alvarez'. */
  label?: string
  id?: string
}

export const Button = ({
  kind = 'plain',
  small,
  href,
  shortcut,
  label,
  type = 'submit',
  children,
  ...rest
}: PropsWithChildren<ButtonProps>) => {
  const look = ['button', kind === 'plain' ? '' : kind, small ? 'small' : ''].filter(Boolean).join(' ')
  const words = (
    <>
      {children}
      {shortcut && <kbd aria-hidden="true">{shortcut}</kbd>}
    </>
  )
  if (href !== undefined) {
    return (
      <a class={look} href={href} aria-label={label} id={rest.id}>
        {words}
      </a>
    )
  }
  return (
    <button class={look} type={type} aria-label={label} aria-keyshortcuts={shortcut} {...rest}>
      {words}
    </button>
  )
}

/** The row of buttons that ends a form: the main one first. */
export const FormActions = ({ children }: PropsWithChildren) => <div class="actions">{children}</div>
