/** A number from 0 up to 1 that follows from the seed and the keys alone: what is asked first or last changes nothing. */
export type Chance = (...keys: (string | number)[]) => number

/** Every choice of the demo is a question to this: the same seed and the same keys give the same answer on any machine. */
export function chanceFrom(seed: number | string): Chance {
  return (...keys) => {
    const text = `${seed}|${keys.join('|')}`
    // cyrb53, in the public domain: two 32-bit streams mixed into 53 bits.
    let a = 0xdeadbeef
    let b = 0x41c6ce57
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i)
      a = Math.imul(a ^ code, 2654435761)
      b = Math.imul(b ^ code, 1597334677)
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
    return (4294967296 * (2097151 & b) + (a >>> 0)) / 9007199254740992
  }
}

/** One of the list, by a number from 0 up to 1. */
export function pick<T>(list: readonly T[], x: number): T {
  const one = list[Math.min(list.length - 1, Math.floor(x * list.length))]
  if (one === undefined) throw new Error('There is nothing to pick from.')
  return one
}

/** One of the keys, each as often as its weight says. */
export function weighted<K extends string>(weights: Readonly<Record<K, number>>, x: number): K {
  const entries = Object.entries(weights) as [K, number][] // Object.entries forgets the key type
  let rest = x * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [key, weight] of entries) {
    rest -= weight
    if (rest < 0) return key
  }
  return pick(entries, 0.999)[0]
}

/** A whole number from `least` to `most`, both included. */
export const whole = (least: number, most: number, x: number): number => least + Math.floor(x * (most - least + 1))

/** A value around 0 with spread 1, bell-shaped (Box and Muller), from two numbers between 0 and 1. */
export const bell = (x: number, y: number): number =>
  Math.sqrt(-2 * Math.log(Math.max(x, 1e-12))) * Math.cos(2 * Math.PI * y)

export const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** A list in an order that follows from the chance alone. */
export const shuffled = <T>(list: readonly T[], order: (one: T, index: number) => number): T[] =>
  list
    .map((one, index) => ({ one, rank: order(one, index) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one)
