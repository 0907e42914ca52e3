import type { Child } from 'hono/jsx'
import { errorOf, FieldError, fieldId, type FormState, valueOf } from './form.tsx'
import { Segmented } from './choices.tsx'
import { isSignaturePath, type Signature } from './signature-path.ts'

export type SignatureFieldProps = {
  name: string
  label: string
  /** What the signature says: 'I agree to …'. */
  statement?: Child
  /** The name that is expected, said as a hint. */
  expected?: string
  form?: FormState
  error?: string
  words?: Partial<typeof englishWords>
}

const englishWords = {
  how: 'How to sign',
  draw: 'Draw',
  type: 'Type',
  typeHint: 'Type your full name. It counts as your signature.',
  drawHint: 'Draw your signature with a finger, a pen or the mouse.',
  clear: 'Clear',
  missing: 'Draw your signature, or choose Type.',
}

/** Sends `name` (typed) and `namePath` (drawn): see readSignature. Without script, and for keyboards, the name is typed. */
export function SignatureField({ name, label, statement, expected, form, error, words: own }: SignatureFieldProps) {
  const words = { ...englishWords, ...own }
  const id = fieldId(name, form)
  const wrong = errorOf({ name, error, form })
  return (
    <fieldset class={wrong ? 'fieldset wrong' : 'fieldset'}>
      <legend class="label">{label}</legend>
      {statement && <div class="prose">{statement}</div>}
      {wrong && <FieldError id={`${id}-error`} error={wrong} />}
      <signature-pad class="signature-pad" data-missing={words.missing}>
        <div class="how" hidden>
          <Segmented
            name={`${name}How`}
            label={words.how}
            value="type"
            options={[
              { value: 'draw', label: words.draw },
              { value: 'type', label: words.type },
            ]}
          />
        </div>
        <div class="field type">
          <label class="hint" for={id}>
            {words.typeHint}
            {expected && <span dir="auto"> ({expected})</span>}
          </label>
          <input
            class="input"
            id={id}
            name={name}
            value={valueOf({ name, form })}
            required
            maxlength={200}
            autocomplete="off"
            dir="auto"
            aria-invalid={wrong ? 'true' : undefined}
            aria-describedby={wrong ? `${id}-error` : undefined}
          />
        </div>
        <div class="draw">
          <span class="hint">{words.drawHint}</span>
          <svg class="pad" viewBox="0 0 600 160" role="img" aria-label={words.drawHint}>
            <path class="base" d="M24 128H576" />
            <path class="ink" d="" />
          </svg>
          <div class="line-up">
            <button class="button small" type="button" data-clear>
              {words.clear}
            </button>
            <span class="error" role="alert" hidden />
          </div>
        </div>
        <input type="hidden" name={`${name}Path`} value="" />
      </signature-pad>
    </fieldset>
  )
}

/** A signature, shown again. */
export const Signed = ({ signature, by, when }: { signature: Signature; by: string; when: Child }) => (
  <div class="signed">
    {signature.path !== null && isSignaturePath(signature.path) ? (
      <svg viewBox="0 0 600 160" role="img" aria-label={`Signature of ${by}`}>
        <path d={signature.path} />
      </svg>
    ) : (
      <span class="typed" dir="auto">
        {signature.typed}
      </span>
    )}
    <small>
      <span dir="auto">{by}</span>, {when}
    </small>
  </div>
)
