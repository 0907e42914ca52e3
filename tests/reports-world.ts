// Six stays at Lakeside in the spring of a leap year, with a change of the clock in between: small enough to count by hand.
import type { TestHouse } from './knock.ts'
import { castId, lakeside } from './cast.ts'

export const lake = (word: string): string => castId(`lakeside report ${word}`)
export const noon = new Date('2024-04-01T19:00:00Z')
export const spring = { from: '2024-02-01', to: '2024-03-31' }

const kim = castId('kim')
const clinic = lakeside.id

type Client = { key: string; name: [string, string]; born: string; sex: string; language: string }
const clients: Client[] = [
  { key: 'a', name: ['Ana', 'Abbot'], born: '2000-02-29', sex: 'female', language: 'en' },
  { key: 'b', name: ['Ben', 'Brook'], born: '1990-05-05', sex: 'male', language: 'English' },
  { key: 'c', name: ['=cmd', 'Cole'], born: '1980-05-05', sex: 'male', language: '' },
  { key: 'd', name: ['Dora', 'Dunn'], born: '1970-05-05', sex: 'female', language: 'es' },
  { key: 'e', name: ['Eve', 'Ely'], born: '1960-05-05', sex: 'female', language: 'es' },
  { key: 'f', name: ['Finn', 'Ford'], born: '2001-05-05', sex: 'male', language: 'en' },
]
const stays = [
  { key: 'a', program: 'day', first: '2024-02-01', last: '2024-03-01', reason: 'completed' },
  { key: 'b', program: 'day', first: '2024-02-29' },
  { key: 'c', program: 'day', first: '2024-02-10', last: '2024-02-19', reason: 'dropped-out' },
  { key: 'd', program: 'evening', first: '2024-03-01' },
  { key: 'e0', program: 'day', first: '2023-12-01', last: '2024-01-31', reason: 'transferred' },
  { key: 'e', program: 'evening', first: '2024-02-01' },
  { key: 'f0', program: 'day', first: '2023-06-01', last: '2023-07-01', reason: 'completed' },
  { key: 'f', program: 'day', first: '2024-03-10', last: '2024-03-20', reason: 'transferred' },
]

/** Meetings of one group: Friday, the Sunday on which 02:00 does not exist, one called off, one without a note, one to come. */
const meetings = [
  { key: 's1', on: '2024-03-08', from: '2024-03-08T18:00:00Z', to: '2024-03-08T19:00:00Z' },
  { key: 's2', on: '2024-03-10', from: '2024-03-10T09:30:00Z', to: '2024-03-10T10:30:00Z' },
  { key: 's3', on: '2024-03-12', from: null, to: null },
  { key: 's4', on: '2024-03-15', from: '2024-03-15T17:00:00Z', to: '2024-03-15T18:00:00Z' },
  { key: 's5', on: '2024-04-01', from: '2024-04-01T23:00:00Z', to: '2024-04-02T00:00:00Z' },
]

