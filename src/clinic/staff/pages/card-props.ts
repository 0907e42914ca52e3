import type { Work } from '../../../db/work.ts'
import type { FormState } from '../../../ui/form.tsx'
import type { StaffRow } from '../queries.ts'
import type { CredentialFacts } from '../queries/person.ts'

export type CardProps = {
  work: Work
  member: StaffRow
  facts: CredentialFacts
  form?: FormState
}

/** The form state of one form among several: what came back, when it was this one. */
export const formOf = (form: FormState | undefined, prefix: string): FormState =>
  form?.prefix === prefix ? form : { prefix }
