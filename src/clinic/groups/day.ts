/** What the day's list needs to know of a group. */
type Met = { starts: Date; ends: Date; cancelledBecause: string | null; signedAt: Date | null }

export type DayBlocks<G> = { toCome: G[]; underWay: G[]; toSign: G[] }
export type DayBlock = { key: keyof DayBlocks<unknown>; title: string; none: string }

/** The three blocks in which the field reads its day. */
export const inTheDay: readonly DayBlock[] = [
  { key: 'toCome', title: 'To come', none: 'No more groups on this day.' },
  { key: 'underWay', title: 'In progress and done', none: 'None yet.' },
  { key: 'toSign', title: 'To sign', none: 'Nothing waits for a note.' },
]

/** Sorts groups into the blocks as they stand at `at`. A cancelled one asks for no note: it is done when its hour is over. */
export function dayBlocks<G extends Met>(groups: readonly G[], at: Date): DayBlocks<G> {
  const blocks: DayBlocks<G> = { toCome: [], underWay: [], toSign: [] }
  for (const group of groups) {
    if (group.starts > at) blocks.toCome.push(group)
    else if (group.ends > at || group.signedAt !== null || group.cancelledBecause !== null) blocks.underWay.push(group)
    else blocks.toSign.push(group)
  }
  return blocks
}
