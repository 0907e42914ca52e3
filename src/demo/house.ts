import type { Day } from '../basics/dates.ts'
import type { Role } from '../db/work.ts'
import { type CastStaff, castId, lakeside, lakesideStaff, programs, riverbend, staff } from '../../tests/cast.ts'
import { type Calendar, calendarOf, minuteOf } from './calendar.ts'
import { type Chance, chanceFrom, pick } from './chance.ts'
import { type Change, changesOf } from './change.ts'
import { breakOf, type Closing, holidaysOf } from './closed.ts'
import { familyNames, mensNames, womensNames } from './names.ts'
import {
  groups,
  lakesideTherapists,
  lakesideWeek,
  riverbendTherapists,
  riverbendWeek,
  type Sitting,
} from './timetable.ts'

export type Colleague = {
  key: string
  id: string
  givenName: string
  familyName: string
  credential: string
  role: Role
  email: string
  license: string | null
}

export type Program = { key: string; id: string; kind: 'substance-use' | 'mental-health'; track: string }

/** One weekly meeting of a group: a series. */
export type Meeting = {
  id: string
  group: string
  program: string
  room: string
  roomId: string
  weekday: number
  starts: string
  minutes: number
  cap: number
  lead: Colleague
  coLead: Colleague | null
  runsFrom: Day
  /** The last day of this row of the group, when it goes on at another hour; null while nothing of the kind is known. */
  runsUntil: Day | null
  /** Every so many weeks, in those whose number leaves `phase`; null: every week. */
  turn: { every: number; phase: number } | null
}

/** The meetings of one day that the same people attend, in the order of the clock. */
export type Block = { program: string; weekday: number; core: boolean; affinity: string | null; meetings: Meeting[] }

/** A clinic as the demo runs it. Above the first, each hundred clients more get a house of their own in the same clinic. */
export type House = {
  clinic: { id: string; name: string; state: string; timeZone: string }
  number: number
  chance: Chance
  calendar: Calendar
  today: Day
  at: Date
  staff: Colleague[]
  director: Colleague
  coordinators: Colleague[]
  prescribers: Colleague[]
  therapists: Record<string, Colleague[]>
  programs: Program[]
  blocks: Block[]
  /** Days on which nothing meets. */
  closed: Closing[]
  /** Groups that change their hour. */
  changes: Change[]
  /** The id of something of this house, by its key: the cast's in the first. */
  idOf: (key: string) => string
}

/** `isRemembered`: what is closed and what changes is read from the rows, not planned anew. */
type Plot = { today: Day; at: Date; seed: number; number: number; isRemembered?: boolean }

const minutesOfGroup = 90

export const riverbendHouse = (plot: Plot): House =>
  build(plot, riverbend, number(staff, plot), programs, riverbendWeek, riverbendTherapists)

export const lakesideHouse = (plot: Plot): House =>
  build(
    { ...plot, number: 0 },
    lakeside,
    lakesideStaff,
    [{ key: 'lake-day', kind: 'substance-use', track: 'day' }],
    lakesideWeek,
    lakesideTherapists,
  )

function build(
  plot: Plot,
  clinic: House['clinic'],
  people: CastStaff[],
  taught: readonly Omit<Program, 'id'>[],
  week: Sitting[],
  therapistKeys: Record<string, string[]>,
): House {
  const calendar = calendarOf(clinic.timeZone, plot.today)
  const idOf = (key: string) => castId(plot.number === 0 ? key : `${key} of house ${plot.number}`)
  const colleagues = people.map((one) => ({ ...one, id: idOf(one.key), license: one.license ?? null }))
  const colleague = (key: string): Colleague => {
    const found = colleagues.find((one) => one.key === key)
    if (found === undefined) throw new Error(`Nobody called ${key} works at ${clinic.name}.`)
    return found
  }
  const blocks = week.flatMap((sitting) =>
    sitting.weekdays.map((weekday) =>
      blockOf(sitting, weekday, idOf, colleague, calendar.add(plot.today, -sitting.began)),
    ),
  )
  const here = { calendar, today: plot.today, at: plot.at, clinic, idOf, number: plot.number, blocks }
  const withRole = (role: Role) => colleagues.filter((one) => one.role === role)
  return {
    clinic,
    number: plot.number,
    chance: chanceFrom(`${plot.seed} ${clinic.name} ${plot.number}`),
    calendar,
    today: plot.today,
    at: plot.at,
    staff: colleagues,
    director: pick(withRole('director'), 0),
    coordinators: withRole('coordinator'),
    prescribers: withRole('prescriber'),
    therapists: Object.fromEntries(Object.entries(therapistKeys).map(([key, keys]) => [key, keys.map(colleague)])),
    programs: taught.map(({ key, kind, track }) => ({ key, id: castId(key), kind, track })),
    blocks,
    closed: [...holidaysOf(here), ...breakOf(here)],
    changes: plot.isRemembered === true ? [] : changesOf(here),
    idOf,
  }
}

function blockOf(
  sitting: Sitting,
  weekday: number,
  idOf: (key: string) => string,
  colleague: (key: string) => Colleague,
  runsFrom: Day,
): Block {
  const meetings = sitting.groups
    .filter((one) => one.on === undefined || one.on.includes(weekday))
    .map(
      (one): Meeting => ({
        id: idOf(`${sitting.program.startsWith('lake') ? 'lake ' : ''}${one.group}-${weekday}`),
        group: one.group,
        program: sitting.program,
        room: sitting.room,
        roomId: idOf(sitting.room),
        weekday,
        starts: one.starts,
        minutes: minutesOfGroup,
        cap: sitting.cap,
        lead: colleague(one.lead),
        coLead: one.coLead === undefined ? null : colleague(one.coLead),
        runsFrom,
        runsUntil: null,
        turn: one.every === undefined ? null : { every: one.every, phase: 0 },
      }),
    )
    .sort((a, b) => minuteOf(a.starts) - minuteOf(b.starts))
  const affinity = meetings.map((one) => groups[one.group]?.affinity).find((one) => one !== undefined)
  return { program: sitting.program, weekday, core: sitting.core, affinity: affinity ?? null, meetings }
}

/** The staff of a further house: the same work, other people. */
function number(people: CastStaff[], { number: house, seed }: Plot): CastStaff[] {
  if (house === 0) return people
  const chance = chanceFrom(`${seed} staff ${house}`)
  return people.map((one, n) => {
    const givenName = pick(n % 2 === 0 ? womensNames : mensNames, chance(one.key, 'given'))
    const familyName = pick(familyNames, chance(one.key, 'family'))
    const email = `${givenName}.${familyName}.${house}-${n}@riverbend.example`.toLowerCase()
    return { ...one, givenName, familyName, email }
  })
}
