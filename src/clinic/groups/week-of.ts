/** The hours of a program in the clinic's week: on which weekdays, and from when to when. */
export type Hours = { weekdays: number[]; starts: string; ends: string }

/**
 * When a program's groups meet, day by day: from the first to the last of a day, and days of the same hours said together,
 * in the order of the week (1 Monday to 7 Sunday, wall-clock times 'HH:MM').
 */
export function weekOfGroups(groups: readonly { weekday: number; starts: string; ends: string }[]): Hours[] {
  const hours: Hours[] = []
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const those = groups.filter((one) => one.weekday === weekday)
    const starts = those.map((one) => one.starts).sort()[0]
    const ends = those
      .map((one) => one.ends)
      .sort()
      .at(-1)
    if (starts === undefined || ends === undefined) continue
    const same = hours.find((one) => one.starts === starts && one.ends === ends)
    if (same === undefined) hours.push({ weekdays: [weekday], starts, ends })
    else same.weekdays.push(weekday)
  }
  return hours
}

export type Asked = {
  q: string
  program: string
  kind: string
  subject: string
  weekday: string
  part: string
  affinity: string
  open: boolean
}

/** Evening begins at five in the afternoon. */
const evening = '17:00'

type Findable = {
  programId: string
  kind: string
  subject: string
  weekday: number
  starts: string
  affinity: string
  open: { left: number }
}

/** Whether a group is among those that a visitor asked for. `words` is what stands of it on the page, in their language. */
export function isAskedFor(group: Findable, words: string, asked: Asked): boolean {
  const wanted = plainly(asked.q).split(' ').filter(Boolean)
  const there = plainly(words)
  return (
    wanted.every((word) => there.includes(word)) &&
    (asked.program === '' || group.programId === asked.program) &&
    (asked.kind === '' || group.kind === asked.kind) &&
    (asked.subject === '' || group.subject === asked.subject) &&
    (asked.weekday === '' || String(group.weekday) === asked.weekday) &&
    (asked.part === '' || (asked.part === 'evening') === group.starts >= evening) &&
    (asked.affinity === '' ||
      (asked.affinity === 'everyone' ? group.affinity === '' : group.affinity === asked.affinity)) &&
    (!asked.open || group.open.left > 0)
  )
}

const plainly = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase()
