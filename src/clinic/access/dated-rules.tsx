import type { Context } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import { z } from 'zod'
import { marks } from '../../basics/mark.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import type { Work } from '../../db/work.ts'
import { ErrorSummary, type FormState } from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { urls } from '../../urls.ts'
import { workOf, type Door } from '../../web/door.ts'
import { forbidden } from '../../web/errors.tsx'
import { oneOf, readForm, type FieldErrors } from '../../web/forms.ts'
import { mayNot, type Verb } from './permissions.ts'
import { said, StaffPage, type StaffPageProps } from './staff-page.tsx'

// Pages of rules with dates, whatever they rule: a new row takes the place of an older one from its first day, and what was typed
// comes back when it is refused.

/** What a page of rules is shown again with after a refusal. */
export type RulesBack = { form: FormState; refusal?: Refusal }

/** How sure a row is, as a field of a form. */
export const markField = oneOf(marks, 'Say how sure this is.')

/** A state's two letters; null: everywhere. */
export const stateField = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim().toUpperCase() : null),
  z
    .string()
    .regex(/^[A-Z]{2}$/, 'Give the state as two letters.')
    .nullable(),
)

type Adding<T extends z.ZodType> = {
  verb: Verb
  saying: T
  /** The verb that writes; errors by field where it finds some that the form could not. */
  add: (work: Work, values: z.infer<T>) => Promise<null | Refusal | { errors: FieldErrors }>
  done: string
  /** Where it goes afterwards, and what is shown when it is refused. */
  to: string
  page: (c: Context<Door>, back: RulesBack) => Promise<Response>
  /** Which form of the page this is, where it has several. */
  prefix?: string
}

/** Adds a row of rules from what a form says. */
export async function addRow<T extends z.ZodType>(c: Context<Door>, adding: Adding<T>): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, adding.verb)
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, adding.saying)
  const typed: FormState = { values: form.typed, prefix: adding.prefix }
  if (!form.ok) return adding.page(c, { form: { ...typed, errors: form.errors } })
  const answer = await adding.add(work, form.values)
  if (isRefusal(answer)) return adding.page(c, { form: typed, refusal: answer })
  if (answer !== null) return adding.page(c, { form: { ...typed, errors: answer.errors } })
  said(c, { tone: 'good', text: adding.done })
  return c.redirect(adding.to, 303)
}

type RulesPageProps = Omit<StaffPageProps, 'current'> & { back: RulesBack | undefined }

/** The frame of a page of rules, under Settings, with what was refused at its top. */
export const RulesPage = ({ back, children, ...frame }: PropsWithChildren<RulesPageProps>) => (
  <StaffPage crumbs={[{ label: 'Settings', href: urls.settings() }]} {...frame} current="Settings">
    <RefusalAlert refusal={back?.refusal} />
    <ErrorSummary form={back?.form} />
    {children}
  </StaffPage>
)

export const statusOf = (back: RulesBack | undefined): 200 | 422 => (back === undefined ? 200 : 422)

/** What came back for one of a page's forms. */
export const formOf = (back: RulesBack | undefined, prefix: string): FormState =>
  back?.form.prefix === prefix ? back.form : { prefix }
