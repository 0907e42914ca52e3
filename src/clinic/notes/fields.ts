/** Fields of a note as it is typed: 'topic', 'howItWent', 'words-<client>', 'goal-<client>'. */
export const wordsField = (clientId: string): string => `words-${clientId}`
export const goalField = (clientId: string): string => `goal-${clientId}`

/** A choice has no words to keep: of two, the latest stands. */
export const isChoice = (field: string): boolean => field.startsWith('goal-') || field.startsWith('pick-')
