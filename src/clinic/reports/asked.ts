import { addDays, type Day, isDay } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'

/** What a report is asked: from one day to another, both counted, of a program or a site or the whole clinic. */
export type Asked = {
  from: Day
  to: Day
  /** The clinic's day and moment now: what happens later is not there yet. */
  today: Day
  now: Date
  zone: string
  program: string | null
  site: string | null
  /** The programs that are meant; null: every one. */
  programs: readonly string[] | null
}
export type Typed = { from?: string; to?: string; program?: string; site?: string }

/** At most so many days are asked about at once: five years. */
export const mostDays = 1827

/**
 * The period of a report as somebody typed it. A day that does not exist, or lies after today, gives way to `back` days up to
 * today; a first day after the last one too. Both days count. Longer than five years: the last five.
 */
export function periodOf(typed: Typed, today: Day, back: number): { from: Day; to: Day } {
  const to = isDay(typed.to) && typed.to <= today ? typed.to : today
  const from = isDay(typed.from) && typed.from <= to ? typed.from : addDays(to, 1 - back)
  const earliest = addDays(to, 1 - mostDays)
  return { from: from < earliest ? earliest : from, to }
}

/** The programs of a question: of one program, of one site, of both, or null for every one. What does not exist is nobody's. */
export function programsMeant(
  typed: Typed,
  programs: readonly { id: string; siteId: string }[],
): Pick<Asked, 'program' | 'site' | 'programs'> {
  const program = isId(typed.program) ? typed.program : null
  const site = isId(typed.site) ? typed.site : null
  if (program === null && site === null) return { program, site, programs: null }
  return {
    program,
    site,
    programs: programs
      .filter((one) => (program === null || one.id === program) && (site === null || one.siteId === site))
      .map(({ id }) => id),
  }
}

/** The question as it stands in an address. */
export const inAddress = ({ from, to, program, site }: Asked): Record<string, string | undefined> => ({
  from,
  to,
  program: program ?? undefined,
  site: site ?? undefined,
})