export async function laySpring(house: TestHouse): Promise<void> {
  const owner = house.db.owner
  const add = async (table: string, row: Record<string, unknown>) => {
    const entries = Object.entries({ clinic_id: clinic, id: lake(`${table} ${Math.random()}`), ...row }).filter(
      ([, value]) => value !== undefined,
    )
    const places = entries.map((_, n) => `$${n + 1}`)
    await owner.query(
      `insert into ${table} (${entries.map(([name]) => name).join(', ')}) values (${places.join(', ')})`,
      entries.map(([, value]) => value),
    )
  }
  await owner.query('begin')
  await owner.query("select set_config('app.clinic', $1, true)", [clinic])
  for (const name of ['Shore', 'Hill'])
    await add('site', { id: lake(name), name, state: 'CA', time_zone: lakeside.timeZone })
  await add('program', { id: lake('day'), site_id: lake('Shore'), name: 'Day', kind: 'substance-use', track: 'day' })
  const evening = { site_id: lake('Hill'), name: '=HYPERLINK("x")', kind: 'mental-health', track: 'evening' }
  await add('program', { id: lake('evening'), ...evening })
  for (const [n, { key, name, born, sex, language }] of clients.entries()) {
    await add('client', { id: lake(key), number: String(70 + n), added_at: noon })
    const [given, family] = name
    await add('client_identity', {
      client_id: lake(key),
      given_name: given,
      family_name: family,
      birth_date: born,
      sex,
      language,
      search_name: `${given} ${family}`.toLowerCase(),
      recorded_at: noon,
    })
  }
  for (const { key, program, first, last, reason } of stays) {
    const client = lake(key[0] ?? '')
    const during = last === undefined ? `[${first},)` : `[${first},${last}]`
    await add('episode', {
      id: lake(`${key} stay`),
      client_id: client,
      program_id: lake(program),
      level_of_care: '2.1',
      during,
      residence: 'home',
      admitted_by: kim,
      admitted_at: noon,
    })
    if (last !== undefined)
      await add('discharge', {
        episode_id: lake(`${key} stay`),
        on_day: last,
        reason,
        discharged_by: kim,
        discharged_at: noon,
      })
  }
  await layGroup(add)
  await layNotes(add)
  await layPlans(add)
  for (const [key, instrument, on, score] of [
    ['a', 'phq-9', '2024-02-01', 18],
    ['a', 'phq-9', '2024-02-25', 8],
    ['e', 'gad-7', '2024-02-02', 15],
    ['b', 'phq-9', '2024-02-29', 12],
    ['b', 'phq-9', '2024-03-14', 11],
  ] as const)
    await add('measure', {
      client_id: lake(key),
      instrument,
      answers: '{}',
      score,
      taken_on: on,
      recorded_by: kim,
      recorded_at: noon,
    })
  await owner.query('select rebuild_boards($1)', [clinic])
  await owner.query('commit')
}

type Add = (table: string, row: Record<string, unknown>) => Promise<void>

