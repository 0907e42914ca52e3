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
import { oneOf, readForm, type FieldErrors, type Typed } from '../../web/forms.ts'
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
  /** What is said when it is kept. */
  done: string | ((values: z.infer<T>) => string)
  /** Where it goes afterwards, and what is shown when it is refused. */
  to: string
  page: (c: Context<Door>, back: RulesBack) => Promise<Response>
  /** Which form of the page this is, where it has several: by name, or by what came with it. */
  prefix?: string | ((typed: Typed) => string | undefined)
}

/** Adds a row of rules from what a form says. */
export async function addRow<T extends z.ZodType>(c: Context<Door>, adding: Adding<T>): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, adding.verb)
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, adding.saying)
  const { prefix, done } = adding
  const typed: FormState = { values: form.typed, prefix: typeof prefix === 'function' ? prefix(form.typed) : prefix }
  if (!form.ok) return adding.page(c, { form: { ...typed, errors: form.errors } })
  const answer = await adding.add(work, form.values)
  if (isRefusal(answer)) return adding.page(c, { form: typed, refusal: answer })
  if (answer !== null) return adding.page(c, { form: { ...typed, errors: answer.errors } })
  said(c, { tone: 'good', text: typeof done === 'function' ? done(form.values) : done })
  return c.redirect(adding.to, 303)
}

type RulesPageProps = Omit<StaffPageProps, 'current'> & Partial<Pick<StaffPageProps, 'current'>> & Backed
type Backed = { back: RulesBack | undefined }

/** The frame of a page of rules, under Settings where it is not another part's, with what was refused at its top. */
export const RulesPage = ({ back, children, ...frame }: PropsWithChildren<RulesPageProps>) => (
  <StaffPage current="Settings" crumbs={[{ label: 'Settings', href: urls.settings() }]} {...frame}>
    <WhatCameBack back={back} />
    {children}
  </StaffPage>
)

/** What was refused, at the top of a page with a frame of its own. */
export const WhatCameBack = ({ back }: Backed) => (
  <>
    <RefusalAlert refusal={back?.refusal} />
    <ErrorSummary form={back?.form} />
  </>
)

export const statusOf = (back: RulesBack | undefined): 200 | 422 => (back === undefined ? 200 : 422)

/** What came back for one of a page's forms. */
export const formOf = (back: RulesBack | undefined, prefix?: string): FormState =>
  back !== undefined && back.form.prefix === prefix ? back.form : { prefix }
