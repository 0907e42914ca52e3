import { type Day, daysBetween } from '../../basics/dates.ts'
import { ageCode, codeFor, type CodeRow, losCode } from './state-codes.ts'
import { type Answers, fieldsAt, missing, type Moment } from './state-fields.ts'

/** What the record holds of one stay that is told to the state. */
export type StayTold = {
  episodeId: string
  clientId: string
  number: string
  name: string
  /** Completed years on the first day. */
  years: number
  sex: string
  level: string
  first: Day
  last: Day | null
  reason: string | null
  lastContact: Day | null
  /** ICD-10-CM, the main one first. */
  diagnosis: string | null
  admission: Answers
  discharge: Answers
}

const inOrder = (moment: Moment): string[] => [
  'CLIENT',
  'ADMITTED',
  ...(moment === 'discharge' ? ['LAST_CONTACT'] : []),
  'AGE',
  'GENDER',
  'SERVICES',
  'DSMCRIT',
  ...fieldsAt('admission').map(({ file }) => file),
  ...(moment === 'discharge'
    ? ['SERVICES_D', 'REASON', 'LOS', ...fieldsAt('discharge').map(({ file }) => `${file}_D`)]
    : []),
]

const columns: Record<Moment, readonly string[]> = { admission: inOrder('admission'), discharge: inOrder('discharge') }
/** Names of the columns, in their order. Source: clinical.md §8.1. */
export const columnsOf = (moment: Moment): readonly string[] => columns[moment]

/** The one line of a stay, by column. What is not recorded, or has no code, is -9. The clinic's own number stands for the person. */
export function recordOf(stay: StayTold, moment: Moment, own: readonly CodeRow[]): Record<string, string> {
  const coded = (field: string, ours: string | null, day: Day) =>
    ours === null ? missing : (codeFor(field, ours, own, day) ?? missing)
  const recorded = (at: Moment, ending: string) =>
    Object.fromEntries(
      fieldsAt(at).map(({ file }) => [
        `${file}${ending}`,
        (at === 'admission' ? stay.admission : stay.discharge)[file] ?? missing,
      ]),
    )
  const contact = stay.lastContact ?? stay.last
  const day = stay.last ?? stay.first
  return {
    CLIENT: stay.number,
    ADMITTED: stay.first,
    AGE: ageCode(stay.years) ?? missing,
    GENDER: coded('GENDER', stay.sex, stay.first),
    SERVICES: coded('SERVICES', stay.level, stay.first),
    DSMCRIT: coded('DSMCRIT', stay.diagnosis, stay.first),
    ...recorded('admission', ''),
    ...(moment === 'discharge' && {
      LAST_CONTACT: contact ?? missing,
      SERVICES_D: coded('SERVICES', stay.level, day),
      REASON: coded('REASON', stay.reason, day),
      LOS: contact === null ? missing : losCode(daysBetween(stay.first, contact)),
      ...recorded('discharge', '_D'),
    }),
  }
}

/** Whether a line lacks no column. */
export const isWhole = (line: Readonly<Record<string, string>>, moment: Moment): boolean =>
  columns[moment].every((column) => (line[column] ?? missing) !== missing)

/** How many lines lack each column, the fullest gap first; complete columns are left out. */
export function gapsOf(lines: readonly Record<string, string>[], moment: Moment): { column: string; n: number }[] {
  return columnsOf(moment)
    .map((column) => ({ column, n: lines.filter((line) => (line[column] ?? missing) === missing).length }))
    .filter(({ n }) => n > 0)
    .toSorted((one, other) => other.n - one.n || one.column.localeCompare(other.column))
}
