// What the optimiser may know: ids, hours and numbers. Names join on the screen; a trait such as gender stands here only as
// what somebody may join, because they asked for it.

/** A time of the week on the site's wall clock: weekday 1 Monday to 7 Sunday, minutes past midnight, the end not included. */
export type WeekTime = { weekday: number; from: number; to: number }

/** How often a visit comes: every week, every other week, or once in four. */
export type Every = 1 | 2 | 4

/** A group that meets every week, as something to choose. */
export type SeriesOption = {
  id: string
  /** Null: by video. */
  site: string | null
  time: WeekTime
  /** Chairs under every limit (state, payer, room, program), from 1. */
  seats: number
  /** Below this many the group should not run. */
  least: number
  /** What it treats: 'substance-use', 'dbt', … A client belongs to one; a skill or affinity group takes all of `takes`. */
  takes: readonly string[]
  topic: string
  /** Core groups are what the level of care stands on. */
  isCore: boolean
  /** Its minutes fill the week's dose. */
  counts: boolean
  /** Kept for some; null: for everyone it takes. */
  affinity: string | null
  age: 'adult' | 'adolescent' | 'any'
  /** The states in which a leader is licensed; null on site, where the site's own state was checked when it was opened. */
  states: readonly string[] | null
  /** Clinicians who lead it: their hour is taken. */
  leaders: readonly string[]
  /** Nobody new joins (closed group); who sits there keeps the seat. */
  isClosed: boolean
}

export type Clinician = {
  id: string
  part: 'therapist' | 'prescriber'
  /** Sites at which they see people; by video wherever they are licensed. */
  sites: readonly string[]
  byVideo: boolean
  states: readonly string[]
  takes: readonly string[]
  ages: readonly ('adult' | 'adolescent')[]
  gender: string | null
  languages: readonly string[]
  affinities: readonly string[]
  /** Clients whose primary therapist they may be; for prescribers without meaning. */
  caseload: number
  /**
   * Hours in which a visit may stand: no group of theirs, inside their working hours. None overlaps another; each is one
   * visit's length, and a visit takes the whole hour, in the weeks of its rhythm.
   */
  hours: readonly WeekTime[]
}

export type Visit = { minutes: number; every: Every }

/** What is prescribed for a client's week. */
export type Need = {
  /** Of counted group minutes: at least, and at most. */
  minutes: number
  mostMinutes: number
  coreMinutes: number
  /** Topics to be met at least once a week. */
  topics: readonly string[]
  /** Days with at least one counted meeting, and the most minutes of groups in one day. */
  days: number
  mostMinutesADay: number
  individual: Visit | null
  family: Visit | null
  medication: Visit | null
}

export type Seeker = {
  id: string
  /** The site whose rooms they can reach; null: only by video. */
  site: string | null
  takesVideo: boolean
  state: string
  age: 'adult' | 'adolescent'
  specialty: string
  affinities: readonly string[]
  /** Where they can be at all, travel already taken off on site. Nothing outside may be given. */
  free: readonly WeekTime[]
  /** Where they would rather not be, within `free`: costs points, refuses nothing. */
  unloved: readonly WeekTime[]
  /** When the family can come; null: whenever the client can. A family visit stands inside both. */
  familyFree: readonly WeekTime[] | null
  languages: readonly string[]
  /** Null: any. Hard where the client said so. */
  clinicianGender: string | null
  /** What they would like and do not insist on: somebody else costs points, and is not refused. Left out: no wish. */
  wishedGender?: string | null
  /** 1 to 3; and whole days on the waitlist. Both raise what it costs to leave something out. */
  acuity: number
  waitingDays: number
  isNew: boolean
  need: Need
  /** Ids of series and clinicians that must stay as they are in `now`. */
  pinned: readonly string[]
  /** The week that stands today; null for somebody new. Leaving it costs points. */
  now: ClientWeek | null
}

/**
 * A visit that stands: who, when (one of the clinician's hours, whole), and in which of the four weeks it falls first
 * (every week: 0; every other: 0 or 1; once in four: 0 to 3).
 */
export type VisitPlan = { clinician: string; time: WeekTime; phase: number; byVideo: boolean }

export type ClientWeek = {
  client: string
  series: readonly string[]
  individual: VisitPlan | null
  family: VisitPlan | null
  medication: VisitPlan | null
}

export type Instance = {
  series: readonly SeriesOption[]
  clinicians: readonly Clinician[]
  clients: readonly Seeker[]
  /** Pairs who must not sit in one room. The reason is nowhere in here. */
  apart: readonly (readonly [string, string])[]
}

export type Plan = { weeks: readonly ClientWeek[] }

/** What the timetable stands in: with it, the hours of groups themselves may be chosen anew. */
export type Room = { id: string; site: string; seats: number }

/** Where and when somebody works. Their hours for visits are the slots that no group of theirs covers. */
export type Shift = { clinician: string; times: readonly WeekTime[]; slots: readonly WeekTime[] }

/** How one series stands in the timetable, and what may be done with it. */
export type Placing = {
  series: string
  /** Null: by video. */
  room: string | null
  mayMove: boolean
  /** Who may lead it; as many lead it as lead it today. */
  mayLead: readonly string[]
}

export type TimetableInstance = Instance & {
  rooms: readonly Room[]
  shifts: readonly Shift[]
  placings: readonly Placing[]
  /** When groups may be held at all. */
  open: readonly WeekTime[]
  /** The most minutes of groups that one clinician leads in a week. */
  mostLedMinutes: number
}
