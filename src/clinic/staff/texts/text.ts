export type Said = { heading: string; words: string }
/** One part of a public page as Stepwell brings it, in every language. */
export type OwnText = { key: string; en: Said; es: Said }

/** Takes the indent of the source away, so that a text reads here as it is shown. */
export const text = (words: string): string =>
  words
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
