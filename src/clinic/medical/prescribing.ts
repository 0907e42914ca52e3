import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { type Holder, mayHold } from '../staff/credentials.ts'

const prescriberWords =
  /\b(md|do|physician|np|pmhnp|fnp|dnp|aprn|cns|crnp|nurse practitioner|pa|pa-c|physician assistant|psychiatrist)\b/i
const nurseWords = /\b(rn|lpn|lvn|bsn|registered nurse|practical nurse)\b/i

/** Whether credentials such as 'PMHNP, NP' are those of a prescriber. */
export const prescribes = (credentials: string): boolean => prescriberWords.test(credentials)
export const isNurse = (credentials: string): boolean => nurseWords.test(credentials)

/**
 * Whether somebody may order a medicine on a day in a state ('NY'): a licence that lets them prescribe stands there that day.
 * Refuses 'no-licence', 'licence-ended', 'licence-not-yet', 'other-state' and 'beyond-credential'. Source: clinical.md §7.4 (MD,
 * DO, PMHNP, PA; a valid credential on the service date in the client's state).
 */
export const mayPrescribe = (person: Holder, day: Day, state: string): Refusal | null =>
  mayHold(person, { label: 'prescribing', licence: true, training: null, permits: prescribes }, day, state)

/** Whether somebody may go through the medication list: a prescriber or a nurse whose licence stands that day. Refuses as above. */
export function mayReconcile(person: Holder, day: Day, state: string): Refusal | null {
  const reaches = (credentials: string) => prescribes(credentials) || isNurse(credentials)
  const refused = mayHold(
    person,
    { label: 'the medication list', licence: true, training: null, permits: reaches },
    day,
    state,
  )
  return refused?.refused === 'beyond-credential' || refused?.refused === 'no-licence'
    ? refuse('not-a-nurse', 'A prescriber or a nurse goes through the medication list. Ask one of them.')
    : refused
}

/** The licence it rests on, in words: 'NP, NY, to 2027-03-01'. The longest that stands. */
export function licenceInWords(person: Holder, day: Day, state: string): string {
  const standing = person.licences
    .filter((one) => one.state === state && (one.from === null || one.from <= day) && day <= one.to)
    .toSorted((a, b) => (a.to > b.to ? -1 : 1))[0]
  return standing === undefined ? person.credential : `${standing.kind}, ${standing.state}, to ${standing.to}`
}