async function layGroup(add: Add): Promise<void> {
  await add('room', { id: lake('room'), site_id: lake('Shore'), name: 'Pier', places: 9 })
  await add('group_series', {
    id: lake('series'),
    program_id: lake('day'),
    room_id: lake('room'),
    name: 'Shore group',
    kind: 'process',
    weekday: 5,
    starts: '10:00',
    minutes: 60,
    time_zone: lakeside.timeZone,
    during: '[2024-01-01,)',
    opened_at: noon,
  })
  await add('series_leader', {
    series_id: lake('series'),
    staff_id: kim,
    part: 'lead',
    during: '[2024-01-01,)',
    assigned_at: noon,
  })
  const seats = [
    ['a', 1, '[2024-02-05,2024-03-01]'],
    ['b', 2, '[2024-02-29,)'],
    ['f', 3, '[2024-03-10,2024-03-20]'],
  ] as const
  for (const [key, number, during] of seats) {
    await add('series_chair', { series_id: lake('series'), number, id: undefined })
    await add('seat', {
      series_id: lake('series'),
      number,
      client_id: lake(key),
      episode_id: lake(`${key} stay`),
      during,
      week_minutes: '[6360,6420)',
      taken_by: kim,
      taken_at: noon,
    })
  }
  for (const { key, on, from, to } of meetings) {
    await add('group_session', {
      id: lake(key),
      series_id: lake('series'),
      room_id: lake('room'),
      held_on: on,
      during: from === null ? 'empty' : `[${from},${to})`,
      laid_at: noon,
    })
    if (from === null)
      await add('session_cancellation', {
        session_id: lake(key),
        because: 'Leak',
        cancelled_by: kim,
        cancelled_at: noon,
      })
  }
  const marks = [
    ['b', 's1', '2024-03-08', 'here', 60],
    ['d', 's1', '2024-03-08', 'left-early', 30],
    ['b', 's2', '2024-03-10', 'late', 40],
    ['f', 's2', '2024-03-10', 'absent', 0],
  ] as const
  for (const [key, session, held_on, mark, minutes] of marks)
    await add('attendance_mark', {
      id: lake(`${key} ${session}`),
      session_id: lake(session),
      client_id: lake(key),
      held_on,
      mark,
      minutes,
      marked_by: kim,
      marked_at: noon,
    })
  const again = { session_id: lake('s2'), client_id: lake('f'), held_on: '2024-03-10', minutes: 0, marked_by: kim }
  // Absent is taken back, and becomes excused.
  const later = new Date(noon.getTime() + 1000)
  await add('attendance_mark', { ...again, mark: 'absent', undoes: lake('f s2'), marked_at: later })
  await add('attendance_mark', { ...again, mark: 'excused', reason: 'illness', marked_at: later })
  const visits = [
    ['b', 'b stay', '2024-03-11', '[2024-03-11T17:00:00Z,2024-03-11T18:00:00Z)'],
    ['b', 'b stay', '2024-03-13', 'empty'],
    ['e', 'e stay', '2024-03-14', '[2024-03-14T17:00:00Z,2024-03-14T18:00:00Z)'],
  ] as const
  for (const [key, stay, held_on, during] of visits) {
    const id = lake(`visit ${held_on}`)
    await add('visit', {
      id,
      client_id: lake(key),
      episode_id: lake(stay),
      kind: 'individual',
      staff_id: kim,
      held_on,
      during,
      minutes: 60,
      booked_by: kim,
      booked_at: noon,
    })
  }
  await add('attendance_mark', {
    visit_id: lake('visit 2024-03-11'),
    client_id: lake('b'),
    held_on: '2024-03-11',
    mark: 'absent',
    minutes: 0,
    marked_by: kim,
    marked_at: noon,
  })
  await add('dose_order', {
    episode_id: lake('b stay'),
    from_week: '2024-03-04',
    group_minutes: 120,
    individual_minutes: 60,
    family_minutes: 0,
    medication_minutes: 0,
    days: 3,
    ordered_by: kim,
    ordered_at: noon,
  })
  // F is in hospital from Thursday to Sunday, and keeps the seat.
  const away = { episode_id: lake('f stay'), client_id: lake('f'), kind: 'hospital', from_day: '2024-03-14' }
  await add('stay_pause', {
    id: lake('pause'),
    ...away,
    next_on: '2024-03-16',
    owner_id: kim,
    words: 'W',
    seats_until: '2024-03-31',
    paused_by: kim,
    paused_at: noon,
  })
  await add('stay_pause_end', {
    pause_id: lake('pause'),
    on_day: '2024-03-18',
    because: 'came-back',
    ended_by: kim,
    ended_at: noon,
  })
  await add('primary_therapist', {
    episode_id: lake('a stay'),
    staff_id: kim,
    from_day: '2024-02-01',
    assigned_by: kim,
    assigned_at: noon,
  })
}

/** One note two hours after its meeting, one thirty, one not at all. */
async function layNotes(add: Add): Promise<void> {
  for (const [session, at] of [
    ['s1', '2024-03-08T21:00:00Z'],
    ['s2', '2024-03-11T16:30:00Z'],
  ] as const) {
    const words = { topic: 'T', intervention: 'I', how_it_went: 'H' }
    await add('group_note', {
      id: lake(`note ${session}`),
      session_id: lake(session),
      ...words,
      written_by: kim,
      written_at: at,
    })
    await add('note_signature', {
      note_id: lake(`note ${session}`),
      session_id: lake(session),
      part: 'author',
      signed_by: kim,
      name_and_credential: 'Kim Duong, LMFT',
      content_hash: 'a'.repeat(64),
      signed_at: at,
    })
  }
}

/** B’s plan half an hour before midnight of its last day, in the clinic’s clock; D’s half an hour after. */
async function layPlans(add: Add): Promise<void> {
  for (const [key, at, day] of [
    ['b', '2024-03-31T06:30:00Z', '2024-03-30'],
    ['d', '2024-04-01T07:30:00Z', '2024-04-01'],
  ] as const) {
    const about = { client_id: lake(key), episode_id: lake(`${key} stay`), number: 1 }
    await add('plan_version', { id: lake(`plan ${key}`), ...about, kind: 'first', begun_by: kim, begun_at: at })
    await add('plan_signed', {
      ...about,
      version_id: lake(`plan ${key}`),
      body: '{}',
      content_hash: 'a'.repeat(64),
      for_client: '{}',
      client_hash: 'a'.repeat(64),
      from_day: day,
      review_on: '2024-06-01',
      signed_at: at,
    })
  }
}
