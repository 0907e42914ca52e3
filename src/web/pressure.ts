/** What public pages take before they defend themselves. Ours to choose, not a law's: one place, one reason each. */
export const limits = {
  /** Handed in from one address in an hour: a shelter or a library shares one. */
  fromOneAddress: 12,
  /** The same, for what takes a time or a seat from others. */
  placesFromOneAddress: 6,
  /** Without proof of work, from everybody, in an hour; what comes after is held back. */
  unproved: 20,
  /** From everybody in an hour, proved or not: no clinic has so many inquiries; what comes after is held back. */
  everyone: 60,
  /** Forms sent from one address: a burst, and how many more each second. Twenty questions are twenty forms. */
  burst: 60,
  perSecond: 1,
  /** Forms sent by everybody to one copy of Stepwell. */
  burstAll: 200,
  perSecondAll: 6,
  /** Longer than any public form. */
  bytes: 64 * 1024,
  /** How long a form may take to arrive, in milliseconds: the slowest telephone sends one in five seconds. */
  patience: 20_000,
  /** Visitors who may use the database at once, so that staff always find it free; and how many wait for that. */
  atOnce: 2,
  waiting: 60,
} as const

export type Pressure = { here: number; everyone: number; unproved: number; proved: boolean; takesPlace?: boolean }

/**
 * What becomes of something handed in, with the counts of the last hour before it: kept, held back (kept, and off the board
 * until somebody looks), refused because this one address has sent too many, or, where it takes a place, because of a flood.
 */
export function judged(pressure: Pressure): 'keep' | 'hold-back' | 'too-many' | 'too-busy' {
  const { here, everyone, unproved, proved, takesPlace = false } = pressure
  if (here >= (takesPlace ? limits.placesFromOneAddress : limits.fromOneAddress)) return 'too-many'
  const isFlood = everyone >= limits.everyone || (!proved && unproved >= limits.unproved)
  return isFlood ? (takesPlace ? 'too-busy' : 'hold-back') : 'keep'
}

/** A bucket that fills by the second; `take` says whether there was one left. Instants are milliseconds. */
export type Bucket = { left: number; at: number }
export function take(bucket: Bucket, now: number, most: number, perSecond: number): boolean {
  const left = Math.min(most, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond)
  bucket.at = now
  bucket.left = left >= 1 ? left - 1 : left
  return left >= 1
}
