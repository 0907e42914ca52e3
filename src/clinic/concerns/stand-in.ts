// Who answers for whoever is not here: one rule for alerts, concerns, calls and every next day. Pure.
import { addDays, type Day, instantAt } from '../../basics/dates.ts'

/** Somebody of the staff as they stand today. `role` 'none': they have left. The staff is given in the order in which they came. */
export type Colleague = {
  id: string
  name: string
  role: string
  /** When they are away: [from, to) instants that nobody has taken back. */
  away: readonly { from: Date; to: Date }[]
  /** Who supervises them, on which days. `to` null: until further notice. */
  above: readonly { id: string; from: Day; to: Day | null }[]
}

/** Who may answer for a client: those whose work is with clients. */
const clinical: readonly string[] = ['director', 'coordinator', 'therapist', 'prescriber']
const isHere = (one: Colleague): boolean => clinical.includes(one.role)

/**
 * The working day by which somebody's absence is counted: from and to a whole hour of the clinic's clock, and how many hours of it
 * make them away. Dated rows of the clinic over defaults marked K (settings.ts, decisions/016).
 */
export type OfficeDay = { zone: string; opens: number; closes: number; awayHours: number }

const hour = (day: Day, at: number, zone: string): number =>
  instantAt(day, `${String(at).padStart(2, '0')}:00`, zone).getTime()

/** Away for so many hours of the working day that somebody else answers, on the clinic's clock. */
export function isAwayOn(one: Colleague, day: Day, { zone, opens, closes, awayHours }: OfficeDay): boolean {
  // Most are never away: of thousands of next days none needs the clock for that.
  if (one.away.length === 0 && awayHours > 0 && closes > opens) return false
  const [from, to] = [hour(day, opens, zone), hour(day, closes, zone)]
  const away = one.away.reduce(
    (sum, row) => sum + Math.max(0, Math.min(to, row.to.getTime()) - Math.max(from, row.from.getTime())),
    0,
  )
  return away >= Math.min(awayHours * 3_600_000, to - from)
}

/**
 * Who answers on a day for what is `ownerId`'s. They themselves where they work here and are not away; else whoever supervises
 * them that day, and whoever supervises those, the nearest first; else a director, a coordinator, anybody who works with
 * clients, in the order in which they came. Where everybody is away at once, it stays with the owner, or with the first
 * director if the owner has left: away is not gone. Null only where nobody works with clients. Nobody's things (`ownerId`
 * null) are the directors'. Source: decisions/016 (products.md part 3, idea 4: handover when staff leave); K.
 */
export function whoAnswers(
  staff: readonly Colleague[],
  ownerId: string | null,
  day: Day,
  office: OfficeDay,
): string | null {
  const owner = ownerId === null ? undefined : staff.find((one) => one.id === ownerId)
  const answers = (one: Colleague): boolean => isHere(one) && !isAwayOn(one, day, office)
  if (owner !== undefined && answers(owner)) return owner.id
  const byId = new Map(staff.map((one) => [one.id, one]))
  const seen = new Set<string>()
  let level = owner === undefined ? [] : [owner]
  while (level.length > 0) {
    for (const one of level) seen.add(one.id)
    const next = level
      .flatMap((one) => one.above.filter(({ from, to }) => from <= day && (to === null || day <= to)))
      .flatMap(({ id }) => byId.get(id) ?? [])
      .filter((one) => !seen.has(one.id))
    const found = staff.find((one) => next.includes(one) && answers(one))
    if (found !== undefined) return found.id
    level = next
  }
  const inOrder = ['director', 'coordinator', ...clinical].flatMap((role) => staff.filter((one) => one.role === role))
  const present = inOrder.find(answers)
  if (present !== undefined) return present.id
  return owner !== undefined && isHere(owner) ? owner.id : (inOrder[0]?.id ?? null)
}

/** Whose things are `staffId`'s today: their own, and those of everybody they answer for, sorted. */
export const answeredFor = (staff: readonly Colleague[], staffId: string, day: Day, office: OfficeDay): string[] =>
  [
    ...new Set([staffId, ...staff.map(({ id }) => id).filter((id) => whoAnswers(staff, id, day, office) === staffId)]),
  ].toSorted()

/** The day on which somebody is back, at the latest; null where they are not away on this one. */
export function backOn(one: Colleague, day: Day, office: OfficeDay): Day | null {
  if (!isAwayOn(one, day, office)) return null
  let next = day
  // Nobody's row of time away is longer than a year or two.
  for (let n = 0; n < 800 && isAwayOn(one, next, office); n += 1) next = addDays(next, 1)
  return next
}
