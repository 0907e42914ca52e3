import { hash } from 'node:crypto'
import { isId } from '../basics/ids.ts'

/**
 * An id that follows from its words, and sorts by the time at which its row was made. The 8 (RFC 9562, version 8) marks
 * what the demo made: what people make in a demo carries a 7, and the demo never ends or moves it.
 */
export function demoId(at: Date, ...words: (string | number)[]): string {
  const time = Math.max(0, at.getTime()).toString(16).padStart(12, '0')
  const rest = hash('sha256', words.join('|'))
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-8${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`
}

export const madeByDemo = (id: string): boolean => isId(id) && id[14] === '8'
