/** The least first; of equals, the one that was put in first. */
export function heapOf<One>(compare: (one: One, other: One) => number): {
  push: (one: One) => void
  pop: () => One | undefined
} {
  const list: { one: One; turn: number }[] = []
  let turns = 0
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [list[a], list[b]]
    if (one === undefined || other === undefined) return false
    const order = compare(one.one, other.one)
    return order < 0 || (order === 0 && one.turn < other.turn)
  }
  const swap = (a: number, b: number) => {
    const [one, other] = [list[a], list[b]]
    if (one !== undefined && other !== undefined) [list[a], list[b]] = [other, one]
  }
  return {
    push: (one) => {
      list.push({ one, turn: turns++ })
      for (let at = list.length - 1; at > 0; ) {
        const up = (at - 1) >> 1
        if (!isBefore(at, up)) break
        swap(at, up)
        at = up
      }
    },
    pop: () => {
      const first = list[0]
      const last = list.pop()
      if (first === undefined || last === undefined) return undefined
      if (list.length > 0) {
        list[0] = last
        for (let at = 0; ; ) {
          let least = at
          for (const child of [2 * at + 1, 2 * at + 2]) if (child < list.length && isBefore(child, least)) least = child
          if (least === at) break
          swap(at, least)
          at = least
        }
      }
      return first.one
    },
  }
}
