import type { Line } from './conflicts.ts'

/** What a source of interactions answers; see outside/interactions.ts for how one is plugged in. */
export type Source = {
  name: string
  asOf: string
  interactionsOf: (
    one: Line,
    others: readonly Line[],
  ) => { found: readonly { between: readonly string[]; severity: string; words: string }[]; unknown: readonly string[] }
}

export const notChecked = 'Not checked for interactions: this clinic has no source.'

/**
 * Interactions of a medicine with the others on the list, in sentences: what the source found, most severe first, and which
 * medicines it does not know. Without a source it says so, and never that nothing was found.
 */
export function interactionsOf(
  fresh: Line,
  others: readonly Line[],
  source: Source | null,
): { found: string[]; said: string } {
  if (source === null) return { found: [], said: notChecked }
  const { found, unknown } = source.interactionsOf(fresh, others)
  const order = ['high', 'moderate', 'low']
  const sorted = found.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  const from = `${source.name} of ${source.asOf}`
  const gap = unknown.length === 0 ? '' : ` Not checked, because it does not know them: ${unknown.join(', ')}.`
  return {
    found: sorted.map(({ between, severity, words }) => `${between.join(' and ')} (${severity}): ${words}`),
    said: `${found.length === 0 ? 'No interaction found in' : 'Checked for interactions with'} ${from}.${gap}`,
  }
}
