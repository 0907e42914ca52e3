import { refuse, type Refusal } from '../../basics/refusal.ts'

/** Somebody who could take over one hour of another's. */
export type Candidate = {
  id: string
  name: string
  /** What their credentials say against it; null: nothing. */
  unfit: string | null
  /** What holds them at that hour, in words; null: they are free. */
  busy: string | null
  /** Whether they work then; null where they gave no hours. */
  works: boolean | null
  /** Of how many of those expected they led or held something before, and of how many they are the primary therapist. */
  knows: number
  primaryOf: number
  /** Hours they have that day already, in minutes. */
  minutesThatDay: number
}

export type Proposal = Candidate & { fits: boolean }

/**
 * Who could take over, the best first: those who may and are free; among them those who work then, who are primary therapist of
 * most, who know most, and who have the least to do that day. Then those who cannot, with what stands against them. The order
 * is the same for the same facts. Source: clinical.md §7.4; who treated somebody before comes first (issue: known to the members).
 */
export function proposals(candidates: readonly Candidate[]): Proposal[] {
  return candidates
    .map((one) => ({ ...one, fits: one.unfit === null && one.busy === null }))
    .sort(
      (a, b) =>
        Number(b.fits) - Number(a.fits) ||
        Number(b.works !== false) - Number(a.works !== false) ||
        b.primaryOf - a.primaryOf ||
        b.knows - a.knows ||
        a.minutesThatDay - b.minutesThatDay ||
        a.name.localeCompare(b.name) ||
        (a.id < b.id ? -1 : 1),
    )
}

/** Two hours that share a minute. */
export const meets = (a: { begins: Date; ends: Date }, b: { begins: Date; ends: Date }): boolean =>
  a.begins < b.ends && b.begins < a.ends

export type Hour = { key: string; name: string; begins: Date; ends: Date }

/**
 * Whether the choices of one screen hang together: nobody takes over two hours that run into each other. `taken` are the hours
 * with whoever was chosen for them. Refuses 'twice-at-once'.
 */
export function mayTakeOver(taken: readonly { staffId: string; name: string; hour: Hour }[]): Refusal | null {
  for (const [n, one] of taken.entries()) {
    const other = taken
      .slice(n + 1)
      .find((two) => two.staffId === one.staffId && two.hour.key !== one.hour.key && meets(one.hour, two.hour))
    if (other !== undefined)
      return refuse(
        'twice-at-once',
        `${one.name} would hold ${one.hour.name} and ${other.hour.name} at one time. Choose somebody else for one of them.`,
      )
  }
  return null
}

/**
 * What the screen offers first for each hour: the best who fits, works then or gave no hours, and is not offered already for
 * another hour that runs into this one. Null: nobody. In the order of the hours.
 */
export function firstOffers(
  hours: readonly { key: string; begins: Date; ends: Date; proposed: readonly Proposal[] }[],
): Map<string, string | null> {
  const offered: { staffId: string; begins: Date; ends: Date }[] = []
  return new Map(
    hours.map((hour) => {
      const best = hour.proposed.find(
        (one) =>
          one.fits && one.works !== false && !offered.some((other) => other.staffId === one.id && meets(other, hour)),
      )
      if (best !== undefined) offered.push({ staffId: best.id, begins: hour.begins, ends: hour.ends })
      return [hour.key, best?.id ?? null]
    }),
  )
}
