/** What a proposal was made with, kept beside it: who reads it in a year knows which rules and which solver spoke. */
export type MadeBy = { model: string; solver: string; seed: number }

/**
 * `model`: raised when the formulation of the week changes what a plan costs or may do. `solver`: the package and version that
 * is installed. `seed`: what the solver draws its chances from; no other part of the search draws any.
 */
export const madeBy: MadeBy = { model: 'weeks 1', solver: 'highs 1.15.3', seed: 1 }
