/**
 * What each shortfall and each change costs, in points. Weights are policy: a clinic may set its own, dated, and see what
 * would change. Minutes are counted in units of 90. Source: shared formulation of the week (decisions/011).
 */
export type Weights = {
  /** Per 90 missing minutes of groups; per 90 missing core minutes; per missing topic; per missing day. */
  minutes: number
  core: number
  topic: number
  day: number
  individual: number
  family: number
  medication: number
  /** Each day with travel. */
  travelDay: number
  /** Any part of a meeting in an hour that the client would rather not have, per 90 minutes. */
  unloved: number
  /**
   * A therapist or prescriber who shares no language with the client, again one who does not treat what the client comes
   * for, and again one who is not of the gender that they would like. Once for each clinician, however many visits they hold.
   */
  misfit: number
  /** Per 90 minutes of counted groups beyond the prescribed ones, and of groups that do not count: nobody fills a room. */
  surplus: number
  /** A group that runs; each seat below its least; each newcomer beyond two thirds of the room. */
  running: number
  belowLeast: number
  newcomer: number
  /**
   * Against today's week: each group of today that is left; each visit still prescribed that no longer stands with the
   * same clinician at the same hour; a primary therapist who is no longer theirs.
   */
  movedSeries: number
  movedHour: number
  movedTherapist: number
}

export const usualWeights: Weights = {
  minutes: 400,
  core: 200,
  topic: 150,
  day: 300,
  individual: 600,
  family: 150,
  medication: 150,
  travelDay: 8,
  unloved: 12,
  misfit: 10,
  surplus: 20,
  running: 20,
  belowLeast: 15,
  newcomer: 10,
  movedSeries: 40,
  movedHour: 25,
  movedTherapist: 120,
}

/** Every shortfall costs the same and nothing else anything: the least cost is 0 where a whole week exists, and only there. */
export const onlyShortfalls: Weights = {
  minutes: 1,
  core: 1,
  topic: 1,
  day: 1,
  individual: 1,
  family: 1,
  medication: 1,
  travelDay: 0,
  unloved: 0,
  misfit: 0,
  surplus: 0,
  running: 0,
  belowLeast: 0,
  newcomer: 0,
  movedSeries: 0,
  movedHour: 0,
  movedTherapist: 0,
}

/** How much heavier a shortfall weighs for this client: 1 for acuity 1 without waiting, + 0.25 a step, + 0.02 a day. */
export const urgency = (client: { acuity: number; waitingDays: number }): number =>
  1 + 0.25 * (client.acuity - 1) + 0.02 * client.waitingDays
