/** A rule that says no. `because` is interface text: one sentence that the person at the screen can act on. */
export type Refusal = { refused: string; because: string; details?: string[] }

export const refuse = (refused: string, because: string, details?: string[]): Refusal =>
  details === undefined ? { refused, because } : { refused, because, details }

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && 'because' in answer
