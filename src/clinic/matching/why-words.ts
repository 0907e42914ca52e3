import type { Day } from '../../basics/dates.ts'
import { clockOf, commitmentSpoken } from '../clients/free-times.ts'
import { dayInWords, weekdayName } from '../groups/times.ts'
import type { WeekTime } from './instance.ts'
import { type Names, seriesSaid } from './proposal.ts'
import type { Words } from './reason-words.ts'
import { reasonInWords } from './reason-words.ts'
import type { SeriesReason } from './reasons.ts'
import { topicLabel } from './subjects.ts'
import { overlaps } from './week.ts'

/** How the screens of one client say ids and times. */
export const wordsFor = (names: Names): Words => ({
  series: (id) => (names.series.has(id) ? seriesSaid(names, id) : ''),
  clinician: (id) => names.clinicians.get(id) ?? 'a clinician',
  topic: (topic) => topicLabel(topic).toLowerCase(),
  time: ({ weekday, from, to }) => `${weekdayName(weekday).slice(0, 3)} ${clockOf(from)} to ${clockOf(to)}`,
  weekday: weekdayName,
  points: (points) => `${Math.round(points)} points`,
})

export type Bound = WeekTime & { what: string; firmness: string; whose: string }
export type WhyFacts = {
  names: Names
  firstName: string
  bound: readonly Bound[]
  free: readonly WeekTime[]
  /** Minutes of the way, kept free around what binds them on site. */
  travel: number
  /** Left out by hand. */
  leftOut: readonly string[]
  waited: ReadonlyMap<string, string>
  nextFree: ReadonlyMap<string, Day | null>
}

/**
 * Why a group is not in the first week, with what the house knows beside the binding fact: which commitment it is, when the
 * next chair is free. A room that is not open now is said to be that, and nothing else.
 */
export function whyInWords(reason: SeriesReason, facts: WhyFacts): string {
  if (facts.leftOut.includes(reason.series)) return 'You left it out.'
  const waited = facts.waited.get(reason.series)
  if (waited !== undefined && reason.code === 'not-now') return waited
  if (reason.code === 'availability') return notThere(reason.times, facts)
  const said = reasonInWords(reason, wordsFor(facts.names))
  if (reason.code === 'full') {
    const day = facts.nextFree.get(reason.series) ?? null
    return day === null ? `${said} Nobody’s last day is known.` : `${said} The next is free from ${dayInWords(day)} on.`
  }
  return said
}

/** 'Thursday 17:30 to 18:00: childcare until 18:00.', else when they can come on that day. */
function notThere(times: readonly WeekTime[], { bound, free, travel, firstName }: WhyFacts): string {
  const parts = times.map((time) => {
    const those = bound.filter(
      (one) =>
        one.whose === 'client' &&
        one.firmness === 'cannot' &&
        overlaps({ ...one, from: one.from - travel, to: one.to + travel }, time),
    )
    const when = `${weekdayName(time.weekday)} ${clockOf(time.from)} to ${clockOf(time.to)}`
    if (those.length > 0) {
      const way = travel > 0 ? `, and ${travel} min on the way` : ''
      return `${when}: ${those.map((one) => boundSaid(one, time)).join(' and ')}${way}`
    }
    const open = free.filter(({ weekday }) => weekday === time.weekday)
    return open.length === 0
      ? `${firstName} comes on no ${weekdayName(time.weekday)}`
      : `${when}: ${firstName} can come ${open.map((one) => `${clockOf(one.from)} to ${clockOf(one.to)}`).join(' and ')}`
  })
  return `${[...new Set(parts)].join('; ')}.`
}

const boundSaid = (one: Bound, time: WeekTime): string =>
  one.from < time.from
    ? `${commitmentSpoken(one.what)} until ${clockOf(one.to)}`
    : `${commitmentSpoken(one.what)} from ${clockOf(one.from)}`
