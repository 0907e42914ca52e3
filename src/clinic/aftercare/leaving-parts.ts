import { addDays, type Day, daysBetween } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import type { ItemKind } from '../episodes/first-items.ts'

// The plan for afterwards, in nine parts that exist from the minute of admission. A part is ready because of what it holds, not
// because somebody ticked it. Source: clinical.md §10 (discharge planning from admission on), products.md part 3, idea 10.

export const leavingParts = [
  'appointments',
  'supports',
  'signs',
  'medicine',
  'naloxone',
  'family',
  'housing',
  'work',
  'peers',
] as const
export type LeavingPart = (typeof leavingParts)[number]
export const isLeavingPart = (text: string): text is LeavingPart => leavingParts.some((part) => part === text)

/** The part that each thing to do belongs to; what came as something else belongs to none. */
const partOfKind: Record<ItemKind, LeavingPart> = {
  'continuing-care-provider': 'appointments',
  'follow-up-7-days': 'appointments',
  'emergency-contact': 'supports',
  'relapse-prevention-plan': 'signs',
  'safety-plan': 'signs',
  'medication-continuity': 'medicine',
  'withdrawal-cover': 'medicine',
  naloxone: 'naloxone',
  family: 'family',
  housing: 'housing',
  'recovery-residence': 'housing',
  'work-and-school': 'work',
  'recovery-support': 'peers',
}
export const partOf = (kind: string): LeavingPart | null =>
  Object.hasOwn(partOfKind, kind) ? partOfKind[kind as ItemKind] : null // hasOwn has just shown it to be one

export const marks = ['ready', 'open', 'not-needed', 'declined'] as const
export type Mark = (typeof marks)[number]

/** A line of the medicine list that is taken every so often: until which day it is covered, null where nobody noted a supply. */
export type Line = { name: string; coveredTo: Day | null }
export type LeavingFacts = {
  /** What each part says in the client's words; '' where nothing was written. */
  words: Record<LeavingPart, string>
  /** The latest word of staff on each part. */
  marks: Partial<Record<LeavingPart, { mark: Mark; because: string }>>
  /** Things to do, by their kind: open ones, and what was said where they were done. */
  items: readonly { kind: string; isDone: boolean; words: string }[]
  /** Appointments that stand or were kept: not those that were cancelled, missed or a mistake. */
  visits: readonly { kind: string; withWhom: string; onDay: Day }[]
  /** People who stand as supports, and emergency contacts: how many have a telephone number. */
  supports: number
  reachable: number
  /** Parts of the plan for bad hours that are written, of 7. */
  safetyParts: number
  medicines: readonly Line[]
  /** Somebody has gone through the list of medicines in this stay, or an entry stands on it. */
  medicinesKnown: boolean
  /** The next day with a prescriber, here or elsewhere. */
  prescriberOn: Day | null
  naloxone: { outcome: string; onDay: Day } | null
  lastDay: Day | null
  today: Day
}

export type PartState = {
  part: LeavingPart
  /** 'ready' and 'settled' (not needed, or declined) count; 'begun' holds something; 'open' nothing. */
  state: 'ready' | 'settled' | 'begun' | 'open'
  because: string
}
export type Readiness = { ready: number; of: number; items: PartState[] }

/** How far the plan is: each part with its state and one sentence why. Refuses nothing; a missing fact never counts as good news. */
export function readinessFrom(facts: LeavingFacts): Readiness {
  const items = leavingParts.map((part) => stateOf(part, facts))
  const ready = items.filter(({ state }) => state === 'ready' || state === 'settled').length
  return { ready, of: leavingParts.length, items }
}

function stateOf(part: LeavingPart, facts: LeavingFacts): PartState {
  const said = facts.marks[part]
  if (said?.mark === 'not-needed') return { part, state: 'settled', because: `Not needed: ${said.because}` }
  if (said?.mark === 'declined') return { part, state: 'settled', because: `They want none of it: ${said.because}` }
  const found = judge[part](facts)
  // Opened again by hand: what it holds stays, and it does not count.
  if (said?.mark === 'open' && found.state === 'ready')
    return { part, state: 'begun', because: said.because === '' ? 'Opened again.' : `Opened again: ${said.because}` }
  return { part, ...found }
}

