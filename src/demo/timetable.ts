// The week of the demo clinics. An IOP day is two groups of 90 minutes with a break (clinical.md §7.2): three such days
// and one individual hour reach the nine hours of the level. Twenty-four groups; several meet more than once a week.

type Group = { name: string; kind: string; topic: string; affinity?: string; subject?: string }

export const groups: Record<string, Group> = {
  'process-a': { name: 'Process group A', kind: 'process', topic: 'What is here today' },
  'process-b': { name: 'Process group B', kind: 'process', topic: 'What is here today' },
  'weekend-process': { name: 'Weekend process', kind: 'process', topic: 'Getting to Monday' },
  'evening-process': { name: 'Evening process', kind: 'process', topic: 'The day behind us' },
  'relapse-prevention': { name: 'Relapse prevention', kind: 'relapse-prevention', topic: 'Triggers and plans' },
  'week-ahead': { name: 'Planning the week', kind: 'relapse-prevention', topic: 'The days that are hard' },
  'refusal-skills': { name: 'Refusal skills', kind: 'refusal-skills', topic: 'Saying no, and leaving' },
  cbt: { name: 'CBT skills', kind: 'skills', topic: 'Thoughts, feelings, acts' },
  'dbt-evening': { name: 'DBT skills', kind: 'skills', topic: 'Distress tolerance' },
  'dbt-virtual': { name: 'DBT skills online', kind: 'skills', topic: 'Emotion regulation' },
  anger: { name: 'Anger and calm', kind: 'skills', topic: 'Heat, and what cools it' },
  'self-compassion': { name: 'Self-compassion', kind: 'skills', topic: 'The voice inside' },
  'anxiety-depression': { name: 'Anxiety and depression', kind: 'skills', topic: 'Small steps on low days' },
  relationships: { name: 'Relationships', kind: 'skills', topic: 'Asking, answering, keeping a limit' },
  psychoeducation: { name: 'How substances work', kind: 'psychoeducation', topic: 'Body and brain' },
  'sleep-mood': { name: 'Sleep and mood', kind: 'psychoeducation', topic: 'What a night does' },
  'life-skills': { name: 'Life skills', kind: 'life-skills', topic: 'Money, papers, time' },
  'sunday-circle': { name: 'Sunday circle', kind: 'emotional-support', topic: 'How the weekend was' },
  trauma: { name: 'Trauma and safety', kind: 'emotional-support', topic: 'Being safe in the present' },
  grief: { name: 'Grief and loss', kind: 'emotional-support', topic: 'What was lost, what stays' },
  women: { name: 'Women’s group', kind: 'process', topic: 'Among women', affinity: 'women' },
  lgbtq: { name: 'LGBTQ+ group', kind: 'process', topic: 'Among ourselves', affinity: 'LGBTQ+' },
  family: { name: 'Family group', kind: 'family-group', topic: 'Talking at home' },
  art: { name: 'Art group', kind: 'art', topic: 'Without words' },
}

/** One sitting: the groups that the same people attend one after the other. */
export type Sitting = {
  program: string
  room: string
  weekdays: number[]
  cap: number
  /** How many days before the demo's today it began: the clinic grew over the year. */
  began: number
  /** Core sittings fill the week; the others are chosen on top. */
  core: boolean
  groups: { group: string; starts: string; lead: string; coLead?: string; on?: number[]; every?: 2 | 4 }[]
}

const sitting = (
  program: string,
  room: string,
  weekdays: number[],
  cap: number,
  began: number,
  groups: Sitting['groups'],
): Sitting => ({ program, room, weekdays, cap, began, core: groups.length > 1, groups })

