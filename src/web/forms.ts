import type { Context } from 'hono'
import { z } from 'zod'
import { isDay } from '../basics/dates.ts'
import { isId } from '../basics/ids.ts'

/** What somebody typed, field by field, as it came: shown again when something is refused, so that nothing is lost. */
export type Typed = Record<string, string>
export type FieldErrors = Record<string, string>
export type Read<T> = { ok: true; values: T; typed: Typed } | { ok: false; errors: FieldErrors; typed: Typed }

/** Reads a form through a Zod schema. Several values of one name arrive as a list when the name ends in `[]`. */
export async function readForm<T extends z.ZodType>(c: Context, schema: T): Promise<Read<z.infer<T>>> {
  const body = await c.req.parseBody({ all: true })
  // Without a prototype: a field may be called `constructor` or `__proto__`.
  const typed: Typed = Object.create(null)
  const plain: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(body)) {
    const texts = (Array.isArray(value) ? value : [value])
      .filter((one): one is string => typeof one === 'string')
      // No keyboard types it, and PostgreSQL keeps no text with it.
      .map((text) => text.replaceAll('\0', ''))
    const last = texts.at(-1)
    if (last !== undefined) typed[name] = last
    plain[name.replace(/\[\]$/, '')] = name.endsWith('[]') ? texts : (last ?? value)
  }
  const read = schema.safeParse(plain)
  return read.success ? { ok: true, values: read.data, typed } : { ok: false, errors: errorsOf(read.error), typed }
}

export function errorsOf(error: z.ZodError): FieldErrors {
  const errors: FieldErrors = {}
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? 'form')
    errors[field] ??= issue.message
  }
  return errors
}

/** A line of text: trimmed, without control characters, of a length that fits. */
export const line = (most = 200, missing = 'Fill this in.') =>
  z.preprocess(tidy, z.string({ error: missing }).min(1, missing).max(most, `Use at most ${most} characters.`))
export const optionalLine = (most = 200) =>
  z.preprocess((value) => tidy(value ?? ''), z.string().max(most, `Use at most ${most} characters.`))
export const prose = (most = 20_000, missing = 'Write something here.') =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').replaceAll('\0', '').trim() : value),
    z.string({ error: missing }).min(1, missing).max(most, `Use at most ${most} characters.`),
  )
export const optionalProse = (most = 20_000) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.replaceAll('\r\n', '\n').replaceAll('\0', '').trim() : ''),
    z.string().max(most, `Use at most ${most} characters.`),
  )
export const day = (missing = 'Give a date.') =>
  z.string({ error: missing }).refine(isDay, 'This is not a date that exists.')
export const optionalDay = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.string().refine(isDay, 'This is not a date that exists.').optional(),
)
export const time = (missing = 'Give a time.') =>
  z.string({ error: missing }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, missing)
export const id = (missing = 'Choose one.') => z.string({ error: missing }).refine(isId, missing)
export const optionalId = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.string().refine(isId, 'Choose one.').optional(),
)
export const wholeNumber = (least: number, most: number) => {
  const sentence = `Give a whole number from ${least} to ${most}.`
  return z.coerce.number({ error: sentence }).int(sentence).min(least, sentence).max(most, sentence)
}
export const oneOf = <const T extends readonly [string, ...string[]]>(choices: T, missing = 'Choose one.') =>
  z.enum(choices, { error: missing })
export const ticked = z.preprocess((value) => value === 'on' || value === 'yes' || value === true, z.boolean())

function tidy(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
