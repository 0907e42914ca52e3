import pg from 'pg'
import { addDays, dayAt, instantAt, weekdayOf, type Day } from '../src/basics/dates.ts'
import { hashPassword } from '../src/clinic/access/passwords.ts'
import { laySessions } from '../src/clinic/groups/actions/lay.ts'
import { connect } from '../src/db/connect.ts'
import { migrate } from '../src/db/migrate.ts'
import { asPerson } from '../src/db/work.ts'
import {
  castId,
  clients,
  demoPassword,
  lakeside,
  lakesideStaff,
  programs,
  riverbend,
  rooms,
  series,
  sites,
  staff,
  type CastStaff,
} from './cast.ts'

/** The tests' small world: Riverbend with its cast, seated in their groups around today, and Lakeside, who must never see them. */
export async function layWorld(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  // Cheap on purpose: this password opens nothing but test databases.
  const hash = await hashPassword(demoPassword, { memory: 1024, passes: 1, parallelism: 1 })
  const today = dayAt(new Date(), riverbend.timeZone)
  await owner.query('begin')
  await layClinic(owner, riverbend, staff, hash)
  await layHouse(owner, 'riverbend', '')
  await owner.query(
    "insert into public_front (clinic_id, id, is_open, phone, crisis_phone, email, set_at) values ($1, gen_random_uuid(), true, '+15185550100', '+15185550199', 'hello@riverbend.example', now())",
    [riverbend.id],
  )
  await layPeople(owner, today)
  await layClinic(owner, lakeside, lakesideStaff, hash)
  await owner.query('commit')
  await owner.end()

  const { appUrl } = await migrate(ownerUrl)
  const pool = connect(appUrl, 1)
  await asPerson(pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Tests' }, new Date(), (work) =>
    laySessions(work, addDays(today, -14), addDays(today, 21)),
  )
  await pool.end()
}

async function layClinic(db: pg.Client, clinic: typeof riverbend, people: CastStaff[], hash: string): Promise<void> {
  await db.query("select set_config('app.clinic', $1, true)", [clinic.id])
  await db.query('insert into clinic (id, name, state, time_zone, created_at) values ($1, $2, $3, $4, now())', [
    clinic.id,
    clinic.name,
    clinic.state,
    clinic.timeZone,
  ])
  for (const one of people) {
    const id = castId(one.key)
    await db.query(
      'insert into staff_member (clinic_id, id, given_name, family_name, credential, email, added_at) values ($1, $2, $3, $4, $5, $6, now())',
      [clinic.id, id, one.givenName, one.familyName, one.credential, one.email],
    )
    await db.query(
      'insert into staff_role (clinic_id, id, staff_id, role, given_at) values ($1, gen_random_uuid(), $2, $3, now())',
      [clinic.id, id, one.role],
    )
    await db.query(
      'insert into staff_password (clinic_id, id, staff_id, hash, set_at) values ($1, gen_random_uuid(), $2, $3, now())',
      [clinic.id, id, hash],
    )
    if (one.license) {
      await db.query(
        'insert into staff_license (clinic_id, id, staff_id, kind, number, state, expires_on, recorded_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, current_date + 400, now())',
        [clinic.id, id, one.license, `L-${one.key}`, clinic.state],
      )
    }
  }
  await db.query(
    `insert into dose_floor (clinic_id, id, level_of_care, age_group, minutes_per_week, days_per_week, effective_from, source, mark, recorded_at)
     values ($1, gen_random_uuid(), '2.1', 'adult', 540, 3, '2013-10-24', 'clinical.md 1.2', 'V', now()),
            ($1, gen_random_uuid(), '2.1', 'adolescent', 360, 3, '2013-10-24', 'clinical.md 1.2', 'V', now())`,
    [clinic.id],
  )
}

async function layHouse(db: pg.Client, key: 'riverbend', prefix: string): Promise<void> {
  const clinic = castId(key)
  for (const one of sites) {
    await db.query(
      'insert into site (clinic_id, id, name, address, state, time_zone) values ($1, $2, $3, $4, $5, $6)',
      [clinic, castId(prefix + one.key), one.name, one.address, riverbend.state, riverbend.timeZone],
    )
  }
  for (const one of rooms) {
    await db.query(
      'insert into room (clinic_id, id, site_id, name, places, is_video) values ($1, $2, $3, $4, $5, $6)',
      [clinic, castId(prefix + one.key), castId(prefix + one.site), one.name, one.places, one.isVideo],
    )
  }
  for (const one of programs) {
    await db.query('insert into program (clinic_id, id, site_id, name, kind, track) values ($1, $2, $3, $4, $5, $6)', [
      clinic,
      castId(prefix + one.key),
      castId(prefix + one.site),
      one.name,
      one.kind,
      one.track,
    ])
  }
}

