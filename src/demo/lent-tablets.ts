import type pg from 'pg'
import { castId, riverbend } from '../../tests/cast.ts'
import { sha256 } from '../basics/ids.ts'
import { doorNumberFrom } from '../clinic/attendance/door.ts'
import type { House } from './house.ts'

/**
 * After the marks: a tablet that went round the last group in a room, one that stood at the door of that day, and a measure that was
 * corrected. All of it is over: no key of it opens anything.
 */
export async function addLentTablets(owner: pg.Client, house: House): Promise<void> {
  if (house.clinic.id !== riverbend.id || house.number !== 0) return
  const clinic = house.clinic.id
  const { rows } = await owner.query<{ id: string; site: string; starts: Date; people: string[] }>(
    `select g.id, o.site_id as site, lower(g.during) as starts,
       array(select a.client_id from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id and a.minutes > 0
             order by md5(a.client_id::text) limit 5) as people
     from group_session g join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
     where g.clinic_id = $1 and not o.is_video and not isempty(g.during) and upper(g.during) < $2::timestamptz - interval '30 minutes'
       and g.held_on > $3::date - 10
       and (select count(*) from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id and a.minutes > 0) >= 3
     order by g.during desc, g.id limit 1`,
    [clinic, house.at, house.today],
  )
  const [last] = rows
  if (last === undefined) return
  const { id: session, site, starts, people } = last
  const by = castId('noor')
  const [door, round] = [castId('demo door tablet'), castId('demo tablet round')]
  await owner.query(
    `insert into lent_tablet (clinic_id, id, purpose, site_id, token_hash, secret_hash, expires_at, lent_by, lent_at)
     values ($1, $2, 'door', $3, $4, $5, $6::timestamptz + interval '8 hours', $7, $6::timestamptz - interval '30 minutes')`,
    [clinic, door, site, sha256('nobody holds this key of a door'), sha256('nor this one of a door'), starts, by],
  )
  await owner.query(
    `insert into lent_tablet_end (clinic_id, id, tablet_id, ended_by, ended_at) values ($1, $2, $3, $4, $5::timestamptz + interval '20 minutes')`,
    [clinic, castId('demo door tablet end'), door, by, starts],
  )
  await owner.query(
    `insert into lent_tablet (clinic_id, id, purpose, session_id, token_hash, secret_hash, expires_at, lent_by, lent_at)
     values ($1, $2, 'round', $3, $4, $5, $6::timestamptz + interval '2 hours', $7, $6::timestamptz)`,
    [
      clinic,
      round,
      session,
      sha256('nobody holds this key of a round'),
      sha256('nor this one of a round'),
      starts,
      castId('lee'),
    ],
  )
  await owner.query(
    `insert into lent_tablet_end (clinic_id, id, tablet_id, ended_by, ended_at) values ($1, $2, $3, $4, $5::timestamptz + interval '15 minutes')`,
    [clinic, castId('demo tablet round end'), round, castId('lee'), starts],
  )
  for (const [n, client] of people.entries()) {
    await owner.query(
      `insert into door_number (clinic_id, id, client_id, number, given_by, given_at) values ($1, $6, $2, $3, $4, $5::timestamptz - interval '1 day')`,
      [clinic, client, doorNumberFrom(41_203 + 7_919 * n), by, starts, castId(`demo door number ${n}`)],
    )
    if (n < 3)
      await owner.query(
        `insert into check_in (clinic_id, id, session_id, client_id, held_on, place, door_id, at)
         select $1, $7, g.id, $3, g.held_on, 'on-site', $4, $5::timestamptz - make_interval(mins => $6)
         from group_session g where g.clinic_id = $1 and g.id = $2`,
        [clinic, session, client, door, starts, 6 - n, castId(`demo check-in ${n}`)],
      )
    const place = castId(`demo tablet place ${n}`)
    await owner.query(
      'insert into tablet_place (clinic_id, id, round_id, client_id, label) values ($1, $2, $3, $4, $5)',
      [clinic, place, round, client, String(n + 1)],
    )
    const measure = castId(`demo tablet measure ${n}`)
    await owner.query(
      `insert into measure (clinic_id, id, client_id, instrument, answers, score, score_status, band_set, taken_on, mode, place_id, recorded_at)
       select $1, $2, $3, 'gad-7', array[1,1,1,0,1,0,0], 4, 'complete', '', g.held_on, 'self', $4, $5::timestamptz + make_interval(mins => $6)
       from group_session g where g.clinic_id = $1 and g.id = $7`,
      [clinic, measure, client, place, starts, 3 + n, session],
    )
    await owner.query(
      `insert into tablet_answer (clinic_id, id, place_id, session_id, client_id, instrument, turn, is_whole, measure_id, answered_at)
       values ($1, $8, $2, $3, $4, 'gad-7', $9, true, $5, $6::timestamptz + make_interval(mins => $7))`,
      [
        clinic,
        place,
        session,
        client,
        measure,
        starts,
        3 + n,
        castId(`demo tablet answer ${n}`),
        castId(`demo tablet turn ${n}`),
      ],
    )
  }
  await correctOne(owner, clinic, people[0])
}

/** The newest PHQ-9 of one of them had a line read wrongly: one point more stands in its place, and both can be read. */
async function correctOne(owner: pg.Client, clinic: string, client: string | undefined): Promise<void> {
  const right = castId('demo corrected measure')
  await owner.query(
    `with wrong as (
       select m.* from measure m where m.clinic_id = $1 and m.client_id = $2 and m.instrument = 'phq-9' and m.score_status = 'complete'
         and m.recorded_by is not null and m.answers[1] < 3 order by m.taken_on desc, m.id limit 1),
     written as (
       insert into measure (clinic_id, id, client_id, episode_id, instrument, form_version, language, answers, asides, score, score_status, band_set, taken_on, mode, recorded_by, recorded_at)
       select clinic_id, $3, client_id, episode_id, instrument, form_version, language, array[answers[1] + 1] || answers[2:9], asides, score + 1,
         score_status, band_set, taken_on, mode, recorded_by, recorded_at + interval '5 minutes' from wrong returning id)
     insert into measure_correction (clinic_id, id, client_id, measure_id, by_measure_id, because, corrected_by, corrected_at)
     select w.clinic_id, $4::uuid, w.client_id, w.id, t.id, 'The first line was read wrongly', w.recorded_by, w.recorded_at + interval '5 minutes'
     from wrong w, written t`,
    [clinic, client, right, castId('demo correction')],
  )
}
