// Damm, H. M. (2004): a quasigroup of order 10 without fixed points. It gives away every wrong digit and every swap of two neighbours.
const damm = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
]

const rest = (digits: string): number =>
  digits.split('').reduce((interim, digit) => damm[interim]?.[Number(digit)] ?? 0, 0)

/** How many numbers there are: five digits are drawn, the sixth follows from them. */
export const doorNumbers = 100_000

/** The number of six digits for a draw from 0 to 99,999: the last digit follows from the others. */
export const doorNumberFrom = (draw: number): string => {
  const five = String(draw).padStart(5, '0')
  return `${five}${rest(five)}`
}

/**
 * The six digits that somebody typed at the door, with whatever they put between them; null where it is no such number: too short,
 * too long, one wrong digit, or two neighbours the wrong way round. It tells nothing about whose it is, or whether it is anybody's.
 */
export function doorNumberTyped(typed: string): string | null {
  const digits = typed.replaceAll(/[\s.·-]/g, '')
  return /^[0-9]{6}$/.test(digits) && rest(digits) === 0 ? digits : null
}

/** As it is read aloud: two times three. */
export const doorNumberShown = (number: string): string => `${number.slice(0, 3)} ${number.slice(3)}`
