import type { Clinician, Instance, Seeker, SeriesOption, WeekTime } from '../src/clinic/matching/instance.ts'

// One site, three groups, two therapists and one client: small enough to count by hand.

export function at(weekday: number, starts: string, minutes: number): WeekTime {
  const [hour = 0, minute = 0] = starts.split(':').map(Number)
  return { weekday, from: hour * 60 + minute, to: hour * 60 + minute + minutes }
}

export const aGroup = (id: string, weekday: number, change: Partial<SeriesOption> = {}): SeriesOption => ({
  id,
  site: 'n1',
  time: at(weekday, '09:00', 180),
  seats: 8,
  least: 4,
  takes: ['substance-use'],
  topic: 'core',
  isCore: true,
  counts: true,
  affinity: null,
  age: 'adult',
  states: null,
  leaders: [],
  isClosed: false,
  ...change,
})

export const aTherapist = (id: string, change: Partial<Clinician> = {}): Clinician => ({
  id,
  part: 'therapist',
  sites: ['n1'],
  byVideo: false,
  states: ['OH'],
  takes: ['substance-use'],
  ages: ['adult'],
  gender: 'female',
  languages: ['en'],
  affinities: [],
  caseload: 8,
  hours: [1, 2, 3, 4, 5].flatMap((day) => ['09:00', '10:00', '11:00'].map((hour) => at(day, hour, 60))),
  ...change,
})

export const aClient = (change: Partial<Seeker> = {}): Seeker => ({
  id: 'c1',
  site: 'n1',
  takesVideo: true,
  state: 'OH',
  age: 'adult',
  specialty: 'substance-use',
  affinities: [],
  free: [1, 2, 3, 4, 5, 6].map((day) => at(day, '08:00', 11 * 60)),
  unloved: [],
  familyFree: null,
  languages: ['en'],
  clinicianGender: null,
  acuity: 1,
  waitingDays: 0,
  isNew: true,
  need: {
    minutes: 540,
    mostMinutes: 720,
    coreMinutes: 180,
    topics: [],
    days: 3,
    mostMinutesADay: 180,
    individual: { minutes: 45, every: 1 },
    family: null,
    medication: null,
  },
  pinned: [],
  now: null,
  ...change,
})

export const smallClinic = (change: Partial<Instance> = {}): Instance => ({
  series: [aGroup('mon', 1), aGroup('wed', 3), aGroup('fri', 5)],
  clinicians: [aTherapist('t1'), aTherapist('t2')],
  clients: [aClient()],
  apart: [],
  ...change,
})
