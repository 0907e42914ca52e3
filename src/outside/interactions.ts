// Where a clinic's own source of interactions between medicines is plugged in. Stepwell ships none: such data are licensed, or
// tied to one country. A source answers from data it has loaded before; it is asked within a transaction, and must not wait.

export type AskedMedicine = { name: string; rxnorm: string | null }
export type Interaction = { between: [string, string]; severity: 'high' | 'moderate' | 'low'; words: string }
export type InteractionSource = {
  /** As it is named on the page. */
  name: string
  /** The day its data are of, 'YYYY-MM-DD'. */
  asOf: string
  /** The interactions of one medicine with others; `unknown`: names of those that the source does not know. */
  interactionsOf: (
    one: AskedMedicine,
    others: readonly AskedMedicine[],
  ) => { found: readonly Interaction[]; unknown: readonly string[] }
}

let plugged: InteractionSource | null = null

/** Plugs a source in, or takes it out again (null). Called once, when the server starts. */
export function useInteractionSource(source: InteractionSource | null): void {
  plugged = source
}
export const interactionSource = (): InteractionSource | null => plugged
