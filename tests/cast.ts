import { createHash } from 'node:crypto'
import type { Role, StaffPerson } from '../src/db/work.ts'

// The named people, groups and weeks that tests, demo and screenshots share. Maya is always in the evening track,
// Dana is always the clinical director. All of them are invented.

/** The same word always gives the same id. */
export function castId(word: string): string {
  const hex = createHash('sha256').update(`stepwell cast ${word}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Works only in a demo database and in tests: `npm start` never creates these people. */
export const demoPassword = 'three steps down to the water'

export type CastStaff = {
  key: string
  givenName: string
  familyName: string
  credential: string
  role: Role
  email: string
  license?: string
}

export const riverbend = {
  key: 'riverbend',
  id: castId('riverbend'),
  name: 'Riverbend',
  state: 'NY',
  timeZone: 'America/New_York',
}
export const lakeside = {
  key: 'lakeside',
  id: castId('lakeside'),
  name: 'Lakeside',
  state: 'CA',
  timeZone: 'America/Los_Angeles',
}

const at =
  (domain: string) =>
  (key: string, givenName: string, familyName: string, role: Role, credential = '', license?: string): CastStaff => ({
    key,
    givenName,
    familyName,
    credential,
    role,
    license,
    email: `${givenName
      .normalize('NFD')
      .replace(/\P{ASCII}/gu, '')
      .toLowerCase()}@${domain}.example`,
  })
const rb = at('riverbend')
const ls = at('lakeside')

/** One of each role first; the others lead groups. */
export const staff: CastStaff[] = [
  rb('ada', 'Ada', 'Moreno', 'administrator'),
  rb('dana', 'Dana', 'Ortiz', 'director', 'LCSW', 'LCSW'),
  rb('noor', 'Noor', 'Haddad', 'coordinator'),
  rb('lee', 'Lee', 'Park', 'therapist', 'LMHC', 'LMHC'),
  rb('priya', 'Priya', 'Raman', 'prescriber', 'PMHNP', 'NP'),
  rb('ben', 'Ben', 'Okafor', 'biller'),
  rb('sam', 'Sam', 'Iyer', 'therapist', 'CASAC', 'CASAC'),
  rb('ines', 'Inés', 'Duarte', 'therapist', 'LCSW', 'LCSW'),
  rb('marcus', 'Marcus', 'Webb', 'therapist', 'LMFT', 'LMFT'),
  rb('hana', 'Hana', 'Sato', 'therapist', 'PhD', 'Psychologist'),
  rb('owen', 'Owen', 'Byrne', 'therapist', 'CASAC', 'CASAC'),
  rb('leila', 'Leila', 'Farah', 'therapist', 'LMSW', 'LMSW'),
  rb('theo', 'Theo', 'Lindqvist', 'coordinator'),
  rb('grace', 'Grace', 'Adeyemi', 'prescriber', 'MD', 'Physician'),
]
/** Somebody of Riverbend's staff, signed in. */
export function staffPerson(key: string): StaffPerson {
  const one = staff.find((each) => each.key === key)
  if (one === undefined) throw new Error(`Nobody in the cast is called ${key}`)
  const { givenName, familyName, credential, role } = one
  const id = castId(key)
  return {
    kind: 'staff',
    id,
    role,
    name: `${givenName} ${familyName}`,
    givenName,
    familyName,
    credential,
    sessionId: id,
  }
}

export const lakesideStaff: CastStaff[] = [
  ls('sofia', 'Sofia', 'Lund', 'director', 'LCSW', 'LCSW'),
  ls('ravi', 'Ravi', 'Menon', 'administrator'),
  ls('tess', 'Tess', 'Nolan', 'coordinator'),
  ls('kim', 'Kim', 'Duong', 'therapist', 'LMFT', 'LMFT'),
]

export const sites = [
  { key: 'main-street', name: 'Main Street', address: '12 Main Street, Beacon, NY 12508' },
  { key: 'mill', name: 'The Mill', address: '3 Mill Lane, Newburgh, NY 12550' },
]

export const rooms = [
  { key: 'cedar', site: 'main-street', name: 'Cedar room', places: 14, isVideo: false },
  { key: 'birch', site: 'main-street', name: 'Birch room', places: 12, isVideo: false },
  { key: 'studio', site: 'mill', name: 'Studio', places: 12, isVideo: false },
  { key: 'loft', site: 'mill', name: 'Loft', places: 12, isVideo: false },
  { key: 'video-1', site: 'main-street', name: 'Video room 1', places: 12, isVideo: true },
  { key: 'video-2', site: 'main-street', name: 'Video room 2', places: 12, isVideo: true },
]

export const programs = [
  { key: 'day', site: 'main-street', name: 'Day program', kind: 'substance-use', track: 'day' },
  { key: 'evening', site: 'mill', name: 'Evening program', kind: 'substance-use', track: 'evening' },
  { key: 'virtual', site: 'main-street', name: 'Virtual program', kind: 'mental-health', track: 'virtual' },
] as const

export type CastSeries = {
  key: string
  program: string
  room: string
  name: string
  kind: string
  topic: string
  weekday: number
  starts: string
  minutes: number
  cap: number
  lead: string
  coLead?: string
  affinity?: string
}
/** Process group A meets every weekday in the tests' small world, so that "today" has one whatever the day. */
export const series: CastSeries[] = [
  {
    key: 'process-a',
    program: 'day',
    room: 'cedar',
    name: 'Process group A',
    kind: 'process',
    topic: 'What is here today',
    weekday: 0,
    starts: '09:00',
    minutes: 80,
    cap: 12,
    lead: 'lee',
    coLead: 'sam',
  },
  {
    key: 'relapse-prevention',
    program: 'day',
    room: 'cedar',
    name: 'Relapse prevention',
    kind: 'relapse-prevention',
    topic: 'Triggers and plans',
    weekday: 0,
    starts: '10:30',
    minutes: 80,
    cap: 12,
    lead: 'sam',
  },
  {
    key: 'dbt-evening',
    program: 'evening',
    room: 'studio',
    name: 'DBT skills',
    kind: 'skills',
    topic: 'Distress tolerance',
    weekday: 0,
    starts: '17:30',
    minutes: 90,
    cap: 10,
    lead: 'ines',
  },
]

export type CastClient = {
  key: string
  givenName: string
  familyName: string
  birthDate: string
  sex: 'female' | 'male' | 'other'
  pronouns: string
  program: string
  daysHere: number
  goal: string
  preferredName?: string
}
export const clients: CastClient[] = [
  {
    key: 'maya',
    givenName: 'Maya',
    familyName: 'Alvarez',
    birthDate: '1991-04-17',
    sex: 'female',
    pronouns: 'she/her',
    program: 'evening',
    daysHere: 23,
    goal: 'Ask for help before using',
  },
  {
    key: 'tomasz',
    givenName: 'Tomasz',
    familyName: 'Jankowski',
    birthDate: '1984-11-02',
    sex: 'male',
    pronouns: 'he/him',
    program: 'day',
    daysHere: 9,
    goal: 'Sleep without drinking',
  },
  {
    key: 'amina',
    givenName: 'Amina',
    familyName: 'Bello',
    birthDate: '1978-01-29',
    sex: 'female',
    pronouns: 'she/her',
    program: 'day',
    daysHere: 34,
    goal: 'Sleep without pills',
  },
  {
    key: 'kofi',
    givenName: 'Kofi',
    familyName: 'Lartey',
    birthDate: '1996-07-08',
    sex: 'male',
    pronouns: 'he/him',
    program: 'day',
    daysHere: 16,
    goal: 'Keep my job at the yard',
  },
  {
    key: 'ruth',
    givenName: 'Ruth',
    familyName: 'Wanjiru',
    birthDate: '1969-09-21',
    sex: 'female',
    pronouns: 'she/her',
    program: 'virtual',
    daysHere: 41,
    goal: 'Go back to choir',
  },
  {
    key: 'jose',
    givenName: 'José',
    familyName: 'Santos',
    birthDate: '2001-02-28',
    sex: 'male',
    pronouns: 'he/him',
    program: 'day',
    daysHere: 3,
    goal: 'Stay a month without pills',
  },
  {
    key: 'linh',
    givenName: 'Linh',
    familyName: 'Tran',
    birthDate: '1988-12-11',
    sex: 'female',
    pronouns: 'she/her',
    program: 'day',
    daysHere: 27,
    goal: 'Tell my sister the truth',
  },
  {
    key: 'peter',
    givenName: 'Peter',
    familyName: 'Novak',
    birthDate: '1973-03-05',
    sex: 'male',
    pronouns: 'he/him',
    program: 'day',
    daysHere: 52,
    goal: 'Find a sponsor',
  },
  {
    key: 'yusuf',
    givenName: 'Yusuf',
    familyName: 'Kaya',
    birthDate: '1999-10-30',
    sex: 'male',
    pronouns: 'he/him',
    program: 'day',
    daysHere: 12,
    goal: 'Handle payday',
  },
  {
    key: 'clara',
    givenName: 'Clara',
    familyName: 'Whitfield',
    birthDate: '1965-06-14',
    sex: 'female',
    pronouns: 'she/her',
    program: 'day',
    daysHere: 19,
    goal: 'Drive my grandchildren again',
  },
  {
    key: 'devon',
    givenName: 'Devon',
    familyName: 'Marsh',
    birthDate: '1994-05-23',
    sex: 'other',
    pronouns: 'they/them',
    program: 'day',
    daysHere: 30,
    goal: 'Be alone without a drink',
  },
  {
    key: 'rosa',
    givenName: 'Rosa',
    familyName: 'Giménez',
    birthDate: '1982-08-19',
    sex: 'female',
    pronouns: 'she/her',
    program: 'day',
    daysHere: 8,
    goal: 'Eat breakfast, every day',
  },
  {
    key: 'will',
    givenName: 'William',
    familyName: 'Hope',
    birthDate: '1990-01-01',
    sex: 'male',
    pronouns: 'he/him',
    program: 'day',
    daysHere: 45,
    goal: 'Finish my license course',
    preferredName: 'Will',
  },
]
