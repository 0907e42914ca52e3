import type { VisitKind } from './cost.ts'
import { hourSuits, isPinned, misfitsOf, waysTo } from './fit.ts'
import type { GroundClinician } from './ground.ts'
import type { Ask } from './group-choices.ts'
import type { VisitPlan, WeekTime } from './instance.ts'
import { freePhase, isSameTime, overlaps, sharedMinutes } from './week.ts'
import { urgency } from './weights.ts'

/** An hour in which one visit of this client could stand, with the points it adds, travel left out. */
export type Hour = { clinician: string; time: WeekTime; phase: number; cost: number; onSite: boolean; byVideo: boolean }

/** Hours with one therapist, cheapest first, and the least that all their visits together cost. */
export type TherapistHours = {
  clinician: string
  individual: readonly Hour[]
  family: readonly Hour[]
  least: number
}

export type VisitChoices = {
  /** The cheapest first. */
  therapists: readonly TherapistHours[]
  medication: readonly Hour[]
  /** What leaving a visit out costs; 0 where none is prescribed; Infinity where a pinned one must stand. */
  missing: Record<VisitKind, number>
  /** Points that every week pays unless a visit or therapist of today is kept: an hour that is kept carries them back. */
  base: number
}

/** Where this client's visits could stand now, on free hours of clinicians who suit, within their windows. */
export function visitChoicesOf(ask: Ask): VisitChoices {
  const { ground, client, occupancy, prices } = ask
  const { weights } = ground
  const { need, now } = client
  const heavy = urgency(client)
  const heldTo = (kind: VisitKind) => {
    const before = now?.[kind] ?? null
    return before !== null && isPinned(client, before.clinician) ? before : null
  }
  const isLeftOut = (id: string) => ask.notWith?.includes(id) ?? false
  const missing = (kind: VisitKind) =>
    need[kind] === null ? 0 : heldTo(kind) !== null ? Number.POSITIVE_INFINITY : heavy * weights[kind]
  const before = now?.individual?.clinician ?? now?.family?.clinician ?? null
  const leads = need.individual !== null || need.family !== null

  const caches = new Map<VisitKind, Int8Array>()
  const suits = (kind: VisitKind, slot: number, time: WeekTime): boolean => {
    const visit = need[kind]
    if (visit === null) return false
    const cache = caches.get(kind) ?? new Int8Array(ground.slots)
    caches.set(kind, cache)
    if (cache[slot] === 0) cache[slot] = hourSuits(client, visit, time, kind === 'family') ? 1 : -1
    return cache[slot] === 1
  }

  const hoursOf = (kind: VisitKind, { clinician, hours }: GroundClinician, own: number): Hour[] => {
    const visit = need[kind]
    const held = heldTo(kind)
    if (visit === null || (held !== null && held.clinician !== clinician.id)) return []
    const { onSite, byVideo } = waysTo(client, clinician)
    if (held === null && !onSite && !byVideo) return []
    const today = now?.[kind] ?? null
    const out: Hour[] = []
    for (const { time, key, slot } of hours) {
      const isToday = today !== null && today.clinician === clinician.id && isSameTime(today.time, time)
      if (held === null ? !suits(kind, slot, time) : !isToday) continue
      const phase = freePhase(occupancy.hours.get(key) ?? 0, visit.every, isToday ? today.phase : 0)
      if (phase === null) continue
      out.push({
        clinician: clinician.id,
        time,
        phase,
        onSite: onSite || (held !== null && !held.byVideo),
        byVideo: byVideo || (held?.byVideo ?? false),
        cost:
          own +
          (client.unloved.length === 0 ? 0 : (weights.unloved * sharedMinutes(time, client.unloved)) / 90) +
          (prices.hours.get(key) ?? 0) / visit.every -
          (isToday ? weights.movedHour : 0),
      })
    }
    return out
  }

  const left = { individual: missing('individual'), family: missing('family'), medication: missing('medication') }
  const found: { clinician: string; individual: Hour[]; family: Hour[] }[] = []
  if (leads)
    for (const one of ground.therapists) {
      const { clinician } = one
      if (isLeftOut(clinician.id) || (ask.onlyWith ?? clinician.id) !== clinician.id) continue
      const caseload = clinician.caseload + (ask.moreCaseload?.includes(clinician.id) ? 1 : 0)
      if ((occupancy.caseload.get(clinician.id) ?? 0) >= caseload) continue
      const own =
        weights.misfit * misfitsOf(client, clinician) +
        (prices.caseload.get(clinician.id) ?? 0) -
        (before === clinician.id ? weights.movedTherapist : 0)
      const individual = hoursOf('individual', one, own)
      if (need.individual !== null && individual.length === 0) continue
      const family = hoursOf('family', one, need.individual === null ? own : 0)
      if (need.individual === null && family.length === 0) continue
      found.push({ clinician: clinician.id, individual, family })
    }
  // Where one visit alone needs a therapist, who it is does not matter: of equal times the cheapest will do.
  if (need.individual === null || need.family === null) {
    const individual = cheapestEach(found.flatMap((one) => one.individual))
    const family = cheapestEach(found.flatMap((one) => one.family))
    for (const one of found) {
      one.individual = one.individual.filter((hour) => individual.has(hour))
      one.family = one.family.filter((hour) => family.has(hour))
    }
  }
  const therapists = found
    .filter((one) => one.individual.length + one.family.length > 0)
    .map(({ clinician, ...hours }): TherapistHours => {
      const individual = hours.individual.sort(byCost)
      const family = hours.family.sort(byCost)
      const alone = need.individual === null ? 0 : (individual[0]?.cost ?? Number.POSITIVE_INFINITY)
      return {
        clinician,
        individual,
        family,
        least: alone + Math.min(left.family, family[0]?.cost ?? Number.POSITIVE_INFINITY),
      }
    })
    .sort((one, other) => one.least - other.least)
  const medication =
    need.medication === null
      ? []
      : ground.prescribers
          .filter((one) => !isLeftOut(one.clinician.id))
          .flatMap((one) => hoursOf('medication', one, weights.misfit * misfitsOf(client, one.clinician)))
  const kinds = ['individual', 'family', 'medication'] as const
  const kept = kinds.filter((kind) => need[kind] !== null && (now?.[kind] ?? null) !== null).length
  return {
    therapists,
    medication: [...cheapestEach(medication)].sort(byCost),
    missing: left,
    base: kept * weights.movedHour + (leads && before !== null ? weights.movedTherapist : 0),
  }
}

