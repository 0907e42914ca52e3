import { randomUUID } from 'node:crypto'
import { addDays, type Day } from '../src/basics/dates.ts'
import { castId, riverbend } from './cast.ts'
import type { TestDatabase } from './database.ts'
import { todayHere } from './world.ts'

const clinic = riverbend.id
const dana = castId('dana')

export type EveningGroup = {
  weekday: number
  starts: string
  minutes: number
  chairs: number
  kind?: string
  name?: string
  lead?: string
}

/**
 * An evening program of its own, with groups and people beside the cast's: enough for a whole week to be composed in. Nobody
 * sits anywhere yet. 9 hours a week are the floor, as everywhere.
 */
export async function layEvening(db: TestDatabase, groups: readonly EveningGroup[]) {
  const write = (text: string, values: unknown[]) => db.owner.query(text, values)
  const program = randomUUID()
  const today = todayHere()
  await write(
    "insert into program (clinic_id, id, site_id, name, kind, track) values ($1, $2, $3, 'Late program', 'substance-use', 'evening')",
    [clinic, program, castId('mill')],
  )
  const series: string[] = []
  for (const [n, one] of groups.entries()) {
    const id = randomUUID()
    const room = randomUUID()
    await write('insert into room (clinic_id, id, site_id, name, places) values ($1, $2, $3, $4, 12)', [
      clinic,
      room,
      castId('mill'),
      `Late room ${n + 1} of ${program.slice(0, 4)}`,
    ])
    await write(
      `insert into group_series (clinic_id, id, program_id, room_id, name, kind, topic, weekday, starts, minutes, time_zone, during, least_seats, opened_at)
       values ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10, daterange($11::date, null), 1, now())`,
      [
        clinic,
        id,
        program,
        room,
        one.name ?? `Late group ${n + 1}`,
        one.kind ?? 'process',
        one.weekday,
        one.starts,
        one.minutes,
        riverbend.timeZone,
        addDays(today, -30),
      ],
    )
    await write(
      "insert into series_leader (clinic_id, id, series_id, staff_id, part, during, assigned_at) values ($1, gen_random_uuid(), $2, $3, 'lead', daterange($4::date, null), now())",
      [clinic, id, castId(one.lead ?? 'hana'), addDays(today, -30)],
    )
    await write(
      'insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, $3::int) n',
      [clinic, id, one.chairs],
    )
    series.push(id)
  }
  let number = 0
  const client = async (givenName: string, from: Day = today) => {
    const id = randomUUID()
    const episode = randomUUID()
    number += 1
    await write('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
      clinic,
      id,
      `E${program.slice(0, 6)}${number}`,
    ])
    await write(
      `insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at)
       values ($1, gen_random_uuid(), $2, $3, 'Late', '1988-03-03', 'female', $4, now())`,
      [clinic, id, givenName, `${givenName.toLowerCase()} late`],
    )
    await write(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5::date, null), 'home', $6, now())",
      [clinic, episode, id, program, from, dana],
    )
    return { client: id, episode }
  }
  const prescribe = (
    episode: string,
    week: Day,
    minutes: { group: number; individual?: number; family?: number; medication?: number; days?: number },
  ) =>
    write(
      `insert into dose_order (clinic_id, id, episode_id, from_week, group_minutes, individual_minutes, family_minutes, medication_minutes, days, ordered_by, ordered_at)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, $9, now())`,
      [
        clinic,
        episode,
        week,
        minutes.group,
        minutes.individual ?? 0,
        minutes.family ?? 0,
        minutes.medication ?? 0,
        minutes.days ?? 3,
        dana,
      ],
    )
  return { program, series, client, prescribe }
}
