import { randomInt } from 'node:crypto'

// Without letters and digits that are read for one another.
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The number that travels with a specimen: 'SW' and eight signs that cannot be guessed from another's. */
export const newNumber = (): string =>
  `SW${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`
