import type { Mark } from '../../basics/mark.ts'
import { addDays, ageOn, type Day, dayAt, daysBetween, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { ConsentRow, Revocation, SignerCapacity } from '../consents/consent.ts'
import { standingConsent } from '../consents/standing.ts'
import { type Disposition, isReason, liveStops, openQuestions } from '../placement/dispositions.ts'
import type { GateResult } from '../placement/gate.ts'
import { isLevel, type LevelCode, routes } from '../placement/levels.ts'
import { type AgeGroup, ageGroupOn } from '../programs/dose.ts'

export const residences = ['home', 'sober-living', 'with-family', 'shelter', 'facility', 'other'] as const
export type Residence = (typeof residences)[number]

/** Where a recovery residence beside the program is already answered. */
const supervised: readonly string[] = ['sober-living', 'facility']

export const isResidence = (value: unknown): value is Residence => residences.some((residence) => residence === value)

type Limit = { value: number; unit: string; source: string; mark: Mark; from: Day }
export type AdmissionLimits = { gateGoodFor: Limit; startsWithin: Limit; youngest: Limit }

const limit = (value: number, unit: string, source: string): Limit => ({
  value,
  unit,
  source,
  mark: 'K',
  from: '2024-01-01',
})

/** Dated defaults; the clinical director may change them. */
export const defaultLimits: AdmissionLimits = {
  gateGoodFor: limit(7, 'days', 'Risk changes within days; Stepwell default'),
  startsWithin: limit(30, 'days', 'A later start is decided afresh; Stepwell default'),
  youngest: limit(12, 'years', 'Adolescent programs start at 12; Stepwell default'),
}

export type Admission = {
  client: { birthDate: Day; died: boolean }
  program: { kind: 'substance-use' | 'mental-health'; levelOfCare: string; ageGroup: AgeGroup }
  screening: { gate: GateResult; dispositions: readonly Disposition[]; screenedAt: Date } | null
  /** The clinician's decision, and what the recommendation put beside the level. */
  decision: { level: string; decidedAt: Date; alongside: readonly LevelCode[] } | null
  consents: readonly ConsentRow[]
  revocations: readonly Revocation[]
  signersNeeded: { treatment: readonly SignerCapacity[]; tpo: readonly SignerCapacity[] }
  /** Why the client does not sign the sharing consent, after being told what follows; blank when it is signed. */
  sharingDeclined: string
  openEpisode: { program: string; since: Day } | null
  startsOn: string
  therapist: string | null
  residence: string
  /** Why the person does not live in the recovery residence that was recommended; blank when they do. */
  residenceWords: string
  now: Date
  zone: string
}

/**
 * May this person be admitted? Null when yes. Refusals, in the order in which they are looked at: 'died', 'already-in-care',
 * 'start-day' (no real day, more than 30 days ahead, or before the day of the decision), 'too-young' (under 12),
 * 'other-age-group', 'gate-missing', 'gate-old' (more than 7 days), 'stop-stands', 'gate-unfinished', 'no-decision',
 * 'other-level', 'consent-to-treatment', 'consent-to-share' (a client may decline it with words), 'consent-after-start' (care
 * before consent), 'no-therapist', 'no-residence', 'residence-needs-words'. Clinical reference 1.3, 1.6, 4.1.
 */
export function canAdmit(admission: Admission, limits: AdmissionLimits = defaultLimits): Refusal | null {
  const { client, program, startsOn, now, zone } = admission
  const today = dayAt(now, zone)
  if (client.died) return refuse('died', 'This person has died. No episode can start.')
  if (admission.openEpisode !== null)
    return refuse(
      'already-in-care',
      `Already in care in ${admission.openEpisode.program} since ${admission.openEpisode.since}. Discharge or transfer first.`,
    )
  if (!isDay(startsOn)) return refuse('start-day', 'Give the first day of care.')
  if (startsOn > addDays(today, limits.startsWithin.value))
    return refuse(
      'start-day',
      `The first day lies more than ${limits.startsWithin.value} days ahead. Admit nearer to it.`,
    )
  const age = ageOn(client.birthDate, startsOn)
  if (age < limits.youngest.value)
    return refuse(
      'too-young',
      `Under ${limits.youngest.value}: this program is not for children. Refer to care for children.`,
    )
  if (ageGroupOn(client.birthDate, startsOn) !== program.ageGroup)
    return refuse(
      'other-age-group',
      `Aged ${age} on the first day: choose a program for ${age < 18 ? 'adolescents' : 'adults'}.`,
    )
  return (
    gateRefusal(admission, limits) ??
    levelRefusal(admission) ??
    decisionDayRefusal(admission) ??
    treatmentRefusal(admission) ??
    sharingRefusal(admission) ??
    consentDayRefusal(admission) ??
    placeRefusal(admission)
  )
}

function gateRefusal({ screening, program, now }: Before, limits: AdmissionLimits): Refusal | null {
  if (screening === null) return refuse('gate-missing', 'Go through the safety gate first.')
  const { gate, dispositions, screenedAt } = screening
  if (now.getTime() - screenedAt.getTime() > limits.gateGoodFor.value * 86_400_000)
    return refuse('gate-old', `The safety gate is more than ${limits.gateGoodFor.value} days old. Go through it again.`)
  const { levelOfCare } = program
  const stop = liveStops(gate, dispositions).find(
    (each) => !isLevel(levelOfCare) || !routes[each.routeTo].answeredBy.includes(levelOfCare),
  )
  if (stop !== undefined)
    return refuse('stop-stands', `${stop.because} Hand the person off (${stop.routeLabel}), or a clinician settles it.`)
  const open = openQuestions(gate, dispositions)
  if (open.length > 0)
    return refuse('gate-unfinished', 'Finish the safety gate first: an unanswered question is not a no.', open)
  return null
}

function levelRefusal({ program, decision }: Pick<Admission, 'program' | 'decision'>): Refusal | null {
  if (decision === null) return refuse('no-decision', 'A clinician decides on the level of care first.')
  if (decision.level !== program.levelOfCare)
    return refuse('other-level', `Level ${decision.level} was decided; this program is level ${program.levelOfCare}.`)
  return null
}

const decisionDayRefusal = ({ decision, startsOn, zone }: Admission): Refusal | null =>
  decision !== null && startsOn < dayAt(decision.decidedAt, zone)
    ? refuse('start-day', 'The first day cannot lie before the decision on the level of care.')
    : null

const both = (needed: readonly SignerCapacity[]) => (needed.length > 1 ? ' by the client and a parent or guardian' : '')

const treatmentConsent = ({ consents, revocations, signersNeeded, now, zone }: Before) =>
  standingConsent('treatment', consents, revocations, signersNeeded.treatment, now, zone)

const treatmentRefusal = (admission: Before): Refusal | null =>
  treatmentConsent(admission) === null
    ? refuse(
        'consent-to-treatment',
        `Consent to treatment has to be signed first${both(admission.signersNeeded.treatment)}.`,
      )
    : null

function sharingRefusal({ consents, revocations, signersNeeded, sharingDeclined, now, zone }: Before): Refusal | null {
  const sharing = standingConsent('tpo', consents, revocations, signersNeeded.tpo, now, zone)
  if (sharing !== null || isReason(sharingDeclined)) return null
  return refuse(
    'consent-to-share',
    `The sharing consent has to be signed${both(signersNeeded.tpo)}, or the client declines it: say what they were told.`,
  )
}

function consentDayRefusal(admission: Admission): Refusal | null {
  const signed = treatmentConsent(admission) ?? []
  return signed.some((row) => dayAt(row.signedAt, admission.zone) > admission.startsOn)
    ? refuse('consent-after-start', 'Care cannot start before the day on which consent to treatment was signed.')
    : null
}

/** What has to be there before anyone fills in an admission. */
export type Before = Pick<
  Admission,
  | 'program'
  | 'screening'
  | 'decision'
  | 'consents'
  | 'revocations'
  | 'signersNeeded'
  | 'sharingDeclined'
  | 'now'
  | 'zone'
>

/**
 * The four things that come before an admission, each with what it still lacks or null where it is in place: the safety
 * gate (at most 7 days old, no stop standing, no question open), the clinician's decision, the consent to treatment, and
 * the sharing consent signed or declined with words. The refusals are those of `canAdmit`.
 */
export const stillMissing = (
  before: Before,
  limits: AdmissionLimits = defaultLimits,
): { gate: Refusal | null; decision: Refusal | null; treatment: Refusal | null; sharing: Refusal | null } => ({
  gate: gateRefusal(before, limits),
  decision: levelRefusal(before),
  treatment: treatmentRefusal(before),
  sharing: sharingRefusal(before),
})

function placeRefusal({ therapist, residence, residenceWords, decision }: Admission): Refusal | null {
  if (therapist === null || therapist === '') return refuse('no-therapist', 'Name the primary therapist.')
  if (!isResidence(residence)) return refuse('no-residence', 'Say where the person lives during the program.')
  if (decision?.alongside.includes('3.1') && !supervised.includes(residence) && !isReason(residenceWords))
    return refuse(
      'residence-needs-words',
      'A recovery residence was recommended. Say why the person lives elsewhere, and what makes it safe.',
    )
  return null
}

export type Stay = {
  from: Day
  /** The last day of care, included; null while it goes on. */
  lastDay: Day | null
}

/** 1 on the first day, 2 on the next; null before the first and after the last. */
export const dayOfStay = (stay: Stay, on: Day): number | null =>
  on < stay.from || (stay.lastDay !== null && on > stay.lastDay) ? null : daysBetween(stay.from, on) + 1

/** Days from admission to discharge, at least 1, as state treatment reports count a stay; so far, while it goes on. */
export const lengthOfStay = (stay: Stay, today: Day): number =>
  Math.max(1, daysBetween(stay.from, stay.lastDay ?? today))

export const dischargeReasons = [
  'completed',
  'transferred',
  'dropped-out',
  'terminated',
  'incarcerated',
  'died',
  'other',
] as const
export type DischargeReason = (typeof dischargeReasons)[number]

/**
 * May this episode end so? The last day lies between the first day and today; a stay that the program ended, that moved
 * elsewhere or that ended otherwise says why or where to (15 characters, two words). Refusals: 'ended-already', 'last-day',
 * 'no-reason', 'needs-words'. Open items of continuing care do not hold a discharge up: they go on after it.
 */
export function dischargeRefusal(
  stay: Stay,
  discharge: { onDay: string; reason: string; words: string },
  today: Day,
): Refusal | null {
  if (stay.lastDay !== null) return refuse('ended-already', `This episode ended on ${stay.lastDay}.`)
  if (!isDay(discharge.onDay) || discharge.onDay < stay.from || discharge.onDay > today)
    return refuse('last-day', `Give the last day of care, from ${stay.from} to today.`)
  if (!dischargeReasons.some((reason) => reason === discharge.reason))
    return refuse('no-reason', 'Choose why the episode ends.')
  if (['transferred', 'terminated', 'other'].includes(discharge.reason) && !isReason(discharge.words))
    return refuse(
      'needs-words',
      discharge.reason === 'transferred' ? 'Say where to, and who took over.' : 'Say what happened, in a sentence.',
    )
  return null
}
