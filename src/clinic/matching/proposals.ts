import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { Instance, SeriesOption, TimetableInstance } from './instance.ts'

/** What a director asks: which programs may move, how long to look, and what if. */
export type Question = {
  /** Empty: every program. */
  programs: readonly string[]
  /** Wall seconds, 10 to 900. */
  seconds: number
  /** What if this clinician were not there any more. */
  without: string | null
  /** What if there were one more room. */
  room: { siteId: string; seats: number } | null
  /** What if a program had an evening track: so many evenings of two groups. */
  evening: { programId: string; siteId: string; evenings: number; leads: readonly string[] } | null
}

export const mayAsk = (question: Question, from: Day, today: Day): Refusal | null => {
  if (from <= today) return refuse('in-the-past', 'A proposal is for a day to come. Choose a later first day.')
  if (question.seconds < 10 || question.seconds > 900)
    return refuse('seconds', 'Give it between 10 seconds and 15 minutes.')
  return null
}

/** What stands only if: its id says so, and nothing of it can be taken over without being opened by a person. */
const ifId = (what: string, n: number) => `if-${what}-${n}`
export const isOnlyIf = (id: string): boolean => id.startsWith('if-')

const eveningStarts = [17 * 60 + 30, 19 * 60 + 15]
const mostEvenings = 4

/**
 * The instance of a question: with one room more, or with an evening track of two groups of 90 minutes on Monday to Thursday,
 * 17:30 and 19:15, of ten seats each, which the optimiser may place otherwise. Evenings: whole, 1 to 4. Source: clinical.md
 * §7.2 (an evening of an intensive program is two groups with a break).
 */
export function whatIf(instance: TimetableInstance, question: Question): TimetableInstance {
  const rooms =
    question.room === null
      ? instance.rooms
      : [...instance.rooms, { id: ifId('room', 1), site: question.room.siteId, seats: question.room.seats }]
  const { evening } = question
  if (evening === null) return { ...instance, rooms }
  const evenings = Math.min(mostEvenings, Math.max(1, evening.evenings))
  const like = instance.series.find((one) => one.takes.includes(evening.programId) && one.isCore)
  const added: SeriesOption[] = Array.from({ length: evenings * 2 }, (_, n) => {
    const from = eveningStarts[n % 2] ?? 0
    return {
      id: ifId('evening', n + 1),
      site: like?.site ?? evening.siteId,
      time: { weekday: Math.floor(n / 2) + 1, from, to: from + 90 },
      seats: 10,
      least: 3,
      takes: [evening.programId],
      topic: n % 2 === 0 ? 'process' : 'skills',
      isCore: true,
      counts: true,
      affinity: null,
      age: like?.age ?? 'any',
      states: like?.states ?? null,
      leaders: evening.leads.length === 0 ? [] : [evening.leads[n % evening.leads.length] ?? ''],
      isClosed: false,
    }
  })
  const free = (time: SeriesOption['time'], site: string | null) =>
    rooms.find(
      (room) =>
        room.site === site &&
        !instance.placings.some(
          (placing) =>
            placing.room === room.id &&
            instance.series.some(
              (one) =>
                one.id === placing.series &&
                one.time.weekday === time.weekday &&
                one.time.from < time.to &&
                time.from < one.time.to,
            ),
        ),
    )
  const stands = added.filter((one) => one.site === null || free(one.time, one.site) !== undefined)
  return {
    ...instance,
    rooms,
    series: [...instance.series, ...stands],
    placings: [
      ...instance.placings,
      ...stands.map((one) => ({
        series: one.id,
        room: one.site === null ? null : (free(one.time, one.site)?.id ?? null),
        mayMove: true,
        mayLead: evening.leads,
      })),
    ],
  }
}

/** Rooms by series, as a timetable names them. */
export const roomsIn = (instance: TimetableInstance): Map<string, string | null> =>
  new Map(instance.placings.map((one) => [one.series, one.room]))

/** Leaves out what stands only if: for judging what today's house could do with it. */
export const withoutIfs = <I extends Instance>(instance: I): I => ({
  ...instance,
  series: instance.series.filter((one) => !isOnlyIf(one.id)),
})
