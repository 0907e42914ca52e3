import { refuse, type Refusal } from '../../basics/refusal.ts'

/** Ends a start, backup or restore with a sentence for the person at the terminal. `isRefusal` knows the thrown error. */
export function stopWith(refused: string, because: string): never {
  throw Object.assign(new Error(because), refuse(refused, because) satisfies Refusal)
}
