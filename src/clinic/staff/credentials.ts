import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/** A licence in one state. Both days are included; `from` null: since before anybody here wrote it down. */
export type Licence = { kind: string; state: string; from: Day | null; to: Day }

/** A training or certificate; `to` null: it does not run out. */
export type Training = { name: string; from: Day | null; to: Day | null }

export type Holder = { name: string; credential: string; licences: readonly Licence[]; trainings: readonly Training[] }

/** What a service asks of whoever holds it. `permits` says whether credentials, such as 'LCSW, CASAC', reach that far. */
export type Needs = {
  label: string
  licence: boolean
  training: string | null
  permits: (credentials: string) => boolean
}

const stands = (one: { from: Day | null; to: Day | null }, day: Day): boolean =>
  (one.from === null || one.from <= day) && (one.to === null || day <= one.to)

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const longDate = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
const inWords = (day: Day): string => longDate.format(new Date(`${day}T00:00:00Z`))

/** Whether somebody holds a named training on a day: as a training, a certificate, or a licence of that name. */
export function isTrained(person: Holder, training: string, day: Day): boolean {
  const wanted = ` ${plain(training)} `
  const named = (name: string) => ` ${plain(name)} `.includes(wanted)
  return (
    person.trainings.some((one) => named(one.name) && stands(one, day)) ||
    person.licences.some((one) => named(one.kind) && stands(one, day))
  )
}

/**
 * Whether a person may hold a service on a day for somebody in a state ('NY'): a licence of that state stands on the day, and
 * what it is reaches that far. The first and the last day of a licence count. Refuses 'no-licence', 'licence-ended',
 * 'licence-not-yet', 'other-state' and 'beyond-credential'. Source: clinical.md §7.2 (by video: licensed in the client's state
 * that day), §7.4 (a valid credential on the service date in the client's state).
 */
export function mayHold(person: Holder, service: Needs, day: Day, state: string): Refusal | null {
  if (!service.licence) return null
  const { name, licences } = person
  if (licences.length === 0)
    return refuse('no-licence', `No licence of ${name} is recorded. An administrator records it on the staff page.`)
  const here = licences.filter((one) => one.state === state)
  const standing = here.filter((one) => stands(one, day))
  if (standing.length === 0) {
    const last = here
      .map((one) => one.to)
      .sort()
      .at(-1)
    const next = here
      .flatMap((one) => one.from ?? [])
      .filter((from) => from > day)
      .sort()[0]
    if (next !== undefined && (last === undefined || last >= day))
      return refuse(
        'licence-not-yet',
        `The ${state} licence of ${name} begins on ${inWords(next)}. Choose a later day, or somebody else.`,
      )
    if (last !== undefined)
      return refuse(
        'licence-ended',
        `The ${state} licence of ${name} ends on ${inWords(last)}. Record the new one, or choose somebody else.`,
      )
    if (!licences.some((one) => stands(one, day))) {
      const end =
        licences
          .map((one) => one.to)
          .sort()
          .at(-1) ?? day
      return refuse(
        'licence-ended',
        `The licence of ${name} ends on ${inWords(end)}. Record the new one, or choose somebody else.`,
      )
    }
    return refuse(
      'other-state',
      `${name} has no licence in ${state}, where this takes place or a member lives. Choose somebody who has one.`,
    )
  }
  if (!service.permits([person.credential, ...standing.map((one) => one.kind)].join(', ')))
    return refuse(
      'beyond-credential',
      `What ${name} is licensed as does not reach to: ${service.label}. Choose somebody else.`,
    )
  return null
}

/**
 * What stands against a meeting or a visit on a day, with everyone who leads it: each of them may hold it in every state
 * concerned, and one of them, or of those `alongside`, holds the training that it asks for. Empty: nothing. Refuses further
 * 'nobody-leads' and 'no-training'. Source: clinical.md §7.2, §7.4; what a training is asked for is the library of services.
 */
export function against(
  leaders: readonly Holder[],
  service: Needs,
  day: Day,
  states: readonly string[],
  alongside: readonly Holder[] = [],
): Refusal[] {
  if (!service.licence && service.training === null) return []
  if (leaders.length === 0) return [refuse('nobody-leads', `Nobody leads ${service.label} then. Choose who does.`)]
  const found = leaders.flatMap(
    (person) => states.map((state) => mayHold(person, service, day, state)).find((one) => one !== null) ?? [],
  )
  const { training } = service
  if (training !== null && ![...leaders, ...alongside].some((person) => isTrained(person, training, day))) {
    const names = leaders.map((one) => one.name).join(' and ')
    found.push(
      refuse(
        'no-training',
        `${names}: no training in ${training} stands then. Record it, or choose somebody who has it.`,
      ),
    )
  }
  return found
}