type Found = Pick<PartState, 'state' | 'because'>
const ready = (because: string): Found => ({ state: 'ready', because })
const begun = (because: string): Found => ({ state: 'begun', because })
const open = (because: string): Found => ({ state: 'open', because })

const judge: Record<LeavingPart, (facts: LeavingFacts) => Found> = {
  appointments: appointmentsOf,
  supports: ({ supports, reachable, words }) => {
    if (reachable > 0) return ready(`${plural(reachable, 'person', 'people')} to call, with a number.`)
    if (supports > 0) return begun('Somebody is named; a telephone number is missing.')
    return words.supports === '' ? open('Nobody is named yet.') : begun('Named in their words; no number stands apart.')
  },
  signs: (facts) => {
    const wanted = facts.items.some(({ kind }) => kind === 'safety-plan')
    if (wanted && facts.safetyParts === 0) return begun('The plan for bad hours is not written.')
    return written('signs', facts, 'What it looks like before it gets bad is not written.')
  },
  medicine: medicineOf,
  naloxone: ({ naloxone }) => {
    if (naloxone === null) return open('Nobody has offered it.')
    if (naloxone.outcome === 'declined') return { state: 'settled', because: 'Offered, and declined.' }
    if (naloxone.outcome === 'prescribed') return begun('Prescribed. Ask whether they have it in hand.')
    return ready(naloxone.outcome === 'has-it' ? 'They have it.' : 'Given, and shown how.')
  },
  family: (facts) => written('family', facts, 'Who at home knows what is not written.'),
  housing: (facts) => written('housing', facts, 'Where they will live is not written.'),
  work: (facts) => written('work', facts, 'The way back to work or school is not written.'),
  peers: (facts) => written('peers', facts, 'Nobody has asked about meetings or a peer.'),
}

/** A part in words: it holds some, and nothing of it is left to do, or staff said that it is ready. */
function written(part: LeavingPart, { words, marks: said, items }: LeavingFacts, none: string): Found {
  const own = items.filter(({ kind }) => partOf(kind) === part)
  const holds = words[part] !== '' || own.some((item) => item.isDone && item.words !== '')
  const left = own.filter((item) => !item.isDone).length
  if (!holds)
    return own.some(({ isDone }) => isDone) ? begun('Ticked off; what was agreed is not written.') : open(none)
  if (left === 0 || said[part]?.mark === 'ready') return ready('Written in their words.')
  return begun(`Written; ${plural(left, 'thing is', 'things are')} left to do.`)
}

/** An appointment with somebody, on a day: within seven days after the last one where that day is known. */
function appointmentsOf({ visits, lastDay, today, words }: LeavingFacts): Found {
  const from = lastDay ?? today
  const ahead = visits.filter(({ onDay }) => onDay >= from).toSorted((one, other) => (one.onDay < other.onDay ? -1 : 1))
  const [first] = ahead
  if (first === undefined)
    return words.appointments === '' ? open('No appointment is made.') : begun('Spoken about; no appointment is made.')
  if (lastDay !== null && daysBetween(lastDay, first.onDay) > soonAfter)
    return begun(`The first is ${daysBetween(lastDay, first.onDay)} days after the last day: later than ${soonAfter}.`)
  return ready(`${first.withWhom}, on ${first.onDay}.`)
}

/** Days after the last one within which somebody is seen (HEDIS counts 7) [K]. */
export const soonAfter = 7

/** The bridge: what they take is covered until the day on which the next prescriber sees them. */
function medicineOf({ medicines, medicinesKnown, prescriberOn, today }: LeavingFacts): Found {
  if (medicines.length === 0)
    return medicinesKnown ? ready('They take no medicine every day.') : open('Nobody has gone through their medicines.')
  const unknown = medicines.find(({ coveredTo }) => coveredTo === null)
  const ends = bridgeEnd(medicines)
  if (prescriberOn === null)
    return begun(
      ends === null
        ? 'No next prescriber, and no supply is noted.'
        : `Lasts until ${ends}; no next prescriber is named.`,
    )
  if (unknown !== undefined || ends === null) return begun(`It is not noted how long ${unknown?.name ?? 'it'} lasts.`)
  if (ends < addDays(prescriberOn, -1))
    return begun(
      `${plural(daysBetween(ends, prescriberOn) - 1, 'day', 'days')} without medicine: it lasts until ${ends}, the prescriber sees them on ${prescriberOn}.`,
    )
  return ready(
    `Lasts until ${ends}${ends < today ? ', which has passed' : ''}; the prescriber sees them on ${prescriberOn}.`,
  )
}

