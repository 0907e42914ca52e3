/** Chance that a seed repeats: mulberry32, numbers from 0 up to, not including, 1. */
export type Dice = () => number

export function diceOf(seed: number): Dice {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const chance = (dice: Dice, share: number): boolean => dice() < share

export function oneOf<One>(dice: Dice, list: readonly [One, ...One[]] | readonly One[]): One {
  const one = list[Math.floor(dice() * list.length)]
  if (one === undefined) throw new Error('Nothing to choose from.')
  return one
}

export function weighted<Name extends string>(dice: Dice, shares: Record<Name, number>): Name {
  const names = Object.keys(shares) as Name[] // the record's own keys
  let left = dice() * names.reduce((sum, name) => sum + shares[name], 0)
  for (const name of names) {
    left -= shares[name]
    if (left < 0) return name
  }
  return oneOf(dice, names)
}

export function shuffled<One>(dice: Dice, list: readonly One[]): One[] {
  const out = [...list]
  for (let at = out.length - 1; at > 0; at--) {
    const other = Math.floor(dice() * (at + 1))
    const [one, two] = [out[at], out[other]]
    if (one !== undefined && two !== undefined) [out[at], out[other]] = [two, one]
  }
  return out
}
