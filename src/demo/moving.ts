import type pg from 'pg'
import { riverbend } from '../../tests/cast.ts'
import { addDays, type Day } from '../basics/dates.ts'
import { evidenceOf } from '../clinic/aftercare/evidence.ts'
import { isLeavingKind, kindWords } from '../clinic/aftercare/leaving-kinds.ts'
import type { SummaryBody } from '../clinic/aftercare/leaving-rules.ts'
import type { PauseKind } from '../clinic/aftercare/pauses.ts'
import { minutesAfter } from './calendar.ts'
import { whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { therapistIdText } from '../clinic/staff/queries/therapist.ts'

// Moving through care in the demo: summaries of who left, people who are away, and decisions on the level.

type Rows = Record<string, unknown>[]

/** After the stays, their attendance and the discharges are there. Nothing lies after the demo's own moment. */
export async function addMoving(owner: pg.Client, house: House): Promise<void> {
  if (house.clinic.id !== riverbend.id || house.number !== 0) return
  await owner.query("select set_config('app.clinic', $1, true)", [house.clinic.id])
  await addSummaries(owner, house)
  await addPauses(owner, house)
  await addDecisions(owner, house)
}

async function insert(owner: pg.Client, house: House, table: string, rows: Rows): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first).join(', ')
  await owner.query(
    `insert into ${table} (clinic_id, ${columns}) select $1, ${columns} from jsonb_populate_recordset(null::${table}, $2)`,
    [house.clinic.id, JSON.stringify(rows)],
  )
}

type Gone = {
  id: string
  dischargeId: string
  lastDay: Day
  from: Day
  reason: string
  staffId: string
  signs: string
  came: number
  all: number
}

/** Most summaries are signed within two weeks; some of the last weeks wait, and one is late. */
async function addSummaries(owner: pg.Client, house: House): Promise<void> {
  const { rows } = await owner.query<Gone>(
    `select e.id, d.id as "dischargeId", d.on_day::text as "lastDay", lower(e.during)::text as from, d.reason, s.id as "staffId",
       s.given_name || ' ' || s.family_name || case when s.credential = '' then '' else ', ' || s.credential end as signs,
       (select count(*) filter (where a.minutes > 0)::int from attendance_now a where a.clinic_id = e.clinic_id and a.client_id = e.client_id and e.during @> a.held_on) as came,
       (select count(*)::int from attendance_now a where a.clinic_id = e.clinic_id and a.client_id = e.client_id and e.during @> a.held_on and a.mark <> 'cleared') as all
     from discharge d join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
     join lateral ${therapistIdText('e.clinic_id', 'e.id')} t on true
     join staff_member s on s.clinic_id = e.clinic_id and s.id = t.staff_id
     where e.clinic_id = $1 and not isempty(e.during) and d.on_day between $2::date - 130 and $2::date order by d.on_day, e.id`,
    [house.clinic.id, house.today],
  )
  const signed: Rows = []
  for (const one of rows) {
    const signedOn = addDays(one.lastDay, whole(2, 14, house.chance('summary', one.id, 'days')))
    // One in thirty is forgotten until its day has gone by.
    if (signedOn >= house.today || house.chance('summary', one.id, 'late') < 0.03) continue
    const at = minutesAfter(
      house.calendar.instant(signedOn, '13:00'),
      whole(0, 200, house.chance('summary', one.id, 'at')),
    )
    const words = isLeavingKind(one.reason) ? kindWords[one.reason].label : one.reason
    const body: SummaryBody = {
      reason: `Admitted on ${one.from}, ended on ${one.lastDay}: ${words}.`,
      course:
        'Worked on triggers, sleep and the way back to daily life; the plan’s goals were gone through together at the end.',
      attendance: `Came to ${one.came} of ${one.all} sessions.`,
      measures: 'As in the chart; gone through with the client.',
      medicines: 'As on the list of medicines.',
      risk: 'No danger known at the end. The safety plan was gone through.',
      continuing: 'As in the plan for leaving; calls after leaving are set.',
    }
    signed.push({
      id: demoId(at, one.id, 'summary'),
      episode_id: one.id,
      discharge_id: one.dischargeId,
      body,
      signed_by: one.staffId,
      name_and_credential: one.signs,
      signed_at: at,
    })
  }
  await insert(owner, house, 'discharge_summary', signed)
}

type InCare = {
  id: string
  clientId: string
  staffId: string
  signs: string
  last: Day | null
  level: string
  from: Day
  came: number
  missed: number
  minutes: number
  isUnreached: boolean
}

const inCare = async (owner: pg.Client, house: House): Promise<InCare[]> =>
  (
    await owner.query<InCare>(
      `select e.id, e.client_id as "clientId", s.id as "staffId", s.given_name || ' ' || s.family_name || case when s.credential = '' then '' else ', ' || s.credential end as signs,
         e.level_of_care as level, lower(e.during)::text as from, max(a.held_on) filter (where a.minutes > 0)::text as last,
         count(*) filter (where a.minutes > 0)::int as came, count(*) filter (where a.mark = 'absent')::int as missed, coalesce(sum(a.minutes), 0)::int as minutes,
         exists (select from unreached u where u.clinic_id = e.clinic_id and u.client_id = e.client_id) as "isUnreached"
       from episode e
       join lateral ${therapistIdText('e.clinic_id', 'e.id')} t on true
       join staff_member s on s.clinic_id = e.clinic_id and s.id = t.staff_id
       left join attendance_now a on a.clinic_id = e.clinic_id and a.client_id = e.client_id and a.held_on >= lower(e.during)
       where e.clinic_id = $1 and upper_inf(e.during) and lower(e.during) < $2::date - 21 and e.id::text ~ '^.{14}8'
       group by 1, 2, 3, 4, 5, 6, e.clinic_id order by e.id`,
      [house.clinic.id, house.today],
    )
  ).rows

