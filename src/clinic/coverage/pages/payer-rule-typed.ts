import { z } from 'zod'
import { day, line, oneOf, optionalDay, optionalLine, wholeNumber } from '../../../web/forms.ts'
import type { RuleSaid } from '../actions/payer-rules.ts'
import { type DownCode, payClasses, type PayTerms, payUnits } from '../payer-terms.ts'

const orEmpty = (most: number, least = 0) =>
  z.preprocess((value) => (value === '' ? undefined : value), wholeNumber(least, most).optional())
const several = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z.array(oneOf(payClasses, 'Tick only kinds of the list.')),
)
const hours = z.coerce
  .number({ error: 'Give the hours, such as 9 or 9.5.' })
  .min(0, 'Give the hours, such as 9 or 9.5.')
  .max(84, 'Give the hours, such as 9 or 9.5.')

/** Single services of a day that is too short, a line each: 'H0005 group 60 each 1', 'H0004 individual 15 15 6'. */
const downCodes = z.preprocess(
  (value) => (typeof value === 'string' ? value : ''),
  z.string().transform((text, context): DownCode[] => {
    const lines = text
      .split('\n')
      .map((one) => one.trim())
      .filter(Boolean)
      .slice(0, 12)
    return lines.flatMap((one) => {
      const [, code, kind, least, per, most] =
        /^([A-Z0-9]{4,7})\s+([a-z-]+)\s+(\d{1,3})\s+(each|\d{1,3})\s+(\d{1,3})$/i.exec(one) ?? []
      const of = payClasses.find((known) => known === kind)
      if (code === undefined || of === undefined || Number(most) < 1 || per === '0') {
        context.addIssue({
          code: 'custom',
          message: `“${one.slice(0, 40)}” cannot be read. Write it as “H0005 group 60 each 1”.`,
        })
        return []
      }
      return [
        {
          code: code.toUpperCase(),
          of,
          leastMinutes: Number(least),
          minutesPerUnit: per === 'each' ? null : Number(per),
          mostUnits: Number(most),
        },
      ]
    })
  }),
)
export const downLines = (codes: readonly DownCode[]) =>
  codes
    .map((one) => `${one.code} ${one.of} ${one.leastMinutes} ${one.minutesPerUnit ?? 'each'} ${one.mostUnits}`)
    .join('\n')

export const ruleForm = z.object({
  program: oneOf(['any', 'substance-use', 'mental-health'], 'Choose the program.'),
  unit: oneOf(payUnits, 'Choose the unit.'),
  code: optionalLine(7),
  revenueCode: optionalLine(4),
  modifiers: optionalLine(20),
  placeOfService: optionalLine(2),
  minutesPerDay: orEmpty(720),
  servicesPerDay: wholeNumber(1, 20),
  primary: several,
  counts: several,
  separate: several,
  daysPerWeek: wholeNumber(0, 7),
  hoursPerWeek: hours,
  servicesPerWeek: wholeNumber(0, 60),
  weekStart: wholeNumber(1, 7),
  underWeek: oneOf(['bill', 'alert', 'deny']),
  partial: oneOf(['no-bill', 'downcode', 'prorate']),
  downCodes,
  maxUnitsPerDay: wholeNumber(1, 96),
  maxDaysPerWeek: orEmpty(7, 1),
  minGroup: wholeNumber(1, 20),
  groupCap: orEmpty(60, 2),
  telehealth: oneOf(['none', 'video', 'audio']),
  needs: z.preprocess((value) => value ?? 'both', oneOf(['both', 'licence', 'note', 'nothing'])),
  authUnit: oneOf(['session', 'day', 'hour', 'date-range']),
  maxPerAuth: orEmpty(400, 1),
  timelyFilingDays: orEmpty(730, 1),
  from: day('Give the first day.'),
  to: optionalDay,
  source: line(300, 'Say where this stands: the contract, its section, the year.'),
  mark: oneOf(['V', 'C', 'K'], 'Say how sure this is.'),
})

/** What was typed, over the terms that stood: what the form does not ask stays as it was. */
export function ruleFrom(typed: z.infer<typeof ruleForm>, before: PayTerms): RuleSaid {
  const { program, from, to, source, mark, hoursPerWeek, needs, ...rest } = typed
  return {
    program,
    from,
    to: to ?? null,
    source,
    mark,
    terms: {
      ...before,
      ...rest,
      code: rest.code.toUpperCase(),
      modifiers: rest.modifiers.toUpperCase(),
      minutesPerWeek: Math.round(hoursPerWeek * 60),
      minutesPerDay: rest.minutesPerDay ?? null,
      maxDaysPerWeek: rest.maxDaysPerWeek ?? null,
      groupCap: rest.groupCap ?? null,
      maxPerAuth: rest.maxPerAuth ?? null,
      timelyFilingDays: rest.timelyFilingDays ?? null,
      needsLicence: needs === 'both' || needs === 'licence',
      needsSignedNote: needs === 'both' || needs === 'note',
    },
  }
}