export const riverbendWeek: Sitting[] = [
  sitting('day', 'cedar', [1, 2, 3, 4, 5], 14, 900, [
    { group: 'process-a', starts: '09:00', lead: 'lee', on: [1] },
    { group: 'process-a', starts: '09:00', lead: 'lee', coLead: 'sam', on: [2, 3, 4, 5] },
    { group: 'relapse-prevention', starts: '10:45', lead: 'lee', on: [1] },
    { group: 'relapse-prevention', starts: '10:45', lead: 'sam', on: [3, 5] },
    { group: 'cbt', starts: '10:45', lead: 'marcus', coLead: 'lee', on: [2, 4] },
  ]),
  sitting('day', 'willow', [1, 3], 15, 210, [
    { group: 'process-b', starts: '09:00', lead: 'hana', on: [1] },
    { group: 'process-b', starts: '09:00', lead: 'marcus', coLead: 'hana', on: [3] },
    { group: 'psychoeducation', starts: '10:45', lead: 'hana', on: [1] },
    { group: 'refusal-skills', starts: '10:45', lead: 'marcus', coLead: 'hana', on: [3] },
  ]),
  sitting('day', 'willow', [6], 15, 140, [
    { group: 'weekend-process', starts: '09:00', lead: 'marcus', coLead: 'sam' },
    { group: 'relapse-prevention', starts: '10:45', lead: 'marcus' },
  ]),
  sitting('evening', 'hall', [1, 2, 3, 4], 15, 900, [
    { group: 'evening-process', starts: '17:30', lead: 'owen', on: [1, 3] },
    { group: 'evening-process', starts: '17:30', lead: 'owen', coLead: 'ines', on: [2, 4] },
    { group: 'refusal-skills', starts: '19:15', lead: 'owen', on: [1] },
    { group: 'anger', starts: '19:15', lead: 'ines', coLead: 'owen', on: [2] },
    { group: 'life-skills', starts: '19:15', lead: 'owen', on: [3] },
    { group: 'relapse-prevention', starts: '19:15', lead: 'owen', coLead: 'ines', on: [4] },
  ]),
  sitting('evening', 'studio', [1, 3], 10, 250, [
    { group: 'dbt-evening', starts: '17:30', lead: 'ines', coLead: 'leila' },
    { group: 'self-compassion', starts: '19:15', lead: 'ines', coLead: 'leila' },
  ]),
  sitting('evening', 'hall', [7], 15, 130, [
    { group: 'sunday-circle', starts: '17:30', lead: 'owen' },
    { group: 'week-ahead', starts: '19:15', lead: 'owen' },
  ]),
  sitting('virtual', 'video-1', [1, 2, 3, 4, 5], 12, 420, [
    { group: 'dbt-virtual', starts: '13:00', lead: 'hana', coLead: 'leila', on: [1, 3] },
    { group: 'anxiety-depression', starts: '13:00', lead: 'hana', coLead: 'leila', on: [2] },
    { group: 'anxiety-depression', starts: '13:00', lead: 'leila', on: [5] },
    { group: 'trauma', starts: '13:00', lead: 'hana', coLead: 'leila', on: [4] },
    { group: 'relationships', starts: '14:45', lead: 'hana', on: [1] },
    { group: 'sleep-mood', starts: '14:45', lead: 'leila', on: [2, 5] },
    { group: 'anxiety-depression', starts: '14:45', lead: 'hana', coLead: 'leila', on: [3] },
    { group: 'grief', starts: '14:45', lead: 'leila', coLead: 'hana', on: [4] },
  ]),
  sitting('virtual', 'video-2', [3], 12, 100, [
    { group: 'trauma', starts: '13:00', lead: 'dana', coLead: 'lee' },
    { group: 'relationships', starts: '14:45', lead: 'dana', coLead: 'lee' },
  ]),
  sitting('virtual', 'video-1', [7], 12, 160, [
    { group: 'anxiety-depression', starts: '17:00', lead: 'hana' },
    { group: 'relationships', starts: '18:45', lead: 'hana' },
  ]),
  sitting('day', 'willow', [2], 12, 220, [{ group: 'women', starts: '12:45', lead: 'ines' }]),
  sitting('evening', 'studio', [4], 10, 150, [
    { group: 'lgbtq', starts: '15:45', lead: 'owen', coLead: 'ines', every: 2 },
  ]),
  sitting('evening', 'hall', [5], 15, 300, [{ group: 'family', starts: '18:00', lead: 'ines', coLead: 'leila' }]),
  sitting('day', 'willow', [5], 10, 190, [{ group: 'art', starts: '13:00', lead: 'marcus' }]),
]

