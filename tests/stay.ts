import { randomUUID } from 'node:crypto'
import { addDays, instantAt, type Day } from '../src/basics/dates.ts'
import { castId, riverbend } from './cast.ts'
import type { TestDatabase } from './database.ts'

const clinic = riverbend.id
const dana = castId('dana')
const zone = riverbend.timeZone

export type Group = { weekday: number; starts: string; minutes: number; counts?: boolean }
export type Mark = 'here' | 'absent' | 'excused' | 'cleared' | number

/** A stay, its groups and visits, and what was marked: enough for one week's arithmetic. */
export async function stay(
  db: TestDatabase,
  monday: Day,
  from: string,
  lastDay: string | null = null,
  age: 'adult' | 'adolescent' = 'adult',
) {
  const write = (text: string, values: unknown[]) => db.owner.query(text, values)
  const day = (n: number) => addDays(monday, n)
  const [client, site, program] = [randomUUID(), castId('main-street'), randomUUID()]
  await write(
    "insert into program (clinic_id, id, site_id, name, kind, track, age_group) values ($1, $2, $3, $4, 'mental-health', 'day', $5)",
    [clinic, program, site, `Program ${program}`, age],
  )
  await write('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
    clinic,
    client,
    client,
  ])
  const admit = async (first: string, last: string | null) => {
    const episode = randomUUID()
    await write(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5, $6::date + 1), 'home', $7, now())",
      [clinic, episode, client, program, first, last, dana],
    )
    return episode
  }
  const episode = await admit(from, lastDay)

  const group = async (
    { weekday, starts, minutes, counts = true }: Group,
    seated: string | null = from,
    last: string | null = null,
  ) => {
    const [series, room, session] = [randomUUID(), randomUUID(), randomUUID()]
    const held = day(weekday - 1)
    const begins = instantAt(held, starts, zone)
    await write('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, 12)', [
      clinic,
      room,
      site,
      room,
    ])
    await write(
      "insert into group_series (clinic_id, id, program_id, room_id, name, kind, weekday, starts, minutes, time_zone, counts_toward_dose, during, opened_at) values ($1, $2, $3, $4, 'Group', 'process', $5, $6, $7, $8, $9, daterange('2026-01-01', null), now())",
      [clinic, series, program, room, weekday, starts, minutes, zone, counts],
    )
    await write('insert into series_chair (clinic_id, series_id, number) values ($1, $2, 1), ($1, $2, 2)', [
      clinic,
      series,
    ])
    if (seated !== null) {
      const minute = (weekday - 1) * 1440 + Number(starts.slice(0, 2)) * 60 + Number(starts.slice(3))
      await write(
        'insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at) values ($1, $2, $3, 1, $4, $5, daterange($6, $7::date + 1), int4range($8, $9), $10, now())',
        [clinic, randomUUID(), series, client, episode, seated, last, minute, minute + minutes, dana],
      )
    }
    await write(
      'insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at) values ($1, $2, $3, $4, $5, tstzrange($6, $7), now())',
      [clinic, session, series, room, held, begins, new Date(begins.getTime() + minutes * 60_000)],
    )
    return { session, series, held, minutes }
  }
  const mark = async (
    at: { session?: string; visit?: string; held: string; minutes: number },
    kind: Mark,
    undoes: string | null = null,
  ) => {
    const id = randomUUID()
    const minutes = typeof kind === 'number' ? kind : kind === 'here' ? at.minutes : 0
    await write(
      'insert into attendance_mark (clinic_id, id, session_id, visit_id, client_id, held_on, mark, minutes, undoes, marked_by, marked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())',
      [
        clinic,
        id,
        at.session ?? null,
        at.visit ?? null,
        client,
        at.held,
        typeof kind === 'number' ? 'late' : kind,
        minutes,
        undoes,
        dana,
      ],
    )
    return id
  }
  const visit = async (held: string, starts: string, minutes: number) => {
    const id = randomUUID()
    const begins = instantAt(held, starts, zone)
    const staff = randomUUID()
    await write(
      "insert into staff_member (clinic_id, id, given_name, family_name, email, added_at) values ($1, $2, 'A', 'B', $3, now())",
      [clinic, staff, `${staff}@riverbend.example`],
    )
    await write(
      "insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at) values ($1, $2, $3, $4, 'individual', $5, $6, tstzrange($7, $8), $9, $10, now())",
      [clinic, id, client, episode, staff, held, begins, new Date(begins.getTime() + minutes * 60_000), minutes, dana],
    )
    return { visit: id, held, minutes }
  }
  const weeks = async (from = monday, to = monday) =>
    (
      await db.owner.query(
        `select expected_minutes, attended_minutes, missed_minutes, expected_days, attended_days, missed_days, floor_minutes, floor_days,
                is_part_week, is_short, short_minutes, short_days, unmarked_minutes
         from episode_week where client_id = $1 and week between $2 and $3 order by week, (select lower(during) from episode e where e.id = episode_id)`,
        [client, from, to],
      )
    ).rows
  return { client, episode, admit, group, mark, visit, weeks }
}
