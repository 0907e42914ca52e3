import type { Refusal } from '../../../basics/refusal.ts'
import type { FormState } from '../../../ui/form.tsx'

/** A refusal as the error of the field that it is about, so that it is read, and reached, where it can be mended. */
export const atField = (form: FormState, refusal: Refusal | undefined, fields: Record<string, string>): FormState =>
  refusal === undefined
    ? form
    : { ...form, errors: { ...form.errors, [fields[refusal.refused] ?? 'form']: refusal.because } }
