import { pick, weighted, whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { daysFrom, type Sheaf } from './rows.ts'
import { awayOn } from './seating.ts'
import type { Stay } from './stays.ts'

// Why hours are not free, how long the way is, and what people wish: what a week is composed with.

type What = 'job' | 'school' | 'childcare'
type Bound = { what: What; firmness: 'cannot' | 'rather-not'; weekdays: number[]; from: string; to: string }

const weekdays = [1, 2, 3, 4, 5]
/** All of it lies beside the hours that the program takes: people chose the program by what they are bound to. */
const usual: Record<string, Record<What, Omit<Bound, 'what'>>> = {
  day: {
    job: { firmness: 'cannot', weekdays: [2, 4, 5], from: '18:00', to: '22:30' },
    school: { firmness: 'cannot', weekdays: [1, 3], from: '18:15', to: '21:00' },
    childcare: { firmness: 'cannot', weekdays, from: '06:45', to: '07:50' },
  },
  evening: {
    job: { firmness: 'cannot', weekdays, from: '06:00', to: '12:30' },
    school: { firmness: 'cannot', weekdays: [1, 2, 4], from: '09:00', to: '12:15' },
    childcare: { firmness: 'cannot', weekdays, from: '07:15', to: '08:45' },
  },
  virtual: {
    job: { firmness: 'cannot', weekdays, from: '19:15', to: '22:00' },
    school: { firmness: 'cannot', weekdays: [2, 4], from: '19:00', to: '21:30' },
    childcare: { firmness: 'rather-not', weekdays, from: '07:30', to: '08:45' },
  },
}

const topics: Record<string, string[]> = {
  day: ['art', 'relapse-prevention', 'skills', 'psychoeducation'],
  evening: ['family-group', 'relapse-prevention', 'skills', 'emotional-support'],
  virtual: ['skills', 'emotional-support', 'psychoeducation'],
}

/** What somebody in care said when their week was first talked about. */
export function addWishes(house: House, sheaf: Sheaf, stay: Stay): void {
  const { person, program } = stay
  const own = usual[program]
  const kinds = topics[program]
  if (own === undefined || kinds === undefined) return
  const chance = (...what: (string | number)[]) => house.chance('wishes', person.id, ...what)
  const recordedAt = person.knownSince
  const by = house.coordinators[0]?.id ?? house.director.id
  const signed = { recordedBy: by, recordedAt }
  const id = (...words: (string | number)[]) => demoId(recordedAt, person.id, ...words)
  const what = weighted({ job: 46, childcare: 22, school: 12, none: 20 }, chance('bound'))
  const away = awayOn(house, stay)
  const bound: Bound[] = [
    ...(what === 'none' ? [] : [{ ...own[what], what }]),
    // The one weekday that was given away: a long shift, a class, a child to fetch.
    ...(away === 0
      ? []
      : [
          {
            what: pick<What>(['job', 'school', 'childcare'], chance('away')),
            firmness: 'cannot' as const,
            weekdays: [away],
            from: program === 'evening' ? '13:00' : '09:00',
            to: program === 'evening' ? '21:30' : '17:30',
          },
        ]),
  ]
  bound.forEach(({ what: kind, firmness, weekdays: days, from, to }, n) => {
    for (const weekday of days)
      sheaf.add('clientCommitment', {
        id: id('bound', n, weekday),
        clientId: person.id,
        whose: 'client',
        what: kind,
        firmness,
        weekday,
        fromTime: from,
        toTime: to,
        during: daysFrom(stay.from, null),
        ...signed,
      })
  })
  const isVideo = program === 'virtual'
  sheaf.add('clientWish', {
    id: id('wish'),
    clientId: person.id,
    place: isVideo ? (chance('place') < 0.6 ? 'video' : 'either') : chance('place') < 0.7 ? 'on-site' : 'either',
    languages: person.language === 'Spanish' ? ['es'] : [],
    clinicianGender: chance('gender') < 0.12 ? (person.sex === 'male' ? 'man' : 'woman') : '',
    genderIsFirm: chance('gender') < 0.03,
    wanted: chance('wants') < 0.6 ? [pick(kinds, chance('which'))] : [],
    prescribed: [],
    acuity: weighted({ 1: 70, 2: 24, 3: 6 }, chance('acuity')) === '1' ? 1 : chance('acuity') > 0.94 ? 3 : 2,
    ...signed,
  })
  if (isVideo) return
  const far = whole(8, 28, chance('way'))
  for (const [site, minutes] of [
    ['main-street', program === 'day' ? far : far + 12],
    ['mill', program === 'day' ? far + 12 : far],
  ] as const)
    sheaf.add('clientTravel', {
      id: id('way', site),
      clientId: person.id,
      siteId: house.idOf(site),
      minutes,
      ...signed,
    })
}