/**
 * The same choices for a bound that takes the two visits of a family from any two therapists: what a therapist's own hour leaves
 * for the family (their cheapest other hour, or going without) is counted with that hour, and a family hour carries only what it
 * costs beyond that. Whoever keeps their therapist and cannot bring the family there pays for it in the bound already. No pair
 * of one therapist costs more than in truth, nor does going without the family or without both. Prescribed visits alone.
 */
export function sharedChoices(choices: VisitChoices): VisitChoices {
  const { missing } = choices
  // Where one kind alone is prescribed there is nothing to share.
  if (!choices.therapists.some((one) => one.individual.length > 0 && one.family.length > 0)) return choices
  let most = Number.NEGATIVE_INFINITY
  const therapists = choices.therapists.map((one): TherapistHours => {
    const individual: Hour[] = []
    const left = new Map<Hour, number>()
    for (const own of one.individual) {
      const other = one.family.find(({ time }) => !overlaps(own.time, time))
      const leaves = Math.min(missing.family, other?.cost ?? missing.family)
      // A family visit that must stand leaves no other hour for the client.
      if (leaves === Number.POSITIVE_INFINITY) continue
      left.set(own, leaves)
      most = Math.max(most, leaves)
      individual.push(leaves === 0 ? own : { ...own, cost: own.cost + leaves })
    }
    const top = Math.max(...left.values())
    const family: Hour[] = []
    for (const other of one.family) {
      let counted = Number.NEGATIVE_INFINITY
      for (const [own, leaves] of left) {
        if (leaves > counted && !overlaps(own.time, other.time)) counted = leaves
        if (counted === top) break
      }
      if (counted !== Number.NEGATIVE_INFINITY)
        family.push(counted === 0 ? other : { ...other, cost: other.cost - counted })
    }
    return { ...one, individual, family }
  })
  const shift = Number.isFinite(most) ? most : 0
  return {
    ...choices,
    therapists,
    missing: { ...missing, individual: missing.individual + shift, family: missing.family - shift },
  }
}

const byCost = (one: Hour, other: Hour): number => one.cost - other.cost

/** Of hours at one time the cheapest, and beside it the cheapest by video: one may cost a day of travel. */
export function cheapestEach(hours: readonly Hour[]): Set<Hour> {
  const known = new Map<number, Hour>()
  for (const hour of hours) {
    const { weekday, from, to } = hour.time
    const key = ((weekday * 2048 + from) * 2048 + to) * 2 + (hour.byVideo ? 1 : 0)
    const other = known.get(key)
    if (other === undefined || hour.cost < other.cost) known.set(key, hour)
  }
  return new Set(known.values())
}

export const planOf = (hour: Hour, travels: boolean): VisitPlan => ({
  clinician: hour.clinician,
  time: hour.time,
  phase: hour.phase,
  byVideo: hour.byVideo && !(hour.onSite && travels),
})
