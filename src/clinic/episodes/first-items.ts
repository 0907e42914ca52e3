import type { Mark } from '../../basics/mark.ts'
import { addDays, type Day } from '../../basics/dates.ts'
import type { AgeGroup } from '../programs/dose.ts'

/** Whose an open item is, by the part they have in this person's care. */
export type ItemOwner = 'primary-therapist' | 'care-coordinator' | 'prescriber'

export type ItemKind =
  | 'emergency-contact'
  | 'naloxone'
  | 'safety-plan'
  | 'medication-continuity'
  | 'withdrawal-cover'
  | 'continuing-care-provider'
  | 'relapse-prevention-plan'
  | 'recovery-residence'
  | 'housing'
  | 'family'
  | 'work-and-school'
  | 'recovery-support'
  | 'follow-up-7-days'

/** What is known at admission that decides which items open. */
export type AdmissionFacts = {
  program: 'substance-use' | 'mental-health'
  ageGroup: AgeGroup
  usesOpioids: boolean
  /** The safety gate found anything about suicide, however it was settled. */
  suicideFound: boolean
  takesMedication: boolean
  /** The recommendation put a prescriber beside the program. */
  prescriberBeside: boolean
  /** The recommendation put a recovery residence beside the program. */
  residenceBeside: boolean
}

export type FirstItem = {
  kind: ItemKind
  what: string
  owner: ItemOwner
  /** Whole days after the day of admission; 0 is that day. */
  dueDays: number
  opens: (facts: AdmissionFacts) => boolean
  source: string
  mark: Mark
}

const always = () => true
const practice = 'Discharge planning starts at admission; common practice'

const item = (
  kind: ItemKind,
  dueDays: number,
  owner: ItemOwner,
  what: string,
  opens: FirstItem['opens'] = always,
  source: string = practice,
): FirstItem => ({ kind, what, owner, dueDays, opens, source, mark: 'K' })

/**
 * The first open items of a continuing-care plan. It exists from the minute of admission: leaving is planned from the
 * first day, because most who leave do so before it was. A clinic sets its own days.
 */
export const firstItems: readonly FirstItem[] = [
  item('emergency-contact', 0, 'care-coordinator', 'Record whom to call in an emergency, and what they may be told'),
  item(
    'naloxone',
    0,
    'primary-therapist',
    'Offer naloxone and show how to use it',
    (facts) => facts.program === 'substance-use' || facts.usesOpioids,
  ),
  item(
    'safety-plan',
    0,
    'primary-therapist',
    'Write the safety plan together, means included',
    (facts) => facts.suicideFound,
    'C-SSRS screener triage: a safety plan the same day',
  ),
  item(
    'withdrawal-cover',
    1,
    'prescriber',
    'See the person about withdrawal or medicine for addiction',
    (facts) => facts.prescriberBeside,
  ),
  item(
    'recovery-residence',
    3,
    'care-coordinator',
    'Find a place in a recovery residence',
    (facts) => facts.residenceBeside,
  ),
  item(
    'medication-continuity',
    7,
    'prescriber',
    'Say who prescribes now and after the last day, and that the supply lasts',
    (facts) => facts.takesMedication || facts.prescriberBeside || facts.usesOpioids,
  ),
  item(
    'family',
    7,
    'primary-therapist',
    'Name the adult who comes to family sessions',
    (facts) => facts.ageGroup === 'adolescent',
  ),
  item(
    'family',
    14,
    'primary-therapist',
    'Ask whom to invite to a family session',
    (facts) => facts.ageGroup === 'adult',
  ),
  item('continuing-care-provider', 14, 'care-coordinator', 'Name who continues the care after the last day'),
  item(
    'relapse-prevention-plan',
    14,
    'primary-therapist',
    'Write the first relapse-prevention plan',
    (facts) => facts.program === 'substance-use',
  ),
  item(
    'relapse-prevention-plan',
    14,
    'primary-therapist',
    'Write the first plan for staying well',
    (facts) => facts.program === 'mental-health',
  ),
  item('housing', 14, 'care-coordinator', 'Confirm where the person lives after the program'),
  item('work-and-school', 21, 'care-coordinator', 'Plan the way back to work or school'),
  item('recovery-support', 21, 'primary-therapist', 'Try a mutual-help meeting or a peer, whichever suits'),
  item(
    'follow-up-7-days',
    28,
    'care-coordinator',
    'Book the visit within 7 days after the last day',
    always,
    'Follow-up 7, 30 and 90 days after discharge',
  ),
]

export type OpenItem = { kind: ItemKind; what: string; owner: ItemOwner; dueOn: Day }

/** The items that open with an episode that starts on this day, soonest due first. */
export const openItemsOf = (
  facts: AdmissionFacts,
  startsOn: Day,
  items: readonly FirstItem[] = firstItems,
): OpenItem[] =>
  items
    .filter((each) => each.opens(facts))
    .toSorted((a, b) => a.dueDays - b.dueDays)
    .map(({ kind, what, owner, dueDays }) => ({ kind, what, owner, dueOn: addDays(startsOn, dueDays) }))
