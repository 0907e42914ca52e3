// The numbers of the model, as data: printed and checked by `npm run bench trouble`, explained in docs/model-card.md. A new
// version is a new row of history in that card; old signals keep the version that they were worked out with.
export const leavingModel = {
  version: 1,
  fittedOn: '2026-11-22',
  /** Randomised people with twelve weekly slots or more: two thirds of those in CTN-0094. */
  people: 1396,
  source:
    'CTN-0094 public data (MIT): trials CTN-0027, CTN-0030, CTN-0051; weeks with and without a visit, urine screens',
  limits:
    'Learned from weekly visits of people in trials of medication for opioid use, not from groups of an intensive program. Never a reason to refuse, end or change care.',
  /** The chance from which the shipped threshold of points raises an alert, all else being well. */
  alertFrom: 0.15,
  typical: { missed: 0.27716, positive: 0.32377 },
  intercept: -4.4837,
  weights: { again: 0.937, further: 0.2254, recent: 5.6523, ever: 0.6489, positive: 0.8381 },
} as const