/** The first day on which a medicine runs out; null where none is noted. */
export const bridgeEnd = (medicines: readonly Line[]): Day | null =>
  medicines
    .flatMap(({ coveredTo }) => (coveredTo === null ? [] : [coveredTo]))
    .toSorted()
    .at(0) ?? null

/** What each part is called, what it asks, and what can be done tonight where it is missing. */
export const partWords: Record<LeavingPart, { title: string; asks: string; tonight: string }> = {
  appointments: {
    title: 'Appointments afterwards',
    asks: 'Who goes on with the care, and when they first meet.',
    tonight:
      'Call the outpatient clinic they came from, or ours, and take the first hour that is free. Give the day in writing.',
  },
  supports: {
    title: 'People',
    asks: 'Whom they call first, and with what.',
    tonight:
      'Ask for two names and numbers, and save them in their telephone before they go. 988 answers day and night.',
  },
  signs: {
    title: 'Signs, and what helps',
    asks: 'How they notice that it turns, and what they do then.',
    tonight:
      'Ask: what was the first sign last time, and what helped? Write three lines together. Offer the plan for bad hours.',
  },
  medicine: {
    title: 'Medicine until the next prescriber',
    asks: 'How long the supply lasts, and who prescribes next.',
    tonight:
      'Ask the prescriber on call for a bridge until a visit can be had. Never let medicine for opioid use stop for want of a visit.',
  },
  naloxone: {
    title: 'Naloxone',
    asks: 'Given, offered, or declined; and who at home knows how.',
    tonight: 'Put a kit into their hand and show it once. Pharmacies give it without a prescription.',
  },
  family: {
    title: 'Family',
    asks: 'Who knows what, and what they do when they worry.',
    tonight: 'Ask whom they want told that they left. Tell nobody without their signed consent.',
  },
  housing: {
    title: 'Where they live',
    asks: 'Where they sleep from the first night on, and whether it is safe.',
    tonight: 'Ask where they sleep tonight. If nowhere: 211 finds a bed; a recovery residence may take them today.',
  },
  work: {
    title: 'Work or school',
    asks: 'When they go back, and what is said there.',
    tonight: 'Offer a letter that says no more than the dates. It can wait until the morning.',
  },
  peers: {
    title: 'Meetings and peers',
    asks: 'A meeting or a peer who suits them, or why not.',
    tonight: 'Show the meetings of tonight and tomorrow on their own page. One with a friendly face is enough.',
  },
}

/** The gaps of a plan, each with what can be done tonight. */
export const gapsOf = ({ items }: Readiness): { part: LeavingPart; because: string; tonight: string }[] =>
  items
    .filter(({ state }) => state === 'open' || state === 'begun')
    .map(({ part, because }) => ({ part, because, tonight: partWords[part].tonight }))

/**
 * What two people wrote of one part at the same time, put together so that nothing is lost: what only one of them changed since
 * `base` is theirs; what both changed holds both, the one that was saved first above.
 */
export const joinedWords = (base: string, saved: string, mine: string): { words: string; both: boolean } => {
  if (saved === base || saved === mine) return { words: mine, both: false }
  if (mine === base) return { words: saved, both: false }
  return { words: `${saved}\n${mine}`, both: true }
}

/** The words of a form, part by part, each with the save that they are based on. */
export const wordsTyped = (
  typed: Readonly<Record<string, string>>,
): { part: LeavingPart; words: string; basedOn: string | null }[] =>
  leavingParts.flatMap((part) => {
    const words = typed[part]
    return words === undefined
      ? []
      : [{ part, words: words.replaceAll('\0', ''), basedOn: typed[`base-${part}`] || null }]
  })
