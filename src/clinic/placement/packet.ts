import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/** What a packet may hold; the person, the hand-off, the basis and the notice always go. */
export const packetParts = {
  gate: 'The safety gate: what was found, and every answer',
  assessment: 'The assessment: ratings, the recommendation, the decision',
  history: 'Medications, allergies and problems',
  contacts: 'How to reach the person and who is called in an emergency',
} as const
export type PacketPart = keyof typeof packetParts
export const isPart = (text: string): text is PacketPart => Object.hasOwn(packetParts, text)

export type HistoryItem = {
  id: string
  kind: 'problem' | 'medication' | 'allergy'
  label: string
  codeSystem: string | null
  code: string | null
  status: string
  startedOn: Day | null
  detail: string
}

/** On what it rests that anything leaves: a consent with its scope and its copy, or an emergency with its four facts. */
export type Basis =
  | {
      kind: 'consent'
      consentId: string
      signedBy: string
      signedOn: Day
      endsOn: Day | null
      endsWhen: string
      what: string[]
      purposes: string[]
      recipients: string[]
      /** The words as they were signed. */
      copy: string
    }
  | {
      kind: 'emergency'
      recipient: string
      affiliation: string
      discloser: string
      at: Date
      nature: string
    }

export type Packet = {
  id: string
  clinic: { name: string; id: string }
  madeAt: Date
  madeBy: { id: string; name: string }
  zone: string
  isSubstanceUse: boolean
  notice: { version: string; text: string }
  basis: Basis
  client: {
    id: string
    number: string
    givenName: string
    familyName: string
    preferredName: string
    birthDate: Day
    sex: string
    pronouns: string
    language: string
  }
  handOff: { id: string; to: string; whom: string; because: string; dueAt: Date; backOn: Day; owner: string }
  contacts: { kind: string; value: string; label: string; name: string; relationship: string }[]
  history: HistoryItem[]
  gate: {
    id: string
    at: Date
    by: string
    thresholds: string
    stops: { id: string; because: string; to: string; disposition: string }[]
    cautions: string[]
    answers: {
      id: string
      group: string
      question: string
      answer: string
      number: { value: number; unit: string } | null
    }[]
  } | null
  assessment: {
    id: string
    at: Date
    by: string
    kind: string
    edition: string
    recommended: string
    decided: string
    reasons: string[]
    ratings: { key: string; label: string; rating: number | null; words: string; parts: string }[]
  } | null
}

/** Places where medical personnel take over: only to them may be told in an emergency without consent. 42 CFR 2.51. */
export const medicalPlaces: readonly string[] = ['911', 'ed', 'crisis', '4', '4-psych', '3.7', '2.7']

/** For so long a recorded emergency carries a packet; hours [K]. */
export const EMERGENCY_HOURS = 24

export type Emergency = { recipientName: string; affiliation: string; discloser: string; toldAt: Date; nature: string }

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/**
 * May a telling in a medical emergency be recorded? The four things of 42 CFR 2.51(c), each of its own: 'needs-name' who was
 * told, 'needs-affiliation' of which facility, 'needs-discloser' who told, 'needs-time' when (not ahead of now, and no
 * longer ago than a day), 'needs-nature' the emergency in 15 characters or more; and 'not-medical' unless the person is
 * handed to a place where medical personnel take over.
 */
export function emergencyRefusal(emergency: Emergency, toLevel: string, now: Date): Refusal | null {
  if (!medicalPlaces.includes(toLevel))
    return refuse(
      'not-medical',
      'Without consent only medical personnel may be told, in an emergency. This hand-off goes elsewhere: ask for consent.',
    )
  if (letters(emergency.recipientName) < 2) return refuse('needs-name', 'Name the person there who is told.')
  if (letters(emergency.affiliation) < 2) return refuse('needs-affiliation', 'Name the facility they belong to.')
  if (letters(emergency.discloser) < 2) return refuse('needs-discloser', 'Name who tells them.')
  const at = emergency.toldAt.getTime()
  if (Number.isNaN(at) || at > now.getTime() + 60_000 || at < now.getTime() - EMERGENCY_HOURS * 3_600_000)
    return refuse('needs-time', 'Give the day and time when they were told, within the last 24 hours.')
  return emergency.nature.trim().length < 15 || letters(emergency.nature) < 8
    ? refuse('needs-nature', 'Say what the emergency is, in 15 characters or more.')
    : null
}

/** Does this recorded emergency still carry a packet? */
export const carries = (toldAt: Date, now: Date): boolean =>
  now.getTime() - toldAt.getTime() <= EMERGENCY_HOURS * 3_600_000