/** A series of the cast meets on every weekday; `seriesId('process-a', 3)` is Wednesday's. */
export const seriesId = (key: string, weekday: number): string => castId(`${key}-${weekday}`)

async function layPeople(db: pg.Client, today: string): Promise<void> {
  const clinic = riverbend.id
  const dana = castId('dana')
  for (const one of series) {
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      const id = seriesId(one.key, weekday)
      await db.query(
        `insert into group_series (clinic_id, id, program_id, room_id, name, kind, topic, weekday, starts, minutes, time_zone, during, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, daterange($12::date, null), now())`,
        [
          clinic,
          id,
          castId(one.program),
          castId(one.room),
          one.name,
          one.kind,
          one.topic,
          weekday,
          one.starts,
          one.minutes,
          riverbend.timeZone,
          addDays(today, -60),
        ],
      )
      await db.query(
        "insert into series_leader (clinic_id, id, series_id, staff_id, part, during, assigned_at) values ($1, gen_random_uuid(), $2, $3, 'lead', daterange($4::date, null), now())",
        [clinic, id, castId(one.lead), addDays(today, -60)],
      )
      if (one.coLead) {
        await db.query(
          "insert into series_leader (clinic_id, id, series_id, staff_id, part, during, assigned_at) values ($1, gen_random_uuid(), $2, $3, 'co-lead', daterange($4::date, null), now())",
          [clinic, id, castId(one.coLead), addDays(today, -60)],
        )
      }
      await db.query(
        'insert into series_chair (clinic_id, series_id, number) select $1, $2, n from generate_series(1, $3::int) n',
        [clinic, id, one.cap],
      )
    }
  }
  let number = 1000
  for (const one of clients) {
    const id = castId(one.key)
    const began = addDays(today, 1 - one.daysHere)
    number += 1
    await db.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
      clinic,
      id,
      String(number),
    ])
    await db.query(
      `insert into client_identity (clinic_id, id, client_id, given_name, family_name, preferred_name, birth_date, sex, pronouns, search_name, recorded_at)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, $9, now())`,
      [
        clinic,
        id,
        one.givenName,
        one.familyName,
        one.preferredName ?? '',
        one.birthDate,
        one.sex,
        one.pronouns,
        `${one.givenName} ${one.familyName}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
      ],
    )
    await db.query(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5::date, null), 'home', $6, now())",
      [clinic, castId(`${one.key} episode`), id, castId(one.program), began, dana],
    )
    await db.query(
      'insert into plan_goal (clinic_id, id, episode_id, position, words, opened_by, opened_at) values ($1, $2, $3, 1, $4, $5, now())',
      [clinic, castId(`${one.key} goal 1`), castId(`${one.key} episode`), one.goal, dana],
    )
    await db.query(
      'insert into primary_therapist (clinic_id, id, episode_id, staff_id, from_day, assigned_by, assigned_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, now())',
      [clinic, castId(`${one.key} episode`), castId('lee'), began, dana],
    )
  }
  for (const one of series) {
    const members = clients.filter((client) => client.program === one.program && client.key !== 'will')
    for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
      const [hours = 0, minutes = 0] = one.starts.split(':').map(Number)
      const from = (weekday - 1) * 1440 + hours * 60 + minutes
      for (const [n, member] of members.entries()) {
        await db.query(
          `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
           values ($1, gen_random_uuid(), $2, $3, $4, $5, daterange($6::date, null), int4range($7, $8), $9, now())`,
          [
            clinic,
            seriesId(one.key, weekday),
            n + 1,
            castId(member.key),
            castId(`${member.key} episode`),
            addDays(today, 1 - member.daysHere),
            from,
            from + one.minutes,
            dana,
          ],
        )
      }
    }
  }
}

export const todayHere = (): string => dayAt(new Date(), riverbend.timeZone)
export const weekdayHere = (): number => weekdayOf(todayHere())

/** How far the wall clock of the clinic is from the clock of the world at noon of a day, in hours. */
const offsetOn = (day: Day): number =>
  (instantAt(day, '12:00', riverbend.timeZone).getTime() - Date.parse(`${day}T12:00:00Z`)) / 3_600_000

/** The first day at noon of which the clinic's clock is not as far from the world's as on this one. */
export function nextClockChange(from: Day): Day {
  let day = from
  while (offsetOn(day) === offsetOn(from)) day = addDays(day, 1)
  return day
}
