/**
 * How sure a figure is, as clinical.md marks it: V read in its source, C computed from public data, K common knowledge
 * that the program's compliance officer must confirm.
 */
export const marks = ['V', 'C', 'K'] as const
export type Mark = (typeof marks)[number]

/** The same in words, for whoever decides on it. */
export const markInWords: Record<Mark, { tone: 'good' | 'info' | 'warning'; words: string }> = {
  V: { tone: 'good', words: 'Read in its source' },
  C: { tone: 'info', words: 'Computed from public data' },
  K: { tone: 'warning', words: 'Default: your compliance officer confirms' },
}