export type Supervises = { supervisorId: string; superviseeId: string; from: Day; to: Day | null }

const together = (a: { from: Day; to: Day | null }, b: { from: Day; to: Day | null }) => {
  const from = a.from > b.from ? a.from : b.from
  const to = a.to === null ? b.to : b.to === null || a.to < b.to ? a.to : b.to
  return to === null || from <= to ? { from, to } : null
}

/**
 * Whether a supervision can be added: two people, dates in order, not the same pair twice at one time, and no ring: on no day
 * does somebody stand, over any number of steps, above those who supervise them. Refuses 'themselves', 'dates-turned',
 * 'supervises-already' and 'ring'. Source: clinical.md §7.1 (supervision), §7.4 (supervisor and agreement dates).
 */
export function maySupervise(standing: readonly Supervises[], fresh: Supervises): Refusal | null {
  if (fresh.supervisorId === fresh.superviseeId)
    return refuse('themselves', 'Nobody supervises themselves. Choose two people.')
  if (fresh.to !== null && fresh.to < fresh.from)
    return refuse('dates-turned', 'The supervision would end before it begins. Look at the two dates.')
  const twice = standing.some(
    (one) =>
      one.supervisorId === fresh.supervisorId &&
      one.superviseeId === fresh.superviseeId &&
      together(one, fresh) !== null,
  )
  if (twice) return refuse('supervises-already', 'This supervision stands already. End it first, or choose other days.')
  return reaches(standing, fresh.superviseeId, fresh.supervisorId, fresh, new Set())
    ? refuse(
        'ring',
        'Then somebody would supervise those who supervise them. Choose another supervisor, or end the other first.',
      )
    : null
}

function reaches(
  all: readonly Supervises[],
  from: string,
  wanted: string,
  during: { from: Day; to: Day | null },
  seen: ReadonlySet<string>,
): boolean {
  return all.some((one) => {
    if (one.supervisorId !== from || seen.has(one.superviseeId)) return false
    const both = together(one, during)
    if (both === null) return false
    return (
      one.superviseeId === wanted || reaches(all, one.superviseeId, wanted, both, new Set([...seen, one.superviseeId]))
    )
  })
}

export type WorkingHours = { weekday: number; starts: string; ends: string; from: Day; to: Day | null }

/**
 * Whether somebody works through an hour of a day ('HH:MM' wall times): null where they have given no hours that stand on
 * any weekday of that time, so that nobody is called away by hours that were never recorded. Hours that touch are one.
 */
export function worksThen(
  hours: readonly WorkingHours[],
  hour: { day: Day; weekday: number; starts: string; ends: string },
): boolean | null {
  const given = hours.filter((one) => one.from <= hour.day && (one.to === null || hour.day <= one.to))
  if (given.length === 0) return null
  let covered = hour.starts
  for (const one of given.filter((two) => two.weekday === hour.weekday).sort((a, b) => (a.starts < b.starts ? -1 : 1)))
    if (one.starts <= covered && one.ends > covered) covered = one.ends
  return covered >= hour.ends
}

/** The first of some days (in order) against which something stands, with the first word against it. */
export function firstAgainst(
  person: Holder,
  service: Needs,
  days: readonly Day[],
  states: readonly string[],
): { day: Day; refusal: Refusal } | null {
  for (const day of days) {
    const [found] = against([person], service, day, states)
    if (found !== undefined) return { day, refusal: found }
  }
  return null
}

/**
 * Whether somebody may be primary therapist of one more client: `load` they have, at most `most` (whole numbers from 0; null:
 * no limit). Refuses 'caseload-full'. Source: the clinic's dated rows; clinical.md §7.1 (caseloads that a state limits).
 */
export const mayTakeClient = (name: string, load: number, most: number | null): Refusal | null =>
  most === null || load < most
    ? null
    : refuse(
        'caseload-full',
        `${name} is primary therapist of ${load}, and ${most} is the limit. Choose somebody else, or have the limit changed.`,
      )
