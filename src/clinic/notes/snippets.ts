/** A word that stands for many. */
export type Snippet = { id: string; word: string; words: string; isOwn: boolean }

/**
 * A text with every '.word' that begins after a space, a line or a bracket put in full. A clinician's own words come before the
 * clinic's of the same name; a word that stands for nothing stays as typed. What is put in is not looked through again.
 */
export function expand(text: string, snippets: readonly Snippet[]): string {
  if (!text.includes('.')) return text
  const byWord = new Map<string, string>()
  for (const one of snippets.toSorted((a, b) => Number(a.isOwn) - Number(b.isOwn))) byWord.set(one.word, one.words)
  return text.replace(/(^|[\s([“"])\.([a-z][a-z0-9-]{1,23})(?![\w-])/gu, (typed, before: string, word: string) =>
    byWord.has(word) ? `${before}${byWord.get(word)}` : typed,
  )
}

/** Each field of a note with its snippets in full. Choices are left alone. */
export const expandAll = (
  doc: Readonly<Record<string, string>>,
  snippets: readonly Snippet[],
  isChoice: (field: string) => boolean,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(doc).map(([field, text]) => [field, isChoice(field) ? text : expand(text, snippets)]),
  )
