/** A stretch of the week on the wall clock: weekday 1 Monday to 7 Sunday, minutes past midnight, the end not included. */
export type Stretch = { weekday: number; from: number; to: number }

/** Minutes past midnight of 'HH:MM' or 'HH:MM:SS', 0 to 1440. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** 'HH:MM' of minutes past midnight, 0 to 1440. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const wholeWeek: readonly Stretch[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 0, to: 1440 }))

/**
 * The hours of the week that are left: those in which somebody can come (`can`; null: nobody has asked, so every hour), less
 * what they are bound to (`taken`), with `travel` minutes (whole, from 0) before and after each. Stretches that touch become
 * one; the answer is in the order of the week. What is said to be free was said with the way in mind, so no travel comes off it.
 */
export function freeHours(can: readonly Stretch[] | null, taken: readonly Stretch[], travel = 0): Stretch[] {
  const left: Stretch[] = []
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const on = ({ weekday: day }: Stretch) => day === weekday
    const bound = taken.filter(on).map(({ from, to }) => ({ from: from - travel, to: to + travel }))
    let open = joined((can ?? wholeWeek).filter(on))
    for (const one of bound)
      open = open.flatMap((free) =>
        one.to <= free.from || one.from >= free.to
          ? [free]
          : [
              { weekday, from: free.from, to: one.from },
              { weekday, from: one.to, to: free.to },
            ].filter(({ from, to }) => from < to),
      )
    left.push(...open)
  }
  return left
}

function joined(some: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = []
  for (const one of some.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last !== undefined && one.from <= last.to) last.to = Math.max(last.to, one.to)
    else all.push({ ...one })
  }
  return all
}

/** What binds an hour, in the order in which it is asked on the telephone. */
export const commitmentKinds = [
  { value: 'job', label: 'Job', spoken: 'work' },
  { value: 'school', label: 'School', spoken: 'school' },
  { value: 'childcare', label: 'Childcare', spoken: 'childcare' },
  { value: 'travel', label: 'On the way', spoken: 'travel' },
  { value: 'appointment', label: 'Another appointment', spoken: 'another appointment' },
  { value: 'other', label: 'Something else', spoken: 'another commitment' },
] as const

export type CommitmentKind = (typeof commitmentKinds)[number]['value']

export const commitmentSpoken = (what: string): string =>
  commitmentKinds.find((one) => one.value === what)?.spoken ?? 'another commitment'
