import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { clockOf } from '../../clients/free-times.ts'
import { nextDate } from '../../groups/times.ts'
import type { Stay } from '../../plans/queries.ts'
import { bookVisits, cancelVisit } from '../../visits/actions.ts'
import type { VisitKind } from '../cost.ts'
import type { Visit, VisitPlan } from '../instance.ts'
import { weeksAhead } from '../queries/clinicians.ts'

const kindOf = { individual: 'individual', family: 'family', medication: 'medication-management' } as const

export type Standing = { kind: VisitKind; visit: VisitPlan; need: Visit; from: Day }

/** The days of a standing visit within the weeks that are booked ahead, from the first that falls in its phase. */
export function standingDays({ visit, need, from }: Omit<Standing, 'kind'>, lastDay: Day | null): Day[] {
  const { weekday, from: minute, to } = visit.time
  const first = addDays(nextDate({ weekday, starts: clockOf(minute), ends: clockOf(to) }, from), visit.phase * 7)
  const days: Day[] = []
  for (let week = 0; week + visit.phase < weeksAhead; week += need.every) days.push(addDays(first, week * 7))
  return lastDay === null ? days : days.filter((day) => day <= lastDay)
}

/**
 * Books a standing visit for the weeks ahead. A day on which somebody is busy for once is left out and named; when more than a
 * quarter of the days do not work, the hour is not theirs, and nothing of it is booked that would stand.
 */
export async function bookStanding(
  work: Work,
  stay: Stay,
  standing: Standing,
): Promise<{ booked: Day[]; leftOut: string[] } | Refusal> {
  const { kind, visit, need } = standing
  const days = standingDays(standing, stay.lastDay)
  const booked: Day[] = []
  const leftOut: string[] = []
  let last: Refusal | null = null
  for (const day of days) {
    const answer = await bookVisits(work, stay.id, {
      kind: kindOf[kind],
      staffId: visit.clinician,
      first: day,
      starts: clockOf(visit.time.from),
      minutes: need.minutes,
      times: 1,
      byVideo: visit.byVideo,
      leaveOut: false,
    })
    if (!isRefusal(answer)) booked.push(...answer.booked)
    else if (answer.refused === 'in-the-way') {
      last = answer
      leftOut.push(...(answer.details ?? [answer.because.replace(/ Choose another time\.$/, '')]))
    } else return answer
  }
  if (days.length > 0 && booked.length < Math.ceil(days.length * 0.75))
    return last === null
      ? refuse('hour-gone', 'This hour was taken a moment ago. Choose another week.')
      : refuse('hour-gone', `${leftOut[0] ?? last.because}. Nothing was done: below stands what fits now.`)
  return { booked, leftOut }
}

/** Calls off what is booked of one kind from a day on; what somebody was there for stays. */
export async function callOffStanding(
  work: Work,
  episodeId: string,
  kind: VisitKind,
  from: Day,
): Promise<null | Refusal> {
  const ahead = await work.db
    .selectFrom('visit')
    .where('episodeId', '=', episodeId)
    .where('kind', '=', kindOf[kind])
    .where('heldOn', '>=', from)
    .where(sql<boolean>`not isempty(during) and lower(during) > ${work.at}`)
    .orderBy('heldOn')
    .select('id')
    .execute()
  for (const { id } of ahead) {
    const off = await cancelVisit(work, id, 'Another week was composed.')
    if (isRefusal(off)) return off
  }
  return null
}
