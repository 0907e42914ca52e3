/** Wall times 'HH:MM' of one day. */
export type Span = { starts: string; ends: string }

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const meets = (a: Span, b: Span): boolean => a.starts < b.ends && b.starts < a.ends

/** How an individual hour is offered to make up: whole minutes; on the half hours; so many of one clinician on one day. House figures. */
export const ownHour = { minutes: 60, every: 30, aDay: 2 } as const

/**
 * The free hours of a clinician that a client could come to on one day: within the clinician's working hours and the client's times
 * (null: nobody has asked, any time), beside whatever holds one of them, and not before `notBefore`. Those next to an hour that the
 * client has anyway stand first, so that nobody comes for one hour twice a day; then the earliest. No two share a minute.
 */
export function freeHoursOn(day: {
  works: readonly Span[]
  canCome: readonly Span[] | null
  held: readonly Span[]
  /** What the client has on that day. */
  comes: readonly Span[]
  notBefore: string
}): Span[] {
  const starts: Span[] = []
  for (const work of day.works) {
    const first = Math.ceil(minuteOf(work.starts) / ownHour.every) * ownHour.every
    for (let at = first; at + ownHour.minutes <= minuteOf(work.ends); at += ownHour.every) {
      const span = { starts: clockOf(at), ends: clockOf(at + ownHour.minutes) }
      if (span.starts < day.notBefore || [...day.held, ...day.comes].some((one) => meets(one, span))) continue
      if (day.canCome !== null && !day.canCome.some((one) => one.starts <= span.starts && span.ends <= one.ends))
        continue
      starts.push(span)
    }
  }
  const away = (span: Span) =>
    Math.min(
      24 * 60,
      ...day.comes.map((one) =>
        one.ends <= span.starts
          ? minuteOf(span.starts) - minuteOf(one.ends)
          : minuteOf(one.starts) - minuteOf(span.ends),
      ),
    )
  const chosen: Span[] = []
  for (const span of starts.sort((a, b) => away(a) - away(b) || (a.starts < b.starts ? -1 : 1)))
    if (chosen.length < ownHour.aDay && chosen.every((one) => !meets(one, span))) chosen.push(span)
  return chosen
}

/** What an hour with somebody is known by while it is offered. */
export const hourKey = (staffId: string, begins: Date): string => `${staffId} ${begins.toISOString()}`

/**
 * Whether something by video may be offered: the client agreed to care by video and did not ask to come in person alone, and whoever
 * holds it is licensed where the client lives. Whether the payer counts it, the payer's own terms say. Source: clinical.md §2.4, §7.4.
 */
export const mayByVideo = (facts: {
  agreed: boolean
  wish: 'on-site' | 'video' | 'either'
  isLicensed: boolean
}): boolean => facts.agreed && facts.wish !== 'on-site' && facts.isLicensed

/**
 * Where an hour is held: on site on a day on which the client comes anyway, or where video is not to be had; else by video, which saves a way.
 * Null: neither is to be had.
 */
export const placeOfHour = (facts: {
  comesThatDay: boolean
  onSite: boolean
  video: boolean
}): 'on-site' | 'video' | null =>
  facts.onSite && (facts.comesThatDay || !facts.video)
    ? 'on-site'
    : facts.video
      ? 'video'
      : facts.onSite
        ? 'on-site'
        : null