/** Who takes clients as their primary therapist, by program. */
export const riverbendTherapists: Record<string, string[]> = {
  day: ['lee', 'sam', 'marcus'],
  evening: ['ines', 'owen', 'leila'],
  virtual: ['hana', 'leila', 'marcus'],
}

export const lakesideWeek: Sitting[] = [
  sitting('lake-day', 'lake-room', [1, 3, 5], 12, 900, [
    { group: 'process-a', starts: '09:30', lead: 'kim', coLead: 'sofia' },
    { group: 'relapse-prevention', starts: '11:15', lead: 'kim' },
  ]),
  sitting('lake-day', 'lake-room', [6], 12, 900, [
    { group: 'weekend-process', starts: '10:00', lead: 'kim' },
    { group: 'cbt', starts: '11:45', lead: 'kim' },
  ]),
]

export const lakesideTherapists: Record<string, string[]> = { 'lake-day': ['kim'] }

/** When somebody works, on which weekdays: at a site, or from afar (null). */
export type Shift = { weekdays: number[]; from: string; to: string; site: string | null }

/** Five days a week each, around the groups they lead; a day that goes late begins late. */
export const shifts: Record<string, Shift[]> = {
  dana: [{ weekdays: [1, 2, 3, 4, 5], from: '08:30', to: '17:00', site: 'main-street' }],
  noor: [{ weekdays: [1, 2, 3, 4, 5], from: '08:30', to: '16:30', site: 'main-street' }],
  theo: [
    { weekdays: [1, 3, 4, 5], from: '10:00', to: '18:00', site: 'mill' },
    { weekdays: [2], from: '11:30', to: '19:30', site: 'mill' },
  ],
  lee: [{ weekdays: [1, 2, 3, 4, 5], from: '08:30', to: '17:00', site: 'main-street' }],
  sam: [
    { weekdays: [2, 3, 4, 5], from: '08:30', to: '17:00', site: 'main-street' },
    { weekdays: [6], from: '08:30', to: '13:00', site: 'main-street' },
  ],
  marcus: [
    { weekdays: [2, 3, 4, 5], from: '08:30', to: '18:00', site: 'main-street' },
    { weekdays: [6], from: '08:30', to: '13:00', site: 'main-street' },
  ],
  hana: [
    { weekdays: [1, 3], from: '08:30', to: '17:30', site: 'main-street' },
    { weekdays: [2, 4], from: '10:00', to: '18:30', site: null },
    { weekdays: [7], from: '16:00', to: '20:30', site: null },
  ],
  leila: [
    { weekdays: [1, 3], from: '12:30', to: '15:00', site: null },
    { weekdays: [1, 3], from: '16:00', to: '21:00', site: 'mill' },
    { weekdays: [2, 4], from: '11:00', to: '19:00', site: null },
    { weekdays: [5], from: '11:00', to: '16:30', site: null },
    { weekdays: [5], from: '17:30', to: '20:15', site: 'mill' },
  ],
  ines: [
    { weekdays: [1, 3, 4], from: '12:30', to: '21:00', site: 'mill' },
    { weekdays: [2], from: '12:15', to: '14:30', site: 'main-street' },
    { weekdays: [2], from: '15:30', to: '21:00', site: 'mill' },
    { weekdays: [5], from: '13:00', to: '20:30', site: 'mill' },
  ],
  owen: [
    { weekdays: [1, 2, 3, 4], from: '12:30', to: '21:00', site: 'mill' },
    { weekdays: [7], from: '16:30', to: '21:00', site: 'mill' },
  ],
  priya: [
    { weekdays: [1, 3, 5], from: '09:00', to: '17:00', site: 'main-street' },
    { weekdays: [2, 4], from: '12:00', to: '19:00', site: 'mill' },
  ],
  grace: [
    { weekdays: [2, 4], from: '09:00', to: '17:00', site: 'main-street' },
    { weekdays: [3], from: '12:00', to: '19:00', site: 'mill' },
  ],
}

/** Whether somebody is at work for the whole of an hour; of whom nothing is said, always. */
export const isAtWork = (key: string, weekday: number, from: number, to: number, minuteOf: (time: string) => number) =>
  shifts[key]?.some((one) => one.weekdays.includes(weekday) && minuteOf(one.from) <= from && to <= minuteOf(one.to)) ??
  true
