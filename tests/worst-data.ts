// The worst that a clinic may type: names of sixty letters without a space, of one letter, from right to left; reasons of three
// hundred letters; forty rooms, nine payers, a group of sixty seats, fourteen groups on a day, a client with twelve commitments.
import type pg from 'pg'
import { addDays, weekdayOf } from '../src/basics/dates.ts'
import { castId, riverbend } from './cast.ts'
import { seriesId, todayHere } from './world.ts'

const names = [
  [
    'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis',
    'Schaferswessenschafewarenwohlgepflegeundsorgfaltigkeitbeschu',
  ],
  ['X', 'Y'],
  ['عبد الرحمن بن محمد', 'الخوارزمي البغدادي'],
  ['Nguyễn Thị Phương Thảo', 'Trần'],
] as const
export const longWord = 'Rindfleischetikettierungsueberwachungsaufgabenuebertragungsg'
const longReason =
  `${'They said so on the telephone, and again at the door. '.repeat(4)}${longWord}, ${'and then '.repeat(2)}`
    .slice(0, 300)
    .trim()

/** What everybody is called and every reason that was given, as bad as each column lets it be; then too many of everything. */
export async function layWorstData(owner: pg.Client): Promise<void> {
  const clinic = riverbend.id
  await owner.query("select set_config('app.clinic', $1, false)", [clinic])
  // What is under test is the page: rows that the clinic's verbs would never change are changed here.
  await owner.query("set session_replication_role = 'replica'")
  for (const table of ['client_identity', 'staff_member'])
    for (const [n, [given, family]] of names.entries())
      await owner.query(
        `update ${table} t set given_name = $1, family_name = $2 from (
           select id, row_number() over (order by id) as place from ${table}) o where o.id = t.id and o.place % 4 = $3`,
        [given, family, n],
      )
  await owner.query(`update client_identity set preferred_name = ''`)
  await lengthen(owner, ['name', 'title', 'topic', 'address', 'credential'], longWord)
  await lengthen(owner, ['because', 'words', 'about'], longReason)
  await owner.query(
    `insert into room (clinic_id, id, site_id, name, places, is_video)
     select $1, gen_random_uuid(), $2, $3 || n, 60, false from generate_series(1, 40) n`,
    [clinic, castId('main'), longWord],
  )
  await crowd(owner)
  for (let n = 0; n < 9; n += 1) {
    const { rows } = await owner.query<{ id: string }>(
      'insert into payer (clinic_id, id, added_at) values ($1, gen_random_uuid(), now()) returning id',
      [clinic],
    )
    await owner.query(
      "insert into payer_fact (clinic_id, id, payer_id, kind, name, recorded_at) values ($1, gen_random_uuid(), $2, 'commercial', $3, now())",
      [clinic, rows[0]?.id, `${longWord}${n}`],
    )
  }
  await owner.query(
    `insert into client_commitment (clinic_id, id, client_id, what, firmness, weekday, from_time, to_time, during, recorded_at)
     select $1, gen_random_uuid(), $2, (array['job', 'school', 'childcare', 'travel', 'appointment', 'other'])[1 + n % 6], 'cannot',
            1 + n % 7, make_time(6 + n, 0, 0), make_time(6 + n, 45, 0), daterange($3::date, null), now()
     from generate_series(0, 11) n`,
    [clinic, castId('maya'), todayHere()],
  )
  await owner.query("set session_replication_role = 'origin'")
}

/** Writes into every column of these names, where a column is the house's own list of words its rule says no and it stays. */
async function lengthen(owner: pg.Client, columns: string[], text: string): Promise<void> {
  const { rows } = await owner.query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c
     join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.table_schema = 'public' and c.data_type = 'text' and c.column_name = any ($1)
       and exists (select from information_schema.columns k where k.table_name = c.table_name and k.column_name = 'clinic_id')`,
    [columns],
  )
  for (const { table, column } of rows) {
    const long = `update ${table} set ${column} = $1 where ${column} <> ''`
    // Where no two may be called alike, the number of the row makes the difference.
    const numbered = `update ${table} t set ${column} = left($1, 56) || o.n from (
      select ctid as place, row_number() over () as n from ${table}) o where o.place = t.ctid and ${column} <> ''`
    for (const statement of [long, numbered])
      if (await owner.query(statement, [text]).then(() => true, refusedByRule)) break
  }
}

/** A column's own rule, or that it must be alone, says no; anything else is a mistake of this file. */
function refusedByRule(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === '23514' || code === '23505') return false
  throw error
}

/** Sixty people in one group of today, and eleven groups more beside those that meet today. */
async function crowd(owner: pg.Client): Promise<void> {
  const [clinic, today] = [riverbend.id, todayHere()]
  const weekday = weekdayOf(today)
  const full = seriesId('process-a', weekday)
  await owner.query(
    `insert into series_chair (clinic_id, series_id, number)
     select $1, $2, n from generate_series(1, 60) n on conflict do nothing`,
    [clinic, full],
  )
  const { rows } = await owner.query<{ number: number }>(
    'select c.number from series_chair c where c.series_id = $1 and not exists (select from seat s where s.series_id = c.series_id and s.number = c.number) order by 1',
    [full],
  )
  for (const { number } of rows) {
    const [given, family] = names[number % names.length] ?? names[0]
    await owner.query(
      `with person as (
         insert into client (clinic_id, id, number, added_at) values ($1, gen_random_uuid(), $2::text, now()) returning id
       ), called as (
         insert into client_identity (clinic_id, id, client_id, given_name, family_name, preferred_name, birth_date, sex, pronouns, search_name, recorded_at)
         select $1, gen_random_uuid(), id, $3, $4, '', '1990-01-01', 'female', 'she/her', 'crowd', now() from person
       ), stay as (
         insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at)
         select $1, gen_random_uuid(), id, $5, '2.1', daterange($6::date, null), 'home', $7, now() from person returning id, client_id
       )
       insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
       select $1, gen_random_uuid(), $8, $9, client_id, id, daterange($6::date, null), int4range($10, $10 + 80), $7, now() from stay`,
      [
        clinic,
        `9${number}`,
        given,
        family,
        castId('day'),
        addDays(today, -20),
        castId('dana'),
        full,
        number,
        (weekday - 1) * 1440 + 540,
      ],
    )
  }
  await owner.query(
    `with further as (
       insert into group_series (clinic_id, id, program_id, room_id, name, kind, topic, weekday, starts, minutes, time_zone, during, opened_at)
       select g.clinic_id, gen_random_uuid(), g.program_id, r.id, g.name || r.n, g.kind, g.topic, g.weekday, g.starts, g.minutes,
              g.time_zone, g.during, g.opened_at
       from group_series g, (select id, row_number() over () as n from room where places = 60) r where g.id = $1 and r.n < 12
       returning clinic_id, id, room_id, starts, minutes, time_zone
     ), chairs as (
       insert into series_chair (clinic_id, series_id, number) select clinic_id, id, n from further, generate_series(1, 12) n
     )
     insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
     select clinic_id, gen_random_uuid(), id, room_id, $2::date,
            tstzrange(($2::date + starts) at time zone time_zone, ($2::date + starts) at time zone time_zone + make_interval(mins => minutes)), now()
     from further`,
    [full, today],
  )
}