/** Three are away: in hospital (to be asked about today), in jail, on vacation; each since the day after they were last here. */
async function addPauses(owner: pg.Client, house: House): Promise<void> {
  // Those whom nobody has reached yet stay for somebody to call, while there are others.
  const silent = (await inCare(owner, house))
    .filter(({ last }) => last !== null && last >= addDays(house.today, -9) && last < addDays(house.today, -1))
    .toSorted((a, b) => Number(a.isUnreached) - Number(b.isUnreached))
  const kinds: [PauseKind, string, number, number | null][] = [
    ['hospital', 'Hudson General, ward 4; her sister called. An infection, not the withdrawal.', 0, 6],
    ['jail', 'County jail since the hearing; the lawyer expects him out within two weeks.', 2, null],
    ['vacation', 'At his parents’, agreed with the group; calls his sponsor from there.', 4, 5],
  ]
  const rows: Rows = []
  const keptTo = addDays(house.today, 21)
  for (const [n, [kind, words, asks, back]] of kinds.entries()) {
    const one = silent[n]
    if (one?.last === undefined || one.last === null) continue
    const fromDay = addDays(one.last, 1)
    const at = minutesAfter(house.calendar.instant(fromDay, '12:00'), 7 * n)
    rows.push({
      id: demoId(at, one.id, 'pause'),
      episode_id: one.id,
      client_id: one.clientId,
      kind,
      from_day: fromDay,
      expected_back: back === null ? null : addDays(house.today, back),
      next_on: addDays(house.today, asks),
      owner_id: one.staffId,
      words,
      seats_until: keptTo,
      paused_by: one.staffId,
      paused_at: at,
    })
  }
  await insert(owner, house, 'stay_pause', rows)
  // Their seats are kept to a day: they end with it, and what they had beyond it is remembered, as the clinic's own pause does it.
  for (const { id, episode_id, paused_by, paused_at } of rows) {
    const about = [house.clinic.id, episode_id, keptTo]
    const lasting = `select s.* from seat s where s.clinic_id = $1 and s.episode_id = $2 and s.during && daterange($3::date + 1, null) and lower(s.during) <= $3::date`
    await owner.query(
      `with x as (${lasting}) insert into moved_seat (clinic_id, id, because_of, cause_id, seat_id, was_during) select clinic_id, md5(id::text || 'moved')::uuid, 'pause', $4, id, during from x`,
      [...about, id],
    )
    await owner.query(
      `with x as (${lasting}) insert into seat_release (clinic_id, id, seat_id, last_day, because, released_by, released_at)
       select clinic_id, md5(id::text || 'kept')::uuid, id, $3::date, 'Away for a while', $4, $5 from x on conflict do nothing`,
      [...about, paused_by, paused_at],
    )
    await owner.query(
      `update seat s set during = daterange(lower(s.during), $3::date + 1) where s.clinic_id = $1 and s.episode_id = $2 and s.during && daterange($3::date + 1, null) and lower(s.during) <= $3::date`,
      about,
    )
  }
  // Boards rest while the demo is laid: these people's weeks are counted here.
  const clients = rows.map(({ client_id }) => client_id)
  await owner.query(
    'select recount_weeks($1, $2::uuid[], $3::date, current_date + 49), recount_unreached($1, $2::uuid[])',
    [house.clinic.id, clients, addDays(house.today, -30)],
  )
}

/** The level was looked at lately for a few: they stay, and a day says when somebody looks again. */
async function addDecisions(owner: pg.Client, house: House): Promise<void> {
  const all = (await inCare(owner, house)).filter(({ came }) => came > 5).slice(0, 6)
  const rows = all.map((one, n) => {
    const on = addDays(house.today, -12 + n)
    const at = minutesAfter(house.calendar.instant(on, '14:00'), 11 * n)
    const evidence = evidenceOf({
      attended: [{ kind: 'group', came: one.came, missed: one.missed, minutes: one.minutes }],
      away: 0,
      tests: null,
      measures: [],
      alarms: [],
      concerns: [],
      barriers: [],
      objectives: null,
      medicine: null,
      readings: 0,
      signal: null,
    })
    return {
      id: demoId(at, one.id, 'step'),
      episode_id: one.id,
      client_id: one.clientId,
      kind: 'stay',
      from_level: one.level,
      to_level: one.level,
      from_day: on,
      reasons: 'Getting on, and the goals of this level are not met yet. Hours stay as they are.',
      took_part: 'The team, and the client by telephone',
      client_view: n % 3 === 2 ? 'disagrees' : 'agrees',
      client_words: n % 3 === 2 ? 'I would like one evening less.' : '',
      evidence,
      did: { program: null, gives: [], takes: [], dose: null, tasks: [] },
      look_again_on: addDays(on, 14),
      decided_by: one.staffId,
      name_and_credential: one.signs,
      decided_at: at,
    }
  })
  await insert(owner, house, 'step_decision', rows)
}
